"""`goalkit import`: folders and several files, what is asked on a real terminal, and what is remembered."""

import json
import os
import pty
import select
import subprocess
import sys
import time

import pytest
from exports_made import toggl

from goalkit.cli.edge import run
from goalkit.cli.show import print_csv
from goalkit.errors import UndecidedError
from goalkit.records import ColumnMap, ImportBatch, Settings
from goalkit.workbook import init_book, open_book

ODD = "A,B,C\n2025-03-14 09:00,2025-03-14 10:30,Garden\n2025-03-15 11:00,2025-03-15 12:00,Thesis\n"
ODD += "2025-03-16 11:00,2025-03-16 12:00,Garden\n"
MAP = "start=A,end=B,project=C"


@pytest.fixture
def book(no_book):
    """A new workbook's folder, kept in Berlin."""
    with init_book(no_book / "book", notebooks=False) as book:
        book.change(Settings, "settings", zone="Europe/Berlin")
    return no_book / "book"


def written(path, text):
    """A file of that text, in folders made for it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def imported(book, *arguments):
    """The exit code of an import."""
    return run(["--book", str(book), "import", *map(str, arguments)])


def stored(book):
    """How many entries, batches and column maps a workbook holds."""
    with open_book(book) as opened:
        return len(opened.entries()), len(opened.records(ImportBatch)), len(opened.records(ColumnMap))


def at(hour):
    """A Toggl export of one entry at that hour."""
    return toggl({"Start time": f"{hour:02d}:00:00", "End time": f"{hour:02d}:30:00", "Duration": "00:30:00"})


def test_a_folder_means_every_file_in_it(book, no_book, capsys):
    """Subfolders too, by name; hidden ones and a link that leads in a circle are passed over; what is no export is told."""
    folder = no_book / "exports"
    written(folder / "b.csv", at(9))
    written(folder / "a" / "c.csv", at(10))
    written(folder / ".hidden.csv", at(11))
    written(folder / ".git" / "d.csv", at(12))
    written(folder / "letter.txt", "Dear Jorinde")
    (folder / "a" / "round").symlink_to(folder)
    (folder / "loop.csv").symlink_to(folder / "loop.csv")
    assert imported(book, folder) == 3
    shown = capsys.readouterr()
    told = [line.split(" ")[0] for line in shown.out.splitlines()]
    assert told[:2] == ["c.csv", "b.csv"]
    assert "letter.txt, line 1" in shown.err
    assert "2 of 3 files read, 2 entries new" in shown.out
    assert "goalkit undo, 2 times" in shown.out
    assert stored(book)[:2] == (2, 2)


def test_an_empty_folder_is_told(book, no_book, capsys):
    """A folder that holds nothing but hidden files: exit 2 and the way out."""
    written(no_book / "exports" / ".hidden.csv", at(9))
    assert imported(book, no_book / "exports") == 2
    assert "exports is a folder without a file" in capsys.readouterr().err


def test_a_folder_without_an_export_is_a_fault_of_what_was_given(book, no_book, capsys):
    """Nothing of it can be read: exit 2."""
    written(no_book / "exports" / "letter.txt", "Dear Jorinde")
    assert imported(book, no_book / "exports") == 2
    assert "letter.txt" in capsys.readouterr().err


def test_the_same_file_twice_is_read_once(book, no_book, capsys):
    """By its own name, by its folder and by a link: one report, one batch."""
    path = written(no_book / "exports" / "log.csv", at(9))
    (no_book / "link.csv").symlink_to(path)
    assert imported(book, path, no_book / "exports", no_book / "link.csv", "--format", "json") == 0
    assert [report["rows_new"] for report in json.loads(capsys.readouterr().out)] == [1]


def test_a_named_file_that_cannot_be_read_does_not_stop_a_folder(book, no_book):
    """Exit 2, since it was named; the others are in."""
    written(no_book / "exports" / "log.csv", at(9))
    bad = written(no_book / "bad.csv", "Dear Jorinde")
    assert imported(book, bad, no_book / "exports") == 2
    assert stored(book)[0] == 1


def test_a_map_is_remembered_for_its_header(book, no_book, capsys):
    """Said once with --map, it is used and said again for the same header, whatever its case; also by hours."""
    path = written(no_book / "log.csv", ODD)
    assert imported(book, path) == 2
    assert f"--map {MAP}" in capsys.readouterr().err
    assert imported(book, path, "--map", MAP) == 0
    assert stored(book) == (3, 1, 1)
    later = written(no_book / "later.csv", ODD.replace("A,B,C", " a ,b,C").replace("2025-03", "2025-04"))
    capsys.readouterr()
    assert imported(book, later) == 0
    assert "columns as you said on 20" in capsys.readouterr().err
    assert stored(book) == (6, 2, 1)
    assert run(["--book", str(book), "hours", str(later), "--format", "json"]) == 0
    shown = capsys.readouterr()
    assert {row["project"] for row in json.loads(shown.out)["rows"]} == {"Garden", "Thesis"}
    assert "columns as you said on 20" in shown.err
    other = written(no_book / "other.csv", ODD.replace("A,B,C", "B,A,C"))
    assert imported(book, other) == 2


def test_a_new_map_replaces_the_old_one_and_undo_takes_both_back(book, no_book, capsys):
    """First what the import changed, then the map; the map that stood before stands again."""
    path = written(no_book / "log.csv", ODD)
    assert imported(book, path, "--map", "start=A,end=B") == 0
    assert imported(book, path, "--map", MAP) == 0
    assert stored(book) == (3, 2, 1)
    with open_book(book) as opened:
        (kept,) = opened.records(ColumnMap)
        assert kept.columns == {"start": "A", "end": "B", "project": "C"}
        assert "import of log.csv" in opened.undo()
        assert "column map “a | b | c”" in opened.undo()
        assert opened.records(ColumnMap)[0].columns == {"start": "A", "end": "B"}
        assert "import" in opened.undo()
        opened.undo()
        assert opened.records(ColumnMap) == []
        assert opened.entries().empty


def test_a_notebook_uses_what_was_said_at_the_command_line(book, no_book):
    """Book.import_file reads a known header as it was said, decimal mark and all; a map given there goes first."""
    chosen = ["--map", "date=Tag,duration=Wieviel", "--decimal", "comma"]
    assert imported(book, written(no_book / "log.csv", 'Tag,Wieviel\n2025-03-14,"1,125"\n'), *chosen) == 0
    later = written(no_book / "later.csv", 'TAG,Wieviel\n2025-03-15,"2,250"\n')
    with open_book(book) as opened:
        with pytest.raises(UndecidedError):
            opened.import_file(later, column_map={"date": "TAG", "duration": "Wieviel"})
        assert opened.import_file(later).new == 1
        assert opened.entries()["duration_s"].tolist() == [4050, 8100]


def test_a_map_that_led_to_nothing_is_not_kept(book, no_book):
    """A wrong one and a dry run leave no map."""
    path = written(no_book / "log.csv", ODD)
    assert imported(book, path, "--map", "start=C,end=B") == 2
    assert imported(book, path, "--map", MAP, "--dry-run") == 0
    assert stored(book) == (0, 0, 0)


def test_a_decimal_mark_is_said_and_remembered(book, no_book, capsys):
    """1,125 alone could be either: told with the way out, taken as said, and said again by the map that was kept."""
    path = written(no_book / "log.csv", 'Tag,Wieviel\n2025-03-14,"1,125"\n')
    chosen = ["--map", "date=Tag,duration=Wieviel"]
    assert imported(book, path, *chosen) == 2
    assert "--decimal point or --decimal comma" in capsys.readouterr().err
    assert imported(book, path, *chosen, "--decimal", "comma") == 0
    later = written(no_book / "later.csv", 'Tag,Wieviel\n2025-03-15,"2,250"\n')
    assert imported(book, later) == 0
    with open_book(book) as opened:
        assert opened.entries()["duration_s"].tolist() == [4050, 8100]
    assert run(["hours", str(path), "--map", chosen[1], "--decimal", "dot"]) == 2
    assert "'dot'" in capsys.readouterr().err


def test_every_csv_that_goes_out_keeps_formulas_as_texts(book, no_book, capsys):
    """A project that begins with = + - @ comes back with an apostrophe, from hours of a file and of a workbook."""
    path = written(
        no_book / "log.csv",
        toggl(*({"Project": f"{sign}1+1", "Start time": f"0{n}:00:00"} for n, sign in enumerate("=+-@"))),
    )
    assert imported(book, path) in (0, 3)
    capsys.readouterr()
    for arguments in (["hours", str(path)], ["--book", str(book), "hours"]):
        assert run([*arguments, "--by", "project", "--format", "csv"]) in (0, 3)
        lines = capsys.readouterr().out.splitlines()[1:]
        assert sorted(line.split(",")[0] for line in lines) == sorted(f"'{sign}1+1" for sign in "=+-@")
    print_csv(["=x"], [["-1", -1, None]])
    assert capsys.readouterr().out.splitlines()[1] == "'-1,-1,"


class Terminal:
    """A command on a real terminal, driven by what it shows."""

    def __init__(self, folder, *arguments):
        self._main, child = pty.openpty()
        environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100", "PYTHONPATH": os.pathsep.join(sys.path)}
        command = [sys.executable, "-m", "goalkit", *map(str, arguments)]
        self._process = subprocess.Popen(
            command, stdin=child, stdout=child, stderr=child, cwd=folder, env=environment, start_new_session=True
        )
        os.close(child)
        self.shown = ""

    def wait_for(self, words, seconds=60):
        """Reads until the words stand on the screen."""
        end, begin = time.monotonic() + seconds, len(self.shown)
        while words not in self.shown[begin:]:
            assert time.monotonic() < end, self.shown
            assert self._read(), f"ended without {words!r}: {self.shown}"
        return self

    def _read(self):
        ready, _, _ = select.select([self._main], [], [], 1)
        if not ready:
            return True
        try:
            self.shown += (content := os.read(self._main, 65_536)).decode(errors="replace")
        except OSError:  # the other side is closed
            return False
        return bool(content)

    def answer(self, text):
        """Types a line."""
        os.write(self._main, f"{text}\n".encode())
        return self

    def end(self):
        """The exit code, once everything is read."""
        while self._read():
            pass
        os.close(self._main)
        return self._process.wait(60)


def test_on_a_terminal_the_map_is_shown_and_taken(book, no_book):
    """The parts with their reasons, the rows as understood, and what is taken is kept; next time it is not asked for."""
    path = written(no_book / "log.csv", ODD)
    terminal = Terminal(no_book, "--book", book, "import", path).wait_for("leave the file")
    for words in ("start", "days and times, earlier than 'B'", "2025-03-14 09:00", "1.50", "Garden"):
        assert words in terminal.shown
    assert terminal.answer("take").end() == 0
    assert "3 new" in terminal.shown
    assert stored(book) == (3, 1, 1)
    written(path, ODD.replace("2025-03", "2025-04"))
    again = Terminal(no_book, "--book", book, "import", path)
    assert again.end() == 0
    assert "columns as you said on" in again.shown
    assert stored(book) == (6, 2, 1)


def test_on_a_terminal_a_part_can_be_changed(book, no_book):
    """The third column is a description after all, and the file comes in so."""
    path = written(no_book / "log.csv", ODD)
    terminal = Terminal(no_book, "--book", book, "import", path).wait_for("leave the file").answer("change")
    terminal.wait_for("Which part").answer("description").wait_for("Which column").answer("C")
    terminal.wait_for("as you said").wait_for("leave the file").answer("take")
    assert terminal.end() == 0
    with open_book(book) as opened:
        assert opened.entries()["description"].tolist() == ["Garden", "Thesis", "Garden"]
        assert opened.entries()["project"].astype(str).tolist() == [""] * 3


def test_on_a_terminal_a_file_can_be_left(book, no_book):
    """Nothing is written, and the exit says that something was left out."""
    path = written(no_book / "log.csv", ODD)
    terminal = Terminal(no_book, "--book", book, "import", path).wait_for("leave the file").answer("leave")
    assert terminal.end() == 3
    assert "left as it is" in terminal.shown
    assert stored(book) == (0, 0, 0)


def test_on_a_terminal_dates_and_decimals_are_asked_with_what_each_would_mean(book, no_book):
    """The first row in both orders and with both marks, then the entries as they were meant."""
    path = written(no_book / "log.csv", 'day,hours,project\n03/04/2025,"1,125",Garden\n')
    terminal = Terminal(no_book, "--book", book, "import", path).wait_for("Which is meant")
    assert "dmy: '03/04/2025' is 03 April 2025" in terminal.shown
    assert "mdy: '03/04/2025' is 04 March 2025" in terminal.shown
    terminal.answer("dmy").wait_for("Which is meant")
    assert "comma: '1,125' is 1.125" in terminal.shown
    assert "point: '1,125' is 1125" in terminal.shown
    terminal.answer("comma").wait_for("leave the file").answer("take")
    assert terminal.end() == 0
    with open_book(book) as opened:
        entries = opened.entries()
        assert entries["duration_s"].tolist() == [4050]
        assert entries["start_utc"].dt.month.tolist() == [4]


def test_on_a_terminal_a_trackers_dates_are_asked_for(book, no_book):
    """A known export asks for the order alone; a bar with the file's name shows how far it is."""
    head = "Start Date,Start Time,End Date,End Time,Duration (h)\n"
    folder = no_book / "exports"
    for number in range(3):
        written(folder / f"log{number}.csv", f"{head}0{number + 1}/04/2025,9:00,0{number + 1}/04/2025,10:00,1:00\n")
    terminal = Terminal(no_book, "--book", book, "import", folder)
    for _ in range(3):
        terminal.wait_for("Which is meant").answer("dmy")
    assert terminal.end() == 0
    assert "leave the file" not in terminal.shown
    assert "log1.csv" in terminal.shown
    assert "3 of 3 files read, 3 entries new" in terminal.shown


def test_in_a_pipe_nothing_is_asked_or_drawn(book, no_book):
    """Without a terminal: the choices as options, no bar, exit 2."""
    path = written(no_book / "log.csv", ODD)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-m", "goalkit", "--book", str(book), "import", str(path)],
        capture_output=True, stdin=subprocess.DEVNULL, text=True, env=environment, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stdout == ""
    assert f"--map {MAP}" in done.stderr
    assert "\x1b" not in done.stderr
