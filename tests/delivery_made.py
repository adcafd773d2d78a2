"""A workbook with a review that is done and recipients who want it, and runs of delivery in processes of their own."""

import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from review_made import PLAIN, facts

from goalkit.records import MailServer, Recipient, ReviewRun, Sending, Settings
from goalkit.reviews.delivery import DeliveryOptions, deliver
from goalkit.reviews.edition import Edition
from goalkit.reviews.render import RenderOptions, render_facts
from goalkit.workbook import init_book, open_book

BEGIN = datetime(2025, 3, 1, 9, tzinfo=UTC)
DONE = datetime(2025, 4, 3, 6, tzinfo=UTC)
NOW = datetime(2025, 4, 3, 6, 5, tzinfo=UTC)
QUICK = DeliveryOptions(pause=0, seconds=5, notice_seconds=10, pictures=False)
CHILD = """
import sys
from datetime import datetime
from goalkit.reviews.delivery import DeliveryOptions, deliver
from goalkit.workbook import open_book
with open_book(sys.argv[1]) as book:
    for one in deliver(book, datetime.fromisoformat(sys.argv[2]), DeliveryOptions(pause=0, seconds=60, pictures=False)):
        print(one.state, one.why)
"""


@pytest.fixture(scope="session", name="shelf")
def delivery_shelf(tmp_path_factory):
    """A workbook with a review of March in two editions, which nothing changes."""
    folder = tmp_path_factory.mktemp("shelf") / "book"
    with init_book(folder) as book:
        book.change(Settings, "settings", zone="Europe/Berlin", when=BEGIN)
    render_facts(facts(PLAIN), folder, RenderOptions(here=True))
    shown = facts(
        headline="12 h went to your goals.", audience="mentor", edition="Mentor edition, without what is kept private"
    )
    render_facts(shown, folder, RenderOptions(here=True, edition=Edition("mentor")))
    return folder


@pytest.fixture(name="book")
def delivery_book(shelf, tmp_path):
    """A copy of it with both editions of March in the ledger, done on 3 April; no recipients yet."""
    shutil.copytree(shelf, tmp_path / "book")
    with open_book(tmp_path / "book") as opened:
        for edition in ("me", "mentor"):
            opened.add(done(edition=edition), when=DONE)
        yield opened


def done(period="2025-03", **changes):
    """A line of the ledger for a review that is done."""
    return ReviewRun(**{"period": period, "state": "done", "owed_utc": DONE, "ended_utc": DONE, **changes})


def add_recipient(book, when=BEGIN, **changes):
    """A recipient who wants reviews by e-mail from the first of March on, unless told otherwise."""
    mentor = {"name": "Mentor", "way": "e-mail", "address": "mentor@example.org"}
    return book.add(Recipient(**{**mentor, **changes}), when=when)


@pytest.fixture(name="to")
def delivery_folder(tmp_path):
    """A folder that takes reviews."""
    folder = tmp_path / "my synced folder"
    folder.mkdir()
    return folder


def add_folder(book, to, **changes):
    """A recipient with that folder."""
    return add_recipient(book, **{"name": "Me", "way": "folder", "address": str(to), **changes})


def set_server(book, server, **changes):
    """Has a workbook use a mail server."""
    values = {"host": "localhost", "port": server.port, "security": "none", "sender": "me@example.org", **changes}
    return book.change(MailServer, "mail_server", values, when=BEGIN)


def states(book):
    """What the ledger says of each sending."""
    return [sending.state for sending in book.records(Sending)]


def run_in_hours(book, hours, how=QUICK):
    """One run of delivery, some hours after the first."""
    return deliver(book, NOW + timedelta(hours=hours), how)


def child(book, hours=0):
    """A run of delivery in a process of its own."""
    moment = (NOW + timedelta(hours=hours)).isoformat()
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, str(book.path), moment], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def facts_file(book, edition=""):
    """The facts of March in an edition, as values."""
    return json.loads((book.path / "reports" / edition / "2025-03" / "facts.json").read_text(encoding="utf-8"))
