"""Interruptions and Pomodoros: how often focus was broken, by what, and what was finished all the same."""

from typing import Any

import numpy as np
import pandas as pd

from goalkit.entries.days import split_days, start_days
from goalkit.entries.frame import MICRO, micros
from goalkit.metrics.focus import focus_blocks, focus_entries
from goalkit.periods import Calendar

MINUTE_US = 60 * MICRO


def interruptions(found: pd.DataFrame, entries: pd.DataFrame, calendar: Calendar) -> pd.DataFrame:
    """How often each kind of thing broke in on each local day, and how often in an hour of focus.

    Args:
        found: rows of Interruption: `at_utc`, `by`.
        entries: an entry frame of the same range; its focus blocks are the hours of focus.
        calendar: zone and start of the day.

    Returns:
        `day` (naive local day), `by`, `count`, `focus_hours` (of that day), `per_focus_hour` (NaN on
        a day without focus blocks); by day, then the most frequent kind first. Empty input gives an
        empty frame with these columns.
    """
    days = _days(found, calendar)
    counts = pd.DataFrame({"day": days, "by": found["by"].astype("str").to_numpy()})
    counted = counts.groupby(["day", "by"], as_index=False).size().rename(columns={"size": "count"})
    focus = split_days(focus_entries(entries), calendar).groupby("day")["seconds"].sum() / 3600
    counted["focus_hours"] = counted["day"].map(focus).fillna(0.0).astype("float64")
    hours = counted["focus_hours"].to_numpy()
    counted["per_focus_hour"] = counted["count"] / np.where(hours > 0, hours, np.nan)
    order = ["day", "count", "by"]
    return counted.sort_values(order, ascending=[True, False, True], kind="stable", ignore_index=True)


def interruption_kinds(found: pd.DataFrame, entries: pd.DataFrame) -> pd.DataFrame:
    """How often each kind of thing broke in over a range, and how often in an hour of focus.

    Args:
        found: rows of Interruption: `by`.
        entries: an entry frame of the same range; its focus blocks are the hours of focus.

    Returns:
        `by`, `count`, `per_focus_hour` (NaN without focus blocks), the most frequent first. Without an
        interruption an empty frame.
    """
    hours = float(focus_blocks(entries)["hours"].sum())
    counts = _counted(found["by"])
    return counts.assign(per_focus_hour=counts["count"] / (hours or np.nan))


def _counted(by: "pd.Series[Any]") -> pd.DataFrame:
    """`by`, `count`: the most frequent kind first, then by name."""
    counts = by.astype("str").value_counts().rename_axis("by").reset_index()
    return counts.sort_values(["count", "by"], ascending=[False, True], ignore_index=True)


def pomodoros(entries: pd.DataFrame, calendar: Calendar) -> pd.DataFrame:
    """Pomodoros finished, by the local day on which they began.

    One is a stretch of the timer that lasted its focus time at least; running on over the break
    makes it no second one, and a pause before its end makes it none.

    Args:
        entries: rows of TimeEntry, with `focus_minutes` (NA where no Pomodoro was meant).
        calendar: zone and start of the day.

    Returns:
        `day`, `pomodoros`; days without one are left out. Empty input gives an empty frame.
    """
    taken = entries[finished(entries)].reset_index(drop=True)
    days = start_days(taken, calendar)["day"]
    return days.to_frame().groupby("day", as_index=False).size().rename(columns={"size": "pomodoros"})


def interruptions_per_pomodoro(found: pd.DataFrame, entries: pd.DataFrame) -> pd.DataFrame:
    """How often each kind broke in during finished Pomodoros.

    Args:
        found: rows of Interruption.
        entries: rows of TimeEntry, as `pomodoros` takes them.

    Returns:
        `by`, `count`, `per_pomodoro`, the most frequent first. Without a finished Pomodoro, or
        without an interruption in one, an empty frame.
    """
    taken = entries[finished(entries)].sort_values("start_utc")
    start, end, at = micros(taken["start_utc"]), micros(taken["end_utc"]), micros(found["at_utc"])
    place = np.searchsorted(start, at, "right") - 1
    inside = (place >= 0) & (at < end[np.maximum(place, 0)]) if len(taken) else np.zeros(len(found), dtype=bool)
    counts = _counted(found.loc[inside, "by"])
    return counts.assign(per_pomodoro=counts["count"] / max(len(taken), 1))


def finished(entries: pd.DataFrame) -> np.ndarray:
    """Whether each row is a Pomodoro that lasted its focus time."""
    meant = entries["focus_minutes"].to_numpy(dtype="float64", na_value=np.nan)
    timed = entries["end_utc"].notna().to_numpy()
    lasted = micros(entries["end_utc"]) - micros(entries["start_utc"])
    return timed & (lasted >= np.nan_to_num(meant, nan=np.inf) * MINUTE_US)


def _days(found: pd.DataFrame, calendar: Calendar) -> "pd.Series[pd.Timestamp]":
    """The local day of each interruption, as of an entry without a length."""
    moments = pd.DataFrame({"start_utc": found["at_utc"], "end_utc": found["at_utc"], "duration_s": 0.0})
    return start_days(moments.reset_index(drop=True), calendar)["day"]
