"""A tracker whose export is a table: which column plays which part."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from goalkit.trackers.base import ENTRIES, Export, ReadOptions
from goalkit.trackers.reading import read_table
from goalkit.trackers.shape import Shape
from goalkit.trackers.source import Source
from goalkit.trackers.table import EndsAt, load_table

TIME_ROLES = (
    "start", "end", "start_date", "start_time", "start_offset", "end_date", "end_time", "end_offset", "date",
    "duration",
)  # fmt: skip
TEXT_ROLES = ("person", "client", "project", "task", "description", "source_id")
ROLES = (*TIME_ROLES, *TEXT_ROLES, "billable", "tags")


@dataclass(frozen=True)
class CsvTracker:
    """A tracker whose export is a table, told by its columns alone.

    Attributes:
        name, title, export, gives: see `Tracker`.
        signatures: sets of headers; a file that has all of one set is this tracker's.
        roles: the part each column plays; of several headers the first that the file has counts.
        lacks: headers that a file of this tracker never has, to tell it from a similar one.
        refusals: sets of headers of reports without entries, and the way out; a file with exactly these.
        shape: what the cells mean; its name is set here.
        names: names of the columns of an export that has no header.
        ends_at: knows the first row of something else that follows in the same file.
    """

    name: str
    title: str
    export: str
    signatures: tuple[frozenset[str], ...]
    roles: Mapping[str, tuple[str, ...]]
    gives: str = ENTRIES
    lacks: frozenset[str] = frozenset()
    refusals: tuple[tuple[frozenset[str], str], ...] = ()
    shape: Shape = field(default_factory=Shape)
    names: tuple[str, ...] = ()
    ends_at: EndsAt | None = None

    def recognises(self, source: Source) -> bool:
        """Whether the header holds all the columns of one of the signatures."""
        header = _plain(source.header)
        return any(_plain(names) <= header for names in self.signatures) and not _plain(self.lacks) & header

    def refusal(self, source: Source) -> str:
        """The way out, when the header is exactly that of a report without entries."""
        header = _plain(source.header)
        return next((way for names, way in self.refusals if _plain(names) == header), "")

    def columns(self, source: Source) -> dict[str, str]:
        """Role → the file's own header, for the roles that the file fills."""
        own = {name.casefold(): name for name in reversed(source.header)}
        found: dict[str, str] = {}
        for role, names in self.roles.items():
            present = [own[name.casefold()] for name in names if name.casefold() in own]
            if present:
                found[role] = present[0]
        return found

    def read(self, source: Source, options: ReadOptions) -> Export:
        """Good rows and problems of a file in this shape."""
        source = source.with_names(self.names) if self.names else source
        return read_columns(self, source, self.columns(source), options)


def read_columns(tracker: CsvTracker, source: Source, columns: Mapping[str, str], options: ReadOptions) -> Export:
    """Reads a file whose columns' parts are known."""
    needed = {*TIME_ROLES, "source_id", *tracker.shape.identity}
    wanted = {role: name for role, name in columns.items() if role in needed or options.wants(role)}
    table = load_table(source, list(dict.fromkeys(wanted.values())), tracker.ends_at)
    return read_table(tracker.name, tracker.shape, table, columns, options)


def _plain(names: tuple[str, ...] | frozenset[str]) -> frozenset[str]:
    return frozenset(name.casefold() for name in names if name)
