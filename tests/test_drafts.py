"""Drafts, changes of what was read before, and taking back one change among others, in the workbook itself."""

import sqlite3
import time
from contextlib import closing
from datetime import UTC, date, datetime

import pytest

from goalkit.errors import ConflictError, GoalkitError
from goalkit.records import CheckIn, Goal, Measurement, Milestone, Settings
from goalkit.workbook import init_book, open_book
from goalkit.workbook.drafts import Draft

READ = Goal(id="read", title="Read", target=12, start=date(2025, 1, 1), due=date(2025, 12, 31))
NOON = datetime(2025, 3, 5, 12, tzinfo=UTC)


@pytest.fixture
def book(tmp_path):
    """A new workbook with one goal."""
    with init_book(tmp_path / "book", notebooks=False) as opened:
        opened.add(READ)
        yield opened


@pytest.fixture
def other(book):
    """The same workbook, opened by another notebook."""
    with open_book(book.path) as opened:
        yield opened


# --- drafts


def test_a_draft_is_there_for_whoever_opens_the_workbook_next(book, other):
    """What was typed, about which record, as it was then, and when, come back as they were kept."""
    draft = Draft("goal", {"title": "Read more", "due": "2025-12-31"}, "read", READ, NOON)
    book.keep_draft(draft)
    assert other.load_draft("goal", "read") == draft
    assert other.load_draft("goal", "") is None
    assert other.load_draft("check_in") is None


def test_a_form_has_one_draft_for_each_record(book):
    """A later draft about the same record takes the earlier one's place; the latest of all comes first."""
    book.keep_draft(Draft("goal", {"title": "a"}, "", None, NOON))
    book.keep_draft(Draft("goal", {"title": "b"}, "read", READ, NOON.replace(hour=14)))
    book.keep_draft(Draft("goal", {"title": "c"}, "", None, NOON.replace(hour=13)))
    assert [(draft.record_id, draft.typed["title"]) for draft in book.drafts("goal")] == [("read", "b"), ("", "c")]
    latest = book.load_draft("goal")
    assert latest is not None
    assert latest.record_id == "read"


def test_a_dropped_draft_is_gone_and_dropping_it_again_does_nothing(book):
    """Only the draft that is named goes."""
    book.keep_draft(Draft("goal", {"title": "a"}))
    book.keep_draft(Draft("task", {"title": "b"}))
    book.drop_draft("goal")
    book.drop_draft("goal")
    assert book.drafts("goal") == []
    assert len(book.drafts("task")) == 1


def test_drafts_leave_no_trace_in_the_journal(book):
    """Undo passes over them: the latest change is still the goal's addition."""
    book.keep_draft(Draft("goal", {"title": "a"}))
    assert "addition of goal “Read”" in book.undo()


