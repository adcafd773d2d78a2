"""Values of goals: what was read off for each, where its line runs, and its value on any day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from goalkit.metrics import pace, rates
from goalkit.metrics.hours import HoursOptions, hours
from goalkit.periods import Calendar

HOUR_UNITS = ("h", "hour", "hours")
PERCENT = "%"


@dataclass(frozen=True, slots=True)
class GoalData:
    """The frames that goals are judged by: of Goal, Measurement, Milestone, and the entries.

    `metrics.measures.goal_data` makes one from a workbook's frames, with the readings of goals that
    are counted from tasks, habits or contacts.
    """

    goals: pd.DataFrame
    measurements: pd.DataFrame
    milestones: pd.DataFrame
    entries: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Readings:
    """What was read off for one goal: amounts or levels (float64) on days (datetime64[D]), by day."""

    day: np.ndarray
    value: np.ndarray

    def until(self, first: date, last: date) -> "Readings":
        """Those within [first, last]."""
        inside = (self.day >= np.datetime64(first)) & (self.day <= np.datetime64(last))
        return Readings(self.day[inside], self.value[inside])


def goal_day_hours(entries: pd.DataFrame, calendar: Calendar) -> pd.DataFrame:
    """Attributed hours of each goal on each local day: `goal_id`, `day`, `hours`.

    Time without a goal is left out. No entries give an empty frame.
    """
    found = hours(entries, ["goal", "day"], HoursOptions(calendar)).rename(columns={"goal": "goal_id"})
    return found[found["goal_id"] != ""].reset_index(drop=True)


@dataclass(frozen=True, slots=True)
class Subject:
    """One goal with everything it is judged by."""

    goal: Any
    start: date
    due: date
    readings: Readings
    hours: Readings
    line: pace.PaceLine
    rate: rates.Rate | None

    @property
    def unit(self) -> str:
        """What its value counts: of a rate, the periods met."""
        return f"{self.rate.per}s met" if self.rate else self.asks_unit

    @property
    def asks_unit(self) -> str:
        """What its target counts, and what it asks for: of growth, percent of where it started."""
        return PERCENT if self.goal.measure == "growth" else str(self.goal.unit)


def rows(goals: pd.DataFrame) -> list[Any]:
    """The rows of a frame of records as named tuples."""
    return list(goals.itertuples(index=False))


def subject(goal: Any, data: GoalData, given: pd.DataFrame, calendar: Calendar) -> Subject:
    """One goal with its readings, hours and line; `given` as `goal_day_hours` tells it."""
    start, due = goal.start.date(), goal.due.date()
    own = given[given["goal_id"] == goal.id]
    spent = _readings(own["day"], own["hours"])
    read = data.measurements[data.measurements["goal_id"] == goal.id]
    from_log = goal.measure == "hours" or (goal.measure == "rate" and goal.unit.lower() in HOUR_UNITS)
    readings = spent if from_log else _readings(read["day"], read["value"])
    rate = None
    if goal.measure == "rate":
        rate = rates.Rate(float(goal.target), str(goal.per), start, due, calendar.week_start)
    return Subject(goal, start, due, readings, spent, _line(goal, data.milestones), rate)


def _readings(days: "pd.Series[Any]", values: "pd.Series[Any]") -> Readings:
    order = np.argsort(days.to_numpy(), kind="stable")
    day = days.to_numpy(dtype="datetime64[D]")[order]
    return Readings(day, values.to_numpy(dtype="float64")[order])


def _line(goal: Any, milestones: pd.DataFrame) -> pace.PaceLine:
    start, due = day_number(goal.start), day_number(goal.due)
    if goal.measure == "yes or no":
        return pace.step_line(start, due)
    own = milestones[(milestones["goal_id"] == goal.id) & milestones["value"].notna()]
    stops = [(day_number(row.due), float(row.value)) for row in rows(own)]
    return pace.pace_line((start, _baseline(goal)), [*stops, (due, float(goal.target))])


def _baseline(goal: Any) -> float:
    """Where its value starts: growth is counted in percent of the baseline and starts at 0."""
    return 0.0 if goal.measure == "growth" else float(goal.baseline)


def day_number(day: Any) -> float:
    """A day as the number of days since 1970."""
    return float(np.datetime64(day, "D").astype(np.int64))


def scale(subject: Subject) -> tuple[float, float]:
    """Baseline and target in what the goal's value counts."""
    if subject.rate:
        return 0.0, float(len(subject.rate.periods()))
    if subject.goal.measure == "yes or no":
        return 0.0, 1.0
    return _baseline(subject.goal), float(subject.goal.target)


def values_on(subject: Subject, days: np.ndarray) -> np.ndarray:
    """The goal's value at the end of each of these days (datetime64[D]).

    total: baseline + what was added since the start; hours: the same from the log, up to due;
    level: the last reading, before the first one the baseline; growth: how many percent that is
    above the baseline; yes or no: 1 once a reading is at least 1; rate: the number of periods met.
    """
    read, measure = subject.readings, subject.goal.measure
    if subject.rate:
        return rates.met_by_day(subject.rate, read.day, read.value, days)
    baseline = float(subject.goal.baseline)
    if measure in ("level", "growth"):
        level = np.append(baseline, read.value)[np.searchsorted(read.day, days, "right")]
        return (level / baseline - 1) * 100 if measure == "growth" else level
    if measure == "yes or no":
        done = read.day[read.value >= 1]
        return (np.searchsorted(done, days, "right") > 0).astype(np.float64)
    read = read.until(subject.start, subject.due if measure == "hours" else date.max)
    sums = np.append(0.0, np.cumsum(read.value))
    return baseline + sums[np.searchsorted(read.day, days, "right")]
