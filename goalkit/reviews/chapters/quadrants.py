"""Urgent and important: the share of hours in each quadrant, and the tasks that are open there (M19)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from goalkit.metrics.plan import QUADRANTS, quadrant_hours, quadrants
from goalkit.records import Task, TimeEntry
from goalkit.reviews.chapter import FROM_MONTH, Chapter, ChapterFacts, Frames, Gathered
from goalkit.reviews.fragments import Part, html
from goalkit.reviews.known import known
from goalkit.reviews.words import count, hours, percent, sentence

if TYPE_CHECKING:
    import pandas as pd

    from goalkit.reviews.material import Material
    from goalkit.reviews.shapes import ReviewFacts

SHOWN = 3
SIDES = {
    "do first": "important and urgent",
    "plan a time": "important, not urgent",
    "make short": "urgent, not important",
    "let go": "neither",
}


@dataclass(frozen=True, slots=True)
class Quadrant:
    """One quadrant: its hours, their share of those on tasks (None without any), and its open tasks, some by title."""

    name: str
    sides: str
    hours: float
    share: float | None
    open: int
    tasks: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QuadrantFacts(ChapterFacts):
    """Hours on tasks and on none, the open tasks, and the four quadrants in the order in which they are read."""

    hours: float = 0.0
    other_hours: float = 0.0
    open: int = 0
    quadrants: tuple[Quadrant, ...] = ()


def gather(material: "Material") -> Gathered:
    """The hours of the known days by quadrant, and the tasks that are open on the last of them."""
    tasks = known(material, Task)
    if tasks.empty:
        missing = (
            "No task is written down yet; the notebook 05_plan keeps tasks, and sorts them by urgent and important."
        )
        return Gathered(QuadrantFacts(missing=missing))
    given = quadrant_hours(material.now.entries, tasks, material.as_of)
    still_open = quadrants(tasks, material.as_of)
    on_tasks = float(given[list(QUADRANTS.values())].sum())
    found = tuple(_quadrant(name, given, on_tasks, still_open) for name in QUADRANTS.values())
    other = float(given["no task"])
    text = told(found, on_tasks, material)
    return Gathered(
        QuadrantFacts(sentence=text, hours=on_tasks, other_hours=other, open=len(still_open), quadrants=found)
    )


def _quadrant(name: str, given: "pd.Series[float]", on_tasks: float, still_open: "pd.DataFrame") -> Quadrant:
    titles = list(still_open.loc[still_open["quadrant"] == name, "title"])
    hours_in = float(given[name])
    share = hours_in / on_tasks if on_tasks else None
    first, more = tuple(titles[:SHOWN]), max(len(titles) - SHOWN, 0)
    return Quadrant(name, SIDES[name], hours_in, share, len(titles), first, more)


def told(found: tuple[Quadrant, ...], on_tasks: float, material: "Material") -> str:
    """Where most hours on tasks went; without any, how many tasks are open, and what would link time to them."""
    when = f"in this {material.period.kind}"
    if not on_tasks:
        open_tasks = count(sum(one.open for one in found), "task is", "tasks are")
        linked = f"no hours {when} name a task; an entry does when a task's title stands in it"
        return f"{sentence(f'{open_tasks} open')} {sentence(linked)}"
    most = max(found, key=lambda one: one.hours)
    return (
        f"{hours(on_tasks)} {when} went to tasks, {percent(most.share or 0.0)} of them to “{most.name}”: {most.sides}."
    )


def show(part: QuadrantFacts, frames: Frames, facts: "ReviewFacts") -> tuple[Part, ...]:
    """The sentence, and the four quadrants with their hours and open tasks."""
    return (html("quadrants.html.j2", part=part),)


CHAPTER = Chapter(
    "quadrants", QuadrantFacts, gather, show, kinds=FROM_MONTH, needs=(Task, TimeEntry), heading="Urgent and important"
)
