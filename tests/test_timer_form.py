"""The timer's form without a browser: each press, each question, each refusal, and what stands in the workbook."""

from datetime import UTC, datetime, timedelta

import pytest

from goalkit import forms
from goalkit.records import Goal, Interruption, RunningTimer, Settings, TimeEntry
from goalkit.workbook import init_book, open_book
from goalkit.workbook.timer import Work, pause_timer, start_timer, stop_timer, switch_timer

NINE = datetime(2025, 3, 5, 8, 0, tzinfo=UTC)  # nine o'clock in Berlin
SQL = {"description": "joins", "goal_id": "sql", "project": "", "pomodoro": "off"}


class Clock:
    """A clock that stands where it is set."""

    def __init__(self):
        self.now = NINE

    def __call__(self):
        """Tells the time."""
        return self.now

    def go(self, **passed):
        """Moves it on."""
        self.now += timedelta(**passed)


@pytest.fixture
def clock():
    """Nine o'clock."""
    return Clock()


@pytest.fixture
def book(tmp_path):
    """A new workbook in Berlin with two goals."""
    with init_book(tmp_path / "book", notebooks=False) as opened:
        opened.change(Settings, "settings", zone="Europe/Berlin")
        for key, title in (("sql", "Learn SQL"), ("run", "Run 10 km")):
            opened.add(Goal(id=key, title=title, start="2025-01-01", due="2025-12-31"))
        yield opened


def said(form):
    """What the form says, and in what mood."""
    return form.shown["said"], form.shown["mood"]


def test_a_stretch_is_logged_with_a_sentence_and_taken_back(book, clock):
    """Start, stop and undo say what they did; the entry comes and goes, the timer comes back."""
    form = forms.timer(book, clock)
    assert (form.shown["status"], form.shown["goals"]) == ("none", [["Learn SQL", "sql"], ["Run 10 km", "run"]])
    clock.go(minutes=10)
    form.press("start", SQL)
    assert said(form) == ("Started at 09:10, on Learn SQL.", "good")
    assert (form.shown["status"], form.shown["since"], form.shown["on"]) == ("running", "09:10", "Learn SQL")
    clock.go(minutes=52)
    form.press("stop")
    assert said(form) == ("Logged: 52 min on Learn SQL, 09:10–10:02.", "good")
    assert (form.shown["undo"], form.shown["status"], form.shown["logged_today_s"]) == (True, "none", 52 * 60)
    form.press("undo")
    assert said(form) == ("Taken back; the timer is as it was before.", "good")
    assert (form.shown["status"], form.shown["undo"], book.records(TimeEntry)) == ("running", False, [])


def test_pause_resume_switch_and_correct(book, clock):
    """Each says how the timer stands now."""
    form = forms.timer(book, clock)
    form.press("start", {**SQL, "goal_id": "", "description": ""})
    assert said(form)[0] == "Started at 09:00."
    form.press("correct", SQL)
    assert said(form)[0] == "Corrected: it counts for Learn SQL since 09:00."
    clock.go(minutes=20)
    form.press("pause")
    assert said(form)[0] == "Logged: 20 min on Learn SQL, 09:00–09:20. Paused since 09:20."
    clock.go(minutes=5)
    form.press("resume")
    assert said(form)[0] == "Going on since 09:25."
    clock.go(minutes=5)
    form.press("switch", {**SQL, "goal_id": "run", "description": "hills"})
    assert said(form)[0] == "Logged: 5 min on Learn SQL, 09:25–09:30. Now running, on Run 10 km."
    form.press("pause")
    assert said(form)[0] == "Nothing logged: it ran for less than a second. Paused since 09:30."
    form.press("stop")
    assert said(form)[0] == "Stopped; the last stretch was logged when it was paused."
    assert [(entry.goal_id, entry.duration_s) for entry in book.records(TimeEntry)] == [("sql", 1200), ("sql", 300)]


def test_a_pomodoro_and_its_interruptions(book, clock):
    """The lengths are shown, kinds are counted, and an interruption can be taken back."""
    form = forms.timer(book, clock)
    form.press("start", {**SQL, "pomodoro": "50/10"})
    assert (form.shown["focus_minutes"], form.shown["break_minutes"]) == (50, 10)
    clock.go(minutes=5)
    for kind in ("a call", "a call", "myself"):
        form.press("interrupt", {"by": kind})
    assert said(form)[0] == "Counted: interrupted by myself."
    assert dict(form.shown["kinds"])["a call"] == 2
    form.press("undo")
    assert dict(form.shown["kinds"])["myself"] == 0
    assert [(found.by, found.goal_id) for found in book.records(Interruption)] == [("a call", "sql")] * 2
    clock.go(minutes=46)
    form.press("pause")
    assert (form.shown["pomodoros"], form.shown["interrupted_today"]) == (1, 2)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"pomodoro": "500/5"}, "Nothing was done: this running timer cannot be kept: Focus: 500 does not fit"),
        ({"pomodoro": "x/y"}, "Nothing was done: Pomodoro 'x/y' is not understood"),
        ({"goal_id": "gone"}, "Nothing was done: there is no goal with the id 'gone'"),
    ],
)
def test_a_start_that_does_not_fit_is_told(book, clock, given, words):
    """Nothing starts, and the sentence says what does not fit."""
    form = forms.timer(book, clock)
    form.press("start", {**SQL, **given})
    assert said(form)[0].startswith(words)
    assert (said(form)[1], book.records(RunningTimer)) == ("bad", [])


