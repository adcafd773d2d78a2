"""A run of delivery that is killed, whenever that is: nothing is sent twice, and nothing is lost without a word."""

import os
import signal
import sqlite3
import time
from contextlib import closing, contextmanager

import pytest
from delivery_made import (  # noqa: F401 - fixtures
    NOW,
    QUICK,
    add_recipient,
    child,
    delivery_book,
    delivery_shelf,
    run_in_hours,
    set_server,
    states,
)
from mail_served import mail_halting  # noqa: F401 - fixtures

from goalkit.records import Sending
from goalkit.reviews.delivery import deliver

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 is a signal of POSIX")
PATIENCE = 60


def killed(book, server):
    """Runs delivery in a process of its own and kills it when the server has stopped at its moment."""
    running = child(book)
    try:
        assert server.reached.wait(PATIENCE), running.communicate(timeout=PATIENCE)
    finally:
        running.kill()
        running.communicate()
    assert running.returncode == -signal.SIGKILL
    server.moment = ""
    server.passing.clear()
    server.go_on.set()


@contextmanager
def shut_ledger(book):
    """What shuts the workbook to every other writer when it is called; open again afterwards."""
    held = sqlite3.connect(book.database, isolation_level=None, check_same_thread=False)
    with closing(held):
        yield lambda: held.execute("BEGIN IMMEDIATE")


def wait_for(told):
    """Waits until something holds."""
    end = time.monotonic() + PATIENCE
    while not told():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)


def names(server):
    """The Message-IDs of what the server took."""
    return [line for message in server.messages for line in message.split(b"\r\n") if line.startswith(b"Message-ID")]


@pytest.mark.parametrize("moment", ["greeting", "EHLO", "MAIL", "RCPT", "DATA", "body"])
def test_killed_before_the_messages_end_it_is_sent_by_the_next_run(book, halting, moment):
    """Nothing has arrived and the ledger still says so; the next run sends it, once."""
    server = halting(moment)
    set_server(book, server)
    add_recipient(book)
    with shut_ledger(book) as shut:
        if moment == "body":  # with the ledger shut the end cannot be written down, and so is not sent
            server.passing["DATA"] = shut
        killed(book, server)
    assert server.messages == [] and states(book) == ["waiting"]
    assert [one.state for one in run_in_hours(book, 1)] == ["sent"]
    assert run_in_hours(book, 2) == [] and len(names(server)) == 1


@pytest.mark.parametrize("moment", ["end", "answered"])
def test_killed_after_the_messages_end_it_is_told_and_not_sent_again(book, halting, moment):
    """It has arrived, and whether the ledger knew is open: it says that it may have, once, and sends nothing."""
    server = halting(moment)
    set_server(book, server)
    add_recipient(book)
    killed(book, server)
    assert states(book) == ["sending"] and len(server.messages) == 1
    assert [one.state for one in run_in_hours(book, 1)] == ["unsure"]
    assert run_in_hours(book, 2) == [] and states(book) == ["unsure"] and len(server.messages) == 1


def test_killed_between_the_answer_and_the_ledger(book, halting):
    """The server has said yes and the ledger is shut: the next run tells that it may have arrived, and sends nothing."""
    server = halting("answered")
    set_server(book, server)
    add_recipient(book)
    with shut_ledger(book) as shut:
        server.passing["answered"] = shut
        running = child(book)
        assert server.reached.wait(PATIENCE)
        server.go_on.set()
        running.kill()
        running.communicate()
    server.passing.clear()
    assert [one.state for one in run_in_hours(book, 1)] == ["unsure"] and len(server.messages) == 1


def test_killed_between_two_recipients(book, halting):
    """The first has theirs and keeps it, the second gets theirs from the next run."""
    server = halting("RCPT")
    set_server(book, server)
    add_recipient(book)
    assert [one.state for one in _without_halt(book, server)] == ["sent"]
    add_recipient(book, name="Coach", address="coach@example.org")
    server.reached.clear()
    server.go_on.clear()
    server.moment = "RCPT"
    killed(book, server)
    assert states(book) == ["sent", "waiting"]
    assert [one.state for one in run_in_hours(book, 1)] == ["sent"]
    assert len(set(names(server))) == len(names(server)) == 2


def _without_halt(book, server):
    server.moment = ""
    return deliver(book, NOW, QUICK)


def test_killed_while_a_folder_is_copied_the_review_is_whole_or_absent(book, tmp_path):
    """At whatever moment, the copy is complete or not there, and the next run completes it."""
    to = tmp_path / "synced"
    to.mkdir()
    add_recipient(book, name="Me", way="folder", address=str(to))
    home = {file.name: file.stat().st_size for file in (book.path / "reports" / "2025-03").iterdir() if file.is_file()}
    running = child(book)
    wait_for(lambda: any(to.iterdir()) or running.poll() is not None)
    os.kill(running.pid, signal.SIGKILL)
    running.communicate()
    there = to / "2025-03"
    if there.exists():
        assert {file.name: file.stat().st_size for file in there.iterdir()} == home
    run_in_hours(book, 1)
    assert {file.name: file.stat().st_size for file in there.iterdir()} == home
    assert [one.state for one in book.records(Sending)] == ["sent"]


@pytest.mark.slow
def test_killed_at_any_moment_no_review_arrives_twice(book, halting):
    """Runs are killed one after the other, each a little later: every message has arrived at most once at the end."""
    server = halting()
    set_server(book, server)
    for i in range(6):
        add_recipient(book, name=f"R{i}", address=f"r{i}@example.org")
    for after in range(5):
        kill_later(child(book), server, after)
    child(book, hours=30).communicate(timeout=PATIENCE)
    assert len(names(server)) == len(set(names(server)))
    ended = states(book)
    assert set(ended) <= {"sent", "unsure"} and len(ended) == 6
    assert len(names(server)) >= ended.count("sent")


def kill_later(running, server, after):
    """Kills a run a little after the server has so many messages in all."""
    wait_for(lambda: len(server.messages) >= after or running.poll() is not None)
    time.sleep(after * 0.013)
    running.kill()
    running.communicate()
