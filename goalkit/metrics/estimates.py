"""Estimates against what tasks took, how many are finished, and how long they lie between start and done."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from goalkit.metrics.task_work import task_work
from goalkit.periods import Calendar

NOTHING = float("nan")
EXACT_HOURS = 30 / 3600  # half a minute: who logs to the second hits no estimate to the second
DONE = {
    "task_id": "str",
    "title": "str",
    "goal_id": "str",
    "estimate_hours": "float64",
    "actual_hours": "float64",
    "estimated_on": "datetime64[us]",
    "started_on": "datetime64[us]",
    "done_on": "datetime64[us]",
}


def done_tasks(tasks: pd.DataFrame, entries: pd.DataFrame, as_of: date, calendar: Calendar) -> pd.DataFrame:
    """The tasks that were done by the end of a day, with what each was meant to take and what it took.

    Args:
        tasks: a frame of Task. Two columns more may be given: `actual_hours`, which wins over the log
            where it is not missing, and `estimated_on`, the day on which the estimate was written down.
        entries: an entry frame, whose time goes to tasks as `task_work` says.
        as_of: the last day that is known; later entries do not count.
        calendar: how the person counts days.

    Returns:
        `task_id`, `title`, `goal_id` ("" without one), `estimate_hours` and `actual_hours` (NaN where not
        known: no estimate, nothing logged), `estimated_on` (NaT where not given), `started_on` (the first day
        with time on it, else the day it was meant to begin; never after `done_on`, else missing), `done_on`; in
        the order in which they were done. Empty input gives an empty frame with these columns.
    """
    done = tasks[tasks["done_on"] <= pd.Timestamp(as_of)].sort_values("done_on", kind="stable")
    work = task_work(tasks, entries, as_of, calendar).reindex(done["id"])
    given = done.get("actual_hours", pd.Series(NOTHING, index=done.index)).to_numpy(dtype="float64")
    never = pd.Series(pd.NaT, index=done.index, dtype="datetime64[us]")
    first = pd.Series(work["first_day"].to_numpy(), index=done.index).fillna(done["start"])
    columns: dict[str, Any] = {
        "task_id": done["id"],
        "title": done["title"],
        "goal_id": done["goal_id"].fillna(""),
        "estimate_hours": done["estimate_hours"],
        "actual_hours": np.where(np.isnan(given), work["hours"].to_numpy(), given),
        "estimated_on": done.get("estimated_on", never),
        "started_on": first.where(first <= done["done_on"]),
        "done_on": done["done_on"],
    }
    return pd.DataFrame(columns).astype(DONE).reset_index(drop=True)


@dataclass(frozen=True, slots=True)
class EstimateSummary:
    """How estimates stood to what tasks took; r = actual / estimate; NaN where there is nothing to tell it from.

    Attributes:
        tasks: how many have both numbers.
        median_ratio: of single tasks, the usual r.
        total_ratio: Σ actual / Σ estimate, where long tasks weigh more; the two differ.
        longer, exact, shorter: shares of tasks that took longer than estimated (under-estimated), as long
            (within half a minute) and less (over-estimated).
        when_longer, when_shorter: the geometric mean of r of those that took longer, and less.
    """

    tasks: int
    median_ratio: float
    total_ratio: float
    longer: float
    exact: float
    shorter: float
    when_longer: float
    when_shorter: float


def known_pairs(done: pd.DataFrame) -> pd.DataFrame:
    """The rows with an estimate and an actual above 0, in their order: those that can be compared."""
    both = (done["estimate_hours"] > 0) & (done["actual_hours"] > 0)
    return done[both].reset_index(drop=True)


def estimate_ratios(done: pd.DataFrame) -> np.ndarray:
    """The ratio r = actual / estimate of each task that has both."""
    pairs = known_pairs(done)
    return pairs["actual_hours"].to_numpy() / pairs["estimate_hours"].to_numpy()


def estimate_summary(done: pd.DataFrame) -> EstimateSummary:
    """The summary of a frame with `estimate_hours` and `actual_hours`; without a pair all is NaN."""
    pairs, ratio = known_pairs(done), estimate_ratios(done)
    if not len(ratio):
        return EstimateSummary(0, *[NOTHING] * 7)
    beyond = (pairs["actual_hours"] - pairs["estimate_hours"]).to_numpy()
    longer, shorter = beyond > EXACT_HOURS, beyond < -EXACT_HOURS
    return EstimateSummary(
        tasks=len(ratio),
        median_ratio=float(np.median(ratio)),
        total_ratio=float(pairs["actual_hours"].sum() / pairs["estimate_hours"].sum()),
        longer=float(longer.mean()),
        exact=float((~longer & ~shorter).mean()),
        shorter=float(shorter.mean()),
        when_longer=_geometric_mean(ratio[longer]),
        when_shorter=_geometric_mean(ratio[shorter]),
    )


def _geometric_mean(values: np.ndarray) -> float:
    return float(np.exp(np.log(values).mean())) if len(values) else NOTHING


@dataclass(frozen=True, slots=True)
class LogFit:
    """actual = factor · estimate ^ power, by least squares on the logarithms.

    Attributes:
        factor: A, what a task of one estimated hour takes.
        power: b; below 1 long tasks are over-estimated beside short ones.
        r2: the share of the variance of the logarithms that it explains; NaN when the actuals are all alike.
        tasks: n, how many pairs it is taken from.
    """

    factor: float
    power: float
    r2: float
    tasks: int

    def hours(self, estimate: np.ndarray) -> np.ndarray:
        """What the line gives for each estimate."""
        return self.factor * estimate**self.power


def log_fit(done: pd.DataFrame) -> LogFit:
    """The log–log fit of a frame with `estimate_hours` and `actual_hours`.

    Without two different estimates there is no line: factor, power and R² are NaN.
    """
    pairs = known_pairs(done)
    x, y = np.log(pairs["estimate_hours"].to_numpy()), np.log(pairs["actual_hours"].to_numpy())
    return fit_logs(x, y)


def fit_logs(x: np.ndarray, y: np.ndarray) -> LogFit:
    """The same of logarithms."""
    if _alike(x):
        return LogFit(NOTHING, NOTHING, NOTHING, len(x))
    across, up = x - x.mean(), y - y.mean()
    power = float(across @ up / (across @ across))
    rest = up - power * across
    r2 = NOTHING if _alike(y) else float(1 - rest @ rest / (up @ up))
    return LogFit(float(np.exp(y.mean() - power * x.mean())), power, r2, len(x))


def _alike(values: np.ndarray) -> bool:
    """Whether no two of them differ by more than floats do."""
    return len(values) < 2 or bool(np.ptp(values) <= 1e-12 * max(1.0, float(np.abs(values).max())))


def throughput(done: pd.DataFrame, start: date, end: date) -> float:
    """Tasks finished a week on the days of [start, end): their number over its length in weeks; NaN for no days."""
    days = (end - start).days
    inside = (done["done_on"] >= pd.Timestamp(start)) & (done["done_on"] < pd.Timestamp(end))
    return float(inside.sum()) * 7 / days if days > 0 else NOTHING


def lead_days(done: pd.DataFrame) -> np.ndarray:
    """Days from start to done of each task that has both (`started_on`, `done_on`); 0 on the same day."""
    known = done[done["started_on"].notna() & done["done_on"].notna()]
    return (known["done_on"] - known["started_on"]).dt.days.to_numpy(dtype="float64")


def same_day_share(done: pd.DataFrame) -> float:
    """The share of all these tasks that were started and finished on one day; a missing day is no same day.

    No tasks give NaN.
    """
    return float((done["started_on"] == done["done_on"]).mean()) if len(done) else NOTHING


def estimated_at_start_share(done: pd.DataFrame) -> float:
    """The share of all these tasks that were estimated on the day they were started; no tasks give NaN."""
    return float((done["estimated_on"] == done["started_on"]).mean()) if len(done) else NOTHING
