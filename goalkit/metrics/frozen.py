"""Frozen forecasts: what earlier reviews foresaw, beside what came of it, in the shape that is scored."""

from datetime import date
from typing import Any

import pandas as pd

COLUMNS = {
    "goal_id": "str",
    "made_on": "datetime64[us]",
    "due": "datetime64[us]",
    "p_due": "float64",
    "p50": "datetime64[us]",
    "p80": "datetime64[us]",
    "p95": "datetime64[us]",
    "naive": "datetime64[us]",
    "finished_on": "datetime64[us]",
}


def earlier_forecasts(
    frozen: pd.DataFrame, goals: pd.DataFrame, reached: "pd.Series[Any]", as_of: date
) -> pd.DataFrame:
    """The forecasts that reviews made before a day and that can be held against what came, the oldest first.

    Args:
        frozen: a frame of Forecast.
        goals: a frame of goals. A forecast of one that was dropped or removed, or whose target was changed since,
            tells nothing about itself and is left out; its own due day stands, though the goal's moved.
        reached: goal id → the day on which it was reached, as `forecast.reached_on` gives it.
        as_of: the day; forecasts of that day or later ones are not earlier.

    Returns:
        `goal_id`, `made_on`, `due`, `p_due`, `p50`, `p80`, `p95`, `naive`, `finished_on`, as `scoring.scores` takes
        them. Empty input gives an empty frame.
    """
    going = goals[goals["status"] != "dropped"]
    target = frozen["goal_id"].map(dict(zip(going["id"], going["target"], strict=True))).astype("float64")
    earlier = (frozen["as_of"] < pd.Timestamp(as_of)) & (target == frozen["target"])
    found = frozen[earlier].rename(columns={"as_of": "made_on", "p_by_due": "p_due"})
    days = {str(goal): day for goal, day in reached.items()}
    finished = pd.Series([days.get(goal) for goal in found["goal_id"]], index=found.index, dtype="datetime64[us]")
    told = found.assign(finished_on=finished)[list(COLUMNS)].astype(COLUMNS)
    return told.sort_values("made_on", kind="stable", ignore_index=True)
