"""Overlaps: the time on the clock that several entries share."""

import numpy as np
import pandas as pd

from goalkit.entries.days import entry_micros
from goalkit.entries.frame import is_day_total


def covered_us(start_us: np.ndarray, end_us: np.ndarray, group: np.ndarray) -> np.ndarray:
    """What each interval adds to the union of those before it in its group, in µs (int64).

    Intervals are taken by start, then by position; the sum over a group is the length of its union.
    Shapes: three arrays of one length; empty arrays give an empty one.
    """
    order = np.lexsort((start_us, group))
    start, end, groups = start_us[order], end_us[order], group[order]
    reach = pd.Series(end).groupby(groups, sort=False).cummax().to_numpy()
    same = np.concatenate(([False], groups[1:] == groups[:-1])) if len(groups) else np.zeros(0, dtype=bool)
    before = np.where(same, np.concatenate((reach[:1], reach[:-1])), start)
    added = np.empty(len(order), dtype=np.int64)
    added[order] = np.maximum(end - np.maximum(start, before), 0)
    return added


def wall_clock_us(entries: pd.DataFrame) -> int:
    """Microseconds of the union of all entries, for each person on their own.

    Day totals have no place on the clock and count in full. An empty frame gives 0.
    """
    start, end, us = entry_micros(entries)
    total = is_day_total(entries)
    timed = ~total
    return int(covered_us(start[timed], end[timed], person_codes(entries)[timed]).sum() + us[total].sum())


def overlapping(entries: pd.DataFrame) -> np.ndarray:
    """Whether each entry shares time with another one of the same person (bool array)."""
    start, end, _ = entry_micros(entries)
    order = np.lexsort((end, start, person_codes(entries)))
    begin, finish, who = start[order], end[order], person_codes(entries)[order]
    length = finish > begin
    reach = pd.Series(np.where(length, finish, begin)).groupby(who, sort=False).cummax().to_numpy()
    later = np.zeros(len(order), dtype=bool)
    later[1:] = (who[1:] == who[:-1]) & (begin[1:] < reach[:-1]) & length[1:]
    earlier = np.zeros(len(order), dtype=bool)
    next_begin = _next_begin(begin, length, who)
    earlier[:] = length & (next_begin < finish)
    found = np.empty(len(order), dtype=bool)
    found[order] = later | earlier
    return found


def _next_begin(begin: np.ndarray, length: np.ndarray, who: np.ndarray) -> np.ndarray:
    """Start of the next entry with a length of the same person, far in the future when there is none."""
    never = np.iinfo(np.int64).max
    starts = pd.Series(np.where(length, begin, never))
    following = starts.groupby(who, sort=False).shift(-1, fill_value=never)
    return following[::-1].groupby(who[::-1], sort=False).cummin()[::-1].to_numpy()


def person_codes(entries: pd.DataFrame) -> np.ndarray:
    """A number for each person (int64); all 0 when the frame names none."""
    if "person" not in entries:
        return np.zeros(len(entries), dtype=np.int64)
    return entries["person"].astype("category").cat.codes.to_numpy().astype(np.int64)
