"""`goalkit import`: each file whole or not at all, what came in and what did not."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from goalkit.cli.show import print_json, print_problems
from goalkit.errors import GoalkitError
from goalkit.records import Settings

if TYPE_CHECKING:
    from goalkit.workbook import Book, ImportReport

GIVEN, LEFT_OUT = 2, 3


def import_all(book: "Book", files: Sequence[Path], how: Mapping[str, Any], *, dry_run: bool, output: str) -> int:
    """Imports files in turn; one that cannot be read does not stop the others. Gives the exit code."""
    reports, failed = [], False
    for file in _with_progress(files):
        try:
            report = book.import_file(file, dry_run=dry_run, **how)
            check_some(report)
        except GoalkitError as error:
            failed = True
            typer.echo(f"goalkit: {error}", err=True)
            continue
        reports.append(report)
        if output == "table":
            print_problems(report.problems)
            typer.echo(in_words(report))
    if reports and not how.get("zone") and book.frame(Settings).empty:
        typer.echo(
            f"Times were read in {book.settings.zone}, since no time zone is set. If you live elsewhere: goalkit undo, "
            "set your zone in notebook 01, and import again (or import with --zone Europe/Berlin).",
            err=True,
        )
    if output == "json":
        print_json([as_dict(report) for report in reports])
    if failed:
        return GIVEN
    return LEFT_OUT if any(report.left_out for report in reports) else 0


def check_some(report: "ImportReport") -> None:
    """Raises GoalkitError, with the first row's reason, when a file has rows but none that can be taken."""
    bad = [problem for problem in report.problems if problem.kind == "bad"]
    if bad and report.taken == 0:
        first = bad[0]
        raise GoalkitError(
            f"{first.file}: none of its {report.batch.rows_read} rows can be taken. Line {first.line}, "
            f"column {first.column!r}, {first.value!r}: {first.reason}; {first.fix}"
        )


def in_words(report: "ImportReport") -> str:
    """What became of a file, in one line."""
    batch, would_be = report.batch, "would be " if report.dry_run else ""
    parts = [f"{batch.rows_read:,} rows read", f"{report.new:,} {would_be}new"]
    if report.changed:
        parts.append(f"{report.changed:,} {would_be}changed")
    if report.known:
        parts.append(f"{report.known:,} here already")
    parts += [f"{count:,} here {source}" for source, count in _sources(report).items()]
    if report.left_out:
        parts.append(f"{report.left_out:,} left out")
    nothing = " — nothing was added" if not (report.new or report.changed or report.dry_run) else ""
    return f"{batch.file} ({batch.tracker}, {batch.zone}): {', '.join(parts)}{nothing}{''.join(_asides(report))}"


def _sources(report: "ImportReport") -> Counter[str]:
    """How many rows are left out since their time is here from each other source."""
    from goalkit.trackers import TRACKERS

    titles = {tracker.name: f"from {tracker.title}" for tracker in TRACKERS} | {"goalkit": "written down by hand"}
    return Counter(titles.get(row.tracker, f"from {row.tracker}") for row in report.elsewhere)


def _asides(report: "ImportReport") -> Iterator[str]:
    """What a person may want to look into."""
    if report.elsewhere:
        yield ". What is here from elsewhere was not counted again; --keep-both takes it too"
    if report.overlap_s:
        yield f". {report.overlap_s / 3600:,.2f} h of the new rows are here from other trackers too, and count twice"
    if report.absent:
        yield (
            f". Not in this file, though from {report.batch.tracker} and within its days: {report.absent:,} "
            "that came in earlier (deleted in the tracker since, or filtered out of this export); kept"
        )


def as_dict(report: "ImportReport") -> dict[str, Any]:
    """A report as plain values."""
    batch = report.batch
    return {
        "file": batch.file,
        "tracker": batch.tracker,
        "zone": batch.zone,
        "dry_run": report.dry_run,
        "rows_read": batch.rows_read,
        "rows_new": report.new,
        "rows_changed": report.changed,
        "rows_known": report.known,
        "rows_elsewhere": len(report.elsewhere),
        "rows_left_out": report.left_out,
        "hours_new": batch.seconds_new / 3600,
        "hours_overlapping": report.overlap_s / 3600,
        "entries_absent": report.absent,
        "elsewhere": [asdict(row) for row in report.elsewhere],
        "problems": [problem.as_dict() for problem in report.problems],
    }


def _with_progress(files: Sequence[Path]) -> Any:
    """Files one after the other, with a bar on a terminal when there are several."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    return track(files, "importing", console=console) if len(files) > 1 and console.is_terminal else files
