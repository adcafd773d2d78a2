"""The inbox: what is dropped comes in once, moves away, and what cannot be read stays and is told with its reason."""

import gzip
import json
import os
import subprocess
import sys
import zipfile
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from exports_made import toggl

from goalkit.cli.edge import run
from goalkit.errors import GoalkitError
from goalkit.periods import parse_period
from goalkit.records import ColumnMap, ImportBatch, ImportProblem, InboxFile, Settings
from goalkit.reviews.facts import gather
from goalkit.trackers.source import MOST_BYTES
from goalkit.workbook import init_book, open_book
from goalkit.workbook.inbox import ENDED, MOST_TRIES, take_in, unread
from goalkit.workbook.inbox_files import Lying, lying, put_away

NOW = datetime(2025, 4, 2, 8, 0, tzinfo=UTC)
AMBIGUOUS = "Start;End;Project\n03/04/2025 09:00;03/04/2025 10:00;Thesis\n"
WAY = "--dates dmy"


@pytest.fixture
def book(no_book):
    """A new workbook, kept in Berlin."""
    with init_book(no_book / "book", notebooks=False) as book:
        book.change(Settings, "settings", zone="Europe/Berlin")
        yield book


def at(hour, day="2025-03-03"):
    """A Toggl export of one entry at that hour."""
    times = {"Start time": f"{hour:02d}:00:00", "End time": f"{hour:02d}:30:00", "Duration": "00:30:00"}
    return toggl(times | {"Start date": day, "End date": day})


def drop(book, name, content, minutes=30):
    """A file in the inbox, last changed some minutes before now."""
    path = book.path / "data" / "inbox" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return touched(path, minutes)


def touched(path, minutes):
    """The file, last changed some minutes before now."""
    when = (NOW - timedelta(minutes=minutes)).timestamp()
    os.utime(path, (when, when), follow_symlinks=False)
    return path


def told(rows):
    """What the ledger says of each file: its state, rows that were new, and the reason."""
    return {row.name: (row.state, row.rows_new, row.why) for row in rows}


def waiting(book):
    """Files that could not be read and wait."""
    return list(unread(book.path, book.frame(InboxFile), book.frame(ImportBatch))["name"])


def inbox(book):
    """The files below the inbox, by their paths."""
    folder = book.path / "data" / "inbox"
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())


# --- what comes in


def test_a_new_workbook_has_an_inbox_and_an_older_one_gets_it(book):
    """`init` makes the folder; a run makes it where there is none, and finds nothing in it."""
    folder = book.path / "data" / "inbox"
    assert folder.is_dir()
    folder.rmdir()
    assert take_in(book, NOW) == []
    assert folder.is_dir()
    assert lying(folder) == []
    folder.rmdir()
    assert lying(folder) == []


def test_files_and_folders_come_in_oldest_first_and_move_away(book):
    """Each is imported as by hand, with a row in the ledger, and lies in done/YYYY-MM with its folder."""
    drop(book, "late.csv", at(11), minutes=5)
    drop(book, "toggl/march.csv", at(9), minutes=90)
    drop(book, "early.csv", at(10), minutes=60)
    rows = take_in(book, NOW)
    assert [row.name for row in rows] == ["toggl/march.csv", "early.csv", "late.csv"]
    assert {row.state for row in rows} == {"imported"}
    assert [batch.file for batch in book.records(ImportBatch)] == ["march.csv", "early.csv", "late.csv"]
    assert {batch.imported_utc for batch in book.records(ImportBatch)} == {NOW}
    assert inbox(book) == [f"done/2025-04/{name}" for name in ("early.csv", "late.csv", "toggl/march.csv")]
    assert len(book.entries()) == 3
    assert take_in(book, NOW) == []
    assert len(book.records(InboxFile)) == 3


def test_the_month_of_done_is_the_persons_own(book):
    """At 22:30 UTC on 31 March it is April in Berlin."""
    evening = datetime(2025, 3, 31, 22, 30, tzinfo=UTC)
    path = drop(book, "a.csv", at(9))
    os.utime(path, (evening.timestamp() - 3600,) * 2)
    take_in(book, evening)
    assert inbox(book) == ["done/2025-04/a.csv"]


