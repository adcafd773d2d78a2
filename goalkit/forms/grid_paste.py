"""Cells as spreadsheets copy them: text with tabs, what it means in a table's columns, and the way back."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from goalkit.errors import GoalkitError
from goalkit.forms.grid_cells import YES, Column, day_in_order, read_tick
from goalkit.forms.reading import show
from goalkit.trackers import cells
from goalkit.trackers.column_names import plain_name

MOST_ROWS = 5_000
RISKY = ("=", "+", "-", "@", "\t", "\r")
GUARD = "'"
PLAIN_KINDS = ("number", "whole", "day", "clock", "check", "moment")

_CELL = re.compile(r'(?:"(?P<quoted>(?:[^"]|"")*)"(?=[\t\r\n]|\Z)|(?P<plain>[^\t\r\n]*))(?P<after>\t|\r\n|\n|\r|\Z)')
Row = dict[str, str]


def parse_tsv(text: str) -> list[list[str]]:
    """Rows of cells from text with tabs; a cell in quotes may hold tabs, lines and doubled quotes.

    An apostrophe that keeps a text from being a formula is taken off again. Empty text has no rows.
    """
    found: list[list[str]] = []
    row: list[str] = []
    place = 0
    while place < len(text) or row:
        cell = _CELL.match(text, place)
        if cell is None:  # cannot be: the plain form matches anything up to the next tab or line
            break
        row.append(_unguarded(cell["plain"] if cell["quoted"] is None else cell["quoted"].replace('""', '"')))
        place = cell.end()
        if cell["after"] != "\t":
            found.append(row)
            row = []
    return found


def format_tsv(rows: Iterable[Sequence[str]]) -> str:
    """Rows of cells as text with tabs; a text that a spreadsheet would take for a formula gets an apostrophe."""
    return "".join("\t".join(_quoted(_guarded(cell)) for cell in row) + "\n" for row in rows)


def _guarded(text: str) -> str:
    return f"{GUARD}{text}" if text.lstrip(GUARD).startswith(RISKY) else text


def _unguarded(text: str) -> str:
    return text[1:] if text.startswith(GUARD) and text.lstrip(GUARD).startswith(RISKY) else text


def _quoted(text: str) -> str:
    if text.startswith('"') or any(sign in text for sign in "\t\r\n"):
        return '"' + text.replace('"', '""') + '"'
    return text


@dataclass(frozen=True, slots=True)
class Pasting:
    """What was pasted, and how it is to be read.

    Attributes:
        rows: its cells, the header left out, and rows without a text.
        header: the first row's cells.
        has_header: whether the first row names columns.
        columns: the column that each of its columns goes to, "" for none.
        dates: the order of its days, "ymd", "dmy" or "mdy"; "" while it is not known.
        orders: the orders that its days can have.
        at: the id of the row and the column where filling begins; None when rows are added.
    """

    rows: tuple[tuple[str, ...], ...]
    header: tuple[str, ...] = ()
    has_header: bool = False
    columns: tuple[str, ...] = ()
    dates: str = ""
    orders: tuple[str, ...] = ()
    at: tuple[str, str] | None = None

    @property
    def undecided(self) -> bool:
        """Whether the order of its days has to be told."""
        return len(self.orders) > 1 and not self.dates


@dataclass(frozen=True, slots=True)
class Columns:
    """A table's columns as pasted text can name them; `names` has further names of each."""

    all: tuple[Column, ...]
    names: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def named(self, header: str) -> str:
        """The column that a header means, "" for none."""
        wanted = plain_name(header)
        own = {plain_name(column.title): column.name for column in reversed(self.all)}
        own |= {plain_name(column.name.removesuffix("_id")): column.name for column in self.all} | own
        further = {name: column for column, names in self.names.items() for name in names}
        return own.get(wanted) or further.get(wanted, "") if wanted else ""

    @property
    def by_name(self) -> dict[str, Column]:
        """The columns by their names."""
        return {column.name: column for column in self.all}


