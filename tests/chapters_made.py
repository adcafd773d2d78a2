"""A small workbook for a chapter of a review, and what the chapter says of it."""

from datetime import UTC, date, datetime, time

from goalkit.periods import parse_period
from goalkit.records import Settings
from goalkit.reviews import sections
from goalkit.reviews.chapters import BY_NAME
from goalkit.reviews.facts import gather
from goalkit.reviews.material import load_material
from goalkit.workbook import init_book

LATER = date(2026, 2, 1)
EARLY = datetime(2025, 1, 1, tzinfo=UTC)


def berlin_book(folder):
    """A new workbook in Berlin; close it after use."""
    book = init_book(folder / "book", notebooks=False)
    book.change(Settings, "settings", zone="Europe/Berlin", when=EARLY)
    return book


def at_noon(day):
    """An instant of that day, to write something down at."""
    return datetime.combine(day, time(12), tzinfo=UTC)


def chapter(book, name, period, as_of=LATER):
    """The facts of one chapter in the review of a period."""
    return BY_NAME[name].gather(load_material(book, parse_period(period), as_of)).facts


def shown(book, name, period, as_of=LATER):
    """The parts of one chapter as a reader gets them: texts of HTML, and figures."""
    return sections.chapter(gather(book, parse_period(period), as_of), name).parts
