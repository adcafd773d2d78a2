"""Forecasts of tasks as they would have been made at the time: what a way of telling is judged by."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from goalkit.metrics.estimates import known_pairs
from goalkit.metrics.forecast_tasks import WAYS, past_of


@dataclass(frozen=True, slots=True)
class Replay:
    """Forecasts as they would have been made: for each task that was scored its actual and its quantiles.

    Attributes:
        actual: hours (float64).
        quantiles: a row a task, a column a level.
        levels: the levels.
    """

    actual: np.ndarray
    quantiles: np.ndarray
    levels: tuple[float, ...]


def replay(done: pd.DataFrame, way: str, levels: Sequence[float], fewest: int = 100) -> Replay:
    """How a way would have told each task on the day of its estimate, from what was done before that day.

    Args:
        done: `estimate_hours`, `actual_hours`, `estimated_on`, `done_on`; those without a day of the
            estimate are not scored, those never done are scored and teach nothing.
        way: one of WAYS.
        levels: the probabilities asked for.
        fewest: a task is scored when so many were done before its estimate.

    Ties: of tasks done on one day the later row is the more recent one. No task scored gives empty arrays.
    """
    pairs = known_pairs(done)
    past = past_of(pairs)
    ends = np.sort(pairs["done_on"].dropna().to_numpy())
    before = np.searchsorted(ends, pairs["estimated_on"].to_numpy(), "left")
    scored = np.flatnonzero(pairs["estimated_on"].notna().to_numpy() & (before >= fewest))
    estimate = pairs["estimate_hours"].to_numpy()
    found = np.full((len(scored), len(levels)), np.nan)
    for known in np.unique(before[scored]):
        law = WAYS[way](past.first(int(known)))
        for row in np.flatnonzero(before[scored] == known):
            found[row] = law(float(estimate[scored[row]])).at(levels)
    return Replay(pairs["actual_hours"].to_numpy()[scored], found, tuple(levels))
