"""Rows of a table that are left out or worth a look, gathered a whole column at a time."""

import numpy as np

from goalkit.entries.frame import NO_INSTANT
from goalkit.errors import Problem
from goalkit.trackers.table import Table


class Notes:
    """What was found about the rows of one table.

    Attributes:
        left_out: rows that do not become entries (bool array).
        days: local day each row belongs to, as its number since 1970, NO_INSTANT where unknown (int64).
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self._found: list[Problem] = []
        self.left_out = np.zeros(table.rows, dtype=bool)
        self.days = np.full(table.rows, NO_INSTANT)

    @property
    def fine(self) -> np.ndarray:
        """Rows that nothing was held against yet."""
        return ~self.left_out

    def add(self, rows: np.ndarray, kind: str, column: str, reason: str, fix: str) -> None:
        """Holds something against the rows of a mask; only the first reason to leave a row out counts."""
        if not rows.any():
            return
        cells = self._table.column(column) if column else None
        for row in np.flatnonzero(rows):
            value = cells.text(int(row)) if cells else ""
            line = int(self._table.lines[row])
            day = _iso(int(self.days[row]))
            self._found.append(Problem(self._table.source.name, line, column, value, reason, fix, kind, day))
        if kind != "note":
            self.left_out |= rows

    def problems(self) -> list[Problem]:
        """All of them, in the order they were found."""
        return self._found


def _iso(day: int) -> str:
    return "" if day == NO_INSTANT else str(np.datetime64(day, "D"))
