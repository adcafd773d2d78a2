"""Goals under what they serve, what leads nowhere yet, what is undecided, and how many are active (M11, M15, M16)."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from goalkit.metrics import terms
from goalkit.metrics.capacity import active_goals, cap_sentence
from goalkit.metrics.considering import undecided, undecided_sentence
from goalkit.records import Goal, Milestone, Task, Vision
from goalkit.reviews.chapter import FROM_MONTH, Chapter, ChapterFacts, Frames, Gathered
from goalkit.reviews.fragments import Part, html
from goalkit.reviews.known import known
from goalkit.reviews.words import count, hours, join, quoted, sentence

if TYPE_CHECKING:
    from goalkit.reviews.material import Material
    from goalkit.reviews.shapes import ReviewFacts

NAMED = 3


@dataclass(frozen=True, slots=True)
class Branch:
    """A vision or a goal, and what serves it; of a vision, term and status are "" and due is None."""

    title: str
    term: str
    status: str
    due: date | None
    below: tuple["Branch", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeFacts(ChapterFacts):
    """Active goals by their term, the tree of the open ones, and what is worth knowing of them all.

    Attributes:
        short, long: active goals of either term; short_hours, long_hours: what they ask a week.
        active, cap: goals that have begun and are active, and how many the person keeps to.
        stuck: long-term goals without a next step.
        branches: visions with the goals that serve them, then goals that serve none.
        remarks: what leads nowhere yet, what is undecided; cap_words: how many are active.
    """

    short: int = 0
    long: int = 0
    short_hours: float = 0.0
    long_hours: float = 0.0
    active: int = 0
    cap: int = 0
    stuck: int = 0
    branches: tuple[Branch, ...] = ()
    remarks: tuple[str, ...] = ()
    cap_words: str = ""


def gather(material: "Material") -> Gathered:
    """The tree of the goals that were open on the last known day."""
    as_of, goals = material.as_of, known(material, Goal)
    shown = terms.shown_in_tree(goals)
    if shown.empty:
        return Gathered(TreeFacts(missing="No goal is open; the notebook 04_goals is the place to write one."))
    share, active = terms.balance(goals), len(active_goals(goals, as_of))
    steps = terms.Steps(known(material, Milestone), known(material, Task))
    stuck = terms.without_next_step(goals, steps, as_of)
    remarks = [*_stuck(stuck), *_alone(terms.orphans(goals)), *_undecided(goals, material)]
    return Gathered(
        TreeFacts(
            sentence=told(share, len(stuck)),
            short=share.short,
            long=share.long,
            short_hours=share.short_hours,
            long_hours=share.long_hours,
            active=active,
            cap=material.settings.goal_cap,
            stuck=len(stuck),
            branches=branches(shown, terms.visions(material.read(Vision), shown, as_of)),
            remarks=tuple(remarks),
            cap_words=cap_sentence(active, material.settings.goal_cap),
        )
    )


def told(share: terms.Balance, stuck: int) -> str:
    """How many goals there are of either term, what they ask, and how many long ones lack a next step."""
    parts = [
        f"{count(many, f'{term}-term goal', f'{term}-term goals')} asking for {hours(asked)} a week"
        for term, many, asked in (("long", share.long, share.long_hours), ("short", share.short, share.short_hours))
        if many
    ]
    if not parts:
        return "No goal is active now."
    first = sentence(f"{join(parts)} {'is' if share.long + share.short == 1 else 'are'} active")
    if not share.long:
        return first
    if not stuck:
        return f"{first} {'The long one has' if share.long == 1 else 'All long ones have'} a next step."
    lacking = count(stuck, "long one has", "long ones have")
    return f"{first} {sentence(f'{lacking} no next step yet')}"


def _stuck(stuck: pd.DataFrame) -> list[str]:
    return [f"{quoted(title)} has no next step yet; a milestone or a task in the notebook 05_plan would be one."
            for title in stuck["title"]]  # fmt: skip


def _alone(orphans: pd.DataFrame) -> list[str]:
    short = [quoted(title) for title in orphans.loc[orphans["lacks"] != "a vision", "title"]]
    long = [quoted(title) for title in orphans.loc[orphans["lacks"] == "a vision", "title"]]
    told_short = f"{_named(short)} {'is' if len(short) == 1 else 'are'} part of no longer-term goal; that may be fine."
    told_long = f"{_named(long)} {'serves' if len(long) == 1 else 'serve'} no vision yet; that may be fine."
    return [*([told_short] if short else []), *([told_long] if long else [])]


def _named(some: list[str]) -> str:
    more = [f"{len(some) - NAMED} more"] if len(some) > NAMED else []
    return join([*some[:NAMED], *more])


def _undecided(goals: pd.DataFrame, material: "Material") -> list[str]:
    considered = goals[goals["status"] == "considering"]
    titles = dict(zip(considered["id"], considered["title"], strict=True))
    histories = {goal: material.history(Goal, goal) for goal in titles}
    weeks = undecided(histories, material.as_of, material.calendar)
    return [undecided_sentence(titles[row.goal_id], row.weeks) for row in weeks.itertuples()]


def branches(shown: pd.DataFrame, visions: pd.DataFrame) -> tuple[Branch, ...]:
    """The tree: visions, the nearest first, with the goals that serve them; then what serves none."""
    ordered = terms.tree(shown)
    rows = list(ordered.itertuples())
    roots = [(str(row.serves_vision or ""), _branch(rows, place)) for place, row in enumerate(rows) if row.level == 0]
    served = [
        Branch(f"The vision in {name}", "", "", None, tuple(one for horizon, one in roots if horizon == name))
        for name in visions["horizon"]
    ]
    known = set(visions["horizon"])
    return (*served, *(one for horizon, one in roots if horizon not in known))


def _branch(rows: list[Any], place: int) -> Branch:
    """A goal with all that is part of it, which stands right after it, a level deeper."""
    row, below, after = rows[place], [], place + 1
    while after < len(rows) and rows[after].level > row.level:
        if rows[after].level == row.level + 1:
            below.append(_branch(rows, after))
        after += 1
    return Branch(row.title, row.term, row.status, row.due.date(), tuple(below))


def show(part: TreeFacts, frames: Frames, facts: "ReviewFacts") -> tuple[Part, ...]:
    """The sentence, the tree as nested lists, and a line a remark."""
    return (html("goal_tree.html.j2", part=part),)


CHAPTER = Chapter(
    "goal_tree", TreeFacts, gather, show, kinds=FROM_MONTH, needs=(Goal,), heading="How they hang together"
)
