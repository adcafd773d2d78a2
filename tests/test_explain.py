"""The rows behind a number: all of them, down to file and line, and summing to it exactly."""

import csv
import hashlib
import io
import json
from datetime import UTC, datetime

import numpy as np
import pytest
from exports_made import HOUR, NIGHTS, logs, toggl, us
from hypothesis import given, settings
from hypothesis import strategies as st
from making import entries

from goalkit.cli.edge import run
from goalkit.entries.frame import empty_entries
from goalkit.metrics.hours import HoursOptions, count, hours, totals
from goalkit.metrics.keys import KEYS
from goalkit.periods import Calendar
from goalkit.records import Goal, Rule, Settings, TimeEntry
from goalkit.workbook import init_book

NIGHT = {"Start time": "23:30:00", "End date": "2025-03-04", "End time": "01:00:00", "Duration": "01:30:00"}
ROWS = ({"Project": "Thesis", "Tags": "a, b"}, {"Project": "Garden", "Start time": "09:30:00", "End time": "10:30:00"})


@pytest.fixture
def log(no_book):
    """A Toggl export: two entries that overlap, and one over midnight."""
    path = no_book / "log.csv"
    path.write_text(toggl(*ROWS, NIGHT), encoding="utf-8")
    return path


@pytest.fixture
def book_folder(no_book, log):
    """A workbook in Berlin that took the export in, with an hour that was typed in and a day's total."""
    morning = datetime(2025, 3, 5, 8, tzinfo=UTC)
    with init_book(no_book / "book", notebooks=False) as book:
        book.change(Settings, "settings", zone="Europe/Berlin")
        book.add(Goal(id="g1", title="Write it", target=1, start="2025-01-01", due="2025-12-31"))
        book.add(Rule(text="Thesis", goal_id="g1"))
        book.import_file(log)
        book.add(TimeEntry(start_utc=morning, end_utc=morning.replace(hour=9), project="Thesis", description="=1+1"))
        book.add(TimeEntry(start_utc=datetime(2025, 3, 6, 11, tzinfo=UTC), duration_s=1800.0, project="Thesis"))
    return no_book / "book"


def document(capsys):
    """What stands on stdout, as one JSON document."""
    return json.loads(capsys.readouterr().out)


def explain(capsys, *arguments):
    """The document of `hours --explain`."""
    assert run([*map(str, arguments), "--explain", "--format", "json"]) == 0
    return document(capsys)


def assert_adds_up(found):
    """Each number is the sum of the seconds of the rows that carry its keys."""
    for row in found["rows"]:
        own = [one for one in found["explain"] if all(one[key] == row[key] for key in found["by"])]
        assert round(sum(one["seconds"] for one in own) * 1e6) / HOUR == row["hours"]
    assert len(found["explain"]) >= len(found["rows"])


# --- the law


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(NIGHTS).flatmap(lambda night: st.tuples(st.just(night[0]), logs(us(night[1])))),
    st.lists(st.sampled_from(KEYS), unique=True, max_size=3),
    st.sampled_from(["split", "start"]),
    st.sampled_from(["each", "union"]),
)
def test_the_rows_behind_a_number_sum_to_it(case, by, midnight, overlaps):
    """Whatever the keys and policies, to the last bit, and no entry stands twice behind one number."""
    zone, log = case
    counted = count(log, by, HoursOptions(Calendar(zone), midnight, overlaps))
    parts = counted.parts()
    sums = parts.groupby("number")["us"].sum().reindex(range(len(counted.numbers)), fill_value=0)
    assert (sums.to_numpy() / HOUR == counted.numbers["hours"].to_numpy()).all()
    assert not parts.duplicated(["number", "row"]).any()
    assert (parts["us"] >= 0).all()


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(NIGHTS).flatmap(lambda night: st.tuples(st.just(night[0]), logs(us(night[1])))),
    st.sampled_from([("day",), ("project",), ("tag",), ("tag", "day"), ()]),
    st.data(),
)
def test_wanted_numbers_keep_their_rows_and_lose_the_others(case, by, data):
    """Of any choice of numbers the parts are those they had; of all of them the totals are the log's."""
    zone, log = case
    counted = count(log, by, HoursOptions(Calendar(zone)))
    size = len(counted.numbers)
    wanted = np.array(data.draw(st.lists(st.booleans(), min_size=size, max_size=size)), dtype=bool)
    kept = counted.only(wanted)
    assert kept.numbers["hours"].tolist() == counted.numbers["hours"][wanted].tolist()
    before, after = counted.parts(), kept.parts()
    old = np.flatnonzero(wanted)
    told = [(old[number], row, part) for number, row, part in after.itertuples(index=False, name=None)]
    assert told == [one for one in before.itertuples(index=False, name=None) if wanted[one[0]]]
    everything = totals(counted.only(np.ones(size, dtype=bool)).time(log))
    assert everything == totals(log)


