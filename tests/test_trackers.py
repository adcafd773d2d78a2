"""Trackers' exports: each fixture beside the rows expected of it, and both ways of reading a table."""

import csv
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from exports_made import TOGGL, toggl
from hypothesis import given, settings
from hypothesis import strategies as st

from goalkit.errors import GoalkitError
from goalkit.trackers import TRACKERS, ReadOptions, load_export
from goalkit.trackers.cells import parse_bool, parse_clock, parse_date, parse_moment, parse_span, possible_orders
from goalkit.trackers.source import open_source
from goalkit.trackers.table import _is_plain, _load_careful, _load_fast

FIXTURES = Path(__file__).parent / "fixtures" / "trackers"
BESIDE = (".expected.csv", ".problems.csv", "writer.py")
EXPORTS = sorted(path for path in FIXTURES.glob("*/*.*") if not path.name.endswith(BESIDE))
NOW = datetime(2026, 1, 1, tzinfo=UTC)
BERLIN = ReadOptions(zone="Europe/Berlin", as_of=NOW)
LAW = settings(max_examples=60, deadline=None)
PRUNED = frozenset({"project", "person"})


def shown(export):
    """The entries as the texts in the expected file."""
    found = []
    for row in export.entries.itertuples():
        instants = [f"{at:%Y-%m-%dT%H:%M:%SZ}" if pd.notna(at) else "" for at in (row.start_utc, row.end_utc)]
        texts = [row.person, row.client, row.project, row.task, row.description, "|".join(row.tags)]
        billable = "" if pd.isna(row.billable) else str(row.billable)
        found.append([str(row.source_line), *instants, f"{row.duration_s:g}", *texts, billable])
    return found


def beside(path, what):
    """The rows of the file beside a fixture that says what is expected, without its header; none where there is none."""
    file = path.with_name(f"{path.stem}.{what}.csv")
    if not file.exists():
        return []
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.reader(opened))[1:]


def named(path):
    """How a test calls a fixture."""
    return f"{path.parent.name}/{path.name}"


@pytest.mark.parametrize("path", EXPORTS, ids=named)
def test_a_fixture_gives_the_rows_beside_it(path):
    """Lines, instants, seconds and texts of every accepted row, and the tracker told by the content."""
    export = load_export(path, BERLIN)
    assert shown(export) == beside(path, "expected")
    assert export.tracker.partition(":")[0] == path.parent.name
    assert len(export.entries) + sum(problem.left_out for problem in export.problems) == export.rows_read
    assert len(export.entries) > 0


@pytest.mark.parametrize("path", EXPORTS, ids=named)
def test_what_is_odd_about_a_fixture_is_said_with_its_line(path):
    """Exactly the problems in the file beside it; each has a reason and a way out."""
    problems = load_export(path, BERLIN).problems
    assert [[str(problem.line), problem.column, problem.kind] for problem in problems] == beside(path, "problems")
    assert all(problem.reason and problem.fix for problem in problems)


@pytest.mark.parametrize("path", EXPORTS, ids=named)
def test_one_tracker_alone_knows_a_fixture(path):
    """No two trackers claim the same file; the generic reader is nobody's rival."""
    source = open_source(path)
    knowing = [tracker.name for tracker in TRACKERS if tracker.name != "csv" and tracker.recognises(source)]
    assert knowing == ([] if path.parent.name == "csv" else [path.parent.name])


def test_every_tracker_has_a_fixture():
    """A tracker in the list without a fixture and its rows would fail here."""
    assert {path.parent.name for path in EXPORTS} == {tracker.name for tracker in TRACKERS}


@pytest.mark.parametrize("path", EXPORTS, ids=named)
def test_pruned_columns_give_the_same_entries(path):
    """Reading the project alone leaves the same rows, times and duplicates."""
    whole, part = load_export(path, BERLIN), load_export(path, replace(BERLIN, columns=PRUNED))
    assert_same_entries(whole, part)
    assert "description" not in part.entries


