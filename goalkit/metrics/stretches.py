"""Stretches of clock time in which no second is counted twice: what focus and balance build on."""

import numpy as np
import pandas as pd

from goalkit.entries.days import to_index
from goalkit.entries.frame import MICRO, is_day_total, micros
from goalkit.entries.overlaps import covered_us, person_codes


def clocked(entries: pd.DataFrame) -> pd.DataFrame:
    """The entries with clock times and a length, by start, then end; day totals are left out."""
    start, end = micros(entries["start_utc"]), micros(entries["end_utc"])
    order = np.lexsort((end, start))
    keep = (~is_day_total(entries) & (end > start))[order]
    return entries.iloc[order[keep]].reset_index(drop=True)


def disjoint(entries: pd.DataFrame, group: np.ndarray | None = None) -> pd.DataFrame:
    """Clocked entries cut so that within a group no second is counted twice.

    Args:
        entries: as `clocked` returns them.
        group: an integer code a row; without it each person is a group.

    Returns:
        The rows that add time, each cut to what earlier rows of its group had not covered; their
        lengths add up to the group's time on the clock. Empty input gives an empty frame.
    """
    start, end = micros(entries["start_utc"]), micros(entries["end_utc"])
    added = covered_us(start, end, person_codes(entries) if group is None else group)
    cut = entries.assign(start_utc=to_index(end - added), duration_s=added / MICRO)
    return cut[added > 0].reset_index(drop=True)


def texts(entries: pd.DataFrame, name: str) -> np.ndarray:
    """One text column as plain objects, "" where nothing is given."""
    column = entries[name].astype("object")
    return column.where(column.notna(), "").to_numpy(dtype=object)
