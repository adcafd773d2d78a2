"""What is done regularly, as entries that repeat: check-ins, and habits that have a time."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from goalkit.exchange.entry import Entry
from goalkit.exchange.plans import Kept, Plans, Row, once_stood
from goalkit.records import CheckIn, Habit, Settings

LASTS = timedelta(minutes=5)  # a check-in takes two minutes; less than five cannot be seen in most calendars
EVERY = {"daily": timedelta(days=1), "weekly": timedelta(days=7), "monthly": timedelta(days=31)}
SURE_DAY = 28  # the last day that every month has
CLOCK = re.compile(r"(?<![\d:.])([01]?\d|2[0-3]):([0-5]\d)(?![\d:])")
WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
AT_ONCE = timedelta(0)


def checkin_entries(plans: Plans) -> Iterator[Entry]:
    """One for each rhythm in which the person checks in, from their latest one on, at the end of the working day."""
    kept = list(plans.kept[CheckIn].values())
    version = plans.version((CheckIn, ""), (Settings, ""))
    for rhythm in EVERY:
        if entry := _checkin(rhythm, kept, plans):
            yield replace(entry, version=version)


def _checkin(rhythm: str, kept: Sequence[Kept], plans: Plans) -> Entry | None:
    days = [one.now["day"] for one in kept if one.now and one.now["rhythm"] == rhythm]
    gone = days or [row["day"] for one in kept if not one.now for row in one.earlier() if row["rhythm"] == rhythm]
    if not gone or (latest := max(gone)) > date.max - EVERY["monthly"]:
        return None
    start = datetime.combine(_following(latest, rhythm), plans.settings.work_end)
    return Entry(
        "check-in",
        f"check-in-{rhythm}",
        f"Check in, {rhythm}",
        start,
        start + LASTS,
        told="Two minutes in the notebook 12_progress; gaps do no harm.",
        state="ahead" if days else "cancelled",
        alarm=AT_ONCE if plans.alarms else None,
        rule=_rule(rhythm, latest),
    )


def _following(latest: date, rhythm: str) -> date:
    """The day of the next check-in after the latest."""
    if rhythm != "monthly":
        return latest + EVERY[rhythm]
    first = (latest.replace(day=1) + EVERY["monthly"]).replace(day=1)
    if latest.day <= SURE_DAY:
        return first.replace(day=latest.day)
    return (first + EVERY["monthly"]).replace(day=1) - timedelta(days=1)


def _rule(rhythm: str, latest: date) -> Mapping[str, Any]:
    if rhythm == "monthly":
        return {"freq": "monthly", "bymonthday": latest.day if latest.day <= SURE_DAY else -1}
    return {"freq": rhythm}


def habit_entries(plans: Plans) -> Iterator[Entry]:
    """One for each habit whose cue names a time, such as “lunch, 12:30”, on the days that it asks for."""
    for kept in plans.kept[Habit].values():
        if entry := _habit(kept, plans):
            yield replace(entry, version=plans.version((Habit, kept.id), (Settings, "")))


def _habit(kept: Kept, plans: Plans) -> Entry | None:
    return once_stood(kept, lambda row: _habit_of(row, plans))


def _habit_of(row: Row, plans: Plans) -> Entry | None:
    clock, days = CLOCK.search(row["cue"] or ""), _habit_days(row, plans.settings)
    if clock is None or not days or row["start"] is None:
        return None
    first = next(day for day in (row["start"] + timedelta(days=step) for step in range(7)) if day.weekday() in days)
    if row["end"] is not None and first > row["end"]:
        return None
    start = datetime.combine(first, time(int(clock[1]), int(clock[2])))
    return Entry(
        "habit",
        f"habit-{row['id']}",
        row["title"] or "A habit",
        start,
        start + LASTS,
        told=f"After: {row['cue']}",
        alarm=AT_ONCE if plans.alarms else None,
        rule=_habit_rule(days, row["end"]),
    )


def _habit_days(row: Row, settings: Settings) -> tuple[int, ...]:
    """The weekdays that a habit asks for: all, or the working days if it asks for as many; () where one chooses."""
    if row["per"] == "day" or (row["per"] == "week" and row["times"] == len(WEEK)):
        return tuple(range(7))
    work = settings.work_day_numbers
    return work if row["per"] == "week" and row["times"] == len(work) else ()


def _habit_rule(days: tuple[int, ...], last: date | None) -> Mapping[str, Any]:
    rule: dict[str, Any] = {"freq": "daily"} if len(days) == len(WEEK) else {"freq": "weekly"}
    if len(days) < len(WEEK):
        rule["byday"] = [WEEK[day] for day in days]
    if last is not None:
        rule["until"] = datetime.combine(last, time(23, 59, 59))
    return rule
