"""Reconciliation: the same seconds added up three ways must agree to the last one."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from goalkit.entries.days import entry_micros, split_days
from goalkit.entries.frame import MICRO, is_day_total
from goalkit.entries.overlaps import overlapping, wall_clock_us
from goalkit.errors import ReconciliationError
from goalkit.periods import Calendar


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """How the seconds of a set of entries add up.

    Attributes:
        days_s, projects_s, rows_s: sum over local days, over projects, and over the rows themselves.
        rows: entries; split_rows: those cut at the end of a local day; overlapping_rows: those that
            share time with another; day_totals: those without clock times.
        overlap_s: seconds counted more than once on the clock.
    """

    days_s: float
    projects_s: float
    rows_s: float
    rows: int
    split_rows: int
    overlapping_rows: int
    overlap_s: float
    day_totals: int


def reconcile(entries: pd.DataFrame, calendar: Calendar) -> Reconciliation:
    """Adds up entries by day, by project and row by row; an empty frame gives zeros.

    Raises:
        ReconciliationError: the three sums differ, by a microsecond or more.
    """
    rows_us = int(entry_micros(entries)[2].sum())
    pieces = split_days(entries, calendar)
    days_us = _sum_of_groups(pieces["us"].to_numpy(), pieces["day"].to_numpy())
    projects = entries["project"].astype("object").fillna("").to_numpy()
    projects_us = _sum_of_groups(pieces["us"].to_numpy(), projects[pieces["row"].to_numpy()])
    check_sums(days_us, projects_us, rows_us)
    return Reconciliation(
        days_us / MICRO,
        projects_us / MICRO,
        rows_us / MICRO,
        len(entries),
        int((np.bincount(pieces["row"], minlength=len(entries)) > 1).sum()),
        int(overlapping(entries).sum()),
        (rows_us - wall_clock_us(entries)) / MICRO,
        int(is_day_total(entries).sum()),
    )


def check_sums(days_us: int, projects_us: int, rows_us: int) -> None:
    """Raises ReconciliationError when the three sums are not one number."""
    if not days_us == projects_us == rows_us:
        raise ReconciliationError(
            f"the sums do not agree: {days_us / MICRO} s over days, {projects_us / MICRO} s over projects, "
            f"{rows_us / MICRO} s over rows; this is a fault of goalkit — please report it with the export"
        )


def _sum_of_groups(us: np.ndarray, keys: np.ndarray) -> int:
    sums = pd.Series(us).groupby(keys).sum()
    return int(sums.sum())
