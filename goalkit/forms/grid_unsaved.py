"""Rows with something typed that is not saved yet: their texts, their faults, and what became of them elsewhere."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from goalkit.forms.grid_cells import Column, Understood
from goalkit.forms.grid_rows import Sheet
from goalkit.workbook.many import Many

Fields = Mapping[str, Any]
Understand = Callable[[Fields | None, Mapping[str, str]], Understood]
NEW = "new-"


@dataclass(slots=True)
class Unsaved:
    """A row with something typed.

    Attributes:
        id: of its record, or a name of its own for a new one.
        typed: column → text.
        base: its record as it was read; None for a new one.
        before: column → its cells as they were read.
        understood: what was typed means.
        tried: whether all its faults are shown, not only those of cells that were typed in.
        theirs: column → its cells as they are in the workbook now, where somebody changed it since.
        gone: whether somebody removed it since.
    """

    id: str
    typed: dict[str, str]
    base: Fields | None
    before: dict[str, str]
    understood: Understood
    tried: bool = False
    theirs: dict[str, str] | None = None
    gone: bool = False

    @property
    def new(self) -> bool:
        """Whether its record is not in the workbook yet."""
        return self.base is None

    @property
    def blocked(self) -> bool:
        """Whether it cannot be saved as it is."""
        return bool(self.understood.faults) or self.theirs is not None or self.gone

    @property
    def faults(self) -> dict[str, str]:
        """The faults to show."""
        faults = self.understood.faults
        if self.tried or not self.new:
            return dict(faults)
        return {name: text for name, text in faults.items() if name in self.typed}


@dataclass(slots=True)
class UnsavedRows:
    """All rows with something typed, in the order in which they were begun; new ones stand first in the table.

    Attributes:
        understand: what texts typed into a row mean.
        rows: by id.
        count: how many new rows there ever were, for their names.
    """

    understand: Understand
    rows: dict[str, Unsaved] = field(default_factory=dict)
    count: int = 0

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Unsaved]:
        return iter(list(self.rows.values()))

    @property
    def new(self) -> list[Unsaved]:
        """Those of new records."""
        return [row for row in self if row.new]

    def add(self, typed: Mapping[str, str], blank: Mapping[str, str], tried: bool = False) -> Unsaved:
        """A new row."""
        self.count += 1
        row = Unsaved(f"{NEW}{self.count}", dict(typed), None, dict(blank), self.understand(None, typed), tried)
        self.rows[row.id] = row
        return row

    def put(self, sheet: Sheet, record_id: str, name: str, text: str) -> bool:
        """Notes what was typed into a cell; the text that was read takes it back. Whether that row can be typed in."""
        place = sheet.places.get(record_id)
        if name not in sheet.columns or not sheet.columns[name].editable:
            return False
        if place is not None and name in sheet.locked(place):
            return False
        row = self.rows.get(record_id) or self._begun(sheet, record_id)
        if row is None:
            return False
        if text == row.before.get(name, "") and not row.new:
            row.typed.pop(name, None)
        else:
            row.typed[name] = text
        row.understood = self.understand(row.base, row.typed)
        if not row.typed and not row.new:
            self.rows.pop(record_id, None)
        return True

    def _begun(self, sheet: Sheet, record_id: str) -> Unsaved | None:
        place = sheet.places.get(record_id)
        if place is None:
            return None
        base = sheet.fields(record_id)
        row = Unsaved(record_id, {}, base, sheet.cells(place), self.understand(base, {}))
        self.rows[record_id] = row
        return row

    def drop(self, record_id: str) -> None:
        """Lets go of what was typed into a row."""
        self.rows.pop(record_id, None)

    def meet(self, sheet: Sheet, own: Sequence[str] = ()) -> None:
        """Looks where rows stand after the workbook was read anew; `own` are those that this table changed."""
        for row in self:
            if row.base is None:
                row.understood = self.understand(None, row.typed)
                continue
            place = sheet.places.get(row.id)
            row.gone = place is None
            if place is None:
                row.theirs = None
                continue
            if row.id in own:
                self.settle(sheet, row)
            elif sheet.fields(row.id) != row.base:
                row.theirs = sheet.cells(place)
            else:
                row.theirs = None

    def read_anew(self) -> None:
        """Reads again what was typed, and shows every fault from now on."""
        for row in self:
            row.understood, row.tried = self.understand(row.base, row.typed), True

    def complain(self, record_id: str, reason: str) -> None:
        """Notes that the workbook refuses a row, and why."""
        for row in self:
            record = row.understood.record
            if row.id == record_id or (record is not None and record.id == record_id):
                row.understood = replace(row.understood, faults={**row.understood.faults, "": reason})

    def settle(self, sheet: Sheet, row: Unsaved) -> None:
        """Goes on from the record as it is in the workbook now; what was typed stays typed."""
        place = sheet.places[row.id]
        row.base, row.before, row.theirs = sheet.fields(row.id), sheet.cells(place), None
        row.typed = {name: text for name, text in row.typed.items() if text != row.before.get(name, "")}
        row.understood = self.understand(row.base, row.typed)
        if not row.typed:
            self.drop(row.id)

    def as_new(self, row: Unsaved, columns: Mapping[str, Column]) -> None:
        """Makes a new row of one whose record was removed elsewhere, with all of its texts."""
        texts = {name: row.before.get(name, "") for name, column in columns.items() if column.editable} | row.typed
        self.drop(row.id)
        self.add({name: text for name, text in texts.items() if text}, {}, tried=True)

    def many(self, rows: Sequence[Unsaved]) -> Many:
        """What saving those rows does."""
        changed = [row for row in rows if row.base is not None]
        return Many(
            add=[row.understood.record for row in rows if row.base is None],
            change={row.id: row.understood.values for row in changed},
            expected={row.id: row.base for row in changed if row.base is not None},
        )
