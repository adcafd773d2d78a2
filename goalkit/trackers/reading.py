"""Rows of a table as entries: their times and texts, what is odd about them, and which stand there twice."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pandas as pd

from goalkit.entries.days import to_index
from goalkit.entries.frame import COLUMNS, MICRO, NO_INSTANT, TAGS
from goalkit.errors import Problem
from goalkit.trackers import cells
from goalkit.trackers.base import Export, ReadOptions
from goalkit.trackers.duplicates import drop_duplicates
from goalkit.trackers.moments import Times, read_times
from goalkit.trackers.problems import Notes
from goalkit.trackers.shape import Shape
from goalkit.trackers.table import Column, Table, factorized

TEXTS = ("person", "client", "project", "task", "description")


def read_table(tracker: str, shape: Shape, table: Table, columns: Mapping[str, str], options: ReadOptions) -> Export:
    """The entries of a table whose columns' parts are known (role → header), and its problems."""
    notes = Notes(table)
    _note_headers(table, columns, notes)
    times = read_times(table, columns, shape, options, notes)
    _note_future(times, options.as_of or datetime.now(UTC), notes)
    keep = np.flatnonzero(~notes.left_out)
    ids = _ids(shape, table, columns, times)
    entries = _entries(tracker, shape, table, columns, options, times, ids).iloc[keep].reset_index(drop=True)
    entries = drop_duplicates(entries, table, keep, columns, ids, notes, options)
    source = table.source
    sha256 = source.sha256() if options.columns is None else ""
    problems = sorted((*table.problems, *notes.problems()), key=lambda problem: problem.line)
    if shape.warning and len(entries):
        problems.insert(0, Problem(source.name, 1, "", "", shape.warning, shape.way_out, "note"))
    return Export(entries, tuple(problems), tracker, source.name, sha256, options.zone, table.rows_read)


def _note_headers(table: Table, columns: Mapping[str, str], notes: Notes) -> None:
    """Files joined by hand have their header again among the rows."""
    again = np.ones(table.rows, dtype=bool)
    for name in set(columns.values()) & set(table.columns):
        column = table.column(name)
        if name not in column.texts:
            return
        again &= column.codes == column.texts.index(name)
    reason = "the header stands here a second time"
    notes.add(again, "bad", "", reason, "nothing is lost; take the line out if you want it gone from this list")


def _note_future(times: Times, as_of: datetime, notes: Notes) -> None:
    now = int(as_of.timestamp()) * MICRO
    notes.add(
        notes.fine & (times.start_us > now),
        "note",
        "",
        f"it begins after {as_of:%Y-%m-%d}, when it was read: time that has not been lived yet",
        "set its date right in the tracker, if that is a slip",
    )


def _ids(shape: Shape, table: Table, columns: Mapping[str, str], times: Times) -> Column | None:
    """The tracker's id of each row, or the texts that name it there; None where there are neither."""
    if "source_id" in columns:
        return table.column(columns["source_id"])
    told = (times.end_us == NO_INSTANT) | shape.grows
    if not shape.identity or not told.any():
        return None
    parts = [_spelled_alike(table.column(columns.get(role)), role) for role in shape.identity]
    named = [" · ".join(column.text(row) for column in parts) if told[row] else "" for row in range(table.rows)]
    seen: dict[str, int] = {}
    for row in np.flatnonzero(told):
        name = named[row]
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:  # the same name again is another one, not the same one
            named[row] = f"{name} #{seen[name]}"
    return factorized(named)


def _spelled_alike(column: Column, role: str) -> Column:
    """A column that names entries: a spreadsheet writes 2025-03-14 09:00:00 for 2025-03-14T09:00:00."""
    return (
        Column(column.codes, [text.replace("T", " ") for text in column.texts]) if role in ("date", "start") else column
    )


def _entries(  # noqa: PLR0913, PLR0917 - one step of reading a table
    tracker: str,
    shape: Shape,
    table: Table,
    columns: Mapping[str, str],
    options: ReadOptions,
    times: Times,
    ids: Column | None,
) -> pd.DataFrame:
    frame: dict[str, Any] = {
        "start_utc": to_index(np.where(times.start_us == NO_INSTANT, 0, times.start_us)),
        "end_utc": to_index(times.end_us),
        "zone": pd.Categorical.from_codes(np.zeros(table.rows, dtype=np.int8), [options.zone]),
        "tracker": pd.Categorical.from_codes(np.zeros(table.rows, dtype=np.int8), [tracker]),
        "goal_id": pd.Categorical.from_codes(np.full(table.rows, -1, dtype=np.int8), pd.Index([], dtype="str")),
        "duration_s": times.duration_s,
        "source_line": table.lines,
    }
    for role in (role for role in TEXTS if options.wants(role)):
        texts = _categories(table.column(columns.get(role)))
        frame[role] = texts.astype("str") if role == "description" else texts
    if options.wants("source_id"):
        frame["source_id"] = _categories(ids or table.column(None)).astype("str")
    if options.wants("billable"):
        frame["billable"] = _mapped(table.column(columns.get("billable")), cells.parse_bool, "boolean")
    if options.wants("tags"):
        frame["tags"] = _mapped(table.column(columns.get("tags")), cells.tags_reader(shape.tag_separator), TAGS)
    order = [column for column in (*COLUMNS, "source_line") if column in frame]
    return pd.DataFrame({column: frame[column] for column in order}, copy=False)


def _categories(column: Column) -> pd.Categorical:
    texts = [text.strip() for text in column.texts]
    if len(set(texts)) == len(texts):
        return pd.Categorical.from_codes(column.codes, pd.Index(texts, dtype="str"))
    again, kept = pd.factorize(pd.Index(texts, dtype="str"))
    return pd.Categorical.from_codes(again[column.codes].astype(np.int32), kept)


def _mapped(column: Column, read: Callable[[str], Any], dtype: Any) -> Any:
    return pd.Series([read(text) for text in column.texts], dtype=dtype).take(column.codes).array
