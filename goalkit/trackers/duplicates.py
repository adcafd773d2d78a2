"""The same entry twice in one file: by the tracker's id, or by all fields and start."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from goalkit.entries.frame import CATEGORY, NO_INSTANT, micros
from goalkit.trackers.base import ReadOptions
from goalkit.trackers.problems import Notes
from goalkit.trackers.table import Column, Table, row_texts

KEY_COLUMNS = ("person", "project", "client", "task", "description", "billable")
TAG_SEPARATOR = "\x1f"


def drop_duplicates(  # noqa: PLR0913, PLR0917 - one step of reading a table
    entries: pd.DataFrame,
    table: Table,
    rows: np.ndarray,
    columns: Mapping[str, str],
    ids: Column | None,
    notes: Notes,
    options: ReadOptions,
) -> pd.DataFrame:
    """The entries without repetitions, each noted; with all columns, `source_key` and `source_hash` are added.

    Two totals of a day that look the same are two totals, since they have no start to tell them by:
    the second one's key says that it is the second. `rows` are the entries' rows in the table.
    """
    if options.columns is None:
        key, hashed = source_keys(entries)
        keyed = entries.assign(source_key=key, source_hash=hashed)
        repeated = pd.Index(key.to_numpy(dtype=object), dtype=object).duplicated()
    else:
        keyed = entries
        repeated = _repeated_rows(entries, table, rows, columns, ids)
    mask = np.zeros(table.rows, dtype=bool)
    mask[rows[repeated]] = True
    notes.add(mask, "duplicate", "", "the same entry stands further up in this file", "it is counted once")
    return keyed[~repeated].reset_index(drop=True) if repeated.any() else keyed


def source_keys(entries: pd.DataFrame) -> "tuple[pd.Series[str], pd.Series[str]]":
    """Two texts for each entry: one that names it, and one that tells whether it was changed.

    The tracker's id names an entry where there is one; else 16 hexadecimal digits of person, start,
    end, duration of a day's total, project, client, task, description, billable and tags do, and
    say themselves whether it was changed, so that the second text is "". Entries of two trackers
    never share a name.
    """
    plain = {name: _distinct(entries[name]) for name in KEY_COLUMNS}
    plain["tags"] = _encoded(pc.binary_join(pa.array(entries["tags"]), TAG_SEPARATOR))
    start, end = micros(entries["start_utc"]), micros(entries["end_utc"])
    total = end == NO_INSTANT
    seconds = np.where(total, entries["duration_s"].to_numpy(), 0.0)
    fields = pd.DataFrame({**plain, "start": start, "end": end, "total": seconds}, copy=False)
    hashed = pd.util.hash_pandas_object(fields.assign(nth=_nth(fields, total)), index=False)
    by_fields = _hexadecimal(hashed.to_numpy())
    ids = pc.fill_null(pa.array(entries["source_id"], type=pa.large_string(), from_pandas=True), _text(""))
    unnamed = pc.equal(ids, _text(""))
    trackers = pc.cast(pa.array(entries["tracker"].astype("category")), pa.large_string())
    keys = pc.binary_join_element_wise(trackers, pc.if_else(unnamed, by_fields, ids), _text(":"))
    return _series(keys, entries.index), _series(pc.if_else(unnamed, _text(""), by_fields), entries.index)


def _text(text: str) -> Any:
    return pa.scalar(text, pa.large_string())


def _distinct(column: "pd.Series[Any]") -> pd.Categorical:
    """A column as codes into its distinct texts."""
    if column.dtype == CATEGORY:
        return pd.Categorical(column)
    return _encoded(pa.array(column.astype("str"), from_pandas=True))


def _encoded(texts: Any) -> pd.Categorical:
    whole = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    encoded = whole.dictionary_encode()
    codes = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False)
    return pd.Categorical.from_codes(codes, pd.Index(encoded.dictionary.to_pylist(), dtype="str"))


def _nth(fields: pd.DataFrame, total: np.ndarray) -> np.ndarray:
    """How many totals of a day that look the same stand before each; 0 for all else."""
    nth = np.zeros(len(fields), dtype=np.int64)
    if total.any():
        some = fields[total]
        alike = pd.DataFrame(
            {name: column.cat.codes if column.dtype == CATEGORY else column for name, column in some.items()}
        )
        nth[total] = alike.groupby(list(alike.columns), sort=False, dropna=False).cumcount()
    return nth


def _hexadecimal(numbers: np.ndarray) -> Any:
    """Numbers (uint64) as texts of sixteen hexadecimal digits, a whole column at once."""
    octets = numbers.astype(">u8").view(np.uint8).reshape(-1, 8)
    digits = np.stack((octets >> 4, octets & 15), axis=2).reshape(-1)
    data = np.frombuffer(b"0123456789abcdef", dtype=np.uint8)[digits]
    places = np.arange(len(numbers) + 1, dtype=np.int64) * 16
    return pa.LargeStringArray.from_buffers(len(numbers), pa.py_buffer(places), pa.py_buffer(data))


def _series(texts: Any, index: pd.Index) -> "pd.Series[str]":
    return pd.Series(pd.StringDtype(na_value=np.nan).__from_arrow__(texts), index=index)


def _repeated_rows(
    entries: pd.DataFrame, table: Table, rows: np.ndarray, columns: Mapping[str, str], ids: Column | None
) -> np.ndarray:
    """The same answer for a file of which only some columns were read: look at the few rows that are alike."""
    start, end = micros(entries["start_utc"]), micros(entries["end_utc"])
    repeated, named = np.zeros(len(entries), dtype=bool), np.zeros(len(entries), dtype=bool)
    if ids is not None:  # the tracker's id decides where there is one
        own = pd.Series([ids.text(int(row)) for row in rows], dtype="str")
        named = (own != "").to_numpy()
        repeated = named & own.duplicated().to_numpy()
    alike = pd.Series(_mixed(entries, start, end)).duplicated(keep=False).to_numpy()
    suspects = np.flatnonzero(alike & (end != NO_INSTANT) & ~named)
    if len(suspects) == 0:
        return repeated
    further = [columns[role] for role in (*KEY_COLUMNS, "tags") if role in columns]
    texts = row_texts(table, rows[suspects], further)
    seen: set[tuple[object, ...]] = set()
    for position in suspects:
        key = (start[position], end[position], texts[int(rows[position])])
        repeated[position] = key in seen
        seen.add(key)
    return repeated


def _mixed(entries: pd.DataFrame, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """A number for each row, equal for rows with equal times and names (and by chance for a few more)."""
    mixed = (start * 1_000_003) ^ end
    for name in ("person", "project"):
        if name in entries:
            mixed = mixed * 1_000_003 + entries[name].cat.codes.to_numpy()
    return mixed
