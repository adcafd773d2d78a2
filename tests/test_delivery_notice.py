"""A notice on the desktop: shown by a real notification server on a real bus; without one it is told, and not waited for."""

import asyncio
import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from delivery_made import (  # noqa: F401 - fixtures
    NOW,
    QUICK,
    add_recipient,
    delivery_book,
    delivery_shelf,
    facts_file,
    run_in_hours,
)

from goalkit.reviews.delivery import deliver, send_test
from goalkit.reviews.delivery.notice import BUS, show_notice
from goalkit.reviews.delivery.outcome import UndeliveredError

SERVER = Path(__file__).with_name("notice_served.py")


@pytest.fixture
def bus(tmp_path, monkeypatch):
    """A bus of a session of its own, at which this process is looking; its socket is "bus" in a folder."""
    if shutil.which("dbus-daemon") is None:
        pytest.skip("extra: dbus-daemon is not here (apt-get install dbus-daemon)")
    place = tmp_path / "bus"
    address = f"unix:path={place}"
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={address}", "--print-address"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert daemon.stdout.readline().startswith("unix:")
    monkeypatch.setenv(BUS, address)
    yield place
    daemon.terminate()
    daemon.wait()


@pytest.fixture
def desktop(bus, tmp_path):
    """Starts a notification server on that bus; gives the notices that it was given."""
    started, file = [], tmp_path / "notices.jsonl"

    def start(answers="yes"):
        started.append(subprocess.Popen([sys.executable, SERVER, file, answers], stdout=subprocess.PIPE, text=True))
        assert started[0].stdout.readline() == "ready\n"
        return lambda: [json.loads(row) for row in file.read_text(encoding="utf-8").splitlines()]

    yield start
    for server in started:
        server.terminate()
        server.wait()


def add_desktop(book):
    """This desktop as a recipient."""
    return add_recipient(book, name="Here", way="desktop notice", address="")


def test_a_notice_is_shown_once(book, desktop):
    """Title and headline of the review are on the desktop, and the ledger says that it was sent."""
    shown = desktop()
    add_desktop(book)
    sent = deliver(book, NOW, QUICK)
    assert [(one.state, one.why) for one in sent] == [("sent", "shown on this desktop")]
    assert run_in_hours(book, 1) == []
    assert shown() == [{"app": "goalkit", "title": "Review of March 2025", "text": facts_file(book)["headline"]}]


def test_a_test_notice_is_shown(book, desktop):
    """A test says what a notice is for, and holds nothing of a review."""
    shown = desktop()
    assert send_test(book, add_desktop(book), NOW) == "shown on this desktop"
    assert [one["title"] for one in shown()] == ["A test of goalkit"]


def test_a_notice_can_be_shown_while_a_loop_runs(desktop):
    """As in a notebook, whose kernel runs one."""
    shown = desktop()

    async def cell():
        return show_notice("Title", "Text " * 200, 10)

    assert asyncio.run(cell()) == "shown on this desktop"
    assert [len(one["text"]) for one in shown()] == [300]


def test_the_sessions_bus_is_found_where_nobody_names_it(desktop, bus, monkeypatch):
    """A job of cron has no address of the bus, which lies where the system keeps it."""
    shown = desktop()
    monkeypatch.delenv(BUS)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(bus.parent))
    assert show_notice("Title", "Text", 10) == "shown on this desktop" and len(shown()) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="the bus is Linux's")
def test_without_a_desktop_it_waits_and_says_why(book, monkeypatch, tmp_path, capfd):
    """No bus: told at once, with what would do, nothing on stderr, and tried again further and further apart."""
    monkeypatch.delenv(BUS, raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    add_desktop(book)
    waits = deliver(book, NOW, QUICK)[0]
    assert waits.state == "waiting" and "no notice could be shown (" in waits.why and waits.next_try_utc is not None
    assert "choose a folder or e-mail" in waits.why and capfd.readouterr().err == ""


def test_a_bus_without_a_notification_server(book, bus):
    """A session that shows no notices is told in the bus's words."""
    add_desktop(book)
    waits = deliver(book, NOW, QUICK)[0]
    assert waits.state == "waiting" and "org.freedesktop.Notifications" in waits.why


def test_a_desktop_that_does_not_answer_is_left(book, desktop):
    """It may have shown it: unsure, and not shown again."""
    shown = desktop("never")
    add_desktop(book)
    unsure = deliver(book, NOW, replace(QUICK, notice_seconds=1))[0]
    assert unsure.state == "unsure" and "did not answer within 1 s" in unsure.why
    assert run_in_hours(book, 50) == [] and len(shown()) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="the bus is Linux's")
def test_the_library_speaks_as_before_afterwards(monkeypatch, tmp_path, caplog):
    """What it complains about is heard during a notice, and goes its own way after it."""
    import logging

    monkeypatch.setenv(BUS, f"unix:path={tmp_path / 'none'}")
    with pytest.raises(UndeliveredError):
        show_notice("Title", "Text", 5)
    assert logging.getLogger("desktop_notifier").handlers == [] and logging.getLogger("desktop_notifier").propagate
