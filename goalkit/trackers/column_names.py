"""What the columns of a table are called, in seven languages, and which parts they can play."""

import re
from collections.abc import Mapping

NAMES: Mapping[str, tuple[str, ...]] = {
    "start": (
        "start", "begin", "started", "started at", "start at", "from", "start datetime", "clock in", "check in",
        "began", "beginn", "anfang", "gestartet", "von", "début", "de", "commencé", "inicio", "desde", "comienzo",
        "inizio", "da", "dalle", "van", "begonnen", "início", "começo",
    ),
    "end": (
        "end", "stop", "finish", "finished", "ended", "ended at", "end at", "to", "until", "end datetime", "clock out",
        "check out", "ende", "beendet", "bis", "fin", "à", "jusqu'à", "hasta", "término", "fine", "alle", "einde",
        "eind", "tot", "fim", "até",
    ),
    "start_date": (
        "start date", "startdatum", "date de début", "fecha de inicio", "data inizio", "data di inizio", "begindatum",
        "data de início",
    ),
    "start_time": (
        "start time", "time in", "from time", "startzeit", "anfangszeit", "uhrzeit von", "heure de début",
        "hora de inicio", "hora inicio", "ora inizio", "ora di inizio", "starttijd", "begintijd", "hora de início",
    ),
    "end_date": (
        "end date", "enddatum", "date de fin", "fecha de finalización", "fecha de fin", "data fine", "data di fine",
        "einddatum", "data de fim", "data de término",
    ),
    "end_time": (
        "end time", "stop time", "time out", "to time", "endzeit", "uhrzeit bis", "heure de fin",
        "hora de finalización", "hora de fin", "hora fin", "ora fine", "ora di fine", "eindtijd", "hora de fim",
        "hora de término",
    ),
    "date": (
        "date", "day", "datum", "tag der arbeit", "arbeitstag", "jour", "fecha", "día", "data", "giorno", "dag", "dia",
    ),
    "duration": (
        "duration", "time spent", "time worked", "worked", "logged", "dauer", "arbeitszeit", "durée", "duración",
        "durata", "duur", "duração", "hours", "stunden", "heures", "horas", "ore", "uren", "logged hours", "minutes",
        "minuten", "minuti", "minutos", "seconds", "sekunden", "secondes", "segundos", "secondi", "time (h)",
        "duration (h)", "dauer (h)", "duration (hours)", "duration (minutes)", "duration (min)",
    ),
    "person": (
        "user", "person", "name", "member", "employee", "benutzer", "mitarbeiter", "utilisateur", "employé", "usuario",
        "empleado", "utente", "dipendente", "gebruiker", "medewerker", "usuário", "utilizador",
    ),
    "client": ("client", "customer", "kunde", "cliente", "klant"),
    "project": (
        "project", "projekt", "projet", "proyecto", "progetto", "projeto", "activity", "aktivität", "activité",
        "actividad", "attività", "activiteit", "atividade",
    ),
    "task": ("task", "aufgabe", "tâche", "tarea", "compito", "taak", "tarefa"),
    "description": (
        "description", "notes", "note", "comment", "title", "summary", "what", "beschreibung", "notiz", "bemerkung",
        "tätigkeit", "descripción", "notas", "commentaire", "descrizione", "omschrijving", "beschrijving", "opmerking",
        "descrição",
    ),
    "tags": ("tags", "tag", "labels", "type", "category", "kategorie", "étiquettes", "catégorie", "etiquetas",
             "categoría", "etichette", "categoria", "categorie"),
    "billable": ("billable", "abrechenbar", "facturable", "fatturabile", "factureerbaar", "faturável"),
    "source_id": ("id", "entry id", "uuid"),
}  # fmt: skip
UNITS = {
    3600.0: ("hour", "stunden", "heure", "hora", "ore", "uren"),
    60.0: ("minut", "(min"),
    1.0: ("second", "sekund", "segundo"),
}


def plain_name(name: str) -> str:
    """A header as names are compared: case, `_`, `-` and further spaces aside."""
    return re.sub(r"[\s_-]+", " ", name).strip().casefold()


def unit_of(header: str) -> float:
    """Seconds in one unit of a duration's numbers, as its header says; an hour where it says nothing."""
    plain = plain_name(header)
    return next((seconds for seconds, words in UNITS.items() if any(word in plain for word in words)), 3600.0)


def missing_roles(columns: Mapping[str, str]) -> str:
    """What a column map lacks, in words; "" when it can be read."""
    starts = "start" in columns or ("start_time" in columns and ("start_date" in columns or "date" in columns))
    ends = "end" in columns or "end_time" in columns or "duration" in columns
    if (starts and ends) or ("date" in columns and "duration" in columns):
        return ""
    return "there is no start and end, nor a day and a duration, among the columns"
