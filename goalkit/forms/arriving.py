"""An export that was chosen on a page: what it is, what its columns may mean, and its rows and problems as tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from goalkit.errors import Problem
from goalkit.forms.table import table_html
from goalkit.periods import load_zone
from goalkit.records import ColumnMap
from goalkit.trackers import is_other_table
from goalkit.trackers.proposal import Proposal, propose
from goalkit.trackers.source import open_source
from goalkit.workbook.column_maps import find_map, spelled
from goalkit.workbook.handed_file import laid_down
from goalkit.workbook.import_words import SHOWN_COLUMNS

if TYPE_CHECKING:
    from goalkit.workbook import Book

MOST_BYTES = 8_000_000
MOST_PROBLEMS = 10
HELP = f"CSV, XLSX, JSON or ICS, at most {MOST_BYTES // 10**6} MB. You can also drop it here, or paste the copied file."


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file as it was chosen: its header, what its columns may mean, what was said of that header before.

    Attributes:
        header: names of the columns.
        proposal: None where a tracker's own reader knows the file.
        before: None where nothing was said.
    """

    header: tuple[str, ...]
    proposal: Proposal | None
    before: ColumnMap | None

    @property
    def columns(self) -> dict[str, str]:
        """Part → column: as was said before, else as proposed."""
        if self.before is not None:
            return spelled(self.before, self.header)
        return self.proposal.columns if self.proposal else {}

    def note(self, name: str, zone: str) -> str:
        """What is said above the parts of its columns."""
        if self.before is None:
            return f"{name} is no export that is known by its columns. This is what they may mean; please check it:"
        day = self.before.said_utc.astimezone(load_zone(zone)).date()
        return f"{name} has columns that you explained on {day}. This is what you said; change what is different now:"


def arrive(book: "Book", name: str, content: bytes) -> Arrived:
    """Looks at a file for the first time; raises GoalkitError where it cannot be opened."""
    with laid_down(name, content) as path:
        source = open_source(path)
        before = find_map(book, source.header)
        other = before is not None or is_other_table(source)
        return Arrived(source.header, propose(source) if other else None, before)


def too_large(name: str, size: int) -> str:
    """That a file is too large to be handed over on a page, and the ways out."""
    return (
        f"{name} has {size / 1e6:.1f} MB, and a page takes {MOST_BYTES // 10**6} MB; export a shorter range, for "
        f"example a year at a time, or bring it in from a terminal: goalkit import {name}"
    )


def problems_html(problems: Sequence[Problem]) -> str:
    """The first rows that need a look, as a table; "" without any."""
    if not problems:
        return ""
    more = f", the first {MOST_PROBLEMS} of {len(problems):,}" if len(problems) > MOST_PROBLEMS else ""
    rows = [
        (one.line or "", one.column, one.value, one.reason, f"{one.fix}{'' if one.left_out else ' (taken)'}")
        for one in problems[:MOST_PROBLEMS]
    ]
    return _table(rows, ("Line", "Column", "Value", "What is wrong", "What to do"), f"Worth a look{more}")


def rows_html(rows: Sequence[tuple[str, ...]], zone: str) -> str:
    """Rows as they are understood, as a table; "" without any."""
    titles = tuple(name.capitalize() for name in SHOWN_COLUMNS)
    return _table(rows, titles, f"The first rows as understood, in {zone}") if rows else ""


def _table(rows: Sequence[tuple[Any, ...]], titles: tuple[str, ...], caption: str) -> str:
    import pandas as pd

    return table_html(pd.DataFrame(rows, columns=list(titles), dtype="object"), caption)
