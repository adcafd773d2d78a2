"""Where a goal's readings come from: noted by hand, or counted from tasks, habits and contacts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from goalkit.metrics.habits import habit_days, logged_days
from goalkit.metrics.values import GoalData, rows
from goalkit.periods import Calendar
from goalkit.records import Contact, Goal, Habit, HabitTick, Measurement, Milestone, Record, Task

COLUMNS = {"goal_id": "str", "day": "datetime64[us]", "value": "float64"}
LEVELS = ("level", "growth")


@dataclass(frozen=True, slots=True)
class Sources:
    """What goals are measured from: frames of the records of each name, and the entries."""

    measurements: pd.DataFrame
    milestones: pd.DataFrame
    tasks: pd.DataFrame
    habits: pd.DataFrame
    ticks: pd.DataFrame
    contacts: pd.DataFrame
    entries: pd.DataFrame


def goal_data(frame: Callable[[type[Record]], pd.DataFrame], entries: pd.DataFrame, calendar: Calendar) -> GoalData:
    """What goals are judged by, their readings taken from where each goal says.

    Args:
        frame: gives all records of a class, as `book.frame` does.
        entries: the entry frame, `book.entries()`.
        calendar: how the person counts days.
    """
    goals, milestones = frame(Goal), frame(Milestone)
    sources = Sources(
        measurements=frame(Measurement),
        milestones=milestones,
        tasks=frame(Task),
        habits=frame(Habit),
        ticks=frame(HabitTick),
        contacts=frame(Contact),
        entries=entries,
    )
    return GoalData(goals, readings(goals, sources, calendar), milestones, entries)


def readings(goals: pd.DataFrame, sources: Sources, calendar: Calendar) -> pd.DataFrame:
    """The readings of all goals: `goal_id`, `day`, `value`.

    Those that were noted, for goals that are measured by readings. From tasks: 1 on the day on
    which each task of the goal, or of one of its milestones, was done. From habits: 1 for each day
    on which each habit of the goal was done; a day with time on a habit's project or tag counts by
    itself, unless it was marked as skipped. From contacts: 1 on the day on which each person was met;
    of a level or growth how many people were known by each such day, those without a day counted
    as known before. What a goal was told by hand is left out where it is counted. No goals give an
    empty frame.
    """
    counted = goals[goals["measured_from"].astype("str") != "readings"]
    noted = sources.measurements[~sources.measurements["goal_id"].isin(counted["id"])]
    parts = [_frame(goal, *_counted(goal, sources, calendar)) for goal in rows(counted)]
    return pd.concat([noted[list(COLUMNS)].astype(COLUMNS), *parts], ignore_index=True)


def _frame(goal: Any, days: np.ndarray, values: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame({"goal_id": goal.id, "day": days.astype("datetime64[us]"), "value": values}).astype(COLUMNS)


def _counted(goal: Any, sources: Sources, calendar: Calendar) -> tuple[np.ndarray, np.ndarray]:
    """Days (datetime64[D], rising) and what is read off on each."""
    if goal.measured_from == "contacts":
        return _people(sources.contacts["met_on"], as_level=goal.measure in LEVELS)
    if goal.measured_from == "habits":
        own = sources.habits[sources.habits["goal_id"] == goal.id]
        days = [day for habit in rows(own) for day in _habit_days(habit, sources, calendar)]
    else:
        days = list(_task_days(goal, sources))
    found = np.sort(np.array(days, dtype="datetime64[D]"))
    return found, np.ones(len(found))


def _people(met_on: "pd.Series[Any]", as_level: bool) -> tuple[np.ndarray, np.ndarray]:
    met = np.sort(met_on.dropna().to_numpy(dtype="datetime64[D]"))
    if not as_level:
        return met, np.ones(len(met))
    days, counts = np.unique(met, return_counts=True)
    return days, np.cumsum(counts).astype(np.float64) + float(met_on.isna().sum())


def _task_days(goal: Any, sources: Sources) -> Iterator[np.datetime64]:
    tasks, milestones = sources.tasks, sources.milestones
    steps = milestones.loc[milestones["goal_id"] == goal.id, "id"]
    own = (tasks["goal_id"] == goal.id) | (tasks["goal_id"].isna() & tasks["milestone_id"].isin(steps))
    yield from tasks.loc[own, "done_on"].dropna().to_numpy(dtype="datetime64[D]")


def _habit_days(habit: Any, sources: Sources, calendar: Calendar) -> list[np.datetime64]:
    """The days on which a habit was done, from its start to its end."""
    logged = logged_days(sources.entries, str(habit.from_log or ""), calendar)
    days = habit_days(habit, sources.ticks, logged, date.max)
    return [np.datetime64(day, "D") for day in days.done if days.start <= day <= days.end]
