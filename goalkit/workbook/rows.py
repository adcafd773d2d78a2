"""Rows and records: reading, writing, and what refers to what."""

import math
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any, TypeVar, cast

import sqlalchemy as sa

from goalkit.errors import GoalkitError
from goalkit.records import BY_KIND, RECORDS, Record, field_extra
from goalkit.workbook.tables import METADATA, clock_text, table_of

Row = dict[str, Any]
AnyRecord = TypeVar("AnyRecord", bound=Record)
LARGEST = 2**63 - 1
READ: dict[Any, Any] = {datetime: datetime.fromisoformat, date: date.fromisoformat, time: time.fromisoformat}


def known_model(model: type[Record]) -> type[Record]:
    """The record class itself; raises GoalkitError for one that no workbook keeps."""
    if BY_KIND.get(getattr(model, "kind", "")) is not model:
        raise GoalkitError(f"{model!r} is no kind of record; expected one of {', '.join(BY_KIND)}")
    return model


def model_of(kind: str) -> type[Record]:
    """The record class of a kind; raises GoalkitError for a kind that this goalkit does not know."""
    if kind not in BY_KIND:
        raise GoalkitError(f"kind {kind!r} is unknown; expected one of {', '.join(BY_KIND)}, or a newer goalkit")
    return BY_KIND[kind]


def row_of(record: Record) -> Row:
    """The record's fields as they are stored; raises GoalkitError for a number that no table can hold."""
    row = {name: getattr(record, name) for name in type(record).model_fields}
    for name, value in row.items():
        if isinstance(value, int | float) and not (math.isfinite(value) and abs(value) <= LARGEST):
            title = type(record).model_fields[name].title or name
            raise GoalkitError(f"{title}: {value} cannot be kept; write an ordinary number")
    return row


def record_of(model: type[AnyRecord], row: Row) -> AnyRecord:
    """The record that a stored row holds.

    It was checked when it was written, so that a stricter rule that came later hides nothing.
    """
    return cast(AnyRecord, model.model_construct(None, **fields_of(row)))


def read_rows(connection: sa.Connection, model: type[Record]) -> list[Row]:
    """All rows of a kind, in order of creation, with `created_seq`."""
    table = table_of(model)
    found = connection.execute(sa.select(table).order_by(table.c.created_seq))
    return [dict(row) for row in found.mappings()]


def find_row(connection: sa.Connection, model: type[Record], record_id: str) -> Row | None:
    """The row with that id, with `created_seq`, or None."""
    table = table_of(model)
    row = connection.execute(sa.select(table).where(table.c.id == record_id)).mappings().first()
    return None if row is None else dict(row)


def need_row(connection: sa.Connection, model: type[Record], record_id: str) -> Row:
    """The row with that id; raises GoalkitError when there is none."""
    row = find_row(connection, model, record_id)
    if row is None:
        raise GoalkitError(
            f"there is no {model.label} with the id {record_id!r}; book.frame({model.__name__}) lists them"
        )
    return row


def put_row(connection: sa.Connection, model: type[Record], row: Row) -> None:
    """Stores a row in place of the one with its id, if there is one; `created_seq` is kept if given."""
    drop_row(connection, model, row["id"])
    connection.execute(sa.insert(table_of(model)), row)


def put_rows(connection: sa.Connection, model: type[Record], rows: Sequence[Row]) -> None:
    """Stores many rows with their `created_seq`, each in place of the one with its id."""
    if rows:
        table = table_of(model)
        gone = sa.delete(table).where(table.c.id == sa.bindparam("gone"))
        connection.execute(gone, [{"gone": row["id"]} for row in rows])
        connection.execute(sa.insert(table), rows)


def drop_row(connection: sa.Connection, model: type[Record], record_id: str) -> None:
    """Deletes the row with that id."""
    table = table_of(model)
    connection.execute(sa.delete(table).where(table.c.id == record_id))


def fields_of(row: Row) -> Row:
    """The record's own fields, without the order of creation."""
    return {name: value for name, value in row.items() if name != "created_seq"}


def to_image(row: Row | None) -> Row | None:
    """A row as JSON values, exact, for the journal."""
    return None if row is None else {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, time):
        return clock_text(value)
    return value.isoformat() if isinstance(value, date) else value


def from_image(model: type[Record], image: Row) -> Row:
    """The row that `to_image` wrote down; a field that came later is left to its default."""
    columns = METADATA.tables[model.kind].columns
    return {
        name: value if value is None else READ.get(columns[name].info.get("base"), _same)(value)
        for name, value in image.items()
        if name in columns
    }


def _same(value: Any) -> Any:
    return value


def references(kind: str) -> Iterator[tuple[type[Record], str]]:
    """Each record class and field that holds ids of that kind."""
    for model in RECORDS:
        for name, info in model.model_fields.items():
            if field_extra(info, "choices_of") == kind:
                yield model, name


def check_references(connection: sa.Connection, record: Record, before: Row | None = None) -> None:
    """Raises GoalkitError when a field that was set refers to a record that is not there, or to itself."""
    for name, info in type(record).model_fields.items():
        kind, wanted = field_extra(info, "choices_of"), getattr(record, name)
        if not kind or not wanted or (before is not None and before[name] == wanted):
            continue
        title = info.title or name
        if kind == record.kind:
            _check_no_circle(connection, record, name)
        if find_row(connection, model_of(kind), wanted) is None:
            label = model_of(kind).label
            raise GoalkitError(f"{title}: there is no {label} with the id {wanted!r}; add that one first")


def _check_no_circle(connection: sa.Connection, record: Record, name: str) -> None:
    seen, above = {record.id}, getattr(record, name)
    while above:
        if above in seen:
            title = type(record).model_fields[name].title
            raise GoalkitError(f"{title}: {record.label} {record.id!r} would come to be above itself")
        seen.add(above)
        row = find_row(connection, type(record), above)
        above = row[name] if row else None


def check_not_referred_to(connection: sa.Connection, model: type[Record], row: Row) -> None:
    """Raises GoalkitError when other records hold this one's id, saying which and what to do instead."""
    counts: dict[str, int] = {}
    for other, name in references(model.kind):
        table = table_of(other)
        query = sa.select(sa.func.count()).select_from(table).where(table.c[name] == row["id"])
        counts[other.label] = counts.get(other.label, 0) + connection.execute(query).scalar_one()
    if told := [counted(number, label) for label, number in counts.items() if number]:
        raise GoalkitError(
            f"{name_of(model, row)} cannot be removed while it is referred to by {' and '.join(told)}; "
            f"{_instead(model, row)}"
        )


def _instead(model: type[Record], row: Row) -> str:
    if "status" in model.model_fields:
        return (
            f'drop it instead: book.change({model.__name__}, {row["id"]!r}, status="dropped"), and its past stays told'
        )
    return "remove those first"


def counted(number: int, label: str) -> str:
    """A number and its noun, e.g. "1 goal" or "1,200 time entries"."""
    many = label[:-1] + "ies" if label.endswith("y") else label + "s"
    return f"{number:,} {label if number == 1 else many}"


def name_of(model: type[Record], row: Row) -> str:
    """How a sentence calls a record, e.g. goal “Read 12 books”."""
    if model.kind == "settings":
        return "your settings"
    names = ("title", "text", "file", "description", "project", "day", "header", "id")
    return f"{model.label} “{next(str(row[name]) for name in names if row.get(name))}”"
