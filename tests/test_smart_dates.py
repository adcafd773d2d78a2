"""Dates in a goal sentence: which day ends it, which begins it, what is no date, what is not guessed."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goalkit.smart import read_goal
from goalkit.smart.calendar_names import add_months, easter

MONDAY = date(2026, 1, 12)
DUE = {
    "by June": "2026-06-30",
    "in June": "2026-06-30",
    "until June": "2026-06-30",
    "June 2027": "2027-06-30",
    "by June of 2027": "2027-06-30",
    "by June 3rd": "2026-06-03",
    "by 3 June 2026": "2026-06-03",
    "by March 3, 2027": "2027-03-03",
    "by the 20th of August": "2026-08-20",
    "by the first of July": "2026-07-01",
    "by the 20th": "2026-01-20",
    "by the 5th": "2026-02-05",
    "by 6/2026": "2026-06-30",
    "by 2026-06": "2026-06-30",
    "by 2026-09-30": "2026-09-30",
    "by 2026/02/27": "2026-02-27",
    "by 30.09.2026": "2026-09-30",
    "until 12.6.": "2026-06-12",
    "by 30/09/2026": "2026-09-30",
    "by 9/30/2026": "2026-09-30",
    "by 5/5/2026": "2026-05-05",
    "by 30/6": "2026-06-30",
    "by Sept '27": "2027-09-30",
    "by the end of June": "2026-06-30",
    "before June": "2026-05-31",
    "before the end of April": "2026-04-30",
    "by the beginning of June": "2026-06-01",
    "early June": "2026-06-10",
    "mid-May": "2026-05-15",
    "by mid-year": "2026-06-30",
    "late June": "2026-06-30",
    "by January": "2026-01-31",
    "by Jan 5": "2027-01-05",
    "by Jan 12": "2026-01-12",
    "by decembr": "2026-12-31",
    "by Septmber 2027": "2027-09-30",
    "by Q3": "2026-09-30",
    "in Q2 2027": "2027-06-30",
    "2027-Q2": "2027-06-30",
    "by the end of the second quarter": "2026-06-30",
    "in H1": "2026-06-30",
    "in the second half of the year": "2026-12-31",
    "by week 20": "2026-05-17",
    "in 2026": "2026-12-31",
    "by 2030": "2030-12-31",
    "by the end of 2027": "2027-12-31",
    "by end of year": "2026-12-31",
    "by the end of the year": "2026-12-31",
    "by year-end": "2026-12-31",
    "by year's end": "2026-12-31",
    "by EOY": "2026-12-31",
    "this week": "2026-01-18",
    "this quarter": "2026-03-31",
    "next month": "2026-02-28",
    "by the end of next month": "2026-02-28",
    "by the end of next year": "2027-12-31",
    "for the rest of the year": "2026-12-31",
    "by Friday": "2026-01-16",
    "by Monday": "2026-01-12",
    "by next Friday": "2026-01-23",
    "by COB Friday": "2026-01-16",
    "by tomorrow": "2026-01-13",
    "until spring": "2026-03-20",
    "by summer 2027": "2027-06-21",
    "before summer": "2026-06-20",
    "this spring": "2026-06-20",
    "by the end of summer": "2026-09-21",
    "by the end of winter": "2026-03-19",
    "by winter": "2026-12-21",
    "by Easter": "2026-04-05",
    "by Christmas": "2026-12-25",
    "by New Year's Eve": "2026-12-31",
    "in 6 weeks": "2026-02-23",
    "in the next ten weeks": "2026-03-23",
    "for 6 weeks": "2026-02-23",
    "within half a year": "2026-07-12",
    "within 90 days": "2026-04-12",
    "in 10 working days": "2026-01-26",
    "in a fortnight": "2026-01-26",
    "in a year": "2027-01-12",
    "a year from now": "2027-01-12",
    "in one and a half years": "2027-07-12",
    "in a year and a half": "2027-07-12",
    "in two weeks' time": "2026-01-26",
    "within the next year": "2027-01-12",
    "within five years": "2031-01-12",
    "no later than 15 March": "2026-03-15",
    "by the end of last year": "2025-12-31",
}
NO_DATE = (
    "by my 40th birthday", "by then", "by hand", "by 20 %", "by 5 pm", "by 9", "by reading", "by my boss",
    "every Sunday", "on Fridays", "twice a month", "a book per quarter", "for 10 hours a week", "in 55 minutes",
    "24/7", "version 2.0", "in 2000 words", "the 2025 books", "since 2019", "from March on", "one day", "soon",
    "every invoice within 3 days", "this semester", "by the end of the school year", "the spring launch",
    "the Q3 launch", "for the Christmas market", "I may want to march", "in the Dry January challenge",
    "like the client we lost in November", "within six months of graduating", "by Friday week", "in 9999 years",
)  # fmt: skip

# What names no year, and no part of a period that may be past while the period isn't.
WITHOUT_YEAR = [
    words
    for words in sorted(DUE)
    if not any(year in words for year in ("20", "'27", "last year"))
    or words in ("by the 20th", "by the 20th of August")
]


@pytest.mark.parametrize(("words", "day"), DUE.items())
def test_a_day_by_which_is_read(words, day):
    """On Monday, 12 January 2026, each way to say a date ends the goal on this day, in capitals, too."""
    for sentence in (f"Read 12 books {words}", f"Read 12 books {words} to relax", f"read 12 books {words}".upper()):
        assert read_goal(sentence, MONDAY).due == date.fromisoformat(day), sentence


@pytest.mark.parametrize("words", NO_DATE)
def test_what_is_no_date_stays_none(words):
    """Clock times, versions, rhythms, ages, names and what only one's own calendar knows give no due date."""
    assert read_goal(f"Work {words}", MONDAY).due is None


