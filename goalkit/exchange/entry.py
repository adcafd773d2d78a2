"""One line of a calendar, before it is written in the way that calendars read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

State = Literal["ahead", "done", "cancelled"]


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """Which version of something it is: the latest line of the journal that bears on it, and when that was written.

    The number of that line never falls: also where something comes to refer to another thing, the
    line that says so is later than all before.
    """

    seq: int = 0
    when: datetime = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that stands in a calendar.

    Attributes:
        kind: what it is, in a word that also is its category, e.g. "milestone".
        key: what tells it from all others of its workbook, e.g. "milestone-5f0c…"; stays as long as it exists.
        title: its line in the calendar.
        start: a day, or a moment by the clock of the workbook's zone, without a zone.
        end: the moment by the clock at which it ends; None for a day.
        told: a few more words.
        state: ahead of one, done, or no longer meant.
        alarm: when it makes itself heard, from its beginning (a day begins at midnight); None for never.
        rule: how it repeats, by the names of RFC 5545; none for once.
        version: which version it is.
    """

    kind: str
    key: str
    title: str
    start: date | datetime
    end: datetime | None = None
    told: str = ""
    state: State = "ahead"
    alarm: timedelta | None = None
    rule: Mapping[str, Any] = field(default_factory=dict)
    version: Version = Version()
