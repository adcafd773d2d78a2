"""Goals and what they are measured and broken down by."""

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from goalkit.records.base import Record, internal

Measure = Literal["total", "level", "rate", "hours", "yes or no"]
GoalStatus = Literal["considering", "active", "paused", "achieved", "dropped"]
Cadence = Literal["week", "month", "quarter"]


class Goal(Record):
    """A goal in one sentence, with its measure and its dates (M10, M13)."""

    title: str = Field(
        min_length=1,
        max_length=200,
        title="Goal",
        description="One sentence: what will be true when you are there.",
    )
    why: str = Field(
        "", title="Why", description="What it is good for, in your words.", json_schema_extra={"long": True}
    )
    measure: Measure = Field(
        "total",
        title="Measured by",
        description="total: amounts add up · level: the last reading counts · rate: so much a period · "
        "hours: taken from your time log · yes or no: done or not.",
    )
    unit: str = Field("", title="Unit", description="What is counted: books, readers, kg, €.")
    baseline: float = Field(0.0, title="From", description="Where it stands at the start.")
    target: float = Field(1.0, title="To", description="Where it should stand at the end (a rate: each period).")
    per: Cadence | None = Field(
        None, title="Per", description="For a rate: the period in which the target is to be met."
    )
    start: date = Field(title="Start", description="The first day that counts.")
    due: date = Field(title="Due", description="The day by which it should be true.")
    hours_per_week: float | None = Field(
        None,
        ge=0,
        le=168,
        title="Hours a week",
        description="What you mean to give it in an ordinary week.",
        json_schema_extra={"unit": "h"},
    )
    status: GoalStatus = Field("active", title="Status", description="Dropping a goal with a lesson is a good outcome.")
    lesson: str = Field(
        "",
        title="Lesson",
        description="When it was paused, dropped or reached: what you take from it.",
        json_schema_extra={"long": True},
    )
    parent_id: str | None = Field(
        None,
        title="Part of",
        description="The longer-term goal it serves.",
        json_schema_extra={"choices_of": "goal"},
    )
    colour: int | None = Field(
        None,
        ge=1,
        le=8,
        title="Colour",
        description="Its place in the palette; stays with the goal in every chart.",
        json_schema_extra=internal(),
    )

    @model_validator(mode="after")
    def _dates_and_measure_agree(self) -> "Goal":
        if self.due < self.start:
            raise ValueError(f"the goal ends on {self.due}, before it starts on {self.start}; swap the two days")
        if self.measure == "rate" and self.per is None:
            raise ValueError("a rate needs its period; choose week, month or quarter under “Per”")
        if self.measure != "rate" and self.target == self.baseline:
            raise ValueError(
                f"the goal starts and ends at {self.target:g}; "
                "set “From” to where it stands and “To” to where it should stand"
            )
        if self.measure == "rate" and self.target <= 0:
            raise ValueError(f"a rate of {self.target:g} a {self.per} asks for nothing; set “To” above 0")
        return self


class Measurement(Record):
    """One reading of a goal's measure (M13)."""

    goal_id: str = Field(
        min_length=1, title="Goal", description="What was measured.", json_schema_extra={"choices_of": "goal"}
    )
    day: date = Field(title="Day", description="When it was so.")
    value: float = Field(
        title="Value",
        description="A total or a rate: how much was added. A level: where it stands. Yes or no: 1 when done.",
    )
    note: str = Field("", title="Note", description="Anything worth remembering.")


class Milestone(Record):
    """A step on the way, with its date and its celebration (M17)."""

    goal_id: str = Field(min_length=1, title="Goal", json_schema_extra={"choices_of": "goal"})
    title: str = Field(min_length=1, max_length=200, title="Milestone", description="What will be done by then.")
    due: date = Field(title="Due", description="The day by which.")
    value: float | None = Field(
        None, title="Value by then", description="Where the goal's measure should stand; bends the pace line."
    )
    celebrate: str = Field("", title="Celebrate with", description="Something small and real.")
    done_on: date | None = Field(None, title="Done on", description="The day it was reached.")
    celebrated_on: date | None = Field(None, title="Celebrated on", description="The day you did.")


class Task(Record):
    """One thing to do (M18, M19)."""

    title: str = Field(min_length=1, max_length=200, title="Task", description="Begin with a verb.")
    goal_id: str | None = Field(None, title="Goal", json_schema_extra={"choices_of": "goal"})
    milestone_id: str | None = Field(None, title="Milestone", json_schema_extra={"choices_of": "milestone"})
    due: date | None = Field(None, title="Due", description="The day by which, if there is one.")
    estimate_hours: float | None = Field(
        None,
        gt=0,
        le=2000,
        title="Estimate",
        description="Your honest guess.",
        json_schema_extra={"unit": "h"},
    )
    important: bool = Field(False, title="Important", description="It serves a goal that matters.")
    urgent: bool = Field(False, title="Urgent", description="Waiting would cost something.")
    position: int = Field(0, ge=0, title="Order", description="Lower comes first.", json_schema_extra=internal())
    done_on: date | None = Field(None, title="Done on", description="The day it was finished.")
