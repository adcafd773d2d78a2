"""Skills: where they are, where they should be, and what there is to learn them from (M6)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from goalkit.metrics.direction import moved, skill_gaps
from goalkit.records import LearningItem, Skill, SkillRating
from goalkit.reviews.chapter import FROM_QUARTER, Chapter, ChapterFacts, Frames, Gathered
from goalkit.reviews.fragments import Part, html
from goalkit.reviews.words import count, join, numeral, quoted, sentence

if TYPE_CHECKING:
    from goalkit.reviews.material import Material
    from goalkit.reviews.shapes import ReviewFacts

NO_SKILL = "No skill is written down yet; three that your field asks for are a start, in the notebook 03_direction."
NOT_RATED = "No skill is rated yet; a level from 0 to 5 each, in the notebook 03_direction, shows the way that is left."
GAPS = {"name": "str", "level": "float64", "wanted": "int64", "gap": "float64", "learning": "int64",
        "before": "float64"}  # fmt: skip
HIGH_DEMAND = 4


@dataclass(frozen=True, slots=True)
class SkillLine:
    """One skill: levels from 0 to 5, None where unknown; `learning` items build it."""

    name: str
    level: int | None
    wanted: int
    demand: int | None
    before: int | None
    learning: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillFacts(ChapterFacts):
    """Skills as they were rated last.

    Attributes:
        skills: the widest gap first, those never rated last.
        short: those rated below what is wanted; there: those rated at it or above; unrated: the others.
        moved: those rated anew in the period with another level, the largest change first.
        bare: short of what is wanted, with nothing to learn from, the most in demand first.
    """

    skills: tuple[SkillLine, ...] = ()
    short: int = 0
    there: int = 0
    unrated: int = 0
    moved: tuple[SkillLine, ...] = ()
    bare: tuple[SkillLine, ...] = ()


def gather(material: "Material") -> Gathered:
    """Skills as known, against what they were when the period began."""
    start = material.period.start
    found = skill_gaps(
        material.read(Skill), material.read(SkillRating), material.read(LearningItem), material.as_of, start
    )
    rated = found[found["level"].notna()]
    if rated.empty:
        return Gathered(SkillFacts(missing=NO_SKILL if found.empty else NOT_RATED), {"gaps": found})
    short = rated[rated["gap"] > 0]
    bare = short[short["learning"] == 0].sort_values("demand", ascending=False, kind="stable")
    facts = SkillFacts(
        skills=_lines(found),
        short=len(short),
        there=len(rated) - len(short),
        unrated=len(found) - len(rated),
        moved=_lines(moved(found, "level", start)),
        bare=_lines(bare),
    )
    return Gathered(replace(facts, sentence=told(facts)), {"gaps": found})


def _lines(rows: pd.DataFrame) -> tuple[SkillLine, ...]:
    return tuple(
        SkillLine(row.name, _known(row.level), row.wanted, _known(row.demand), _known(row.before), row.learning)
        for row in rows.itertuples(index=False)
    )


def _known(value: float) -> int | None:
    return None if pd.isna(value) else int(value)


def told(facts: SkillFacts) -> str:
    """How many skills are where they should be, the widest gap, and what moved."""
    widest = facts.skills[0]
    gap = f"; the widest gap is {quoted(widest.name)}, {widest.level} where {widest.wanted} is wanted"
    first = sentence(_where(facts.there, facts.there + facts.short) + (gap if facts.short else ""))
    ways = [f"{quoted(one.name)} went from {one.before} to {one.level}" for one in facts.moved]
    return f"{first} {sentence(join(ways))}".strip()


def _where(there: int, rated: int) -> str:
    level = "at the level that you want"
    if rated == 1:
        return f"your rated skill is {level if there else 'on its way'}"
    some = "all" if there == rated else f"{numeral(there)} of"
    return f"{some} {numeral(rated)} rated skills {'are' if there > 1 else 'is'} {level}"


def show(part: SkillFacts, frames: Frames, facts: "ReviewFacts") -> tuple[Part, ...]:
    """The sentence, the gaps, and what to do about those that nothing is learned for."""
    from goalkit.charts.direction import plot_skill_gaps

    head = html("told.html.j2", sentence=part.sentence, hint=_hint(part.bare, part.unrated))
    return (head, plot_skill_gaps(frames["gaps"]))


def _hint(bare: Sequence[SkillLine], unrated: int) -> str:
    asked = [one.name + (" (much asked for)" if (one.demand or 0) >= HIGH_DEMAND else "") for one in bare]
    learn = f"Nothing to learn from is planned yet for {join(asked)}; the notebook 10_learning is the place."
    rate = sentence(f"{count(unrated, 'skill waits', 'skills wait')} for a first rating, in the notebook 03_direction")
    return " ".join([*([learn] if bare else []), *([rate] if unrated else [])])


CHAPTER = Chapter("skills", SkillFacts, gather, show, {"gaps": GAPS}, FROM_QUARTER, needs=(Skill, SkillRating))