def test_the_words_a_date_was_read_from_are_told():
    """The form can say: read from “by the end of Q3”."""
    goal = read_goal("Spend 100 hours on SQL by the end of Q3.", MONDAY)
    assert goal.read_from["due"].text == "by the end of Q3"
    assert goal.sentence[goal.read_from["due"].start : goal.read_from["due"].end] == "by the end of Q3"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("by 06/07/2026", "can be 6 July or 7 June"),
        ("by 6/7", "can be 6 July or 7 June"),
        ("by 31 June", "“31 June” is no day of the calendar"),
        ("by 2026-02-30", "“2026-02-30” is no day"),
        ("by 29 February", "only in leap years"),
        ("in a few weeks", "“in a few weeks” is no day yet"),
    ],
)
def test_a_date_that_cannot_be_told_is_asked_for(words, told):
    """What can be read in two ways, or is no day, is never guessed: the question names it."""
    goal = read_goal(f"Hand in my thesis {words}", MONDAY)
    assert goal.due is None
    assert told in goal.asks["due"]
    assert goal.title == "Hand in my thesis"


@pytest.mark.parametrize(
    ("sentence", "start", "due"),
    [
        ("Book 8 meetings a month from February to July", "2026-02-01", "2026-07-31"),
        ("Write daily from November to February", "2026-11-01", "2027-02-28"),
        ("Between March and May, write 4 articles", "2026-03-01", "2026-05-31"),
        ("From 1 Feb to 30 June go to the gym", "2026-02-01", "2026-06-30"),
        ("Starting in March, publish two posts a month until July", "2026-03-01", "2026-07-31"),
        ("Run every day after 1 May until 31 May", "2026-05-02", "2026-05-31"),
    ],
)
def test_a_start_is_read_too(sentence, start, due):
    """A range gives both ends; the end is never before the start."""
    goal = read_goal(sentence, MONDAY)
    assert (goal.start, goal.due) == (date.fromisoformat(start), date.fromisoformat(due))


def test_a_date_within_the_reason_does_not_end_the_goal():
    """“So that the book comes out in May” is no deadline; “by” is, wherever it stands."""
    early = read_goal("Translate 15 pages a week for the next ten weeks so that the book comes out in May", MONDAY)
    assert early.due == date(2026, 3, 23)
    assert read_goal("Reach B2 so that I can talk to patients by June 2027", MONDAY).due == date(2027, 6, 30)


def test_a_reading_that_can_be_meant_otherwise_says_so():
    """Seasons, next Friday and months with a slip of the finger tell how they were read."""
    assert "20 March to 20 June" in read_goal("Lose 5 kg until spring", MONDAY).notes[0]
    assert "23 January" in read_goal("Call Ada by next Friday", MONDAY).notes[0]
    assert read_goal("Read 12 books by decembr", MONDAY).notes == ("“decembr” is read as December.",)


def test_easter_falls_on_the_days_of_the_tables():
    """Early, late and ordinary years of the western Easter."""
    assert [easter(year) for year in (2008, 2011, 2026, 2027, 2038)] == [
        date(2008, 3, 23), date(2011, 4, 24), date(2026, 4, 5), date(2027, 3, 28), date(2038, 4, 25),
    ]  # fmt: skip


def test_months_are_added_to_the_last_day_there_is():
    """A month after 31 January is the last day of February; twelve months after 29 February are 28 February."""
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2028, 2, 29), 12) == date(2029, 2, 28)


@settings(deadline=None)
@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.sampled_from(WITHOUT_YEAR))
def test_a_date_without_a_year_is_never_past(as_of, words):
    """From any day on, what names no year and no past period lies today or later, within some five years."""
    due = read_goal(f"Read 12 books {words}", as_of).due
    if due is not None:
        assert as_of <= due <= as_of + timedelta(days=1900)


@settings(deadline=None)
@given(st.dates(date(1, 1, 1), date(9999, 12, 31)), st.sampled_from([*sorted(DUE), *NO_DATE]))
def test_the_ends_of_the_calendar_break_nothing(as_of, words):
    """In the year 1 and in the year 9999 a sentence is read, with or without its date."""
    read_goal(f"Read 12 books {words}", as_of)
