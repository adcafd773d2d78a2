"""One action on the timer, inside its transaction: what is there, what is written, what takes it back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, get_args

import sqlalchemy as sa

from goalkit.errors import GoalkitError
from goalkit.records import Goal, Record, RunningTimer, Settings, TimeEntry, make_record
from goalkit.records.time import Interrupter
from goalkit.workbook import rows
from goalkit.workbook.engine import writing
from goalkit.workbook.journal import Note, Step, at, write_steps
from goalkit.workbook.tables import JOURNAL, table_of
from goalkit.workbook.timer_state import why_forgotten
from goalkit.workbook.timer_words import length, moment, named_work, told_stretch

if TYPE_CHECKING:
    from goalkit.workbook.book import Book

TRACKER = "goalkit"
KINDS: tuple[str, ...] = get_args(Interrupter)
SHORTEST = timedelta(seconds=1)  # below it a button was pressed twice, and nothing was worked


class ForgottenTimerError(GoalkitError):
    """A stretch is to be logged that looks forgotten; only the person knows what it was.

    Attributes:
        timer: the timer as it runs.
        why: why it looks forgotten.
    """

    def __init__(self, message: str, timer: RunningTimer, why: str) -> None:
        super().__init__(message)
        self.timer, self.why = timer, why


class TimerChangedError(GoalkitError):
    """The timer is not as the person saw it: another notebook or a command had it in the meantime."""


@dataclass(frozen=True, slots=True)
class Work:
    """What the timer is to count for."""

    description: str = ""
    project: str = ""
    goal_id: str | None = None
    focus_minutes: int | None = None
    break_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person says of the stretch that ends.

    Attributes:
        ended: when it really ended; None for now.
        sure: all of it is right, however long it was.
        drop: it is thrown away; nothing is logged.
    """

    ended: datetime | None = None
    sure: bool = False
    drop: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What an action did.

    Attributes:
        timer: the timer as it is now, None when there is none.
        entry: the stretch that was logged, if one was.
        left_out: why a stretch that ended was not logged: "short", "dropped" or "".
        change: the change in the journal.
        steps: what was written.
    """

    timer: RunningTimer | None
    entry: TimeEntry | None
    left_out: str
    change: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """One action at work.

    Attributes:
        connection: its transaction.
        now: the instant of the press.
        settings: zone and name.
        row: the timer as it is stored, if there is one.
    """

    connection: sa.Connection
    now: datetime
    settings: Settings
    row: rows.Row | None

    @property
    def timer(self) -> RunningTimer | None:
        """The timer, if there is one."""
        return None if self.row is None else rows.record_of(RunningTimer, self.row)

    def need(self, seen: RunningTimer | None) -> RunningTimer:
        """The timer; raises TimerChangedError when there is none, or another than was seen."""
        timer = self.timer
        if seen is not None and timer != seen:
            raise TimerChangedError(f"the timer {self._became(seen, timer)}")
        if timer is None:
            raise TimerChangedError("no timer runs; start one first")
        return timer

    def timer_for(self, work: Work) -> RunningTimer:
        """A timer that begins now; raises GoalkitError for a goal that is none, and for minutes that do not fit."""
        if work.goal_id:
            rows.need_row(self.connection, Goal, work.goal_id)
        return make_record(RunningTimer, {**asdict(work), "began_utc": self.now, "stretch_utc": self.now})

    def stretch(self, timer: RunningTimer, answer: Answer) -> TimeEntry:
        """The stretch that ends, as an entry; raises GoalkitError where a person is to be asked first."""
        return TimeEntry(
            person=_person(self.connection) or self.settings.person,
            start_utc=timer.began_utc,
            end_utc=self._end(timer, answer),
            zone=self.settings.zone,
            project=timer.project,
            description=timer.description,
            goal_id=timer.goal_id,
            tracker=TRACKER,
            focus_minutes=timer.focus_minutes,
        )

    def _end(self, timer: RunningTimer, answer: Answer) -> datetime:
        began, now = timer.began_utc, self.now
        if answer.drop:
            return max(now, began)
        if began - now >= SHORTEST:
            raise GoalkitError(
                f"the timer began at {self._clock(began)}, and the clock says {self._clock(now)}: it was set back "
                f"by {length((began - now).total_seconds())}. Nothing was logged; put the clock right, or throw "
                "this stretch away"
            )
        if answer.ended is not None:
            return self._said_end(began, at(answer.ended))
        if (why := why_forgotten(timer, now)) and not answer.sure:
            raise ForgottenTimerError(
                f"the timer {why}, since {self._clock(began)}. Was it forgotten? Nothing was logged: "
                "say when it ended, that all of it is right, or throw it away",
                timer,
                why,
            )
        return max(now, began)

    def _said_end(self, began: datetime, ended: datetime) -> datetime:
        if not began <= ended <= self.now:
            raise GoalkitError(
                f"{self._clock(ended)} is not between {self._clock(began)}, when the timer began, "
                f"and now ({self._clock(self.now)})"
            )
        return ended

    def write(self, timer: RunningTimer | None, stretch: TimeEntry | None, why: str, drop: bool = False) -> Done:
        """Logs a stretch, if it is to be and lasted, and puts the timer in the old one's place: one change."""
        short = stretch is not None and (stretch.duration_s or 0) < SHORTEST.total_seconds()
        entry = None if short or drop else stretch
        steps = [_add(self.connection, entry)] if entry else []
        steps.append(_replace(self.connection, self.row, timer))
        change = write_steps(self.connection, steps, Note(self.now, why))
        return Done(timer, entry, "dropped" if stretch and drop else "short" if short else "", change, tuple(steps))

    def add(self, record: Record, why: str) -> Done:
        """Writes a record beside the timer, which stays as it is."""
        step = _add(self.connection, record)
        return Done(self.timer, None, "", write_steps(self.connection, [step], Note(self.now, why)), (step,))

    def described(self, timer: RunningTimer) -> str:
        """Since when it runs or is paused, and for what: "running since 09:10, on Learn SQL"."""
        name = named_work(timer, self._goal(timer.goal_id))
        how = "paused" if timer.paused else "running"
        return f"{how} since {self._clock(timer.began_utc)}{f', on {name}' if name else ''}"

    def _became(self, seen: RunningTimer, timer: RunningTimer | None) -> str:
        """What became of a timer elsewhere, told to one who still saw it as it was."""
        if timer is not None:
            return f"was changed elsewhere; it is {self.described(timer)} now"
        table = table_of(TimeEntry)
        mine = (table.c.start_utc == seen.began_utc) & (table.c.tracker == TRACKER)
        row = self.connection.execute(sa.select(table).where(mine)).mappings().first()
        if row is None or seen.paused:
            return "was stopped elsewhere"
        entry = rows.record_of(TimeEntry, dict(row))
        told = told_stretch(entry, self._goal(entry.goal_id), self.now, self.settings.zone)
        return f"was stopped elsewhere, with {told} logged"

    def _goal(self, goal_id: str | None) -> str:
        row = rows.find_row(self.connection, Goal, goal_id) if goal_id else None
        return str(row["title"]) if row else ""

    def _clock(self, instant: datetime) -> str:
        return moment(instant, self.now, self.settings.zone)


