"""Time that a log lacks: gaps within working hours, working days without any entry."""

from datetime import datetime

import numpy as np
import pandas as pd

from goalkit.entries.days import split_days, to_index
from goalkit.entries.frame import MICRO, is_day_total
from goalkit.metrics.balance import clock_instants
from goalkit.records import Settings

# Longer than a long lunch or an errand: more likely an entry that was forgotten.
GAP_S = 2 * 3600


def gaps(entries: pd.DataFrame, settings: Settings, now: datetime) -> pd.DataFrame:
    """Stretches of over 2 h without any entry, within the working hours of working days that have entries.

    A stretch in which anybody's entry runs is none, whatever name is on it. A day with a day total is left out: its
    hours have no place on the clock. Working hours count as far as they lie in the local day and before `now`.

    Returns:
        `day` (datetime64), `start_us`, `end_us` (int64 µs), by time. Empty input gives an empty frame.
    """
    total = is_day_total(entries)
    pieces = split_days(entries[~total], settings.calendar)
    summed = split_days(entries[total], settings.calendar)["day"]
    working = pieces["day"].dt.day_of_week.isin(settings.work_day_numbers) & ~pieces["day"].isin(summed)
    pieces = pieces[working].sort_values(["day", "start_us"], kind="stable")
    day, code = np.unique(pieces["day"].to_numpy(), return_inverse=True)
    opens, closes = _working_hours(day, settings, now)
    begin = np.clip(pieces["start_us"].to_numpy(), opens[code], closes[code])
    finish = np.clip(pieces["end_us"].to_numpy(), opens[code], closes[code])
    reach = pd.Series(finish).groupby(code).cummax().to_numpy(dtype=np.int64)
    first = np.concatenate(([True], code[1:] != code[:-1])) if len(code) else np.zeros(0, dtype=bool)
    before = np.where(first, opens[code], np.concatenate((reach[:1], reach[:-1])))
    last = np.concatenate((first[1:], [True])) if len(code) else first
    found = pd.DataFrame(
        {
            "day": np.concatenate((day[code], day[code][last])),
            "start_us": np.concatenate((before, reach[last])),
            "end_us": np.concatenate((begin, closes[code][last])),
        }
    )
    long = found["end_us"] - found["start_us"] > GAP_S * MICRO
    return found[long].sort_values("start_us", kind="stable", ignore_index=True)


def _working_hours(days: np.ndarray, settings: Settings, now: datetime) -> tuple[np.ndarray, np.ndarray]:
    """When work opens and closes on each day (int64 µs), inside the local day and not after `now`."""
    today = pd.Series(days.astype("datetime64[us]"))
    tomorrow = today + pd.Timedelta(days=1)
    opens = np.maximum(*(clock_instants(today, settings, name) for name in ("work_start", "day_start")))
    ends = np.minimum(clock_instants(today, settings, "work_end"), clock_instants(tomorrow, settings, "day_start"))
    return opens, np.maximum(np.minimum(ends, int(now.timestamp() * MICRO)), opens)


def empty_days(entries: pd.DataFrame, settings: Settings, now: datetime) -> np.ndarray:
    """Working days without any entry between the first and the last day that has one, up to today (datetime64[D]).

    A day total is an entry of its day, and so is one without length. Nothing logged gives none.
    """
    days = np.unique(split_days(entries, settings.calendar)["day"].to_numpy().astype("datetime64[D]"))
    days = days[days <= np.datetime64(settings.calendar.day_of(now))]
    if not len(days):
        return days
    between = np.arange(days[0], days[-1])
    weekday = (between.view(np.int64) + 3) % 7
    return between[np.isin(weekday, settings.work_day_numbers) & ~np.isin(between, days)]


def as_instants(gaps_found: pd.DataFrame) -> dict[str, pd.DatetimeIndex]:
    """Start and end of gaps as UTC instants."""
    return {f"{name}_utc": to_index(gaps_found[f"{name}_us"].to_numpy()) for name in ("start", "end")}
