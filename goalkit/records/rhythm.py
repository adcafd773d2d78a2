"""What a person writes down regularly."""

from datetime import date
from typing import Literal

from pydantic import Field

from goalkit.records.base import Record


class CheckIn(Record):
    """Two minutes with oneself, daily, weekly or monthly (M29)."""

    day: date = Field(title="Day", description="The day it is about.")
    rhythm: Literal["daily", "weekly", "monthly"] = Field(
        "daily", title="Kind", description="How often you do this one."
    )
    mood: int | None = Field(None, ge=1, le=5, title="Mood", description="1 low … 5 bright.")
    energy: int | None = Field(None, ge=1, le=5, title="Energy", description="1 empty … 5 full.")
    stress: int | None = Field(None, ge=1, le=5, title="Stress", description="1 calm … 5 tense.")
    wins: str = Field("", title="Wins", description="What went well, however small.", json_schema_extra={"long": True})
    gratitude: str = Field("", title="Grateful for", json_schema_extra={"long": True})
    obstacle: str = Field("", title="What got in the way", json_schema_extra={"long": True})
    kind_words: str = Field(
        "",
        title="A kinder sentence to yourself",
        description="What you would tell a friend.",
        json_schema_extra={"long": True},
    )
    next_step: str = Field("", title="Next step", description="One thing, small enough for tomorrow.")
