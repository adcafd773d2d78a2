"""An import: the new rows of an export, its problems and the record of it, in one change."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import pandas as pd
import sqlalchemy as sa

from goalkit.entries.frame import DTYPES, NO_INSTANT, micros
from goalkit.errors import Problem
from goalkit.records import ImportBatch, ImportProblem, TimeEntry, new_id
from goalkit.workbook.engine import reading, writing
from goalkit.workbook.journal import Note, Step, write_step
from goalkit.workbook.rows import row_of
from goalkit.workbook.tables import table_of

CHUNK = 50_000  # rows handed to the database at once: some tens of megabytes
FEW_KEYS = 2_000


class Export(Protocol):
    """What a tracker's file holds, as the readers of exports give it."""

    @property
    def entries(self) -> pd.DataFrame:
        """An entry frame with `source_line` and `source_key` beside."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Rows that were left out or are worth a look."""

    @property
    def tracker(self) -> str:
        """The tracker's name."""

    @property
    def file(self) -> str:
        """The file's name as it was given."""

    @property
    def sha256(self) -> str:
        """Fingerprint of the file."""

    @property
    def zone(self) -> str:
        """The zone in which clock times were read."""

    @property
    def rows_read(self) -> int:
        """Rows that the file holds."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of an import.

    Attributes:
        batch: the record of it; kept in the workbook only when there were new rows and it was no dry run.
        problems: rows that were left out or are worth a look.
        new: rows that were added, or would be.
        known: rows that were here already.
        left_out: rows that could not be taken.
        dry_run: whether it only looked.
    """

    batch: ImportBatch
    problems: tuple[Problem, ...]
    new: int
    known: int
    left_out: int
    dry_run: bool


def look_at(engine: sa.Engine, export: Export, when: datetime) -> ImportReport:
    """What an import would do; writes nothing."""
    with reading(engine) as connection:
        fresh = _new_rows(connection, export.entries)
    return _report(export, fresh, when, dry_run=True)


def store(engine: sa.Engine, export: Export, when: datetime) -> ImportReport:
    """Adds the rows that are new, with the problems and the batch; nothing new, nothing written.

    One transaction and one line in the journal, so that one undo takes all of it back.
    """
    with writing(engine) as connection:
        fresh = _new_rows(connection, export.entries)
        report = _report(export, fresh, when, dry_run=False)
        if report.new:
            batch = row_of(report.batch)
            connection.execute(sa.insert(table_of(ImportBatch)), batch)
            _insert_entries(connection, fresh, report.batch.id)
            _insert_problems(connection, report)
            write_step(connection, Step(ImportBatch, None, batch), Note(when, f"import of {export.file}"))
    return report


def _report(export: Export, fresh: pd.DataFrame, when: datetime, dry_run: bool) -> ImportReport:
    left_out = sum(problem.left_out for problem in export.problems)
    batch = ImportBatch(
        file=export.file,
        sha256=export.sha256,
        tracker=export.tracker,
        zone=export.zone,
        imported_utc=when,
        rows_read=export.rows_read,
        rows_new=len(fresh),
        rows_known=len(export.entries) - len(fresh),
        rows_left_out=left_out,
        seconds_new=float(fresh["duration_s"].sum()),
    )
    return ImportReport(batch, tuple(export.problems), batch.rows_new, batch.rows_known, left_out, dry_run)


def _new_rows(connection: sa.Connection, entries: pd.DataFrame) -> pd.DataFrame:
    distinct = entries.drop_duplicates("source_key")
    return distinct[~distinct["source_key"].isin(_stored_keys(connection, distinct["source_key"].to_list()))]


def _stored_keys(connection: sa.Connection, wanted: list[str]) -> set[str]:
    key = table_of(TimeEntry).c.source_key
    query = sa.select(key).where(key.in_(wanted) if len(wanted) <= FEW_KEYS else key != "")
    return set(connection.scalars(query))


def _insert_entries(connection: sa.Connection, fresh: pd.DataFrame, batch_id: str) -> None:
    for first in range(0, len(fresh), CHUNK):
        chunk = fresh.iloc[first : first + CHUNK]
        columns = {
            "id": [f"{batch_id}-{first + number}" for number in range(1, len(chunk) + 1)],
            **{name: _values(chunk, name) for name in DTYPES},
            "batch_id": [batch_id] * len(chunk),
            "source_line": chunk["source_line"].to_list(),
            "source_key": chunk["source_key"].to_list(),
        }
        _insert_columns(connection, columns)


def _insert_columns(connection: sa.Connection, columns: dict[str, list[Any]]) -> None:
    table = table_of(TimeEntry)
    if not connection.dialect.positional:
        rows = zip(*columns.values(), strict=True)
        connection.execute(sa.insert(table), [dict(zip(columns, row, strict=True)) for row in rows])
        return
    # A driver that takes tuples gets them as they are, five times as fast as through named values.
    statement = sa.insert(table).values({name: sa.bindparam(name) for name in columns})
    compiled = statement.compile(dialect=connection.dialect)
    columns = {**columns, "tags": _as_json(columns["tags"])}
    ordered = (columns[name] for name in compiled.positiontup or ())
    connection.exec_driver_sql(str(compiled), list(zip(*ordered, strict=True)))


def _as_json(lists: list[list[str]]) -> list[str]:
    written = {tags: json.dumps(tags) for tags in {tuple(tags) for tags in lists}}
    return [written[tuple(tags)] for tags in lists]


def _values(entries: pd.DataFrame, name: str) -> list[Any]:
    """A column as plain values: instants as microseconds, a missing text as "", what else is missing None."""
    column = entries[name]
    if name in ("start_utc", "end_utc"):
        return [None if value == NO_INSTANT else value for value in micros(column).tolist()]
    if name == "tags":
        return [[] if value is None or value is pd.NA else list(value) for value in column.to_list()]
    if name in ("billable", "goal_id", "duration_s"):
        plain = column.astype("object")
        return plain.where(column.notna(), None).to_list()
    return column.astype("object").where(column.notna(), "").to_list()


def _insert_problems(connection: sa.Connection, report: ImportReport) -> None:
    rows = []
    for problem in report.problems:
        told: dict[str, Any] = problem.as_dict()
        told["problem"] = told.pop("kind")
        known = {name: value for name, value in told.items() if name in ImportProblem.model_fields}
        rows.append({"day": "", **known, "id": new_id(), "batch_id": report.batch.id})
    if rows:
        connection.execute(sa.insert(table_of(ImportProblem)), rows)
