"""The questions at the end of a review, and what was answered the time before (M31)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from goalkit.metrics.answers import Answered, answers_before, answers_to, questions
from goalkit.records import ReviewAnswer
from goalkit.reviews.chapter import Chapter, ChapterFacts, Frames, Gathered
from goalkit.reviews.fragments import Part, html
from goalkit.reviews.words import count, day, join, sentence

if TYPE_CHECKING:
    from goalkit.reviews.material import Material
    from goalkit.reviews.shapes import ReviewFacts

KINDS = ("week", "month", "quarter", "year")
NOTEBOOK = "the notebook 12_progress"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFacts(ChapterFacts):
    """How many questions there are, how many were answered, what was written now and the time before."""

    asked: int = 0
    given: int = 0
    now: Answered | None = None
    before: Answered | None = None


def gather(material: "Material") -> Gathered:
    """What was answered about the period, and about the latest one before that was answered.

    A period is answered after its end, so what is written about one that is over is always shown; all else only
    if it was written by the day from which the review looks.
    """
    period, written = material.period, material.read(ReviewAnswer)
    known = written[written["day"] <= pd.Timestamp(material.as_of)]
    now = answers_to(written if material.complete else known, period)
    before, asked = answers_before(known, period), questions(period)
    if now is None and before is None:
        named = join([question[:1].lower() + question[1:] for question in asked])
        waiting = f"{count(len(asked), 'question waits', 'questions wait')} for you in {NOTEBOOK}: {named}"
        return Gathered(AnswerFacts(missing=sentence(waiting)))
    given = len(now.answers) if now else 0
    told = _told(now, before, len(asked))
    return Gathered(AnswerFacts(sentence=told, asked=len(asked), given=given, now=now, before=before))


def _told(now: Answered | None, before: Answered | None, asked: int) -> str:
    """How many questions were answered, and whether there is an earlier time to look at."""
    if now is None:
        waiting = f"{count(asked, 'question waits', 'questions wait')} for you in {NOTEBOOK}"
        last = f"; this is what you wrote last time, on {day(before.day)}" if before else ""
        return sentence(waiting + last)
    many = len(now.answers)
    told = sentence(f"You answered {count(many, 'question', 'questions')} on {day(now.day)}")
    return told + (" What you wrote last time stands below: did it come true?" if before else "")


def show(part: AnswerFacts, frames: Frames, facts: "ReviewFacts") -> tuple[Part, ...]:
    """The sentence, the answers, and those of the time before."""
    return (html("answers.html.j2", part=part),)


CHAPTER = Chapter("answers", AnswerFacts, gather, show, kinds=KINDS, needs=(ReviewAnswer,))
