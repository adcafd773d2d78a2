"""What a calendar is made of, as a workbook hands it over."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from goalkit.exchange.entry import Entry, Version
from goalkit.records import CheckIn, Contact, Goal, Habit, Milestone, Record, Settings, Sharing, Task, TimeBlock

Row = Mapping[str, Any]
KINDS: tuple[type[Record], ...] = (Goal, Milestone, Task, TimeBlock, Contact, CheckIn, Habit)


@dataclass(frozen=True, slots=True)
class Kept:
    """A record of a workbook.

    Attributes:
        id: its id.
        now: its fields, None where it was removed.
        earlier: gives its fields as they were before, newest first; asked only where it no longer stands.
    """

    id: str
    now: Row | None
    earlier: Callable[[], Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Plans:
    """What a calendar is made of.

    Attributes:
        kept: the records of each kind in KINDS, by their ids.
        due: the day on which each person is to hear from one, by the contact's id.
        versions: of each record, by its kind and id; of all of a kind, removed ones too, by the kind and "".
        settings: how the person's days run.
        alarms: whether anything makes itself heard.
    """

    kept: Mapping[type[Record], Mapping[str, Kept]]
    due: Mapping[str, date]
    versions: Mapping[tuple[str, str], Version]
    settings: Settings
    alarms: bool = True

    def version(self, *bearing: tuple[type[Record], str | None]) -> Version:
        """The latest version of all that bears on an entry; the id "" means a whole kind, None nothing."""
        every: tuple[tuple[type[Record], str | None], ...] = ((Sharing, ""), *bearing)
        keys = [(model.kind, name) for model, name in every if name is not None]
        return max((self.versions[key] for key in keys if key in self.versions), default=Version())

    def alarm(self, days_before: int) -> timedelta | None:
        """When something of a day makes itself heard, from its midnight on: as the working day begins."""
        start = self.settings.work_start
        return timedelta(days=-days_before, hours=start.hour, minutes=start.minute) if self.alarms else None

    def now(self, model: type[Record], record_id: str | None) -> Row:
        """The fields of a record that there is; none of another."""
        kept = self.kept[model].get(record_id or "")
        return (kept.now if kept else None) or {}


def once_stood(kept: Kept, make: Callable[[Row], Entry | None]) -> Entry | None:
    """A record's entry; a cancelled one where it only stood there before, None where it never did."""
    if kept.now is not None and (entry := make(kept.now)):
        return entry
    last = next((entry for row in kept.earlier() if (entry := make(row))), None)
    return replace(last, state="cancelled") if last else None
