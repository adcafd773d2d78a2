"""`goalkit review`: which workbook, which period, and where the page is."""

import os
import sys
import webbrowser
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from goalkit.errors import GoalkitError
from goalkit.periods import parse_period

if TYPE_CHECKING:
    from goalkit.workbook import Book


def render(  # noqa: PLR0913, PLR0917 - what the command was given
    book: "Book", period: str | None, as_of: date | None, formats: tuple[str, ...], out: Path | None, sample: bool
) -> Path:
    """Renders one review, says of what and where, and gives its page's path (its folder without a page)."""
    from goalkit.reviews.choose import last_day, latest_finished
    from goalkit.reviews.render import RenderOptions, render_review

    if sample and book.entries().empty:
        book = _sample_of(book)
        typer.echo("Your workbook holds no entries yet, so this is the sample's review (an invented person).")
    week_start = book.settings.calendar.week_start
    chosen = parse_period(period, week_start) if period else latest_finished(book, book.today())
    options = RenderOptions(out=out, formats=formats) if out else RenderOptions(formats=formats)
    done = render_review(book, chosen, as_of or last_day(chosen, book.today()), options)
    pages = [file for file in done.files if file.suffix == ".html"]
    typer.echo(f"{chosen.title}, workbook {book.path}: {pages[0] if pages else done.folder}")
    return pages[0] if pages else done.folder


def open_page(page: Path) -> None:
    """Opens a page in the browser where there is a desktop; does nothing elsewhere."""
    desktop = sys.platform in ("win32", "darwin") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if desktop and not os.environ.get("CI"):
        webbrowser.open(page.resolve().as_uri())


def _sample_of(book: "Book") -> "Book":
    from goalkit.workbook import open_book

    place = book.path / "data" / "sample"
    book.close()
    if not place.is_dir():
        raise GoalkitError(f"{book.path} holds no entries and no sample; bring some in with: goalkit import FILE")
    return open_book(place)
