"""What a person does and writes down regularly: habits and check-ins."""

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from goalkit.records.base import Record, prompt, scale

Period = Literal["day", "week", "month"]
MOST = {"day": 1, "week": 7, "month": 31}  # a habit is ticked once a day


class Habit(Record):
    """Something to do so many times a period (M28)."""

    method = ("M28",)

    title: str = Field(min_length=1, max_length=120, title="Habit", description="Small enough for a bad day.")
    times: int = Field(1, ge=1, le=31, title="Times", description="How often in each period.")
    per: Period = Field("week", title="Per", description="A week forgives more than a day.")
    goal_id: str | None = Field(
        None, title="Goal", description="What it serves.", json_schema_extra={"choices_of": "goal"}
    )
    start: date = Field(title="Start", description="The first day that counts.")
    end: date | None = Field(None, title="End", description="The last day, if there is one.")
    from_log: str = Field(
        "",
        title="Ticked by the log",
        description="A project or tag: a day with time on it counts by itself. Empty: you tick it.",
    )
    cue: str = Field("", title="After", description="What it follows on: “after the first coffee”.")

    @model_validator(mode="after")
    def _can_be_done_so_often(self) -> "Habit":
        if self.times > MOST[self.per]:
            raise ValueError(f"{self.times} times a {self.per} is more than its days; a habit is ticked once a day")
        if self.end is not None and self.end < self.start:
            raise ValueError(f"the habit ends on {self.end}, before it starts on {self.start}; swap the two days")
        return self


class HabitTick(Record):
    """A day on which a habit was done, or left out without harm (M28)."""

    method = ("M28",)
    once_per = ("habit_id", "day")

    habit_id: str = Field(
        min_length=1, title="Habit", description="Which one.", json_schema_extra={"choices_of": "habit"}
    )
    day: date = Field(title="Day", description="The day it is about.")
    state: Literal["done", "skipped"] = Field(
        "done", title="It was", description="skipped: a day that does not count, such as an illness or a holiday."
    )
    note: str = Field("", title="Note", description="Anything worth remembering.")


class CheckIn(Record):
    """Two minutes with oneself, daily, weekly or monthly (M29)."""

    label = "check-in"
    method = ("M29",)
    private_fields = ("wins", "gratitude", "obstacle", "kind_words")

    day: date = Field(title="Day", description="The day it is about.")
    rhythm: Literal["daily", "weekly", "monthly"] = Field(
        "daily", title="Kind", description="How often you do this one."
    )
    mood: int | None = scale((1, 5), "Mood", "1 low … 5 bright.", ("low", "bright"), None)
    energy: int | None = scale((1, 5), "Energy", "1 empty … 5 full.", ("empty", "full"), None)
    stress: int | None = scale((1, 5), "Stress", "1 calm … 5 tense.", ("calm", "tense"), None)
    wins: str = prompt("Wins", "What went well, however small.")
    gratitude: str = prompt("Grateful for", "A person, a chance, a small thing.")
    obstacle: str = prompt("What got in the way", "Without blame; it helps to see it come again.")
    kind_words: str = prompt("A kinder sentence to yourself", "What you would tell a friend.")
    next_step: str = Field("", title="Next step", description="One thing, small enough for tomorrow.")
