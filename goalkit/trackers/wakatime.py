"""WakaTime and Wakapi: a dump of daily totals, and one of heartbeats, which are joined into entries.

A heartbeat is a moment at which an editor was used. From one to the next counts as work in the first one's
project when they lie at most fifteen minutes apart, as WakaTime itself counts by default; so the entries of one
person never overlap. A dump has no ids for them: a stretch is named by its first beat, and may grow at its end.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from goalkit.errors import Problem
from goalkit.trackers.base import DAY_TOTALS, ReadOptions
from goalkit.trackers.json_rows import as_text, fields, find_values, json_head, json_keys
from goalkit.trackers.rows_tracker import Row, RowsTracker, instant, told_once
from goalkit.trackers.shape import Shape
from goalkit.trackers.source import Source

APART_S = 15 * 60
LISTS = ("days", "data")  # a dump, and what the API calls summaries


@dataclass(frozen=True, slots=True, order=True)
class Beat:
    """One heartbeat: seconds since 1970, its line, its project."""

    time: float
    line: int
    project: str


def _fits_totals(source: Source) -> bool:
    head = json_head(source)
    return _is_dump(source) and '"grand_total"' in head and '"total_seconds"' in head and '"heartbeats"' not in head


def _fits_beats(source: Source) -> bool:
    return _is_dump(source) and '"heartbeats"' in json_head(source)


def _is_dump(source: Source) -> bool:
    return json_head(source).startswith("{") and bool(set(LISTS) & set(json_keys(source)))


def _totals(source: Source, options: ReadOptions) -> Iterator[Row | Problem]:
    for name in LISTS:
        for found in find_values(source, (name, None)):
            day = fields(found.value)
            date = as_text(day.get("date") or fields(day.get("range")).get("date"))
            for project, spent in _projects(day):
                yield Row(found.line, {"date": date, "name": as_text(project), "total_seconds": as_text(spent)})


def _projects(day: dict[str, Any]) -> list[tuple[Any, Any]]:
    """Name and seconds of each project of a day; its whole total without a name where no project is told."""
    projects = day.get("projects")
    if isinstance(projects, list) and projects:
        return [(fields(project).get("name"), _seconds(fields(project))) for project in projects]
    total = _seconds(day)
    return [("", total)] if total else []  # a dump has every day of its range, most of them empty


def _seconds(told: dict[str, Any]) -> Any:
    return told.get("total_seconds", fields(told.get("grand_total")).get("total_seconds"))


def _stretches(source: Source, options: ReadOptions) -> Iterator[Row | Problem]:
    beats, problems = _beats(source)
    yield from problems
    first, end = None, 0.0
    for beat, following in pairwise(beats):
        if following.time - beat.time > APART_S:
            continue
        if first is not None and (first.project != beat.project or end != beat.time):
            yield _stretch(first, end)
            first = None
        first, end = first or beat, following.time
    if first is not None:
        yield _stretch(first, end)
    if alone := _alone(beats):
        yield told_once(
            source,
            f"{alone:,} of {len(beats):,} heartbeats stand alone: there is no other within fifteen minutes of them",
            "nothing to do; WakaTime counts no time for them either",
        )


def _stretch(first: Beat, end: float) -> Row:
    start = instant(first.time)
    return Row(first.line, {"time": start, "end": instant(end), "project": first.project, "key": start})


def _alone(beats: list[Beat]) -> int:
    far = [True, *(after.time - before.time > APART_S for before, after in pairwise(beats)), True]
    return sum(before and after for before, after in pairwise(far)) if beats else 0


def _beats(source: Source) -> tuple[list[Beat], list[Problem]]:
    beats, problems = [], []
    for found in find_values(source, ("days", None, "heartbeats", None)):
        told = fields(found.value)
        try:
            time = float(as_text(told.get("time")))
        except ValueError:
            time = math.nan
        if math.isfinite(time):
            beats.append(Beat(time, found.line, as_text(told.get("project"))))
        else:
            reason = "this heartbeat has no time; expected seconds since 1970"
            value = str(told.get("time"))
            problems.append(Problem(source.name, found.line, "time", value, reason, "export the heartbeats again"))
    return sorted(set(beats)), problems


TOTALS = RowsTracker(
    name="wakatime",
    title="WakaTime",
    export="Settings → Account → Export my data: daily totals (JSON); Wakapi: summaries of its WakaTime API",
    fits=_fits_totals,
    rows=_totals,
    roles={"date": "date", "duration": "total_seconds", "project": "name"},
    gives=DAY_TOTALS,
    shape=Shape(unit_s=1.0, decimal=".", identity=("date", "project")),
)
BEATS = RowsTracker(
    name="wakatime-heartbeats",
    title="WakaTime, heartbeats",
    export="Settings → Account → Export my data: heartbeats (JSON)",
    fits=_fits_beats,
    rows=_stretches,
    roles={"start": "time", "end": "end", "project": "project", "source_id": "key"},
    shape=Shape(decimal="."),
)

TRACKERS = (TOTALS, BEATS)
