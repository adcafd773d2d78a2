"""What broke into focus, how often, and the Pomodoros that were finished (M21)."""

from dataclasses import dataclass, replace
from datetime import datetime
from math import isnan
from typing import TYPE_CHECKING

import pandas as pd

from goalkit.entries.days import clip
from goalkit.metrics.hours import totals
from goalkit.metrics.interruptions import finished, interruption_kinds, interruptions_per_pomodoro
from goalkit.metrics.patterns import rate
from goalkit.periods import day_instant
from goalkit.records import Interruption, TimeEntry
from goalkit.reviews import words
from goalkit.reviews.chapter import Chapter, ChapterFacts, Frames, Gathered
from goalkit.reviews.fragments import Part, html
from goalkit.reviews.words import count, join, sentence, times

if TYPE_CHECKING:
    from goalkit.reviews.material import Material
    from goalkit.reviews.shapes import ReviewFacts

OWN = "goalkit"  # the tracker of what was timed or typed here


@dataclass(frozen=True, slots=True)
class BrokeIn:
    """One kind of interruption; rates are None without an hour of focus or a finished Pomodoro."""

    by: str
    count: int
    per_focus_hour: float | None
    per_pomodoro: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InterruptionFacts(ChapterFacts):
    """Interruptions and Pomodoros of the period.

    Attributes:
        count, per_focus_hour: all interruptions, and how many in an hour of focus since one began to count them.
        kinds: each kind, the most frequent first.
        pomodoros, per_pomodoro: finished ones, and the interruptions in each (None without any).
        own_hours: hours that were timed or typed in goalkit, not brought in from a tracker.
    """

    count: int = 0
    per_focus_hour: float | None = None
    kinds: tuple[BrokeIn, ...] = ()
    pomodoros: int = 0
    per_pomodoro: float | None = None
    own_hours: float = 0.0


def gather(material: "Material") -> Gathered:
    """What broke in on the known days, and what was finished on them."""
    span = material.now
    start, end = (day_instant(day, material.calendar) for day in (span.start, span.end))
    every = material.read(Interruption)
    past = every[every["at_utc"] < end]
    own = span.entries[span.entries["tracker"].astype("object") == OWN]
    pomodoros = _pomodoros(material, start, end) if len(own) else None
    if past.empty and (pomodoros is None or pomodoros.empty):
        return Gathered(InterruptionFacts(missing=_missing(material)))
    found = past[past["at_utc"] >= start]
    facts = _facts(found, _counted_on(span.entries, past, (start, end)), pomodoros)
    facts = replace(facts, own_hours=totals(own).attributed_hours)
    return Gathered(replace(facts, sentence=told(facts, f"this {material.period.kind}")))


def _missing(material: "Material") -> str:
    return (
        f"No interruption was counted by {words.day(material.as_of)}. "
        "The timer counts them, and Pomodoros, in the notebook 06_log_time."
    )


def _pomodoros(material: "Material", start: datetime, end: datetime) -> pd.DataFrame:
    """The finished Pomodoros that began and ended on the known days, as rows of TimeEntry."""
    every = material.read(TimeEntry)
    inside = every[(every["start_utc"] >= start) & (every["end_utc"] <= end)]
    return inside[finished(inside)]


def _counted_on(entries: pd.DataFrame, past: pd.DataFrame, span: tuple[datetime, datetime]) -> pd.DataFrame:
    """The entries since the first interruption that was ever counted: before it nobody counted."""
    start, end = span
    first = past["at_utc"].min()
    since = end if pd.isna(first) else min(max(first.to_pydatetime(), start), end)
    return clip(entries, since, end)


def _facts(found: pd.DataFrame, entries: pd.DataFrame, pomodoros: pd.DataFrame | None) -> InterruptionFacts:
    kinds = interruption_kinds(found, entries)
    done = pd.DataFrame() if pomodoros is None else pomodoros
    inside = dict.fromkeys(kinds["by"], 0.0) if len(done) else {}
    if len(done):
        each = interruptions_per_pomodoro(found, done)
        inside |= dict(zip(each["by"], each["per_pomodoro"], strict=True))
    rate = kinds["per_focus_hour"].sum(skipna=False) if len(kinds) else float("nan")
    return InterruptionFacts(
        count=int(kinds["count"].sum()),
        per_focus_hour=_known(rate),
        kinds=tuple(
            BrokeIn(row.by, int(row.count), _known(row.per_focus_hour), inside.get(row.by))
            for row in kinds.itertuples(index=False)
        ),
        pomodoros=len(done),
        per_pomodoro=float(sum(inside.values())) if len(done) else None,
    )


def _known(value: float) -> float | None:
    return None if isnan(value) else float(value)


def told(facts: InterruptionFacts, when: str) -> str:
    """How many broke in, what most, how often in an hour of focus; and the Pomodoros."""
    broke = f"no interruption was counted {when}"
    if facts.count:
        most = facts.kinds[0].count
        by = join([one.by for one in facts.kinds if one.count == most])
        each = " each" if len(facts.kinds) > 1 and facts.kinds[1].count == most else ""
        broke = f"{count(facts.count, 'interruption was', 'interruptions were')} counted {when}"
        broke += f", most by {by}, {times(most)}{each}" if len(facts.kinds) > 1 else f", all by {by}"
        often = facts.per_focus_hour
        broke += "" if often is None else f"; that is {rate(often)} in an hour of focus"
    if not facts.pomodoros:
        return sentence(broke)
    finished = count(facts.pomodoros, "Pomodoro was", "Pomodoros were") + " finished"
    each = rate(facts.per_pomodoro or 0.0)
    inside = f", with {each} interruption{'' if each == '1' else 's'} in each" if facts.count else ""
    return f"{sentence(broke)} {sentence(finished + inside)}"


def show(part: InterruptionFacts, frames: Frames, facts: "ReviewFacts") -> tuple[Part, ...]:
    """The sentence, and a small table of kinds."""
    return (html("interruptions.html.j2", part=part),)


CHAPTER = Chapter(
    "interruptions",
    InterruptionFacts,
    gather,
    show,
    kinds=("week", "month", "quarter", "year"),
    needs=(Interruption, TimeEntry),
    heading="Interruptions",
)
