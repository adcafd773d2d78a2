"""Watson's CSV log, whose times carry the offset of the day it was written on every row."""

from goalkit.trackers.csv_tracker import CsvTracker, Refusal
from goalkit.trackers.shape import Shape

LOG = frozenset({"id", "start", "stop", "project", "tags"})
BETTER = "take watson log --all --json instead, or the file frames in Watson's folder"

WATSON_CSV = CsvTracker(
    name="watson-csv",
    title="Watson, CSV",
    export="watson log --all --csv > FILE.csv; JSON and frames are better, they know the instant",
    signatures=(LOG,),
    lacks=frozenset({"end", "duration", "description", "client"}),
    roles={
        "source_id": ("id",),
        "project": ("project",),
        "tags": ("tags",),
        "start": ("start",),
        "end": ("stop",),
    },
    refusals=(
        Refusal(
            frozenset({"from", "to", "project", "tag", "time"}),
            f"this is Watson's report, which has totals alone and counts a tag's time once more; {BETTER}",
        ),
    ),
    shape=Shape(
        warning="Watson writes every time in this file with the offset of the day it wrote it, so that entries "
        "of the other half of the year can be an hour off",
        way_out=BETTER,
    ),
)

TRACKERS = (WATSON_CSV,)
