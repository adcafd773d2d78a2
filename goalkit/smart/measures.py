"""How much is meant: from … to …, a change, a rate, hours, a level, a total, or plainly done or not."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from goalkit.smart.lexicon import DONE, DOWN, MOVE, ONGOING, TIMES, UP, lead_in_end, verb_of
from goalkit.smart.nouns import HOURS, noun_after, plural, thing, with_rhythm
from goalkit.smart.numbers import SHARES, Number, amount
from goalkit.smart.outcomes import is_outcome
from goalkit.smart.rhythms import ONE_A, Rhythm, find_rhythms


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


@dataclass(frozen=True, slots=True)
class Measured:
    """What was read of a goal's measure; None and "" where nothing was.

    Attributes:
        measure: one of the five measures of a goal, "" when none fits.
        unit: what is counted.
        baseline: where it stands.
        target: where it should stand, or how much a period.
        per: the period of a rate.
        change: by how much it should change, when only that is said.
        in_percent: whether `change` is in percent of where it stands.
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
    in_percent: bool = False
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
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


def read_measure(look: Look) -> Measured:
    """The first way of measuring that fits, from the most to the least exact."""
    for way in WAYS:
        if found := way(look):
            return _with_today(found, look)
    return Measured(counted=False, changes=look.verb in UP | DOWN)


_TODAY = re.compile(r"\b(?:up from|down from|currently|now|today|at present|so far)(?: at| is| it is| about|:)? ?[€$£]?$")


def _with_today(found: Measured, look: Look) -> Measured:
    """A level with where it stands said apart: “…, up from 4”, “(now 31)”."""
    if found.measure != "level" or found.baseline is not None:
        return found
    for one in look.numbers:
        if _TODAY.search(look.text[: one.start]) and (one.start, one.end) != found.places.get("target"):
            return replace(found, baseline=one.value, places={**found.places, "baseline": (one.start, one.end)})
    return found


_FROM = re.compile(r"\bfrom (?:about |around |currently |today's |now )?$")
_TO = re.compile(r" ?[a-z€$£%'. -]{0,40}?\b(?:up |down )?to (?:about |around |under |below |over |at least )?[€$£]? ?$|->$")
_REVERSED = re.compile(r" ?[a-z€$£%'. -]{0,30}?,? ?\(?(?:up |down )?from (?:about |around |currently |today's |now )?[€$£]? ?")
_TOWARDS = re.compile(r"\bto (?:about |around |at least |over |under |below |above |more than )?[€$£]? ?$")
_CLOCKLIKE = ("work", "open", "be", "study", "stay")


def _from_to(look: Look) -> Measured | None:
    """“from 200 to 500 readers”; without “from” only after a verb of change."""
    for one, two in zip(look.numbers, look.numbers[1:], strict=False):
        if _REVERSED.fullmatch(look.text[one.end : two.start]) and _TOWARDS.search(look.text[: one.start]):
            unit = one.mark or noun_after(look.text, one.end)[0] or noun_after(look.text, two.end)[0]
            places = {"baseline": (two.start, two.end), "target": (one.start, one.end), "unit": (one.start, two.start)}
            return Measured("level", unit, two.value, one.value, places=places, changes=True)
        before, between = look.text[: one.start], look.text[one.end : two.start]
        said = bool(_FROM.search(before))
        if not _TO.fullmatch(between) or look.verb in _CLOCKLIKE or not (said or look.verb in UP | DOWN | MOVE):
            continue
        unit, end = _unit_of_two(look, one, two)
        places = {"baseline": (one.start, one.end), "target": (two.start, two.end), "unit": (two.start, end)}
        return Measured("level", unit, one.value, two.value, places=places, changes=True)
    return None


def _unit_of_two(look: Look, one: Number, two: Number) -> tuple[str, int]:
    mark = two.mark or one.mark
    unit, end = noun_after(look.text, two.end)
    if mark:
        return mark, two.end
    if not unit:
        unit = noun_after(look.text, one.end)[0]
        if not unit:
            return _changed(look, one.start), two.end
        return unit, two.end
    unit, end = with_rhythm(look.text, unit, end)
    return look.original[end - len(unit) : end], end


def _changed(look: Look, end: int) -> str:
    """The thing between the verb and the amount: “raise my NPS from …” gives "NPS"."""
    text = re.sub(r"\b(?:from|by|to|up|down|below|above|under|over|at|at least)\b[^¦]*$", "", look.text[look.begin : end])
    words = re.match(r"[a-z-]+(?: (?:up|down|in))? ", text)
    start = look.begin + (words.end() if words else 0)
    return thing(look.original[start : look.begin + len(text)])


