"""The command line: what it prints, its exit codes, and how little it loads."""

import json
import os
import subprocess
import sys

import pytest
from exports_made import toggl

from goalkit import __version__
from goalkit.cli.edge import run
from goalkit.records import Goal, Settings, Task
from goalkit.workbook import init_book, open_book

HEAVY = ("pandas", "numpy", "pyarrow", "plotly", "ipywidgets", "papermill", "jupyter", "notebook", "nbconvert",
         "nbformat", "IPython", "sqlalchemy", "alembic", "pydantic")  # fmt: skip
ROWS = ({"Project": "Thesis"}, {"Project": "Garden", "Start time": "09:30:00", "End time": "10:30:00"})


@pytest.fixture
def log(no_book):
    """A Toggl export of two entries that overlap by half an hour."""
    path = no_book / "log.csv"
    path.write_text(toggl(*ROWS), encoding="utf-8")
    return path


@pytest.fixture
def book_folder(no_book):
    """A new workbook, kept in Berlin."""
    with init_book(no_book / "book", notebooks=False) as book:
        book.change(Settings, "settings", zone="Europe/Berlin")
    return no_book / "book"


def document(capsys):
    """What stands on stdout, as one JSON document."""
    return json.loads(capsys.readouterr().out)


def test_hours_as_json_has_the_documented_shape(log, capsys):
    """Keys, rows, totals and problems, named as the design names them; a problem also says its kind and its day."""
    log.write_text(toggl(*ROWS, {"Start time": "noon"}), encoding="utf-8")
    assert run(["hours", str(log), "--by", "day,project", "--format", "json"]) == 3
    found = document(capsys)
    assert set(found) == {"by", "rows", "totals", "problems"}
    assert found["by"] == ["day", "project"]
    assert found["rows"] == [
        {"day": "2025-03-03", "project": "Garden", "hours": 1.0},
        {"day": "2025-03-03", "project": "Thesis", "hours": 1.0},
    ]
    assert found["totals"] == {
        "attributed_hours": 2.0, "wall_clock_hours": 1.5, "overlap_hours": 0.5,
        "rows_read": 3, "rows_used": 2, "rows_left_out": 1,
    }  # fmt: skip
    (problem,) = found["problems"]
    assert set(problem) == {"file", "line", "column", "value", "reason", "fix", "kind", "day"}
    assert (problem["line"], problem["value"], problem["kind"]) == (4, "noon", "bad")


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("week", ["2025-W10"]),
        ("month", ["2025-03"]),
        ("quarter", ["2025-Q1"]),
        ("year", ["2025"]),
        ("weekday", ["Monday"]),
    ],
)
def test_periods_are_shown_as_they_are_written(log, by, names, capsys):
    """A period in the output is one that can be given as an argument."""
    assert run(["hours", str(log), "--by", by, "--format", "json"]) == 0
    assert [row[by] for row in document(capsys)["rows"]] == names


def test_a_table_names_its_policy_its_zone_and_both_totals(log, capsys):
    """Below the rows stands how they were counted."""
    assert run(["hours", str(log), "--zone", "Europe/Berlin", "--midnight", "start"]) == 0
    shown = capsys.readouterr()
    assert "2.00 h attributed, 1.50 h on the clock, 0.50 h overlap · 2 of 2 rows" in shown.out
    assert "counted on the start day · Europe/Berlin" in shown.out
    assert shown.err == ""


def test_overlaps_can_be_counted_once(log, capsys):
    """With the union by day, the half hour that is shared counts once."""
    assert run(["hours", str(log), "--by", "day", "--overlaps", "union", "--format", "csv"]) == 0
    assert capsys.readouterr().out == "day,hours\n2025-03-03,1.5\n"


def test_a_range_takes_both_its_days_whole(log, capsys):
    """--to is included, what crosses the range's end is cut, and counted whole by start day."""
    log.write_text(
        toggl(*({"Start date": f"2025-03-0{day}", "Start time": "23:00:00", "End date": f"2025-03-0{day + 1}",
                 "End time": "01:00:00", "Duration": "02:00:00"} for day in (1, 2, 3))),
        encoding="utf-8",
    )  # fmt: skip
    arguments = ["hours", str(log), "--by", "day", "--from", "2025-03-02", "--to", "2025-03-03", "--format", "csv"]
    assert run(arguments) == 0
    assert capsys.readouterr().out == "day,hours\n2025-03-02,2.0\n2025-03-03,2.0\n"
    assert run([*arguments, "--midnight", "start"]) == 0
    assert capsys.readouterr().out == "day,hours\n2025-03-02,2.0\n2025-03-03,2.0\n"
    assert run([*arguments[:5], "2025-03-02", *arguments[6:], "--to", "2025-03-02", "--midnight", "start"]) == 0
    assert capsys.readouterr().out == "day,hours\n2025-03-02,2.0\n"


