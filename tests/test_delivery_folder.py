"""A review in a folder: whole, left alone where it is the same, and waiting while the folder is not there."""

import os
import stat
import sys

import pytest
from delivery_made import (  # noqa: F401 - fixtures
    NOW,
    QUICK,
    add_folder,
    delivery_book,
    delivery_folder,
    delivery_shelf,
    run_in_hours,
    states,
)

from goalkit.records import MailServer, Recipient, Sending
from goalkit.reviews.delivery import ask_again, deliver, send_test
from goalkit.reviews.delivery.folder import TEST_FILE


def contents(folder):
    """What lies in a folder, by name."""
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_page_rows_facts_and_pdf_are_copied_whole(book, to):
    """All files of the review, byte for byte, and none of a person's own beside them."""
    home = book.path / "reports" / "2025-03"
    (home / "review-2025-03.pdf").write_bytes(b"%PDF-1.4\n%%EOF")
    (home / "my thoughts.txt").write_text("private")
    add_folder(book, to)
    assert deliver(book, NOW, QUICK)[0].why == f"copied to {to / '2025-03'}"
    assert contents(to / "2025-03") == {k: v for k, v in contents(home).items() if k != "my thoughts.txt"}
    assert {"review-2025-03.html", "review-2025-03-rows.csv", "facts.json", "review-2025-03.pdf"} <= set(
        contents(to / "2025-03")
    )
    assert [path.name for path in to.iterdir()] == ["2025-03"]


def test_the_same_files_are_left_as_they_are(book, to):
    """Asked for again, nothing is written; a changed review replaces the old one, and notes beside it stay."""
    add_folder(book, to)
    deliver(book, NOW, QUICK)
    page = to / "2025-03" / "review-2025-03.html"
    (to / "2025-03" / "note.txt").write_text("mine")
    before = page.stat().st_ino
    ask_again(book, NOW, "2025-03", "Me")
    assert run_in_hours(book, 1)[0].why == f"lies in {to / '2025-03'} already" and page.stat().st_ino == before
    home = book.path / "reports" / "2025-03" / "review-2025-03.html"
    home.write_text(home.read_text(encoding="utf-8") + "<!-- new -->", encoding="utf-8")
    ask_again(book, NOW, "2025-03", "Me")
    assert run_in_hours(book, 2)[0].why == f"copied to {to / '2025-03'}"
    assert page.read_bytes() == home.read_bytes() and (to / "2025-03" / "note.txt").read_text() == "mine"


def test_a_disk_that_is_not_plugged_in_is_waited_for(book, to):
    """The folder is not made in its stead; when it is there, the next run copies, however many came before."""
    away = to / "disk" / "reviews"
    add_folder(book, away)
    for hours in range(30):
        waits = run_in_hours(book, hours)[0]
    assert (waits.state, waits.tries) == ("waiting", 0) and f"{away} is not there; plug in its disk" in waits.why
    assert not away.parent.exists()
    away.mkdir(parents=True)
    assert run_in_hours(book, 31)[0].state == "sent"


def test_two_editions_do_not_share_a_folder(book, to):
    """The second is told to have one of its own, and the first stays what it is."""
    add_folder(book, to)
    add_folder(book, to, name="Mentor", edition="mentor")
    first, second = deliver(book, NOW, QUICK)
    assert (first.state, second.state) == ("sent", "waiting")
    assert "holds the me edition; give each edition a folder of its own" in second.why
    assert b'"audience": "me"' in contents(to / "2025-03")["facts.json"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written(book, to):
    """A read-only folder waits with the system's reason."""
    add_folder(book, to)
    to.chmod(stat.S_IRUSR | stat.S_IXUSR)
    waits = deliver(book, NOW, QUICK)[0]
    to.chmod(stat.S_IRWXU)
    assert waits.state == "waiting" and "cannot be written" in waits.why


def test_a_file_in_the_way_is_told(book, to):
    """A file of the review's name where its folder would be is not replaced, and nothing half-made stays."""
    (to / "2025-03").write_text("mine")
    add_folder(book, to)
    waits = deliver(book, NOW, QUICK)[0]
    assert waits.state == "waiting" and "cannot be written" in waits.why
    assert [path.name for path in to.iterdir()] == ["2025-03"] and (to / "2025-03").read_text() == "mine"


@pytest.mark.skipif(sys.platform != "linux", reason="a file that nobody can read is Linux's")
@pytest.mark.parametrize("way", ["folder", "e-mail"])
def test_a_file_that_cannot_be_read_is_told(book, to, way):
    """A fault of the disk is no fault of the run: the sending waits with the system's reason."""
    (book.path / "reports" / "2025-03" / "review-2025-03.pdf").symlink_to("/proc/self/mem")
    add_folder(book, to, way=way, address=str(to) if way == "folder" else "me@example.org")
    book.change(MailServer, "mail_server", host="localhost", security="none", sender="me@example.org", when=NOW)
    waits = deliver(book, NOW, QUICK)[0]
    assert waits.state == "waiting" and "[Errno 5]" in waits.why and list(to.iterdir()) == []


def test_home_is_written_as_a_tilde(book, to, monkeypatch):
    """~/… is the home of whoever runs it."""
    monkeypatch.setenv("HOME", str(to))
    monkeypatch.setenv("USERPROFILE", str(to))
    (to / "reviews").mkdir()
    add_folder(book, "~/reviews")
    assert deliver(book, NOW, QUICK)[0].state == "sent" and (to / "reviews" / "2025-03").is_dir()


def test_a_test_leaves_one_small_file(book, to):
    """It says what it is, and is replaced by the next one."""
    recipient = add_folder(book, to)
    for _ in range(2):
        assert TEST_FILE in send_test(book, recipient, NOW)
    assert list(contents(to)) == [TEST_FILE] and b"may be deleted" in contents(to)[TEST_FILE]
    assert states(book) == [] and book.records(Sending) == [] and len(book.records(Recipient)) == 1
