"""Harvest: the detailed time report, whose rows are hours of a day; one that was trimmed to a few columns, too."""

from goalkit.trackers.base import DAY_TOTALS
from goalkit.trackers.csv_tracker import CsvTracker, Made
from goalkit.trackers.shape import Shape

HARVEST = CsvTracker(
    name="harvest",
    title="Harvest",
    export="Reports → Detailed time → Export → CSV or Excel",
    gives=DAY_TOTALS,
    signatures=(frozenset({"Date", "Hours", "First Name", "Last Name"}),),
    roles={
        "client": ("Client",),
        "project": ("Project",),
        "task": ("Task",),
        "description": ("Notes",),
        "billable": ("Billable?",),
        "date": ("Date",),
        "duration": ("Hours",),
    },
    made={"person": Made(("First Name", "Last Name"), lambda first, last: f"{first} {last}".strip())},
    shape=Shape(identity=("person", "date", "client", "project", "task", "description")),
)

TRACKERS = (HARVEST,)
