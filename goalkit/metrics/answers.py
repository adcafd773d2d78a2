"""What was answered to the review of a period, and to the one before it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from goalkit.periods import Period, parse_period, period_of
from goalkit.records import ReviewAnswer
from goalkit.records.reviews import ANSWERS, QUESTIONS

USUAL_KIND = "month"


@dataclass(frozen=True, slots=True)
class Answer:
    """One question as it is asked, and what was written."""

    question: str
    text: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What was written about one period: its title, such as "March 2025", the day, and the answers given."""

    title: str
    day: date
    answers: tuple[Answer, ...]


def questions(period: Period) -> tuple[str, ...]:
    """The questions that fit a period, as they are asked; a day has none."""
    return tuple(_asked(name) for name in QUESTIONS.get(period.kind, ()))


def answers_to(answers: pd.DataFrame, period: Period) -> Answered | None:
    """What was answered about a period; None without any answer.

    Args:
        answers: a frame of ReviewAnswer.
        period: which one.
    """
    return next((_answered(row, period) for row in _given(answers) if row["period"] == period.name), None)


def answers_before(answers: pd.DataFrame, period: Period) -> Answered | None:
    """What was answered about the latest earlier period of the same kind; None where there is none."""
    known = [(_period(row, period), row) for row in _given(answers)]
    earlier = [(one, row) for one, row in known if one.kind == period.kind and one.start < period.start]
    return _answered(*max(earlier, key=lambda pair: pair[0].start)[::-1]) if earlier else None


def period_to_answer(answers: pd.DataFrame, today: date, week_start: int = 0) -> Period:
    """The latest period that is over on a day, of the kind that was answered last; a month before any was."""
    latest = answers.sort_values("day", kind="stable")["period"].tail(1)
    kind = next((parse_period(str(name)).kind for name in latest), USUAL_KIND)
    return period_of(today, kind, week_start).previous()


def _given(answers: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows in which anything is answered."""
    some = answers[(answers[list(ANSWERS)].fillna("") != "").any(axis=1)]
    rows: list[dict[str, Any]] = some.to_dict("records")
    return rows


def _period(row: dict[str, Any], like: Period) -> Period:
    return parse_period(str(row["period"]), like.week_start)


def _answered(row: dict[str, Any], period: Period) -> Answered:
    told = [Answer(_asked(name), str(row[name])) for name in ANSWERS if row[name]]
    return Answered(period.title, row["day"].date(), tuple(told))


def _asked(name: str) -> str:
    return str(ReviewAnswer.model_fields[name].title)
