"""The same entry twice in one file: by the tracker's id, or by all fields and start."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from goalkit.entries.frame import NO_INSTANT, micros
from goalkit.trackers.base import ReadOptions
from goalkit.trackers.problems import Notes
from goalkit.trackers.table import Column, Table, row_texts

KEY_COLUMNS = ("person", "project", "client", "task", "description", "billable")


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
        repeated = keyed["source_key"].duplicated().to_numpy()
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
    plain = pd.DataFrame({name: entries[name].astype("str") for name in KEY_COLUMNS})
    plain["tags"] = _joined_tags(entries)
    plain["start"], plain["end"] = micros(entries["start_utc"]), micros(entries["end_utc"])
    total = plain["end"] == NO_INSTANT
    plain["total"] = entries["duration_s"].where(total, 0.0)
    plain["nth"] = plain.groupby(list(plain.columns), sort=False, dropna=False).cumcount().where(total, 0)
    hashed = pd.util.hash_pandas_object(plain, index=False, categorize=True)
    by_fields = [f"{value:016x}" for value in hashed.to_numpy().tolist()]
    ids = entries["source_id"].fillna("").astype("object").to_numpy()
    trackers = entries["tracker"].astype("object").to_numpy()
    keys = [f"{who}:{own or other}" for who, own, other in zip(trackers, ids, by_fields, strict=True)]
    hashes = [other if own else "" for own, other in zip(ids, by_fields, strict=True)]
    return pd.Series(keys, index=entries.index, dtype="str"), pd.Series(hashes, index=entries.index, dtype="str")


def _joined_tags(entries: pd.DataFrame) -> "pd.Series[str]":
    lists = entries["tags"].to_numpy(dtype=object)
    return pd.Series(["\x1f".join(tags) for tags in lists], index=entries.index, dtype="str")


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
