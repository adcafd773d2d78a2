"""What the timer shows at an instant, and the rule by which it counts as forgotten."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

import sqlalchemy as sa

from goalkit.periods import Calendar, day_instant
from goalkit.records import Interruption, RunningTimer, TimeEntry
from goalkit.records.frames import record_frame
from goalkit.workbook import rows
from goalkit.workbook.engine import reading
from goalkit.workbook.tables import table_of
from goalkit.workbook.timer_words import length

if TYPE_CHECKING:
    from goalkit.workbook.book import Book

LONGEST = timedelta(hours=4)  # few people work longer than this without any pause
LONGEST_POMODOROS = 2  # a break put off for a whole further focus time
SHORTEST_LIMIT = timedelta(hours=1)

Status = Literal["none", "running", "paused"]


@dataclass(frozen=True, slots=True)
class TimerState:
    """The timer at an instant.

    Attributes:
        now: that instant.
        timer: what it counts for; None when there is none.
        seconds: how long the stretch has run, or the pause has lasted; 0 without a timer.
        logged_today_s: what is logged today for the timer's goal; for everything where it has none.
        today_s: the same with today's part of the running stretch.
        phase: of a Pomodoro: "focus" while it runs, "break" while it is paused, else "".
        phase_left_s: seconds until the phase is over; negative since it is, None without one.
        pomodoros: finished today: stretches of their whole focus time that are logged.
        interruptions: of this stretch, by kind; in a pause, of the stretch before it.
        interruptions_today: by kind.
        forgotten: whether it looks forgotten, so that a person is asked before anything is logged.
        why: why it does, "" when it does not.
        set_back_s: how far the clock stands before the timer's beginning; 0 as a rule.
    """

    now: datetime
    timer: RunningTimer | None = None
    seconds: float = 0.0
    logged_today_s: float = 0.0
    today_s: float = 0.0
    phase: Literal["", "focus", "break"] = ""
    phase_left_s: float | None = None
    pomodoros: int = 0
    interruptions: Mapping[str, int] = field(default_factory=dict)
    interruptions_today: Mapping[str, int] = field(default_factory=dict)
    forgotten: bool = False
    why: str = ""
    set_back_s: float = 0.0

    @property
    def status(self) -> Status:
        """Whether it runs."""
        if self.timer is None:
            return "none"
        return "paused" if self.timer.paused else "running"


def forgotten_at(timer: RunningTimer) -> datetime | None:
    """The instant after which a running timer looks forgotten; None for a paused one, which logs nothing.

    It is 4 hours after its beginning; with a Pomodoro twice its focus time, an hour at least.
    """
    if timer.paused:
        return None
    if timer.focus_minutes is None:
        return timer.began_utc + LONGEST
    return timer.began_utc + max(LONGEST_POMODOROS * timedelta(minutes=timer.focus_minutes), SHORTEST_LIMIT)


def why_forgotten(timer: RunningTimer, now: datetime) -> str:
    """Why a timer looks forgotten, as the end of a sentence; "" when it does not."""
    limit = forgotten_at(timer)
    if limit is None or now <= limit:
        return ""
    ran = f"has run for {length((now - timer.began_utc).total_seconds())}"
    if timer.focus_minutes is None:
        return f"{ran} without a pause"
    return f"{ran}, and a focus of {timer.focus_minutes} min was meant"


def timer_state(book: "Book", now: datetime) -> TimerState:
    """The timer at an instant, with what is logged, finished and interrupted that day."""
    calendar = book.settings.calendar
    day = day_instant(calendar.day_of(now), calendar)
    with reading(book._engine) as connection:
        row = rows.find_row(connection, RunningTimer, "timer")
        timer = None if row is None else rows.record_of(RunningTimer, row)
        found = _interruptions(connection, min(day, _stretch_start(timer) or day))
        pomodoros = _pomodoros(connection, day, calendar)
    logged = _logged(book, day, now, timer.goal_id if timer else None)
    shared: dict[str, Any] = {
        "logged_today_s": logged,
        "today_s": logged + _running_s(timer, day, now),
        "pomodoros": pomodoros,
        "interruptions_today": _by_kind(found, day),
    }
    if timer is None:
        return TimerState(now, **shared)
    passed = (now - timer.began_utc).total_seconds()
    why = why_forgotten(timer, now)
    return TimerState(
        now,
        timer,
        seconds=max(passed, 0.0),
        interruptions=_by_kind(found, _stretch_start(timer) or day),
        forgotten=bool(why),
        why=why,
        set_back_s=max(-passed, 0.0),
        **_phase(timer, passed),
        **shared,
    )


def _stretch_start(timer: RunningTimer | None) -> datetime | None:
    return None if timer is None else timer.stretch_utc or timer.began_utc


def _phase(timer: RunningTimer, passed_s: float) -> dict[str, Any]:
    name, minutes = ("break", timer.break_minutes) if timer.paused else ("focus", timer.focus_minutes)
    return {} if minutes is None else {"phase": name, "phase_left_s": 60 * minutes - passed_s}


def _running_s(timer: RunningTimer | None, day: datetime, now: datetime) -> float:
    if timer is None or timer.paused:
        return 0.0
    return max((now - max(timer.began_utc, day)).total_seconds(), 0.0)


def _logged(book: "Book", day: datetime, now: datetime, goal_id: str | None) -> float:
    """Seconds of the entries since the day began, as far as they lie in it."""
    from goalkit.entries.days import clip
    from goalkit.entries.frame import seconds

    end = max(now, day + timedelta(microseconds=1))
    entries = book.entries(day, end)
    if goal_id is not None:
        entries = entries[entries["goal_id"] == goal_id]
    return float(seconds(clip(entries, day, end)).sum())


def _interruptions(connection: sa.Connection, since: datetime) -> list[tuple[str, datetime]]:
    table = table_of(Interruption)
    query = sa.select(table.c.by, table.c.at_utc).where(table.c.at_utc >= since)
    return [(row.by, row.at_utc) for row in connection.execute(query)]


def _by_kind(found: list[tuple[str, datetime]], since: datetime) -> dict[str, int]:
    counts: dict[str, int] = {}
    for by, at in found:
        if at >= since:
            counts[by] = counts.get(by, 0) + 1
    return counts


def _pomodoros(connection: sa.Connection, day: datetime, calendar: Calendar) -> int:
    """Pomodoros that were begun since the day began and finished."""
    from goalkit.metrics.interruptions import pomodoros

    table = table_of(TimeEntry)
    query = sa.select(table).where(table.c.start_utc >= day, table.c.focus_minutes.is_not(None))
    found = [dict(row) for row in connection.execute(query).mappings()]
    return int(pomodoros(record_frame(TimeEntry, found), calendar)["pomodoros"].sum())
