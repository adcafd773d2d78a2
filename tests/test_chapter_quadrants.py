"""Urgent and important in a review: hours on tasks by quadrant, and the tasks open there."""

from datetime import date

import pytest
from plan_made import at, log, new_book, shown, told

from goalkit.records import Task


@pytest.fixture
def book(tmp_path):
    """Tasks of all kinds, written down in January; six hours in March name one of them."""
    with new_book(tmp_path) as made:
        for title, important, due in (
            ("Write", True, None),
            ("Answer", False, "2025-04-02"),
            ("Hand in", True, "2025-03-31"),
            ("Sort", False, None),
        ):
            made.add(Task(id=title, title=title, important=important, due=due), when=at("2025-01-02"))
        log(made, "2025-03-10 08:00", 270, description="write")
        log(made, "2025-03-11 08:00", 90, task="Hand in")
        log(made, "2025-03-12 08:00", 60, description="Mail")
        yield made


def test_hours_and_tasks_stand_in_their_quadrants(book):
    """Three quarters of six hours were important and not urgent; an hour names no task."""
    part = told(book, "quadrants")
    assert part.sentence == "6 h in this month went to tasks, 75 % of them to “plan a time”: important, not urgent."
    assert [(one.name, one.hours, one.share, one.tasks) for one in part.quadrants] == [
        ("do first", 1.5, 0.25, ("Hand in",)), ("plan a time", 4.5, 0.75, ("Write",)),
        ("make short", 0.0, 0.0, ("Answer",)), ("let go", 0.0, 0.0, ("Sort",)),
    ]  # fmt: skip
    assert (part.hours, part.other_hours, part.open) == (6.0, 1.0, 4)
    assert "1 h more name no task." in shown(book, "quadrants")[0]


def test_each_period_counts_its_own_hours(book):
    """The year holds what March holds, February nothing; in the middle of March a part of it."""
    log(book, "2025-06-10 08:00", 120, description="Sort")
    assert told(book, "quadrants", "2025").hours == 8.0
    assert told(book, "quadrants", as_of=date(2025, 3, 10)).hours == 4.5
    february = told(book, "quadrants", "2025-02")
    assert february.sentence.startswith("Four tasks are open. No hours in this month name a task;")
    assert [one.share for one in february.quadrants] == [None] * 4


def test_a_task_is_open_until_the_day_it_was_done(book):
    """Done in April, it is open in March; thought of in June, it is not there yet."""
    book.change(Task, "Write", {"done_on": date(2025, 4, 1)})
    book.add(Task(title="Later"), when=at("2025-06-01"))
    assert told(book, "quadrants").open == 4
    assert told(book, "quadrants", "2025-Q2").open == 4
    assert "Later" in str(told(book, "quadrants", "2025-Q2").quadrants)


def test_long_lists_are_cut_and_titles_are_text(book):
    """Three titles of a quadrant, and how many more."""
    for number in range(4):
        book.add(Task(title=f"<b>{number}", important=True), when=at("2025-01-03"))
    text, figures = shown(book, "quadrants")
    assert "and 2 more" in text
    assert "&lt;b&gt;0" in text
    assert figures == []


def test_before_any_task_one_line_says_where_to(book):
    """A review of the autumn before has nothing to sort."""
    assert told(book, "quadrants", "2024-10").missing.startswith("No task is written down yet;")
