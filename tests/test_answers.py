"""The questions at the end of a review: which ones, about what, resumed and changed; last time's answers beside them."""

from datetime import date, timedelta

import pytest
from filling import complaints, displayed, fill, restarted, save

from goalkit import forms
from goalkit.errors import GoalkitError
from goalkit.metrics.answers import answers_before, answers_to, period_to_answer, questions
from goalkit.periods import parse_period, period_of
from goalkit.records import ReviewAnswer, Settings
from goalkit.records.reviews import ANSWERS, QUESTIONS
from goalkit.workbook import init_book

MARCH = parse_period("2025-03")


@pytest.fixture
def book(tmp_path):
    """A new workbook."""
    with init_book(tmp_path / "book", notebooks=False) as opened:
        yield opened


@pytest.fixture
def last_month(book):
    """The month that was over last."""
    return period_of(book.today(), "month").previous()


def answer(book, period, day=date(2025, 4, 1), **texts):
    """Answers about a period."""
    return book.add(ReviewAnswer(period=period, day=day, **texts))


# --- which ones


@pytest.mark.parametrize("typed", ["2025-q1", "2025-W10", "2025", " 2025-03 "])
def test_a_period_is_kept_by_its_own_name(typed):
    """Written small or with blanks around it, it is the same period."""
    assert ReviewAnswer(period=typed, day=date(2025, 4, 1)).period == typed.strip().upper()


@pytest.mark.parametrize(
    ("typed", "told"),
    [("March", "'March' is not understood"), ("2025-13", "does not exist"), ("2025-03-14", "is a single day; give")],
)
def test_what_is_no_period_to_review_is_told(book, typed, told):
    """What was typed is named, with what was expected."""
    form = forms.review_answer_form(book)
    fill(form, period=typed)
    save(form)
    assert told in complaints(form)["period"]
    assert book.records(ReviewAnswer) == []


def test_each_kind_of_period_has_three_or_four_questions():
    """All are fields of the record, and none is asked nowhere."""
    assert {kind: len(asked) for kind, asked in QUESTIONS.items()} == {"week": 3, "month": 4, "quarter": 4, "year": 4}
    assert {name for asked in QUESTIONS.values() for name in asked} == set(ANSWERS)
    assert questions(parse_period("2025-W10")) == ("What stays", "What goes", "First step")
    assert questions(parse_period("2025-03-14")) == ()


# --- what was answered


def test_nothing_written_answers_nothing(book):
    """An empty frame, and a record in which no question is answered, give None; a month is asked for first."""
    frame = book.frame(ReviewAnswer)
    assert (answers_to(frame, MARCH), answers_before(frame, MARCH)) == (None, None)
    assert period_to_answer(frame, date(2025, 4, 1)) == MARCH
    answer(book, "2025-03")
    answer(book, "2025-02")
    frame = book.frame(ReviewAnswer)
    assert (answers_to(frame, MARCH), answers_before(frame, MARCH)) == (None, None)


def test_the_time_before_is_the_latest_earlier_one_of_the_kind(book):
    """January, since February has no answers; neither April, a week, nor the quarter."""
    for period in ("2025-01", "2024-12", "2025-04", "2025-W09", "2024-Q4"):
        answer(book, period, stays=f"from {period}", friend="rest")
    before = answers_before(book.frame(ReviewAnswer), MARCH)
    assert (before.title, before.day) == ("January 2025", date(2025, 4, 1))
    assert [(one.question, one.text) for one in before.answers] == [
        ("What stays", "from 2025-01"),
        ("What you would tell a friend", "rest"),
    ]


def test_what_is_asked_next_is_of_the_kind_that_was_answered_last(book):
    """Somebody who looks at weeks is asked for the week that is over, by their own week."""
    answer(book, "2025-02", day=date(2025, 3, 1), stays="x")
    answer(book, "2025-W10", day=date(2025, 3, 10), stays="x")
    frame = book.frame(ReviewAnswer)
    assert period_to_answer(frame, date(2025, 3, 19)).name == "2025-W11"
    assert period_to_answer(frame, date(2025, 3, 16), week_start=6).start == date(2025, 3, 9)


# --- the form


def test_the_form_opens_with_the_latest_month_and_is_gone_on_with(book, last_month):
    """Saved with a count; opened again it shows them, and a second save changes that one."""
    form = forms.review_answer_form(book)
    assert form["period"].value == last_month.name
    assert displayed(form) == {"period", "day", *QUESTIONS["month"]}
    fill(form, stays="Fridays", friend="\U0001f331 slow is fine")
    assert save(form) == f"Saved: your answers for {last_month.title}, 2 of 4 questions"
    again = restarted(forms.review_answer_form, book)
    assert again["stays"].value == "Fridays"
    fill(again, goes="mornings")
    save(again)
    (kept,) = book.records(ReviewAnswer)
    assert (kept.period, kept.stays, kept.goes) == (last_month.name, "Fridays", "mornings")


def test_another_period_can_be_chosen_and_has_its_own_questions(book):
    """A week asks for a first step and leaves out the rest; a year asks what is expected."""
    form = forms.review_answer_form(book)
    assert "2025-W10" not in form["period"].options
    fill(form, period="2025-W10")
    assert displayed(form) == {"period", "day", *QUESTIONS["week"]}
    fill(form, period="2024")
    assert displayed(form) == {"period", "day", *QUESTIONS["year"]}
    fill(form, expect="A team of three")
    assert save(form) == "Saved: your answers for 2024, 1 of 4 questions"


def test_a_new_one_begins_with_a_period_that_is_not_answered(book, last_month):
    """Beside the answered month the one before is offered; answering it twice is refused with the way out."""
    answer(book, last_month.name, day=book.today(), stays="x")
    form = forms.review_answer_form(book)
    assert form.record_id
    form.edit("")
    assert form["period"].value == last_month.previous().name
    fill(form, period=last_month.name, stays="y")
    assert "already; change that one instead" in save(form)


def test_the_form_of_a_review_is_about_its_period(book):
    """Given a period it opens with that one, by the person's own week, and keeps its draft apart."""
    book.change(Settings, "settings", week_start="Sunday")
    answer(book, "2025-W10", stays="x")
    assert forms.review_answer_form(book, "2025-W10")["stays"].value == "x"
    form = forms.review_answer_form(book, "2025-03")
    assert form["period"].value == "2025-03"
    fill(form, stays="half a thou")
    form.drafting.flush()
    assert forms.review_answer_form(book)["stays"].value != "half a thou"
    assert forms.review_answer_form(book, "2025-03")["stays"].value == "half a thou"
    with pytest.raises(GoalkitError, match="'soon' is not understood"):
        forms.review_answer_form(book, "soon")


def test_last_times_answers_stand_beside_and_follow_the_form(book, last_month):
    """Question and answer as text; without any, or for no period at all, a kind sentence."""
    form = forms.review_answer_form(book)
    beside = forms.answers_before(book, form)
    assert beside.texts == ["Next time, what you write now will stand here, to see whether it came true."]
    day = book.today() - timedelta(days=40)
    answer(book, last_month.previous().name, day=day, stays="<b>tea</b>\nand air")
    beside.refresh()
    assert beside.texts == [
        f"What you wrote for {last_month.previous().title}, on {day:%-d %B %Y}:",
        "What stays",
        "<b>tea</b>\nand air",
    ]
    fill(form, period="sometime")
    assert len(beside.texts) == 1
