"""The form for logging time in local clock times, and the hours of the last days."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field, ValidationInfo, field_validator

from goalkit.errors import GoalkitError
from goalkit.forms.form import RecordForm, record_form
from goalkit.forms.goals import open_goals
from goalkit.forms.table import Table
from goalkit.periods import day_instant, load_zone
from goalkit.records import Record, Rule, Settings, TimeEntry, make_record

if TYPE_CHECKING:
    import pandas as pd

    from goalkit.workbook import Book

Turn = Literal["first time round", "second time round"]
TURNS: tuple[Turn, Turn] = ("first time round", "second time round")
TURN_HELP = "The clocks go back that night, so this time comes twice. Which one?"


class LoggedTime(Record):
    """Time as a person says it: from and to on a day, or the hours of a day alone."""

    day: date = Field(title="Day", description="The date on the calendar when it began.")
    start: time | None = Field(None, title="From", description="When it began, for example 9:30.")
    start_turn: Turn = Field("first time round", title="Which “From”", description=TURN_HELP)
    end: time | None = Field(None, title="To", description="When it ended; a time before “From” means the next day.")
    end_turn: Turn = Field("first time round", title="Which “To”", description=TURN_HELP)
    hours: float | None = Field(
        None,
        gt=0,
        le=24,
        title="Hours",
        description="Instead of “From” and “To”, when you only know how long it was.",
        json_schema_extra={"unit": "h"},
    )
    description: str = Field("", title="What you did", description="A few words.")
    project: str = Field("", title="Project", description="As in your tracker, if you use one.")
    goal_id: str | None = Field(
        None,
        title="Goal",
        description="What it served; empty lets your rules decide.",
        json_schema_extra={"choices_of": "goal"},
    )
    tags: list[str] = Field([], title="Tags", description="Separated by commas.")

    # Faults stand at the field where the person can mend them, so that nothing is said too early.
    @field_validator("end")
    @classmethod
    def _goes_with_its_start(cls, end: time | None, info: ValidationInfo) -> time | None:
        start = info.data.get("start")
        if end is None and start is not None:
            raise ValueError("please say when it ended, or clear “From” and give the hours alone")
        if end is not None and start is None and "start" in info.data:
            raise ValueError("please say under “From” when it began")
        return end

    @field_validator("hours")
    @classmethod
    def _either_hours_or_times(cls, hours: float | None, info: ValidationInfo) -> float | None:
        start, end = info.data.get("start"), info.data.get("end")
        if hours is not None and (start is not None or end is not None):
            raise ValueError("either “From” and “To”, or the hours alone; please clear one of them")
        if hours is None and {"start", "end"} <= info.data.keys() and start is None and end is None:
            raise ValueError("please give “From” and “To”, or the hours")
        return hours

    def as_entry(self, settings: Settings) -> TimeEntry:
        """The entry, in the person's zone; a day's total begins with the day and has no end.

        “To” before “From” is the next day. Raises GoalkitError for a time that the clocks skip, and
        for the two turns of a doubled hour given the wrong way round.
        """
        shared = self.model_dump(include={"id", "description", "project", "goal_id", "tags"})
        shared |= {"person": settings.person, "zone": settings.zone}
        if self.start is None or self.end is None:
            begin = day_instant(self.day, settings.calendar)
            lasted = {"duration_s": (self.hours or 0) * 3600}
            return make_record(TimeEntry, {**shared, "start_utc": begin, **lasted})
        begin, finish = self._instants(self.start, self.end, settings.zone)
        return make_record(TimeEntry, {**shared, "start_utc": begin, "end_utc": finish})

    def _instants(self, start: time, end: time, zone: str) -> tuple[datetime, datetime]:
        begin = local_instant(self.day, start, zone, self.start_turn)
        tomorrow = self.day + timedelta(days=1)
        last = self.day if end >= start or is_doubled(self.day, end, zone) else tomorrow
        finish = local_instant(last, end, zone, self.end_turn)
        if finish > begin:
            return begin, finish
        if end == start:
            raise GoalkitError(f"it begins and ends at {end:%H:%M}; set “To” to when it ended")
        if end > start:
            raise GoalkitError(
                f"that night the first {end:%H:%M} came before the second {start:%H:%M}; "
                "please choose again which one is meant"
            )
        return begin, local_instant(tomorrow, end, zone, self.end_turn)


def local_instant(day: date, clock: time, zone: str, turn: Turn = TURNS[0]) -> datetime:
    """The UTC instant of a local clock time; `turn` tells the two of a doubled hour apart.

    Raises GoalkitError for a time that the clocks skip.
    """
    tz = load_zone(zone)
    local = datetime.combine(day, clock, tzinfo=tz).replace(fold=TURNS.index(turn))
    instant = local.astimezone(UTC)
    if instant.astimezone(tz).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise GoalkitError(
            f"{clock:%H:%M} on {day} did not exist in {zone}: the clocks went forward over it; "
            "please give the time that the clock showed"
        )
    return instant


def is_doubled(day: date, clock: time, zone: str) -> bool:
    """Whether a local clock time comes twice that day, because the clocks go back."""
    local = datetime.combine(day, clock, tzinfo=load_zone(zone))
    first, second = local.replace(fold=0).utcoffset(), local.replace(fold=1).utcoffset()
    return first is not None and second is not None and first > second


def time_form(book: "Book") -> RecordForm[LoggedTime]:
    """A form that logs time in the workbook's zone; on the autumn night it asks which hour is meant."""

    def save(logged: LoggedTime) -> str:
        settings = book.settings.model_copy(update={"person": _person(book)})
        return _told(book.add(logged.as_entry(settings)), logged)

    def shows(name: str, values: Mapping[str, Any]) -> bool:
        clock = name.removesuffix("_turn")
        return name == clock or _comes_twice(clock, values, book.settings.zone)

    return record_form(
        LoggedTime,
        save,
        choices=lambda: {"goal_id": open_goals(book), "project": _projects(book)},
        start=lambda: {"day": book.today()},
        shows=shows,
    )


