"""Plan against what happened: blocks by the clock, what was kept of them, what was not planned."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import BERLIN, entries

from goalkit.charts.week import plot_week
from goalkit.metrics.week import blocks_between, overlaps_of, plan_kept
from goalkit.periods import Calendar
from goalkit.records import TimeBlock
from goalkit.records.frames import record_frame

DAY = date(2025, 3, 12)
WEEK = (date(2025, 3, 10), date(2025, 3, 17))
CALENDAR = Calendar(BERLIN)


def laid(*rows, span=WEEK, tasks=None):
    """Blocks as instants from (day, from, to[, goal[, task]])."""
    names = ("day", "start", "end", "goal_id", "task_id")
    frame = record_frame(
        TimeBlock, [{"id": str(n), **dict(zip(names, row, strict=False))} for n, row in enumerate(rows)]
    )
    return blocks_between(frame, tasks or {}, span, CALENDAR)


def test_blocks_are_instants_of_the_local_clock():
    """Nine in Berlin is eight in UTC in winter and seven in summer; other days are left out."""
    found = laid((DAY, "09:00", "10:30", "a"), (date(2025, 3, 17), "09:00", "10:00"))
    assert found["start_utc"].tolist() == [pd.Timestamp("2025-03-12 08:00", tz="UTC")]
    summer = laid((date(2025, 7, 1), "09:00", "10:00"), span=(date(2025, 7, 1), date(2025, 7, 2)))
    assert summer["start_utc"].tolist() == [pd.Timestamp("2025-07-01 07:00", tz="UTC")]


def test_a_block_over_the_spring_gap_is_as_long_as_the_clock_leaves_it():
    """From 1:00 to 4:00 on the night the clocks go forward are two hours."""
    found = laid((date(2025, 3, 30), "01:00", "04:00"), span=(date(2025, 3, 30), date(2025, 3, 31)))
    assert plan_kept(found, entries()).planned_hours == 2.0


def test_time_inside_a_block_counts_for_its_goal_alone():
    """An hour on the goal inside, half an hour on it outside, half an hour on another inside."""
    log = entries(
        ("2025-03-12 09:00", 60, "x", "a"), ("2025-03-12 11:00", 30, "x", "a"), ("2025-03-12 10:00", 30, "y", "b")
    )
    kept = plan_kept(laid((DAY, "09:00", "10:30", "a")), log)
    assert (kept.planned_hours, kept.kept_hours, kept.tracked_hours, kept.unplanned_hours) == (1.5, 1.0, 2.0, 0.5)
    assert kept.adherence == pytest.approx(2 / 3)
    assert kept.unplanned_share == 0.25


def test_a_block_takes_its_goal_from_its_task_and_without_any_everything_counts():
    """A task's goal is the block's; a block for nothing in particular is kept by any time."""
    log = entries(("2025-03-12 09:00", 60, "x", "b"))
    assert plan_kept(laid((DAY, "09:00", "10:00", None, "t"), tasks={"t": "a"}), log).kept_hours == 0.0
    assert plan_kept(laid((DAY, "09:00", "10:00", None, "t"), tasks={"t": "b"}), log).kept_hours == 1.0
    assert plan_kept(laid((DAY, "09:00", "10:00")), log).kept_hours == 1.0


def test_time_tracked_twice_keeps_a_block_once():
    """Two parallel entries inside an hour's block keep an hour; a day's total keeps none."""
    log = entries(
        ("2025-03-12 09:00", 60, "x", "a"),
        ("2025-03-12 09:30", 30, "x", "a"),
        ("2025-03-12 00:00", None, "x", "a", 7200.0),
    )
    kept = plan_kept(laid((DAY, "09:00", "10:00", "a")), log)
    assert (kept.kept_hours, kept.tracked_hours) == (1.0, 1.0)


def test_nothing_planned_and_nothing_tracked_is_no_share():
    """Empty frames give zeros, and shares that are no number."""
    kept = plan_kept(laid(), entries())
    assert (kept.planned_hours, kept.tracked_hours, kept.unplanned_hours) == (0.0, 0.0, 0.0)
    assert np.isnan(kept.adherence)
    assert np.isnan(kept.unplanned_share)


def test_blocks_that_share_time_are_found():
    """Touching is not sharing."""
    blocks = laid((DAY, "09:00", "10:00"), (DAY, "09:30", "11:00"), (DAY, "10:00", "10:30"))
    assert overlaps_of(blocks, "0")["block_id"].tolist() == ["1"]
    assert overlaps_of(blocks, "none").empty


CLOCKS = st.tuples(st.integers(0, 1380), st.integers(1, 59))


@given(st.lists(CLOCKS, max_size=6), st.lists(CLOCKS, max_size=6))
def test_nothing_is_kept_twice_or_made_up(planned, tracked):
    """Kept is at most planned; unplanned lies between nothing and all that was tracked; together they make sense."""
    blocks = laid(*[(DAY, _clock(at), _clock(at + length)) for at, length in planned])
    log = entries(*[(f"2025-03-12 {_clock(at)}", length, "x") for at, length in tracked])
    kept = plan_kept(blocks, log)
    assert -1e-9 <= kept.kept_hours <= kept.planned_hours + 1e-9
    assert -1e-9 <= kept.unplanned_hours <= kept.tracked_hours + 1e-9
    if not planned:
        assert kept.unplanned_hours == pytest.approx(kept.tracked_hours)


def _clock(minute):
    return f"{minute // 60:02d}:{minute % 60:02d}"


def test_the_picture_has_plan_and_log_side_by_side():
    """A bar a piece, the plan left of the day's middle and the log right of it; text is text."""
    pieces = pd.DataFrame(
        {
            "day": pd.to_datetime(["2025-03-10", "2025-03-10"]), "from_hour": [9.0, 9.5], "to_hour": [10.0, 25.0],
            "goal_id": ["a", ""], "what": ["<b>x</b>", "y"], "planned": [True, False],
        }
    )  # fmt: skip
    pieces.attrs["days"] = list(pd.date_range("2025-03-10", periods=7))
    plan, log = plot_week(pieces, {"a": 1}, "said").data
    assert plan.x[0] < 0 < log.x[0]
    assert plan.text[0] == "&lt;b&gt;x&lt;/b&gt;"
    assert list(log.y) == [15.5]
    assert log.customdata[0][2] == "1:00"
