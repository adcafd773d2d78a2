"""Goals with one amount: 100 hours, a level to reach, a total to add up."""

import re

from goalkit.smart.lexicon import DOWN, MOVE, UP
from goalkit.smart.looks import Look, Measured, amounts, is_share, lower_end
from goalkit.smart.nouns import HOURS, noun_after
from goalkit.smart.numbers import Number
from goalkit.smart.text import word_list

_BOUNDED = re.compile(r"\b(?:in|within|to|under|by)(?: (?:under|less than|about))? $")
_LEVELS = frozenset(word_list("reach hit have keep score weigh stay maintain be get own average"))
_SUMS = frozenset(word_list("earn save make raise collect donate invest fundraise bring"))
_BELOW = re.compile(r"\b(?:below|under|above|over) $")
_RACE = re.compile(
    r"(?:km|k|miles?|m|metres?|meters?|marathon)\b[^¦]{0,12} (?:in|under|within)(?: (?:under|less than))? $"
)
_CLOCK = ("min", "minutes", "mins", "seconds", "hours")
_GRADE = re.compile(r"\bwith (?:a |an |at least )?(?:grade|score|mark|result)? ?(?:of )?(?:at least )?$")


def hours(look: Look) -> Measured | None:
    """“spend 100 hours on …”: from the time log."""
    if look.verb in UP | DOWN | MOVE | {"sleep"}:
        return None
    for one in amounts(look):
        unit, end = noun_after(look.text, one.end)
        if unit.split(" ")[0] in HOURS and not _BOUNDED.search(look.before(one)):
            return Measured(
                "hours", "h", target=one.value, places={"target": (one.start, one.end), "unit": (one.end, end)}
            )
    return None


def kept(look: Look) -> Measured | None:
    """“keep … below 20”: a level that should stay, however often it is looked at."""
    bound = (one for one in look.numbers if look.verb in ("keep", "stay", "have") and _BELOW.search(look.before(one)))
    return next((_level_of(look, one, look.unit_after(one) or look.changed(one.start)) for one in bound), None)


def level(look: Look) -> Measured | None:
    """“reach 1,000 subscribers”, “10 km in 55 minutes”, “zero errors”."""
    for one in look.numbers:
        if not is_share(look, one) and _is_time(look, one):
            return _level_of(look, one, look.unit_after(one))
    for one in amounts(look):
        averaged = look.verb == "sleep" or re.match(r"[^¦,]* on average\b", look.text[one.end :])
        if one.value == 0 or averaged or (look.verb in _LEVELS and _is_reached(look, one)):
            return _level_of(look, one, look.unit_after(one))
    return None


def _is_time(look: Look, one: Number) -> bool:
    """Whether a number is the time of a race, which should come down."""
    return noun_after(look.text, one.end)[0] in _CLOCK and bool(_RACE.search(look.before(one)))


def _is_reached(look: Look, one: Number) -> bool:
    """Whether a number follows close upon “reach”, “have”, “get to”."""
    between = re.sub(r" an? $", " ", look.text[look.begin + len(look.verb) : one.start])
    if look.verb == "get":
        return bool(re.fullmatch(r" (?:up |down )?to (?:about |at least )?[€$£]?", between))
    return len(between.split()) <= 3 and not re.search(r"\b(?:a|an|with|of|at home|off)\b", between)


def _level_of(look: Look, one: Number, unit: str) -> Measured:
    places = {"target": (one.start, one.end), "unit": (one.start, noun_after(look.text, one.end)[1])}
    return Measured(
        "level", look.as_written(unit), target=one.value, places=places, notes=lower_end(one.value, one.high)
    )


def total(look: Look) -> Measured | None:
    """“read 12 books”, “save €3,000”: amounts that add up."""
    for one in amounts(look):
        unit = look.unit_after(one)
        if (unit or look.verb in _SUMS) and unit != "%" and one.value > 0 and not (one.value == 1 and one.word):
            places = {"target": (one.start, one.end), "unit": (one.start, noun_after(look.text, one.end)[1])}
            return Measured(
                "total", look.as_written(unit), target=one.value, places=places, notes=lower_end(one.value, one.high)
            )
    return None


def percent(look: Look) -> Measured | None:
    """“80 % of …” that nothing else has read: a level. The grade of a course is none: it is passed or not."""
    found = (one for one in amounts(look) if one.mark == "%" and not _GRADE.search(look.before(one)))
    return next((_level_of(look, one, "%") for one in found), None)


def loose(look: Look) -> Measured | None:
    """An amount that no measure of goalkit holds, such as “9 of 10 inquiries”."""
    named = [one for one in look.numbers if look.unit_after(one)]
    return Measured(places={"target": (named[0].start, named[0].end)}) if named else None