def test_a_draft_does_not_wait_for_another_writer(book):
    """While another program writes, keeping a draft fails within a second, and a save still waits its turn."""
    with closing(sqlite3.connect(book.database)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        with pytest.raises(GoalkitError, match="is busy"):
            book.keep_draft(Draft("goal", {"title": "a"}))
        assert time.monotonic() - began < 1
        writer.rollback()
    with book._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 15000


def test_an_older_workbook_learns_to_keep_drafts(book):
    """One that was made before drafts existed is upgraded when it is opened, and has its records still."""
    book.close()
    with closing(sqlite3.connect(book.database)) as database, database:
        database.execute("drop table draft")
        database.execute("delete from meta")
    with open_book(book.path) as opened:
        opened.keep_draft(Draft("goal", {"title": "a"}))
        assert opened.get(Goal, "read") == READ


# --- changing what was read before


def test_a_change_of_what_was_read_is_made_while_it_is_still_so(book):
    """The record as it stands is no obstacle."""
    assert book.change(Goal, "read", target=10, expected=READ).target == 10


def test_a_change_of_what_someone_else_changed_is_refused_and_shows_theirs(book, other):
    """The error carries the record as it stands now, and nothing is written."""
    theirs = other.change(Goal, "read", target=24)
    with pytest.raises(ConflictError, match="somebody changed goal “Read” in the meantime") as caught:
        book.change(Goal, "read", target=10, expected=READ)
    assert caught.value.theirs == theirs
    assert book.get(Goal, "read").target == 24
    assert isinstance(caught.value, GoalkitError)


def test_a_change_of_what_someone_else_removed_is_refused(book, other):
    """There are no theirs to show then."""
    other.remove(Goal, "read")
    with pytest.raises(ConflictError, match="somebody removed goal “Read” in the meantime") as caught:
        book.change(Goal, "read", target=10, expected=READ)
    assert caught.value.theirs is None


def test_settings_that_nobody_wrote_down_yet_are_the_defaults(tmp_path):
    """They can be expected, and no longer when someone has set a zone meanwhile."""
    with init_book(tmp_path / "book", notebooks=False) as book:
        as_read = book.settings
        book.change(Settings, "settings", person="Kim", expected=as_read)
        with pytest.raises(ConflictError, match="somebody changed your settings in the meantime"):
            book.change(Settings, "settings", person="Lee", expected=as_read)


def test_what_someone_else_changed_is_not_removed(book, other):
    """Removing what one has read is refused when it is something else by now."""
    other.change(Goal, "read", target=24)
    with pytest.raises(ConflictError):
        book.remove(Goal, "read", expected=READ)
    book.remove(Goal, "read", expected=book.get(Goal, "read"))
    assert book.records(Goal) == []


# --- taking back one change among others


def test_one_change_is_taken_back_and_later_ones_of_other_records_stay(book, other):
    """The goal's change goes, the check-in that another notebook wrote meanwhile is still there."""
    changed = book.change(Goal, "read", target=10)
    other.add(CheckIn(day=date(2025, 3, 5)))
    assert book.undo(of=(READ, changed)) == "Taken back: the change of goal “Read” (To)."
    assert book.get(Goal, "read") == READ
    assert len(book.records(CheckIn)) == 1


def test_a_change_that_was_changed_again_is_not_taken_back(book, other):
    """Neither when the record is another now, nor when it only looks as it did."""
    changed = book.change(Goal, "read", target=10)
    other.change(Goal, "read", target=24)
    for _ in range(2):
        with pytest.raises(GoalkitError, match="somebody changed goal “Read” in the meantime"):
            book.undo(of=(READ, changed))
        other.change(Goal, "read", target=10)
    assert book.get(Goal, "read").target == 10


def test_a_change_is_taken_back_once(book):
    """The second time there is an older change, which is not the one that was meant."""
    changed = book.change(Goal, "read", target=10)
    book.undo(of=(READ, changed))
    with pytest.raises(GoalkitError, match="somebody changed goal “Read” in the meantime"):
        book.undo(of=(READ, changed))


def test_an_addition_that_others_refer_to_is_not_taken_back(book, other):
    """A milestone that was hung on the goal meanwhile keeps it."""
    other.add(Milestone(goal_id="read", title="Half", due=date(2025, 6, 30)))
    with pytest.raises(GoalkitError, match="cannot be removed while it is referred to by 1 milestone"):
        book.undo(of=(None, READ))


def test_a_removal_is_taken_back_unless_what_it_belongs_to_is_gone(book):
    """A reading comes back to its goal, and not to one that was removed after it."""
    reading = book.add(Measurement(goal_id="read", day=date(2025, 2, 1), value=1))
    book.remove(Measurement, reading.id)
    assert book.undo(of=(reading, None)).startswith("Taken back: the removal of measurement")
    book.remove(Measurement, reading.id)
    book.remove(Goal, "read")
    with pytest.raises(GoalkitError, match="there is no goal with the id 'read'"):
        book.undo(of=(reading, None))


def test_a_change_without_a_record_is_none(book):
    """Before and after cannot both be missing."""
    with pytest.raises(GoalkitError, match="a change has a record before or after it"):
        book.undo(of=(None, None))
