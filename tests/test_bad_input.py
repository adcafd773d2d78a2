"""What is wrong with a file, a period, a goal or a workbook is told, and nothing is written."""

import gzip
import io
import json
import os
import zipfile

import pytest
from exports_made import toggl

from goalkit.cli.edge import run
from goalkit.cli.show import problem_line
from goalkit.errors import GoalkitError, Problem
from goalkit.records import Goal, ImportBatch, ImportProblem, make_record
from goalkit.trackers import ReadOptions, load_export
from goalkit.workbook import init_book, open_book

GOOD = toggl({}, {"Start time": "08:00:00", "End time": "08:30:00", "Duration": "00:30:00"})


def zipped():
    """A zip with an export in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("log.csv", GOOD)
    return buffer.getvalue()


BAD = {
    "empty": (b"", ["empty", "export it again"]),
    "blank": (b"\n \n", ["empty", "export it again"]),
    "unknown": (b"name,colour\nrose,red\n", ["line 1", "name, colour", "--map"]),
    "one word": (b"hello", ["line 1", "hello", "--map"]),
    "header alone": (toggl().encode(), ["line 2", "no rows", "longer range"]),
    "cut in a row": (GOOD.encode()[:-25], ["line 3", "'End date'", "'2025-'", "cut off", "export the file again"]),
    "cut in a quote": (GOOD.encode() + b'Ada,,,"Thes', ["line 4", "never closed", "Thes", "export"]),
    "open quote": (GOOD.replace("Thesis", '"Thesis', 1).encode(), ["line 2", "never closed", "close it"]),
    "zip": (zipped(), ["zip archive", "unpack"]),
    "gzip": (gzip.compress(GOOD.encode()), ["gzip", "unpack"]),
    "pdf": (b"%PDF-1.7\n\x00\x01", ["PDF", "export CSV"]),
    "noise": (bytes(range(256)) * 20, ["not text", "line 1", "0x00", "export it again"]),
    "image": (b"\x89PNG\r\n\x1a\n" + os.urandom(0) + bytes(range(1, 255)) * 20, ["not text", "export it again"]),
    "UTF-16 without its mark": (GOOD.encode("utf-16-le"), ["not text", "export it again"]),
    "Toggl summary": (b"Project,Client,Title,Duration\nThesis,,x,01:00:00\n", ["line 1", "summary", "Detailed"]),
    "Clockify summary": (
        b"Date,Time (h),Time (decimal)\r\n03/03/2025,01:00,1.0\r\n",
        ["line 1", "summary", "Detailed"],
    ),
    "no days": (
        toggl({"Start date": "soon", "End date": "later"}).encode(),
        ["line 2", "column 'Start date'", "'soon'", "2025-03-14"],
    ),
}


@pytest.fixture
def book_folder(no_book):
    """A new workbook's folder, which is also where one works."""
    init_book(no_book / "book", notebooks=False).close()
    return no_book / "book"


def stored(folder):
    """How many entries, batches and problems a workbook holds."""
    with open_book(folder) as book:
        return len(book.entries()), len(book.records(ImportBatch)), len(book.records(ImportProblem))


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_no_export_is_told_and_nothing_is_written(name, book_folder, tmp_path, capsys):
    """The message names the file and what helps; importing exits with 2 and leaves the workbook empty."""
    content, words = BAD[name]
    path = tmp_path / "log.csv"
    path.write_bytes(content)
    with pytest.raises(GoalkitError) as told:
        load_export(path)
    for word in ("log.csv", *words):
        assert word in str(told.value)
    assert run(["--book", str(book_folder), "import", str(path)]) == 2
    shown = capsys.readouterr()
    assert str(told.value) in shown.err
    assert "Traceback" not in shown.err
    assert stored(book_folder) == (0, 0, 0)
    assert run(["hours", str(path)]) == 2


