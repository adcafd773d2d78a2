"""Goals that change what stands somewhere: from … to …, by 20 %, double …, to 80 %."""

import re
from dataclasses import replace

from goalkit.smart.lexicon import DOWN, MOVE, TIMES, UP
from goalkit.smart.looks import Look, Measured, Place, is_share, lower_end
from goalkit.smart.nouns import noun_after, thing, with_rhythm
from goalkit.smart.numbers import SHARES, Number

CHANGES = frozenset(UP | DOWN | MOVE)
_ABOUT = r"(?:about |around |currently |today's |now )?"
_FROM = re.compile(rf"\bfrom {_ABOUT}$")
_TO = re.compile(
    r" ?[a-z€$£%'. -]{0,40}?\b(?:up |down )?to (?:about |around |under |below |over |at least )?[€$£]? ?$|"
    r" ?(?:→|->|=>) ?[€$£]?| ?[a-z%]{0,20} (?:down to )?(?:under|below|above|over) "
)
_REVERSED = re.compile(rf" ?[a-z€$£%'. -]{{0,30}}?,? ?\(?(?:up |down )?from {_ABOUT}[€$£]? ?")
_TOWARDS = re.compile(r"\bto (?:about |around |at least |over |under |below |above |more than )?[€$£]? ?$")
_BOUND = re.compile(r"\b(?:below|under|above|over)(?: the)? ?$")
_NOW = re.compile(r"(?: [a-z%€$]{1,12})? (?:now|today|currently|at the moment|at present)\b")
_CLOCKLIKE = ("work", "open", "be", "study", "stay")


def from_to(look: Look) -> Measured | None:
    """“from 200 to 500 readers”, “to 200 ms from 340 ms”; without “from” only after a verb of change."""
    for one, two in zip(look.numbers, look.numbers[1:], strict=False):
        between = look.text[one.end : two.start]
        if _REVERSED.fullmatch(between) and _TOWARDS.search(look.before(one)):
            unit = look.unit_after(one) or look.unit_after(two)
            return _level((two, one), unit, (one.start, two.start))
        said = _FROM.search(look.before(one)) or look.verb in CHANGES
        if _TO.fullmatch(between) and said and look.verb not in _CLOCKLIKE:
            unit, end = _unit_of_two(look, one, two)
            return _level((one, two), unit, (two.start, end))
    return None


def from_today(look: Look) -> Measured | None:
    """“I weigh 78 kg now and want to be at 72”."""
    for one, two in zip(look.numbers, look.numbers[1:], strict=False):
        if _NOW.match(look.text, one.end):
            return _level(
                (one, two), look.unit_after(two) or look.unit_after(one).removesuffix(" now"), (one.start, two.end)
            )
    return None


def _level(ends: tuple[Number, Number], unit: str, place: Place) -> Measured:
    one, two = ends
    places = {"baseline": (one.start, one.end), "target": (two.start, two.end), "unit": place}
    return Measured("level", unit, one.value, two.value, places=places, changes=True)


def _unit_of_two(look: Look, one: Number, two: Number) -> tuple[str, int]:
    """The unit of “from 45 to 30 minutes”: a sign, the noun after either number, else the thing that changes."""
    if mark := two.mark or one.mark:
        return mark, two.end
    unit, end = noun_after(look.text, two.end)
    if unit:
        unit, end = with_rhythm(look.text, unit, end)
        return look.original[end - len(unit) : end], end
    return noun_after(look.text, one.end)[0] or look.changed(one.start), two.end


_BY = re.compile(r"\bby (?:about |around |at least |another |a further |roughly )?[+-]?$")
_SHARE = re.compile(rf"\bby (?P<share>{'|'.join(sorted(SHARES, key=len, reverse=True))})\b")
_MORE = re.compile(r" (?P<way>more|fewer|less|higher|lower|faster)\b ?")
_LOSS = ("lose", "drop", "shed", "cut", "reduce", "lower", "trim", "shrink", "decrease")
_TIMES_AS = {"double": 100.0, "twice": 100.0, "triple": 200.0, "half": -50.0}
_DOUBLE = re.compile(
    r"\b(?P<by>double|twice|triple|half) (?:the (?:number|amount) of|as (?:many|much)) (?P<of>[a-z' -]{2,30}?)"
    r"(?= (?:i|we|as|than|by|this|that|each)\b|[¦.,;]|$)"
)
_OBJECT_END = re.compile(r"[¦,.;]| (?:by|within|in order)\b")


