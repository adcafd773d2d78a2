"""Periods such as 2025, 2025-Q1, 2025-03, 2025-W10 and 2025-03-14 as half-open local ranges."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from goalkit.errors import GoalkitError

KINDS = ("year", "quarter", "month", "week", "day")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
EXAMPLES = "2025, 2025-Q1, 2025-03, 2025-W10 or 2025-03-14"

_SHAPES = {
    "year": re.compile(r"(?P<year>\d{4})"),
    "quarter": re.compile(r"(?P<year>\d{4})-Q(?P<n>[1-4])", re.IGNORECASE),
    "month": re.compile(r"(?P<year>\d{4})-(?P<n>\d{2})"),
    "week": re.compile(r"(?P<year>\d{4})-W(?P<n>\d{2})", re.IGNORECASE),
    "day": re.compile(r"(?P<year>\d{4})-(?P<n>\d{2})-(?P<d>\d{2})"),
}


def load_zone(name: str) -> ZoneInfo:
    """The IANA zone of that name, e.g. "Europe/Berlin"; raises GoalkitError for any other."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise GoalkitError(
            f"zone {name!r} is unknown; expected an IANA name such as Europe/Berlin or America/New_York"
        ) from error


@dataclass(frozen=True, slots=True)
class Calendar:
    """How a person counts days and weeks.

    Attributes:
        zone: IANA name.
        day_start: local time at which a day begins; what comes before belongs to the day before.
        week_start: 0 for Monday … 6 for Sunday.
    """

    zone: str = "UTC"
    day_start: time = time(0)
    week_start: int = 0

    def day_of(self, instant: datetime) -> date:
        """The local day that an aware instant belongs to."""
        local = instant.astimezone(load_zone(self.zone)).replace(tzinfo=None)
        day = (local - _since_midnight(self.day_start)).date()
        following = day + timedelta(days=1)
        # In the doubled hour the next day may have begun already, though the clock was set back.
        return following if day_instant(following, self) <= instant else day


def _since_midnight(clock: time) -> timedelta:
    return timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)


@dataclass(frozen=True, slots=True)
class Period:
    """A half-open range of local days, [start, end).

    Attributes:
        kind: one of KINDS.
        start: first day.
        end: the day after the last one.
        week_start: 0 for Monday … 6 for Sunday; matters for weeks alone.
    """

    kind: str
    start: date
    end: date
    week_start: int = 0

    @property
    def days(self) -> int:
        """Number of local days."""
        return (self.end - self.start).days

    @property
    def name(self) -> str:
        """The text that `parse_period` reads back, e.g. "2025-03"."""
        day = self.start
        if self.kind == "year":
            return f"{day:%Y}"
        if self.kind == "quarter":
            return f"{day:%Y}-Q{(day.month + 2) // 3}"
        if self.kind == "month":
            return f"{day:%Y-%m}"
        if self.kind == "week":
            year, week, _ = _monday_within(day).isocalendar()
            return f"{year:04d}-W{week:02d}"
        return day.isoformat()

    @property
    def title(self) -> str:
        """How a person says it, e.g. "March 2025"."""
        day = self.start
        if self.kind == "year":
            return f"{day:%Y}"
        if self.kind == "quarter":
            return f"{('First', 'Second', 'Third', 'Fourth')[(day.month - 1) // 3]} quarter of {day:%Y}"
        if self.kind == "month":
            return f"{day:%B %Y}"
        if self.kind == "week":
            last = self.end - timedelta(days=1)
            return f"Week {int(self.name[-2:])} of {self.name[:4]} ({day.day} {day:%b} – {last.day} {last:%b})"
        return f"{day.day} {day:%B %Y}"

    def previous(self) -> "Period":
        """The period of the same kind just before."""
        return period_of(self.start - timedelta(days=1), self.kind, self.week_start)

    def following(self) -> "Period":
        """The period of the same kind just after."""
        return period_of(self.end, self.kind, self.week_start)

    def year_before(self) -> "Period":
        """The same period a year earlier; a week is the one 52 weeks before, 29 February is the 28th."""
        if self.kind == "week":
            return period_of(self.start - timedelta(weeks=52), self.kind, self.week_start)
        year = self.start.year - 1
        last = (_add_months(date(year, self.start.month, 1), 1) - timedelta(days=1)).day
        return period_of(date(year, self.start.month, min(self.start.day, last)), self.kind, self.week_start)

    def instants(self, calendar: Calendar) -> tuple[datetime, datetime]:
        """The range as two UTC instants, half-open; a 23-hour day gives 23 hours."""
        return day_instant(self.start, calendar), day_instant(self.end, calendar)


