"""What is learned over the year, for which skills, at what cost, what was finished and what comes next (M27)."""

from dataclasses import dataclass, replace
from datetime import date
from math import isnan
from typing import TYPE_CHECKING, Any

import pandas as pd

from goalkit.metrics.learning import (
    coming,
    cost,
    finished_between,
    month_hours,
    planned_hours,
    spread,
    year_skill_hours,
)
from goalkit.records import LearningItem, Skill
from goalkit.reviews import words
from goalkit.reviews.chapter import FROM_MONTH, Chapter, ChapterFacts, Frames, Gathered
from goalkit.reviews.fragments import Part, html
from goalkit.reviews.then import as_then
from goalkit.reviews.words import count, hours, sentence

if TYPE_CHECKING:
    from goalkit.reviews.material import Material
    from goalkit.reviews.shapes import ReviewFacts

LISTED = 5
FRAMES = {"months": {"month": "datetime64[us]", "item_id": "str", "title": "str", "hours": "float64"}}


@dataclass(frozen=True, slots=True)
class SkillHours:
    """Hours of learning for a skill in the year; `skill` is "" for what names none."""

    skill: str
    hours: float


@dataclass(frozen=True, slots=True)
class Finished:
    """Something that was finished, and what stayed of it ("" for nothing written down)."""

    title: str
    form: str
    done_on: date
    takeaway: str


@dataclass(frozen=True, slots=True)
class Coming:
    """Something that is not finished; days and hours are None where they are not said."""

    title: str
    form: str
    start: date | None
    end: date | None
    hours: float | None
    begun: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningFacts(ChapterFacts):
    """Learning in the year of the period.

    Attributes:
        year: the year; its hours and its money are told, as known on the period's last known day.
        planned, passed, finished_hours: as `metrics.learning.Planned`.
        months: months with hours; spread: how evenly they lie, 0 … 1, None without hours.
        skills: hours for each skill, the most first.
        cost, spent, budget, left: money, the last two None when no budget was said; in `currency`.
        finished, finished_more: what was finished in the period, the latest first.
        coming, coming_more: what was not finished yet, the earliest first.
    """

    year: int = 0
    planned: float = 0.0
    passed: float = 0.0
    finished_hours: float = 0.0
    months: int = 0
    spread: float | None = None
    skills: tuple[SkillHours, ...] = ()
    cost: float = 0.0
    spent: float = 0.0
    budget: float | None = None
    left: float | None = None
    currency: str = ""
    finished: tuple[Finished, ...] = ()
    finished_more: int = 0
    coming: tuple[Coming, ...] = ()
    coming_more: int = 0


def gather(material: "Material") -> Gathered:
    """Learning items as they were then."""
    items = _known(material)
    by_month = month_hours(items, material.as_of.year)
    span, frames = material.now, {"months": by_month}
    done, ahead = finished_between(items, span.start, span.end), coming(items, material.as_of)
    if by_month.empty and done.empty and ahead.empty:
        return Gathered(LearningFacts(missing=_missing(material)), frames)
    plan, money = planned_hours(items, material.as_of), cost(items, material.as_of, material.settings.learning_budget)
    even = spread(by_month)
    facts = LearningFacts(
        year=material.as_of.year,
        planned=plan.planned,
        passed=plan.passed,
        finished_hours=plan.finished,
        months=int(by_month["month"].nunique()),
        spread=None if isnan(even) else even,
        skills=tuple(
            SkillHours(row.name, row.hours) for row in year_skill_hours(by_month, material.read(Skill)).itertuples()
        ),
        cost=money.planned,
        spent=money.spent,
        budget=money.budget,
        left=money.left,
        currency=material.settings.currency,
        finished=tuple(Finished(row.title, row.form, row.done_on.date(), row.takeaway) for row in done.itertuples()),
        finished_more=words.beyond(done, LISTED),
        coming=tuple(_coming(row, material.as_of) for row in ahead.itertuples()),
        coming_more=words.beyond(ahead, LISTED),
    )
    return Gathered(replace(facts, sentence=told(facts, f"this {material.period.kind}")), frames)


def _known(material: "Material") -> pd.DataFrame:
    """The items that were written down by then, and those that had begun by then, whenever written down."""
    every, last = as_then(material, LearningItem), pd.Timestamp(material.as_of)
    begun = (every["start"] <= last) | (every["done_on"] <= last)
    return every[every["written"] | begun].reset_index(drop=True)


def _missing(material: "Material") -> str:
    return (
        f"Nothing to learn was written down by {words.day(material.as_of)}. "
        "A book with its hours and dates is a good start, in the notebook 10_learning."
    )


def _coming(row: Any, as_of: date) -> Coming:
    start, end = (None if pd.isna(day) else day.date() for day in (row.start, row.end))
    planned = None if isnan(row.hours) else row.hours
    return Coming(row.title, row.form, start, end, planned, start is not None and start <= as_of)


def told(facts: LearningFacts, when: str) -> str:
    """The year's hours and how they lie, what was finished and what is not."""
    many = count(len(facts.finished), "thing was", "things were") if facts.finished else "nothing was"
    finished = f"{many} finished {when}"
    if not facts.planned:
        return sentence(f"{finished}; no hours of learning lie in {facts.year}")
    over = f"over {count(facts.months, 'month', 'months')} of {facts.year}"
    done = f"{hours(facts.finished_hours)} of them finished" if facts.finished_hours else "none of them finished yet"
    return f"{sentence(f'{hours(facts.planned)} of learning lie {over}, {done}')} {sentence(finished)}"


def show(part: LearningFacts, frames: Frames, facts: "ReviewFacts") -> tuple[Part, ...]:
    """The sentence and the numbers, the months of the year, what was finished and what comes."""
    from goalkit.charts.learning import plot_learning_months

    text = html("learning.html.j2", part=part)
    if frames["months"].empty:
        return (text,)
    return (text, plot_learning_months(frames["months"], part.year))


CHAPTER = Chapter("learning", LearningFacts, gather, show, frames=FRAMES, kinds=FROM_MONTH, needs=(LearningItem,))
