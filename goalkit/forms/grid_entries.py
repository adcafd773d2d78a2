"""The editable table of time entries: local days and clock times, and goals that rules gave."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from goalkit.entries.frame import NO_INSTANT, micros
from goalkit.forms.grid_cells import Column, Understood, column_of
from goalkit.forms.grid_paste import Row
from goalkit.forms.grid_rows import Rows
from goalkit.forms.grid_source import Fields, Source, checked, offered_of, read_cells, taker_back, writer
from goalkit.forms.grid_times import (
    TIMES,
    TimeFaultError,
    When,
    show_clock,
    show_exactly,
    show_span,
    when_changed,
    when_new,
)
from goalkit.periods import Calendar, load_zone
from goalkit.records import Rule, TimeEntry
from goalkit.trackers import cells
from goalkit.trackers.column_names import NAMES

if TYPE_CHECKING:
    from goalkit.workbook import Book

FIELDS = ("project", "description", "goal_id", "tags", "tracker")
PASTED = {  # how headers of trackers' exports call the columns here
    "day": (*NAMES["date"], *NAMES["start_date"]),
    "start": (*NAMES["start"], *NAMES["start_time"]),
    "end": (*NAMES["end"], *NAMES["end_time"]),
    **{name: NAMES[name] for name in ("duration", "project", "description", "tags")},
}
AT = {"start_utc": "start", "end_utc": "end", "duration_s": "duration", "": ""}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
NOTE = "Clock times are those of {zone}."


def entries_source(book: "Book", first: date | None = None, last: date | None = None) -> Source:
    """Time entries as an editable table has them, of the days from `first` to `last`, both included."""
    entries = Entries(book, first, last)
    return Source(
        TimeEntry,
        entries.columns,
        entries.read,
        entries.understand,
        writer(book, TimeEntry),
        taker_back(book),
        start=lambda: {"day": book.today().isoformat()},
        day="day",
        sort="day",
        down=True,
        names=PASTED,
        arrange=lambda texts, dates: arranged(texts, dates, entries.calendar.zone),
        note=lambda: NOTE.format(zone=entries.calendar.zone),
    )


class Entries:
    """Time entries of some days, read together with the settings that say what their clock times are.

    Attributes:
        calendar: how the person's days run.
        person: whose new entries are.
    """

    def __init__(self, book: "Book", first: date | None, last: date | None) -> None:
        self._book, self._first, self._last = book, first, last
        self.calendar = book.settings.calendar
        self.person = ""

    def columns(self) -> list[Column]:
        """Day, start, end, duration, and the fields that say what it was."""
        info = TimeEntry.model_fields
        times = [
            Column("day", "Day", "day", help="The date on the calendar when it began.", needed=True, settable=False),
            Column("start", "Start", "clock", help="When it began, for example 9:30.", settable=False),
            Column("end", "End", "clock", help="When it ended; “1:15 +1” is on the next day.", settable=False),
            Column(
                "duration", "Duration", "clock", help="Hours and minutes; follows from start and end.", settable=False
            ),
        ]
        fields = [column_of(name, info[name], offered_of(self._book, info[name])) for name in FIELDS]
        return [*times, *fields]

    def read(self, columns: Sequence[Column]) -> Rows:
        """The entries as they are kept, with the goals that rules give beside them."""
        from goalkit.entries.rules import apply_rules

        settings = self._book.settings
        self.calendar = settings.calendar
        after = None if self._last is None else self._last + timedelta(days=1)
        entries = self._book.entries(self._first, after, rules=False)
        people = entries["person"].dropna()
        self.person = str(people.iloc[-1]) if len(people) else settings.person
        ruled = apply_rules(entries, self._book.frame(Rule))["goal_id"]
        goals = next(column.labels for column in columns if column.name == "goal_id")
        return entry_rows(entries, ruled, goals, self.calendar)

    def understand(self, columns: Sequence[Column], base: Fields | None, typed: Mapping[str, str]) -> Understood:
        """What the texts of a row mean; times together, every other cell for itself."""
        values, faults = read_cells([column for column in columns if column.name not in TIMES], typed)
        times, derived = None, {}
        try:
            times = self._times(base, typed)
        except TimeFaultError as fault:
            faults[fault.column] = str(fault)
        if times is not None:
            derived = self._derived(times, base is None)
            changed = times.fields
            values |= {name: value for name, value in changed.items() if base is None or base[name] != value}
        if base is None:
            values |= {"person": self.person, "zone": self.calendar.zone}
        if times is None and base is None:
            return Understood(values, None, faults, derived)
        found = checked(TimeEntry, base or {}, values, faults)
        at_cells = {AT.get(name, name): text for name, text in found.faults.items()}
        return Understood(values, found.record, at_cells, derived)

    def _times(self, base: Fields | None, typed: Mapping[str, str]) -> When:
        if base is None:
            return when_new(typed, self.calendar)
        was = When(base["start_utc"], base["end_utc"], base["duration_s"])
        return when_changed(was, typed, self.calendar) if set(TIMES) & set(typed) else was

    def _derived(self, times: When, new: bool) -> dict[str, str]:
        shown = {"duration": show_span(times.seconds)}
        if new and times.end is not None:
            day = times.start.astimezone(load_zone(self.calendar.zone)).date()
            shown["end"] = show_clock(times.end, self.calendar.zone, day)
        return shown


def entry_rows(entries: pd.DataFrame, ruled: "pd.Series[Any]", goals: Mapping[str, str], calendar: Calendar) -> Rows:
    """Rows of an entry frame; `ruled` has the goals with those that rules give, `goals` their titles."""
    texts = time_texts(entries, calendar.zone)
    own = [goal if isinstance(goal, str) else "" for goal in entries["goal_id"]]
    hints = [
        f"by rule: {goals.get(goal, goal)}" if not mine and isinstance(goal, str) else ""
        for mine, goal in zip(own, ruled, strict=True)
    ]
    tags = [", ".join(some) if some is not None and len(some) else "" for some in entries["tags"].tolist()]
    plain = {name: entries[name].astype("object").tolist() for name in ("project", "description", "tracker")}
    totals = entries["end_utc"].isna().to_numpy()
    order = entries["start_utc"].astype("int64").to_numpy()
    return Rows(
        entries["id"].tolist(),
        {**texts, **plain, "tags": tags, "goal_id": own},
        lambda places: plain_rows(entries.iloc[list(places)]),
        keys={"day": order.tolist(), "duration": entries["duration_s"].tolist()},
        hints={"goal_id": hints},
        locked={"start": totals, "end": totals, "duration": ~totals},
        exact=lambda place: _exact(entries, place, calendar.zone),
    )


def time_texts(entries: pd.DataFrame, zone: str) -> dict[str, list[str]]:
    """Columns day, start, end and duration of an entry frame, in local time; a day's total has no clock times."""
    starts, ends = (_local(entries[name], zone) for name in ("start_utc", "end_utc"))
    days = np.datetime_as_string(starts, unit="D").tolist()
    later = (ends.astype("datetime64[D]") - starts.astype("datetime64[D]")).astype("int64")
    totals = np.isnat(ends)
    begun, ended = (
        [text[11:] for text in np.datetime_as_string(moments, unit="m").tolist()] for moments in (starts, ends)
    )
    special = np.flatnonzero(
        ~totals & ((later != 0) | _doubled(entries["start_utc"], zone) | _doubled(entries["end_utc"], zone))
    )
    for place in special:
        day = date.fromisoformat(days[place])
        begun[place] = show_clock(entries["start_utc"].iat[place], zone, day)
        ended[place] = show_clock(entries["end_utc"].iat[place], zone, day)
    for place in np.flatnonzero(totals):
        begun[place] = ended[place] = ""
    return {"day": days, "start": begun, "end": ended, "duration": [show_span(s) for s in entries["duration_s"]]}


