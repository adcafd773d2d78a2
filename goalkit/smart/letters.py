"""The five letters of a goal: each lit or not, with one sentence that names what it saw or what is missing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Literal

from goalkit.smart.control import others_decide
from goalkit.smart.fields import Capacity, filled_in, merged
from goalkit.smart.outcomes import LEVEL_NAME, names_a_thing
from goalkit.smart.sentence import GoalSentence, Parts, read_goal, take_apart
from goalkit.smart.several import find_goals
from goalkit.smart.text import HIDDEN
from goalkit.smart.vague import find_vague

Name = Literal["specific", "measurable", "achievable", "relevant", "time-bound"]
MOST_HOURS = 84.0


@dataclass(frozen=True, slots=True)
class Letter:
    """One of the five letters.

    Attributes:
        letter: S, M, A, R or T.
        name: what it stands for.
        lit: whether it is there; an unlit letter is a question, not a grade.
        reason: one sentence: what was seen, or what is missing and how to mend it.
        gap: what is missing, for the rewrite: "", "how many", "from where", "by when", …
    """

    letter: str
    name: Name
    lit: bool
    reason: str
    gap: str = ""


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
        return {name: question for name, question in self.goal.asks.items() if self.fields.get(name) in (None, "")}

    def __getitem__(self, letter: str) -> Letter:
        """The letter of that name: S, M, A, R or T."""
        return next(one for one in self.letters if one.letter == letter)


@dataclass(frozen=True, slots=True)
class Subject:
    """What the letters are judged from: the sentence taken apart, and the fields of the form."""

    parts: Parts
    goal: GoalSentence
    fields: Mapping[str, Any]
    given: Mapping[str, Any]
    as_of: date
    capacity: Capacity
    form: bool


def check_goal(goal: str | Mapping[str, Any], as_of: date, capacity: Capacity | None = None) -> SmartReport:
    """Judges a goal by its sentence, or by the values of its form.

    Args:
        goal: the sentence alone, or the fields of a Goal filled in so far (its sentence under
            "title"); what is empty or still as the form sets it counts as missing.
        as_of: today.
        capacity: hours that are free, and asked already, a week; unknown without it.

    Returns:
        The five letters. With the form's values A also asks for hours, and R takes values, vision
        and a longer-term goal into account; docs/smart.md says what a sentence alone can show.
    """
    form = not isinstance(goal, str)
    given = {} if isinstance(goal, str) else filled_in(goal)
    sentence = goal if isinstance(goal, str) else str(goal.get("title") or "")
    read = read_goal(sentence, as_of)
    fields = merged(read, given)
    subject = Subject(take_apart(sentence, as_of), read, fields, given, as_of, capacity or Capacity(), form)
    if not re.search(r"\w", sentence):
        letters = tuple(Letter(letter, name, False, _EMPTY, gap) for letter, name, gap in _NAMES)
    else:
        letters = (specific(subject), measurable(subject), achievable(subject), relevant(subject), bound(subject))
    return SmartReport(letters, read, MappingProxyType(fields), as_of)


_NAMES: tuple[tuple[str, Name, str], ...] = (
    ("S", "specific", "what"), ("M", "measurable", "how many"), ("A", "achievable", ""), ("R", "relevant", "what for"),
    ("T", "time-bound", "by when"),
)  # fmt: skip
_EMPTY = "Nothing is written yet; say in one sentence what will be true when you are there."


def _specific(lit: bool, reason: str, gap: str = "") -> Letter:
    return Letter("S", "specific", lit, reason, gap)


def specific(subject: Subject) -> Letter:
    """S: two people would picture the same thing."""
    parts, look = subject.parts, subject.parts.look
    clause = look.text[look.begin :].strip(f" {HIDDEN}.,;!?")
    words = subject.goal.title
    if not subject.parts.measured.unit and not (look.verb or re.search(r"[^\W\d_]{3}", clause)):
        return _specific(False, f"“{words}” doesn't say of what; name what you will do or have.", "what")
    told = _is_told(subject)
    vague = find_vague(look.text, look.begin)
    if vague and not told:
        first = subject.goal.sentence[vague[0].start : vague[0].start + len(vague[0].words)]
        return _specific(False, f"“{first}” leaves open what you mean: {vague[0].question}", "what exactly")
    if not told and subject.parts.measured.changes:
        return _specific(False, f"“{words}” leaves open how much: from where, to where?", "what exactly")
    if not told and not names_a_thing(look.text, look.original, look.begin, look.verb):
        return _specific(False, f"“{words}” names no definite thing yet: which one, or what exactly?", "what exactly")
    if vague:
        first = subject.goal.sentence[vague[0].start : vague[0].start + len(vague[0].words)]
        return _specific(True, f"“{first}” alone would be vague; what you add says how much is meant.")
    return _specific(True, f"It says what: “{words}”.")


def _is_told(subject: Subject) -> bool:
    """Whether a number or a named end says how much is meant."""
    measured = subject.parts.measured
    if measured.counted or measured.measure or LEVEL_NAME.search(subject.parts.main):
        return True
    return bool(subject.given.get("unit")) and "target" in subject.given


def _measurable(lit: bool, reason: str, gap: str = "") -> Letter:
    return Letter("M", "measurable", lit, reason, gap)


def measurable(subject: Subject) -> Letter:
    """M: one can tell when it is reached."""
    fields, goal = subject.fields, subject.goal
    measure, target, baseline = fields.get("measure"), fields.get("target"), fields.get("baseline")
    if measure == "yes or no":
        return _measurable(True, "Done or not: afterwards anybody can tell.")
    if target is None and goal.change is not None:
        by = words_of_change(goal)
        return _measurable(False, f"It says “{by}”; than what? Add where it stands today, for example “from …”.", "from where")
    if target is None:
        return _without_target(subject)
    amount = words_of_amount(fields)
    if measure == "level" and baseline is None and (subject.parts.measured.changes or subject.form):
        return _measurable(False, f"It says where to ({amount}), but not from where; write where it stands today.", "from where")
    if measure == "rate" and not fields.get("per"):
        return _measurable(False, f"It says {amount}, but not in which period: a week, a month, a quarter?", "per")
    if not fields.get("unit") and subject.form and measure in ("total", "rate"):
        return _measurable(False, f"It says {amount}; of what? Name what is counted under “Unit”.", "unit")
    return _measurable(True, f"It can be counted: {amount}.")


def _without_target(subject: Subject) -> Letter:
    measured = subject.parts.measured
    if measured.counted:
        place = measured.places.get("target") or measured.places.get("per")
        words = subject.goal.sentence[slice(*place)].strip() if place else "a number"
        return _measurable(True, f"It can be counted (“{words}”); choose how under “Measured by”.")
    if measured.changes:
        return _measurable(False, "It speaks of a change; say how much, best “from … to …”.", "from where to where")
    return _measurable(
        False, "No number, and nothing that is plainly done or not: how many, or what will be finished?", "how many"
    )


def words_of_change(goal: GoalSentence) -> str:
    """A change as it is said: "20 % less", "5 kg more"."""
    unit = "%" if goal.in_percent else goal.unit
    return f"{abs(goal.change or 0):g} {unit} {'less' if (goal.change or 0) < 0 else 'more'}".replace("  ", " ")


def words_of_amount(fields: Mapping[str, Any]) -> str:
    """What is to be reached: "from 200 to 500 readers", "2 meetups a month", "12 books"."""
    unit = str(fields.get("unit") or "")
    target, baseline = fields.get("target"), fields.get("baseline")
    if fields.get("measure") == "rate":
        return " ".join(filter(None, [number(target), unit, f"a {fields['per']}" if fields.get("per") else ""]))
    if baseline is not None and (fields.get("measure") == "level" or baseline):
        return f"from {number(baseline)} to {number(target)} {unit}".rstrip()
    return f"{number(target)} {unit}".rstrip()


def number(value: Any) -> str:
    """A number as people write it: 1,200 and 3.5."""
    return f"{value:,.10g}" if isinstance(value, int | float) else str(value)


def _achievable(lit: bool, reason: str, gap: str = "") -> Letter:
    return Letter("A", "achievable", lit, reason, gap)


def achievable(subject: Subject) -> Letter:
    """A: one goal, in one's own hands, with hours that a week has."""
    sentence, look = subject.goal.sentence, subject.parts.look
    goals = find_goals(subject.parts.main)
    if len(goals) > 1:
        one, two = (_words(subject, *place) for place in goals[:2])
        return _achievable(
            False, f"It holds {_count(len(goals))} goals, “{one}” and “{two}”{'' if len(goals) == 2 else ' …'}; "
            "each does better as a goal of its own.", "one goal",
        )  # fmt: skip
    if found := others_decide(look.text, look.begin):
        words = sentence[found.start : found.end]
        return _achievable(
            False, f"“{words}” is decided by somebody else. Your part: {found.own_part}. Make that the goal.",
            "own part",
        )  # fmt: skip
    return _hours(subject)


