"""The calendar of a workbook: gathered from its records and its journal, for whoever is to see it."""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from goalkit.exchange import Kept, Plans, Version, calendar_entries, calendar_text, save_calendar
from goalkit.exchange.plans import KINDS
from goalkit.records import Contact, FieldKind, Meeting, Record
from goalkit.records.sharing import VIEWERS, Viewer
from goalkit.workbook import rows
from goalkit.workbook.journal import Latest
from goalkit.workbook.shared import shared_with

if TYPE_CHECKING:
    from goalkit.workbook.book import Book
    from goalkit.workbook.reader import Reader

LAST_DAY = date(9999, 12, 31)  # all that is written down is known
FILE = "goalkit"


@dataclass(frozen=True, slots=True)
class SavedCalendar:
    """A calendar's file, and how many entries of each kind and state it holds."""

    path: Path
    counts: Mapping[tuple[str, str], int]

    def said(self) -> str:
        """How many of what, in a sentence; what is no longer meant is counted by itself."""
        kinds = Counter[str]()
        for (kind, state), number in self.counts.items():
            kinds["cancelled" if state == "cancelled" else kind] += number
        cancelled = kinds.pop("cancelled", 0)
        told = ", ".join(_counted(number, kind) for kind, number in kinds.items()) or "no dates yet"
        return f"{told}; {cancelled} no longer meant, as cancelled" if cancelled else told


def export_calendar(book: "Book", folder: Path, viewer: Viewer = "me") -> SavedCalendar:
    """Writes the calendar of a workbook as a viewer may see it into a folder: goalkit.ics, or goalkit-mentor.ics.

    Raises GoalkitError where another's file is in its place, and when it cannot be written.
    """
    entries = calendar_entries(gather_plans(book, viewer))
    own = viewer == VIEWERS[0]
    text = calendar_text(entries, book.mark(), book.settings.zone, private=own)
    path = save_calendar(folder, f"{FILE}.ics" if own else f"{FILE}-{viewer}.ics", text)
    return SavedCalendar(path, Counter((entry.kind, entry.state) for entry in entries))


def gather_plans(book: "Book", viewer: Viewer = "me") -> Plans:
    """All that a calendar is made of, as a viewer may see it; only oneself is told of what was removed, and alarmed."""
    reader, latest, own = shared_with(book, viewer), book.latest(), viewer == VIEWERS[0]
    return Plans(
        kept={model: _kept(reader, model, [one for one in latest if one.kind == model.kind], own) for model in KINDS},
        due=_due(reader),
        versions=_versions(latest),
        settings=reader.settings,
        alarms=own,
    )


def _versions(latest: Sequence[Latest]) -> dict[tuple[str, str], Version]:
    """The version of each record, and under "" of each kind."""
    found: dict[tuple[str, str], Version] = {}
    for one in latest:  # the kind's own is that of the last
        found[one.kind, one.record_id] = found[one.kind, ""] = Version(one.seq, one.when)
    return found


def _kept(reader: "Reader", model: type[Record], latest: Sequence[Latest], own: bool) -> dict[str, Kept]:
    """The records of a kind that there are, then for oneself those that there were, by their ids."""
    now = {str(row["id"]): row for row in _plain_rows(model, reader.frame(model))}
    gone = sorted(one.record_id for one in latest if own and one.record_id not in now)
    changed = {one.record_id for one in latest if one.lines > 1}
    return {
        record_id: Kept(record_id, now.get(record_id), partial(_earlier, reader, model, record_id, changed))
        for record_id in (*now, *gone)
    }


def _earlier(reader: "Reader", model: type[Record], record_id: str, changed: Set[str]) -> Sequence[rows.Row]:
    """What a record was before, newest first; none of one that is as it was added."""
    if record_id not in changed:
        return ()
    told = reader.history(model, record_id)
    images = [image for pair in zip(told["before"], told["after"], strict=True) for image in pair if image]
    return [rows.whole_row(model, image) for image in reversed(images)]


def _plain_rows(model: type[Record], frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A frame's rows as plain values: days, times of day, and None for what is missing."""
    kinds = {name: FieldKind(info).base for name, info in model.model_fields.items()}
    return [{name: _plain_value(kinds[name], value) for name, value in row.items()} for row in frame.to_dict("records")]


def _plain_value(base: type, value: Any) -> Any:
    if isinstance(value, list):
        return value
    if value is None or pd.isna(value):
        return None
    if base is date:
        return value.date()
    return time.fromisoformat(value) if base is time else value


def _due(reader: "Reader") -> dict[str, date]:
    from goalkit.metrics.people import contacts_due

    due = contacts_due(reader.frame(Contact), reader.frame(Meeting), LAST_DAY).dropna(subset=["due"])
    return {contact: day.date() for contact, day in zip(due["contact_id"], due["due"], strict=True)}


def _counted(number: int, kind: str) -> str:
    return f"{number} people" if kind == "person" and number != 1 else rows.counted(number, kind)
