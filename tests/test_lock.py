"""One at a time: a second process is told who is at work, and a killed one leaves nothing locked."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from goalkit.errors import GoalkitError
from goalkit.records import CheckIn
from goalkit.workbook import init_book, open_book
from goalkit.workbook.lock import BusyError, one_at_a_time

HOLDER = """
import sys
from goalkit.workbook import open_book
from goalkit.workbook.lock import one_at_a_time
with open_book(sys.argv[1]) as book, one_at_a_time(book, "goalkit review --due"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def book(tmp_path):
    """An empty workbook."""
    with init_book(tmp_path / "book", notebooks=False) as made:
        yield made


@pytest.fixture
def other(book):
    """Another process that holds the workbook until its input ends."""
    command = [sys.executable, "-c", HOLDER, str(book.path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout.readline() == "held\n"
        yield running
        running.kill()


def taken(book):
    """Whether the workbook can be held now."""
    with one_at_a_time(book, "a test"):
        return True


def test_the_second_is_told_who_holds_it_and_since_when(book, other):
    """The message names the workbook, what is done, the process and the minute, and the workbook stays usable."""
    with pytest.raises(BusyError) as told, one_at_a_time(book, "a test"):
        pass
    said = str(told.value)
    assert f"{book.path} is in use: goalkit review --due has it (process {other.pid} on " in said
    since = datetime.strptime(said.partition("since ")[2].partition(" UTC")[0], "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
    assert timedelta(0) <= datetime.now(UTC) - since < timedelta(hours=1)
    assert said.endswith("nothing was done")
    book.add(CheckIn(day="2025-01-01"))


def test_it_is_free_again_when_the_first_is_done(book, other):
    """Once the other process has ended by itself, the lock can be taken, and who held it is forgotten."""
    other.communicate("")
    assert other.returncode == 0 and taken(book)
    assert not (book.path / "data" / ".due.holder").exists()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 here")
def test_a_killed_process_holds_nothing(book, other):
    """After kill -9 the lock can be taken at once, though nobody put anything away."""
    os.kill(other.pid, signal.SIGKILL)
    other.wait()
    assert (book.path / "data" / ".due.holder").exists() and taken(book)


def test_a_fault_inside_lets_go(book):
    """What fails while it is held is raised as it is, and the lock is free afterwards."""
    with pytest.raises(ZeroDivisionError), one_at_a_time(book, "a test"):
        _ = 1 / 0
    assert taken(book)


def test_two_objects_in_one_process_are_two(book):
    """A notebook that begins a run while one is at work in the same process is refused, too."""
    refused = pytest.raises(BusyError, match="the first has it")
    with open_book(book.path) as again, one_at_a_time(book, "the first"), refused:
        taken(again)
    assert taken(book)


def test_a_holder_that_said_nothing_yet_is_no_fault(book, other):
    """Between taking the lock and signing it there is a moment; the message then names nobody."""
    (book.path / "data" / ".due.holder").write_text("{")
    with pytest.raises(BusyError, match="another run has just begun"):
        taken(book)


@pytest.mark.parametrize("name", [".due.lock", ".due.holder"])
def test_a_lock_that_cannot_be_written_is_told(book, name):
    """The file is named with what to check, and nothing stays locked."""
    (book.path / "data" / name).mkdir()
    with pytest.raises(GoalkitError, match=r"\.due\.lock cannot be written .* check that you may write"):
        taken(book)
    (book.path / "data" / name).rmdir()
    assert taken(book)
