"""What a person answers at the end of a review, for the next one to show back."""

from datetime import date

from pydantic import Field, field_validator

from goalkit.errors import GoalkitError
from goalkit.periods import parse_period
from goalkit.records.base import Record, prompt

ANSWERS = ("stays", "goes", "first_step", "expect", "friend")
# Kind of period → the questions that fit it; a week has little to say, and tomorrow to think of.
QUESTIONS: dict[str, tuple[str, ...]] = {
    "week": ("stays", "goes", "first_step"),
    "month": ("stays", "goes", "first_step", "friend"),
    "quarter": ("stays", "goes", "expect", "friend"),
    "year": ("stays", "goes", "expect", "friend"),
}


class ReviewAnswer(Record):
    """What one answers to the review of a week, month, quarter or year (M31)."""

    method = ("M31",)
    once_per = ("period",)

    period: str = Field(
        min_length=1,
        title="Review of",
        description="The period you look at: 2025-03 is a month, 2025-W10 a week, 2025-Q1 a quarter, 2025 a year.",
    )
    day: date = Field(title="Day", description="When you wrote this; come back and add to it as often as you like.")
    stays: str = prompt("What stays", "What worked well enough to keep as it is.")
    goes: str = prompt("What goes", "What you stop, or ask less of; leaving something with a lesson is a good end.")
    first_step: str = prompt("First step", "One thing, small enough for tomorrow, with its place and hour.")
    expect: str = prompt("What you expect", "One thing that should be true when you read this next time.")
    friend: str = prompt("What you would tell a friend", "One who had just lived through the same days.")

    @field_validator("period")
    @classmethod
    def _is_reviewed(cls, text: str) -> str:
        """The period's own name, so that 2025-q1 and 2025-Q1 are one."""
        try:
            period = parse_period(text)
        except GoalkitError as error:
            raise ValueError(str(error)) from error
        if period.kind not in QUESTIONS:
            raise ValueError(f"{text} is a single day; give a week, a month, a quarter or a year, such as 2025-03")
        return period.name
