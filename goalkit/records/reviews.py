"""What reviews foresaw, for later ones to score, and what a person answered to them, for the next one to show back."""

from datetime import date

from pydantic import Field, field_validator

from goalkit.errors import GoalkitError
from goalkit.periods import parse_period
from goalkit.records.base import Record, internal, prompt

ANSWERS = ("stays", "goes", "first_step", "expect", "friend")
# Kind of period → the questions that fit it; a week has little to say, and tomorrow to think of.
QUESTIONS: dict[str, tuple[str, ...]] = {
    "week": ("stays", "goes", "first_step"),
    "month": ("stays", "goes", "first_step", "friend"),
    "quarter": ("stays", "goes", "expect", "friend"),
    "year": ("stays", "goes", "expect", "friend"),
}


class Forecast(Record):
    """What a review foresaw of a goal, kept as it was said, so that later reviews can score it (M31)."""

    method = ("M31",)
    once_per = ("period", "goal_id")
    automatic = True

    period: str = Field(min_length=4, title="Review of", json_schema_extra=internal())
    as_of: date = Field(title="As known on", json_schema_extra=internal())
    # No reference: a goal may be removed, and what was said of it stays.
    goal_id: str = Field(min_length=1, title="Goal", json_schema_extra=internal())
    due: date = Field(title="Due", json_schema_extra=internal())
    target: float = Field(title="To", json_schema_extra=internal())
    p_by_due: float = Field(ge=0, le=1, title="Probability of reaching it by then", json_schema_extra=internal())
    p50: date | None = Field(None, title="Reached by then as likely as not", json_schema_extra=internal())
    p80: date | None = Field(None, title="Reached by then with 4 in 5", json_schema_extra=internal())
    p95: date | None = Field(None, title="Reached by then with 19 in 20", json_schema_extra=internal())
    naive: date | None = Field(None, title="Where the straight line arrives", json_schema_extra=internal())


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
