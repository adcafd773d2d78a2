"""The timer as a form: a clock that ticks in the browser, and buttons whose presses are kept in the workbook."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from goalkit.errors import GoalkitError
from goalkit.forms.form import STUMBLED
from goalkit.forms.timer_face import EPOCH, Asked, face_of
from goalkit.records import RunningTimer
from goalkit.workbook.timer import (
    Answer,
    Done,
    ForgottenTimerError,
    TimerChangedError,
    Work,
    correct_timer,
    note_interruption,
    pause_timer,
    resume_timer,
    start_timer,
    stop_timer,
    switch_timer,
    timer_state,
    undo_action,
)
from goalkit.workbook.timer_told import told
from goalkit.workbook.timer_words import TwiceError, read_end, read_pomodoro

if TYPE_CHECKING:
    from goalkit.workbook import Book

FILES = Path(__file__).parent / "js"
Given = Mapping[str, Any]


class Face(anywidget.AnyWidget):
    """What the browser shows: all of it is in `shown`; presses come back as messages."""

    _esm = (FILES / "timer.js").read_text(encoding="utf-8")
    _css = (FILES / "timer.css").read_text(encoding="utf-8")
    shown = traitlets.Dict().tag(sync=True)


def utc_now() -> datetime:
    """The instant that it is."""
    return datetime.now(UTC)


def timer(book: "Book", clock: Callable[[], datetime] = utc_now) -> "Timer":
    """A timer with its buttons; shows the one that runs already. `clock` tells what time it is."""
    return Timer(book, clock)


class Timer:
    """The workbook's timer on display; it holds no time of its own. Show it by naming it last in a cell.

    Attributes:
        widget: all of it.
    """

    def __init__(self, book: "Book", clock: Callable[[], datetime]) -> None:
        self._book, self._clock = book, clock
        self._then: list[Callable[[], object]] = []
        self._seen: RunningTimer | None = None
        self._asked: Asked | None = None
        self._left: RunningTimer | None = None  # the one of which the person said: let it run
        self._last: Done | None = None
        self.widget = Face()
        self.widget.on_msg(self._hear)
        self._show("")

    def _repr_mimebundle_(self, **wanted: Any) -> Any:
        return self.widget._repr_mimebundle_(**wanted)

    @property
    def shown(self) -> dict[str, Any]:
        """What is on display."""
        return dict(self.widget.shown)

    def then(self, do: Callable[[], object]) -> None:
        """Calls a function after each change of the timer, for example a table's `refresh`."""
        self._then.append(do)

    def refresh(self) -> None:
        """Shows the timer and the goals as they are in the workbook now; what was typed stays."""
        before = self._seen
        self._show(self.shown["said"], self.shown["mood"])
        if self._seen != before:
            self._asked = self._last = None
            self._show("The timer was changed elsewhere; this is how it stands now.")
            self._follow()

    def press(self, do: str, given: Given | None = None) -> None:
        """Does what a button asks for, and says what came of it.

        Args:
            do: "start", "pause", "resume", "stop", "switch", "correct", "interrupt", "undo", "look",
                "earlier" (asks when it ended) or "answer".
            given: `description`, `project`, `goal_id` and `pomodoro`; `by` of an interruption;
                `answer` ("ended", "sure", "drop" or "leave") with `end`, a clock time; `at_ms`, when
                it was pressed.
        """
        finished = False
        try:
            self._press(do, given or {})
            finished = True
        finally:
            if not finished:  # an error nobody foresaw: it never looks done
                self._say(STUMBLED, "bad")

    def _press(self, do: str, given: Given) -> None:
        if do == "look":
            self.refresh()
        elif do == "earlier":
            self._ask(Asked("stop", {}, ""))
        elif do == "answer" and given.get("answer") == "leave":
            self._left, self._asked = self._seen, None
            self._show("It runs on.")
        elif do == "answer" and self._asked is not None:
            self._act(self._asked.do, {**self._asked.given, **given})
        else:
            self._act(do, given)

    def _act(self, do: str, given: Given) -> None:
        try:
            now = self._pressed_at(given)
            said = self._undo(now) if do == "undo" else self._did(do, given, now)
        except ForgottenTimerError as error:
            self._ask(Asked(do, given, error.why))
        except TwiceError as error:
            self._ask(Asked(do, given, self._asked.why if self._asked else "", error.instants))
        except TimerChangedError as error:
            self._asked = self._last = None
            self._show(f"Nothing was done: {error}.", "bad")
            self._follow()
        except GoalkitError as error:
            self._show(f"Nothing was done: {error}", "bad")
        else:
            self._asked = None
            self._show(said, "good")
            self._follow()

    def _did(self, do: str, given: Given, now: datetime) -> str:
        book, seen, answer = self._book, self._seen, self._answer(given, now)
        match do:
            case "start":
                done = start_timer(book, now, _work(given))
            case "resume":
                done = resume_timer(book, now, seen)
            case "switch":
                done = switch_timer(book, now, _work(given), answer, seen)
            case "correct":
                done = correct_timer(book, now, _work(given), seen)
            case "interrupt":
                done = note_interruption(book, now, str(given.get("by", "")))
            case _:
                done = {"pause": pause_timer, "stop": stop_timer}[do](book, now, answer, seen)
        self._last = done
        return told(book, do, done, now)

    def _undo(self, now: datetime) -> str:
        if self._last is None:
            raise GoalkitError("there is nothing to take back here; book.undo() takes back the latest change of all")
        undo_action(self._book, self._last, now)
        self._last = None
        return "Taken back; the timer is as it was before."

    def _answer(self, given: Given, now: datetime) -> Answer:
        said = given.get("answer")
        if said == "ended" and self._seen is not None:
            zone = self._book.settings.zone
            return Answer(ended=read_end(str(given.get("end", "")), self._seen.began_utc, now, zone))
        return Answer(sure=said == "sure", drop=said == "drop")

    def _pressed_at(self, given: Given) -> datetime:
        """When the button was pressed: a busy kernel hears of it later. Now, where that cannot be."""
        now = self._clock()
        try:
            pressed = EPOCH + timedelta(milliseconds=float(given["at_ms"]))
        except (KeyError, TypeError, ValueError, OverflowError):
            return now
        return pressed if self._shown_at <= pressed <= now else now

    def _ask(self, asked: "Asked") -> None:
        self._asked = asked
        self._show("")

    def _show(self, said: str, mood: str = "") -> None:
        """Reads the timer and shows it with a sentence; one that looks forgotten with its question."""
        self._shown_at = self._clock()
        state = timer_state(self._book, self._shown_at)
        self._seen = state.timer
        if state.forgotten and self._asked is None and self._left != state.timer:
            self._asked = Asked("stop", {}, state.why)
        told_now = {"said": said, "mood": mood, "undo": mood == "good" and self._last is not None}
        self.widget.shown = {**face_of(self._book, state, self._asked), **told_now}

    def _say(self, said: str, mood: str) -> None:
        self.widget.shown = {**self.widget.shown, "said": said, "mood": mood, "undo": False}

    def _follow(self) -> None:
        for do in self._then:
            do()

    def _hear(self, _: Any, message: Mapping[str, Any], __: Any) -> None:
        try:
            self.press(str(message.get("do", "")), message)
        finally:
            self.widget.send({"heard": message.get("id"), "now_ms": self._clock().timestamp() * 1000})


def _work(given: Given) -> Work:
    """What the person wants to work on, as it was typed and chosen."""
    focus, rest = read_pomodoro(str(given.get("pomodoro", "")))
    return Work(
        description=str(given.get("description", "")),
        project=str(given.get("project", "")),
        goal_id=str(given.get("goal_id") or "") or None,
        focus_minutes=focus,
        break_minutes=rest,
    )