def test_the_same_again_changes_nothing_and_overwrites_nothing(book):
    """The same file dropped again is known; another one by its name lies beside it in done."""
    for _ in range(2):
        drop(book, "a.csv", at(9))
        take_in(book, NOW)
    drop(book, "a.csv", at(10))
    take_in(book, NOW)
    assert inbox(book) == [f"done/2025-04/{name}" for name in ("a (2).csv", "a (3).csv", "a.csv")]
    assert len(book.entries()) == 2
    assert [(row.state, row.rows_new) for row in book.records(InboxFile)] == [("imported", 1), ("imported", 1)]
    drop(book, "b.csv", at(9))
    assert told(take_in(book, NOW)) == {"b.csv": ("nothing new", 0, "")}


def test_what_was_taken_back_comes_in_when_it_is_dropped_again(book):
    """Undo of an import passes the ledger by; the file in done stays, and a copy that is dropped comes in."""
    drop(book, "a.csv", at(9))
    take_in(book, NOW)
    assert "a.csv" in book.undo()
    assert book.entries().empty
    assert take_in(book, NOW + timedelta(hours=1)) == []
    drop(book, "a.csv", at(9))
    assert told(take_in(book, NOW + timedelta(hours=2))) == {"a.csv": ("imported", 1, "")}
    assert len(book.entries()) == 1


def test_a_partly_readable_file_comes_in_with_its_problems(book):
    """Good rows are taken; the bad one is kept as a problem of the import, as by `goalkit import`."""
    good = {"Start time": "09:00:00", "End time": "09:30:00", "Duration": "00:30:00"}
    drop(book, "a.csv", toggl(good, {"Start date": "yesterday"}))
    assert told(take_in(book, NOW)) == {"a.csv": ("imported", 1, "")}
    assert [(row.file, row.line, row.value) for row in book.records(ImportProblem)] == [("a.csv", 3, "yesterday")]
    assert inbox(book) == ["done/2025-04/a.csv"]


def test_what_columns_mean_is_remembered_for_the_inbox(book, no_book):
    """A header that was explained once by --map comes in by itself from then on."""
    (no_book / "first.csv").write_text("A,B\n2025-03-14 09:00,2025-03-14 10:30\n", encoding="utf-8")
    run(["--book", "book", "import", "--map", "start=A,end=B", "first.csv"])
    drop(book, "next.csv", "A,B\n2025-03-15 09:00,2025-03-15 10:30\n")
    assert told(take_in(book, NOW)) == {"next.csv": ("imported", 1, "")}
    assert len(book.entries()) == 2


def test_the_inbox_may_be_a_synced_folder_elsewhere(book, no_book):
    """A link in the inbox's own place is the person's choice: what is dropped there comes in, and done lies there."""
    elsewhere = no_book / "Sync" / "exports"
    elsewhere.mkdir(parents=True)
    (book.path / "data" / "inbox").rmdir()
    (book.path / "data" / "inbox").symlink_to(elsewhere)
    drop(book, "a.csv", at(9))
    drop(book, "b.csv", AMBIGUOUS)
    assert {row.name: row.state for row in take_in(book, NOW)} == {"a.csv": "imported", "b.csv": "not read"}
    assert (elsewhere / "done" / "2025-04" / "a.csv").is_file()
    assert waiting(book) == ["b.csv"]


# --- what is left for the next run


@pytest.mark.parametrize(
    "name", ["a.csv.part", "a.csv.crdownload", "a.tmp", "a.csv~", ".a.csv", "~$a.xlsx", "Thumbs.db", "x.download/a.csv"]
)
def test_names_of_what_is_not_whole_are_passed_over(book, name):
    """Downloads, editors' copies, hidden files and the system's own stay where they lie, without a row."""
    drop(book, name, at(9))
    assert take_in(book, NOW) == []
    assert inbox(book) == [name]


def test_a_file_that_may_still_be_written_waits_a_minute(book):
    """Changed within a minute of now, before or after: the next run takes it; a clock that is set back does not keep it."""
    drop(book, "just.csv", at(9), minutes=0.5)
    drop(book, "ahead.csv", at(10), minutes=-0.5)
    drop(book, "tomorrow.csv", at(11), minutes=-24 * 60)
    assert list(told(take_in(book, NOW))) == ["tomorrow.csv"]
    assert list(told(take_in(book, NOW + timedelta(minutes=2)))) == ["just.csv", "ahead.csv"]