@contextmanager
def acting(book: "Book", now: datetime) -> Iterator[Action]:
    """An action in a transaction of its own: everything that it writes is kept, or nothing."""
    pressed = at(now)
    with writing(book._engine) as connection:
        row = rows.find_row(connection, Settings, "settings")
        settings = Settings() if row is None else rows.record_of(Settings, row)
        yield Action(connection, pressed, settings, rows.find_row(connection, RunningTimer, "timer"))


def undo_action(book: "Book", done: Done, now: datetime) -> None:
    """Takes back what an action did, whatever was written elsewhere since; one undo of the whole.

    Raises GoalkitError when it was taken back already, or the entry or the timer is not as the
    action left it.
    """
    with writing(book._engine) as connection:
        if connection.scalar(sa.select(JOURNAL.c.seq).where(JOURNAL.c.undoes == done.change).limit(1)) is not None:
            raise GoalkitError("this was taken back already")
        for step in done.steps:
            if not _is_as_left(connection, step):
                named = rows.name_of(step.model, step.after or step.before or {})
                raise GoalkitError(f"the {named} was changed since; look at it as it is now, and change it from there")
        for step in done.steps:
            if step.before is None:
                rows.drop_row(connection, step.model, step.record_id)
            else:
                rows.put_row(connection, step.model, step.before)
        write_steps(connection, [step.back for step in done.steps], Note(at(now), "taken back", done.change))


def _person(connection: sa.Connection) -> str:
    """Who the latest named entry belongs to: under another name this time would pass for a second person's."""
    table = table_of(TimeEntry)
    query = sa.select(table.c.person).where(table.c.person != "").order_by(table.c.start_utc.desc()).limit(1)
    return connection.scalar(query) or ""


def _add(connection: sa.Connection, record: Record) -> Step:
    row = rows.row_of(record)
    rows.put_row(connection, type(record), row)
    return Step(type(record), None, row)


def _replace(connection: sa.Connection, before: rows.Row | None, timer: RunningTimer | None) -> Step:
    """Puts a timer in the place of the one that was read, or takes that one away."""
    table = table_of(RunningTimer)
    if before is not None:
        # Counted, so that of two who press at once one is told, on a database server too.
        same = [table.c[name] == before[name] for name in ("id", "began_utc", "paused")]
        if connection.execute(sa.delete(table).where(*same)).rowcount != 1:
            raise TimerChangedError("the timer was changed elsewhere at this moment; look at it as it is now")
    after = None if timer is None else {**(before or {}), **rows.row_of(timer)}
    if after is not None:
        connection.execute(sa.insert(table), after)
    return Step(RunningTimer, before, after)


def _is_as_left(connection: sa.Connection, step: Step) -> bool:
    row = rows.find_row(connection, step.model, step.record_id)
    left = None if step.after is None else rows.fields_of(step.after)
    return (None if row is None else rows.fields_of(row)) == left
