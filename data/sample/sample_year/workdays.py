"""A working day: sessions one after the other, around what is fixed that day."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sample_year.chance import Chance
from sample_year.rows import Row
from sample_year.story import DayKind, load_story
from sample_year.tasks import worded

SHORTEST = timedelta(minutes=9)
ADMIN_TASK_SHARE = 0.5
DEEP_DAYS = (1, 3)  # Tuesday and Thursday mornings hold no meetings


@dataclass
class Day:
    """One working day while it is being filled."""

    day: date
    kind: DayKind
    fixed: list[Row]
    chance: Chance
    project: str = ""

    def at(self, clock: time, low: int = 0, high: int = 0) -> datetime:
        """A clock time of the day, moved by some minutes, at a second nobody chose."""
        moved = timedelta(minutes=self.chance.between(low, high), seconds=self.chance.between(0, 59))
        return datetime.combine(self.day, clock) + moved


def work_rows(day: date, kind: DayKind, fixed: list[Row]) -> list[Row]:
    """The rows of work on a day, around the fixed ones; [] on a day off."""
    if not kind.works:
        return []
    today = Day(day, kind, fixed, Chance("work", day))
    return [row for start, end in _windows(today) for row in _fill(today, start, end)]


def _windows(today: Day) -> Iterator[tuple[datetime, datetime]]:
    """Morning and afternoon, and in weeks of overwork some evenings."""
    if today.day.weekday() >= 5:
        yield today.at(time(10), 0, 30), today.at(time(13), 0, 75)
        return
    lunch = today.at(time(12, 5), 0, 28)
    yield today.at(time(8, 56), 0, 27), lunch
    if "half" in today.kind.phase:
        return
    end = _home(today)
    yield lunch + timedelta(minutes=today.chance.between(34, 58)), end
    if today.kind.crunch and not _evening_taken(today) and today.chance.true(0.45):
        yield today.at(time(20, 10), 0, 25), today.at(time(21, 45), 0, 55)


def _home(today: Day) -> datetime:
    late = int(today.kind.phase.get("late", 0))
    friday = today.day.weekday() == 4 and not late
    end = today.at(time(15, 45) if friday else time(16, 35), -15, 45) + timedelta(minutes=late)
    if not late and today.chance.true(0.09):
        end += timedelta(minutes=today.chance.between(40, 110))
    evening = [row.start for row in today.fixed if row.start.time() > time(17)]
    return min([end, *(start - timedelta(minutes=18) for start in evening)])


def _evening_taken(today: Day) -> bool:
    singles = [row["start"] for row in load_story("work")["row"]]
    starts = singles + [row.start for row in today.fixed]
    return any(start.date() == today.day and start.time() > time(17) for start in starts)


def _fill(today: Day, cursor: datetime, end: datetime) -> Iterator[Row]:
    """Sessions from `cursor` to `end`, with the small and the longer gaps in which nothing is tracked."""
    while end - cursor > SHORTEST:
        busy = _next_fixed(today, cursor, end)
        if busy is not None and busy.start - cursor < SHORTEST:
            cursor = max(cursor, busy.end or cursor) + _pause(today, cursor)
            continue
        row = _session(today, cursor)
        until = busy.start if busy is not None else end
        seconds = min(row.seconds or 0, int((until - cursor).total_seconds()))
        yield replace(row, seconds=seconds)
        cursor += timedelta(seconds=seconds) + _pause(today, cursor)


def _next_fixed(today: Day, cursor: datetime, end: datetime) -> Row | None:
    ahead = (row for row in today.fixed if row.end is not None and row.end > cursor and row.start < end)
    return next(ahead, None)


def _pause(today: Day, cursor: datetime) -> timedelta:
    if today.chance.true(0.75 if _deep(today, cursor) or today.kind.crunch else 0.4):
        return timedelta(seconds=today.chance.between(3, 190))
    return timedelta(seconds=today.chance.between(480, 2700))


def _deep(today: Day, cursor: datetime) -> bool:
    return today.day.weekday() in DEEP_DAYS and cursor.hour < 12


def _session(today: Day, cursor: datetime) -> Row:
    chance, deep = today.chance, _deep(today, cursor)
    if not today.project or not chance.true(0.72 if deep else 0.45):
        today.project = chance.weighted(today.kind.phase["weights"])
    project = load_story("work")["projects"][today.project]
    task, text, tags = chance.favourite(project["sessions"], today.day.isocalendar().week // 2)
    if today.project == "admin":
        text = worded("", today.day, text, ADMIN_TASK_SHARE)
    brief = today.project == "admin" or "meeting" in tags or text.startswith("Mail")
    low, high = (9, 31) if brief else (45, 105) if deep else (19, 72)
    return Row(cursor, chance.between(low * 60, high * 60), project["name"], text, tuple(tags), task)
