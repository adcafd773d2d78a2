"""Time as a person says it, in local clock times, on both nights on which the clocks change too."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator

from goalkit.errors import GoalkitError
from goalkit.periods import day_instant, load_zone
from goalkit.records import Record, Settings, TimeEntry, make_record

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

    @classmethod
    def of(cls, entry: TimeEntry, settings: Settings) -> "LoggedTime":
        """An entry as a person would say it, by the clock where it was lived; whole seconds."""
        shared = entry.model_dump(include={"id", "description", "project", "goal_id", "tags"})
        begin = entry.start_utc.astimezone(load_zone(entry.zone)).replace(microsecond=0)
        if entry.end_utc is None:
            day = settings.calendar.day_of(entry.start_utc)
            return cls(**shared, day=day, hours=round((entry.duration_s or 0) / 3600, 4) or None)
        finish = entry.end_utc.astimezone(load_zone(entry.zone)).replace(microsecond=0)
        clocks = {"start": begin.time(), "start_turn": TURNS[begin.fold], "end": finish.time()}
        return cls(**shared, day=begin.date(), **clocks, end_turn=TURNS[finish.fold])


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
