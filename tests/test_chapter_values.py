"""The chapter of values: the share that each was given, the share that it got."""

from datetime import date

import pytest
from direction_made import add_goal, gathered, log, shown, told

from goalkit.records import Value
from goalkit.workbook import init_book


@pytest.fixture
def book(tmp_path):
    """A new workbook."""
    with init_book(tmp_path / "book", notebooks=False) as made:
        yield made


@pytest.fixture
def lived(book):
    """Craft 6 and calm 3; in March 3 h for craft, 1 h for both, 2 h for none; in February 2 h for craft."""
    for name, importance in (("Craft", 6), ("Calm", 3)):
        book.add(Value(id=name.lower(), name=name, importance=importance))
    add_goal(book, "book", value_ids=["craft"])
    add_goal(book, "walk", value_ids=["craft", "calm"])
    add_goal(book, "tax")
    log(book, "2025-02-10 08:00", 2, "book")
    log(book, "2025-03-03 08:00", 3, "book")
    log(book, "2025-03-10 08:00", 1, "walk")
    log(book, "2025-03-11 08:00", 2, "tax")
    return book


def test_a_month_stands_beside_the_month_before(lived):
    """3.5 of 4 h for craft is 21 % beyond 2/3; February's hours were craft's alone, 33 %."""
    part = told(lived, "values", "2025-03")
    assert [(one.name, one.hours) for one in part.values] == [("Craft", 3.5), ("Calm", 0.5)]
    assert part.distance == pytest.approx(0.875 - 2 / 3)
    assert part.distance_before == pytest.approx(1 / 3)
    assert part.other_hours == 2.0
    assert part.sentence == (
        "21 % of the 4 h on goals that serve a value would have to go elsewhere for your time to match what you said "
        "matters; in February it was 33 %. Craft got most beyond its share, 88 % of the hours for 67 % of the "
        "importance; Calm got 12 % for 33 %."
    )


def test_a_quarter_and_a_year_take_all_their_hours(lived):
    """6 h in the quarter and in the year; nothing is known of the time before."""
    for period in ("2025-Q1", "2025"):
        part = told(lived, "values", period)
        assert (part.hours, part.distance_before) == (6.0, None)
        assert "it was" not in part.sentence


def test_hours_after_the_day_it_is_told_on_are_not_known(lived):
    """On 5 March only the 3 h for craft are."""
    part = told(lived, "values", "2025-03", date(2025, 3, 5))
    assert (part.hours, part.values[0].lived, part.other_hours) == (3.0, 1.0, 0.0)


def test_both_shares_are_drawn(lived):
    """The figure has a mark for each share of each value, and says all four; the other hours are named."""
    text, (figure,) = shown(lived, "values", "2025-03")
    assert "2 h more went to goals that name no value." in text
    assert [list(trace.x) for trace in figure.data] == [
        pytest.approx([100 / 3, 200 / 3]),
        pytest.approx([12.5, 87.5]),
    ]
    assert figure.layout.meta["alt"] == "Craft stated 67 %, lived 88 %; Calm stated 33 %, lived 12 %."
    assert len(figure.layout.meta["legend"]) == 2


def test_a_value_without_a_goal_is_named_kindly(lived):
    """It has no hours, and that may be fine."""
    lived.add(Value(name="Play", importance=1))
    text, _ = shown(lived, "values", "2025-03")
    assert "No goal serves Play yet; that may be fine, or a goal to write." in text


def test_time_as_it_was_stated_has_no_second_sentence(book):
    """One value, one goal: nothing is beyond or short of its share."""
    book.add(Value(id="calm", name="Calm", importance=3))
    add_goal(book, "walk", value_ids=["calm"])
    log(book, "2025-03-10 08:00", 1, "walk")
    assert told(book, "values", "2025-03").sentence.startswith("0 % of the 1 h on goals that serve a value would")
    assert "beyond" not in told(book, "values", "2025-03").sentence


def test_what_is_missing_is_said_step_by_step(book):
    """No value, no goal that serves one, no hours: one line each, and no rows to draw."""
    assert "notebook 03_direction" in told(book, "values", "2025-03").missing
    book.add(Value(id="calm", name="Calm", importance=3))
    add_goal(book, "tax")
    log(book, "2025-03-10 08:00", 1, "tax")
    assert "notebook 04_goals" in told(book, "values", "2025-03").missing
    add_goal(book, "walk", value_ids=["calm"])
    found = gathered(book, "values", "2025-03")
    assert found.facts.missing == "No hours went to a goal that serves a value in March 2025."
    assert found.frames["shares"].empty