def test_a_file_that_grows_while_it_is_looked_at_is_left(book):
    """Bytes that were added after it was seen: no mark, so that nothing of it is read."""
    path = drop(book, "a.csv", at(9))
    (seen,) = lying(path.parent)
    assert len(seen.mark) == 64
    with path.open("a") as file:
        file.write("more")
    assert seen.mark == ""
    path.unlink()
    assert (seen.same, seen.mark) == (False, "")


# --- what cannot be read


def bomb():
    """A spreadsheet of a few kilobytes that says it unpacks to 400 MB."""
    path = Path("bomb.xlsx")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(40):
                part.write(b" " * (10 << 20))
    return path.read_bytes()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.csv", lambda: b"", "empty.csv is empty; export it again from the tracker"),
        ("blank.csv", lambda: b" \n\n", "blank.csv is empty"),
        ("noise.csv", lambda: bytes(range(256)) * 40, "noise.csv is not text"),
        ("report.pdf", lambda: b"%PDF-1.7 x", "report.pdf is a PDF; export CSV"),
        ("a.csv.gz", lambda: gzip.compress(at(9).encode()), "a.csv.gz is a gzip archive; unpack it first"),
        ("photo.zip", lambda: b"PK\x03\x04" + b"\0" * 40, "photo.zip is a zip archive"),
        ("bomb.xlsx", bomb, "bomb.xlsx would unpack to 400 MB"),
        ("dates.csv", AMBIGUOUS.encode, "--dates dmy or --dates mdy"),
        ("note.txt", lambda: b"Buy milk\nCall the bank\n", "note.txt"),
        ("none.csv", lambda: toggl({"Start date": "yesterday"}).encode(), "none of its 1 rows can be taken"),
    ],
)
def test_what_cannot_be_read_stays_with_its_reason(book, name, content, reason):
    """One row that says why, in one line that names the file and a way out; the file stays, and the others come in."""
    drop(book, f"sub/{name}", content())
    drop(book, "good.csv", at(9), minutes=2)
    rows = told(take_in(book, NOW))
    state, new, why = rows.pop(f"sub/{name}")
    assert (state, new) == ("not read", 0)
    assert reason in why
    assert name in why
    assert str(book.path) not in why
    assert "\n" not in why
    assert rows == {"good.csv": ("imported", 1, "")}
    assert inbox(book) == ["done/2025-04/good.csv", f"sub/{name}"]
    assert waiting(book) == [f"sub/{name}"]


def test_a_file_of_gigabytes_is_refused_without_being_read(book):
    """Its directory entry is enough: no bytes are hashed, and the reason says what can be read."""
    path = drop(book, "huge.csv", "x")
    os.truncate(path, 5 << 30)
    touched(path, 30)
    (row,) = take_in(book, NOW)
    assert row.why.startswith("huge.csv has 5,120 MB; at most 1,024 MB can be read")
    assert row.sha256.startswith(f"{5 << 30} bytes")
    assert MOST_BYTES < 5 << 30
    assert take_in(book, NOW) == []
    assert waiting(book) == ["huge.csv"]


def test_links_pipes_and_odd_names_are_told_and_never_opened(book, no_book):
    """A link out, to nothing, to itself or to a folder; a pipe, which would block; a name that is no text."""
    secret = no_book / "secret.csv"
    secret.write_text(at(9), encoding="utf-8")
    folder = book.path / "data" / "inbox"
    links = {"out.csv": secret, "nothing.csv": no_book / "gone", "self.csv": folder / "self.csv", "folder": no_book}
    for name, target in links.items():
        touched_link = folder / name
        touched_link.symlink_to(target)
        touched(touched_link, 30)
    os.mkfifo(folder / "pipe.csv")
    touched(folder / "pipe.csv", 30)
    odd = os.path.join(os.fsencode(folder), b"caf\xe9.csv")  # noqa: PTH118 - a name of bytes
    with open(odd, "wb") as file:  # noqa: PTH123
        file.write(at(10).encode())
    os.utime(odd, (NOW.timestamp() - 600,) * 2)
    rows = told(take_in(book, NOW))
    assert {state for state, _, _ in rows.values()} == {"not read"}
    for name in links:
        assert (
            rows[name][2]
            == f"{name}: it is a link, and what it leads to may be anything; put the file itself into the inbox"
        )
    assert "a pipe or a device" in rows["pipe.csv"][2]
    assert "plain name" in rows["caf\ufffd.csv"][2]
    assert book.entries().empty
    assert take_in(book, NOW) == []
    assert len(waiting(book)) == 6


