"""Super Productivity: the backup, whose tasks say the time spent on each day, archived ones too.

A parent's time is the sum of its subtasks', so a task that has any is not counted itself. A subtask is the
description, its parent the task; it belongs to its parent's tags where it has none. "Today" is a list of the
application and no tag.
"""

import re
from collections.abc import Iterator
from typing import Any

from goalkit.errors import Problem
from goalkit.trackers.base import DAY_TOTALS, ReadOptions
from goalkit.trackers.json_rows import TAG_SEPARATOR, Found, as_text, fields, find_values, json_head, json_keys
from goalkit.trackers.rows_tracker import Row, RowsTracker
from goalkit.trackers.shape import Shape
from goalkit.trackers.source import Source

TOPS: tuple[tuple[str, ...], ...] = (("data",), ())  # a backup of today, and one from before it had a wrapper
TASKS = (("task",), ("archiveYoung", "task"), ("archiveOld", "task"), ("taskArchive",))
TODAY = "TODAY"
_TABLE = re.compile(r'"(?:task|project|tag|taskArchive)"\s*:\s*\{\s*"ids"\s*:\s*\[')


def _fits(source: Source) -> bool:
    head, keys = json_head(source), json_keys(source)
    return head.startswith("{") and ({"crossModelVersion", "data"} <= set(keys) or bool(_TABLE.search(head)))


def _rows(source: Source, options: ReadOptions) -> Iterator[Row | Problem]:
    projects, tags = _titles(source, "project"), _titles(source, "tag")
    tasks = {str(found.keys[-1]): found for found in _entities(source, TASKS)}
    parents = {as_text(fields(found.value).get("parentId")) for found in tasks.values()} & tasks.keys()
    for found in _entities(source, TASKS):
        task, own = fields(found.value), str(found.keys[-1])
        if own in parents:
            continue
        parent = fields(tasks[name].value) if (name := as_text(task.get("parentId"))) in tasks else {}
        told = {
            "project": projects.get(as_text(task.get("projectId") or parent.get("projectId")), ""),
            "tags": _tags(task, tags) or _tags(parent, tags),
            "parent": as_text((parent or task).get("title")),
            "title": as_text(task.get("title")) if parent else "",
        }
        for day, spent in fields(task.get("timeSpentOnDay")).items():
            yield Row(found.line, {**told, "day": day, "timeSpentOnDay": as_text(spent), "key": f"{own} {day}"})


def _entities(source: Source, tables: tuple[tuple[str, ...], ...]) -> Iterator[Found]:
    for top in TOPS:
        for table in tables:
            yield from find_values(source, (*top, *table, "entities", None))


def _titles(source: Source, table: str) -> dict[str, str]:
    return {str(found.keys[-1]): as_text(fields(found.value).get("title")) for found in _entities(source, ((table,),))}


def _tags(task: dict[str, Any], titles: dict[str, str]) -> str:
    names = task.get("tagIds")
    own = [as_text(name) for name in names] if isinstance(names, list) else []
    return TAG_SEPARATOR.join(titles[name] for name in own if name != TODAY and name in titles)


SUPER_PRODUCTIVITY = RowsTracker(
    name="superproductivity",
    title="Super Productivity",
    export="Settings → Sync & Export → Export data (JSON backup)",
    fits=_fits,
    rows=_rows,
    roles={
        "date": "day", "duration": "timeSpentOnDay", "project": "project", "task": "parent", "description": "title",
        "tags": "tags", "source_id": "key",
    },
    gives=DAY_TOTALS,
    nothing="no task in this backup has time spent on a day; track some in Super Productivity, then export again",
    shape=Shape(unit_s=0.001, decimal=".", tag_separator=TAG_SEPARATOR),
)  # fmt: skip

TRACKERS = (SUPER_PRODUCTIVITY,)
