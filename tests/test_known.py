"""A workbook as it was known: whatever was written later, an earlier day reads as it did."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import example, given, settings
from sqlalchemy.event import listen
from test_workbook import a_goal, an_entry
from test_workbook_imports import NOTE, PROBLEM, Export, entries
from walks import ENTRY_STEPS, STEPS, Walker

from goalkit.errors import GoalkitError
from goalkit.records import RECORDS, Goal, ImportBatch, ImportProblem, Rule, Settings, Sharing, TimeEntry
from goalkit.reviews.material import _goals_then
from goalkit.workbook import init_book
from goalkit.workbook.imports import store
from goalkit.workbook.known import goals_then, known_then
from goalkit.workbook.many import Many, write_many

NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def book(tmp_path):
    """A new workbook."""
    with init_book(tmp_path / "book", notebooks=False) as opened:
        yield opened


# Who may see what is a choice of today, also of what was known earlier.
READ_AS_THEN = tuple(model for model in RECORDS if model is not Sharing)
OF_IMPORTS = (ImportBatch, ImportProblem, TimeEntry)


def snapshot(reader, models=READ_AS_THEN):
    """Everything that a reader gives: a frame a kind, the entries, the settings."""
    frames = {model.kind: reader.frame(model) for model in models}
    return {**frames, "entries": reader.entries(sources=True)}, reader.settings


def assert_as_then(then, taken, models=READ_AS_THEN):
    """The view reads as the snapshot did, but for rows of imports that were taken back since."""
    frames, kept = snapshot(then, models)
    assert kept == taken[1]
    for kind, frame in frames.items():
        told = taken[0][kind]
        missing = ~told["id"].isin(frame["id"])
        if missing.any():
            assert kind in ("time_entry", "import_problem", "entries")
            imports = taken[0]["import_batch"].set_index("id")["file"]
            gone = told[missing]
            files = gone["batch_id"].map(imports) if kind == "import_problem" else _came_with(gone, imports)
            assert set(files) <= {lost.file for lost in then.lost}
            told = told[~missing].reset_index(drop=True)
            assert _plain(frame) == _plain(told)
        else:
            pd.testing.assert_frame_equal(frame, told)


def _came_with(entries, imports):
    return entries["id"].str.rpartition("-")[0].map(imports)


def _plain(frame):
    return [[str(value) for value in row] for row in frame.astype("object").itertuples(index=False)]


@settings(max_examples=12, deadline=None)
@given(STEPS)
@example([("add", 110), ("undo", 87), ("add", 2569), ("add", 280028), ("undo", 14), ("undo", 17419), ("add", 11869)])
def test_each_step_reads_later_as_it_did_then(steps):
    """Law: after any adds, changes, removals, imports and undos, every earlier state is the snapshot of then."""
    with TemporaryDirectory() as folder, init_book(Path(folder) / "b", notebooks=False) as book:
        walker, taken = Walker(book), []
        for verb, number in steps:
            walker.step(verb, number)
            taken.append((datetime.now(UTC), snapshot(book)))
        for instant, state in taken:
            assert_as_then(known_then(book, instant), state)


@settings(max_examples=15, deadline=None)
@given(ENTRY_STEPS)
def test_entries_and_their_imports_read_later_as_they_did_then(steps):
    """Law: the same of many steps with imports, edits in the tracker, corrections by hand, and undos."""
    with TemporaryDirectory() as folder, init_book(Path(folder) / "b", notebooks=False) as book:
        walker, taken = Walker(book), []
        for verb, number in steps:
            walker.step(verb, number)
            taken.append((datetime.now(UTC), snapshot(book, OF_IMPORTS)))
        for instant, state in taken:
            assert_as_then(known_then(book, instant), state, OF_IMPORTS)


def test_a_record_that_was_taken_back_stands_where_it_stood(book):
    """Its number is gone with it; it comes after what was written before it, and before what came later."""
    for name in ("a", "b"):
        book.add(a_goal(id=name))
    gone = book.add(a_goal(id="c"))
    instant = datetime.now(UTC)
    book.undo(of=(None, gone))
    book.add(a_goal(id="d"))
    book.change(Goal, "a", title="Another")
    assert known_then(book, instant).frame(Goal)["id"].tolist() == ["a", "b", "c"]


def test_a_day_is_known_at_its_end_and_an_instant_with_what_was_written_at_it(book):
    """The local day's last microsecond; the next day's first change is not in it."""
    book.change(Settings, "settings", zone="Europe/Berlin", when=NOON - DAY)
    book.add(a_goal(id="a"), NOON)
    book.add(a_goal(id="b"), datetime(2025, 3, 1, 23, tzinfo=UTC))
    assert known_then(book, date(2025, 3, 1)).frame(Goal)["id"].tolist() == ["a"]
    assert known_then(book, NOON).frame(Goal)["id"].tolist() == ["a"]
    assert known_then(book, date(2025, 3, 2)).frame(Goal)["id"].tolist() == ["a", "b"]
    assert known_then(book, date(2025, 3, 1)).today() == date(2025, 3, 1)
    assert known_then(book, NOON - 2 * DAY).settings == Settings()
    with pytest.raises(GoalkitError, match="no zone"):
        known_then(book, datetime(2025, 3, 1))


def test_rules_and_settings_are_those_of_then(book):
    """An entry has the goal that the rules gave it at the time, and the history ends there."""
    book.add(a_goal(), NOON)
    book.add(an_entry(NOON, project="Books"), NOON)
    book.add(Rule(text="Books", goal_id="read"), NOON + DAY)
    then = known_then(book, NOON)
    assert then.entries()["goal_id"].isna().all()
    assert book.entries()["goal_id"].tolist() == ["read"]
    assert then.entries(NOON + DAY).empty and then.entries(None, NOON).empty
    book.change(Goal, "read", title="More", when=NOON + DAY)
    assert len(then.history(Goal, "read")) == 1


def test_an_import_that_was_taken_back_says_what_cannot_be_told(book):
    """File, rows, hours and the time of taking back; what is here still is not lost."""
    for number, keys in enumerate(("ab", "cde")):
        store(book._engine, Export(entries(list(keys)), (PROBLEM, NOTE), file=f"log{number}.csv"), NOON + number * DAY)
    then = known_then(book, NOON + DAY)
    assert then.lost == ()
    book.undo(NOON + 2 * DAY)
    (lost,) = then.lost
    assert (lost.file, lost.rows, lost.hours, lost.taken_back_utc) == ("log1.csv", 3, 3.0, NOON + 2 * DAY)
    assert (len(then.entries()), len(then.frame(ImportBatch)), len(then.frame(ImportProblem))) == (2, 2, 2)
    assert known_then(book, NOON).lost == known_then(book, NOON + 2 * DAY).lost == ()


def test_the_status_of_then_is_what_reviews_told(book):
    """Goals with the status of then, or the one first given: the same as asking each goal's history."""
    book.add(a_goal(id="a", status="considering"), NOON)
    book.change(Goal, "a", status="active", when=NOON + DAY)
    book.change(Goal, "a", status="achieved", when=NOON + 2 * DAY)
    book.add(a_goal(id="b", status="paused"), NOON + 3 * DAY)
    book.change(Goal, "b", status="active", when=NOON + 4 * DAY)
    for days in range(-1, 6):
        instant = NOON + days * DAY
        found = goals_then(book, known_then(book, instant))
        pd.testing.assert_frame_equal(
            found, _goals_then(book.frame(Goal), book.history, instant + timedelta(microseconds=1))
        )
    assert goals_then(book, known_then(book, NOON + DAY))["status"].tolist() == ["active", "paused"]


def test_twenty_thousand_entries_are_rebuilt_at_once(book):
    """A view of a large workbook asks the database a few times, however many entries there are."""
    count = 20_000
    store(book._engine, Export(entries([f"k{number}" for number in range(count)])), NOON)
    ids = book.entries()["id"]
    changes = {name: {"project": "Other"} for name in ids[:1000]}
    write_many(book, TimeEntry, Many(change=changes, remove=list(ids[1000:1500])), when=NOON + DAY)
    asked = []
    listen(book._engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    then = known_then(book, NOON).entries(sources=True)
    assert len(then) == count and not then["project"].eq("Other").any()
    assert len(asked) < 30


def test_who_may_see_is_todays_choice_of_earlier_days_too(book):
    """What was kept private since is not shown in a review as it was known before."""
    book.add(Sharing(what="task", shown_to="mentor"), when=NOON)
    assert list(known_then(book, NOON - DAY).frame(Sharing)["shown_to"]) == ["mentor"]
