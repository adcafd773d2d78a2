"""Rows and records: reading, writing, and what refers to what."""

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, TypeVar, cast

import sqlalchemy as sa

from goalkit.errors import GoalkitError
from goalkit.records import BY_KIND, RECORDS, FieldKind, Record, field_extra
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


def count_rows(connection: sa.Connection) -> dict[str, int]:
    """How many rows there are of each kind."""
    numbers = [sa.select(sa.func.count()).select_from(table_of(model)).scalar_subquery() for model in RECORDS]
    found = connection.execute(sa.select(*numbers)).one()
    return {model.kind: int(number) for model, number in zip(RECORDS, found, strict=True)}


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


def whole_row(model: type[Record], image: Row) -> Row:
    """The row of an image with all fields; one that came later has its default."""
    given: Row = {name: info.default for name, info in model.model_fields.items() if not info.is_required()}
    return {**given, **from_image(model, image)}


def references(kind: str) -> Iterator[tuple[type[Record], str]]:
    """Each record class and field that holds ids of that kind."""
    for model in RECORDS:
        for name, info in model.model_fields.items():
            if field_extra(info, "choices_of") == kind:
                yield model, name


def check_fits_others(connection: sa.Connection, record: Record, before: Row | None = None) -> None:
    """Raises GoalkitError when a record does not go with the others.

    It refers to one that is not there or to itself, or it is the second of which there can be one.
    """
    _check_once(connection, record)
    for name, info in type(record).model_fields.items():
        kind, value = field_extra(info, "choices_of"), getattr(record, name)
        if not kind or not value or (before is not None and before[name] == value):
            continue
        if kind == record.kind and not isinstance(value, list):
            _check_no_circle(connection, record, name)
        for wanted in value if isinstance(value, list) else [value]:
            if find_row(connection, model_of(kind), wanted) is None:
                label = model_of(kind).label
                raise GoalkitError(
                    f"{info.title or name}: there is no {label} with the id {wanted!r}; add that one first"
                )


def _check_once(connection: sa.Connection, record: Record) -> None:
    model = type(record)
    if not model.once_per:
        return
    table = table_of(model)
    same = [table.c[name] == getattr(record, name) for name in model.once_per]
    if connection.scalar(sa.select(table.c.id).where(*same, table.c.id != record.id)) is not None:
        told = " and ".join(
            f"{(model.model_fields[name].title or name).lower()} {_named_value(connection, record, name)}"
            for name in model.once_per
        )
        raise GoalkitError(f"there is a {model.label} for {told} already; change that one instead")


def _named_value(connection: sa.Connection, record: Record, name: str) -> str:
    """A field's value in words: what it refers to by its name."""
    kind, value = field_extra(type(record).model_fields[name], "choices_of"), getattr(record, name)
    row = find_row(connection, model_of(kind), value) if kind else None
    return str(value) if row is None else f"“{own_name(row)}”"


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
        counts[other.label] = counts.get(other.label, 0) + _count_holders(connection, other, name, row["id"])
    if told := [counted(number, label) for label, number in counts.items() if number]:
        raise GoalkitError(
            f"{name_of(model, row)} cannot be removed while it is referred to by {' and '.join(told)}; "
            f"{_instead(model, row)}"
        )


def _count_holders(connection: sa.Connection, model: type[Record], name: str, record_id: str) -> int:
    """How many records hold that id in a field, alone or in a list."""
    column = table_of(model).c[name]
    if FieldKind(model.model_fields[name]).base is list:  # few rows, and JSON is asked differently by each database
        return sum(record_id in (held or []) for held in connection.scalars(sa.select(column)))
    return connection.execute(sa.select(sa.func.count()).where(column == record_id)).scalar_one()


def _instead(model: type[Record], row: Row) -> str:
    if "status" in model.model_fields:
        return (
            f'drop it instead: book.change({model.__name__}, {row["id"]!r}, status="dropped"), and its past stays told'
        )
    return "change or remove those first"


def counted(number: int, label: str) -> str:
    """A number and its noun, e.g. "1 goal" or "1,200 time entries"."""
    many = label[:-1] + "ies" if label.endswith("y") else label + "s"
    return f"{number:,} {label if number == 1 else many}"


def name_of(model: type[Record], row: Row) -> str:
    """How a sentence calls a record, e.g. goal “Read 12 books”."""
    if model.standing:
        return f"your {model.label}"
    return f"{model.label} “{own_name(row)}”"


NAMES = ("title", "name", "text", "theme", "caption", "what", "question", "area", "file", "description", "project")


def own_name(row: Mapping[str, Any]) -> str:
    """What a record is called among others of its kind: its title or name, else its day, else its id."""
    return next(
        str(row[name]) for name in (*NAMES, "year", "horizon", "period", "day", "header", "id") if row.get(name)
    )