def relative(look: Look) -> Measured | None:
    """“by 20 %”, “by a third”, “double …”, “+30 %”, “lose 5 kg”: a change from where it stands."""
    if look.verb in TIMES:
        found = _OBJECT_END.search(look.text, look.begin)
        unit = look.changed(found.start() if found else len(look.text))
        place = (look.begin, look.begin + len(look.verb))
        return _change(unit, TIMES[look.verb], True, place) if unit else None
    if double := _DOUBLE.search(look.text):
        return _change(thing(double["of"]), _TIMES_AS[double["by"]], True, double.span("by"))
    share = _SHARE.search(look.text)
    if share and look.verb in CHANGES:
        sign = -1 if look.verb in DOWN else 1
        return _change(look.changed(share.start()), sign * SHARES[share["share"]], True, share.span())
    ways = (way(look, one) for one in look.numbers for way in (_by, _percent, _loss))
    return next(filter(None, ways), None)


def _by(look: Look, one: Number) -> Measured | None:
    before, percent = look.before(one), one.mark == "%"
    if not _BY.search(before) or not (percent or look.verb in CHANGES):
        return None
    down = look.verb in DOWN or re.search(r"\bdown\b|-$", before)
    unit = "" if percent else look.unit_after(one)
    unit = unit or look.changed(one.start)
    return _change(unit, -one.value if down else one.value, percent, (one.start, one.end))


def _percent(look: Look, one: Number) -> Measured | None:
    """“connections +30 %”, “30 % more connections”."""
    place = (one.start, one.end)
    if one.mark != "%":
        return None
    if re.search(r"(?:\+|plus) ?$", look.before(one)):
        return _change(look.changed(one.start).rstrip("+ "), one.value, True, place)
    if look.verb in UP | DOWN and not re.search(r"\b(?:to|from|at|with|below|under|above|over) ?$", look.before(one)):
        unit = look.changed(one.start) or noun_after(look.text, one.end)[0]
        return _change(unit, -one.value if look.verb in DOWN else one.value, True, place)
    if way := _MORE.match(look.text, one.end):
        sign = -1 if way["way"] in ("fewer", "less", "lower") else 1
        return _change(noun_after(look.text, way.end() - 1)[0], sign * one.value, True, place)
    return None


def _loss(look: Look, one: Number) -> Measured | None:
    """“lose 5 kg”: what is lost comes off where it stands; what is gained adds up instead."""
    straight = not look.text[look.begin + len(look.verb) : one.start].strip()
    fewer = re.match(r" (?:\w+ )?(?:less|fewer)\b", look.text[one.end :]) and one.mark != "%"
    if not fewer and (look.verb not in _LOSS or not straight):
        return None
    return _change(look.unit_after(one), -one.value, one.mark == "%", (one.start, one.end))


def _change(unit: str, amount: float, percent: bool, place: Place) -> Measured:
    amount = round(amount, 2)
    if percent:
        return Measured("growth", unit, target=amount, places={"target": place}, changes=True)
    return Measured("level", unit, change=amount, places={"change": place}, changes=True)


def down_to(look: Look) -> Measured | None:
    """“cut coffee to two cups a day”: less of what recurs is a level, since a rate counts upwards."""
    found = towards(look) if look.verb in DOWN and look.rhythms else None
    if not found:
        return None
    unit, _ = with_rhythm(look.text, found.unit, found.places["unit"][1])
    return replace(found, unit=unit)


def towards(look: Look) -> Measured | None:
    """“increase coverage to 80 %”, “bring turnover below 8 %”: a level without where it stands."""
    if look.verb not in CHANGES - {"get"}:
        return None
    for one in look.numbers:
        if not is_share(look, one) and (_TOWARDS.search(look.before(one)) or _BOUND.search(look.before(one))):
            unit = look.as_written(look.unit_after(one) or look.changed(one.start))
            places = {"target": (one.start, one.end), "unit": (one.start, noun_after(look.text, one.end)[1])}
            return Measured(
                "level", unit, target=one.value, places=places, changes=True, notes=lower_end(one.value, one.high)
            )
    return None
