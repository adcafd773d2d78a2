"""Which facts a review shows: those handed over, or those of the period that was asked for."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from goalkit.periods import Period, parse_day, parse_period
from goalkit.workbook.finished import latest_finished

if TYPE_CHECKING:
    from goalkit.reviews.shapes import ReviewFacts
    from goalkit.workbook import Book


def load_facts(facts_file: str = "", book: str = "", period: str = "", as_of: str = "") -> "ReviewFacts":
    """The facts in a file, or, without one, those of a workbook, gathered now.

    Args:
        facts_file: a facts.json; when given, nothing else is looked at.
        book: the workbook's folder; "" for the nearest one.
        period: for example "2025-03"; "" for the latest finished month with entries.
        as_of: the day from which the review looks; "" for the period's last day, or today
            if it is not over.

    Raises GoalkitError for a workbook, period or day that is none.
    """
    from goalkit.reviews.as_json import from_dict

    if facts_file:
        return from_dict(json.loads(Path(facts_file).read_text(encoding="utf-8")))
    from goalkit.workbook import open_book

    with open_book(book or None) as opened:
        return _gathered(opened, period, as_of)


def _gathered(book: "Book", period: str, as_of: str) -> "ReviewFacts":
    from goalkit.reviews.facts import gather

    calendar = book.settings.calendar
    chosen = parse_period(period, calendar.week_start) if period else latest_finished(book, book.today())
    return gather(book, chosen, parse_day(as_of) if as_of else last_day(chosen, book.today()))


def last_day(period: Period, today: date) -> date:
    """The day from which a review of the period looks: its last one, or today if that comes first."""
    return min(period.end - timedelta(days=1), max(today, period.start))
