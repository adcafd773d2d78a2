"""The chapter on people: who is due, whom one met, thanks and the network; as it was known then."""

from datetime import date

import pytest
from chapters_made import EARLY, at_noon, berlin_book, chapter, shown

from goalkit.records import Contact, Goal, Meeting

MARCH = date(2025, 3, 10)


@pytest.fixture
def book(tmp_path):
    """A workbook with two people, one of whom is due every 30 days."""
    with berlin_book(tmp_path) as made:
        made.add(Contact(id="ada", name="Ada", relation="mentor", met_on=date(2024, 6, 1), every_days=30), when=EARLY)
        made.add(Contact(id="ben", name="Ben <b>", relation="peer", met_on=date(2025, 2, 1)), when=EARLY)
        yield made


def meet(book, name, day, **values):
    """A conversation."""
    book.add(Meeting(contact_id=name, day=day, **values))


def test_a_week_tells_who_is_due_and_whom_one_met(book):
    """Ada was met in January, so she is due since February; Ben was met this week. No network, no goal."""
    meet(book, "ada", date(2025, 1, 10))
    meet(book, "ben", date(2025, 3, 4), notes="Rules")
    facts = chapter(book, "people", "2025-W10")
    assert facts.sentence == "One conversation with one person was noted this week; Ada is due to hear from you."
    (due,) = facts.due
    assert (due.due, due.overdue_days, due.last_met) == (date(2025, 2, 9), 28, date(2025, 1, 10))
    (text,) = shown(book, "people", "2025-W10")
    assert "Ben &lt;b&gt;" in text and "28 days" in text
    assert "In touch in twelve months" not in text


def test_a_month_has_thanks_and_the_network(book):
    """Thanks of March for February's talk count in March; two in touch against one at the start of the year."""
    meet(book, "ben", date(2025, 2, 27), thanked_on=date(2025, 3, 2))
    meet(book, "ada", MARCH)
    facts = chapter(book, "people", "2025-03")
    assert (facts.conversations, facts.people, facts.thanks) == (1, 1, 1)
    assert (facts.active, facts.active_before, facts.growth) == (2, 1, 1.0)
    (text,) = shown(book, "people", "2025-03")
    assert "1 at the start of the year, +100 %" in " ".join(text.split())


def test_a_year_counts_every_conversation(book):
    """Three with two people; the fewer in touch at its end the less it grew."""
    for day in (date(2025, 1, 5), date(2025, 5, 5)):
        meet(book, "ada", day)
    meet(book, "ben", date(2025, 12, 24))
    facts = chapter(book, "people", "2025")
    assert (facts.conversations, facts.people) == (3, 2)
    assert facts.met[0].day == date(2025, 12, 24)


def test_a_goal_that_counts_people_stands_beside_them(book):
    """Its value is how many were met since it began; goals measured otherwise and those of other years are left out."""
    plain = {"measure": "total", "target": 4, "unit": "people", "start": date(2025, 1, 1), "due": date(2025, 12, 31)}
    book.add(Goal(id="net", title="Know four more", measured_from="contacts", **plain))
    book.add(Goal(id="other", title="Read four", **plain))
    book.add(
        Goal(id="old", title="Old", measured_from="contacts", **plain | {"start": "2023-01-01", "due": "2023-12-31"})
    )
    (goal,) = chapter(book, "people", "2025-03").goals
    assert (goal.title, goal.value, goal.target, goal.progress) == ("Know four more", 1.0, 4.0, 0.25)


def test_nobody_due_and_nobody_met_is_one_line(book):
    """A month in which there is nothing says so; who comes next is named."""
    meet(book, "ada", date(2025, 2, 20))
    facts = chapter(book, "people", "2025-03", MARCH)
    assert facts.sentence == "No conversation was noted this month; nobody is due to hear from you."
    assert [one.due for one in facts.due_next] == [date(2025, 3, 22)]


def test_nothing_later_than_the_day_is_told(book):
    """Tomorrow's conversation, thanks, person and day to be in touch again are not known today."""
    meet(book, "ada", date(2025, 1, 10))
    before = chapter(book, "people", "2025-03", MARCH)
    meet(book, "ada", date(2025, 3, 11), thanked_on=date(2025, 3, 11))
    book.add(Contact(id="new", name="Cleo", next_contact=date(2025, 3, 1)), when=at_noon(date(2025, 3, 11)))
    book.change(Contact, "ada", next_contact=date(2025, 9, 1), when=at_noon(date(2025, 3, 11)))
    assert chapter(book, "people", "2025-03", MARCH) == before
    assert chapter(book, "people", "2025-03", date(2025, 3, 11)).conversations == 1


def test_before_anyone_was_written_down_the_notebook_is_named(book):
    """Whoever one met by then counts all the same, even if written down later."""
    assert "09_people" in chapter(book, "people", "2024-03").missing
    meet(book, "ben", date(2024, 3, 3))
    assert chapter(book, "people", "2024-03").people == 1


def test_many_due_are_named_in_short(book):
    """Three names and how many more."""
    for number in range(4):
        book.add(Contact(name=f"P{number}", next_contact=date(2025, 3, 1)), when=EARLY)
    meet(book, "ada", date(2025, 1, 10))
    assert chapter(book, "people", "2025-03").sentence.endswith("Ada, P0, P1 and two more are due to hear from you.")