def assert_same_entries(whole, part):
    """Starts, ends and projects are equal, and so are the problems."""
    for name in ("start_utc", "end_utc", "duration_s", "source_line", "project"):
        assert whole.entries[name].astype(str).tolist() == part.entries[name].astype(str).tolist()
    assert whole.problems == part.problems


TEXTS = st.text(st.sampled_from("aä\"“,;= '|\t日"), max_size=6) | st.sampled_from(["Thesis", "=1+1", 'say "x"'])
CLOCKS = st.sampled_from(["09:00:00", "10:00:00", "23:59:59", "02:30:00", "", "25:00:00", "noon"])
ROW = st.fixed_dictionaries(
    {
        "Project": TEXTS, "Description": TEXTS, "Tags": TEXTS, "Start time": CLOCKS, "End time": CLOCKS,
        "Duration": st.sampled_from(["01:00:00", "", "00:00:00", "x"]),
    }
)  # fmt: skip


def written(folder, text, encoding="utf-8"):
    """A file of that text."""
    path = Path(folder) / "log.csv"
    path.write_bytes(text.encode(encoding))
    return path


@LAW
@given(st.lists(ROW, min_size=1, max_size=6), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_the_fast_way_reads_what_the_careful_way_reads(rows, quoting):
    """Quotes, commas, blanks and other scripts come out the same whichever way a plain file is read."""
    with TemporaryDirectory() as folder:
        source = open_source(written(folder, toggl(*rows, quoting=quoting)))
        fast, careful = _load_fast(source, TOGGL), _load_careful(source, TOGGL)
    assert fast is not None
    assert fast.lines.tolist() == careful.lines.tolist()
    assert (fast.rows, fast.rows_read, fast.problems) == (careful.rows, careful.rows_read, careful.problems)
    for name in TOGGL:
        one, other = fast.column(name), careful.column(name)
        assert [one.text(row) for row in range(fast.rows)] == [other.text(row) for row in range(fast.rows)]


@LAW
@given(st.lists(ROW, min_size=1, max_size=6), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]), st.booleans())
def test_any_columns_in_any_encoding_give_the_same_entries(rows, encoding, twice):
    """Pruned or whole, UTF-8 or UTF-16: the same accepted rows and the same problems."""
    with TemporaryDirectory() as folder:
        path = written(folder, toggl(*rows, *(rows if twice else ())), encoding)
        whole = load_export(path, BERLIN)
        part = load_export(path, replace(BERLIN, columns=PRUNED))
        plain = load_export(written(folder, toggl(*rows, *(rows if twice else ()))), BERLIN)
    assert_same_entries(whole, part)
    assert whole.entries["source_key"].tolist() == plain.entries["source_key"].tolist()


@pytest.mark.parametrize(
    "text",
    [
        toggl({"Description": "two\nlines"}, {}),
        toggl({}, {}).replace("\n", "\r"),
        toggl({}, {}) + "," * 12 + "\n",
        toggl({}, {}).replace("Ada,", "Ada,\0", 1),
        toggl({}) + "\n" + toggl({"Start time": "08:00:00"}).split("\n")[1] + "\n",
        toggl({}) + "one,two\n",
    ],
    ids=["line break", "carriage returns", "row of commas", "NUL", "blank line", "short row"],
)
def test_a_file_that_is_not_plain_is_read_carefully(tmp_path, text):
    """Arrow's way hands it over, and the rows come in with their own lines."""
    source = open_source(written(tmp_path, text))
    assert not _is_plain(source) or _load_fast(source, TOGGL) is None
    assert load_export(source.path).entries["source_line"].tolist()[0] == 2


def test_lines_are_the_files_own_after_a_line_break(tmp_path):
    """A row after a cell of two lines stands on line 4."""
    export = load_export(written(tmp_path, toggl({"Description": "two\nlines"}, {"Start time": "08:00:00"})))
    assert export.entries["source_line"].tolist() == [2, 4]
    assert export.entries["description"].tolist() == ["two\nlines", ""]


