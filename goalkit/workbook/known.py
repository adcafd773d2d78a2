"""A workbook as it was known at an instant: without what was written later, and with what was changed as it was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import sqlalchemy as sa

from goalkit.entries.rules import apply_rules
from goalkit.periods import day_instant
from goalkit.records import Goal, ImportBatch, Record, Rule, Settings, Sharing, TimeEntry
from goalkit.records.frames import record_frame
from goalkit.workbook import past, rows, timelog
from goalkit.workbook.engine import reading
from goalkit.workbook.journal import at
from goalkit.workbook.reader import Reader
from goalkit.workbook.tables import EPOCH, MICROSECOND

if TYPE_CHECKING:
    from goalkit.workbook.book import Book


@dataclass(frozen=True, slots=True)
class Lost:
    """An import that was known then and was taken back since: its entries and problem rows are gone for good.

    Attributes:
        file: what was imported.
        rows: how many entries came with it; those that were changed or removed by hand are known still.
        hours: the time in them.
        taken_back_utc: when it was taken back.
    """

    file: str
    rows: int
    hours: float
    taken_back_utc: datetime


def known_then(book: "Book", when: date | datetime) -> "KnownThen":
    """The workbook as it was known at the end of a local day, or at an instant, what was written at it included.

    Raises GoalkitError for a time without a zone.
    """
    if isinstance(when, datetime):
        return KnownThen(book, at(when))
    return KnownThen(book, day_instant(when + timedelta(days=1), book.settings.calendar) - MICROSECOND)


class KnownThen:
    """A view of a workbook that reads as the workbook did at an instant.

    Rebuilt from the journal, whole and in order, with these limits: of an import that was taken
    back since only the record of it is left, and what was later changed of its rows (see `lost`).
    What no line of the journal speaks of counts as known from the start. Who may see what is as
    it was chosen by now: what is private today was never anyone's to see.
    """

    def __init__(self, book: "Book", instant: datetime) -> None:
        self._book, self.instant = book, instant

    def __repr__(self) -> str:
        return f"KnownThen({self._book!r}, {self.instant.isoformat()})"

    @property
    def path(self) -> Path:
        """The workbook's folder."""
        return self._book.path

    @property
    def settings(self) -> Settings:
        """The settings as they were; the defaults before any were written down."""
        with reading(self._book._engine) as connection:
            found = past.rows_then(connection, Settings, self.instant)
        return rows.record_of(Settings, found[0]) if found else Settings()

    def today(self) -> date:
        """The local day of the instant, by the zone and day start of then."""
        return self.settings.calendar.day_of(self.instant)

    def frame(self, model: type[Record], /) -> pd.DataFrame:
        """All records of a class as they were, in order of creation."""
        rows.known_model(model)
        if model is Sharing:
            return self._book.frame(Sharing)
        with reading(self._book._engine) as connection:
            return record_frame(model, past.rows_then(connection, model, self.instant))

    def entries(
        self,
        start: date | datetime | None = None,
        end: date | datetime | None = None,
        *,
        sources: bool = False,
        rules: bool = True,
    ) -> pd.DataFrame:
        """The entry frame of then, as `Book.entries` gave it, by the rules and the calendar of then."""
        calendar = self.settings.calendar
        span = timelog.instant_of(start, calendar), timelog.instant_of(end, calendar)
        with reading(self._book._engine) as connection:
            entries = _entries_then(connection, self.instant, span, sources)
        return apply_rules(entries, self.frame(Rule)) if rules else entries

    def history(self, model: type[Record], record_id: str, /) -> pd.DataFrame:
        """A record's changes up to then, oldest first."""
        told = self._book.history(model, record_id)
        return told[told["when_utc"] <= pd.Timestamp(self.instant)].reset_index(drop=True)

    @property
    def lost(self) -> tuple[Lost, ...]:
        """The imports that were known then and whose rows cannot be told any more, the earliest first."""
        with reading(self._book._engine) as connection:
            gone = past.taken_back_imports(connection, self.instant)
            batches = past.rows_then(connection, ImportBatch, self.instant) if gone else []
        return tuple(
            Lost(row["file"], row["rows_new"], row["seconds_new"] / 3600, gone[row["id"]])
            for row in batches
            if row["id"] in gone
        )


def _entries_then(connection: sa.Connection, instant: datetime, span: timelog.Range, sources: bool) -> pd.DataFrame:
    names = timelog.entry_columns(sources)
    wide = list(dict.fromkeys([*names, "batch_id", "created_seq"]))
    way, batch = past.rewind(connection, TimeEntry, instant), wide.index("batch_id")
    found = [row for row in timelog.read_stored(connection, wide, *span) if way.stands(row[0], row[batch])]
    if rebuilt := [row for row in way.rebuilt if _touches(row, *span)]:
        light = [{"id": row[0], "batch_id": row[batch], "created_seq": row[-1]} for row in found]
        places = past.places_of(connection, TimeEntry, [*light, *rebuilt], instant)
        found = [*found, *(timelog.stored_form({"created_seq": 0, **row}, wide) for row in rebuilt)]
        start = wide.index("start_utc")
        found.sort(key=lambda row: (row[start], places[row[0]]))
    entries = timelog.entry_frame(wide, found)[names]
    if not sources:
        return entries
    return timelog.with_imports(entries, {row["id"]: _told(row) for row in _imports(connection, instant)})


def _imports(connection: sa.Connection, instant: datetime) -> list[rows.Row]:
    return past.rows_then(connection, ImportBatch, instant)


def _told(row: rows.Row) -> tuple[str, str, int]:
    return row["file"], row["sha256"], (row["imported_utc"] - EPOCH) // MICROSECOND


def _touches(row: rows.Row, start: datetime | None, end: datetime | None) -> bool:
    """Whether an entry touches [start, end); a day's total counts where it starts."""
    begins, ends = row["start_utc"], row["end_utc"] or row["start_utc"]
    after = start is None or begins >= start or (row["end_utc"] is not None and ends > start)
    return after and (end is None or begins < end)


def goals_then(now: Reader, then: Reader) -> pd.DataFrame:
    """The goals as they stand now, with the status that each had then: one reached in autumn was under way in spring.

    A goal that was written down only later has the status it was first given. No goals give an empty frame.
    """
    goals, known = now.frame(Goal), then.frame(Goal).set_index("id")["status"].astype("object")
    told = [known[goal] if goal in known.index else _first_status(now, goal) for goal in goals["id"]]
    status = pd.Series(told, index=goals.index, dtype="object").fillna(goals["status"].astype("object"))
    return goals.assign(status=status.astype(goals["status"].dtype))


def _first_status(reader: Reader, goal_id: str) -> str | None:
    given: Sequence[rows.Row] = [fields for fields in reader.history(Goal, goal_id)["after"] if fields]
    return str(given[0]["status"]) if given else None