_BY = re.compile(r"\bby (?:about |around |at least |another |a further |roughly )?[+-]?$")
_SHARE = re.compile(rf"\bby (?P<share>{'|'.join(sorted(SHARES, key=len, reverse=True))})\b")
_MORE = re.compile(r" (?P<way>more|fewer|less|higher|lower|faster)\b ?")
_LOSS = ("lose", "drop", "shed", "cut", "reduce", "lower", "trim", "shrink", "decrease")


def _relative(look: Look) -> Measured | None:
    """“by 20 %”, “by a third”, “double …”, “+30 %”, “lose 5 kg”: a change from where it stands."""
    if look.verb in TIMES:
        unit = _changed(look, _end_of_object(look))
        place = (look.begin, look.begin + len(look.verb))
        return _change(unit, TIMES[look.verb], True, place) if unit else None
    if (share := _SHARE.search(look.text)) and look.verb in UP | DOWN | MOVE:
        sign = -1 if look.verb in DOWN else 1
        return _change(_changed(look, share.start()), sign * SHARES[share["share"]], True, share.span())
    for one in look.numbers:
        if found := _relative_number(look, one):
            return found
    return None


def _end_of_object(look: Look) -> int:
    found = re.compile(r"[¦,.;]| (?:by|within|in order)\b").search(look.text, look.begin)
    return found.start() if found else len(look.text)


def _relative_number(look: Look, one: Number) -> Measured | None:
    before, percent, place = look.text[: one.start], one.mark == "%", (one.start, one.end)
    down = look.verb in DOWN or bool(re.search(r"\bdown\b|-$", before))
    if _BY.search(before) and (look.verb in UP | DOWN | MOVE or percent):
        unit = _changed(look, one.start) if percent else (one.mark or noun_after(look.text, one.end)[0])
        return _change(unit, -one.value if down else one.value, percent, place)
    if percent and re.search(r"(?:\+|plus) ?$", before):
        return _change(_changed(look, one.start).rstrip("+ "), one.value, True, place)
    if percent and (way := _MORE.match(look.text, one.end)):
        sign = -1 if way["way"] in ("fewer", "less", "lower") else 1
        return _change(noun_after(look.text, way.end() - 1)[0], sign * one.value, True, place)
    straight = not look.text[look.begin + len(look.verb) : one.start].strip()
    if look.verb in _LOSS and straight:
        return _change(one.mark or noun_after(look.text, one.end)[0], -one.value, percent, place)
    return None


def _change(unit: str, amount: float, percent: bool, place: tuple[int, int]) -> Measured:
    return Measured("level", unit, change=round(amount, 2), in_percent=percent, places={"change": place}, changes=True)


_LIMIT = re.compile(
    r"\b(?:at most|no more than|not more than|less than|fewer than|a maximum of|maximum|max|up to|under|within|older than|"
    r"younger than|longer than|every|each|last)\.? ?$"
)
_CAP = re.compile(r"\b(?:at most|no more than|not more than|less than|fewer than|a maximum of|maximum|max) ?$")


def _limited(look: Look) -> Measured | None:
    """“at most twice a day”: a rate that should stay low, which goalkit's rates can't hold."""
    for rhythm in look.rhythms:
        if rhythm.step:
            note = f"“{rhythm.words}” is no week, month or quarter; choose the nearest under “Per”."
            return Measured(notes=(note,), places={"per": (rhythm.start, rhythm.end)})
        before = [one for one in look.numbers if one.end <= rhythm.start]
        start = before[-1].start if before else rhythm.start
        if _CAP.search(look.text[:start]):
            words = look.original[start : rhythm.end].strip()
            note = f"“at most {words}” is a limit; a rate counts what you do, so say what you do instead."
            return Measured(notes=(note,), places={"target": (start, rhythm.end)})
    return None


def _number_before(look: Look, rhythm: Rhythm) -> Number | None:
    before = [one for one in look.numbers if one.end <= rhythm.start and not _LIMIT.search(look.text[: one.start])]
    return before[-1] if before else None


def _rate(look: Look) -> Measured | None:
    """“two meetups a month”, “3x a week”, “every Sunday”, “3 hours a week on …”."""
    for rhythm in look.rhythms:
        number = _number_before(look, rhythm)
        found = _rate_of(look, _on_days(look, rhythm), number)
        if found.unit != "h" or look.verb in _SPENDS or not look.verb:
            return found
        rest = _without(look, number.start if number else rhythm.start, rhythm.end)
        other = read_measure(rest)
        if other.measure and (other.measure != "yes or no" or look.verb not in ONGOING):
            return _with_hours(other, found, (number.start if number else rhythm.start, rhythm.end))
        return found
    return None


