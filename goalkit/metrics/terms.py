"""Short and long term: goals that lead nowhere yet, long ones without a next step, and their balance."""

from dataclasses import dataclass
from datetime import date
from typing import get_args

import pandas as pd

from goalkit.records.direction import Horizon

OPEN = ("considering", "active", "paused")
COLUMNS = {"goal_id": "str", "title": "str"}


@dataclass(frozen=True, slots=True)
class Steps:
    """What a goal may be taken further by: frames of Milestone and Task."""

    milestones: pd.DataFrame
    tasks: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Balance:
    """How many active goals are short and how many long, and the hours a week that they ask."""

    short: int
    long: int
    short_hours: float
    long_hours: float


def tree(goals: pd.DataFrame) -> pd.DataFrame:
    """The goals in the order in which a tree is read: each followed by those that are part of it.

    Returns:
        The rows of `goals`, with `level` (0 for what is part of none of them). Goals that are part of each other
        in a circle begin with the first of them. No goals give an empty frame.
    """
    known = dict.fromkeys(goals["id"])
    below: dict[str | None, list[str]] = {}
    for goal, parent in zip(goals["id"], goals["parent_id"], strict=True):
        below.setdefault(parent if parent in known else None, []).append(goal)
    order: dict[str, int] = {}
    for root in [*below.get(None, []), *known]:
        waiting = [(root, 0)]
        while waiting:
            goal, level = waiting.pop()
            if goal not in order:
                order[goal] = level
                waiting += [(child, level + 1) for child in reversed(below.get(goal, []))]
    found = goals.set_index("id", drop=False).loc[list(order)].reset_index(drop=True)
    return found.assign(level=list(order.values()))


def shown_in_tree(goals: pd.DataFrame) -> pd.DataFrame:
    """The goals that are open, and those closed ones that an open one is part of, however far above."""
    shown = set(goals.loc[goals["status"].isin(OPEN), "id"])
    parents = dict(zip(goals["id"], goals["parent_id"], strict=True))
    waiting = list(shown)
    while waiting:
        above = parents.get(waiting.pop())
        if isinstance(above, str) and above in parents and above not in shown:
            shown.add(above)
            waiting.append(above)
    return goals[goals["id"].isin(shown)].reset_index(drop=True)


def visions(pictures: pd.DataFrame, goals: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The visions that there are, by a picture or by a goal that serves them, the nearest first.

    Args:
        pictures: columns `horizon`, `day`; later ones are not known yet.
        goals: column `serves_vision`.
        as_of: the day.

    Returns:
        `horizon`, `pictured` (whether it was written down), `goals` (how many serve it). Nothing gives an empty frame.
    """
    pictured = set(pictures.loc[pictures["day"] <= pd.Timestamp(as_of), "horizon"])
    served = goals["serves_vision"].dropna().value_counts()
    rows = [(name, name in pictured, int(served.get(name, 0))) for name in get_args(Horizon)]
    frame = pd.DataFrame([row for row in rows if row[1] or row[2]], columns=["horizon", "pictured", "goals"])
    return frame.astype({"horizon": "str", "pictured": "bool", "goals": "int64"})


def without_next_step(goals: pd.DataFrame, steps: Steps, as_of: date) -> pd.DataFrame:
    """Active long-term goals without anything to do next: `goal_id`, `title`.

    A next step is an active goal that is part of it, or a milestone or task of its own that was
    not done by `as_of`. No goals give an empty frame.
    """
    active = goals[goals["status"] == "active"]
    taken = set(active["parent_id"].dropna())
    for frame in (steps.milestones, steps.tasks):
        undone = frame["done_on"].isna() | (frame["done_on"] > pd.Timestamp(as_of))
        taken |= set(frame.loc[undone, "goal_id"].dropna())
    return _named(active[(active["term"] == "long") & ~active["id"].isin(taken)])


def orphans(goals: pd.DataFrame) -> pd.DataFrame:
    """Active goals that lead to nothing longer: `goal_id`, `title`, `lacks`.

    A short-term goal lacks "a longer-term goal" when it is part of none that is still open, a
    long-term one "a vision" when it serves none and is part of none. No goals give an empty frame.
    """
    active = goals[goals["status"] == "active"]
    above = active["parent_id"].isin(goals.loc[goals["status"].isin((*OPEN, "achieved")), "id"])
    short = _named(active[(active["term"] == "short") & ~above]).assign(lacks="a longer-term goal")
    alone = (active["term"] == "long") & active["serves_vision"].isna() & ~above
    long = _named(active[alone]).assign(lacks="a vision")
    found = pd.concat([short, long], ignore_index=True).astype({**COLUMNS, "lacks": "str"})
    order = {name: place for place, name in enumerate(goals["id"])}
    return found.sort_values("goal_id", key=lambda column: column.map(order), kind="stable", ignore_index=True)


def visions_served(goals: pd.DataFrame) -> pd.DataFrame:
    """The goals that lead to a vision, themselves or as a part of one that does; the former first.

    Args:
        goals: columns `id`, `title`, `status`, `serves_vision`, `parent_id`. Dropped ones are left out.

    Returns:
        `goal_id`, `title`, `status`, `horizon` (of the vision), `direct` (whether it names the vision itself). A goal
        that names none leads where the nearest goal above it leads. None give an empty frame.
    """
    above = dict(zip(goals["id"], goals["parent_id"], strict=True))
    own = goals[goals["serves_vision"].notna()]
    named = dict(zip(own["id"], own["serves_vision"], strict=True))
    found = goals.assign(
        horizon=[_leads_to(goal, above, named) for goal in goals["id"]], direct=goals["id"].isin(named)
    )
    found = found[(found["horizon"] != "") & (found["status"] != "dropped")].rename(columns={"id": "goal_id"})
    found = found.sort_values("direct", ascending=False, kind="stable")
    types = {**COLUMNS, "status": "str", "horizon": "str", "direct": "bool"}
    return found[list(types)].astype(types).reset_index(drop=True)


def _leads_to(goal: str, above: dict[str, str], named: dict[str, str]) -> str:
    """The horizon that a goal or the nearest one above it names, "" when none does."""
    seen: set[str] = set()
    while goal in above and goal not in seen:
        if goal in named:
            return named[goal]
        seen.add(goal)
        goal = above[goal]
    return ""


def balance(goals: pd.DataFrame) -> Balance:
    """Active goals by their term; no goals give zeros."""
    active = goals[goals["status"] == "active"]
    long = active["term"] == "long"
    hours = active["hours_per_week"].fillna(0.0)
    return Balance(int((~long).sum()), int(long.sum()), float(hours[~long].sum()), float(hours[long].sum()))


def _named(goals: pd.DataFrame) -> pd.DataFrame:
    return goals[["id", "title"]].rename(columns={"id": "goal_id"}).astype(COLUMNS).reset_index(drop=True)
