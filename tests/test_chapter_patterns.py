"""The chapter that tells patterns of time in words."""

from datetime import UTC, date, datetime, timedelta

import pytest

from goalkit.metrics.patterns import pattern_sentence, patterns, suggestion
from goalkit.periods import parse_period
from goalkit.records import TimeEntry
from goalkit.reviews.facts import gather
from goalkit.reviews.material import load_material
from goalkit.workbook import init_book

LATER = date(2026, 2, 1)


@pytest.fixture
def book(tmp_path):
    """A new workbook."""
    with init_book(tmp_path / "book", notebooks=False) as made:
        yield made


def log(book, day, minutes=60, clock=9, project="Mail"):
    """One entry that starts at a full hour, UTC."""
    begin = datetime(day.year, day.month, day.day, clock, tzinfo=UTC)
    book.add(TimeEntry(start_utc=begin, end_utc=begin + timedelta(minutes=minutes), project=project))


def told(book, period, as_of=LATER):
    """The chapter's facts in the review of a period."""
    return gather(book, parse_period(period), as_of).chapters["patterns"]


def test_without_time_one_line_names_the_notebook(book):
    """Nothing written, and a month before anything was."""
    assert told(book, "2025-03").missing.endswith("log an hour in the notebook 06_log_time.")
    log(book, date(2025, 4, 1))
    assert told(book, "2025-03").missing
    assert told(book, "2025-03").patterns == ()


def test_a_first_month_says_when_there_will_be_a_usual(book):
    """One entry: patterns without a usual number, and the weeks that it takes."""
    log(book, date(2025, 3, 5))
    part = told(book, "2025-03")
    assert part.sentence.endswith("what is usual for you can be told once four weeks lie before it.")
    assert {one.usual for one in part.patterns} == {None}


@pytest.mark.parametrize("period", ["2025-03", "2025-Q2", "2026"])
def test_each_pattern_has_number_usual_and_one_suggestion(book, period):
    """The numbers, sentences and suggestions are those that the metric gives, and the opening counts them."""
    for week in range(60):
        log(book, date(2025, 1, 7) + timedelta(weeks=week), 60 + week)
    log(book, date(2025, 3, 20), 120, clock=20)
    part = told(book, period)
    material = load_material(book, parse_period(period), LATER)
    days = material.now.start, material.now.end
    found = patterns(material.diary, *days, material.against(*days))
    assert [(one.kind, one.number, one.text, one.suggestion) for one in part.patterns] == [
        (one.kind, one.number, pattern_sentence(one), suggestion(one)) for one in found
    ]
    assert all(one.usual is not None and one.weeks >= 4 and one.suggestion for one in part.patterns)
    assert "usual" in part.sentence


def test_nothing_later_is_told_in_the_middle_of_a_month(book):
    """What was logged after as_of changes no pattern."""
    for week in range(8):
        log(book, date(2025, 1, 7) + timedelta(weeks=week))
    log(book, date(2025, 3, 4))
    early = told(book, "2025-03", date(2025, 3, 9))
    log(book, date(2025, 3, 11), 300, clock=19)
    assert told(book, "2025-03", date(2025, 3, 9)) == early


def test_a_week_has_no_such_chapter(book):
    """It stays short."""
    assert "patterns" not in gather(book, parse_period("2025-W10"), LATER).chapters
