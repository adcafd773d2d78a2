"""What `goalkit schedule show` says: the trigger, the latest reviews of the ledger, and the inbox."""

from typing import TYPE_CHECKING, Any

import typer

from goalkit.cli.show import print_json
from goalkit.periods import load_zone
from goalkit.records import ImportBatch, InboxFile, ReviewRun
from goalkit.reviews.schedule import triggers
from goalkit.workbook.inbox import unread
from goalkit.workbook.places import LOG

if TYPE_CHECKING:
    from goalkit.workbook import Book

SHOWN = 10
RENEW = "as another Python or another goalkit wrote it; goalkit schedule install renews it"


def show_schedule(book: "Book", output: str) -> None:
    """Prints what is installed for a workbook, what became of its latest owed reviews, and what waits."""
    found = triggers.installed(book.path)
    runs = sorted(book.records(ReviewRun), key=lambda run: run.ended_utc or run.started_utc or run.owed_utc)[-SHOWN:]
    waiting = unread(book.path, book.frame(InboxFile), book.frame(ImportBatch))
    log = book.path / LOG
    if output == "json":
        kept = [{"kind": one.kind, "name": one.name, "current": one.current} for one in found]
        told = [run.model_dump(mode="json", exclude={"id"}) for run in reversed(runs)]
        left = waiting[["name", "why"]].to_dict("records")
        print_json({"installed": kept, "runs": told, "not_read": left, "log": str(log) if log.exists() else None})
        return
    for one in found:
        typer.echo(f"Each hour, by {one.kind}: {one.name}{'' if one.current else f', {RENEW}'}")
    if not found:
        typer.echo("Nothing is installed; reviews are made when you ask for them. Turn it on: goalkit schedule install")
    typer.echo("\nLatest reviews:" if runs else "\nNo review was owed yet, or none was looked for.")
    for run in reversed(runs):
        typer.echo(_line(book, run))
    if len(waiting):
        files = "1 file" if len(waiting) == 1 else f"{len(waiting)} files"
        typer.echo(f"\nIn the inbox, {files} could not be read; why: goalkit check")
    if log.exists():
        typer.echo(f"\nWhat each run said: {log}")


def _line(book: "Book", run: ReviewRun) -> str:
    when: Any = run.ended_utc or run.started_utc or run.owed_utc
    edition = "" if run.edition == "me" else f" for {run.edition}"
    why = f": {run.why}" if run.why else ""
    return f"  {run.period}{edition}  {run.state}  {when.astimezone(load_zone(book.settings.zone)):%Y-%m-%d %H:%M}{why}"
