"""Forecasts of goals: when each is reached, how likely by its due day, and the straight line beside it."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from goalkit.metrics.draws import PATHS
from goalkit.metrics.forecast_totals import FEWEST_WEEKS, finish, straight_line
from goalkit.metrics.progress import goal_status
from goalkit.metrics.values import GoalData, Subject, goal_day_hours, rows, scale, subject, values_on
from goalkit.periods import Calendar

UNDER_WAY = ("not started", "ahead", "on pace", "behind", "late")
BY_STEPS = ("rate", "yes or no")
MOST_HISTORY = 52
TOO_EARLY = "too early"
DAYS = ("made_on", "due", "p50", "p80", "p95", "naive")
COLUMNS = {
    "goal_id": "str",
    "title": "str",
    "unit": "str",
    "made_on": "datetime64[us]",
    "due": "datetime64[us]",
    "value": "float64",
    "target": "float64",
    "weeks": "int64",
    "p_due": "float64",
    "p50": "datetime64[us]",
    "p80": "datetime64[us]",
    "p95": "datetime64[us]",
    "naive": "datetime64[us]",
    "required_per_week": "float64",
    "says": "str",
}


def goal_forecasts(data: GoalData, as_of: date, calendar: Calendar) -> pd.DataFrame:
    """One row a goal that is under way, in their order, as far as it was known at the end of `as_of`.

    Returns:
        `goal_id`, `title`, `unit`, `made_on` (as_of), `due`, `value`, `target`, `weeks` (of history), `p_due`
        (probability of reaching it by its due day), `p50`, `p80`, `p95` (days by which it is reached with that
        probability; NaT beyond five years), `naive` (the straight line's day), `required_per_week` (as `goal_status`
        tells it), `says`: "" where all is told; "too early" under four weeks of history, where the required pace
        alone is told; "a rate" and "yes or no", which are no totals. No goals give an empty frame.
    """
    states = goal_status(data, as_of, calendar).set_index("goal_id")
    hours, known_from = goal_day_hours(data.entries, calendar), first_known(data.entries, calendar)
    found = []
    for goal in rows(data.goals):
        state = states.loc[goal.id]
        if state["status"] in UNDER_WAY:
            found.append(_row(subject(goal, data, hours, calendar), state, as_of, known_from))
    return pd.DataFrame(found, columns=list(COLUMNS)).astype(COLUMNS)


def first_known(entries: pd.DataFrame, calendar: Calendar) -> date | None:
    """The local day of the first entry of all: before it nothing is known of hours; None without entries."""
    return None if entries.empty else calendar.day_of(entries["start_utc"].min().to_pydatetime())


def _row(goal: Subject, state: Any, as_of: date, known_from: date | None) -> dict[str, Any]:
    row: dict[str, Any] = {
        "goal_id": goal.goal.id,
        "title": goal.goal.title,
        "unit": goal.unit,
        "made_on": pd.Timestamp(as_of),
        "due": pd.Timestamp(goal.due),
        "value": state["value"],
        "target": state["target"],
        "required_per_week": state["required_per_week"],
        "weeks": 0,
        "says": "",
    }
    measure = str(goal.goal.measure)
    if measure in BY_STEPS:
        return row | {"says": "a rate" if measure == "rate" else measure}
    gains, remaining = weekly_gains(goal, as_of, known_from), remains(goal, as_of)
    told = finish(gains, remaining, as_of, goal.due)
    if np.isnan(told.p_due):
        return row | {"weeks": told.weeks, "says": TOO_EARLY}
    days = {"p50": told.p50, "p80": told.p80, "p95": told.p95, "naive": naive_day(goal, as_of)}
    moments = {name: pd.NaT if day is None else pd.Timestamp(day) for name, day in days.items()}
    return row | {"weeks": told.weeks, "p_due": told.p_due} | moments


def weekly_gains(goal: Subject, as_of: date, known_from: date | None = None) -> np.ndarray:
    """What each past week brought, in the goal's direction, the oldest first, a year at most.

    Weeks are runs of seven days that end with `as_of`, so that none is cut and today counts. They begin with the
    goal, or of hours with the first day that is known of the log. A goal younger than a week gives none.
    """
    first = goal.start
    if goal.goal.measure == "hours":
        first = max(first, known_from) if known_from else as_of
    weeks = min(max(((as_of - first).days + 1) // 7, 0), MOST_HISTORY)
    ends = np.datetime64(as_of, "D") - np.arange(weeks, -1, -1) * np.timedelta64(7, "D")
    return goal.line.sign * np.diff(values_on(goal, ends))


def remains(goal: Subject, as_of: date) -> float:
    """What is missing at the end of a day, in the goal's direction; 0 or less when it is reached."""
    target = scale(goal)[1]
    return goal.line.sign * (target - _value(goal, as_of))


