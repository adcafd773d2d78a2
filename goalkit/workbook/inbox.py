"""The inbox: exports that were dropped in it come in by themselves, and what could not be read is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import pandas as pd

from goalkit import __version__
from goalkit.errors import GoalkitError
from goalkit.records import ColumnMap, ImportBatch, InboxFile
from goalkit.trackers import ReadOptions
from goalkit.workbook.column_maps import load_remembered
from goalkit.workbook.import_words import check_some
from goalkit.workbook.inbox_files import Lying, lying, put_away
from goalkit.workbook.places import INBOX

if TYPE_CHECKING:
    from goalkit.workbook.book import Book

MOST_TRIES = 3
ENDED = (
    f"goalkit was ended {MOST_TRIES} times while it read this file, which may be too much for this machine; "
    "export a shorter range, for example a year at a time"
)
RIGHTS = "check the disk, and that you have the right to read it"


def take_in(book: "Book", now: datetime) -> list[InboxFile]:
    """Imports what lies in the inbox, what was changed longest ago first; gives the ledger's rows of what it tried.

    As `goalkit import` does it where nobody can be asked: what was said of a header before is used again. What
    was read moves to done/YYYY-MM; what could not be read stays, and is tried again when it has changed, a newer
    goalkit is here, or columns were given a meaning since. A file that may still be written is left for the next
    run. Ended at any point, the next run goes on from there and counts nothing twice.

    Raises GoalkitError when the workbook, not a file, is at fault.
    """
    known = {(row.name, row.sha256): row for row in book.records(InboxFile)}
    run = _Run(book, make_inbox(book.path), now, _reader(book), known)
    tried = [_take(run, one) for one in lying(run.inbox) if one.rests(now)]
    return [row for row in tried if row is not None]


def make_inbox(folder: Path) -> Path:
    """The inbox of a workbook's folder, made where there is none."""
    inbox = folder / INBOX
    try:
        inbox.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise GoalkitError(
            f"the inbox {inbox} cannot be made ({error.strerror}); check that you may write there"
        ) from error
    return inbox


def unread(folder: Path, files: pd.DataFrame, batches: pd.DataFrame) -> pd.DataFrame:
    """The rows of InboxFile whose file could not be read, still lies in the inbox, and did not come in otherwise."""
    rows = files[(files["state"] == "not read") & ~files["sha256"].isin(batches["sha256"])]
    if rows.empty:
        return rows
    here = {(one.name, one.mark) for one in lying(folder / INBOX)}
    return rows[[place in here for place in zip(rows["name"], rows["sha256"], strict=True)]]


@dataclass(frozen=True, slots=True)
class _Run:
    """One look into the inbox: what reads it, and what is known of files by name and mark."""

    book: "Book"
    inbox: Path
    now: datetime
    reader: str
    known: Mapping[tuple[str, str], InboxFile]


def _reader(book: "Book") -> str:
    """What reads a file now: this goalkit, and what it was told of columns."""
    said = max((one.said_utc for one in book.records(ColumnMap)), default=None)
    told = f", columns as said on {said.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC" if said else ""
    return f"goalkit {__version__}{told}"


def _take(run: _Run, one: Lying) -> InboxFile | None:
    """What came of one file; None for one that changes, or that was tried before."""
    if not (mark := one.mark):
        return None
    row = run.known.get((one.name, mark))
    if row is not None and row.read_by == run.reader and row.state == "not read":
        return _put_away(run, one, _close(run, row, "")) if _is_here(run.book, row) else None
    if row is not None and row.read_by == run.reader and row.state == "reading" and row.tries >= MOST_TRIES:
        return _close(run, row, f"{one.name}: {ENDED}")
    row = _begin(run, one, mark, row)
    why = one.fault or _bring_in(run, one, row)
    if why and _is_here(run.book, row):  # somebody said how, and brought it in by hand
        why = ""
    row = _close(run, row, f"{one.name}: {why}" if why and one.path.name not in why else why)
    return row if why or not one.same else _put_away(run, one, row)


def _begin(run: _Run, one: Lying, mark: str, row: InboxFile | None) -> InboxFile:
    """Notes that it is being read: a file that ends the run itself must not do so for ever."""
    if row is None:
        row = InboxFile(name=one.name, sha256=mark, state="reading", seen_utc=run.now, tries=1, read_by=run.reader)
        return run.book.add(row, run.now)
    tries = row.tries + 1 if row.state == "reading" and row.read_by == run.reader else 1
    return _changed(run, row, state="reading", tries=tries, read_by=run.reader)


def _bring_in(run: _Run, one: Lying, row: InboxFile) -> str:
    """Imports a file; gives why it cannot be read, "" when it was."""
    zone = run.book.settings.zone
    try:
        export = load_remembered(run.book, one.path, ReadOptions(zone=zone, as_of=run.now))
    except OSError as error:
        return f"{one.path.name} cannot be read ({error.strerror or error}); {RIGHTS}"
    except GoalkitError as error:
        return str(error).replace(str(one.path), one.name)
    try:
        report = run.book.import_export(export, when=run.now)
    except GoalkitError:
        _changed(run, row, tries=row.tries - 1)  # the workbook's fault, and no try of this file
        raise
    try:
        check_some(report)
    except GoalkitError as error:
        return str(error)
    return ""


def _is_here(book: "Book", row: InboxFile) -> bool:
    """Whether an import of these very bytes stands."""
    return bool((book.frame(ImportBatch)["sha256"] == row.sha256).any())


def _came(book: "Book", row: InboxFile) -> pd.DataFrame:
    """The imports that stand of these very bytes by this name, since they were first seen here."""
    batches = book.frame(ImportBatch)
    same = (batches["sha256"] == row.sha256) & (batches["file"] == PurePosixPath(row.name).name)
    return batches[same & (batches["imported_utc"] >= row.seen_utc)]


def _close(run: _Run, row: InboxFile, why: str) -> InboxFile:
    """Writes down what came of it: told by the imports that stand, so that no interruption makes it false."""
    came = _came(run.book, row)
    state = "not read" if why else "imported" if len(came) else "nothing new"
    return _changed(run, row, state=state, why=why, rows_new=int(came["rows_new"].sum()))


def _put_away(run: _Run, one: Lying, row: InboxFile) -> InboxFile:
    month = run.book.settings.calendar.day_of(run.now)
    try:
        put_away(one, run.inbox, f"{month:%Y-%m}")
    except OSError as error:
        return _changed(run, row, why=f"{one.name} was read, and cannot be moved to done ({error.strerror})")
    return row


def _changed(run: _Run, row: InboxFile, **values: Any) -> InboxFile:
    return run.book.change(InboxFile, row.id, values, when=run.now)
