"""Roadblocks and the days they struck: from the form into the workbook, the plan read back, tables that follow."""

from datetime import timedelta

import pytest
from filling import complaints, displayed, fill, save

from goalkit import forms
from goalkit.forms.obstacles import plan_sentence
from goalkit.records import Roadblock, RoadblockEvent
from goalkit.workbook import init_book


@pytest.fixture
def book(tmp_path):
    """A new workbook."""
    with init_book(tmp_path / "book", notebooks=False) as opened:
        yield opened


TYPED = {"title": "No time", "sort": "work–life balance", "likelihood": 4, "impact": 3}


def test_a_roadblock_with_its_plan_goes_into_the_workbook(book):
    """What was saved is said; the table of plans follows."""
    form = forms.roadblock_form(book)
    table = forms.plans_table(book, after=form)
    fill(form, **TYPED, if_text="it is noon", then_text="write one line")
    assert save(form) == "Saved: No time (work–life balance), with its plan"
    (kept,) = book.records(Roadblock)
    assert (kept.likelihood, kept.impact, kept.then_text) == (4, 3, "write one line")
    assert "write one line" in table.html


def test_kind_and_weight_are_needed(book):
    """A title alone is not enough; each missing one is named."""
    form = forms.roadblock_form(book)
    fill(form, title="No time")
    save(form)
    assert set(complaints(form)) == {"sort", "likelihood", "impact"}
    assert book.records(Roadblock) == []


def test_the_plan_is_read_back_while_it_is_written(book):
    """If … then as one sentence, with a question where it could be clearer."""
    form = forms.roadblock_form(book)
    shown = forms.plan_help(form)
    assert shown.plan.value.startswith("Your plan will be read back")
    fill(form, if_text="I feel tired", then_text="try harder")
    assert shown.plan.value == "If I feel tired, then I will try harder."
    assert "notice" in shown.hints.value
    assert "at once" in shown.hints.value
    fill(form, if_text="it is 16:00", then_text="walk around the block")
    assert shown.hints.value == ""


def test_closing_is_asked_for_only_of_one_that_is_there(book):
    """A new roadblock is not closed yet."""
    form = forms.roadblock_form(book)
    assert "closed_on" not in displayed(form)
    kept = book.add(Roadblock(**TYPED))
    form.refresh()
    form.edit(kept.id)
    assert "closed_on" in displayed(form)


def test_a_day_it_struck_is_kept_and_lesson_and_rate_follow(book):
    """How it worked is asked when the plan was used; the sentence counts it."""
    kept = book.add(Roadblock(**TYPED))
    form = forms.roadblock_event_form(book)
    table, words = forms.lessons_table(book, after=form), forms.plan_words(book, after=form)
    assert words.text == "Nothing struck in the last twelve months, or nothing was noted."
    assert "worked" not in displayed(form)
    fill(form, roadblock_id=kept.id, plan_used=True, worked="partly", lesson="start <smaller>")
    assert save(form) == f"Saved: No time, {book.today()}, plan used"
    assert "start &lt;smaller&gt;" in table.html
    assert words.text.endswith("it worked in 50% of the 1 that you judged (partly counts half).")
    assert len(book.records(RoadblockEvent)) == 1


def test_what_struck_more_than_a_year_ago_is_not_counted(book):
    """Twelve months, the day itself included."""
    kept = book.add(Roadblock(**TYPED))
    book.add(RoadblockEvent(roadblock_id=kept.id, day=book.today() - timedelta(days=365)))
    assert plan_sentence(book).startswith("Nothing struck")


def test_the_map_follows_the_form(book):
    """Empty words first, then the one that was saved."""
    form = forms.roadblock_form(book)
    picture = forms.risk_picture(book, after=form)
    fill(form, **TYPED)
    save(form)
    assert "the heaviest is “No time”" in picture.words.value
