"""A planned week: its blocks as instants, how much of it was kept, and how full its days are."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from goalkit.entries.frame import MICRO, micros
from goalkit.entries.overlaps import covered_us
from goalkit.metrics.stretches import clocked, texts
from goalkit.periods import Calendar, Period, load_zone
from goalkit.records import Settings

HOUR_US = 3600 * MICRO


@dataclass(frozen=True, slots=True)
class Adherence:
    """Plan against what happened.

    Attributes:
        planned_hours: the length of the blocks, each counted.
        kept_hours: tracked time inside a block on the block's goal; any time, in a block without one.
        share: kept over planned, NaN without blocks.
        tracked_hours: time on the clock in the period.
        unplanned_share: tracked time outside every block, NaN where nothing was tracked.
    """

    planned_hours: float
    kept_hours: float
    share: float
    tracked_hours: float
    unplanned_share: float


def block_spans(blocks: pd.DataFrame, calendar: Calendar) -> pd.DataFrame:
    """Blocks with `start_us` and `end_us`, their instants (int64 µs), by start.

    A block's day is the date on the calendar, and its times those on the clock there, whenever the person's day
    begins. A time that the clocks skip moves to the end of the gap; of one that comes twice the earlier counts.

    Args:
        blocks: columns `day`, `start` and `end` ("09:00").
        calendar: its zone is that of the clock.
    """
    found = blocks.assign(**{f"{name}_us": _clock_us(blocks, name, calendar) for name in ("start", "end")})
    return found.sort_values(["start_us", "end_us"], kind="stable", ignore_index=True)


def _clock_us(blocks: pd.DataFrame, name: str, calendar: Calendar) -> np.ndarray:
    if blocks.empty:
        return np.array([], dtype=np.int64)
    local = pd.DatetimeIndex(pd.to_datetime(blocks["day"]) + pd.to_timedelta(blocks[name].astype("str") + ":00"))
    first = np.ones(len(local), dtype=bool)
    zone = load_zone(calendar.zone)
    placed = local.tz_localize(zone, ambiguous=first, nonexistent="shift_forward").tz_convert("UTC")
    return placed.tz_localize(None).to_numpy(dtype="datetime64[us]").view(np.int64)


def adherence(blocks: pd.DataFrame, entries: pd.DataFrame, calendar: Calendar) -> Adherence:
    """How much of the planned time was kept, and how much of the tracked time was planned.

    Args:
        blocks: columns `day`, `start`, `end`, `goal_id` (missing or "" without one; a task's goal filled in).
        entries: an entry frame, cut to the period of the blocks.
        calendar: whose clock the blocks follow.

    Overlapping entries count once; day totals have no clock times and take no part.
    """
    spans, logged = block_spans(blocks, calendar), clocked(entries)
    planned = int((spans["end_us"] - spans["start_us"]).sum())
    low, high = micros(logged["start_utc"]), micros(logged["end_utc"])
    goals = texts(logged, "goal_id")
    kept = sum(_kept_us(block, low, high, goals) for block in spans.itertuples())
    tracked = _union_us(low, high)
    outside = tracked - _both_us(spans, low, high)
    return Adherence(
        planned_hours=planned / HOUR_US,
        kept_hours=kept / HOUR_US,
        share=kept / planned if planned else float("nan"),
        tracked_hours=tracked / HOUR_US,
        unplanned_share=outside / tracked if tracked else float("nan"),
    )


def _kept_us(block: object, low: np.ndarray, high: np.ndarray, goals: np.ndarray) -> int:
    goal = getattr(block, "goal_id", "")
    fits = goals == goal if isinstance(goal, str) and goal else np.ones(len(goals), dtype=bool)
    start, end = getattr(block, "start_us", 0), getattr(block, "end_us", 0)
    return _union_us(np.clip(low[fits], start, end), np.clip(high[fits], start, end))


def _union_us(low: np.ndarray, high: np.ndarray) -> int:
    return int(covered_us(low, high, np.zeros(len(low), dtype=np.int64)).sum())


def _both_us(spans: pd.DataFrame, low: np.ndarray, high: np.ndarray) -> int:
    """Tracked time that lies in some block: what both have, less what either has alone."""
    start, end = spans["start_us"].to_numpy(), spans["end_us"].to_numpy()
    together = _union_us(np.concatenate((low, start)), np.concatenate((high, end)))
    return _union_us(low, high) + _union_us(start, end) - together


def overlapping_blocks(blocks: pd.DataFrame) -> list[tuple[str, str]]:
    """Pairs of ids of blocks that share time on the clock of one day, by start."""
    ordered = blocks.sort_values(["day", "start", "end"], kind="stable")
    rows = list(ordered.itertuples())
    return [
        (one.id, other.id)
        for place, one in enumerate(rows)
        for other in rows[place + 1 :]
        if one.day == other.day and other.start < one.end
    ]


def day_loads(blocks: pd.DataFrame, week: Period, settings: Settings) -> pd.DataFrame:
    """How full each day of a week is planned.

    Returns:
        `day`, `planned_hours` (by the clock of the day, overlaps counted once), `working_hours` (0 on a day off),
        `day_hours` (24, or 23 and 25 where the clocks change), `full` (planned over working hours on a working day).
    """
    calendar = Calendar(settings.zone)
    days = [week.start + timedelta(days=place) for place in range(week.days)]
    spans = block_spans(blocks, calendar)
    planned = [_planned(spans[pd.to_datetime(spans["day"]) == pd.Timestamp(day)]) for day in days]
    working = [_working_hours(day, settings) for day in days]
    ends = [Period("day", day, day + timedelta(days=1)).instants(calendar) for day in days]
    lengths = [(end - start).total_seconds() / 3600 for start, end in ends]
    full = [asked > given > 0 for asked, given in zip(planned, working, strict=True)]
    names = ("day", "planned_hours", "working_hours", "day_hours", "full")
    return pd.DataFrame(dict(zip(names, (pd.to_datetime(days), planned, working, lengths, full), strict=True)))


def _planned(spans: pd.DataFrame) -> float:
    return _union_us(spans["start_us"].to_numpy(), spans["end_us"].to_numpy()) / HOUR_US


def _working_hours(day: date, settings: Settings) -> float:
    if day.weekday() not in settings.work_day_numbers:
        return 0.0
    begin, end = settings.work_start, settings.work_end
    return (end.hour - begin.hour) + (end.minute - begin.minute) / 60
