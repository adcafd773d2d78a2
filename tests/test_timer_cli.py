"""`goalkit timer`: what it prints, what it asks for, and that it is the notebooks' timer."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from goalkit.cli.edge import run
from goalkit.records import Goal, Interruption, RunningTimer, Settings, TimeEntry
from goalkit.workbook import init_book
from goalkit.workbook.timer import Work, start_timer


@pytest.fixture
def book(no_book):
    """A new workbook with two goals in the folder to work in."""
    with init_book(no_book, notebooks=False) as opened:
        opened.change(Settings, "settings", zone="UTC")
        for key, title in (("sql", "Learn SQL"), ("run", "Run 10 km")):
            opened.add(Goal(id=key, title=title, start="2025-01-01", due="2025-12-31"))
        yield opened


def timer(capsys, *arguments):
    """The exit code, and what stands on stdout and stderr."""
    code = run(["timer", *arguments])
    shown = capsys.readouterr()
    return code, shown.out.strip(), shown.err.strip()


def ago(**passed):
    """An instant before now."""
    return datetime.now(UTC) - timedelta(**passed)


def test_a_day_from_the_terminal(book, capsys):
    """Start, interruption, pause, resume, switch, stop: each says what it did, and the entries are there."""
    assert timer(capsys, "start", "joins", "--goal", "sql", "--pomodoro", "25/5")[1].endswith(", on Learn SQL.")
    assert timer(capsys, "interrupted", "a call")[1] == "Counted: interrupted by a call."
    timer(capsys, "stop", "--drop")
    start_timer(book, ago(minutes=52), Work("joins", goal_id="sql", focus_minutes=25, break_minutes=5))
    code, out, _ = timer(capsys, "pause")
    assert (code, out.startswith("Logged: 52 min on Learn SQL, ")) == (0, True)
    assert "Going on since" in timer(capsys, "resume")[1]
    assert timer(capsys, "switch", "hills", "--goal", "10 km")[1].endswith("Now running, on Run 10 km.")
    assert book.get(RunningTimer, "timer").focus_minutes == 25
    assert timer(capsys, "stop")[1] == "Nothing logged: it ran for less than a second."
    assert [(entry.goal_id, round(entry.duration_s)) for entry in book.records(TimeEntry)] == [("sql", 52 * 60)]
    assert [found.by for found in book.records(Interruption)] == ["a call"]


def test_a_forgotten_timer_is_asked_about(book, capsys):
    """Stop exits 2 with the ways out and logs nothing; --at logs until then, --all all of it."""
    start_timer(book, ago(hours=20), Work(goal_id="sql"))
    code, out, error = timer(capsys, "stop")
    assert (code, out) == (2, "")
    assert "has run for 20 h without a pause" in error
    assert error.endswith("or throw it away: --at HH:MM, --all or --drop")
    assert book.records(TimeEntry) == []
    began = book.get(RunningTimer, "timer").began_utc
    assert timer(capsys, "stop", "--at", f"{began + timedelta(hours=2):%Y-%m-%d %H:%M}")[0] == 0
    assert timer(capsys, "stop")[2] == "goalkit: no timer runs; start one first"
    start_timer(book, ago(hours=6), Work(goal_id="sql"))
    assert timer(capsys, "stop", "--all")[1].startswith("Logged: 6 h on Learn SQL")
    assert len(book.records(TimeEntry)) == 2


def test_the_status_as_text_and_as_json(book, capsys):
    """Nothing, running with its Pomodoro, paused; the document has the same keys whatever runs, and the timer's own."""
    assert timer(capsys, "status")[1] == "No timer runs.\nToday: 0 s in all"
    none = json.loads(timer(capsys, "status", "--format", "json")[1])
    assert (none["status"], none["forgotten"], none["phase_left_s"]) == ("none", False, None)
    start_timer(book, ago(minutes=28), Work("joins", goal_id="sql", focus_minutes=25, break_minutes=5))
    timer(capsys, "interrupted")
    lines = timer(capsys, "status")[1].splitlines()
    assert lines[0].startswith("Running since ")
    assert lines[0].endswith(", 28 min: Learn SQL (joins)")
    assert lines[1] == "Break due since 3 min"
    assert lines[2].endswith(" on Learn SQL; interrupted by myself 1")
    running = json.loads(timer(capsys, "status", "--format", "json")[1])
    assert set(running) - set(none) == {
        "began_utc", "description", "project", "goal_id", "focus_minutes", "break_minutes",
    }  # fmt: skip
    assert (running["goal"], running["interruptions"], running["phase"]) == ("Learn SQL", {"myself": 1}, "focus")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["start", "--goal", "piano"], "--goal 'piano' is none of your goals; there is “Learn SQL”, “Run 10 km”"),
        (["start", "--goal", "n"], "--goal 'n' is more than one of your goals"),
        (["start", "--pomodoro", "long"], "Pomodoro 'long' is not understood"),
        (["switch"], "say what to switch to"),
        (["stop", "--all", "--drop"], "exclude one another"),
        (["interrupted", "a cat"], "'a cat' is not one of myself, a colleague"),
        (["status", "--format", "xml"], "--format 'xml' is unknown"),
        (["pause", "--at", "soon"], "'soon' is not a time; write for example 18:30"),
    ],
)
def test_what_does_not_fit_is_told(book, capsys, arguments, said):
    """Exit 2 with the value and what was expected; nothing is logged."""
    if arguments[0] != "start":
        start_timer(book, ago(minutes=5), Work())
    code, out, error = timer(capsys, *arguments)
    assert (code, out) == (2, "")
    assert said in error
    assert book.records(TimeEntry) == []


def test_a_paused_timer_takes_no_end(book, capsys):
    """Its stretch is logged already, and the message says so."""
    start_timer(book, ago(minutes=5), Work())
    timer(capsys, "pause")
    assert "paused, and its last stretch is logged already" in timer(capsys, "stop", "--at", "09:00")[2]
    assert timer(capsys, "stop")[1] == "Stopped; the last stretch was logged when it was paused."
