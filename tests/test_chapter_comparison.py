"""The chapter that lays a period beside the one before and beside the same one a year ago."""

from datetime import UTC, date, datetime, timedelta

import pytest

from goalkit.periods import parse_period
from goalkit.records import CheckIn, Goal, Milestone, TimeEntry
from goalkit.reviews import sections
from goalkit.reviews.facts import gather
from goalkit.workbook import init_book

LATER = date(2026, 2, 1)


@pytest.fixture
def book(tmp_path):
    """A new workbook with one goal."""
    with init_book(tmp_path / "book", notebooks=False) as made:
        made.add(Goal(id="thesis", title="Thesis", start=date(2024, 1, 1), due=date(2026, 12, 31)))
        yield made


def log(book, start, minutes, goal=None):
    """One entry; its start is given in UTC."""
    begin = datetime.fromisoformat(start).replace(tzinfo=UTC)
    book.add(TimeEntry(start_utc=begin, end_utc=begin + timedelta(minutes=minutes), goal_id=goal))


def told(book, period, as_of=LATER):
    """The chapter's facts in the review of a period."""
    return gather(book, parse_period(period), as_of).chapters["comparison"]


def row(part, name):
    """The numbers of a row: now, before, a year ago, and both differences."""
    (found,) = [row for row in part.rows if row.name == name]
    return found.now, found.before, found.year_ago, found.change, found.change_year


@pytest.mark.parametrize("period", ["2025-W10", "2025-03", "2025"])
def test_nothing_written_is_said_with_its_notebook(book, period):
    """One line, and no table."""
    part = told(book, period)
    assert part.missing.endswith("begin with an hour in the notebook 06_log_time.")
    assert part.rows == ()


def test_a_first_period_stands_alone(book):
    """One hour in March: a sentence, and no column to compare with; what came later does not count."""
    log(book, "2025-03-10 08:00", 60)
    log(book, "2025-04-10 08:00", 60)
    part = told(book, "2025-03")
    assert part.sentence == (
        "1 h tracked and 0 h of them for goals, in the first month with data; the next one is compared with it."
    )
    assert (part.before, part.year_ago) == ("", "")
    assert row(part, "Tracked") == (1.0, None, None, None, None)


@pytest.mark.parametrize(
    ("period", "before", "year_ago", "heads"),
    [
        ("2025-W10", "2025-02-26", "2024-03-06", ("Week 10", "Week 9", "Week 10 of 2024")),
        ("2025-03", "2025-02-10", "2024-03-10", ("March", "February", "March 2024")),
        ("2025", "2024-06-10", None, ("2025", "2024", "")),
    ],
)
def test_each_kind_has_its_columns_and_differences(book, period, before, year_ago, heads):
    """3 h, 2 of them for a goal, against 1 h before and 4 h a year ago; of a year that is the one before."""
    log(book, "2025-03-05 08:00", 120, "thesis")
    log(book, "2025-03-06 08:00", 60)
    log(book, f"{before} 08:00", 60, "thesis")
    if year_ago:
        log(book, f"{year_ago} 08:00", 240)
    part = told(book, period)
    if period == "2025":
        assert row(part, "Tracked") == (3.0, 1.0, None, 2.0, None)
    else:
        assert row(part, "Tracked") == (3.0, 1.0, 4.0, 2.0, -1.0)
        assert row(part, "On goals") == (2.0, 1.0, 0.0, 1.0, 2.0)
        assert row(part, "Share on goals") == (2 / 3, 1.0, 0.0, 0.67 - 1.0, 0.67)
        assert "a year ago it was 4 h and 0 h" in part.sentence
    assert (part.now, part.before, part.year_ago) == heads


def test_check_ins_energy_and_milestones_are_compared(book):
    """Energy 4 against 2, one milestone against none; a month of check-ins alone is known, too."""
    for day, energy in ((date(2025, 2, 27), 2), (date(2025, 2, 28), 2), (date(2025, 3, 1), 4)):
        book.add(CheckIn(day=day, energy=energy))
    book.add(Milestone(goal_id="thesis", title="Half", due=date(2025, 3, 5), done_on=date(2025, 3, 4)))
    part = told(book, "2025-03")
    assert row(part, "Energy") == (4.0, 2.0, None, 2.0, None)
    assert row(part, "Milestones reached") == (1.0, 0.0, None, 1.0, None)
    assert row(part, "Check-ins kept")[:2] == (1 / 31, 1.0)
    assert row(part, "Share on goals")[:2] == (None, None)


def test_a_running_period_is_compared_with_as_many_days(book):
    """On 5 March five days of each are counted, and the milestone of tomorrow is open."""
    log(book, "2025-03-05 08:00", 60, "thesis")
    log(book, "2025-02-04 08:00", 120)
    log(book, "2025-02-06 08:00", 120)
    log(book, "2025-03-06 08:00", 60)
    book.add(Milestone(goal_id="thesis", title="Half", due=date(2025, 3, 6), done_on=date(2025, 3, 6)))
    facts = gather(book, parse_period("2025-03"), date(2025, 3, 5))
    part = facts.chapters["comparison"]
    assert row(part, "Tracked")[:2] == (1.0, 2.0)
    assert row(part, "Milestones reached")[0] == 0.0
    assert part.sentence.endswith("against 2 h and 0 h in the first 5 days of February.")
    (shown,) = sections.chapter(facts, "comparison").parts
    assert "The first 5 days of each" in shown


def test_differences_are_shown_with_their_arrows(book):
    """Hours and points with an arrow, what is the same without one, what is unknown as a dash."""
    log(book, "2025-03-05 08:00", 90, "thesis")
    log(book, "2025-02-05 08:00", 60)
    log(book, "2025-02-05 09:00", 60, "thesis")
    (shown,) = sections.chapter(gather(book, parse_period("2025-03"), LATER), "comparison").parts
    assert "<small>▼ 0.5</small>" in shown
    assert "<small>▲ 50 points</small>" in shown
    assert (
        '<th scope="row">On goals</th><td class="gk-num">1.5 h</td><td class="gk-num">1 h <small>▲ 0.5</small></td>'
        in shown
    )
    assert '<th scope="row">Energy</th><td class="gk-num">–</td><td class="gk-num">–</td>' in shown
