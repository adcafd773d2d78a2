"""Local days and hours: where entries are cut, so that each second lands in the day it was lived in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd

from goalkit.entries.frame import MICRO, NO_INSTANT, is_day_total, micros
from goalkit.periods import Calendar, day_instant

DAY = np.timedelta64(1, "D")
QUARTER_HOUR_US = 900 * MICRO


@dataclass(frozen=True, slots=True)
class Pieces:
    """Entries cut at boundaries, as plain arrays; a day total is one piece without length.

    Attributes:
        row: position of the entry in its frame (int64).
        slot: number of the boundary the piece begins after (int64).
        start_us, end_us: microseconds since 1970, half-open (int64).
        us: microseconds that count (int64): the length, or a day total's own.
    """

    row: np.ndarray
    slot: np.ndarray
    start_us: np.ndarray
    end_us: np.ndarray
    us: np.ndarray


def entry_micros(entries: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Start, end and counted microseconds of each entry (int64); a day total ends where it starts."""
    start, end = micros(entries["start_utc"]), micros(entries["end_utc"])
    total = end == NO_INSTANT
    if not total.any():
        return start, end, end - start
    end = np.where(total, start, end)
    own = np.rint(np.nan_to_num(entries["duration_s"].to_numpy(dtype="float64")) * MICRO).astype(np.int64)
    return start, end, np.where(total, own, end - start)


def cut(entries: pd.DataFrame, bounds: np.ndarray) -> Pieces:
    """Cuts entries at sorted instants (int64 µs) that reach from before the first start to after the last end."""
    start, end, us = entry_micros(entries)
    first = np.searchsorted(bounds, start, "right") - 1
    last = np.maximum(np.searchsorted(bounds, end, "left") - 1, first)
    count = last - first + 1
    if len(count) == 0 or count.max() == 1:
        return Pieces(np.arange(len(start)), first, start, end, us)
    row = np.repeat(np.arange(len(start)), count)
    slot = first[row] + np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    begin, finish = np.maximum(start[row], bounds[slot]), np.minimum(end[row], bounds[slot + 1])
    counted = np.where(count[row] > 1, finish - begin, us[row])
    real = (finish > begin) | (count[row] == 1)  # a day that never was, between two equal bounds, holds nothing
    if real.all():
        return Pieces(row, slot, begin, finish, counted)
    return Pieces(row[real], slot[real], begin[real], finish[real], counted[real])


def day_bounds(entries: pd.DataFrame, calendar: Calendar) -> tuple[np.ndarray, np.ndarray]:
    """The local days that entries touch (datetime64[D]) and the instants at which they begin, one more of these.

    A beginning that the clocks skip moves to the end of the gap; of two, the earlier one counts.
    """
    start, end, _ = entry_micros(entries)
    first = calendar.day_of(_aware(int(start.min()))) - timedelta(days=1)
    last = calendar.day_of(_aware(int(end.max()))) + timedelta(days=2)
    days = np.arange(np.datetime64(first), np.datetime64(last), DAY)
    shift = np.timedelta64(calendar.day_start.hour * 60 + calendar.day_start.minute, "m")
    local = pd.DatetimeIndex((np.append(days, days[-1] + DAY) + shift).astype("datetime64[us]"))
    instants = local.tz_localize(calendar.zone, ambiguous=np.ones(len(local), dtype=bool), nonexistent="NaT")
    bounds = index_micros(instants).copy()
    for place in np.flatnonzero(bounds == NO_INSTANT):
        bounds[place] = _us(day_instant(first + timedelta(days=int(place)), calendar))
    return days, bounds


def split_days(entries: pd.DataFrame, calendar: Calendar) -> pd.DataFrame:
    """One row per piece of an entry that lies within one local day, in the entries' order.

    Columns: `row` (int64 position of the entry), `day` (datetime64[us], naive local day), `start_us`
    and `end_us` (int64 µs since 1970), `us` (int64, exact) and `seconds` (float64). Of a day total
    both instants are the day's first. An empty frame gives none. The seconds of an entry's pieces
    add up to the entry's, on days of 23 and 25 hours too.
    """
    if entries.empty:
        return _piece_frame(cut(entries, np.array([], dtype=np.int64)), np.array([], dtype="datetime64[D]"))
    days, bounds = day_bounds(entries, calendar)
    pieces = cut(entries, bounds)
    return _piece_frame(pieces, days[pieces.slot])


def start_days(entries: pd.DataFrame, calendar: Calendar) -> pd.DataFrame:
    """The columns of `split_days`, with each entry whole on the day it starts."""
    start, end, us = entry_micros(entries)
    if entries.empty:
        return split_days(entries, calendar)
    days, bounds = day_bounds(entries, calendar)
    slot = np.searchsorted(bounds, start, "right") - 1
    return _piece_frame(Pieces(np.arange(len(start)), slot, start, end, us), days[slot])


