"""How strong habits are, on which days they were done, and what was asked of them (M28)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd

from goalkit.metrics.habits import Asked, Days, habit_days, kept_between, logged_days, marks, streaks, strength
from goalkit.records import Habit, HabitTick
from goalkit.reviews import words
from goalkit.reviews.chapter import Chapter, ChapterFacts, Frames, Gathered
from goalkit.reviews.findings import ONE_MISS
from goalkit.reviews.fragments import Part, html
from goalkit.reviews.then import as_then
from goalkit.reviews.words import count, percent, quoted, sentence, times

if TYPE_CHECKING:
    from goalkit.reviews.material import Material
    from goalkit.reviews.shapes import ReviewFacts

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class HabitLine:
    """One habit in the period.

    Attributes:
        title, asked, per: what it is, and how often in each "day", "week" or "month".
        strength, strength_before: from 0 to 1, on the last known day and before the period; None before it began.
        done, skipped, kept, due: as `metrics.habits.Kept`.
        run, longest: periods kept in a row, up to the last known day, and ever.
        by_log: whether the time log ticks it.
        marks: a letter a day of the period, as `metrics.habits.marks` gives them.
    """

    title: str
    asked: int
    per: str
    strength: float | None
    strength_before: float | None
    done: int
    skipped: int
    kept: int
    due: int
    run: int
    longest: int
    by_log: bool
    marks: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HabitFacts(ChapterFacts):
    """The habits that ran in the period, the strongest first.

    Attributes:
        habits: a line each.
        done: days done, of all of them.
        first, last: the days of the period.
        first_weekday: the place of the period's first day in its week, 0 for the day a week begins with.
        evidence: what a study says of a missed day.
    """

    habits: tuple[HabitLine, ...] = ()
    done: int = 0
    first: date | None = None
    last: date | None = None
    first_weekday: int = 0
    evidence: str = ""


def gather(material: "Material") -> Gathered:
    """Habits as they were then, with their days as far as they are known."""
    every, period = as_then(material, Habit), material.period
    ended = every["end"] < pd.Timestamp(period.start)
    running = every[(every["start"] <= pd.Timestamp(material.as_of)) & ~ended]
    if running.empty:
        return Gathered(HabitFacts(missing=_missing(material)))
    lines = sorted((_line(habit, material) for habit in running.itertuples()), key=lambda one: -(one.strength or 0.0))
    facts = HabitFacts(
        habits=tuple(lines),
        done=sum(one.done for one in lines),
        first=period.start,
        last=period.end - ONE_DAY,
        first_weekday=(period.start.weekday() - material.calendar.week_start) % 7,
        evidence=ONE_MISS,
    )
    return Gathered(replace(facts, sentence=told(facts, f"this {period.kind}")))


def _missing(material: "Material") -> str:
    return (
        f"No habit ran {words.in_period(material.period)}. "
        "One small enough for a bad day is a good start, in the notebook 10_learning."
    )


def _line(habit: Any, material: "Material") -> HabitLine:
    span, period, calendar = material.now, material.period, material.calendar
    logged = logged_days(material.data.entries, str(habit.from_log or ""), calendar)
    days = habit_days(habit, material.read(HabitTick), logged, material.as_of)
    asked = Asked(int(habit.times), str(habit.per))
    kept = kept_between(days, asked, span.start, span.end, calendar.week_start)
    now, before = _strengths(days, asked, pd.Timestamp(period.start - ONE_DAY))
    runs = streaks(days, asked, calendar.week_start)
    return HabitLine(
        title=habit.title,
        asked=asked.times,
        per=asked.per,
        strength=now,
        strength_before=before,
        done=kept.done,
        skipped=kept.skipped,
        kept=kept.kept,
        due=kept.due,
        run=runs.current,
        longest=runs.longest,
        by_log=bool(habit.from_log),
        marks=marks(days, period.start, period.end),
    )


def _strengths(days: Days, asked: Asked, before: pd.Timestamp) -> tuple[float | None, float | None]:
    """Strength on the last known day, and on the day before the period; None where the habit had not begun."""
    found = strength(days, asked).set_index("day")["strength"]
    earlier = found[found.index <= before]
    return tuple(float(part.iloc[-1]) if len(part) else None for part in (found, earlier))  # type: ignore[return-value]


def told(facts: HabitFacts, when: str) -> str:
    """How often habits were done, and how strong the strongest is."""
    first = facts.habits[0]
    strong = percent(first.strength or 0.0)
    if len(facts.habits) == 1:
        before = f", {percent(first.strength_before)} before" if first.strength_before is not None else ""
        return sentence(f"{quoted(first.title)} was done {times(first.done)} {when}; its strength is {strong}{before}")
    many = count(len(facts.habits), "habit was", "habits were")
    return sentence(
        f"{many} done {times(facts.done)} in all {when}; the strongest is {quoted(first.title)} with {strong}"
    )


def show(part: HabitFacts, frames: Frames, facts: "ReviewFacts") -> tuple[Part, ...]:
    """The sentence, and for each habit its strength, what was kept, and a mark a day."""
    return (html("habits.html.j2", part=part, rows=1 if facts.kind in ("week", "month") else 7),)


CHAPTER = Chapter(
    "habits", HabitFacts, gather, show, kinds=("week", "month", "quarter", "year"), needs=(Habit, HabitTick)
)
