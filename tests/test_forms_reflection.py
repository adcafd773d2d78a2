"""Looking back: the questions of a year, resumed and changed, last year's answers beside them; the theme; what is there so far."""

from datetime import date

import pytest
from filling import complaints, fill, save

from goalkit import forms
from goalkit.forms.journey import STOPS, next_words, written
from goalkit.forms.reflection import year_to_open
from goalkit.records import Goal, LookBack, Theme
from goalkit.records.reflection import QUESTIONS
from goalkit.workbook import init_book


@pytest.fixture
def book(tmp_path):
    """A new workbook."""
    with init_book(tmp_path / "book", notebooks=False) as opened:
        yield opened


@pytest.fixture
def year(book):
    """The year that one opens now."""
    return year_to_open(book.today())


def test_the_year_one_opens_is_the_next_from_november_on():
    """October still belongs to this year."""
    assert [year_to_open(date(2025, month, 5)) for month in (1, 10, 11, 12)] == [2025, 2025, 2026, 2026]


def test_answers_are_kept_and_gone_on_with(book, year):
    """Saved with a count; the notebook opened again shows them, and a second save changes that one."""
    form = forms.look_back_form(book)
    fill(form, learned="slow is fine")
    assert save(form) == f"Saved: your look back for {year}, 1 of {len(QUESTIONS)} questions answered"
    again = forms.look_back_form(book)
    assert again["learned"].value == "slow is fine"
    fill(again, gratitude="rain")
    save(again)
    (kept,) = book.records(LookBack)
    assert (kept.learned, kept.gratitude, kept.year) == ("slow is fine", "rain", year)


def test_what_was_typed_and_not_saved_is_there_again(book):
    """A kernel that died before Save leaves a draft that the next form shows."""
    form = forms.look_back_form(book)
    fill(form, learned="half a thou")
    form.drafting.flush()
    assert forms.look_back_form(book)["learned"].value == "half a thou"
    assert book.records(LookBack) == []


@pytest.mark.parametrize("typed", ["1820", "soon"])
def test_a_year_that_is_none_is_told(book, typed):
    """What was typed is named."""
    form = forms.look_back_form(book)
    fill(form, year=typed)
    save(form)
    assert typed in complaints(form)["year"]
    assert book.records(LookBack) == []


def test_the_answers_of_the_year_before_stand_beside(book, year):
    """Question and answer as text; without any a kind sentence."""
    form = forms.look_back_form(book)
    beside = forms.earlier_answers(book, form)
    assert beside.texts == ["Next year, what you write now will stand here."]
    book.add(LookBack(year=year - 1, day=date(year - 2, 12, 30), learned="to <b>wait</b>\nand see", setbacks="flu"))
    beside.refresh()
    assert beside.texts[0] == f"What you wrote for {year - 1}, on 30 December {year - 2}:"
    assert beside.texts[1:] == ["Setbacks, and their lesson", "flu", "What I learned", "to <b>wait</b>\nand see"]
    fill(form, year=str(year - 1))
    assert len(beside.texts) == 1


def test_a_theme_is_kept_once_a_year_and_can_be_changed(book, year):
    """The form shows the theme that is there; a second one for the year is refused by its way out."""
    form = forms.theme_form(book)
    fill(form, theme="adventure")
    assert save(form) == f"Saved: “adventure” for {year}"
    again = forms.theme_form(book)
    fill(again, theme="fewer, better")
    save(again)
    assert [theme.theme for theme in book.records(Theme)] == ["fewer, better"]
    other = forms.theme_form(book)
    other.edit("")
    fill(other, year=str(year), theme="third")
    assert "already" in save(other)
    assert len(book.records(Theme)) == 1


def test_a_theme_needs_its_words(book):
    """Nothing is kept without."""
    form = forms.theme_form(book)
    save(form)
    assert complaints(form) == {"theme": "please fill this in"}


def test_the_year_so_far_counts_what_each_notebook_holds(book):
    """A line a notebook, and the first bare one comes next; a full one needs nothing."""
    assert next_words(book).startswith("Next could be 02_look_back")
    book.add(Theme(year=2031, theme="calm"))
    for number in range(2):
        book.add(Goal(title=f"g{number}", start="2031-01-01", due="2031-12-31"))
    table = written(book).set_index("Notebook")["Written so far"]
    assert table["02_look_back"] == "1 theme"
    assert table["04_goals"] == "2 goals"
    assert next_words(book).startswith("Next could be 03_direction")
    assert "2 goals" in forms.year_so_far(book).html


def test_every_stop_is_a_notebook(root):
    """The names are those of files."""
    assert [stop.notebook for stop in STOPS if not (root / "notebooks" / f"{stop.notebook}.ipynb").is_file()] == []
