"""The chapter of what one knows about oneself: by kind, with what it rests on."""

from datetime import date

import pytest
from direction_made import add_goal, shown, told

from goalkit.records import SelfAssessment
from goalkit.workbook import init_book


@pytest.fixture
def book(tmp_path):
    """A new workbook."""
    with init_book(tmp_path / "book", notebooks=False) as made:
        yield made


def note(book, aspect, text, day, **values):
    """One thing known."""
    book.add(SelfAssessment(aspect=aspect, text=text, day=day, **values))


@pytest.fixture
def known(book):
    """Two strengths, one with an example and a goal, one of the year before; a test in June."""
    add_goal(book, "lead")
    note(book, "strength", "Listening", date(2025, 1, 5), evidence="They said so", goal_id="lead")
    note(book, "strength", "Short texts", date(2024, 5, 5))
    note(book, "result of a test", "SQL, 41 of 50", date(2025, 6, 12))
    return book


def test_a_year_counts_them_by_kind(known):
    """Kinds without any are left out; the latest comes first; what is new and what has evidence is counted."""
    part = told(known, "strengths", "2025")
    assert part.sentence == (
        "Two strengths and one test are written down; two are from this year. One of them has an example or a witness."
    )
    assert [(group.title, [one.text for one in group.items]) for group in part.groups] == [
        ("Strengths", ["Listening", "Short texts"]),
        ("Tests", ["SQL, 41 of 50"]),
    ]
    assert (part.groups[0].items[0].goal, part.groups[0].items[1].is_new) == ("Lead", False)


def test_evidence_and_goal_are_shown(known):
    """Beneath the text, with its day."""
    text, figures = shown(known, "strengths", "2025")
    assert "Listening They said so 5 January 2025 · for Lead" in text
    assert figures == []


def test_what_was_noticed_later_is_not_known(known):
    """In May the test has not been; in a year before any, one line names the notebook."""
    assert told(known, "strengths", "2025", date(2025, 5, 1)).known == 2
    assert "notebook 03_direction" in told(known, "strengths", "2023").missing


def test_one_thing_is_enough(book):
    """The sentence fits a single one, old and without evidence."""
    note(book, "interest", "Stations at night", date(2024, 5, 5))
    assert told(book, "strengths", "2025").sentence == (
        "One interest is written down. None of them has an example or a witness yet."
    )


def test_a_long_list_is_folded(book):
    """Of seven strengths five are open, and the page says how many more there are."""
    for number in range(7):
        note(book, "strength", f"Strength {'abcdefg'[number]}", date(2025, 1, 1 + number))
    text, _ = shown(book, "strengths", "2025")
    assert "and 2 more Strength b" in text
