"""The past in the journal: the rows of a kind as they were at an instant."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from goalkit.records import ImportBatch, Record
from goalkit.workbook import rows
from goalkit.workbook.rows import Row
from goalkit.workbook.tables import JOURNAL, table_of


@dataclass(frozen=True, slots=True)
class Rewound:
    """What leads from the rows of one kind as they stand back to those of an instant.

    Attributes:
        before: id → the row at the instant, of each record that was written about since; None
            where there was none.
        late: imports that came later, whose other rows were not here either.
        batch: the field that names a row's import; "" where rows come with none.
    """

    before: Mapping[str, Row | None]
    late: frozenset[str]
    batch: str

    @property
    def rebuilt(self) -> list[Row]:
        """The rows that are another now, or gone."""
        return [row for row in self.before.values() if row is not None]

    def stands(self, record_id: str, batch_id: str) -> bool:
        """Whether a row that is here now was here then, the same."""
        return record_id not in self.before and batch_id not in self.late


def rewind(connection: sa.Connection, model: type[Record], instant: datetime) -> Rewound:
    """The way back to an instant; what was written at it still counts as known.

    A record was then what its first later line found. One without a later line is as it stands: it
    was there already, unless it came with a later import, whose rows have no lines of their own.
    """
    batch = next((name for other, name in rows.references(ImportBatch.kind) if other is model), "")
    late = late_imports(connection, instant) if batch else frozenset()
    mine = JOURNAL.c.kind == model.kind
    later = sa.select(sa.func.min(JOURNAL.c.seq)).where(mine, JOURNAL.c.when_utc > instant)
    query = sa.select(JOURNAL.c.record_id, JOURNAL.c.before).where(
        JOURNAL.c.seq.in_(later.group_by(JOURNAL.c.record_id))
    )
    before = {name: image and rows.whole_row(model, image) for name, image in connection.execute(query)}
    if late:
        earlier = set(connection.scalars(sa.select(JOURNAL.c.record_id).where(mine, JOURNAL.c.when_utc <= instant)))
        for name, row in before.items():
            if row is not None and name not in earlier and row[batch] in late:
                before[name] = None  # it came with that import, and was changed or removed afterwards
    return Rewound(before, late, batch)


def late_imports(connection: sa.Connection, instant: datetime) -> frozenset[str]:
    """The imports that came after an instant."""
    first = sa.func.min(JOURNAL.c.when_utc) > instant
    lines = sa.select(JOURNAL.c.record_id).where(JOURNAL.c.kind == ImportBatch.kind).group_by(JOURNAL.c.record_id)
    return frozenset(connection.scalars(lines.having(first)))


def rows_then(connection: sa.Connection, model: type[Record], instant: datetime) -> list[Row]:
    """All rows of a kind as they were at an instant, in order of creation."""
    way = rewind(connection, model, instant)
    same = [row for row in rows.read_rows(connection, model) if way.stands(row["id"], row.get(way.batch, ""))]
    found = [*same, *way.rebuilt]
    places = places_of(connection, model, found, instant)
    return sorted(found, key=lambda row: places[row["id"]])


def places_of(
    connection: sa.Connection, model: type[Record], found: list[Row], instant: datetime
) -> dict[str, tuple[int, int]]:
    """Id → what sorts rows in order of creation.

    A record that was taken back has no number: it stood behind all that were written before it.
    """
    places: dict[str, tuple[int, int]] = {row["id"]: (row["created_seq"], 0) for row in found if "created_seq" in row}
    unnumbered = [row["id"] for row in found if "created_seq" not in row]
    if unnumbered:
        born = _births(connection, model.kind, instant)
        imports = _births(connection, ImportBatch.kind, instant)
        known = [(_birth(row, born, imports), row["created_seq"]) for row in found if "created_seq" in row]
        for name in unnumbered:
            own = born.get(name, 0)
            places[name] = (max((seq for birth, seq in known if birth < own), default=0), own)
    return places


def _births(connection: sa.Connection, kind: str, instant: datetime) -> dict[str, int]:
    """Id → the line of the journal that added it, of those known at an instant."""
    added = (JOURNAL.c.kind == kind) & JOURNAL.c.before.is_(None) & JOURNAL.c.undoes.is_(None)
    query = sa.select(JOURNAL.c.record_id, sa.func.max(JOURNAL.c.seq)).where(added, JOURNAL.c.when_utc <= instant)
    return {row[0]: row[1] for row in connection.execute(query.group_by(JOURNAL.c.record_id))}


def _birth(row: Row, born: Mapping[str, int], imports: Mapping[str, int]) -> int:
    """The line that added a row: its own, or that of the import it came with, which its id begins with."""
    name = str(row["id"])
    return born.get(name) or imports.get(name.rpartition("-")[0]) or imports.get(row.get("batch_id", ""), 0)


def taken_back_imports(connection: sa.Connection, instant: datetime) -> dict[str, datetime]:
    """Import → when it was taken back, of those that were known at an instant and are gone since."""
    table = table_of(ImportBatch)
    gone = (JOURNAL.c.kind == ImportBatch.kind) & JOURNAL.c.after.is_(None) & (JOURNAL.c.when_utc > instant)
    query = sa.select(JOURNAL.c.record_id, JOURNAL.c.when_utc).where(gone).order_by(JOURNAL.c.seq)
    here = set(connection.scalars(sa.select(table.c.id)))
    late = late_imports(connection, instant)
    return {name: when for name, when in connection.execute(query) if name not in here and name not in late}
