"""What is worth a look: rules and changes against ordinary weeks, chosen by how far they stand out."""

from datetime import UTC, date, datetime, timedelta

import pytest

from goalkit.metrics.compare import compare_period
from goalkit.metrics.weekly import UNITS
from goalkit.periods import parse_period
from goalkit.records import CheckIn, Goal, TimeEntry
from goalkit.reviews.facts import gather
from goalkit.reviews.material import load_material
from goalkit.reviews.outstanding import FAMILIES, SAID, amount, change_text, changes
from goalkit.workbook import init_book

MARCH = parse_period("2025-03")
LATER = date(2025, 4, 2)


@pytest.fixture
def book(tmp_path):
    """A new workbook."""
    with init_book(tmp_path / "book", notebooks=False) as made:
        yield made


def log(book, day, minutes, project="", goal=None, clock=9):
    """One entry that starts at a full hour, UTC."""
    begin = datetime(day.year, day.month, day.day, clock, tzinfo=UTC)
    book.add(TimeEntry(start_utc=begin, end_utc=begin + timedelta(minutes=minutes), project=project, goal_id=goal))


def ordinary(book, weeks, minutes=120):
    """So many weeks before March, each with a thesis on its Tuesday and a check-in of middling energy."""
    book.add(Goal(id="thesis", title="Thesis", measure="hours", unit="h", target=1, start=date(2025, 1, 1), due=LATER))
    for back in range(1, weeks + 1):
        day = date(2025, 3, 1) - timedelta(weeks=back)
        log(book, day, minutes, "Thesis", "thesis")
        book.add(CheckIn(day=day, energy=3))


def findings(book, as_of=LATER):
    """What is worth a look in March."""
    return gather(book, MARCH, as_of).findings


def test_every_measure_has_words_and_a_family():
    """None that can be ranked goes without a suggestion, either way."""
    assert set(SAID) == set(FAMILIES) == set(UNITS)
    assert all(more and less for _, more, less in SAID.values())


def test_under_four_weeks_of_history_nothing_is_ranked(book):
    """Three weeks known before: a leap in hours is no finding, rules alone speak, and have no usual number."""
    ordinary(book, 3)
    for day in range(3, 8):
        log(book, date(2025, 3, day), 240, "Thesis", "thesis")
    (checkins,) = findings(book)
    assert checkins.text.startswith("A check-in takes two minutes")
    for day in range(10, 13):
        log(book, date(2025, 3, day), 60, "Thesis", "thesis", clock=20)
    evenings, _ = findings(book)
    assert "evenings more went to work" in evenings.text
    assert (evenings.value, evenings.usual, evenings.weeks) == (None, None, 0)


def test_what_lies_far_from_ordinary_weeks_is_told_with_both_numbers(book):
    """Eight alike weeks, then 5 h a day: the number, the usual, and where it comes from stand in the finding."""
    ordinary(book, 8)
    for day in range(3, 29):
        log(book, date(2025, 3, day), 300, "Thesis", "thesis")
    material = load_material(book, MARCH, LATER)
    (row,) = (
        compare_period(material.against(date(2025, 3, 1), date(2025, 4, 1)))
        .query("kind == 'goal hours'")
        .to_dict("records")
    )
    (goal,) = [found for found in findings(book) if "“Thesis” got" in found.text]
    assert (goal.value, goal.usual, goal.weeks, goal.unit) == (row["value"], 2.0, 8, "h a week")
    assert "more than usual" in goal.text
    assert goal.evidence == "Usually it is 2 h a week, the median of the 8 weeks before."


def test_a_family_is_told_once(book):
    """Hours, focus hours and focus blocks all leap: one of them is told, and one of goal and project each."""
    ordinary(book, 8)
    for day in range(3, 29):
        log(book, date(2025, 3, day), 300, "Thesis", "thesis")
    told = [found.text.split(",")[0] for found in findings(book)]
    assert len(told) == 3
    assert sum("Tracked time" in text or "focus" in text.lower() for text in told) == 1


def test_a_rule_keeps_a_place_beside_larger_changes(book):
    """Three families leap further than the goal below its line lies: it is told all the same."""
    ordinary(book, 8)
    book.add(Goal(id="far", title="Far", measure="hours", unit="h", target=500, start=date(2025, 1, 1), due=LATER))
    for day in range(3, 29):
        log(book, date(2025, 3, day), 300, "Thesis", "thesis")
        book.add(CheckIn(day=date(2025, 3, day), energy=5))
    told = findings(book)
    assert len(told) == 3
    assert sum("“Far” asks for" in found.text for found in told) == 1
    assert told[0].value is not None


def test_a_rule_has_its_usual_number_where_it_is_known(book):
    """Evenings: as many as in March, none in ordinary weeks, and both stand in the evidence."""
    ordinary(book, 8)
    for day in range(3, 15):
        log(book, date(2025, 3, day), 60, "Thesis", "thesis", clock=20)
    (evenings,) = [found for found in findings(book) if "evenings more went to work" in found.text]
    assert (evenings.usual, evenings.unit) == (0.0, "a week")
    assert evenings.evidence.endswith(
        f"That is {amount(evenings.value, 'a week')}, usually 0 (the median of the 8 weeks before)."
    )


def test_the_period_is_not_compared_with_itself_nor_with_what_came_later(book):
    """The weeks are those before 1 March; what was written after as_of changes nothing."""
    ordinary(book, 8)
    log(book, date(2025, 3, 4), 600, "Thesis", "thesis")
    early = findings(book, date(2025, 3, 9))
    for day in range(10, 29):
        log(book, date(2025, 3, day), 600, "Thesis", "thesis")
    assert findings(book, date(2025, 3, 9)) == early
    assert all(found.usual in (None, 2.0, 0.0, 1.0, 3.0) for found in findings(book))


def test_a_period_that_has_not_begun_has_no_findings(book):
    """No day is known of it."""
    ordinary(book, 8)
    assert findings(book, date(2025, 2, 20)) == ()


def test_a_goal_without_hours_and_a_project_of_that_name_are_worded(book):
    """A goal by its title, a project as it is called, however odd; less than usual has its own suggestion."""
    ordinary(book, 8)
    for back in range(1, 9):
        log(book, date(2025, 3, 1) - timedelta(weeks=back), 300, "<b>Mail</b>")
    log(book, date(2025, 3, 4), 60)
    material = load_material(book, MARCH, LATER)
    known = {
        (one.kind, one.name): one
        for one in changes(compare_period(material.against(date(2025, 3, 1), date(2025, 4, 1))))
    }
    assert change_text(known["project hours", "<b>Mail</b>"], {}) == (
        "“<b>Mail</b>” took 0 h a week, less than usual. If you meant it so, nothing need be done; "
        "if not, give it one hour of its own."
    )
    assert change_text(known["goal hours", "thesis"], {"thesis": "Thesis"}).startswith("“Thesis” got 0 h a week, less")
