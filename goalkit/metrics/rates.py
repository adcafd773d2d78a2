"""Rate goals, "so much a week": periods met, periods due, and what the running period still asks.

A period that was missed cannot be made good, so it stays in the share of periods met and is not
asked for again: the pace looks at the last whole period and at the running one alone.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from goalkit.periods import Period, period_of

WEEKS = {"week": 1.0, "month": 365.25 / 12 / 7, "quarter": 365.25 / 4 / 7}


@dataclass(frozen=True, slots=True)
class Rate:
    """What a rate goal asks for: `target` in each whole period of kind `per` within [start, due]."""

    target: float
    per: str
    start: date
    due: date
    week_start: int = 0

    def periods(self) -> list[Period]:
        """The whole periods within [start, due]; none when the goal is shorter than one."""
        found = period_of(self.start, self.per, self.week_start)
        if found.start < self.start:
            found = found.following()
        periods = []
        while found.end.toordinal() - 1 <= self.due.toordinal():
            periods.append(found)
            found = found.following()
        return periods


@dataclass(frozen=True, slots=True)
class RateState:
    """A rate goal on one day.

    Attributes:
        met: periods met, the running one included as soon as it is.
        due: whole periods that have ended by then.
        met_of_due: how many of these were met.
        total: whole periods in all.
        safety_days: days until a period ends unmet; 0 when the last one was missed and the running
            one is not met yet.
        do_today: what the running period still asks, spread over its days from today; 0 when a
            day or more is safe.
        behind: whether the last whole period was missed and the running one is not met yet.
    """

    met: int
    due: int
    met_of_due: int
    total: int
    safety_days: float
    do_today: float
    behind: bool

    @property
    def progress(self) -> float:
        """Periods met / periods due; 0 while none is due."""
        return self.met_of_due / self.due if self.due else 0.0


def rate_state(rate: Rate, days: np.ndarray, amounts: np.ndarray, as_of: date) -> RateState:
    """The state at the end of `as_of`, from amounts on days (datetime64[D]) in any order."""
    known = days <= np.datetime64(as_of)
    days, amounts = days[known], amounts[known]
    periods = rate.periods()
    sums = [_sum(period, days, amounts) for period in periods]
    met = [total >= rate.target for total in sums]
    due = sum(period.end.toordinal() - 1 <= as_of.toordinal() for period in periods)
    safety = _safety_days(periods, met, due, as_of)
    return RateState(
        met=sum(met),
        due=due,
        met_of_due=sum(met[:due]),
        total=len(periods),
        safety_days=safety,
        do_today=0.0 if safety >= 1 else _missing_a_day(rate, periods[due:], sums[due:], as_of),
        behind=_is_behind(met, due),
    )


def met_by_day(rate: Rate, days: np.ndarray, amounts: np.ndarray, on: np.ndarray) -> np.ndarray:
    """How many periods were met by each day of `on` (datetime64[D])."""
    order = np.argsort(days, kind="stable")
    days, amounts = days[order], amounts[order]
    reached = [_reached_on(rate, period, days, amounts) for period in rate.periods()]
    when = np.sort(np.array([day for day in reached if day is not None], dtype="datetime64[D]"))
    return np.searchsorted(when, on, "right").astype(np.float64)


def due_by_day(rate: Rate, on: np.ndarray) -> np.ndarray:
    """How many whole periods had ended by the end of each day of `on` (datetime64[D])."""
    last = np.array([period.end for period in rate.periods()], dtype="datetime64[D]") - np.timedelta64(1, "D")
    return np.searchsorted(last, on, "right").astype(np.float64)


def _within(period: Period, days: np.ndarray) -> np.ndarray:
    return (days >= np.datetime64(period.start)) & (days < np.datetime64(period.end))


def _sum(period: Period, days: np.ndarray, amounts: np.ndarray) -> float:
    return float(amounts[_within(period, days)].sum())


def _reached_on(rate: Rate, period: Period, days: np.ndarray, amounts: np.ndarray) -> np.datetime64 | None:
    inside = _within(period, days)
    enough = np.flatnonzero(np.cumsum(amounts[inside]) >= rate.target)
    return days[inside][enough[0]] if len(enough) else None


def _is_behind(met: list[bool], due: int) -> bool:
    running_is_met = due < len(met) and met[due]
    return due > 0 and not met[due - 1] and not running_is_met


def _safety_days(periods: list[Period], met: list[bool], due: int, as_of: date) -> float:
    if due == len(periods) or _is_behind(met, due):
        return 0.0
    following = min(due + met[due], len(periods) - 1)  # a running period that is met leaves the next one to lose
    return float(periods[following].end.toordinal() - 1 - as_of.toordinal())


def _missing_a_day(rate: Rate, open_periods: list[Period], sums: list[float], as_of: date) -> float:
    if not open_periods or open_periods[0].start > as_of:
        return 0.0
    left = open_periods[0].end.toordinal() - as_of.toordinal()
    return max(rate.target - sums[0], 0.0) / left
