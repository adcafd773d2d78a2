"""What a written day or period means: its first and last day, counted from today where no year is said."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from goalkit.smart.calendar_names import (
    FEASTS,
    MONTHS,
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


DAYS_IN_WORDS = {"first": 1, "second": 2, "third": 3, "tenth": 10, "fifteenth": 15, "twentieth": 20}


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
    # A winter may have begun in the year before.
    near = (days(of) for of in range(max(as_of.year - 1, 1), as_of.year + 2))
    return Meaning(next(one for one in near if one[1] >= as_of), with_year=False)


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


def iso_day(match: re.Match[str], as_of: date) -> Meaning:
    """2026-09-30."""
    return _day((int(match[1]), int(match[2]), int(match[3])), match[0], as_of)


def dotted_day(match: re.Match[str], as_of: date) -> Meaning | None:
    """30.09.2026, and 30.09. in the year to come; dots always put the day first."""
    year = _short_year(match[3]) if match[3] else None
    if int(match[2]) > 12 or int(match[1]) > 31:
        return None
    return _day((year, int(match[2]), int(match[1])), match[0], as_of)


def slashed_day(match: re.Match[str], as_of: date) -> Meaning | None:
    """30/09/2026 and 9/30/2026; of 06/07/2026 both readings are told and none is taken."""
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


def day_of_named_month(match: re.Match[str], as_of: date) -> Meaning | None:
    """3 June, June 3rd, the 20th of August."""
    month, day = month_number(match["month"]), DAYS_IN_WORDS.get(match["day"]) or int(match["day"])
    if month is None or not 1 <= day <= 31:
        return None
    return _day((_year(match["year"] or match["year2"]), month, day), match[0].strip(), as_of)


def named_month(match: re.Match[str], as_of: date) -> Meaning | None:
    """June, June 2027, also with a slip of the finger."""
    month = month_number(match["month"])
    if month is None:
        return None
    found = _upcoming(lambda year: month_days(year, month), _year(match["year"] or match["year2"]), as_of)
    name, written = MONTHS[month - 1], match["month"].rstrip(".")
    known = written in SHORT or written == name
    return found if known else Meaning(found.days, f"“{written}” is read as {name.title()}.", found.with_year)


def numbered_month(match: re.Match[str], _: date) -> Meaning | None:
    """2026-09 and 09/2026."""
    year, month = (match[1], match[2]) if len(match[1]) == 4 else (match[2], match[1])
    return Meaning(month_days(int(year), int(month))) if 1 <= int(month) <= 12 else None


_ORDER = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 4}


def part_of_year(months: int) -> Reader:
    """A reader of quarters (3 months) or halves (6) of a year."""

    def read(match: re.Match[str], as_of: date) -> Meaning:
        said = match["n"]
        number = min(_ORDER.get(said, 0) or int(said), 12 // months)
        year = _year(match["year"] or match["year2"])
        relative = match.groupdict().get("which")
        if relative:
            year = as_of.year + (relative == "next")
        return _upcoming(lambda of: months_days(of, (number - 1) * months + 1, months), year, as_of)

    return read


def whole_year(match: re.Match[str], _: date) -> Meaning:
    """2026."""
    year = int(match[1])
    return Meaning((date(year, 1, 1), date(year, 12, 31)))


def named_season(match: re.Match[str], as_of: date) -> Meaning:
    """spring, next summer, autumn 2027; as in the northern hemisphere."""
    name, which = match["season"], match["which"]
    year = _year(match["year"] or match["year2"])
    found = _upcoming(lambda of: season_days(of, name), year, as_of)
    if which == "next" and found.days and found.days[0] <= as_of:
        found = Meaning(season_days(found.days[0].year + 1, name))
    assert found.days is not None
    first, last = found.days
    days = f"{first.day} {first:%B} to {last.day} {last:%B}"
    told = f"“{match[0].strip()}” is read as {days}, as in the northern hemisphere."
    return Meaning(found.days, told, found.with_year)


_SHIFT = {"this": 0, "current": 0, "the": 0, "": 0, "next": 1, "coming": 1, "following": 1, "last": -1, "past": -1}


def named_period(match: re.Match[str], as_of: date) -> Meaning:
    """This week, next month, the quarter, last year."""
    words = (match["which"] or "").split()
    shift = _SHIFT[words[-1] if words else ""]
    return Meaning(current(match["kind"], as_of, shift), with_year=bool(words) and words != ["the"])


def weekday(match: re.Match[str], as_of: date) -> Meaning:
    """Friday is the next one, today included; next Friday is that of next week."""
    place = WEEKDAYS.index(match["day"])
    if match["which"] == "next":
        day = week_days(as_of)[0] + timedelta(days=7 + place)
        told = f"“{match[0].strip()}” is read as {day.day} {day:%B}, in the week after this one."
        return Meaning((day, day), told)
    day = as_of + timedelta(days=(place - as_of.weekday()) % 7)
    return Meaning((day, day))


def soon(match: re.Match[str], as_of: date) -> Meaning:
    """today, tomorrow."""
    day = as_of + timedelta(days={"tomorrow": 1, "the day after tomorrow": 2}.get(match[0], 0))
    return Meaning((day, day))


def feast(match: re.Match[str], as_of: date) -> Meaning:
    """Christmas, Easter, New Year's Eve."""
    name = match["feast"]

    def days(year: int) -> Days:
        day = easter(year) if name.startswith("easter") else date(year, *FEASTS[name])
        return day, day

    return _upcoming(days, _year(match["year"] or match["year2"]), as_of)


def numbered_week(match: re.Match[str], as_of: date) -> Meaning | None:
    """Week 20, by its ISO number."""
    number = int(match["n"])

    def days(year: int) -> Days:
        return week_days(date.fromisocalendar(year, number, 1))

    try:
        return _upcoming(days, _year(match["year"] or match["year2"]), as_of)
    except ValueError:
        return None


def day_of_month(match: re.Match[str], as_of: date) -> Meaning | None:
    """The 20th: the next one."""
    number = int(match["day"])
    for ahead in range(3):
        first, last = current("month", as_of, ahead)
        if first.day <= number <= last.day and first.replace(day=number) >= as_of:
            day = first.replace(day=number)
            return Meaning((day, day))
    return None


def duration(match: re.Match[str], as_of: date) -> Meaning | None:
    """In six weeks, within half a year, a year from now; “a few weeks” is no day."""
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


def one_ahead(match: re.Match[str], as_of: date) -> Meaning:
    """Within the next year: twelve months from today."""
    return Meaning((as_of, _after(as_of, 1, match["unit"])))


def last_day(match: re.Match[str], as_of: date) -> Meaning:
    """EOY, year-end, month end."""
    kind = match["kind"] or {"y": "year", "w": "week", "m": "month", "q": "quarter"}[match["eo"]]
    last = current(kind, as_of)[1]
    return Meaning((last, last))
