"""Calendars (ICS): events with clock times that had ended when the file was read, repetitions included.

Recurrences are worked out by the libraries icalendar and recurring_ical_events, which are loaded only when a calendar
is read. A time in a zone is that zone's, whatever the calendar's own; a time without one is local. What takes no
working time is left out and told once: whole days, cancelled and transparent events, and what is still to come.
"""

import re
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from goalkit.errors import GoalkitError, Problem
from goalkit.periods import load_zone
from goalkit.trackers.base import ReadOptions
from goalkit.trackers.json_rows import TAG_SEPARATOR
from goalkit.trackers.recurrence import MOST_OCCURRENCES, MOST_STEPS, bounded, goes_on, steps
from goalkit.trackers.rows_tracker import Row, RowsTracker, numbered_lines, told_once
from goalkit.trackers.shape import Shape
from goalkit.trackers.source import Source

if TYPE_CHECKING:
    from icalendar import Event

EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)
FAULTS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)  # of what is written
_CONTENT = re.compile(r"[A-Za-z0-9-]+[;:].*|[ \t].*|\s*")
_MARK = re.compile(r"(BEGIN|END):(\S+)\s*", re.IGNORECASE)
TOLD = {
    "day": (
        "{} left out: whole days are no working time",
        "give those that were work their times in the calendar",
    ),
    "cancelled": ("{} left out: cancelled", "nothing to do"),
    "free": ("{} left out: shown as free, which takes no time", "show those that were work as busy in the calendar"),
    "later": ("{} left out: not over when the file was read", "export and import the calendar again later"),
    "series": ("{} read up to now: repeating on after the file was read", "export and import the calendar again later"),
}


@dataclass
class Reading:
    """One reading of a calendar file.

    Attributes:
        source, options: the file, and how to read it.
        as_of: the moment of reading.
        left_out: how many events are left out, by the reason's name.
        unknown: zones that are named and not known.
        room: how many occurrences may still come out of repetitions.
    """

    source: Source
    options: ReadOptions
    as_of: datetime
    left_out: Counter[str] = field(default_factory=Counter)
    unknown: dict[str, None] = field(default_factory=dict)
    room: int = MOST_OCCURRENCES

    def ended(self, end: datetime) -> bool:
        """Whether a moment, local where it has no zone, had passed."""
        aware = end if end.tzinfo else end.replace(tzinfo=load_zone(self.options.zone))
        return aware <= self.as_of

    def bad(self, line: int, column: str, value: str, reason: str, fix: str) -> Problem:
        """An event that cannot be taken."""
        return Problem(self.source.name, line, column, value[:200], reason, fix)


@dataclass(frozen=True, slots=True)
class Told:
    """An event as it stands in the file: the line it begins on, and the calendar's name."""

    line: int
    event: "Event"
    calendar: str

    @property
    def repeats(self) -> bool:
        """Whether it has rules or dates to repeat by."""
        return "RRULE" in self.event or "RDATE" in self.event


def _fits(source: Source) -> bool:
    first = next((line for line in source.first_lines if line.strip()), "")
    return first.strip().upper() == "BEGIN:VCALENDAR"


def _rows(source: Source, options: ReadOptions) -> Iterator[Row | Problem]:
    reading = Reading(source, options, (options.as_of or datetime.now(UTC)).astimezone(UTC))
    lines, odd = _scanned(source)
    yield from odd
    groups: dict[str, list[Told]] = {}
    for place, told in enumerate(_events(source, lines)):
        name = _text(told.event, "UID")
        groups.setdefault(f"{told.calendar}\0{name}" if name else f"\0{place}", []).append(told)
    for group in groups.values():
        yield from _group(reading, group)
    yield from _left_out(reading)


