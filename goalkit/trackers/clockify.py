"""Clockify: the detailed CSV report, in English and German, and the summary by day as day totals."""

from goalkit.trackers.base import DAY_TOTALS
from goalkit.trackers.csv_tracker import CsvTracker
from goalkit.trackers.shape import Shape

CLOCKIFY = CsvTracker(
    name="clockify",
    title="Clockify",
    export="Reports → Detailed → Export CSV or XLSX; English and German, any order of dates",
    signatures=(
        frozenset({"Start Date", "Start Time", "End Date", "End Time", "Duration (h)"}),
        frozenset({"Start Date", "Start Time", "End Date", "End Time", "Duration (decimal)"}),
        frozenset({"Startdatum", "Startzeit", "Enddatum", "Endzeit"}),
    ),
    roles={
        "person": ("User", "Benutzer"),
        "client": ("Client", "Kunde"),
        "project": ("Project", "Projekt"),
        "task": ("Task", "Activity", "Aufgabe"),
        "description": ("Description", "Beschreibung"),
        "billable": ("Billable", "Abrechenbar"),
        "tags": ("Tags",),
        "start_date": ("Start Date", "Startdatum"),
        "start_time": ("Start Time", "Startzeit"),
        "end_date": ("End Date", "Enddatum"),
        "end_time": ("End Time", "Endzeit"),
        "duration": ("Duration (h)", "Dauer (h)", "Duration (decimal)", "Dauer (dezimal)"),
    },
    refusals=(
        (
            frozenset({"Date", "Time (h)", "Time (decimal)"}),
            "this is Clockify's summary, which names no projects; open Reports → Detailed and export CSV there",
        ),
    ),
)

CLOCKIFY_SUMMARY = CsvTracker(
    name="clockify-summary",
    title="Clockify, summary",
    export="Reports → Summary, grouped by date → Export CSV",
    gives=DAY_TOTALS,
    shape=Shape(identity=("date", "client", "project", "description")),
    signatures=(frozenset({"Date", "Project", "Time (h)", "Time (decimal)"}),),
    roles={
        "client": ("Client",),
        "project": ("Project",),
        "description": ("Description",),
        "date": ("Date",),
        "duration": ("Time (h)", "Time (decimal)"),
    },
)

TRACKERS = (CLOCKIFY, CLOCKIFY_SUMMARY)
