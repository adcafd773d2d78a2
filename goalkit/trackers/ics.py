"""Calendars (ICS): events with clock times that had ended when the file was read, repetitions included.

Recurrences are worked out by the libraries icalendar and recurring_ical_events, which are loaded only when a calendar
is read. A time in a zone is that zone's, whatever the calendar's own; a time without one is local. What takes no
working time is left out and told once: whole days, cancelled and transparent events, and what is still to come.
"""

import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from goalkit.errors import Problem
from goalkit.periods import load_zone
from goalkit.trackers.base import ReadOptions
from goalkit.trackers.calendar_file import (
    FAULTS,
    Told,
    categories,
    load_events,
    moment_text,
    occurrence_name,
    rule_text,
    scan_events,
    sequence,
    text_of,
    zone_name,
)
from goalkit.trackers.json_rows import TAG_SEPARATOR
from goalkit.trackers.recurrence import MOST_OCCURRENCES, MOST_STEPS, bounded, goes_on, steps
from goalkit.trackers.rows_tracker import Row, RowsTracker, told_once
from goalkit.trackers.shape import Shape
from goalkit.trackers.source import Source

if TYPE_CHECKING:
    from icalendar import Event

EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)
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


def _fits(source: Source) -> bool:
    first = next((line for line in source.first_lines if line.strip()), "")
    return first.strip().upper() == "BEGIN:VCALENDAR"


def _rows(source: Source, options: ReadOptions) -> Iterator[Row | Problem]:
    reading = Reading(source, options, (options.as_of or datetime.now(UTC)).astimezone(UTC))
    lines, odd = scan_events(source)
    yield from odd
    groups: dict[str, list[Told]] = {}
    for place, told in enumerate(load_events(source, lines)):
        name = text_of(told.event, "UID")
        groups.setdefault(f"{told.calendar}\0{name}" if name else f"\0{place}", []).append(told)
    for group in groups.values():
        yield from _group(reading, group)
    yield from _left_out(reading)


def _group(reading: Reading, group: list[Told]) -> Iterator[Row | Problem]:
    """The rows of one event: once, or as often as it repeats, with the occurrences that were changed."""
    repeating = [told for told in group if told.repeats]
    if not repeating:
        for told in _newest(group):
            yield from _once(reading, told, told.event, occurrence_name(told.event))
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
        yield reading.bad(
            first.line, "RRULE", rule_text(first.event), reason, "give the repetition an end in the calendar"
        )
    else:
        yield from _series(reading, group, first)


def _newest(group: list[Told]) -> Iterable[Told]:
    """An event, or each of its changed occurrences, once: the version with the highest number."""
    found: dict[str, Told] = {}
    for told in group:
        name = occurrence_name(told.event) or ("" if text_of(told.event, "UID") else str(told.line))
        if name not in found or sequence(found[name].event) <= sequence(told.event):
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
            first.line, "RRULE", rule_text(first.event), f"cannot be repeated ({error})", "set it right in the calendar"
        )
        return
    reading.room -= len(occurrences)
    reading.left_out["series"] += goes_on(first.event, reading.as_of, len(occurrences))
    changed = {occurrence_name(told.event): told for told in group}
    seen: set[str] = set()
    for event in sorted(occurrences, key=lambda event: moment_text(event.start)):
        name = occurrence_name(event)
        if name in seen:  # all that follow a change "from here on" carry its name
            name = moment_text(event.start)
        seen.add(name)
        if not isinstance(event.start, datetime) or reading.ended(event.start):
            yield from _once(reading, changed.get(name, first), event, name)


def _once(reading: Reading, told: Told, event: "Event", name: str) -> Iterator[Row | Problem]:
    """The row of one occurrence; nothing for one that is left out."""
    try:
        start, end = event.start, _end(told.event, event)
    except FAULTS:
        reason, fix = "this event has no times that can be read", "set its times right in the calendar"
        yield reading.bad(told.line, "DTSTART", text_of(event, "DTSTART"), reason, fix)
        return
    if why := _why_not(reading, event, start, end):
        reading.left_out[why] += 1
        return
    zone = zone_name(told.event)
    if isinstance(start, datetime) and start.tzinfo is None and zone:
        reading.unknown[zone] = None
    uid = text_of(event, "UID")
    yield Row(
        told.line,
        {
            "DTSTART": moment_text(start),
            "DTEND": moment_text(end),
            "SUMMARY": text_of(event, "SUMMARY"),
            "CATEGORIES": categories(event),
            "X-WR-CALNAME": told.calendar,
            "UID": f"{uid} {name}" if uid and name else uid,
        },
    )


def _end(written: "Event", event: "Event") -> Any:
    """The end of an occurrence; hours of a DURATION are lived hours, on the nights when the clocks change as well."""
    start: Any = event.start
    lasting: Any = written.get("DURATION")
    if lasting is None or "RDATE" in written or not isinstance(start, datetime) or start.tzinfo is None:
        return event.end  # an RDATE may bring a length of its own
    days = timedelta(days=lasting.dt.days)
    return (start + days).astimezone(UTC) + (lasting.dt - days)


def _why_not(reading: Reading, event: "Event", start: Any, end: Any) -> str:
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return "day"
    if text_of(event, "STATUS").upper() == "CANCELLED":
        return "cancelled"
    if text_of(event, "TRANSP").upper() == "TRANSPARENT":
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