def test_a_missing_file_and_a_folder_are_told(book_folder, tmp_path, capsys):
    """Neither is read, and the message names it; a folder is for importing."""
    assert run(["--book", str(book_folder), "import", str(tmp_path / "none.csv")]) == 2
    assert run(["hours", str(tmp_path)]) == 2
    shown = capsys.readouterr().err
    assert "none.csv cannot be read" in shown
    assert f"{tmp_path} is a folder" in shown


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16", "utf-8-sig"])
def test_another_encoding_still_imports_right(encoding, tmp_path):
    """Umlauts come out as they were meant, with all columns and with some."""
    path = tmp_path / "log.csv"
    path.write_bytes(toggl({"Project": "Prüfung", "Description": "façade"}).encode(encoding))
    assert load_export(path).entries[["project", "description"]].astype(str).to_numpy().tolist() == [
        ["Prüfung", "façade"]
    ]
    part = load_export(path, ReadOptions(columns=frozenset({"project"})))
    assert part.entries["project"].tolist() == ["Prüfung"]


def test_a_stray_byte_after_the_utf8_mark_spoils_one_cell_alone(tmp_path):
    """A file that says it is UTF-8 stays so: its header is understood and other umlauts are right."""
    path = tmp_path / "log.csv"
    path.write_bytes(toggl({"Project": "Prüfung", "Description": "X"}).encode("utf-8-sig").replace(b"X", b"\xff"))
    entries = load_export(path).entries
    assert entries["person"].tolist() == ["Ada"]
    assert entries["project"].tolist() == ["Prüfung"]


