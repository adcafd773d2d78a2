"""The chapter of skills: gaps, what moved, and what there is nothing to learn from."""

from datetime import date

import pytest
from direction_made import shown, told

from goalkit.records import LearningItem, Skill, SkillRating
from goalkit.workbook import init_book


@pytest.fixture
def book(tmp_path):
    """A new workbook."""
    with init_book(tmp_path / "book", notebooks=False) as made:
        yield made


def rate(book, day, **levels):
    """Levels of skills on a day of 2025."""
    for skill, level in levels.items():
        book.add(SkillRating(skill_id=skill, day=f"2025-{day}", level=level))


@pytest.fixture
def skilled(book):
    """SQL with a course, speaking without, drawing as wanted, and one never rated."""
    book.add(Skill(id="sql", name="SQL", wanted=4))
    book.add(Skill(id="talk", name="Speaking", wanted=3, demand=5))
    book.add(Skill(id="draw", name="Drawing", wanted=2))
    book.add(Skill(id="new", name="Negotiating", wanted=5))
    book.add(LearningItem(title="A course", skill_id="sql"))
    rate(book, "01-05", sql=1, talk=2, draw=2)
    rate(book, "05-05", sql=3)
    return book


def test_a_quarter_tells_where_skills_are_and_what_moved(skilled):
    """One of three is there; SQL went from 1 to 3 in the second quarter, which the first did not know."""
    second, first = (told(skilled, "skills", f"2025-Q{number}") for number in (2, 1))
    assert second.sentence == (
        "One of three rated skills is at the level that you want; the widest gap is “SQL”, 3 where 4 is wanted. "
        "“SQL” went from 1 to 3."
    )
    assert (second.short, second.there, second.unrated) == (2, 1, 1)
    assert first.skills[0].level == 1
    assert first.moved == ()


def test_what_moved_earlier_is_not_told_again(skilled):
    """The third quarter has no new rating; the year has the one of May."""
    assert told(skilled, "skills", "2025-Q3").moved == ()
    (moved,) = told(skilled, "skills", "2025").moved
    assert (moved.before, moved.level) == (1, 3)


def test_ratings_after_the_day_it_is_told_on_are_not_known(skilled):
    """On 4 May SQL is at 1."""
    part = told(skilled, "skills", "2025-Q2", date(2025, 5, 4))
    assert (part.skills[0].name, part.skills[0].level, part.moved) == ("SQL", 1, ())


def test_what_nothing_is_learned_for_is_named_with_its_demand(skilled):
    """Speaking lacks something to learn from and is asked for; Negotiating waits for a rating."""
    text, (figure,) = shown(skilled, "skills", "2025-Q2")
    assert "Nothing to learn from is planned yet for Speaking (much asked for); the notebook 10_learning" in text
    assert "One skill waits for a first rating, in the notebook 03_direction." in text
    assert [trace.name for trace in figure.data] == ["wanted", "before", "now"]
    assert [label for label, _ in figure.layout.meta["legend"]] == ["now", "before", "wanted"]
    assert not figure.layout.xaxis.tickvals  # the page thins given ticks and their texts together


def test_one_skill_is_told_in_the_singular(book):
    """On its way, then there."""
    book.add(Skill(id="sql", name="SQL", wanted=2))
    rate(book, "01-05", sql=1)
    rate(book, "05-05", sql=2)
    assert told(book, "skills", "2025-Q1").sentence.startswith(
        "Your rated skill is on its way; the widest gap is “SQL”"
    )
    assert told(book, "skills", "2025-Q2").sentence == (
        "Your rated skill is at the level that you want. “SQL” went from 1 to 2."
    )


def test_without_skills_or_ratings_one_line_names_the_notebook(book):
    """First the skills, then their levels."""
    assert "No skill is written down yet" in told(book, "skills", "2025").missing
    book.add(Skill(name="SQL", wanted=2))
    assert "No skill is rated yet" in told(book, "skills", "2025").missing
