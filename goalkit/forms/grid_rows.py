"""The rows of an editable table: their texts, and which of them a filter shows in which order."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from goalkit.forms.grid_cells import Column, show_cell
from goalkit.records import Record

NONE = "none"  # goal:none finds rows without one
LARGEST_PAGE = 200
_TERM = re.compile(r'(?:(?P<name>[^\s":]+):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>\S+))')


@dataclass(frozen=True, slots=True)
class Rows:
    """What was read, a row a record.

    Attributes:
        ids: of the records.
        texts: column → its cells.
        fields: the records as they were read, of the rows at some places.
        keys: column → what its cells are sorted by, where that is not their text; None and "" come last.
        hints: column → what is shown greyed where a cell is empty, "" for nothing.
        locked: column → whether a row's cell cannot be typed in.
        exact: column → text of those cells that are copied more exactly than they are shown, by the row's place.
    """

    ids: Sequence[str]
    texts: Mapping[str, Sequence[str]]
    fields: Callable[[Sequence[int]], list[dict[str, Any]]]
    keys: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    hints: Mapping[str, Sequence[str]] = field(default_factory=dict)
    locked: Mapping[str, Sequence[bool]] = field(default_factory=dict)
    exact: Callable[[int], Mapping[str, str]] = lambda _: {}


@dataclass(frozen=True, slots=True)
class Look:
    """What a person looks at: a filter, days, an order, and a page of it.

    Attributes:
        words: the filter's text.
        first, last: days (ISO), "" for no limit.
        sort: the column that orders the rows, "" for the order in which they were read.
        down: largest first.
        page: its number, from 0.
        size: rows a page.
        unsaved: whether only rows are shown that are not saved yet.
    """

    words: str = ""
    first: str = ""
    last: str = ""
    sort: str = ""
    down: bool = False
    page: int = 0
    size: int = 50
    unsaved: bool = False


def rows_of(records: Sequence[Record], columns: Sequence[Column]) -> Rows:
    """Rows of any records."""
    texts = {column.name: [show_cell(getattr(record, column.name)) for record in records] for column in columns}
    numbers = [column.name for column in columns if column.kind in ("number", "whole", "moment")]
    keys = {name: [getattr(record, name) for record in records] for name in numbers}
    return Rows(
        [record.id for record in records], texts, lambda places: [dict(records[place]) for place in places], keys
    )


class Sheet:
    """Rows under their columns; finds those that a filter shows.

    Attributes:
        columns: by name.
        rows: as read.
        day: name of the column that a range of days is about, "" for none.
    """

    def __init__(self, columns: Sequence[Column], rows: Rows, day: str) -> None:
        self.columns = {column.name: column for column in columns}
        self.rows, self.day = rows, day
        self._shown: dict[str, list[str]] = {}

    @cached_property
    def places(self) -> dict[str, int]:
        """Id → place of its row."""
        return {record_id: place for place, record_id in enumerate(self.rows.ids)}

    def fields(self, record_id: str) -> dict[str, Any]:
        """A record as it was read."""
        return self.rows.fields([self.places[record_id]])[0]

    def fields_of(self, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Many records as they were read, by id."""
        return dict(zip(ids, self.rows.fields([self.places[name] for name in ids]), strict=True))

    def cells(self, place: int) -> dict[str, str]:
        """A row's cells, by column."""
        return {name: self.rows.texts[name][place] for name in self.columns}

    def hints(self, place: int) -> dict[str, str]:
        """What is shown greyed in a row's empty cells."""
        return {name: hints[place] for name, hints in self.rows.hints.items() if hints[place]}

    def locked(self, place: int) -> list[str]:
        """Columns in which nothing can be typed in that row."""
        return [name for name, locked in self.rows.locked.items() if locked[place]]

    def shown(self, name: str) -> list[str]:
        """A column's cells as a person reads them, greyed ones too."""
        if name not in self._shown:
            label = self.columns[name].label
            hints = self.rows.hints.get(name) or [""] * len(self.rows.ids)
            texts = zip(self.rows.texts[name], hints, strict=True)
            self._shown[name] = [label(text) if text else hint for text, hint in texts]
        return self._shown[name]

    @cached_property
    def _folded(self) -> dict[str, list[str]]:
        return {name: [text.casefold() for text in self.shown(name)] for name in self.columns}

    @cached_property
    def _all_folded(self) -> list[str]:
        return ["\n".join(texts) for texts in zip(*self._folded.values(), strict=True)]

    def find(self, look: Look) -> list[int]:
        """Places of the rows that a look shows, in its order; the page is not cut out yet."""
        found = list(range(len(self.rows.ids)))
        if self.day and (look.first or look.last):
            days, last = self.rows.texts[self.day], look.last or "9999-12-31"
            found = [place for place in found if days[place] and look.first <= days[place] <= last]
        for name, wanted in self._terms(look.words):
            texts = self._folded[name] if name else self._all_folded
            if name and wanted == NONE:
                found = [place for place in found if not texts[place] or NONE in texts[place]]
            else:
                found = [place for place in found if wanted in texts[place]]
        return self._sorted(found, look) if look.sort in self.columns else found

    def _terms(self, words: str) -> list[tuple[str, str]]:
        """(column or "", folded text) of a filter such as: reading project:"my book" goal:none."""
        found = []
        for term in _TERM.finditer(words):
            name, text = self._named(term["name"] or ""), term["phrase"]
            wanted = term["word"] if text is None else text
            if not term["name"] and wanted.endswith(":") and self._named(wanted):
                continue  # still being typed
            if not name and term["name"]:  # a colon that belongs to the text, as in 9:30
                wanted = f"{term['name']}:{wanted}"
            if wanted.strip():
                found.append((name, wanted.casefold()))
        return found

    def _named(self, word: str) -> str:
        """The column that a word before a colon means: by its title or name, or their beginning; "" for none."""
        wanted = _letters(word)
        titles = {name: (_letters(column.title), _letters(name)) for name, column in self.columns.items()}
        exact = [name for name, own in titles.items() if wanted in own]
        begun = [name for name, own in titles.items() if any(one.startswith(wanted) for one in own)]
        return (exact or begun or [""])[0] if wanted else ""

    def _sorted(self, found: Sequence[int], look: Look) -> list[int]:
        keys = self.rows.keys.get(look.sort) or self._folded[look.sort]
        filled = [place for place in found if keys[place] not in (None, "")]
        empty = [place for place in found if keys[place] in (None, "")]
        return [*sorted(filled, key=keys.__getitem__, reverse=look.down), *empty]


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
