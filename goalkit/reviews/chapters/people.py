"""Who is due to hear from one, whom one met, and how the network grows (M25)."""

from dataclasses import dataclass, replace
from datetime import date
from math import isnan
from typing import TYPE_CHECKING

import pandas as pd

from goalkit.metrics.people import (
    active_before,
    active_contacts,
    contacts_due,
    met_people,
    network_growth,
    thanks,
)
from goalkit.metrics.progress import goal_status
from goalkit.records import Contact, Meeting
from goalkit.reviews import words
from goalkit.reviews.chapter import Chapter, ChapterFacts, Frames, Gathered
from goalkit.reviews.fragments import Part, html
from goalkit.reviews.then import as_then
from goalkit.reviews.words import count, join, sentence

if TYPE_CHECKING:
    from goalkit.reviews.material import Material
    from goalkit.reviews.shapes import ReviewFacts

LISTED = 6
NAMED = 3


@dataclass(frozen=True, slots=True)
class Due:
    """Someone to be in touch with: since when, in days, and when one met last (None for never)."""

    name: str
    relation: str
    due: date
    overdue_days: int
    last_met: date | None


@dataclass(frozen=True, slots=True)
class Met:
    """One conversation; `thanked_on` is None without thanks."""

    name: str
    day: date
    notes: str
    thanked_on: date | None


@dataclass(frozen=True, slots=True)
class PeopleGoal:
    """A goal that counts the people one met, as `metrics.progress.goal_status` words it."""

    title: str
    value: float
    target: float
    unit: str
    progress: float
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleFacts(ChapterFacts):
    """The people around a career, in the period.

    Attributes:
        due, due_more: who is due, the most overdue first, and how many wait behind "and more".
        due_next: who is next once everyone due has heard from one; () for nobody.
        met, met_more: the conversations, the latest first, likewise.
        conversations, people: how many there were, and with how many.
        thanks: thanks given.
        active, active_before, growth: people in touch in twelve months, at the start of the year, and
            their growth since (None when there were none then).
        goals: goals that count people.
    """

    due: tuple[Due, ...] = ()
    due_more: int = 0
    due_next: tuple[Due, ...] = ()
    met: tuple[Met, ...] = ()
    met_more: int = 0
    conversations: int = 0
    people: int = 0
    thanks: int = 0
    active: int = 0
    active_before: int = 0
    growth: float | None = None
    goals: tuple[PeopleGoal, ...] = ()


def gather(material: "Material") -> Gathered:
    """The people one knew then, and the conversations of the known days."""
    span, meetings, every = material.now, material.read(Meeting), as_then(material, Contact)
    past = meetings[meetings["day"] <= pd.Timestamp(material.as_of)]
    # Whom one had met by then one knew by then, even if it was written down later.
    contacts = every[every["written"] | every["id"].isin(past["contact_id"])].reset_index(drop=True)
    if contacts.empty:
        return Gathered(PeopleFacts(missing=_missing(material)))
    found = met_people(contacts, meetings, span.start, span.end)
    due, following = _due(contacts, meetings, material.as_of)
    growth = network_growth(contacts, meetings, material.as_of)
    facts = PeopleFacts(
        due=due,
        due_more=words.beyond(due, LISTED),
        due_next=following,
        met=tuple(Met(row.name, row.day.date(), row.notes, _day(row.thanked_on)) for row in found.itertuples()),
        met_more=words.beyond(found, LISTED),
        conversations=len(found),
        people=int(found["contact_id"].nunique()),
        thanks=thanks(meetings, span.start, span.end),
        active=active_contacts(contacts, meetings, material.as_of),
        active_before=active_before(contacts, meetings, material.as_of),
        growth=None if isnan(growth) else growth,
        goals=_goals(material),
    )
    return Gathered(replace(facts, sentence=told(facts, f"this {material.period.kind}")))


def _missing(material: "Material") -> str:
    return (
        f"Nobody was written down by {words.day(material.as_of)}. "
        "One name is enough to begin with, in the notebook 09_people."
    )


def _due(contacts: pd.DataFrame, meetings: pd.DataFrame, as_of: date) -> tuple[tuple[Due, ...], tuple[Due, ...]]:
    """Who is due, and who comes next."""
    found = contacts_due(contacts, meetings, as_of).dropna(subset="due")
    late = found["overdue_days"] >= 0
    rows = [
        tuple(
            Due(row.name, row.relation, row.due.date(), int(row.overdue_days), _day(row.last_met))
            for row in some.itertuples()
        )
        for some in (found[late], found[~late].head(1))
    ]
    return rows[0], rows[1]


def _day(value: pd.Timestamp) -> date | None:
    return None if pd.isna(value) else value.date()


def _goals(material: "Material") -> tuple[PeopleGoal, ...]:
    data, period = material.data, material.period
    touches = (data.goals["start"] < pd.Timestamp(period.end)) & (data.goals["due"] >= pd.Timestamp(period.start))
    counted = data.goals[(data.goals["measured_from"].astype("str") == "contacts") & touches]
    states = goal_status(replace(data, goals=counted.reset_index(drop=True)), material.as_of, material.calendar)
    return tuple(
        PeopleGoal(row.title, row.value, row.target, row.unit, row.progress, row.status)
        for row in states[states["status"] != "considering"].itertuples()
    )


def told(facts: PeopleFacts, when: str) -> str:
    """Who is due, the longest first, and whom one met."""
    met = (
        f"{count(facts.conversations, 'conversation', 'conversations')} with "
        f"{count(facts.people, 'person', 'people')} {'was' if facts.conversations == 1 else 'were'} noted {when}"
        if facts.conversations
        else f"no conversation was noted {when}"
    )
    if not facts.due:
        return sentence(f"{met}; nobody is due to hear from you")
    names = [one.name for one in facts.due[:NAMED]]
    names += [f"{words.numeral(len(facts.due) - NAMED)} more"] if len(facts.due) > NAMED else []
    return sentence(f"{met}; {join(names)} {'is' if len(facts.due) == 1 else 'are'} due to hear from you")


def show(part: PeopleFacts, frames: Frames, facts: "ReviewFacts") -> tuple[Part, ...]:
    """The sentence, who is due, whom one met; but for a week, the network and the goal that counts it."""
    return (html("people.html.j2", part=part, short=facts.kind == "week"),)


CHAPTER = Chapter(
    "people", PeopleFacts, gather, show, kinds=("week", "month", "quarter", "year"), needs=(Contact, Meeting)
)
