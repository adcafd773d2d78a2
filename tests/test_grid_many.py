"""Many records in one change: all or nothing, one undo, nothing overwritten unseen."""

from datetime import UTC, datetime, timedelta

import pytest

from goalkit.errors import GoalkitError
from goalkit.records import CheckIn, Goal, Measurement, Milestone, Settings, Task, TimeEntry
from goalkit.workbook import init_book, open_book
from goalkit.workbook.many import (
    ChangedSinceError,
    Many,
    RefusedError,
    add_many,
    change_many,
    remove_many,
    take_back,
    write_many,
)

NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def book(tmp_path):
    """A workbook with a goal and forty entries of one project."""
    with init_book(tmp_path / "book", notebooks=False) as opened:
        opened.add(Goal(id="read", title="Read", target=12, start="2025-01-01", due="2025-12-31"))
        add_many(opened, [an_entry(number) for number in range(40)])
        yield opened


def an_entry(number: int, **values) -> TimeEntry:
    """The entry of that number: an hour, each beginning two hours after the one before."""
    start = NOON + timedelta(hours=2 * number)
    given = {"id": f"e{number:02}", "start_utc": start, "end_utc": start + timedelta(hours=1), "project": "Reading"}
    return TimeEntry(**given | values)


def goals_of(book) -> set:
    """The goals of all entries."""
    return {entry.goal_id for entry in book.records(TimeEntry)}


def as_read(book, model) -> dict:
    """Every record of a class with its fields, as `expected` takes them."""
    return {record.id: dict(record) for record in book.records(model)}


def test_the_goal_of_forty_entries_is_one_change_and_one_undo(book):
    """Forty entries get a goal at once; one undo takes it off all of them, and says how many."""
    before = book.frame(TimeEntry)
    change_many(book, TimeEntry, {entry.id: {"goal_id": "read"} for entry in book.records(TimeEntry)}, why="one by one")
    assert goals_of(book) == {"read"}
    history = book.history(TimeEntry, "e00")
    assert history["why"].tolist() == ["", "one by one"]
    assert book.undo() == "Taken back: the change of 40 time entries (Goal)."
    assert book.frame(TimeEntry).equals(before)


def test_forty_entries_added_at_once_are_taken_back_at_once(book):
    """The addition of many is one change, too, and leaves nothing behind."""
    assert book.undo() == "Taken back: the addition of 40 time entries."
    assert book.records(TimeEntry) == []


def test_a_row_that_does_not_fit_rolls_all_of_them_back(book):
    """The last of forty has a goal that is not there: none of them is changed, and the message names that one."""
    changes = {f"e{number:02}": {"goal_id": "read"} for number in range(39)} | {"e39": {"goal_id": "nowhere"}}
    with pytest.raises(RefusedError, match="there is no goal with the id 'nowhere'") as told:
        change_many(book, TimeEntry, changes)
    assert told.value.record_id == "e39"
    assert goals_of(book) == {None}
    assert book.undo().startswith("Taken back: the addition of 40")


def test_a_value_that_the_record_refuses_is_told_with_its_row(book):
    """What the record itself refuses stops the whole change as well."""
    with pytest.raises(RefusedError, match="before it starts") as told:
        change_many(book, TimeEntry, {"e00": {"project": "A"}, "e01": {"end_utc": NOON}})
    assert told.value.record_id == "e01"
    assert book.get(TimeEntry, "e00").project == "Reading"


def test_what_changes_nothing_is_not_written(book):
    """Setting what is set already gives no change to take back."""
    assert change_many(book, TimeEntry, {"e00": {"project": "Reading"}}) == ""
    assert change_many(book, TimeEntry, {}) == remove_many(book, TimeEntry, []) == add_many(book, []) == ""


def test_an_entry_keeps_its_provenance_when_it_is_edited(book):
    """The import it came with, its line and its keys stay as they are."""
    book.add(an_entry(50, source_key="k", source_hash="h", source_line=7, tracker="toggl"))
    change_many(book, TimeEntry, {"e50": {"project": "Else", "goal_id": "read"}})
    entry = book.get(TimeEntry, "e50")
    assert (entry.source_key, entry.source_hash, entry.source_line, entry.tracker) == ("k", "h", 7, "toggl")
    assert (entry.project, entry.goal_id) == ("Else", "read")


