"""What the notebook 13_by_itself hands to its panels, with the real run, the real delivery and the real inbox."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from by_hand import logged_book

from goalkit.errors import GoalkitError
from goalkit.records import InboxFile, Recipient, ReviewRun, ReviewSchedule, Sending
from goalkit.reviews import by_itself
from goalkit.workbook.lock import one_at_a_time

NOW = datetime(2025, 4, 5, 10, 30, tzinfo=UTC)


@pytest.fixture
def book(tmp_path):
    """A workbook in Berlin with time in March 2025, months turned on alone, and a folder that gets them."""
    with logged_book(tmp_path, NOW - timedelta(days=3)) as made:
        made.change(ReviewSchedule, "schedule", quarter=False, year=False, since="2025-04-01")
        (tmp_path / "synced").mkdir()
        folder = str(tmp_path / "synced")
        made.add(Recipient(id="r", name="Mentor", address=folder, edition="mentor"), when=NOW - timedelta(days=2))
        yield made


def test_what_is_owed_is_made_and_sent(book, tmp_path):
    """Both editions lie there, the mentor's with the mentor, and nothing is owed any more."""
    assert by_itself.owed(book.path, NOW) == ["March 2025", "March 2025, mentor edition"]
    said, well = by_itself.run(book.path, NOW)
    assert (said, well) == ("2 reviews made, 1 sent.", True)
    assert {run.state for run in book.records(ReviewRun)} == {"done"}
    assert [path.suffix for path in (tmp_path / "synced").rglob("*.html")] == [".html"]
    assert by_itself.owed(book.path, NOW) == []
    assert by_itself.coming(book.path, NOW) == "Next comes the review of April 2025, on 3 May 2025."
    assert by_itself.run(book.path, NOW) == ("0 reviews made.", True)


def test_what_lies_in_the_inbox_comes_in_first(book):
    """What was read and what was not are counted; the latter does not go well."""
    inbox = book.path / "data" / "inbox"
    inbox.mkdir(exist_ok=True)
    (inbox / "odd.csv").write_text("nothing that a tracker wrote", encoding="utf-8")
    written = (NOW - timedelta(days=1)).timestamp()  # a file that may still be written is left for the next run
    os.utime(inbox / "odd.csv", (written, written))
    said, well = by_itself.run(book.path, NOW)
    assert "1 not read" in said
    assert not well
    assert [one.state for one in book.records(InboxFile)] == ["not read"]


def test_a_review_that_cannot_be_made_is_told(book):
    """With its reason, and as not well."""
    (book.path / "reports" / ".gitignore").unlink(missing_ok=True)
    (book.path / "reports").rmdir()
    (book.path / "reports").write_text("no folder")
    said, well = by_itself.run(book.path, NOW)
    assert said.startswith("0 reviews made. March 2025: ")
    assert not well


def test_while_another_run_is_at_work_nothing_is_done(book):
    """It says who is at it, as a fault that a person understands."""
    with one_at_a_time(book, "goalkit review --due"), pytest.raises(GoalkitError):
        by_itself.run(book.path, NOW)
    assert book.records(ReviewRun) == []


def test_a_test_reaches_a_recipient(book, tmp_path):
    """A file lies in the folder, and it is said so."""
    said = by_itself.test(book.path, NOW, "r")
    assert said.startswith("Mentor: ")
    assert said.endswith(".")
    assert len(list((tmp_path / "synced").iterdir())) == 1


def test_what_may_not_have_arrived_waits_again(book):
    """For the next run, which sends it once more."""
    values = {"recipient": "Mentor", "way": "folder", "edition": "mentor", "state": "unsure", "changed_utc": NOW}
    stuck = book.add(Sending(period="2025-03", recipient_id="r", **values), when=NOW)
    assert by_itself.send_again(book.path, NOW, stuck).state == "waiting"


def test_without_kinds_nothing_comes(book):
    """It is said in a sentence."""
    book.change(ReviewSchedule, "schedule", month=False)
    assert by_itself.coming(book.path, NOW) == "No review is turned on."
