"""The chapter on feelings: trends beside hours, shares kept, a pattern only where numbers carry it, kind words."""

from datetime import date, timedelta

import pytest
from chapters_made import at_noon, berlin_book, chapter, shown

from goalkit.records import CheckIn, TimeEntry
from goalkit.reviews.chapters.feelings import KeptRhythm, Quote

FIRST = date(2025, 3, 1)


@pytest.fixture
def book(tmp_path):
    """An empty workbook."""
    with berlin_book(tmp_path) as made:
        yield made


def check_in(book, *energies, first=FIRST, **more):
    """Daily check-ins in a row."""
    for number, energy in enumerate(energies):
        book.add(CheckIn(day=first + timedelta(days=number), energy=energy, **more))


def log(book, day, minutes):
    """Time on a day, from noon."""
    begin = at_noon(day)
    book.add(TimeEntry(start_utc=begin, end_utc=begin + timedelta(minutes=minutes), project="Desk"))


def test_a_month_has_the_means_and_their_days(book):
    """Energy falls and rises again; the picture has a line and, beneath it, the hours."""
    check_in(book, 4, 4, 4, 4, 1, 1, 1, 1, 1, 1, 1, 5, 5)
    log(book, date(2025, 3, 5), 120)
    facts = chapter(book, "feelings", "2025-03")
    (energy,) = facts.trends
    assert (energy.high, energy.high_day, energy.low, energy.low_day) == (4.0, date(2025, 3, 4), 1.0, date(2025, 3, 11))
    assert facts.sentence == (
        "As a mean of seven days, energy was lowest on 11 March 2025, 1 of 5, and highest on 4 March 2025, 4."
    )
    assert facts.kept == (KeptRhythm("daily", 13, 31),)
    _, figure = shown(book, "feelings", "2025-03")
    assert [trace.name for trace in figure.data] == ["energy", "hours a day"]
    assert "hours a day" in figure.layout.meta["alt"]


def test_three_readings_are_too_few_for_a_trend(book):
    """No line is drawn; what is missing is said."""
    check_in(book, 4, 4, 4)
    facts = chapter(book, "feelings", "2025-03")
    assert facts.sentence == "Three check-ins were kept this month; a trend appears with four days within a week."
    assert len(shown(book, "feelings", "2025-03")) == 1


def test_what_runs_together_is_told_with_its_days_and_no_cause(book):
    """Thirty days on which much time goes with little energy; a year tells it, too."""
    for number in range(30):
        long = number % 2
        check_in(book, 2 if long else 4, first=FIRST + timedelta(days=number))
        log(book, FIRST + timedelta(days=number), 300 if long else 60)
    for period in ("2025-03", "2025"):
        one = chapter(book, "feelings", period).together
        assert (one.feeling, one.days, one.more_days, one.fewer_days) == ("energy", 30, 15, 15)
        assert (one.more_mean, one.fewer_mean) == (2.0, 4.0)
    text = shown(book, "feelings", "2025-03")[0]
    assert "Over these 30 days the two ran together; that does not say why." in text


def test_words_to_oneself_are_quoted_back_the_latest_first(book):
    """Two of each at most, as text, cut where they are very long."""
    texts = ("Rain", "", "<b>Tea</b>", "long " * 100)
    for number, text in enumerate(texts):
        check_in(book, 3, first=FIRST + timedelta(days=number), gratitude=text, kind_words=text)
    facts = chapter(book, "feelings", "2025-03")
    assert facts.gratitude[1] == Quote(date(2025, 3, 3), "“<b>Tea</b>”")
    assert len(facts.gratitude) == 2
    assert len(facts.kind_words[0].text) <= 242
    assert "&lt;b&gt;Tea&lt;/b&gt;" in shown(book, "feelings", "2025-03")[-1]


def test_nothing_later_than_the_day_is_told(book):
    """Tomorrow's check-in and hours change nothing today."""
    check_in(book, 4, 3, 4, 3, 4)
    before = chapter(book, "feelings", "2025-03", date(2025, 3, 5))
    check_in(book, 1, first=date(2025, 3, 6), gratitude="Later")
    log(book, date(2025, 3, 6), 600)
    assert chapter(book, "feelings", "2025-03", date(2025, 3, 5)) == before


def test_a_month_without_a_check_in_names_the_notebook(book):
    """Before the first one, and in a month that has none; the core section on rhythm names it, too."""
    check_in(book, 4, 3, 4, 3, 4)
    for period in ("2025-02", "2025-04"):
        assert "12_progress" in chapter(book, "feelings", period).missing
    assert shown(book, "feelings", "2025-W10") == ()
