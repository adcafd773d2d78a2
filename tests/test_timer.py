"""The timer: what each press leaves in the workbook, what is asked first, and what takes it back."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goalkit.errors import GoalkitError
from goalkit.records import Goal, Interruption, RunningTimer, Settings, TimeEntry
from goalkit.workbook import init_book
from goalkit.workbook.timer import (
    Answer,
    ForgottenTimerError,
    TimerChangedError,
    Work,
    correct_timer,
    drop_timer,
    note_interruption,
    pause_timer,
    resume_timer,
    start_timer,
    stop_timer,
    switch_timer,
    timer_state,
    undo_action,
)
from goalkit.workbook.timer_words import TwiceError, length, read_end, read_pomodoro, span

NINE = datetime(2025, 3, 5, 8, 0, tzinfo=UTC)  # nine o'clock in Berlin
SQL = Work("joins", goal_id="sql")


def after(**passed):
    """An instant after nine."""
    return NINE + timedelta(**passed)


@pytest.fixture
def book(tmp_path):
    """A new workbook in Berlin with two goals."""
    with init_book(tmp_path / "book", notebooks=False) as opened:
        opened.change(Settings, "settings", zone="Europe/Berlin", person="Mia")
        for key, title in (("sql", "Learn SQL"), ("run", "Run 10 km")):
            opened.add(Goal(id=key, title=title, start="2025-01-01", due="2025-12-31"))
        yield opened


def stretches(book):
    """Start, end and goal of each entry."""
    return [(entry.start_utc, entry.end_utc, entry.goal_id) for entry in book.records(TimeEntry)]


def test_a_stretch_becomes_an_entry_when_it_is_stopped(book):
    """Person, zone, goal, words and both instants are the entry's; the timer is gone."""
    start_timer(book, NINE, SQL)
    done = stop_timer(book, after(minutes=52))
    (entry,) = book.records(TimeEntry)
    assert done.entry == entry
    assert (entry.person, entry.zone, entry.tracker) == ("Mia", "Europe/Berlin", "goalkit")
    assert (entry.description, entry.goal_id, entry.focus_minutes) == ("joins", "sql", None)
    assert (entry.start_utc, entry.end_utc, entry.duration_s) == (NINE, after(minutes=52), 52 * 60)
    assert book.records(RunningTimer) == []


def test_a_pause_logs_the_stretch_and_resuming_begins_another(book):
    """Pause, resume and stop leave two entries with the pause between them."""
    start_timer(book, NINE, SQL)
    pause_timer(book, after(minutes=25))
    assert timer_state(book, after(minutes=28)).status == "paused"
    resume_timer(book, after(minutes=30))
    stop_timer(book, after(minutes=40))
    assert stretches(book) == [
        (NINE, after(minutes=25), "sql"),
        (after(minutes=30), after(minutes=40), "sql"),
    ]


def test_switching_leaves_no_gap(book):
    """The new stretch begins at the microsecond at which the old one ended, for the new goal."""
    start_timer(book, NINE, SQL)
    switch_timer(book, after(minutes=10, microseconds=7), Work(goal_id="run"))
    stop_timer(book, after(minutes=20))
    assert stretches(book) == [
        (NINE, after(minutes=10, microseconds=7), "sql"),
        (after(minutes=10, microseconds=7), after(minutes=20), "run"),
    ]


def test_switching_in_a_pause_logs_nothing_twice(book):
    """The stretch was logged by the pause; the switch begins the next."""
    start_timer(book, NINE, SQL)
    pause_timer(book, after(minutes=10))
    switch_timer(book, after(minutes=15), Work("run", goal_id="run"))
    assert stretches(book) == [(NINE, after(minutes=10), "sql")]
    assert timer_state(book, after(minutes=16)).seconds == 60


def test_stopping_in_a_pause_logs_nothing_twice(book):
    """One entry, and no timer."""
    start_timer(book, NINE, SQL)
    pause_timer(book, after(minutes=10))
    assert stop_timer(book, after(minutes=15)).entry is None
    assert stretches(book) == [(NINE, after(minutes=10), "sql")]


