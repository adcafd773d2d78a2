"""A tracker's export beside what came from that tracker before: what is new, the same, changed or absent."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from goalkit.entries.frame import MICRO, NO_INSTANT, micros

Pairs = tuple[np.ndarray, np.ndarray]
NAMES = ("project", "client", "task", "description")


@dataclass(frozen=True, slots=True)
class Matches:
    """What an export's rows are to the stored entries of its tracker.

    Attributes:
        new: positions of the rows that are not here yet.
        changed: positions of the rows whose entry is here and was changed in the tracker since.
        stored: `created_seq` of the entry that each of these changes.
        absent: positions, among the candidates, of entries that the export's range has no row for.
        same: number of rows that are here as they are.
    """

    new: np.ndarray
    changed: np.ndarray
    stored: np.ndarray
    absent: np.ndarray
    same: int


def plain_rows(entries: pd.DataFrame) -> pd.DataFrame:
    """Entries in the form in which they are compared.

    Columns: `person` (casefolded), `start` and `end` (int64 µs since 1970, NO_INSTANT as the end of
    a day's total), `us` (int64, what it counts), `project`, `client`, `task`, `description`; a
    missing text is "". An empty frame gives an empty one.
    """
    texts = {name: entries[name].astype("object").where(entries[name].notna(), "") for name in NAMES}
    person = entries["person"].astype("object").where(entries["person"].notna(), "")
    plain = {"person": person.str.casefold(), "start": micros(entries["start_utc"]), "end": micros(entries["end_utc"])}
    us = np.rint(np.nan_to_num(entries["duration_s"].to_numpy(dtype="float64")) * MICRO).astype(np.int64)
    return pd.DataFrame({**plain, "us": us, **texts}).reset_index(drop=True)


def known_keys(entries: pd.DataFrame, keys: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """For each row of an export the position of its key among the stored ones, −1 for none; and whether it changed.

    `keys` has `source_key` and `source_hash`. An entry was changed when both hashes are given and differ.
    """
    if keys.empty:
        return np.full(len(entries), -1), np.zeros(len(entries), dtype=bool)
    stored = _index(keys["source_key"])
    first = np.flatnonzero(~stored.duplicated())
    found = stored[first].get_indexer(_index(entries["source_key"]))
    place = np.where(found >= 0, first[found], -1)
    now, then = entries["source_hash"].to_numpy(dtype=object), keys["source_hash"].to_numpy(dtype=object)[place]
    return place, (place >= 0) & (now != "") & (then != "") & (now != then)


def is_among(texts: "pd.Series[str]", others: "pd.Series[str]") -> np.ndarray:
    """Whether each text is one of the others."""
    return _index(texts).isin(_index(others)) if len(texts) else np.zeros(0, dtype=bool)


def _index(texts: "pd.Series[str]") -> "pd.Index[Any]":
    return pd.Index(texts.to_numpy(dtype=object), dtype=object)  # texts of Python are found ten times as fast here


def edited(rows: pd.DataFrame, stored: pd.DataFrame) -> Pairs:
    """Rows and stored entries that are one entry, edited since, though their keys differ: positions of each.

    The same person's with the same start belong together when their end, project or description is
    the same, too, since two entries may begin side by side (a day's totals when they are of the same
    project, client, task and description); then those with the same end, project and description.
    Only where it is one row and one entry.
    """
    by_start = _alike(rows, stored, _pairs(_with_start(rows), _with_start(stored)))
    left, right = _rest(rows, by_start[0]), _rest(stored, by_start[1])
    by_end = _pairs(_with_end(left), _with_end(right))
    return np.concatenate((by_start[0], by_end[0])), np.concatenate((by_start[1], by_end[1]))


def _with_start(rows: pd.DataFrame) -> pd.DataFrame:
    total = rows["end"] == NO_INSTANT
    names = {name: rows[name].where(total, "") for name in NAMES}
    return rows[["person", "start"]].assign(total=total, **names)


def _alike(rows: pd.DataFrame, stored: pd.DataFrame, pairs: Pairs) -> Pairs:
    """Those pairs that have more than their start in common."""
    one, other = rows.loc[pairs[0]], stored.loc[pairs[1]]
    same = np.zeros(len(one), dtype=bool)
    for name in ("end", "project", "description"):
        same |= (one[name].to_numpy() == other[name].to_numpy()) & (one[name] != "").to_numpy()
    return pairs[0][same], pairs[1][same]


def _with_end(rows: pd.DataFrame) -> pd.DataFrame:
    timed = rows[rows["end"] != NO_INSTANT]
    return timed[["person", "end", "project", "description"]]


def _rest(rows: pd.DataFrame, taken: np.ndarray) -> pd.DataFrame:
    return rows.loc[~rows.index.isin(taken)]


def _pairs(rows: pd.DataFrame, stored: pd.DataFrame) -> Pairs:
    """Labels of rows and stored entries that equal each other and nothing else; without a person it is anyone's."""
    one, other = rows.assign(row=rows.index), stored.assign(stored=stored.index)
    keys = [name for name in rows.columns if name != "person"]
    named = other[other["person"] != ""].drop(columns="person")
    unnamed = other[other["person"] == ""].drop(columns="person")
    found: list[Any] = [
        one.merge(other, on=["person", *keys]),
        one[one["person"] == ""].merge(named, on=keys),
        one[one["person"] != ""].merge(unnamed, on=keys),
    ]
    pairs = pd.concat([part[["row", "stored"]] for part in found])
    single = ~pairs["row"].duplicated(keep=False) & ~pairs["stored"].duplicated(keep=False)
    return pairs.loc[single, "row"].to_numpy(dtype=np.int64), pairs.loc[single, "stored"].to_numpy(dtype=np.int64)


def match(entries: pd.DataFrame, keys: pd.DataFrame, candidates: pd.DataFrame) -> Matches:
    """Tells an export's rows apart.

    Args:
        entries: the export's, with `source_key` and `source_hash`.
        keys: `created_seq`, `source_key` and `source_hash` of the tracker's stored entries that may be meant.
        candidates: those near the export whose key it does not have, as `plain_rows` with `created_seq`.

    A row that stands twice in the export counts once; the second is the same.
    """
    distinct = ~_index(entries["source_key"]).duplicated()
    place, differs = known_keys(entries, keys)
    unknown = np.flatnonzero(distinct & (place < 0))
    by_key = np.flatnonzero(distinct & differs)
    seqs = keys["created_seq"].to_numpy(dtype=np.int64)
    row, other = _none(), _none()
    if len(unknown) and len(candidates):
        row, other = edited(plain_rows(entries.iloc[unknown]), candidates)
    changed = np.concatenate((by_key, unknown[row]))
    stored = np.concatenate((seqs[place[by_key]], candidates["created_seq"].to_numpy(dtype=np.int64)[other]))
    new = np.delete(unknown, row)
    same = len(entries) - len(new) - len(changed)
    rest = np.delete(np.arange(len(candidates)), other)
    met = len(changed) > 0 or bool((place >= 0).any())
    return Matches(new, changed, stored, _absent(entries, rest, candidates) if met else _none(), same)


def _absent(entries: pd.DataFrame, rest: np.ndarray, candidates: pd.DataFrame) -> np.ndarray:
    """Candidates that begin within the export's range and belong to one of its people."""
    start = micros(entries["start_utc"])
    persons = {str(name).casefold() for name in entries["person"].dropna().unique()} | {""}
    left = candidates.iloc[rest]
    inside = (left["start"] >= start.min()) & (left["start"] <= start.max())
    mine = left["person"].isin(persons) | (persons == {""})
    return rest[(inside & mine).to_numpy()]


def _none() -> np.ndarray:
    return np.zeros(0, dtype=np.int64)
