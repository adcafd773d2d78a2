"""The forms in which a day or a period is written, each with what it means; the words around it are read elsewhere."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from goalkit.smart.calendar_names import (
    FEASTS,
    MONTHS,
    SEASONS,
    SHORT,
    WEEKDAYS,
    Days,
    add_months,
    current,
    easter,
    month_days,
    month_number,
    months_days,
    season_days,
    week_days,
)
from goalkit.smart.numbers import amount
from goalkit.smart.text import any_of


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a form means: first and last day, or why that cannot be told.

    Attributes:
        days: first and last day; None where it cannot be told.
        note: what a person should know about this reading; begins with the words that were read.
        with_year: whether the year was said, so that it is never moved on.
    """

    days: Days | None
    note: str = ""
    with_year: bool = True


Reader = Callable[[re.Match[str], date], Meaning | None]


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a day or a period.

    Attributes:
        pattern: what it looks like, in a plain text.
        read: what a match means; None when it is no date after all.
        leads: words of which one must stand before it; empty: it stands for itself.
    """

    pattern: re.Pattern[str]
    read: Reader
    leads: tuple[str, ...] = ()


ENDS = ("by", "until", "till", "til", "through", "thru", "before", "due", "no later than", "not later than", "latest")
INSIDE = ("in", "within", "during", "over", "throughout", "for", "at", "on", "of", "to", "and", "-", "through to")
BEGINS = ("from", "starting", "beginning", "as of", "after", "since", "between")
ANY = (*ENDS, *INSIDE, *BEGINS)
DAY_LEADS = (*ENDS, "on", "to", "and", "-", *BEGINS)

_MONTH = rf"(?P<month>(?:{'|'.join(MONTHS)}|{any_of(' '.join(SHORT))})\b\.?)"
_YEAR = r"(?P<year>(?:19|20)\d\d(?!\d)|'\d\d(?!\d))"
_AND_YEAR = rf"(?:,? (?:of |in )?{_YEAR}|/{_YEAR.replace('year', 'year2')})?"



def _year(text: str | None) -> int | None:
    if not text:
        return None
    return 2000 + int(text[1:]) if text.startswith("'") else int(text)


def _short_year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def _upcoming(days: Callable[[int], Days], year: int | None, as_of: date) -> Meaning:
    """The period in its year; without a year the next one that isn't past."""
    if year is not None:
        return Meaning(days(year))
    this = days(as_of.year)
    return Meaning(this if this[1] >= as_of else days(as_of.year + 1), with_year=False)


def _day(parts: tuple[int | None, int, int], written: str, as_of: date) -> Meaning:
    """A day from (year, month, day of the month); one that doesn't exist is said to be none."""
    year, month, day = parts

    def days(of_year: int) -> Days:
        one = date(of_year, month, day)
        return one, one

    try:
        return _upcoming(days, year, as_of)
    except ValueError:
        if (month, day) == (2, 29) and year is None:
            return Meaning(None, f"“{written}” comes only in leap years; which day is meant?")
        return Meaning(None, f"“{written}” is no day of the calendar; which day is meant?")


def _iso(match: re.Match[str], as_of: date) -> Meaning:
    return _day((int(match[1]), int(match[2]), int(match[3])), match[0], as_of)


def _dotted(match: re.Match[str], as_of: date) -> Meaning | None:
    year = _short_year(match[3]) if match[3] else None
    if int(match[2]) > 12 or int(match[1]) > 31:
        return None
    return _day((year, int(match[2]), int(match[1])), match[0], as_of)


def _slashed(match: re.Match[str], as_of: date) -> Meaning | None:
    one, two = int(match[1]), int(match[2])
    year = _short_year(match[3]) if match.re.groups > 2 else None
    if max(one, two) > 31 or min(one, two) < 1 or min(one, two) > 12:
        return None
    if one <= 12 and two <= 12 and one != two:
        return Meaning(None, _two_days(match[0], one, two, year or as_of.year))
    month, day = (two, one) if one > 12 else (one, two)
    return _day((year, month, day), match[0], as_of)


