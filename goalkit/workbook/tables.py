"""The workbook's tables, derived from the records: a new record or field needs nothing here."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from pydantic.fields import FieldInfo
from sqlalchemy.types import TypeDecorator, TypeEngine

from goalkit.records import RECORDS, FieldKind, Record, field_extra

VERSIONS = Path(__file__).parent / "migrations" / "versions"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

# SQLite numbers rows by itself only in a column that is called INTEGER, no other way.
COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NAMES = {"ix": "ix_%(table_name)s_%(column_0_name)s", "uq": "uq_%(table_name)s_%(column_0_name)s"}


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept as microseconds since 1970 UTC; whole numbers pass as they are."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> int | None:
        """Instant → microseconds."""
        return (value - EPOCH) // MICROSECOND if isinstance(value, datetime) else value

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> datetime | None:
        """Microseconds → instant in UTC."""
        return None if value is None else EPOCH + value * MICROSECOND


class Clock(TypeDecorator[time]):
    """A time of day, kept as text such as "17:30"."""

    impl = sa.String
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> str | None:
        """Time of day → text."""
        return None if value is None else clock_text(value)

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> time | None:
        """Text → time of day."""
        return None if value is None else time.fromisoformat(value)


def clock_text(value: time) -> str:
    """A time of day as text: "17:30", with seconds only where there are any."""
    return value.isoformat() if value.second or value.microsecond else value.isoformat("minutes")


TYPES: dict[type, TypeEngine[Any]] = {
    bool: sa.Boolean(),
    int: sa.BigInteger(),
    float: sa.Float(),
    str: sa.String(),
    date: sa.Date(),
    datetime: Instant(),
    time: Clock(),
    list: sa.JSON(none_as_null=True),
}


def derive_metadata(models: Iterable[type[Record]]) -> sa.MetaData:
    """One table a record, named as its kind, beside the journal and the workbook's own notes.

    `created_seq` numbers rows in order of creation; `id` is the record's own and unique. A
    field's column is required as the field is and knows its default, so that a field added
    later finds a value in rows that were written before it.
    """
    metadata = sa.MetaData(naming_convention=NAMES)
    for model in models:
        columns = [_column(name, info) for name, info in model.model_fields.items()]
        sa.Table(model.kind, metadata, sa.Column("created_seq", COUNTER, primary_key=True), *columns)
    _journal(metadata)
    _draft(metadata)
    sa.Table("meta", metadata, sa.Column("key", sa.String(), primary_key=True), sa.Column("value", sa.String()))
    return metadata


def _column(name: str, info: FieldInfo) -> "sa.Column[Any]":
    kind = FieldKind(info)
    if kind.base not in TYPES:
        raise TypeError(f"field {name!r} holds {kind.base.__name__}, for which there is no column type")
    return sa.Column(
        name,
        TYPES[kind.base],
        nullable=kind.optional,
        unique=True if name == "id" else None,
        index=bool(field_extra(info, "index")),
        server_default=None if name == "id" or info.is_required() else _default_text(info.default),
        info={"base": kind.base},
    )


def _default_text(value: Any) -> str | None:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, list | tuple):
        return json.dumps(list(value))
    if isinstance(value, time):
        return clock_text(value)
    return None if value is None or repr(value) == "PydanticUndefined" else str(value)


def _journal(metadata: sa.MetaData) -> None:
    image = sa.JSON(none_as_null=True)
    sa.Table(
        "journal",
        metadata,
        sa.Column("seq", COUNTER, primary_key=True),
        sa.Column("change", sa.String(), nullable=False, index=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("record_id", sa.String(), nullable=False, index=True),
        sa.Column("before", image),
        sa.Column("after", image),
        sa.Column("when_utc", Instant(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("undoes", sa.String(), index=True),
    )


def _draft(metadata: sa.MetaData) -> None:
    sa.Table(
        "draft",
        metadata,
        sa.Column("form", sa.String(), primary_key=True),
        sa.Column("record_id", sa.String(), primary_key=True),
        sa.Column("typed", sa.JSON(), nullable=False),
        sa.Column("kind", sa.String()),
        sa.Column("base", sa.JSON(none_as_null=True)),
        sa.Column("when_utc", Instant(), nullable=False),
    )


METADATA = derive_metadata(RECORDS)
DRAFT = METADATA.tables["draft"]
JOURNAL = METADATA.tables["journal"]
META = METADATA.tables["meta"]


def table_of(model: type[Record]) -> sa.Table:
    """The table that holds records of that class."""
    return METADATA.tables[model.kind]


def versions() -> list[str]:
    """The revisions that this goalkit knows, oldest first: what their files' names begin with."""
    return sorted(path.name.split("_")[0] for path in VERSIONS.glob("[0-9]*_*.py"))


def fingerprint(metadata: sa.MetaData = METADATA) -> str:
    """A short text that changes whenever a table, a column or the list of versions does."""
    lines = [
        f"{table.name}.{column.name} {column.type!r} {column.nullable} {column.index} {_default_of(column)}"
        for table in metadata.sorted_tables
        for column in table.columns
    ]
    return hashlib.sha256("\n".join([*versions(), *sorted(lines)]).encode()).hexdigest()[:16]


def _default_of(column: "sa.Column[Any]") -> str:
    default = column.server_default
    return str(default.arg) if isinstance(default, sa.DefaultClause) else ""
