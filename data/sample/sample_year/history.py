"""The history: one line for everything that was written down, changed, removed or imported."""

import json
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sample_year.checkins import check_ins
from sample_year.story import load_story
from sample_year.weeks import weeks
from sample_year.written import later, written

Line = tuple[datetime, dict[str, Any]]

IMPORTS = (
    (datetime(2025, 7, 2, 20, 14, 6), "exports/toggl-2025-h1.csv", "toggl"),
    (datetime(2026, 1, 2, 11, 27, 43), "exports/clockify-2025-h2.csv", "clockify"),
)


def save_history(path: Path) -> None:
    """Writes the history, oldest line first."""
    made = [*_events(), *_written(), *_tasks(), *_measurements(), *_check_ins(), *_imports()]
    lines = sorted(made, key=lambda line: line[0])
    text = "".join(json.dumps(_stamped(*line), ensure_ascii=False) + "\n" for line in lines)
    path.write_text(text, encoding="utf-8", newline="\n")


def _stamped(when: datetime, line: dict[str, Any]) -> dict[str, Any]:
    zone = ZoneInfo(load_story("work")["person"]["zone"])
    return {"when": when.replace(tzinfo=zone).isoformat(), **line}


def _added(kind: str, values: dict[str, Any]) -> dict[str, Any]:
    return {"do": "add", "kind": kind, "values": values}


def _events() -> Iterator[Line]:
    for event in load_story("goals")["event"]:
        yield event["when"], {name: value for name, value in event.items() if name != "when"}


def _written() -> Iterator[Line]:
    for when, kind, values in (*written(), *weeks()):
        yield when, _added(kind, values)


def _tasks() -> Iterator[Line]:
    steps = load_story("steps")
    priority = {name: level for level, names in steps["priority"].items() for name in names}
    for order, row in enumerate(steps["tasks"]["rows"], start=1):
        name, goal, milestone, title, added, due, hours, important, urgent, done = row
        values: dict[str, Any] = {"id": name, "title": title, **({"due": due} if due else {})}
        values |= {"estimate_hours": hours, "position": order}
        values |= {"start": steps["begins"][name]} if name in steps["begins"] else {}
        values |= {"priority": priority[name]} if name in priority else {}
        values |= {"goal_id": goal} if goal else {}
        values |= {"milestone_id": milestone} if milestone else {}
        values |= {"important": important, "urgent": urgent}
        yield later(added, time(20, 2), order), _added("task", values)
        if done:
            change = {"do": "change", "kind": "task", "id": name, "values": {"done_on": done}, "why": "Done."}
            yield later(done, time(20, 31), order), change


def _measurements() -> Iterator[Line]:
    for goal, rows in load_story("steps")["measurements"].items():
        for number, (day, value, note) in enumerate(rows, start=1):
            values = {"id": f"{goal}-{number:02d}", "goal_id": goal, "day": day, "value": value}
            values |= {"note": note} if note else {}
            yield later(day, time(21, 12), number), _added("measurement", values)


def _check_ins() -> Iterator[Line]:
    for when, values in check_ins():
        yield when, _added("check_in", values)


def _imports() -> Iterator[Line]:
    for when, file, tracker in IMPORTS:
        yield when, {"do": "import", "file": file, "tracker": tracker}
