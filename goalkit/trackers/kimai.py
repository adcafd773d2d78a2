"""Kimai: the CSV export of times, in English and German, with whichever columns it was set to."""

from goalkit.trackers.csv_tracker import CsvTracker
from goalkit.trackers.shape import Shape

KIMAI = CsvTracker(
    name="kimai",
    title="Kimai",
    export="Export, or My times → Export → CSV or Excel; English and German",
    signatures=(
        frozenset({"Date", "From", "To", "Customer", "Project"}),
        frozenset({"Date", "From", "To", "Project", "Activity"}),
        frozenset({"Date", "Begin", "End", "Project", "Activity"}),
        frozenset({"Date", "Duration", "Customer", "Project", "Activity"}),
        frozenset({"Datum", "Von", "Bis", "Kunde", "Projekt"}),
        frozenset({"Datum", "Von", "Bis", "Projekt", "Tätigkeit"}),
        frozenset({"Datum", "Beginn", "Ende", "Projekt", "Tätigkeit"}),
        frozenset({"Datum", "Dauer", "Kunde", "Projekt", "Tätigkeit"}),
    ),
    roles={
        "person": ("Name", "User", "Username", "Benutzer", "Benutzername"),
        "client": ("Customer", "Kunde"),
        "project": ("Project", "Projekt"),
        "task": ("Activity", "Tätigkeit"),
        "description": ("Description", "Beschreibung"),
        "billable": ("Billable", "Abrechenbar"),
        "tags": ("Tags", "Schlagworte", "Schlagwörter"),
        "date": ("Date", "Datum"),
        "start_time": ("From", "Begin", "Von", "Beginn"),
        "end_time": ("To", "End", "Bis", "Ende"),
        "duration": ("Duration", "Dauer"),
    },
    shape=Shape(identity=("person", "date", "client", "project", "task", "description")),
)

TRACKERS = (KIMAI,)
