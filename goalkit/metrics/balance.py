"""Balance: after hours, evenings, weekend work, long days and rest, by a person's own working hours."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from goalkit.entries.days import index_micros, split_days
from goalkit.entries.frame import MICRO, is_day_total
from goalkit.metrics.stretches import clocked, disjoint
from goalkit.records import Settings

EVENING_S = 15 * 60
LONG_DAY_S = 10 * 3600
HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class Balance:
    """How work lay against the rest of life; hours are hours on the clock, overlaps counted once.

    Attributes:
        evenings: days with at least 15 min tracked after the end of work.
        after_hours: hours on working days outside working hours.
        weekend_hours: hours on days that are not working days.
        long_days: days with over 10 h.
        rest_days: days without any tracked time.
        longest_run_days: the longest run of days with tracked time.
    """

    evenings: int
    after_hours: float
    weekend_hours: float
    long_days: int
    rest_days: int
    longest_run_days: int


def balance(entries: pd.DataFrame, settings: Settings, start: date, end: date) -> Balance:
    """The balance of the local days in [start, end); runs are counted inside that range.

    No entries: all numbers are 0 but the rest days, which are all days.
    """
    days = balance_days(entries, settings, start, end)
    worked = days["hours"] > 0
    return Balance(
        evenings=int(days["evening"].sum()),
        after_hours=float(days["after_hours"].sum()),
        weekend_hours=float(days.loc[~days["working_day"], "hours"].sum()),
        long_days=int((days["hours"] > LONG_DAY_S / HOUR).sum()),
        rest_days=int((~worked).sum()),
        longest_run_days=_longest_run(worked.to_numpy()),
    )


def balance_days(entries: pd.DataFrame, settings: Settings, start: date, end: date) -> pd.DataFrame:
    """One row a local day in [start, end).

    Returns:
        `day` (datetime64, naive), `working_day`, `hours` (on the clock: overlaps once; day totals
        in full), `after_hours` (outside working hours, on working days), `evening_hours` (after
        the end of work until it starts again) and `evening` (at least 15 min of them). Day totals
        have no clock times and add to `hours` alone. No entries: a row of zeros a day.
    """
    timed = split_days(disjoint(clocked(entries)), settings.calendar)
    totals = split_days(entries[is_day_total(entries)], settings.calendar)
    inside, evening = _clock_seconds(timed, settings)
    timed = timed.assign(after=timed["seconds"] - inside, evening=evening)
    sums = pd.concat([timed, totals]).groupby("day")[["seconds", "after", "evening"]].sum()
    days = pd.DatetimeIndex(np.arange(np.datetime64(start), np.datetime64(end)).astype("datetime64[us]"))
    sums = sums.reindex(days, fill_value=0.0)
    working = days.day_of_week.isin(settings.work_day_numbers)
    return pd.DataFrame(
        {
            "day": days,
            "working_day": working,
            "hours": sums["seconds"].to_numpy() / HOUR,
            "after_hours": np.where(working, sums["after"], 0.0) / HOUR,
            "evening_hours": sums["evening"].to_numpy() / HOUR,
            "evening": sums["evening"].to_numpy() >= EVENING_S,
        }
    )


def _clock_seconds(pieces: pd.DataFrame, settings: Settings) -> tuple[np.ndarray, np.ndarray]:
    """Seconds of each piece inside working hours, and after them until work starts again.

    A local day that begins at 04:00 reaches into the next date, whose working hours count too.
    """
    today, tomorrow = pieces["day"], pieces["day"] + timedelta(days=1)
    opens, closes = clock_instants(today, settings, "work_start"), clock_instants(today, settings, "work_end")
    next_opens = clock_instants(tomorrow, settings, "work_start")
    next_closes = clock_instants(tomorrow, settings, "work_end")
    inside = _shared(pieces, opens, closes) + _shared(pieces, next_opens, next_closes)
    return inside / MICRO, _shared(pieces, closes, next_opens) / MICRO


def _shared(pieces: pd.DataFrame, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    begin = np.maximum(pieces["start_us"].to_numpy(), low)
    return np.maximum(np.minimum(pieces["end_us"].to_numpy(), high) - begin, 0)


def clock_instants(days: "pd.Series[pd.Timestamp]", settings: Settings, name: str) -> np.ndarray:
    """A time of day on each date, in µs; one that the clocks skip moves on, of two the earlier counts."""
    clock = getattr(settings, name)
    local = pd.DatetimeIndex(days + timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second))
    first = np.ones(len(local), dtype=bool)
    return index_micros(local.tz_localize(settings.zone, ambiguous=first, nonexistent="shift_forward"))


def _longest_run(worked: np.ndarray) -> int:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], worked, [False])).astype(np.int8)))
    return int((edges[1::2] - edges[::2]).max(initial=0))
