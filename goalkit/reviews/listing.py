"""The reviews in a folder: what each says of itself in its facts.json, read with care.

Facts may be of an older goalkit, written by hand or broken: what can be read is taken, and nothing raises.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile
from math import isfinite
from pathlib import Path
from typing import Any

from goalkit.errors import GoalkitError
from goalkit.periods import Period, parse_period
from goalkit.reviews import words
from goalkit.reviews.kin import belongs_to

FACTS = "facts.json"
FRAMES_LINE = ' "frames":'  # how the last part of facts.json begins; within a text no line ends


@dataclass(frozen=True, slots=True)
class GoalSeen:
    """A goal as a review saw it; `key` is its id, or its title where there is none."""

    key: str
    title: str
    reached: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list: a review, what it says in short, and where it lies.

    Attributes:
        period: by the name of its folder.
        title, headline: in the review's own words; "" for a headline that cannot be read.
        href: its page, seen from the folder of all reviews.
        numbers: two or three numbers, each with its label.
        goals: that it speaks of.
        goal_hours: that went to goals; None where none were tracked or it does not say.
        as_of: the last day that it knows, within the period.
    """

    period: Period
    title: str
    headline: str
    href: str
    numbers: tuple[tuple[str, str], ...]
    goals: tuple[GoalSeen, ...]
    goal_hours: float | None
    as_of: date

    @property
    def year(self) -> int:
        """The year it is listed under."""
        return belongs_to(self.period).year


def html_name(period: Period) -> str:
    """A review's HTML file, seen from the folder of all reviews."""
    return f"{period.name}/review-{period.name}.html"


def listed(root: Path) -> list[Listed]:
    """The reviews in a folder, newest first; a longer period stands before those within it.

    Folders that are no review are passed over; a review without facts.json has no headline. A
    folder that does not exist holds none.
    """
    folders = list(root.iterdir()) if root.is_dir() else []
    reviews = [review for review in map(_listed, folders) if review is not None]
    return sorted(reviews, key=lambda review: (_ends(review.period), review.period.days), reverse=True)


def _ends(period: Period) -> date:
    # A week stands below the month that it belongs to, even where it ends in the next.
    return belongs_to(period) + timedelta(days=1) if period.kind == "week" else period.end


def _listed(folder: Path) -> Listed | None:
    try:
        period = parse_period(folder.name)
        if folder.name != period.name or not (folder.parent / html_name(period)).is_file():
            return None
    except (GoalkitError, OSError):  # not a period, or a folder that may not be read
        return None
    facts = load_summary(folder / FACTS)
    goals = tuple(_goals(facts))
    return Listed(
        period=period,
        title=text_of(facts.get("title")) or period.title,
        headline=text_of(facts.get("headline")),
        href=html_name(period),
        numbers=tuple(_numbers(facts, goals)),
        goals=goals,
        goal_hours=_goal_hours(facts),
        as_of=min(_day(facts.get("as_of")) or period.end, period.end - timedelta(days=1)),
    )


def load_summary(path: Path) -> dict[str, Any]:
    """The facts of a review without the frames of its charts, which are most of it; {} where none can be read."""
    return _load(path, until=FRAMES_LINE)


def load_goal_days(path: Path, year: int) -> dict[date, float]:
    """Hours for goals on the days of a year, as far as a review knows them; {} where it does not."""
    rows = part_of(_load(path), "frames").get("year_days")
    pairs = [(_day(row.get("day")), number_of(row.get("goal_hours"))) for row in _dicts(rows)]
    return {day: hours for day, hours in pairs if day and day.year == year and hours is not None and hours >= 0}


def _load(path: Path, until: str = "") -> dict[str, Any]:
    try:
        with path.open(encoding="utf-8") as lines:
            wanted = takewhile(lambda line: not line.startswith(until), lines) if until else lines
            text = "".join(wanted).strip()
        read: Any = json.loads(f"{text[:-1]}}}" if text.endswith(",") else text)
    except (OSError, ValueError, RecursionError):  # asked for without facts, or not ours
        return {}
    return read if isinstance(read, dict) else {}


def text_of(value: Any) -> str:
    """A value where it is text that can be written down, else ""."""
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else ""


def number_of(value: Any) -> float | None:
    """A value where it is a number, else None."""
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if plain and abs(value) < 1e9 and isfinite(value) else None


def part_of(facts: dict[str, Any], name: str) -> dict[str, Any]:
    """A part of the facts where it has parts itself, else {}."""
    value = facts.get(name)
    return value if isinstance(value, dict) else {}


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(text_of(value))
    except ValueError:
        return None


def _goals(facts: dict[str, Any]) -> Iterator[GoalSeen]:
    for goal in _dicts(facts.get("goals")):
        if title := text_of(goal.get("title")):
            yield GoalSeen(text_of(goal.get("id")) or title, title, goal.get("status") == "achieved")


def _goal_hours(facts: dict[str, Any]) -> float | None:
    time = part_of(facts, "time")
    return number_of(time.get("goal_hours")) if number_of(time.get("attributed_hours")) else None


def _numbers(facts: dict[str, Any], goals: tuple[GoalSeen, ...]) -> Iterator[tuple[str, str]]:
    hours, reached = _goal_hours(facts), sum(goal.reached for goal in goals)
    if hours is not None:
        yield words.hours(hours), "on goals"
    if reached:
        yield f"{reached} of {len(goals)}", "goals reached"
    kept, due = (number_of(part_of(facts, "rhythm").get(name)) for name in ("kept", "due"))
    if kept and due:
        yield f"{words.number(kept)} of {words.number(due)}", "check-ins"
