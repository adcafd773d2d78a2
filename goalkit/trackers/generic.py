"""Any other table with a start and an end, or a day and a duration: a column map from names, or one that is given."""

import hashlib
import shlex
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from goalkit.errors import GoalkitError
from goalkit.trackers.base import ENTRIES, Export, ReadOptions
from goalkit.trackers.column_names import NAMES, missing_roles, unit_of
from goalkit.trackers.csv_tracker import ROLES, CsvTracker, read_columns
from goalkit.trackers.proposal import TIMES, Proposal, propose
from goalkit.trackers.shape import Shape
from goalkit.trackers.source import Source

LONGEST_NAME = 40


class GenericCsv:
    """A table of no known tracker, understood by the names of its columns or by `--map`."""

    name = "csv"
    title = "any other table"
    export = "CSV or XLSX with a start and an end, or a day and a duration"
    gives = ENTRIES

    def recognises(self, source: Source) -> bool:
        """Whether the names of the columns give a start and an end, or a day and a duration."""
        return propose(source).by_names

    def refusal(self, source: Source) -> str:
        """Never refuses: what is missing is said when reading."""
        return ""

    def read(self, source: Source, options: ReadOptions) -> Export:
        """Good rows and problems; raises GoalkitError when the columns cannot be told without asking."""
        proposal = propose(source)
        columns = column_map(source, options.column_map, proposal)
        if missing := missing_roles(columns):
            raise GoalkitError(
                f"{source.name}, line 1: {missing}. Columns seen: {', '.join(source.header)}. "
                f"{map_advice(proposal)} (parts: {', '.join(ROLES)})"
            )
        shape = Shape(unit_s=unit_of(columns.get("duration", "")))
        return read_columns(replace(_TABLE, name=kept_by(source), shape=shape), source, columns, options)


_TABLE = CsvTracker(name="csv", title=GenericCsv.title, export=GenericCsv.export, signatures=(), roles=NAMES)


def kept_by(source: Source) -> str:
    """The tracker's name for entries of such a table: its columns say which, as "csv: day, hours, topic".

    Tables of different columns are of different trackers, so that one is never taken for an edit of the other.
    """
    names = ", ".join(name.casefold() for name in source.header if name)
    if len(names) > LONGEST_NAME:
        names = f"{names[:LONGEST_NAME]}… {hashlib.sha256(names.encode()).hexdigest()[:6]}"
    return f"{GenericCsv.name}: {names}"


def column_map(source: Source, given: Mapping[str, str], proposal: Proposal) -> dict[str, str]:
    """Role → header: what was given, then what names say; an empty header takes a part away.

    Times that were given stand alone, with a duration that a name gives at most.
    """
    _check_given(source, given)
    said = {part.role: part.header for part in proposal.parts if part.reason == "by its name"} if given else {}
    if not given and proposal.by_names:
        said = proposal.columns
    alone = TIMES - {"duration"} if not missing_roles(_without_blanks(given)) else set()
    taken = set(given.values())
    kept = {role: name for role, name in said.items() if role not in alone and name not in taken}
    return _without_blanks({**kept, **given})


def table_options(how: Mapping[str, Any]) -> ReadOptions:
    """How such a table is read, from what was said of it: `zone`, `dates`, `decimal` and `column_map`."""
    known = {name: how[name] for name in ("dates", "decimal", "column_map") if how.get(name)}
    return ReadOptions(tracker=GenericCsv.name, zone=how.get("zone") or "UTC", **known)


def map_advice(proposal: Proposal) -> str:
    """What to write so that a table is read: the map that its cells suggest, where they suggest one."""
    if proposal.complete:
        return f"By its cells it can be read with {map_option(proposal.columns)}; check that, then copy it"
    return "Say what the columns mean with for example --map start=Begin,end=Finish,project=Topic"


def map_option(columns: Mapping[str, str]) -> str:
    """A column map as it is written on the command line."""
    parts = [f"{role}={name}" for role, name in columns.items()]
    text = ",".join(f'"{part}"' if "," in part else part for part in parts)
    return f"--map {shlex.quote(text)}"


def _without_blanks(columns: Mapping[str, str]) -> dict[str, str]:
    return {role: name for role, name in columns.items() if name}


def _check_given(source: Source, given: Mapping[str, str]) -> None:
    for role, name in given.items():
        if role not in ROLES:
            raise GoalkitError(f"--map: {role!r} is not a part; expected one of {', '.join(ROLES)}")
        if name and name not in source.header:
            raise GoalkitError(f"--map: {source.name} has no column {name!r}; it has {', '.join(source.header)}")


TRACKERS = (GenericCsv(),)
