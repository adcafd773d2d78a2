"""The people around a career: who they are, when one met, and what they said."""

from datetime import date
from typing import Literal

from pydantic import Field

from goalkit.records.base import Record, prompt

Relation = Literal["mentor", "coach", "peer", "sponsor", "accountability partner", "contact"]


class Contact(Record):
    """Someone to learn from, work with or keep in touch with (M25)."""

    method = ("M25",)
    private_fields = ("name", "met_how", "purpose")

    name: str = Field(min_length=1, max_length=120, title="Name", description="As you call them.")
    relation: Relation = Field("contact", title="They are your", description="What they are to you.")
    met_on: date | None = Field(None, title="Met on", description="Roughly will do.")
    met_how: str = Field("", title="How we met", description="A place, an event, a person in between.")
    purpose: str = Field("", title="What for", description="What each of you gets from it.")
    every_days: int | None = Field(
        None,
        ge=1,
        le=1000,
        title="In touch every",
        description="How often you mean to be in touch; empty when it need not be regular.",
        json_schema_extra={"unit": "days"},
    )
    next_contact: date | None = Field(None, title="Next contact", description="The day to be in touch again.")
    goal_id: str | None = Field(
        None, title="Goal", description="A goal they help with.", json_schema_extra={"choices_of": "goal"}
    )


class Meeting(Record):
    """A conversation with someone, and the thanks for it (M25)."""

    method = ("M25",)
    private_fields = ("notes",)

    contact_id: str = Field(
        min_length=1, title="With", description="Who it was.", json_schema_extra={"choices_of": "contact"}
    )
    day: date = Field(title="Day", description="When it was.")
    notes: str = prompt("What we spoke about", "And what you said you would do.")
    thanked_on: date | None = Field(None, title="Thanked on", description="The day you said thank you.")
    next_contact: date | None = Field(None, title="Next contact", description="The day to be in touch again.")


class Feedback(Record):
    """A question asked, what was said, and what follows from it (M26)."""

    method = ("M26",)
    private_fields = ("said", "reply")

    day: date = Field(title="Asked on", description="When you asked.")
    contact_id: str | None = Field(
        None, title="Whom", description="Whom you asked.", json_schema_extra={"choices_of": "contact"}
    )
    question: str = Field(
        min_length=1,
        max_length=500,
        title="Question",
        description="Specific enough to answer: “Which part of the talk lost you?”",
        json_schema_extra={"long": True},
    )
    said: str = prompt("What they said", "As they said it, before you weigh it.")
    reply: str = Field("", title="Your reply", description="Often a thank you is enough.")
    action: str = Field("", title="Action", description="What you do about it; nothing is an answer, too.")
    action_due: date | None = Field(None, title="Action due", description="The day by which.")
    action_done_on: date | None = Field(None, title="Action done on", description="The day it was done.")
    goal_id: str | None = Field(
        None, title="Refines the goal", description="If it changes one.", json_schema_extra={"choices_of": "goal"}
    )
    skill_id: str | None = Field(
        None, title="Refines the skill", description="If it is about one.", json_schema_extra={"choices_of": "skill"}
    )
