"""`goalkit import`: each file whole or not at all, what came in and what did not."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from goalkit.cli.asking import LeftError, answered, settle
from goalkit.cli.gathering import Given, gather
from goalkit.cli.progress import Bar, progress
from goalkit.cli.show import print_json, print_problems
from goalkit.errors import GoalkitError
from goalkit.records import Settings
from goalkit.workbook.import_words import check_some, in_words

if TYPE_CHECKING:
    from goalkit.workbook import Book, ImportReport

GIVEN, LEFT_OUT = 2, 3
KEEP_BOTH = "--keep-both takes it too"


@dataclass
class _Outcome:
    """What became of the files so far."""

    reports: "list[ImportReport]" = field(default_factory=list)
    failed: bool = False  # a file that was named cannot be read
    of_folder: bool = False  # one of a folder cannot
    left: bool = False  # one was left by choice

    def note(self, error: GoalkitError, file: Given) -> None:
        """Counts a file that did not come in."""
        left = isinstance(error, LeftError)
        self.left |= left
        self.failed |= file.named and not left
        self.of_folder |= not file.named and not left

    @property
    def code(self) -> int:
        if self.failed or (self.of_folder and not self.reports):
            return GIVEN
        return LEFT_OUT if self.left or self.of_folder or any(report.left_out for report in self.reports) else 0


def import_all(book: "Book", paths: Sequence[Path], how: Mapping[str, Any], *, dry_run: bool, output: str) -> int:
    """Imports files and folders in turn; one that cannot be read does not stop the others. Gives the exit code."""
    files, outcome = gather(paths), _Outcome()
    with progress(files) as bar:
        for file in files:
            bar.begin(file)
            try:
                report = import_one(book, file.path, how, bar, dry_run=dry_run)
            except GoalkitError as error:
                outcome.note(error, file)
                with bar.aside():
                    typer.echo(f"goalkit: {error}", err=True)
            else:
                outcome.reports.append(report)
                if output == "table":
                    with bar.aside():
                        print_problems(report.problems)
                        typer.echo(in_words(report, KEEP_BOTH))
            bar.end(file)
    if outcome.reports and not how.get("zone") and book.frame(Settings).empty:
        typer.echo(
            f"Times were read in {book.settings.zone}, since no time zone is set. If you live elsewhere: goalkit undo, "
            "set your zone in notebook 01, and import again (or import with --zone Europe/Berlin).",
            err=True,
        )
    if output == "json":
        print_json([as_dict(report) for report in outcome.reports])
    elif len(files) > 1:
        typer.echo(summary(outcome.reports, len(files), dry_run=dry_run))
    return outcome.code


def import_one(book: "Book", file: Path, how: Mapping[str, Any], bar: Bar, *, dry_run: bool) -> "ImportReport":
    """Imports a file as it was said, remembered or asked for; a map that led to it is kept for the next such file."""
    from goalkit.workbook.column_maps import find_map, import_as_said

    zoned = {**how, "zone": how.get("zone") or book.settings.zone}
    with bar.aside():
        said = settle(file, zoned, lambda names: find_map(book, names))
    look = dry_run or bool(said.names)
    report, said = answered(lambda chosen: book.import_file(file, dry_run=look, **chosen), said, bar.aside)
    check_some(report)
    if not said.names or dry_run:
        return report
    report, news = import_as_said(book, file, said.names, said.how)
    if news:
        with bar.aside():
            typer.echo(f"{file.name}: what its columns mean is kept; one undo more forgets it", err=True)
    return report


def summary(reports: "Sequence[ImportReport]", files: int, *, dry_run: bool) -> str:
    """What became of several files, in one line."""
    new, changed, known = (sum(getattr(report, name) for report in reports) for name in ("new", "changed", "known"))
    would_be = "would be " if dry_run else ""
    parts = [f"{len(reports)} of {files} files read", f"{new:,} entries {would_be}new"]
    parts += [f"{changed:,} {would_be}changed"] if changed else []
    parts += [f"{known:,} here already"] if known else []
    undos = sum(bool(report.new or report.changed) for report in reports)
    undo = f"; each file is one batch: goalkit undo, {undos} times, takes all of it back" if undos > 1 else ""
    return f"{', '.join(parts)}{'' if dry_run else undo}"


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
