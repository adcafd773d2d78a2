"""Names of the calendar: months, seasons, feasts, and the first and last day of what is named."""

import difflib
from calendar import monthrange
from datetime import date, timedelta

MONTHS = (
    "january february march april may june july august september october november december"
).split()
SHORT = {name[:3]: number for number, name in enumerate(MONTHS, start=1)} | {"sept": 9}
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
# As in the northern half of the world; the astronomical days differ by a day or two from year to year.
SEASONS = {"spring": (3, 20), "summer": (6, 21), "autumn": (9, 22), "fall": (9, 22), "winter": (12, 21)}
FEASTS = {
    "christmas": (12, 25),
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "xmas": (12, 25),
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
    "new year": (1, 1),
    "new year's": (1, 1),
    "halloween": (10, 31),
    "valentine's day": (2, 14),
}

Days = tuple[date, date]


def month_number(word: str) -> int | None:
    """The month of a name, also shortened or with a slip of the finger ("septmber"); else None."""
    word = word.rstrip(".")
    if word in SHORT:
        return SHORT[word]
    if word in MONTHS:
        return MONTHS.index(word) + 1
    near = difflib.get_close_matches(word, MONTHS, 1, 0.84) if len(word) >= 5 else []
    return MONTHS.index(near[0]) + 1 if near and near[0][0] == word[0] else None


def month_days(year: int, month: int) -> Days:
    """First and last day of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def months_days(year: int, first: int, count: int) -> Days:
    """First and last day of several months, such as a quarter."""
    return date(year, first, 1), month_days(year, first + count - 1)[1]


def season_days(year: int, name: str) -> Days:
    """First and last day of a season that begins in that year."""
    names = ("spring", "summer", "autumn", "winter")
    place = names.index("autumn" if name == "fall" else name)
    following = date(year + (place == 3), *SEASONS[names[(place + 1) % 4]])
    return date(year, *SEASONS[name]), following - timedelta(days=1)


def easter(year: int) -> date:
    """Easter Sunday in the western churches (the anonymous Gregorian computus)."""
    a, (b, c) = year % 19, divmod(year, 100)
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


def add_months(day: date, months: int) -> date:
    """The same day of the month some months on, or that month's last day."""
    total = day.year * 12 + day.month - 1 + months
    year, month = total // 12, total % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def week_days(day: date) -> Days:
    """Monday and Sunday of the week of a day."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def current(kind: str, day: date, shift: int = 0) -> Days:
    """First and last day of the week, weekend, month, quarter or year of a day, or of one further on (or back)."""
    if kind in ("week", "weekend"):
        monday, sunday = week_days(day + timedelta(days=7 * shift))
        return (sunday - timedelta(days=1) if kind == "weekend" else monday), sunday
    if kind == "month":
        moved = add_months(day.replace(day=1), shift)
        return month_days(moved.year, moved.month)
    if kind == "quarter":
        moved = add_months(day.replace(day=1), 3 * shift)
        return months_days(moved.year, moved.month - (moved.month - 1) % 3, 3)
    return date(day.year + shift, 1, 1), date(day.year + shift, 12, 31)
