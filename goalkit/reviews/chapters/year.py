"""The year looked back on: its theme, its numbers by quarter, what turned and why, what was asked and answered."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from goalkit.metrics.celebrations import celebrations
from goalkit.metrics.own_words import LookedBack, look_backs, theme_of
from goalkit.metrics.turns import endings, goal_turns, reached_days
from goalkit.metrics.year import Happened, Quarter, quarters
from goalkit.records import Goal, LookBack, Milestone, Theme, TimeEntry
from goalkit.records.reflection import OF_LAST_YEAR, QUESTIONS
from goalkit.reviews.chapter import Chapter, ChapterFacts, Frames, Gathered
from goalkit.reviews.fragments import Part, html
from goalkit.reviews.tables import goal_hours
from goalkit.reviews.turned import REACHED, what
from goalkit.reviews.words import compared_with, count, day, hours, join, number, numeral, sentence

if TYPE_CHECKING:
    from goalkit.reviews.material import Material
    from goalkit.reviews.shapes import ReviewFacts

MISSING = (
    "There is no year to look back on yet: it opens with the questions in the notebook 02_look_back, "
    "and fills as goals and hours are written down."
)
MOST_SHOWN = 12
ORDER = ("First", "Second", "Third", "Fourth")


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a goal on a day, the reason that was given, and the lesson; "" where none was."""

    day: date
    title: str
    what: str
    why: str
    lesson: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A question, what the later and the earlier look back answer, and of which year; "" for nothing."""

    question: str
    now: str
    now_of: str
    before: str
    before_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearFacts(ChapterFacts):
    """A year as one would keep it.

    Attributes:
        theme, meaning: what it stood under.
        hours: on goals; more: than in as many days of the year before, None without any time then.
        reached, let_go: goals; milestones, celebrated: milestones reached, and those of them celebrated.
        quarters: those that have begun.
        turns: what became of goals, oldest first.
        year_now, written_now, year_before, written_before: the two latest look backs, by the year that
            they open and the day they were written; None without one.
        answers: the questions that either of them answers.
    """

    theme: str = ""
    meaning: str = ""
    hours: float = 0.0
    more: float | None = None
    reached: int = 0
    let_go: int = 0
    milestones: int = 0
    celebrated: int = 0
    quarters: tuple[Quarter, ...] = ()
    turns: tuple[Told, ...] = ()
    year_now: int | None = None
    written_now: date | None = None
    year_before: int | None = None
    written_before: date | None = None
    answers: tuple[Answer, ...] = ()


def gather(material: "Material") -> Gathered:
    """The year as far as it is known."""
    span, year = material.now, material.period.start.year
    theme, meaning = theme_of(material.read(Theme), year)
    reached, let_go, turns = _turns(material)
    stones = celebrations(material.read(Milestone), span.start, span.end)
    happened = Happened(reached, let_go, [moment.date() for moment in stones["done_on"]])
    known = quarters(span.entries, happened, material.as_of, material.calendar) if span.days else ()
    given = sum(quarter.hours for quarter in known)
    facts = YearFacts(
        theme=theme,
        meaning=meaning,
        hours=given,
        more=given - _for_goals(material) if material.has_before else None,
        reached=len(reached),
        let_go=len(let_go),
        milestones=len(stones),
        celebrated=int(stones["taken"].sum()),
        quarters=known,
        turns=turns,
        **_answers(material, year),
    )
    if not (theme or given or turns or facts.milestones or facts.answers):
        return Gathered(YearFacts(missing=MISSING))
    return Gathered(replace(facts, sentence=told(facts, compared_with(material.period, span.days))))


def _for_goals(material: "Material") -> float:
    """Hours on goals in as many days of the year before."""
    return sum(given for goal, given in goal_hours(material.before.entries, material).items() if goal)


def _turns(material: "Material") -> tuple[list[date], list[date], tuple[Told, ...]]:
    """The days on which goals were reached and let go, and all that became of goals, oldest first."""
    span, goals, calendar = material.now, material.data.goals, material.calendar
    turns = {goal: goal_turns(material.history(Goal, goal), calendar, span.start, span.end) for goal in goals["id"]}
    ended = endings(turns, goals).values()
    own = goals.set_index("id")
    measured = [
        Told(found, own.loc[goal, "title"], REACHED, "", own.loc[goal, "lesson"] or "")
        for goal, found in reached_days(material.data, material.as_of, calendar).items()
        if span.start <= found < span.end
    ]
    told = [Told(one.day, one.title, what(one), one.why, one.lesson) for own in turns.values() for one in own]
    reached = [one.day for one in ended if one.became == "achieved"] + [one.day for one in measured]
    let_go = [one.day for one in ended if one.became == "dropped"]
    return reached, let_go, tuple(sorted([*told, *measured], key=lambda one: one.day))


def _answers(material: "Material", year: int) -> dict[str, Any]:
    """The two latest look backs known, up to the one that opens the following year, question by question."""
    known = [one for one in look_backs(material.read(LookBack), material.as_of) if one.year <= year + 1]
    now, before = ([None, None, *known])[-1], ([None, None, *known])[-2]
    of_now, of_before = (one.answers if one else {} for one in (now, before))
    return {
        "year_now": now.year if now else None,
        "written_now": now.day if now else None,
        "year_before": before.year if before else None,
        "written_before": before.day if before else None,
        "answers": tuple(
            Answer(title, of_now.get(name, ""), _of(name, now), of_before.get(name, ""), _of(name, before))
            for name, title in QUESTIONS.items()
            if name in of_now or name in of_before
        ),
    }


def _of(name: str, written: LookedBack | None) -> str:
    """What an answer is about: the year that a look back opens, or the one before it."""
    if written is None:
        return ""
    return f"of {written.year - 1}" if name in OF_LAST_YEAR else f"for {written.year}"


def told(facts: YearFacts, when: str) -> str:
    """Hours on goals against the year before, goals reached and let go, milestones and their celebration."""
    given = f"{hours(facts.hours)} went to your goals{_against(facts.more, when)}"
    first = given if number(facts.hours) != "0" else "no hours on goals are logged"
    return f"{sentence(first)} {sentence('; '.join([*_ended(facts), *_stones(facts)]))}".strip()


def _ended(facts: YearFacts) -> list[str]:
    reached = [f"{count(facts.reached, 'goal was', 'goals were')} reached"] if facts.reached else []
    one, many = ("was", "were") if reached else ("goal was", "goals were")
    let_go = [f"{count(facts.let_go, one, many)} let go"] if facts.let_go else []
    return [join([*reached, *let_go])] if reached or let_go else []


def _stones(facts: YearFacts) -> list[str]:
    if not facts.milestones:
        return []
    was_or_were = "was" if facts.celebrated == 1 else "were"
    celebrated = f"{numeral(facts.celebrated)} {was_or_were} celebrated"
    return [f"of {count(facts.milestones, 'milestone', 'milestones')} reached, {celebrated}"]


def _against(more: float | None, when: str) -> str:
    if more is None:
        return ""
    size = number(abs(more))
    return f", as many as {when}" if size == "0" else f", {size} h {'more' if more > 0 else 'less'} than {when}"


def show(part: YearFacts, frames: Frames, facts: "ReviewFacts") -> tuple[Part, ...]:
    """Theme, numbers, what became of goals, answers beside earlier ones; celebrations have a chapter."""
    asked = " beside ".join(
        f"the one that opens {year}, of {day(written)}"
        for year, written in ((part.year_now, part.written_now), (part.year_before, part.written_before))
        if year is not None and written is not None
    )
    rows = [(f"{ORDER[one.number - 1]} quarter", one) for one in part.quarters]
    return (
        html(
            "year.html.j2",
            part=part,
            asked=f"From your look back: {asked}." if asked else "",
            quarters=rows,
            shown=MOST_SHOWN,
        ),
    )


CHAPTER = Chapter("year", YearFacts, gather, show, kinds=("year",), needs=(TimeEntry,))
