"""Time entries as a form wants them: shown, added and changed in local clock times."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd

from goalkit.errors import ConflictError, GoalkitError
from goalkit.forms.handed import Deed
from goalkit.forms.logged_time import LoggedTime
from goalkit.periods import load_zone
from goalkit.records import Goal, Settings, TimeEntry

if TYPE_CHECKING:
    from goalkit.workbook import Book

DAYS = 92
MOST = 500  # latest entries in the list of those to change
WHEN = {"day", "start", "start_turn", "end", "end_turn", "hours"}


class LoggedTimes:
    """The time entries of a workbook, as a person says them."""

    def __init__(self, book: "Book") -> None:
        self._book = book

    def add(self, logged: LoggedTime) -> Deed[LoggedTime]:
        """Keeps a new stretch of time."""
        settings = self._book.settings.model_copy(update={"person": _person(self._book)})
        kept = self._book.add(logged.as_entry(settings))
        return Deed(None, logged, _told(kept, logged), (None, kept))

    def listed(self) -> Sequence[tuple[str, str]]:
        """(day, clock times, project and description; id) of the latest entries, the newest first."""
        found = lately(self._book)
        found = found[found["duration_s"] < 24 * 3600].tail(MOST).iloc[::-1]
        zones = {zone: load_zone(zone) for zone in found["zone"].unique()}
        return [(_line(row, zones[row.zone]), row.id) for row in found.itertuples()]

    def find(self, record_id: str) -> LoggedTime:
        """One of them."""
        return LoggedTime.of(self._book.get(TimeEntry, record_id), self._book.settings)

    def chosen(self, record: LoggedTime) -> Mapping[str, Sequence[tuple[str, str]]]:
        """The goal that it served, also one that is closed."""
        if not record.goal_id:
            return {}
        titles = {goal.id: goal.title for goal in self._book.records(Goal)}
        return {"goal_id": [(titles.get(record.goal_id, record.goal_id), record.goal_id)]}

    def change(self, before: LoggedTime, after: LoggedTime, why: str) -> Deed[LoggedTime]:
        """Keeps what was changed of it, and nothing else: what a tracker knew of the entry stays."""
        entry = self._as_read(before)
        changed = {name for name in LoggedTime.model_fields if getattr(before, name) != getattr(after, name)}
        values = {name: getattr(after, name) for name in changed - WHEN}
        if changed & WHEN:
            asked = after.as_entry(Settings(**{**self._book.settings.model_dump(), "zone": entry.zone}))
            values |= {name: getattr(asked, name) for name in ("start_utc", "end_utc", "duration_s")}
        kept = self._book.change(TimeEntry, entry.id, values, why=why, expected=entry)
        return Deed(before, after, "", (entry, kept))

    def remove(self, record: LoggedTime) -> Deed[LoggedTime]:
        """Takes an entry out."""
        entry = self._as_read(record)
        self._book.remove(TimeEntry, entry.id, expected=entry)
        return Deed(record, None, "", (entry, None))

    def undo(self, deed: Deed[LoggedTime]) -> str:
        """Takes back what was done, and says what it was."""
        return self._book.undo(of=deed.kept)

    def _as_read(self, logged: LoggedTime) -> TimeEntry:
        """The entry, if it still says what the form was shown; raises ConflictError otherwise."""
        try:
            entry = self._book.get(TimeEntry, logged.id)
        except GoalkitError as error:
            raise ConflictError(str(error), None) from error
        theirs = LoggedTime.of(entry, self._book.settings)
        if theirs != logged:
            raise ConflictError("somebody changed this entry in the meantime; decide what is to stand", theirs)
        return entry


def lately(book: "Book") -> pd.DataFrame:
    """The entries of the last quarter year."""
    return book.entries(book.today() - timedelta(days=DAYS))


def _person(book: "Book") -> str:
    """Who the tracker says it is, or overlaps with its entries would pass for two people's time."""
    names = lately(book)["person"].dropna()
    return str(names.iloc[-1]) if len(names) else book.settings.person


def _line(row: Any, zone: Any) -> str:
    begin = row.start_utc.tz_convert(zone)
    what = " · ".join(str(text) for text in (row.project, row.description) if isinstance(text, str) and text)
    length = f"{row.duration_s / 3600:.4g} h"
    if pd.notna(row.end_utc):
        length = f"{begin:%H:%M}–{row.end_utc.tz_convert(zone):%H:%M}"
    return " · ".join(filter(None, [f"{begin:%Y-%m-%d} {length}", what]))


def _told(entry: TimeEntry, logged: LoggedTime) -> str:
    hours, minutes = divmod(round((entry.duration_s or 0) / 60), 60)
    parts = [f"{hours} h" if hours else "", f"{minutes} min" if minutes else ""]
    length = " ".join(filter(None, parts)) or "0 min"
    if logged.start is None or logged.end is None:
        return f"{length} on {logged.day}"
    overnight = " the next day" if logged.end < logged.start else ""
    return f"{length} on {logged.day}, from {logged.start:%H:%M} to {logged.end:%H:%M}{overnight}"
