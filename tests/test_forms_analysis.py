"""Hours by what one asks for: the same numbers as everywhere, and kind words for what cannot be read."""

import pytest

from goalkit import forms
from goalkit.metrics.hours import totals
from goalkit.records import Settings
from goalkit.workbook import init_book, open_book


@pytest.fixture
def sample():
    """The copy of the sample that notebooks run on."""
    with open_book() as book:
        yield book


def test_the_sum_is_that_of_the_log(sample):
    """Over all days the hours of a year's goals come to what the entries hold."""
    found = forms.hours_of(sample, "2025", ["goal"])
    assert found["Hours"].sum() == pytest.approx(totals(sample.entries()).attributed_hours, abs=0.05)
    assert found["Goal"].iloc[0] == "(no goal)"
    assert found["Hours"].is_monotonic_decreasing


def test_two_keys_and_a_word_narrow_it(sample):
    """Months stay in their order; a word that nobody used leaves nothing and says where to go."""
    found = forms.hours_of(sample, "2025-Q1", ["month", "project"])
    assert found["Month"].drop_duplicates().tolist() == ["2025-01", "2025-02", "2025-03"]
    nothing = forms.hours_of(sample, "2025", ["goal"], "no such word anywhere")
    assert nothing.empty
    assert "notebook 06" in nothing.attrs["said"]


def test_the_view_follows_what_is_chosen(sample):
    """A new period changes sentence and table; the same key twice counts once."""
    view = forms.hours_view(sample, "2025-03")
    before = view.said.value
    view.period.value = "2025-04"
    assert view.said.value != before
    assert "April 2025" in view.html
    view.then_by.value = view.by.value
    assert view.html.count("<th ") == 2


def test_a_period_that_is_none_is_said_and_shows_no_numbers(sample):
    """The message names what was typed and what is expected."""
    view = forms.hours_view(sample)
    view.period.value = "2025-13"
    assert "'2025-13' does not exist" in view.said.value
    assert view.html == ""


def test_an_empty_workbook_has_a_sentence(tmp_path):
    """No entries, no table."""
    with init_book(tmp_path / "book", notebooks=False) as book:
        book.change(Settings, "settings", zone="Europe/Berlin")
        assert forms.hours_view(book).html == ""
