"""Habits: strength by its published figures, skips without harm, runs of periods, days taken from the log."""

from datetime import date, timedelta
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import BERLIN, entries

from goalkit.metrics.habits import Asked, Days, habit_days, kept_between, logged_days, marks, streaks, strength
from goalkit.periods import Calendar
from goalkit.records import HabitTick
from goalkit.records.frames import record_frame

START = date(2025, 3, 3)  # a Monday
DAILY, THRICE = Asked(1, "day"), Asked(3, "week")


def days(done, skipped=(), length=20):
    """The days of a habit by their numbers from 0."""
    day = [START + timedelta(days=number) for number in range(length)]
    return Days(START, day[-1], frozenset(day[n] for n in done), frozenset(day[n] for n in skipped))


def test_a_perfect_daily_habit_grows_as_published():
    """0.051922 after 1 day, 0.413270 after 10, 0.655747 after 20."""
    found = strength(days(range(20)), DAILY)["strength"]
    assert [found[0], found[9], found[19]] == pytest.approx([0.051922, 0.413270, 0.655747], abs=1e-6)


def test_a_skipped_day_leaves_strength_as_it_was():
    """A day that does not count neither adds nor takes; a missed one takes."""
    skipped = strength(days(range(10), skipped=[10], length=11), DAILY)["strength"]
    missed = strength(days(range(10), length=11), DAILY)["strength"]
    assert skipped[10] == skipped[9]
    assert missed[10] < missed[9]


def test_three_times_a_week_is_full_strength_whichever_days_they_are():
    """Monday, Tuesday and Wednesday of each week come to the same c as any other three, once a week is full."""
    found = strength(days([0, 1, 2, 7, 8, 9, 14, 15, 16], length=21), THRICE)["strength"].to_numpy()
    multiplier = 0.5 ** ((3 / 7) ** 0.5 / 13)
    assert found[7] == pytest.approx(found[6] * multiplier + (1 - multiplier))


def test_a_week_with_skipped_days_asks_for_its_share():
    """Three of seven days skipped ask 12/7 of three: twice is enough, once is not."""
    twice = Days(START, START + timedelta(days=6), days([0, 1]).done, days([], [4, 5, 6]).skipped)
    once = Days(START, START + timedelta(days=6), days([0]).done, days([], [4, 5, 6]).skipped)
    assert (streaks(twice, THRICE).current, streaks(once, THRICE).current) == (1, 0)


def test_runs_of_weeks_are_not_broken_by_a_holiday_or_by_the_week_that_is_not_over():
    """Kept, away, kept, and a Wednesday with one tick so far: a run of two."""
    done = [0, 2, 4, 14, 15, 16, 21]
    found = streaks(days(done, skipped=range(7, 14), length=24), THRICE)
    assert (found.current, found.longest) == (2, 2)


def test_a_missed_week_begins_a_run_anew_and_the_longest_is_remembered():
    """Two weeks kept, one missed, one kept."""
    found = streaks(days([0, 1, 2, 7, 8, 9, 21, 22, 23], length=28), THRICE)
    assert (found.current, found.longest) == (1, 2)


def test_a_habit_that_has_not_begun_is_empty():
    """No day, no strength, no run."""
    nothing = Days(START, START - timedelta(days=1), frozenset(), frozenset())
    assert strength(nothing, DAILY).empty
    assert streaks(nothing, DAILY).longest == 0


def test_ticks_by_hand_win_over_the_log_and_later_ones_are_not_known():
    """A skip on a day with logged time is a skip; the end of the habit and as_of cut."""
    habit = SimpleNamespace(id="run", start=START, end=None, from_log="Running")
    ticks = record_frame(
        HabitTick,
        [
            {"id": "1", "habit_id": "run", "day": START, "state": "skipped"},
            {"id": "2", "habit_id": "run", "day": START + timedelta(days=1), "state": "done"},
            {"id": "3", "habit_id": "other", "day": START, "state": "done"},
        ],
    )
    found = habit_days(habit, ticks, {START, START + timedelta(days=2)}, START + timedelta(days=2))
    assert found.skipped == {START}
    assert found.done == {START + timedelta(days=1), START + timedelta(days=2)}
    ended = SimpleNamespace(id="run", start=START, end=START + timedelta(days=1), from_log="")
    assert habit_days(ended, ticks, (), START + timedelta(days=9)).end == START + timedelta(days=1)


def test_days_are_taken_from_the_log_by_project_or_tag_in_local_time():
    """Case aside; a run over midnight counts for both days, another project for none."""
    log = entries(("2025-03-03 23:30", 60, "running"), ("2025-03-05 09:00", 30, "Desk"))
    tagged = log.assign(tags=[["x"], ["Running", "y"]])
    berlin = Calendar(BERLIN)
    assert logged_days(log, "Running", berlin) == {date(2025, 3, 3), date(2025, 3, 4)}
    assert logged_days(tagged, " running ", berlin) == {date(2025, 3, 3), date(2025, 3, 4), date(2025, 3, 5)}
    assert logged_days(log, "", berlin) == logged_days(entries(), "running", berlin) == frozenset()


@given(st.sets(st.integers(0, 60)), st.sets(st.integers(0, 60)), st.sampled_from([DAILY, THRICE, Asked(10, "month")]))
def test_strength_stays_between_nothing_and_one_and_never_falls_on_a_skip(done, skipped, asked):
    """Whatever the days, 0 ≤ s < 1; on a skipped day s is what it was."""
    found = strength(days(done - skipped, skipped, length=61), asked)["strength"].to_numpy()
    assert ((found >= 0) & (found < 1)).all()
    for number in skipped - {0}:
        assert found[number] == found[number - 1]


def test_an_empty_log_of_ticks_is_no_habit_done():
    """The frame of no ticks gives no done day."""
    habit = SimpleNamespace(id="run", start=START, end=pd.NaT, from_log="")
    assert habit_days(habit, record_frame(HabitTick, []), (), START).done == frozenset()


def test_a_range_knows_its_days_and_the_periods_that_end_in_it():
    """Two weeks kept, a holiday, and a week that goes on beyond the range."""
    done = [0, 2, 4, 7, 8, 9, 21]
    found = kept_between(days(done, skipped=range(14, 21), length=24), THRICE, START, START + timedelta(days=23))
    assert (found.done, found.skipped, found.kept, found.due) == (7, 7, 2, 2)
    later = kept_between(days(done, length=28), THRICE, START + timedelta(days=7), START + timedelta(days=28))
    assert (later.done, later.kept, later.due) == (4, 1, 3)
    nothing = Days(START, START - timedelta(days=1), frozenset(), frozenset())
    assert kept_between(nothing, DAILY, START, START + timedelta(days=9)).due == 0


def test_marks_tell_each_day_of_a_range():
    """Done, left out, left, and not known of before the start and after the last day."""
    found = marks(days([0, 2], skipped=[1], length=4), START - timedelta(days=1), START + timedelta(days=6))
    assert found == "_+~+.__"
    assert marks(days([0]), START, START) == ""
