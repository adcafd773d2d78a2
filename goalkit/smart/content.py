"""S and M: what a goal is about, and how one can tell that it is reached."""

import re
from functools import partial

from goalkit.smart.outcomes import LEVEL_NAME, names_a_thing
from goalkit.smart.report import Letter, Subject, words_of_amount
from goalkit.smart.sentence import words_of_change
from goalkit.smart.text import HIDDEN
from goalkit.smart.vague import Vague, find_vague

_specific = partial(Letter, "S")
_measurable = partial(Letter, "M")


def specific(subject: Subject) -> Letter:
    """S: two people would picture the same thing."""
    look, title = subject.parts.look, subject.goal.title
    if what := str(subject.given.get("what") or "").strip():
        return _specific(True, f"It says what exactly: “{what.rstrip('.')}”.")
    clause = look.text[look.begin :].strip(f" {HIDDEN}.,;!?")
    if not subject.parts.measured.unit and not look.verb and not re.search(r"[^\W\d_]{3}", clause):
        return _specific(False, f"“{title}” doesn't say of what; name what you will do or have.", "what")
    vague = next(iter(find_vague(look.text, look.begin)), None)
    if is_told(subject):
        return _specific(True, f"“{_said(subject, vague)}” is vague by itself; what you add says how much." if vague
                         else f"It says what: “{title}”.")  # fmt: skip
    return _open(subject, vague)


def _open(subject: Subject, vague: Vague | None) -> Letter:
    """The letter of a goal without a number or a named end."""
    look, title = subject.parts.look, subject.goal.title
    if vague:
        reason = f"“{_said(subject, vague)}” leaves open what you mean: {vague.question}"
        return _specific(False, reason, "what exactly")
    if subject.parts.measured.changes:
        return _specific(False, f"“{title}” leaves open how much: from where, to where?", "what exactly")
    if names_a_thing(look.text, look.original, look.begin, look.verb):
        return _specific(True, f"It says what: “{title}”.")
    if look.verb in ("learn", "study", "know"):
        reason = f"“{title}” leaves open how far: up to which level, or what will you be able to do?"
    else:
        reason = f"“{title}” names no definite thing yet: which one, or what exactly?"
    return _specific(False, reason, "what exactly")


def _said(subject: Subject, vague: Vague) -> str:
    return subject.words(vague.start, vague.start + len(vague.words))


def is_told(subject: Subject) -> bool:
    """Whether a number or a named end says how much is meant."""
    measured = subject.parts.measured
    if measured.counted or measured.measure or LEVEL_NAME.search(subject.parts.main):
        return True
    return bool(subject.given.get("unit")) and "target" in subject.given


def measurable(subject: Subject) -> Letter:
    """M: one can tell when it is reached."""
    fields = subject.fields
    if fields.get("measure") == "yes or no":
        return _measurable(True, "Done or not: afterwards anybody can tell.")
    if by := _by_how_much(subject):
        reason = f"It says “{by}”; than what? Add where it stands today: “from …”."
        return _measurable(False, reason, "from where")
    return _with_target(subject) if fields.get("target") is not None else _without_target(subject)


def _by_how_much(subject: Subject) -> str:
    """A change whose beginning isn't known: “20 % less”; else ""."""
    fields, goal = subject.fields, subject.goal
    measure, target = fields.get("measure"), fields.get("target")
    open_growth = measure == "growth" and not fields.get("baseline")
    open_change = measure != "growth" and target is None and goal.change is not None
    return words_of_change(measure, goal.unit, goal.change, target) if open_growth or open_change else ""


def _with_target(subject: Subject) -> Letter:
    fields, amount = subject.fields, words_of_amount(subject.fields)
    measure, changes = fields.get("measure"), subject.parts.measured.changes
    if measure == "level" and fields.get("baseline") is None and (changes or subject.form):
        reason = f"It says where to ({amount}), but not from where; write where it stands today."
        return _measurable(False, reason, "from where")
    if measure == "rate" and not fields.get("per"):
        return _measurable(False, f"It says {amount}, but in which period: a week, a month, a quarter?", "per")
    if subject.form and measure in ("total", "rate") and not fields.get("unit"):
        return _measurable(False, f"It says {amount}; of what? Name what is counted under “Unit”.", "unit")
    if measure == "level" and subject.goal.baseline is None and fields.get("baseline") == 0:
        return _measurable(True, f"It can be counted: {amount}. Does it stand at 0 today?")
    return _measurable(True, f"It can be counted: {amount}.")


def _without_target(subject: Subject) -> Letter:
    measured, numbers = subject.parts.measured, subject.parts.look.numbers
    if measured.counted:
        place = measured.places.get("target") or measured.places.get("per")
        words = subject.words(*place) if place else "a number"
        return _measurable(True, f"It can be counted: “{words}”. Choose how under “Measured by”.")
    if measured.changes:
        return _measurable(False, "It speaks of a change; say how much, best “from … to …”.", "from where to where")
    if numbers:
        said = subject.words(numbers[0].start, numbers[0].end)
        return _measurable(False, f"“{said}” of what? Name what is counted.", "unit")
    reason = "No number, and nothing that is plainly done or not: how many, or what will be finished?"
    return _measurable(False, reason, "how many")
