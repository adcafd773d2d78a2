"""The chapter on learning: hours over the year and by skill, money, what was finished and what comes; as known then."""

from datetime import UTC, date, datetime

import pytest
from chapters_made import EARLY, at_noon, berlin_book, chapter, shown

from goalkit.records import LearningItem, Settings, Skill
from goalkit.reviews.chapters.learning import SkillHours

TENTH = date(2025, 3, 10)


@pytest.fixture
def book(tmp_path):
    """A workbook with a budget, a course over two months and a book without hours."""
    with berlin_book(tmp_path) as made:
        made.change(Settings, "settings", learning_budget=300.0, when=EARLY)
        made.add(Skill(id="sql", name="SQL <b>", wanted=4), when=EARLY)
        course = {"skill_id": "sql", "hours": 40, "cost": 200, "start": "2025-03-09", "end": "2025-04-17"}
        made.add(LearningItem(id="course", title="Course", **course), when=EARLY)
        made.add(LearningItem(id="book", title="Letters", form="book", start="2025-02-01"), when=EARLY)
        yield made


def test_a_month_has_hours_spread_and_money(book):
    """40 days of an hour, 23 of them in March; 200 of 300 spent once it has begun; none finished."""
    facts = chapter(book, "learning", "2025-03")
    assert (facts.planned, facts.passed, facts.finished_hours, facts.months) == (pytest.approx(40), 23.0, 0.0, 2)
    assert 0 < facts.spread < 1
    assert (facts.spent, facts.cost, facts.left) == (200.0, 200.0, 100.0)
    assert facts.skills == (SkillHours("SQL <b>", pytest.approx(40.0)),)
    assert facts.sentence == (
        "40 h of learning lie over two months of 2025, none of them finished yet. Nothing was finished this month."
    )
    assert [(one.title, one.begun) for one in facts.coming] == [("Letters", True), ("Course", True)]


def test_a_year_tells_what_was_finished_and_what_stayed(book):
    """Its hours count as finished; what is planned for the next year is told as coming."""
    book.change(LearningItem, "course", done_on="2025-04-16", takeaway="Draw it.", when=at_noon(date(2025, 4, 16)))
    book.add(LearningItem(title="Leading", start="2026-03-12", hours=14), when=at_noon(date(2025, 12, 1)))
    facts = chapter(book, "learning", "2025")
    assert [(one.title, one.takeaway) for one in facts.finished] == [("Course", "Draw it.")]
    assert facts.finished_hours == pytest.approx(40)
    assert [(one.title, one.begun) for one in facts.coming] == [("Letters", True), ("Leading", False)]
    text, figure = shown(book, "learning", "2025")
    assert "SQL &lt;b&gt;" in text and "“Draw it.”" in text
    assert sum(figure.data[0].y) == pytest.approx(40)


def test_nothing_later_than_the_day_is_told(book):
    """What is planned or finished tomorrow is not known today; what began by then is, even if written down later."""
    before = chapter(book, "learning", "2025-03", TENTH)
    book.change(LearningItem, "course", {"done_on": "2025-03-11", "hours": 3}, when=datetime(2025, 3, 11, tzinfo=UTC))
    book.add(LearningItem(title="New", start="2025-05-01", hours=5), when=at_noon(date(2025, 3, 11)))
    assert chapter(book, "learning", "2025-03", TENTH) == before
    book.add(LearningItem(title="Old", start="2025-01-01", hours=5), when=at_noon(date(2025, 6, 1)))
    assert chapter(book, "learning", "2025-03", TENTH).planned == pytest.approx(45)


def test_things_without_hours_are_told_without_a_picture(book):
    """Two years later nothing lies in the year; what is not finished still stands there."""
    facts = chapter(book, "learning", "2027-03", date(2027, 3, 31))
    assert facts.sentence == "Nothing was finished this month; no hours of learning lie in 2027."
    assert (facts.spread, facts.cost) == (None, 0.0)
    assert len(shown(book, "learning", "2027-03", date(2027, 3, 31))) == 1


def test_before_anything_was_planned_the_notebook_is_named(book):
    """A year earlier nothing to learn was written down; a week has no such chapter."""
    assert "10_learning" in chapter(book, "learning", "2024-03").missing
    assert shown(book, "learning", "2025-W10") == ()