@contextmanager
def as_nobody(*paths):
    """The rest as somebody without rights, to whom these paths belong; where that is what we are already, nothing."""
    if os.geteuid() != 0:
        yield
        return
    for path in paths:
        os.chown(path, 65534, 65534)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="rights are kept another way on this system")
def test_a_file_without_the_right_to_read_it(tmp_path_factory):
    """The file and a folder that may not be looked into are told; what can be read comes in."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="goalkit-") as place, init_book(Path(place) / "b", notebooks=False) as book:
        drop(book, "first.csv", at(8))
        drop(book, "bad.csv", AMBIGUOUS)
        take_in(book, NOW)  # whatever Python loads for it is loaded by one who may
        (book.path / "data" / "inbox" / "bad.csv").unlink()
        drop(book, "closed.csv", at(9)).chmod(0)
        shut = drop(book, "shut/a.csv", at(10)).parent
        drop(book, "good.csv", at(11))
        touched(shut, 30).chmod(0)
        with as_nobody(place, *(path for path in Path(place).rglob("*"))):
            rows = told(take_in(book, NOW))
            again = take_in(book, NOW)
        shut.chmod(0o700)
    assert rows["closed.csv"] == (
        "not read", 0, "closed.csv cannot be read (Permission denied); check the name and try again",
    )  # fmt: skip
    assert rows["shut"][2] == "shut: it is a folder that cannot be looked into; give yourself the right to read it"
    assert rows["good.csv"] == ("imported", 1, "")
    assert again == []


def test_what_could_not_be_read_is_not_tried_again_until_something_changes(book, monkeypatch):
    """Neither its row nor the file is touched; other bytes, a newer goalkit, or a word on columns try it again."""
    path = drop(book, "a.csv", "A,B\n2025-03-14 09:00,2025-03-14 10:30\n")
    (first,) = take_in(book, NOW)
    assert first.state == "not read"
    assert take_in(book, NOW + timedelta(days=1)) == []
    assert book.records(InboxFile) == [first]
    book.add(ColumnMap(header="x,y", parts=["start=x", "end=y"], said_utc=NOW))
    (again,) = take_in(book, NOW + timedelta(days=1))
    assert again.state == "not read"
    assert again.id == first.id
    assert take_in(book, NOW + timedelta(days=1)) == []
    path.write_text(at(9), encoding="utf-8")
    touched(path, 20)
    assert told(take_in(book, NOW)) == {"a.csv": ("imported", 1, "")}
    assert waiting(book) == []


def test_a_newer_goalkit_tries_again(book):
    """A row that an older one wrote is no reason to leave the file."""
    drop(book, "a.csv", at(9))
    drop(book, "b.csv", AMBIGUOUS)
    mark = {one.name: one.mark for one in lying(book.path / "data" / "inbox")}
    for name, found in mark.items():
        row = InboxFile(name=name, sha256=found, state="not read", seen_utc=NOW, why="?", read_by="goalkit 0.0.1")
        book.add(row)
    assert {name: state for name, (state, _, _) in told(take_in(book, NOW)).items()} == {
        "a.csv": "imported",
        "b.csv": "not read",
    }
    assert len(book.records(InboxFile)) == 2


def test_what_was_brought_in_by_hand_is_done(book):
    """After `goalkit import --dates dmy` of the file itself nothing is told of it, and the next run moves it."""
    path = drop(book, "a.csv", AMBIGUOUS)
    take_in(book, NOW)
    assert waiting(book) == ["a.csv"]
    assert run(["--book", "book", "import", "--dates", "dmy", str(path)]) == 0
    assert waiting(book) == []
    assert told(take_in(book, NOW + timedelta(hours=1))) == {"a.csv": ("imported", 1, "")}
    drop(book, "b.csv", AMBIGUOUS)  # dropped after it was brought in
    assert told(take_in(book, NOW + timedelta(hours=1))) == {"b.csv": ("nothing new", 0, "")}
    assert inbox(book) == ["done/2025-04/a.csv", "done/2025-04/b.csv"]
    assert len(book.entries()) == 1


def test_what_was_taken_out_of_the_inbox_is_told_no_more(book):
    """The ledger keeps its row; nobody is asked about it."""
    drop(book, "a.csv", AMBIGUOUS).rename(book.path / "elsewhere.csv")
    drop(book, "b.csv", AMBIGUOUS)
    take_in(book, NOW)
    (book.path / "data" / "inbox" / "b.csv").unlink()
    assert waiting(book) == []
    assert [row.state for row in book.records(InboxFile)] == ["not read"]


# --- ended halfway, and faults that are not the file's

KILLED = """
import os, sys
from datetime import datetime
from pathlib import Path
from goalkit.workbook import Book, inbox, open_book

