"""RescueTime: seconds of each activity in a bucket of five minutes, an hour or a day, which is no interval."""

import re
from collections.abc import Sequence

from goalkit.trackers.base import DAY_TOTALS
from goalkit.trackers.csv_tracker import CsvTracker, Made, Refusal
from goalkit.trackers.shape import Shape

SECONDS = "Time Spent (seconds)"
WORDS = {
    "2": "very productive",
    "1": "productive",
    "0": "neutral",
    "-1": "distracting",
    "-2": "very distracting",
}


def _productivity(text: str) -> str:
    """How productive the time was, in RescueTime's own words."""
    return WORDS.get(text, text)


RESCUETIME = CsvTracker(
    name="rescuetime",
    title="RescueTime",
    export="Reports, or its API's analytic data, by hour or day → CSV; with activities or with productivity alone",
    gives=DAY_TOTALS,
    signatures=(frozenset({"Date", SECONDS, "Productivity"}),),
    lacks=frozenset({"Rank"}),
    roles={
        "project": ("Category",),
        "task": ("Activity",),
        "date": ("Date",),
        "duration": (SECONDS,),
    },
    made={"tags": Made(("Productivity",), _productivity)},
    refusals=(
        Refusal(
            frozenset({"Rank", SECONDS}),
            "this is RescueTime's ranking, which has no dates; export the same report by hour or by day",
            more=True,
        ),
    ),
    shape=Shape(unit_s=1.0, decimal=".", identity=("date", "project", "task", "tags")),
)

_STAMP = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} [+-]\d{4}")


def _begins(row: Sequence[str]) -> bool:
    return bool(_STAMP.fullmatch(row[0])) and row[-1].isdecimal()


RESCUETIME_ARCHIVE = CsvTracker(
    name="rescuetime-archive",
    title="RescueTime, archive",
    export="Account → Your data → Download, the file rescuetime-activity-history.csv in it",
    gives=DAY_TOTALS,
    signatures=(),
    roles={
        "project": ("Category",),
        "task": ("Activity",),
        "description": ("Details",),
        "date": ("Date",),
        "duration": (SECONDS,),
    },
    names=("Date", "Activity", "Details", "Category", "Subcategory", SECONDS),
    begins=_begins,
    shape=Shape(unit_s=1.0, decimal=".", identity=("date", "project", "task", "description")),
)

TRACKERS = (RESCUETIME, RESCUETIME_ARCHIVE)
