"""What changed in goals: written down, moved, paused, dropped, reached, with reason and lesson (M14)."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from goalkit.metrics.goal_changes import FieldChange, GoalChange, counted, goal_changes
from goalkit.records import Goal
from goalkit.reviews.chapter import Chapter, ChapterFacts, Frames, Gathered
from goalkit.reviews.fragments import Part, html
from goalkit.reviews.words import count, day, join, sentence

if TYPE_CHECKING:
    from goalkit.reviews.material import Material
    from goalkit.reviews.shapes import ReviewFacts

SHOWN = 8
FIELDS = {
    "title": "wording",
    "measure": "measured by",
    "unit": "unit",
    "baseline": "from",
    "target": "target",
    "per": "per",
    "start": "start",
    "due": "due day",
    "hours_per_week": "hours a week",
}
TOLD = {
    "written down": "written down",
    "decided for": "decided for",
    "changed": "changed",
    "paused": "paused",
    "taken up again": "taken up again",
    "reached": "reached",
    "dropped": "let go",
    "put back for consideration": "put back for consideration",
    "lesson noted": "given a lesson",
}


@dataclass(frozen=True, slots=True)
class Edit:
    """One field of a goal, before and after, in words."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changed:
    """One change of a goal: when, what became of it, which fields moved, why, and the lesson."""

    title: str
    day: date
    step: str
    edits: tuple[Edit, ...]
    why: str
    lesson: str


@dataclass(frozen=True, slots=True)
class StepCount:
    """How many goals took one step."""

    step: str
    goals: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFacts(ChapterFacts):
    """The changes of the known days, new goals last; how many goals took each step, and how many are folded away."""

    counts: tuple[StepCount, ...] = ()
    changes: tuple[Changed, ...] = ()
    more: int = 0


def gather(material: "Material") -> Gathered:
    """The changes of goals that were written down on the known days."""
    goals, span = material.data.goals, material.now
    histories = {goal: material.history(Goal, goal) for goal in goals["id"]}
    found = goal_changes(histories, (span.start, span.end), material.calendar)
    if goals.empty:
        return Gathered(ChangeFacts(missing="No goal is written down yet; the notebook 04_goals is the place for one."))
    if not found:
        return Gathered(ChangeFacts(sentence=f"No goal was changed in this {material.period.kind}."))
    counts = tuple(StepCount(TOLD[step], goals) for step, goals in counted(found))
    found.sort(key=lambda change: change.step == "written down")
    rows, more = tuple(_changed(change) for change in found), max(len(found) - SHOWN, 0)
    return Gathered(ChangeFacts(sentence=told(counts), counts=counts, changes=rows, more=more))


def told(counts: tuple[StepCount, ...]) -> str:
    """How many goals were written down, changed, paused …, in one sentence."""
    first, *rest = counts
    head = f"{count(first.goals, 'goal was', 'goals were')} {first.step}"
    return sentence(join([head, *(f"{count(one.goals, 'was', 'were')} {one.step}" for one in rest)]))


def _changed(change: GoalChange) -> Changed:
    step = "noted for consideration" if change.considered and change.step == "written down" else TOLD[change.step]
    edits = tuple(_edit(field, change) for field in change.fields)
    return Changed(change.title, change.day, step, edits, change.why, change.lesson)


def _edit(field: FieldChange, change: GoalChange) -> Edit:
    before, after = _text(field, field.before, change.unit_before), _text(field, field.after, change.unit)
    return Edit(FIELDS[field.field], before, after)


def _text(field: FieldChange, value: Any, unit: str) -> str:
    """A value as people write it, exact, since a change may be small."""
    if value is None:
        return "none"
    if isinstance(value, date):
        return day(value)
    if not isinstance(value, int | float):
        return str(value)
    counted_in = {"baseline": unit, "target": unit, "hours_per_week": "h"}[field.field]
    return f"{value:,.10g} {counted_in}".strip()


def show(part: ChangeFacts, frames: Frames, facts: "ReviewFacts") -> tuple[Part, ...]:
    """The sentence, and a line a change, the later ones of many folded away."""
    return (html("changes.html.j2", part=part, most=SHOWN),)


# The year behind you tells those of a year.
MONTH_AND_QUARTER = ("month", "quarter")
CHAPTER = Chapter("changes", ChangeFacts, gather, show, kinds=MONTH_AND_QUARTER, needs=(Goal,), heading="What changed")
