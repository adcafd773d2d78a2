"""What comes back every week, and what readings leave in the log: runs, issues, conversations."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sample_year.chance import Chance
from sample_year.rows import Row
from sample_year.story import DayKind, day_kind, load_story
from sample_year.tasks import worded

# How much of a habit is left in weeks of overwork, and on vacation.
IN_CRUNCH, ON_VACATION = 0.5, 0.4
TASK_SHARE = 0.6


def habit_rows(day: date) -> list[Row]:
    """The rows that habits and readings make on a day, by start; readings come first and win."""
    rows = _reading_rows(day)
    kind = day_kind(day)
    for number, habit in enumerate(load_story("work")["habit"]):
        chance = Chance("habit", number, day)
        if _due(habit, day) and chance.true(_share(habit, kind)):
            row = _habit_row(habit, day, chance)
            rows += [] if _in_the_way(row, rows) else [row]
    return sorted(rows, key=lambda row: row.start)


def _in_the_way(row: Row, others: list[Row]) -> bool:
    """Whether its goal had its turn that day, or its time is taken."""
    spans = [(other.start, other.start + timedelta(seconds=other.seconds or 0)) for other in others]
    end = row.start + timedelta(seconds=row.seconds or 0)
    taken = any(start < end and row.start < until for start, until in spans)
    return taken or row.goal in {other.goal for other in others if other.goal}


def _due(habit: dict[str, Any], day: date) -> bool:
    return habit["day"] == day.weekday() and habit["from"] <= day <= habit["to"]


def _share(habit: dict[str, Any], kind: DayKind) -> float:
    if kind.away:
        return habit["chance"] * ON_VACATION if kind.away == "vacation" and "away" in habit else 0.0
    if "work" in habit:
        return habit["chance"] if kind.works else 0.0
    return habit["chance"] * (IN_CRUNCH if kind.crunch else 1.0)


def _habit_row(habit: dict[str, Any], day: date, chance: Chance) -> Row:
    start = datetime.combine(day, habit["at"]) + timedelta(seconds=chance.between(-240, 900))
    low, high = habit["minutes"]
    seconds = chance.between(low * 60, high * 60)
    text = worded(
        habit["goal"], day, chance.favourite(habit["descriptions"], day.isocalendar().week // 3), _on_tasks(habit)
    )
    return Row(start, seconds, habit["project"], text, tuple(habit["tags"]), goal=habit["goal"])


def _on_tasks(habit: dict[str, Any]) -> float:
    """How often such time is for one task, by name; meetings and runs never are."""
    return 0.0 if {"meeting", "sport"}.intersection(habit["tags"]) or not habit["goal"] else TASK_SHARE


def _reading_rows(day: date) -> list[Row]:
    readings = load_story("steps")["measurements"]
    return [
        _READERS[goal](day, value, note)
        for goal in _READERS
        for text, value, note in readings[goal]
        if text == day.isoformat()
    ]


def _issue(day: date, _: float, note: str) -> Row:
    chance = Chance("issue", day)
    start = datetime.combine(day, time(19, 33)) + timedelta(seconds=chance.between(0, 1500))
    text = f"Send issue {note.removeprefix('No. ').split(':')[0]}"
    return Row(start, chance.between(2700, 5700), "Feldnotizen ✉️", text, ("writing", "evening"), goal="issues")


def _conversation(day: date, _: float, note: str) -> Row:
    chance = Chance("conversation", day)
    start = datetime.combine(day, time(12, 34)) + timedelta(seconds=chance.between(0, 420))
    text = f"Conversation with {note.partition(':')[0]}"
    return Row(start, chance.between(1740, 3000), "", text, goal="conversations")


def _timed_run(day: date, minutes: float, _: str) -> Row:
    start = datetime.combine(day, time(10, 5)) + timedelta(seconds=Chance("run", day).between(0, 900))
    return Row(start, round(minutes * 60), "Running 🏃", "10 km, timed", ("sport",), goal="ten-km")


_READERS = {"issues": _issue, "conversations": _conversation, "ten-km": _timed_run}
