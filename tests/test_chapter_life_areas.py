"""The chapter of life areas: the wheel now against before, the widest gaps, what moved."""

from datetime import date

import pytest
from direction_made import shown, told

from goalkit.records import LifeArea
from goalkit.workbook import init_book

JANUARY, MARCH, JUNE = date(2025, 1, 5), date(2025, 3, 20), date(2025, 6, 29)


@pytest.fixture
def book(tmp_path):
    """A new workbook."""
    with init_book(tmp_path / "book", notebooks=False) as made:
        yield made


def rate(book, day, **areas):
    """Areas with satisfaction, wish and importance."""
    for name, (satisfaction, wanted, importance) in areas.items():
        book.add(LifeArea(day=day, area=name, satisfaction=satisfaction, wanted=wanted, importance=importance))


@pytest.fixture
def rated(book):
    """Three areas in January, two of them again in March, all in June."""
    rate(book, JANUARY, Career=(6, 8, 4), Rest=(4, 8, 3), Social=(6, 7, 4))
    rate(book, MARCH, Rest=(5, 8, 3), Social=(4, 7, 4))
    rate(book, JUNE, Career=(8, 8, 4), Rest=(2, 8, 5), Social=(7, 7, 4))
    return book


def test_a_month_with_ratings_is_told_against_the_time_before(rated):
    """In March Social fell by two and Rest rose by one; Social's gap weighs 12, Rest's 9."""
    part = told(rated, "life_areas", "2025-03")
    assert part.sentence == (
        "Weighed by importance the widest gaps are Social (4 where 7 is wanted) and Rest (5 where 8 is wanted). "
        "Since 5 January 2025 Social moved from 6 to 4 and Rest from 4 to 5."
    )
    assert [one.gap for one in part.gaps] == [12.0, 9.0]
    assert (part.fresh, part.rated_on, part.before_on) == (True, MARCH, JANUARY)


def test_a_month_without_ratings_is_one_sentence_with_their_day(rated):
    """April says when it was, and draws nothing; the quarter after June draws the wheel."""
    text, figures = shown(rated, "life_areas", "2025-04")
    assert text.startswith("Rated last on 20 March 2025. Weighed by importance the widest gaps are Social")
    assert "moved from" not in text
    assert figures == []
    _, figures = shown(rated, "life_areas", "2025-Q3")
    assert len(figures) == 1


def test_a_year_is_told_against_its_beginning(rated):
    """Nothing was known before 2025, so June stands against January and not against March."""
    part = told(rated, "life_areas", "2025")
    assert {one.name: (one.before, one.now) for one in part.moved} == {
        "Career": (6.0, 8.0), "Rest": (4.0, 2.0), "Social": (6.0, 7.0)
    }  # fmt: skip
    assert part.sentence.endswith("; one other area moved too.")
    _, (figure,) = shown(rated, "life_areas", "2025")
    assert [ring.name for ring in figure.data] == ["before", "wanted", "now"]
    assert figure.layout.meta["alt"] == (
        "From 0 to 10: Career 8, wanted 8, before 6; Rest 2, wanted 8, before 4; Social 7, wanted 7, before 6."
    )


def test_a_later_year_stands_against_what_stood_when_it_began(rated):
    """Rated again in 2026, each area is compared with June of 2025."""
    rate(rated, date(2026, 1, 10), Career=(9, 9, 4))
    (moved,) = told(rated, "life_areas", "2026").moved
    assert (moved.before, moved.now) == (8.0, 9.0)


def test_ratings_after_the_day_it_is_told_on_are_not_known(rated):
    """On 19 March only January is; before January nothing, and one line says what to do."""
    part = told(rated, "life_areas", "2025-03", date(2025, 3, 19))
    assert (part.rated_on, part.moved, part.fresh) == (JANUARY, (), False)
    assert "notebook 03_direction" in told(rated, "life_areas", "2025-01", date(2025, 1, 4)).missing


def test_two_areas_make_no_wheel_and_no_gap_is_good_news(book):
    """One sentence, no figure."""
    rate(book, MARCH, Rest=(8, 8, 3), Social=(9, 7, 4))
    text, figures = shown(book, "life_areas", "2025-03")
    assert text == "Every area is where you want it, or beyond."
    assert figures == []


def test_the_wheel_shows_before_for_those_that_have_it(rated):
    """A fourth area without a time before leaves the ring of the other three."""
    rate(rated, JUNE, Play=(3, 5, 2))
    _, (figure,) = shown(rated, "life_areas", "2025-Q2")
    before = figure.data[0]
    assert before.name == "before"
    assert list(before.theta) == ["Career", "Rest", "Social", "Career"]