def _scanned(source: Source) -> tuple[list[int], list[Problem]]:
    """Lines on which events begin, and lines in them that say nothing; raises GoalkitError for parts without an end."""
    begun: list[tuple[str, int]] = []
    events, odd = [], []
    for number, line in numbered_lines(source):
        mark = _MARK.fullmatch(line)
        name = mark[2].upper() if mark else ""
        if mark and mark[1].upper() == "BEGIN":
            begun.append((name, number))
            events += [number] if name == "VEVENT" else []
        elif mark and (not begun or begun.pop()[0] != name):
            raise GoalkitError(
                f"{source.name}, line {number}: END:{name} closes nothing that began; export the calendar again"
            )
        elif not _CONTENT.fullmatch(line):
            reason = "this line says nothing that calendars know; expected NAME:VALUE"
            if "VEVENT" not in dict(begun):
                raise GoalkitError(
                    f"{source.name}, line {number}: {reason}, found {line[:60]!r}; export the calendar again"
                )
            odd.append(Problem(source.name, number, "", line[:200], reason, "export the calendar again", "note"))
    if begun:
        raise GoalkitError(
            f"{source.name}, line {begun[-1][1]}: BEGIN:{begun[-1][0]} is never closed; the file seems to be cut off, "
            "export it again"
        )
    return events, odd


def _events(source: Source, lines: list[int]) -> Iterator[Told]:
    from icalendar import Calendar

    try:
        calendars = Calendar.from_ical(source.text(), multiple=True)
    except FAULTS as error:
        raise GoalkitError(f"{source.name}: this is no calendar ({error}); export it again") from error
    place = 0
    for calendar in calendars:
        name = _text(calendar, "X-WR-CALNAME") or _text(calendar, "NAME")
        for event in calendar.walk("VEVENT"):
            yield Told(lines[place] if place < len(lines) else 0, cast("Event", event), name)
            place += 1


def _group(reading: Reading, group: list[Told]) -> Iterator[Row | Problem]:
    """The rows of one event: once, or as often as it repeats, with the occurrences that were changed."""
    repeating = [told for told in group if told.repeats]
    if not repeating:
        for told in _newest(group):
            yield from _once(reading, told, told.event, _occurrence(told.event))
        return
    first = repeating[0]
    try:
        whole_days = not isinstance(first.event.start, datetime)
        needed = sum(steps(told.event, reading.as_of) for told in repeating)
    except FAULTS as error:
        yield reading.bad(first.line, "", str(error), "this repetition cannot be read", "set it right in the calendar")
        return
    if whole_days:
        reading.left_out["day"] += 1
    elif needed > MOST_STEPS or reading.room <= 0:
        reason = f"it repeats too often: at most {MOST_STEPS:,} times an event, {MOST_OCCURRENCES:,} a file are read"
        yield reading.bad(first.line, "RRULE", _rule(first.event), reason, "give the repetition an end in the calendar")
    else:
        yield from _series(reading, group, first)


def _newest(group: list[Told]) -> Iterable[Told]:
    """An event, or each of its changed occurrences, once: the version with the highest number."""
    found: dict[str, Told] = {}
    for told in group:
        name = _occurrence(told.event) or ("" if _text(told.event, "UID") else str(told.line))
        if name not in found or _sequence(found[name].event) <= _sequence(told.event):
            found[name] = told
    return found.values()


def _series(reading: Reading, group: list[Told], first: Told) -> Iterator[Row | Problem]:
    from icalendar import Calendar
    from recurring_ical_events import of

    stop = reading.as_of + timedelta(days=1)  # local times may be a day apart
    calendar = Calendar()
    try:
        for told in group:
            calendar.add_component(bounded(told.event, stop))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # a rule with a count has an end as well now
            occurrences = of(calendar).between(EARLIEST, stop)
    except FAULTS as error:
        yield reading.bad(
            first.line, "RRULE", _rule(first.event), f"cannot be repeated ({error})", "set it right in the calendar"
        )
        return
    reading.room -= len(occurrences)
    reading.left_out["series"] += goes_on(first.event, reading.as_of, len(occurrences))
    changed = {_occurrence(told.event): told for told in group}
    seen: set[str] = set()
    for event in sorted(occurrences, key=lambda event: _moment(event.start)):
        name = _occurrence(event)
        if name in seen:  # all that follow a change "from here on" carry its name
            name = _moment(event.start)
        seen.add(name)
        if not isinstance(event.start, datetime) or reading.ended(event.start):
            yield from _once(reading, changed.get(name, first), event, name)


