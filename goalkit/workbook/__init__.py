"""The workbook: the only room that writes data."""

from goalkit.workbook.book import Book
from goalkit.workbook.imports import ImportReport
from goalkit.workbook.opening import init_book, open_book

__all__ = ["Book", "ImportReport", "init_book", "open_book"]
