"""A file as it was given: is it text or a spreadsheet, in which encoding, with which delimiter and header."""

import codecs
import csv
import hashlib
import io
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from goalkit.errors import GoalkitError
from goalkit.trackers.sheets import HEAD_ROWS, Sheet, is_sheet, load_sheet

SNIFF_BYTES = 65_536
MOST_BYTES = 1 << 30  # about ten million rows: decades of one person's days
MOST_TEXT_BYTES = 1 << 28  # what is read whole takes several times its size in memory
ZIP = b"PK\x03\x04"
SIGNATURES = {
    ZIP: "a zip archive, and no spreadsheet of the kind .xlsx; unpack it, or save the sheet as XLSX or CSV",
    b"\x1f\x8b": "a gzip archive; unpack it first",
    b"%PDF": "a PDF; export CSV from the tracker instead",
    b"SQLite format 3": "a database; export CSV from the tracker instead",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet (.xls), or one with a password; save it as XLSX without one, or as CSV",
}
UNPRINTED = bytes({*range(32)} - {*b"\t\n\v\f\r\x1a"})


@dataclass(frozen=True)
class Source:
    """A file to import, a text or a spreadsheet; `open_source` gives one.

    Attributes:
        path: where it is.
        head: its first bytes.
        names: names of the columns of a table that has no header of its own.
        first_sheet: the first rows of a spreadsheet; None for a text.
    """

    path: Path
    head: bytes
    names: tuple[str, ...] = ()
    first_sheet: Sheet | None = None

    @property
    def name(self) -> str:
        """The file's name, as problems show it."""
        return self.path.name

    @cached_property
    def encoding(self) -> str:
        """utf-8-sig, utf-16 or cp1252 (which reads any Latin-1 text), by the file's bytes."""
        if self.head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if self.head.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        return "utf-8-sig" if _is_utf8(self.path) else "cp1252"

    @cached_property
    def begins_as_utf8(self) -> bool:
        """Whether the first bytes are UTF-8; the rest is only looked at when a reader stumbles over it."""
        try:
            codecs.getincrementaldecoder("utf-8")().decode(self.head)
        except UnicodeDecodeError:
            return False
        return True

    @cached_property
    def first_lines(self) -> list[str]:
        """The first lines of text, at most fifty; a spreadsheet's rows with tabs between their cells."""
        if self.first_sheet is not None:
            return _as_lines(self.first_sheet)[:50]
        encoding = "utf-8-sig" if self.begins_as_utf8 else self.encoding
        text = self.head.decode(encoding, errors="replace")
        return text.splitlines()[:50]

    @cached_property
    def delimiter(self) -> str:
        """The most frequent of comma, semicolon, tab and bar in the header line."""
        if self.first_sheet is not None:
            return "\t"
        header = self.first_lines[0] if self.first_lines else ""
        return max(",;\t|", key=header.count)

    @cached_property
    def first_row(self) -> tuple[str, ...]:
        """The first row's cells, trimmed."""
        if self.first_sheet is not None:
            return tuple(cell.strip() for cell in self.first_sheet.rows[0][1])
        row = next(csv.reader(io.StringIO("\n".join(self.first_lines)), delimiter=self.delimiter), [])
        return tuple(cell.strip().strip("\ufeff") for cell in row)

    @cached_property
    def first_rows(self) -> list[list[str]]:
        """The rows after the header among the first lines, to tell by what their columns mean."""
        if self.first_sheet is not None:
            return [list(row) for _, row in self.first_sheet.rows[self.header_lines :]]
        lines = self.first_lines[:-1] if len(self.head) == SNIFF_BYTES else self.first_lines
        rows = csv.reader(io.StringIO("\n".join(lines)), delimiter=self.delimiter)
        return [row for row in rows if any(cell.strip() for cell in row)][self.header_lines :]

    @property
    def header(self) -> tuple[str, ...]:
        """Names of the columns: the first row, or those given for a file without a header."""
        return self.names or self.first_row

    @property
    def header_lines(self) -> int:
        """How many lines the header takes."""
        return 0 if self.names else 1

    @cached_property
    def start(self) -> str:
        """The first four thousand characters of text, to tell by which tracker wrote them."""
        return "\n".join(self.first_lines)[:4000]

    def with_names(self, names: tuple[str, ...]) -> "Source":
        """The same file, whose first row is no header."""
        return replace(self, names=names)

    @cached_property
    def sheet(self) -> Sheet | None:
        """All rows of a spreadsheet, read when they are first asked for; None for a text."""
        return None if self.first_sheet is None else load_sheet(self.path)

    @property
    def points(self) -> frozenset[str]:
        """Columns of a spreadsheet that hold numbers with a decimal point: nobody need ask for their mark."""
        places = self.sheet.points if self.sheet else frozenset()
        return frozenset(name for place, name in enumerate(self.header) if place in places)

    def text(self) -> str:
        """The whole file as text; bytes that the encoding does not know become a replacement sign.

        A spreadsheet's rows stand on the lines of their numbers, with tabs between their cells.

        Raises GoalkitError for a file that is too large to be held whole.
        """
        if self.sheet is not None:
            return "\n".join(_as_lines(self.sheet))
        size = self.path.stat().st_size
        if size > MOST_TEXT_BYTES:
            raise GoalkitError(too_large(self.path, size, MOST_TEXT_BYTES))
        return self.path.read_bytes().decode(self.encoding, errors="replace")

    def sha256(self) -> str:
        """Hash of the file's bytes."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


def open_source(path: Path | str) -> Source:
    """Looks at a file and makes sure it can be read, else raises GoalkitError: missing, too large, empty, or noise."""
    place = Path(path)
    try:
        with place.open("rb") as file:
            head = file.read(SNIFF_BYTES)
    except IsADirectoryError as error:
        raise GoalkitError(f"{place} is a folder; name the export file in it") from error
    except OSError as error:
        raise GoalkitError(f"{place} cannot be read ({error.strerror}); check the name and try again") from error
    if (size := place.stat().st_size) > MOST_BYTES:
        raise GoalkitError(too_large(place, size, MOST_BYTES))
    if head.startswith(ZIP) and is_sheet(place):
        return Source(place, head, first_sheet=load_sheet(place, HEAD_ROWS))
    _check_text(place, head)
    return Source(place, head)


def _as_lines(sheet: Sheet) -> list[str]:
    lines = [""] * sheet.rows[-1][0]
    for number, cells in sheet.rows:
        lines[number - 1] = "\t".join(" ".join(cell.split()) for cell in cells)
    return lines


def too_large(place: Path, size: int, most: int) -> str:
    """What is said of a file that is too large to be read whole."""
    return (
        f"{place.name} has {size / 2**20:,.0f} MB; at most {most / 2**20:,.0f} MB can be read in this form. "
        "Export a shorter range, for example a year at a time"
    )


def _check_text(place: Path, head: bytes) -> None:
    if not head.strip():
        raise GoalkitError(f"{place.name} is empty; export it again from the tracker")
    for signature, what in SIGNATURES.items():
        if head.startswith(signature):
            raise GoalkitError(f"{place.name} is {what}")
    utf16 = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    odd = len(head) - len(head.translate(None, UNPRINTED))
    if not utf16 and odd > len(head) // 100:
        first = next(place for place, byte in enumerate(head) if byte in UNPRINTED)
        line = head[:first].count(b"\n") + 1
        raise GoalkitError(
            f"{place.name} is not text (byte {head[first]:#04x} in line {line}); "
            "export it again as CSV from the tracker"
        )


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while block := file.read(1 << 22):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True
