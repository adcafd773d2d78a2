"""Focus: blocks of undivided time, switching between projects, and the hours it goes best."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from goalkit.entries.days import split_days, split_hours, to_index
from goalkit.entries.frame import MICRO, micros, seconds
from goalkit.entries.overlaps import covered_us, person_codes
from goalkit.metrics.stretches import clocked, disjoint, texts
from goalkit.periods import Calendar, period_of

GAP_US = 5 * 60 * MICRO
FOCUS_US = 25 * 60 * MICRO
DEEP_US = 90 * 60 * MICRO


@dataclass(frozen=True, slots=True)
class _Runs:
    """Clocked entries joined into runs.

    Attributes:
        entries: the entries, by stream (goal or project), then by start.
        run: the number of the run that each entry belongs to.
        first: the position of each run's first entry.
        end_us: when each run ends.
        tracked_us: the time tracked in each run, overlaps counted once and gaps not at all.
    """

    entries: pd.DataFrame
    run: np.ndarray
    first: np.ndarray
    end_us: np.ndarray
    tracked_us: np.ndarray


def focus_blocks(entries: pd.DataFrame) -> pd.DataFrame:
    """Entries of one goal joined over gaps up to 5 min, with at least 25 min tracked in them.

    Entries without a goal join by project; those without either join with each other. Overlaps
    join too. A block's length is its tracked time, the union of its entries: neither a gap nor an
    overlap adds to it. Day totals have no clock times and take no part.

    Args:
        entries: an entry frame, cut to the range that is looked at.

    Returns:
        One row a block, by start: `goal_id` ("" without one), `project` (of its first entry),
        `start_utc`, `end_utc`, `hours` (tracked), `deep` (at least 90 min tracked). Empty input
        gives an empty frame with these columns.
    """
    runs = _runs(entries)
    long = runs.tracked_us >= FOCUS_US
    opening = runs.entries.iloc[runs.first[long]]
    blocks = pd.DataFrame(
        {
            "goal_id": pd.Series(texts(opening, "goal_id"), dtype="str"),
            "project": pd.Series(texts(opening, "project"), dtype="str"),
            "start_utc": to_index(micros(opening["start_utc"])),
            "end_utc": to_index(runs.end_us[long]),
            "hours": runs.tracked_us[long] / (3600 * MICRO),
            "deep": runs.tracked_us[long] >= DEEP_US,
        }
    )
    return blocks.sort_values(["start_utc", "goal_id", "project"], kind="stable", ignore_index=True)


def focus_entries(entries: pd.DataFrame) -> pd.DataFrame:
    """The time inside focus blocks as entries, each second of a block once.

    Empty input, or no block, gives an empty entry frame.
    """
    runs = _runs(entries)
    inside = (runs.tracked_us >= FOCUS_US)[runs.run]
    return disjoint(runs.entries[inside], runs.run[inside])


def _runs(entries: pd.DataFrame) -> _Runs:
    taken = clocked(entries)
    stream = _streams(taken)
    order = np.argsort(stream, kind="stable")
    taken, stream = taken.iloc[order].reset_index(drop=True), stream[order]
    start, end = micros(taken["start_utc"]), micros(taken["end_utc"])
    reach = pd.Series(end).groupby(stream).cummax().to_numpy()
    opens = np.ones(len(taken), dtype=bool)
    opens[1:] = (stream[1:] != stream[:-1]) | (start[1:] - reach[:-1] > GAP_US)
    run, first = np.cumsum(opens) - 1, np.flatnonzero(opens)
    if not len(first):
        return _Runs(taken, run, first, end, end)
    tracked = np.add.reduceat(covered_us(start, end, run), first)
    return _Runs(taken, run, first, np.maximum.reduceat(end, first), tracked)


def _streams(entries: pd.DataFrame) -> np.ndarray:
    """A code a row: its person with its goal, or with its project where it has no goal."""
    goal, project = texts(entries, "goal_id"), texts(entries, "project")
    keys = {
        "person": person_codes(entries),
        "has_goal": goal != "",
        "name": np.where(goal != "", goal, project),
    }
    return pd.DataFrame(keys).groupby(list(keys)).ngroup().to_numpy(dtype=np.int64)


def switches(entries: pd.DataFrame) -> int:
    """How often one project follows another with a gap of at most 5 min.

    Rows are taken by start, then end, then project; an overlap is no gap at all. Day totals and
    rows without a length take no part. Empty input and one row give 0.
    """
    taken = clocked(entries)
    start, end = micros(taken["start_utc"]), micros(taken["end_utc"])
    project = pd.factorize(texts(taken, "project"), sort=True)[0]
    order = np.lexsort((project, end, start))
    start, end, project = start[order], end[order], project[order]
    gap = start[1:] - np.maximum.accumulate(end)[:-1]
    return int(np.count_nonzero((project[1:] != project[:-1]) & (gap <= GAP_US)))


def switches_per_hour(entries: pd.DataFrame) -> float:
    """Switches between projects over the hours tracked with clock times; 0 without any."""
    hours = float(seconds(clocked(entries)).sum()) / 3600
    return switches(entries) / hours if hours else 0.0


def best_hours(entries: pd.DataFrame, calendar: Calendar) -> pd.DataFrame:
    """Mean focus hours in each weekday × clock hour, over the weeks observed.

    A week is observed when any time is tracked in it, so that a holiday does not count against
    the habit.

    Returns:
        `weekday` (0 for Monday), `hour` (0–23), `hours` (mean a week), the best first, without
        the cells that never held focus. Empty input gives an empty frame with these columns.
    """
    cells = split_hours(focus_entries(entries), calendar)
    found = cells.groupby(["weekday", "hour"], as_index=False)["seconds"].sum()
    found["hours"] = found.pop("seconds") / 3600 / max(weeks_observed(entries, calendar), 1)
    return found.sort_values(
        ["hours", "weekday", "hour"], ascending=[False, True, True], kind="stable", ignore_index=True
    )


def weeks_observed(entries: pd.DataFrame, calendar: Calendar) -> int:
    """The number of weeks with any tracked time; 0 for empty input."""
    days = split_days(entries, calendar)["day"].drop_duplicates()
    return len({period_of(day.date(), "week", calendar.week_start).start for day in days})