def test_what_the_stretch_is_can_be_said_later(book):
    """A correction holds from the stretch's beginning and logs nothing."""
    start_timer(book, NINE, Work())
    correct_timer(book, after(minutes=5), SQL)
    stop_timer(book, after(minutes=10))
    assert stretches(book) == [(NINE, after(minutes=10), "sql")]


@pytest.mark.parametrize(
    ("press", "said"),
    [
        (lambda book: stop_timer(book, NINE), "no timer runs; start one first"),
        (lambda book: pause_timer(book, NINE), "no timer runs"),
        (lambda book: resume_timer(book, NINE), "no timer runs"),
        (lambda book: switch_timer(book, NINE, SQL), "no timer runs"),
        (lambda book: note_interruption(book, NINE, "a call"), "no timer runs"),
        (lambda book: start_timer(book, NINE, Work(goal_id="none")), "no goal with the id 'none'"),
        (lambda book: start_timer(book, NINE, Work(focus_minutes=500)), "Focus: 500 does not fit; it must be at most"),
        (lambda book: start_timer(book, NINE.replace(tzinfo=None), SQL), "has no zone"),
    ],
)
def test_without_a_timer_a_press_says_so(book, press, said):
    """Nothing is written, and the way out is told."""
    with pytest.raises(GoalkitError, match=said):
        press(book)
    assert book.records(RunningTimer) == book.records(TimeEntry) == []


def test_a_press_that_does_not_fit_says_how_the_timer_stands(book):
    """A second start, a second pause and a resume of what runs change nothing."""
    start_timer(book, NINE, SQL)
    with pytest.raises(TimerChangedError, match="already, running since 09:00, on Learn SQL; stop it, or switch"):
        start_timer(book, after(minutes=1), Work())
    with pytest.raises(GoalkitError, match="running since 09:00, on Learn SQL already"):
        resume_timer(book, after(minutes=1))
    pause_timer(book, after(minutes=2))
    with pytest.raises(GoalkitError, match="paused since 09:02"):
        pause_timer(book, after(minutes=3))
    assert len(stretches(book)) == 1


def test_what_lasted_under_a_second_is_left_out_with_a_word(book):
    """The timer stops, no entry is written, and `left_out` says why."""
    start_timer(book, NINE, SQL)
    done = stop_timer(book, after(milliseconds=999))
    assert (done.entry, done.left_out, stretches(book)) == (None, "short", [])
    assert book.records(RunningTimer) == []


def test_a_clock_that_was_set_back_is_told_and_never_logged(book):
    """Stopping before the beginning is refused; throwing it away works."""
    start_timer(book, NINE, SQL)
    early = NINE - timedelta(minutes=7)
    with pytest.raises(GoalkitError, match="began at 09:00, and the clock says 08:53: it was set back by 7 min"):
        stop_timer(book, early)
    assert timer_state(book, early).set_back_s == 420
    assert timer_state(book, early).seconds == 0
    drop_timer(book, early)
    assert stretches(book) == book.records(RunningTimer) == []


def test_an_autumn_night_and_midnight_are_time_like_any_other(book):
    """From 01:30 to 03:30 on the night the clocks go back are three hours."""
    start = datetime(2025, 10, 25, 23, 30, tzinfo=UTC)
    start_timer(book, start, SQL)
    done = stop_timer(book, start + timedelta(hours=3))
    assert done.entry.duration_s == 3 * 3600
    local = [one.tz_convert("Europe/Berlin") for one in book.entries().iloc[0][["start_utc", "end_utc"]]]
    assert [f"{one:%H:%M}" for one in local] == ["01:30", "03:30"]


# --- a forgotten timer


