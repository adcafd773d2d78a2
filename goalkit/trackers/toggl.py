"""Toggl Track: the detailed CSV report, older (2017–24, with an amount) and newer."""

from goalkit.trackers.csv_tracker import CsvTracker, Refusal

TOGGL = CsvTracker(
    name="toggl",
    title="Toggl Track",
    export="Reports → Detailed → Export CSV or XLSX; older (2017–24) and newer",
    signatures=(frozenset({"Description", "Start date", "Start time", "Duration"}),),
    roles={
        "person": ("User",),
        "client": ("Client",),
        "project": ("Project",),
        "task": ("Task",),
        "description": ("Description",),
        "billable": ("Billable",),
        "tags": ("Tags",),
        "start_date": ("Start date",),
        "start_time": ("Start time",),
        "end_date": ("End date",),
        "end_time": ("End time", "Stop time"),
        "duration": ("Duration",),
    },
    refusals=(
        Refusal(
            frozenset({"Project", "Client", "Title", "Duration"}),
            "this is Toggl's summary report, which has no dates; open Reports → Detailed and export CSV there",
        ),
    ),
)

TRACKERS = (TOGGL,)
