"""Dates in a sentence: which day ends the goal, which day begins it, and what could not be told."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from goalkit.smart.calendar_names import Days
from goalkit.smart.date_forms import ANY, BEGINS, ENDS, FORMS, Around, Form
from goalkit.smart.text import Span, as_written, span

_PART = re.compile(
    r"(?:\b(?:the )?(?P<end>very end|end|close)(?: of|-)?(?: the)?|\b(?P<late>late)(?: in)?(?: the)?"
    r"|\b(?:the )?(?P<begin>start|beginning)(?: of)?(?: the)?|\b(?P<early>early)(?: in)?(?: the)?"
    r"|\b(?:the )?(?P<mid>middle of|mid)(?: the)?)[ -]$"
)
_LEAD = re.compile(
    rf"(?:^|(?<=[^\w]))(?P<lead>{'|'.join(sorted(map(re.escape, ANY), key=len, reverse=True))}|end of)"
    r"(?: (?:in|on|with|the|cob|eod|eob|close of business(?: on)?))?(?: the)? ?$"
)
_PAST = re.compile(
    r"\b(?:i|we|you|he|she|they|it|which|that|who) (?:\w+ed|lost|had|did|was|were|made|got|began|won|bought|"
    r"wrote|sold|left)"
    r"(?: \w+)? $"
)


@dataclass(frozen=True, slots=True)
class Found:
    """One date in a sentence.

    Attributes:
        first: its first day; None where it cannot be told.
        last: its last day; None where it cannot be told.
        lead: the word before it, such as "by", else "".
        start: where it begins, with the words before it that belong to it.
        end: where it ends.
        note: what a person should know about the reading.
        with_year: whether the year was said.
        to_its_end: whether it is the end of a period, as in “before the end of April”.
    """

    first: date | None
    last: date | None
    lead: str
    start: int
    end: int
    note: str = ""
    with_year: bool = True
    to_its_end: bool = False


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a goal sentence.

    Attributes:
        start: the first day that counts, where one is said.
        due: the last day; None where none can be told.
        start_words: the words `start` was read from.
        due_words: the words `due` was read from.
        places: all places that hold a date, [start, end).
        notes: how dates were read that can be meant otherwise.
        unclear: dates that could not be told: start, end, and the question to ask.
    """

    start: date | None = None
    due: date | None = None
    start_words: Span | None = None
    due_words: Span | None = None
    places: tuple[tuple[int, int], ...] = ()
    notes: tuple[str, ...] = ()
    unclear: tuple[tuple[int, int, str], ...] = ()


def read_dates(text: str, sentence: str, as_of: date, reason: tuple[int, int] = (0, 0)) -> Dates:
    """The dates of a plain text; within its reason only those with “by”, “until” and the like end the goal."""
    found = find_dates(text, as_of)
    begin = next((one for one in found if one.lead in BEGINS and one.lead != "since" and one.first), None)
    ends = [one for one in found if _can_end(one, begin, reason, text)]
    strong = [one for one in ends if _is_strong(one, begin, text)]
    chosen = (strong or ends)[-1] if ends else None
    due = _due(chosen, begin) if chosen else None
    read = [one for one in (begin, chosen) if one]
    return Dates(
        start=(begin.first + timedelta(days=begin.lead == "after")) if begin and begin.first else None,
        due=due,
        start_words=span(sentence, begin.start, begin.end) if begin else None,
        due_words=span(sentence, chosen.start, chosen.end) if chosen else None,
        places=tuple((one.start, one.end) for one in found),
        notes=tuple(as_written(one.note, text, sentence) for one in read if one.note and one.last),
        unclear=tuple((one.start, one.end, as_written(one.note, text, sentence)) for one in found if one.last is None),
    )


