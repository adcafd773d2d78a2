"""How long sessions and days are: mean, spread and extremes of hours, and what a worked day holds."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from goalkit.entries.frame import is_day_total, seconds
from goalkit.metrics.hours import HoursOptions, hours
from goalkit.periods import WEEKDAYS

NOTHING = float("nan")


@dataclass(frozen=True, slots=True)
class Spread:
    """How values lie: how many, their mean, standard deviation (of a sample, n − 1), least and most.

    Without a value all but the count is NaN; of one the standard deviation is.
    """

    count: int
    mean: float
    sd: float
    least: float
    most: float


def spread(values: "np.ndarray | pd.Series[float]") -> Spread:
    """The spread of some numbers."""
    found = np.asarray(values, dtype="float64")
    if not len(found):
        return Spread(0, NOTHING, NOTHING, NOTHING, NOTHING)
    sd = float(found.std(ddof=1)) if len(found) > 1 else NOTHING
    return Spread(len(found), float(found.mean()), sd, float(found.min()), float(found.max()))


def session_hours(entries: pd.DataFrame) -> np.ndarray:
    """The length of each entry with clock times, in hours, whole whatever boundary it crosses; day totals are none."""
    return seconds(entries)[~is_day_total(entries)] / 3600


def share_under(entries: pd.DataFrame, most_hours: float) -> float:
    """The share of sessions that are shorter than so many hours; NaN without a session."""
    length = session_hours(entries)
    return float((length < most_hours).mean()) if len(length) else NOTHING


def worked_days(entries: pd.DataFrame, options: HoursOptions) -> pd.DataFrame:
    """Days that hold time: `day`, `weekday` (a category from Monday on), `hours`, `projects` (how many different ones).

    Args:
        entries: an entry frame.
        options: whose `midnight` says whether an entry is cut at the day's end or counts on the day it starts.

    A project without a name is one project. Empty input gives an empty frame.
    """
    by = hours(entries, ["day", "project"], options)
    some = by[by["hours"] > 0]
    found = some.groupby("day", as_index=False).agg(hours=("hours", "sum"), projects=("project", "size"))
    names = pd.Categorical.from_codes(found["day"].dt.day_of_week.to_numpy(), list(WEEKDAYS), ordered=True)
    return found.assign(weekday=names)[["day", "weekday", "hours", "projects"]]


def mean_worked_weekday(days: pd.DataFrame) -> "pd.Series[float]":
    """Weekday → mean hours of those that were worked, Monday first; NaN for one that never was."""
    return days.groupby("weekday", observed=False)["hours"].mean()
