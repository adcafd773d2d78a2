"""The person's own words beneath the first screen: an affirmation in turn (M9), an answer of the look back (M1)."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from goalkit.metrics.own_words import affirmation_in_turn, fitting_question, look_backs, turn
from goalkit.records import Affirmation, LookBack
from goalkit.records.reflection import QUESTIONS
from goalkit.reviews.chapter import Chapter, ChapterFacts, Frames, Gathered
from goalkit.reviews.fragments import Part, html
from goalkit.reviews.words import day, numeral

if TYPE_CHECKING:
    from goalkit.reviews.material import Material
    from goalkit.reviews.shapes import ReviewFacts

MISSING = (
    "Words of your own stand here: affirmations from the notebook 03_direction, in turn, "
    "and what you answered in 02_look_back."
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A question of the look back, what was answered, and when."""

    question: str
    text: str
    written_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWordsFacts(ChapterFacts):
    """The affirmation whose turn it is, "" without one, of `affirmations` in use; the answer of a month's review."""

    affirmation: str = ""
    affirmations: int = 0
    answer: Answer | None = None


def gather(material: "Material") -> Gathered:
    """The affirmation of this period's turn; in a month the answer to the month's question.

    The rules: affirmations take turns in the order in which they were written, the next period has the
    next one. A month has its question (see `own_words.OF_THE_MONTH`), answered in the look back that
    opened its year; a question without an answer leaves its month to the next one that has one.
    """
    number = turn(material.period)
    mine = affirmation_in_turn(material.read(Affirmation), material.as_of, number)
    answer = _answer(material) if material.period.kind == "month" else None
    if mine is None and answer is None:
        return Gathered(OwnWordsFacts(missing=MISSING))
    facts = OwnWordsFacts(
        sentence=told(mine.many if mine else 0, answer),
        affirmation=mine.text if mine else "",
        affirmations=mine.many if mine else 0,
        answer=answer,
    )
    return Gathered(facts)


def _answer(material: "Material") -> Answer | None:
    first = material.period.start
    for written in look_backs(material.read(LookBack), material.as_of):
        if written.year == first.year and (name := fitting_question(first.month, written.answers)):
            return Answer(QUESTIONS[name], written.answers[name], written.day)
    return None


def told(affirmations: int, answer: Answer | None) -> str:
    """Where the words come from."""
    turns = {0: "", 1: "Your affirmation."}
    first = turns.get(affirmations, f"One of your {numeral(affirmations)} affirmations, in turn.")
    second = f"You wrote the answer on {day(answer.written_on)}." if answer else ""
    return f"{first} {second}".strip()


def show(part: OwnWordsFacts, frames: Frames, facts: "ReviewFacts") -> tuple[Part, ...]:
    """The words, and below them where they come from."""
    return (html("own_words.html.j2", part=part),)


CHAPTER = Chapter("own_words", OwnWordsFacts, gather, show, needs=(Affirmation, LookBack))
