"""The chapter of answers: this period's, and what was written the time before, so that one sees whether it came true."""

from datetime import date

import pytest

from goalkit.periods import parse_period
from goalkit.records import ReviewAnswer
from goalkit.reviews import sections
from goalkit.reviews.facts import gather
from goalkit.workbook import init_book

LATER = date(2026, 2, 1)


@pytest.fixture
def book(tmp_path):
    """A new workbook."""
    with init_book(tmp_path / "book", notebooks=False) as opened:
        yield opened


def answer(book, period, day, **texts):
    """Answers about a period, written on a day of 2025."""
    book.add(ReviewAnswer(period=period, day=f"2025-{day}", **texts))


def told(book, period, as_of=LATER):
    """The chapter's facts in the review of a period."""
    return gather(book, parse_period(period), as_of).chapters["answers"]


@pytest.mark.parametrize(
    ("period", "waiting"),
    [
        ("2025-W10", "Three questions wait for you in the notebook 12_progress: what stays, what goes and first step."),
        ("2025-03", "what stays, what goes, first step and what you would tell a friend."),
        ("2025", "what stays, what goes, what you expect and what you would tell a friend."),
    ],
)
def test_without_answers_the_questions_are_named_with_their_notebook(book, period, waiting):
    """One line, with the questions that fit the kind of period."""
    part = told(book, period)
    assert part.missing.endswith(waiting)
    assert (part.sentence, part.now, part.before) == ("", None, None)


@pytest.mark.parametrize(("period", "before"), [("2025-W10", "2025-W08"), ("2025-03", "2025-02"), ("2025", "2023")])
def test_answers_stand_beside_those_of_the_time_before(book, period, before):
    """Given after the end of the period; the earlier ones are of the same kind, however long ago."""
    answer(book, before, "02-25", expect="Calm", goes="Hurry")
    answer(book, period, "12-31", stays="Tea")
    part = told(book, period)
    assert part.sentence == (
        "You answered one question on 31 December 2025. What you wrote last time stands below: did it come true?"
    )
    assert [(one.question, one.text) for one in part.now.answers] == [("What stays", "Tea")]
    assert [one.text for one in part.before.answers] == ["Hurry", "Calm"]
    assert part.before.title == parse_period(before).title
    assert (part.given, part.asked) == (1, 3 if "W" in period else 4)


def test_only_what_was_written_last_time_is_shown_while_this_one_waits(book):
    """The sentence says so, with the notebook; the heading names the month."""
    answer(book, "2025-02", "03-02", first_step="Call\nAda")
    facts = gather(book, parse_period("2025-03"), LATER)
    assert facts.chapters["answers"].sentence == (
        "Four questions wait for you in the notebook 12_progress; this is what you wrote last time, on 2 March 2025."
    )
    (shown,) = sections.chapter(facts, "answers").parts
    assert "<h3>What you wrote for February 2025</h3>" in shown
    assert "Call\nAda" in shown


def test_a_first_answer_has_nothing_to_stand_beside(book):
    """The sentence says what was answered, and no more."""
    answer(book, "2025-03", "04-01", stays="Tea", goes="Hurry")
    part = told(book, "2025-03")
    assert part.sentence == "You answered two questions on 1 April 2025."
    assert part.before is None


def test_nothing_later_is_told_in_the_middle_of_a_period(book):
    """On 10 March neither March's answers of April nor February's of the 12th are known."""
    answer(book, "2025-03", "04-01", stays="Tea")
    answer(book, "2025-02", "03-12", stays="Rain")
    assert told(book, "2025-03", date(2025, 3, 10)).missing
    assert told(book, "2025-03", date(2025, 3, 12)).before.answers[0].text == "Rain"
    answer(book, "2025-01", "03-01", stays="Snow")
    assert told(book, "2025-03", date(2025, 3, 10)).before.answers[0].text == "Snow"


def test_a_day_asks_nothing(book):
    """Its review has no such chapter."""
    assert "answers" not in gather(book, parse_period("2025-03-14"), LATER).chapters
