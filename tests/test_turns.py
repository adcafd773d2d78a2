"""Turns of goals: what changed in them and why, how they ended, when they were reached; a year by its quarters."""

from datetime import UTC, date, datetime

import pytest
from direction_made import add_goal, log

from goalkit.metrics.measures import goal_data
from goalkit.metrics.turns import endings, goal_turns, reached_days
from goalkit.metrics.year import Happened, quarters
from goalkit.periods import Calendar
from goalkit.records import Goal, Measurement, Settings
from goalkit.workbook import init_book

YEAR = (date(2025, 1, 1), date(2026, 1, 1))
BERLIN = Calendar("Europe/Berlin")


def at(day, clock="12:00"):
    """An instant of 2025."""
    return datetime.fromisoformat(f"2025-{day} {clock}").replace(tzinfo=UTC)


@pytest.fixture
def book(tmp_path):
    """A workbook in Berlin with one goal, since January."""
    with init_book(tmp_path / "book", notebooks=False) as made:
        made.change(Settings, "settings", zone="Europe/Berlin")
        add_goal(made, "run", at("01-02"))
        yield made


def turns(book, start=YEAR[0], end=YEAR[1], goal="run"):
    """The turns of a goal."""
    return goal_turns(book.history(Goal, goal), BERLIN, start, end)


def reached(book, as_of):
    """When goals were reached, as known on a day."""
    return reached_days(goal_data(book.frame, book.entries(), BERLIN), as_of, BERLIN)


def test_a_change_is_told_with_from_what_to_what_and_why(book):
    """Target, date and hours a week; what stayed is None."""
    changed = {"target": 80.0, "due": date(2026, 1, 31), "hours_per_week": 2.5}
    book.change(Goal, "run", changed, when=at("04-06"), why="More honest.")
    (turn,) = turns(book)
    assert (turn.day, turn.why, turn.target, turn.became) == (date(2025, 4, 6), "More honest.", (100.0, 80.0), "")
    assert turn.due == (date(2025, 12, 31), date(2026, 1, 31))
    assert turn.hours_per_week == (None, 2.5)


def test_a_status_is_told_with_its_lesson_where_it_rests(book):
    """Paused with a lesson; taken up again without repeating it."""
    book.change(Goal, "run", {"status": "paused", "lesson": "Rest first."}, when=at("06-15"))
    book.change(Goal, "run", {"status": "active"}, when=at("08-31"))
    assert [(turn.was, turn.became, turn.lesson) for turn in turns(book)] == [
        ("active", "paused", "Rest first."), ("paused", "active", "")
    ]  # fmt: skip


def test_a_change_of_words_alone_is_no_turn(book):
    """A new title is told with the next turn, not by itself."""
    book.change(Goal, "run", {"title": "Run 10 km", "why": "Air"}, when=at("03-01"))
    assert turns(book) == ()
    book.change(Goal, "run", {"target": 50.0}, when=at("03-02"))
    assert [turn.title for turn in turns(book)] == ["Run 10 km"]


def test_days_are_local_and_the_range_is_half_open(book):
    """At 22:30 UTC on 31 March it is April in Berlin."""
    book.change(Goal, "run", {"target": 50.0}, when=at("03-31", "22:30"))
    assert turns(book, date(2025, 3, 1), date(2025, 4, 1)) == ()
    assert len(turns(book, date(2025, 4, 1), date(2025, 4, 2))) == 1


def test_what_was_taken_back_is_told_no_more(book):
    """Dropped by mistake and taken back; seen from the moment between, it still stands."""
    book.change(Goal, "run", {"status": "dropped"}, when=at("05-01"))
    book.undo(at("05-03"))
    assert turns(book) == ()
    assert [turn.became for turn in turns(book, end=date(2025, 5, 3))] == ["dropped"]


def test_a_goal_without_changes_has_no_turns(book):
    """It was written down, which is none; an empty history has none either."""
    assert turns(book) == ()
    assert turns(book, goal="nobody") == ()