def _two_days(written: str, one: int, two: int, year: int) -> str:
    first, second = f"{one} {MONTHS[two - 1].title()}", f"{two} {MONTHS[one - 1].title()}"
    return f"“{written}” can be {first} or {second}; write the month as a word, or {year}-{two:02d}-{one:02d}."


def _day_month(match: re.Match[str], as_of: date) -> Meaning | None:
    month, day = month_number(match["month"]), int(match["day"])
    if month is None or not 1 <= day <= 31:
        return None
    return _day((_year(match["year"] or match["year2"]), month, day), match[0].strip(), as_of)


def _month(match: re.Match[str], as_of: date) -> Meaning | None:
    month = month_number(match["month"])
    if month is None:
        return None
    found = _upcoming(lambda year: month_days(year, month), _year(match["year"] or match["year2"]), as_of)
    name, written = MONTHS[month - 1], match["month"].rstrip(".")
    known = written in SHORT or written == name
    return found if known else Meaning(found.days, f"“{written}” is read as {name.title()}.", found.with_year)


def _month_year(match: re.Match[str], _: date) -> Meaning | None:
    year, month = (match[1], match[2]) if len(match[1]) == 4 else (match[2], match[1])
    return Meaning(month_days(int(year), int(month))) if 1 <= int(month) <= 12 else None


_ORDER = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 4}


