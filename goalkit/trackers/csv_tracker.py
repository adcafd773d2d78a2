"""A tracker whose export is a table: which column plays which part."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from goalkit.trackers.base import ENTRIES, Export, ReadOptions
from goalkit.trackers.reading import read_table
from goalkit.trackers.shape import Shape
from goalkit.trackers.source import Source
from goalkit.trackers.table import Column, EndsAt, Table, factorized, load_table

TIME_ROLES = (
    "start", "end", "start_date", "start_time", "start_offset", "end_date", "end_time", "end_offset", "date",
    "duration",
)  # fmt: skip
TEXT_ROLES = ("person", "client", "project", "task", "description", "source_id")
ROLES = (*TIME_ROLES, *TEXT_ROLES, "billable", "tags")


@dataclass(frozen=True, slots=True)
class Made:
    """A role whose text is made of the texts of some columns.

    Attributes:
        names: headers; problems name the first one that the file has.
        make: takes a text for each of them, "" for one that the file lacks.
    """

    names: tuple[str, ...]
    make: Callable[..., str]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A report without entries.

    Attributes:
        names: its headers.
        way: why it cannot be taken, and which export to take.
        more: whether it may have other columns beside them.
    """

    names: frozenset[str]
    way: str
    more: bool = False


@dataclass(frozen=True)
class CsvTracker:
    """A tracker whose export is a table, told by its columns alone.

    Attributes:
        name, title, export, gives: see `Tracker`.
        signatures: sets of headers; a file that has all of one set is this tracker's.
        roles: the part each column plays; of several headers the first that the file has counts.
        lacks: headers that a file of this tracker never has, to tell it from a similar one.
        made: roles that are made of several columns, or written in other words than the tracker's.
        refusals: its reports without entries.
        shape: what the cells mean; its name is set here.
        names: names of the columns of an export that has no header.
        begins: knows the first row of an export that has no header.
        ends_at: knows the first row of something else that follows in the same file.
    """

    name: str
    title: str
    export: str
    signatures: tuple[frozenset[str], ...]
    roles: Mapping[str, tuple[str, ...]]
    gives: str = ENTRIES
    lacks: frozenset[str] = frozenset()
    made: Mapping[str, Made] = field(default_factory=dict)
    refusals: tuple[Refusal, ...] = ()
    shape: Shape = field(default_factory=Shape)
    names: tuple[str, ...] = ()
    begins: EndsAt | None = None
    ends_at: EndsAt | None = None

    def recognises(self, source: Source) -> bool:
        """Whether the header holds all the columns of one of the signatures, or the first row is this tracker's."""
        if self.begins is not None:
            return len(source.first_row) == len(self.names) and self.begins(source.first_row)
        header = _plain(source.header)
        return any(_plain(names) <= header for names in self.signatures) and not _plain(self.lacks) & header

    def refusal(self, source: Source) -> str:
        """The way out, when the header is that of a report without entries."""
        header = _plain(source.header)
        for refusal in self.refusals:
            names = _plain(refusal.names)
            if names == header or (refusal.more and names < header):
                return refusal.way
        return ""

    def columns(self, source: Source) -> dict[str, str]:
        """Role → the file's own header, for the roles that the file fills."""
        named = {**self.roles, **{role: made.names for role, made in self.made.items()}}
        return {role: present[0] for role, names in named.items() if (present := _present(names, source))}

    def read(self, source: Source, options: ReadOptions) -> Export:
        """Good rows and problems of a file in this shape."""
        source = source.with_names(self.names) if self.names else source
        return read_columns(self, source, self.columns(source), options)


def read_columns(tracker: CsvTracker, source: Source, columns: Mapping[str, str], options: ReadOptions) -> Export:
    """Reads a file whose columns' parts are known."""
    needed = {*TIME_ROLES, "source_id", *tracker.shape.identity}
    wanted = {role: name for role, name in columns.items() if role in needed or options.wants(role)}
    made = {role: made for role, made in tracker.made.items() if role in wanted}
    parts = [name for one in made.values() for name in _present(one.names, source)]
    table = load_table(source, list(dict.fromkeys([*wanted.values(), *parts])), tracker.ends_at)
    if made:
        written = {wanted[role]: _made(table, one) for role, one in made.items()}
        table = replace(table, columns={**table.columns, **written})
    return read_table(tracker.name, tracker.shape, table, columns, options)


def _made(table: Table, made: Made) -> Column:
    own = {name.casefold(): name for name in table.columns}
    parts = [table.column(own.get(name.casefold())) for name in made.names]
    if len(parts) == 1:
        return Column(parts[0].codes, [made.make(text) for text in parts[0].texts])
    return factorized([made.make(*(column.text(row) for column in parts)) for row in range(table.rows)])


def _present(names: tuple[str, ...], source: Source) -> list[str]:
    own = {name.casefold(): name for name in reversed(source.header)}
    return [own[name.casefold()] for name in names if name.casefold() in own]


def _plain(names: tuple[str, ...] | frozenset[str]) -> frozenset[str]:
    return frozenset(name.casefold() for name in names if name)
