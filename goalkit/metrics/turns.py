"""Turns that goals took: what was changed in a goal, when and why, from its history (M14), and when it was reached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from goalkit.metrics import pace
from goalkit.metrics.goal_changes import standing
from goalkit.metrics.progress import progress
from goalkit.metrics.values import GoalData, Subject, goal_day_hours, rows, scale, subject, values_on
from goalkit.periods import Calendar

TOLD = ("status", "target", "due", "hours_per_week")
ENDED = ("achieved", "dropped")
AT_REST = ("paused", *ENDED)


@dataclass(frozen=True, slots=True)
class Turn:
    """One change of one goal that matters.

    Attributes:
        day: the local day.
        title: of the goal, as it was called from then on.
        became: considering, active, paused, achieved or dropped; "" when its status stayed.
        was: the status before, "" when it stayed.
        target, due, hours_per_week: from what to what; None when it stayed.
        unit: of the target.
        why: the reason that was given, "" without one.
        lesson: what was taken from it, where it was paused, reached or dropped.
    """

    day: date
    title: str
    was: str
    became: str
    target: tuple[float, float] | None
    due: tuple[date, date] | None
    hours_per_week: tuple[float | None, float | None] | None
    unit: str
    why: str
    lesson: str


def goal_turns(history: pd.DataFrame, calendar: Calendar, start: date, end: date) -> tuple[Turn, ...]:
    """The changes of one goal on local days in [start, end), oldest first, in status, target, date or hours a week.

    Args:
        history: the goal's changes, oldest first: `when_utc`, `before`, `after`, `why`, as `book.history` gives them.
        calendar: how the person counts days.
        start: first day.
        end: the day after the last one; what came later is not known, a taking back included.

    A change that was taken back is told no more. Nothing changed gives ().
    """
    return tuple(
        _turn(day, before, after, str(why or ""))
        for when, before, after, why in standing(history, (date.min, end), calendar)
        if (day := calendar.day_of(when)) >= start and before and after and any(before[n] != after[n] for n in TOLD)
    )


def _turn(day: date, before: Mapping[str, Any], after: Mapping[str, Any], why: str) -> Turn:
    changed = {name: (before[name], after[name]) for name in TOLD if before[name] != after[name]}
    was, became = changed.get("status", ("", ""))
    due = changed.get("due")
    return Turn(
        day=day,
        title=str(after["title"]),
        was=str(was),
        became=str(became),
        target=changed.get("target"),
        due=None if due is None else (date.fromisoformat(due[0]), date.fromisoformat(due[1])),
        hours_per_week=changed.get("hours_per_week"),
        unit="%" if after["measure"] == "growth" else str(after["unit"]),
        why=why,
        lesson=str(after["lesson"]) if became in AT_REST else "",
    )


def endings(turns: Mapping[str, Sequence[Turn]], goals: pd.DataFrame) -> dict[str, Turn]:
    """Goal → the turn by which it was reached or dropped, of those that still are.

    Args:
        turns: goal → its turns, oldest first, as `goal_turns` gives them.
        goals: columns `id`, `status`.
    """
    ended = {goal: status for goal, status in zip(goals["id"], goals["status"], strict=True) if status in ENDED}
    last = {goal: [turn for turn in turns.get(goal, ()) if turn.became == status] for goal, status in ended.items()}
    return {goal: found[-1] for goal, found in last.items() if found}


def reached_days(data: GoalData, as_of: date, calendar: Calendar) -> dict[str, date]:
    """Goal → the day from which its measure has stood at its target without a break, of those that stand there.

    Looks at the local days from a goal's start to `as_of`. A rate is reached on its last day, when every
    period was met. Goals that are only considered, and those that ended by their status, are left out; no
    goals give {}.
    """
    given = goal_day_hours(data.entries, calendar)
    open_ones = data.goals[~data.goals["status"].isin(("considering", *ENDED))]
    found = {goal.id: _reached(subject(goal, data, given, calendar), as_of) for goal in rows(open_ones)}
    return {goal: day for goal, day in found.items() if day is not None}


def _reached(one: Subject, as_of: date) -> date | None:
    first, last = one.start, as_of
    if one.rate:
        first = last = one.due
    if first > as_of:
        return None
    days = np.arange(np.datetime64(first), np.datetime64(last + timedelta(days=1)))
    baseline, target = scale(one)
    short = np.array([progress(value, baseline, target) < 1 - pace.TOLERANCE for value in values_on(one, days)])
    if short[-1]:
        return None
    reached: date = days[np.flatnonzero(short)[-1] + 1 if short.any() else 0].item()
    return reached
