"""New rows of an export beside what other trackers of the same person hold: nothing is counted twice."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from goalkit.entries.days import split_days, to_index
from goalkit.entries.frame import MICRO, NO_INSTANT
from goalkit.periods import Calendar

TOLERANCE_US = 60 * MICRO  # some exports are in whole minutes
People = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Covered:
    """What other trackers hold of some rows.

    Attributes:
        by: name of the other tracker that holds a row, "" where none holds all of it.
        shared_us: of each row, the time that others hold too (int64).
    """

    by: np.ndarray
    shared_us: np.ndarray


def covered(rows: pd.DataFrame, others: pd.DataFrame, tracker: str, people: People, zone: str) -> Covered:
    """Which rows of a tracker other trackers hold already.

    Args:
        rows: as `plain_rows` gives them.
        others: stored entries of other trackers, likewise, with `tracker`.
        tracker: whose rows they are.
        people: the names (casefolded, none empty) that each tracker holds.
        zone: where a day begins at midnight.

    Entries with clock times are held when all but 60 s of them, and half at least, lie within the
    union of others' entries; else when the hours of their days and project are within others' day
    totals. A day's totals of a project are held when others' hours of it on that day reach them but
    for 60 s. Rows without length are held by nobody.
    """
    by, shared = np.full(len(rows), "", dtype=object), np.zeros(len(rows), dtype=np.int64)
    pieces, other_pieces = _by_day(rows, zone), _by_day(others, zone)
    for person in rows["person"].unique():
        mine = (rows["person"] == person).to_numpy()
        theirs = _same_person(person, tracker, others, people)
        if not theirs.any():
            continue
        _cover_clock(rows, mine, others[theirs], by, shared)
        own, other = pieces[mine[pieces["row"]]], other_pieces[theirs[other_pieces["row"]]]
        _cover_days(own[own["total"]], other, by, shared)
        free = (by == "")[own["row"]]
        _cover_days(own[~own["total"] & free], other[other["total"]], by, shared)
    return Covered(by, np.minimum(shared, rows["us"].to_numpy()))


def _same_person(person: str, tracker: str, others: pd.DataFrame, people: People) -> np.ndarray:
    """Entries of the same name, of none, or of the only name of a tracker where this one holds one only too."""
    if person == "":
        return np.ones(len(others), dtype=bool)
    single = {name for name, names in people.items() if len(names) <= 1}
    alone = others["tracker"].isin(single if tracker in single else set())
    return (others["person"].isin({person, ""}) | alone).to_numpy()


def _cover_clock(
    rows: pd.DataFrame, mine: np.ndarray, others: pd.DataFrame, by: np.ndarray, shared: np.ndarray
) -> None:
    where = np.flatnonzero(mine & (rows["end"] != NO_INSTANT).to_numpy() & (rows["us"] > 0).to_numpy())
    timed = others[others["end"] != NO_INSTANT]
    start, end = rows["start"].to_numpy()[where], rows["end"].to_numpy()[where]
    shared[where] = within(start, end, timed)
    names = timed["tracker"].unique()
    if len(names) == 0:
        return
    each = np.array([within(start, end, timed[timed["tracker"] == name]) for name in names])
    held = _reached(shared[where], end - start)
    by[where[held]] = names[each.argmax(axis=0)[held]]


def within(start: np.ndarray, end: np.ndarray, others: pd.DataFrame) -> np.ndarray:
    """How much of each interval lies within the union of others' intervals, in µs (int64)."""
    if others.empty:
        return np.zeros(len(start), dtype=np.int64)
    order = np.argsort(others["start"].to_numpy(), kind="stable")
    begin, reach = others["start"].to_numpy()[order], np.maximum.accumulate(others["end"].to_numpy()[order])
    first = np.append(True, begin[1:] > reach[:-1])
    begins, ends = begin[first], reach[np.append(np.flatnonzero(first)[1:] - 1, len(reach) - 1)]
    before = np.append(0, np.cumsum(ends - begins))

    def up_to(instants: np.ndarray) -> np.ndarray:
        place = np.searchsorted(begins, instants, "right") - 1
        inside = np.minimum(instants - begins[place], (ends - begins)[place])
        return np.where(place < 0, 0, before[place] + inside)

    return up_to(end) - up_to(start)


def _reached(held: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Whether all but a minute is there, and half of it at least."""
    return (whole > 0) & (held >= whole - TOLERANCE_US) & (2 * held >= whole)


def _by_day(rows: pd.DataFrame, zone: str) -> pd.DataFrame:
    """Rows cut at midnights: `row`, `day`, `us`, `project` (casefolded), `total`, and `tracker` where there is one."""
    bare = pd.DataFrame(
        {
            "start_utc": to_index(rows["start"].to_numpy()),
            "end_utc": to_index(rows["end"].to_numpy()),
            "duration_s": rows["us"].to_numpy() / MICRO,
        }
    )
    pieces = split_days(bare, Calendar(zone))[["row", "day", "us"]]
    row = pieces["row"].to_numpy()
    further = {"tracker": rows["tracker"].to_numpy()[row]} if "tracker" in rows else {}
    total = (rows["end"] == NO_INSTANT).to_numpy()[row]
    return pieces.assign(project=rows["project"].str.casefold().to_numpy()[row], total=total, **further)


def _cover_days(own: pd.DataFrame, other: pd.DataFrame, by: np.ndarray, shared: np.ndarray) -> None:
    """Compares the sums of each day and project; a row is held when each of its days is."""
    own = own[own["us"] > 0]
    if own.empty or other.empty:
        return
    keys = ["day", "project"]
    most = other.groupby([*keys, "tracker"], as_index=False)["us"].sum().sort_values("us", kind="stable")
    theirs = most.groupby(keys, as_index=False).agg(theirs=("us", "sum"), name=("tracker", "last"))
    ours = own.assign(ours=own.groupby(keys)["us"].transform("sum")).merge(theirs, on=keys, how="left")
    whole, held = ours["ours"].to_numpy(), ours["theirs"].fillna(0).to_numpy(dtype=np.int64)
    part = np.minimum(ours["us"].to_numpy() * np.minimum(held / np.maximum(whole, 1), 1.0), ours["us"].to_numpy())
    row = ours["row"].to_numpy(dtype=np.int64)
    np.add.at(shared, row, np.rint(part).astype(np.int64))
    missing = np.zeros(len(by), dtype=np.int64)
    np.add.at(missing, row, ~_reached(held, whole))
    done = ours[(missing == 0)[row]]
    by[done["row"].to_numpy(dtype=np.int64)] = done["name"].to_numpy(dtype=object)