@pytest.mark.parametrize(
    ("work", "limit"),
    [
        (SQL, timedelta(hours=4)),
        (Work(focus_minutes=25, break_minutes=5), timedelta(hours=1)),
        (Work(focus_minutes=50, break_minutes=10), timedelta(minutes=100)),
        (Work(focus_minutes=150), timedelta(hours=5)),
    ],
)
def test_the_rule_of_a_forgotten_timer(book, work, limit):
    """Four hours; with a Pomodoro twice its focus, an hour at least; just at the limit nothing is asked."""
    start_timer(book, NINE, work)
    assert not timer_state(book, NINE + limit).forgotten
    late = NINE + limit + timedelta(seconds=1)
    assert timer_state(book, late).forgotten
    for press in (stop_timer, pause_timer, lambda book, now: switch_timer(book, now, Work())):
        with pytest.raises(ForgottenTimerError, match=r"Was it forgotten.*Nothing was logged"):
            press(book, late)
    assert stretches(book) == []
    assert len(book.records(RunningTimer)) == 1
    stop_timer(book, NINE + limit)
    assert stretches(book) == [(NINE, NINE + limit, work.goal_id)]


def test_a_forgotten_timer_can_end_when_the_person_says(book):
    """The entry ends there, now the timer is gone; a pause begins there."""
    start_timer(book, NINE, SQL)
    morning = after(hours=22)
    pause_timer(book, morning, Answer(ended=after(hours=1)))
    assert stretches(book) == [(NINE, after(hours=1), "sql")]
    assert book.get(RunningTimer, "timer").began_utc == after(hours=1)


def test_a_forgotten_timer_can_be_right_or_thrown_away(book):
    """All of it is logged, or nothing, as the person says; a switch goes on with the new work."""
    start_timer(book, NINE, SQL)
    stop_timer(book, after(hours=9), Answer(sure=True))
    assert stretches(book) == [(NINE, after(hours=9), "sql")]
    start_timer(book, after(hours=10), SQL)
    done = switch_timer(book, after(hours=20), Work(goal_id="run"), Answer(drop=True))
    assert (done.left_out, done.timer.goal_id, len(stretches(book))) == ("dropped", "run", 1)
    assert done.timer.began_utc == after(hours=20)


@pytest.mark.parametrize("ended", [NINE - timedelta(seconds=1), NINE + timedelta(hours=6)])
def test_an_end_outside_the_stretch_is_refused(book, ended):
    """Neither before it began nor in the future."""
    start_timer(book, NINE, SQL)
    with pytest.raises(GoalkitError, match="is not between 09:00, when the timer began, and now"):
        stop_timer(book, after(hours=5), Answer(ended=ended))
    assert stretches(book) == []


def test_a_paused_timer_is_never_forgotten(book):
    """A week of pause logs nothing and asks nothing."""
    start_timer(book, NINE, SQL)
    pause_timer(book, after(minutes=10))
    assert not timer_state(book, after(days=7)).forgotten
    stop_timer(book, after(days=7))
    assert len(stretches(book)) == 1


# --- words


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("18:30", datetime(2025, 3, 5, 17, 30, tzinfo=UTC)),
        ("7:05", datetime(2025, 3, 6, 6, 5, tzinfo=UTC)),  # before it began: the next day
        ("09:00", NINE),
        ("2025-03-06 07:05", datetime(2025, 3, 6, 6, 5, tzinfo=UTC)),
        ("2025-03-05T20:00+00:00", datetime(2025, 3, 5, 20, 0, tzinfo=UTC)),
    ],
)
def test_a_clock_time_is_the_first_after_the_beginning(text, means):
    """An end is read in the person's zone, with or without its day."""
    assert read_end(text, NINE, after(days=1, hours=3), "Europe/Berlin") == means


@pytest.mark.parametrize(
    "text", ["", "soon", "25:00", "08:59", "2025-03-04 10:00", "2025-03-05T20:00", "2025-13-01 10:00"]
)
def test_what_is_no_end_is_told(text):
    """What cannot be read or does not lie within the stretch raises with the text or the range."""
    with pytest.raises(GoalkitError, match=r"is not a time|is not between 09:00"):
        read_end(text, NINE, after(hours=5), "Europe/Berlin")


