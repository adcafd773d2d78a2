"""What a look at a goal gives: five letters, each with its reason, and what they were judged from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from goalkit.smart.fields import Capacity
from goalkit.smart.sentence import GoalSentence, Parts
from goalkit.smart.text import written

Name = Literal["specific", "measurable", "achievable", "relevant", "time-bound"]
NAMES: dict[str, Name] = {
    "S": "specific",
    "M": "measurable",
    "A": "achievable",
    "R": "relevant",
    "T": "time-bound",
}


@dataclass(frozen=True, slots=True)
class Letter:
    """One of the five letters.

    Attributes:
        letter: S, M, A, R or T.
        lit: whether it is there; an unlit letter is a question, not a grade.
        reason: what was seen, or what is missing and how to mend it, in a sentence or two.
        gap: what is missing, for the rewrite: "", "how many", "from where", "by when", …
    """

    letter: str
    lit: bool
    reason: str
    gap: str = ""

    @property
    def name(self) -> Name:
        """What the letter stands for."""
        return NAMES[self.letter]


@dataclass(frozen=True)
class SmartReport:
    """A goal's five letters, with what they were judged from.

    Attributes:
        letters: S, M, A, R and T, in this order.
        goal: the sentence as it was read.
        fields: what is known of the goal: the sentence's parts, overridden by what the form says.
        as_of: the day it was judged on.
    """

    letters: tuple[Letter, ...]
    goal: GoalSentence
    fields: Mapping[str, Any]
    as_of: date

    @property
    def lit(self) -> str:
        """The letters as one word, with a dash for each that isn't lit: "SM--T"."""
        return "".join(one.letter if one.lit else "-" for one in self.letters)

    @property
    def asks(self) -> dict[str, str]:
        """Field → the question to ask, for what neither the sentence nor the form says."""
        return {name: question for name, question in self.goal.asks.items() if not self.fields.get(name)}

    def __getitem__(self, letter: str) -> Letter:
        """The letter of that name: S, M, A, R or T."""
        return next(one for one in self.letters if one.letter == letter)


@dataclass(frozen=True, slots=True)
class Subject:
    """What the letters are judged from.

    Attributes:
        parts: the sentence taken apart.
        goal: the sentence as it was read.
        fields: the sentence's parts, overridden by what the form says.
        given: what the form says.
        as_of: today.
        capacity: the hours there are.
        form: whether there is a form, which can be asked for more than a sentence.
    """

    parts: Parts
    goal: GoalSentence
    fields: Mapping[str, Any]
    given: Mapping[str, Any]
    as_of: date
    capacity: Capacity
    form: bool

    def words(self, start: int, end: int) -> str:
        """What stands in the sentence from start to end, without blanks and stops around it."""
        return self.goal.sentence[start:end].strip(" ,.;")


def words_of_amount(fields: Mapping[str, Any]) -> str:
    """What is to be reached: "from 200 to 500 readers", "2 meetups a month", "12 books"."""
    unit = str(fields.get("unit") or "")
    target, baseline = fields.get("target"), fields.get("baseline")
    if fields.get("measure") == "rate":
        return " ".join(filter(None, [number(target), unit, f"a {fields['per']}" if fields.get("per") else ""]))
    if fields.get("measure") == "growth":
        return _growth(unit, baseline, target)
    if baseline is not None and (fields.get("measure") == "level" or baseline):
        return f"from {number(baseline)} to {number(target)} {unit}".rstrip()
    return f"{number(target)} {unit}".rstrip()


def _growth(unit: str, baseline: Any, percent: Any) -> str:
    """A change in percent, with where it leads to once one knows where it stands."""
    if not baseline:
        return f"{unit} {percent:+g} %".strip()
    return f"from {number(baseline)} to {number(round(baseline * (1 + percent / 100), 2))} {unit}".rstrip()


def number(value: Any) -> str:
    """A number as people write it: 1,200 and 3.5."""
    return written(value) if isinstance(value, int | float) else str(value)


def hours_a_week(hours: float) -> str:
    """Hours a week in words: "1 hour a week", "2.5 hours a week"."""
    rounded = round(hours, 1)
    return f"{number(rounded)} {'hour' if rounded == 1 else 'hours'} a week"
