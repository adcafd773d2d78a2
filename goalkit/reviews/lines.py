"""The goals of a review: which ones it speaks of, and one line of numbers for each."""

from datetime import date, timedelta
from math import isnan
from typing import Any

import pandas as pd

from goalkit.metrics.progress import goal_status, progress
from goalkit.reviews import tables
from goalkit.reviews.material import WEEKS_SHOWN, Material
from goalkit.reviews.shapes import GoalLine

CLOSED = ("achieved", "paused", "dropped")


def goal_lines(material: Material) -> tuple[GoalLine, ...]:
    """A line for each goal whose dates touch the period and that is not only considered.

    Goals under way come first, then the achieved, the paused and the dropped ones; within these
    the order of creation stays.
    """
    goals = material.data.goals
    states = goal_status(material.data, material.as_of, material.calendar)
    chosen = goals[_touches(goals, material).to_numpy() & (states["status"] != "considering").to_numpy()]
    now = tables.goal_hours(material.now.entries, material)
    before = tables.goal_hours(material.before.entries, material)
    weekly = tables.weekly_hours(material)
    lines = [
        _line(goal, states.loc[place], (now, before, weekly), material)
        for place, goal in zip(chosen.index, chosen.itertuples(index=False), strict=True)
    ]
    return tuple(sorted(lines, key=lambda line: CLOSED.index(line.status) + 1 if line.status in CLOSED else 0))


def due_days(material: Material) -> dict[str, date]:
    """Goal id → the day it is due."""
    goals = material.data.goals
    return {goal: day.date() for goal, day in zip(goals["id"], goals["due"], strict=True)}


def _touches(goals: pd.DataFrame, material: Material) -> "pd.Series[bool]":
    period = material.period
    return (goals["start"] < pd.Timestamp(period.end)) & (goals["due"] >= pd.Timestamp(period.start))


def _line(goal: Any, state: "pd.Series[Any]", hours: tuple[Any, Any, Any], material: Material) -> GoalLine:
    now, before, weekly = hours
    pace = progress(state["pace"], state["baseline"], state["target"])
    if goal.measure == "rate":  # its progress is met of due, so its pace is all that were due
        pace = 1.0 if state["pace"] else 0.0
    return GoalLine(
        id=goal.id,
        title=goal.title,
        status=str(state["status"]),
        measure=str(goal.measure),
        unit=str(state["asks_unit"]),
        baseline=float(state["baseline"]),
        target=float(state["target"]),
        value=float(state["value"]),
        progress=_share(state["progress"]),
        pace=_share(pace),
        progress_raw=float(state["progress"]),
        delta=float(state["delta"]),
        safety_days=_known(state["safety_days"]),
        required_per_week=_known(state["required_per_week"]),
        do_today=_known(state["do_today"]),
        hours=float(now.get(goal.id, 0.0)),
        hours_before=float(before.get(goal.id, 0.0)),
        hours_asked=_hours_asked(goal, material),
        next_step=_next_step(goal.id, material) if state["status"] not in CLOSED else "",
        weekly_hours=tuple(float(value) for value in weekly.get(goal.id, (0.0,) * WEEKS_SHOWN)),
    )


def _share(value: float) -> float:
    return min(max(float(value), 0.0), 1.0)


def _known(value: float) -> float | None:
    return None if isnan(value) else float(value)


def _hours_asked(goal: Any, material: Material) -> float | None:
    """Hours a week × the weeks of the known days that lie within the goal's own dates."""
    if isnan(goal.hours_per_week):
        return None
    first = max(goal.start.date(), material.now.start)
    last = min(goal.due.date() + timedelta(days=1), material.now.end)
    return float(goal.hours_per_week) * max((last - first).days, 0) / 7


def _next_step(goal_id: str, material: Material) -> str:
    """The open task that comes first by its due day, then its order; without one the next open milestone."""
    for frame in (material.tasks, material.data.milestones):
        own = frame[(frame["goal_id"] == goal_id) & _open(frame, material.as_of)]
        by = [name for name in ("due", "position") if name in own]
        if len(own):
            return str(own.sort_values(by, kind="stable", na_position="last")["title"].iloc[0])
    return ""


def _open(frame: pd.DataFrame, as_of: date) -> "pd.Series[bool]":
    return frame["done_on"].isna() | (frame["done_on"] > pd.Timestamp(as_of))
