"""A: one goal, in one's own hands, with hours that a week has (M12)."""

import re
from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from goalkit.smart.control import others_decide
from goalkit.smart.fields import Capacity
from goalkit.smart.report import Letter, Subject, hours_a_week, number
from goalkit.smart.several import find_goals
from goalkit.smart.text import HIDDEN

# Twelve hours on every day: nobody means more, and a sentence that says so has a slip in it.
MOST_HOURS = 84.0
# What is asked may exceed what is given by a twentieth before it is worth a word.
SLACK = 1.05
_letter = partial(Letter, "A")


def achievable(subject: Subject) -> Letter:
    """A: nothing speaks against it."""
    return _several(subject) or _decided(subject) or _too_much(subject) or _given(subject)


def _several(subject: Subject) -> Letter | None:
    goals = find_goals(subject.parts.main)
    if len(goals) < 2:
        return None
    one, two = (_up_to_date(subject, *place) for place in goals[:2])
    count = {2: "two", 3: "three", 4: "four"}.get(len(goals), str(len(goals)))
    named = f"“{one}” and “{two}”" if len(goals) == 2 else f"“{one}”, “{two}” …"
    return _letter(False, f"It holds {count} goals: {named}. Each does better as a goal of its own.", "one goal")


def _up_to_date(subject: Subject, start: int, end: int) -> str:
    hidden = subject.parts.main.find(HIDDEN, start + 1, end)
    return subject.words(start, hidden if hidden > 0 else end)


def _decided(subject: Subject) -> Letter | None:
    look = subject.parts.look
    found = others_decide(look.text, look.begin)
    if not found or str(subject.given.get("in_my_hands") or "").strip():
        return None
    said = subject.words(found.start, found.end)
    reason = f"“{said}” is decided by somebody else. Your part: {found.own_part}. Make that the goal."
    return _letter(False, reason, "own part")


def _too_much(subject: Subject) -> Letter | None:
    """More hours than any week has."""
    most = max(subject.fields.get("hours_per_week") or 0, hours_needed(subject.fields, subject.as_of) or 0)
    always = re.search(r"\b24/7\b", subject.parts.text)
    if most <= MOST_HOURS and not always:
        return None
    said = "24/7" if most <= MOST_HOURS else f"It asks {hours_a_week(most)}, which"
    return _letter(False, f"{said} is more than a week can give; lower the amount or move the date.", "fewer hours")


def _given(subject: Subject) -> Letter:
    hours, needed = subject.fields.get("hours_per_week"), hours_needed(subject.fields, subject.as_of)
    if hours is None and not subject.form:
        return _letter(True, "One goal, and in your own hands. How many hours a week will you give it?")
    if hours is None:
        told = f" It needs about {number(round(needed, 1))}." if needed else ""
        return _letter(False, f"Say how many hours a week you mean to give it.{told}", "hours")
    if needed and needed > hours * SLACK:
        reason = (
            f"It needs {hours_a_week(needed)} until then, and you mean to give {number(hours)}; "
            "give more, lower the amount or move the date."
        )
        return _letter(False, reason, "fewer hours")
    return _within(subject.capacity, hours)


def _within(capacity: Capacity, hours: float) -> Letter:
    """Whether the hours fit beside those of the other goals."""
    if capacity.free is None:
        return _letter(True, f"One goal, in your own hands, with {hours_a_week(hours)}.")
    free, total = number(round(capacity.free, 1)), hours + capacity.asked
    if total <= capacity.free + 1e-9:
        others = f" beside the {number(round(capacity.asked, 1))} of your other goals" if capacity.asked else ""
        return _letter(True, f"{hours_a_week(hours)}{others}: that fits into the {free} you have.")
    others = f"With the {number(round(capacity.asked, 1))} of your other goals it is " if capacity.asked else "It is "
    reason = (
        f"{others}{hours_a_week(total)}, {number(round(total - capacity.free, 1))} more than the {free} you have; "
        "give it fewer, move the date, or let another goal rest."
    )
    return _letter(False, reason, "fewer hours")


def hours_needed(fields: Mapping[str, Any], as_of: date) -> float | None:
    """Hours a week that a goal in hours asks from its start (or today) to its due day; None for other goals."""
    if fields.get("measure") != "hours" or fields.get("target") is None or not fields.get("due"):
        return None
    first = max(fields.get("start") or as_of, as_of)
    days = (fields["due"] - first).days + 1
    return float(fields["target"] - (fields.get("baseline") or 0)) / (days / 7) if days > 0 else None
