"""What a review is gathered from: the workbook's frames, cut to the period and to the one before."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from goalkit.entries.days import clip
from goalkit.metrics.measures import goal_data
from goalkit.metrics.quality import Log
from goalkit.metrics.values import GoalData
from goalkit.metrics.weekly import Against, Diary, against_weeks
from goalkit.periods import Calendar, Period, day_instant
from goalkit.records import (
    CheckIn,
    Goal,
    ImportBatch,
    ImportProblem,
    InboxFile,
    Interruption,
    Record,
    Settings,
    Task,
    TimeEntry,
)
from goalkit.reviews.edition import sees
from goalkit.workbook.inbox import unread

if TYPE_CHECKING:
    from goalkit.workbook.differences import Differences
    from goalkit.workbook.reader import Reader

ONE_DAY = timedelta(days=1)
WEEKS_SHOWN = 12
DAWN = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Span:
    """A range of local days, [start, end), with the entries cut to it."""

    start: date
    end: date
    entries: pd.DataFrame

    @property
    def days(self) -> int:
        """Number of local days, 0 when none of them is known yet."""
        return max((self.end - self.start).days, 0)


@dataclass(frozen=True, slots=True)
class Material:
    """All that one review is gathered from; nothing in it is later than `as_of`.

    Attributes:
        period, settings: what is reviewed, and by whose calendar.
        as_of: the day at whose end things are told, the period's last at the latest.
        data: goals, measurements, milestones, and all entries up to `as_of`.
        tasks, checkins: frames of Task and CheckIn.
        problems: the rows of ImportProblem that belong to the known days of the period.
        batches: frame of ImportBatch.
        now: the known days of the period.
        before: as many days of the period before (all of them, once the period is over).
        year_ago: as many days of the same period a year earlier, likewise.
        weeks: the twelve weeks up to the last known day.
        read: the frame of any kind of record, read once; what is later than `as_of` is still in it, and
            left out by the metric that is asked with `as_of`.
        diary: what ordinary weeks and what stands out are told from.
        against: the numbers of the local days in [start, end) and of the weeks before, worked out once.
        history: every change of one record, as `Book.history` gives it; later ones too.
        sees: whether records of a class may be told in this edition.
        folder: the workbook's folder, where the images of the vision board lie.
        differences: what is known otherwise today; None for a review of what is known today.
    """

    period: Period
    as_of: date
    settings: Settings
    data: GoalData
    tasks: pd.DataFrame
    checkins: pd.DataFrame
    problems: pd.DataFrame
    batches: pd.DataFrame
    now: Span
    before: Span
    year_ago: Span
    weeks: Span
    read: Callable[[type[Record]], pd.DataFrame]
    diary: Diary
    against: Callable[[date, date], Against]
    history: Callable[[type[Record], str], pd.DataFrame]
    sees: Callable[[type[Record]], bool]
    folder: Path
    differences: "Differences | None"

    @property
    def calendar(self) -> Calendar:
        """How the person counts days and weeks."""
        return self.settings.calendar

    @property
    def log(self) -> Log:
        """What the data quality of the known days is told from."""
        end = day_instant(self.as_of + ONE_DAY, self.calendar)
        span, entries = self.now, self.data.entries
        waiting = unread(self.folder, self.read(InboxFile), self.read(ImportBatch))
        return Log(entries, self.problems, self.batches, self.settings, end, span.start, span.end, waiting)

    def without_time(self) -> "Material":
        """The same without any entry, for numbers that would be false of a part of them."""
        spans = (self.now, self.before, self.year_ago, self.weeks)
        bare = [replace(span, entries=span.entries.iloc[:0]) for span in spans]
        return replace(self, now=bare[0], before=bare[1], year_ago=bare[2], weeks=bare[3])

    @property
    def complete(self) -> bool:
        """Whether the whole period is known."""
        return self.now.end == self.period.end

    @property
    def has_before(self) -> bool:
        """Whether any time is known in the days that are compared with."""
        return bool((self.before.entries["duration_s"] > 0).any())

    @property
    def has_earlier(self) -> bool:
        """Whether any time is known before the period at all."""
        entries = self.data.entries
        earlier = entries["start_utc"] < day_instant(self.period.start, self.calendar)
        return bool((entries.loc[earlier, "duration_s"] > 0).any())


def load_material(book: "Reader", period: Period, as_of: date, today: "Reader | None" = None) -> Material:
    """Reads what a review of `period` needs, as far as it is known on `as_of`.

    A period that is over is reviewed as on its last day, however much later that is done. With
    `today`, what is known otherwise there comes with it.
    """
    from goalkit.workbook.differences import differences

    as_of = min(as_of, period.end - ONE_DAY)
    settings = book.settings
    calendar = settings.calendar
    end = max(as_of + ONE_DAY, period.start)
    read, history = cache(book.frame), cache(book.history)
    entries = _cut(book.entries(None, as_of + ONE_DAY, sources=True), date.min, as_of + ONE_DAY, calendar)
    goals = _goals_then(read(Goal), history, day_instant(as_of + ONE_DAY, calendar))
    checkins = _until(read(CheckIn), as_of)
    diary = Diary(entries, checkins, read(Interruption), settings)
    return Material(
        period=period,
        as_of=as_of,
        settings=settings,
        data=replace(goal_data(read, entries, calendar), goals=goals),
        tasks=read(Task),
        checkins=checkins,
        problems=_problems(book, period.start, end),
        batches=read(ImportBatch),
        now=_span(entries, period.start, end, calendar),
        before=_span(entries, *_as_many_days(period.previous(), period, end), calendar),
        year_ago=_span(entries, *_as_many_days(period.year_before(), period, end), calendar),
        weeks=_span(entries, end - timedelta(weeks=WEEKS_SHOWN), end, calendar),
        read=read,
        diary=diary,
        against=cache(partial(against_weeks, diary)),
        history=history,
        sees=partial(sees, book),
        folder=book.path,
        differences=differences(book, today, period.start, period.end) if today is not None else None,
    )


def _goals_then(
    goals: pd.DataFrame, history: Callable[[type[Record], str], pd.DataFrame], instant: datetime
) -> pd.DataFrame:
    """The goals with the status each had at an instant: one reached in autumn was under way in spring.

    A goal that was written down only later keeps the status it was first given.
    """
    then = [
        _status_then(history(Goal, goal_id), instant, now)
        for goal_id, now in zip(goals["id"], goals["status"], strict=True)
    ]
    return goals.assign(status=pd.Series(then, index=goals.index, dtype=goals["status"].dtype))


def _status_then(history: pd.DataFrame, instant: datetime, now: str) -> str:
    known = [fields for fields in history["after"][history["when_utc"] < instant] if fields]
    first = [fields for fields in history["after"] if fields]
    told = known[-1:] or first[:1]
    return str(told[0]["status"]) if told else now


def _as_many_days(other: Period, period: Period, end: date) -> tuple[date, date]:
    """The days of another period that are compared with: as many as are known of this one."""
    if end == period.end:
        return other.start, other.end
    return other.start, min(other.start + (end - period.start), other.end)


def _span(entries: pd.DataFrame, start: date, end: date, calendar: Calendar) -> Span:
    return Span(start, end, _cut(entries, start, end, calendar))


def _cut(entries: pd.DataFrame, start: date, end: date, calendar: Calendar) -> pd.DataFrame:
    first = DAWN if start == date.min else day_instant(start, calendar)
    return clip(entries, first, max(day_instant(end, calendar), first)).reset_index(drop=True)


def _until(checkins: pd.DataFrame, as_of: date) -> pd.DataFrame:
    return checkins[checkins["day"] <= pd.Timestamp(as_of)].reset_index(drop=True)


def _problems(book: "Reader", start: date, end: date) -> pd.DataFrame:
    """The problem rows of the days in [start, end).

    A row whose day cannot be read belongs to all periods that the rest of its import touches, and
    to every period when nothing else of its import is left: none is ever lost.
    """
    problems = book.frame(ImportProblem)
    days = problems["day"].fillna("")
    undated = days == ""
    inside = (days >= start.isoformat()) & (days < end.isoformat())
    if undated.any():
        inside |= undated & ~problems["batch_id"].isin(_batches_elsewhere(book, start, end))
    return problems[inside].reset_index(drop=True)


def _batches_elsewhere(book: "Reader", start: date, end: date) -> set[str]:
    """The imports that have entries, but none on the days in [start, end)."""
    batches = book.frame(TimeEntry).set_index("id")["batch_id"]
    touching = book.entries(start, end)["id"] if start < end else []
    return set(batches) - set(batches.loc[list(touching)])