def _value(goal: Subject, day: date) -> float:
    return float(values_on(goal, np.array([day], dtype="datetime64[D]"))[0])


def naive_day(goal: Subject, as_of: date) -> date | None:
    """The day on which the straight line from the goal's start through today reaches the target."""
    baseline = scale(goal)[0]
    gained = goal.line.sign * (_value(goal, as_of) - baseline)
    return straight_line(gained, remains(goal, as_of), (as_of - goal.start).days + 1, as_of)


def reached_on(data: GoalData, as_of: date, calendar: Calendar) -> "pd.Series[pd.Timestamp]":
    """The first day at whose end each goal stood at its target, by goal id; NaT while none up to `as_of`.

    What scores an earlier forecast: `forecasts["goal_id"].map(reached_on(…))` is its `finished_on`. No goals give
    an empty series.
    """
    hours = goal_day_hours(data.entries, calendar)
    subjects = [subject(goal, data, hours, calendar) for goal in rows(data.goals)]
    days = [_reached(goal, as_of) for goal in subjects]
    index = pd.Index([goal.goal.id for goal in subjects], dtype="str", name="goal_id")
    return pd.Series(days, index=index, dtype="datetime64[us]", name="finished_on")


def _reached(goal: Subject, as_of: date) -> Any:
    days = np.arange(np.datetime64(goal.start), np.datetime64(as_of) + np.timedelta64(1, "D"))
    target = scale(goal)[1]
    there = np.flatnonzero(goal.line.sign * (values_on(goal, days) - target) >= -1e-9 * max(1.0, abs(target)))
    return pd.Timestamp(days[there[0]]) if len(there) else pd.NaT


def forecast_sentence(row: Any) -> str:
    """What a row of `goal_forecasts` says, in words; never a date alone."""
    ask = "" if np.isnan(row.required_per_week) else f" {_amount(row.required_per_week, row.unit)} a week reach it."
    if row.says == TOO_EARLY:
        weeks = "1 week" if row.weeks == 1 else f"{row.weeks} weeks"
        return f"It is too early to tell: {weeks} of the {FEWEST_WEEKS} that a forecast needs.{ask}"
    if row.says:
        return f"This goal is {row.says}, not a total that adds up; its pace says how it goes."
    odds = f"{_percent(row.p_due)} likely by {_day(row.due)}"
    if pd.isna(row.p50):
        return f"{odds}: as the last {row.weeks} weeks went, five years do not reach it.{ask}"
    later = [("4 in 5", "1 in 5", row.p80), ("19 in 20", "1 in 20", row.p95)]
    there = [f"half by {_day(row.p50)}", *(f"{share} by {_day(day)}" for share, _, day in later if pd.notna(day))]
    never = next((f"; {rest} take over five years" for _, rest, day in later if pd.isna(day)), "")
    return f"{odds}. Of {PATHS:,} futures drawn from the last {row.weeks} weeks: {', '.join(there)}{never}."


def _percent(share: float) -> str:
    """Odds as a person says them: never certain on either side."""
    whole = round(100 * share)
    return "over 99 %" if whole == 100 else "under 1 %" if whole == 0 else f"{whole} %"


def _day(day: pd.Timestamp) -> str:
    return f"{day.day} {day:%B %Y}"


def _amount(value: float, unit: str) -> str:
    return f"{value:,.1f}".removesuffix(".0") + (f" {unit}" if unit else "")


def last_weeks(as_of: date, weeks: int) -> tuple[date, date]:
    """The days [first, end) of so many runs of seven days that end with `as_of`."""
    end = as_of + timedelta(days=1)
    return end - timedelta(weeks=weeks), end
