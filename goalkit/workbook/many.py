"""Many records of one kind, added, changed and removed in one change: all of them or none, and one undo."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from goalkit.errors import GoalkitError
from goalkit.records import FieldKind, Record, field_extra, make_record
from goalkit.workbook import rows
from goalkit.workbook.engine import writing
from goalkit.workbook.journal import Note, Step, at, told, write_steps
from goalkit.workbook.rows import Row
from goalkit.workbook.tables import JOURNAL, table_of

if TYPE_CHECKING:
    from goalkit.workbook.book import Book

AT_ONCE = 500  # ids in one question to the database
Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Many:
    """What is to be done to records of one kind.

    Attributes:
        add: new records.
        change: id → fields to set, by name.
        remove: ids of those to take out.
        expected: id → fields as they were read; a record that is not so any more stops it all.
    """

    add: Sequence[Record] = ()
    change: Mapping[str, Fields] = field(default_factory=dict)
    remove: Collection[str] = ()
    expected: Mapping[str, Fields] = field(default_factory=dict)


class RefusedError(GoalkitError):
    """One of many records cannot be kept, so none was.

    Attributes:
        record_id: its id.
        reason: what is wrong with it, without its name.
    """

    def __init__(self, named: str, record_id: str, reason: str) -> None:
        super().__init__(f"{named}: {reason}")
        self.record_id, self.reason = record_id, reason


class ChangedSinceError(GoalkitError):
    """Some of many records are no longer as they were read, so none was written.

    Attributes:
        theirs: id → the record as it stands now, None when it was removed.
    """

    def __init__(self, model: type[Record], theirs: Mapping[str, Record | None]) -> None:
        some = rows.counted(len(theirs), model.label)
        verb = "is" if len(theirs) == 1 else "are"
        super().__init__(f"{some} {verb} no longer as read: somebody changed or removed them since; nothing is written")
        self.theirs = dict(theirs)


def add_many(book: "Book", records: Sequence[Record], *, when: datetime | None = None, why: str = "") -> str:
    """Writes new records of one kind down, as `write_many` does."""
    if not records:
        return ""
    return write_many(book, type(records[0]), Many(add=records), when=when, why=why)


def change_many(  # noqa: PLR0913 - what is changed, and what is said of it
    book: "Book",
    model: type[Record],
    changes: Mapping[str, Fields],
    *,
    expected: Mapping[str, Fields] | None = None,
    when: datetime | None = None,
    why: str = "",
) -> str:
    """Sets fields of many records (id → fields by name), as `write_many` does."""
    return write_many(book, model, Many(change=changes, expected=expected or {}), when=when, why=why)


def remove_many(  # noqa: PLR0913 - as above
    book: "Book",
    model: type[Record],
    ids: Collection[str],
    *,
    expected: Mapping[str, Fields] | None = None,
    when: datetime | None = None,
    why: str = "",
) -> str:
    """Takes many records out, as `write_many` does."""
    return write_many(book, model, Many(remove=ids, expected=expected or {}), when=when, why=why)


def write_many(book: "Book", model: type[Record], many: Many, *, when: datetime | None = None, why: str = "") -> str:
    """Does all of it in one transaction and one change of the journal; gives the id of that change.

    Records are checked as they stand in the end, so that two may swap what only one can have. What
    changes nothing is not written; "" when nothing is left. Raises RefusedError when one does not
    fit, ChangedSinceError when one is not as `expected`; then nothing of it is kept.
    """
    rows.known_model(model)
    moment = at(when)
    with writing(book._engine) as connection:
        held = _rows_of(connection, model, [*many.change, *many.remove, *many.expected, *(new.id for new in many.add)])
        _check_as_read(model, many, held)
        steps = [step for step in _steps(model, many, held) if step.before != step.after]
        _do(connection, model, steps)
        _check(connection, model, steps)
        return write_steps(connection, steps, Note(moment, why)) if steps else ""


def take_back(book: "Book", change: str, when: datetime | None = None) -> str:
    """Takes one change back, whatever was changed of other records since; gives a sentence that says what.

    Raises GoalkitError when there is no such change or it is taken back already, ChangedSinceError
    when a record is no longer as that change left it.
    """
    moment = at(when)
    with writing(book._engine) as connection:
        steps = _standing(connection, change)
        model = steps[0].model
        now = _rows_of(connection, model, [step.record_id for step in steps])
        moved = [step.record_id for step in steps if _fields(now.get(step.record_id)) != _fields(step.after)]
        if moved:
            raise ChangedSinceError(model, {name: _record(model, now.get(name)) for name in moved})
        back = [step.back for step in steps]
        _do(connection, model, back)
        _check(connection, model, back)
        write_steps(connection, back, Note(moment, "taken back", change))
    return told(steps)


def _rows_of(connection: sa.Connection, model: type[Record], ids: Iterable[str]) -> dict[str, Row]:
    """The rows with those ids, by id, as far as they are there."""
    table, wanted = table_of(model), list(dict.fromkeys(ids))
    found: dict[str, Row] = {}
    for first in range(0, len(wanted), AT_ONCE):
        query = sa.select(table).where(table.c.id.in_(wanted[first : first + AT_ONCE]))
        found |= {row["id"]: dict(row) for row in connection.execute(query).mappings()}
    return found


def _check_as_read(model: type[Record], many: Many, held: Mapping[str, Row]) -> None:
    moved = {
        record_id: _record(model, held.get(record_id))
        for record_id, fields in many.expected.items()
        if not _is_as_read(fields, held.get(record_id))
    }
    if moved:
        raise ChangedSinceError(model, moved)


def _is_as_read(fields: Fields, row: Row | None) -> bool:
    return row is not None and all(row[name] == value for name, value in fields.items())


def _record(model: type[Record], row: Row | None) -> Record | None:
    return None if row is None else rows.record_of(model, row)


def _fields(row: Row | None) -> Row | None:
    return None if row is None else rows.fields_of(row)


def _steps(model: type[Record], many: Many, held: Mapping[str, Row]) -> Iterator[Step]:
    for record_id, values in many.change.items():
        before = _need(model, record_id, held)
        yield Step(model, before, {**before, **rows.row_of(_changed(model, before, values))})
    for record_id in dict.fromkeys(many.remove):
        yield Step(model, _need(model, record_id, held), None)
    taken = set(held)
    for record in many.add:
        if record.id in taken:
            raise _refused(model, record.id, rows.row_of(record), "its id is taken already; change that one instead")
        taken.add(record.id)
        yield Step(model, None, rows.row_of(record))


def _need(model: type[Record], record_id: str, held: Mapping[str, Row]) -> Row:
    if record_id not in held:
        raise GoalkitError(
            f"there is no {model.label} with the id {record_id!r}; book.frame({model.__name__}) lists them"
        )
    return held[record_id]


def _changed(model: type[Record], before: Row, values: Fields) -> Record:
    try:
        read = make_record(model, {**rows.fields_of(before), **values})
        record = make_record(model, dict(read))  # again, with every text read: see Book.change
    except GoalkitError as error:
        raise _refused(model, before["id"], before, str(error)) from error
    if record.id != before["id"]:
        raise _refused(model, before["id"], before, "its id stays; add a new one instead")
    return record


def _refused(model: type[Record], record_id: str, row: Row, reason: str) -> RefusedError:
    return RefusedError(rows.name_of(model, row), record_id, reason)


def _do(connection: sa.Connection, model: type[Record], steps: Sequence[Step]) -> None:
    table = table_of(model)
    after = [step.after for step in steps if step.after is not None]
    # New rows first: they must not get a place in the order of creation that one undo gives back to another.
    _insert(connection, table, [row for row in after if "created_seq" not in row])
    if gone := [{"gone": step.record_id} for step in steps if step.before is not None]:
        connection.execute(sa.delete(table).where(table.c.id == sa.bindparam("gone")), gone)
    placed = [row for row in after if "created_seq" in row]
    taken = _taken(connection, table, [row["created_seq"] for row in placed])
    _insert(connection, table, [row for row in placed if row["created_seq"] not in taken])
    _insert(connection, table, [rows.fields_of(row) for row in placed if row["created_seq"] in taken])


def _insert(connection: sa.Connection, table: sa.Table, some: Sequence[Row]) -> None:
    if some:
        connection.execute(sa.insert(table), some)


def _taken(connection: sa.Connection, table: sa.Table, places: Sequence[int]) -> set[int]:
    """Places in the order of creation that others have got since their rows were removed."""
    found: set[int] = set()
    for first in range(0, len(places), AT_ONCE):
        query = sa.select(table.c.created_seq).where(table.c.created_seq.in_(places[first : first + AT_ONCE]))
        found |= set(connection.scalars(query))
    return found


def _check(connection: sa.Connection, model: type[Record], steps: Sequence[Step]) -> None:
    """Raises RefusedError for a record that does not go with the others, as all of them stand now."""
    held_by_others = any(True for _ in rows.references(model.kind))
    known: set[tuple[str, str]] = set()
    for step in steps:
        try:
            if step.after is not None:
                _check_fits(connection, step, known)
            elif step.before is not None and held_by_others:
                rows.check_not_referred_to(connection, model, step.before)
        except GoalkitError as error:
            raise _refused(model, step.record_id, step.after or step.before or {}, str(error)) from error


def _check_fits(connection: sa.Connection, step: Step, known: set[tuple[str, str]]) -> None:
    """Asks the database about each new reference once, however many records have it."""
    wanted = set(_references(step))
    if step.model.once_per or not wanted <= known:
        rows.check_fits_others(connection, rows.record_of(step.model, step.after or {}), step.before)
        known |= {pair for pair in wanted if pair[0] != step.model.kind}


def _references(step: Step) -> Iterator[tuple[str, str]]:
    """(kind, id) of what a record refers to and did not before."""
    after, before = step.after or {}, step.before or {}
    for name, info in step.model.model_fields.items():
        kind, value = field_extra(info, "choices_of"), after.get(name)
        if kind and value and value != before.get(name):
            several = FieldKind(info).base is list
            yield from ((kind, one) for one in (value if several else [value]))


def _standing(connection: sa.Connection, change: str) -> list[Step]:
    """The steps of a change that was not taken back yet."""
    lines = connection.execute(sa.select(JOURNAL).where(JOURNAL.c.change == change).order_by(JOURNAL.c.seq)).all()
    if not lines:
        raise GoalkitError(f"there is no change {change!r} to take back")
    if connection.scalar(sa.select(JOURNAL.c.seq).where(JOURNAL.c.undoes == change).limit(1)) is not None:
        raise GoalkitError("that change is taken back already")
    model = rows.model_of(lines[0].kind)
    images = [[image and rows.from_image(model, image) for image in (line.before, line.after)] for line in lines]
    return [Step(model, before, after) for before, after in images]
