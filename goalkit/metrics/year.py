"""A year by its quarters: hours on goals, and how often something happened in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from goalkit.metrics.hours import HoursOptions, hours
from goalkit.periods import Calendar, period_of

LAST = 4


@dataclass(frozen=True, slots=True)
class Happened:
    """The days on which goals were reached or let go, and milestones reached."""

    reached: Sequence[date]
    let_go: Sequence[date]
    milestones: Sequence[date]


@dataclass(frozen=True, slots=True)
class Quarter:
    """One quarter: its number from 1, hours on goals, goals reached and let go, milestones reached."""

    number: int
    hours: float
    reached: int
    let_go: int
    milestones: int


def quarters(entries: pd.DataFrame, happened: Happened, as_of: date, calendar: Calendar) -> tuple[Quarter, ...]:
    """The quarters of the year of `as_of` up to the one that it lies in.

    Args:
        entries: cut to the year; time without a goal is left out.
        happened: days of other years are left out.
        as_of: the last day that is known.
        calendar: how the person counts days.

    A quarter in which nothing happened has zeros.
    """
    found = hours(entries, ["quarter", "goal"], HoursOptions(calendar))
    given = found[found["goal"] != ""].groupby("quarter")["hours"].sum()
    starts = [date(as_of.year, 3 * number - 2, 1) for number in range(1, LAST + 1)]
    return tuple(
        Quarter(
            number,
            float(given.get(pd.Timestamp(start), 0.0)),
            *(_within(days, start) for days in (happened.reached, happened.let_go, happened.milestones)),
        )
        for number, start in enumerate(starts, start=1)
        if start <= as_of
    )


def _within(days: Sequence[date], start: date) -> int:
    end = period_of(start, "quarter").end
    return sum(start <= day < end for day in days)
