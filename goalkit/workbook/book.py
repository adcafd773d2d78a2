"""The workbook: what a person can do with what they wrote down."""

import os
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TypedDict, TypeVar, Unpack

import pandas as pd
import sqlalchemy as sa

from goalkit.errors import ConflictError, GoalkitError
from goalkit.records import Record, Rule, Settings, make_record
from goalkit.records.frames import record_frame
from goalkit.workbook import drafts, imports, journal, rows, schema
from goalkit.workbook.drafts import Draft
from goalkit.workbook.engine import BRIEF_SECONDS, database_name, reading, writing
from goalkit.workbook.imports import ImportReport
from goalkit.workbook.journal import Note, Step, at
from goalkit.workbook.timelog import instant_of, read_entries

AnyRecord = TypeVar("AnyRecord", bound=Record)


class Reading(TypedDict, total=False):
    """How an export is to be read, where it does not say so itself."""

    tracker: str | None
    zone: str | None
    dates: str | None
    decimal: str | None
    column_map: Mapping[str, str]
    keep_both: bool


class Book:
    """An open workbook; `goalkit.open_book` gives one.

    Every change is one transaction, written with its journal line, and can be taken back. `when`
    is the time of a change, now if it is left out. What does not fit raises GoalkitError and
    changes nothing.
    """

    def __init__(self, path: Path, engine: sa.Engine) -> None:
        self.path = path
        self._engine = engine

    def __repr__(self) -> str:
        return f"Book({str(self.path)!r})"

    def __enter__(self) -> "Book":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the database; a further use opens it again."""
        self._engine.dispose()

    @property
    def database(self) -> str:
        """Where the records are kept: a file, or a database's URL without its password."""
        return database_name(self._engine)

    @property
    def settings(self) -> Settings:
        """How the person's days run; the defaults until something is written down."""
        return self.standing(Settings)

    def standing(self, model: type[AnyRecord], /) -> AnyRecord:
        """The one record of a class that every workbook has, such as its settings; its defaults until it is changed."""
        standing = model()
        with reading(self._engine) as connection:
            row = rows.find_row(connection, rows.known_model(model), standing.id)
        return standing if row is None else rows.record_of(model, row)

    def today(self) -> date:
        """The local day that it is now, by the workbook's zone and day start."""
        return self.settings.calendar.day_of(datetime.now(UTC))

    def add(self, record: AnyRecord, when: datetime | None = None, why: str = "") -> AnyRecord:
        """Writes a new record down; raises GoalkitError when its id is taken or it refers to nothing."""
        model, moment = rows.known_model(type(record)), at(when)
        with writing(self._engine) as connection:
            if rows.find_row(connection, model, record.id) is not None:
                raise GoalkitError(
                    f"there is a {record.label} with the id {record.id!r} already; change that one instead"
                )
            rows.check_fits_others(connection, record)
            _keep(connection, Step(model, None, rows.row_of(record)), Note(moment, why))
        return record

    def change(  # noqa: PLR0913 - what is changed, and what is said of it
        self,
        model: type[AnyRecord],
        record_id: str,
        values: Mapping[str, Any] | None = None,
        /,
        *,
        when: datetime | None = None,
        why: str = "",
        expected: AnyRecord | None = None,
        **fields: Any,
    ) -> AnyRecord:
        """Sets some fields of a record, checks it as a whole, and gives it back.

        Args:
            model: its class.
            record_id: its id.
            values: fields by name; the way to set a field that is itself called `when`, `why` or `expected`.
            when: the time of the change.
            why: the reason for the change, kept in the journal.
            expected: the record as it was read; raises ConflictError when it is not so any more.
            fields: further fields by name.

        A change that changes nothing is not written. What every workbook has, such as settings, is
        added when it is not there yet.
        """
        rows.known_model(model)
        asked, moment = {**(values or {}), **fields}, at(when)
        with writing(self._engine) as connection:
            if expected is not None:
                _check_as_read(connection, expected)
            before = _row_to_change(connection, model, record_id)
            read = make_record(model, {**rows.fields_of(before or {}), **asked})
            # Again, with every text read: a duration follows from an end that was given as text, too.
            record = make_record(model, dict(read))
            if record.id != record_id:
                raise GoalkitError(f"the id {record_id!r} of a {model.label} stays; add a new one instead")
            rows.check_fits_others(connection, record, before)
            after = {**(before or {}), **rows.row_of(record)}
            if after != before:
                _keep(connection, Step(model, before, after), Note(moment, why))
        return record

    def remove(
        self,
        model: type[Record],
        record_id: str,
        /,
        when: datetime | None = None,
        why: str = "",
        expected: Record | None = None,
    ) -> None:
        """Takes a record out; raises GoalkitError while others refer to it.

        With `expected`, the record as it was read, raises ConflictError when it is not so any more.
        """
        rows.known_model(model)
        moment = at(when)
        with writing(self._engine) as connection:
            if expected is not None:
                _check_as_read(connection, expected)
            before = rows.need_row(connection, model, record_id)
            rows.check_not_referred_to(connection, model, before)
            _keep(connection, Step(model, before, None), Note(moment, why))

    def undo(self, when: datetime | None = None, *, of: tuple[Record | None, Record | None] | None = None) -> str:
        """Takes back the latest change that still stands; again, the one before it.

        Args:
            when: the time of taking back.
            of: a record before and after a change (None where it did not exist): takes back this
                change alone, whatever else was changed since. An import is named by its batch, new: all that
                came with it goes, unless one of its entries was changed since.

        Gives a sentence that says what was taken back; raises GoalkitError when there is nothing,
        or the record that is meant was changed since.
        """
        moment, step = at(when), None if of is None else _step_of(*of)
        with writing(self._engine) as connection:
            return journal.undo(connection, moment, step)

    def load_draft(self, form: str, record_id: str | None = None) -> Draft | None:
        """What was typed into a form and not saved, about one record ("" for a new one), else of late; or None."""
        with reading(self._engine) as connection:
            return drafts.load_draft(connection, form, record_id)

    def drafts(self, form: str) -> list[Draft]:
        """All that was typed into a form and not saved, the latest first."""
        with reading(self._engine) as connection:
            return drafts.load_drafts(connection, form)

    def keep_draft(self, draft: Draft) -> None:
        """Remembers what was typed into a form, in place of what it had about the same record.

        Drafts are no records: no journal, no undo. Waits for other writers only a moment, then
        raises GoalkitError.
        """
        with writing(self._engine, BRIEF_SECONDS) as connection:
            drafts.keep_draft(connection, draft)

    def drop_draft(self, form: str, record_id: str = "") -> None:
        """Forgets a draft, if there is one."""
        with writing(self._engine, BRIEF_SECONDS) as connection:
            drafts.drop_draft(connection, form, record_id)

    def get(self, model: type[AnyRecord], record_id: str, /) -> AnyRecord:
        """The record with that id; raises GoalkitError when there is none."""
        rows.known_model(model)
        with reading(self._engine) as connection:
            row = rows.need_row(connection, model, record_id)
        return rows.record_of(model, row)

    def records(self, model: type[AnyRecord]) -> list[AnyRecord]:
        """All records of a class, in order of creation."""
        return [rows.record_of(model, row) for row in self._rows(model)]

    def frame(self, model: type[Record]) -> pd.DataFrame:
        """All records of a class as a frame, a column a field, in order of creation."""
        return record_frame(model, self._rows(model))

    def counts(self) -> dict[str, int]:
        """How many records there are of each kind."""
        with reading(self._engine) as connection:
            return rows.count_rows(connection)

    def _rows(self, model: type[Record]) -> list[rows.Row]:
        rows.known_model(model)
        with reading(self._engine) as connection:
            return rows.read_rows(connection, model)

    def entries(
        self,
        start: date | datetime | None = None,
        end: date | datetime | None = None,
        *,
        sources: bool = False,
        rules: bool = True,
    ) -> pd.DataFrame:
        """The entry frame, with `id` first, of entries that touch [start, end).

        Days are the person's local ones; instants need a zone. Entries are whole, not cut to the
        range, ordered by start, with `goal_id` filled in by the rules unless `rules` is off. With
        `sources` there are also `source_line`, `batch_id`, `file`, `sha256` and `imported_utc`,
        empty for what was typed in.
        """
        from goalkit.entries.rules import apply_rules

        calendar = self.settings.calendar
        first, last = instant_of(start, calendar), instant_of(end, calendar)
        with reading(self._engine) as connection:
            entries = read_entries(connection, first, last, sources)
            kept = record_frame(Rule, rows.read_rows(connection, Rule)) if rules else None
        return entries if kept is None else apply_rules(entries, kept)

    def history(self, model: type[Record], record_id: str, /) -> pd.DataFrame:
        """A record's changes, oldest first: `when_utc`, `before`, `after`, `why`."""
        rows.known_model(model)
        with reading(self._engine) as connection:
            return journal.history(connection, model, record_id)

    def latest(self) -> list[journal.Latest]:
        """The latest change of each record that was ever written down, also of those that are gone."""
        with reading(self._engine) as connection:
            return journal.latest(connection)

    def mark(self) -> str:
        """What tells this workbook from all others and never changes; "" while nothing was written in it."""
        with reading(self._engine) as connection:
            return journal.mark(connection)

    def import_file(
        self,
        path: str | os.PathLike[str],
        *,
        dry_run: bool = False,
        when: datetime | None = None,
        **how: Unpack[Reading],
    ) -> ImportReport:
        """Brings a tracker's export in, as one change: adds what is new, updates what was edited in the tracker.

        What is here already stays as it is, and so does what the export no longer has.

        Args:
            path: the export.
            dry_run: only look.
            when: the time of the import.
            how: `tracker`, where the header does not tell; `zone`, where clock times without an
                offset were lived, else the workbook's; `dates`, "dmy", "mdy" or "ymd", and `decimal`, "point" or
                "comma", where the file cannot tell; `column_map`, what the columns of a table mean, else
                what was said of such a header before;
                `keep_both`, take rows whose time other trackers of the same person hold already.

        Raises GoalkitError for a file that is no export; rows that cannot be taken are in the report.
        """
        from goalkit.trackers import ReadOptions
        from goalkit.workbook.column_maps import load_remembered

        moment = at(when)
        options = ReadOptions(
            tracker=how.get("tracker"),
            zone=how.get("zone") or self.settings.zone,
            dates=how.get("dates"),
            decimal=how.get("decimal"),
            column_map=how.get("column_map", {}),
            as_of=moment,
        )
        export = load_remembered(self, Path(path).expanduser(), options)
        return self.import_export(export, dry_run=dry_run, when=moment, keep_both=how.get("keep_both", False))

    def import_export(
        self, export: imports.Export, *, dry_run: bool = False, when: datetime | None = None, keep_both: bool = False
    ) -> ImportReport:
        """The same of an export that was read already; what it raises is never a fault of the file."""
        take = imports.look_at if dry_run else imports.store
        return take(self._engine, export, at(when), keep_both)

    def backup(self, path: str | os.PathLike[str] | None = None) -> Path:
        """Copies the database to a new file, else to data/backups; gives the copy's path."""
        if self._engine.dialect.name != "sqlite":
            raise GoalkitError(f"{self.database} is a database server's; back it up with the server's own tools")
        if path is None:
            return schema.back_up(self._engine, self.path / "data" / "backups")
        target = Path(path).expanduser()
        if target.exists():
            raise GoalkitError(f"{target} exists already; choose another name for the backup")
        return schema.save_copy(self._engine, target)