def test_nothing_has_no_parts():
    """An empty frame gives numbers, pieces and parts without rows; one row is its own part."""
    assert count(empty_entries(), ["day"]).parts().empty
    one = count(entries(("2025-03-03 09:00", 60, "P")), ["project"])
    assert one.parts().to_dict("list") == {"number": [0], "row": [0], "us": [HOUR]}
    assert hours(entries(("2025-03-03 09:00", 60, "P")), ["project"]).equals(one.numbers)


# --- of exports


def test_a_file_is_explained_by_its_lines_and_its_hash(log, capsys):
    """Every row has its entry's own times, the hours that fall into the number, file, line and the file's hash."""
    found = explain(capsys, "hours", log, "--by", "day", "--zone", "Europe/Berlin")
    assert_adds_up(found)
    assert [(one["day"], one["line"], one["hours"]) for one in found["explain"]] == [
        ("2025-03-03", 2, 1.0),
        ("2025-03-03", 3, 1.0),
        ("2025-03-03", 4, 0.5),
        ("2025-03-04", 4, 1.0),
    ]
    last = found["explain"][-1]
    assert (last["start"], last["end"]) == ("2025-03-03T23:30:00+01:00", "2025-03-04T01:00:00+01:00")
    assert (last["file"], last["tracker"], last["batch"]) == ("log.csv", "toggl", "")
    assert last["sha256"] == hashlib.sha256(log.read_bytes()).hexdigest()


def test_two_files_are_explained_each_by_its_own(log, capsys):
    """A row names the file it was read from; what stands in both is behind no number twice."""
    other = log.with_name("other.csv")
    other.write_text(toggl(ROWS[0], {"Start time": "07:00:00", "End time": "08:00:00"}), encoding="utf-8")
    assert run(["hours", str(log), str(other), "--explain", "--format", "json"]) == 3
    found = document(capsys)
    assert_adds_up(found)
    thesis = [(one["file"], one["line"]) for one in found["explain"] if one["project"] == "Thesis"]
    assert thesis == [("log.csv", 2), ("log.csv", 4), ("other.csv", 3)]
    assert len({one["sha256"] for one in found["explain"]}) == 2


@pytest.mark.parametrize(
    "options",
    [
        ("--by", "project,tag"),
        ("--by", "tracker,week"),
        ("--by", "hour"),
        ("--by", ""),
        ("--by", "project", "--overlaps", "union"),
        ("--by", "day", "--midnight", "start"),
        ("--by", "day", "--from", "2025-03-03", "--to", "2025-03-03"),
        ("--by", "day", "--from", "2025-03-04", "--midnight", "start"),
    ],
    ids=" ".join,
)
def test_explained_rows_sum_under_every_policy(log, capsys, options):
    """Tags, a key that is a column too, clock hours, no key, unions, start days, ranges."""
    plain = ["hours", str(log), *options, "--format", "json"]
    assert run(plain) == 0
    before = document(capsys)
    found = explain(capsys, "hours", log, *options)
    assert_adds_up(found)
    assert {**found, "explain": None} == {**before, "explain": None}


def test_a_range_cuts_the_hours_and_shows_the_whole_entry(log, capsys):
    """Half an hour of the night falls into the range; its start and end are the entry's own."""
    found = explain(capsys, "hours", log, "--by", "day", "--from", "2025-03-04")
    (row,) = found["explain"]
    assert (row["hours"], row["start"]) == (1.0, "2025-03-03T23:30:00+00:00")


# --- of the workbook


def test_the_workbook_knows_file_line_and_batch(book_folder, log, capsys):
    """An imported row has its import's file, hash and batch; what was typed in says so; a day total has a day."""
    found = explain(capsys, "--book", book_folder, "hours", "--by", "goal")
    assert_adds_up(found)
    by_line = {one["line"]: one for one in found["explain"]}
    assert by_line[3]["file"] == "log.csv"
    assert by_line[3]["sha256"] == hashlib.sha256(log.read_bytes()).hexdigest()
    typed = [one for one in found["explain"] if one["file"] == "typed in"]
    assert [(one["goal"], one["line"], one["batch"], one["sha256"]) for one in typed] == [
        ("Write it", None, "", "")
    ] * 2
    assert [(one["start"], one["end"]) for one in typed] == [
        ("2025-03-05T09:00:00+01:00", "2025-03-05T10:00:00+01:00"),
        ("2025-03-06", None),
    ]
    assert len(by_line[2]["batch"]) == 12


