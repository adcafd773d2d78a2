"""Dates in a sentence: which day ends the goal, which day begins it, and what could not be told."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from goalkit.smart.calendar_names import MONTHS, SEASONS
from goalkit.smart.date_forms import ANY, BEGINS, ENDS, FORMS, Form, Meaning
from goalkit.smart.text import Span, span

_PART = re.compile(
    r"(?:\b(?:the )?(?P<end>very end|end|close)(?: of|-)?(?: the)?|\b(?P<late>late)(?: in)?(?: the)?"
    r"|\b(?:the )?(?P<begin>start|beginning)(?: of)?(?: the)?|\b(?P<early>early)(?: in)?(?: the)?"
    r"|\b(?:the )?(?P<mid>middle of|mid)(?: the)?)[ -]$"
)
_LEAD = re.compile(
    rf"(?:^|(?<=[^\w]))(?P<lead>{'|'.join(sorted(map(re.escape, ANY), key=len, reverse=True))}|end of)"
    r"(?: (?:in|on|with|the))?(?: the)? ?$"
)
_SHORTHAND = re.compile(r"\b(?:eo(?P<eo>[ywmq])|(?P<kind>year|month|quarter)(?:'s)?[ -]end)\b")
_WORDS_TOO = ("may", "march", "mar", "fall", "spring", "sun", "sat", "dec", "jan")
_LOOSE_MONTH = re.compile(r"(?:^|[,.;:(-]) ?$")
_STANDING = re.compile(r"\b(?:every|each|always|all)\b")
_PAST = re.compile(
    r"\b(?:i|we|you|he|she|they|it|which|that|who) (?:\w+ed|lost|had|did|was|were|made|got|began|won|bought|wrote|sold|left)"
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
    """

    first: date | None
    last: date | None
    lead: str
    start: int
    end: int
    note: str = ""
    with_year: bool = True


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
        notes=tuple(one.note for one in read if one.note and one.last),
        unclear=tuple((one.start, one.end, one.note) for one in found if one.last is None),
    )


def find_dates(text: str, as_of: date) -> list[Found]:
    """Every date of a plain text, from left to right; of those that overlap the longest."""
    found = [one for form in FORMS for match in form.pattern.finditer(text) if (one := _found(form, match, as_of))]
    found += [_shorthand(match, as_of) for match in _SHORTHAND.finditer(text)]
    found.sort(key=lambda one: (one.start - one.end, one.start))
    kept: list[Found] = []
    for one in found:
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _found(form: Form, match: re.Match[str], as_of: date) -> Found | None:
    text, start = match.string, match.start()
    before = text[max(0, start - 40) : start]
    offset = start - len(before)
    part = _PART.search(before)
    if part:
        before = before[: part.start()]
    lead = _LEAD.search(before)
    word = lead["lead"] if lead else ""
    if not _fits(form, match, word, bool(part)):
        return None
    if lead and word in ("in", "on", "during") and _PAST.search(before[: lead.start("lead")]):
        return None
    try:
        meaning = form.read(match, as_of)
    except (ValueError, OverflowError):  # a day beyond the calendar's ends
        return None
    if meaning is None:
        return None
    begins = offset + (lead.start() if lead else part.start() if part else len(before))
    made = Found(None, None, word, begins, match.end(), meaning.note, meaning.with_year)
    return replace(made, **_days(meaning, part, match, word)) if meaning.days else made


def _days(meaning: Meaning, part: re.Match[str] | None, match: re.Match[str], lead: str) -> dict[str, date]:
    """First and last day, narrowed by “end of”, “mid” and the like; a season that is only named is its first day."""
    assert meaning.days is not None
    first, last = meaning.days
    if part:
        if part["begin"]:
            return {"first": first, "last": first}
        if part["mid"]:
            middle = first + timedelta(days=14) if (last - first).days in range(27, 31) else first + (last - first) / 2
            return {"first": middle, "last": middle}
        if part["early"]:
            return {"first": first, "last": first + timedelta(days=(last - first).days // 3)}
        return {"first": last, "last": last}
    if "season" in match.re.groupindex and lead in ENDS and not match["which"]:
        return {"first": first, "last": first}
    return {"first": first, "last": last}


def _fits(form: Form, match: re.Match[str], lead: str, part: bool) -> bool:
    """Whether a match may be a date, from the words around it."""
    if form.leads and lead not in form.leads and not part:
        return False
    groups = match.re.groupindex
    if "month" in groups and "day" not in groups:
        return _month_fits(match, lead, part)
    if match["kind"] if "kind" in groups else False:
        if re.search(r"\b(?:rest|remainder)\b", match[0]):
            return True
        return part or bool(match["which"]) and _named_fits(match["which"], lead)
    if "season" in groups:
        return part or bool(match["which"] or match["year"]) or lead in (*ENDS, "in", "during", "over", "from")
    if "which" in groups and "day" in groups:
        every = re.search(r"\b(?:every|each|on|a) $", match.string[: match.start()])
        return bool(match["which"]) or lead in ENDS or lead in BEGINS or (lead == "on" and not every)
    if "unit" in groups and match[0].startswith("within"):
        return not _STANDING.search(match.string, 0, match.start()) or match["unit"] not in ("day",)
    return not (match[0].isdigit() and re.match(r" [a-z]{2,}[^s]s\b", match.string[match.end() :]))


def _month_fits(match: re.Match[str], lead: str, part: bool) -> bool:
    if lead in ("to", "and", "-", "of", "at", "on", "over"):
        text = match.string[: match.start()]
        return bool(re.search(r"\b(?:from|between|through|end of) [^¦]{3,20}$", text)) or part
    if lead or part or match["year"]:
        return True
    name = match["month"].rstrip(".")
    if name in _WORDS_TOO or name not in MONTHS:
        return False
    after = match.string[match.end() :]
    return bool(_LOOSE_MONTH.search(match.string[: match.start()])) or not after.strip(" .!")


def _named_fits(which: str, lead: str) -> bool:
    if which in ("the",):
        return lead in ("within",)
    return "last" not in which and "past" not in which or bool(lead and lead != "since")


def _shorthand(match: re.Match[str], as_of: date) -> Found:
    from goalkit.smart.calendar_names import current

    kind = match["kind"] or {"y": "year", "w": "week", "m": "month", "q": "quarter"}[match["eo"]]
    last = current(kind, as_of)[1]
    before = match.string[max(0, match.start() - 20) : match.start()]
    lead = _LEAD.search(before)
    start = match.start() - len(before) + (lead.start() if lead else len(before))
    return Found(last, last, lead["lead"] if lead else "", start, match.end())


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
    due = one.first - timedelta(days=1) if one.lead == "before" else one.last
    if begin and begin.first and due < begin.first and not one.with_year:
        due = due.replace(year=due.year + 1) if (due.month, due.day) != (2, 29) else date(due.year + 1, 2, 28)
    return due


__all__ = ["SEASONS", "Dates", "Found", "find_dates", "read_dates"]
