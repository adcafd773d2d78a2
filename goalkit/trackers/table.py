"""A CSV file, or a sheet, as columns of distinct texts and codes, so that each text is understood once, not once a row.

Arrow reads the ordinary file. One that it cannot take as it stands (another encoding, rows of another
length, line breaks in cells, an open quote) is read by Python's csv module into the same shape, with the
line of each row and the rows that do not fit told apart.
"""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv as arrow_csv

from goalkit.errors import GoalkitError, Problem
from goalkit.trackers.source import Source

LONGEST_CELL = 1_000_000
COUNT_BYTES = 1 << 18  # small enough to stay in the processor's cache


EndsAt = Callable[[Sequence[str]], bool]


@dataclass(frozen=True, slots=True)
class Column:
    """A column as codes into its distinct texts (int32; every row has one, "" where the file has none)."""

    codes: np.ndarray
    texts: list[str]

    def text(self, row: int) -> str:
        """The text of one row."""
        return self.texts[self.codes[row]]


@dataclass(frozen=True)
class Table:
    """The rows of a CSV file that have the header's length.

    Attributes:
        source: the file.
        rows: how many.
        columns: by header; only those asked for.
        rows_read: rows in the file, misfits and all.
        problems: the rows that did not fit.
    """

    source: Source
    rows: int
    columns: dict[str, Column]
    rows_read: int
    problems: tuple[Problem, ...] = ()
    _lines: np.ndarray | None = field(default=None, repr=False)

    @cached_property
    def lines(self) -> np.ndarray:
        """The line of the file that each row begins on (int64, from 1)."""
        first = self.source.header_lines + 1
        return np.arange(first, self.rows + first) if self._lines is None else self._lines

    def column(self, name: str | None) -> Column:
        """A column by its header; one that the file lacks is all empty."""
        return self.columns.get(name or "", Column(np.zeros(self.rows, dtype=np.int32), [""]))


def load_table(source: Source, wanted: Sequence[str], ends_at: EndsAt | None = None) -> Table:
    """Reads the wanted columns of a table, up to the row that `ends_at` knows as the first of something else.

    Raises:
        GoalkitError: when there is a header and nothing else.
    """
    table = _load_fast(source, wanted) if ends_at is None and _is_plain(source) else None
    table = table or _load_careful(source, wanted, ends_at)
    if table.rows_read == 0:
        raise GoalkitError(
            f"{source.name}, line 2: there is a header but no rows; choose a longer range when exporting"
        )
    return table


def _is_plain(source: Source) -> bool:
    duplicates = len(set(source.header)) != len(source.header)
    return source.first_sheet is None and source.begins_as_utf8 and not duplicates and "" not in source.header


