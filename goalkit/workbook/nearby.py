"""Stored entries that an export may be about: what an import compares its rows with."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
import sqlalchemy as sa

from goalkit.entries.frame import DTYPES, MICRO, NO_INSTANT, micros
from goalkit.records import TimeEntry
from goalkit.workbook.elsewhere import People
from goalkit.workbook.matching import plain_rows
from goalkit.workbook.rows import Row
from goalkit.workbook.tables import table_of

FEW = 10_000  # values in one statement: SQLite takes 32,766
DAY_US = 86_400 * MICRO
KEYS = ("created_seq", "source_key", "source_hash")
Range = tuple[int, int]


def range_of(entries: pd.DataFrame) -> Range:
    """First start and last end (of a day's total its start) in µs since 1970; needs one row at least."""
    start, end = micros(entries["start_utc"]), micros(entries["end_utc"])
    return int(start.min()), int(np.maximum(start, end).max())


def stored_keys(connection: sa.Connection, tracker: str, entries: pd.DataFrame) -> pd.DataFrame:
    """`created_seq`, `source_key`, `source_hash` of a tracker's entries that an export may mean, and `near`.

    `near` tells whether the entry touches the export's range.
    """
    table = table_of(TimeEntry)
    near = _touches(range_of(entries))
    query = sa.select(*(table.c[name] for name in KEYS), near.label("near")).where(table.c.tracker == tracker)
    if len(entries) <= FEW:
        query = query.where(near | table.c.source_key.in_(entries["source_key"].to_list()))
    found = connection.execute(query.order_by(table.c.created_seq)).all()
    kinds = {"created_seq": "int64", "source_key": "str", "source_hash": "str", "near": "bool"}
    return _columns(found, tuple(kinds)).astype(kinds)


def stored_rows(connection: sa.Connection, seqs: Sequence[int]) -> pd.DataFrame:
    """Entries by `created_seq`, as `plain_rows` gives them, with `created_seq` and `tracker` beside."""
    table = table_of(TimeEntry)
    parts = [_read(connection, table.c.created_seq.in_(part)) for part in _parts(seqs)]
    return pd.concat(parts, ignore_index=True) if parts else _read(connection, sa.false())


def whole_rows(connection: sa.Connection, seqs: Sequence[int]) -> dict[int, Row]:
    """Entries with all that is stored of them, by `created_seq`."""
    table = table_of(TimeEntry)
    queries = (sa.select(table).where(table.c.created_seq.in_(part)) for part in _parts(seqs))
    return {row["created_seq"]: dict(row) for query in queries for row in connection.execute(query).mappings()}


def other_rows(connection: sa.Connection, tracker: str, around: Range) -> pd.DataFrame:
    """Other trackers' entries within a day of a range, in the form of `stored_rows`."""
    widened = (around[0] - DAY_US, around[1] + DAY_US)
    return _read(connection, (table_of(TimeEntry).c.tracker != tracker) & _touches(widened))


def people(connection: sa.Connection) -> People:
    """The names (casefolded) that each tracker's entries have; entries without a name add none."""
    table = table_of(TimeEntry)
    found: dict[str, set[str]] = {}
    for tracker, person in connection.execute(sa.select(table.c.tracker, table.c.person).distinct()):
        found.setdefault(tracker, set()).update({person.casefold()} - {""})
    return {tracker: frozenset(names) for tracker, names in found.items()}


def _parts(seqs: Sequence[int]) -> Iterator[Sequence[int]]:
    return (seqs[first : first + FEW] for first in range(0, len(seqs), FEW))


def _touches(around: Range) -> "sa.ColumnElement[bool]":
    columns = table_of(TimeEntry).c
    start, end = (sa.type_coerce(columns[name], sa.BigInteger) for name in ("start_utc", "end_utc"))
    return (start <= around[1]) & (sa.func.coalesce(end, start) >= around[0])


def _read(connection: sa.Connection, condition: "sa.ColumnElement[bool]") -> pd.DataFrame:
    columns = table_of(TimeEntry).c
    instants = [sa.type_coerce(columns[name], sa.BigInteger).label(name) for name in ("start_utc", "end_utc")]
    names = ("created_seq", "tracker", "person", "duration_s", "project", "client", "task", "description")
    query = sa.select(*instants, *(columns[name] for name in names)).where(condition).order_by(columns.created_seq)
    return _framed(connection.execute(query).all(), ("start_utc", "end_utc", *names))


def _columns(found: Sequence[Any], names: Sequence[str]) -> pd.DataFrame:
    values = zip(*found, strict=True) if found else [()] * len(names)
    return pd.DataFrame({name: pd.Series(column, dtype="object") for name, column in zip(names, values, strict=True)})


def _framed(found: Sequence[Any], names: Sequence[str]) -> pd.DataFrame:
    frame = _columns(found, names)
    for name in ("start_utc", "end_utc"):
        instants = frame[name].fillna(NO_INSTANT).to_numpy(dtype=np.int64)
        frame[name] = pd.Series(instants.view("datetime64[us]")).dt.tz_localize("UTC")
    kinds = {name: DTYPES[name] for name in ("tracker", "person", "duration_s", "project", "client", "task")}
    frame = frame.astype({**kinds, "description": "str", "created_seq": "int64"})
    more = {"created_seq": frame["created_seq"].to_numpy(), "tracker": frame["tracker"].astype("object").to_numpy()}
    return plain_rows(frame).assign(**more)
