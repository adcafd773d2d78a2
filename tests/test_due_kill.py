"""`goalkit review --due`, killed at any moment: reviews are whole or absent, the next run finishes, nothing goes twice."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from delivery_made import QUICK, set_server
from due_made import check_folder, ledger, recent_book, states, tree
from mail_served import mail_server

from goalkit.records import Recipient, Sending
from goalkit.reviews.delivery import deliver
from goalkit.reviews.schedule.due import DueOptions, run_due
from goalkit.reviews.schedule.outlook import outlook
from goalkit.reviews.schedule.whole import page_of
from goalkit.workbook import open_book

MOMENTS = 20
LONGEST = 120.0  # seconds; a run that takes longer hangs
WHOLE = DueOptions(after=(lambda book, now: deliver(book, now, QUICK),))

pytestmark = pytest.mark.skipif(not hasattr(os, "killpg"), reason="no kill -9 of a group here")


def start(folder):
    """The command, in a group of processes of its own; it finds no browser, so its letters have no pictures."""
    command = [sys.executable, "-m", "goalkit", "--book", str(folder), "review", "--due"]
    out = subprocess.DEVNULL
    around = {**os.environ, "PATH": str(folder)}
    return subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True, env=around)


def kill_after(folder, seconds):
    """Starts a run and kills it and its workers at that moment; one that is through by then was not killed."""
    running = start(folder)
    try:
        running.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()


def measured(folder):
    """How long an undisturbed run takes, in seconds."""
    began = time.monotonic()
    assert start(folder).wait(LONGEST) == 0
    return time.monotonic() - began


@pytest.mark.slow
def test_killed_at_twenty_moments(tmp_path):
    """After each kill the folders are whole or absent and the ledger opens; the next run makes and sends all, once.

    As long as no review is there the next run is the next to be killed, so that one after several kills is tried, too.
    """
    fresh, keys = recent_book(tmp_path / "fresh")
    folder, synced = tmp_path / "book", tmp_path / "synced"
    with mail_server() as server:
        with open_book(fresh) as book:
            set_server(book, server)
            book.add(Recipient(name="Me", way="e-mail", address="me@example.org"))
            book.add(Recipient(name="Sync", way="folder", address=str(synced)))

        def renew():
            """The workbook as it was before any run, and nothing sent yet."""
            for left in (folder, synced):
                shutil.rmtree(left, ignore_errors=True)
            shutil.copytree(fresh, folder)
            synced.mkdir()
            server.mails.clear()

        def check():
            """The next run finishes; what was sent arrived once, and what may have arrived is told."""
            check_finishes(folder, keys)
            return check_sent(folder, synced, server.mails, keys)

        renew()
        seconds = measured(folder)
        assert check() == Counter(sent=4)
        renew()
        chance, found = random.Random(6), []
        moments = [(number + chance.random()) / MOMENTS * seconds for number in range(MOMENTS)]
        for moment in chance.sample(moments, MOMENTS):
            kill_after(folder, moment)
            whole = [check_folder(folder, key) for key in keys]
            found.append((round(moment, 2), sum(whole), sorted(states(folder).values())))
            if any(whole):
                found[-1] += (dict(check()),)
                renew()
        check()
    print(f"a run takes {seconds:.1f} s; killed at, whole, ledger, sendings: {found}")


def check_sent(folder: Path, synced: Path, mails, keys) -> Counter:
    """Each review once to each recipient, or told as unsure; gives how many sendings are in which state."""
    arrived = Counter(mail["Subject"] for mail in mails)
    assert set(arrived.values()) <= {1}
    with open_book(folder) as book:
        sendings = book.records(Sending)
    assert len(sendings) == 2 * len(keys) and {one.state for one in sendings} <= {"sent", "unsure"}
    posted = [one for one in sendings if one.way == "e-mail"]
    assert sum(one.state == "sent" for one in posted) <= len(arrived) <= len(posted)
    assert sorted(path.name for path in synced.iterdir()) == sorted(key.period.name for key in keys)
    return Counter(one.state for one in sendings)


def check_finishes(folder: Path, keys) -> None:
    """The next run leaves every review whole, done and linked; the one after it finds nothing to do."""
    report = run_due(folder, datetime.now(UTC), WHOLE)
    assert report.faults == () and all(outcome.error is None for outcome in report.outcomes)
    assert all(check_folder(folder, key) for key in keys)
    rows = ledger(folder)
    assert sorted(rows) == sorted(key.period.name for key in keys)
    assert {run.state for run in rows.values()} == {"done"}
    index = (folder / "reports" / "index.html").read_text(encoding="utf-8")
    month, quarter = keys
    assert all(f"review-{key.period.name}.html" in index for key in keys)
    if quarter.period.start <= month.period.start < quarter.period.end:
        assert f"review-{quarter.period.name}.html" in page_of(folder, month).read_text(encoding="utf-8")
    with open_book(folder) as book:
        seen = outlook(book, book.today())
    assert seen.owed == seen.unsettled == ()
    before = tree(folder / "reports")
    assert run_due(folder, datetime.now(UTC), WHOLE).outcomes == ()
    assert tree(folder / "reports") == before