def test_a_fault_nobody_foresaw_never_looks_done(book, clock):
    """The form says that goalkit stumbled, and the error goes on to the log."""
    form = forms.timer(book, clock)
    with pytest.raises(KeyError):
        form.press("dance")
    assert said(form)[1] == "bad"
    assert "stumbled" in said(form)[0]


# --- a forgotten timer


def forgotten(book, clock, press="stop", given=None):
    """A form in which a timer ran overnight and a button was pressed."""
    form = forms.timer(book, clock)
    form.press("start", SQL)
    clock.go(hours=22, minutes=4)
    form.press(press, given)
    return form


def test_a_forgotten_timer_is_asked_about_when_the_notebook_is_opened(book, clock):
    """The question stands there at once, with how long it ran and the days it can have ended on."""
    start_timer(book, NINE, Work(goal_id="sql"))
    clock.go(hours=22, minutes=4)
    question = forms.timer(book, clock).shown["question"]
    assert question["title"] == "Since 09:00 yesterday the timer has run for 22 h 4 min without a pause."
    assert (question["length"], question["days"]) == ("22 h 4 min", ["2025-03-05", "2025-03-06"])
    assert book.records(TimeEntry) == []


@pytest.mark.parametrize(
    ("press", "answer", "entries", "status"),
    [
        ("stop", {"answer": "ended", "end": "18:30"}, [9.5], "none"),
        ("pause", {"answer": "ended", "end": "2025-03-05 18:30"}, [9.5], "paused"),
        ("switch", {"answer": "ended", "end": "10:00"}, [1.0], "running"),
        ("stop", {"answer": "sure"}, [22 + 4 / 60], "none"),
        ("stop", {"answer": "drop"}, [], "none"),
        ("switch", {"answer": "drop"}, [], "running"),
    ],
)
def test_the_answer_decides_what_is_logged(book, clock, press, answer, entries, status):
    """An earlier end, all of it or nothing; then the press that was asked about is done."""
    form = forgotten(book, clock, press, {"description": "next"} if press == "switch" else None)
    assert form.shown["question"]["forgotten"]
    assert book.records(TimeEntry) == []
    form.press("answer", answer)
    assert [entry.duration_s / 3600 for entry in book.records(TimeEntry)] == entries
    assert (form.shown["status"], form.shown["question"]) == (status, None)
    if press == "switch":
        assert form.shown["description"] == "next"


def test_an_answer_that_cannot_be_keeps_the_question(book, clock):
    """The sentence says what an end must be, and the question stays to be answered."""
    form = forgotten(book, clock)
    form.press("answer", {"answer": "ended", "end": "08:00"})
    assert said(form) == (
        "Nothing was done: 08:00 is not between 09:00 yesterday, when it began, and now (07:04)",
        "bad",
    )
    assert form.shown["question"]["forgotten"]
    form.press("answer", {"answer": "ended", "end": "07:00"})
    assert book.records(TimeEntry)[0].duration_s == 22 * 3600


def test_it_may_run_on(book, clock):
    """Left to run, it is not asked about again until it is to be logged."""
    form = forgotten(book, clock)
    form.press("answer", {"answer": "leave"})
    assert (form.shown["question"], form.shown["status"]) == (None, "running")
    form.press("look")
    assert form.shown["question"] is None
    form.press("stop")
    assert form.shown["question"]["forgotten"]


def test_an_earlier_end_can_be_given_without_being_asked(book, clock):
    """“It ended earlier” asks for the time alone and logs until then."""
    form = forms.timer(book, clock)
    form.press("start", SQL)
    clock.go(hours=1)
    form.press("earlier")
    assert (form.shown["question"]["title"], form.shown["question"]["forgotten"]) == ("When did it end?", False)
    form.press("answer", {"answer": "ended", "end": "09:40"})
    assert said(form)[0] == "Logged: 40 min on Learn SQL, 09:00–09:40."


