"""A zone with its changes of the clock, as a calendar file carries it.

icalendar makes such a part, too, but tells the beginning of summer time by the clock after it, where
RFC 5545 (3.6.5) means the one before: on that night its times are an hour off.
"""

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from icalendar import Timezone

AHEAD = 10  # years after the last moment in which changes are looked for; a yearly rule holds for ever
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the clock: the clock before it at that moment, both offsets from UTC, the name from then on."""

    clock: datetime
    before: timedelta
    after: timedelta
    name: str
    summer: bool

    @property
    def kind(self) -> tuple[Any, ...]:
        """What changes of different years have in common when they follow one rule."""
        return (
            self.before,
            self.after,
            self.name,
            self.summer,
            self.clock.month,
            self.clock.weekday(),
            self.clock.time(),
        )


def zone_part(zone: ZoneInfo, first: int, last: int) -> "Timezone":
    """The part of a calendar file that tells a zone from the beginning of the year `first` to well after `last`."""
    from icalendar import Timezone

    part, end = Timezone(), last + AHEAD
    part.add("tzid", zone.key)
    start = datetime(first, 1, 1, tzinfo=UTC)
    offset = start.astimezone(zone).utcoffset() or timedelta(0)
    part.add_component(_rule([_change(start, offset, zone)], end))
    groups: dict[tuple[Any, ...], list[Change]] = {}
    for change in changes_between(zone, start, datetime(end + 1, 1, 1, tzinfo=UTC)):
        groups.setdefault(change.kind, []).append(change)
    for alike in groups.values():
        part.add_component(_rule(alike, end))
    return part


def changes_between(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[Change]:
    """The changes of the clock in [start, end), in their order; two within a day count as one."""
    day, offset = start, start.astimezone(zone).utcoffset()
    while day < end:
        following = day + DAY
        later = following.astimezone(zone).utcoffset()
        if later != offset and offset is not None:
            yield _change(_moment(zone, day, following), offset, zone)
        day, offset = following, later


def _moment(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The first second with the offset of `high`."""
    offset = low.astimezone(zone).utcoffset()
    while high - low > SECOND:
        middle = (low + (high - low) / 2).replace(microsecond=0)
        low, high = (middle, high) if middle.astimezone(zone).utcoffset() == offset else (low, middle)
    return high


def _change(moment: datetime, before: timedelta, zone: ZoneInfo) -> Change:
    after = moment.astimezone(zone)
    clock = moment.replace(tzinfo=None) + before
    return Change(clock, before, after.utcoffset() or timedelta(0), after.tzname() or zone.key, bool(after.dst()))


def _rule(changes: Sequence[Change], end: int) -> Any:
    """Changes of one kind as a part of the zone: by a yearly rule where they follow one, else day by day."""
    from icalendar import TimezoneDaylight, TimezoneStandard

    first = changes[0]
    part = TimezoneDaylight() if first.summer else TimezoneStandard()
    part.add("dtstart", first.clock)
    part.add("tzoffsetfrom", first.before)
    part.add("tzoffsetto", first.after)
    part.add("tzname", first.name)
    place = _place(changes)
    if place and [change.clock.year for change in changes] == list(range(first.clock.year, end + 1)):
        on = f"{place}{WEEKDAYS[first.clock.weekday()]}"
        part.add("rrule", {"freq": "yearly", "bymonth": first.clock.month, "byday": on})
    elif len(changes) > 1:
        part.add("rdate", [change.clock for change in changes[1:]])
    return part


def _place(changes: Sequence[Change]) -> int:
    """Which of its weekdays in the month each change is on: 1 for the first, -1 for the last; 0 where it varies."""
    days = [change.clock for change in changes]
    if all(day.day + 7 > calendar.monthrange(day.year, day.month)[1] for day in days):
        return -1
    places = {(day.day - 1) // 7 + 1 for day in days}
    return places.pop() if len(places) == 1 else 0
