"""Goals that live on the same weekly hours, simulated together: what one takes is not there for another."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from goalkit.errors import GoalkitError
from goalkit.metrics.capacity import weekly_goal_hours
from goalkit.metrics.forecast import BY_STEPS, MOST_HISTORY, UNDER_WAY, last_weeks, remains
from goalkit.metrics.forecast_totals import FEWEST_WEEKS, finish_of, weeks_to_reach, whole_days
from goalkit.metrics.progress import goal_status
from goalkit.metrics.values import GoalData, Subject, goal_day_hours, rows, scale, subject, values_on
from goalkit.periods import Calendar

NOTHING = float("nan")
CLAIMS = {"goal_id": "str", "title": "str", "due": "datetime64[us]", "hours_left": "float64", "asks": "float64"}
SHARED = {**CLAIMS, "p_due": "float64", "p50": "datetime64[us]", "p80": "datetime64[us]", "p95": "datetime64[us]"}


def claims(data: GoalData, as_of: date, calendar: Calendar) -> pd.DataFrame:
    """What goals under way still ask of the common hours.

    Returns:
        `goal_id`, `title`, `due`, `hours_left`: of a goal in hours what is missing; of another total what is missing
        at the hours a unit took so far. `asks`: the hours a week it was meant to get, else what it got in a mean
        week of its own last eight. Goals of which either is not known (a rate, yes or no, nothing gained or logged yet)
        are left out, and those that are reached. No goals give an empty frame.
    """
    status = goal_status(data, as_of, calendar).set_index("goal_id")["status"]
    hours = goal_day_hours(data.entries, calendar)
    subjects = [subject(goal, data, hours, calendar) for goal in rows(data.goals)]
    found = [_claim(one, as_of) for one in subjects if status[one.goal.id] in UNDER_WAY]
    frame = pd.DataFrame(found, columns=list(CLAIMS)).astype(CLAIMS)
    return frame[(frame["hours_left"] > 0) & (frame["asks"] > 0)].reset_index(drop=True)


def _claim(goal: Subject, as_of: date) -> dict[str, Any]:
    asks = float(goal.goal.hours_per_week)
    return {
        "goal_id": goal.goal.id,
        "title": goal.goal.title,
        "due": pd.Timestamp(goal.due),
        "hours_left": hours_left(goal, as_of),
        "asks": asks if asks > 0 else _usual(goal, as_of),
    }


def hours_left(goal: Subject, as_of: date) -> float:
    """Hours until the target: its own, or those that a unit took so far times the units missing; NaN if not known."""
    if goal.goal.measure == "hours":
        return remains(goal, as_of)
    if goal.goal.measure in BY_STEPS:
        return NOTHING
    given = float(goal.hours.until(goal.start, as_of).value.sum())
    now = float(values_on(goal, np.array([as_of], dtype="datetime64[D]"))[0])
    gained = goal.line.sign * (now - scale(goal)[0])
    return given / gained * remains(goal, as_of) if given > 0 and gained > 0 else NOTHING


def _usual(goal: Subject, as_of: date) -> float:
    weeks = min(max(((as_of - goal.start).days + 1) // 7, 1), 8)
    first, _ = last_weeks(as_of, weeks)
    return float(goal.hours.until(first, as_of).value.sum()) / weeks


def thresholds(left: np.ndarray, asks: np.ndarray) -> np.ndarray:
    """The common hours by which each goal is reached, when all take from them at once in the ratio of what they ask.

    Who is reached leaves its part to the others: after λ hours for each hour asked, goal j has had min(leftⱼ, asksⱼ·λ);
    goal i is reached at λ = leftᵢ / asksᵢ, when Σⱼ min(leftⱼ, asksⱼ·λ) hours have been given in all. Of no goals none.
    """
    turn = left / asks
    return np.minimum(left[None, :], asks[None, :] * turn[:, None]).sum(axis=1)


def shared_forecasts(
    asked: pd.DataFrame, pool: np.ndarray, as_of: date, hours: float | None = None
) -> tuple[pd.DataFrame, float]:
    """When each goal is reached on the common hours, and how likely all are in time.

    Args:
        asked: as `claims` gives it.
        pool: hours that went to goals in past whole weeks, the oldest first, see `common_hours`.
        as_of: the last day that is known.
        hours: what an ordinary week is to hold from now on; past weeks are scaled to have that mean. None leaves
            them as they were.

    Returns:
        The claims with `p_due`, `p50`, `p80`, `p95` as `goal_forecasts` tells them, in the same futures for all; and
        the share of futures in which every goal is in time. Under four weeks, or with none that held hours, all
        is NaN; no goals give an empty frame and NaN.

    Raises:
        GoalkitError: `hours` is below 0 or no number.
    """
    if hours is not None and not hours >= 0:
        raise GoalkitError(f"{hours:g} hours a week cannot be shared; expected 0 or more, for example 6")
    if asked.empty or len(pool) < FEWEST_WEEKS or not pool.sum():
        empty = asked.assign(p_due=NOTHING, p50=pd.NaT, p80=pd.NaT, p95=pd.NaT)
        return empty.astype(SHARED)[list(SHARED)], NOTHING
    scaled = pool if hours is None else pool * (hours / pool.mean())
    needed = thresholds(asked["hours_left"].to_numpy(), asked["asks"].to_numpy())
    weeks = weeks_to_reach(scaled, needed)
    told = [finish_of(row, as_of, due.date(), len(pool)) for row, due in zip(weeks, asked["due"], strict=True)]
    days = {name: [getattr(one, name) for one in told] for name in ("p_due", "p50", "p80", "p95")}
    within = (asked["due"] - pd.Timestamp(as_of)).dt.days.to_numpy()
    in_time = (whole_days(weeks) <= within[:, None]).all(axis=0)
    return asked.assign(**days).astype(SHARED)[list(SHARED)], float(in_time.mean())


def common_hours(data: GoalData, asked: pd.DataFrame, as_of: date, calendar: Calendar) -> np.ndarray:
    """Hours that there were for these goals in each past whole week, a year at most, the oldest first.

    Those that went to the goals of `asked`, and to goals that are over or at rest, whose time is free. Goals under way
    that make no claim (a rate, yes or no) go on taking theirs. No entries give none.
    """
    status = goal_status(data, as_of, calendar)
    going_on = status.loc[status["status"].isin(UNDER_WAY) & ~status["goal_id"].isin(asked["goal_id"]), "goal_id"]
    goals = data.entries["goal_id"].astype("object")
    free = data.entries.assign(goal_id=goals.where(~goals.isin(going_on), None).astype("category"))
    return weekly_goal_hours(free, calendar, as_of, MOST_HISTORY)["hours"].to_numpy(dtype="float64")
