"""When a total is reached: past weeks drawn again and again, a distribution and never a date alone."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from goalkit.metrics.draws import LEVELS, PATHS, SEED, quantiles

FEWEST_WEEKS = 4
HALF_LIFE_WEEKS = 12  # a week so long ago is drawn half as often as the last one
MOST_WEEKS = 260  # five years: what lies beyond is out of sight
SLOTS = 1 << 16
NOTHING = float("nan")
LATE = 1e-9  # what a sum of floats may fall short by


def recent_weights(weeks: int, half_life: float = HALF_LIFE_WEEKS) -> np.ndarray:
    """How likely each past week is drawn, the oldest first: halved every `half_life` weeks back; they sum to 1.

    No weeks give none.
    """
    weights = 0.5 ** (np.arange(weeks - 1, -1, -1) / half_life)
    return weights / weights.sum() if weeks else weights


def likely_gains(gains: np.ndarray) -> np.ndarray:
    """Each past week's gain as often as `recent_weights` has it drawn, of 65,536 in all: one draw is one pick."""
    bounds = np.rint(np.cumsum(recent_weights(len(gains))) * SLOTS).astype(np.int64)
    return np.repeat(gains, np.diff(bounds, prepend=0))


def worth(weeks: int) -> int:
    """How many equal weeks the weights of so many are worth, (Σw)² / Σw² (Kish 1965); under the number itself."""
    weights = recent_weights(weeks)
    return round(1 / float(weights @ weights)) if weeks else 0


def imagined_pasts(gains: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """A past of its own for each future, a row each: as many weeks as the known ones are worth, drawn from them.

    What is usual is not known better than these weeks tell it. Drawn straight from the known ones every future
    would have the same usual, and the odds of a long way would be far too sure; with a past of its own each has
    another, and few weeks make wide odds (a bootstrap of the bootstrap, Efron & Tibshirani 1993).
    """
    shape = (PATHS, worth(len(gains)))
    return likely_gains(gains)[chance.integers(0, SLOTS, shape, dtype=np.uint16)]


def weeks_to_reach(gains: np.ndarray, remaining: np.ndarray) -> np.ndarray:
    """Weeks until each amount is reached in each of 10,000 imagined futures, always the same ones.

    Args:
        gains: what each past whole week brought, the oldest first; negative where it set back.
        remaining: amounts that are missing, in the same unit.

    Returns:
        A row an amount, a column a future, the same future for all amounts: weeks as parts of one, the gain of
        the last week being spread evenly over it; inf where five years do not suffice. An amount of 0 or less takes
        0 weeks; without a past week that brought something the others take inf.
    """
    found = np.full((len(remaining), PATHS), np.inf)
    found[remaining <= 0] = 0.0
    if not (gains > 0).any():
        return found
    chance, sums = np.random.default_rng(SEED), np.zeros(PATHS)
    pasts = imagined_pasts(gains, chance)
    many = pasts.shape[1]
    own, pick = np.arange(PATHS) * many, np.arange(256) * many // 256  # a byte tells the week: fast, and even enough
    waits = np.flatnonzero(remaining > 0)
    for week in range(MOST_WEEKS):
        if not len(waits):
            break
        drawn = pasts.ravel().take(own + pick[np.frombuffer(chance.bytes(PATHS), dtype=np.uint8)])
        near = sums.max() + gains.max()
        for row in waits[remaining[waits] * (1 - LATE) <= near]:
            missing = remaining[row] * (1 - LATE) - sums
            there = np.flatnonzero((drawn >= missing) & (found[row] > week))
            found[row, there] = week + np.clip(missing[there] / drawn[there], 0.0, 1.0)
            if np.isfinite(found[row]).all():
                waits = waits[waits != row]
        sums += drawn
    return found


@dataclass(frozen=True, slots=True)
class Finish:
    """When a goal is reached, with its odds; days are the first at whose end the target stands.

    Attributes:
        p_due: the probability of reaching it by its due day; NaN while it is too early.
        p50, p80, p95: the days by which it is reached with that probability; None while it is too early, or beyond
            five years.
        weeks: how many past whole weeks it is told from.
    """

    p_due: float
    p50: date | None
    p80: date | None
    p95: date | None
    weeks: int


def finish(gains: np.ndarray, remaining: float, as_of: date, due: date) -> Finish:
    """When a total is reached, from what past weeks brought.

    Args:
        gains: of past whole weeks up to `as_of`, the oldest first, in the goal's direction.
        remaining: what is missing at the end of `as_of`; 0 or less is reached already.
        as_of: the last day that is known.
        due: the day by which it should be reached, that day included.

    With fewer than four weeks it is too early, unless it is reached already.
    """
    if remaining > 0 and len(gains) < FEWEST_WEEKS:
        return Finish(NOTHING, None, None, None, len(gains))
    return finish_of(weeks_to_reach(gains, np.array([remaining]))[0], as_of, due, len(gains))


def finish_of(weeks: np.ndarray, as_of: date, due: date, history: int) -> Finish:
    """The same from weeks until the target in each imagined future."""
    days = np.sort(whole_days(weeks))
    p50, p80, p95 = (day_after(as_of, float(found)) for found in quantiles(days, LEVELS))
    return Finish(float((days <= (due - as_of).days).mean()), p50, p80, p95, history)


def whole_days(weeks: np.ndarray) -> np.ndarray:
    """Weeks as days, a day that is begun counting whole."""
    return np.ceil(weeks * 7 - LATE)


def day_after(day: date, days: float) -> date | None:
    """The day so many days later; None beyond sight."""
    return day + timedelta(days=int(days)) if days <= MOST_WEEKS * 7 else None


def straight_line(gained: float, remaining: float, days: float, as_of: date) -> date | None:
    """The naive forecast, which every other has to beat: it goes on as it went on average since the start.

    Args:
        gained: since the start, in the goal's direction.
        remaining: what is missing.
        days: since the start.
        as_of: the last day that is known.

    Returns:
        The day; None when nothing was gained, or it lies beyond five years.
    """
    if remaining <= 0:
        return as_of
    if gained <= 0 or days <= 0:
        return None
    return day_after(as_of, float(np.ceil(remaining * days / gained - LATE)))