def test_a_clock_time_that_came_twice_is_asked_about():
    """On the autumn night both instants are offered; one with its offset is taken."""
    start = datetime(2025, 10, 25, 22, 0, tzinfo=UTC)
    with pytest.raises(
        TwiceError, match=r"02:30 came twice.*2025-10-26 02:30\+02:00 or 2025-10-26 02:30\+01:00"
    ) as told:
        read_end("02:30", start, start + timedelta(hours=9), "Europe/Berlin")
    first, second = told.value.instants
    assert second - first == timedelta(hours=1)
    assert read_end("2025-10-26 02:30+01:00", start, start + timedelta(hours=9), "Europe/Berlin") == second


def test_lengths_and_spans_in_words():
    """Seconds below a minute, then minutes and hours; days only where they are not today's."""
    assert [length(s) for s in (0, 59.9, 60, 3600, 3900, 100 * 3600)] == [
        "0 s",
        "59 s",
        "1 min",
        "1 h",
        "1 h 5 min",
        "100 h",
    ]
    now = after(hours=1)
    assert span(NINE, now, now, "Europe/Berlin") == "09:00–10:00"
    assert span(NINE - timedelta(hours=12), NINE, now, "Europe/Berlin") == "21:00 yesterday – 09:00 today"
    assert span(NINE - timedelta(days=2), after(days=-2, hours=1), now, "Europe/Berlin") == "09:00–10:00 on 3 March"


def test_pomodoros_are_written_focus_and_break():
    """25/5, 50/10, a focus alone, off; anything else is told."""
    assert [read_pomodoro(text) for text in ("25/5", " 50 / 10 ", "40", "off")] == [
        (25, 5),
        (50, 10),
        (40, None),
        (None, None),
    ]
    with pytest.raises(GoalkitError, match="'long' is not understood; write focus/break"):
        read_pomodoro("long")


# --- the state


def test_the_state_of_a_pomodoro(book):
    """Focus and break count down and go below zero; one that was finished is counted, one cut short is not."""
    start_timer(book, NINE, Work(goal_id="sql", focus_minutes=25, break_minutes=5))
    assert timer_state(book, after(minutes=18)).phase_left_s == 7 * 60
    note_interruption(book, after(minutes=19), "a call")
    note_interruption(book, after(minutes=20), "a call")
    state = timer_state(book, after(minutes=28))
    assert (state.phase, state.phase_left_s, state.today_s) == ("focus", -180, 28 * 60)
    pause_timer(book, after(minutes=28))
    state = timer_state(book, after(minutes=30))
    assert (state.phase, state.phase_left_s, state.pomodoros) == ("break", 180, 1)
    assert state.interruptions == {"a call": 2}
    resume_timer(book, after(minutes=33))
    note_interruption(book, after(minutes=34), "myself")
    pause_timer(book, after(minutes=43))
    state = timer_state(book, after(minutes=44))
    assert (state.pomodoros, state.logged_today_s) == (1, 38 * 60)
    assert (state.interruptions, state.interruptions_today) == ({"myself": 1}, {"a call": 2, "myself": 1})


def test_today_is_the_person_s_day_and_the_timer_s_goal(book):
    """Of a stretch over midnight only today's part counts; another goal's time does not."""
    book.add(TimeEntry(start_utc=NINE, end_utc=after(hours=1), goal_id="run"))
    night = datetime(2025, 3, 5, 22, 0, tzinfo=UTC)
    start_timer(book, night, SQL)
    state = timer_state(book, night + timedelta(hours=2))
    assert (state.seconds, state.today_s) == (7200, 3600)
    stop_timer(book, night + timedelta(hours=2))
    assert timer_state(book, night + timedelta(hours=2)).logged_today_s == 3600
    assert timer_state(book, after(hours=2)).logged_today_s == 3600


def test_an_empty_workbook_has_a_state(tmp_path):
    """Nothing runs, and nothing was logged."""
    with init_book(tmp_path, notebooks=False) as book:
        state = timer_state(book, NINE)
    assert (state.status, state.today_s, state.pomodoros, state.phase_left_s) == ("none", 0, 0, None)


# --- taking back


def test_one_undo_takes_a_stop_back_whole(book):
    """The entry goes and the timer runs on since its beginning."""
    start_timer(book, NINE, SQL)
    before = book.get(RunningTimer, "timer")
    stop_timer(book, after(minutes=10))
    assert "time entry" in book.undo()
    assert stretches(book) == []
    assert book.get(RunningTimer, "timer") == before