def test_an_entry_in_two_files_counts_once(log, capsys):
    """The second is named as left out, and the exit is 3."""
    other = log.with_name("other.csv")
    other.write_text(toggl(ROWS[0], {"Start time": "07:00:00", "End time": "08:00:00"}), encoding="utf-8")
    assert run(["hours", str(log), str(other), "--format", "json"]) == 3
    found = document(capsys)
    assert found["totals"]["attributed_hours"] == 3.0
    assert [(one["file"], one["line"], one["kind"]) for one in found["problems"]] == [("other.csv", 2, "duplicate")]


def test_files_are_looked_at_without_storing_anything(log, book_folder, capsys):
    """`hours FILE` reads in the workbook's zone and leaves the workbook empty."""
    assert run(["--book", str(book_folder), "hours", str(log)]) == 0
    assert "Europe/Berlin" in capsys.readouterr().out
    with open_book(book_folder) as book:
        assert book.entries().empty


def test_import_hours_and_undo_on_a_workbook(log, book_folder, capsys):
    """What comes in is counted by its day, and one undo takes it back; --book may stand before or after."""
    assert run(["import", str(log), "--book", str(book_folder), "--format", "json"]) == 0
    (report,) = document(capsys)
    assert set(report) == {
        "file", "tracker", "zone", "dry_run", "rows_read", "rows_new", "rows_changed", "rows_known", "rows_elsewhere",
        "rows_left_out", "hours_new", "hours_overlapping", "entries_absent", "elsewhere", "problems",
    }  # fmt: skip
    assert (report["rows_new"], report["hours_new"], report["zone"]) == (2, 2.0, "Europe/Berlin")
    assert run(["--book", str(book_folder), "hours", "--by", "month", "--format", "json"]) == 0
    assert document(capsys)["rows"] == [{"month": "2025-03", "hours": 2.0}]
    assert run(["--book", str(book_folder), "undo"]) == 0
    assert "log.csv" in capsys.readouterr().out
    assert run(["--book", str(book_folder), "hours", "--format", "json"]) == 0
    assert document(capsys)["rows"] == []


def test_an_import_says_what_became_of_its_rows(log, book_folder, capsys):
    """New, changed, here already and here from another tracker are told apart, in words and as JSON."""
    command = ["--book", str(book_folder), "import", str(log)]
    log.write_text(toggl(*ROWS, {"Start time": "07:00:00", "End time": "08:00:00"}), encoding="utf-8")
    assert run(command) == 0
    assert capsys.readouterr().out == "log.csv (toggl, Europe/Berlin): 3 rows read, 3 new\n"
    log.write_text(toggl({**ROWS[0], "Tags": "deep"}, ROWS[1]), encoding="utf-8")
    assert run([*command, "--dry-run"]) == 0
    assert "2 rows read, 0 would be new, 1 would be changed, 1 here already" in capsys.readouterr().out
    log.write_text(toggl({**ROWS[0], "Start time": "06:00:00", "End time": "06:30:00"}, ROWS[0]), encoding="utf-8")
    assert run(command) == 0
    words = "2 rows read, 1 new, 1 here already. Not in this file, though from toggl and within its days: 1 that came"
    assert words in capsys.readouterr().out
    other = log.with_name("clockify.csv")
    header = "Project,Description,Task,User,Tags,Billable,Start Date,Start Time,End Date,End Time\n"
    day = "2025-03-03"
    other.write_text(f"{header}Thesis,,,Ada,,No,{day},09:00,{day},09:30\nThesis,,,Ada,,No,{day},10:00,{day},11:00\n")
    assert run(["--book", str(book_folder), "import", str(other)]) == 0
    told = capsys.readouterr().out
    assert "2 rows read, 1 new, 1 here from Toggl" in told
    assert "--keep-both" in told
    assert "0.50 h of the new rows are here from other trackers too" in told
    assert run(["--book", str(book_folder), "import", str(other), "--dry-run", "--format", "json"]) == 0
    (report,) = document(capsys)
    assert (report["rows_elsewhere"], report["elsewhere"]) == (1, [{"line": 2, "tracker": "toggl"}])
    assert run(["--book", str(book_folder), "import", str(other), "--keep-both"]) == 0
    assert "2 rows read, 1 new, 1 here already\n" in capsys.readouterr().out


def test_the_workbook_is_found_from_where_one_works(log, book_folder, monkeypatch, capsys):
    """The nearest at or above the working directory, or the one that GOALKIT_BOOK names."""
    monkeypatch.chdir(book_folder / "data")
    assert run(["import", str(log)]) == 0
    monkeypatch.chdir(log.parent)
    monkeypatch.setenv("GOALKIT_BOOK", str(book_folder))
    capsys.readouterr()
    assert run(["hours", "--format", "json"]) == 0
    assert document(capsys)["totals"]["rows_used"] == 2


