"""How a goal is reached: milestones, tasks, what they need, and blocks in the week."""

from datetime import date, time
from typing import Literal

from pydantic import Field, model_validator

from goalkit.records.base import Record, internal

Priority = Literal["low", "normal", "high"]
ResourceKind = Literal["time", "money", "skill", "people", "thing"]


class Milestone(Record):
    """A step on the way, with its date and its celebration (M17, M30)."""

    method = ("M17", "M30")
    audience = "public"
    private_fields = ("celebrate",)
    mentor_fields = ("title", "celebrated_on")

    goal_id: str = Field(
        min_length=1, title="Goal", description="What it is a step of.", json_schema_extra={"choices_of": "goal"}
    )
    title: str = Field(min_length=1, max_length=200, title="Milestone", description="What will be done by then.")
    due: date = Field(title="Due", description="The day by which.")
    value: float | None = Field(
        None,
        title="Value by then",
        description="Where the goal's measure should stand, for growth in percent; bends the pace line.",
    )
    celebrate: str = Field("", title="Celebrate with", description="Something small and real.")
    done_on: date | None = Field(None, title="Done on", description="The day it was reached.")
    celebrated_on: date | None = Field(None, title="Celebrated on", description="The day you did.")


class Task(Record):
    """One thing to do (M18, M19)."""

    method = ("M18", "M19")
    audience = "mentor"

    title: str = Field(min_length=1, max_length=200, title="Task", description="Begin with a verb.")
    goal_id: str | None = Field(
        None, title="Goal", description="What it serves.", json_schema_extra={"choices_of": "goal"}
    )
    milestone_id: str | None = Field(
        None, title="Milestone", description="The step it belongs to.", json_schema_extra={"choices_of": "milestone"}
    )
    start: date | None = Field(None, title="Begin", description="The day you mean to begin, if it matters.")
    due: date | None = Field(None, title="Due", description="The day by which, if there is one.")
    estimate_hours: float | None = Field(
        None,
        gt=0,
        le=2000,
        title="Estimate",
        description="Your honest guess; work tends to take longer than its worst case, so guess high.",
        json_schema_extra={"unit": "h"},
    )
    priority: Priority = Field("normal", title="Priority", description="Among the tasks of the same goal.")
    important: bool = Field(False, title="Important", description="It serves a goal that matters.")
    urgent: bool = Field(False, title="Urgent", description="Waiting would cost something.")
    urgent_by_hand: bool = Field(
        False, title="Urgency decided by hand, so that the due date says nothing", json_schema_extra=internal()
    )
    position: int = Field(0, ge=0, title="Order", description="Lower comes first.", json_schema_extra=internal())
    done_on: date | None = Field(None, title="Done on", description="The day it was finished.")

    @model_validator(mode="after")
    def _begins_before_it_is_due(self) -> "Task":
        if self.start is not None and self.due is not None and self.due < self.start:
            raise ValueError(f"the task is due on {self.due}, before it begins on {self.start}; swap the two days")
        return self


class Resource(Record):
    """What a goal or a task needs: time, money, a skill, people, a thing (M18)."""

    method = ("M18",)

    what: str = Field(
        min_length=1, max_length=200, title="What", description="A course fee, a quiet room, two interviews."
    )
    of: ResourceKind = Field("time", title="Kind", description="What sort of thing it is.")
    goal_id: str | None = Field(
        None, title="Goal", description="What needs it.", json_schema_extra={"choices_of": "goal"}
    )
    task_id: str | None = Field(
        None, title="Task", description="What needs it.", json_schema_extra={"choices_of": "task"}
    )
    amount: float | None = Field(None, ge=0, title="Amount", description="How much, if it can be counted.")
    unit: str = Field("", title="Unit", description="h, €, people.")
    ready_on: date | None = Field(None, title="Ready on", description="The day you had it.")


class TimeBlock(Record):
    """A block of a day that is set aside (M20)."""

    method = ("M20",)

    day: date = Field(title="Day", description="The day it is on.")
    start: time = Field(title="From", description="For example 9:00.")
    end: time = Field(title="To", description="For example 10:30.")
    task_id: str | None = Field(
        None, title="Task", description="What you mean to do.", json_schema_extra={"choices_of": "task"}
    )
    goal_id: str | None = Field(
        None, title="Goal", description="Or only what it is for.", json_schema_extra={"choices_of": "goal"}
    )
    note: str = Field("", title="Note", description="A word to find back into it.")

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> "TimeBlock":
        if self.end <= self.start:
            raise ValueError(
                f"the block ends at {self.end:%H:%M}, not after it begins at {self.start:%H:%M}; "
                "set “To” later, or lay two blocks around midnight"
            )
        return self
