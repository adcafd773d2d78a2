"""An import in words: what became of a file, what its rows were understood as, and what a choice would mean."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from goalkit.errors import GoalkitError, UndecidedError
from goalkit.trackers.cells import parse_date, parse_decimal
from goalkit.workbook.rows import counted

if TYPE_CHECKING:
    from goalkit.trackers import Export
    from goalkit.workbook.imports import ImportReport

SHOWN_ROWS = 10
SHOWN_COLUMNS = ("line", "start", "end", "hours", "project", "description")
MOST_TEXT = 60


def check_some(report: "ImportReport") -> None:
    """Raises GoalkitError, with the first row's reason, when a file has rows but none that can be taken."""
    bad = [problem for problem in report.problems if problem.kind == "bad"]
    if bad and report.taken == 0:
        first = bad[0]
        raise GoalkitError(
            f"{first.file}: none of its {report.batch.rows_read} rows can be taken. Line {first.line}, "
            f"column {first.column!r}, {first.value!r}: {first.reason}; {first.fix}"
        )


def in_words(report: "ImportReport", keep_both: str) -> str:
    """What became of a file, in one line; `keep_both` says how what is here from elsewhere is taken too."""
    batch, would_be = report.batch, "would be " if report.dry_run else ""
    parts = [f"{counted(batch.rows_read, 'row')} read", f"{report.new:,} {would_be}new"]
    if report.changed:
        parts.append(f"{report.changed:,} {would_be}changed")
    if report.known:
        parts.append(f"{report.known:,} here already")
    parts += [f"{count:,} here {source}" for source, count in _sources(report).items()]
    if report.left_out:
        parts.append(f"{report.left_out:,} left out")
    nothing = " — nothing was added" if not (report.new or report.changed or report.dry_run) else ""
    asides = "".join(_asides(report, keep_both))
    return f"{batch.file} ({batch.tracker}, {batch.zone}): {', '.join(parts)}{nothing}{asides}"


def _sources(report: "ImportReport") -> Counter[str]:
    """How many rows are left out since their time is here from each other source."""
    from goalkit.trackers import TRACKERS

    titles = {tracker.name: f"from {tracker.title}" for tracker in TRACKERS} | {"goalkit": "written down by hand"}
    return Counter(titles.get(row.tracker, f"from {row.tracker}") for row in report.elsewhere)


def _asides(report: "ImportReport", keep_both: str) -> Iterator[str]:
    """What a person may want to look into."""
    if report.elsewhere:
        would = "would not be" if report.dry_run else "was not"
        yield f". What is here from elsewhere {would} counted again; {keep_both}"
    if report.overlap_s:
        yield f". {report.overlap_s / 3600:,.2f} h of the new rows are here from other trackers too, and count twice"
    if report.absent:
        yield (
            f". Not in this file, though from {report.batch.tracker} and within its days: {report.absent:,} "
            "that came in earlier (deleted in the tracker since, or filtered out of this export); kept"
        )


def meaning(error: UndecidedError, choice: str) -> str:
    """What stands in the file, if one of the choices is what is meant: a day, a number, or a tracker's export."""
    if error.option == "tracker":
        from goalkit.trackers import TRACKERS

        return f"an export of {next((one.title for one in TRACKERS if one.name == choice), choice)}"
    if error.option == "decimal":
        return f"{parse_decimal(error.value, '.' if choice == 'point' else ','):g}"
    day = parse_date(error.value, choice)
    return "no day" if day is None else f"{date(1970, 1, 1) + timedelta(days=day):%d %B %Y}"


def shown_rows(export: "Export") -> list[tuple[str, ...]]:
    """The first rows as they are understood, ten at most: `SHOWN_COLUMNS`, times by the clock of the export's zone."""
    from pandas import NaT

    rows = []
    for row in export.entries.head(SHOWN_ROWS).itertuples():
        start, end = (at.tz_convert(export.zone) for at in (row.start_utc, row.end_utc))
        timed = end is not NaT  # a day's total has no clock times
        shown = [f"{start:%Y-%m-%d %H:%M}", f"{end:%Y-%m-%d %H:%M}"] if timed else [f"{start:%Y-%m-%d}", ""]
        cells = (row.source_line, *shown, f"{row.duration_s / 3600:.2f}", row.project, row.description)
        rows.append(tuple(str(cell)[:MOST_TEXT] for cell in cells))
    return rows
