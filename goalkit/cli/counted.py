"""What `goalkit hours` counts: entries of exports, or of the workbook, in the range that is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from goalkit.cli.asking import load_said
from goalkit.errors import GoalkitError, Problem
from goalkit.metrics.keys import needed_columns
from goalkit.periods import Calendar, load_zone
from goalkit.trackers import ReadOptions

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asked for.

    Attributes:
        files: exports; none means the workbook.
        by: the keys; first, last: the range.
        midnight, overlaps: the policies.
        how: how to read exports.
        output: the format.
        only: key and value of the numbers that are wanted, none for all; explain: with the rows behind each.
    """

    files: tuple[Path, ...]
    by: tuple[str, ...]
    first: date | None
    last: date | None
    midnight: str
    overlaps: str
    how: Mapping[str, Any]
    output: str
    only: tuple[tuple[str, str], ...] = ()
    explain: bool = False


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


def read_asked(asked: Asked, book: Path | None) -> Read:
    """The entries that were asked for, not yet cut to the range."""
    if asked.first and asked.last and asked.last < asked.first:
        raise GoalkitError(f"--to {asked.last} is before --from {asked.first}; swap the two")
    return _of_files(asked, book) if asked.files else _of_book(asked, book)


def _of_files(asked: Asked, book: Path | None) -> Read:
    """Exports read directly; only the columns that the keys need when there is one file and nothing to explain."""
    calendar = _calendar(book)
    zone = asked.how.get("zone") or calendar.zone
    load_zone(zone)
    columns = needed_columns(asked.by) if len(asked.files) == 1 and not asked.explain else None
    given = {name: value for name, value in asked.how.items() if value}
    options = ReadOptions(**{**given, "zone": zone, "columns": columns})
    exports = [load_said(file, options, book) for file in asked.files]
    problems = [problem for export in exports for problem in export.problems]
    entries = exports[0].entries
    if columns is None:
        entries, twice = _joined(exports)
        problems += twice
    rows_read = sum(export.rows_read for export in exports)
    used = Calendar(zone, calendar.day_start, calendar.week_start)
    return Read(entries, used, tuple(problems), rows_read, {})


def _joined(exports: list[Any]) -> "tuple[pd.DataFrame, list[Problem]]":
    """The entries of several exports with their files, each once; and the rows that stand in an earlier one."""
    import pandas as pd

    told = [export.entries.assign(file=export.file, sha256=export.sha256) for export in exports]
    entries = pd.concat(told, ignore_index=True)
    if len(exports) == 1:
        return entries, []
    twice = entries["source_key"].duplicated()
    reason, fix = "the same entry stands in an earlier file", "it is counted once"
    problems = [
        Problem(file, int(line), "", "", reason, fix, "duplicate")
        for file, line in zip(entries.loc[twice, "file"], entries.loc[twice, "source_line"], strict=True)
    ]
    return entries[~twice].reset_index(drop=True), problems


def _of_book(asked: Asked, book: Path | None) -> Read:
    from goalkit.records import Goal
    from goalkit.workbook import open_book

    with open_book(book) as opened:
        own = opened.settings.calendar
        last = asked.last + timedelta(days=1) if asked.last else None
        entries = opened.entries(asked.first, last, sources=asked.explain)
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


def in_range(read: Read, asked: Asked) -> "pd.DataFrame":
    """The entries in the range, under the index they were read with, so that whole ones can be found again."""
    from goalkit.entries.days import clip
    from goalkit.periods import day_instant

    if not (asked.first or asked.last) or read.entries.empty:
        return read.entries
    first = asked.first or date(1970, 1, 2)
    last = (asked.last or date(2200, 1, 1)) + timedelta(days=1)
    start, end = day_instant(first, read.calendar), day_instant(last, read.calendar)
    if asked.midnight == "start":  # whole entries, by the day they start on
        begins = read.entries["start_utc"]
        return read.entries[(begins >= start) & (begins < end)]
    return clip(read.entries, start, end)
