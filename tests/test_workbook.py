"""A workbook's verbs: add, change, remove, undo, and what comes out."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goalkit.errors import GoalkitError
from goalkit.records import (
    RECORDS,
    CheckIn,
    Goal,
    ImportBatch,
    Measurement,
    Milestone,
    Record,
    Rule,
    Settings,
    Task,
    TimeEntry,
)
from goalkit.workbook import Book, init_book

NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def book(tmp_path):
    """A new workbook."""
    with init_book(tmp_path / "book", notebooks=False) as opened:
        yield opened


def a_goal(**values) -> Goal:
    """A goal with the id read."""
    return Goal(**{"id": "read", "title": "Read", "target": 12, "start": "2025-01-01", "due": "2025-12-31", **values})


def an_entry(start: datetime, hours: float = 1, **values) -> TimeEntry:
    """An entry of some hours."""
    return TimeEntry(start_utc=start, end_utc=start + timedelta(hours=hours), **values)


def frames(book: Book) -> dict[str, pd.DataFrame]:
    """Everything in a workbook."""
    return {model.kind: book.frame(model) for model in RECORDS}


def assert_same(left: dict[str, pd.DataFrame], right: dict[str, pd.DataFrame]) -> None:
    """Two workbooks' frames are equal, dtypes and order included."""
    for kind, frame in left.items():
        pd.testing.assert_frame_equal(frame, right[kind])


FULL = [
    Settings(person="Ada", zone="Europe/Berlin", day_start=time(4), work_days=["Monday", "Friday"]),
    a_goal(hours_per_week=3.5, colour=2),
    Measurement(goal_id="read", day="2025-02-01", value=-2.25, note="ä “x”\n<b>"),
    Milestone(id="half", goal_id="read", title="Half", due="2025-06-30"),
    Task(title="Buy", milestone_id="half", important=True, estimate_hours=0.5),
    an_entry(NOON.astimezone(timezone(timedelta(hours=2))), tags=["a", "b,c"], billable=False),
    Rule(text="P", goal_id="read", position=3),
    CheckIn(day="2025-02-01", mood=4),
]


@pytest.mark.parametrize("record", FULL, ids=lambda record: record.kind)
def test_a_record_comes_back_as_it_went_in(book, record):
    """Every kind of field survives the database: what is read equals what was written."""
    for needed in FULL[1:4]:
        if record.kind not in {needed.kind, "settings"}:
            book.add(needed)
        if needed.kind == record.kind:
            break
    assert book.add(record) == record
    assert book.get(type(record), record.id) == record
    assert book.records(type(record)) == [record]
    assert book.frame(type(record))["id"].tolist() == [record.id]


def test_instants_are_stored_as_whole_microseconds(book):
    """The database holds microseconds since 1970 UTC, exact for years before and after."""
    for instant in (datetime(1969, 12, 31, 23, 59, 59, 999999, UTC), datetime(2199, 1, 1, 0, 0, 0, 1, UTC)):
        entry = book.add(an_entry(instant))
        assert book.get(TimeEntry, entry.id).start_utc == instant
    with book._engine.connect() as connection:
        stored = connection.exec_driver_sql("select start_utc from time_entry order by 1").scalars().all()
    assert stored == [-1, 7226582400000001]


def test_frames_come_in_order_of_creation_whatever_changes(book):
    """A changed record keeps its place, and so does one whose removal is taken back."""
    for name in ("c", "a", "b"):
        book.add(a_goal(id=name))
    book.change(Goal, "c", title="Changed")
    assert book.frame(Goal)["id"].tolist() == ["c", "a", "b"]
    book.remove(Goal, "a")
    book.undo()
    assert book.frame(Goal)["id"].tolist() == ["c", "a", "b"]


def test_empty_frames_have_the_dtypes_of_full_ones(book):
    """A kind without records gives no rows and the same columns and dtypes."""
    empty = frames(book)
    for record in FULL:
        book.add(record)
    for record in FULL:
        full = book.frame(type(record))
        assert len(empty[record.kind]) == 0
        assert (full.dtypes == empty[record.kind].dtypes).all()


def test_undo_goes_back_a_step_at_a_time_and_says_what(book):
    """Undo twice is two steps back; taking back is not itself taken back; then there is nothing."""
    book.add(a_goal())
    book.change(Goal, "read", status="paused")
    book.remove(Goal, "read")
    assert book.undo() == "Taken back: the removal of goal “Read”."
    assert book.get(Goal, "read").status == "paused"
    assert book.undo() == "Taken back: the change of goal “Read” (Status)."
    assert book.get(Goal, "read") == a_goal()
    assert book.undo() == "Taken back: the addition of goal “Read”."
    with pytest.raises(GoalkitError, match="nothing to take back"):
        book.undo()


def test_undo_after_a_new_change_takes_back_the_new_one(book):
    """What was taken back stays so: the next undo goes on with what still stands."""
    book.add(a_goal())
    book.change(Goal, "read", title="One")
    book.undo()
    book.change(Goal, "read", title="Two")
    assert book.undo() == "Taken back: the change of goal “Two” (Goal)."
    assert book.get(Goal, "read").title == "Read"
    assert "addition" in book.undo()


