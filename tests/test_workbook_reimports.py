"""The same entries again: edited in the tracker since, gone from the export, or here from another tracker."""

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from exports_made import toggl
from hypothesis import given, settings
from hypothesis import strategies as st

from goalkit.entries.frame import empty_entries
from goalkit.records import RECORDS, Goal, ImportBatch, Settings, TimeEntry
from goalkit.trackers import Export
from goalkit.workbook import init_book
from goalkit.workbook.imports import Elsewhere, store

NOW = datetime(2025, 4, 1, tzinfo=UTC)
DAY = "2025-03-03"


@pytest.fixture
def book(tmp_path):
    """A new workbook, kept in Berlin."""
    with init_book(tmp_path / "book", notebooks=False) as opened:
        opened.change(Settings, "settings", zone="Europe/Berlin")
        yield opened


def row(start, end, **values):
    """A row of a Toggl export on one day, from "09:00" to "10:30"."""
    minutes = int(end[:2]) * 60 + int(end[3:5]) - int(start[:2]) * 60 - int(start[3:5])
    times = {
        "Start time": f"{start}:00",
        "End time": f"{end}:00",
        "Duration": f"{minutes // 60:02}:{minutes % 60:02}:00",
    }
    return {"Start date": DAY, "End date": DAY, **times, **values}


def bring(book, name, *rows, **how):
    """Imports a Toggl export of these rows."""
    file = book.path / name
    file.write_text(toggl(*rows), encoding="utf-8")
    return book.import_file(file, when=NOW, **how)


def clockify(book, *rows, name="clockify.csv", **how):
    """Imports a Clockify export of (start, end, project, user) rows."""
    lines = ["Project,Client,Description,Task,User,Group,Email,Tags,Billable,Start Date,Start Time,End Date,End Time"]
    lines += [f"{project},,,,{user},,,,No,{DAY},{start},{DAY},{end}" for start, end, project, user in rows]
    file = book.path / name
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return book.import_file(file, when=NOW, **how)


def totals(book, *rows, **how):
    """Imports Clockify's summary by day of (project, hours) rows."""
    lines = ["Date,Project,Client,Description,Time (h),Time (decimal)"]
    lines += [f"03/03/2025,{project},,,{hours}:00:00,{hours}.00" for project, hours in rows]
    file = book.path / "summary.csv"
    file.write_text("\r\n".join(lines) + "\r\n", encoding="utf-8")
    return book.import_file(file, when=NOW, dates="dmy", **how)


def counts(report):
    """New, changed, same, here from elsewhere, absent."""
    return report.new, report.changed, report.known, len(report.elsewhere), report.absent


def everything(book):
    """All that a workbook holds, its journal aside."""
    return {model.kind: book.frame(model) for model in RECORDS}


def assert_same(left, right):
    """Two workbooks hold the same, in the same order."""
    for kind, frame in left.items():
        pd.testing.assert_frame_equal(frame, right[kind])


