"""The chapter on obstacles: what struck, how the plans did, where the open ones lie; as it was known then."""

from datetime import date

import pytest
from chapters_made import EARLY, at_noon, berlin_book, chapter, shown

from goalkit.records import Roadblock, RoadblockEvent
from goalkit.reviews.chapters.obstacles import Rate, StruckKind

PLAN = {"if_text": "it is eight", "then_text": "I write one line"}
MARCH = date(2025, 3, 5)


@pytest.fixture
def book(tmp_path):
    """A workbook with a roadblock of two kinds, one of them without a plan."""
    with berlin_book(tmp_path) as made:
        made.add(roadblock("evening", "work–life balance", **PLAN), when=EARLY)
        made.add(roadblock("fear", "fear of failure or rejection"), when=EARLY)
        yield made


def roadblock(name, sort, **values):
    """A roadblock by its name."""
    return Roadblock(id=name, title=name.title(), sort=sort, likelihood=3, impact=4, **values)


def strike(book, name, day, *, used=False, worked=None, lesson=""):
    """A day on which it struck."""
    book.add(RoadblockEvent(roadblock_id=name, day=day, plan_used=used, worked=worked, lesson=lesson))


def test_a_week_tells_only_what_struck(book):
    """One event with its plan and lesson; no picture and no list of the open ones."""
    strike(book, "evening", MARCH, used=True, worked="partly", lesson="Tea <first>")
    facts = chapter(book, "obstacles", "2025-W10")
    assert facts.sentence == "Something got in the way once this week; an if–then plan was used once and worked partly."
    (text,) = shown(book, "obstacles", "2025-W10")
    assert "Evening" in text and "Tea &lt;first&gt;" in text
    assert "Open roadblocks" not in text


def test_a_month_and_a_year_rate_the_plans(book):
    """March: two used of three, one and a half worked of two; the year has one more, of the other kind first."""
    strike(book, "evening", MARCH, used=True, worked="yes")
    strike(book, "evening", date(2025, 3, 6), used=True, worked="partly")
    strike(book, "fear", date(2025, 3, 7), lesson="Send it.")
    strike(book, "evening", date(2025, 6, 1))
    march, year = chapter(book, "obstacles", "2025-03"), chapter(book, "obstacles", "2025")
    assert march.now == march.twelve_months == Rate(3, 2, 2, 1.5, 0.75)
    assert march.sentence == (
        "Something got in the way three times this month; an if–then plan was used twice and worked in 1.5 of the "
        "two that were judged (partly counts half)."
    )
    assert (march.open, march.without_plan) == (2, 1)
    assert "d 0.65" in march.evidence
    assert year.now.struck == 4
    assert year.kinds == (StruckKind("work–life balance", 3), StruckKind("fear of failure or rejection", 1))
    assert [event.day for event in march.events] == [date(2025, 3, 7), date(2025, 3, 6), MARCH]


def test_the_map_draws_the_open_ones(book):
    """A point a roadblock, those closed by then left out; the picture says itself in words."""
    book.add(roadblock("over", "lack of support", closed_on=date(2025, 3, 1)), when=EARLY)
    _, figure = shown(book, "obstacles", "2025-03")
    assert len(figure.data[0].x) == 2
    assert "1 has no if–then plan yet" in figure.layout.meta["alt"]


def test_nothing_struck_is_one_sentence(book):
    """What is open is told, and those without a plan."""
    facts = chapter(book, "obstacles", "2025-03")
    assert facts.sentence == (
        "Nothing struck this month; two roadblocks are open, one of them without an if–then plan."
    )


def test_plans_that_were_not_used_or_not_judged_are_told_without_a_rate(book):
    """No share is made of nothing, and no blame."""
    strike(book, "fear", MARCH)
    assert chapter(book, "obstacles", "2025-03").sentence.endswith("no plan was used, and that is information, too.")
    strike(book, "evening", MARCH, used=True)
    facts = chapter(book, "obstacles", "2025-03")
    assert facts.sentence.endswith("an if–then plan was used once.")
    assert facts.now.hit_rate is None


def test_nothing_later_than_the_day_is_told(book):
    """What strikes tomorrow, what is written down tomorrow and a plan made tomorrow are not known today."""
    before = chapter(book, "obstacles", "2025-03", MARCH)
    strike(book, "evening", date(2025, 3, 6), used=True, worked="yes")
    book.add(roadblock("new", "lack of support"), when=at_noon(date(2025, 3, 6)))
    book.change(Roadblock, "fear", PLAN, when=at_noon(date(2025, 3, 6)))
    assert chapter(book, "obstacles", "2025-03", MARCH) == before
    after = chapter(book, "obstacles", "2025-03", date(2025, 3, 6))
    assert (after.open, after.without_plan, after.now.struck) == (3, 1, 1)


def test_before_anything_was_written_the_notebook_is_named(book):
    """A year earlier nothing was known, unless something struck then and was written down later."""
    facts = chapter(book, "obstacles", "2024-03")
    assert facts.missing.startswith("No roadblock was written down by 31 March 2024.")
    assert "08_obstacles" in facts.missing
    strike(book, "fear", date(2024, 3, 8))
    assert chapter(book, "obstacles", "2024-03").now.struck == 1
    assert chapter(book, "obstacles", "2024-03").open == 1


def test_many_events_are_cut(book):
    """Six are told, the others wait behind their number."""
    for day in range(1, 9):
        strike(book, "fear", date(2025, 3, day))
    assert chapter(book, "obstacles", "2025-03").more == 2
    assert "and 2 more" in shown(book, "obstacles", "2025-03")[0]
