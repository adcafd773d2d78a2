"""What a workbook remembers of the columns of tables."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from goalkit.records import ColumnMap, header_text
from goalkit.workbook.book import Book
from goalkit.workbook.journal import at


def find_map(book: Book, names: tuple[str, ...]) -> ColumnMap | None:
    """The map that was kept for a header, case and surrounding space aside; None where there is none."""
    wanted = header_text(names)
    return next((one for one in book.records(ColumnMap) if one.header == wanted), None)


def keep_map(book: Book, names: tuple[str, ...], how: Mapping[str, Any], when: datetime | None = None) -> bool:
    """Keeps what was said about a header, in place of what was said before; gives whether that is news."""
    said = {
        "parts": [f"{role}={name}" for role, name in how["column_map"].items()],
        "dates": how.get("dates") or "",
        "decimal": how.get("decimal") or "",
    }
    old = find_map(book, names)
    if old is None:
        book.add(ColumnMap(header=header_text(names), said_utc=at(when), **said), when, "what its columns mean")
    elif any(getattr(old, name) != value for name, value in said.items()):
        book.change(ColumnMap, old.id, {**said, "said_utc": at(when)}, when=when, why="its columns mean something else")
    else:
        return False
    return True
