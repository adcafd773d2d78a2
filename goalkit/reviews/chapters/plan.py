"""Milestones and tasks: due, done and late in a period, what comes next, and what is still needed (M17, M18)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pandas as pd

from goalkit.metrics import plan
from goalkit.records import Goal, Milestone, Resource, Task
from goalkit.reviews.chapter import Chapter, ChapterFacts, Frames, Gathered
from goalkit.reviews.fragments import Part, html
from goalkit.reviews.known import known
from goalkit.reviews.tables import titles
from goalkit.reviews.words import count, day, numeral, quoted, sentence

if TYPE_CHECKING:
    from goalkit.reviews.material import Material
    from goalkit.reviews.shapes import ReviewFacts

KINDS = ("week", "month", "quarter", "year")
AROUND = timedelta(weeks=12)  # what the burn-up shows beside the period
GROUPS = {"done": ("Done", 8), "late": ("Open, and past the day", 8), "ahead": ("Next", 3)}
NEEDS = 6
TIMELINE = {
    "kind": "str", "goal_id": "str", "title": "str", "start": "datetime64[us]", "end": "datetime64[us]", "state": "str",
}  # fmt: skip
BURN_UP = {"day": "datetime64[us]", "due": "int64", "done": "int64"}


@dataclass(frozen=True, slots=True)
class Step:
    """One milestone; `done_on` is None while it is open."""

    title: str
    goal: str
    due: date
    done_on: date | None


@dataclass(frozen=True, slots=True)
class Group:
    """Milestones that are done, late or ahead: how many, the first of them, and how many more there are."""

    title: str
    milestones: int
    steps: tuple[Step, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Need:
    """Something that a goal or a task needs and that is not there yet."""

    what: str
    kind: str
    amount: str
    use: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFacts(ChapterFacts):
    """Milestones and tasks of the period.

    Attributes:
        due, due_done: milestones that were due in the period, and how many of them are done.
        tasks_done, tasks_late: tasks done in the period, and open ones whose day is past.
        groups: milestones done in the period, late on its last known day, and ahead; without empty groups.
        needs: resources that are not there yet, the first of them; needs_more: how many more.
    """

    due: int = 0
    due_done: int = 0
    tasks_done: int = 0
    tasks_late: int = 0
    groups: tuple[Group, ...] = ()
    needs: tuple[Need, ...] = ()
    needs_more: int = 0


def gather(material: "Material") -> Gathered:
    """What became of milestones and tasks by the last known day; pictures from a month on."""
    milestones, tasks = known(material, Milestone), known(material, Task)
    if milestones.empty and tasks.empty:
        missing = "No milestone or task is written down yet; the notebook 05_plan breaks a goal into small ones."
        return Gathered(PlanFacts(missing=missing), _nothing_drawn())
    period = material.period
    counts, work = (
        plan.step_counts(steps, (period.start, period.end), material.as_of) for steps in (milestones, tasks)
    )
    needs = _needs(tasks, material)
    facts = PlanFacts(
        due=counts.due,
        due_done=counts.due_done,
        tasks_done=work.done,
        tasks_late=work.late,
        groups=_groups(milestones, material),
        needs=needs[:NEEDS],
        needs_more=max(len(needs) - NEEDS, 0),
    )
    drawn = _nothing_drawn() if period.kind == "week" else _frames(milestones, tasks, material)
    return Gathered(replace(facts, sentence=told(facts, period.kind)), drawn)


def _groups(milestones: pd.DataFrame, material: "Material") -> tuple[Group, ...]:
    span, goals = material.now, titles(material)
    rows = plan.milestone_states(milestones, material.data.goals, (span.start, span.end))
    found = []
    for state, (title, most) in GROUPS.items():
        steps = tuple(
            Step(row.title, goals.get(row.goal_id, ""), row.due.date(), row.done_on.date() if state == "done" else None)
            for row in rows[rows["state"] == state].itertuples()
        )
        found.append(Group(title, len(steps), steps[:most], max(len(steps) - most, 0)))
    return tuple(group for group in found if group.steps)


def _needs(tasks: pd.DataFrame, material: "Material") -> tuple[Need, ...]:
    rows = plan.open_resources(known(material, Resource), tasks, material.data.goals, material.as_of)
    return tuple(
        Need(row.what, row.of, "" if pd.isna(row.amount) else f"{row.amount:,.10g} {row.unit}".strip(), row.use)
        for row in rows.itertuples()
    )


def told(facts: PlanFacts, kind: str) -> str:
    """How many of the milestones that were due are done, the tasks, and what is late or comes next."""
    groups = {group.title: group for group in facts.groups}
    said = [_due(facts, groups, f"in this {kind}")]
    if facts.tasks_done or facts.tasks_late:
        waiting = f", {count(facts.tasks_late, 'open one is', 'open ones are')} late" if facts.tasks_late else ""
        said.append(sentence(f"{count(facts.tasks_done, 'task was', 'tasks were')} finished{waiting}"))
    if late := groups.get(GROUPS["late"][0]):
        said.append(sentence(f"{count(late.milestones, 'milestone is', 'milestones are')} open past the day"))
    elif ahead := groups.get(GROUPS["ahead"][0]):
        said.append(f"Next comes {quoted(ahead.steps[0].title)}, by {day(ahead.steps[0].due)}.")
    return " ".join(said)


def _due(facts: PlanFacts, groups: dict[str, Group], when: str) -> str:
    if not facts.due:
        done = groups.get(GROUPS["done"][0])
        reached = f", and {count(done.milestones, 'was', 'were')} reached" if done else ""
        return sentence(f"no milestone was due {when}{reached}")
    if facts.due == 1:
        return f"The one milestone due {when} is {'done' if facts.due_done else 'not done yet'}."
    if facts.due == facts.due_done:
        return f"{'Both' if facts.due == 2 else f'All {numeral(facts.due)}'} milestones due {when} are done."
    verb = "is" if facts.due_done == 1 else "are"
    return sentence(f"{numeral(facts.due_done)} of the {numeral(facts.due)} milestones due {when} {verb} done")


def _nothing_drawn() -> dict[str, pd.DataFrame]:
    empty = {"timeline": TIMELINE, "burn_up": BURN_UP}
    return {name: pd.DataFrame(columns=list(types)).astype(types) for name, types in empty.items()}


def _frames(milestones: pd.DataFrame, tasks: pd.DataFrame, material: "Material") -> dict[str, pd.DataFrame]:
    """The plan on a line of days, and steps due and done."""
    as_of, period = material.as_of, material.period
    steps = pd.concat([frame[["due", "done_on"]] for frame in (milestones, tasks)], ignore_index=True)
    first, last = min(period.start, as_of - AROUND), max(period.end, as_of + AROUND)
    return {
        "timeline": plan.timeline(known(material, Goal), milestones, tasks, as_of),
        "burn_up": plan.burn_up(plan.known_steps(steps, as_of), first, last),
    }


def show(part: PlanFacts, frames: Frames, facts: "ReviewFacts") -> tuple[Part, ...]:
    """The sentence, milestones by what became of them, what is needed, and the two pictures."""
    from goalkit.charts.plan import plot_burn_up, plot_timeline

    text = html("plan.html.j2", part=part)
    if frames["timeline"].empty:
        return (text,)
    pictures = [plot_timeline(frames["timeline"], facts.colours, facts.as_of)]
    if frames["burn_up"][["due", "done"]].to_numpy().any():
        pictures.append(plot_burn_up(frames["burn_up"], facts.as_of))
    return (text, *pictures)


CHAPTER = Chapter(
    "plan",
    PlanFacts,
    gather,
    show,
    {"timeline": TIMELINE, "burn_up": BURN_UP},
    KINDS,
    needs=(Milestone, Task),
    heading="Steps",
)
