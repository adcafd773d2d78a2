"""Where a person means to go: values, life areas, strengths, skills, visions, a board, affirmations."""

from datetime import date
from typing import Literal, get_args

from pydantic import Field

from goalkit.records.base import Record, internal, prompt, scale

Horizon = Literal["5 years", "10 years", "20 years"]
HORIZONS: tuple[Horizon, ...] = get_args(Horizon)
Aspect = Literal["interest", "strength", "to improve", "result of a test"]
AREAS = ("Career", "Learning", "Social", "Physical", "Community", "Financial", "Rest")


class Value(Record):
    """Something that matters, and how much (M3)."""

    method = ("M3",)
    private_fields = ("meaning",)

    name: str = Field(
        min_length=1, max_length=60, title="Value", description="One word or two: curiosity, family, independence."
    )
    importance: int = scale(
        (1, 10), "Importance", "Against your other values; two may weigh the same.", ("some", "most")
    )
    meaning: str = prompt("What it means to you", "What do you do when you live by it?")


class LifeArea(Record):
    """How one area of life was on a day: how it is, how it should be, how much that matters (M4)."""

    method = ("M4",)
    private_fields = ("note",)

    day: date = Field(title="Day", description="When it was so; a new rating never overwrites an older one.")
    area: str = Field(
        min_length=1,
        max_length=40,
        title="Area",
        description="One of the usual ones, or one of your own.",
        json_schema_extra={"suggest": list(AREAS)},
    )
    satisfaction: int = scale((0, 10), "Satisfaction now", "How it is these weeks.", ("not at all", "fully"))
    wanted: int = scale(
        (0, 10), "Wanted", "Where you would like it; ten is seldom the answer.", ("not at all", "fully")
    )
    importance: int = scale((1, 5), "Importance", "How much this area matters to you this year.", ("little", "much"))
    note: str = Field("", title="Note", description="What stands behind the numbers.")


class SelfAssessment(Record):
    """One thing a person knows about themselves, with what it rests on (M5)."""

    label = "self-assessment"
    method = ("M5",)
    private_fields = ("evidence",)

    aspect: Aspect = Field(
        "strength", title="Kind", description="An interest, a strength, something to improve, a test."
    )
    text: str = Field(
        min_length=1, max_length=200, title="What", description="In a few words; for a test its name and its result."
    )
    evidence: str = prompt(
        "Evidence", "When did it show? Who said so? A strength with an example is easier to believe."
    )
    day: date = Field(title="Day", description="When you noticed it, or the date of the test.")
    goal_id: str | None = Field(
        None, title="Goal", description="A goal that it bears on.", json_schema_extra={"choices_of": "goal"}
    )


class Skill(Record):
    """A skill: where it should be and what the field asks for (M6)."""

    method = ("M6",)
    audience = "mentor"
    private_fields = ("why",)

    name: str = Field(min_length=1, max_length=80, title="Skill", description="As your field calls it.")
    wanted: int = scale((0, 5), "Wanted level", "3 is solid, 5 is where others ask you.", ("none", "expert"))
    demand: int | None = scale(
        (0, 5),
        "Demand in your field",
        "From job postings or people you ask; empty when unknown.",
        ("none", "high"),
        None,
    )
    why: str = Field("", title="Why", description="What it would open.")


class SkillRating(Record):
    """The level of a skill on a day (M6)."""

    method = ("M6",)
    audience = "mentor"
    private_fields = ("evidence",)

    skill_id: str = Field(
        min_length=1, title="Skill", description="Which one.", json_schema_extra={"choices_of": "skill"}
    )
    day: date = Field(title="Day", description="When it was so; older ratings stay.")
    level: int = scale((0, 5), "Level now", "3 is solid, 5 is where others ask you.", ("none", "expert"))
    evidence: str = Field("", title="Evidence", description="What you did lately that shows it.")


class Vision(Record):
    """A picture of one's life some years ahead; each saving is a version of its own (M7)."""

    method = ("M7",)
    versions = True
    private_fields = ("picture",)

    horizon: Horizon = Field("10 years", title="In", description="How far ahead you look.")
    day: date = Field(title="Day", description="When you saw it so; older versions stay.")
    role: str = Field("", title="Role", description="What you do, in a sentence.")
    industry: str = Field("", title="Field", description="The industry, or the kind of place.")
    skills: str = Field("", title="Known for", description="What people come to you for.")
    picture: str = prompt(
        "A day in that life",
        "From waking up to the evening: where, with whom, doing what? Vivid beats complete.",
    )


class BoardImage(Record):
    """An image on the vision board, kept in the workbook (M8)."""

    method = ("M8",)

    file: str = Field(
        min_length=1,
        title="File",
        description="Its name in the folder data/board of the workbook.",
        json_schema_extra=internal(),
    )
    caption: str = Field(
        min_length=1,
        max_length=200,
        title="Caption",
        description="What it stands for; also read out by screen readers.",
    )
    day: date = Field(title="Day", description="When you put it up.")
    position: int = Field(0, ge=0, title="Order", description="Lower comes first.", json_schema_extra=internal())


class Affirmation(Record):
    """A sentence to oneself, in the present tense (M9)."""

    method = ("M9",)

    text: str = Field(
        min_length=1,
        max_length=300,
        title="Affirmation",
        description="As if it were so already: “I ask early for help.”",
    )
    day: date = Field(title="Day", description="When you wrote it.")
    retired_on: date | None = Field(None, title="Retired on", description="When it has done its work.")