def split_hours(entries: pd.DataFrame, calendar: Calendar) -> pd.DataFrame:
    """The columns of `split_days`, cut at every local clock hour too, with `hour` (0–23) and `weekday` (0 = Monday).

    Day totals have no clock times and are left out; the weekday is that of `day`.
    """
    timed = entries[~is_day_total(entries)]
    pieces = split_days(timed, calendar)
    if timed.empty:
        return pieces.assign(hour=np.array([], dtype=np.int64), weekday=np.array([], dtype=np.int64))
    parts = pieces_frame(pieces)
    bounds = _hour_bounds(int(pieces["start_us"].min()), int(pieces["end_us"].max()), calendar.zone)
    hours = cut(parts, bounds)
    where = np.flatnonzero(~is_day_total(entries))
    frame = _piece_frame(hours, pieces["day"].to_numpy()[hours.row])
    frame["row"] = where[pieces["row"].to_numpy()[hours.row]]
    local = to_index(hours.start_us).tz_convert(calendar.zone)
    return frame.assign(hour=local.hour.to_numpy(dtype=np.int64), weekday=frame["day"].dt.day_of_week.astype("int64"))


def pieces_frame(pieces: pd.DataFrame) -> pd.DataFrame:
    """Pieces as a bare entry frame of their own: start, end, duration."""
    return pd.DataFrame(
        {
            "start_utc": to_index(pieces["start_us"].to_numpy()),
            "end_utc": to_index(pieces["end_us"].to_numpy()),
            "duration_s": pieces["seconds"].to_numpy(),
        }
    )


def clip(entries: pd.DataFrame, start: datetime, end: datetime) -> pd.DataFrame:
    """The entries as far as they lie in [start, end), both aware; a day total stays when its start does.

    `duration_s` follows the cut. Entries without length stay when they begin inside.
    """
    low, high = _us(start), _us(end)
    begin, finish, us = entry_micros(entries)
    total = is_day_total(entries)
    empty = total | (begin == finish)
    keep = np.where(empty, (begin >= low) & (begin < high), (finish > low) & (begin < high))
    clipped = entries[keep].copy()
    cut_start, cut_end = np.maximum(begin[keep], low), np.minimum(finish[keep], high)
    clipped["start_utc"] = to_index(cut_start)
    clipped["end_utc"] = to_index(np.where(total[keep], NO_INSTANT, cut_end))
    clipped["duration_s"] = np.where(empty[keep], us[keep], cut_end - cut_start) / MICRO
    return clipped


def to_index(instants_us: np.ndarray) -> pd.DatetimeIndex:
    """Microseconds since 1970 as UTC instants; NO_INSTANT becomes NaT."""
    return pd.DatetimeIndex(instants_us.astype(np.int64).view("datetime64[us]")).tz_localize("UTC")


def index_micros(index: pd.DatetimeIndex) -> np.ndarray:
    """Instants of any zone as microseconds since 1970 (int64)."""
    return index.tz_convert("UTC").tz_localize(None).to_numpy(dtype="datetime64[us]").view(np.int64)


def _hour_bounds(low: int, high: int, zone: str) -> np.ndarray:
    """Instants between two at which a local clock hour begins or the clocks jump.

    Every zone since 1972 keeps offsets of whole quarter hours, so looking at each quarter finds them all.
    """
    quarters = np.arange(low - low % QUARTER_HOUR_US - 4 * QUARTER_HOUR_US, high + 8 * QUARTER_HOUR_US, QUARTER_HOUR_US)
    local = to_index(quarters).tz_convert(zone).tz_localize(None).to_numpy().view(np.int64)
    jumped = np.diff(local, prepend=local[0] - QUARTER_HOUR_US) != QUARTER_HOUR_US
    return quarters[(local % (3600 * MICRO) == 0) | jumped]


def _piece_frame(pieces: Pieces, days: np.ndarray) -> pd.DataFrame:
    columns: dict[str, Any] = {
        "row": pieces.row,
        "day": days.astype("datetime64[us]"),
        "start_us": pieces.start_us,
        "end_us": pieces.end_us,
        "us": pieces.us,
        "seconds": pieces.us / MICRO,
    }
    return pd.DataFrame(columns, copy=False)


def _aware(us: int) -> datetime:
    return datetime.fromisoformat("1970-01-01T00:00:00+00:00") + timedelta(microseconds=us)


def _us(instant: datetime) -> int:
    return (instant - _aware(0)) // timedelta(microseconds=1)
