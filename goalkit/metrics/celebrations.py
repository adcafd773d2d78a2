"""Celebrations: milestones that were reached, and whether one stopped to notice."""

from datetime import date

import pandas as pd

CELEBRATIONS = {
    "milestone_id": "str", "title": "str", "goal_id": "str", "celebrate": "str", "done_on": "datetime64[us]",
    "celebrated_on": "datetime64[us]", "taken": "bool",
}  # fmt: skip


def celebrations(milestones: pd.DataFrame, start: date, end: date) -> pd.DataFrame:
    """Milestones reached on days in [start, end), those not celebrated yet first, then the latest first.

    Args:
        milestones: columns `id`, `title`, `goal_id`, `celebrate`, `done_on`, `celebrated_on`.
        start: first day.
        end: the day after the last one.

    Returns:
        `milestone_id`, `title`, `goal_id`, `celebrate`, `done_on`, `celebrated_on`, `taken`. A
        celebration on or after `end` is not known yet. None reached gives an empty frame.
    """
    first, last = pd.Timestamp(start), pd.Timestamp(end)
    reached = milestones[(milestones["done_on"] >= first) & (milestones["done_on"] < last)]
    frame = reached.rename(columns={"id": "milestone_id"})
    frame = frame.assign(celebrated_on=frame["celebrated_on"].where(frame["celebrated_on"] < last))
    frame = frame.assign(taken=frame["celebrated_on"].notna())[list(CELEBRATIONS)].astype(CELEBRATIONS)
    return frame.sort_values(["taken", "done_on"], ascending=[True, False], kind="stable", ignore_index=True)


def small_wins(checkins: pd.DataFrame, start: date, end: date) -> pd.DataFrame:
    """What went well, as written down on days in [start, end): `day`, `wins`, the latest first; empty without."""
    inside = (checkins["day"] >= pd.Timestamp(start)) & (checkins["day"] < pd.Timestamp(end))
    told = checkins[inside & (checkins["wins"].fillna("") != "")]
    return told.sort_values("day", ascending=False, kind="stable")[["day", "wins"]].reset_index(drop=True)
