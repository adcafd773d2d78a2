"""What weeks are made of beside the log: ticks of habits, blocks laid for a week, and what broke in."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sample_year.chance import Chance
from sample_year.rows import Row
from sample_year.story import day_kind, days, load_story
from sample_year.timelog import year_log
from sample_year.written import Written, later

ONE_DAY = timedelta(days=1)
LONG_ENOUGH = 40 * 60  # seconds; shorter stretches have no focus to break


def weeks() -> Iterator[Written]:
    """(moment, kind, values) of all of these."""
    yield from _ticks()
    yield from _skips()
    yield from _blocks()
    yield from _interruptions()


def _ticks() -> Iterator[Written]:
    told = load_story("around")["ticks"]
    skipped = {day for span in told["skipped"] if span["habit"] == told["habit"] for day in _span(span)}
    for day in days():
        kind = day_kind(day)
        kept = told["kept"].get(str(day.month), 0) * (1 if kind.works else 0.35)
        if day >= told["from"] and day not in skipped and not kind.away and Chance("walk", day).true(kept):
            yield later(day, time(20, 46), 1), "habit_tick", _tick(told["habit"], day)


def _skips() -> Iterator[Written]:
    """Days that do not count, marked in one go when they were over."""
    for span in load_story("around")["ticks"]["skipped"]:
        note = {"note": span["note"]} if span["note"] else {}
        for number, day in enumerate(_span(span), start=1):
            values = {**_tick(span["habit"], day), "state": "skipped", **note}
            yield later(span["to"] + ONE_DAY, time(19, 10), number), "habit_tick", values


def _tick(habit: str, day: date) -> dict[str, Any]:
    return {"id": f"{habit}-{day}", "habit_id": habit, "day": day.isoformat()}


def _span(span: dict[str, Any]) -> list[date]:
    return [day for day in days() if span["from"] <= day <= span["to"]]


def _blocks() -> Iterator[Written]:
    """The week's blocks, laid on the Sunday before; single ones on the evening before."""
    told = load_story("around")["blocks"]
    for monday in told["weeks"]:
        for number, (weekday, *rest) in enumerate(told["plan"], start=1):
            yield later(monday - ONE_DAY, time(19, 32), number), "time_block", _block(monday, weekday, rest)
    for day, *rest in told["single"]:
        start = date.fromisoformat(day)
        yield later(start - ONE_DAY, time(21, 42), 1), "time_block", _block(start, 0, rest)


def _block(first: date, weekday: int, rest: list[str]) -> dict[str, Any]:
    day = (first + timedelta(days=weekday)).isoformat()
    names = ("start", "end", "goal_id", "task_id", "note")
    values = {name: cell for name, cell in zip(names, rest, strict=True) if cell}
    return {"id": f"block-{day}-{rest[0].replace(':', '')}", "day": day, **values}


def _interruptions() -> Iterator[Written]:
    told = load_story("around")["interruptions"]
    rows = (row for row in year_log() if told["from"] <= row.day <= told["to"] and (row.seconds or 0) >= LONG_ENOUGH)
    for row in rows:
        chance = Chance("interruption", row.start)
        if chance.true(told["share"]):
            yield _interruption(row, chance, told)


def _interruption(row: Row, chance: Chance, told: dict[str, Any]) -> Written:
    moment = row.start + timedelta(seconds=chance.between(300, (row.seconds or 0) - 300))
    by = chance.weighted(told["kinds"])
    note = chance.pick(told["notes"][by])
    zone = ZoneInfo(load_story("work")["person"]["zone"])
    values: dict[str, Any] = {"id": f"broke-{moment:%m%d-%H%M}", "by": by}
    values["at_utc"] = _instant(moment, zone)
    values |= {"note": note} if note else {}
    return moment, "interruption", values | ({"goal_id": row.goal} if row.goal else {})


def _instant(moment: datetime, zone: ZoneInfo) -> str:
    return moment.replace(tzinfo=zone).isoformat()