def test_the_table_shows_each_number_with_its_rows_and_their_sum(book_folder, capsys):
    """Headed by its keys; the sum below is the number; hash and batch are short."""
    assert run(["--book", str(book_folder), "hours", "--explain"]) == 0
    shown = capsys.readouterr().out
    garden, thesis = shown.split("Thesis", maxsplit=1)
    assert "Garden" in garden and "sum" in garden
    (total,) = [line.split() for line in thesis.splitlines() if line.startswith("sum")]
    assert total == ["sum", "4.00"]
    assert "typed in" in thesis and "2025-03-03 23:30" in thesis
    sha256 = hashlib.sha256((book_folder.parent / "log.csv").read_bytes()).hexdigest()
    assert sha256[:12] in shown and sha256[:13] not in shown
    assert "4 of" not in shown.splitlines()[-1] and "5 of 5 rows" in shown.splitlines()[-1]


def test_csv_is_the_rows_and_never_a_formula(book_folder, capsys):
    """One table with whole hashes; a text that begins like a formula stays text."""
    assert run(["--book", str(book_folder), "hours", "--explain", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert list(rows[0]) == [
        "project", "start", "end", "hours", "seconds", "description", "tracker", "file", "line", "batch", "sha256",
    ]  # fmt: skip
    assert {len(row["sha256"]) for row in rows} == {0, 64}
    assert "'=1+1" in {row["description"] for row in rows}


# --- one number alone


def test_only_narrows_to_one_number(book_folder, capsys):
    """Rows, totals and used rows are those of the number; without --explain too."""
    command = ["--book", str(book_folder), "hours", "--by", "day", "--only", "day=2025-03-04", "--format", "json"]
    assert run(command) == 0
    found = document(capsys)
    assert found["rows"] == [{"day": "2025-03-04", "hours": 1.0}]
    assert found["totals"] == {
        "attributed_hours": 1.0, "wall_clock_hours": 1.0, "overlap_hours": 0.0,
        "rows_read": 5, "rows_used": 1, "rows_left_out": 0,
    }  # fmt: skip
    assert "explain" not in found
    explained = explain(capsys, *command[:-2])
    assert_adds_up(explained)
    assert len(explained["explain"]) == 1


def test_only_may_be_repeated(book_folder, capsys):
    """Values of one key are alternatives, of two keys they must both fit; a goal has its title and its id."""
    base = ["--book", book_folder, "hours", "--by", "goal,day"]
    days = explain(capsys, *base, "--only", "day=2025-03-04", "--only", "day=2025-03-05")
    assert [row["day"] for row in days["rows"]] == ["2025-03-04", "2025-03-05"]
    for name in ("g1", "Write it"):
        both = explain(capsys, *base, "--only", f"goal={name}", "--only", "day=2025-03-05")
        assert [(row["goal"], row["hours"]) for row in both["rows"]] == [("Write it", 1.0)]
    none = explain(capsys, *base, "--only", "goal=", "--only", "day=2025-03-05")
    assert none["rows"] == none["explain"] == []
    assert none["totals"]["attributed_hours"] == 0


def test_a_tag_alone_has_only_its_own_rows(log, capsys):
    """An entry with two tags stands behind the one that was asked for."""
    found = explain(capsys, "hours", log, "--by", "tag", "--only", "tag=a")
    assert [(one["tag"], one["line"]) for one in found["explain"]] == [("a", 2)]
    assert found["totals"]["rows_used"] == 1


@pytest.mark.parametrize(
    ("only", "said"),
    [("week=2025-W10", "expected project="), ("Thesis", "expected project="), ("project=Thesi", "'Garden', 'Thesis'")],
)
def test_an_only_that_fits_nothing_says_what_there_is(log, capsys, only, said):
    """A key that is none of --by, no key, and a value that no number has."""
    assert run(["hours", str(log), "--only", only]) == 2
    assert said in capsys.readouterr().err


def test_the_entries_of_a_workbook_can_carry_their_sources(book_folder):
    """On request: line, batch, file, hash and when it came in; the frame is the same beside."""
    from goalkit.workbook import open_book

    with open_book(book_folder) as book:
        plain, told = book.entries(), book.entries(sources=True)
        nothing = book.entries(datetime(2020, 1, 1, tzinfo=UTC), datetime(2020, 1, 2, tzinfo=UTC), sources=True)
    added = ["source_line", "batch_id", "file", "sha256", "imported_utc"]
    assert list(told.columns) == [*plain.columns, *added]
    assert told.drop(columns=added).equals(plain)
    assert told["file"].tolist() == ["log.csv"] * 3 + [""] * 2
    assert told["imported_utc"].isna().tolist() == [False] * 3 + [True] * 2
    assert nothing.empty and nothing.dtypes.astype("str").equals(told.dtypes.astype("str"))
