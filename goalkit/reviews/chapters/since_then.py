"""What is known otherwise today than in a review that is told as it was known: late entries, changed goals."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from goalkit.reviews.chapter import Chapter, ChapterFacts, Frames, Gathered
from goalkit.reviews.fragments import Part, html
from goalkit.reviews.words import count, day, hours, join, number, sentence

if TYPE_CHECKING:
    from goalkit.reviews.material import Material
    from goalkit.reviews.shapes import ReviewFacts
    from goalkit.workbook.differences import Differences

SORTS = (("added", "came late"), ("changed", "changed"), ("removed", "gone"))


@dataclass(frozen=True, slots=True)
class EntriesSince:
    """Entries of the period that came late, changed or went since: how many, and the hours that this made."""

    how: str
    entries: int
    hours: float


@dataclass(frozen=True, slots=True)
class GoalSince:
    """One thing about a goal that is another today, in words."""

    title: str
    field: str
    before: str
    after: str
    why: str


@dataclass(frozen=True, slots=True)
class KindSince:
    """How many records of another kind were added, changed and removed since."""

    label: str
    added: int
    changed: int
    removed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SinceFacts(ChapterFacts):
    """What is otherwise today than the review tells."""

    entries: tuple[EntriesSince, ...] = ()
    goals: tuple[GoalSince, ...] = ()
    goals_added: tuple[str, ...] = ()
    goals_removed: tuple[str, ...] = ()
    others: tuple[KindSince, ...] = ()


def gather(material: "Material") -> Gathered | None:
    """The differences between what was known then and what is known today; None for a review of today."""
    found = material.differences
    if found is None:
        return None
    entries = tuple(
        EntriesSince(words, int((found.entries["how"] == how).sum()), found.hours(how))
        for how, words in SORTS
        if (found.entries["how"] == how).any()
    )
    others = tuple(
        KindSince(row.label, int(row.added), int(row.changed), int(row.removed)) for row in found.others.itertuples()
    )
    return Gathered(
        SinceFacts(
            sentence=sentence_of(entries, found),
            entries=entries,
            goals=tuple(_goal(one) for one in found.goals),
            goals_added=found.goals_added,
            goals_removed=found.goals_removed,
            others=others,
        )
    )


def _goal(one: Any) -> GoalSince:
    return GoalSince(one.title, one.field_title, _in_words(one.before), _in_words(one.after), one.why)


def _in_words(value: Any) -> str:
    if value is None or value == "":
        return "nothing"
    if hasattr(value, "isoformat"):
        return day(value)
    if isinstance(value, int | float):
        return number(float(value))
    return ", ".join(str(part) for part in value) if isinstance(value, list | tuple) else str(value)


def sentence_of(entries: tuple[EntriesSince, ...], found: "Differences") -> str:
    """What came, changed and went, with the hours in it."""
    if found.none:
        return "Nothing that this review speaks of is known otherwise today."
    parts = [
        f"{count(one.entries, 'entry', 'entries')} {one.how} ({hours(abs(one.hours))} {_direction(one.hours)})"
        for one in entries
    ]
    goals = len({one.goal_id for one in found.goals})
    parts += [f"{count(goals, 'goal was', 'goals were')} changed"] if goals else []
    parts += [f"{count(len(found.goals_added), 'goal is', 'goals are')} new"] if found.goals_added else []
    parts += [f"{count(len(found.goals_removed), 'goal is', 'goals are')} gone"] if found.goals_removed else []
    return sentence(f"since then {join(parts)}") if parts else "Since then nothing changed but what is counted below."


def _direction(value: float) -> str:
    return "more" if value >= 0 else "less"


def show(part: SinceFacts, frames: Frames, facts: "ReviewFacts") -> tuple[Part, ...]:
    """The sentence, the goals' changes and the counts."""
    return (html("since_then.html.j2", part=part),)


CHAPTER = Chapter("since_then", SinceFacts, gather, show, on_request=True, heading="What is known otherwise today")
