"""The chapter on habits: strength, the days they were done, what was kept; skips without blame."""

from datetime import date, timedelta

import pytest
from chapters_made import EARLY, at_noon, berlin_book, chapter, shown

from goalkit.metrics.habits import Asked, Days, strength
from goalkit.records import Habit, HabitTick, TimeEntry

FIRST = date(2025, 3, 3)  # a Monday


@pytest.fixture
def book(tmp_path):
    """A workbook with a walk, three times a week from 3 March."""
    with berlin_book(tmp_path) as made:
        made.add(Habit(id="walk", title="Walk <b>", times=3, per="week", start=FIRST), when=EARLY)
        yield made


def tick(book, *days, state="done"):
    """Ticks of the walk, days counted from the first Monday."""
    for day in days:
        book.add(HabitTick(habit_id="walk", day=FIRST + timedelta(days=day), state=state))


def test_a_week_has_a_mark_a_day(book):
    """Done on three days, one left out: a week kept, with its marks in order."""
    tick(book, 0, 2, 4)
    tick(book, 6, state="skipped")
    facts = chapter(book, "habits", "2025-W10")
    (walk,) = facts.habits
    assert walk.marks == "+.+.+.~"
    assert (walk.done, walk.skipped, walk.kept, walk.due, walk.run) == (3, 1, 1, 1, 1)
    assert walk.strength_before is None
    assert facts.sentence.startswith("“Walk <b>” was done three times this week; its strength is ")
    (text,) = shown(book, "habits", "2025-W10")
    assert "Walk &lt;b&gt;" in text and "cost nothing" in text.replace("costs", "cost")
    assert 'role="img"' in text and "days done 3, days that do not count 1" in text
    assert "Lally 2010" in text


def test_a_month_counts_the_weeks_that_end_in_it(book):
    """Three weeks kept of four; March begins before the habit does, and its last Monday belongs to April's week."""
    ticked = (0, 1, 2, 7, 8, 9, 14, 21, 22, 23, 28)
    tick(book, *ticked)
    (walk,) = chapter(book, "habits", "2025-03").habits
    assert (walk.kept, walk.due, walk.done, walk.run, walk.longest) == (3, 4, 11, 1, 2)
    assert walk.marks.startswith("__+++....+++") and len(walk.marks) == 31
    days = Days(FIRST, date(2025, 3, 31), frozenset(FIRST + timedelta(days=one) for one in ticked), frozenset())
    assert walk.strength == pytest.approx(strength(days, Asked(3, "week"))["strength"].iloc[-1])


def test_a_year_has_columns_of_weeks_and_the_strength_before(book):
    """2026 knows the strength with which 2025 ended; its picture has a column a week."""
    tick(book, *range(0, 300, 2))
    (walk,) = chapter(book, "habits", "2026", date(2026, 1, 31)).habits
    assert walk.strength_before > walk.strength > 0
    assert walk.marks == "." * 31 + "_" * 334
    (text,) = shown(book, "habits", "2025")
    assert 'viewBox="0 0 636 84"' in text  # 53 weeks of 12, seven days


def test_the_log_ticks_and_the_strongest_comes_first(book):
    """A day with time on the project counts by itself."""
    book.add(Habit(title="Run", times=1, per="day", from_log="Running", start=FIRST), when=EARLY)
    begin = at_noon(FIRST)
    book.add(TimeEntry(start_utc=begin, end_utc=begin + timedelta(minutes=30), project="running"))
    facts = chapter(book, "habits", "2025-W10")
    assert [(one.title, one.by_log, one.done) for one in facts.habits] == [("Run", True, 1), ("Walk <b>", False, 0)]
    assert facts.sentence.startswith("Two habits were done once in all this week; the strongest is “Run” with ")


def test_nothing_later_than_the_day_is_told(book):
    """Tomorrow's tick and tomorrow's change of how often are not known today."""
    tick(book, 0)
    before = chapter(book, "habits", "2025-03", FIRST)
    tick(book, 1)
    book.change(Habit, "walk", times=1, when=at_noon(FIRST + timedelta(days=1)))
    assert chapter(book, "habits", "2025-03", FIRST) == before
    assert before.habits[0].marks == "__+" + "_" * 28


def test_a_period_without_a_habit_names_the_notebook(book):
    """Before it began and after it ended."""
    book.change(Habit, "walk", end="2025-03-30", when=EARLY)
    for period in ("2025-02", "2025-04"):
        assert "10_learning" in chapter(book, "habits", period).missing