def test_an_action_is_taken_back_among_later_changes(book):
    """What another form saved since stays; taken back twice, it says so."""
    start_timer(book, NINE, SQL)
    done = stop_timer(book, after(minutes=10))
    book.add(Goal(id="new", title="New", start="2025-01-01", due="2025-12-31"))
    undo_action(book, done, after(minutes=11))
    assert (stretches(book), len(book.records(RunningTimer)), book.get(Goal, "new").title) == ([], 1, "New")
    with pytest.raises(GoalkitError, match="taken back already"):
        undo_action(book, done, after(minutes=12))


def test_an_action_is_not_taken_back_over_what_came_after(book):
    """A timer that was started since, or an entry that was edited since, is left alone."""
    start_timer(book, NINE, SQL)
    done = stop_timer(book, after(minutes=10))
    start_timer(book, after(minutes=11), SQL)
    with pytest.raises(GoalkitError, match="running timer “joins” was changed since"):
        undo_action(book, done, after(minutes=12))
    drop_timer(book, after(minutes=12))
    book.change(TimeEntry, done.entry.id, description="other")
    with pytest.raises(GoalkitError, match="time entry “joins” was changed since"):
        undo_action(book, done, after(minutes=13))
    assert len(stretches(book)) == 1


def test_every_kind_of_action_can_be_taken_back(book):
    """Start, pause, resume, switch, correct and an interruption leave the workbook as it was before."""

    def image():
        return [book.records(kind) for kind in (RunningTimer, TimeEntry, Interruption)]

    presses = [
        lambda now: start_timer(book, now, SQL),
        lambda now: note_interruption(book, now, "a message"),
        lambda now: correct_timer(book, now, Work("sums", goal_id="sql")),
        lambda now: pause_timer(book, now),
        lambda now: resume_timer(book, now),
        lambda now: switch_timer(book, now, Work(goal_id="run")),
        lambda now: stop_timer(book, now),
    ]
    for minute, press in enumerate(presses):
        before = image()
        done = press(after(minutes=minute))
        left = image()
        assert left != before
        undo_action(book, done, after(minutes=minute))
        assert image() == before
        press(after(minutes=minute))


# --- elsewhere


def test_it_runs_on_in_another_process(book, tmp_path):
    """A new kernel finds the timer as it was started, to the microsecond, and stops it."""
    start_timer(book, after(microseconds=5), SQL)
    code = (
        "import sys; from datetime import datetime; from goalkit.workbook import open_book\n"
        "from goalkit.workbook.timer import stop_timer, timer_state\n"
        "book, now = open_book(sys.argv[1]), datetime.fromisoformat(sys.argv[2])\n"
        "print(timer_state(book, now).seconds); stop_timer(book, now)"
    )
    now = after(minutes=30)
    ran = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "book"), now.isoformat()],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == str(30 * 60 - 5e-6)
    assert stretches(book) == [(after(microseconds=5), now, "sql")]


def test_who_still_sees_an_older_timer_is_told(book):
    """Stopped, thrown away or switched elsewhere: said with what became of it, and nothing is written."""
    seen = start_timer(book, NINE, SQL).timer
    stop_timer(book, after(minutes=52))
    with pytest.raises(TimerChangedError, match="stopped elsewhere, with 52 min on Learn SQL, 09:00–09:52 logged"):
        stop_timer(book, after(minutes=53), seen=seen)
    start_timer(book, after(hours=1), Work(goal_id="run"))
    with pytest.raises(TimerChangedError, match="changed elsewhere; it is running since 10:00, on Run 10 km now"):
        pause_timer(book, after(hours=1, minutes=1), seen=seen)
    later = book.get(RunningTimer, "timer")
    drop_timer(book, after(hours=2))
    with pytest.raises(TimerChangedError, match=r"the timer was stopped elsewhere$"):
        switch_timer(book, after(hours=2), SQL, seen=later)
    assert len(stretches(book)) == 1


