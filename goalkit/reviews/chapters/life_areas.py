"""Life areas: the wheel now against before, the widest gaps, what moved (M4)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from goalkit.metrics.direction import moved, wheel, widest_gaps
from goalkit.records import LifeArea
from goalkit.reviews.chapter import FROM_MONTH, Chapter, ChapterFacts, Frames, Gathered
from goalkit.reviews.fragments import Part, html
from goalkit.reviews.words import count, day, join, number, sentence

if TYPE_CHECKING:
    from goalkit.reviews.material import Material
    from goalkit.reviews.shapes import ReviewFacts

NAMED = 2
FEWEST = 3  # areas that make a wheel
MISSING = "No life area is rated yet; seven sliders in the notebook 03_direction are enough for the wheel."
WHEEL = {"area": "str", "satisfaction": "float64", "wanted": "float64", "before": "float64"}


@dataclass(frozen=True, slots=True)
class Area:
    """One area: satisfaction now and before (None without a time before), wanted, importance × what is missing."""

    name: str
    now: float
    wanted: float
    importance: float
    gap: float
    before: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaFacts(ChapterFacts):
    """The areas as they were rated last.

    Attributes:
        rated_on: the day of the latest rating; before_on: the latest of those it is compared with.
        fresh: whether anything was rated in the period.
        areas: in the order in which they first came.
        gaps: the widest ones, the widest first.
        moved: those whose satisfaction was rated anew in the period and changed, the most first.
    """

    rated_on: date | None = None
    before_on: date | None = None
    fresh: bool = False
    areas: tuple[Area, ...] = ()
    gaps: tuple[Area, ...] = ()
    moved: tuple[Area, ...] = ()


def gather(material: "Material") -> Gathered:
    """The wheel as known, against what it was when the period began."""
    start = material.period.start
    found = wheel(material.read(LifeArea), material.as_of, start)
    if found.empty:
        return Gathered(AreaFacts(missing=MISSING), {"wheel": found})
    rated_on, before_on = found["day"].max(), found["day_before"].max()
    facts = AreaFacts(
        rated_on=rated_on.date(),
        before_on=None if pd.isna(before_on) else before_on.date(),
        fresh=rated_on.date() >= start,
        areas=_areas(found),
        gaps=_areas(widest_gaps(found, NAMED)),
        moved=_areas(moved(found, "satisfaction", start)),
    )
    return Gathered(replace(facts, sentence=told(facts)), {"wheel": found})


def _areas(rows: pd.DataFrame) -> tuple[Area, ...]:
    return tuple(
        Area(
            name=row.area,
            now=row.satisfaction,
            wanted=row.wanted,
            importance=row.importance,
            gap=row.gap,
            before=None if pd.isna(row.before) else row.before,
        )
        for row in rows.itertuples(index=False)
    )


def told(facts: AreaFacts) -> str:
    """Where the gaps are widest, and what moved most; of ratings from before the period also their day."""
    when = "" if facts.fresh or facts.rated_on is None else f"Rated last on {day(facts.rated_on)}."
    return f"{when} {_gaps(facts.gaps)} {_moved(facts)}".strip()


def _gaps(gaps: Sequence[Area]) -> str:
    if not gaps:
        return "Every area is where you want it, or beyond."
    named = [f"{area.name} ({number(area.now)} where {number(area.wanted)} is wanted)" for area in gaps]
    widest = "gap is" if len(gaps) == 1 else "gaps are"
    return sentence(f"weighed by importance the widest {widest} {join(named)}")


def _moved(facts: AreaFacts) -> str:
    if not facts.moved or facts.before_on is None:
        return ""
    first, *others = (f"from {number(area.before or 0.0)} to {number(area.now)}" for area in facts.moved[:NAMED])
    names = [area.name for area in facts.moved]
    ways = [f"{names[0]} moved {first}", *(f"{name} {way}" for name, way in zip(names[1:], others, strict=False))]
    rest = len(facts.moved) - len(ways)
    more = f"; {count(rest, 'other area', 'other areas')} moved too" if rest else ""
    return sentence(f"since {day(facts.before_on)} {join(ways)}{more}")


def show(part: AreaFacts, frames: Frames, facts: "ReviewFacts") -> tuple[Part, ...]:
    """The sentence; the wheel where it is new, and in the reviews of quarters and years."""
    from goalkit.charts.direction import plot_wheel

    drawn = len(part.areas) >= FEWEST and (part.fresh or facts.kind != "month")
    hint = "" if part.fresh else "Seven sliders in the notebook 03_direction show what has moved since."
    head = html("told.html.j2", sentence=part.sentence, hint=hint)
    return (head, plot_wheel(frames["wheel"], _alt(part.areas))) if drawn else (head,)


def _alt(areas: Sequence[Area]) -> str:
    """The wheel in numbers."""
    each = [
        f"{area.name} {number(area.now)}, wanted {number(area.wanted)}"
        + ("" if area.before is None else f", before {number(area.before)}")
        for area in areas
    ]
    return f"From 0 to 10: {'; '.join(each)}."


CHAPTER = Chapter("life_areas", AreaFacts, gather, show, {"wheel": WHEEL}, FROM_MONTH, needs=(LifeArea,))