steps = int(sys.argv[2])
def counting(frame, event, arg):
    global steps
    if event in ("call", "return") and frame.f_code.co_filename.endswith(("inbox.py", "inbox_files.py", "book.py")):
        steps -= 1
        if steps == 0:
            os._exit(9)
    return None
with open_book(sys.argv[1]) as book:
    now = datetime.fromisoformat(sys.argv[3])
    sys.setprofile(counting)
    inbox.take_in(book, now)
"""


@pytest.mark.parametrize("steps", [30, 60, 75, 90, 105, 120, 135, 150, 200, 10_000])
def test_ended_at_any_point_the_next_run_finishes_and_counts_nothing_twice(book, steps):
    """Python is ended without a word at some step of the work: afterwards each file came in once and is done."""
    for hour in (9, 10):
        drop(book, f"{hour}.csv", at(hour))
    drop(book, "bad.csv", AMBIGUOUS, minutes=40)
    book.close()
    arguments = [sys.executable, "-c", KILLED, str(book.path), str(steps), NOW.isoformat()]
    ended = subprocess.run(arguments, check=False, capture_output=True, text=True)
    assert ended.returncode in (9, 0), ended.stderr
    assert ended.returncode == (0 if steps == 10_000 else 9)
    take_in(book, NOW + timedelta(hours=1))
    assert inbox(book) == ["bad.csv", "done/2025-04/10.csv", "done/2025-04/9.csv"]
    assert {name: row[:2] for name, row in told(book.records(InboxFile)).items()} == {
        "9.csv": ("imported", 1), "10.csv": ("imported", 1), "bad.csv": ("not read", 0),
    }  # fmt: skip
    assert len(book.entries()) == 2


def test_a_link_left_by_a_run_that_was_ended_while_moving_is_no_second_copy(book):
    """Both names of one file: the one in the inbox goes, and done holds it once."""
    path = drop(book, "a.csv", at(9))
    (one,) = lying(path.parent)
    target = path.parent / "done" / "2025-04" / "a.csv"
    target.parent.mkdir(parents=True)
    os.link(path, target)
    assert put_away(one, path.parent, "2025-04") == target
    assert inbox(book) == ["done/2025-04/a.csv"]


def test_a_file_that_ends_the_run_each_time_is_left_after_three_tries(book):
    """Its row says so; the others come in, and a newer goalkit would try it again."""
    path = drop(book, "poison.csv", at(9))
    (one,) = lying(path.parent)
    from goalkit.workbook.inbox import _reader

    row = InboxFile(name="poison.csv", sha256=one.mark, state="reading", seen_utc=NOW, tries=MOST_TRIES - 1,
                    read_by=_reader(book))  # fmt: skip
    book.add(row)
    book.change(InboxFile, row.id, tries=MOST_TRIES)
    drop(book, "good.csv", at(10))
    rows = told(take_in(book, NOW))
    assert rows == {"good.csv": ("imported", 1, ""), "poison.csv": ("not read", 0, f"poison.csv: {ENDED}")}
    assert take_in(book, NOW) == []


def test_a_fault_of_the_workbook_is_not_held_against_the_file(book):
    """A database that refuses the import raises; once it takes it, the same file comes in."""
    drop(book, "a.csv", at(9))
    refuse = "CREATE TRIGGER refuse BEFORE INSERT ON import_batch BEGIN SELECT RAISE(ABORT, 'disk full'); END"
    with book._engine.begin() as connection:
        connection.exec_driver_sql(refuse)
    for _ in range(MOST_TRIES + 1):
        with pytest.raises(GoalkitError, match="no room left on its disk"):
            take_in(book, NOW)
    with book._engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER refuse")
    assert told(take_in(book, NOW)) == {"a.csv": ("imported", 1, "")}


def test_a_file_that_cannot_be_moved_came_in_all_the_same(book):
    """A file stands where the month's folder should: the row says so, and nothing is counted twice when it is gone."""
    drop(book, "a.csv", at(9))
    blocker = drop(book, "done/2025-04", "x")
    (row,) = take_in(book, NOW)
    assert (row.state, row.rows_new) == ("imported", 1)
    assert "cannot be moved to done" in row.why
    blocker.unlink()
    assert told(take_in(book, NOW)) == {"a.csv": ("imported", 1, "")}
    assert inbox(book) == ["done/2025-04/a.csv"]
    assert len(book.entries()) == 1


