"""What a workbook remembers of the columns of tables."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from goalkit.errors import UndecidedError
from goalkit.records import ColumnMap, header_text
from goalkit.trackers import Export, ReadOptions, load_export
from goalkit.trackers.source import open_source
from goalkit.workbook.journal import at

if TYPE_CHECKING:
    from goalkit.workbook.book import Book
    from goalkit.workbook.imports import ImportReport


def find_map(book: "Book", names: tuple[str, ...]) -> ColumnMap | None:
    """The map that was kept for a header, case and surrounding space aside; None where there is none."""
    wanted = header_text(names)
    return next((one for one in book.records(ColumnMap) if one.header == wanted), None)


def spelled(said: ColumnMap, header: tuple[str, ...]) -> dict[str, str]:
    """Part → column as a file spells it, whose header is the map's but for case and space."""
    own = {name.casefold(): name for name in reversed(header)}
    return {role: name if name in header else own.get(name.casefold(), name) for role, name in said.columns.items()}


def load_remembered(book: "Book", path: Path, options: ReadOptions) -> Export:
    """An export, read as was said before of its header where nothing is said now; raises as `load_export` does."""
    if options.column_map or options.tracker is not None:
        return load_export(path, options)
    header = open_source(path).header
    if (said := find_map(book, header)) is None:
        return load_export(path, options)
    options = replace(options, column_map=spelled(said, header))
    while True:
        try:
            return load_export(path, options)
        except UndecidedError as error:
            if getattr(options, error.option) or not getattr(said, error.option):
                raise
            options = replace(options, **{error.option: getattr(said, error.option)})


def keep_map(book: "Book", names: tuple[str, ...], how: Mapping[str, Any], when: datetime | None = None) -> bool:
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


def import_as_said(
    book: "Book", path: Path, names: tuple[str, ...], how: Mapping[str, Any]
) -> "tuple[ImportReport, bool]":
    """Imports a file whose header's map was said just now, and whether keeping that map was news.

    The map is written before the entries, so that the first undo takes the entries back.
    """
    news = keep_map(book, names, how)
    return book.import_file(path, **how), news
