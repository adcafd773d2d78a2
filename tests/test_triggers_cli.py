"""`goalkit schedule` and the log of runs by themselves."""

import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from triggers_made import workbook

from goalkit.cli.edge import run
from goalkit.cli.log import KEPT, MOST, shorten
from goalkit.records import InboxFile, ReviewRun
from goalkit.reviews.schedule import triggers
from goalkit.workbook import open_book
from goalkit.workbook.inbox import take_in
from goalkit.workbook.places import LOG

NOW = datetime(2025, 4, 3, 8, 0, tzinfo=UTC)


@pytest.fixture
def book(no_book, monkeypatch):
    """A new workbook, a home of its own, and no bus of systemd's."""
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS", "SUDO_USER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(no_book))
    return workbook(no_book / "my 100% book")


def schedule(*words):
    """Runs `goalkit schedule` on the workbook."""
    return run(["--book", "my 100% book", "schedule", *words])


@pytest.mark.parametrize("kind", triggers.KINDS)
def test_print_shows_what_would_be_installed_and_writes_nothing(book, kind, capsys):
    """The very text on stdout; where it goes and what is done then on stderr."""
    before = sorted(book.parent.rglob("*"))
    assert schedule("install", "--with", kind, "--print") == 0
    shown = capsys.readouterr()
    planned = triggers.plan(kind, book)
    for file in planned.files:
        assert file.text.replace("\r\n", "\n") in shown.out
        assert file.where in shown.err
    for step in planned.steps:
        assert f"Then: {step}\n" in shown.err
    assert sorted(book.parent.rglob("*")) == before


def test_install_show_and_remove(book, own_crontab, capsys):
    """Installed by what is here, told, installed again to no effect, and taken out."""
    assert schedule("install", "--with", "cron") == 0
    name = triggers.start_of(book).name
    assert f"from now on: cron, {name}, each hour" in capsys.readouterr().out
    installed = own_crontab()
    assert schedule("install", "--with", "cron") == 0
    assert capsys.readouterr().out == f"Nothing to do: cron starts them already ({name}).\n"
    assert own_crontab() == installed
    assert schedule("show") == 0
    assert capsys.readouterr().out.splitlines()[0] == f"Each hour, by cron: {name}"
    assert schedule("install", "--with", "systemd") == 2
    assert "cron starts the reviews of this workbook already; first: goalkit schedule remove" in capsys.readouterr().err
    assert schedule("remove", "--with", "launchd") == 0
    assert "Nothing is installed" in capsys.readouterr().out
    assert own_crontab() == installed
    assert schedule("remove") == 0
    assert capsys.readouterr().out.startswith("Taken out: cron.")
    assert own_crontab() == b""


def test_a_workbook_that_moved_away_can_still_be_taken_out(book, own_crontab, capsys):
    """By where it was; a folder that is there and no workbook is refused as ever."""
    schedule("install", "--with", "cron")
    book.rename(book.with_name("moved"))
    assert schedule("remove") == 0
    assert own_crontab() == b""
    assert run(["--book", str(book.parent), "schedule", "remove"]) == 2
    assert "is not a workbook" in capsys.readouterr().err


def test_what_is_set_up_elsewhere_is_only_printed(book, capsys):
    """GitHub, Airflow and a container: exit 2 with the line that prints it; an unknown kind names them all."""
    assert schedule("install", "--with", "github") == 2
    assert "see what goes there: goalkit schedule install --with github --print" in capsys.readouterr().err
    assert schedule("install", "--with", "fcron") == 2
    assert "--with 'fcron' is unknown; expected one of systemd, cron, launchd" in capsys.readouterr().err


def test_under_sudo_nothing_is_installed_or_removed(book, own_crontab, monkeypatch, capsys):
    """The schedule would be another user's: both are named, with the way out; looking is allowed."""
    monkeypatch.setenv("SUDO_USER", "somebody-else")
    for words in (["install", "--with", "cron"], ["install", "--with", "systemd"]):
        assert schedule(*words) == 2
        assert re.search(r"runs as \w+ on behalf of somebody-else.* without sudo", capsys.readouterr().err)
    assert own_crontab() == b""
    assert schedule("install", "--with", "cron", "--print") == 0


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a file away")
def test_another_users_workbook_gets_no_trigger(book, own_crontab, capsys):
    """The owner is named: reviews run as they alone."""
    os.chown(book / "data" / "workbook.toml", 65534, 65534)
    assert schedule("install", "--with", "cron") == 2
    assert re.search(r"belongs to \w+ and this runs as root; reviews of it run as \w+ alone", capsys.readouterr().err)
    assert own_crontab() == b""