def pasting(text: str, columns: Columns, at: tuple[str, str] | None = None) -> Pasting:
    """What was pasted, read as far as it says itself; raises GoalkitError for nothing, and for too many rows."""
    parsed = [tuple(cell.strip() for cell in row) for row in parse_tsv(text)]
    rows = [row for row in parsed if any(row)]
    if not rows:
        raise GoalkitError("there is nothing to paste; copy some rows in your spreadsheet first")
    if len(rows) > MOST_ROWS + 1:  # with their header
        raise GoalkitError(
            f"{len(rows):,} rows are more than the {MOST_ROWS:,} that can be pasted at once; paste them in parts"
        )
    header = _is_header(rows[0], columns)
    return read_anew(Pasting(tuple(rows), at=at), columns, header)


def read_anew(given: Pasting, columns: Columns, has_header: bool) -> Pasting:
    """The same cells with or without a header."""
    rows = (given.header, *given.rows) if given.has_header else given.rows
    width = max(len(row) for row in rows)
    header, rest = (rows[0], rows[1:]) if has_header else ((), rows)
    names = _once(columns.named(cell) for cell in header) if has_header else _in_order(columns, given.at)
    if given.at is None:
        names = tuple(name if name and columns.by_name[name].editable else "" for name in names)
    names = (*names, *[""] * width)[:width]
    return decided(replace(given, rows=rest, header=header, has_header=has_header, columns=names), columns)


def decided(given: Pasting, columns: Columns) -> Pasting:
    """With the orders that its days can have; what was told stays where it still can be."""
    own = columns.by_name
    # A clock time may have its day in front.
    days = [place for place, name in enumerate(given.columns) if name and own[name].kind in ("day", "clock")]
    texts = {row[place].partition(" ")[0] for row in given.rows for place in days if place < len(row)}
    # A year in front says its order itself, whatever the other rows have.
    orders = cells.possible_orders(text for text in texts if text and day_in_order(text, "ymd") is None)
    dates = orders[0] if len(orders) == 1 else given.dates if given.dates in orders else ""
    return replace(given, orders=orders, dates=dates)


def texts_of(given: Pasting, columns: Columns, arrange: Callable[[Row, str], Row] | None = None) -> list[Row]:
    """A row's texts by column, as its cells would be typed; what cannot be read stays as it was pasted."""
    own = columns.by_name
    marks = {name: _mark(given, place) for place, name in enumerate(given.columns) if name}
    found = []
    for row in given.rows:
        pairs = [(name, text) for name, text in zip(given.columns, row, strict=False) if name]
        texts = dict(pairs) if arrange is None else arrange(dict(pairs), given.dates)
        found.append({name: _typed(own[name], text, given.dates, marks.get(name, "")) for name, text in texts.items()})
    return found


def _typed(column: Column, text: str, dates: str, mark: str) -> str:
    if not text:
        return ""
    if column.kind == "day" and (day := day_in_order(text, dates or "ymd")):
        return day.isoformat()
    if column.kind in ("number", "whole") and mark and (number := cells.parse_decimal(text, mark)) is not None:
        return show(number)
    try:
        if column.kind == "choice":
            return column.key_of(text)
        if column.kind == "check":
            return YES if read_tick(text) else ""
    except GoalkitError:
        pass  # told at its cell
    return text


def _mark(given: Pasting, place: int) -> str:
    """The decimal mark of a pasted column, "" where its numbers cannot tell."""
    marks = cells.decimal_marks(row[place] for row in given.rows if place < len(row) and row[place])
    return marks if len(marks) == 1 else ""


def _is_header(row: Sequence[str], columns: Columns) -> bool:
    filled = [cell for cell in row if cell]
    named = [cell for cell in filled if columns.named(cell)]
    return len(named) * 2 > len(filled) if len(filled) > 1 else bool(named)


def _once(names: Iterable[str]) -> tuple[str, ...]:
    """The names, each where it stands first; "" for it afterwards."""
    found: list[str] = []
    for name in names:
        found.append("" if name in found else name)
    return tuple(found)


def _in_order(columns: Columns, at: tuple[str, str] | None) -> tuple[str, ...]:
    """Columns from left to right: all of them from a cell on, else those that are typed in."""
    names = [column.name for column in columns.all]
    if at is not None:
        return tuple(names[names.index(at[1]) :]) if at[1] in names else tuple(names)
    return tuple(column.name for column in columns.all if column.editable)
