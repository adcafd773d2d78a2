"""Pasting into an editable table: asked where the text can be read in two ways, shown before anything is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from goalkit.errors import GoalkitError
from goalkit.forms.grid_cells import Column, Understood
from goalkit.forms.grid_page import pasted_view
from goalkit.forms.grid_paste import Columns, Pasting, decided, pasting, read_anew, texts_of
from goalkit.forms.grid_rows import Sheet
from goalkit.forms.grid_source import Source
from goalkit.forms.grid_unsaved import UnsavedRows
from goalkit.records import Record
from goalkit.workbook.rows import counted


class Pastings:
    """What is being pasted; one at a time.

    Attributes:
        columns: the table's columns as they are now.
        given: what was pasted, None when nothing is.
    """

    def __init__(self, source: Source, unsaved: UnsavedRows) -> None:
        self._source, self._unsaved = source, unsaved
        self.columns: Sequence[Column] = ()
        self.given: Pasting | None = None
        self._seen: tuple[Pasting, Sequence[Column], list[tuple[dict[str, str], Understood]]] | None = None

    @property
    def _named(self) -> Columns:
        return Columns(tuple(self.columns), self._source.names)

    def begin(self, message: Mapping[str, Any], sheet: Sheet, order: Sequence[str]) -> str:
        """Takes pasted text: for new rows, or for the cells from one cell on; gives a sentence when cells were filled.

        Cells are filled at once unless the order of their days has to be told first. Raises
        GoalkitError for text without rows, and for too many.
        """
        row, name, text = (str(message.get(key) or "") for key in ("row", "name", "text"))
        self.given = pasting(text, self._named, (row, name) if row else None)
        if self.given.at is None or self.given.undecided:
            return ""
        return self.put(sheet, order, {})

    def change(self, message: Mapping[str, Any]) -> None:
        """Reads the same text otherwise: `header`, `columns` or `dates` as the person says."""
        if self.given is None:
            return
        if "header" in message:
            self.given = read_anew(self.given, self._named, bool(message["header"]))
        if "columns" in message:
            known = {column.name for column in self.columns if column.editable}
            names = [str(name) if name in known else "" for name in message["columns"]]
            width = len(self.given.columns)
            self.given = decided(replace(self.given, columns=tuple([*names, *[""] * width][:width])), self._named)
        if message.get("dates") in self.given.orders:
            self.given = replace(self.given, dates=str(message["dates"]))

    def end(self) -> None:
        """Lets go of what was pasted."""
        self.given = None

    def view(self) -> dict[str, Any]:
        """How it is understood, for the browser; {} when nothing is pasted."""
        if self.given is None:
            return {}
        return pasted_view(self.given, self._named, self._understood(self.given))

    def records(self) -> list[Record]:
        """The new records; raises GoalkitError when a row has a fault."""
        if self.given is None or self.given.at is not None:
            return []
        found = [one.record for _, one in self._understood(self.given)]
        if None in found:
            raise GoalkitError("Some pasted rows need a look; put them into the table and mend them there.")
        return found

    def put(self, sheet: Sheet, order: Sequence[str], blank: Mapping[str, str]) -> str:
        """Puts what was pasted into the table, unsaved: as new rows, or into the cells from one cell on."""
        given = self.given
        if given is None:
            return ""
        texts = self._texts(given)
        self.end()
        if given.at is not None:
            return self._fill(given.at[0], texts, sheet, order)
        for row in texts:
            self._unsaved.add({name: text for name, text in row.items() if text}, blank, tried=True)
        return f"{counted(len(texts), 'new row')} stand first in the table; “Save changes” keeps them."

    def _texts(self, given: Pasting) -> list[dict[str, str]]:
        arrange = self._source.arrange if given.at is None else None
        return texts_of(given, self._named, arrange)

    def _understood(self, given: Pasting) -> list[tuple[dict[str, str], Understood]]:
        if self._seen is None or self._seen[0] is not given or self._seen[1] is not self.columns:
            rows = [(texts, self._source.understand(self.columns, None, texts)) for texts in self._texts(given)]
            self._seen = given, self.columns, rows
        return self._seen[2]

    def _fill(self, first: str, texts: Sequence[Mapping[str, str]], sheet: Sheet, order: Sequence[str]) -> str:
        if first not in order:
            raise GoalkitError("The row that was pasted into is not shown any more; choose a cell and paste again.")
        begin = list(order).index(first)
        rows = order[begin : begin + len(texts)]
        filled = passed = 0
        for record_id, row in zip(rows, texts, strict=False):
            for name, text in row.items():
                if self._unsaved.put(sheet, record_id, name, text):
                    filled += 1
                elif text and text != self._now(sheet, record_id, name):
                    passed += 1
        parts = [f"Filled {counted(filled, 'cell')} in {counted(len(rows), 'row')}; nothing is saved yet."]
        if passed:
            parts.append(f"{counted(passed, 'cell')} left out, since nothing can be typed there.")
        if len(texts) > len(rows):
            more = counted(len(texts) - len(rows), "pasted row")
            parts.append(f"{more} went beyond the last row; “Paste rows” adds new ones.")
        return " ".join(parts)

    @staticmethod
    def _now(sheet: Sheet, record_id: str, name: str) -> str:
        place = sheet.places.get(record_id)
        return "" if place is None or name not in sheet.columns else sheet.rows.texts[name][place]