def test_history_tells_before_after_when_and_why(book):
    """A goal's changes come out oldest first, with the time that was given."""
    book.add(a_goal(), NOON, "new year")
    book.change(Goal, "read", {"why": "joy"}, when=NOON + timedelta(days=1), why="asked myself", target=6)
    told = book.history(Goal, "read")
    assert told["when_utc"].tolist() == [NOON, NOON + timedelta(days=1)]
    assert told["why"].tolist() == ["new year", "asked myself"]
    assert told["before"][0] is None
    assert [(image["target"], image["why"]) for image in told["after"]] == [(12.0, ""), (6.0, "joy")]
    assert len(book.history(Goal, "none")) == 0


def test_a_change_that_changes_nothing_is_not_written(book):
    """Saving a form twice leaves one line in the journal, so that one undo is enough."""
    book.add(a_goal())
    book.change(Goal, "read", title="Read")
    assert len(book.history(Goal, "read")) == 1


def test_a_duration_follows_an_end_that_is_given_as_text(book):
    """An entry whose end is moved, as an instant or as text, lasts as long as it then does."""
    book.add(an_entry(NOON, id="e"))
    assert book.change(TimeEntry, "e", end_utc="2025-03-01T17:00:00Z").duration_s == 5 * 3600
    assert book.change(TimeEntry, "e", end_utc=NOON + timedelta(hours=2)).duration_s == 2 * 3600


def test_settings_have_defaults_and_can_be_changed_at_once(book):
    """There is always one Settings record; the first change writes it down, undo brings defaults back."""
    assert book.settings == Settings()
    book.change(Settings, "settings", zone="Europe/Berlin", day_start="04:30:15")
    assert (book.settings.zone, book.settings.day_start) == ("Europe/Berlin", time(4, 30, 15))
    book.undo()
    assert book.settings == Settings()