ROWS = {
    "impossible day": ({"Start date": "2025-02-30"}, "Start date", "2025-02-30"),
    "no day": ({"Start date": ""}, "Start date", ""),
    "no start": ({"Start time": ""}, "Start time", ""),
    "no clock": ({"Start time": "25:00"}, "Start time", "25:00"),
    "backwards": ({"End time": "08:00:00", "Duration": "-01:00:00"}, "End time", "08:00:00"),
    "no duration": ({"Duration": "long"}, "Duration", "long"),
    "header again": ({"Start date": "Start date", "Start time": "Start time"}, "Start date", "Start date"),
    "skipped hour": (
        {"Start date": "2025-03-30", "Start time": "02:30:00", "End date": "2025-03-30", "End time": "03:30:00"},
        "Start time",
        "02:30:00",
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_bad_row_is_listed_and_the_good_ones_come_in(name, book_folder, tmp_path, capsys):
    """Exit 3; the row's line, column, value and way out stand on stderr, in JSON and in the workbook."""
    cells, column, value = ROWS[name]
    path = tmp_path / "log.csv"
    path.write_text(toggl({}, cells, {"Start time": "07:00:00"}), encoding="utf-8")
    arguments = ["--book", str(book_folder), "import", str(path), "--zone", "Europe/Berlin"]
    assert run(arguments) == 3
    shown = capsys.readouterr()
    assert f"log.csv, line 3, {column} {value!r}:" in shown.err
    assert "2 new" in shown.out
    assert "1 left out" in shown.out
    entries, batches, problems = stored(book_folder)
    assert (entries, batches) == (2, 1)
    assert problems >= 1
    assert run(["hours", str(path), "--zone", "Europe/Berlin", "--format", "json"]) == 3
    told = json.loads(capsys.readouterr().out)["problems"]
    (bad,) = [problem for problem in told if problem["kind"] == "bad"]
    assert (bad["file"], bad["line"], bad["column"], bad["value"]) == ("log.csv", 3, column, value)
    assert bad["reason"]
    assert bad["fix"]


def test_rows_of_the_wrong_length_are_listed(tmp_path):
    """Too many cells, too few: told by line, and the rest is read."""
    lines = GOOD.splitlines()
    path = tmp_path / "log.csv"
    path.write_text("\n".join([*lines[:2], lines[1] + ",more", "one,two", lines[2], ""]), encoding="utf-8")
    export = load_export(path)
    assert export.entries["source_line"].tolist() == [2, 5]
    assert [(problem.line, problem.kind) for problem in export.problems] == [(3, "bad"), (4, "bad")]
    assert "14 cells" in export.problems[0].reason


def test_a_file_without_one_good_row_is_a_fault_of_the_file(book_folder, tmp_path, capsys):
    """All rows bad: exit 2 with the first row's reason, and nothing written."""
    path = tmp_path / "log.csv"
    path.write_text(toggl({"Start time": "noon"}, {"Start time": "late"}), encoding="utf-8")
    assert run(["--book", str(book_folder), "import", str(path)]) == 2
    shown = capsys.readouterr().err
    assert "none of its 2 rows" in shown
    assert "Line 2, column 'Start time', 'noon'" in shown
    assert stored(book_folder) == (0, 0, 0)


def test_a_bad_file_does_not_stop_the_others(book_folder, tmp_path, capsys):
    """Of two files the good one comes in; the exit is 2."""
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(GOOD, encoding="utf-8")
    bad.write_bytes(b"")
    assert run(["--book", str(book_folder), "import", str(bad), str(good)]) == 2
    assert stored(book_folder)[:2] == (2, 1)
    assert "bad.csv is empty" in capsys.readouterr().err


def test_a_second_import_adds_nothing_and_says_so(book_folder, tmp_path, capsys):
    """The same file again, and a longer one that overlaps it: each entry counts once."""
    path = tmp_path / "log.csv"
    path.write_text(GOOD, encoding="utf-8")
    assert run(["--book", str(book_folder), "import", str(path)]) == 0
    capsys.readouterr()
    assert run(["--book", str(book_folder), "import", str(path)]) == 0
    said = capsys.readouterr().out
    assert "0 new" in said
    assert "2 here already" in said
    assert "nothing was added" in said
    assert stored(book_folder) == (2, 1, 0)
    path.write_text(
        GOOD + toggl({"Start time": "05:00:00", "End time": "06:00:00"}).split("\n")[1] + "\n", encoding="utf-8"
    )
    assert run(["--book", str(book_folder), "import", str(path)]) == 0
    assert stored(book_folder) == (3, 2, 0)


def test_a_dry_run_writes_nothing(book_folder, tmp_path, capsys):
    """It says what would come in."""
    path = tmp_path / "log.csv"
    path.write_text(GOOD, encoding="utf-8")
    assert run(["--book", str(book_folder), "import", str(path), "--dry-run"]) == 0
    assert "2 would be new" in capsys.readouterr().out
    assert stored(book_folder) == (0, 0, 0)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["review", "2025-13"], ["'2025-13'", "2025-Q1"]),
        (["review", "soon"], ["'soon'", "2025-Q1"]),
        (["hours", "--from", "2025-02-30"], ["'2025-02-30'"]),
        (["hours", "--from", "2025-03-02", "--to", "2025-03-01"], ["2025-03-01 is before"]),
        (["hours", "--by", "moon"], ["'moon'", "project"]),
        (["hours", "--by", "day,day"], ["twice"]),
        (["hours", "--midnight", "never"], ["'never'", "split, start"]),
        (["hours", "--format", "pdf"], ["'pdf'", "json"]),
        (["status", "--as-of", "yesterday"], ["'yesterday'", "2025-03-14"]),
    ],
)
def test_what_does_not_exist_is_told_with_what_does(arguments, words, book_folder, capsys):
    """Periods, days, keys and choices: exit 2, one line, no traceback."""
    assert run(["--book", str(book_folder), *arguments]) == 2
    shown = capsys.readouterr().err
    for word in words:
        assert word in shown
    assert "Traceback" not in shown


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--zone", "Mars"], ["'Mars'", "Europe/Berlin"]),
        (["--tracker", "abacus"], ["'abacus'", "toggl"]),
        (["--map", "start"], ["'start'", "start=Begin"]),
        (["--dates", "ydm"], ["'ydm'", "dmy"]),
    ],
)
def test_options_that_cannot_be_are_told(options, words, book_folder, tmp_path, capsys):
    """A wrong zone, tracker, map or date order stops the import before anything is written."""
    path = tmp_path / "log.csv"
    path.write_text(GOOD, encoding="utf-8")
    assert run(["--book", str(book_folder), "import", str(path), *options]) == 2
    shown = capsys.readouterr().err
    for word in words:
        assert word in shown
    assert stored(book_folder) == (0, 0, 0)