EDITS = {
    "description": row("09:00", "10:00", Description="Other"),
    "project": row("09:00", "10:00", Project="Garden"),
    "tags": row("09:00", "10:00", Tags="deep"),
    "end": row("09:00", "10:45"),
    "start": row("08:30", "10:00"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_entry_edited_in_the_tracker_is_updated_not_added(book, edit):
    """Whatever was edited, the entry keeps its id and its goal and takes the rest, its file and line too."""
    bring(book, "old.csv", row("09:00", "10:00"), row("11:00", "12:00"))
    kept = book.entries()["id"].iloc[0]
    book.add(Goal(id="read", title="Read", target=1, start="2025-01-01", due="2025-12-31"))
    book.change(TimeEntry, kept, goal_id="read")
    report = bring(book, "new.csv", row("11:00", "12:00"), EDITS[edit])
    assert counts(report) == (0, 1, 1, 0, 0)
    found = book.get(TimeEntry, kept)
    assert (len(book.entries()), found.goal_id) == (2, "read")
    assert (found.batch_id, found.source_line) == (report.batch.id, 3)
    with init_book(book.path / "other", notebooks=False) as other:
        other.change(Settings, "settings", zone="Europe/Berlin")
        bring(other, "new.csv", row("11:00", "12:00"), EDITS[edit])
        names = ["start_utc", "end_utc", "project", "description", "tags", "duration_s"]
        pd.testing.assert_frame_equal(book.entries()[names], other.entries()[names])
    assert counts(bring(book, "new.csv", row("11:00", "12:00"), EDITS[edit])) == (0, 0, 2, 0, 0)


def test_undo_gives_changed_entries_back_and_history_shows_both(book):
    """One undo restores the old values, batch and order, deletes what was new, and says both numbers."""
    bring(book, "old.csv", row("09:00", "10:00"), row("11:00", "12:00"))
    before = everything(book)
    bring(book, "new.csv", EDITS["end"], row("13:00", "14:00"))
    kept = before["time_entry"]["id"][0]
    assert book.frame(ImportBatch)[["rows_new", "rows_changed"]].to_numpy().tolist()[-1] == [1, 1]
    assert book.undo() == "Taken back: the import of new.csv with 1 entry; 1 changed entry as before."
    assert_same(before, everything(book))
    told = book.history(TimeEntry, kept)
    assert [image["duration_s"] for image in told["after"]] == [6300.0, 3600.0]
    assert [image["duration_s"] for image in told["before"]] == [3600.0, 6300.0]
    assert told["why"].tolist() == ["import of new.csv", "taken back"]
    assert book.undo() == "Taken back: the import of old.csv with 2 entries."
    assert book.entries().empty


def test_an_import_with_changes_alone_is_kept_and_taken_back(book):
    """No new row, one changed: there is a batch for it, and its undo leaves none."""
    bring(book, "old.csv", row("09:00", "10:00"))
    before = everything(book)
    assert counts(bring(book, "new.csv", EDITS["end"])) == (0, 1, 0, 0, 0)
    assert len(book.records(ImportBatch)) == 2
    book.undo()
    assert_same(before, everything(book))


def test_two_that_may_be_meant_are_never_overwritten(book):
    """Where two stored entries begin together, an unknown row of that start is new."""
    bring(book, "old.csv", row("09:00", "10:00"), row("09:00", "11:00", Project="Garden"))
    assert counts(bring(book, "new.csv", row("09:00", "09:30", Project="House")))[:2] == (1, 0)


def test_two_that_begin_side_by_side_are_two(book):
    """An export of one project after one of another: what has only its start in common is new, no edit."""
    bring(book, "thesis.csv", row("09:00", "10:00", Project="Thesis", Description="Draft"))
    report = bring(book, "garden.csv", row("09:00", "11:00", Project="Garden", Description="Weeds"))
    assert (report.new, report.changed) == (1, 0)
    assert book.entries()["duration_s"].tolist() == [3600.0, 7200.0]


def test_another_person_s_entry_of_the_same_start_is_not_changed(book):
    """Jorinde's nine o'clock leaves Ada's alone, in one tracker and at the same minute."""
    bring(book, "ada.csv", row("09:00", "10:00"))
    assert counts(bring(book, "jorinde.csv", row("09:00", "11:00", User="Jorinde"))) == (1, 0, 0, 0, 0)


def test_an_export_that_names_nobody_may_mean_anyone(book):
    """An edited entry is found again when one of the two exports lacks the person, in either order."""
    for first, second in (("", "Ada"), ("Ada", "")):
        bring(book, "old.csv", row("09:00", "10:00", User=first))
        assert counts(bring(book, "new.csv", row("09:00", "11:00", User=second))) == (0, 1, 0, 0, 0)
        book.undo()
        book.undo()


def test_what_the_export_no_longer_has_is_counted_and_stays(book):
    """Within the export's range and only when a row was met again: a later or another year's export lacks nothing."""
    bring(book, "old.csv", row("09:00", "10:00"), row("10:00", "11:00"), row("11:00", "12:00"), row("15:00", "16:00"))
    assert counts(bring(book, "new.csv", row("09:00", "10:00"), row("11:00", "12:00"))) == (0, 0, 2, 0, 1)
    assert counts(bring(book, "filtered.csv", row("09:30", "09:40"), row("14:00", "14:30"))) == (2, 0, 0, 0, 0)
    assert len(book.entries()) == 6


def identified(**values):
    """An export of one entry of a tracker with ids."""
    start = pd.Timestamp("2025-03-03 09:00", tz="UTC")
    usual = {
        "start_utc": start, "end_utc": start + pd.Timedelta(hours=1), "duration_s": 3600.0,
        "tracker": pd.Categorical(["early"]), "source_id": "7", "source_line": 2,
        "source_key": "early:7", "source_hash": "a",
    }  # fmt: skip
    frame = empty_entries().reindex(range(1)).assign(**{**usual, **values})
    return Export(frame, (), "early", "early.csv", "0" * 64, "UTC", 1)


def test_an_id_names_the_entry_even_when_all_of_it_was_edited(book):
    """With the tracker's id, other times and texts are the same entry; the hash tells that it changed."""
    store(book._engine, identified(), NOW)
    later = pd.Timestamp("2026-01-01 12:00", tz="UTC")
    moved = identified(start_utc=later, end_utc=later + pd.Timedelta(hours=2), duration_s=7200.0, source_hash="b")
    assert counts(store(book._engine, moved, NOW)) == (0, 1, 0, 0, 0)
    assert book.entries()["duration_s"].tolist() == [7200.0]
    assert counts(store(book._engine, moved, NOW)) == (0, 0, 1, 0, 0)
    assert counts(store(book._engine, identified(source_hash=""), NOW)) == (0, 0, 1, 0, 0)


def test_a_day_s_total_that_grew_is_changed_and_another_project_s_is_new(book):
    """Totals have no start to tell them by: the day with project and texts does."""
    assert counts(totals(book, ("Thesis", 2))) == (1, 0, 0, 0, 0)
    assert counts(totals(book, ("Thesis", 3), ("Garden", 1))) == (1, 1, 0, 0, 0)
    assert sorted(book.entries()["duration_s"]) == [3600.0, 10_800.0]


def test_time_that_another_tracker_holds_is_not_counted_again(book):
    """A row within the union of others' entries stays out and is listed; one in part outside comes in, and is said."""
    bring(book, "log.csv", row("09:00", "10:00"), row("10:00", "11:00"), row("13:00", "14:00"))
    report = clockify(
        book, ("09:15", "10:45", "Thesis", "ada"), ("13:30", "14:30", "Thesis", "ada"), ("16:00", "16:00", "X", "ada")
    )
    assert counts(report) == (2, 0, 0, 1, 0)
    assert (report.elsewhere, report.overlap_s) == ((Elsewhere(2, "toggl"),), 1800.0)
    assert report.batch.rows_elsewhere == 1
    again = clockify(book, ("09:15", "10:45", "Thesis", "ada"))
    assert (counts(again), len(book.records(ImportBatch))) == ((0, 0, 0, 1, 0), 2)


def test_both_are_kept_when_the_person_says_so(book):
    """With keep_both the other tracker's row comes in, and nothing is said of it."""
    bring(book, "log.csv", row("09:00", "10:00"))
    report = clockify(book, ("09:00", "10:00", "Thesis", "Ada"), keep_both=True)
    assert (counts(report), report.overlap_s) == ((1, 0, 0, 0, 0), 0.0)


def test_minutes_are_held_by_seconds_but_a_short_row_is_not_held_by_nothing(book):
    """A minute may be missing in all, yet half of a row must be there."""
    bring(book, "log.csv", row("09:00", "10:00"))
    report = clockify(
        book, ("09:00", "10:01", "A", "Ada"), ("10:00", "10:01", "B", "Ada"), ("08:58", "09:30", "C", "Ada")
    )
    assert [one.line for one in report.elsewhere] == [2]


def test_other_people_s_time_is_not_the_same_time(book):
    """Two names in one tracker are two people; a single name on each side is one person."""
    bring(book, "log.csv", row("09:00", "10:00"), row("13:00", "14:00", User="Jorinde"))
    assert len(clockify(book, ("13:00", "14:00", "Thesis", "ada")).elsewhere) == 0
    assert len(clockify(book, ("09:00", "10:00", "Thesis", "ADA"), name="more.csv").elsewhere) == 1


def test_what_was_written_down_by_hand_counts_too(book):
    """An entry of goalkit's own form holds the tracker's row of the same time."""
    book.add(TimeEntry(start_utc="2025-03-03T08:00Z", end_utc="2025-03-03T09:00Z"))
    report = bring(book, "log.csv", row("09:00", "10:00"))
    assert report.elsewhere == (Elsewhere(2, "goalkit"),)
    assert book.records(ImportBatch) == []


def test_a_day_s_total_that_entries_reach_is_not_counted_again(book):
    """The hours of the day and project decide, upper and lower case alike; one that is more comes in and is said."""
    bring(book, "log.csv", row("09:00", "10:00"), row("11:00", "12:00"), row("13:00", "14:00", Project="Garden"))
    report = totals(book, ("THESIS", 2), ("Garden", 3), ("House", 1))
    assert counts(report) == (2, 0, 0, 1, 0)
    assert (report.elsewhere[0].line, report.overlap_s) == (2, 3600.0)


def test_entries_that_a_day_s_total_holds_are_not_counted_again(book):
    """The other way round: clock entries of a day and project whose total is here already."""
    totals(book, ("Thesis", 2), ("Garden", 1))
    report = bring(
        book, "log.csv", row("09:00", "10:00"), row("11:00", "12:00"),
        row("13:00", "14:00", Project="Garden"), row("15:00", "16:00", Project="Garden"),
    )  # fmt: skip
    assert [one.line for one in report.elsewhere] == [2, 3]
    assert (report.new, report.overlap_s) == (2, 3600.0)


def hour_rows(picked):
    """Rows for (hour, minutes) pairs, an entry an hour."""
    return [row(f"{hour:02}:00", f"{hour:02}:{length:02}", Description=f"d{hour}") for hour, length in picked.items()]


LOGS = st.dictionaries(st.integers(0, 23), st.integers(1, 59), min_size=1, max_size=6)


@settings(max_examples=25, deadline=None)
@given(LOGS, LOGS)
def test_undo_of_an_edited_export_gives_exactly_the_first(first, edits):
    """Law: after importing a log and then an edited one, one undo leaves exactly the first; twice equals once."""
    with TemporaryDirectory() as folder, init_book(Path(folder) / "b", notebooks=False) as book:
        bring(book, "a.csv", *hour_rows(first))
        before = everything(book)
        report = bring(book, "b.csv", *hour_rows(edits))
        once = everything(book)
        assert set(once["time_entry"]["duration_s"]) == {60.0 * length for length in {**first, **edits}.values()}
        again = bring(book, "b.csv", *hour_rows(edits))
        assert counts(again)[:3] == (0, 0, len(edits))
        assert_same(once, everything(book))
        if report.new or report.changed:
            book.undo()
        assert_same(before, everything(book))


@settings(max_examples=25, deadline=None)
@given(LOGS, st.integers(0, 23), st.integers(0, 23))
def test_the_order_of_overlapping_exports_does_not_matter(log, end, begin):
    """Law: two parts of one log, however they overlap, give the same hours in either order."""
    parts = [
        {hour: length for hour, length in log.items() if hour <= end},
        {hour: length for hour, length in log.items() if hour >= begin},
    ]
    sums = []
    for order in (parts, parts[::-1]):
        with TemporaryDirectory() as folder, init_book(Path(folder) / "b", notebooks=False) as book:
            for number, part in enumerate(order):
                if part:
                    bring(book, f"{number}.csv", *hour_rows(part))
            sums.append(book.entries()["duration_s"].sum())
    assert sums[0] == sums[1] == 60 * sum(length for hour, length in log.items() if hour <= end or hour >= begin)


def test_tables_of_different_columns_are_of_different_trackers(book):
    """Time that one table holds is not counted again from another, nor taken for an edit of it."""
    (book.path / "one.csv").write_text(
        "Start,End,Project\n2025-03-03 09:00,2025-03-03 10:30,Garden\n", encoding="utf-8"
    )
    (book.path / "other.csv").write_text(
        "Begin;Finish;Topic\n2025-03-03 09:00;2025-03-03 10:30;Weeds\n2025-03-04 09:00;2025-03-04 10:00;Weeds\n",
        encoding="utf-8",
    )
    how = {"column_map": {"start": "Begin", "end": "Finish", "project": "Topic"}, "when": NOW}
    assert book.import_file(book.path / "one.csv", when=NOW).new == 1
    report = book.import_file(book.path / "other.csv", **how)
    assert (report.new, report.changed) == (1, 0)
    assert report.elsewhere == (Elsewhere(2, "csv: start, end, project"),)
    assert book.entries()["project"].tolist() == ["Garden", "Weeds"]
