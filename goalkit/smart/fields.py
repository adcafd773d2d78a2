"""What a goal's form says beside its sentence, and the hours there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from goalkit.records import Goal
from goalkit.smart.sentence import GoalSentence

_NUMBERS = ("baseline", "target", "hours_per_week")
_DAYS = ("start", "due")
_MEASURE = ("measure", "unit", "baseline", "target")


@dataclass(frozen=True, slots=True)
class Capacity:
    """Hours a week that goals can have (M12).

    Attributes:
        free: hours there are for goals; None when nobody knows.
        asked: hours that the other active goals ask already.
    """

    free: float | None = None
    asked: float = 0.0


def filled_in(values: Mapping[str, Any]) -> dict[str, Any]:
    """What a person has filled in, as numbers and days.

    Left out is what is empty or can't be read, and the measure as long as it stands as the form sets it.
    """
    known = {name: _value(name, value) for name, value in values.items()}
    found = {name: value for name, value in known.items() if value is not False and value not in (None, "", [], ())}
    if all(known.get(name, _default(name)) in (_default(name), None) for name in _MEASURE):
        found = {name: value for name, value in found.items() if name not in _MEASURE}
    return found


def _default(name: str) -> Any:
    return Goal.model_fields[name].default


def _value(name: str, value: Any) -> Any:
    if isinstance(value, str):
        value = value.strip()
    if name in _NUMBERS and value not in (None, ""):
        return _number(value)
    if name in _DAYS and isinstance(value, str) and value:
        return _day(value)
    return value


def _number(value: Any) -> float | None:
    try:
        return float(value.replace(",", "") if isinstance(value, str) else value)
    except (TypeError, ValueError):  # the field itself says what is wrong with it
        return None


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:  # the field itself says what is wrong with it
        return None


def merged(read: GoalSentence, given: Mapping[str, Any]) -> dict[str, Any]:
    """What is known of a goal: what the sentence says, overridden by what is filled in.

    A field that stands as the form sets it doesn't override the sentence.
    """
    said = read.values()
    own = {name: value for name, value in given.items() if not (name in said and _untouched(name, value))}
    fields = {**said, **own}
    if "target" not in own and given.get("baseline") and read.change is not None:
        fields["target"] = read.target_from(given["baseline"])
    return fields


def _untouched(name: str, value: Any) -> bool:
    return name in _MEASURE and value == _default(name)