PRESSER = """
import sys, time
from datetime import datetime
from pathlib import Path
from goalkit.errors import GoalkitError
from goalkit.workbook import open_book
from goalkit.workbook.timer import stop_timer, timer_state
folder, name, now = Path(sys.argv[1]), sys.argv[2], datetime.fromisoformat(sys.argv[3])
book = open_book(folder)
seen = timer_state(book, now).timer
(folder / f"{name}.ready").touch()
while len(list(folder.glob("*.ready"))) < 2:
    time.sleep(0.0005)
try:
    stop_timer(book, now, seen=seen)
    print("logged")
except GoalkitError as error:
    print(error)
"""


@pytest.mark.parametrize("again", range(3))
def test_two_that_stop_at_once_leave_one_entry(book, tmp_path, again):
    """Of two processes one logs the stretch, the other is told so."""
    start_timer(book, NINE, SQL)
    folder, now = str(tmp_path / "book"), after(minutes=52).isoformat()
    running = [
        subprocess.Popen([sys.executable, "-c", PRESSER, folder, name, now], stdout=subprocess.PIPE, text=True)
        for name in ("a", "b")
    ]
    said = sorted(process.communicate(timeout=120)[0].strip() for process in running)
    assert said == ["logged", "the timer was stopped elsewhere, with 52 min on Learn SQL, 09:00–09:52 logged"]
    assert stretches(book) == [(NINE, after(minutes=52), "sql")]


# --- the law

PRESSES = st.lists(
    st.tuples(
        st.sampled_from(["start", "pause", "resume", "switch", "stop", "drop", "undo"]),
        st.one_of(st.integers(0, 2_000_000), st.integers(0, 4 * 3600 * 10**6)),
    ),
    max_size=25,
)


@pytest.fixture(scope="module")
def shared_book(tmp_path_factory):
    """One workbook for all that Hypothesis presses; each example begins without entries and timer."""
    with init_book(tmp_path_factory.mktemp("law") / "book", notebooks=False) as opened:
        yield opened


def pressed(book, press, now, back):
    """One press, sure of what it logs; GoalkitError where it does not fit."""
    match press:
        case "start":
            return start_timer(book, now, Work())
        case "switch":
            return switch_timer(book, now, Work(), Answer(sure=True))
        case "resume":
            return resume_timer(book, now)
        case "undo":
            if back is None:
                raise GoalkitError("nothing to take back")
            return undo_action(book, back, now)
        case "drop":
            return drop_timer(book, now)
    return {"pause": pause_timer, "stop": stop_timer}[press](book, now, Answer(sure=True))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(presses=PRESSES)
def test_entries_are_the_time_that_ran(shared_book, presses):
    """Whatever is pressed: the entries' total is the running time to the microsecond, and none overlap."""
    book = shared_book
    for kind in (TimeEntry, RunningTimer):
        for record in book.records(kind):
            book.remove(kind, record.id)
    ran, began, paused, now, back = [], None, False, NINE, None
    for press, passed_us in presses:
        now += timedelta(microseconds=passed_us)
        before = (list(ran), began, paused)
        over = began is not None and not paused and press in ("pause", "switch", "stop")
        fits = {
            "start": began is None, "pause": began is not None and not paused, "resume": paused,
            "switch": began is not None, "stop": began is not None, "drop": began is not None, "undo": back is not None,
        }[press]  # fmt: skip
        try:
            done = pressed(book, press, now, back and back[0])
        except GoalkitError:
            assert not fits
            continue
        assert fits
        if over and now - began >= timedelta(seconds=1):
            ran.append((began, now))
        if press == "undo":
            (ran, began, paused), back = back[1], None
            continue
        began = None if press in ("stop", "drop") else now
        paused = press == "pause"
        back = (done, before)
    entries = book.entries()
    found = sorted(zip(entries["start_utc"], entries["end_utc"], strict=True))
    assert [tuple(one.to_pydatetime() for one in pair) for pair in found] == sorted(ran)
    assert all(first[1] <= second[0] for first, second in pairwise(found))
    state = timer_state(book, now)
    assert state.status == ("none" if began is None else "paused" if paused else "running")