def find_dates(text: str, as_of: date) -> list[Found]:
    """Every date of a plain text, from left to right; of those that overlap the longest."""
    found = [one for form in FORMS for match in form.pattern.finditer(text) if (one := _found(form, match, as_of))]
    found.sort(key=lambda one: (one.start - one.end, one.start))
    kept: list[Found] = []
    for one in found:
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _found(form: Form, match: re.Match[str], as_of: date) -> Found | None:
    """A match with the words before it, if it is a date there."""
    before = match.string[: match.start()]
    part = _PART.search(before, max(0, len(before) - 40))
    before = before[: part.start()] if part else before
    lead = _LEAD.search(before, max(0, len(before) - 40))
    around = Around(match, lead["lead"] if lead else "", bool(part))
    if (form.leads and around.lead not in form.leads and not part) or not form.fits(around) or _is_past(around, lead):
        return None
    made = _read(form, around, part, as_of)
    if made is None:
        return None
    at_end = bool(part and (part["end"] or part["late"]))
    found = replace(made, start=lead.start() if lead else len(before), to_its_end=at_end)
    due = None if found.with_year or found.lead in BEGINS else _due(found, None)
    if due and due < as_of:  # “before June” in June, “by spring” in April: the next one is meant
        later = _read(form, around, part, _period_end(form, around, as_of) + timedelta(days=1))
        return replace(found, first=later.first, last=later.last, note=later.note) if later else found
    return found


def _read(form: Form, around: Around, part: re.Match[str] | None, as_of: date) -> Found | None:
    """What a form means on a day; its start is not known yet."""
    try:
        meaning = form.read(around.match, as_of)
    except (ValueError, OverflowError, StopIteration):  # beyond the ends of the calendar
        return None
    if meaning is None:
        return None
    first, last = _narrowed(meaning.days, part, around) if meaning.days else (None, None)
    return Found(first, last, around.lead, 0, around.match.end(), meaning.note, meaning.with_year)


def _period_end(form: Form, around: Around, as_of: date) -> date:
    meaning = form.read(around.match, as_of)
    return meaning.days[1] if meaning and meaning.days else as_of


def _is_past(around: Around, lead: re.Match[str] | None) -> bool:
    """Whether a date tells when something happened: “the client we lost in November”."""
    inside = lead and around.lead in ("in", "on", "during")
    return bool(inside and lead and _PAST.search(around.before[: lead.start("lead")]))


def _narrowed(days: Days, part: re.Match[str] | None, around: Around) -> Days:
    """First and last day, narrowed by “end of”, “mid” and the like; “by spring” is the day on which it begins."""
    first, last = days
    if part is None:
        begins = "season" in around.match.re.groupindex and around.lead in ENDS and not around.match["which"]
        return first, first if begins else last
    if part["begin"]:
        return first, first
    if part["early"]:
        return first, first + timedelta(days=(last - first).days // 3)
    if part["mid"]:
        middle = _middle(first, last)
        return middle, middle
    return last, last


def _middle(first: date, last: date) -> date:
    """The 15th of a month, 30 June of a year, else half-way."""
    days = (last - first).days
    if days in range(27, 31):
        return first + timedelta(days=14)
    return date(first.year, 6, 30) if days > 360 else first + timedelta(days=days // 2)


def _can_end(one: Found, begin: Found | None, reason: tuple[int, int], text: str) -> bool:
    if one is begin or one.lead in BEGINS or one.last is None:
        return False
    return not reason[0] <= one.start < reason[1] or _is_strong(one, None, text)


def _is_strong(one: Found, begin: Found | None, text: str) -> bool:
    if one.lead in ENDS or text.startswith(("within", "in the next"), one.start):
        return True
    return one.lead in ("to", "and", "-") and begin is not None and one.start - begin.end <= 2


def _due(one: Found, begin: Found | None) -> date | None:
    """The last day of a goal: that of the period named, or the day before it; never before its start."""
    if one.last is None or one.first is None:
        return None
    due = one.first - timedelta(days=1) if one.lead == "before" and not one.to_its_end else one.last
    if begin and begin.first and due < begin.first and not one.with_year:
        due = due.replace(year=due.year + 1) if (due.month, due.day) != (2, 29) else date(due.year + 1, 2, 28)
    return due
