"""A goal's main clause as the readers of measures look at it, and what they find."""

import re
from dataclasses import dataclass, field, replace

from goalkit.smart.lexicon import lead_in_end, verb_of
from goalkit.smart.nouns import noun_after, thing
from goalkit.smart.numbers import Number
from goalkit.smart.rhythms import Rhythm, find_rhythms
from goalkit.smart.text import hide, written

Place = tuple[int, int]
NEAR = 80  # characters that can hold whatever belongs to a number


@dataclass(frozen=True, slots=True)
class Look:
    """A goal's main clause as it is looked at.

    Attributes:
        text: plain, with dates and the reason hidden.
        original: as it was written, of the same length.
        numbers: the amounts in it.
        begin: where the goal begins, after “I want to”.
        verb: the verb it begins with, "" when it begins with none.
        rhythms: what recurs in it: "a week", "every Sunday".
    """

    text: str
    original: str
    numbers: tuple[Number, ...]
    begin: int
    verb: str
    rhythms: tuple[Rhythm, ...]

    def before(self, one: Number) -> str:
        """The text close before a number."""
        return self.text[max(0, one.start - NEAR) : one.start]

    def unit_after(self, one: Number) -> str:
        """The currency or percent sign of a number, else the noun after it."""
        return one.mark or noun_after(self.text, one.end)[0]

    def changed(self, end: int) -> str:
        """The thing between the verb and an amount: “raise my NPS from …” gives "NPS"."""
        text = _AMOUNT_WORDS.sub("", self.text[self.begin : end])
        words = re.match(r"[a-z-]+(?: (?:up|down|in))? ", text)
        start = self.begin + (words.end() if words else 0)
        return thing(self.original[start : self.begin + len(text)])

    def as_written(self, unit: str) -> str:
        """A unit with the capitals it has in the sentence."""
        at = self.text.find(unit)
        return self.original[at : at + len(unit)] if at >= 0 and not self.original.isupper() else unit

    def without(self, place: Place) -> "Look":
        """The same clause with one place hidden."""
        start, end = place
        numbers = tuple(one for one in self.numbers if one.end <= start or one.start >= end)
        rhythms = tuple(one for one in self.rhythms if one.end <= start or one.start >= end)
        return replace(self, text=hide(self.text, start, end), numbers=numbers, rhythms=rhythms)


_AMOUNT_WORDS = re.compile(r"\b(?:from|by|to|up|down|below|above|under|over|at|at least)\b[^¦]*$")


@dataclass(frozen=True, slots=True)
class Measured:
    """What was read of a goal's measure; None and "" where nothing was.

    Attributes:
        measure: one of the measures of a goal, "" when none fits.
        unit: what is counted.
        baseline: where it stands.
        target: where it should stand, how much a period, or by how many percent it should grow.
        per: the period of a rate.
        change: by how much it should change, when only that is said.
        places: field → [start, end) of the words it was read from.
        notes: what a person should know about the reading.
        counted: whether there is an amount at all, also one that no measure of goalkit can hold.
        changes: whether a change of something that stands somewhere is meant.
        hours_per_week: the hours a week that are said.
    """

    measure: str = ""
    unit: str = ""
    baseline: float | None = None
    target: float | None = None
    per: str | None = None
    change: float | None = None
    places: dict[str, Place] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    counted: bool = True
    changes: bool = False
    hours_per_week: float | None = None


def look_at(text: str, original: str, numbers: list[Number]) -> Look:
    """A main clause made ready to be read."""
    begin = lead_in_end(text)
    first = re.match(r"([a-z]+(?:-[a-z]+)?)", text[begin:])
    rhythms = find_rhythms(text)
    taken = [one for one in numbers if not any(rhythm.start <= one.start < rhythm.end for rhythm in rhythms)]
    return Look(text, original, tuple(taken), begin, verb_of(first[1]) if first else "", tuple(rhythms))


# What bounds an amount without being the amount: “within 24 hours”, “older than 30 days”.
_LIMIT = re.compile(
    r"\b(?:at most|no more than|not more than|less than|fewer than|a maximum of|maximum|max|up to|under|within|"
    r"older than|younger than|longer than|every|each|last)\.? ?$"
)


def is_limit(look: Look, one: Number) -> bool:
    """Whether a number only bounds something else."""
    return bool(_LIMIT.search(look.before(one)))


def amounts(look: Look) -> list[Number]:
    """The numbers that can be a target: no limits, no “9 of 10”."""
    return [one for one in look.numbers if not is_limit(look, one) and not is_share(look, one)]


def is_share(look: Look, one: Number) -> bool:
    """Whether a number is one of a pair such as “9 of 10”."""
    return bool(re.match(r" (?:of|out of|in) (?:the |my |our |every )?\d", look.text[one.end :])) or bool(
        re.search(r"\d (?:of|out of|in) (?:the |my |our |every )?$", look.before(one))
    )


def lower_end(low: float, high: float | None) -> tuple[str, ...]:
    """The note about a range, if there is one."""
    if high is None:
        return ()
    return (f"Of {written(low)} to {written(high)} the lower end is taken; reaching it counts.",)
