"""Feedback: what was asked and said, and what follows from it that is not done yet."""

from datetime import date
from typing import Any

import pandas as pd

from goalkit.metrics.ranges import on_days

OPEN = {"day": "datetime64[us]", "question": "str", "action": "str", "action_due": "datetime64[us]"}


def asked_between(feedback: pd.DataFrame, start: date, end: date) -> pd.DataFrame:
    """The rows of Feedback that were asked for on days in [start, end), the latest first; empty without any."""
    found = feedback[on_days(feedback["day"], start, end)]
    return found.sort_values("day", ascending=False, kind="stable", ignore_index=True)


def open_actions(feedback: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """What one meant to do about feedback and had not done by the end of a day, the earliest due first.

    Args:
        feedback: columns `day`, `question`, `action`, `action_due`, `action_done_on`.
        as_of: the day; what was asked after it is not known yet.

    Returns:
        `day`, `question`, `action`, `action_due` (NaT for none, which come last); empty when all is done.
    """
    last = pd.Timestamp(as_of)
    todo = _has(feedback, "action") & (feedback["day"] <= last) & ~(feedback["action_done_on"] <= last)
    found = feedback[todo].sort_values("action_due", kind="stable", ignore_index=True)
    return found[list(OPEN)].astype(OPEN)


def actions_done(feedback: pd.DataFrame, start: date, end: date) -> int:
    """How many actions from feedback were done on days in [start, end)."""
    return int((_has(feedback, "action") & on_days(feedback["action_done_on"], start, end)).sum())


def unanswered(feedback: pd.DataFrame, as_of: date) -> int:
    """How many questions asked up to a day have no answer written down."""
    return int(((feedback["day"] <= pd.Timestamp(as_of)) & ~_has(feedback, "said")).sum())


def refined(feedback: pd.DataFrame, name: str) -> list[str]:
    """Ids of what feedback refines by `name`, "goal_id" or "skill_id", each once, in their order."""
    return [str(found) for found in dict.fromkeys(feedback[name].dropna())]


def _has(feedback: pd.DataFrame, name: str) -> "pd.Series[Any]":
    return feedback[name].fillna("") != ""