def test_a_clock_time_of_the_autumn_night_is_asked_about(book, clock):
    """Both turns of 02:30 are offered; the chosen one is logged."""
    clock.now = datetime(2025, 10, 25, 22, 0, tzinfo=UTC)
    form = forms.timer(book, clock)
    form.press("start", SQL)
    clock.go(hours=9)
    form.press("stop")
    form.press("answer", {"answer": "ended", "end": "02:30"})
    assert [label for label, _ in form.shown["question"]["turns"]] == ["the first 02:30", "the second 02:30"]
    form.press("answer", {"answer": "ended", "end": form.shown["question"]["turns"][1][1]})
    assert book.records(TimeEntry)[0].duration_s == 3.5 * 3600


def test_a_clock_that_was_set_back_is_told(book, clock):
    """Nothing is logged, and the form says how far it was set back."""
    form = forms.timer(book, clock)
    form.press("start", SQL)
    clock.go(minutes=-10)
    form.press("look")
    assert form.shown["set_back"] == "10 min"
    form.press("stop")
    assert "it was set back by 10 min. Nothing was logged" in said(form)[0]
    assert book.records(TimeEntry) == []


# --- other notebooks, other kernels


def test_a_new_kernel_shows_the_timer_that_runs(book, clock, tmp_path):
    """Another opening of the workbook finds the same beginning to count from."""
    forms.timer(book, clock).press("start", SQL)
    clock.go(minutes=30)
    with open_book(tmp_path / "book") as again:
        shown = forms.timer(again, clock).shown
    assert (shown["status"], shown["since"], shown["began_ms"]) == ("running", "09:00", NINE.timestamp() * 1000)


def test_what_another_notebook_did_is_told_by_the_next_press(book, clock):
    """A stop elsewhere is named with what it logged; the form shows how it stands, and tables follow."""
    form, other, told = forms.timer(book, clock), forms.timer(book, clock), []
    form.press("start", SQL)
    other.refresh()
    assert said(other)[0] == "The timer was changed elsewhere; this is how it stands now."
    other.then(lambda: told.append("followed"))
    clock.go(minutes=52)
    form.press("stop")
    other.press("stop")
    assert said(other) == (
        "Nothing was done: the timer was stopped elsewhere, with 52 min on Learn SQL, 09:00–09:52 logged.",
        "bad",
    )
    assert (other.shown["status"], told, len(book.records(TimeEntry))) == ("none", ["followed"], 1)


def test_a_look_notices_what_a_command_did(book, clock):
    """Paused, switched or stopped elsewhere: the form refreshes, says so once, and tables follow."""
    form, told = forms.timer(book, clock), []
    form.then(lambda: told.append(form.shown["status"]))
    form.press("start", SQL)
    clock.go(minutes=5)
    pause_timer(book, clock.now)
    form.press("look")
    switch_timer(book, clock.now, Work("hills", goal_id="run"))
    form.press("look")
    assert (form.shown["on"], form.shown["undo"]) == ("Run 10 km", False)
    clock.go(minutes=5)
    stop_timer(book, clock.now)
    form.press("look")
    form.press("look")
    assert told == ["running", "paused", "running", "none"]


def test_a_goal_that_was_added_is_on_offer_after_a_refresh(book, clock):
    """A goal form's `then` keeps the chooser up to date; the timer's own goal stays on offer when it is closed."""
    form, goals = forms.timer(book, clock), forms.goal_form(book)
    goals.then(form.refresh)
    goals["title"].value, goals["due"].value = "Write", datetime(2099, 1, 1).date()
    goals["measure"].value = "yes or no"
    goals.button.click()
    assert [title for title, _ in form.shown["goals"]] == ["Learn SQL", "Run 10 km", "Write"]
    form.press("start", SQL)
    book.change(Goal, "sql", status="achieved")
    form.refresh()
    assert ["Learn SQL", "sql"] in form.shown["goals"]


# --- the wire


def send(form, **message):
    """A message as the browser sends it; gives what the kernel sent back."""
    back = []
    form.widget.send = lambda content, **_: back.append(content)
    form.widget._handle_custom_msg(message, [])
    return back


def test_a_press_counts_from_when_it_was_made(book, clock):
    """A kernel that was busy for three minutes logs until the click, and answers it by its id."""
    form = forms.timer(book, clock)
    form.press("start", SQL)
    clock.go(minutes=13)
    pressed = NINE + timedelta(minutes=10)
    back = send(form, do="stop", id="7", at_ms=pressed.timestamp() * 1000)
    assert back == [{"heard": "7", "now_ms": clock.now.timestamp() * 1000}]
    assert book.records(TimeEntry)[0].end_utc == pressed


@pytest.mark.parametrize("at_ms", [0, 1e300, "x", None, (NINE + timedelta(hours=1)).timestamp() * 1000])
def test_a_press_at_an_impossible_time_counts_now(book, clock, at_ms):
    """Before the form was shown, in the future or no number at all: the kernel's clock decides."""
    form = forms.timer(book, clock)
    form.press("start", SQL)
    clock.go(minutes=10)
    send(form, do="stop", id="1", at_ms=at_ms)
    assert book.records(TimeEntry)[0].end_utc == clock.now
