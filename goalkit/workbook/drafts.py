"""Drafts: what was typed into a form and not saved yet. They are no records and leave no trace in the journal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from goalkit.records import Record
from goalkit.workbook import rows
from goalkit.workbook.tables import DRAFT


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed into a form about one record.

    Attributes:
        form: the form's name.
        typed: what stood in its fields, as JSON values.
        record_id: the record that is being changed, "" for a new one.
        base: that record as it was when the person began, None for a new one.
        when: when it was typed.
    """

    form: str
    typed: Mapping[str, Any]
    record_id: str = ""
    base: Record | None = None
    when: datetime = field(default_factory=lambda: datetime.now(UTC))


def load_draft(connection: sa.Connection, form: str, record_id: str | None) -> Draft | None:
    """A form's draft about that record, or its latest for None; None when there is none."""
    found = load_drafts(connection, form)
    return next((draft for draft in found if record_id in (None, draft.record_id)), None)


def load_drafts(connection: sa.Connection, form: str) -> list[Draft]:
    """A form's drafts, the latest first."""
    query = sa.select(DRAFT).where(DRAFT.c.form == form).order_by(DRAFT.c.when_utc.desc())
    return [
        Draft(form, line.typed, line.record_id, _base(line.kind, line.base), line.when_utc)
        for line in connection.execute(query)
    ]


def _base(kind: str | None, image: rows.Row | None) -> Record | None:
    if kind is None or image is None:
        return None
    model = rows.model_of(kind)
    return rows.record_of(model, rows.from_image(model, image))


def keep_draft(connection: sa.Connection, draft: Draft) -> None:
    """Writes a draft in place of the one about the same record."""
    drop_draft(connection, draft.form, draft.record_id)
    base = draft.base
    line = {
        "form": draft.form,
        "record_id": draft.record_id,
        "typed": dict(draft.typed),
        "kind": base.kind if base else None,
        "base": rows.to_image(rows.row_of(base)) if base else None,
        "when_utc": draft.when,
    }
    connection.execute(sa.insert(DRAFT), line)


def drop_draft(connection: sa.Connection, form: str, record_id: str) -> None:
    """Deletes a draft, if there is one."""
    mine = (DRAFT.c.form == form) & (DRAFT.c.record_id == record_id)
    connection.execute(sa.delete(DRAFT).where(mine))
