"""Small workbooks that owe reviews, and what is to be seen of them afterwards."""

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from goalkit.periods import Calendar, period_of
from goalkit.records import Goal, ReviewRun, ReviewSchedule, Settings, TimeEntry
from goalkit.reviews.schedule.owed import Key
from goalkit.reviews.schedule.whole import check_whole
from goalkit.workbook import init_book, open_book


def make_book(folder: Path, months: list[date], zone: str = "Europe/Berlin", **schedule) -> Path:
    """A workbook's folder with a goal, two hours in each month, and a schedule."""
    with init_book(folder, notebooks=False) as book:
        book.change(Settings, "settings", zone=zone)
        goal = book.add(Goal(title="Read", target=12, start=months[0], due=months[0] + timedelta(days=364)))
        for month in months:
            begin = datetime(month.year, month.month, 14, 9, tzinfo=UTC)
            entry = TimeEntry(start_utc=begin, end_utc=begin + timedelta(hours=2), project="x", goal_id=goal.id)
            book.add(entry)
        book.change(ReviewSchedule, "schedule", **schedule)
    return folder


def recent_book(folder: Path) -> tuple[Path, list[Key]]:
    """A workbook that owes two reviews today, whenever that is: of the latest month and of the latest quarter.

    It lives where it is noon now, so that no midnight comes between.
    """
    now = datetime.now(UTC)
    zone = f"Etc/GMT{now.hour - 12:+d}"  # whose sign is the other way round
    today = Calendar(zone).day_of(now)
    months = [period_of(today, "month")]
    while len(months) < 8:
        months.append(months[-1].previous())
    made = make_book(folder, [month.start for month in months[:0:-1]], zone, since=today, year=False, grace_days=0)
    return made, [Key(period_of(today, kind).previous()) for kind in ("month", "quarter")]


def due(folder, *arguments, **how):
    """`goalkit review --due` in a process of its own."""
    command = [sys.executable, "-m", "goalkit", "--book", str(folder), "review", "--due", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, **how)
    return done.returncode, done.stdout, done.stderr


def ledger(folder) -> dict[str, ReviewRun]:
    """The ledger's rows, "2025-03" and "2025-03 mentor"."""
    with open_book(folder) as book:
        return {run.period + (f" {run.edition}" if run.edition != "me" else ""): run for run in book.records(ReviewRun)}


def states(folder) -> dict[str, str]:
    """What became of each review, by the ledger."""
    return {name: run.state for name, run in ledger(folder).items()}


def tree(folder) -> dict[str, bytes]:
    """Every file below a folder, by name, with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def check_folder(book: Path, key: Key) -> bool:
    """Whether a review's folder is there; what is there must be whole."""
    folder = book / "reports" / key.period.name
    if not folder.exists():
        return False
    assert check_whole(book, key) > 0
    json.loads((folder / "facts.json").read_text(encoding="utf-8"))
    return True


def read_terminal(terminal: int) -> bytes:
    """The next bytes that were written; none once the other end is closed."""
    try:
        return os.read(terminal, 4096)
    except OSError:  # how Linux says that nobody is there any more
        return b""
