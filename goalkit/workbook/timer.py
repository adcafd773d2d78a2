"""The timer: start, pause, resume, switch, stop; each is one change of the workbook and one undo."""

from datetime import datetime
from typing import TYPE_CHECKING

from goalkit.errors import GoalkitError
from goalkit.records import Interruption, RunningTimer, make_record
from goalkit.workbook.timer_action import (
    Answer,
    Done,
    ForgottenTimerError,
    TimerChangedError,
    Work,
    acting,
    undo_action,
)
from goalkit.workbook.timer_state import TimerState, timer_state

if TYPE_CHECKING:
    from goalkit.workbook.book import Book

NOTHING_SAID = Answer()

__all__ = [
    "Answer",
    "Done",
    "ForgottenTimerError",
    "TimerChangedError",
    "TimerState",
    "Work",
    "correct_timer",
    "drop_timer",
    "note_interruption",
    "pause_timer",
    "resume_timer",
    "start_timer",
    "stop_timer",
    "switch_timer",
    "timer_state",
    "undo_action",
]


def start_timer(book: "Book", now: datetime, work: Work) -> Done:
    """Starts the timer; raises TimerChangedError when there is one already."""
    with acting(book, now) as action:
        if action.timer is not None:
            told = action.described(action.timer)
            raise TimerChangedError(f"there is a timer already, {told}; stop it, or switch it to something else")
        return action.write(action.timer_for(work), None, "timer started")


def pause_timer(book: "Book", now: datetime, answer: Answer = NOTHING_SAID, seen: RunningTimer | None = None) -> Done:
    """Logs the stretch that runs and pauses the timer since its end.

    Args:
        book: the workbook.
        now: the instant of the press.
        answer: what is said of the stretch.
        seen: the timer as the person saw it; raises TimerChangedError when it is another one now.

    Raises ForgottenTimerError for a stretch that looks forgotten while nothing is said of it.
    """
    with acting(book, now) as action:
        timer = action.need(seen)
        if timer.paused:
            raise GoalkitError(f"the timer is {action.described(timer)} already")
        stretch = action.stretch(timer, answer)
        paused = timer.model_copy(
            update={"paused": True, "began_utc": stretch.end_utc, "stretch_utc": stretch.start_utc}
        )
        return action.write(paused, stretch, "timer paused", answer.drop)


def resume_timer(book: "Book", now: datetime, seen: RunningTimer | None = None) -> Done:
    """Goes on after a pause, with a stretch of its own."""
    with acting(book, now) as action:
        timer = action.need(seen)
        if not timer.paused:
            raise GoalkitError(f"the timer is {action.described(timer)} already")
        update = {"paused": False, "began_utc": action.now, "stretch_utc": action.now}
        return action.write(timer.model_copy(update=update), None, "timer resumed")


def stop_timer(book: "Book", now: datetime, answer: Answer = NOTHING_SAID, seen: RunningTimer | None = None) -> Done:
    """Logs the stretch that runs, if one does, and takes the timer away; arguments and errors as of `pause_timer`."""
    with acting(book, now) as action:
        timer = action.need(seen)
        stretch = None if timer.paused else action.stretch(timer, answer)
        return action.write(None, stretch, "timer stopped", answer.drop)


def switch_timer(
    book: "Book", now: datetime, work: Work, answer: Answer = NOTHING_SAID, seen: RunningTimer | None = None
) -> Done:
    """Logs the stretch that runs, if one does, and begins one for other work; else as `pause_timer`."""
    with acting(book, now) as action:
        timer = action.need(seen)
        stretch = None if timer.paused else action.stretch(timer, answer)
        return action.write(action.timer_for(work), stretch, "timer switched", answer.drop)


def drop_timer(book: "Book", now: datetime, seen: RunningTimer | None = None) -> Done:
    """Takes the timer away and logs nothing of the stretch that runs."""
    return stop_timer(book, now, Answer(drop=True), seen)


def correct_timer(book: "Book", now: datetime, work: Work, seen: RunningTimer | None = None) -> Done:
    """Says anew what the timer has counted for since the stretch began, or will after the pause."""
    with acting(book, now) as action:
        timer = action.need(seen)
        kept = {name: getattr(timer, name) for name in ("began_utc", "stretch_utc", "paused")}
        return action.write(action.timer_for(work).model_copy(update=kept), None, "timer corrected")


def note_interruption(book: "Book", now: datetime, by: str, note: str = "") -> Done:
    """Counts an interruption of the stretch that runs, or of the one that was just paused."""
    with acting(book, now) as action:
        timer = action.need(None)
        values = {"at_utc": action.now, "by": by, "note": note, "goal_id": timer.goal_id}
        return action.add(make_record(Interruption, values), "interrupted")
