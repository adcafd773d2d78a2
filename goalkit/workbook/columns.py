"""Entries' columns as the database takes them: plain values, made for each distinct one where there are few."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from goalkit.entries.frame import CATEGORY, DTYPES, NO_INSTANT, micros
from goalkit.records import TimeEntry
from goalkit.workbook.tables import table_of

INSTANTS = ("start_utc", "end_utc")
OF_THE_FILE = ("source_line", "source_key", "source_hash")
SEPARATOR = "\x1f"
CHUNK = 50_000  # rows handed to the database at once: some tens of megabytes


def plain_column(entries: pd.DataFrame, name: str) -> list[Any]:
    """A column as plain values: instants as microseconds, a missing text as "", what else is missing None."""
    column = entries[name]
    if name in INSTANTS:
        return _or_none(micros(column), micros(column) == NO_INSTANT)
    if name == "tags":
        codes, lists = distinct_tags(column)
        return _taken(lists, codes)
    if name in ("goal_id", "billable"):
        codes, distinct = pd.factorize(column)
        return _taken([*(bool(value) if name == "billable" else value for value in distinct), None], codes)
    if column.dtype == CATEGORY:
        return _taken([*column.cat.categories.to_list(), ""], column.cat.codes.to_numpy())
    if column.dtype == "str":
        return column.fillna("").to_numpy(dtype=object).tolist()
    return _or_none(column.to_numpy(), column.isna().to_numpy())


def json_tags(entries: pd.DataFrame) -> list[str]:
    """The tags of each row as JSON text, written once for each distinct list."""
    codes, lists = distinct_tags(entries["tags"])
    return _taken([json.dumps(tags) for tags in lists], codes)


def distinct_tags(column: "pd.Series[Any]") -> tuple[np.ndarray, list[list[str]]]:
    """A number for each row's tags, and the lists that these numbers stand for; none is an empty list."""
    lists = pa.chunked_array(pa.array(column, from_pandas=True), type=DTYPES["tags"].pyarrow_dtype).combine_chunks()
    codes = _codes_of(lists)
    _, first, numbers = np.unique(codes, return_index=True, return_inverse=True)
    return numbers, [tags or [] for tags in lists.take(pa.array(first)).to_pylist()]


def _codes_of(lists: Any) -> np.ndarray:
    joined = pc.binary_join(lists, SEPARATOR)
    if pc.any(pc.match_substring(lists.flatten(), SEPARATOR)).as_py():
        return np.arange(len(lists))  # a tag that holds the separator: each row on its own
    counted = pc.binary_join_element_wise(pc.cast(pc.list_value_length(lists), pa.string()), joined, SEPARATOR)
    return pd.factorize(counted.to_pandas())[0]


def _taken(distinct: list[Any], codes: np.ndarray) -> list[Any]:
    taken: list[Any] = np.fromiter(distinct, dtype=object, count=len(distinct))[codes].tolist()
    return taken


def _or_none(values: np.ndarray, missing: np.ndarray) -> list[Any]:
    plain: list[Any] = values.tolist()
    for place in np.flatnonzero(missing):
        plain[place] = None
    return plain


def insert_columns(connection: sa.Connection, entries: pd.DataFrame, batch_id: str) -> None:
    """Adds the rows of an entry frame as entries of an import, numbered in their order."""
    with _indexed_afterwards(connection, len(entries)):
        for first in range(0, len(entries), CHUNK):
            part = entries.iloc[first : first + CHUNK]
            columns: dict[str, list[Any]] = {
                # All as long: an index takes texts that grow faster than texts that do not.
                "id": [f"{batch_id}-{number:08}" for number in range(first + 1, first + len(part) + 1)],
                **{name: plain_column(part, name) for name in (*DTYPES, *OF_THE_FILE) if name != "tags"},
                "batch_id": [batch_id] * len(part),
            }
            _insert(connection, columns, part)


@contextmanager
def _indexed_afterwards(connection: sa.Connection, rows: int) -> Iterator[None]:
    """Without the table's indexes when it at least doubles: making them anew from all its rows is quicker then."""
    table = table_of(TimeEntry)
    large = connection.dialect.name == "sqlite" and rows >= CHUNK
    before = connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0 if large else rows
    indexes = list(table.indexes) if rows > before else []
    for index in indexes:
        index.drop(connection, checkfirst=True)
    yield
    for index in indexes:
        index.create(connection)


def _insert(connection: sa.Connection, columns: dict[str, list[Any]], part: pd.DataFrame) -> None:
    table = table_of(TimeEntry)
    if connection.dialect.name != "sqlite":
        columns = {**columns, "tags": plain_column(part, "tags")}
        rows = zip(*columns.values(), strict=True)
        connection.execute(sa.insert(table), [dict(zip(columns, row, strict=True)) for row in rows])
        return
    # SQLite's driver gets tuples as they are, without what is the same in all rows: many times as fast as named values.
    columns = {**columns, "tags": json_tags(part)}
    places = {name: _literal(values) for name, values in columns.items()}
    given = [columns[name] for name, place in places.items() if place == "?"]
    statement = f"INSERT INTO {table.name} ({', '.join(places)}) VALUES ({', '.join(places.values())})"  # noqa: S608
    connection.exec_driver_sql(statement, list(zip(*given, strict=True)))


def _literal(values: list[Any]) -> str:
    """The one value of a column as SQL, when it is nothing or a plain text; else a place for each row's own."""
    only = values[0]
    if only is None and not any(value is not None for value in values):
        return "NULL"
    plain = isinstance(only, str) and only.isascii() and only.isprintable()
    return "'" + only.replace("'", "''") + "'" if plain and values.count(only) == len(values) else "?"
