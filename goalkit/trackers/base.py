"""What every tracker's reader takes and gives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from goalkit.errors import Problem

if TYPE_CHECKING:
    import pandas as pd

    from goalkit.trackers.source import Source

ALWAYS = frozenset({"start_utc", "end_utc", "duration_s"})


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read an export.

    Attributes:
        tracker: name of the tracker; None finds it by the header.
        zone: zone in which local times are read.
        dates: "dmy", "mdy" or "ymd" where the file cannot tell; None decides by its rows.
        columns: the entry columns that are wanted; None means all, and adds `source_key`.
        column_map: for the generic reader, what a column means, as {"start": "Begin"}.
    """

    tracker: str | None = None
    zone: str = "UTC"
    dates: str | None = None
    columns: frozenset[str] | None = None
    column_map: Mapping[str, str] = field(default_factory=dict)

    def wants(self, column: str) -> bool:
        """Whether an entry column is asked for."""
        return self.columns is None or column in self.columns or column in ALWAYS


@dataclass(frozen=True, slots=True)
class Export:
    """One export as it was understood.

    Attributes:
        entries: the accepted rows, an entry frame with `source_line` (int64) and, when all columns
            were asked for, `source_key` (text, equal for equal entries).
        problems: rows that were left out, and rows that are worth a look.
        tracker: name of the tracker.
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

    def recognises(self, source: "Source") -> bool:
        """Whether the content looks like this tracker's export, its file name aside."""

    def refusal(self, source: "Source") -> str:
        """Why this file is not an export with entries, and which one to take; "" when it is one."""

    def read(self, source: "Source", options: ReadOptions) -> Export:
        """Good rows and problems; raises GoalkitError when the file as a whole cannot be read."""