_SPENDS = set("spend work practise practice study devote dedicate invest volunteer meditate train exercise learn".split())
_DAYS_A_WEEK = re.compile(r"(?P<n>[2-6]|two|three|four|five|six) days? (?:a|per|each|every|/) ?week\b")


def _on_days(look: Look, rhythm: Rhythm) -> Rhythm:
    """A day's rhythm on some days of the week: “30 minutes a day, 5 days a week”."""
    found = _DAYS_A_WEEK.search(look.text, rhythm.end)
    if rhythm.times != 7 or not found:
        return rhythm
    words = look.original[rhythm.start : found.end()]
    return replace(rhythm, times=int(amount(found["n"]) or 7), end=found.end(), words=words)


def _with_hours(other: Measured, hours: Measured, place: tuple[int, int]) -> Measured:
    return replace(other, hours_per_week=hours.hours_per_week, places={**other.places, "hours_per_week": place})


def _without(look: Look, start: int, end: int) -> Look:
    from goalkit.smart.text import hide

    numbers = tuple(one for one in look.numbers if one.end <= start or one.start >= end)
    rhythms = tuple(one for one in look.rhythms if one.end <= start or one.start >= end)
    return Look(hide(look.text, start, end), look.original, numbers, look.begin, look.verb, rhythms)


def _rate_of(look: Look, rhythm: Rhythm, number: Number | None) -> Measured:
    count, unit, start = rhythm.count, "times", rhythm.start
    if rhythm.count is None:
        count = number.value if number else 1.0
        if number:
            start = number.start
            unit = number.mark or noun_after(look.text, number.end)[0] or "times"
            if unit in ("x", "times"):
                unit = "times"
        elif one := ONE_A.search(look.text[: rhythm.start + 1]):
            unit, start = thing(one["noun"]), one.start()
    assert count is not None
    hours = unit.split(" ")[0] in HOURS
    unit = "h" if hours else _as_written(look, plural(unit) if count == 1 else unit)
    target = round(count * rhythm.times, 4)
    places = {"target": (start, rhythm.end), "unit": (start, rhythm.end), "per": (rhythm.start, rhythm.end)}
    weekly = target if hours and rhythm.per == "week" else None
    if rhythm.per == "year":
        note = f"“{rhythm.words}” is read as a total; a rate is counted by the week, month or quarter."
        return Measured("hours" if hours else "total", unit, target=target, places=places, notes=(note,))
    notes = (f"{count:g} {rhythm.words} is {target:g} a week.",) if rhythm.times != 1 and count != 1 else ()
    if number and number.high:
        notes += (_lower_end(number),)
    return Measured("rate", unit, target=target, per=rhythm.per, places=places, notes=notes, hours_per_week=weekly)


def _as_written(look: Look, unit: str) -> str:
    """The unit with the capitals it has in the sentence."""
    at = look.text.find(unit)
    return look.original[at : at + len(unit)] if at >= 0 and not look.original.isupper() else unit


def _lower_end(number: Number) -> str:
    return f"Of {number.value:g} to {number.high:g} the lower end is taken; reaching it counts."


def _amounts(look: Look) -> list[Number]:
    """The amounts that can be a target: no limits, no “9 of 10”, no years in names."""
    return [one for one in look.numbers if not _LIMIT.search(look.text[: one.start]) and not _of_another(look, one)]


def _of_another(look: Look, one: Number) -> bool:
    return bool(re.match(r" (?:of|out of|in) (?:the |my |our |every )?\d", look.text[one.end :])) or bool(
        re.search(r"\d (?:of|out of|in) (?:the |my |our |every )?$", look.text[: one.start])
    )


def _hours(look: Look) -> Measured | None:
    """“spend 100 hours on …”: from the time log."""
    for one in _amounts(look):
        unit, end = noun_after(look.text, one.end)
        if unit.split(" ")[0] in HOURS and look.verb not in UP | DOWN | MOVE | {"sleep"} and not _after_in(look, one):
            place = {"target": (one.start, one.end), "unit": (one.end, end)}
            return Measured("hours", "h", target=one.value, places=place)
    return None


def _after_in(look: Look, one: Number) -> bool:
    return bool(re.search(r"\b(?:in|within|to|under|by)(?: (?:under|less than|about))? $", look.text[: one.start]))


_LEVEL = set("reach hit have keep score weigh stay maintain be get own average".split())
_BOUND = re.compile(r"\b(?:below|under|above|over)(?: the)? ?$")
_MINUTES = re.compile(r"(?: ?k| ?km| ?miles?| ?m| ?metres?| ?meters?)? (?:in|under|within|below)(?: (?:under|less than|below))? $")


