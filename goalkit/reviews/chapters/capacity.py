"""Hours a week that the active goals ask, against what there is for them, and the goal that tips it over (M12)."""

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING

from goalkit.metrics.capacity import FEWEST_WEEKS, Capacity, capacity, capacity_rows, capacity_sentence
from goalkit.records import TimeEntry
from goalkit.reviews.chapter import Chapter, ChapterFacts, Frames, Gathered
from goalkit.reviews.fragments import Part, html
from goalkit.reviews.tables import titles
from goalkit.reviews.words import count, sentence

if TYPE_CHECKING:
    from goalkit.reviews.material import Material
    from goalkit.reviews.shapes import ReviewFacts

KINDS = ("week", "month", "quarter", "year")


@dataclass(frozen=True, slots=True)
class Asking:
    """One active goal: what it asks a week (None when it does not say), and whether it goes beyond what there is."""

    goal_id: str
    title: str
    hours: float | None
    over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityFacts(ChapterFacts):
    """The numbers of `metrics.capacity.Capacity`, None where unknown, and a row a goal.

    Attributes:
        asked, free, left: hours a week; `left` is negative when the goals ask for more.
        from_log, stated: what usually went to goals, and what the person means to give.
        weeks, weeks_needed: whole weeks `from_log` is taken from, and the fewest it takes.
        unsaid: goals that say no hours.
    """

    asked: float = 0.0
    free: float | None = None
    left: float | None = None
    from_log: float | None = None
    stated: float | None = None
    weeks: int = 0
    weeks_needed: int = FEWEST_WEEKS
    unsaid: int = 0
    goals: tuple[Asking, ...] = ()


def gather(material: "Material") -> Gathered:
    """The capacity on the last known day."""
    goals, as_of = material.data.goals, material.as_of
    found = capacity(goals, material.data.entries, material.settings, as_of)
    rows = capacity_rows(goals, found.free, as_of)
    if rows.empty:
        return Gathered(CapacityFacts(missing="No goal is active; the notebook 04_goals is the place to begin one."))
    if found.unsaid == len(rows):
        missing = "No active goal says how many hours a week it asks; they are written in the notebook 04_goals."
        return Gathered(CapacityFacts(missing=missing, unsaid=found.unsaid))
    return Gathered(
        CapacityFacts(
            sentence=told(found, titles(material)),
            asked=found.asked,
            free=_known(found.free),
            left=_known(found.left),
            from_log=_known(found.from_log),
            stated=_known(found.stated),
            weeks=found.weeks,
            unsaid=found.unsaid,
            goals=tuple(
                Asking(row.goal_id, row.title, _known(row.hours_per_week), row.over) for row in rows.itertuples()
            ),
        )
    )


def told(found: Capacity, names: dict[str, str]) -> str:
    """What is asked against what there is, and how many goals say no hours."""
    said = capacity_sentence(found, names)
    if not found.unsaid:
        return said
    silent = count(found.unsaid, "active goal says", "active goals say")
    return f"{said} {sentence(f'{silent} no hours')}"


def _known(value: float) -> float | None:
    return None if isnan(value) else float(value)


def show(part: CapacityFacts, frames: Frames, facts: "ReviewFacts") -> tuple[Part, ...]:
    """The sentence, a bar of what is asked with a mark at what there is, and a line a goal."""
    full = max(part.asked, part.free or 0.0) or 1.0
    asking = [
        {"one": one, "colour": facts.colours.get(one.goal_id, 0), "width": round((one.hours or 0.0) / full * 100, 2)}
        for one in part.goals
    ]
    mark = None if part.free is None else round(part.free / full * 100, 2)
    return (html("capacity.html.j2", part=part, asking=asking, mark=mark),)


CHAPTER = Chapter(
    "capacity", CapacityFacts, gather, show, kinds=KINDS, needs=(TimeEntry,), heading="What your goals ask"
)
