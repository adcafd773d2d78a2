"""What might get in the way and what did, and how the plans for it worked (M23, M24)."""

from dataclasses import dataclass
from datetime import date
from math import isnan
from typing import TYPE_CHECKING

import pandas as pd

from goalkit.metrics.obstacles import PlanRate, plan_rate, risks, struck, struck_kinds, year_plan_rate
from goalkit.records import Roadblock, RoadblockEvent
from goalkit.reviews import words
from goalkit.reviews.chapter import Chapter, ChapterFacts, Frames, Gathered
from goalkit.reviews.findings import IF_THEN
from goalkit.reviews.fragments import Part, html
from goalkit.reviews.then import as_then
from goalkit.reviews.words import count, sentence, times

if TYPE_CHECKING:
    from goalkit.reviews.material import Material
    from goalkit.reviews.shapes import ReviewFacts

LISTED = 6
EVIDENCE = f"{IF_THEN} Over 642 tests d was 0.27 to 0.66 (2024)."
FRAMES = {
    "risks": {"title": "str", "likelihood": "int64", "impact": "int64", "risk": "int64", "has_plan": "bool"},
}


@dataclass(frozen=True, slots=True)
class Struck:
    """One day on which a roadblock struck; `worked` is "yes", "partly", "no" or "" for not known."""

    title: str
    day: date
    plan_used: bool
    worked: str
    lesson: str


@dataclass(frozen=True, slots=True)
class StruckKind:
    """How often roadblocks of a kind struck."""

    sort: str
    times: int


@dataclass(frozen=True, slots=True)
class Rate:
    """How plans did; `hit_rate` is None until one that was used was judged, and a “partly” counts half."""

    struck: int = 0
    used: int = 0
    judged: int = 0
    worked: float = 0.0
    hit_rate: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObstacleFacts(ChapterFacts):
    """Roadblocks that are open, and what struck in the period.

    Attributes:
        open, without_plan: roadblocks that are open, and those without an if–then plan.
        now, twelve_months: how the plans did.
        kinds: of what struck in the period, the most frequent first.
        events, more: what struck, the latest first, and how many of them wait behind "and more".
        evidence: what studies say for if–then plans, where one is missing or was not used.
    """

    open: int = 0
    without_plan: int = 0
    now: Rate = Rate()
    twelve_months: Rate = Rate()
    kinds: tuple[StruckKind, ...] = ()
    events: tuple[Struck, ...] = ()
    more: int = 0
    evidence: str = ""


def gather(material: "Material") -> Gathered:
    """Roadblocks as they were then, and what struck on the known days."""
    span, events, every = material.now, material.read(RoadblockEvent), as_then(material, Roadblock)
    # What struck by then was known by then, even if it was written down later.
    past = events[events["day"] <= pd.Timestamp(material.as_of)]
    weights = risks(every[every["written"] | every["id"].isin(past["roadblock_id"])], events, material.as_of)
    frames = {"risks": weights}
    if weights.empty and past.empty:
        return Gathered(ObstacleFacts(missing=_missing(material)), frames)
    found, rate = struck(events, every, span.start, span.end), plan_rate(events, span.start, span.end)
    listed = tuple(
        Struck(row.title, row.day.date(), bool(row.plan_used), row.worked, row.lesson) for row in found.itertuples()
    )
    bare = int((~weights["has_plan"]).sum())
    return Gathered(
        ObstacleFacts(
            sentence=told(rate, (len(weights), bare), f"this {material.period.kind}"),
            open=len(weights),
            without_plan=bare,
            now=_rate(rate),
            twelve_months=_rate(year_plan_rate(events, material.as_of)),
            kinds=tuple(StruckKind(row.sort, int(row.times)) for row in struck_kinds(found).itertuples()),
            events=listed,
            more=words.beyond(listed, LISTED),
            evidence=EVIDENCE if bare or rate.used < rate.struck else "",
        ),
        frames,
    )


def _missing(material: "Material") -> str:
    return (
        f"No roadblock was written down by {words.day(material.as_of)}. "
        "One of them with its if–then plan is a good start, in the notebook 08_obstacles."
    )


def _rate(rate: PlanRate) -> Rate:
    known = None if isnan(rate.hit_rate) else rate.hit_rate
    return Rate(rate.struck, rate.used, rate.judged, rate.worked, known)


def told(rate: PlanRate, open_ones: tuple[int, int], when: str) -> str:
    """What struck and how its plans did, or what is open; `open_ones` is how many, and how many without a plan."""
    if not rate.struck:
        every, bare = open_ones
        are = count(every, "roadblock is open", "roadblocks are open")
        rest = f", {words.numeral(bare)} of them without an if–then plan" if bare else ""
        return sentence(f"nothing struck {when}; {are}{rest}")
    first = f"something got in the way {times(rate.struck)} {when}"
    if not rate.used:
        return sentence(f"{first}; no plan was used, and that is information, too")
    return sentence(f"{first}; an if–then plan was used {times(rate.used)}{_how_it_went(rate)}")


def _how_it_went(rate: PlanRate) -> str:
    if not rate.judged:
        return ""
    if rate.judged == 1:
        return {1.0: " and worked", 0.5: " and worked partly"}.get(rate.worked, " and did not work yet")
    half = " (partly counts half)" if rate.worked % 1 else ""
    worked = words.number(rate.worked) if half else words.numeral(int(rate.worked))
    return f" and worked in {worked} of the {words.numeral(rate.judged)} that were judged{half}"


def show(part: ObstacleFacts, frames: Frames, facts: "ReviewFacts") -> tuple[Part, ...]:
    """The numbers, what struck, and, but for a week, where the open ones lie."""
    from goalkit.charts.obstacles import plot_risks

    text = html("obstacles.html.j2", part=part, short=facts.kind == "week", rest=facts.kind != "year")
    if facts.kind == "week" or frames["risks"].empty:
        return (text,)
    return (text, plot_risks(frames["risks"]))


CHAPTER = Chapter(
    "obstacles",
    ObstacleFacts,
    gather,
    show,
    frames=FRAMES,
    kinds=("week", "month", "quarter", "year"),
    needs=(Roadblock, RoadblockEvent),
)
