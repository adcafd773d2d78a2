"""Estimates in a review: how many times its guess a task takes, from what is known by then."""

from datetime import date

import pytest
from plan_made import at, log, new_book, shown, told

from goalkit.records import Task


@pytest.fixture
def book(tmp_path):
    """Three tasks of two hours that are done in March and took 3 h, 4 h and 1 h; one is open."""
    with new_book(tmp_path) as made:
        for name, done, minutes in (("one", 5, 180), ("two", 12, 240), ("three", 20, 60), ("open", None, 60)):
            add(made, name, minutes, done)
        yield made


def add(book, name, minutes, day, month=3):
    """One task of two hours, worked on and done on a day of 2025."""
    done = date(2025, month, day) if day else None
    book.add(Task(title=name, estimate_hours=2, done_on=done), when=at("2025-01-02"))
    log(book, f"2025-{month:02d}-{day or 28:02d} 08:00", minutes, description=name)


def test_the_usual_ratio_and_the_whole_are_told(book):
    """The middle one took 1.5 times its guess, all together 8 h for 6 h; two of three took longer."""
    part = told(book, "estimates")
    assert part.sentence == "Over three tasks, a usual one takes 1.5 times what you guess, and all together 1.3 times."
    assert (part.done, part.guessed, part.tasks) == (3, 3, 3)
    assert (part.median_ratio, part.longer, part.shorter) == (1.5, pytest.approx(2 / 3), pytest.approx(1 / 3))
    assert "Buehler 1994" in part.evidence
    assert part.factor is None
    text, figures = shown(book, "estimates")
    assert "67 %" in text
    assert figures == []


def test_only_what_was_done_by_the_day_counts(book):
    """In the middle of March one task is known; in the year all three, and their number a week."""
    part = told(book, "estimates", as_of=date(2025, 3, 11))
    assert (part.tasks, part.total_ratio) == (1, 1.5)
    assert part.sentence.startswith("Over one task, a usual one takes 1.5 times")
    assert told(book, "estimates", "2025").a_week == pytest.approx(3 * 7 / 365)


def test_from_eight_tasks_on_the_fit_is_told_and_from_four_the_picture(book):
    """All guesses are alike, so the fit has no line; with another guess there is one."""
    for number in range(5):
        add(book, f"more {number}", 120, 21)
    assert told(book, "estimates").factor is None
    assert len(shown(book, "estimates")[1]) == 1
    book.add(Task(title="long", estimate_hours=8, done_on=date(2025, 3, 22)), when=at("2025-01-02"))
    log(book, "2025-03-22 08:00", 480, description="long")
    part = told(book, "estimates")
    assert part.factor is not None
    assert "A task of one hour takes" in shown(book, "estimates")[0]


def test_who_guesses_well_is_not_lectured(tmp_path):
    """As long as guessed: no evidence about others."""
    with new_book(tmp_path) as book:
        add(book, "even", 120, 5)
        part = told(book, "estimates")
        assert part.sentence == "Over one task, a usual one takes what you guess, and so do all together."
        assert part.evidence == ""


def test_without_logged_hours_or_estimates_one_line_says_what_would_tell(tmp_path):
    """A task without time has no ratio; without an estimate there is nothing to compare."""
    with new_book(tmp_path) as book:
        assert (
            told(book, "estimates").missing == "No task is done that had an estimate; the notebook 05_plan keeps both."
        )
        book.add(Task(title="quiet", estimate_hours=2, done_on=date(2025, 3, 3)))
        part = told(book, "estimates")
        assert part.sentence.startswith("One task with an estimate is done. What each took is not known:")
        assert shown(book, "estimates")[1] == []
