"""Values as stated and as lived (M3)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isnan
from typing import TYPE_CHECKING

from goalkit.metrics.lived import value_distance, value_shares
from goalkit.records import TimeEntry, Value
from goalkit.reviews.chapter import FROM_MONTH, Chapter, ChapterFacts, Frames, Gathered
from goalkit.reviews.fragments import Part, html
from goalkit.reviews.tables import goal_hours
from goalkit.reviews.words import compared_with, hours, join, number, percent, sentence

if TYPE_CHECKING:
    import pandas as pd

    from goalkit.reviews.material import Material
    from goalkit.reviews.shapes import ReviewFacts

SHARES = {"name": "str", "stated": "float64", "lived": "float64"}
NO_VALUE = "No value is written down yet; three to six are plenty, in the notebook 03_direction."
NO_GOAL = "No goal names a value that it serves yet; a tick in the notebook 04_goals links the two."


@dataclass(frozen=True, slots=True)
class ValueShare:
    """One value: its share of importance, its share of the hours, and the hours."""

    name: str
    stated: float
    lived: float
    hours: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueFacts(ChapterFacts):
    """Values beside the hours of the period.

    Attributes:
        hours: of goals that serve a value; other_hours: of goals that serve none.
        distance, distance_before: share of these hours that would have to go elsewhere for both to agree.
        values: the most important first.
        without_goal: values that no goal serves.
    """

    hours: float = 0.0
    other_hours: float = 0.0
    distance: float | None = None
    distance_before: float | None = None
    values: tuple[ValueShare, ...] = ()
    without_goal: tuple[str, ...] = ()


def gather(material: "Material") -> Gathered:
    """Shares of the period, and how far they were apart in the period before."""
    given = goal_hours(material.now.entries, material)
    shares = _shares(material, given)
    before = value_distance(_shares(material, goal_hours(material.before.entries, material)))
    served = float(shares["hours"].sum())
    if missing := _missing(shares, material):
        return Gathered(ValueFacts(missing=missing), {"shares": shares.iloc[:0]})
    facts = ValueFacts(
        hours=served,
        other_hours=max(sum(given.values()) - given.get("", 0.0) - served, 0.0),
        distance=value_distance(shares),
        distance_before=None if isnan(before) else before,
        values=tuple(ValueShare(row.name, row.stated, row.lived, row.hours) for row in shares.itertuples(index=False)),
        without_goal=tuple(shares.loc[shares["goals"] == 0, "name"]),
    )
    when = compared_with(material.period, material.now.days)
    told = f"{_apart(facts, when)} {_furthest(facts.values)}".strip()
    return Gathered(replace(facts, sentence=told), {"shares": shares})


def _shares(material: "Material", given: dict[str, float]) -> "pd.DataFrame":
    return value_shares(material.read(Value), material.data.goals, given)


def _missing(shares: "pd.DataFrame", material: "Material") -> str:
    if shares.empty:
        return NO_VALUE
    if not shares["goals"].any():
        return NO_GOAL
    served = shares["hours"].sum() > 0
    return "" if served else f"No hours went to a goal that serves a value in {material.period.title}."


def _apart(facts: ValueFacts, when: str) -> str:
    before = "" if facts.distance_before is None else f"; {when} it was {percent(facts.distance_before)}"
    return sentence(
        f"{percent(facts.distance or 0.0)} of the {hours(facts.hours)} on goals that serve a value would have to go "
        f"elsewhere for your time to match what you said matters{before}"
    )


def _furthest(values: Sequence[ValueShare]) -> str:
    """The value that got most beyond its share, and the one that got least of it."""
    by = sorted(values, key=lambda value: value.lived - value.stated)
    short, beyond = by[0], by[-1]
    if percent(short.lived) == percent(short.stated):
        return ""
    return sentence(
        f"{beyond.name} got most beyond its share, {percent(beyond.lived)} of the hours for {percent(beyond.stated)} "
        f"of the importance; {short.name} got {percent(short.lived)} for {percent(short.stated)}"
    )


def show(part: ValueFacts, frames: Frames, facts: "ReviewFacts") -> tuple[Part, ...]:
    """The sentence, both shares of each value, and what they leave out."""
    from goalkit.charts.direction import plot_values

    notes = []
    if number(part.other_hours) != "0":
        notes.append(f"{hours(part.other_hours)} more went to goals that name no value.")
    if part.without_goal:
        notes.append(sentence(f"no goal serves {join(part.without_goal)} yet; that may be fine, or a goal to write"))
    head = html("told.html.j2", sentence=part.sentence, hint=" ".join(notes))
    return (head, plot_values(frames["shares"]))


CHAPTER = Chapter("values", ValueFacts, gather, show, {"shares": SHARES}, FROM_MONTH, needs=(Value, TimeEntry))
