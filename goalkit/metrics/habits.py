"""Habits: the days they were done, how strong they are, and the periods they were kept."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from goalkit.entries.days import split_days
from goalkit.periods import Calendar, Period, period_of

HALF_LIFE_DAYS = 13  # of a daily habit
WINDOW_DAYS = {"day": 1, "week": 7, "month": 30}
DONE, SKIPPED, LEFT, OUTSIDE = "+~._"


@dataclass(frozen=True, slots=True)
class Asked:
    """How often a habit is asked for.

    Attributes:
        times: in each period.
        per: "day", "week" or "month".
    """

    times: int
    per: str

    @property
    def window_days(self) -> int:
        """The days over which it is judged: 1, 7 or 30."""
        return WINDOW_DAYS[self.per]

    @property
    def times_a_day(self) -> float:
        """How often a day."""
        return self.times / self.window_days

    def of(self, days: float) -> float:
        """How often in so many days that count."""
        return self.times_a_day * days


@dataclass(frozen=True, slots=True)
class Days:
    """The days of one habit.

    Attributes:
        start: the first day that counts.
        end: the last day that counts.
        done: on which it was done.
        skipped: which do not count.
    """

    start: date
    end: date
    done: frozenset[date]
    skipped: frozenset[date]

    def mask(self, which: Collection[date]) -> np.ndarray:
        """Whether each day from start to end is one of those (bool)."""
        found = np.zeros(max((self.end - self.start).days + 1, 0), dtype=bool)
        for day in which:
            if self.start <= day <= self.end:
                found[(day - self.start).days] = True
        return found


def habit_days(habit: Any, ticks: pd.DataFrame, logged: Collection[date], as_of: date) -> Days:
    """The days of a habit up to `as_of`.

    Args:
        habit: with `id`, `start`, `end` (None for none) and `from_log`.
        ticks: columns `habit_id`, `day`, `state` ("done" or "skipped").
        logged: days with time on what the habit is ticked by, see `logged_days`.
        as_of: the last day that is known.

    A day that was ticked by hand is what the hand said, whatever the log knows.
    """
    own = ticks[ticks["habit_id"] == habit.id]
    said = {pd.Timestamp(day).date(): str(state) for day, state in zip(own["day"], own["state"], strict=True)}
    skipped = frozenset(day for day, state in said.items() if state == "skipped")
    done = frozenset(day for day, state in said.items() if state == "done") | (frozenset(logged) - skipped)
    last = as_of if pd.isna(habit.end) else min(as_of, pd.Timestamp(habit.end).date())
    return Days(pd.Timestamp(habit.start).date(), last, done, skipped)


def logged_days(entries: pd.DataFrame, text: str, calendar: Calendar) -> frozenset[date]:
    """Local days with time on a project or tag of that name, case aside; "" gives none."""
    wanted = text.strip().casefold()
    if not wanted or entries.empty:
        return frozenset()
    tagged = entries["tags"].map(lambda tags: any(str(tag).casefold() == wanted for tag in tags))
    hit = (entries["project"].fillna("").str.casefold() == wanted) | tagged.astype("bool")
    pieces = split_days(entries[hit].reset_index(drop=True), calendar)
    return frozenset(day.date() for day in pd.DatetimeIndex(pieces.loc[pieces["us"] > 0, "day"]))


def strength(days: Days, asked: Asked) -> pd.DataFrame:
    """How strong a habit is at the end of each day, from 0 towards 1: a miss lowers it, and no miss ruins it.

    s ← s·m + c·(1 − m), m = 0.5^(√f / 13), f the times a day asked for, c = min(1, done in the
    window / asked in the window), the window being the habit's period up to that day. A skipped day
    leaves s as it was and is taken out of the window, with its share of what was asked.

    Returns:
        `day` and `strength`, a row a day from start to end; empty when there is none. Daily and
        perfect from 0 it is 0.051922 after 1 day, 0.413270 after 10 and 0.655747 after 20.
    """
    done, skipped = days.mask(days.done), days.mask(days.skipped)
    multiplier = 0.5 ** (np.sqrt(asked.times_a_day) / HALF_LIFE_DAYS)
    did, counted = _window(done & ~skipped, asked.window_days), _window(~skipped, asked.window_days)
    reached = np.minimum(1.0, np.divide(did, asked.of(1) * counted, out=np.zeros(len(did)), where=counted > 0))
    found = np.zeros(len(done))
    before = 0.0
    for index, share in enumerate(reached):
        before = before if skipped[index] else before * multiplier + share * (1 - multiplier)
        found[index] = before
    first = np.datetime64(days.start, "us")
    moments = first + np.arange(len(done)) * np.timedelta64(1, "D").astype("timedelta64[us]")
    return pd.DataFrame({"day": pd.DatetimeIndex(moments).as_unit("us"), "strength": found})


def _window(flags: np.ndarray, width: int) -> np.ndarray:
    """How many are set in the `width` days up to each."""
    total = np.concatenate([[0], np.cumsum(flags)])
    last = np.arange(1, len(total))
    return (total[last] - total[np.maximum(last - width, 0)]).astype(float)


@dataclass(frozen=True, slots=True)
class Streaks:
    """Runs of periods kept, in periods: the one that stands, and the longest."""

    current: int
    longest: int


def streaks(days: Days, asked: Asked, week_start: int = 0) -> Streaks:
    """Runs of periods in which the habit was done as often as asked.

    A period cut short by the start or by skipped days asks for its share; one without a day that
    counts neither breaks nor lengthens a run, and neither does the one that is not over yet, unless
    it is kept already.
    """
    current = longest = 0
    for _, kept in _judged(days, asked, week_start):
        current = current + 1 if kept else 0
        longest = max(longest, current)
    return Streaks(current, longest)


def _judged(days: Days, asked: Asked, week_start: int) -> Iterator[tuple[Period, bool]]:
    """The periods that count, in their order, and whether each was kept."""
    if days.end < days.start:
        return
    period = period_of(days.start, asked.per, week_start)
    while period.start <= days.end:
        span = [period.start + timedelta(days=step) for step in range(period.days)]
        counted = [day for day in span if days.start <= day <= days.end and day not in days.skipped]
        open_yet = period.end > days.end + timedelta(days=1)
        wanted = asked.times if open_yet else asked.times * len(counted) / period.days - 1e-9
        kept = sum(day in days.done for day in counted) >= wanted
        if counted and (kept or not open_yet):
            yield period, kept
        period = period.following()


@dataclass(frozen=True, slots=True)
class Kept:
    """How a habit went on the days of a range.

    Attributes:
        done: days on which it was done.
        skipped: days that do not count.
        kept: periods in which it was done as often as asked.
        due: periods that asked for it.
    """

    done: int
    skipped: int
    kept: int
    due: int


def kept_between(days: Days, asked: Asked, start: date, end: date, week_start: int = 0) -> Kept:
    """A habit on the days in [start, end); a period belongs to the range that holds its last day.

    Periods count as `streaks` counts them. Days before the habit began or after it ended give zeros.
    """
    within = marks(days, start, end)
    last = timedelta(days=1)
    judged = [kept for period, kept in _judged(days, asked, week_start) if start <= period.end - last < end]
    return Kept(within.count(DONE), within.count(SKIPPED), sum(judged), len(judged))


def marks(days: Days, start: date, end: date) -> str:
    """A letter a day of [start, end): DONE, SKIPPED, LEFT for a day without it, OUTSIDE what is known of it."""
    span = [start + timedelta(days=step) for step in range(max((end - start).days, 0))]
    return "".join(_mark(days, day) for day in span)


def _mark(days: Days, day: date) -> str:
    if not days.start <= day <= days.end:
        return OUTSIDE
    return SKIPPED if day in days.skipped else DONE if day in days.done else LEFT
