"""Any other CSV with a start and an end, or a day and a duration: a column map from names, or one that is given."""

import re
from collections.abc import Mapping
from dataclasses import replace

from goalkit.errors import GoalkitError
from goalkit.trackers.base import ENTRIES, Export, ReadOptions
from goalkit.trackers.csv_tracker import ROLES, CsvTracker, read_columns
from goalkit.trackers.shape import Shape
from goalkit.trackers.source import Source

NAMES: Mapping[str, tuple[str, ...]] = {
    "start": ("start", "begin", "started", "started at", "from", "start datetime", "beginn", "début", "inicio"),
    "end": ("end", "stop", "finish", "finished", "ended at", "to", "end datetime", "ende", "fin"),
    "start_date": ("start date", "startdatum", "date de début", "fecha de inicio"),
    "start_time": ("start time", "startzeit", "heure de début", "hora de inicio", "from time"),
    "end_date": ("end date", "enddatum", "date de fin", "fecha de finalización"),
    "end_time": ("end time", "stop time", "endzeit", "heure de fin", "hora de finalización", "to time"),
    "date": ("date", "day", "datum", "tag der arbeit", "jour", "fecha"),
    "duration": ("duration", "time spent", "dauer", "durée", "duración", "hours", "stunden", "heures", "horas",
                 "minutes", "seconds", "time (h)", "duration (h)"),
    "person": ("user", "person", "name", "member", "benutzer", "utilisateur", "usuario"),
    "client": ("client", "customer", "kunde", "cliente"),
    "project": ("project", "projekt", "projet", "proyecto", "activity"),
    "task": ("task", "aufgabe", "tâche", "tarea"),
    "description": ("description", "notes", "note", "comment", "title", "beschreibung", "descripción"),
    "tags": ("tags", "tag", "labels", "type", "category", "kategorie"),
    "billable": ("billable", "abrechenbar", "facturable"),
    "source_id": ("id", "entry id", "uuid"),
}  # fmt: skip
UNITS = {"hour": 3600.0, "stunden": 3600.0, "heures": 3600.0, "horas": 3600.0, "minute": 60.0, "second": 1.0}


class GenericCsv:
    """A CSV of no known tracker, understood by the names of its columns or by `--map`."""

    name = "csv"
    title = "any other table"
    export = "CSV or XLSX with a start and an end, or a day and a duration"
    gives = ENTRIES

    def recognises(self, source: Source) -> bool:
        """Whether the names of the columns give a start and an end, or a day and a duration."""
        return missing_roles(guess_columns(source)) == ""

    def refusal(self, source: Source) -> str:
        """Never refuses: what is missing is said when reading."""
        return ""

    def read(self, source: Source, options: ReadOptions) -> Export:
        """Good rows and problems; raises GoalkitError when the columns cannot be told."""
        columns = {**guess_columns(source), **_given(source, options.column_map)}
        if missing := missing_roles(columns):
            raise GoalkitError(
                f"{source.name}, line 1: {missing}. Columns seen: {', '.join(source.header)}. "
                "Say what they mean with for example --map start=Begin,end=Finish,project=Topic "
                f"(parts: {', '.join(ROLES)})"
            )
        shape = Shape(unit_s=_unit(columns.get("duration", "")))
        return read_columns(replace(_TABLE, shape=shape), source, columns, options)


_TABLE = CsvTracker(name="csv", title=GenericCsv.title, export=GenericCsv.export, signatures=(), roles=NAMES)


def guess_columns(source: Source) -> dict[str, str]:
    """Role → header, by the names of the columns in several languages; `_` and `-` count as spaces."""
    own = {_plain(name): name for name in reversed(source.header)}
    found: dict[str, str] = {}
    for role, names in NAMES.items():
        present = [own[name] for name in names if name in own and own[name] not in found.values()]
        if present:
            found[role] = present[0]
    return found


def missing_roles(columns: Mapping[str, str]) -> str:
    """What a column map lacks, in words; "" when it can be read."""
    starts = "start" in columns or ("start_time" in columns and ("start_date" in columns or "date" in columns))
    ends = "end" in columns or "end_time" in columns or "duration" in columns
    if (starts and ends) or ("date" in columns and "duration" in columns):
        return ""
    return "there is no start and end, nor a day and a duration, among the columns"


def _given(source: Source, column_map: Mapping[str, str]) -> dict[str, str]:
    for role, name in column_map.items():
        if role not in ROLES:
            raise GoalkitError(f"--map: {role!r} is not a part; expected one of {', '.join(ROLES)}")
        if name not in source.header:
            raise GoalkitError(f"--map: {source.name} has no column {name!r}; it has {', '.join(source.header)}")
    return dict(column_map)


def _unit(header: str) -> float:
    plain = _plain(header)
    return next((seconds for word, seconds in UNITS.items() if word in plain), 3600.0)


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", " ", name).strip().casefold()


TRACKERS = (GenericCsv(),)
