"""Cells of an export: days, clock times, durations, yes and no, tags. Each function reads one text."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import lru_cache

EARLIEST, LATEST = date(1971, 1, 1), date(2200, 1, 1)
ORDERS = ("ymd", "dmy", "mdy")
DAY_S = 86_400

_DAY = re.compile(r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})\.?")
_BUCKET = re.compile(r"(\S+?)[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp][Mm]|Z| ?[+-]\d{2}:?\d{2})?")
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?\s*([AaPp])?\.?\s?[Mm]?\.?(?:\s*(?:Uhr|h))?")
_SPAN = re.compile(r"(-?)(\d{1,5}):(\d{2})(?::(\d{2}))?\s*(min|[AaPp][Mm])?")
_NUMBER = {
    ".": re.compile(r"-?(?:(?:[1-9]\d{0,2}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)"),
    ",": re.compile(r"-?(?:(?:[1-9]\d{0,2}(?:\.\d{3})+|\d+)(?:,\d*)?|,\d+)"),
}
LONGEST_S = 1e9  # thirty years: more is a number of something else


def parse_date(text: str, order: str) -> int | None:
    """A day as its number since 1970-01-01, in the order "ymd", "dmy" or "mdy"; None when it is not one."""
    found = _DAY.fullmatch(text)
    if not found:
        return None
    parts = dict(zip(order, (int(part) for part in found.groups()), strict=True))
    digits = len(found[order.index("y") + 1])
    if digits == 2 and order != "ymd":
        parts["y"] += 2000
    elif digits != 4:
        return None
    try:
        day = date(parts["y"], parts["m"], parts["d"])
    except ValueError:
        return None
    return (day - date(1970, 1, 1)).days if EARLIEST <= day < LATEST else None


def parse_day(text: str, order: str) -> int | None:
    """A day as `parse_date` gives it; the time of day of a bucket behind it is let go, and so is its offset."""
    found = _BUCKET.fullmatch(text)
    return parse_date(found[1] if found else text, order)


def possible_orders(texts: Iterable[str]) -> tuple[str, ...]:
    """The date orders under which the most texts are days; more than one when the texts cannot tell.

    Orders that give every text the same day count as one.
    """
    distinct = [text for text in texts if text]
    read = {order: [parse_date(text, order) for text in distinct] for order in ORDERS}
    score = {order: sum(day is not None for day in days) for order, days in read.items()}
    best = max(score.values(), default=0)
    if best == 0:
        return ()
    kept: list[str] = []
    for order in ORDERS:
        if score[order] == best and all(read[order] != read[other] for other in kept):
            kept.append(order)
    dotted = all("." in text for text in distinct)
    return ("dmy",) if dotted and "dmy" in kept else tuple(kept)


@lru_cache(maxsize=2 * DAY_S)  # starts and ends share their texts
def parse_clock(text: str) -> int | None:
    """A time of day in seconds since midnight, e.g. "14:00", "9:00:05" or "10:23 AM"; 24:00 is the day's end."""
    found = _CLOCK.fullmatch(text)
    if not found:
        return None
    hour, minute, second, half = int(found[1]), int(found[2]), int(found[3] or 0), found[4]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half in "Pp" else 0)
    total = hour * 3600 + minute * 60 + second
    return total if minute < 60 and second < 60 and total <= DAY_S else None


def parse_span(text: str) -> float | None:
    """A duration in seconds: "1:30:00", "24:19:36", "0:13" (hours and minutes), "18:25 min".

    A spreadsheet that took it for a time of day wrote two hours as "02:00:00 AM", and half an hour as "12:30:00 AM".
    """
    found = _SPAN.fullmatch(text)
    if not found or int(found[3]) > 59 or int(found[4] or 0) > 59:
        return None
    if found[5] and found[5] != "min":
        return parse_clock(text)
    sign = -1 if found[1] else 1
    if found[5] == "min" and found[4] is None:
        return float(sign * (int(found[2]) * 60 + int(found[3])))
    return float(sign * (int(found[2]) * 3600 + int(found[3]) * 60 + int(found[4] or 0)))


def decimal_marks(texts: Iterable[str]) -> str:
    """The decimal marks under which all the texts are numbers: "." or "," or ".," for either, "" for none.

    A number like 1,500 fits both: three digits after its only mark may be thousands.
    """
    fits = ".,"
    for text in texts:
        plain = _bare_number(text)
        fits = "".join(mark for mark in fits if _NUMBER[mark].fullmatch(plain))
    return fits


def parse_decimal(text: str, mark: str = ".") -> float | None:
    """A decimal number with that mark, the other one between thousands: "7.5", "7,5", "2.000,0", "1'234.5"."""
    plain = _bare_number(text)
    if not _NUMBER[mark].fullmatch(plain):
        return None
    return float(plain.replace("." if mark == "," else ",", "").replace(mark, "."))


def _bare_number(text: str) -> str:
    return re.sub(r"[\s'’]", "", text)


def duration_reader(unit_s: float, mark: str = ".") -> Callable[[str], float | None]:
    """A reader of decimal numbers in a unit of so many seconds, and of spans such as "1:30"; gives seconds."""

    def read(text: str) -> float | None:
        span = parse_span(text)
        if span is not None:
            return span
        number = parse_decimal(text, mark)
        return None if number is None or abs(number) > LONGEST_S / unit_s else round(number * unit_s, 6)

    return read


_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+-])(\d{1,2}):?(\d{2})?")


def parse_offset(text: str) -> int | None:
    """A zone's offset in seconds: "+0100", "-05:30", "+2", "Z"; None when it is none."""
    if text in ("Z", "z", "UTC", "GMT"):
        return 0
    found = _OFFSET.fullmatch(text)
    if not found or int(found[2]) > 15 or int(found[3] or 0) > 59:
        return None
    return (-1 if found[1] == "-" else 1) * (int(found[2]) * 3600 + int(found[3] or 0) * 60)


def parse_bool(text: str) -> bool | None:
    """Yes or no in the languages of the exports; None for anything else."""
    return {
        **dict.fromkeys(("yes", "true", "ja", "oui", "sí", "si", "1"), True),
        **dict.fromkeys(("no", "false", "nein", "non", "0"), False),
    }.get(text.strip().casefold())


def tags_reader(separator: str) -> Callable[[str], list[str]]:
    """A reader of tags with that separator between them."""
    return lambda text: [tag for part in text.split(separator) if (tag := part.strip())]


def parse_moment(text: str, order: str) -> tuple[int, bool] | None:
    """A day and a time in one cell: µs, and whether they are UTC already (an offset stood there).

    A day alone is no moment: reports that add up a range of days have such cells.
    """
    cleaned = text.strip().replace("T", " ")
    if re.search(r"(Z|[+-]\d{2}:?\d{2})$", cleaned) and cleaned.count(":") >= 1:
        try:
            moment = datetime.fromisoformat(text.strip())
        except ValueError:
            return None
        inside = EARLIEST <= moment.date() < LATEST
        return (round(moment.timestamp() * 1_000_000), True) if inside else None
    first, _, rest = cleaned.partition(" ")
    day, clock = parse_date(first.rstrip(","), order), parse_clock(rest.strip())
    return None if day is None or clock is None else ((day * DAY_S + clock) * 1_000_000, False)