def _load_fast(source: Source, wanted: Sequence[str]) -> Table | None:
    """The table as Arrow reads it, or None when a careful look is needed."""
    kind = pa.dictionary(pa.int32(), pa.string())
    try:
        read = arrow_csv.read_csv(
            pa.memory_map(str(source.path)),
            read_options=arrow_csv.ReadOptions(
                skip_rows=source.header_lines, column_names=list(source.header), block_size=4 << 20
            ),
            parse_options=arrow_csv.ParseOptions(delimiter=source.delimiter, ignore_empty_lines=False),
            convert_options=arrow_csv.ConvertOptions(
                include_columns=list(wanted),
                column_types=dict.fromkeys(wanted, kind),
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:
        return None
    if read.num_rows == 0 or read.num_rows + source.header_lines != _count_lines(source):
        return None
    columns = {name: _arrow_column(read, name) for name in wanted}
    if _any_blank(list(columns.values()), read.num_rows):
        return None
    return Table(source, read.num_rows, columns, read.num_rows)


def _any_blank(columns: list[Column], rows: int) -> bool:
    """Whether a row is empty in every column that was read, as spreadsheets leave them: such rows do not count."""
    blank = np.ones(rows, dtype=bool)
    for column in columns:
        if blank.any():
            blank &= np.array([not text for text in column.texts], dtype=bool)[column.codes]
    return bool(blank.any())


def _arrow_column(table: pa.Table, name: str) -> Column:
    merged = table.column(name).unify_dictionaries().combine_chunks()
    chunk = merged.chunk(0) if isinstance(merged, pa.ChunkedArray) else merged
    return Column(chunk.indices.to_numpy(zero_copy_only=False), [text.strip() for text in chunk.dictionary.to_pylist()])


def _count_lines(source: Source) -> int:
    """Lines of the file; 0 when it holds a lone carriage return or a NUL, which need a careful look."""
    feeds, returns, last = 0, 0, b""
    with source.path.open("rb", buffering=0) as file:
        while block := file.read(COUNT_BYTES):
            if 0 in block:
                return 0
            feeds += block.count(b"\n")
            returns += block.count(b"\r")
            last = block[-1:]
    return 0 if returns not in (0, feeds) else feeds + (last != b"\n")


def table_of_rows(
    source: Source,
    names: Sequence[str],
    rows: Iterable[tuple[int, Sequence[str]]],
    problems: Sequence[Problem] = (),
) -> Table:
    """A table of rows that were told one by one: the line of each, and a text for each name."""
    taken = list(rows)
    lines = np.array([line for line, _ in taken], dtype=np.int64)
    texts = zip(*(cells for _, cells in taken), strict=True) if taken else [()] * len(names)
    columns = {name: factorized(list(column)) for name, column in zip(names, texts, strict=True)}
    left_out = sum(problem.left_out for problem in problems)
    return Table(source, len(taken), columns, len(taken) + left_out, tuple(problems), lines)


def _load_careful(source: Source, wanted: Sequence[str], ends_at: EndsAt | None = None) -> Table:
    header = source.header
    places = {name: header.index(name) for name in wanted}
    cells: dict[str, list[str]] = {name: [] for name in wanted}
    lines, problems, count = [], [], 0
    for line, row in _rows(source, ends_at):
        if ends_at is not None and ends_at(row):
            break
        count += 1
        if problem := _misfit(source, line, row):
            problems.append(problem)
            continue
        lines.append(line)
        padded = [*row, *[""] * (len(header) - len(row))]
        for name, place in places.items():
            cells[name].append(padded[place].strip())
    columns = {name: factorized(texts) for name, texts in cells.items()}
    return Table(source, len(lines), columns, count, tuple(problems), np.array(lines, dtype=np.int64))


def _rows(source: Source, ends_at: EndsAt | None = None) -> list[tuple[int, list[str]]]:
    """Rows after the header with the line each begins on; blank lines are passed over.

    The last row has to be whole, unless something else follows from a row that `ends_at` knows.
    """
    if source.sheet is not None:
        return [(line, list(row)) for line, row in source.sheet.rows[source.header_lines :]]
    csv.field_size_limit(LONGEST_CELL)
    text = source.text().replace("\0", "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=source.delimiter)
    found: list[tuple[int, list[str]]] = []
    begin = last = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                found.append((begin, row))
            last, begin = begin, reader.line_num + 1
        body = found[source.header_lines :]
        if body and not (ends_at and any(ends_at(row) for _, row in body)):
            _check_whole(source, text, last, body[-1][1])
    except csv.Error as error:
        raise GoalkitError(
            f"{source.name}, line {begin}: this row cannot be read ({error}); look for a quote that is never closed"
        ) from error
    return body


def _check_whole(source: Source, text: str, line: int, row: list[str]) -> None:
    """Raises GoalkitError when the file stops within its last row: in an open quote, or before all cells are there."""
    raw = "".join(io.StringIO(text, newline="").readlines()[line - 1 :])
    try:
        list(csv.reader(io.StringIO(raw, newline=""), delimiter=source.delimiter, strict=True))
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise GoalkitError(
                f"{source.name}, line {line}: a quote opens in this row and is never closed, {raw[:60]!r}; "
                "close it in the file, or export the file again if it was cut off"
            ) from error
    if len(row) < len(source.header) and not text.endswith(("\n", "\r")):
        column = source.header[len(row) - 1]
        raise GoalkitError(
            f"{source.name}, line {line}, column {column!r}: the file is cut off here, after {row[-1][:60]!r} "
            f"({len(row)} of {len(source.header)} cells); export the file again"
        )


def _misfit(source: Source, line: int, row: list[str]) -> Problem | None:
    width, extra = len(source.header), row[len(source.header) :]
    if len(row) < width and len(row) <= max(2, width // 2):
        reason = f"the row has {len(row)} of {width} cells; the file may have been cut off here"
        return Problem(source.name, line, "", ",".join(row)[:200], reason, "export the file again")
    if any(cell.strip() for cell in extra):
        reason = f"the row has {len(row)} cells, the header {width}"
        fix = "put quotes around a text that holds the delimiter"
        return Problem(source.name, line, "", ",".join(row)[:200], reason, fix)
    if any("\n" in cell and cell.count("\n") > 50 for cell in row):
        reason = "a quote opens here and is not closed for more than fifty lines"
        return Problem(source.name, line, "", ",".join(row)[:200], reason, "close the quote in the file")
    return None


def factorized(texts: list[str]) -> Column:
    """Texts as a column."""
    if not texts:
        return Column(np.zeros(0, dtype=np.int32), [""])
    codes, distinct = pd.factorize(np.array(texts, dtype=object))
    return Column(codes.astype(np.int32), list(distinct))


def row_texts(table: Table, rows: np.ndarray, names: Sequence[str]) -> dict[int, tuple[str, ...]]:
    """The texts of some columns for a few rows; columns that were not read yet are read from the rows' lines."""
    if all(name in table.columns for name in names):
        own = [table.column(name) for name in names]
        return {int(row): tuple(column.text(row) for column in own) for row in rows}
    places = [table.source.header.index(name) for name in names]
    wanted = {int(table.lines[row]): int(row) for row in rows}
    found: dict[int, tuple[str, ...]] = {}
    if table._lines is not None:  # read carefully: a row need not be a line, nor the encoding UTF-8
        for number, row in _rows(table.source, ends_at=bool):  # whether it is whole was seen when it was read
            if number in wanted:
                found[wanted[number]] = tuple(row[place].strip() if place < len(row) else "" for place in places)
        return found
    with table.source.path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if number in wanted:
                row = next(csv.reader([line.decode(table.source.encoding)], delimiter=table.source.delimiter), [])
                found[wanted[number]] = tuple(row[place].strip() if place < len(row) else "" for place in places)
    return found