def test_status_shows_goals_and_due_tasks(book_folder, capsys):
    """A workbook without goals says how to write one; with one, its numbers and tasks are there, also as JSON."""
    arguments = ["--book", str(book_folder), "status", "--as-of", "2025-03-01"]
    assert run(arguments) == 0
    assert "no goals yet" in capsys.readouterr().out
    with open_book(book_folder) as book:
        book.add(Goal(title="Read [b]12[/b] books", target=12, unit="books", start="2025-01-01", due="2025-12-31"))
        book.add(Task(title="Borrow one", due="2025-03-04"))
    assert run(arguments) == 0
    shown = capsys.readouterr().out
    assert "Read [b]12[/b] books" in shown
    assert "0 of 12 books" in shown
    assert "Borrow one" in shown
    assert run([*arguments, "--format", "json"]) == 0
    found = document(capsys)
    assert set(found) == {"as_of", "goals", "tasks", "reviews"}
    assert found["goals"][0]["status"] == "behind"
    assert found["tasks"][0]["due"] == "2025-03-04"


def test_init_makes_a_workbook_and_never_a_second(no_book, capsys):
    """The next step is named; doing it again is a fault of what was given."""
    assert run(["init", str(no_book / "career")]) == 0
    assert "import FILE" in capsys.readouterr().out
    assert (no_book / "career" / "data" / "goalkit.db").exists()
    assert run(["init", str(no_book / "career")]) == 2


def test_usage_errors_exit_with_2_and_help_with_0(no_book, capsys):
    """Unknown commands and options, missing arguments; help and version."""
    for arguments in (["dance"], ["hours", "--loud"], ["import"]):
        assert run(arguments) == 2
    assert run(["--help"]) == 0
    assert run(["--version"]) == 0
    assert __version__ in capsys.readouterr().out


@pytest.mark.parametrize(
    "program",
    [
        "import goalkit",
        "from goalkit.cli.edge import run; run(['--help'])",
        "from goalkit.cli.edge import run; run(['--version'])",
    ],
)
def test_starting_loads_nothing_heavy(program, no_book):
    """A fresh Python that imports goalkit or shows the help has none of the large libraries in sys.modules."""
    listing = "import json, sys; sys.stderr.write(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", f"{program}\n{listing}"], capture_output=True, check=True, cwd=no_book)
    loaded = {name.partition(".")[0] for name in json.loads(done.stderr)}
    assert "goalkit" in loaded
    assert {name for name in loaded if name.startswith(HEAVY)} == set()


def test_the_command_ends_with_the_exit_code(log):
    """`python -m goalkit` gives 0, 2 and 3 to the shell, and a pipe that closes early is no fault."""

    def code(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "goalkit", *arguments], capture_output=True, check=False
        ).returncode

    assert code("hours", str(log)) == 0
    assert code("hours", "none.csv") == 2
    log.write_text(toggl(*ROWS, {"Start time": "noon"}), encoding="utf-8")
    assert code("hours", str(log)) == 3


def test_a_new_workbook_lives_in_the_named_zone_else_the_machines(no_book):
    """`init --zone` sets the zone; without it the machine's is taken; one that does not exist makes nothing."""
    assert run(["init", "named", "--zone", "America/Lima"]) == 0
    command = [sys.executable, "-m", "goalkit", "init", "machine"]  # a process of its own: zones are looked up once
    subprocess.run(command, env={**os.environ, "TZ": "Asia/Tokyo"}, check=True, capture_output=True)
    zones = []
    for name in ("named", "machine"):
        with open_book(no_book / name) as book:
            zones.append(book.settings.zone)
    assert zones == ["America/Lima", "Asia/Tokyo"]
    assert run(["init", "nowhere", "--zone", "Mars/Olympus"]) == 2
    assert not (no_book / "nowhere").exists()


def test_an_import_without_a_zone_says_which_was_taken(no_book, log, capsys):
    """In a workbook whose zone nobody set, the import says that times were read in UTC; with --zone it does not."""
    init_book(no_book / "book", notebooks=False).close()
    assert run(["--book", "book", "import", str(log), "--zone", "Europe/Berlin", "--dry-run"]) == 0
    assert "no time zone is set" not in capsys.readouterr().err
    assert run(["--book", "book", "import", str(log)]) == 0
    assert "Times were read in UTC, since no time zone is set" in capsys.readouterr().err


def test_a_named_workbook_that_is_none_stops_a_look_at_a_file(log, monkeypatch, capsys):
    """`hours FILE` never falls back to UTC in silence when the named workbook cannot be read; without one it may."""
    assert run(["hours", str(log)]) == 0
    monkeypatch.setenv("GOALKIT_BOOK", str(log.parent / "nowhere"))
    assert run(["hours", str(log)]) == 2
    assert "nowhere" in capsys.readouterr().err