def rule_form(book: "Book") -> RecordForm[Rule]:
    """A form that adds rules: which project, tag or text counts for which goal."""
    return record_form(Rule, book.add, choices=lambda: {"goal_id": open_goals(book), "text": _projects(book)})


def hours_table(book: "Book", after: RecordForm[Any], days: int = 7) -> Table:
    """The hours of the last days, today included, by day and project; follows what `after` saves."""
    return Table(
        lambda: last_hours(book, days),
        caption=f"Your hours in the last {days} days",
        nothing=f"Nothing is logged in the last {days} days.",
        after=after,
    )


def last_hours(book: "Book", days: int) -> "pd.DataFrame":
    """Columns Day, Project, Hours of the last `days` local days, today included; empty without entries."""
    from goalkit.entries.days import clip
    from goalkit.metrics.hours import HoursOptions, hours

    calendar, tomorrow = book.settings.calendar, book.today() + timedelta(days=1)
    first = tomorrow - timedelta(days=days)
    span = day_instant(first, calendar), day_instant(tomorrow, calendar)
    found = hours(clip(book.entries(*span), *span), ["day", "project"], HoursOptions(calendar))
    found = found.assign(hours=found["hours"].round(2))
    return found.rename(columns={"day": "Day", "project": "Project", "hours": "Hours"})


def _comes_twice(name: str, values: Mapping[str, Any], zone: str) -> bool:
    day, start, clock = values.get("day"), values.get("start"), values.get(name)
    if day is None or clock is None:
        return False
    later = name == "end" and start is not None and clock <= start
    return is_doubled(day, clock, zone) or (later and is_doubled(day + timedelta(days=1), clock, zone))


def _told(entry: TimeEntry, logged: LoggedTime) -> str:
    hours, minutes = divmod(round((entry.duration_s or 0) / 60), 60)
    parts = [f"{hours} h" if hours else "", f"{minutes} min" if minutes else ""]
    length = " ".join(filter(None, parts)) or "0 min"
    if logged.start is None or logged.end is None:
        return f"{length} on {logged.day}"
    overnight = " the next day" if logged.end < logged.start else ""
    return f"{length} on {logged.day}, from {logged.start:%H:%M} to {logged.end:%H:%M}{overnight}"


def _lately(book: "Book") -> "pd.DataFrame":
    return book.entries(book.today() - timedelta(days=92))


def _person(book: "Book") -> str:
    """Who the tracker says it is, or overlaps with its entries would pass for two people's time."""
    names = _lately(book)["person"].dropna()
    return str(names.iloc[-1]) if len(names) else book.settings.person


def _projects(book: "Book") -> list[str]:
    """The projects of the last quarter year's entries, by name."""
    return sorted({str(name) for name in _lately(book)["project"].dropna()} - {""})
