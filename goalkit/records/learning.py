"""What a person means to learn, what it costs and when."""

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from goalkit.records.base import Record

LearningForm = Literal[
    "course", "workshop", "webinar", "certification", "degree", "conference", "book", "meetup", "practice"
]


class LearningItem(Record):
    """One thing to learn from: a course, a book, a meetup, practice (M27)."""

    method = ("M27",)
    audience = "mentor"
    private_fields = ("cost", "takeaway")

    title: str = Field(min_length=1, max_length=200, title="What", description="Its name.")
    form: LearningForm = Field("course", title="Form", description="How you learn it.")
    skill_id: str | None = Field(
        None, title="Skill", description="What it builds.", json_schema_extra={"choices_of": "skill"}
    )
    goal_id: str | None = Field(
        None, title="Goal", description="What it serves.", json_schema_extra={"choices_of": "goal"}
    )
    hours: float | None = Field(
        None, gt=0, le=5000, title="Hours", description="All in all.", json_schema_extra={"unit": "h"}
    )
    cost: float | None = Field(None, ge=0, title="Cost", description="In your currency; 0 when it is free.")
    start: date | None = Field(None, title="From", description="When you begin.")
    end: date | None = Field(None, title="Until", description="When it is over.")
    done_on: date | None = Field(None, title="Done on", description="The day you finished it.")
    takeaway: str = Field(
        "", title="What stayed", description="One thing you use since.", json_schema_extra={"long": True}
    )

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> "LearningItem":
        if self.start is not None and self.end is not None and self.end < self.start:
            raise ValueError(f"it ends on {self.end}, before it begins on {self.start}; swap the two days")
        return self
