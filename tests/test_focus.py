"""Focus blocks, switches and best hours."""

from datetime import datetime

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import BERLIN, entries

from goalkit.entries.overlaps import wall_clock_us
from goalkit.metrics.focus import best_hours, focus_blocks, focus_entries, switches, switches_per_hour
from goalkit.periods import Calendar

CALENDAR = Calendar(BERLIN)


def test_no_entries_have_no_focus():
    """An empty frame gives no block, no switch and no best hour, in frames with their columns."""
    none = entries()
    assert list(focus_blocks(none)) == ["goal_id", "project", "start_utc", "end_utc", "hours", "deep"]
    assert focus_blocks(none).empty
    assert focus_entries(none).empty
    assert list(best_hours(none, CALENDAR)) == ["weekday", "hour", "hours"]
    assert best_hours(none, CALENDAR).empty
    assert switches(none) == 0
    assert switches_per_hour(none) == 0.0


@pytest.mark.parametrize(("minutes", "blocks", "deep"), [(24, 0, 0), (25, 1, 0), (89, 1, 0), (90, 1, 1)])
def test_one_entry_is_a_block_from_25_minutes_and_deep_from_90(minutes, blocks, deep):
    """A single entry counts as a block from 25 min on, as a deep one from 90 min on, both inclusive."""
    found = focus_blocks(entries(("2025-03-14 09:00", minutes, "Book")))
    assert len(found) == blocks
    assert int(found["deep"].sum()) == deep


@pytest.mark.parametrize(("second", "blocks"), [("2025-03-14 09:25", 1), ("2025-03-14 09:26", 0)])
def test_entries_join_over_gaps_up_to_five_minutes(second, blocks):
    """Two stretches of 20 and 15 min are one block over a gap of 5 min, and none over 6."""
    found = focus_blocks(entries(("2025-03-14 09:00", 20, "Book"), (second, 15, "Book")))
    assert len(found) == blocks


def test_a_gap_does_not_add_to_a_block():
    """A block of 20 + 15 min over a gap of 5 min lasts 35 min, from 9:00 to 9:40."""
    (block,) = focus_blocks(entries(("2025-03-14 09:00", 20, "Book"), ("2025-03-14 09:25", 15, "Book"))).itertuples()
    assert block.hours == 35 / 60
    assert (block.end_utc - block.start_utc).total_seconds() == 40 * 60


def test_an_overlap_counts_once():
    """Two entries of 30 min that share 10 make one block of 50 min."""
    (block,) = focus_blocks(entries(("2025-03-14 09:00", 30, "Book"), ("2025-03-14 09:20", 30, "Book"))).itertuples()
    assert block.hours == 50 / 60


def test_a_short_entry_inside_a_long_one_does_not_cut_the_block():
    """What follows a long entry joins to its end, though a shorter one ended long before."""
    frame = entries(("2025-03-14 09:00", 60, "Book"), ("2025-03-14 09:05", 5, "Book"), ("2025-03-14 10:02", 30, "Book"))
    assert len(focus_blocks(frame)) == 1
    assert focus_blocks(frame)["hours"][0] == 1.5


def test_projects_of_one_goal_join_and_others_do_not():
    """Two projects of one goal are one block; the same two without a goal are none."""
    together = entries(("2025-03-14 09:00", 20, "A", "g"), ("2025-03-14 09:20", 20, "B", "g"))
    apart = entries(("2025-03-14 09:00", 20, "A"), ("2025-03-14 09:20", 20, "B"))
    assert focus_blocks(together)[["goal_id", "project"]].to_numpy().tolist() == [["g", "A"]]
    assert focus_blocks(apart).empty


def test_a_goal_is_not_taken_for_a_project_of_the_same_name():
    """An entry of goal "x" and one of project "x" without a goal stay apart."""
    assert focus_blocks(entries(("2025-03-14 09:00", 20, "p", "x"), ("2025-03-14 09:20", 20, "x"))).empty


