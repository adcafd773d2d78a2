"""A year in one small picture: hours that went to goals by week or month, and goals reached as marks."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from goalkit.periods import period_of
from goalkit.reviews import words
from goalkit.reviews.listing import FACTS, Listed, load_goal_days

HIGHEST = 44  # pixels of the tallest bar
TRIED = 3  # reviews of a year whose days are read, each in half a megabyte, before its months must do
MONTHS = "JFMAMJJASOND"


@dataclass(frozen=True, slots=True)
class Bar:
    """Hours of a week or month: its left edge and width in percent of the year, its height in pixels."""

    left: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A goal reached: its place in percent of the year, and how many marks stand there before it."""

    left: float
    before: int


@dataclass(frozen=True, slots=True)
class Reached:
    """A goal, and the day by which it was known to be reached."""

    title: str
    by: date


@dataclass(frozen=True, slots=True)
class YearPicture:
    """What a year's picture shows, and the same in words.

    Attributes:
        bars: empty where no hours are known.
        marks: goals reached, in the order of time.
        months: the first letter of each month with its place.
        alt: what is drawn.
        scale: what a bar is, and how tall the tallest.
        sentence: what the picture shows.
    """

    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    months: tuple[tuple[str, float], ...]
    alt: str
    scale: str
    sentence: str


def first_reached(reviews: Sequence[Listed]) -> list[Reached]:
    """Goals by the day of the earliest review that has each as reached, the earliest first."""
    found: dict[str, Reached] = {}
    for review in sorted(reviews, key=lambda review: (review.as_of, review.period.days)):
        for goal in review.goals:
            if goal.reached:
                found.setdefault(goal.key, Reached(goal.title, review.as_of))
    return list(found.values())


def year_picture(root: Path, year: int, reviews: Sequence[Listed], reached: Sequence[Reached]) -> YearPicture:
    """The picture of a year.

    Args:
        root: the folder of all reviews.
        year: which.
        reviews: those of the year. The one that knows most of it gives the hours by day, shown by
            week; where none has them, the months that have a review give one bar each.
        reached: goals reached, in whatever year.
    """
    days = _known_days(root, year, reviews)
    kind = "week" if days else "month"
    sums = _by_week(days) if days else _by_month(reviews)
    own = [goal for goal in reached if goal.by.year == year]
    tallest = max(sums.values(), default=0.0)
    drawn = sums if words.number(tallest) != "0" else {}
    return YearPicture(
        bars=tuple(_bar(start, hours / tallest, kind) for start, hours in drawn.items()),
        marks=_marks(own),
        months=tuple((letter, _place(date(year, n, 15))) for n, letter in enumerate(MONTHS, 1)),
        alt=_alt(year, kind, drawn, own),
        scale=f"Hours for goals by {kind}, the tallest bar {words.hours(tallest)}." if drawn else "",
        sentence=" ".join(part for part in (_hours_told(year, kind, drawn, days), _reached_told(own)) if part),
    )


def _known_days(root: Path, year: int, reviews: Sequence[Listed]) -> dict[date, float]:
    """Hours for goals by day, of the review that knows most; without the days that it does not know yet."""
    latest = sorted(reviews, key=lambda review: (review.as_of, review.period.days), reverse=True)
    within = [review for review in latest if (review.period.end - timedelta(days=1)).year == year]
    for review in within[:TRIED]:  # of one that ends in another year, the days begin with its week
        days = load_goal_days((root / review.href).parent / FACTS, year)
        if known := {day: hours for day, hours in days.items() if day <= review.as_of}:
            return known
    return {}


def _by_week(days: Mapping[date, float]) -> dict[date, float]:
    sums: Counter[date] = Counter()
    for day, hours in sorted(days.items()):
        sums[max(period_of(day, "week").start, day.replace(month=1, day=1))] += hours  # type: ignore[assignment]
    return dict(sums)


def _by_month(reviews: Sequence[Listed]) -> dict[date, float]:
    months = [review for review in reviews if review.period.kind == "month"]
    return {review.period.start: review.goal_hours for review in reversed(months) if review.goal_hours is not None}


def _bar(start: date, share: float, kind: str) -> Bar:
    end = min(period_of(start, kind).end, date(start.year + 1, 1, 1))
    left = _place(start)
    width = _place(end - timedelta(days=1)) + 100 / _days_in(start.year) - left
    return Bar(left, round(width * 0.8, 2), round(max(share * HIGHEST, 1.0), 1))


def _marks(reached: Sequence[Reached]) -> tuple[Mark, ...]:
    places = [_place(goal.by) for goal in reached]
    return tuple(Mark(place, places[:at].count(place)) for at, place in enumerate(places))


def _place(day: date) -> float:
    """Where in its year a day begins, in percent."""
    return round((day - day.replace(month=1, day=1)).days / _days_in(day.year) * 100, 2)


def _days_in(year: int) -> int:
    return period_of(date(year, 1, 1), "year").days


def _alt(year: int, kind: str, sums: Mapping[date, float], reached: Sequence[Reached]) -> str:
    parts = [f"The year {year}."]
    if sums:
        low, high = words.number(min(sums.values())), words.hours(max(sums.values()))
        parts.append(f"{words.count(len(sums), 'bar', 'bars').capitalize()}, one a {kind}, from {low} to {high}.")
    if reached:
        days = list(dict.fromkeys(_day(goal.by) for goal in reached))
        marks = words.count(len(reached), "mark", "marks").capitalize()
        parts.append(f"{marks} for goals reached, at {words.join(days)}.")
    return " ".join(parts)


def _hours_told(year: int, kind: str, sums: Mapping[date, float], days: Mapping[date, float]) -> str:
    if not sums:
        return f"These reviews know of no hours for goals in {year}; the notebook 06_log_time brings time in."
    top = max(sums, key=lambda start: sums[start])
    most = f"the week from {_day(top)}" if kind == "week" else f"{top:%B}"
    until = "" if not days or max(days) == date(year, 12, 31) else f" up to {_day(max(days))}"
    where = "" if days else ", in the months that have a review"
    return f"{words.hours(sum(sums.values()))} went to goals in {year}{until}{where}, most in {most}."


def _reached_told(reached: Sequence[Reached]) -> str:
    if not reached:
        return ""
    told = words.join([f"{words.quoted(goal.title)} by {_day(goal.by)}" for goal in reached])
    count = words.count(len(reached), "goal was", "goals were")
    return f"{count.capitalize()} reached: {told}."


def _day(day: date) -> str:
    return f"{day.day} {day:%B}"
