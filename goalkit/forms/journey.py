"""The year at a glance: which notebook holds what by now, and what comes next."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from goalkit.forms.table import Table
from goalkit.records import (
    BoardImage,
    CheckIn,
    Contact,
    Feedback,
    Goal,
    Habit,
    LearningItem,
    LifeArea,
    LookBack,
    Milestone,
    Record,
    ReviewAnswer,
    Roadblock,
    Skill,
    Task,
    Theme,
    TimeBlock,
    TimeEntry,
    Value,
    Vision,
)

if TYPE_CHECKING:
    from goalkit.workbook import Book


@dataclass(frozen=True, slots=True)
class Stop:
    """A notebook on the way through a year, and the kinds of record that are written in it."""

    notebook: str
    title: str
    kinds: tuple[type[Record], ...]


STOPS = (
    Stop("02_look_back", "Look back, and a theme", (LookBack, Theme)),
    Stop("03_direction", "Values, life areas, vision", (Value, LifeArea, Skill, Vision, BoardImage)),
    Stop("04_goals", "Goals", (Goal,)),
    Stop("05_plan", "Milestones and tasks", (Milestone, Task)),
    Stop("06_log_time", "Time", (TimeEntry,)),
    Stop("07_week", "The week", (TimeBlock,)),
    Stop("08_obstacles", "Obstacles", (Roadblock,)),
    Stop("09_people", "People and feedback", (Contact, Feedback)),
    Stop("10_learning", "Learning and habits", (LearningItem, Habit)),
    Stop("12_progress", "Check-ins, answers to reviews", (CheckIn, ReviewAnswer)),
)


def year_so_far(book: "Book", after: Any = None) -> Table:
    """What is written so far, a line a notebook, and where to go next; follows what `after` saves."""
    return Table(lambda: written(book), caption=next_words(book), nothing="", after=after)


def written(book: "Book") -> pd.DataFrame:
    """Columns Notebook, What, Written: how many records each notebook holds by now."""
    counts = book.counts()
    rows = [(stop.notebook, stop.title, _told(stop, counts)) for stop in STOPS]
    return pd.DataFrame(rows, columns=["Notebook", "What", "Written so far"])


def next_words(book: "Book") -> str:
    """The first notebook that holds nothing yet, in a sentence."""
    counts = book.counts()
    bare = next((stop for stop in STOPS if not any(counts.get(kind.kind) for kind in stop.kinds)), None)
    if bare is None:
        return "Every notebook holds something; go where you are drawn."
    return f"Next could be {bare.notebook}: {bare.title[:1].lower()}{bare.title[1:]}. Any order is fine."


def _told(stop: Stop, counts: dict[str, int]) -> str:
    from goalkit.workbook.rows import counted

    held = [counted(counts[kind.kind], kind.label) for kind in stop.kinds if counts.get(kind.kind)]
    return ", ".join(held) or "nothing yet"
