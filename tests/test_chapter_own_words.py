"""A person's own words beneath the first screen: an affirmation in turn, the answer of the month, the theme."""

from datetime import date, timedelta

import pytest
from direction_made import LATER, shown, told

from goalkit.metrics.own_words import OF_THE_MONTH, fitting_question, turn
from goalkit.periods import parse_period
from goalkit.records import Affirmation, LookBack, Theme
from goalkit.records.reflection import QUESTIONS
from goalkit.reviews import sections
from goalkit.reviews.facts import gather
from goalkit.workbook import init_book

MONTHS = [f"2025-{month:02d}" for month in range(1, 13)]


@pytest.fixture
def book(tmp_path):
    """A new workbook."""
    with init_book(tmp_path / "book", notebooks=False) as made:
        yield made


@pytest.fixture
def words(book):
    """Three affirmations, one of them retired in June, and a look back that answers four questions."""
    book.add(Affirmation(text="I ask early.", day=date(2025, 1, 4)))
    book.add(Affirmation(text="My evenings are mine.", day=date(2025, 1, 5), retired_on=date(2025, 6, 29)))
    book.add(Affirmation(text="I begin again.", day=date(2025, 8, 31)))
    answers = {"missed": "Writing", "holds_back": "Waiting", "learned": "Slowly", "gratitude": "Soup"}
    book.add(LookBack(year=2025, day=date(2025, 1, 4), **answers))
    return book


@pytest.mark.parametrize("name", ["2025", "2025-Q4", "2025-02", "2024-12", "2025-W10", "2020-W53", "2025-03-14"])
def test_the_next_period_has_the_next_number(name):
    """Across months, years and the weeks of a long year alike."""
    period = parse_period(name)
    assert turn(period.following()) == turn(period) + 1


def test_affirmations_take_turns_month_by_month(words):
    """Two are in use in spring, one in July, two from September on; each comes again after the others."""
    said = {month: told(words, "own_words", month).affirmation for month in MONTHS}
    assert {said["2025-02"], said["2025-03"]} == {"I ask early.", "My evenings are mine."}
    assert said["2025-02"] == said["2025-04"]
    assert said["2025-07"] == "I ask early."
    assert {said["2025-09"], said["2025-10"]} == {"I ask early.", "I begin again."}


def test_one_that_is_written_or_retired_tomorrow_is_as_it_is_today(words):
    """On 28 June the retired one is still in use, on 30 August the new one is not there."""
    assert told(words, "own_words", "2025-06", date(2025, 6, 28)).affirmations == 2
    assert told(words, "own_words", "2025-06").affirmations == 1
    assert told(words, "own_words", "2025-08", date(2025, 8, 30)).affirmations == 1
    assert told(words, "own_words", "2025-08").affirmations == 2


def test_a_month_quotes_the_answer_to_its_question(words):
    """January asks what was missed, March what holds back; April's has no answer and waits for the next that has."""
    quoted = {month: told(words, "own_words", month).answer for month in MONTHS}
    assert quoted["2025-01"].text == "Writing"
    assert (quoted["2025-03"].question, quoted["2025-03"].text) == ("What holds me back", "Waiting")
    assert quoted["2025-04"] == quoted["2025-07"] == quoted["2025-01"]
    assert quoted["2025-08"].text == "Soup"
    assert quoted["2025-12"].text == "Writing"
    assert quoted["2025-12"].written_on == date(2025, 1, 4)


def test_each_question_has_its_month():
    """All eleven questions come in a year, the one about wishes twice; without answers there is none."""
    assert set(OF_THE_MONTH) == set(QUESTIONS)
    answered = dict.fromkeys(QUESTIONS, "x")
    assert tuple(fitting_question(month, answered) for month in range(1, 13)) == OF_THE_MONTH
    assert fitting_question(5, {}) == ""


def test_only_a_month_quotes_an_answer_and_only_of_its_own_year(words):
    """Weeks, quarters and years have the affirmation alone; so has a month of the year before."""
    for period in ("2025-W10", "2025-Q1", "2025"):
        assert told(words, "own_words", period).answer is None
    words.add(LookBack(year=2026, day=date(2025, 12, 31), learned="Pauses have dates"))
    assert told(words, "own_words", "2025-12").answer.text == "Writing"
    assert told(words, "own_words", "2026-01", LATER).answer.text == "Pauses have dates"


def test_nothing_that_was_written_later_is_quoted(words):
    """Before 4 January nothing is known, and one line names both notebooks."""
    part = told(words, "own_words", "2025-01", date(2025, 1, 3))
    assert part.missing.endswith("the notebook 03_direction, in turn, and what you answered in 02_look_back.")
    assert (part.affirmation, part.answer) == ("", None)


def test_the_sentence_says_where_the_words_come_from(words):
    """How many take turns, and when the answer was written."""
    assert told(words, "own_words", "2025-03").sentence == (
        "One of your two affirmations, in turn. You wrote the answer on 4 January 2025."
    )
    assert told(words, "own_words", "2025-W30").sentence == "Your affirmation."
    text, _ = shown(words, "own_words", "2025-03")
    assert "What holds me back Waiting" in text


def test_the_theme_of_the_year_stands_in_the_title_line(book):
    """In each review of its year, a week that began in December included; without one the title stands alone."""
    book.add(Theme(year=2025, theme="Fewer <b>, better"))
    for period in ("2025", "2025-03", "2025-W01"):
        facts = gather(book, parse_period(period), LATER)
        assert facts.theme == "Fewer <b>, better"
        assert "theme “Fewer &lt;b&gt;, better”" in sections.first_screen(facts).parts[0]
    without = gather(book, parse_period("2024-12"), LATER)
    assert without.theme == ""
    assert "theme" not in sections.first_screen(without).parts[0]


def test_three_affirmations_come_every_third_week(book):
    """Week by week, each of three affirmations comes every third time."""
    for number in range(3):
        book.add(Affirmation(text=str(number), day=date(2025, 1, 1)))
    week, said = parse_period("2025-W02"), []
    while week.start < date(2025, 1, 6) + timedelta(weeks=9):
        said.append(told(book, "own_words", week.name).affirmation)
        week = week.following()
    assert said[:3] * 3 == said
    assert set(said) == {"0", "1", "2"}