def test_show_tells_the_ledger_the_inbox_and_the_log(book, capsys):
    """The latest first, in the workbook's zone, with the reason of what failed; the same as JSON."""
    with open_book(book) as opened:
        opened.add(ReviewRun(period="2025-03", state="done", owed_utc=NOW, ended_utc=NOW, charts=14))
        opened.add(
            ReviewRun(period="2025-Q1", edition="mentor", state="failed", owed_utc=NOW.replace(hour=9), why="no room")
        )
        path = book / "data" / "inbox" / "a.csv"
        path.write_text("")
        os.utime(path, (NOW.timestamp() - 600,) * 2)
        take_in(opened, NOW)
        assert len(opened.records(InboxFile)) == 1
    (book / LOG).write_text("--- a\n")
    assert schedule("show") == 0
    assert capsys.readouterr().out.splitlines() == [
        "Nothing is installed; reviews are made when you ask for them. Turn it on: goalkit schedule install",
        "",
        "Latest reviews:",
        "  2025-Q1 for mentor  failed  2025-04-03 11:00: no room",
        "  2025-03  done  2025-04-03 10:00",
        "",
        "In the inbox, 1 file could not be read; why: goalkit check",
        "",
        f"What each run said: {book / LOG}",
    ]
    assert schedule("show", "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["period"] for one in told["runs"]] == ["2025-Q1", "2025-03"]
    assert told["not_read"][0]["name"] == "a.csv"
    assert (told["installed"], told["log"]) == ([], str(book / LOG))


# --- the log


def logged(book, *words):
    """A run of its own process with --log: its exit code, what it said aloud, and the log."""
    command = [sys.executable, "-P", "-m", "goalkit", "--book", str(book), "--log", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    path = book / LOG
    return done.returncode, done.stdout + done.stderr, path.read_text(encoding="utf-8") if path.is_file() else ""


def test_all_that_a_run_says_is_in_the_log_under_its_own_line(book):
    """What it says to people, and its faults; aloud it says nothing."""
    code, aloud, log = logged(book, "status")
    assert (code, aloud) == (0, "")
    code, aloud, log = logged(book, "review", "not-a-period")
    assert (code, aloud) == (2, "")
    heads = [line for line in log.splitlines() if line.startswith("--- ")]
    assert [re.sub(r"\d", "0", head) for head in heads] == [
        "--- 0000-00-00 00:00:00 UTC · goalkit 0.0.0 status",
        "--- 0000-00-00 00:00:00 UTC · goalkit 0.0.0 review",
    ]
    assert "goalkit: " in log.rpartition("--- ")[2]


def test_a_log_that_cannot_be_written_is_told_once_and_the_run_goes_on(book):
    """A folder lies where it should be."""
    (book / LOG).mkdir()
    code, aloud, _ = logged(book, "status")
    assert code == 0
    assert "schedule.log cannot be written (Is a directory); this run is not in it" in aloud
    assert "There are no goals yet" in aloud


def test_a_log_stays_small_and_loses_whole_runs_oldest_first(book):
    """Over 256 KB it is cut to 128 KB at the beginning of a run; below, not a byte is touched."""
    path, run_text = book / LOG, "--- 2025-04-01 08:00:00 UTC · goalkit 0.1.0 review\n" + "ü" * 2000 + "\n"
    path.write_text(run_text * 60, encoding="utf-8")
    small = path.read_bytes()
    assert len(small) < MOST
    shorten(path)
    assert path.read_bytes() == small
    path.write_text(run_text * 80 + "--- last\nword\n", encoding="utf-8")
    shorten(path)
    text = path.read_text(encoding="utf-8")
    assert KEPT - 5000 < len(text.encode()) <= KEPT
    assert text.endswith("--- last\nword\n")
    assert text.removesuffix("--- last\nword\n").replace(run_text, "") == ""
    path.write_text("x" * (MOST + 1) + "\nend\n", encoding="utf-8")
    shorten(path)
    assert path.read_text(encoding="utf-8") == "end\n"
    path.unlink()
    shorten(path)
