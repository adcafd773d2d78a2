"""The journal: every change with its before and after, which gives undo and history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pandas as pd
import sqlalchemy as sa

from goalkit.errors import GoalkitError
from goalkit.records import RECORDS, ImportBatch, Record, TimeEntry, new_id
from goalkit.workbook import rows
from goalkit.workbook.rows import Row
from goalkit.workbook.tables import JOURNAL, table_of


@dataclass(frozen=True, slots=True)
class Step:
    """One record before and after; None where it did not exist."""

    model: type[Record]
    before: Row | None
    after: Row | None

    @property
    def record_id(self) -> str:
        """The id of the record that it is about."""
        return str((self.after or self.before or {})["id"])

    @property
    def back(self) -> "Step":
        """The way back."""
        return Step(self.model, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Note:
    """When a change was made, why, and which earlier one it takes back."""

    when: datetime
    why: str = ""
    undoes: str | None = None


def at(when: datetime | None) -> datetime:
    """The instant in UTC, now when none is given; raises GoalkitError for a time without a zone."""
    if when is None:
        return datetime.now(UTC)
    if when.tzinfo is None:
        raise GoalkitError(f"time {when.isoformat()} has no zone; give one, for example +01:00")
    return when.astimezone(UTC)


def write_steps(connection: sa.Connection, steps: Sequence[Step], note: Note) -> str:
    """Writes the journal's lines for the steps of one change; gives the id of the change."""
    change = new_id()
    lines = [
        {
            "change": change,
            "kind": step.model.kind,
            "record_id": step.record_id,
            "before": rows.to_image(step.before),
            "after": rows.to_image(step.after),
            "when_utc": note.when,
            "why": note.why,
            "undoes": note.undoes,
        }
        for step in steps
    ]
    connection.execute(sa.insert(JOURNAL), lines)
    return change


def undo(connection: sa.Connection, when: datetime, of: Step | None = None) -> str:
    """Takes back the latest change that still stands; gives a sentence that says which.

    What goalkit keeps unasked is passed over. With `of`, that one change of one record is taken
    back, or that import with all its entries, and later ones of other records stay. Raises
    GoalkitError when there is none, when the record is no longer as that change left it (of an
    import: one of its entries), and when others have come to refer to it. Taking back an import
    puts the entries that it changed back as they were, and deletes its new ones and its problems.
    """
    change, steps = _latest(connection, of)
    if of is not None and of.model is ImportBatch:
        _check_entries_untouched(connection, change, steps)
    elif of is not None:
        _check_untouched(connection, steps, of)
    for model in dict.fromkeys(step.model for step in steps):
        # First what is put back: entries that came with another import leave this one.
        rows.put_rows(connection, model, [step.before for step in steps if step.model is model and step.before])
    for step in steps:
        if step.before is None:
            rows.drop_row(connection, step.model, step.record_id)
            if step.model is ImportBatch:
                _drop_batch(connection, step.record_id)
    write_steps(connection, [step.back for step in steps], Note(when, "taken back", change))
    return told(steps)


def _latest(connection: sa.Connection, of: Step | None) -> tuple[str, list[Step]]:
    """The latest change that still stands and its steps; the first tells what it was."""
    stands = _standing()
    if of is None:
        stands &= JOURNAL.c.kind.not_in([model.kind for model in RECORDS if model.automatic])
    else:
        stands &= (JOURNAL.c.kind == of.model.kind) & (JOURNAL.c.record_id == of.record_id)
    change = connection.scalar(sa.select(JOURNAL.c.change).where(stands).order_by(JOURNAL.c.seq.desc()).limit(1))
    if change is None:
        raise GoalkitError("there is nothing to take back: this workbook holds no change that still stands")
    lines = connection.execute(sa.select(JOURNAL).where(JOURNAL.c.change == change).order_by(JOURNAL.c.seq)).all()
    return change, [_step(line) for line in lines]


def _standing() -> "sa.ColumnElement[bool]":
    """That a line of the journal neither takes a change back nor was taken back."""
    undone = sa.select(JOURNAL.c.undoes).where(JOURNAL.c.undoes.is_not(None))
    return JOURNAL.c.undoes.is_(None) & JOURNAL.c.change.not_in(undone)


def _check_untouched(connection: sa.Connection, steps: Sequence[Step], of: Step) -> None:
    named = rows.name_of(of.model, of.after or of.before or {})
    found = [_found(step.model, step.before) for step in steps]
    if len(steps) != 1 or (_same(found[0], of.before), _same(steps[0].after, of.after)) != (True, True):
        raise GoalkitError(
            f"somebody changed {named} in the meantime; look at it as it is now, and change it from there"
        )
    if of.after is not None and of.before is None:
        rows.check_not_referred_to(connection, of.model, of.after)
    if of.before is not None:
        rows.check_fits_others(connection, rows.record_of(of.model, of.before), of.after)


def _found(model: type[Record], before: Row | None) -> Row | None:
    """What was read before a change: of what every workbook has, its defaults before the first."""
    return rows.row_of(model()) if before is None and model.standing else before


