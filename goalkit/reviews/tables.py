"""The frames that a review's charts draw; their columns stand in `shapes.FRAMES`."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from goalkit.metrics.hours import HoursOptions, hours
from goalkit.metrics.progress import pace_rows
from goalkit.periods import WEEKDAYS, period_of
from goalkit.reviews.material import WEEKS_SHOWN, Material
from goalkit.reviews.shapes import FRAMES

SPANS = ("day", "week", "month")
# Kind of period → what a bar of its chart holds; a day where nothing is said.
STEPS = {"quarter": "week", "year": "month"}


def review_frames(material: Material, goals: list[str]) -> dict[str, pd.DataFrame]:
    """All frames of a review; `goals` are the ids that it speaks of, in their order."""
    frames = {
        "day_hours": bar_hours(material),
        "project_hours": project_hours(material),
        "year_days": year_days(material),
        "weekday_hours": weekday_hours(material),
        "rows": rows(material),
        "pace": _pace(material, goals),
    }
    return {name: frames[name][list(dtypes)].astype(dtypes) for name, dtypes in FRAMES.items()}


def day_hours(material: Material) -> pd.DataFrame:
    """Hours by local day and goal; a day without time has one row of 0 h without a goal."""
    found = _hours(material.now.entries, material, "day", "goal")
    days = _days(material.period.start, material.period.end)
    idle = days[~days.isin(found["day"])]
    rows = pd.concat([found, pd.DataFrame({"day": idle, "goal_id": "", "hours": 0.0})])
    return _titled(rows, material).sort_values(["day", "goal_id"], ignore_index=True)


def bar_hours(material: Material) -> pd.DataFrame:
    """The same for the bars of a chart: by day, of a quarter by week, of a year by month.

    `day` is the first of each; what a week holds outside of the quarter is not in it.
    """
    step = STEPS.get(material.period.kind, "day")
    if step == "day":
        return day_hours(material)
    found = _hours(material.now.entries, material, step, "goal").rename(columns={step: "day"})
    firsts = _firsts(material, step)
    idle = firsts[~firsts.isin(found["day"])]
    rows = pd.concat([found, pd.DataFrame({"day": idle, "goal_id": "", "hours": 0.0})])
    return _titled(rows, material).sort_values(["day", "goal_id"], ignore_index=True)


def _firsts(material: Material, step: str) -> "pd.DatetimeIndex":
    """The first day of each week or month that a period touches."""
    period = period_of(material.period.start, step, material.calendar.week_start)
    days = []
    while period.start < material.period.end:
        days.append(period.start)
        period = period.following()
    return pd.DatetimeIndex(np.array(days, dtype="datetime64[us]"))


def project_hours(material: Material) -> pd.DataFrame:
    """Hours by project and goal, the most first."""
    found = _titled(_hours(material.now.entries, material, "project", "goal"), material)
    found = found[found["hours"] > 0]
    return found.sort_values(["hours", "project", "goal_id"], ascending=[False, True, True], ignore_index=True)


def year_days(material: Material) -> pd.DataFrame:
    """Hours, and hours for goals, a row a day from 1 January to the end of the period."""
    period = material.period
    first = min(date((period.end - timedelta(days=1)).year, 1, 1), period.start)
    found = _hours(material.data.entries, material, "day", "goal")
    for_goals = found[found["goal_id"] != ""]
    days = _days(first, period.end)
    known = days < pd.Timestamp(material.now.end)
    columns = {
        name: np.where(known, rows.groupby("day")["hours"].sum().reindex(days, fill_value=0.0), 0.0)
        for name, rows in (("hours", found), ("goal_hours", for_goals))
    }
    return pd.DataFrame({"day": days, **columns})


def weekday_hours(material: Material) -> pd.DataFrame:
    """Mean hours a week in each weekday × hour, over the twelve weeks up to the last known day.

    A history that is shorter is divided by its own weeks, one at least. Cells without time are
    left out.
    """
    span = material.weeks
    found = hours(span.entries, ["weekday", "hour"], HoursOptions(material.calendar))
    names = {name: number for number, name in enumerate(WEEKDAYS)}
    weekday = found["weekday"].astype("object").map(names)
    return found.assign(weekday=weekday, hours=found["hours"] / _weeks_known(material))


def rows(material: Material) -> pd.DataFrame:
    """The rows behind the period's sums, by start: each as far as it lies inside, with its file and line.

    A total of a day has no end; what was written down by hand has no file, and line 0.
    """
    entries = material.now.entries.sort_values("start_utc", kind="stable", ignore_index=True)
    plain = {name: entries[name].astype("object").fillna("") for name in ("project", "goal_id", "tracker", "file")}
    moments = {name: entries[name].dt.strftime("%Y-%m-%dT%H:%M:%SZ").fillna("") for name in ("start_utc", "end_utc")}
    found = pd.DataFrame({**moments, **plain, "seconds": entries["duration_s"], "description": entries["description"]})
    return _titled(found.assign(description=found["description"].fillna(""), line=entries["source_line"]), material)


def weekly_hours(material: Material) -> dict[str, tuple[float, ...]]:
    """Goal → its hours in each of the twelve weeks up to the last known day, the latest last."""
    found = _hours(material.weeks.entries, material, "day", "goal")
    week = (found["day"] - pd.Timestamp(material.weeks.start)).dt.days // 7
    sums = found.groupby(["goal_id", week.rename("week")])["hours"].sum()
    goals = dict.fromkeys(found["goal_id"])
    return {goal: tuple(sums[goal].reindex(range(WEEKS_SHOWN), fill_value=0.0)) for goal in goals if goal}


def goal_hours(entries: pd.DataFrame, material: Material) -> dict[str, float]:
    """Goal → attributed hours; "" for time without one."""
    found = hours(entries, ["goal"], HoursOptions(material.calendar))
    return dict(zip(found["goal"].astype("object"), found["hours"].astype("object"), strict=True))


def titles(material: Material) -> dict[str, str]:
    """Goal id → its title."""
    goals = material.data.goals
    return dict(zip(goals["id"], goals["title"], strict=True))


def _hours(entries: pd.DataFrame, material: Material, *by: str) -> pd.DataFrame:
    found = hours(entries, list(by), HoursOptions(material.calendar)).rename(columns={"goal": "goal_id"})
    return found.astype({name: "datetime64[us]" if name in SPANS else "str" for name in found if name != "hours"})


def _titled(rows: pd.DataFrame, material: Material) -> pd.DataFrame:
    known = titles(material)
    return rows.assign(title=[known.get(goal, goal) for goal in rows["goal_id"]])


def _days(start: date, end: date) -> "pd.DatetimeIndex":
    return pd.DatetimeIndex(np.arange(np.datetime64(start), np.datetime64(end)).astype("datetime64[us]"))


def _weeks_known(material: Material) -> float:
    """Weeks from the first tracked day within the twelve weeks to their end, 1 … 12."""
    days = _hours(material.weeks.entries, material, "day")["day"]
    if days.empty:
        return float(WEEKS_SHOWN)
    known = (pd.Timestamp(material.weeks.end) - days.min()).days / 7
    return min(max(known, 1.0), float(WEEKS_SHOWN))


def _pace(material: Material, goals: list[str]) -> pd.DataFrame:
    data: Any = material.data
    kept = type(data)(data.goals[data.goals["id"].isin(goals)], data.measurements, data.milestones, data.entries)
    rows = pace_rows(kept, material.as_of, material.calendar)
    order = {goal: place for place, goal in enumerate(goals)}
    return rows.sort_values(["goal_id", "day"], key=lambda c: c.map(order) if c.name == "goal_id" else c)