def test_a_glance_elsewhere_does_not_end_a_block():
    """3 min of another project between two stretches leave one block, and make two switches."""
    frame = entries(("2025-03-14 09:00", 20, "A"), ("2025-03-14 09:20", 3, "B"), ("2025-03-14 09:23", 20, "A"))
    assert focus_blocks(frame)["hours"].tolist() == [40 / 60]
    assert switches(frame) == 2


def test_day_totals_take_no_part():
    """A day total of ten hours is neither a block nor a switch, nor tracked time of the rate."""
    frame = entries(
        ("2025-03-14 00:00", None, "A", None, 36000.0),
        ("2025-03-14 09:00", 30, "B"),
        ("2025-03-14 09:30", 30, "C"),
    )
    assert len(focus_blocks(frame)) == 2
    assert switches_per_hour(frame) == 1.0


def test_switches_need_a_change_of_project_within_five_minutes():
    """A→B after 5 min is a switch; B→C after 6 min and C→C are none; the rate is over tracked hours."""
    frame = entries(
        ("2025-03-14 09:00", 30, "A"),
        ("2025-03-14 09:35", 30, "B"),
        ("2025-03-14 10:11", 30, "C"),
        ("2025-03-14 10:41", 30, "C"),
    )
    assert switches(frame) == 1
    assert switches_per_hour(frame) == 0.5


def test_switches_do_not_depend_on_the_order_of_rows():
    """The same entries upside down switch as often."""
    frame = entries(("2025-03-14 09:00", 30, "A"), ("2025-03-14 09:00", 30, "B"), ("2025-03-14 09:30", 30, "A"))
    assert switches(frame) == switches(frame.iloc[::-1]) == 2


def test_a_block_over_the_night_the_clocks_change_keeps_its_real_length():
    """Starting at 1:30 before the clocks jump from 2 to 3, two hours end at 4:30 by the clock."""
    (block,) = focus_blocks(entries(("2025-03-30 01:30", 120, "Book"))).itertuples()
    assert block.hours == 2.0
    assert block.end_utc.tz_convert(BERLIN).strftime("%H:%M") == "04:30"


def test_best_hours_are_means_over_the_weeks_observed():
    """Two Tuesdays of 9–10 and one of 10–11, in two observed weeks of three, give 1 h and 0.5 h."""
    frame = entries(
        ("2025-03-04 09:00", 60, "Book"), ("2025-03-18 09:00", 120, "Book"), ("2025-03-19 12:00", 10, "Book")
    )
    assert best_hours(frame, CALENDAR).to_numpy().tolist() == [[1, 9, 1.0], [1, 10, 0.5]]


def test_inputs_stay_as_they_were():
    """Neither blocks nor switches change the frame they are given."""
    frame = entries(("2025-03-14 09:30", 30, "A"), ("2025-03-14 09:00", 30, "B", "g"))
    before = frame.copy(deep=True)
    focus_blocks(frame), switches(frame), best_hours(frame, CALENDAR)
    pd.testing.assert_frame_equal(frame, before)


STRETCHES = st.lists(
    st.tuples(st.integers(0, 600), st.integers(0, 120), st.sampled_from("AB"), st.sampled_from([None, "g"])),
    max_size=12,
)


@settings(deadline=None)  # a busy machine is no fault
@given(STRETCHES)
def test_a_block_is_never_longer_than_its_span_nor_all_than_the_clock(rows):
    """A block's tracked time fits in its span, is at least 25 min, and all add up to the focus entries."""
    day = datetime.fromisoformat("2025-03-30 00:00")
    frame = entries(*((str(day + pd.Timedelta(minutes=m)), length, p, g) for m, length, p, g in rows), zone="UTC")
    blocks = focus_blocks(frame)
    span = (blocks["end_utc"] - blocks["start_utc"]).dt.total_seconds() / 3600
    assert (blocks["hours"] <= span + 1e-9).all()
    assert (blocks["hours"] >= 25 / 60 - 1e-9).all()
    inside = focus_entries(frame)
    assert inside["duration_s"].sum() / 3600 == pytest.approx(blocks["hours"].sum())
    assert wall_clock_us(inside) <= wall_clock_us(frame)