def _once(reading: Reading, told: Told, event: "Event", name: str) -> Iterator[Row | Problem]:
    """The row of one occurrence; nothing for one that is left out."""
    try:
        start, end = event.start, _end(told.event, event)
    except FAULTS:
        reason, fix = "this event has no times that can be read", "set its times right in the calendar"
        yield reading.bad(told.line, "DTSTART", _text(event, "DTSTART"), reason, fix)
        return
    if why := _why_not(reading, event, start, end):
        reading.left_out[why] += 1
        return
    zone = _zone(told.event)
    if isinstance(start, datetime) and start.tzinfo is None and zone:
        reading.unknown[zone] = None
    uid = _text(event, "UID")
    yield Row(
        told.line,
        {
            "DTSTART": _moment(start),
            "DTEND": _moment(end),
            "SUMMARY": _text(event, "SUMMARY"),
            "CATEGORIES": _categories(event),
            "X-WR-CALNAME": told.calendar,
            "UID": f"{uid} {name}" if uid and name else uid,
        },
    )


def _end(written: "Event", event: "Event") -> Any:
    """The end of an occurrence; hours of a DURATION are lived hours, on the nights when the clocks change as well."""
    start: Any = event.start
    lasting: Any = written.get("DURATION")
    if lasting is None or not isinstance(start, datetime) or start.tzinfo is None:
        return event.end
    days = timedelta(days=lasting.dt.days)
    return (start + days).astimezone(UTC) + (lasting.dt - days)


def _why_not(reading: Reading, event: "Event", start: Any, end: Any) -> str:
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return "day"
    if _text(event, "STATUS").upper() == "CANCELLED":
        return "cancelled"
    if _text(event, "TRANSP").upper() == "TRANSPARENT":
        return "free"
    return "" if reading.ended(end) else "later"


def _left_out(reading: Reading) -> Iterator[Problem]:
    for name, (reason, fix) in TOLD.items():
        if count := reading.left_out[name]:
            events = f"{count:,} {'event' if count == 1 else 'events'}"
            yield told_once(reading.source, reason.format(events), fix)
    if reading.unknown:
        zones = ", ".join(reading.unknown)
        yield told_once(
            reading.source,
            f"the file names zones that are not known ({zones}); their times were read in {reading.options.zone}",
            "name the zone that is meant with --zone",
        )


def _moment(at: Any) -> str:
    if isinstance(at, datetime):
        return at.astimezone(UTC).isoformat() if at.tzinfo else at.isoformat(sep=" ")
    return at.isoformat() if isinstance(at, date) else ""


def _occurrence(event: "Event") -> str:
    """Which occurrence of a repeating event this is; "" for an event as a whole."""
    value: Any = event.get("RECURRENCE-ID")
    try:
        return _moment(value.dt)
    except FAULTS:  # there is none, or it is no moment
        return ""


def _sequence(event: "Event") -> int:
    number = _text(event, "SEQUENCE")
    return int(number) if number.isdecimal() else 0


def _zone(event: "Event") -> str:
    value: Any = event.get("DTSTART")
    return str(value.params.get("TZID", ""))


def _rule(event: "Event") -> str:
    rule = event.get("RRULE")
    return rule.to_ical().decode("utf-8", "replace") if hasattr(rule, "to_ical") else ""


def _text(component: Any, name: str) -> str:
    value = component.get(name, "")
    value = value[0] if isinstance(value, list) and value else value
    return str(value)


def _categories(event: "Event") -> str:
    value = event.get("CATEGORIES", [])
    lists = value if isinstance(value, list) else [value]
    return TAG_SEPARATOR.join(str(name) for one in lists for name in getattr(one, "cats", ()))


ICS = RowsTracker(
    name="ics",
    title="a calendar (ICS)",
    export="the calendar's settings → Export (.ics)",
    fits=_fits,
    rows=_rows,
    roles={
        "start": "DTSTART", "end": "DTEND", "description": "SUMMARY", "tags": "CATEGORIES", "project": "X-WR-CALNAME",
        "source_id": "UID",
    },
    shape=Shape(decimal=".", tag_separator=TAG_SEPARATOR),
    nothing="there are no events in it; choose the calendar that has them, or a longer range, when exporting",
)  # fmt: skip

TRACKERS = (ICS,)
