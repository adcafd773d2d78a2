"""The workbook: the only room that writes data."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from goalkit.workbook.book import Book
    from goalkit.workbook.imports import ImportReport
    from goalkit.workbook.opening import init_book, open_book

# Looked up on first use, so that looking for a workbook does not load its database.
_HOMES = {"Book": "book", "ImportReport": "imports", "init_book": "opening", "open_book": "opening"}

__all__ = ["Book", "ImportReport", "init_book", "open_book"]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"goalkit.workbook.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'goalkit.workbook' has no attribute {name!r}")
