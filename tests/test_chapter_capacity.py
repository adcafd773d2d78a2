"""Capacity in a review: what active goals ask, what there is, and the goal that tips it over."""

from datetime import date

import pytest
from plan_made import at, goal, log, new_book, shown, told

from goalkit.records import Goal, Settings


@pytest.fixture
def book(tmp_path):
    """A new workbook whose person gives 4 h a week, with three goals that ask for more."""
    with new_book(tmp_path) as made:
        made.change(Settings, "settings", weekly_hours=4.0)
        goal(made, "sql", hours_per_week=2.5)
        goal(made, "run", hours_per_week=2, title="Run <b>")
        goal(made, "read")
        yield made


def test_the_goal_that_tips_it_over_is_named(book):
    """4.5 h are asked of 4 h; one goal says none."""
    part = told(book, "capacity")
    assert part.sentence == (
        "Your active goals ask for 4.5 h a week; you want to give 4 h. “Run <b>” is the one that goes beyond it. "
        "One active goal says no hours."
    )
    assert (part.asked, part.free, part.left, part.unsaid) == (4.5, 4.0, -0.5, 1)
    assert [(one.hours, one.over) for one in part.goals] == [(2.5, False), (2.0, True), (None, False)]


def test_the_bar_is_as_long_as_what_is_asked(book):
    """Segments and the mark are shares of the 4.5 h; titles are text, and there is no figure."""
    text, figures = shown(book, "capacity")
    for share in ("width: 55.56%", "width: 44.44%", "left: 88.89%"):
        assert share in text
    assert "gk-over" in text
    assert "Run &lt;b&gt;" in text
    assert figures == []


@pytest.mark.parametrize("period", ["2025-W13", "2025-03", "2025-Q1", "2025"])
def test_the_log_is_read_up_to_the_last_known_day(book, period):
    """Five hours a week from January to the end of March; what is logged later changes nothing before."""
    for week in range(12):
        log(book, f"2025-{1 + week // 4:02d}-{6 + week % 4 * 7:02d} 09:00", 300, "sql")
    before = told(book, "capacity", period)
    log(book, "2026-01-05 09:00", 6000, "sql")
    assert told(book, "capacity", period) == before
    assert before.from_log == (0.0 if period == "2025" else 5.0)


def test_room_that_is_left_is_told(book):
    """Without the second goal there are 1.5 h over; the mark stands at the end of the bar."""
    book.change(Goal, "run", {"status": "paused"}, when=at("2025-02-01"))
    assert "That leaves 1.5 h over." in told(book, "capacity").sentence
    assert "left: 100.0%" in shown(book, "capacity")[0]


def test_without_hours_one_line_says_what_to_write(book):
    """No active goal, or none that says its hours."""
    assert told(book, "capacity", as_of=date(2025, 3, 1)).goals
    for name in ("sql", "run"):
        book.change(Goal, name, {"hours_per_week": None})
    assert told(book, "capacity").missing.endswith("they are written in the notebook 04_goals.")
    assert told(book, "capacity", "2024-11").missing.startswith("No goal is active;")
