"""How much is meant: the ways of measuring a goal, tried from the most to the least exact."""

import re
from collections.abc import Callable
from dataclasses import replace

from goalkit.smart.amounts import hours, kept, level, loose, percent, total
from goalkit.smart.changes import down_to, from_to, from_today, relative, towards
from goalkit.smart.lexicon import DOWN, ONGOING, UP
from goalkit.smart.looks import Look, Measured
from goalkit.smart.outcomes import is_outcome
from goalkit.smart.rates import hours_a_week, limited, rate
from goalkit.smart.text import word_list


def yes_or_no(look: Look) -> Measured | None:
    """“pass the exam”: done or not."""
    return Measured("yes or no", counted=False) if is_outcome(look.text, look.original, look.begin, look.verb) else None


WAYS: tuple[Callable[[Look], Measured | None], ...] = (
    from_to, from_today, relative, down_to, kept, limited, rate,
    hours, towards, level, total, percent, yes_or_no, loose,
)  # fmt: skip
# With these verbs “3 hours a week” is the goal itself, else what one means to give it.
_SPENDING = frozenset(
    word_list("spend work practise practice study devote dedicate invest volunteer meditate train exercise learn")
)
_TODAY = re.compile(
    r"\b(?:up from|down from|currently|now|today|at present|so far)(?: at| is| it is| about|:)? ?[€$£]?$"
)


def read_measure(look: Look) -> Measured:
    """What a main clause says of its measure, its hours a week and where it stands today."""
    found, weekly = _first(look), hours_a_week(look)
    if weekly and found.measure:
        found = _with_hours(look, found, weekly)
    return _with_today(look, found)


def _first(look: Look) -> Measured:
    for way in WAYS:
        if found := way(look):
            return found
    return Measured(counted=False, changes=look.verb in UP | DOWN)


def _with_hours(look: Look, found: Measured, weekly: Measured) -> Measured:
    """What is measured beside the hours a week; these alone where nothing else is."""
    place = weekly.places["target"]
    if found.places.get("target") != place:
        clear = all(end <= place[0] or start >= place[1] for start, end in found.places.values())
        return _beside(found, weekly) if clear else found
    if look.verb in _SPENDING or not look.verb:
        return found
    other = _first(look.without(place))
    goes_on = other.measure == "yes or no" and look.verb in ONGOING
    return found if goes_on or not other.measure else _beside(other, weekly)


def _beside(found: Measured, weekly: Measured) -> Measured:
    places = {**found.places, "hours_per_week": weekly.places["target"]}
    return replace(found, hours_per_week=weekly.hours_per_week, places=places)


def _with_today(look: Look, found: Measured) -> Measured:
    """A level with where it stands said apart: “…, up from 4”, “(now 31)”."""
    if found.measure != "level" or found.baseline is not None:
        return found
    for one in look.numbers:
        if _TODAY.search(look.before(one)) and (one.start, one.end) != found.places.get("target"):
            return replace(found, baseline=one.value, places={**found.places, "baseline": (one.start, one.end)})
    return found
