"""Plan against what happened: blocks as instants, what was kept of them, what was not planned."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import numpy as np
import pandas as pd

from goalkit.entries.days import entry_micros, split_days, to_index
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
            block.note,
        )
        for block in inside.assign(note=inside["note"].fillna("")).itertuples()
    ]
    frame = pd.DataFrame(rows, columns=list(BLOCKS)).astype(BLOCKS)
    return frame.sort_values(["start_utc", "end_utc"], kind="stable", ignore_index=True)


def _instant(day: pd.Timestamp, clock: str, zone: str) -> datetime:
    return datetime.combine(day.date(), time.fromisoformat(clock), tzinfo=load_zone(zone)).astimezone(UTC)


def _goal(goal_id: object, task_id: object, task_goals: Mapping[str, str]) -> str:
    if isinstance(goal_id, str) and goal_id:
        return goal_id
    return task_goals.get(str(task_id), "") if isinstance(task_id, str) else ""


PIECES = {
    "day": "datetime64[us]", "from_hour": "float64", "to_hour": "float64", "goal_id": "str", "what": "str",
    "planned": "bool",
}  # fmt: skip


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
    begin, finish = micros(blocks["start_utc"]), micros(blocks["end_utc"])
    kept = int(_kept_us(blocks, entries).sum())
    together = covered_us(start, end, np.zeros(len(start), dtype=np.int64))
    tracked = int(together.sum())
    plan_start, plan_end = _union(begin, finish)
    planned_track = sum(_inside(start, end, low, high) for low, high in zip(plan_start, plan_end, strict=True))
    return PlanKept(
        int((finish - begin).sum()) / HOUR_US, kept / HOUR_US, tracked / HOUR_US, (tracked - planned_track) / HOUR_US
    )


def _kept_us(blocks: pd.DataFrame, entries: pd.DataFrame) -> np.ndarray:
    """Microseconds that were tracked inside each block on what it was for."""
    timed = entries[~is_day_total(entries)]
    start, end, _ = entry_micros(timed)
    goal = timed["goal_id"].astype("object").fillna("").to_numpy(dtype=object)
    begin, finish = micros(blocks["start_utc"]), micros(blocks["end_utc"])
    found = [
        _inside(start[mine], end[mine], low, high)
        for low, high, aim in zip(begin, finish, blocks["goal_id"], strict=True)
        for mine in [(goal == aim) if aim else np.ones(len(goal), dtype=bool)]
    ]
    return np.array(found, dtype=np.int64)


def kept_by_weekday(blocks: pd.DataFrame, entries: pd.DataFrame, week_start: int = 0) -> pd.DataFrame:
    """How the plan was kept on each day of the week that has any, from the day on which weeks start.

    Args:
        blocks: as `blocks_between` gives them.
        entries: an entry frame, cut to the same span.
        week_start: 0 for Monday … 6 for Sunday.

    Returns:
        `weekday` (0 is Monday), `blocks` (how many), `planned_hours`, `kept_hours`, `adherence`. Empty input
        gives an empty frame.
    """
    length = micros(blocks["end_utc"]) - micros(blocks["start_utc"])
    each = pd.DataFrame(
        {
            "weekday": blocks["day"].dt.day_of_week.astype("int64"),
            "blocks": 1,
            "planned_hours": length / HOUR_US,
            "kept_hours": _kept_us(blocks, entries) / HOUR_US,
        }
    )
    found = each.groupby("weekday", as_index=False).sum()
    found = found.sort_values("weekday", key=lambda day: (day - week_start) % 7, ignore_index=True)
    return found.assign(adherence=found["kept_hours"] / found["planned_hours"])


def kept_sentence(kept: PlanKept, span: str = "in this week") -> str:
    """What became of a plan, in words; kind where nothing was planned or tracked."""
    if not kept.planned_hours and not kept.tracked_hours:
        return f"Nothing is planned and nothing is logged {span}."
    if not kept.planned_hours:
        return f"{_hours(kept.tracked_hours)} were tracked; nothing was planned."
    plan = f"{_hours(kept.planned_hours)} planned, {_hours(kept.kept_hours)} of it kept ({kept.adherence * 100:.0f} %)"
    if not kept.tracked_hours:
        return f"{_hours(kept.planned_hours)} planned; nothing is logged yet."
    return f"{plan}; {_hours(kept.unplanned_hours)} of {_hours(kept.tracked_hours)} came unplanned."


def _hours(value: float) -> str:
    return f"{value:,.0f} h" if value >= 1000 else f"{value:.1f} h"


def week_pieces(
    blocks: pd.DataFrame, entries: pd.DataFrame, titles: Mapping[str, str], calendar: Calendar
) -> pd.DataFrame:
    """Plan and log as pieces of days by the clock, in the shape in which a week is drawn.

    Args:
        blocks: as `blocks_between` gives them; `what` is what each is called.
        entries: an entry frame, cut to the same span; an entry over midnight becomes two pieces.
        titles: goal id → its title, for what has no words of its own.
        calendar: the person's zone; on the night the clocks go back an hour is drawn once.

    Returns:
        `day`, `from_hour`, `to_hour` (on the day's clock), `goal_id` ("" without one), `what`, `planned`. Empty
        input gives an empty frame.
    """
    timed = entries[~is_day_total(entries)].reset_index(drop=True)
    cut = split_days(timed, calendar)
    whole = timed.iloc[cut["row"].to_numpy()].reset_index(drop=True)
    said = whole["description"].astype("object").where(whole["description"].fillna("") != "", whole["project"])
    log = {
        "day": cut["day"].to_numpy(),
        "start_utc": to_index(cut["start_us"].to_numpy()),
        "end_utc": to_index(cut["end_us"].to_numpy()),
        "goal_id": whole["goal_id"].astype("object").fillna("").to_numpy(),
        "what": said.fillna("").to_numpy(),
        "planned": False,
    }
    columns = list(log)
    parts = [blocks.assign(planned=True)[columns], pd.DataFrame(log, index=whole.index)]
    both = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    pieces = _by_the_clock(both, calendar.zone)
    named = [what or titles.get(str(goal), "") for what, goal in zip(pieces["what"], pieces["goal_id"], strict=True)]
    return pieces.assign(what=named)[list(PIECES)].astype(PIECES)


def _by_the_clock(pieces: pd.DataFrame, zone: str) -> pd.DataFrame:
    local_start = pieces["start_utc"].dt.tz_convert(zone).dt.tz_localize(None)
    local_end = pieces["end_utc"].dt.tz_convert(zone).dt.tz_localize(None)
    midnight = pieces["day"].astype("datetime64[us]")
    start = (local_start - midnight).dt.total_seconds() / 3600
    end = (local_end - midnight).dt.total_seconds() / 3600
    return pieces.assign(from_hour=start, to_hour=end.where(end > start, start))


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
