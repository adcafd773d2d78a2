"""The chapter on interruptions: what broke in and how often, Pomodoros finished, what was timed here."""

from datetime import date, timedelta

import pytest
from chapters_made import at_noon, berlin_book, chapter, shown

from goalkit.records import Interruption, TimeEntry

MONDAY = date(2025, 3, 3)


@pytest.fixture
def book(tmp_path):
    """An empty workbook."""
    with berlin_book(tmp_path) as made:
        yield made


def focus(book, day, minutes, tracker="toggl", after=0, pomodoro=None):
    """A stretch of work on a day, from noon."""
    begin = at_noon(day) + timedelta(minutes=after)
    end = begin + timedelta(minutes=minutes)
    entry = TimeEntry(start_utc=begin, end_utc=end, project="Desk", tracker=tracker, focus_minutes=pomodoro)
    book.add(entry)


def broke_in(book, day, *kinds, after=5):
    """Interruptions on a day, one after the other."""
    for number, by in enumerate(kinds):
        book.add(Interruption(at_utc=at_noon(day) + timedelta(minutes=after + number), by=by))


def test_a_week_counts_by_kind_and_in_an_hour_of_focus(book):
    """Three in two hours of focus; an interruption of the week before is not this week's."""
    focus(book, MONDAY, 120)
    broke_in(book, MONDAY - timedelta(days=1), "myself")
    broke_in(book, MONDAY, "a call", "a call", "myself")
    facts = chapter(book, "interruptions", "2025-W10")
    assert [(one.by, one.count, one.per_focus_hour) for one in facts.kinds] == [("a call", 2, 1.0), ("myself", 1, 0.5)]
    assert facts.sentence == (
        "Three interruptions were counted this week, most by a call, twice; that is 1.5 in an hour of focus."
    )
    (text,) = shown(book, "interruptions", "2025-W10")
    assert "a call" in text and "1.00" in text


def test_hours_before_one_began_to_count_are_left_out(book):
    """In January nobody counted: a year with ten hours then and one since has two in an hour."""
    focus(book, date(2025, 1, 7), 600)
    focus(book, MONDAY, 60)
    broke_in(book, MONDAY, "a call", "myself", after=0)
    year = chapter(book, "interruptions", "2025")
    assert year.per_focus_hour == 2.0
    assert "most by a call and myself, once each" in year.sentence


def test_finished_pomodoros_have_their_own_rate(book):
    """Two finished, one broken off; three interruptions, two of them in a finished one; their hours were timed here."""
    focus(book, MONDAY, 25, "goalkit", pomodoro=25)
    focus(book, MONDAY, 30, "goalkit", after=30, pomodoro=25)
    focus(book, MONDAY, 5, "goalkit", after=70, pomodoro=25)
    broke_in(book, MONDAY, "a message", "a message")
    broke_in(book, MONDAY, "myself", after=71)
    facts = chapter(book, "interruptions", "2025-03")
    assert (facts.pomodoros, facts.per_pomodoro, facts.own_hours, facts.count) == (2, 1.0, 1.0, 3)
    assert facts.sentence.endswith("Two Pomodoros were finished, with 1 interruption in each.")
    assert [one.per_pomodoro for one in facts.kinds] == [1.0, 0.0]
    assert "A Pomodoro" in shown(book, "interruptions", "2025-03")[0]


def test_a_month_without_any_is_one_line_and_before_the_first_the_notebook_is_named(book):
    """April after March's; February before it."""
    broke_in(book, MONDAY, "a call")
    assert (
        chapter(book, "interruptions", "2025-03").sentence == "One interruption was counted this month, all by a call."
    )
    assert chapter(book, "interruptions", "2025-04").sentence == "No interruption was counted this month."
    assert "06_log_time" in chapter(book, "interruptions", "2025-02").missing


def test_nothing_later_than_the_day_is_told(book):
    """Tomorrow's interruption and Pomodoro are not known today."""
    focus(book, MONDAY, 60)
    broke_in(book, MONDAY, "a call")
    before = chapter(book, "interruptions", "2025-03", MONDAY)
    focus(book, MONDAY + timedelta(days=1), 30, "goalkit", pomodoro=25)
    broke_in(book, MONDAY + timedelta(days=1), "myself")
    assert chapter(book, "interruptions", "2025-03", MONDAY) == before
