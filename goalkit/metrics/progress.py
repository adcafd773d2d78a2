"""Progress of goals: where they stand against their pace, and their status."""

from dataclasses import dataclass, fields
from datetime import date

import numpy as np
import pandas as pd

from goalkit.metrics import pace, rates
from goalkit.metrics.values import (
    GoalData,
    Subject,
    day_number,
    goal_day_hours,
    rows,
    scale,
    subject,
    values_on,
)
from goalkit.periods import Calendar

__all__ = ["GoalData", "GoalState", "goal_status", "pace_rows", "progress"]

AHEAD_DAYS = 7
AT_REST = ("considering", "paused", "dropped")
NOTHING = float("nan")


@dataclass(frozen=True, slots=True)
class GoalState:
    """One goal on one day: a row of `goal_status`, which says what each field means."""

    goal_id: str
    title: str
    status: str
    measure: str
    unit: str
    baseline: float
    target: float
    value: float
    progress: float
    pace: float
    delta: float
    safety_days: float
    required_per_week: float
    do_today: float
    hours: float
    asks_unit: str


def progress(value: float, baseline: float, target: float) -> float:
    """(value − baseline) / (target − baseline): 0 at the baseline, 1 at the target, up or down alike.

    Raw: below 0 and above 1 are kept. Where target and baseline are the same it is 0.
    """
    return (value - baseline) / (target - baseline) if target != baseline else 0.0


def goal_status(data: GoalData, as_of: date, calendar: Calendar) -> pd.DataFrame:
    """One row a goal, in their order, as it stood at the end of the local day `as_of`.

    Returns:
        `goal_id`, `title`, `status` (considering, not started, ahead, on pace, behind, late,
        achieved, paused, dropped), `measure`, `unit` (of the value; growth counts in percent),
        `baseline`, `target`,
        `value`, `progress` (raw share), `pace` (where the line stands, in the unit), `delta`
        (value − line, ahead is positive for downward goals too), `safety_days`,
        `required_per_week` and `do_today` (in `asks_unit`, in the goal's direction), `hours` (given to it so
        far), `asks_unit`. `safety_days`, `required_per_week` and `do_today` are NaN for goals at
        rest or past their date, of which nothing is asked; the second also for yes or no. A rate
        counts periods in `value`, `target`, `pace` and `delta`: met, in all, ended, met − ended;
        what it asks is in its own unit, and a period once missed is not asked for again. Ahead
        begins at a week of safety. No goals give an empty frame.
    """
    hours = goal_day_hours(data.entries, calendar)
    states = [_state(subject(goal, data, hours, calendar), as_of) for goal in rows(data.goals)]
    numbers = [field.name for field in fields(GoalState) if field.type is float]
    frame = pd.DataFrame(states, columns=[field.name for field in fields(GoalState)])
    return frame.astype({name: "float64" if name in numbers else "str" for name in frame.columns})


def pace_rows(data: GoalData, as_of: date, calendar: Calendar) -> pd.DataFrame:
    """The pace line of every goal from its start to its due day, with its value as far as known.

    Returns:
        `goal_id`, `title`, `unit`, `day`, `line`, `value` (NaN after `as_of`), a row a day. No
        goals give an empty frame.
    """
    hours = goal_day_hours(data.entries, calendar)
    parts = [_pace_rows(subject(goal, data, hours, calendar), as_of) for goal in rows(data.goals)]
    empty = {"goal_id": "str", "title": "str", "unit": "str", "day": "datetime64[us]"}
    frame = pd.DataFrame(columns=[*empty, "line", "value"]) if not parts else pd.concat(parts)
    return frame.astype(empty | {"line": "float64", "value": "float64"}).reset_index(drop=True)


@dataclass(frozen=True, slots=True)
class _Standing:
    """How one goal stands against its line; the fields are those of GoalState."""

    progress: float
    pace: float
    delta: float
    safety_days: float
    required_per_week: float
    do_today: float
    behind: bool


def _state(subject: Subject, as_of: date) -> GoalState:
    goal = subject.goal
    baseline, target = scale(subject)
    value = float(values_on(subject, np.array([as_of], dtype="datetime64[D]"))[0])
    stands = _standing(subject, value, as_of)
    status = _status(subject, stands, as_of)
    asked = status not in (*AT_REST, "late")
    return GoalState(
        goal_id=goal.id,
        title=goal.title,
        status=status,
        measure=goal.measure,
        unit=subject.unit,
        baseline=baseline,
        target=target,
        value=value,
        progress=stands.progress,
        pace=stands.pace,
        delta=stands.delta,
        safety_days=stands.safety_days if asked else NOTHING,
        required_per_week=(0.0 if status == "achieved" else stands.required_per_week) if asked else NOTHING,
        do_today=(0.0 if status in ("achieved", "not started") else stands.do_today) if asked else NOTHING,
        hours=float(subject.hours.value[subject.hours.day <= np.datetime64(as_of)].sum()),
        asks_unit=subject.asks_unit,
    )


def _standing(subject: Subject, value: float, as_of: date) -> _Standing:
    if subject.rate:
        return _rate_standing(subject, subject.rate, as_of)
    day, line = day_number(as_of), subject.line
    ahead, is_step = pace.delta(line, value, day), subject.goal.measure == "yes or no"
    return _Standing(
        progress=progress(value, *scale(subject)),
        pace=line.at(day),
        delta=ahead,
        safety_days=pace.safety_days(line, value, day),
        required_per_week=NOTHING if is_step else pace.required_per_week(line, value, day),
        do_today=pace.do_today(line, value, day),
        behind=ahead < -pace.TOLERANCE * max(1.0, abs(value)),
    )


def _rate_standing(subject: Subject, rate: rates.Rate, as_of: date) -> _Standing:
    state = rates.rate_state(rate, subject.readings.day, subject.readings.value, as_of)
    return _Standing(
        progress=state.progress,
        pace=float(state.due),
        delta=float(state.met - state.due),
        safety_days=state.safety_days,
        required_per_week=rate.target / rates.WEEKS[rate.per],
        do_today=state.do_today,
        behind=state.behind,
    )


def _status(subject: Subject, stands: _Standing, as_of: date) -> str:
    declared = str(subject.goal.status)
    complete = subject.rate is None or as_of >= subject.due
    if declared in ("considering", "dropped", "achieved"):
        return declared
    if stands.progress >= 1 - pace.TOLERANCE and complete:
        return "achieved"
    return "paused" if declared == "paused" else _pace_status(subject, stands, as_of)


def _pace_status(subject: Subject, stands: _Standing, as_of: date) -> str:
    if as_of < subject.start:
        return "not started"
    if as_of > subject.due:
        return "late"
    if stands.behind:
        return "behind"
    return "ahead" if stands.delta > 0 and stands.safety_days >= AHEAD_DAYS else "on pace"


def _pace_rows(subject: Subject, as_of: date) -> pd.DataFrame:
    days = np.arange(np.datetime64(subject.start), np.datetime64(subject.due) + np.timedelta64(1, "D"))
    line = rates.due_by_day(subject.rate, days) if subject.rate else subject.line.on(days.astype(np.int64))
    value = np.where(days <= np.datetime64(as_of), values_on(subject, days), NOTHING)
    goal = subject.goal
    named = {"goal_id": goal.id, "title": goal.title, "unit": subject.unit}
    return pd.DataFrame({"day": days.astype("datetime64[us]"), "line": line, "value": value}).assign(**named)[
        ["goal_id", "title", "unit", "day", "line", "value"]
    ]
