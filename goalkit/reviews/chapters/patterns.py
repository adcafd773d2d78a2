"""Patterns of time in words, each with its number, what is usual, and one thing to try (M22)."""

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING

from goalkit.metrics.patterns import Pattern, pattern_sentence, patterns, suggestion
from goalkit.metrics.weekly import FEWEST_WEEKS
from goalkit.records import TimeEntry
from goalkit.reviews.chapter import FROM_MONTH, Chapter, ChapterFacts, Frames, Gathered
from goalkit.reviews.fragments import Part, html
from goalkit.reviews.words import count, join, numeral, sentence

if TYPE_CHECKING:
    from goalkit.reviews.material import Material
    from goalkit.reviews.shapes import ReviewFacts

CHANGES = {"more": "above what is usual", "less": "below what is usual", "as usual": "as usual"}


@dataclass(frozen=True, slots=True)
class PatternTold:
    """One pattern.

    Attributes:
        kind, unit, what: as `metrics.patterns.Pattern` has them.
        number: that of the period.
        usual: that of the last twelve weeks before it, None where too few are known.
        weeks: how many of these are known.
        change: "more", "less", "as usual", or "" where no usual is known.
        text: all of it in a sentence.
        suggestion: one thing to try.
    """

    kind: str
    unit: str
    what: str
    number: float
    usual: float | None
    weeks: int
    change: str
    text: str
    suggestion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternFacts(ChapterFacts):
    """The patterns of the known days, and after how many weeks it can be told what is usual."""

    fewest_weeks: int = FEWEST_WEEKS
    patterns: tuple[PatternTold, ...] = ()


def gather(material: "Material") -> Gathered:
    """The patterns of the known days, beside the person's own last twelve weeks before the period."""
    days = material.now.start, material.now.end
    found = patterns(material.diary, *days, material.against(*days))
    if not found:
        missing = "Patterns show once time is tracked with a start and an end; log an hour in the notebook 06_log_time."
        return Gathered(PatternFacts(missing=missing))
    told = tuple(_told(pattern) for pattern in found)
    return Gathered(PatternFacts(sentence=_opening(told), patterns=told))


def _told(pattern: Pattern) -> PatternTold:
    return PatternTold(
        kind=pattern.kind,
        unit=pattern.unit,
        what=pattern.what,
        number=pattern.number,
        usual=None if isnan(pattern.usual) else pattern.usual,
        weeks=pattern.weeks,
        change=pattern.change,
        text=pattern_sentence(pattern),
        suggestion=suggestion(pattern),
    )


def _opening(found: tuple[PatternTold, ...]) -> str:
    """How many of the numbers are above, below and as usual; without a usual, when there will be one."""
    many = count(len(found), "pattern", "patterns")
    known = [pattern.change for pattern in found if pattern.change]
    if not known:
        needed = count(FEWEST_WEEKS, "week", "weeks")
        return sentence(f"{many} of this time; what is usual for you can be told once {needed} lie before it")
    weeks = max(pattern.weeks for pattern in found)
    counts = [(words, known.count(change)) for change, words in CHANGES.items()]
    parts = [f"{numeral(some)} {'is' if some == 1 else 'are'} {words}" for words, some in counts if some]
    return sentence(f"{many}, held against {count(weeks, 'week', 'weeks')} before: {join(parts)}")


def show(part: PatternFacts, frames: Frames, facts: "ReviewFacts") -> tuple[Part, ...]:
    """The opening, and each pattern with what to try."""
    return (html("patterns.html.j2", part=part),)


CHAPTER = Chapter("patterns", PatternFacts, gather, show, kinds=FROM_MONTH, needs=(TimeEntry,))
