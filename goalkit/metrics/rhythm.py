"""Rhythm: check-ins kept and due, and how mood, energy and stress run."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from goalkit.metrics.ranges import on_days
from goalkit.periods import period_of

RHYTHMS = {"daily": "day", "weekly": "week", "monthly": "month"}
FEELINGS = ("mood", "energy", "stress")
MIN_POINTS = 4
WINDOW = "7D"
PATTERN_DAYS = 20
# The rank correlation over its spread without any bond, 1 / √(n − 1). Beyond it each of three feelings would
# come by chance in less than one of 300 cases, so that all three together do in less than one of 100.
PATTERN_SPREADS = 2.94


def within(checkins: pd.DataFrame, start: date, end: date) -> pd.DataFrame:
    """The check-ins about days in [start, end), by day."""
    return checkins[on_days(checkins["day"], start, end)].sort_values("day", kind="stable", ignore_index=True)


def checkins_kept(checkins: pd.DataFrame, start: date, end: date, week_start: int = 0) -> pd.DataFrame:
    """Check-ins kept and due in [start, end), for each rhythm that was ever begun before `end`.

    A rhythm is due once a day, week or month, from the period of its first check-in on; weeks and
    months belong to the range that holds their last day. Several check-ins in one period count once.

    Returns:
        `rhythm`, `kept`, `due`, `share`; rhythms with nothing due are left out, so no check-ins
        give an empty frame.
    """
    rows = [_kept(checkins, rhythm, (start, end), week_start) for rhythm in RHYTHMS]
    frame = pd.DataFrame([row for row in rows if row[2]], columns=["rhythm", "kept", "due"])
    frame = frame.astype({"rhythm": "str", "kept": "int64", "due": "int64"})
    return frame.assign(share=frame["kept"] / frame["due"])


def most_kept(checkins: pd.DataFrame, start: date, end: date, week_start: int = 0) -> tuple[int, int]:
    """Kept and due of the rhythm that was kept most often in [start, end); (0, 0) when none was due."""
    asked = checkins_kept(checkins, start, end, week_start)
    if asked.empty:
        return 0, 0
    most = asked.loc[asked["kept"].idxmax()]
    return int(most["kept"]), int(most["due"])


def _kept(checkins: pd.DataFrame, rhythm: str, span: tuple[date, date], week_start: int) -> tuple[str, int, int]:
    start, end = span
    own = checkins.loc[(checkins["rhythm"] == rhythm) & (checkins["day"] < pd.Timestamp(end)), "day"]
    if own.empty:
        return rhythm, 0, 0
    done = {period_of(day.date(), RHYTHMS[rhythm], week_start).start for day in own.drop_duplicates()}
    period = period_of(max(start, min(done)), RHYTHMS[rhythm], week_start)
    due = []
    while period.end <= end:
        if period.end > start:
            due.append(period.start)
        period = period.following()
    return rhythm, len(done.intersection(due)), len(due)


def daily_means(checkins: pd.DataFrame, name: str) -> "pd.Series[Any]":
    """The mean of "mood", "energy" or "stress" on each day that has one (index: days, rising)."""
    known = checkins[checkins[name].notna()]
    return known.groupby("day")[name].mean().astype("float64").sort_index()


def trend(checkins: pd.DataFrame, name: str) -> pd.DataFrame:
    """7-day means of "mood", "energy" or "stress", shown only with at least 4 points.

    Returns:
        `day` (each that has a reading), `mean` (of the 7 days up to it; NaN with fewer than 4
        days read), `points`. Empty input gives an empty frame.
    """
    means = daily_means(checkins, name)
    windows = means.rolling(WINDOW)
    points = windows.count().to_numpy()
    mean = np.where(points >= MIN_POINTS, windows.mean().to_numpy(), np.nan)
    return pd.DataFrame({"day": means.index.to_numpy(), "mean": mean, "points": points.astype("int64")})


def level(checkins: pd.DataFrame, name: str, start: date, end: date) -> float:
    """The mean of the daily readings in [start, end); NaN without any."""
    means = daily_means(within(checkins, start, end), name)
    return float(means.mean()) if len(means) else float("nan")


def hours_trend(day_hours: pd.DataFrame) -> pd.DataFrame:
    """7-day means of hours a day.

    Args:
        day_hours: columns `day`, `hours`, a row a day in a row, those without time included.

    Returns:
        `day`, `mean` (of the 7 days up to it; NaN with fewer than 4 days known). Empty input gives an
        empty frame.
    """
    by_day = day_hours.groupby("day")["hours"].sum().sort_index()
    mean = by_day.rolling(WINDOW, min_periods=MIN_POINTS).mean() if len(by_day) else by_day
    return pd.DataFrame({"day": by_day.index.to_numpy(), "mean": mean.to_numpy()})


@dataclass(frozen=True, slots=True)
class Pattern:
    """A feeling and the hours of the same day, which ran together.

    Attributes:
        feeling: "mood", "energy" or "stress".
        days: days with a reading.
        middle_hours: half of them had more hours than this.
        more_days, fewer_days: how many had more, and how many had not.
        more_mean, fewer_mean: the mean reading on them.
        rank_correlation: Spearman's, −1 … 1.
    """

    feeling: str
    days: int
    middle_hours: float
    more_days: int
    fewer_days: int
    more_mean: float
    fewer_mean: float
    rank_correlation: float


def pattern(checkins: pd.DataFrame, name: str, day_hours: pd.DataFrame) -> Pattern | None:
    """How a feeling ran with the hours of the same day; None unless the numbers carry it.

    They do with at least 20 days read and a rank correlation (Spearman) of at least 2.94 / √(n − 1). It says
    that two things went together, not that one made the other.

    Args:
        checkins: columns `day` and the feeling.
        name: "mood", "energy" or "stress".
        day_hours: columns `day`, `hours`; several rows of a day add up, a day without a row has no hours.
    """
    readings = daily_means(checkins, name)
    if len(readings) < PATTERN_DAYS:
        return None
    hours = day_hours.groupby("day")["hours"].sum().reindex(readings.index, fill_value=0.0)
    if readings.nunique() < 2 or hours.nunique() < 2:
        return None
    bond = float(readings.rank().corr(hours.rank()))
    more = hours > hours.median()
    if abs(bond) < PATTERN_SPREADS / np.sqrt(len(readings) - 1) or not more.any():
        return None
    return Pattern(
        feeling=name,
        days=len(readings),
        middle_hours=float(hours.median()),
        more_days=int(more.sum()),
        fewer_days=int((~more).sum()),
        more_mean=float(readings[more].mean()),
        fewer_mean=float(readings[~more].mean()),
        rank_correlation=bond,
    )
