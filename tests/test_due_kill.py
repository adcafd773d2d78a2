"""`goalkit review --due`, killed at any moment: every review is whole or absent, and the next run finishes."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from due_made import check_folder, ledger, recent_book, states, tree

from goalkit.reviews.schedule.due import run_due
from goalkit.reviews.schedule.outlook import outlook
from goalkit.reviews.schedule.whole import page_of
from goalkit.workbook import open_book

MOMENTS = 20
LONGEST = 120.0  # seconds; a run that takes longer hangs

pytestmark = pytest.mark.skipif(not hasattr(os, "killpg"), reason="no kill -9 of a group here")


def start(folder):
    """The command, in a group of processes of its own."""
    command = [sys.executable, "-m", "goalkit", "--book", str(folder), "review", "--due"]
    out = subprocess.DEVNULL
    return subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True)


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
    """After each kill the folders are whole or absent and the ledger opens; the next run makes all, once, and links it.

    As long as no review is there the next run is the next to be killed, so that one after several kills is tried, too.
    """
    fresh, keys = recent_book(tmp_path / "fresh")
    folder = tmp_path / "book"
    shutil.copytree(fresh, folder)
    seconds = measured(folder)
    check_finishes(folder, keys)
    renew(fresh, folder)
    chance, found = random.Random(6), []
    moments = [(number + chance.random()) / MOMENTS * seconds for number in range(MOMENTS)]
    for moment in chance.sample(moments, MOMENTS):
        kill_after(folder, moment)
        whole = [check_folder(folder, key) for key in keys]
        found.append((round(moment, 2), sum(whole), sorted(states(folder).values())))
        if any(whole):
            check_finishes(folder, keys)
            renew(fresh, folder)
    check_finishes(folder, keys)
    print(f"a run takes {seconds:.1f} s; killed at, whole, ledger: {found}")


def renew(fresh: Path, folder: Path) -> None:
    """The workbook as it was before any run."""
    shutil.rmtree(folder)
    shutil.copytree(fresh, folder)


def check_finishes(folder: Path, keys) -> None:
    """The next run leaves every review whole, done and linked; the one after it finds nothing to do."""
    report = run_due(folder, datetime.now(UTC))
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
    assert run_due(folder, datetime.now(UTC)).outcomes == ()
    assert tree(folder / "reports") == before
