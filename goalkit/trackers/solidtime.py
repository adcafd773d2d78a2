"""solidtime: the detailed report with local times, and the generic file with times in UTC."""

from goalkit.trackers.csv_tracker import CsvTracker

SOLIDTIME = CsvTracker(
    name="solidtime",
    title="solidtime",
    export="Reporting → Detailed → Export → CSV or Excel; and its generic CSV",
    signatures=(
        frozenset({"Description", "Project", "User", "Start", "End", "Duration (decimal)"}),
        frozenset({"description", "project", "start", "end", "user_name", "user_email"}),
    ),
    roles={
        "person": ("User", "user_name"),
        "client": ("Client",),
        "project": ("Project",),
        "task": ("Task",),
        "description": ("Description",),
        "billable": ("Billable",),
        "tags": ("Tags",),
        "start": ("Start",),
        "end": ("End",),
        "duration": ("Duration", "Duration (decimal)"),
    },
)

TRACKERS = (SOLIDTIME,)
