"""A workbook that is left alone for a quarter: exports drop into its inbox, reviews come out, nobody presses a button."""

import json
import os
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from delivery_made import QUICK, set_server
from exports_made import toggl
from mail_served import mail_server

from goalkit.periods import parse_period
from goalkit.records import Goal, Recipient, ReviewRun, ReviewSchedule, Sending, Settings
from goalkit.reviews.delivery import deliver
from goalkit.reviews.schedule.due import DueOptions, run_due
from goalkit.reviews.schedule.owed import Key
from goalkit.reviews.schedule.whole import check_whole
from goalkit.workbook import init_book, open_book
from goalkit.workbook.inbox import take_in

pytestmark = pytest.mark.slow

BEGIN = datetime(2025, 1, 1, 9, tzinfo=UTC)
MONTHS = ("2025-01", "2025-02", "2025-03")
AMBIGUOUS = "Start;End;Project\n03/04/2025 09:00;03/04/2025 10:00;Thesis\n"


def drop(folder, name, text, moment):
    """What a tracker leaves in the inbox at a moment."""
    path = folder / "data" / "inbox" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    os.utime(path, (moment.timestamp(),) * 2)


def export(month, rows):
    """An export of the year so far, as trackers give them: all months up to this one, two hours on each 5th."""
    days = [{"Start date": f"{name}-05", "End date": f"{name}-05"} for name in MONTHS[: MONTHS.index(month) + 1]]
    return toggl(
        *[{**day, "Start time": "09:00:00", "End time": "11:00:00", "Duration": "02:00:00"} for day in days], *rows
    )


@pytest.fixture
def folder(tmp_path):
    """A workbook whose months are reviewed by themselves, for oneself, a mentor and a synced folder."""
    (tmp_path / "synced").mkdir()
    with init_book(tmp_path / "book", notebooks=False) as book:
        book.change(Settings, "settings", zone="Europe/Berlin", when=BEGIN)
        book.add(Goal(title="Read", target=12, start="2025-01-01", due="2025-12-31"), when=BEGIN)
        book.change(ReviewSchedule, "schedule", quarter=False, year=False, when=BEGIN)
        for values in (
            {"name": "Me", "way": "e-mail", "address": "me@example.org"},
            {"name": "Mentor", "way": "e-mail", "address": "mentor@example.org", "edition": "mentor"},
            {"name": "Sync", "way": "folder", "address": str(tmp_path / "synced")},
        ):
            book.add(Recipient(**values), when=BEGIN)
        return book.path


def test_a_quarter_ends_with_three_reviews_each_delivered_once(folder, tmp_path):
    """Run every second day: each month whole, once to each recipient, in their edition; what could not be read is told."""
    told = []
    with mail_server() as server:
        with open_book(folder) as book:
            set_server(book, server)
        how = DueOptions(before=(take_in,), after=(lambda book, now: deliver(book, now, QUICK),))
        for run in range(1, 49):
            now = BEGIN + timedelta(days=2 * run)
            dropped = now - timedelta(hours=2)
            if now.day in (1, 2):
                month = MONTHS[(now.month - 2) % 12]
                drop(folder, f"toggl-{now:%m}.csv", export(month, []), dropped)
            if (now.month, now.day) == (2, 20):
                drop(folder, "odd.csv", AMBIGUOUS, dropped)
            told.append(run_due(folder, now, how))
        mails = [(mail["To"], mail["Subject"]) for mail in server.mails]
    assert [report.faults for report in told if report.faults] == []
    made = [(outcome.period.name, outcome.edition.audience) for report in told for outcome in report.outcomes]
    assert made == [(month, edition) for month in MONTHS for edition in ("me", "mentor")]
    for month in MONTHS:
        for edition in ("me", "mentor"):
            assert check_whole(folder, Key(parse_period(month), edition)) > 0
    assert Counter(to for to, _ in mails) == {"Me <me@example.org>": 3, "Mentor <mentor@example.org>": 3}
    assert len(set(mails)) == 6
    assert sorted(path.name for path in (tmp_path / "synced").iterdir()) == list(MONTHS)
    with open_book(folder) as book:
        assert {run.state for run in book.records(ReviewRun)} == {"done"}
        assert [sending.state for sending in book.records(Sending)] == ["sent"] * 9
        assert len(book.entries()) == 3, "the same hours lay in every export, and count once"
    facts = json.loads((folder / "reports" / "2025-02" / "facts.json").read_text(encoding="utf-8"))
    assert any("odd.csv" in json.dumps(finding) for finding in facts["quality"]["findings"])
    assert facts["time"]["attributed_hours"] == 2
    assert (folder / "data" / "inbox" / "odd.csv").read_text() == AMBIGUOUS
    assert sorted(path.name for path in (folder / "data" / "inbox" / "done").rglob("*.csv")) == [
        "toggl-02.csv", "toggl-03.csv", "toggl-04.csv",
    ]  # fmt: skip