def _words(subject: Subject, start: int, end: int) -> str:
    """The words of one of several goals, up to its date."""
    hidden = subject.parts.main.find(HIDDEN, start + 1, end)
    return subject.goal.sentence[start : hidden if hidden > 0 else end].strip(" ,.;")


def _count(goals: int) -> str:
    return {2: "two", 3: "three", 4: "four"}.get(goals, str(goals))


def _hours(subject: Subject) -> Letter:
    fields = subject.fields
    hours, needed = fields.get("hours_per_week"), hours_needed(fields, subject.as_of)
    most = max(hours or 0, needed or 0)
    if most > MOST_HOURS or re.search(r"\b24/7\b", subject.parts.text):
        said = "24/7" if most <= MOST_HOURS else f"{number(round(most, 1))} hours a week"
        return _achievable(False, f"{said} is more than a week can give; lower the amount or move the date.", "fewer hours")
    if hours is None and not subject.form:
        return _achievable(True, "One goal, and in your own hands. How many hours a week will you give it?")
    if hours is None:
        told = f" It needs about {number(round(needed, 1))}." if needed else ""
        return _achievable(False, f"Say how many hours a week you mean to give it.{told}", "hours")
    if needed and needed > hours * 1.05:
        return _achievable(
            False, f"It needs {number(round(needed, 1))} hours a week until then, and you mean to give {number(hours)}; "
            "give more, lower the amount or move the date.", "fewer hours",
        )  # fmt: skip
    return _within_capacity(subject.capacity, hours)


