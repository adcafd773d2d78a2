"""`goalkit hours`: of the workbook, or of exports without storing anything."""

import gc
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from goalkit.cli.asking import load_said
from goalkit.cli.show import print_csv, print_problems, print_table
from goalkit.errors import GoalkitError, Problem
from goalkit.metrics.hours import HoursOptions, check_keys, hours, needed_columns, totals
from goalkit.periods import Calendar, load_zone, period_of
from goalkit.trackers import ReadOptions

if TYPE_CHECKING:
    import pandas as pd

LEFT_OUT = 3
SHOWN_BY_NAME = ("day", "week", "month", "quarter", "year", "goal")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asked for: files (none: the workbook), keys, range, policies, how to read, format."""

    files: tuple[Path, ...]
    by: tuple[str, ...]
    first: date | None
    last: date | None
    midnight: str
    overlaps: str
    how: Mapping[str, Any]
    output: str


@dataclass(frozen=True, slots=True)
class Read:
    """Entries that are to be counted, and what became of the rows."""

    entries: "pd.DataFrame"
    calendar: Calendar
    problems: tuple[Problem, ...]
    rows_read: int
    titles: Mapping[str, str]

    @property
    def left_out(self) -> int:
        """Rows that are not among the entries."""
        return sum(problem.left_out for problem in self.problems)


def show_hours(asked: Asked, book: Path | None) -> int:
    """Prints hours; gives the exit code."""
    gc.disable()  # one command, then the process ends: looking for cycles among a million texts is lost time
    check_keys(asked.by)
    if asked.first and asked.last and asked.last < asked.first:
        raise GoalkitError(f"--to {asked.last} is before --from {asked.first}; swap the two")
    read = _of_files(asked, book) if asked.files else _of_book(asked, book)
    entries = _in_range(read, asked)
    counted = hours(entries, asked.by, HoursOptions(read.calendar, asked.midnight, asked.overlaps))
    shown = _shown(counted, read)
    summed = totals(entries)
    names = (*asked.by, "hours")
    if asked.output == "json":
        _print_json(
            shown,
            {
                "by": list(asked.by),
                "totals": {
                    "attributed_hours": summed.attributed_hours,
                    "wall_clock_hours": summed.wall_clock_hours,
                    "overlap_hours": summed.overlap_hours,
                    "rows_read": read.rows_read,
                    "rows_used": len(entries),
                    "rows_left_out": read.left_out,
                },
                "problems": [problem.as_dict() for problem in read.problems],
            },
        )
    else:
        (print_csv if asked.output == "csv" else print_table)(names, shown.itertuples(index=False, name=None))
        print_problems(read.problems)
        if asked.output == "table":
            _print_totals(read, len(entries), summed, asked)
    return LEFT_OUT if read.left_out else 0


def _print_totals(read: Read, used: int, summed: Any, asked: Asked) -> None:
    policy = "split at midnight" if asked.midnight == "split" else "counted on the start day"
    line = f"\n{summed.attributed_hours:,.2f} h attributed, {summed.wall_clock_hours:,.2f} h on the clock"
    line += f", {summed.overlap_hours:,.2f} h overlap · {used:,} of {read.rows_read:,} rows"
    line += f", {read.left_out} left out" if read.left_out else ""
    print(f"{line} · {policy} · {read.calendar.zone}")  # noqa: T201


def _of_files(asked: Asked, book: Path | None) -> Read:
    """Exports read directly; only the columns that the keys need when there is one file."""
    import pandas as pd

    calendar = _calendar(book)
    zone = asked.how.get("zone") or calendar.zone
    load_zone(zone)
    columns = needed_columns(asked.by) if len(asked.files) == 1 else None
    given = {name: value for name, value in asked.how.items() if value}
    options = ReadOptions(**{**given, "zone": zone, "columns": columns})
    exports = [load_said(file, options, book) for file in asked.files]
    problems = [problem for export in exports for problem in export.problems]
    entries = exports[0].entries
    if len(exports) > 1:
        entries = pd.concat([export.entries.assign(file=export.file) for export in exports], ignore_index=True)
        twice = entries["source_key"].duplicated()
        for file, line in zip(entries.loc[twice, "file"], entries.loc[twice, "source_line"], strict=True):
            reason = "the same entry stands in an earlier file"
            problems.append(Problem(file, int(line), "", "", reason, "it is counted once", "duplicate"))
        entries = entries[~twice].reset_index(drop=True)
    rows_read = sum(export.rows_read for export in exports)
    used = Calendar(zone, calendar.day_start, calendar.week_start)
    return Read(entries, used, tuple(problems), rows_read, {})


def _of_book(asked: Asked, book: Path | None) -> Read:
    from goalkit.records import Goal
    from goalkit.workbook import open_book

    with open_book(book) as opened:
        own = opened.settings.calendar
        last = asked.last + timedelta(days=1) if asked.last else None
        entries = opened.entries(asked.first, last)
        titles = {goal.id: goal.title for goal in opened.records(Goal)} if "goal" in asked.by else {}
    zone = asked.how.get("zone") or own.zone
    load_zone(zone)
    return Read(entries, Calendar(zone, own.day_start, own.week_start), (), len(entries), titles)


def _calendar(book: Path | None) -> Calendar:
    """The workbook's calendar where there is a workbook; a look at a file needs none."""
    from goalkit.workbook.places import look_for_place

    place = look_for_place(book)
    if place is None:
        return Calendar()
    from goalkit.workbook import open_book

    with open_book(place.path) as opened:
        return opened.settings.calendar


def _in_range(read: Read, asked: Asked) -> "pd.DataFrame":
    from goalkit.entries.days import clip
    from goalkit.periods import day_instant

    if not (asked.first or asked.last) or read.entries.empty:
        return read.entries
    first = asked.first or date(1970, 1, 2)
    last = (asked.last or date(2200, 1, 1)) + timedelta(days=1)
    start, end = day_instant(first, read.calendar), day_instant(last, read.calendar)
    if asked.midnight == "start":  # whole entries, by the day they start on
        begins = read.entries["start_utc"]
        return read.entries[(begins >= start) & (begins < end)].reset_index(drop=True)
    return clip(read.entries, start, end)


def _print_json(shown: "pd.DataFrame", rest: Mapping[str, Any]) -> None:
    """One document; its rows, which may be many, are written by pandas, since Python's own writer is slow."""
    head = json.dumps({"by": rest["by"]}, ensure_ascii=False)
    rows = shown.to_json(orient="records", force_ascii=False, double_precision=15)
    tail = json.dumps({key: rest[key] for key in ("totals", "problems")}, ensure_ascii=False, indent=1, allow_nan=False)
    sys.stdout.write(f'{head[:-1]}, "rows": {rows},{tail[1:]}\n')


def _shown(counted: "pd.DataFrame", read: Read) -> "pd.DataFrame":
    """The rows as they are shown: periods by name, goals by title."""
    named = {key: _plain(counted[key], key, read) for key in counted.columns if key in SHOWN_BY_NAME}
    return counted.assign(**named)


def _plain(column: "pd.Series[Any]", key: str, read: Read) -> Any:
    if key == "goal":
        return [read.titles.get(goal, goal) for goal in column]
    codes, days = column.factorize()
    names = [period_of(day.date(), key, read.calendar.week_start).name for day in days]
    return np.array(names, dtype=object)[codes]
