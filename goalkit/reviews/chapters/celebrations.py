"""Milestones that were reached, and whether one stopped to notice (M30)."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from goalkit.metrics.celebrations import celebrations
from goalkit.records import Milestone
from goalkit.reviews.chapter import Chapter, ChapterFacts, Frames, Gathered
from goalkit.reviews.fragments import Part, html
from goalkit.reviews.tables import titles
from goalkit.reviews.words import count, join, quoted, sentence

if TYPE_CHECKING:
    from goalkit.reviews.material import Material
    from goalkit.reviews.shapes import ReviewFacts

NAMED = 3


@dataclass(frozen=True, slots=True)
class Reached:
    """One milestone that was reached; `celebrated_on` is None while nobody stopped to notice."""

    title: str
    goal: str
    done_on: date
    celebrate: str
    celebrated_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CelebrationFacts(ChapterFacts):
    """Milestones of the period: how many were reached, how many of them celebrated, and each one."""

    reached: int = 0
    celebrated: int = 0
    milestones: tuple[Reached, ...] = ()


def gather(material: "Material") -> Gathered:
    """The milestones reached on the known days, those still to be celebrated first."""
    span, goals = material.now, titles(material)
    found = [
        Reached(
            title=row.title,
            goal=goals.get(row.goal_id, ""),
            done_on=row.done_on.date(),
            celebrate=row.celebrate,
            celebrated_on=row.celebrated_on.date() if row.taken else None,
        )
        for row in celebrations(material.read(Milestone), span.start, span.end).itertuples()
    ]
    if not found:
        missing = "No milestone was reached; breaking a goal into small ones is done in the notebook 05_plan."
        return Gathered(CelebrationFacts(missing=missing))
    taken = sum(one.celebrated_on is not None for one in found)
    return Gathered(
        CelebrationFacts(sentence=told(found), reached=len(found), celebrated=taken, milestones=tuple(found))
    )


def told(found: list[Reached]) -> str:
    """How many were reached, and which of them still wait for their celebration."""
    waiting = [quoted(one.title) for one in found if one.celebrated_on is None]
    reached = sentence(f"{count(len(found), 'milestone was', 'milestones were')} reached")
    if not waiting:
        return f"{reached} {'It was' if len(found) == 1 else 'All were'} celebrated."
    named = [*waiting[:NAMED], *([f"{len(waiting) - NAMED} more"] if len(waiting) > NAMED else [])]
    verb = "waits" if len(waiting) == 1 else "wait"
    return f"{reached} {sentence(f'{join(named)} still {verb} to be celebrated')}"


def show(part: CelebrationFacts, frames: Frames, facts: "ReviewFacts") -> tuple[Part, ...]:
    """The sentence, and a line a milestone."""
    return (html("celebrations.html.j2", part=part),)


CHAPTER = Chapter("celebrations", CelebrationFacts, gather, show, needs=(Milestone,))
