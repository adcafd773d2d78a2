"""What a person knows about themselves, with what it rests on: interests, strengths, what to improve, tests (M5)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from goalkit.metrics.direction import written_by
from goalkit.records import SelfAssessment
from goalkit.reviews.chapter import Chapter, ChapterFacts, Frames, Gathered
from goalkit.reviews.fragments import Part, html
from goalkit.reviews.tables import titles
from goalkit.reviews.words import count, join, sentence

if TYPE_CHECKING:
    from goalkit.reviews.material import Material
    from goalkit.reviews.shapes import ReviewFacts

MISSING = "Nothing is written of your strengths yet; one with an example is a good start, in the notebook 03_direction."
MOST_SHOWN = 5
# Kind → its heading, and what one and several are called.
KINDS = {
    "strength": ("Strengths", "strength", "strengths"),
    "interest": ("Interests", "interest", "interests"),
    "to improve": ("To improve", "thing to improve", "things to improve"),
    "result of a test": ("Tests", "test", "tests"),
}


@dataclass(frozen=True, slots=True)
class Known:
    """One thing known, when it was noticed, whether in this year, and the goal that it bears on."""

    text: str
    evidence: str
    day: date
    is_new: bool
    goal: str


@dataclass(frozen=True, slots=True)
class Group:
    """What is known of one kind, the latest first."""

    title: str
    one: str
    many: str
    items: tuple[Known, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StrengthFacts(ChapterFacts):
    """The groups that hold anything; how many things in all, new in the period, and with evidence."""

    known: int = 0
    new: int = 0
    with_evidence: int = 0
    groups: tuple[Group, ...] = ()


def gather(material: "Material") -> Gathered:
    """What was written down by the last known day, by kind."""
    written = written_by(material.read(SelfAssessment), material.as_of).iloc[::-1]
    if written.empty:
        return Gathered(StrengthFacts(missing=MISSING))
    goals, start = titles(material), material.period.start
    rows = list(written.itertuples(index=False))
    groups = [
        Group(*words, tuple(_known(row, goals, start) for row in rows if row.aspect == kind))
        for kind, words in KINDS.items()
    ]
    found = [one for group in groups for one in group.items]
    facts = StrengthFacts(
        known=len(found),
        new=sum(one.is_new for one in found),
        with_evidence=sum(bool(one.evidence) for one in found),
        groups=tuple(group for group in groups if group.items),
    )
    return Gathered(replace(facts, sentence=told(facts)))


def _known(row: Any, goals: dict[str, str], start: date) -> Known:
    day = row.day.date()
    return Known(row.text, row.evidence or "", day, day >= start, goals.get(row.goal_id, ""))


def told(facts: StrengthFacts) -> str:
    """How many of each kind, how many rest on evidence, how many came in the year."""
    each = join([_count(group) for group in facts.groups])
    are = "is" if facts.known == 1 else "are"
    new = f"; {count(facts.new, 'is', 'are')} from this year" if facts.new else ""
    first = sentence(f"{each} {are} written down{new}")
    if not facts.with_evidence:
        return f"{first} None of them has an example or a witness yet."
    rest = f"{count(facts.with_evidence, 'of them has', 'of them have')} an example or a witness"
    return f"{first} {sentence(rest)}"


def _count(group: Group) -> str:
    return count(len(group.items), group.one, group.many)


def show(part: StrengthFacts, frames: Frames, facts: "ReviewFacts") -> tuple[Part, ...]:
    """The sentence, and a list a kind."""
    return (html("strengths.html.j2", part=part, shown=MOST_SHOWN),)


CHAPTER = Chapter("strengths", StrengthFacts, gather, show, kinds=("year",), needs=(SelfAssessment,))
