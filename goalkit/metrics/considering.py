"""Goals under consideration: since when, and for how many weeks."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import pandas as pd

from goalkit.periods import Calendar, day_instant

CONSIDERING = "considering"
ONE_DAY = timedelta(days=1)
COLUMNS = {"goal_id": "str", "since": "datetime64[us]", "weeks": "int64"}


def considering_since(history: pd.DataFrame, until: datetime | None = None) -> datetime | None:
    """The instant since which a goal has been under consideration without a break, or None when it is not.

    Args:
        history: the goal's changes, oldest first: `when_utc` and `after` (its fields, None when
            it was removed), as `book.history` gives them.
        until: looks at the goal as it was known before this instant; all changes when left out.
    """
    since: datetime | None = None
    for when, after in zip(history["when_utc"], history["after"], strict=True):
        if until is not None and when >= until:
            break
        if not isinstance(after, Mapping) or after.get("status") != CONSIDERING:
            since = None
        elif since is None:
            since = when.to_pydatetime() if isinstance(when, pd.Timestamp) else when
    return since


def weeks_considering(since: Mapping[str, datetime], as_of: date, calendar: Calendar) -> pd.DataFrame:
    """How long goals have been under consideration at the end of a day, the longest first.

    Args:
        since: goal id → the instant since which it is; those later than `as_of` are left out.
        as_of: the day.
        calendar: how the person counts days.

    Returns:
        `goal_id`, `since` (the local day), `weeks` (whole ones). Nothing gives an empty frame.
    """
    days = {goal: calendar.day_of(instant) for goal, instant in since.items()}
    found = [(goal, day, (as_of - day).days // 7) for goal, day in days.items() if day <= as_of]
    found.sort(key=lambda row: row[1])
    return pd.DataFrame(found, columns=list(COLUMNS)).astype(COLUMNS)


def undecided(histories: Mapping[str, pd.DataFrame], as_of: date, calendar: Calendar) -> pd.DataFrame:
    """How long each goal that is under consideration at the end of a day has been, as `weeks_considering` tells it.

    Args:
        histories: goal id → its changes; see `considering_since`.
        as_of: the day; later changes are not known.
        calendar: how the person counts days.
    """
    until = day_instant(as_of + ONE_DAY, calendar)
    since = {goal: considering_since(history, until) for goal, history in histories.items()}
    known = {goal: moment for goal, moment in since.items() if moment is not None}
    return weeks_considering(known, as_of, calendar)


def undecided_sentence(title: str, weeks: int) -> str:
    """How long a goal has been undecided, without a push (M15)."""
    if weeks < 1:
        return f"“{title}” is under consideration since this week."
    span = "a week" if weeks == 1 else f"{weeks} weeks"
    return f"“{title}”: still undecided for {span}. Letting it go is a decision, too."
