"""An import: what is new and changed in an export, its problems and the record of it, in one change."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import pandas as pd
import sqlalchemy as sa

from goalkit.entries.frame import DTYPES, MICRO
from goalkit.errors import Problem
from goalkit.records import ImportBatch, ImportProblem, TimeEntry, new_id
from goalkit.workbook import nearby
from goalkit.workbook.columns import OF_THE_FILE, insert_columns, plain_column
from goalkit.workbook.elsewhere import Covered, covered
from goalkit.workbook.engine import reading, writing
from goalkit.workbook.journal import Note, Step, write_steps
from goalkit.workbook.matching import Matches, is_among, match, plain_rows
from goalkit.workbook.rows import Row, put_rows, row_of
from goalkit.workbook.tables import EPOCH, MICROSECOND, table_of

OF_THE_BATCH = ("batch_id", *OF_THE_FILE, "zone")


class Export(Protocol):
    """What a tracker's file holds, as the readers of exports give it."""

    @property
    def entries(self) -> pd.DataFrame:
        """An entry frame with `source_line`, `source_key` and `source_hash` beside."""

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
class Elsewhere:
    """A row that was left out since another tracker's entries hold its time: its line, and that tracker's name."""

    line: int
    tracker: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of an import.

    Attributes:
        batch: the record of it; kept in the workbook only when something was new or changed and it was no dry run.
        problems: rows that were left out or are worth a look.
        new: rows that were added, or would be.
        known: rows that were here already.
        left_out: rows that could not be taken.
        dry_run: whether it only looked.
        changed: rows whose entry was here and was edited in the tracker since; it was brought up to date.
        elsewhere: rows that were not added, since another tracker of the same person holds their time.
        absent: entries of the same tracker and people that begin within the export's range and that it does not
            have; they stay. Always 0 for an export that shares no row with what is here.
        overlap_s: seconds of the new rows that other trackers hold too.
    """

    batch: ImportBatch
    problems: tuple[Problem, ...]
    new: int
    known: int
    left_out: int
    dry_run: bool
    changed: int = 0
    elsewhere: tuple[Elsewhere, ...] = ()
    absent: int = 0
    overlap_s: float = 0.0

    @property
    def taken(self) -> int:
        """Rows that could be read, wherever they went."""
        return self.new + self.known + self.changed + len(self.elsewhere)


@dataclass(frozen=True, slots=True)
class _Found:
    """What an import is to do: new rows, changed entries before and after (their batch is set later), and counts."""

    fresh: pd.DataFrame
    changes: tuple[tuple[Row, Row], ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    absent: int = 0
    overlap_s: float = 0.0


def look_at(engine: sa.Engine, export: Export, when: datetime, keep_both: bool = False) -> ImportReport:
    """What an import would do; writes nothing."""
    with reading(engine) as connection:
        found = _compare(connection, export, keep_both)
    return _report(export, found, when, dry_run=True)


def store(engine: sa.Engine, export: Export, when: datetime, keep_both: bool = False) -> ImportReport:
    """Adds what is new and updates what changed, with the problems and the batch; nothing of both, nothing written.

    One transaction and one change in the journal, so that one undo takes all of it back. Rows that
    other trackers hold already stay out, unless `keep_both`.
    """
    with writing(engine) as connection:
        found = _compare(connection, export, keep_both)
        report = _report(export, found, when, dry_run=False)
        if report.new or report.changed:
            batch = row_of(report.batch)
            connection.execute(sa.insert(table_of(ImportBatch)), batch)
            insert_columns(connection, found.fresh, report.batch.id)
            _insert_problems(connection, report)
            changes = [Step(TimeEntry, old, {**new, "batch_id": report.batch.id}) for old, new in found.changes]
            put_rows(connection, TimeEntry, [step.after for step in changes if step.after])
            write_steps(connection, [Step(ImportBatch, None, batch), *changes], Note(when, f"import of {export.file}"))
    return report


def _report(export: Export, found: _Found, when: datetime, dry_run: bool) -> ImportReport:
    left_out = sum(problem.left_out for problem in export.problems)
    new, changed, elsewhere = len(found.fresh), len(found.changes), len(found.elsewhere)
    batch = ImportBatch(
        file=export.file,
        sha256=export.sha256,
        tracker=export.tracker,
        zone=export.zone,
        imported_utc=when,
        rows_read=export.rows_read,
        rows_new=new,
        rows_changed=changed,
        rows_known=len(export.entries) - new - changed - elsewhere,
        rows_elsewhere=elsewhere,
        rows_left_out=left_out,
        seconds_new=float(found.fresh["duration_s"].sum()),
    )
    more = (changed, found.elsewhere, found.absent, found.overlap_s)
    return ImportReport(batch, tuple(export.problems), new, batch.rows_known, left_out, dry_run, *more)


def _compare(connection: sa.Connection, export: Export, keep_both: bool) -> _Found:
    entries = export.entries
    if entries.empty:
        return _Found(entries)
    keys = nearby.stored_keys(connection, export.tracker, entries)
    lacking = keys["near"] & ~is_among(keys["source_key"], entries["source_key"])
    candidates = nearby.stored_rows(connection, keys.loc[lacking, "created_seq"].to_list())
    matches = match(entries, keys, candidates)
    changes = _changes(connection, entries, matches)
    fresh = entries if len(matches.new) == len(entries) else entries.iloc[matches.new]
    held = None if keep_both or fresh.empty else _elsewhere(connection, fresh, export)
    if held is None:
        return _Found(fresh, changes, absent=len(matches.absent))
    out = held.by != ""
    lines = fresh["source_line"].to_numpy()[out].tolist()
    left = tuple(Elsewhere(line, name) for line, name in zip(lines, held.by[out].tolist(), strict=True))
    shared_s = float(held.shared_us[~out].sum()) / MICRO
    return _Found(fresh[~out] if left else fresh, changes, left, len(matches.absent), shared_s)


def _elsewhere(connection: sa.Connection, fresh: pd.DataFrame, export: Export) -> Covered | None:
    """What other trackers hold of the new rows; None where there are no other entries near them."""
    others = nearby.other_rows(connection, export.tracker, nearby.range_of(fresh))
    if others.empty:
        return None
    people = dict(nearby.people(connection))
    rows = plain_rows(fresh)
    own = {str(name).casefold() for name in export.entries["person"].dropna().unique()} - {""}
    people[export.tracker] = people.get(export.tracker, frozenset()) | own
    return covered(rows, others, export.tracker, people, export.zone)


def _changes(connection: sa.Connection, entries: pd.DataFrame, matches: Matches) -> tuple[tuple[Row, Row], ...]:
    """Changed entries before and after; one that only its keys tell apart is as it was."""
    if len(matches.changed) == 0:
        return ()
    before = nearby.whole_rows(connection, matches.stored.tolist())
    names = [name for name in (*DTYPES, *OF_THE_FILE) if name != "goal_id"]
    columns = [_stored_form(entries.iloc[matches.changed], name) for name in names]
    pairs = []
    for seq, *values in zip(matches.stored.tolist(), *columns, strict=True):
        old = before[seq]
        new = {**old, **dict(zip(names, values, strict=True))}
        if any(new[name] != old[name] for name in new if name not in OF_THE_BATCH):
            pairs.append((old, new))
    return tuple(pairs)


def _stored_form(entries: pd.DataFrame, name: str) -> list[Any]:
    values = plain_column(entries, name)
    if name in ("start_utc", "end_utc"):
        return [None if value is None else EPOCH + value * MICROSECOND for value in values]
    return values


def _insert_problems(connection: sa.Connection, report: ImportReport) -> None:
    rows = []
    for problem in report.problems:
        told: dict[str, Any] = problem.as_dict()
        told["problem"] = told.pop("kind")
        known = {name: value for name, value in told.items() if name in ImportProblem.model_fields}
        rows.append({"day": "", **known, "id": new_id(), "batch_id": report.batch.id})
    if rows:
        connection.execute(sa.insert(table_of(ImportProblem)), rows)