def test_records_changed_elsewhere_are_told_and_nothing_is_written(book):
    """Another window changed one and removed one since they were read: both are told, none is written."""
    read = as_read(book, TimeEntry)
    with open_book(book.path) as other:
        other.change(TimeEntry, "e01", project="Elsewhere")
        other.remove(TimeEntry, "e02")
    changes = {record_id: {"goal_id": "read"} for record_id in ("e00", "e01", "e02")}
    with pytest.raises(ChangedSinceError, match="2 time entries are no longer as read") as told:
        change_many(book, TimeEntry, changes, expected={name: read[name] for name in changes})
    assert told.value.theirs["e01"].project == "Elsewhere"
    assert told.value.theirs["e02"] is None
    assert goals_of(book) == {None}
    with pytest.raises(ChangedSinceError, match="1 time entry is"):
        remove_many(book, TimeEntry, ["e01"], expected={"e01": read["e01"]})


def test_a_change_that_is_not_the_latest_can_be_taken_back(book):
    """What was changed of others since stays; the same change cannot be taken back twice."""
    mine = change_many(book, TimeEntry, {"e00": {"goal_id": "read"}, "e01": {"goal_id": "read"}})
    book.change(TimeEntry, "e05", project="Later")
    assert take_back(book, mine) == "Taken back: the change of 2 time entries (Goal)."
    assert goals_of(book) == {None}
    assert book.get(TimeEntry, "e05").project == "Later"
    with pytest.raises(GoalkitError, match="taken back already"):
        take_back(book, mine)
    assert book.undo() == "Taken back: the change of time entry “Later” (Project)."


def test_a_change_whose_records_moved_on_is_not_taken_back(book):
    """A later edit of one of them would be lost, so it is told instead."""
    mine = change_many(book, TimeEntry, {"e00": {"goal_id": "read"}, "e01": {"goal_id": "read"}})
    book.change(TimeEntry, "e01", project="Later")
    with pytest.raises(ChangedSinceError) as told:
        take_back(book, mine)
    assert told.value.theirs["e01"].project == "Later"
    assert book.get(TimeEntry, "e00").goal_id == "read"


def test_an_unknown_change_cannot_be_taken_back(book):
    """A change that no journal holds is told with its name."""
    with pytest.raises(GoalkitError, match="'nope'"):
        take_back(book, "nope")


def test_removed_records_come_back_to_their_place(book):
    """Taking a removal back restores every field and the order of creation."""
    before = book.frame(TimeEntry)
    change = remove_many(book, TimeEntry, ["e03", "e10", "e03"])
    assert len(book.records(TimeEntry)) == 38
    assert take_back(book, change) == "Taken back: the removal of 2 time entries."
    assert book.frame(TimeEntry).equals(before)


def test_a_place_in_the_order_that_was_given_away_is_not_fought_for(book):
    """The last record is removed and another one added: taking the removal back puts it behind that one."""
    change = remove_many(book, TimeEntry, ["e39"])
    book.add(an_entry(70))
    take_back(book, change)
    assert [entry.id for entry in book.records(TimeEntry)][-2:] == ["e70", "e39"]


def test_what_others_refer_to_stays(book):
    """A goal with a task cannot be removed among others; removed together with nothing left over it can."""
    book.add(Goal(id="free", title="Free", target=2, start="2025-01-01", due="2025-12-31"))
    book.add(Task(id="t", title="Buy", goal_id="read"))
    with pytest.raises(RefusedError, match="referred to by 1 task") as told:
        remove_many(book, Goal, ["free", "read"])
    assert told.value.record_id == "read"
    assert [goal.id for goal in book.records(Goal)] == ["read", "free"]


def test_parent_and_child_go_together(book):
    """Records are checked as they stand in the end: a goal and the one above it leave at once."""
    book.add(Goal(id="above", title="Above", target=2, start="2025-01-01", due="2025-12-31"))
    book.change(Goal, "read", parent_id="above")
    remove_many(book, Goal, ["above", "read"])
    assert book.records(Goal) == []