def _local(instants: "pd.Series[Any]", zone: str) -> np.ndarray:
    return instants.dt.tz_convert(zone).dt.tz_localize(None).to_numpy(dtype="datetime64[us]")


def _doubled(instants: "pd.Series[Any]", zone: str) -> np.ndarray:
    """Whether each instant has a clock time that comes twice that night."""
    local = instants.dt.tz_convert(zone).dt.tz_localize(None)
    return (local.dt.tz_localize(zone, ambiguous="NaT").isna() & local.notna()).to_numpy()


def plain_rows(entries: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of the entry frame as the records' fields have them."""
    columns = {name: _plain_column(name, entries[name]) for name in entries.columns}
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def _plain_column(name: str, column: "pd.Series[Any]") -> list[Any]:
    if name in ("start_utc", "end_utc"):
        return [None if us == NO_INSTANT else EPOCH + us * MICROSECOND for us in micros(column).tolist()]
    if name == "tags":
        return [[str(tag) for tag in tags] for tags in column.tolist()]
    return column.astype("object").where(column.notna(), None).tolist()


def _exact(entries: pd.DataFrame, place: int, zone: str) -> dict[str, str]:
    """Times to the second, for those who count on with them in a spreadsheet."""
    shown = {"duration": show_exactly(entries["duration_s"].iat[place])}
    start = entries["start_utc"].iat[place].astimezone(load_zone(zone))
    for name in ("start", "end"):
        instant = entries[f"{name}_utc"].iat[place]
        if instant is not pd.NaT and not pd.isna(entries["end_utc"].iat[place]):
            text = show_clock(instant, zone, start.date())
            shown[name] = f"{text[:5]}:{instant.second:02}{text[5:]}" if instant.second else text
    return shown


def arranged(texts: Row, dates: str, zone: str) -> Row:
    """A pasted row in which a start with its day, or an end with its day, is taken apart."""
    found, days = dict(texts), {}
    for name in ("start", "end"):
        moment = cells.parse_moment(found.get(name, ""), dates or "ymd")
        if moment is None:
            continue
        micros, in_utc = moment
        local = EPOCH + timedelta(microseconds=micros)
        local = local.astimezone(load_zone(zone)) if in_utc else local
        days[name] = local.date()
        found[name] = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    if "start" in days and not found.get("day"):
        found["day"] = days["start"].isoformat()
    if set(days) == {"start", "end"} and days["end"] > days["start"]:
        found["end"] += f" +{(days['end'] - days['start']).days}"
    return found
