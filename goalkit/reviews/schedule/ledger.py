"""The ledger of reviews that come by themselves: owed → started → done or failed, a row a period and edition."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from goalkit.records import ReviewRun
from goalkit.reviews.schedule.owed import Key
from goalkit.workbook.many import Fields, Many, write_many

if TYPE_CHECKING:
    from goalkit.workbook import Book

LONGEST_WHY = 500


def load_runs(book: "Book") -> dict[tuple[str, str], ReviewRun]:
    """The rows by the names of period and edition, in the order in which they were first owed."""
    return {(run.period, run.edition): run for run in book.records(ReviewRun)}


def run_of(runs: Mapping[tuple[str, str], ReviewRun], key: Key) -> ReviewRun | None:
    """The row of a review; None while it has none."""
    return runs.get((key.period.name, key.edition))


def keep_owed(book: "Book", keys: Collection[Key], now: datetime) -> None:
    """Writes reviews down that are owed; one that was owed before keeps the moment of the first time."""
    _write(book, {key: {"state": "owed"} for key in keys}, now)


def keep_started(book: "Book", key: Key, now: datetime) -> None:
    """Writes down that a review is being made, and counts the try."""
    run = run_of(load_runs(book), key)
    tries = 1 if run is None else run.tries + 1
    _write(book, {key: {"state": "started", "started_utc": now, "ended_utc": None, "tries": tries, "why": ""}}, now)


def keep_done(book: "Book", charts: Mapping[Key, int], now: datetime) -> None:
    """Writes down that reviews are there and whole, each with the charts of its page."""
    fields = {"state": "done", "ended_utc": now, "why": ""}
    _write(book, {key: {**fields, "charts": number} for key, number in charts.items()}, now)


def keep_failed(book: "Book", key: Key, why: str, now: datetime) -> None:
    """Writes down why a review could not be made, in one line."""
    _write(book, {key: {"state": "failed", "ended_utc": now, "why": one_line(why)}}, now)


def one_line(text: str) -> str:
    """A text without line breaks, cut where it is very long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_WHY else f"{line[: LONGEST_WHY - 1]}…"


def _write(book: "Book", wanted: Mapping[Key, Fields], now: datetime) -> None:
    """Sets fields of rows, new ones included, in one change; lets go of the database for workers that are forked."""
    runs = load_runs(book)
    add, change = [], {}
    for key, fields in wanted.items():
        if run := run_of(runs, key):
            change[run.id] = fields
        else:
            add.append(_new(key, fields, now))
    write_many(book, ReviewRun, Many(add=add, change=change), when=now)
    book.close()


def _new(key: Key, fields: Fields, now: datetime) -> ReviewRun:
    values: dict[str, Any] = {"period": key.period.name, "edition": key.edition, "owed_utc": now, **fields}
    return ReviewRun(**values)
