"""The time-entry frame, read from the workbook a column at a time."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd
import sqlalchemy as sa

from goalkit.entries.frame import CATEGORY, DTYPES, NO_INSTANT
from goalkit.records import TimeEntry
from goalkit.workbook.tables import EPOCH, MICROSECOND, table_of

INSTANTS = ("start_utc", "end_utc")


def read_entries(connection: sa.Connection, start: datetime | None, end: datetime | None) -> pd.DataFrame:
    """Entries that touch [start, end), with `id` first, by start and then in order of creation.

    A day's total has no end and counts where it starts. Nothing found gives an empty frame with
    the same dtypes, and so does an empty workbook.
    """
    table = table_of(TimeEntry)
    names = ["id", *DTYPES]
    query = sa.select(*(_as_stored(table.c[name]) for name in names))
    query = query.where(*_touches(table, start, end)).order_by(table.c.start_utc, table.c.created_seq)
    found = connection.execute(query).all()
    columns: Sequence[Sequence[Any]] = list(zip(*found, strict=True)) if found else [()] * len(names)
    return pd.DataFrame(
        {name: _series(name, values) for name, values in zip(names, columns, strict=True)}, columns=names
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
        micros = np.array([NO_INSTANT if value is None else value for value in values], dtype=np.int64)
        return pd.Series(micros.view("datetime64[us]")).dt.tz_localize("UTC")
    if name == "tags":
        return _tags(values)
    dtype = DTYPES.get(name, "str")
    if dtype == CATEGORY:
        return pd.Series(list(values), dtype="str").astype("category")
    return pd.Series(list(values), dtype=dtype)


def _tags(texts: Sequence[str]) -> "pd.Series[Any]":
    codes, distinct = pd.factorize(np.array(texts, dtype=object))
    lists = pd.Series([json.loads(text) for text in distinct], dtype=DTYPES["tags"])
    return lists.take(codes).reset_index(drop=True)