def day_instant(day: date, calendar: Calendar) -> datetime:
    """The UTC instant at which a local day begins.

    A beginning that the clocks skip falls on the first instant after the gap; one that occurs
    twice is the earlier of the two.
    """
    tz = load_zone(calendar.zone)
    local = datetime.combine(day, calendar.day_start)
    instant = local.replace(tzinfo=tz).astimezone(UTC)
    if instant.astimezone(tz).replace(tzinfo=None) != local:  # in the spring gap
        before = (local - timedelta(days=1)).replace(tzinfo=tz).utcoffset() or timedelta(0)
        instant = _end_of_gap(local, tz, before)
    return instant


def _end_of_gap(local: datetime, tz: ZoneInfo, before: timedelta) -> datetime:
    low = (local - before - timedelta(days=1)).replace(tzinfo=UTC)
    high = low + timedelta(days=2)
    offset = low.astimezone(tz).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = (low + (high - low) / 2).replace(microsecond=0)
        low, high = (middle, high) if middle.astimezone(tz).utcoffset() == offset else (low, middle)
    return high


def period_of(day: date, kind: str, week_start: int = 0) -> Period:
    """The period of a kind that holds a day."""
    if kind == "year":
        start, end = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    elif kind == "quarter":
        start = date(day.year, day.month - (day.month - 1) % 3, 1)
        end = _add_months(start, 3)
    elif kind == "month":
        start = day.replace(day=1)
        end = _add_months(start, 1)
    elif kind == "week":
        start = day - timedelta(days=(day.weekday() - week_start) % 7)
        end = start + timedelta(days=7)
    elif kind == "day":
        start, end = day, day + timedelta(days=1)
    else:
        raise GoalkitError(f"period kind {kind!r} is unknown; expected one of {', '.join(KINDS)}")
    return Period(kind, start, end, week_start)


def periods_within(whole: Period, kind: str) -> list[Period]:
    """The periods of a shorter kind that a period is made of, in order.

    A week belongs to the period that holds the Thursday after its Monday: to a year as the ISO
    calendar numbers it. Raises GoalkitError for a kind that is not shorter.
    """
    if kind not in KINDS or KINDS.index(kind) <= KINDS.index(whole.kind):
        raise GoalkitError(f"{whole.title} is not made of {kind}s; expected a shorter kind of {', '.join(KINDS)}")
    found, part = [], period_of(whole.start, kind, whole.week_start).previous()
    while part.start < whole.end:
        if whole.start <= _middle(part) < whole.end:
            found.append(part)
        part = part.following()
    return found


def _middle(period: Period) -> date:
    return _monday_within(period.start) + timedelta(days=3) if period.kind == "week" else period.start


def parse_period(text: str, week_start: int = 0) -> Period:
    """Reads "2025", "2025-Q1", "2025-03", "2025-W10" or "2025-03-14".

    A week is numbered by the ISO week of the Monday in it, whatever day it starts on. Raises
    GoalkitError for anything else and for days, months and weeks that do not exist.
    """
    for kind, shape in _SHAPES.items():
        if found := shape.fullmatch(text.strip()):
            try:
                day = _first_day(kind, {key: int(value) for key, value in found.groupdict().items()})
                return period_of(day, kind, week_start)
            except (ValueError, OverflowError) as error:
                raise GoalkitError(
                    f"period {text!r} does not exist ({error}); expected for example {EXAMPLES}"
                ) from error
    raise GoalkitError(f"period {text!r} is not understood; expected for example {EXAMPLES}")


def parse_day(text: str) -> date:
    """Reads an ISO day, e.g. "2025-03-14"; raises GoalkitError for anything else."""
    return parse_period(text).start if _SHAPES["day"].fullmatch(text.strip()) else _no_day(text)


def _no_day(text: str) -> date:
    raise GoalkitError(f"day {text!r} is not understood; expected year-month-day, for example 2025-03-14")


def _first_day(kind: str, part: dict[str, int]) -> date:
    if kind == "day":
        return date(part["year"], part["n"], part["d"])
    if kind == "week":
        return date.fromisocalendar(part["year"], part["n"], 1)
    if kind == "quarter":
        return date(part["year"], 3 * part["n"] - 2, 1)
    return date(part["year"], part.get("n", 1), 1)


def _monday_within(start: date) -> date:
    return start + timedelta(days=(-start.weekday()) % 7)


def _add_months(day: date, months: int) -> date:
    total = day.year * 12 + day.month - 1 + months
    return date(total // 12, total % 12 + 1, 1)
