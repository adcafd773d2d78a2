"""The main numbers beside those of the period before, and of the same one a year ago (M31)."""

from collections.abc import Callable
from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING

from goalkit.metrics.balance import balance
from goalkit.metrics.celebrations import celebrations
from goalkit.metrics.focus import focus_blocks
from goalkit.metrics.hours import totals
from goalkit.metrics.rhythm import level, most_kept, within
from goalkit.records import Milestone, TimeEntry
from goalkit.reviews import words
from goalkit.reviews.chapter import Chapter, ChapterFacts, Frames, Gathered
from goalkit.reviews.fragments import Part, html
from goalkit.reviews.tables import goal_hours
from goalkit.reviews.words import hours, percent, sentence

if TYPE_CHECKING:
    from goalkit.reviews.material import Material, Span
    from goalkit.reviews.shapes import ReviewFacts

KINDS = ("week", "month", "quarter", "year")
TRACKED, ON_GOALS, SHARE = "Tracked", "On goals", "Share on goals"


@dataclass(frozen=True, slots=True)
class Compared:
    """One number in three periods, None where it is not known.

    Attributes:
        name: what it is.
        unit: "h", "share" (0 … 1), "of 5" or "" for a count.
        now, before, year_ago: in the period, the one before, the same one a year ago.
        change, change_year: this one less those; of shares as they are shown, in whole points.
    """

    name: str
    unit: str
    now: float | None
    before: float | None
    year_ago: float | None
    change: float | None
    change_year: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonFacts(ChapterFacts):
    """What is compared, of how many days each, and what the periods are called.

    `before` and `year_ago` are "" where nothing was known then; the rows have no numbers of theirs.
    """

    now: str = ""
    before: str = ""
    year_ago: str = ""
    days: int = 0
    complete: bool = True
    rows: tuple[Compared, ...] = ()


def gather(material: "Material") -> Gathered:
    """The numbers of three spans: the known days, and as many of the period before and of a year ago."""
    period, now, before = material.period, _numbers(material, material.now), _numbers(material, material.before)
    # Of a year, the one before is the one a year ago.
    year_ago = _numbers(material, material.year_ago) if period.year_before() != period.previous() else None
    if now is None:
        missing = f"No time and no check-in is known for {period.title}; begin with an hour in the notebook 06_log_time"
        return Gathered(ComparisonFacts(missing=sentence(missing)))
    rows = tuple(_compared(name, now, before, year_ago) for name in now)
    facts = ComparisonFacts(
        sentence=_told(rows, material),
        now=words.short_title(period, period),
        before=words.short_title(period.previous(), period) if before else "",
        year_ago=words.short_title(period.year_before(), period) if year_ago else "",
        days=material.now.days,
        complete=material.complete,
        rows=rows,
    )
    return Gathered(facts)


Numbers = dict[str, tuple[str, float | None]]


def _numbers(material: "Material", span: "Span") -> Numbers | None:
    """Name → unit and value; None for days of which neither time nor a check-in is known."""
    both, checkins = totals(span.entries), within(material.checkins, span.start, span.end)
    if not both.attributed_hours and checkins.empty:
        return None
    on_goals = sum(value for goal, value in goal_hours(span.entries, material).items() if goal)
    weight = balance(span.entries, material.settings, span.start, span.end)
    kept, due = most_kept(material.checkins, span.start, span.end, material.calendar.week_start)
    energy = level(checkins, "energy", span.start, span.end)
    tracked = both.attributed_hours
    return {
        TRACKED: ("h", tracked),
        ON_GOALS: ("h", float(on_goals)),
        SHARE: ("share", on_goals / tracked if tracked else None),
        "Focus blocks": ("", float(len(focus_blocks(span.entries)))),
        "Evenings worked": ("", float(weight.evenings)),
        "Days of rest": ("", float(weight.rest_days)),
        "Check-ins kept": ("share", kept / due if due else None),
        "Energy": ("of 5", None if isnan(energy) else energy),
        "Milestones reached": ("", float(len(celebrations(material.read(Milestone), span.start, span.end)))),
    }


def _compared(name: str, now: Numbers, before: Numbers | None, year_ago: Numbers | None) -> Compared:
    unit, value = now[name]
    then, once = (numbers[name][1] if numbers else None for numbers in (before, year_ago))
    return Compared(name, unit, value, then, once, _change(unit, value, then), _change(unit, value, once))


def _change(unit: str, value: float | None, then: float | None) -> float | None:
    if value is None or then is None:
        return None
    return round(value, 2) - round(then, 2) if unit == "share" else value - then


def _told(rows: tuple[Compared, ...], material: "Material") -> str:
    """Tracked time and what went to goals, against the period before, and what it was a year ago."""
    tracked, on_goals = (next(row for row in rows if row.name == name) for name in (TRACKED, ON_GOALS))
    period, before = material.period, words.compared_with(material.period, material.now.days)
    told = f"{hours(tracked.now or 0.0)} tracked and {hours(on_goals.now or 0.0)} of them for goals"
    if tracked.before is not None and on_goals.before is not None:
        told += f", against {hours(tracked.before)} and {hours(on_goals.before)} {before}"
    if tracked.year_ago is not None and on_goals.year_ago is not None:
        told += f"; a year ago it was {hours(tracked.year_ago)} and {hours(on_goals.year_ago)}"
    if tracked.before is None and tracked.year_ago is None:
        first = f"in the first {period.kind} with data; the next one is compared with it"
        told += f"; nothing was tracked {before}" if material.has_earlier else f", {first}"
    return sentence(told)


SHOWN: dict[str, Callable[[float], str]] = {
    "h": hours,
    "share": percent,
    "of 5": lambda value: f"{value:.1f} of 5",
    "": lambda value: f"{value:,.0f}",
}


def show(part: ComparisonFacts, frames: Frames, facts: "ReviewFacts") -> tuple[Part, ...]:
    """The sentence, and a row a number with its differences."""
    rows = [
        {
            "name": row.name,
            "now": _text(row.unit, row.now),
            "others": [
                (_text(row.unit, value), _arrow(row.unit, change))
                for value, change, known in (
                    (row.before, row.change, part.before),
                    (row.year_ago, row.change_year, part.year_ago),
                )
                if known
            ],
        }
        for row in part.rows
    ]
    heads = [part.now, *(head for head in (part.before, part.year_ago) if head)]
    return (html("comparison.html.j2", part=part, heads=heads, rows=rows if heads[1:] else []),)


def _text(unit: str, value: float | None) -> str:
    return "–" if value is None else SHOWN.get(unit, words.number)(value)


def _arrow(unit: str, change: float | None) -> str:
    """How this period differs: "▲ 6.2", of shares "▲ 4 points"; "" where it rounds to nothing or is not known."""
    if change is None:
        return ""
    if unit == "share":
        told = words.change(round(change * 100), 0)
        return f"{told} point{'' if told.endswith(' 1') else 's'}" if told else ""
    return words.change(change, 0)


CHAPTER = Chapter(
    "comparison", ComparisonFacts, gather, show, kinds=KINDS, needs=(TimeEntry,), heading="Beside other times"
)
