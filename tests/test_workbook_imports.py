"""Imports: new rows once, as one change; problems beside them; and quickly."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goalkit.entries.frame import COLUMNS, DTYPES, empty_entries
from goalkit.errors import GoalkitError, Problem
from goalkit.records import CheckIn, ImportBatch, ImportProblem, Settings, TimeEntry
from goalkit.workbook import init_book
from goalkit.workbook.imports import look_at, store

NOW = datetime(2025, 4, 1, tzinfo=UTC)
PROBLEM = Problem("log.csv", 4, "End date", "2025-02-30", "no such day", "correct the day", "bad")
NOTE = Problem("log.csv", 5, "", "", "overlaps", "have a look", "note")


@dataclass(frozen=True)
class Export:
    """What a tracker's file gives."""

    entries: pd.DataFrame
    problems: tuple[Problem, ...] = ()
    tracker: str = "toggl"
    file: str = "log.csv"
    sha256: str = "0" * 64
    zone: str = "Europe/Berlin"
    rows_read: int = 0


def place(key):
    """The number in a key such as k12, or that of its first letter: which hour the entry is in."""
    return int(key[1:]) if key[1:].isdigit() else ord(key[0]) - ord("a")


def entries(keys: list[str]) -> pd.DataFrame:
    """An entry for each key, an hour each; every third is a day's total."""
    count = len(keys)
    hour = np.array([place(key) for key in keys], dtype=np.int64)
    start = pd.Series(hour * 3_600_000_000 + 1_741_561_200_000_001).astype("datetime64[us]").dt.tz_localize("UTC")
    frame = empty_entries().reindex(range(count))
    return frame.assign(
        start_utc=start,
        end_utc=(start + pd.Timedelta(hours=1)).where(hour % 3 != 2),
        duration_s=3600.0,
        project=pd.Series([("P “ä”", "=1+1", None)[number % 3] for number in hour], dtype="str").astype("category"),
        description=pd.Series([f"text {key}" for key in keys], dtype="str"),
        tags=pd.Series([(["a", "b"], [], ["ü,1"])[number % 3] for number in hour], dtype=DTYPES["tags"]),
        billable=pd.Series([(True, False, None)[number % 3] for number in hour], dtype="boolean"),
        source_line=np.arange(count) + 2,
        tracker=pd.Series(["toggl"] * count, dtype="str").astype("category"),
        source_key=pd.Series(keys, dtype="str"),
        source_hash=pd.Series([""] * count, dtype="str"),
    )


@pytest.fixture
def book(tmp_path):
    """A new workbook."""
    with init_book(tmp_path, notebooks=False) as opened:
        yield opened


def take(book, keys, problems=()):
    """Stores an export with these keys."""
    return store(book._engine, Export(entries(keys), problems, rows_read=len(keys) + len(problems)), NOW)


def test_rows_come_back_from_the_workbook_as_they_were_in_the_export(book):
    """Instants, missing ends, tags, texts and numbers are the same after storing and reading."""
    export = entries(list("abcdef"))
    store(book._engine, Export(export), NOW)
    found = book.entries()
    assert found["start_utc"].tolist() == export["start_utc"].tolist()
    assert found["end_utc"].isna().tolist() == [False, False, True] * 2
    assert found["tags"].tolist() == [["a", "b"], [], ["ü,1"]] * 2
    assert found["project"].tolist() == ["P “ä”", "=1+1", ""] * 2
    assert found["billable"].isna().tolist() == [False, False, True] * 2
    assert found["goal_id"].isna().all()
    assert found["duration_s"].sum() == 6 * 3600
    assert list(found.columns) == ["id", *COLUMNS]
    frame = book.frame(TimeEntry)
    assert frame["source_key"].tolist() == list("abcdef")
    assert frame["source_line"].tolist() == [2, 3, 4, 5, 6, 7]
    assert book.get(TimeEntry, found["id"][0]).tags == ["a", "b"]


def test_the_report_and_the_batch_count_the_same(book):
    """New, known and left-out rows are counted once each, and the batch and its problems are kept."""
    take(book, ["a", "b"])
    report = take(book, ["b", "c", "d", "d"], (PROBLEM, NOTE))
    assert (report.new, report.known, report.left_out, report.dry_run) == (2, 2, 1, False)
    batch = book.records(ImportBatch)[-1]
    assert batch == report.batch
    assert (batch.rows_read, batch.rows_new, batch.rows_known, batch.rows_left_out) == (6, 2, 2, 1)
    assert (batch.seconds_new, batch.imported_utc, batch.zone) == (7200.0, NOW, "Europe/Berlin")
    kept = book.records(ImportProblem)
    assert [(one.batch_id, one.line, one.problem, one.fix) for one in kept] == [
        (batch.id, 4, "bad", "correct the day"),
        (batch.id, 5, "note", "have a look"),
    ]
    assert set(book.frame(TimeEntry)["batch_id"][2:]) == {batch.id}


def test_the_same_file_twice_writes_nothing(book):
    """A second import adds no row, no batch and no problem, and says so."""
    take(book, ["a", "b"], (PROBLEM,))
    report = take(book, ["a", "b"], (PROBLEM,))
    assert (report.new, report.known, report.left_out) == (0, 2, 1)
    assert [len(book.records(model)) for model in (TimeEntry, ImportBatch, ImportProblem)] == [2, 1, 1]
    assert "2 entries" in book.undo()


