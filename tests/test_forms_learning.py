"""Learning: the form, what it says of the budget, and the picture and table that follow."""

from datetime import date

import pytest
from filling import complaints, fill, save

from goalkit import forms
from goalkit.forms.learning import budget_sentence
from goalkit.records import LearningItem, Settings, Skill
from goalkit.workbook import init_book

YEAR = 2031


@pytest.fixture
def book(tmp_path):
    """A new workbook with a skill."""
    with init_book(tmp_path / "book", notebooks=False) as opened:
        opened.add(Skill(id="sql", name="SQL", wanted=4))
        yield opened


def test_a_course_goes_into_the_workbook_and_picture_and_table_follow(book):
    """31 hours in January are said in words; the skill has its item."""
    form = forms.learning_form(book)
    picture, table = forms.learning_picture(book, form, YEAR), forms.skills_table(book, form)
    assert picture.words.value == f"No hours of learning are planned for {YEAR}."
    fill(form, title="Joins", hours="31", skill_id="sql", start=date(YEAR, 1, 1), end=date(YEAR, 1, 31))
    assert save(form).startswith("Saved: Joins (course, 31 h)")
    assert picture.words.value == f"31.0 h over 1 month of {YEAR}; January has most, 31.0 h."
    assert '<td class="gk-number">31</td>' in table.html
    assert book.records(LearningItem)[0].skill_id == "sql"


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [("hours", "0", "more than 0"), ("hours", "a lot", "is not a number"), ("cost", "-5", "at least 0")],
)
def test_a_number_that_does_not_fit_is_told_beside_it(book, field, typed, told):
    """What was typed and what fits."""
    form = forms.learning_form(book)
    fill(form, title="Joins", **{field: typed})
    assert told in complaints(form)[field]


def test_an_end_before_the_begin_is_told(book):
    """Both days are named, and the way out."""
    form = forms.learning_form(book)
    fill(form, title="Joins", start=date(YEAR, 2, 1), end=date(YEAR, 1, 1))
    assert "swap the two days" in form.whole.value
    save(form)
    assert book.records(LearningItem) == []


def test_the_budget_is_said_with_what_is_planned(book):
    """Spent is what has begun; more than the budget is said, never stopped."""
    assert budget_sentence(book, date(YEAR, 6, 1)) == ""
    book.add(LearningItem(title="a", cost=120, start=date(YEAR, 2, 1)))
    assert budget_sentence(book, date(YEAR, 6, 1)) == "This year's learning costs 120 €."
    book.change(Settings, "settings", learning_budget=200.0, currency="CHF")
    book.add(LearningItem(title="b", cost=99.5, start=date(YEAR, 9, 1)))
    assert budget_sentence(book, date(YEAR, 6, 1)) == (
        "120 CHF of 200 CHF spent this year, 219.50 CHF with what is planned. "
        "That is more than the budget; settings are in notebook 01."
    )


def test_without_skills_the_table_says_where_they_are_written_down(tmp_path):
    """An empty table is a sentence."""
    with init_book(tmp_path / "bare", notebooks=False) as book:
        assert "notebook 03" in forms.skills_table(book, forms.learning_form(book)).html
