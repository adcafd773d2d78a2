"""Values as lived: the share of hours that went to each, beside the share of importance it was given (M3)."""

from collections.abc import Mapping
from math import nan

import pandas as pd

from goalkit.metrics.direction import stated_shares

SHARES = {
    "value_id": "str", "name": "str", "importance": "int64", "stated": "float64", "lived": "float64",
    "hours": "float64", "goals": "int64",
}  # fmt: skip


def value_shares(values: pd.DataFrame, goals: pd.DataFrame, goal_hours: Mapping[str, float]) -> pd.DataFrame:
    """Each value's share of importance and of hours, the most important first.

    Args:
        values: columns `id`, `name`, `importance`.
        goals: columns `id`, `value_ids` (those that it serves).
        goal_hours: goal → hours.

    Returns:
        `value_id`, `name`, `importance`, `stated` (share of all importance), `lived` (share of the hours of goals
        that serve a value; NaN without such hours), `hours` (those of a goal that serves k values count 1/k for
        each), `goals` (how many serve it). No values give an empty frame.
    """
    stated = stated_shares(values).rename(columns={"share": "stated"})
    served = _served(goals, frozenset(stated["value_id"]))
    hours = served["share"] * served["goal_id"].map(dict(goal_hours)).astype("float64").fillna(0.0)
    given = hours.groupby(served["value_id"]).sum().reindex(stated["value_id"], fill_value=0.0).to_numpy()
    many = served.groupby("value_id").size().reindex(stated["value_id"], fill_value=0).to_numpy()
    all_hours = given.sum()
    frame = stated.assign(hours=given, lived=given / all_hours if all_hours > 0 else nan, goals=many)
    return frame[list(SHARES)].astype(SHARES)


def _served(goals: pd.DataFrame, known: frozenset[str]) -> pd.DataFrame:
    """A row a goal and value it serves, with the share of the goal's hours that count for it."""
    rows = [
        (goal, value, 1 / len(own))
        for goal, served in zip(goals["id"], goals["value_ids"], strict=True)
        if (own := known & set(served))
        for value in sorted(own)
    ]
    columns = {"goal_id": "str", "value_id": "str", "share": "float64"}
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


def value_distance(shares: pd.DataFrame) -> float:
    """½ Σ|stated − lived|: the share of hours that would have to go to other values for both to agree.

    0 when they agree, 1 at the most; NaN without values or hours.
    """
    return float((shares["stated"] - shares["lived"]).abs().sum(skipna=False) / 2) if len(shares) else nan
