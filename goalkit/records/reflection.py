"""Looking back on a year, and the word that the next one stands under."""

from datetime import date

from pydantic import Field

from goalkit.records.base import Record, field_extra, prompt

FIRST_YEAR, LAST_YEAR = 1950, 2200


class LookBack(Record):
    """The questions that open a year, answered in one's own words (M1)."""

    method = ("M1",)
    once_per = ("year",)
    private_fields = ("setbacks", "gratitude", "holds_back", "kinder")

    year: int = Field(
        ge=FIRST_YEAR,
        le=LAST_YEAR,
        title="Year",
        description="The year you are opening; you look back on the one before.",
    )
    day: date = Field(title="Day", description="When you wrote this; come back and add to it as often as you like.")
    accomplishments: str = prompt(
        "What went well", "Finished things, and things that only you know were hard.", "Last year"
    )
    challenges: str = prompt("What was hard", "And what carried you through it.", "Last year")
    gained: str = prompt(
        "Skills and experiences gained", "What can you do now that you could not a year ago?", "Last year"
    )
    setbacks: str = prompt("Setbacks, and their lesson", "A setback is information; what did it tell you?", "Last year")
    gratitude: str = prompt("Grateful for", "People, chances, small things.", "Last year")
    learned: str = prompt("What I learned", "About the work, and about yourself.", "Last year")
    missed: str = prompt("What I missed and want this year", "What was there too little of?", "This year")
    holds_back: str = prompt("What holds me back", "A habit, a fear, a missing skill, a circumstance.", "This year")
    kinder: str = prompt("How I can be kinder to myself", "What would you tell a friend in your place?", "This year")
    small_change: str = prompt(
        "Which small thing could change much", "Something that fits into an ordinary week.", "This year"
    )
    to_learn: str = prompt(
        "What I want to learn, and when",
        "And how to spread it over the year, so that it is not all January.",
        "This year",
    )


QUESTIONS = {
    name: info.title or name for name, info in LookBack.model_fields.items() if name not in ("id", "year", "day")
}
OF_LAST_YEAR = tuple(name for name in QUESTIONS if field_extra(LookBack.model_fields[name], "group") == "Last year")


class Theme(Record):
    """A word or a phrase that a year stands under (M2)."""

    method = ("M2",)
    once_per = ("year",)
    audience = "mentor"
    private_fields = ("meaning",)

    year: int = Field(ge=FIRST_YEAR, le=LAST_YEAR, title="Year", description="The year that it is for.")
    theme: str = Field(
        min_length=1,
        max_length=80,
        title="Theme",
        description="A word or a phrase, such as “fewer, better” or “adventure”.",
    )
    meaning: str = prompt("What it means to you", "How would you notice, on an ordinary Tuesday, that you live by it?")
