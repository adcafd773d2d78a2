"""Capacity: the hours a week that goals ask, against the hours there are for them, and how many goals are active."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import isnan

import numpy as np
import pandas as pd

from goalkit.metrics.hours import HoursOptions, hours
from goalkit.metrics.keys import first_days
from goalkit.periods import Calendar, day_instant
from goalkit.records import Settings

WEEKS = 8
FEWEST_WEEKS = 4
NOTHING = float("nan")
ROWS = {
    "goal_id": "str",
    "title": "str",
    "hours_per_week": "float64",
    "asked_before": "float64",
    "over": "bool",
}


@dataclass(frozen=True, slots=True)
class Capacity:
    """What the active goals ask a week, against what there is for them; all in hours.

    Attributes:
        asked: the sum of what the active goals ask.
        from_log: what usually went to goals, see `weekly_goal_hours`; NaN with too few weeks.
        stated: what the person can give, as they said it; NaN when they did not.
        weeks: how many weeks `from_log` is taken from.
        tips: the goal that tips it over, by its id; "" while there is room, or nothing to compare with.
        unsaid: active goals that say no hours.
    """

    asked: float
    from_log: float
    stated: float
    weeks: int
    tips: str
    unsaid: int

    @property
    def free(self) -> float:
        """What there is: as the person said it, else as the log shows it; NaN when neither is known."""
        return self.from_log if isnan(self.stated) else self.stated

    @property
    def left(self) -> float:
        """What is left of it; negative when the goals ask for more."""
        return self.free - self.asked


def capacity(goals: pd.DataFrame, entries: pd.DataFrame, settings: Settings, as_of: date) -> Capacity:
    """The capacity on a day; no goals ask nothing, and an empty log leaves `from_log` NaN."""
    weekly = weekly_goal_hours(entries, settings.calendar, as_of)
    stated = NOTHING if settings.weekly_hours is None else float(settings.weekly_hours)
    from_log = float(weekly["hours"].median()) if len(weekly) >= FEWEST_WEEKS else NOTHING
    free = from_log if isnan(stated) else stated
    told = capacity_rows(goals, free, as_of)
    over = told[told["over"]]
    return Capacity(
        asked=float(told["hours_per_week"].sum()),
        from_log=from_log,
        stated=stated,
        weeks=len(weekly),
        tips=str(over["goal_id"].iloc[0]) if len(over) else "",
        unsaid=int(told["hours_per_week"].isna().sum()),
    )


def capacity_rows(goals: pd.DataFrame, free: float, as_of: date) -> pd.DataFrame:
    """One row an active goal, in the order in which they were written down.

    Returns:
        `goal_id`, `title`, `hours_per_week` (NaN when it says none), `asked_before` (what the goals
        above it ask), `over` (whether it brings the sum above `free`, or adds to one that is above).
        No active goals give an empty frame; a `free` of NaN leaves nothing over.
    """
    active = active_goals(goals, as_of)
    asks = active["hours_per_week"].to_numpy(dtype="float64")
    own = np.nan_to_num(asks)
    total = np.cumsum(own)
    frame = pd.DataFrame(
        {
            "goal_id": active["id"],
            "title": active["title"],
            "hours_per_week": asks,
            "asked_before": total - own,
            "over": (total > free + 1e-9) & (own > 0),
        }
    )
    return frame.astype(ROWS).reset_index(drop=True)


def weekly_goal_hours(entries: pd.DataFrame, calendar: Calendar, as_of: date, weeks: int = WEEKS) -> pd.DataFrame:
    """Hours that went to any goal in each of the last whole weeks up to and with `as_of`: `week`, `hours`.

    A week without any is 0; weeks before the one with the first entry of all are left out, since
    nothing is known of them. No entries give an empty frame.
    """
    end = first_days(np.array([as_of + timedelta(days=1)], dtype="datetime64[D]"), "week", calendar.week_start)[0]
    found = np.arange(end - np.timedelta64(7 * weeks, "D"), end, np.timedelta64(7, "D"))
    known = entries[(entries["start_utc"] < pd.Timestamp(day_instant(end.astype(object), calendar))).to_numpy()]
    if known.empty:
        return pd.DataFrame({"week": found[:0].astype("datetime64[us]"), "hours": np.zeros(0)})
    first = np.datetime64(calendar.day_of(known["start_utc"].min().to_pydatetime()), "D")
    found = found[found >= first_days(np.array([first]), "week", calendar.week_start)[0]]
    by = hours(known, ["week", "goal"], HoursOptions(calendar))
    given = by[by["goal"] != ""].groupby("week")["hours"].sum()
    index = pd.DatetimeIndex(found.astype("datetime64[us]"))
    return pd.DataFrame({"week": index, "hours": given.reindex(index, fill_value=0.0).to_numpy(dtype="float64")})


def active_goals(goals: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The goals that are active and have begun by `as_of`; a late one is still active."""
    return goals[(goals["status"] == "active") & (goals["start"] <= pd.Timestamp(as_of))]


def capacity_sentence(found: Capacity, titles: dict[str, str]) -> str:
    """What the capacity says, in words; `titles` are those of the goals by id."""
    asked = f"Your active goals ask for {_hours(found.asked)} a week"
    if isnan(found.free):
        return f"{asked}; after {FEWEST_WEEKS} weeks of logged time it can be told whether that fits."
    there = f"you want to give {_hours(found.stated)}" if not isnan(found.stated) else ""
    if not isnan(found.from_log):
        log = f"{_hours(found.from_log)} went to goals in a usual one of the last {found.weeks}"
        there = f"{there}, and {log}" if there else log
    if not found.tips:
        return f"{asked}; {there}. That leaves {_hours(found.left)}."
    return f"{asked}; {there}. “{titles.get(found.tips, found.tips)}” is the one that goes beyond it."


def cap_sentence(active: int, cap: int) -> str:
    """How many goals are active against the number one means to keep to (M16)."""
    goals = "1 goal is active" if active == 1 else f"{active} goals are active"
    if active <= cap:
        return f"{goals}; you keep to {cap} at most."
    return (
        f"{goals}, more than the {cap} you keep to: many plans at once undo the benefit of planning "
        "(Dalton & Spiller 2012). Which one could wait, or be dropped with a lesson?"
    )


def _hours(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0") + " h"
