"""What the timer's form shows, as plain values that the browser can draw and count on from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from goalkit.forms.goals import open_goals
from goalkit.periods import day_instant, load_zone
from goalkit.records import Goal, RunningTimer
from goalkit.workbook.timer_action import KINDS
from goalkit.workbook.timer_state import TimerState, forgotten_at
from goalkit.workbook.timer_words import length, moment, named_work

if TYPE_CHECKING:
    from goalkit.workbook import Book

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
BECAUSE = "Nothing was logged yet: what shall become of it?"


@dataclass(frozen=True, slots=True)
class Asked:
    """A press that waits for the person to say what became of the stretch.

    Attributes:
        do: "pause", "stop" or "switch".
        given: what came with it.
        why: why it is asked, "" when the person wants to give an earlier end.
        turns: the two instants that a clock time in the autumn night can mean.
    """

    do: str
    given: Mapping[str, Any]
    why: str
    turns: tuple[datetime, ...] = ()


def face_of(book: "Book", state: TimerState, asked: Asked | None) -> dict[str, Any]:
    """All that the browser needs: instants in milliseconds to count from, texts to show."""
    timer, calendar = state.timer, book.settings.calendar
    day = calendar.day_of(state.now)
    shown: dict[str, Any] = {
        "status": state.status,
        "now_ms": _ms(state.now),
        "day_ms": _ms(day_instant(day, calendar)),
        "day_end_ms": _ms(day_instant(day + timedelta(days=1), calendar)),
        "logged_today_s": state.logged_today_s,
        "pomodoros": state.pomodoros,
        "kinds": [[kind, state.interruptions.get(kind, 0)] for kind in KINDS],
        "interrupted_today": sum(state.interruptions_today.values()),
        "goals": [list(goal) for goal in _goals(book, timer)],
        "question": None,
    }
    return shown if timer is None else shown | _timer_face(book, state, timer, asked)


def _timer_face(book: "Book", state: TimerState, timer: RunningTimer, asked: Asked | None) -> dict[str, Any]:
    zone, limit = book.settings.zone, forgotten_at(timer)
    goal = book.get(Goal, timer.goal_id).title if timer.goal_id else ""
    return {
        "began_ms": _ms(timer.began_utc),
        "since": moment(timer.began_utc, state.now, zone),
        "on": named_work(timer, goal),
        "goal": goal,
        "description": timer.description,
        "project": timer.project,
        "goal_id": timer.goal_id or "",
        "focus_minutes": timer.focus_minutes,
        "break_minutes": timer.break_minutes,
        "ask_ms": None if limit is None or state.forgotten else _ms(limit),
        "set_back": length(state.set_back_s) if state.set_back_s >= 1 else "",
        "question": None if asked is None or timer.paused else _question(state, timer, asked, zone),
    }


def _question(state: TimerState, timer: RunningTimer, asked: Asked, zone: str) -> dict[str, Any]:
    tz = load_zone(zone)
    first, last = timer.began_utc.astimezone(tz), state.now.astimezone(tz)
    title = f"Since {moment(timer.began_utc, state.now, zone)} the timer {asked.why}." if asked.why else ""
    return {
        "title": title or "When did it end?",
        "text": BECAUSE if asked.why else "",
        "forgotten": bool(asked.why),
        "length": length(state.seconds),
        "days": [] if first.date() == last.date() else [f"{first:%Y-%m-%d}", f"{last:%Y-%m-%d}"],
        "turns": [[_turn(one.astimezone(tz)), one.astimezone(tz).isoformat()] for one in asked.turns],
    }


def _turn(local: datetime) -> str:
    return f"the {'second' if local.fold else 'first'} {local:%H:%M}"


def _goals(book: "Book", timer: RunningTimer | None) -> list[tuple[str, str]]:
    """(title, id) of the goals to choose from, and of the timer's own even where it is closed by now."""
    offered = open_goals(book)
    if timer is not None and timer.goal_id and timer.goal_id not in [key for _, key in offered]:
        offered.append((book.get(Goal, timer.goal_id).title, timer.goal_id))
    return offered


def _ms(instant: datetime) -> float:
    return (instant - EPOCH) / timedelta(milliseconds=1)
