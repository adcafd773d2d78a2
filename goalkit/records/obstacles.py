"""What may get in the way, the plan for it, and what happened."""

from datetime import date
from typing import Literal

from pydantic import Field

from goalkit.records.base import Record, prompt, scale

RoadblockKind = Literal[
    "missing skill or qualification",
    "workplace politics or competition",
    "uncertain market",
    "work–life balance",
    "fear of failure or rejection",
    "lack of support",
]


class Roadblock(Record):
    """Something that may stop a goal, with an if–then plan (M23)."""

    method = ("M23",)

    title: str = Field(min_length=1, max_length=200, title="Roadblock", description="What might get in the way.")
    goal_id: str | None = Field(
        None, title="Goal", description="What it would stop.", json_schema_extra={"choices_of": "goal"}
    )
    sort: RoadblockKind = Field(title="Kind", description="The one that fits best.")
    likelihood: int = scale((1, 5), "Likelihood", "In the coming months.", ("unlikely", "almost sure"))
    impact: int = scale((1, 5), "Impact", "If it struck and nothing were done.", ("a nuisance", "the end of it"))
    early_sign: str = Field("", title="Early sign", description="How you would notice it before it hurts.")
    if_text: str = prompt(
        "If …", "A situation that you can recognise: “If it is 16:00 and I have not written yet …”", "If–then plan"
    )
    then_text: str = prompt("then I will …", "One thing, small enough to do at once.", "If–then plan")
    closed_on: date | None = Field(None, title="Closed on", description="When it is no longer in the way.")


class RoadblockEvent(Record):
    """A day on which a roadblock struck, and how its plan did (M24)."""

    method = ("M24",)
    private_fields = ("lesson",)

    roadblock_id: str = Field(
        min_length=1, title="Roadblock", description="Which one struck.", json_schema_extra={"choices_of": "roadblock"}
    )
    day: date = Field(title="Day", description="When it struck.")
    plan_used: bool = Field(False, title="I used the plan", description="Forgetting it is information, too.")
    worked: Literal["yes", "partly", "no"] | None = Field(
        None, title="Did it work?", description="Only if you used it."
    )
    lesson: str = prompt("Lesson", "What you would change in the plan, or keep.")
