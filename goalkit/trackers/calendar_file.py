"""A calendar file's events, each with the line it begins on, and their properties as texts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, cast

from goalkit.errors import GoalkitError, Problem
from goalkit.trackers.json_rows import TAG_SEPARATOR
from goalkit.trackers.rows_tracker import numbered_lines
from goalkit.trackers.source import Source

if TYPE_CHECKING:
    from icalendar import Event

FAULTS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)  # of what is written
_CONTENT = re.compile(r"[A-Za-z0-9-]+[;:].*|[ \t].*|\s*")
_MARK = re.compile(r"(BEGIN|END):(\S+)\s*", re.IGNORECASE)


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


def scan_events(source: Source) -> tuple[list[int], list[Problem]]:
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


def load_events(source: Source, lines: list[int]) -> Iterator[Told]:
    """The events in the order of the file, on lines found before; raises GoalkitError for what is no calendar."""
    from icalendar import Calendar

    try:
        calendars = Calendar.from_ical(source.text(), multiple=True)
    except FAULTS as error:
        raise GoalkitError(f"{source.name}: this is no calendar ({error}); export it again") from error
    place = 0
    for calendar in calendars:
        name = text_of(calendar, "X-WR-CALNAME") or text_of(calendar, "NAME")
        for event in calendar.walk("VEVENT"):
            yield Told(lines[place] if place < len(lines) else 0, cast("Event", event), name)
            place += 1


def moment_text(at: Any) -> str:
    """A moment as a cell: an instant where it has a zone, else local; "" for what is none."""
    if isinstance(at, datetime):
        return at.astimezone(UTC).isoformat() if at.tzinfo else at.isoformat(sep=" ")
    return at.isoformat() if isinstance(at, date) else ""


def occurrence_name(event: "Event") -> str:
    """Which occurrence of a repeating event this is; "" for an event as a whole."""
    value: Any = event.get("RECURRENCE-ID")
    try:
        return moment_text(value.dt)
    except FAULTS:  # there is none, or it is no moment
        return ""


def sequence(event: "Event") -> int:
    """Which version of an event this is: the highest counts."""
    number = text_of(event, "SEQUENCE")
    return int(number) if number.isdecimal() else 0


def zone_name(event: "Event") -> str:
    """The zone that an event's start names; "" for none."""
    value: Any = event.get("DTSTART")
    return str(value.params.get("TZID", ""))


def rule_text(event: "Event") -> str:
    """The rule that an event repeats by, as it is written; "" for none or several."""
    rule = event.get("RRULE")
    return rule.to_ical().decode("utf-8", "replace") if hasattr(rule, "to_ical") else ""


def text_of(component: Any, name: str) -> str:
    """A property as a text, the first of several; "" for none."""
    value = component.get(name, "")
    value = value[0] if isinstance(value, list) and value else value
    return str(value)


def categories(event: "Event") -> str:
    """An event's categories as a cell of tags."""
    value = event.get("CATEGORIES", [])
    lists = value if isinstance(value, list) else [value]
    return TAG_SEPARATOR.join(str(name) for one in lists for name in getattr(one, "cats", ()))