def _check_entries_untouched(connection: sa.Connection, change: str, steps: Sequence[Step]) -> None:
    """Raises GoalkitError when an entry that came with an import, or was changed by it, was changed since."""
    batch = next(step.after or {} for step in steps if step.model is ImportBatch)
    last = connection.scalar(sa.select(sa.func.max(JOURNAL.c.seq)).where(JOURNAL.c.change == change))
    later = _standing() & (JOURNAL.c.seq > last) & (JOURNAL.c.kind == TimeEntry.kind)
    for line in connection.execute(sa.select(JOURNAL).where(later)):
        image = rows.fields_of(line.before or {})
        if image.get("batch_id") == batch.get("id"):
            raise GoalkitError(
                f"entries of {batch.get('file')} were changed since it was brought in; take that back first, "
                "or change what is wrong in the table of entries (notebook 06_log_time)"
            )


def _same(one: Row | None, other: Row | None) -> bool:
    if one is None or other is None:
        return one is other
    return rows.fields_of(one) == rows.fields_of(other)


def _step(line: "sa.Row[Any]") -> Step:
    model = rows.model_of(line.kind)
    before, after = (rows.from_image(model, image) if image else None for image in (line.before, line.after))
    return Step(model, before, after)


def _drop_batch(connection: sa.Connection, batch_id: str) -> None:
    for model, name in rows.references(ImportBatch.kind):
        table = table_of(model)
        connection.execute(sa.delete(table).where(table.c[name] == batch_id))


def told(steps: Sequence[Step]) -> str:
    """What was taken back, in a sentence; the first step tells what it was, with those of its kind."""
    first = steps[0]
    alike = [step for step in steps if step.model is first.model]
    if first.model is ImportBatch and first.before is None and first.after is not None:
        entries = rows.counted(first.after["rows_new"], "entry")
        changed = first.after.get("rows_changed", 0)
        more = f"; {rows.counted(changed, 'changed entry')} as before" if changed else ""
        return f"Taken back: the import of {first.after['file']} with {entries}{more}."
    verbs = {"addition": 0, "removal": 0, "change": 0}
    for step in alike:
        verbs["addition" if step.before is None else "removal" if step.after is None else "change"] += 1
    done = [(verb, number) for verb, number in verbs.items() if number]
    what = " and ".join(f"the {verb} of {_named(alike, number)}" for verb, number in done)
    titles = f" ({', '.join(_changed_titles(alike))})" if verbs["change"] else ""
    return f"Taken back: {what}{titles}."


def _named(alike: Sequence[Step], number: int) -> str:
    """A record by its name, or how many of its kind."""
    if len(alike) > 1:
        return rows.counted(number, alike[0].model.label)
    return rows.name_of(alike[0].model, alike[0].after or alike[0].before or {})


def _changed_titles(alike: Sequence[Step]) -> list[str]:
    """Titles of the fields that any of the steps changed, in their order."""
    both = [(step.before, step.after) for step in alike if step.before and step.after]
    return [
        info.title or name
        for name, info in alike[0].model.model_fields.items()
        if any(after.get(name) != before.get(name) for before, after in both)
    ]


def history(connection: sa.Connection, model: type[Record], record_id: str) -> pd.DataFrame:
    """A record's changes, oldest first: when_utc, before, after (its fields as JSON values, or None), why.

    A record that came with an import has no lines until it is changed; empty when there are none.
    """
    mine = (JOURNAL.c.kind == model.kind) & (JOURNAL.c.record_id == record_id)
    lines = connection.execute(sa.select(JOURNAL).where(mine).order_by(JOURNAL.c.seq)).all()
    return pd.DataFrame(
        {
            "when_utc": pd.Series([line.when_utc for line in lines], dtype="datetime64[us, UTC]"),
            "before": pd.Series([_fields(line.before) for line in lines], dtype="object"),
            "after": pd.Series([_fields(line.after) for line in lines], dtype="object"),
            "why": pd.Series([line.why for line in lines], dtype="str"),
        }
    )


@dataclass(frozen=True, slots=True)
class Latest:
    """The latest line about a record: its number and moment, and how many there are."""

    kind: str
    record_id: str
    seq: int
    when: datetime
    lines: int


def latest(connection: sa.Connection) -> list[Latest]:
    """The latest line about each record that was ever written about, also of those that are gone, in their order."""
    last, lines = sa.func.max(JOURNAL.c.seq).label("seq"), sa.func.count().label("lines")
    ends = sa.select(last, lines).group_by(JOURNAL.c.kind, JOURNAL.c.record_id).subquery()
    query = sa.select(JOURNAL.c.kind, JOURNAL.c.record_id, JOURNAL.c.seq, JOURNAL.c.when_utc, ends.c.lines)
    found = connection.execute(query.join(ends, JOURNAL.c.seq == ends.c.seq).order_by(JOURNAL.c.seq))
    return [Latest(*line) for line in found]


def mark(connection: sa.Connection) -> str:
    """What tells a workbook from all others and never changes: its first change; "" while there is none."""
    return connection.scalar(sa.select(JOURNAL.c.change).order_by(JOURNAL.c.seq).limit(1)) or ""


def _fields(image: Row | None) -> Row | None:
    return None if image is None else rows.fields_of(image)
