"""How the person's days and weeks run."""

from datetime import time
from typing import Literal

from pydantic import Field, field_validator, model_validator

from goalkit.errors import GoalkitError
from goalkit.periods import WEEKDAYS, Calendar, load_zone
from goalkit.records.base import Record, internal

Weekday = Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


class Settings(Record):
    """One a workbook: zone, working hours, where weeks and days begin, what is to give (M16)."""

    method = ("M12", "M16")
    standing = True
    audience = "public"
    private_fields = ("learning_budget", "currency")
    mentor_fields = ("person", "work_start", "work_end", "work_days", "weekly_hours", "goal_cap")

    id: Literal["settings"] = Field("settings", title="Id", json_schema_extra=internal())
    person: str = Field("", title="Name", description="How reviews should call you; may stay empty.")
    zone: str = Field("UTC", title="Time zone", description="Where you live, as an IANA name such as Europe/Berlin.")
    week_start: Weekday = Field("Monday", title="Week starts on", description="The first day of your week.")
    day_start: time = Field(
        time(0),
        title="Day starts at",
        description="What you do before this time still counts for the day before; night owls set 04:00.",
    )
    work_start: time = Field(time(9), title="Work starts at", description="On an ordinary working day.")
    work_end: time = Field(time(18), title="Work ends at", description="Time tracked after it counts as an evening.")
    work_days: list[Weekday] = Field(
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
        title="Working days",
        description="The days you mean to work.",
    )
    weekly_hours: float | None = Field(
        None,
        ge=0,
        le=168,
        title="Hours a week for goals",
        description="What you can honestly give to your goals in an ordinary week.",
        json_schema_extra={"unit": "h"},
    )
    goal_cap: int = Field(
        5,
        ge=1,
        le=50,
        title="Active goals at most",
        description="Above it you are warned, never stopped: too many plans at once undo their benefit.",
    )
    learning_budget: float | None = Field(
        None, ge=0, title="Learning budget a year", description="What you can spend on learning, in your currency."
    )
    currency: str = Field("€", max_length=5, title="Currency", description="€, $, CHF.")

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            load_zone(value)
        except GoalkitError as error:
            raise ValueError(str(error)) from error
        return value

    @model_validator(mode="after")
    def _work_ends_after_it_starts(self) -> "Settings":
        if self.work_end <= self.work_start:
            raise ValueError(
                f"work ends at {self.work_end:%H:%M}, before it starts at {self.work_start:%H:%M}; "
                "swap the two, or widen the day"
            )
        return self

    @property
    def calendar(self) -> Calendar:
        """How this person counts days and weeks."""
        return Calendar(self.zone, self.day_start, WEEKDAYS.index(self.week_start))

    @property
    def work_day_numbers(self) -> tuple[int, ...]:
        """Working days as numbers, 0 for Monday."""
        return tuple(sorted(WEEKDAYS.index(day) for day in self.work_days))
