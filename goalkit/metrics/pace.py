"""The pace line of a goal, and what follows from it: delta, safety days, required pace, do today."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class PaceLine:
    """Where a goal's measure should stand on each day: piecewise linear through its knots.

    Attributes:
        days: days of the knots as numbers, rising (days since 1970).
        values: the measure on these days; before the first and after the last it stays level.
        sign: 1 for a goal that goes up, −1 for one that goes down.
    """

    days: tuple[float, ...]
    values: tuple[float, ...]
    sign: int

    def on(self, days: np.ndarray) -> np.ndarray:
        """The line on each of these days (numbers since 1970)."""
        return np.interp(days, self.days, self.values)

    def at(self, day: float) -> float:
        """The line on one day."""
        return float(np.interp(day, self.days, self.values))


def pace_line(start: tuple[float, float], stops: Sequence[tuple[float, float]]) -> PaceLine:
    """The line from (day, baseline) through (day, value) stops, the last of which is (due, target).

    Stops outside (start, due) are left out; of several on one day the last counts. A goal that
    starts and ends on one day is at its target on that day.
    """
    due = stops[-1]
    knots = dict([start])
    knots |= {day: value for day, value in stops[:-1] if start[0] < day < due[0]}
    knots |= dict([due])
    days = sorted(knots)
    sign = 1 if due[1] >= start[1] else -1
    return PaceLine(tuple(days), tuple(knots[day] for day in days), sign)


def step_line(start: float, due: float) -> PaceLine:
    """The line of a yes-or-no goal: nothing is asked until the last day, then all of it."""
    return PaceLine((min(start, due - 1), due - 1, due), (0.0, 0.0, 1.0), 1)


def delta(line: PaceLine, value: float, day: float) -> float:
    """Value − line on that day, signed so that ahead is positive for downward goals too."""
    return line.sign * (value - line.at(day))


def safety_days(line: PaceLine, value: float, day: float) -> float:
    """Days from `day` until the line goes past `value` if nothing more happens; 0 when behind.

    A value the line never goes past is safe until due. On the line itself it is 0 where the line
    moves on at once, and more than 0 where the line rests.
    """
    height = line.sign * value + TOLERANCE * max(1.0, abs(value))
    if line.sign * line.at(day) > height:
        return 0.0
    knots = [(day, line.at(day)), *((x, y) for x, y in zip(line.days, line.values, strict=True) if x > day)]
    for (x0, y0), (x1, y1) in pairwise(knots):
        if line.sign * y1 > height:
            share = (line.sign * value - line.sign * y0) / (line.sign * (y1 - y0))
            return x0 + max(share, 0.0) * (x1 - x0) - day
    return max(line.days[-1] - day, 0.0)


def required_per_week(line: PaceLine, value: float, day: float) -> float:
    """What remains to the target over the weeks left from `day` (or from the start, if later).

    Counted in the goal's own direction, never below 0; NaN when no time is left for what remains.
    """
    remaining = max(line.sign * (line.values[-1] - value), 0.0)
    weeks = (line.days[-1] - max(day, line.days[0])) / 7
    if remaining == 0:
        return 0.0
    return remaining / weeks if weeks > 0 else float("nan")


def do_today(line: PaceLine, value: float, day: float) -> float:
    """What brings safety to 1 day: tomorrow's line − value, in the goal's direction, never below 0."""
    return max(line.sign * (line.at(day + 1) - value), 0.0)
