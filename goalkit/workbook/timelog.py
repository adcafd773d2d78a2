"""The time-entry frame, read from the workbook a column at a time."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd
import sqlalchemy as sa

from goalkit.entries.frame import CATEGORY, DTYPES, NO_INSTANT
from goalkit.records import ImportBatch, TimeEntry
from goalkit.workbook.tables import EPOCH, MICROSECOND, table_of

INSTANTS = ("start_utc", "end_utc")
SOURCES = {"source_line": "int64", "batch_id": CATEGORY}


def read_entries(
    connection: sa.Connection, start: datetime | None, end: datetime | None, sources: bool = False
) -> pd.DataFrame:
    """Entries that touch [start, end), with `id` first, by start and then in order of creation.

    A day's total has no end and counts where it starts. Nothing found gives an empty frame with
    the same dtypes, and so does an empty workbook.

    With `sources` there is also where each came from: `source_line` (int64, 0 when typed in),
    `batch_id`, and its import's `file`, `sha256` ("" when typed in) and `imported_utc` (else NaT).
    """
    table = table_of(TimeEntry)
    names = ["id", *DTYPES, *(SOURCES if sources else ())]
    query = sa.select(*(_as_stored(table.c[name]) for name in names))
    query = query.where(*_touches(table, start, end)).order_by(table.c.start_utc, table.c.created_seq)
    found = connection.execute(query).all()
    columns: Sequence[Sequence[Any]] = list(zip(*found, strict=True)) if found else [()] * len(names)
    entries = pd.DataFrame(
        {name: _series(name, values) for name, values in zip(names, columns, strict=True)}, columns=names
    )
    return _with_imports(connection, entries) if sources else entries


def _with_imports(connection: sa.Connection, entries: pd.DataFrame) -> pd.DataFrame:
    """The entries with their import's file, its fingerprint and its time, looked up once an import."""
    batch = table_of(ImportBatch)
    query = sa.select(batch.c.id, batch.c.file, batch.c.sha256, sa.type_coerce(batch.c.imported_utc, sa.BigInteger))
    found = {row[0]: tuple(row[1:]) for row in connection.execute(query)}
    known = [found.get(batch_id, ("", "", NO_INSTANT)) for batch_id in entries["batch_id"].cat.categories]
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
