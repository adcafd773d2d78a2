"""Plan against what happened: blocks as instants, what was kept of them, what was not planned."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import numpy as np
import pandas as pd

from goalkit.entries.days import entry_micros
from goalkit.entries.frame import is_day_total, micros
from goalkit.entries.overlaps import covered_us
from goalkit.periods import Calendar, load_zone

HOUR_US = 3_600_000_000
BLOCKS = {
    "block_id": "str", "day": "datetime64[us]", "start_utc": "datetime64[us, UTC]", "end_utc": "datetime64[us, UTC]",
    "goal_id": "str", "what": "str",
}  # fmt: skip


def blocks_between(
    blocks: pd.DataFrame, task_goals: Mapping[str, str], span: tuple[date, date], calendar: Calendar
) -> pd.DataFrame:
    """The blocks on days in [first, end) as instants, in their order.

    Args:
        blocks: columns `id`, `day`, `start`, `end` ("09:00"), `task_id`, `goal_id`, `note`.
        task_goals: task id → goal id, for blocks that name a task alone.
        span: first day, and the day after the last one.
        calendar: the person's zone; a clock time that the clocks skip is the instant after the gap.

    Returns:
        `block_id`, `day`, `start_utc`, `end_utc`, `goal_id` ("" for none), `what` (the note). Empty
        input gives an empty frame.
    """
    first, last = pd.Timestamp(span[0]), pd.Timestamp(span[1])
    inside = blocks[(blocks["day"] >= first) & (blocks["day"] < last)]
    rows = [
        (
            block.id,
            block.day,
            _instant(block.day, block.start, calendar.zone),
            _instant(block.day, block.end, calendar.zone),
            _goal(block.goal_id, block.task_id, task_goals),
            block.note or "",
        )
        for block in inside.itertuples()
    ]
    frame = pd.DataFrame(rows, columns=list(BLOCKS)).astype(BLOCKS)
    return frame.sort_values(["start_utc", "end_utc"], kind="stable", ignore_index=True)


def _instant(day: pd.Timestamp, clock: str, zone: str) -> datetime:
    return datetime.combine(day.date(), time.fromisoformat(clock), tzinfo=load_zone(zone)).astimezone(UTC)


def _goal(goal_id: object, task_id: object, task_goals: Mapping[str, str]) -> str:
    if isinstance(goal_id, str) and goal_id:
        return goal_id
    return task_goals.get(str(task_id), "") if isinstance(task_id, str) else ""


@dataclass(frozen=True, slots=True)
class PlanKept:
    """What became of a plan.

    Attributes:
        planned_hours: the sum of the blocks.
        kept_hours: tracked inside a block on the block's goal; inside one without a goal anything counts.
        tracked_hours: on the clock, in all.
        unplanned_hours: of these, outside every block.
    """

    planned_hours: float
    kept_hours: float
    tracked_hours: float
    unplanned_hours: float

    @property
    def adherence(self) -> float:
        """Kept / planned; NaN without a plan."""
        return self.kept_hours / self.planned_hours if self.planned_hours else float("nan")

    @property
    def unplanned_share(self) -> float:
        """Unplanned / tracked; NaN when nothing was tracked."""
        return self.unplanned_hours / self.tracked_hours if self.tracked_hours else float("nan")


def plan_kept(blocks: pd.DataFrame, entries: pd.DataFrame) -> PlanKept:
    """How a plan was kept; shared time counts once, totals of a day, which have no clock times, not at all.

    Args:
        blocks: as `blocks_between` gives them.
        entries: an entry frame, cut to the same span.

    Empty frames give zeros.
    """
    timed = entries[~is_day_total(entries)]
    start, end, _ = entry_micros(timed)
    goal = timed["goal_id"].astype("object").fillna("").to_numpy(dtype=object)
    begin, finish = micros(blocks["start_utc"]), micros(blocks["end_utc"])
    wanted = blocks["goal_id"].to_numpy(dtype=object)
    kept = sum(
        _inside(start[mine], end[mine], low, high)
        for low, high, aim in zip(begin, finish, wanted, strict=True)
        for mine in [(goal == aim) if aim else np.ones(len(goal), dtype=bool)]
    )
    together = covered_us(start, end, np.zeros(len(start), dtype=np.int64))
    tracked = int(together.sum())
    plan_start, plan_end = _union(begin, finish)
    planned_track = sum(_inside(start, end, low, high) for low, high in zip(plan_start, plan_end, strict=True))
    return PlanKept(
        int((finish - begin).sum()) / HOUR_US, kept / HOUR_US, tracked / HOUR_US, (tracked - planned_track) / HOUR_US
    )


def _inside(start: np.ndarray, end: np.ndarray, low: int, high: int) -> int:
    """Microseconds of the union of intervals inside [low, high)."""
    first, last = np.clip(start, low, high), np.clip(end, low, high)
    return int(covered_us(first, last, np.zeros(len(first), dtype=np.int64)).sum())


def _union(start: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The same time as intervals that do not touch, in order."""
    order = np.argsort(start, kind="stable")
    first, last = start[order], np.maximum.accumulate(end[order]) if len(end) else end
    new = np.concatenate(([True], first[1:] > last[:-1])) if len(first) else np.zeros(0, dtype=bool)
    group = np.flatnonzero(new)
    return first[group], last[np.append(group[1:], len(last)) - 1] if len(group) else last


def overlaps_of(blocks: pd.DataFrame, block_id: str) -> pd.DataFrame:
    """The other blocks that share time with one; empty when none does, or it is not there."""
    own = blocks[blocks["block_id"] == block_id]
    if own.empty:
        return blocks.iloc[:0]
    start, end = own["start_utc"].iloc[0], own["end_utc"].iloc[0]
    shared = (blocks["start_utc"] < end) & (blocks["end_utc"] > start) & (blocks["block_id"] != block_id)
    return blocks[shared].reset_index(drop=True)
