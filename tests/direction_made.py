"""A small workbook to look back on: what tests of its chapters write into it, and what a chapter then says."""

from datetime import UTC, date, datetime, timedelta

from test_chapters import shown_text

from goalkit.periods import parse_period
from goalkit.records import Goal, TimeEntry
from goalkit.reviews import sections
from goalkit.reviews.chapters import BY_NAME
from goalkit.reviews.facts import gather
from goalkit.reviews.material import load_material

LATER = date(2026, 2, 1)
PLAIN = {"measure": "hours", "target": 100, "unit": "h", "start": date(2025, 1, 1), "due": date(2025, 12, 31)}


def log(book, start, hours, goal=None):
    """One entry; its start is given in UTC."""
    begin = datetime.fromisoformat(start).replace(tzinfo=UTC)
    book.add(TimeEntry(start_utc=begin, end_utc=begin + timedelta(hours=hours), project="x", goal_id=goal))


def add_goal(book, name, when=None, **values):
    """A goal of 2025, 100 h from the log but for what is given."""
    return book.add(Goal(**({"id": name, "title": name.title()} | PLAIN | values)), when=when)


def gathered(book, name, period, as_of=LATER):
    """Facts and frames of one chapter, as known on a day."""
    return BY_NAME[name].gather(load_material(book, parse_period(period), as_of))


def told(book, name, period, as_of=LATER):
    """The facts of one chapter, as known on a day."""
    return gathered(book, name, period, as_of).facts


def shown(book, name, period, as_of=LATER):
    """The parts of one chapter of a whole review: the text that is read, and the figures."""
    parts = sections.chapter(gather(book, parse_period(period), as_of), name).parts
    text = " ".join(shown_text(parts).split())
    return text, [part for part in parts if not isinstance(part, str)]
