"""A tracker whose export is no table: a function tells its rows, and they are read as a table's would be."""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from goalkit.errors import GoalkitError, Problem
from goalkit.trackers.base import ENTRIES, Export, ReadOptions
from goalkit.trackers.reading import read_table
from goalkit.trackers.shape import Shape
from goalkit.trackers.source import Source
from goalkit.trackers.table import table_of_rows


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it was told: the line it begins on, and texts by the names that the format itself uses."""

    line: int
    cells: Mapping[str, str]


def numbered_lines(source: Source) -> Iterator[tuple[int, str]]:
    """Lines of a text with their numbers, as an editor counts them."""
    return enumerate((line.rstrip("\n") for line in io.StringIO(source.text(), newline=None)), start=1)


def told_once(source: Source, reason: str, fix: str) -> Problem:
    """What is worth knowing about a file as a whole."""
    return Problem(source.name, 0, "", "", reason, fix, "note")


def instant(seconds: float) -> str:
    """Seconds since 1970 as a cell that names an instant; what is no such number stays as it is, to be told."""
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat()
    except (OverflowError, OSError, TypeError, ValueError):
        return str(seconds)


class Keys:
    """Names for entries that a tracker tells apart by their start alone.

    An entry that was edited later keeps its name. Two that begin together and are not the same get two names.
    """

    def __init__(self) -> None:
        self._seen: dict[str, list[object]] = {}

    def key(self, name: str, content: object) -> str:
        """The name of an entry; content is what tells two apart that share it."""
        seen = self._seen.setdefault(name, [])
        if content not in seen:
            seen.append(content)
        place = seen.index(content)
        return f"{name} #{place + 1}" if place else name


def _clean(text: str) -> str:
    """A text that any file can hold: half a character pair, which JSON can spell, becomes a replacement sign."""
    text = text.strip()
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


@dataclass(frozen=True)
class RowsTracker:
    """A tracker whose export is JSON, a calendar or a plain-text log.

    Attributes:
        name, title, export, gives: see `Tracker`.
        fits: whether the content is this tracker's.
        rows: the rows in the order of the file, and beside them what cannot be a row at all.
        roles: role → the name that the format itself uses; problems name it.
        refuses: why this file holds no entries, and which one to take; "" when it does.
        shape: what the cells mean.
        nothing: what is said of a file without rows, and the way out.
    """

    name: str
    title: str
    export: str
    fits: Callable[[Source], bool]
    rows: Callable[[Source, ReadOptions], Iterable[Row | Problem]]
    roles: Mapping[str, str]
    gives: str = ENTRIES
    refuses: Callable[[Source], str] = field(default=lambda source: "")
    shape: Shape = field(default_factory=Shape)
    nothing: str = "there are no entries in it; choose a longer range when exporting"

    def recognises(self, source: Source) -> bool:
        """Whether the content is this tracker's."""
        return self.fits(source)

    def refusal(self, source: Source) -> str:
        """Why this file holds no entries; "" when it does."""
        return self.refuses(source)

    def read(self, source: Source, options: ReadOptions) -> Export:
        """Good rows and problems; raises GoalkitError when there is no row at all."""
        names = tuple(dict.fromkeys(self.roles.values()))
        options = replace(options, dates="ymd")  # however a person's tables write them, these formats have one way
        told, problems = [], []
        for row in self.rows(source, options):
            if isinstance(row, Problem):
                problems.append(row)
            else:
                told.append((row.line, [_clean(row.cells.get(name, "")) for name in names]))
        if not told and not problems:
            raise GoalkitError(f"{source.name}: {self.nothing}")
        table = table_of_rows(source, names, told, problems)
        return read_table(self.name, self.shape, table, self.roles, options)