def _row_to_change(connection: sa.Connection, model: type[Record], record_id: str) -> rows.Row | None:
    if model.standing and record_id == model().id:
        return rows.find_row(connection, model, record_id)
    return rows.need_row(connection, model, record_id)


def _check_as_read(connection: sa.Connection, expected: Record) -> None:
    model, wanted = type(expected), rows.row_of(expected)
    row = rows.find_row(connection, model, expected.id)
    if row is None and not model.standing:
        named = rows.name_of(model, wanted)
        raise ConflictError(f"somebody removed {named} in the meantime; add it anew, or let it go", None)
    now = model() if row is None else rows.record_of(model, row)
    if rows.row_of(now) != wanted:
        raise ConflictError(
            f"somebody changed {rows.name_of(model, wanted)} in the meantime; read it anew and decide what is to stand",
            now,
        )


def _step_of(before: Record | None, after: Record | None) -> Step:
    record = after or before
    if record is None:
        raise GoalkitError("a change has a record before or after it; neither was given")
    images = (None if found is None else rows.row_of(found) for found in (before, after))
    return Step(rows.known_model(type(record)), *images)


def _keep(connection: sa.Connection, step: Step, note: Note) -> None:
    """Does one step and writes it to the journal, with the place in the order that the row has."""
    if step.after is None:
        rows.drop_row(connection, step.model, step.record_id)
    else:
        rows.put_row(connection, step.model, step.after)
    journal.write_steps(connection, [step], note)
