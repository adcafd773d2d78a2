"""A person's own words, chosen by rule: affirmations in turn (M9), answers of a look back (M1), themes (M2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from goalkit.metrics.direction import written_by
from goalkit.periods import Period
from goalkit.records.reflection import QUESTIONS

# A question for each month: wishes while the year is young, what stands in the way in spring, a look
# at both in the middle, and what came of it towards the end. In a year each is asked once, one twice.
OF_THE_MONTH = (
    "missed", "small_change", "holds_back", "to_learn", "kinder", "setbacks",
    "missed", "gratitude", "learned", "challenges", "gained", "accomplishments",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class InTurn:
    """An affirmation, and its place among those in use: `place` of `many`, from 1."""

    text: str
    place: int
    many: int


@dataclass(frozen=True, slots=True)
class LookedBack:
    """A look back: the year it opens, the day it was written, and the questions with an answer."""

    year: int
    day: date
    answers: Mapping[str, str]


def turn(period: Period) -> int:
    """The number of a period among all of its kind: the next one has the next number."""
    first = period.start
    match period.kind:
        case "year":
            return first.year
        case "quarter":
            return first.year * 4 + (first.month - 1) // 3
        case "month":
            return first.year * 12 + first.month - 1
        case "week":
            return first.toordinal() // 7
    return first.toordinal()


def affirmation_in_turn(affirmations: pd.DataFrame, as_of: date, number: int) -> InTurn | None:
    """The affirmation whose turn it is, None without any in use.

    Args:
        affirmations: columns `day`, `text`, `retired_on`; those written after `as_of` and those
            retired by then are left out, the others come in the order in which they were written.
        as_of: the day.
        number: of the period, see `turn`; one number later it is the next one's turn.
    """
    known = written_by(affirmations, as_of)
    used = known.loc[~(known["retired_on"] <= pd.Timestamp(as_of)), "text"].tolist()
    if not used:
        return None
    place = number % len(used)
    return InTurn(str(used[place]), place + 1, len(used))


def look_backs(written: pd.DataFrame, as_of: date) -> tuple[LookedBack, ...]:
    """The look backs written by `as_of` that answer anything, by the year that they open."""
    known = written_by(written, as_of).sort_values("year", kind="stable")
    found = [
        LookedBack(int(row["year"]), row["day"].date(), {name: str(row[name]) for name in QUESTIONS if row[name]})
        for row in known.to_dict("records")
    ]
    return tuple(one for one in found if one.answers)


def fitting_question(month: int, answers: Mapping[str, str]) -> str:
    """The question whose answer a month's review quotes: the month's own, see `OF_THE_MONTH`.

    Where that one has no answer, it is the next month's, and so on around the year; "" when none
    of them is answered.
    """
    around = [OF_THE_MONTH[(month - 1 + step) % len(OF_THE_MONTH)] for step in range(len(OF_THE_MONTH))]
    return next((name for name in around if answers.get(name)), "")


def theme_of(themes: pd.DataFrame, year: int) -> tuple[str, str]:
    """The theme of a year and what it means to the person; ("", "") without one."""
    own = themes[themes["year"] == year]
    return ("", "") if own.empty else (str(own["theme"].iloc[-1]), str(own["meaning"].iloc[-1] or ""))
