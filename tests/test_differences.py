"""What is otherwise now than it was known: late entries, changes and removals, goals with reasons, the rest in counts."""

from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest
from test_workbook import a_goal, an_entry
from test_workbook_imports import Export, entries

from goalkit.records import CheckIn, Goal, Rule, TimeEntry
from goalkit.workbook import init_book
from goalkit.workbook.differences import COUNTS, ENTRIES, differences
from goalkit.workbook.imports import store
from goalkit.workbook.known import known_then
from goalkit.workbook.shared import shared_with

NOON = datetime(2025, 3, 5, 12, tzinfo=UTC)
THEN = datetime(2025, 4, 1, tzinfo=UTC)
LATER = THEN + timedelta(days=1)
MARCH = (date(2025, 3, 1), date(2025, 4, 1))


@pytest.fixture
def book(tmp_path):
    """A workbook with three entries and a goal, known on 1 April."""
    with init_book(tmp_path / "book", notebooks=False) as opened:
        opened.add(a_goal(why="Fun"), THEN)
        for name in ("stays", "grows", "goes"):
            opened.add(an_entry(NOON, 2, id=name, project="P"), THEN)
        yield opened


def since(book):
    """What is otherwise now than on 1 April, in March."""
    return differences(known_then(book, THEN), book, *MARCH)


def test_nothing_is_otherwise_at_first(book):
    """Empty frames with their dtypes, no goals, and it says so."""
    found = since(book)
    assert found.none
    assert found.entries.dtypes.astype("str").to_dict() == ENTRIES
    assert found.others.dtypes.astype("str").to_dict() == COUNTS
    assert found.hours("added") == 0.0


def test_entries_are_added_removed_and_changed_with_their_hours(book):
    """Each with what it was and is within the days; those of other days and those that stay are not told."""
    book.add(an_entry(NOON + timedelta(hours=5), 1.5, id="late"), LATER)
    book.add(an_entry(NOON - timedelta(days=60), 9, id="winter"), LATER)
    book.change(TimeEntry, "grows", end_utc=NOON + timedelta(hours=3), project="Q", when=LATER)
    book.remove(TimeEntry, "goes", LATER)
    found = since(book)
    told = found.entries.set_index("id")[["how", "hours_then", "hours_now", "fields"]]
    assert told.to_dict("index") == {
        "goes": {"how": "removed", "hours_then": 2.0, "hours_now": 0.0, "fields": ""},
        "grows": {"how": "changed", "hours_then": 2.0, "hours_now": 3.0, "fields": "End, Project, Duration"},
        "late": {"how": "added", "hours_then": 0.0, "hours_now": 1.5, "fields": ""},
    }
    assert [found.hours(how) for how in ("added", "removed", "changed")] == [1.5, -2.0, 1.0]


def test_an_entry_that_moved_out_of_the_days_is_changed_and_counts_nothing(book):
    """It is no removal: it is elsewhere now."""
    book.change(TimeEntry, "grows", {"start_utc": THEN, "end_utc": THEN + timedelta(hours=2)}, when=LATER)
    (row,) = since(book).entries.itertuples()
    assert (row.how, row.hours_then, row.hours_now) == ("changed", 2.0, 0.0)


def test_a_late_import_says_its_file_and_time(book):
    """Late entries of an export, each with where it came from."""
    store(book._engine, Export(entries(["a", "b"]), file="march.csv"), LATER)
    found = since(book).entries
    assert found["file"].tolist() == ["march.csv"] * 2
    assert found["imported_utc"].tolist() == [pd.Timestamp(LATER)] * 2


def test_time_that_a_rule_gave_to_a_goal_is_changed(book):
    """What a review counts for the goal is another number since."""
    book.add(Rule(text="P", goal_id="read"), LATER)
    found = since(book)
    assert found.entries["fields"].tolist() == ["Goal"] * 3
    assert found.others.to_dict("records") == [
        {"kind": "rule", "label": "rule", "added": 1, "removed": 0, "changed": 0}
    ]


def test_a_goal_s_change_has_before_after_and_the_reason(book):
    """Each field that is another now, with the latest reason; one that was changed back is not told."""
    book.change(Goal, "read", target=20, title="Devour", when=LATER, why="too easy")
    book.change(Goal, "read", title="Read", when=LATER + timedelta(1), why="calmer")
    book.change(Goal, "read", due="2025-11-30", value_ids=[], when=LATER + timedelta(2), why="trip")
    book.add(a_goal(id="new", title="New"), LATER)
    found = since(book)
    assert [(one.field_title, one.before, one.after, one.why) for one in found.goals] == [
        ("To", 12.0, 20.0, "too easy"),
        ("Due", date(2025, 12, 31), date(2025, 11, 30), "trip"),
    ]
    assert found.goals[0].when_utc == LATER
    assert (found.goals_added, found.goals_removed) == (("New",), ())


def test_other_kinds_are_counted(book):
    """Added, removed and changed check-ins; kinds in which nothing happened are not told."""
    kept = book.add(CheckIn(day="2025-03-05"), THEN)
    gone = book.add(CheckIn(day="2025-03-06"), THEN)
    book.change(CheckIn, kept.id, mood=4, when=LATER)
    book.remove(CheckIn, gone.id, LATER)
    book.add(CheckIn(day="2025-03-07"), LATER)
    assert since(book).others.to_dict("records") == [
        {"kind": "check_in", "label": "check-in", "added": 1, "removed": 1, "changed": 1}
    ]


def test_a_mentor_s_edition_of_the_differences_tells_nothing_private(book):
    """Reasons and private fields are left out; the hours are the same."""
    book.change(Goal, "read", why="secret", target=20, when=LATER)
    book.add(an_entry(NOON, 1, description="secret"), LATER)
    then, now = (shared_with(one, "mentor") for one in (known_then(book, THEN), book))
    found = differences(then, now, *MARCH)
    assert [(one.field, one.why) for one in found.goals] == [("target", "")]
    assert found.hours("added") == 1.0
    assert "secret" not in repr(found)