def _within_capacity(capacity: Capacity, hours: float) -> Letter:
    told = f"{number(hours)} {'hour' if hours == 1 else 'hours'} a week"
    if capacity.free is None:
        return _achievable(True, f"One goal, in your own hands, with {told}.")
    total = hours + capacity.asked
    if total > capacity.free + 1e-9:
        over = number(round(total - capacity.free, 1))
        already = f" With the {number(round(capacity.asked, 1))} that your active goals ask" if capacity.asked else ""
        begin = f"{already.strip()} it is {number(round(total, 1))} hours a week" if already else f"It asks {told}"
        return _achievable(
            False, f"{begin}, {over} more than the {number(capacity.free)} you have; "
            "give it fewer, move the date, or let another goal rest.", "fewer hours",
        )  # fmt: skip
    return _achievable(True, f"{told[0].upper()}{told[1:]} fit into the {number(capacity.free)} you have.")


def hours_needed(fields: Mapping[str, Any], as_of: date) -> float | None:
    """Hours a week that a goal in hours asks from its start (or today) to its due day; None for other goals."""
    if fields.get("measure") != "hours" or fields.get("target") is None or not fields.get("due"):
        return None
    first = max(fields.get("start") or as_of, as_of)
    days = (fields["due"] - first).days + 1
    return float(fields["target"] - (fields.get("baseline") or 0)) / (days / 7) if days > 0 else None


def relevant(subject: Subject) -> Letter:
    """R: it says what or whom it is for."""
    fields = subject.fields
    if why := str(fields.get("why") or "").strip():
        return Letter("R", "relevant", True, f"It says what for: “{why.rstrip('.')}”.")
    serves = [
        words for name, words in (("parent_id", "a longer-term goal"), ("value_ids", "a value"), ("serves_vision", "your vision"))
        if fields.get(name)
    ]  # fmt: skip
    if serves:
        return Letter("R", "relevant", True, f"It serves {' and '.join(serves)}.")
    more = " or choose a value or a longer-term goal it serves" if subject.form else ""
    return Letter("R", "relevant", False, f"What is it good for? Add “so that …”{more}.", "what for")


def bound(subject: Subject) -> Letter:
    """T: it has a last day that isn't past."""
    due, dates = subject.fields.get("due"), subject.parts.dates
    if due is None and dates.unclear:
        return _bound(False, dates.unclear[0][2])
    if due is None:
        rhythm = subject.parts.look.rhythms
        if rhythm:
            return _bound(False, f"“{rhythm[0].words.strip()}” is a rhythm without an end; until when?")
        return _bound(False, "No day by which; add for example “by June” or “within three months”.")
    day = f"{due.day} {due:%B %Y}"
    if due < subject.as_of:
        return _bound(False, f"{day} is past; by which day now?")
    start = subject.fields.get("start")
    if start and due < start:
        return _bound(False, f"It ends on {day}, before it starts on {start.day} {start:%B %Y}; swap the two days.")
    return _bound(True, f"By {day}, {_ahead((due - subject.as_of).days)}.", "")


def _bound(lit: bool, reason: str, gap: str = "by when") -> Letter:
    return Letter("T", "time-bound", lit, reason, gap)


def _ahead(days: int) -> str:
    if days == 0:
        return "today"
    if days < 21:
        return f"in {days} day{'s' if days > 1 else ''}"
    return f"in {round(days / 7)} weeks" if days < 7 * 52 else f"in {round(days / 30.44)} months"