def test_a_goal_that_ends_before_it_starts_is_told():
    """The message names both days and what to do."""
    values = {"title": "Book", "target": 3, "start": "2025-05-01", "due": "2025-04-01"}
    with pytest.raises(GoalkitError, match=r"2025-04-01, before it starts on 2025-05-01; swap"):
        make_record(Goal, values)


def test_a_folder_that_is_no_workbook_is_told(no_book, capsys):
    """Named or not, the command exits with 2 and says how to make one."""
    for arguments in (["status"], ["--book", str(no_book), "status"], ["import", "x.csv"], ["undo"]):
        assert run(arguments) == 2
        assert "goalkit init" in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_workbook_whose_database_is_none_is_told(content, book_folder, capsys):
    """A damaged file is named, never replaced, and the exit is 2."""
    database = book_folder / "data" / "goalkit.db"
    for file in database.parent.glob("goalkit.db*"):
        file.unlink()
    database.write_bytes(content)
    assert run(["--book", str(book_folder), "status"]) == 2
    assert "goalkit.db" in capsys.readouterr().err
    assert database.read_bytes() == content


@pytest.mark.parametrize(
    "project", ["=1+1", "+1", "-1", "@x", "<script>alert(1)</script>", "[red]x[/red]", "\\x1b[31m"]
)
def test_a_projects_name_is_text_everywhere(project, tmp_path, capsys):
    """JSON and tables hold it as it is; a CSV gives no spreadsheet a formula."""
    path = tmp_path / "log.csv"
    path.write_text(toggl({"Project": project}), encoding="utf-8")
    assert run(["hours", str(path), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"] == [{"project": project, "hours": 1.0}]
    assert run(["hours", str(path)]) == 0
    assert project in capsys.readouterr().out
    assert run(["hours", str(path), "--format", "csv"]) == 0
    safe = f"'{project}" if project[0] in "=+-@" else project
    assert capsys.readouterr().out == f"project,hours\n{safe},1.0\n"


def test_latin_1_far_down_the_file_still_reads_right(tmp_path):
    """A Latin-1 name behind 64 KB of plain text is read as it was written, whichever columns are asked for."""
    header = "Project,Description,Start date,Start time,End date,End time,Duration\n"
    row = "Plan,read,2025-03-03,{:02d}:{:02d}:{:02d},2025-03-03,{:02d}:{:02d}:{:02d},00:00:00\n"
    rows = [
        row.format(*(hour, minute, second) * 2) for hour in range(2) for minute in range(60) for second in range(15)
    ]
    rows[-1] = rows[-1].replace("Plan", "Müll").replace("read", "Öl")
    file = tmp_path / "export.csv"
    file.write_bytes((header + "".join(rows)).encode("latin-1"))
    assert file.stat().st_size > 65_536
    for columns in (None, frozenset({"project"})):
        entries = load_export(file, ReadOptions(columns=columns)).entries
        assert len(entries) == len(rows)
        assert entries["project"].iloc[-1] == "Müll"


def test_what_is_said_of_a_whole_file_names_no_line():
    """A note about all of it stands beside the file's name; one about a row beside its line, column and value."""
    assert problem_line(Problem("a.json", 0, "", "", "2 events hold no time", "nothing to do", "note")) == (
        "a.json: 2 events hold no time; nothing to do"
    )
    row = Problem("a.csv", 3, "End", "", "the entry has no end yet", "stop the timer", "running")
    assert problem_line(row) == "a.csv, line 3, End '': the entry has no end yet; stop the timer"
