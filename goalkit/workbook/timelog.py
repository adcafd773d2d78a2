"""The time-entry frame, read from the workbook a column at a time."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
import sqlalchemy as sa

from goalkit.entries.frame import CATEGORY, DTYPES, NO_INSTANT
from goalkit.periods import Calendar, day_instant
from goalkit.records import ImportBatch, TimeEntry
from goalkit.workbook.journal import at
from goalkit.workbook.tables import EPOCH, MICROSECOND, table_of

INSTANTS = ("start_utc", "end_utc")
SOURCES = {"source_line": "int64", "batch_id": CATEGORY}


Stored = tuple[Any, ...]
Range = tuple[datetime | None, datetime | None]
Imports = Mapping[str, tuple[str, str, int]]


def read_entries(
    connection: sa.Connection, start: datetime | None, end: datetime | None, sources: bool = False
) -> pd.DataFrame:
    """Entries that touch [start, end), with `id` first, by start and then in order of creation.

    A day's total has no end and counts where it starts. Nothing found gives an empty frame with
    the same dtypes, and so does an empty workbook.

    With `sources` there is also where each came from: `source_line` (int64, 0 when typed in),
    `batch_id`, and its import's `file`, `sha256` ("" when typed in) and `imported_utc` (else NaT).
    """
    names = entry_columns(sources)
    entries = entry_frame(names, read_stored(connection, names, start, end))
    return with_imports(entries, read_imports(connection)) if sources else entries


def instant_of(bound: date | datetime | None, calendar: Calendar) -> datetime | None:
    """Where a bound lies: a day where it begins, an instant where it is; raises GoalkitError without a zone."""
    if isinstance(bound, datetime):
        return at(bound)
    return None if bound is None else day_instant(bound, calendar)


def entry_columns(sources: bool) -> list[str]:
    """The stored columns of an entry frame."""
    return ["id", *DTYPES, *(SOURCES if sources else ())]


def read_stored(
    connection: sa.Connection, names: Sequence[str], start: datetime | None, end: datetime | None
) -> Sequence[Stored]:
    """Some columns of the entries that touch [start, end), in order, as they are stored."""
    table = table_of(TimeEntry)
    query = sa.select(*(_as_stored(table.c[name]) for name in names))
    query = query.where(*_touches(table, start, end)).order_by(table.c.start_utc, table.c.created_seq)
    return [tuple(row) for row in connection.execute(query)]


def stored_form(row: Mapping[str, Any], names: Sequence[str]) -> Stored:
    """A row as `read_stored` gives it: instants as microseconds, tags as JSON text."""
    return tuple(_plain(name, row[name]) for name in names)


def _plain(name: str, value: Any) -> Any:
    if name in INSTANTS:
        return None if value is None else (value - EPOCH) // MICROSECOND
    return json.dumps(value) if name == "tags" else value


def entry_frame(names: Sequence[str], found: Sequence[Stored]) -> pd.DataFrame:
    """Stored rows as an entry frame."""
    columns: Sequence[Sequence[Any]] = list(zip(*found, strict=True)) if found else [()] * len(names)
    return pd.DataFrame(
        {name: _series(name, values) for name, values in zip(names, columns, strict=True)}, columns=list(names)
    )


def read_imports(connection: sa.Connection) -> Imports:
    """Import → its file, the file's fingerprint, and its time in microseconds."""
    batch = table_of(ImportBatch)
    query = sa.select(batch.c.id, batch.c.file, batch.c.sha256, sa.type_coerce(batch.c.imported_utc, sa.BigInteger))
    return {row[0]: (row[1], row[2], row[3]) for row in connection.execute(query)}


def with_imports(entries: pd.DataFrame, imports: Imports) -> pd.DataFrame:
    """The entries with their import's file, its fingerprint and its time, looked up once an import."""
    known = [imports.get(batch_id, ("", "", NO_INSTANT)) for batch_id in entries["batch_id"].cat.categories]
    files, hashes, instants = zip(*known, strict=True) if known else ((), (), ())
    codes = entries["batch_id"].cat.codes.to_numpy()
    return entries.assign(
        file=pd.Series(files, dtype="str").take(codes).astype("category").array,
        sha256=pd.Series(hashes, dtype="str").take(codes).astype("category").array,
        imported_utc=_instants(instants).take(codes).array,
    )


def _as_stored(column: "sa.Column[Any]") -> "sa.ColumnElement[Any]":
    # Whole columns are turned into instants and lists below, not one value at a time here.
    if column.name in INSTANTS:
        return sa.type_coerce(column, sa.BigInteger).label(column.name)
    if column.name == "tags":
        return sa.cast(column, sa.Text).label(column.name)
    return column


def _touches(table: sa.Table, start: datetime | None, end: datetime | None) -> "list[sa.ColumnElement[bool]]":
    starts, ends = (sa.type_coerce(table.c[name], sa.BigInteger) for name in INSTANTS)
    conditions: list[sa.ColumnElement[bool]] = []
    if start is not None:
        first = (start - EPOCH) // MICROSECOND
        conditions.append(sa.or_(ends > first, starts >= first))
    if end is not None:
        conditions.append(starts < (end - EPOCH) // MICROSECOND)
    return conditions


def _series(name: str, values: Sequence[Any]) -> "pd.Series[Any]":
    if name in INSTANTS:
        return _instants([NO_INSTANT if value is None else value for value in values])
    if name == "tags":
        return _tags(values)
    dtype = DTYPES.get(name) or SOURCES.get(name, "str")
    if dtype == CATEGORY:
        return pd.Series(list(values), dtype="str").astype("category")
    return pd.Series(list(values), dtype=dtype)


def _instants(micros: Sequence[int]) -> "pd.Series[Any]":
    return pd.Series(np.array(micros, dtype=np.int64).view("datetime64[us]")).dt.tz_localize("UTC")


def _tags(texts: Sequence[str]) -> "pd.Series[Any]":
    codes, distinct = pd.factorize(np.array(texts, dtype=object))
    lists = pd.Series([json.loads(text) for text in distinct], dtype=DTYPES["tags"])
    return lists.take(codes).reset_index(drop=True)
