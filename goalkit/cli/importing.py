"""`goalkit import`: each file whole or not at all, what came in and what did not."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
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

if TYPE_CHECKING:
    from goalkit.workbook import Book, ImportReport

GIVEN, LEFT_OUT = 2, 3


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
                        typer.echo(in_words(report))
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
    """Imports a file as it was said, remembered or asked for; a map that led to it is kept for the next such file.

    The map is written before the entries, so that the first undo takes the entries back.
    """
    from goalkit.workbook.column_maps import find_map, keep_map

    zoned = {**how, "zone": how.get("zone") or book.settings.zone}
    with bar.aside():
        said = settle(file, zoned, lambda names: find_map(book, names))
    look = dry_run or bool(said.names)
    report, said = answered(lambda chosen: book.import_file(file, dry_run=look, **chosen), said, bar.aside)
    check_some(report)
    if not said.names or dry_run:
        return report
    if keep_map(book, said.names, said.how):
        with bar.aside():
            typer.echo(f"{file.name}: what its columns mean is kept; one undo more forgets it", err=True)
    return book.import_file(file, **said.how)


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


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


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
    parts = [f"{_counted(batch.rows_read, 'row')} read", f"{report.new:,} {would_be}new"]
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
