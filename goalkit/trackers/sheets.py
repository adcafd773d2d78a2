"""A spreadsheet (.xlsx) as rows of texts, as a CSV file would hold them; one that is a bomb is refused."""

import re
import struct
import warnings
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, Any

from goalkit.errors import GoalkitError

WORKBOOK = "xl/workbook.xml"
STRINGS = "xl/sharedStrings.xml"
MOST_FILE = 1 << 26
MOST_UNPACKED = 300 << 20
# Sheets are read a row at a time and texts one by one; every other part is held whole.
MOST_PART = {"xl/worksheets/": MOST_UNPACKED, STRINGS: 100 << 20}
MOST_OTHER_PART = 10 << 20
MOST_RATIO, RATIO_FROM = 200, 10 << 20
MOST_TAGS = 2_000_000  # between two rows; the widest row of a spreadsheet has some hundred thousand
BLOCK = 1 << 20
MOST_COLUMNS, MOST_ROWS, MOST_CELLS = 256, 1 << 20, 30_000_000
HEAD_ROWS = 50
MIDNIGHT = " 00:00:00"
FIRST_REAL_YEAR = 1971
_ROW, _NEVER = re.compile(rb"</?(?:\w+:)?row\b"), re.compile(rb"\0\0\0")
# What openpyxl raises on a file that is damaged: its parts are read by plain attribute and key.
DAMAGE = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError, RuntimeError, SyntaxError,
    TypeError, ValueError, struct.error, zipfile.BadZipFile, zlib.error,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first sheet that has a row.

    Attributes:
        rows: those that are not blank, each with its number in the sheet and as many texts as the first
            has, or more where it holds more.
        points: places of the columns in which a number stands that has a decimal point.
    """

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    points: frozenset[int]


def is_sheet(path: Path) -> bool:
    """Whether a file that begins as a zip is a spreadsheet; its directory alone is looked at.

    Raises GoalkitError when it is too large to look into, or would unpack to more than can be read.
    """
    if (size := path.stat().st_size) > MOST_FILE:
        raise GoalkitError(
            f"{path.name} is a spreadsheet or another zip archive of {size / 2**20:,.0f} MB; at most "
            f"{MOST_FILE / 2**20:,.0f} MB can be read in this form. Export CSV, or a year at a time"
        )
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except DAMAGE:
        return False
    if WORKBOOK not in (part.filename for part in parts):
        return False
    _check_size(path, parts)
    return True


def load_sheet(path: Path, most: int | None = None) -> Sheet:
    """Reads the first sheet that has a row, or the first rows of it.

    Raises GoalkitError when it is damaged, protected, empty or larger than it says.
    """
    from openpyxl import load_workbook

    try:
        _check_parts(path)
        with path.open("rb") as file, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and checks, which are not read here
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
            found = (_Reader(path.name, book.epoch).read(sheet, most) for sheet in book.worksheets)
            if first := next((sheet for sheet in found if sheet), None):
                return first
    except DAMAGE as error:
        first_fault = error.__context__ or error
        raise GoalkitError(
            f"{path.name} is a spreadsheet that cannot be read ({first_fault!r:.120}); "
            "open it in a spreadsheet program and save it again as XLSX without a password, or as CSV"
        ) from error
    raise GoalkitError(f"{path.name} is a spreadsheet without a row; export it again from the tracker")


def _check_size(path: Path, parts: list[zipfile.ZipInfo]) -> None:
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    absurd = unpacked > RATIO_FROM and unpacked > MOST_RATIO * max(packed, 1)
    large = next((part for part in parts if part.file_size > _most_of(part.filename)), None)
    if unpacked > MOST_UNPACKED or absurd or large:
        raise GoalkitError(
            f"{path.name} would unpack to {unpacked / 2**20:,.0f} MB"
            + (f", {unpacked // max(packed, 1)} times its size" if absurd else "")
            + (f", with {large.filename} alone {large.file_size / 2**20:,.0f} MB" if large else "")
            + f"; a spreadsheet of at most {MOST_UNPACKED / 2**20:,.0f} MB can be read. "
            "Export CSV, or a shorter range, for example a year at a time"
        )


def _most_of(name: str) -> int:
    return next((most for start, most in MOST_PART.items() if name.startswith(start)), MOST_OTHER_PART)


def _check_parts(path: Path) -> None:
    """Raises GoalkitError where a part that is read in pieces cannot be: all of a piece would be held at once.

    Unpacks as it reads and never more than the zip's directory says, so that a false size there ends in a fault.
    """
    with zipfile.ZipFile(path) as archive:
        for part in archive.infolist():
            if part.filename.startswith(tuple(MOST_PART)):
                with archive.open(part) as file:
                    _check_pieces(path.name, file, _ROW if part.filename != STRINGS else _NEVER)


def _check_pieces(name: str, file: IO[bytes], between: re.Pattern[bytes]) -> None:
    tags = 0
    while block := file.read(BLOCK):
        if b"<!" in block or (len(block) == BLOCK and b"<" not in block):
            raise GoalkitError(
                f"{name}: this spreadsheet holds a declaration or an endless text among its cells, which no "
                "spreadsheet program writes; open it in one and save it again"
            )
        pieces = between.split(block)
        tags = pieces[-1].count(b"<") + (tags if len(pieces) == 1 else 0)
        if max(tags, *(piece.count(b"<") for piece in pieces)) > MOST_TAGS:
            raise GoalkitError(f"{name}: this spreadsheet has more cells in a row than can be; export CSV instead")


class _Reader:
    """One pass over a sheet, which counts what it reads."""

    def __init__(self, name: str, epoch: datetime) -> None:
        self._name, self._epoch = name, epoch
        self._rows: list[tuple[int, list[str]]] = []
        self._points: set[int] = set()
        self._days: dict[int, bool] = {}  # place → whether all its moments are days

    def read(self, sheet: Any, most: int | None) -> Sheet | None:
        count, blank = 0, None
        for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, max_row=MOST_ROWS), start=1):
            if row is blank:  # the rows between two that are far apart are one and the same
                continue
            cells = [(place, cell) for place, cell in enumerate(row) if cell.value is not None]
            texts = {place: text for place, cell in cells if (text := self._text(place, cell)).strip()}
            count += len(texts)
            if count > MOST_CELLS:
                raise GoalkitError(f"{self._name} has over {MOST_CELLS:,} cells; export a shorter range, or CSV")
            if texts:
                self._rows.append((number, [texts.get(place, "") for place in range(max(texts) + 1)]))
            blank = None if cells else row
            if most is not None and len(self._rows) == most:
                break
        if not self._rows:
            return None
        width = len(self._rows[0][1])
        return Sheet(tuple((line, self._padded(row, width)) for line, row in self._rows), frozenset(self._points))

    def _padded(self, row: list[str], width: int) -> tuple[str, ...]:
        for place, only in self._days.items():
            if only and place < len(row):
                row[place] = row[place].removesuffix(MIDNIGHT)
        return (*row, *[""] * (width - len(row)))

    def _text(self, place: int, cell: Any) -> str:
        value = cell.value
        if isinstance(value, datetime) and value.year < FIRST_REAL_YEAR:  # a length that is formatted as a clock time
            value = value - self._epoch - timedelta(days=self._leap_day_that_never_was(value))
        if isinstance(value, datetime):
            day = value.time() == time(0) and "h" not in (cell.number_format or "").casefold()
            self._days[place] = self._days.get(place, True) and day
        if isinstance(value, float) and not value.is_integer():
            self._points.add(place)
        return text_of(value)

    def _leap_day_that_never_was(self, value: datetime) -> int:
        return int(self._epoch.year < 1900 and value < datetime(1900, 3, 1))


def text_of(value: Any) -> str:
    """A cell's value as a text: moments and days in ISO, lengths as h:mm:ss, numbers with a point, yes and no."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return f"{_to_second(value):%Y-%m-%d %H:%M:%S}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return _span(datetime.combine(date.min, value) - datetime.min)
    if isinstance(value, timedelta):
        return _span(value)
    return _number(value) if isinstance(value, float) else str(value)


def _to_second(value: datetime) -> datetime:
    """Spreadsheets keep fractions of a day: 09:30:00 may come as 09:29:59.999."""
    return (value + timedelta(microseconds=500_000)).replace(microsecond=0, tzinfo=None)


def _span(value: timedelta) -> str:
    seconds = round(abs(value.total_seconds()))
    sign = "-" if value < timedelta(0) else ""
    return f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _number(value: float) -> str:
    """A number as a spreadsheet shows it: fifteen digits, no exponent, no ".0"."""
    text = f"{value:.15g}"
    return text if "e" not in text else f"{value:.15f}".rstrip("0").rstrip(".")
