"""The five letters of a goal: each lit or not, with a reason that names what it saw or what is missing."""

import re
from collections.abc import Mapping
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import Any

from goalkit.smart.achievable import achievable
from goalkit.smart.content import measurable, specific
from goalkit.smart.fields import Capacity, filled_in, merged
from goalkit.smart.report import Letter, SmartReport, Subject
from goalkit.smart.sentence import read_goal, take_apart

_EMPTY = "Nothing is written yet; say in one sentence what will be true when you are there."
_GAPS = {"S": "what", "M": "how many", "A": "", "R": "what for", "T": "by when"}
_SERVES = {"parent_id": "a longer-term goal", "value_ids": "a value", "serves_vision": "your vision"}
_relevant = partial(Letter, "R")


def check_goal(goal: str | Mapping[str, Any], as_of: date, capacity: Capacity | None = None) -> SmartReport:
    """Judges a goal by its sentence, or by the values of its form.

    Args:
        goal: the sentence alone, or the fields of a Goal filled in so far (its sentence under
            "title"); what is empty or still as the form sets it counts as missing.
        as_of: today.
        capacity: hours a week that are free, and that other goals ask; unknown without it.

    Returns:
        The five letters. With the form's values A also asks for hours, and R takes values, vision
        and a longer-term goal into account; docs/smart.md says what a sentence alone can show.
    """
    form = not isinstance(goal, str)
    sentence = goal if isinstance(goal, str) else str(goal.get("title") or "")
    given = {} if isinstance(goal, str) else filled_in(goal)
    read = read_goal(sentence, as_of)
    fields = MappingProxyType(merged(read, given))
    subject = Subject(take_apart(sentence, as_of), read, fields, given, as_of, capacity or Capacity(), form)
    return SmartReport(_letters(subject), read, fields, as_of)


def _letters(subject: Subject) -> tuple[Letter, ...]:
    if not re.search(r"\w", subject.goal.sentence):
        return tuple(Letter(letter, False, _EMPTY, gap) for letter, gap in _GAPS.items())
    return tuple(judge(subject) for judge in (specific, measurable, achievable, relevant, bound))


def relevant(subject: Subject) -> Letter:
    """R: it says what or whom it is for."""
    if why := str(subject.fields.get("why") or "").strip():
        return _relevant(True, f"It says what for: “{why.rstrip('.')}”.")
    if serves := [words for name, words in _SERVES.items() if subject.fields.get(name)]:
        return _relevant(True, f"It serves {' and '.join(serves)}.")
    more = " or choose a value or a longer-term goal that it serves" if subject.form else ""
    return _relevant(False, f"What is it good for? Add “so that …”{more}.", "what for")


def bound(subject: Subject) -> Letter:
    """T: it has a last day that isn't past."""
    due, start = subject.fields.get("due"), subject.fields.get("start")
    if due is None:
        return _unbound(_no_day(subject))
    day = f"{due.day} {due:%B %Y}"
    if due < subject.as_of:
        return _unbound(f"{day} is past; by which day now?")
    if start and due < start:
        return _unbound(f"It ends on {day}, before it starts on {start.day} {start:%B %Y}; swap the two days.")
    return Letter("T", True, f"By {day}, {_ahead((due - subject.as_of).days)}.")


def _unbound(reason: str) -> Letter:
    return Letter("T", False, reason, "by when")


def _no_day(subject: Subject) -> str:
    """Why there is no day by which, and how to say one."""
    dates, rhythms = subject.parts.dates, subject.parts.look.rhythms
    if dates.unclear:
        return dates.unclear[0][2]
    if rhythms:
        return f"“{subject.words(rhythms[0].start, rhythms[0].end)}” is a rhythm without an end; until when?"
    return "No day by which; add for example “by June” or “within three months”."


def _ahead(days: int) -> str:
    if days == 0:
        return "today"
    if days < 21:
        return f"in {days} day{'s' if days > 1 else ''}"
    return f"in {round(days / 7)} weeks" if days < 7 * 52 else f"in {round(days / 30.44)} months"
