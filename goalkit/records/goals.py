"""Goals, how they are measured, and their readings."""

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from goalkit.records.base import Record, prompt
from goalkit.records.direction import Horizon

Measure = Literal["total", "level", "growth", "rate", "hours", "yes or no"]
MeasuredFrom = Literal["readings", "tasks", "habits", "contacts"]
# What can be counted, and which measures a count fits.
COUNTS = {
    "tasks": ("total", "rate"),
    "habits": ("total", "rate"),
    "contacts": ("total", "rate", "level", "growth"),
}
GoalStatus = Literal["considering", "active", "paused", "achieved", "dropped"]
Cadence = Literal["week", "month", "quarter"]


class Goal(Record):
    """A goal in one sentence, with its measure, its reasons and its dates (M10–M15)."""

    method = ("M3", "M7", "M10", "M11", "M12", "M13", "M14", "M15", "M16")
    audience = "mentor"
    private_fields = ("why", "lesson")
    mentor_fields = ("what", "hours_per_week", "in_my_hands", "value_ids", "serves_vision", "parent_id")

    title: str = Field(
        min_length=1,
        max_length=200,
        title="Goal",
        description="One sentence: what will be true when you are there.",
    )
    what: str = prompt("What exactly", "What is done, for whom, and how one can see it.", "Specific")
    measure: Measure = Field(
        "total",
        title="Measured by",
        description="total: amounts add up · level: the last reading counts · growth: by so many percent · "
        "rate: so much a period · hours: taken from your time log · yes or no: done or not.",
        json_schema_extra={"group": "Measurable"},
    )
    unit: str = Field(
        "",
        title="Unit",
        description="What is counted: books, readers, kg, €.",
        json_schema_extra={"group": "Measurable"},
    )
    baseline: float = Field(
        0.0, title="From", description="Where it stands at the start.", json_schema_extra={"group": "Measurable"}
    )
    target: float = Field(
        1.0,
        title="To",
        description="Where it should stand at the end; a rate: each period; growth: by how many percent.",
        json_schema_extra={"group": "Measurable"},
    )
    per: Cadence | None = Field(
        None,
        title="Per",
        description="For a rate: the period in which the target is to be met.",
        json_schema_extra={"group": "Measurable"},
    )
    measured_from: MeasuredFrom = Field(
        "readings",
        title="Taken from",
        description="readings: you note them · tasks: each one done counts · habits: each tick counts · "
        "contacts: each person met counts.",
        json_schema_extra={"group": "Measurable"},
    )
    hours_per_week: float | None = Field(
        None,
        ge=0,
        le=168,
        title="Hours a week",
        description="What you mean to give it in an ordinary week.",
        json_schema_extra={"unit": "h", "group": "Achievable"},
    )
    in_my_hands: str = Field(
        "",
        title="In my own hands",
        description="If others decide the outcome: the part that you do yourself.",
        json_schema_extra={"group": "Achievable"},
    )
    why: str = prompt("Why", "What it is good for, in your words.", "Relevant")
    value_ids: list[str] = Field(
        [],
        title="Values it serves",
        description="Those that it lets you live by.",
        json_schema_extra={"choices_of": "value", "group": "Relevant"},
    )
    serves_vision: Horizon | None = Field(
        None,
        title="Serves the vision in",
        description="For a long-term goal: the picture it leads to.",
        json_schema_extra={"group": "Relevant"},
    )
    parent_id: str | None = Field(
        None,
        title="Part of",
        description="For a short-term goal: the longer-term one it serves.",
        json_schema_extra={"choices_of": "goal", "group": "Relevant"},
    )
    term: Literal["short", "long"] = Field(
        "short",
        title="Term",
        description="short: within about a year · long: over several years.",
        json_schema_extra={"group": "Time-bound"},
    )
    start: date = Field(
        title="Start", description="The first day that counts.", json_schema_extra={"group": "Time-bound"}
    )
    due: date = Field(
        title="Due", description="The day by which it should be true.", json_schema_extra={"group": "Time-bound"}
    )
    status: GoalStatus = Field(
        "active",
        title="Status",
        description="Dropping a goal with a lesson is a good outcome.",
        json_schema_extra={"group": "How it goes"},
    )
    lesson: str = prompt("Lesson", "When it was paused, dropped or reached: what you take from it.", "How it goes")
    colour: int | None = Field(
        None,
        ge=1,
        le=8,
        title="Colour",
        description="Its place in the palette; stays with the goal in every chart.",
        json_schema_extra={"widget": "palette", "group": "How it goes"},
    )

    @model_validator(mode="after")
    def _dates_and_measure_agree(self) -> "Goal":
        if self.due < self.start:
            raise ValueError(f"the goal ends on {self.due}, before it starts on {self.start}; swap the two days")
        if self.measure == "rate" and self.per is None:
            raise ValueError("a rate needs its period; choose week, month or quarter under “Per”")
        if self.measure == "growth" and (self.baseline <= 0 or self.target == 0):
            raise ValueError(
                f"growth by {self.target:g} % from {self.baseline:g} says nothing; "
                "set “From” to where it stands, above 0, and “To” to the percent it should grow by"
            )
        if self.measure not in ("rate", "growth") and self.target == self.baseline:
            raise ValueError(
                f"the goal starts and ends at {self.target:g}; "
                "set “From” to where it stands and “To” to where it should stand"
            )
        if self.measure == "rate" and self.target <= 0:
            raise ValueError(f"a rate of {self.target:g} a {self.per} asks for nothing; set “To” above 0")
        return self

    @model_validator(mode="after")
    def _source_fits_the_measure(self) -> "Goal":
        fitting = COUNTS.get(self.measured_from)
        if fitting is None or self.measure in fitting:
            return self
        if self.measure == "hours":
            raise ValueError("hours come from your time log; choose readings under “Taken from”, and log the time")
        raise ValueError(
            f"{self.measured_from} add up, which does not tell “{self.measure}”; choose readings under “Taken from”, "
            f"or {' or '.join(fitting)} under “Measured by”"
        )


class Measurement(Record):
    """One reading of a goal's measure (M13)."""

    method = ("M13",)
    audience = "public"
    private_fields = ("note",)

    goal_id: str = Field(
        min_length=1, title="Goal", description="What was measured.", json_schema_extra={"choices_of": "goal"}
    )
    day: date = Field(title="Day", description="When it was so.")
    value: float = Field(
        title="Value",
        description="A total or a rate: how much was added. A level or growth: where it stands. "
        "Yes or no: 1 when done.",
    )
    note: str = Field("", title="Note", description="Anything worth remembering.")
