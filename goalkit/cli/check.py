"""`goalkit check`: what in the workbook's log is worth a look, each with its number and one suggestion."""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import typer

from goalkit.cli.show import print_json
from goalkit.errors import GoalkitError

if TYPE_CHECKING:
    from goalkit.reviews.shapes import QualityFinding
    from goalkit.workbook import Book

FOUND = 3


def show_check(book: "Book", days: tuple[date | None, date | None], now: datetime, output: str) -> int:
    """Prints what is worth a look on the days from the first to the last; gives 3 when something is, else 0."""
    from goalkit.metrics.evidence import LISTED
    from goalkit.metrics.quality import Log, quality
    from goalkit.records import ImportBatch, ImportProblem, InboxFile
    from goalkit.reviews.quality import SHOWN, in_words
    from goalkit.workbook.inbox import unread

    first, last = days
    if first and last and last < first:
        raise GoalkitError(f"--to {last} is before --from {first}; swap the two")
    end = last + timedelta(days=1) if last else None
    entries, settings = book.entries(sources=True), book.settings
    batches = book.frame(ImportBatch)
    waiting = unread(book.path, book.frame(InboxFile), batches)
    log = Log(entries, book.frame(ImportProblem), batches, settings, now, first, end, waiting)
    most = LISTED if output == "json" else SHOWN
    findings = [in_words(finding, settings.zone, most) for finding in quality(log)]
    looked_at = len(log.inside)
    if output == "json":
        shown = [asdict(finding) for finding in findings]
        print_json({"from": _iso(first), "to": _iso(last), "entries": looked_at, "findings": shown})
    elif findings:
        typer.echo("\n\n".join(_block(finding) for finding in findings))
    else:
        typer.echo(_nothing(looked_at))
    return FOUND if findings else 0


def _block(finding: "QualityFinding") -> str:
    lines = [finding.headline, *(f"  {example['text']}" for example in finding.examples)]
    rest = finding.count - len(finding.examples)
    if finding.examples and rest > 0 and finding.kind != "two names":
        lines.append(f"  … and {rest:,} more")
    return "\n".join([*lines, f"  → {finding.suggestion}"])


def _nothing(entries: int) -> str:
    if not entries:
        return "There are no entries to check; bring some in with: goalkit import FILE"
    return f"All is well: {entries:,} {'entry' if entries == 1 else 'entries'} looked at, nothing to mend."


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
