"""What every tracker's reader takes and gives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from goalkit.errors import Problem

if TYPE_CHECKING:
    import pandas as pd

    from goalkit.trackers.source import Source

ALWAYS = frozenset({"start_utc", "end_utc", "duration_s"})
ENTRIES, DAY_TOTALS = "entries", "day totals"


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read an export.

    Attributes:
        tracker: name of the tracker; None finds it by the content.
        zone: zone in which local times are read.
        dates: "dmy", "mdy" or "ymd" where the file cannot tell; None decides by its rows.
        decimal: "point" or "comma" where the file cannot tell; None decides by its rows.
        columns: the entry columns that are wanted; None means all, and adds `source_key` and `source_hash`.
        column_map: for the generic reader, what a column means, as {"start": "Begin"}.
        as_of: the moment of reading: what begins later has not happened yet; None means now.
    """

    tracker: str | None = None
    zone: str = "UTC"
    dates: str | None = None
    decimal: str | None = None
    columns: frozenset[str] | None = None
    column_map: Mapping[str, str] = field(default_factory=dict)
    as_of: datetime | None = None

    def wants(self, column: str) -> bool:
        """Whether an entry column is asked for."""
        return self.columns is None or column in self.columns or column in ALWAYS


@dataclass(frozen=True, slots=True)
class Export:
    """One export as it was understood.

    Attributes:
        entries: the accepted rows, an entry frame with `source_line` (int64) and, when all columns
            were asked for, `source_key` (text, equal for what is the same entry in the tracker) and
            `source_hash` (text, equal when nothing about it was changed there since; "" where the
            key says so already).
        problems: rows that were left out, and rows that are worth a look.
        tracker: name of the tracker; of a table that no tracker wrote also its columns, which tell such tables apart.
        file: name of the file as given.
        sha256: of the file's bytes; "" when only some columns were asked for.
        zone: zone in which local times were read.
        rows_read: rows of the file, without its header.
    """

    entries: "pd.DataFrame"
    problems: tuple[Problem, ...]
    tracker: str
    file: str
    sha256: str
    zone: str
    rows_read: int


class Tracker(Protocol):
    """A reader of one tracker's exports: what it is called, what it recognises, what it reads."""

    @property
    def name(self) -> str:
        """Name on the command line."""

    @property
    def title(self) -> str:
        """Name for people."""

    @property
    def export(self) -> str:
        """Which export it is and how to get it, in a few words for the table of formats."""

    @property
    def gives(self) -> str:
        """ENTRIES, with clock times; or DAY_TOTALS, hours without a time of day."""

    def recognises(self, source: "Source") -> bool:
        """Whether the content looks like this tracker's export, its file name aside."""

    def refusal(self, source: "Source") -> str:
        """Why this file is not an export with entries, and which one to take; "" when it is one."""

    def read(self, source: "Source", options: ReadOptions) -> Export:
        """Good rows and problems; raises GoalkitError when the file as a whole cannot be read."""
