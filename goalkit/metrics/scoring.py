"""Scores of forecasts that have come due: how far off they were, and whether the odds they gave were kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from goalkit.metrics.draws import LEVELS

NOTHING = float("nan")
NEVER = pd.Timestamp("2262-01-01")
NAMES = ("p50", "p80", "p95")
TAUS = tuple(round(0.05 * step, 2) for step in range(1, 20))  # 0.05 … 0.95
TOLERANCE = 0.02
BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
CLOSE = 1e-9  # relative: a quantile that was multiplied out meets an actual that was typed


def brier(probability: np.ndarray, happened: np.ndarray) -> float:
    """The mean of (probability − outcome)²: 0 is perfect, 0.25 what “fifty-fifty” always gets (Brier 1950).

    NaN without a forecast.
    """
    missed = np.asarray(probability, dtype="float64") - np.asarray(happened, dtype="float64")
    return float((missed**2).mean()) if len(missed) else NOTHING


def pinball(actual: np.ndarray, quantiles: np.ndarray, levels: Sequence[float]) -> float:
    """The mean pinball loss over forecasts and levels, in the unit of the actual (Koenker & Bassett 1978).

    A quantile q of level τ loses τ·(y − q) where y lies above it and (1 − τ)·(q − y) where it lies below.

    Args:
        actual: one value a forecast.
        quantiles: a row a forecast, a column a level.
        levels: the levels of the columns.

    NaN without a forecast.
    """
    if not len(actual):
        return NOTHING
    above = np.asarray(actual)[:, None] - quantiles
    tau = np.asarray(levels)
    return float(np.maximum(tau * above, (tau - 1) * above).mean())


def coverage(actual: np.ndarray, quantiles: np.ndarray, levels: Sequence[float]) -> pd.DataFrame:
    """How often actuals lay below each quantile, and at or below it.

    Where actuals often equal the quantile the two differ, and any level between them is kept: a level is right when
    P(Y < q) ≤ τ ≤ P(Y ≤ q), give or take 2 points.

    Returns:
        `level`, `below`, `at_or_below` (shares), `kept` (whether the bracket holds), `forecasts` (how many). Without a
        forecast the shares are NaN and nothing is kept.
    """
    same = np.isclose(np.asarray(actual)[:, None], quantiles, rtol=CLOSE, atol=0.0)
    less = (np.asarray(actual)[:, None] < quantiles) & ~same
    count, tau = len(actual), np.asarray(levels, dtype="float64")
    below = less.mean(axis=0) if count else np.full(len(tau), NOTHING)
    within = (less | same).mean(axis=0) if count else np.full(len(tau), NOTHING)
    kept = (below - TOLERANCE <= tau) & (tau <= within + TOLERANCE)
    return pd.DataFrame({"level": tau, "below": below, "at_or_below": within, "kept": kept, "forecasts": count})


def calibration(probability: np.ndarray, happened: np.ndarray) -> pd.DataFrame:
    """What came of forecasts of like probability: for a chart on whose diagonal said and happened are the same.

    Returns:
        `said` (mean probability), `happened` (share), `forecasts` (how many), a row a fifth of the scale that holds
        any; a probability on a bound belongs to the fifth above it, 1 to the last. Empty input gives an empty frame.
    """
    said = np.asarray(probability, dtype="float64")
    fifth = np.clip(np.searchsorted(BINS, said, "right") - 1, 0, len(BINS) - 2)
    frame = pd.DataFrame({"said": said, "happened": np.asarray(happened, dtype="float64")})
    found = frame.groupby(fifth).agg(said=("said", "mean"), happened=("happened", "mean"), forecasts=("said", "size"))
    return found.reset_index(drop=True)


@dataclass(frozen=True, slots=True)
class Scores:
    """How forecasts of goals did, and beside them the naive straight line.

    Attributes:
        decided: forecasts whose due day has come.
        brier, naive_brier: of P(by due); the straight line says 1 or 0.
        finished: of these the ones whose goal is reached by now and whose days are all known.
        pinball_days, naive_pinball_days: mean loss of P50, P80 and P95; the straight line says one day for all three.
    """

    decided: int
    brier: float
    naive_brier: float
    finished: int
    pinball_days: float
    naive_pinball_days: float


def decided(forecasts: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The forecasts whose due day has come, with `happened` (bool): whether the goal was reached by then.

    One that is reached before its due day waits for it: counted at once, early ones would make odds look kept that
    were too high.

    Args:
        forecasts: `p_due` (NaN while it was too early), `due`, `finished_on` (NaT while it is not reached).
        as_of: the last day that is known; a goal reached later counts as open.
    """
    end = forecasts["finished_on"].where(forecasts["finished_on"] <= pd.Timestamp(as_of))
    known = forecasts["p_due"].notna() & (forecasts["due"] <= pd.Timestamp(as_of))
    return forecasts[known].assign(happened=(end <= forecasts["due"])[known]).reset_index(drop=True)


def scores(forecasts: pd.DataFrame, as_of: date) -> Scores:
    """The scores of forecasts made earlier.

    Args:
        forecasts: one row a forecast: `made_on`, `due`, `p_due`, `p50`, `p80`, `p95`, `naive` (days; NaT when not
            within sight) and `finished_on` (NaT while the goal is not reached).
        as_of: the last day that is known.

    A goal that is not reached yet has no day to be off from, and is left out of the losses, as is one whose straight
    line never arrives (which says that the due day is missed): read them beside `finish_coverage`, which counts all.
    Nothing decided gives NaN.
    """
    told = decided(forecasts, as_of)
    naive = (told["naive"] <= told["due"]).to_numpy(dtype="float64")
    happened = told["happened"].to_numpy(dtype="float64")
    days = [*NAMES, "naive", "finished_on"]
    done = told[told[days].notna().all(axis=1) & (told["finished_on"] <= pd.Timestamp(as_of))]
    taken = {name: _days(done, name) for name in days}
    guess = np.column_stack([taken[name] for name in NAMES])
    line = np.repeat(taken["naive"][:, None], 3, axis=1)
    return Scores(
        decided=len(told),
        brier=brier(told["p_due"].to_numpy(), happened),
        naive_brier=brier(naive, happened),
        finished=len(done),
        pinball_days=pinball(taken["finished_on"], guess, LEVELS),
        naive_pinball_days=pinball(taken["finished_on"], line, LEVELS),
    )


def _days(rows: pd.DataFrame, name: str) -> np.ndarray:
    """A column of days as days after each forecast was made."""
    return (rows[name] - rows["made_on"]).dt.days.to_numpy(dtype="float64")


def finish_coverage(forecasts: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """How often goals were reached before, and by, their P50, P80 and P95, as `coverage` gives it, a row a level.

    A forecast counts for a level once that day has come, whether the goal is reached or not.
    """
    today, reached = pd.Timestamp(as_of), forecasts["finished_on"].fillna(NEVER)
    rows = []
    for level, name in zip(LEVELS, NAMES, strict=True):
        come = (forecasts["p_due"].notna() & (forecasts[name] <= today)).to_numpy()
        late = (reached - forecasts[name])[come].dt.days.to_numpy(dtype="float64")
        rows.append(coverage(late, np.zeros((len(late), 1)), [level]))
    return pd.concat(rows, ignore_index=True)
