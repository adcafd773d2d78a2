"""What was asked and said, what follows from it, and which goals and skills it refines (M26)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from goalkit.metrics.feedback import actions_done, asked_between, open_actions, refined, unanswered
from goalkit.records import Contact, Feedback, Skill
from goalkit.reviews import words
from goalkit.reviews.chapter import FROM_MONTH, Chapter, ChapterFacts, Frames, Gathered
from goalkit.reviews.fragments import Part, html
from goalkit.reviews.tables import titles
from goalkit.reviews.then import as_then
from goalkit.reviews.words import count, sentence

if TYPE_CHECKING:
    from goalkit.reviews.material import Material
    from goalkit.reviews.shapes import ReviewFacts

LISTED = 5


@dataclass(frozen=True, slots=True)
class Question:
    """One question that was asked; what is not known is ""."""

    question: str
    day: date
    whom: str
    said: str
    action: str


@dataclass(frozen=True, slots=True)
class Action:
    """What one meant to do about feedback and has not done yet; `due` is None without a day."""

    action: str
    due: date | None
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackFacts(ChapterFacts):
    """Feedback in the period.

    Attributes:
        asked, answered: questions of the period, and how many of them have an answer.
        questions, questions_more: each, the latest first, and how many wait behind "and more".
        open, open_more: actions that were open on its last known day, the earliest due first, likewise.
        done: actions that were done in it.
        waiting: questions of any day that have no answer yet.
        goals, skills: what the feedback of the period refines.
    """

    asked: int = 0
    answered: int = 0
    questions: tuple[Question, ...] = ()
    questions_more: int = 0
    open: tuple[Action, ...] = ()
    open_more: int = 0
    done: int = 0
    waiting: int = 0
    goals: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()


def gather(material: "Material") -> Gathered:
    """Feedback as it stood then."""
    span, every = material.now, as_then(material, Feedback)
    if every.empty or every["day"].min() > pd.Timestamp(material.as_of):
        return Gathered(FeedbackFacts(missing=_missing(material)))
    found, todo = asked_between(every, span.start, span.end), open_actions(every, material.as_of)
    goals, skills = titles(material), _names(material, Skill)
    facts = FeedbackFacts(
        asked=len(found),
        answered=len(found) - unanswered(found, material.as_of),
        questions=_questions(found, _names(material, Contact)),
        questions_more=words.beyond(found, LISTED),
        open=tuple(
            Action(row.action, None if pd.isna(row.action_due) else row.action_due.date(), row.question)
            for row in todo.itertuples()
        ),
        open_more=words.beyond(todo, LISTED),
        done=actions_done(every, span.start, span.end),
        waiting=unanswered(every, material.as_of),
        goals=tuple(goals[one] for one in refined(found, "goal_id") if one in goals),
        skills=tuple(skills[one] for one in refined(found, "skill_id") if one in skills),
    )
    return Gathered(replace(facts, sentence=told(facts, f"this {material.period.kind}")))


def _missing(material: "Material") -> str:
    return (
        f"Nobody was asked for feedback by {words.day(material.as_of)}. "
        "One specific question to one person is enough, in the notebook 09_people."
    )


def _names(material: "Material", kind: type[Contact | Skill]) -> dict[str, str]:
    frame = material.read(kind)
    return dict(zip(frame["id"], frame["name"], strict=True))


def _questions(found: pd.DataFrame, people: dict[str, str]) -> tuple[Question, ...]:
    texts: Any = found.fillna({"contact_id": "", "said": "", "action": ""}).itertuples()
    return tuple(
        Question(row.question, row.day.date(), people.get(row.contact_id, ""), row.said, row.action) for row in texts
    )


def told(facts: FeedbackFacts, when: str) -> str:
    """How many were asked and answered, and what is open."""
    asked = count(facts.asked, "question was", "questions were")
    first = f"{asked} asked {when}" if facts.asked else f"nobody was asked for feedback {when}"
    if facts.asked:
        answered = {facts.asked: "and answered", 0: "and no answer is written down yet"}
        first += f" {answered.get(facts.answered, f'and {words.numeral(facts.answered)} of them answered')}"
    still = count(len(facts.open), "action from feedback is", "actions from feedback are")
    return sentence(f"{first}; {still} open")


def show(part: FeedbackFacts, frames: Frames, facts: "ReviewFacts") -> tuple[Part, ...]:
    """The sentence, what was asked and said, and what is open."""
    return (html("feedback.html.j2", part=part),)


CHAPTER = Chapter("feedback", FeedbackFacts, gather, show, kinds=FROM_MONTH, needs=(Feedback,), heading="Feedback")