REFUSED = {
    "an id that is taken": (lambda book: book.add(a_goal()), "'read' already"),
    "a change of nothing": (lambda book: book.change(Goal, "x", title="T"), "no goal with the id 'x'"),
    "a removal of nothing": (lambda book: book.remove(Task, "x"), "no task with the id 'x'"),
    "a look at nothing": (lambda book: book.get(Task, "x"), "no task with the id 'x'"),
    "a new id": (lambda book: book.change(Goal, "read", {"id": "y"}), "stays"),
    "a value that does not fit": (
        lambda book: book.change(Goal, "read", due="2020-01-01"),
        "before it starts",
    ),
    "a field that is none": (lambda book: book.change(Goal, "read", colr=1), "no such field"),
    "a goal that is not there": (lambda book: book.add(Task(title="T", goal_id="g9")), "'g9'"),
    "a change to such a goal": (lambda book: book.change(Task, "task", goal_id="g9"), "'g9'"),
    "a removal of what is needed": (lambda book: book.remove(Goal, "read"), "1 task; drop it instead"),
    "a goal above itself": (lambda book: book.change(Goal, "read", parent_id="read"), "above itself"),
    "a circle of goals": (lambda book: book.change(Goal, "read", parent_id="part"), "above itself"),
    "a number too large": (lambda book: book.change(Task, "task", position=10**30), "ordinary number"),
    "a number that is none": (lambda book: book.change(Goal, "read", target=float("nan")), "number"),
    "a time without a zone": (lambda book: book.undo(datetime(2025, 1, 1)), "no zone"),
    "an import that never was": (lambda book: book.change(TimeEntry, "e", batch_id="b"), "no import batch"),
    "a class that is no record": (lambda book: book.frame(Record), "no kind of record"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_does_not_fit_is_refused_and_changes_nothing(book, name):
    """Each fault is told in plain words that name it, and leaves the workbook as it was."""
    book.add(a_goal())
    book.add(a_goal(id="part", parent_id="read"))
    book.add(Task(id="task", title="T", goal_id="read"))
    book.add(an_entry(NOON, id="e"))
    before = frames(book)
    act, words = REFUSED[name]
    with pytest.raises(GoalkitError, match=words):
        act(book)
    assert_same(before, frames(book))


def test_entries_touch_the_range_in_the_persons_days(book):
    """Days are local and half-open; an entry across the edge counts on both sides, whole."""
    book.change(Settings, "settings", zone="Europe/Berlin")
    midnight = datetime(2025, 3, 9, 23, tzinfo=UTC)  # 10 March in Berlin
    book.add(an_entry(midnight, id="first"))
    book.add(an_entry(midnight - timedelta(hours=1), id="before"))
    book.add(an_entry(midnight - timedelta(minutes=30), id="across"))
    book.add(TimeEntry(id="total", start_utc=midnight, duration_s=7200))
    book.add(TimeEntry(id="empty", start_utc=midnight, end_utc=midnight))
    day = date(2025, 3, 10)
    assert set(book.entries(day, day + timedelta(days=1))["id"]) == {"first", "across", "total", "empty"}
    assert set(book.entries(end=day)["id"]) == {"before", "across"}
    assert set(book.entries(midnight, midnight + timedelta(days=1))["id"]) == {
        "first",
        "across",
        "total",
        "empty",
    }
    assert book.entries()["start_utc"].is_monotonic_increasing


def test_entries_have_the_frame_s_dtypes_empty_or_not(book):
    """The entry frame has its columns and dtypes, `id` first, with rows and without."""
    empty = book.entries()
    book.add(an_entry(NOON, tags=["a", "b"], project="P"))
    full = book.entries()
    assert list(empty.columns) == list(full.columns)
    assert full.columns[0] == "id"
    assert str(full["start_utc"].dtype) == str(empty["start_utc"].dtype) == "datetime64[us, UTC]"
    assert full["tags"].dtype == empty["tags"].dtype
    assert full["tags"].tolist() == [["a", "b"]]
    assert full["project"].dtype == "category"
    assert full["duration_s"].tolist() == [3600.0]


def test_rules_are_applied_when_reading(book):
    """A rule written today changes the past, and an entry's own goal is left alone."""
    book.add(a_goal())
    book.add(a_goal(id="other"))
    book.add(an_entry(NOON, id="a", project="Books"))
    book.add(an_entry(NOON, id="b", project="Books", goal_id="other"))
    assert book.entries()["goal_id"].isna().tolist() == [True, False]
    book.add(Rule(text="books", goal_id="read"))
    assert book.entries().set_index("id")["goal_id"].to_dict() == {"a": "read", "b": "other"}


def test_today_is_the_local_day(book):
    """The day is counted in the workbook's zone: the farthest two are never on the same one."""
    book.change(Settings, "settings", zone="Pacific/Kiritimati")
    ahead = book.today()
    book.change(Settings, "settings", zone="Pacific/Pago_Pago")
    assert book.today() < ahead


def test_a_backup_is_a_whole_copy_and_never_replaces_a_file(book, tmp_path):
    """The copy holds what was written; an existing file is refused."""
    book.add(a_goal())
    copy = book.backup(tmp_path / "copy.db")
    assert copy.read_bytes()[:15] == b"SQLite format 3"
    assert book.backup().parent == book.path / "data" / "backups"
    assert book.backup() != book.backup()
    with pytest.raises(GoalkitError, match="exists already"):
        book.backup(copy)


def test_an_import_cannot_be_removed_while_its_entries_are_there(book):
    """Taking single entries out is possible; the record of their import stays as long as they do."""
    counts = dict.fromkeys(("rows_read", "rows_new", "rows_known", "rows_left_out"), 1)
    texts = dict.fromkeys(("file", "sha256", "tracker", "zone"), "x")
    batch = ImportBatch(**texts, **counts, imported_utc=NOON, seconds_new=1)
    book.add(batch)
    book.add(an_entry(NOON, batch_id=batch.id))
    with pytest.raises(GoalkitError, match="1 time entry"):
        book.remove(ImportBatch, batch.id)


NAMES = st.sampled_from(["a", "b", "c"])
TEXT = st.text(min_size=1, max_size=5).map(lambda text: f"x{text}")
ACTS = st.one_of(
    st.tuples(st.just("add"), NAMES, TEXT, st.floats(-1e6, 1e6).filter(lambda x: x != 0)),
    st.tuples(st.just("change"), NAMES, TEXT, st.floats(-1e6, 1e6).filter(lambda x: x != 0)),
    st.tuples(st.just("measure"), NAMES, TEXT, st.floats(allow_nan=False, allow_infinity=False)),
    st.tuples(st.just("remove"), NAMES, TEXT, st.just(0.0)),
)


def act(book: Book, verb: str, name: str, text: str, number: float) -> None:
    """One thing that a person might do."""
    if verb == "add":
        book.add(a_goal(id=name, title=text, target=number))
    elif verb == "change":
        book.change(Goal, name, title=text, target=number)
    elif verb == "measure":
        book.add(Measurement(id=name, goal_id=name, day="2025-02-01", value=number, note=text))
    else:
        book.remove(Goal, name)


@settings(max_examples=30, deadline=None)
@given(st.lists(ACTS, max_size=8), st.lists(ACTS, max_size=8))
def test_as_many_undos_as_changes_give_the_start_back(first, then):
    """Law: whatever is added, changed and removed, taking each step back gives the same frames."""
    with TemporaryDirectory() as folder, init_book(Path(folder) / "b", notebooks=False) as book:
        for one in first:
            attempt(book, one)
        start, states = frames(book), []
        for one in then:
            before = frames(book)
            if attempt(book, one):
                states.append(before)
        for state in reversed(states):
            book.undo()
            assert_same(state, frames(book))
        assert_same(start, frames(book))


def attempt(book: Book, one) -> bool:
    """Whether the act was taken and wrote something."""
    with book._engine.connect() as connection:
        count = connection.exec_driver_sql("select count(*) from journal").scalar_one()
        connection.rollback()
        try:
            act(book, *one)
        except GoalkitError:
            return False
        return connection.exec_driver_sql("select count(*) from journal").scalar_one() > count