def _level(look: Look) -> Measured | None:
    """“to 80 %” after a verb of change, “reach 1,000 subscribers”, “keep … below 20”, “10 km in 55 minutes”."""
    amounts = [one for one in look.numbers if not _of_another(look, one)]
    for one in amounts:
        before = look.text[: one.start]
        changes = look.verb in UP | DOWN | MOVE and look.verb not in ("get",)
        if _time_of(look, one):
            return _level_of(look, one, noun_after(look.text, one.end)[0])
        if changes and (_TOWARDS.search(before) or _BOUND.search(before)):
            return _level_of(look, one, one.mark or _unit_or_thing(look, one), changes=True)
        if look.verb in ("keep", "stay", "have") and re.search(r"\b(?:below|under|above|over) $", before):
            return _level_of(look, one, one.mark or _unit_or_thing(look, one))
    for one in _amounts(look):
        if one.value == 0 or look.verb == "sleep" or re.match(r"[^¦,]* on average\b", look.text[one.end :]):
            return _level_of(look, one, one.mark or noun_after(look.text, one.end)[0])
        if look.verb in _LEVEL and _is_level(look, one):
            return _level_of(look, one, one.mark or noun_after(look.text, one.end)[0])
    return None


def _time_of(look: Look, one: Number) -> bool:
    unit = noun_after(look.text, one.end)[0]
    return unit in ("min", "minutes", "mins", "seconds", "hours") and bool(
        re.search(r"(?:km|k|miles?|m|metres?|meters?|marathon)\b[^¦]{0,12} (?:in|under|within)(?: (?:under|less than))? $",
                  look.text[: one.start])
    )  # fmt: skip


def _is_level(look: Look, one: Number) -> bool:
    between = re.sub(r" an? $", " ", look.text[look.begin + len(look.verb) : one.start])
    if look.verb == "get":
        return bool(re.fullmatch(r" (?:up |down )?to (?:about |at least )?[€$£]?", between))
    return len(between.split()) <= 3 and not re.search(r"\b(?:a|an|with|of|at home|off)\b", between)


def _unit_or_thing(look: Look, one: Number) -> str:
    return noun_after(look.text, one.end)[0] or _changed(look, one.start)


def _level_of(look: Look, one: Number, unit: str, changes: bool = False) -> Measured:
    places = {"target": (one.start, one.end), "unit": (one.start, noun_after(look.text, one.end)[1])}
    notes = (_lower_end(one),) if one.high else ()
    return Measured("level", _as_written(look, unit), target=one.value, places=places, changes=changes, notes=notes)


_SUMS = set("earn save make raise collect donate invest fundraise bring".split())


def _total(look: Look) -> Measured | None:
    """“read 12 books”, “save €3,000”: amounts that add up."""
    for one in _amounts(look):
        unit, end = noun_after(look.text, one.end)
        unit = one.mark or unit
        if (not unit and look.verb not in _SUMS) or (one.value == 1 and one.word) or one.value <= 0:
            continue
        if unit == "%" or not look.verb and not unit:
            continue
        places = {"target": (one.start, one.end), "unit": (one.start, end)}
        notes = (_lower_end(one),) if one.high else ()
        return Measured("total", _as_written(look, unit), target=one.value, places=places, notes=notes)
    return None


_GRADE = re.compile(r"\bwith (?:a |an |at least )?(?:grade|score|mark|result)? ?(?:of )?(?:at least )?$")


def _percent(look: Look) -> Measured | None:
    """“80 % of …” that nothing else has read: a level."""
    one = next((one for one in _amounts(look) if one.mark == "%" and not _GRADE.search(look.text[: one.start])), None)
    return _level_of(look, one, "%") if one else None


def _yes_or_no(look: Look) -> Measured | None:
    """“pass the exam”: done or not."""
    return Measured("yes or no", counted=False) if is_outcome(look.text, look.original, look.begin, look.verb) else None


def _loose(look: Look) -> Measured | None:
    """An amount that no measure of goalkit holds, such as “9 of 10 inquiries”."""
    named = [one for one in look.numbers if one.mark or noun_after(look.text, one.end)[0]]
    return Measured(places={"target": (named[0].start, named[0].end)}) if named else None


WAYS: tuple[Callable[[Look], Measured | None], ...] = (
    _from_to,
    _relative,
    _limited,
    _rate,
    _hours,
    _level,
    _total,
    _percent,
    _yes_or_no,
    _loose,
)
__all__ = ["DONE", "Look", "Measured", "look_at", "read_measure"]
