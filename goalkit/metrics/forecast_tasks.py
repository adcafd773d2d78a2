"""What a task will take, from its estimate and what past tasks took: five ways to tell, and the total of many."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from goalkit.metrics.draws import LEVELS, PATHS, SEED, quantiles
from goalkit.metrics.estimates import LogFit, fit_logs, known_pairs

FEWEST_PAIRS = 10  # under them nothing is told
FEWEST_ALIKE = 20  # of one size; under them all past tasks count
RECENT = 50
USUAL = "same size"  # of the five the best on the published tasks
# Hours; a size reaches up to and with its bound: half an hour to half a day, then one, two and five days of 7 hours.
SIZES = np.array([0.5, 1, 2, 4, 7, 14, 35])


@dataclass(frozen=True, slots=True)
class Past:
    """Tasks that are done: estimate and actual in hours (float64, above 0), in the order in which they were done."""

    estimate: np.ndarray
    actual: np.ndarray

    def __len__(self) -> int:
        return len(self.estimate)

    @property
    def ratio(self) -> np.ndarray:
        """The ratio actual / estimate of each."""
        return self.actual / self.estimate

    def first(self, count: int) -> "Past":
        """The first so many of them."""
        return Past(self.estimate[:count], self.actual[:count])


def past_of(done: pd.DataFrame) -> Past:
    """The past of a frame of done tasks (`estimate_hours`, `actual_hours`, `done_on`); rows without both left out."""
    pairs = known_pairs(done[done["done_on"].notna()].sort_values("done_on", kind="stable"))
    return Past(pairs["estimate_hours"].to_numpy(), pairs["actual_hours"].to_numpy())


@dataclass(frozen=True, slots=True)
class Law:
    """How actuals are thought to lie for one estimate: middle · e^spread, each spread being as likely.

    Attributes:
        middle: hours that the spreads are multiples of.
        factors: the multiples, rising (float64).
    """

    middle: float
    factors: np.ndarray

    def at(self, levels: Sequence[float]) -> np.ndarray:
        """Its quantiles in hours: the least value that at least that share of it does not exceed."""
        return self.middle * quantiles(self.factors, levels)

    def draws(self, count: int, chance: np.random.Generator) -> np.ndarray:
        """So many hours drawn from it."""
        return self.middle * self.factors[chance.integers(0, len(self.factors), count)]


Way = Callable[[Past], Callable[[float], Law]]


def _as_it_is(past: Past) -> Callable[[float], Law]:
    return lambda estimate: Law(estimate, np.ones(1))


def _all_ratios(past: Past) -> Callable[[float], Law]:
    ordered = np.sort(past.ratio)
    return lambda estimate: Law(estimate, ordered)


def _last_ratios(past: Past) -> Callable[[float], Law]:
    ordered = np.sort(past.ratio[-RECENT:])
    return lambda estimate: Law(estimate, ordered)


def _same_size(past: Past) -> Callable[[float], Law]:
    sizes, ratio = size_of(past.estimate), past.ratio
    by_size: dict[int, np.ndarray] = {}

    def law(estimate: float) -> Law:
        size = int(size_of(np.array([estimate]))[0])
        if size not in by_size:
            own = ratio[sizes == size]
            by_size[size] = np.sort(own if len(own) >= FEWEST_ALIKE else ratio)
        return Law(estimate, by_size[size])

    return law


def _fitted(past: Past) -> Callable[[float], Law]:
    fit, factors = residual_factors(past)
    return lambda estimate: Law(float(fit.hours(np.array([estimate]))[0]), factors)


WAYS: dict[str, Way] = {
    "the estimate as it is": _as_it_is,
    "all past ratios": _all_ratios,
    "last 50 ratios": _last_ratios,
    "same size": _same_size,
    "fit": _fitted,
}


def size_of(estimate: np.ndarray) -> np.ndarray:
    """The size that each estimate belongs to, 0 for the smallest: up to ½, 1, 2, 4, 7, 14, 35 h, and beyond."""
    return np.searchsorted(SIZES, estimate, "left")


def residual_factors(past: Past) -> tuple[LogFit, np.ndarray]:
    """The log–log fit, and by what factor each actual lay off its line, rising.

    Where all estimates are the same there is no line to fit; then actual = median ratio · estimate stands in.
    """
    fit = fit_logs(np.log(past.estimate), np.log(past.actual))
    if np.isnan(fit.power):
        middle = float(np.median(past.ratio)) if len(past) else float("nan")
        fit = LogFit(middle, 1.0, float("nan"), len(past))
    return fit, np.sort(past.actual / fit.hours(past.estimate))


def task_quantiles(past: Past, estimates: np.ndarray, levels: Sequence[float] = LEVELS, way: str = USUAL) -> np.ndarray:
    """The hours that each task will not exceed with each probability: a row an estimate, a column a level.

    With under 10 past pairs it is too early, and all are NaN.
    """
    if len(past) < FEWEST_PAIRS:
        return np.full((len(estimates), len(levels)), np.nan)
    law = WAYS[way](past)
    rows = [law(float(estimate)).at(levels) for estimate in estimates]
    return np.array(rows).reshape(len(estimates), len(levels))


def task_forecasts(tasks: pd.DataFrame, past: Past, way: str = USUAL) -> pd.DataFrame:
    """What each open task will take.

    Args:
        tasks: a frame of Task, of open ones; those without an estimate are left out.
        past: what is known.
        way: one of WAYS.

    Returns:
        `task_id`, `title`, `goal_id` ("" without one), `estimate_hours`, `p50`, `p80`, `p95` (hours; NaN while it
        is too early), in their order. Empty input gives an empty frame.
    """
    known = tasks[tasks["estimate_hours"] > 0]
    found = task_quantiles(past, known["estimate_hours"].to_numpy(dtype="float64"), LEVELS, way)
    columns = {"task_id": known["id"], "title": known["title"], "goal_id": known["goal_id"].fillna("")}
    frame = pd.DataFrame({**columns, "estimate_hours": known["estimate_hours"]}).reset_index(drop=True)
    return frame.assign(p50=found[:, 0], p80=found[:, 1], p95=found[:, 2])


def total_draws(past: Past, estimates: np.ndarray, way: str = USUAL) -> np.ndarray:
    """Hours that these tasks take together in each of 10,000 imagined futures, rising; always the same ones.

    Each task is drawn by itself: that one took long says nothing about the next. No tasks give zeros, under 10
    past pairs none (an empty array).
    """
    if len(past) < FEWEST_PAIRS:
        return np.zeros(0)
    law, chance = WAYS[way](past), np.random.default_rng(SEED)
    total = np.zeros(PATHS)
    for estimate in estimates:
        total += law(float(estimate)).draws(PATHS, chance)
    return np.sort(total)


def total_quantiles(
    past: Past, estimates: np.ndarray, levels: Sequence[float] = LEVELS, way: str = USUAL
) -> np.ndarray:
    """The hours that these tasks together will not exceed with each probability; NaN while it is too early."""
    return quantiles(total_draws(past, estimates, way), levels)