def _part_of_year(months: int) -> Reader:
    def read(match: re.Match[str], as_of: date) -> Meaning:
        said = match["n"]
        number = min(_ORDER.get(said, 0) or int(said), 12 // months)
        year = _year(match["year"] or match["year2"])
        relative = match.groupdict().get("which")
        if relative:
            year = as_of.year + (relative == "next")
        return _upcoming(lambda of: months_days(of, (number - 1) * months + 1, months), year, as_of)

    return read


def _whole_year(match: re.Match[str], _: date) -> Meaning:
    year = int(match[1])
    return Meaning((date(year, 1, 1), date(year, 12, 31)))


def _season(match: re.Match[str], as_of: date) -> Meaning:
    name, which = match["season"], match["which"]
    year = _year(match["year"] or match["year2"])
    found = _upcoming(lambda of: season_days(of, name), year, as_of)
    if which == "next" and found.days and found.days[0] <= as_of:
        found = Meaning(season_days(found.days[0].year + 1, name))
    assert found.days is not None
    first, last = found.days
    told = f"“{match[0].strip()}” is read as {first.day} {first:%B} to {last.day} {last:%B}, as in the north of the world."
    return Meaning(found.days, told, found.with_year)


_SHIFT = {"this": 0, "current": 0, "the": 0, "": 0, "next": 1, "coming": 1, "following": 1, "last": -1, "past": -1}


def _named(match: re.Match[str], as_of: date) -> Meaning:
    words = (match["which"] or "").split()
    return Meaning(current(match["kind"], as_of, _SHIFT[words[-1] if words else ""]))


def _weekday(match: re.Match[str], as_of: date) -> Meaning:
    place = WEEKDAYS.index(match["day"])
    if match["which"] == "next":
        day = week_days(as_of)[0] + timedelta(days=7 + place)
        told = f"“{match[0].strip()}” is read as {day.day} {day:%B}, in the week after this one."
        return Meaning((day, day), told)
    day = as_of + timedelta(days=(place - as_of.weekday()) % 7)
    return Meaning((day, day))


def _soon(match: re.Match[str], as_of: date) -> Meaning:
    day = as_of + timedelta(days={"tomorrow": 1, "the day after tomorrow": 2}.get(match[0], 0))
    return Meaning((day, day))


def _feast(match: re.Match[str], as_of: date) -> Meaning:
    name = match["feast"]

    def days(year: int) -> Days:
        day = easter(year) if name.startswith("easter") else date(year, *FEASTS[name])
        return day, day

    return _upcoming(days, _year(match["year"] or match["year2"]), as_of)


def _week_number(match: re.Match[str], as_of: date) -> Meaning | None:
    number = int(match["n"])

    def days(year: int) -> Days:
        return week_days(date.fromisocalendar(year, number, 1))

    try:
        return _upcoming(days, _year(match["year"] or match["year2"]), as_of)
    except ValueError:
        return None


def _day_of_month(match: re.Match[str], as_of: date) -> Meaning | None:
    number = int(match["day"])
    for ahead in range(3):
        first, last = current("month", as_of, ahead)
        if first.day <= number <= last.day and first.replace(day=number) >= as_of:
            day = first.replace(day=number)
            return Meaning((day, day))
    return None


def _duration(match: re.Match[str], as_of: date) -> Meaning | None:
    number, unit = match["n"].strip(), match["unit"]
    if number in ("few", "a few", "some", "several", "the next few", "many"):
        return Meaning(None, f"“{match[0].strip()}” is no day yet; which day is meant?")
    count = amount(number)
    if count is None or not 0 < count < 1200:
        return None
    count += 0.5 if match["half"] else 0
    try:
        day = _after(as_of, count, unit, bool(match["working"]))
    except (ValueError, OverflowError):
        return None
    return Meaning((as_of, day))


def _after(day: date, count: float, unit: str, working: bool = False) -> date:
    if unit == "day":
        return day + timedelta(days=math.ceil(count * 7 / 5) if working else round(count))
    if unit in ("week", "fortnight"):
        return day + timedelta(days=round(count * (7 if unit == "week" else 14)))
    months = count * {"month": 1, "quarter": 3, "year": 12}[unit]
    whole = math.floor(months + 1e-9)
    return add_months(day, whole) + timedelta(days=round((months - whole) * 30))


def _form(pattern: str, read: Reader, leads: tuple[str, ...] = ()) -> Form:
    return Form(re.compile(pattern), read, leads)


_UNIT = r"(?P<unit>day|week|fortnight|month|quarter|year)s?\b(?!'s)(?P<half> and a half\b)?(?:' time)?"
_COUNT = (
    r"(?P<n>half a|half an|one and a half|(?:a )?few|some|several|many|a couple of|half a dozen|a dozen|a|an|"
    r"\d{1,4}(?:[.,]\d)?|[a-z]+(?:-[a-z]+)?(?: and a half)?)[ -](?P<working>working |business |full |whole |more )?"
)
# “the summer break” and “the spring launch” are no seasons.
_NO_NOUN = (
    r"(?= *(?:$|[^a-z ]|(?:so|to|for|because|and|or|as|i|we|with|at|in|on|by|since|when|which|that|if|but|of|from|then|"
    r"without|while|before|after|is|will|via|through)\b))"
)
_NUMERAL_DAY = r"(?<![\w.,:/-])(?P<day>\d{1,2})"
FORMS: tuple[Form, ...] = (
    _form(r"(?<![\d-])(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?![\d-])", _iso),
    _form(r"(?<![\d.])(\d{1,2})\. ?(\d{1,2})\. ?(\d{4}|\d\d)(?![\d.])", _dotted),
    _form(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.()(?![\d])", _dotted, DAY_LEADS),
    _form(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4}|\d\d)(?![\d/])", _slashed),
    _form(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?![\d/])", _slashed, (*ENDS, "on")),
    _form(r"(?<![\d/-])(\d{4})[-/](\d\d)(?![\d/-])", _month_year, ANY),
    _form(r"(?<![\d/])(\d{1,2})/((?:19|20)\d\d)(?![\d/])", _month_year),
    _form(rf"{_NUMERAL_DAY}(?:st|nd|rd|th|\.)?(?: day)?(?: of)? {_MONTH}{_AND_YEAR}", _day_month),
    _form(
        rf"\b{_MONTH} (?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?![.,:]\d| ?%){_AND_YEAR}",
        _day_month,
    ),
    _form(rf"\b{_MONTH}{_AND_YEAR}", _month),
    _form(rf"\b(?P<month>[a-z]{{5,10}})\b{_AND_YEAR}", _month, (*ENDS, "in", "end of")),
    _form(rf"\bq(?P<n>[1-4])\b(?:[ -]?{_YEAR}|/{_YEAR.replace('year', 'year2')})?", _part_of_year(3)),
    _form(rf"\b{_YEAR}[ -]?q(?P<n>[1-4])\b(?P<year2>)", _part_of_year(3)),
    _form(
        r"\b(?P<n>first|second|third|fourth|last|1st|2nd|3rd|4th) quarter\b"
        rf"(?: of (?P<which>this|next|the) year)?{_AND_YEAR}",
        _part_of_year(3),
        ANY,
    ),
    _form(rf"\bh(?P<n>[12])\b(?:[ -]?{_YEAR}|/{_YEAR.replace('year', 'year2')})?", _part_of_year(6)),
    _form(
        r"\b(?P<n>first|second|1st|2nd) half of (?:(?P<which>this|next|the) year|" + _YEAR + r")(?P<year2>)",
        _part_of_year(6),
        ANY,
    ),
    _form(r"\b((?:19|20)\d\d)\b(?![-/.,:]?\d|%)", _whole_year, (*ENDS, "in", "during", "for", "throughout", "from")),
    _form(r"^((?:19|20)\d\d)(?=[:,] )", _whole_year),
    _form(
        rf"\b(?P<which>this |next |the coming )?(?P<season>{any_of(' '.join(SEASONS))})\b{_AND_YEAR}{_NO_NOUN}".replace(
            "(?P<which>this |next |the coming )?", "(?:(?P<which>this|next|the coming|coming) )?"
        ),
        _season,
    ),
    _form(
        r"\b(?:for |over |during )?the (?:rest|remainder) of (?P<which>the|this) (?P<kind>week|month|quarter|year)\b",
        _named,
    ),
    _form(
        r"\b(?:within|over|during|in) the (?:next|coming) (?P<n>)(?P<working>)(?P<unit>week|month|year)\b(?P<half>)",
        lambda match, as_of: Meaning((as_of, _after(as_of, 1, match["unit"]))),
    ),
    _form(
        r"\b(?:(?P<which>this|next|coming|following|the (?:next|coming|following|current|past|last)|current|last|the) )?"
        r"(?P<kind>weekend|week|month|quarter|year)\b(?!'s|s| of)",
        _named,
    ),
    _form(rf"\b(?:(?P<which>this|next|coming) )?(?P<day>{'|'.join(WEEKDAYS)})\b(?!'| week\b| fortnight\b)", _weekday),
    _form(r"\b(?:the day after tomorrow|tomorrow|today|tonight)\b", _soon),
    _form(
        rf"\b(?P<feast>{'|'.join(sorted([*FEASTS, 'easter', 'easter sunday'], key=len, reverse=True))})(?![\w'])"
        rf"{_AND_YEAR}(?! (?!so\b|to\b|for\b|because\b|and\b)[a-z])",
        _feast,
        (*ENDS, "at", "over", "in", "to", "from", "after"),
    ),
    _form(rf"\b(?:calendar week|week|cw|kw|w) ?(?P<n>\d{{1,2}})\b{_AND_YEAR}", _week_number, (*ENDS, "in", "during")),
    _form(
        r"\b(?:in|within|over|during|for|inside)(?: the)?(?: (?:next|coming|following|course of(?: the next)?))?"
        rf"(?: (?:less than|under|about|at most|around))? {_COUNT}{_UNIT}(?! (?:a|per|each|every|old|off)\b)",
        _duration,
    ),
    _form(rf"\b{_COUNT}{_UNIT} from (?:now|today)\b", _duration),
    _form(
        rf"{_NUMERAL_DAY}(?:st|nd|rd|th)\b(?= *(?:$|[.,;!?]|so\b|to\b|because\b))",
        _day_of_month,
        (*ENDS, "on"),
    ),
)