def test_a_column_map_says_what_columns_mean(tmp_path):
    """A CSV with names of its own is read by its map; an unknown part or column is told."""
    path = written(tmp_path, "A,B,C\n2025-03-04 09:00,2025-03-04 10:00,Garden\n")
    with pytest.raises(GoalkitError, match=r"log.csv, line 1: no known tracker.*A, B, C.*--map"):
        load_export(path)
    export = load_export(path, ReadOptions(column_map={"start": "A", "end": "B", "project": "C"}))
    assert export.entries["project"].tolist() == ["Garden"]
    for wrong in ({"begin": "A"}, {"start": "Z"}):
        with pytest.raises(GoalkitError, match="--map"):
            load_export(path, ReadOptions(column_map=wrong))


@pytest.mark.parametrize(
    ("header", "cell", "seconds"),
    [
        ("hours", "1.5", 5400),
        ("hours", '"1,5"', 5400),
        ("minutes", "90", 5400),
        ("seconds", "90", 90),
        ("hours", "1:30", 5400),
    ],
)
def test_a_durations_unit_is_in_its_header(tmp_path, header, cell, seconds):
    """Hours, minutes and seconds are told apart, decimal comma and all, and are day totals."""
    export = load_export(written(tmp_path, f"date,project,{header}\n2025-03-14,Garden,{cell}\n"), BERLIN)
    assert export.entries["duration_s"].tolist() == [seconds]
    assert export.entries["end_utc"].isna().all()


def test_dates_that_can_be_read_in_two_ways_are_asked_about(tmp_path):
    """Days of 12 or less decide nothing; with --dates they are read as said; one row above 12 decides for all."""
    head = "Start Date,Start Time,End Date,End Time,Duration (h)\n"
    row = "03/04/2025,9:00,03/04/2025,10:00,1:00\n"
    path = written(tmp_path, head + row)
    with pytest.raises(GoalkitError, match=r"log.csv, line 2, column 'Start Date': '03/04/2025'.*--dates dmy"):
        load_export(path)
    assert load_export(path, ReadOptions(dates="dmy")).entries["start_utc"].dt.month.tolist() == [4]
    assert load_export(path, ReadOptions(dates="mdy")).entries["start_utc"].dt.month.tolist() == [3]
    decided = load_export(written(tmp_path, head + row + row.replace("03/04", "25/04")))
    assert decided.entries["start_utc"].dt.day.tolist() == [3, 25]


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (parse_clock, "12:00 AM", 0),
        (parse_clock, "12:30 PM", 45_000),
        (parse_clock, "9:05", 32_700),
        (parse_clock, "24:00", 86_400),
        (parse_clock, "24:01", None),
        (parse_clock, "13:00 PM", None),
        (parse_span, "24:19:36", 87_576),
        (parse_span, "18:25 min", 1105),
        (parse_span, "02:00:00 AM", 7200),
        (parse_span, "12:30:00 AM", 1800),
        (parse_span, "01:15:00 PM", 47_700),
        (parse_span, "-1:30", -5400),
        (parse_span, "1:75", None),
        (parse_bool, "Ja", True),
        (parse_bool, "Non", False),
        (parse_bool, "maybe", None),
    ],
)
def test_cells_are_read_as_trackers_write_them(read, text, value):
    """Halves of the day, minutes, days of more than 24 hours, yes and no; anything else is none."""
    assert read(text) == value


def test_days_that_are_not_are_none():
    """Impossible days in every order, and moments without a time."""
    assert parse_date("2026-02-30", "ymd") is None
    assert parse_date("13/15/2024", "dmy") is None
    assert parse_date("8/14/18", "mdy") == parse_date("2018-08-14", "ymd")
    assert parse_moment("2025-03-14", "ymd") is None
    assert possible_orders(["13/15/2024"]) == ()
    assert possible_orders(["04.03.2025"]) == ("dmy",)


def test_two_trackers_never_share_a_key_and_one_always_does(tmp_path):
    """A key names its tracker, and reading a file again gives the same keys."""
    path = FIXTURES / "toggl" / "old.csv"
    keys = load_export(path, BERLIN).entries["source_key"]
    assert keys.tolist() == load_export(path, BERLIN).entries["source_key"].tolist()
    assert keys.is_unique
    assert keys.str.startswith("toggl:").all()
