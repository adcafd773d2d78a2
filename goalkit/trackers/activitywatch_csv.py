"""ActivityWatch's CSV: the events of one bucket, and the report that its web page exports."""

from goalkit.trackers.csv_tracker import CsvTracker, Refusal
from goalkit.trackers.shape import Shape

EVENT = frozenset({"timestamp", "duration"})
# An event that still goes on grows by its duration: where it stands and when it began names it.
SHAPE = Shape(
    unit_s=1.0,
    decimal=".",
    identity=("start", "project", "task", "description"),
    grows=True,
    zeros_told_once=True,
)

BUCKET = CsvTracker(
    name="activitywatch-csv",
    title="ActivityWatch, bucket as CSV",
    export="Raw data → a window, web or editor bucket → Export as CSV; JSON is better, it knows when one was away",
    signatures=tuple(EVENT | {"id", data} for data in ("app", "url", "file")),
    roles={
        "project": ("app", "project", "url"),
        "task": ("file", "language"),
        "description": ("title",),
        "start": ("timestamp",),
        "duration": ("duration",),
    },
    refusals=(
        Refusal(
            EVENT | {"id", "status"},
            "this is ActivityWatch's bucket of when one was away, not of what was done; "
            "export all buckets as JSON (Raw data → Export all buckets as JSON)",
        ),
    ),
    shape=SHAPE,
)

REPORT = CsvTracker(
    name="activitywatch-report",
    title="ActivityWatch, report",
    export="Report → Export as CSV",
    signatures=(EVENT | {"category", "app", "title"},),
    roles={
        "project": ("category",),
        "task": ("app",),
        "description": ("title",),
        "start": ("timestamp",),
        "duration": ("duration",),
    },
    shape=SHAPE,
)

TRACKERS = (BUCKET, REPORT)