def test_a_goal_ended_by_the_last_turn_to_the_status_it_has(book):
    """Reached, reopened and reached again counts once, in autumn; one that goes on has not ended."""
    for status, day in (("achieved", "03-01"), ("active", "04-01"), ("achieved", "10-01")):
        book.change(Goal, "run", {"status": status}, when=at(day))
    add_goal(book, "read", at("01-02"))
    book.change(Goal, "read", {"status": "dropped"}, when=at("02-01"))
    book.change(Goal, "read", {"status": "active"}, when=at("02-02"))
    found = endings({goal: turns(book, goal=goal) for goal in ("run", "read")}, book.frame(Goal))
    assert {goal: turn.day for goal, turn in found.items()} == {"run": date(2025, 10, 1)}


def test_hours_reach_their_target_on_the_day_they_add_up(book):
    """3 of 5 h in March and 2 h in May: reached in May, not known in April; without entries never."""
    add_goal(book, "write", at("01-02"), target=5)
    log(book, "2025-03-03 08:00", 3, "write")
    log(book, "2025-05-05 08:00", 2, "write")
    assert reached(book, date(2025, 4, 30)) == {}
    assert reached(book, date(2025, 12, 31)) == {"write": date(2025, 5, 5)}


def test_a_level_that_fell_again_is_reached_where_it_stayed(book):
    """Down to 55, up to 57, down to 54: the last one counts; while it stands at 57 it is not reached."""
    add_goal(book, "pace", at("01-02"), measure="level", baseline=60, target=55, unit="min")
    for day, value in ((date(2025, 3, 1), 55), (date(2025, 4, 1), 57), (date(2025, 5, 1), 54)):
        book.add(Measurement(goal_id="pace", day=day, value=value))
    assert reached(book, date(2025, 3, 31)) == {"pace": date(2025, 3, 1)}
    assert reached(book, date(2025, 4, 30)) == {}
    assert reached(book, date(2025, 6, 30)) == {"pace": date(2025, 5, 1)}


def test_a_rate_is_reached_on_its_last_day_when_all_periods_were_met(book):
    """Two weeks of two, both met; the day before its end it is not."""
    add_goal(book, "walk", at("01-02"), measure="rate", per="week", target=2, unit="walks",
             start=date(2025, 1, 6), due=date(2025, 1, 19))  # fmt: skip
    for day in (6, 7, 13, 14):
        book.add(Measurement(goal_id="walk", day=date(2025, 1, day), value=1))
    assert reached(book, date(2025, 1, 18)) == {}
    assert reached(book, date(2025, 3, 1)) == {"walk": date(2025, 1, 19)}


def test_goals_at_rest_or_not_begun_are_not_reached_by_their_measure(book):
    """Considered, dropped and declared reached are told by their status; one that begins later waits."""
    for name, values in {
        "maybe": {"status": "considering"}, "gone": {"status": "dropped"}, "done": {"status": "achieved"},
        "later": {"start": date(2025, 6, 1)},
    }.items():  # fmt: skip
        add_goal(book, name, at("01-02"), measure="yes or no", target=1, **values)
        book.add(Measurement(goal_id=name, day=date(2025, 1, 5), value=1))
    assert reached(book, date(2025, 3, 1)) == {}


def test_a_year_lies_in_the_quarters_that_have_begun(book):
    """Hours by local day, without those for nothing; what happened in each; none after the day it is told on."""
    log(book, "2025-03-31 21:00", 2, "run")  # the second hour is April in Berlin
    log(book, "2025-05-05 08:00", 4)
    days = Happened([date(2025, 3, 31), date(2025, 4, 1)], [date(2024, 12, 31)], [date(2025, 6, 30)])
    found = quarters(book.entries(), days, date(2025, 7, 1), BERLIN)
    assert [(one.number, one.hours, one.reached, one.let_go, one.milestones) for one in found] == [
        (1, 1.0, 1, 0, 0), (2, 1.0, 1, 0, 1), (3, 0.0, 0, 0, 0)
    ]  # fmt: skip


def test_a_year_without_entries_has_quarters_of_zeros(book):
    """An empty frame gives a row a quarter."""
    found = quarters(book.entries(), Happened([], [], []), date(2025, 12, 31), BERLIN)
    assert [one.hours for one in found] == [0.0] * 4
