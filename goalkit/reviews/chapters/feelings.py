"""How mood, energy and stress ran beside the hours, and what one wrote to oneself (M29)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from goalkit.metrics.rhythm import FEELINGS, checkins_kept, hours_trend, pattern, trend, within
from goalkit.records import CheckIn
from goalkit.reviews import words
from goalkit.reviews.chapter import FROM_MONTH, Chapter, ChapterFacts, Frames, Gathered
from goalkit.reviews.fragments import Part, html
from goalkit.reviews.tables import day_hours
from goalkit.reviews.words import count, number, sentence

if TYPE_CHECKING:
    from goalkit.reviews.material import Material, Span
    from goalkit.reviews.shapes import ReviewFacts

QUOTED = 2
LONGEST_QUOTE = 240
FRAMES = {
    "trend": {"feeling": "str", "day": "datetime64[us]", "mean": "float64"},
    "hours": {"day": "datetime64[us]", "mean": "float64"},
}


@dataclass(frozen=True, slots=True)
class KeptRhythm:
    """Check-ins of one rhythm, "daily", "weekly" or "monthly": kept of due."""

    rhythm: str
    kept: int
    due: int


@dataclass(frozen=True, slots=True)
class FeelingTrend:
    """The lowest and the highest 7-day mean of a feeling in the period, from 1 to 5, and the last day of each."""

    feeling: str
    low: float
    low_day: date
    high: float
    high_day: date


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that one wrote on a day, cut where they are very long."""

    day: date
    text: str


@dataclass(frozen=True, slots=True)
class Together:
    """A feeling that ran with the hours of the same day, as `metrics.rhythm.Pattern` tells it."""

    feeling: str
    days: int
    middle_hours: float
    more_days: int
    more_mean: float
    fewer_days: int
    fewer_mean: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FeelingFacts(ChapterFacts):
    """Check-ins of the period.

    Attributes:
        checkins: how many there are.
        kept: of each rhythm that is due.
        trends: of each feeling that was read on four days within a week.
        together: what ran most with the hours of the same day, where the numbers carry it.
        gratitude, kind_words: the latest ones.
    """

    checkins: int = 0
    kept: tuple[KeptRhythm, ...] = ()
    trends: tuple[FeelingTrend, ...] = ()
    together: Together | None = None
    gratitude: tuple[Quote, ...] = ()
    kind_words: tuple[Quote, ...] = ()


def gather(material: "Material") -> Gathered:
    """The check-ins of the known days, and the hours beside them."""
    span, checkins = material.now, material.checkins
    written = within(checkins, span.start, span.end)
    by_day = _inside(day_hours(material), span)
    means = [_inside(trend(checkins, name), span).assign(feeling=name).dropna() for name in FEELINGS]
    frames = {"trend": pd.concat(means), "hours": hours_trend(by_day).dropna()}
    if written.empty:
        return Gathered(FeelingFacts(missing=_missing(material)), {**frames, "trend": frames["trend"].head(0)})
    facts = FeelingFacts(
        checkins=len(written),
        kept=tuple(
            KeptRhythm(row.rhythm, int(row.kept), int(row.due))
            for row in checkins_kept(checkins, span.start, span.end, material.calendar.week_start).itertuples()
        ),
        trends=tuple(_trend(name, run) for name, run in zip(FEELINGS, means, strict=True) if len(run)),
        together=_together(written, by_day),
        gratitude=_quotes(written, "gratitude"),
        kind_words=_quotes(written, "kind_words"),
    )
    return Gathered(replace(facts, sentence=told(facts, f"this {material.period.kind}")), frames)


def _inside(frame: pd.DataFrame, span: "Span") -> pd.DataFrame:
    return within(frame, span.start, span.end)


def _missing(material: "Material") -> str:
    return (
        f"No check-in is about {words.in_period(material.period).split(' ', 1)[1]}. "
        "Two minutes show how mood and energy run, in the notebook 12_progress."
    )


def _trend(name: str, run: pd.DataFrame) -> FeelingTrend:
    low, high = (run.loc[run["mean"].index[place]] for place in (run["mean"].argmin(), run["mean"].argmax()))
    return FeelingTrend(name, float(low["mean"]), low["day"].date(), float(high["mean"]), high["day"].date())


def _together(written: pd.DataFrame, by_day: pd.DataFrame) -> Together | None:
    found = [one for one in (pattern(written, name, by_day) for name in FEELINGS) if one is not None]
    if not found:
        return None
    one = max(found, key=lambda one: abs(one.rank_correlation))
    return Together(
        one.feeling, one.days, one.middle_hours, one.more_days, one.more_mean, one.fewer_days, one.fewer_mean
    )


def _quotes(written: pd.DataFrame, name: str) -> tuple[Quote, ...]:
    """The latest texts of a field, in quotes."""
    texts: Any = written[written[name].fillna("") != ""].iloc[::-1].head(QUOTED)
    return tuple(Quote(row.day.date(), words.quoted(getattr(row, name), LONGEST_QUOTE)) for row in texts.itertuples())


def told(facts: FeelingFacts, when: str) -> str:
    """How the feelings ran, or how many days are missing for it."""
    if not facts.trends:
        few = count(facts.checkins, "check-in was", "check-ins were")
        return sentence(f"{few} kept {when}; a trend appears with four days within a week")
    one = next((one for one in facts.trends if one.feeling == "energy"), facts.trends[0])
    low, high = number(one.low), number(one.high)
    if low == high:
        return sentence(f"as a mean of seven days, {one.feeling} stayed at {low} of 5 {when}")
    return sentence(
        f"as a mean of seven days, {one.feeling} was lowest on {words.day(one.low_day)}, {low} of 5, "
        f"and highest on {words.day(one.high_day)}, {high}"
    )


def show(part: FeelingFacts, frames: Frames, facts: "ReviewFacts") -> tuple[Part, ...]:
    """The sentence, shares kept, what ran together, words to oneself; and the picture of it."""
    from goalkit.charts.checkins import plot_checkins

    means, quotes = frames["trend"], part.gratitude or part.kind_words
    parts: list[Part] = [html("feelings.html.j2", part=part)]
    if len(means):
        parts.append(plot_checkins({name: means[means["feeling"] == name] for name in FEELINGS}, frames["hours"]))
    return (*parts, *([html("kind_words.html.j2", part=part)] if quotes else []))


CHAPTER = Chapter(
    "feelings",
    FeelingFacts,
    gather,
    show,
    frames=FRAMES,
    kinds=FROM_MONTH,
    needs=(CheckIn,),
    heading="Mood, energy and stress",
)
