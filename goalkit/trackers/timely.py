"""Timely: the report of logged hours; a row with From and To is an entry, one without is a day's total."""

from goalkit.trackers.csv_tracker import CsvTracker
from goalkit.trackers.shape import Shape

TIMELY = CsvTracker(
    name="timely",
    title="Timely",
    export="Reports → a report with all hours → Export → CSV or Excel",
    signatures=(frozenset({"Date", "Project", "Logged Hours"}),),
    roles={
        "person": ("Name",),
        "client": ("Client",),
        "project": ("Project",),
        "description": ("Notes",),
        "billable": ("Billable",),
        "tags": ("Tags",),
        "date": ("Date",),
        "start_time": ("From",),
        "end_time": ("To",),
        "duration": ("Logged Hours",),
    },
    shape=Shape(
        totals_without_times=True,
        identity=("person", "date", "client", "project", "description"),
    ),
)

TRACKERS = (TIMELY,)
