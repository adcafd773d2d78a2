"""Clockify: the detailed report in four languages, and the summary by day as day totals."""

from goalkit.trackers.base import DAY_TOTALS
from goalkit.trackers.csv_tracker import CsvTracker, Refusal
from goalkit.trackers.shape import Shape

DETAILED = "open Reports → Detailed and export CSV there"

CLOCKIFY = CsvTracker(
    name="clockify",
    title="Clockify",
    export="Reports → Detailed → Export CSV or XLSX; English, German, French and Spanish, any order of dates",
    signatures=(
        frozenset({"Start Date", "Start Time", "End Date", "End Time", "Duration (h)"}),
        frozenset({"Start Date", "Start Time", "End Date", "End Time", "Duration (decimal)"}),
        frozenset({"Startdatum", "Startzeit", "Enddatum", "Endzeit"}),
        frozenset({"Date de début", "Heure de début", "Date de fin", "Heure de fin", "Durée (h)"}),
        frozenset({"Date de début", "Heure de début", "Date de fin", "Heure de fin", "Durée (décimal)"}),
        frozenset({"Proyecto", "Fecha de inicio", "Duración (h)"}),
        frozenset({"Proyecto", "Fecha de inicio", "Duración (decimal)"}),
    ),
    roles={
        "person": ("User", "Benutzer", "Utilisateur", "Usuario"),
        "client": ("Client", "Kunde", "Cliente"),
        "project": ("Project", "Projekt", "Projet", "Proyecto"),
        "task": ("Task", "Activity", "Aufgabe", "Tâche", "Tarea"),
        "description": ("Description", "Beschreibung", "Descripción"),
        "billable": ("Billable", "Abrechenbar", "Facturable"),
        "tags": ("Tags", "Étiquettes", "Etiquetas"),
        "start_date": ("Start Date", "Startdatum", "Date de début", "Fecha de inicio"),
        "start_time": ("Start Time", "Startzeit", "Heure de début", "Hora de inicio"),
        "end_date": ("End Date", "Enddatum", "Date de fin", "Fecha de finalización", "Fecha de fin"),
        "end_time": ("End Time", "Endzeit", "Heure de fin", "Hora de finalización", "Hora de fin"),
        "duration": (
            "Duration (h)", "Dauer (h)", "Durée (h)", "Duración (h)",
            "Duration (decimal)", "Dauer (dezimal)", "Durée (décimal)", "Duración (decimal)",
        ),
    },
    refusals=(
        Refusal(
            frozenset({"Date", "Time (h)", "Time (decimal)"}),
            f"this is Clockify's summary, which names no projects; {DETAILED}",
        ),
        Refusal(
            frozenset({"Project", "Status", "Visibility"}),
            f"this is Clockify's list of projects, which has no dates; {DETAILED}",
            more=True,
        ),
    ),
    shape=Shape(identity=("person", "start_date", "client", "project", "task", "description")),
)  # fmt: skip

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
