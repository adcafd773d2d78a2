"""A small workbook for the chapters on goals and plans, and what a review of it says."""

from datetime import UTC, date, datetime, timedelta

from goalkit.periods import parse_period
from goalkit.records import Goal, Settings, TimeEntry
from goalkit.reviews import sections
from goalkit.reviews.facts import gather
from goalkit.workbook import init_book

LATER = date(2026, 6, 1)
YEAR = {"start": date(2025, 1, 1), "due": date(2025, 12, 31)}


def new_book(path):
    """A new workbook in Berlin."""
    made = init_book(path / "book", notebooks=False)
    made.change(Settings, "settings", zone="Europe/Berlin", when=at("2024-12-30"))
    return made


def at(text):
    """An instant, noon in UTC unless an hour is given."""
    return datetime.fromisoformat(text if len(text) > 10 else f"{text} 12:00").replace(tzinfo=UTC)


def goal(book, name, when="2024-12-31", **values):
    """A goal of 2025 with 100 h from the log but for what is given, written down on a day."""
    plain = {"id": name, "title": name.title(), "measure": "hours", "target": 100, "unit": "h", **YEAR}
    return book.add(Goal(**(plain | values)), when=at(when))


def log(book, start, minutes, goal=None, **values):
    """One entry; its start is given in UTC."""
    begin = at(start)
    book.add(TimeEntry(start_utc=begin, end_utc=begin + timedelta(minutes=minutes), goal_id=goal, **values))


def facts_of(book, period, as_of=LATER):
    """The facts of a review."""
    return gather(book, parse_period(period), as_of)


def told(book, name, period="2025-03", as_of=LATER):
    """The facts of one chapter in the review of a period."""
    return facts_of(book, period, as_of).chapters[name]


def shown(book, name, period="2025-03", as_of=LATER):
    """The parts of one chapter: its text, and its figures."""
    text, *figures = sections.chapter(facts_of(book, period, as_of), name).parts
    return text, figures