def test_two_may_swap_what_only_one_can_have(book):
    """Two habits' ticks of neighbouring days swap them; two of one day are refused."""
    from goalkit.records import Habit, HabitTick

    book.add(Habit(id="h", title="Read", start="2025-01-01"))
    add_many(book, [HabitTick(id=day, habit_id="h", day=day) for day in ("2025-01-01", "2025-01-02")])
    change_many(book, HabitTick, {"2025-01-01": {"day": "2025-01-02"}, "2025-01-02": {"day": "2025-01-01"}})
    assert [f"{tick.day}" for tick in book.records(HabitTick)] == ["2025-01-02", "2025-01-01"]
    with pytest.raises(RefusedError, match="already"):
        change_many(book, HabitTick, {"2025-01-01": {"day": "2025-01-01"}})
    with pytest.raises(RefusedError, match="already"):
        add_many(book, [HabitTick(habit_id="h", day="2025-02-01"), HabitTick(habit_id="h", day="2025-02-01")])
    assert len(book.records(HabitTick)) == 2


def test_new_changed_and_removed_records_are_one_change(book):
    """A save of all three is one undo, whose sentence counts each."""
    change = write_many(
        book,
        Task,
        Many(add=[Task(id="a", title="A"), Task(id="b", title="B", goal_id="read")]),
    )
    more = write_many(book, Task, Many(add=[Task(title="C")], change={"a": {"important": True}}, remove=["b"]))
    sentence = "Taken back: the addition of 1 task and the removal of 1 task and the change of 1 task (Important)."
    assert book.undo() == sentence
    assert [(task.id, task.important) for task in book.records(Task)] == [("a", False), ("b", False)]
    assert change != more


def test_an_id_that_is_taken_is_refused(book):
    """A new record does not write over an old one, nor over another new one."""
    with pytest.raises(RefusedError, match="taken already"):
        add_many(book, [an_entry(60), an_entry(0)])
    with pytest.raises(RefusedError, match="taken already"):
        add_many(book, [an_entry(60), an_entry(60)])
    assert len(book.records(TimeEntry)) == 40


def test_taking_back_an_addition_that_others_refer_to_is_refused(book):
    """A milestone that a task has come to belong to stays."""
    change = add_many(book, [Milestone(id="half", goal_id="read", title="Half", due="2025-06-30")])
    book.add(Task(title="Buy", milestone_id="half"))
    with pytest.raises(RefusedError, match="referred to by 1 task"):
        take_back(book, change)
    assert book.get(Milestone, "half").title == "Half"


def test_restoring_what_refers_to_something_gone_is_refused(book):
    """A reading comes back only while its goal is there."""
    book.add(Measurement(id="m", goal_id="read", day="2025-02-01", value=1))
    change = remove_many(book, Measurement, ["m"])
    book.remove(Goal, "read")
    with pytest.raises(RefusedError, match="no goal with the id 'read'"):
        take_back(book, change)


def test_the_id_of_a_record_stays_and_a_missing_one_is_told(book):
    """An id cannot be changed, and what is not there cannot be changed or removed."""
    with pytest.raises(RefusedError, match="its id stays"):
        change_many(book, TimeEntry, {"e00": {"id": "other"}})
    with pytest.raises(GoalkitError, match="no time entry with the id 'nope'"):
        change_many(book, TimeEntry, {"nope": {"project": "A"}})
    with pytest.raises(GoalkitError, match="no time entry with the id 'nope'"):
        remove_many(book, TimeEntry, ["nope"])


def test_a_record_that_no_workbook_keeps_is_refused(book):
    """Only the kinds of the registry are written."""

    class Stranger(CheckIn):
        """A record of no workbook."""

    with pytest.raises(GoalkitError, match="is no kind of record"):
        remove_many(book, Stranger, ["x"])


def test_entries_without_the_rules_have_only_their_own_goals(book):
    """With the rules off, `entries` tells which goal was set by hand."""
    from goalkit.records import Rule

    book.add(Rule(text="Reading", goal_id="read"))
    change_many(book, TimeEntry, {"e01": {"goal_id": "read"}})
    assert set(book.entries()["goal_id"]) == {"read"}
    assert book.entries(rules=False)["goal_id"].notna().sum() == 1


def test_more_than_one_question_to_the_database_holds(book):
    """Some thousand entries are changed in one change, quickly enough for a click."""
    book.change(Settings, "settings", zone="Europe/Berlin")
    add_many(book, [an_entry(number) for number in range(100, 1400)])
    ids = [entry.id for entry in book.records(TimeEntry)]
    change_many(book, TimeEntry, {name: {"goal_id": "read"} for name in ids}, expected=as_read(book, TimeEntry))
    assert goals_of(book) == {"read"}
    assert "1,340 time entries" in book.undo()