def test_an_inbox_that_cannot_be_made_is_one_clear_fault(book):
    """A file where the folder should be: the message names it."""
    folder = book.path / "data" / "inbox"
    folder.rmdir()
    folder.write_text("x", encoding="utf-8")
    with pytest.raises(GoalkitError, match=r"the inbox .*inbox cannot be made"):
        take_in(book, NOW)


# --- where it is told


def test_check_lists_what_could_not_be_read_with_its_reason_and_the_way_out(book, capsys):
    """First of all findings, file by file; and no more once it was brought in by hand."""
    path = drop(book, "a.csv", AMBIGUOUS)
    take_in(book, NOW)
    assert run(["--book", "book", "check"]) == 3
    said = capsys.readouterr().out
    lines = said.splitlines()
    assert lines[0] == "1 file in the inbox that could not be read"
    assert lines[1].startswith("  2025-04-02 · a.csv")
    assert "--dates dmy or --dates mdy" in lines[1]
    assert lines[2].endswith("bring it in by hand, for example: goalkit import FILE --dates dmy")
    assert run(["--book", "book", "check", "--format", "json"]) == 3
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert (finding["kind"], finding["examples"][0]["file"]) == ("unread", "a.csv")
    assert run(["--book", "book", "check", "--from", "2025-04-03"]) == 0
    run(["--book", "book", "import", "--dates", "dmy", str(path)])
    capsys.readouterr()
    run(["--book", "book", "check"])
    assert "inbox" not in capsys.readouterr().out


def test_the_review_says_what_it_could_not_read(book):
    """Each period that began before the file was seen may lack its rows; a later one does not."""
    drop(book, "<script>.csv", AMBIGUOUS)
    take_in(book, NOW)

    def kinds(period):
        facts = gather(book, parse_period(period), NOW.date())
        return {finding.kind: finding.examples[0]["text"] for finding in facts.quality.findings}

    assert kinds("2025-03")["unread"].startswith("2025-04-02 · <script>.csv")
    assert "unread" in kinds("2025-04")
    assert "unread" not in kinds("2025-05")


def test_the_shape_of_what_lies_is_plain():
    """A value without a file behind it: gone is neither the same nor marked."""
    gone = Lying(Path("nowhere.csv"), "nowhere.csv", 1, 1)
    assert (gone.mark, gone.same, gone.rests(NOW)) == ("", False, True)


def test_an_opened_workbook_of_today_holds_the_new_fields(book):
    """The ledger's row is read back as it was written."""
    drop(book, "a.csv", AMBIGUOUS)
    (row,) = take_in(book, NOW)
    with open_book(book.path) as again:
        assert again.records(InboxFile) == [row]
    assert (row.tries, row.read_by.startswith("goalkit ")) == (1, True)
