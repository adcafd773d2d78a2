"""Calendar entries as the text of an .ics file (RFC 5545), made so that importing it again updates and never doubles.

What is done stays on its day as “Done: …”, without its alarm: the status COMPLETED belongs to to-dos,
which neither Google Calendar nor Outlook take in. What is no longer meant goes out as CANCELLED, which
calendars that know the entry take off or strike through; were it left out, it would stay there for ever.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from importlib.metadata import version
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from goalkit.exchange.entry import Entry
from goalkit.exchange.zone import zone_part
from goalkit.periods import load_zone

if TYPE_CHECKING:
    from icalendar import Alarm, Calendar, Event

MAKER = "-//goalkit//"
WORKBOOK = "X-GOALKIT-WORKBOOK"
EARLIEST, MOST_YEARS = 1970, 50  # of the zone's changes of the clock
BUSY = "block"  # all else is shown as free: it takes no time of the day
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


def calendar_text(entries: Iterable[Entry], workbook: str, zone: str, *, private: bool = True) -> str:
    """The text of a calendar file; without entries a calendar that holds none.

    Args:
        entries: what stands in it.
        workbook: what tells this workbook from all others; ids are made of it.
        zone: the IANA zone whose clock the entries go by; it goes out with its changes of the clock.
        private: marks every entry as for the person alone, where the calendar is one that others see.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", f"{MAKER}goalkit {version('goalkit')}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "goalkit")
    calendar.add("x-wr-timezone", zone)
    calendar.add(WORKBOOK, workbook)
    for entry in sorted(entries, key=lambda one: one.key):
        calendar.add_component(_event(entry, workbook, load_zone(zone), private))
    _add_zone(calendar, load_zone(zone))
    return calendar.to_ical().decode("utf-8")


def uid_of(entry: Entry, workbook: str) -> str:
    """The id by which calendars know an entry again."""
    return f"{entry.key}@{workbook}.goalkit"


def _event(entry: Entry, workbook: str, zone: ZoneInfo, private: bool) -> "Event":
    from icalendar import Event

    event, start = Event(), _start(entry, zone)
    event.add("uid", uid_of(entry, workbook))
    event.add("dtstamp", entry.version.when)
    event.add("last-modified", entry.version.when)
    event.add("sequence", entry.version.seq)
    event.add("summary", plain(f"Done: {entry.title}" if entry.state == "done" else entry.title))
    event.add("dtstart", start)
    event.add("dtend", _end(entry, start, zone))
    event.add("status", "CANCELLED" if entry.state == "cancelled" else "CONFIRMED")
    event.add("transp", "OPAQUE" if entry.kind == BUSY and entry.state == "ahead" else "TRANSPARENT")
    event.add("categories", [entry.kind])
    if private:
        event.add("class", "PRIVATE")
    if told := plain(entry.told):
        event.add("description", told)
    if entry.rule:
        event.add("rrule", dict(entry.rule))
    if entry.alarm is not None and entry.state == "ahead":
        event.add_component(_alarm(entry.title, entry.alarm))
    return event


def _alarm(title: str, before: timedelta) -> "Alarm":
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", plain(title))
    alarm.add("trigger", before)
    return alarm


def _start(entry: Entry, zone: ZoneInfo) -> date | datetime:
    """A day as it is; a moment in the zone. One that the clocks skip is the moment after the gap."""
    return _lived(entry.start, zone) if isinstance(entry.start, datetime) else entry.start


def _end(entry: Entry, start: date | datetime, zone: ZoneInfo) -> date | datetime:
    """The day after, or the moment it ends; where the clocks leave nothing of it, it lasts as long as it was meant."""
    if not isinstance(start, datetime) or not isinstance(entry.start, datetime) or entry.end is None:
        return start + timedelta(days=1) if start < date.max else start
    end = _lived(entry.end, zone)
    if end.astimezone(UTC) > start.astimezone(UTC):
        return end
    return (start.astimezone(UTC) + (entry.end - entry.start)).astimezone(zone)


def _lived(clock: datetime, zone: ZoneInfo) -> datetime:
    return clock.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)


def _add_zone(calendar: "Calendar", zone: ZoneInfo) -> None:
    """The zone before all that goes by its clock; UTC needs none."""
    years = [event.start.year for event in calendar.events if isinstance(event.start, datetime)]
    if years and zone.key != "UTC":
        first = max(min(years) - 1, EARLIEST)
        calendar.subcomponents.insert(0, zone_part(zone, first, min(max(years), first + MOST_YEARS)))


def plain(text: str) -> str:
    """A text with one kind of line end, and without characters that a calendar file may not hold."""
    return CONTROLS.sub("", LINE_ENDS.sub("\n", text)).strip()
