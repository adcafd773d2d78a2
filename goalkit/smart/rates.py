"""Goals that recur: two meetups a month, 3x a week, every Sunday, 3 hours a week."""

import re
from dataclasses import replace

from goalkit.smart.looks import Look, Measured, Place, is_limit, lower_end
from goalkit.smart.nouns import HOURS, noun_after, plural, thing
from goalkit.smart.numbers import Number, amount
from goalkit.smart.rhythms import ONE_A, Rhythm
from goalkit.smart.text import written

_CAP = re.compile(
    r"\b(?:at most|no more than|not more than|less than|fewer than|a maximum of|maximum|max\.?|only|below|under) ?$"
)
_DAYS_A_WEEK = re.compile(r"(?P<n>[2-6]|two|three|four|five|six) days? (?:a|per|each|every|/) ?week\b")


def limited(look: Look) -> Measured | None:
    """“at most twice a day”, “every two weeks”: what recurs and no rate of goalkit can hold."""
    for rhythm in look.rhythms:
        if rhythm.step:
            words = look.original[rhythm.start : rhythm.end].strip()
            note = f"“{words}” is no week, month or quarter; choose the nearest under “Per”."
            return Measured(notes=(note,), places={"per": (rhythm.start, rhythm.end)})
        before = [one.start for one in look.numbers if one.end <= rhythm.start]
        start = before[-1] if before else rhythm.start
        if _CAP.search(look.text[:start]):
            words = look.original[start : rhythm.end].strip()
            note = f"“at most {words}” is a limit; a rate counts what you do, so say what you do instead."
            return Measured(notes=(note,), places={"target": (start, rhythm.end)})
    return None


def rate(look: Look) -> Measured | None:
    """“two meetups a month”, “exercise three times a week”, “call grandma every Sunday”."""
    return _rate_of(look, look.rhythms[0]) if look.rhythms else None


def hours_a_week(look: Look) -> Measured | None:
    """The first “3 hours a week” (or a day) of a clause, as a rate in hours."""
    found = (_rate_of(look, rhythm) for rhythm in look.rhythms if not rhythm.step and rhythm.per == "week")
    return next((one for one in found if one.hours_per_week is not None), None)


def _rate_of(look: Look, rhythm: Rhythm) -> Measured:
    rhythm = _on_days(look, rhythm)
    count, unit, start, number = _counted(look, rhythm)
    hours = unit.split(" ")[0] in HOURS
    unit = "h" if hours else look.as_written(plural(unit) if count == 1 else unit)
    target = round(count * rhythm.times, 4)
    place = (start, rhythm.end)
    if rhythm.per == "year":
        return _yearly(rhythm, "hours" if hours else "total", (unit, target), place)
    said = look.original[start : rhythm.end].strip()
    notes = (f"“{said}” is {written(target)} a week.",) if rhythm.times != 1 and count != 1 else ()
    return Measured(
        "rate",
        unit,
        target=target,
        per=rhythm.per,
        places={"target": place, "unit": place, "per": (rhythm.start, rhythm.end)},
        notes=notes + lower_end(count, number.high if number else rhythm.high),
        hours_per_week=target if hours and rhythm.per == "week" else None,
    )


def _yearly(rhythm: Rhythm, measure: str, much: tuple[str, float], place: Place) -> Measured:
    note = f"“{rhythm.words.strip()}” is read as a total; a rate is counted by the week, month or quarter."
    return Measured(measure, much[0], target=much[1], places={"target": place, "unit": place}, notes=(note,))


def _counted(look: Look, rhythm: Rhythm) -> tuple[float, str, int, Number | None]:
    """How much each time: (count, unit, where it begins, its number)."""
    if rhythm.count is not None:
        return rhythm.count, "times", rhythm.start, None
    before = [one for one in look.numbers if one.end <= rhythm.start and not is_limit(look, one)]
    if before:
        number = before[-1]
        unit = number.mark or noun_after(look.text, number.end)[0]
        return number.value, "times" if unit in ("", "x") else unit, number.start, number
    if one := ONE_A.search(look.text[: rhythm.start].rstrip()):
        return 1.0, thing(one["noun"]), one.start(), None
    return 1.0, "times", rhythm.start, None


def _on_days(look: Look, rhythm: Rhythm) -> Rhythm:
    """A day's rhythm on some days of the week: “30 minutes a day, 5 days a week”."""
    found = _DAYS_A_WEEK.search(look.text, rhythm.end)
    if rhythm.times != 7 or not found:
        return rhythm
    words = look.original[rhythm.start : found.end()]
    return replace(rhythm, times=int(amount(found["n"]) or 7), end=found.end(), words=words)