@pytest.mark.parametrize("problems", [(), (PROBLEM,)])
def test_an_export_without_good_rows_writes_nothing(book, problems):
    """Only problems, or nothing at all: the report tells, the workbook stays empty."""
    report = take(book, [], problems)
    assert (report.new, report.left_out, report.problems) == (0, len(problems), problems)
    assert book.records(ImportBatch) == book.records(ImportProblem) == []


def test_a_dry_run_counts_and_writes_nothing(book):
    """Looking gives the same numbers as storing, and leaves the workbook empty."""
    take(book, ["a"])
    report = look_at(book._engine, Export(entries(["a", "b"]), (PROBLEM,)), NOW)
    assert (report.new, report.known, report.left_out, report.dry_run) == (1, 1, 1, True)
    assert len(book.records(TimeEntry)) == 1


def test_one_undo_takes_a_whole_import_back(book):
    """Entries, problems and batch go together; what was there before stays; the file may come again."""
    take(book, ["a"])
    check_in = book.add(CheckIn(day="2025-01-01"))
    take(book, ["b", "c"], (PROBLEM,))
    book.change(TimeEntry, book.entries()["id"].iloc[-1], description="other")
    book.undo()
    assert book.undo() == "Taken back: the import of log.csv with 2 entries."
    assert book.frame(TimeEntry)["source_key"].tolist() == ["a"]
    assert len(book.records(ImportBatch)) == 1
    assert book.records(ImportProblem) == []
    assert book.records(CheckIn) == [check_in]
    assert take(book, ["b", "c"]).new == 2


def test_more_rows_than_one_statement_takes_are_all_there(book):
    """An import of 120,000 rows is one change with every row; a second adds none."""
    keys = [f"k{number}" for number in range(120_000)]
    assert take(book, keys).new == 120_000
    found = book.entries()
    assert len(found) == 120_000
    assert found["id"].is_unique
    assert found["duration_s"].sum() == 120_000 * 3600
    assert take(book, [*keys, "one more"]).new == 1


def test_a_large_first_import_leaves_the_indexes_as_they_were(book):
    """The table's indexes are put aside for it and are there again afterwards, and so does a failed one leave them."""
    listing = "select name from sqlite_master where type = 'index' and tbl_name = 'time_entry' order by 1"

    def indexes():
        with book._engine.connect() as connection:
            return connection.exec_driver_sql(listing).scalars().all()

    before = indexes()
    keys = [f"k{number}" for number in range(60_000)]
    unfit = entries(keys)
    unfit["source_line"] = unfit["source_line"].astype("object").where(unfit.index != 59_999, None)
    with pytest.raises(GoalkitError, match="refused a row"):
        store(book._engine, Export(unfit), NOW)
    assert (indexes(), len(book.entries())) == (before, 0)
    assert take(book, keys).new == 60_000
    assert indexes() == before


ODD = st.text(st.characters(codec="utf-8"), max_size=6) | st.sampled_from(["O'Brien", "'; --", "?", ":a", "%s", "a\0b"])


@settings(max_examples=40, deadline=None)
@given(ODD, ODD, st.lists(st.lists(ODD | st.just("a\x1fb"), max_size=3), min_size=3, max_size=3))
def test_every_text_comes_back_as_it_was(same, other, tags):
    """Law: whatever a text holds, quotes, signs of SQL, separators, it is stored as it is, in all rows or in one."""
    texts = pd.Series([same, same, other], dtype="str")
    export = entries(list("abc")).assign(project=same, client=texts.astype("category"), description=same)
    export["tags"] = pd.Series(tags, dtype=DTYPES["tags"])
    with TemporaryDirectory() as folder, init_book(Path(folder) / "b", notebooks=False) as book:
        store(book._engine, Export(export.astype({"project": "category", "description": "str"})), NOW)
        found = book.records(TimeEntry)
    assert [(one.project, one.client, one.description, one.tags) for one in found] == [
        (same, text, same, list(given)) for text, given in zip([same, same, other], tags, strict=True)
    ]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=6), max_size=4))
def test_importing_twice_equals_once(files):
    """Law: however exports overlap, each entry is stored once, and doing it all again adds nothing."""
    with TemporaryDirectory() as folder, init_book(Path(folder) / "b", notebooks=False) as book:
        for keys in files:
            take(book, keys)
        once = book.frame(TimeEntry)
        assert sorted(once["source_key"]) == sorted({key for keys in files for key in keys})
        for keys in files:
            assert take(book, keys).new == 0
        pd.testing.assert_frame_equal(once, book.frame(TimeEntry))


def test_a_tracker_s_file_comes_in_by_its_path_in_the_workbook_s_zone(book, tmp_path):
    """A Toggl export's local times are read in the workbook's zone, or in the one that is given."""
    book.change(Settings, "settings", zone="Europe/Berlin")
    header = "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,"
    row = "Ada,ada@example.org,,Books,,Reading,No,2025-03-10,09:00:00,2025-03-10,10:30:00,01:30:00,,\n"
    file = tmp_path / "toggl.csv"
    file.write_text(f"{header}Duration,Tags,Amount ()\n{row}", encoding="utf-8")
    assert book.import_file(file, dry_run=True).new == 1
    assert book.import_file(file, zone="UTC", when=NOW, dry_run=True).batch.zone == "UTC"
    assert book.import_file(file, when=NOW).new == 1
    assert book.entries()["start_utc"].tolist() == [pd.Timestamp("2025-03-10 08:00", tz="UTC")]
    assert book.import_file(file).new == 0
