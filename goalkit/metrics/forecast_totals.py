"""When a total is reached: past weeks drawn again and again, a distribution and never a date alone."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from goalkit.metrics.draws import LEVELS, PATHS, SEED, quantiles

FEWEST_WEEKS = 4
HALF_LIFE_WEEKS = 12  # a week so long ago is drawn half as often as the last one
MOST_WEEKS = 260  # five years: what lies beyond is out of sight
AT_ONCE = 26
SLOTS = 1 << 16
NOTHING = float("nan")
LATE = 1e-9  # what a sum of floats may fall short by


def recent_weights(weeks: int, half_life: float = HALF_LIFE_WEEKS) -> np.ndarray:
    """How likely each past week is drawn, the oldest first: halved every `half_life` weeks back; they sum to 1.

    No weeks give none.
    """
    weights = 0.5 ** (np.arange(weeks - 1, -1, -1) / half_life)
    return weights / weights.sum() if weeks else weights


def draw_weeks(weeks: int, shape: tuple[int, int], chance: np.random.Generator) -> np.ndarray:
    """Numbers of past weeks, drawn with replacement by `recent_weights`, to within 1 in 65,536."""
    bounds = np.rint(np.cumsum(recent_weights(weeks)) * SLOTS).astype(np.int64)
    slots = np.repeat(np.arange(weeks), np.diff(bounds, prepend=0))
    return slots[chance.integers(0, SLOTS, shape, dtype=np.uint16)]


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
    found = np.where((remaining <= 0)[:, None], 0.0, np.full((len(remaining), PATHS), np.inf))
    if not (gains > 0).any() or not (remaining > 0).any():
        return found
    chance, places, sums = np.random.default_rng(SEED), np.arange(PATHS), np.zeros(PATHS)
    for start in range(0, MOST_WEEKS, AT_ONCE):
        drawn = gains[draw_weeks(len(gains), (len(places), AT_ONCE), chance)]
        drawn[:, 0] += sums
        paths = np.cumsum(drawn, axis=1)
        drawn[:, 0] -= sums
        for row in np.flatnonzero(remaining > 0):
            _mark(found[row], places, start, (drawn, paths, float(remaining[row])))
        waits = np.isinf(found[:, places]).any(axis=0)
        places, sums = places[waits], paths[waits, -1]
        if not len(places):
            break
    return found


def _mark(found: np.ndarray, places: np.ndarray, start: int, block: tuple[np.ndarray, np.ndarray, float]) -> None:
    """Notes in `found` the futures that reach an amount within a block of weeks, and when."""
    drawn, paths, amount = block
    hit = paths >= amount * (1 - LATE)
    week = hit.argmax(axis=1)
    rows = np.flatnonzero(hit[np.arange(len(places)), week] & np.isinf(found[places]))
    week = week[rows]
    over = np.maximum(paths[rows, week] - amount, 0.0)
    found[places[rows]] = start + week + 1 - np.minimum(over / drawn[rows, week], 1.0)


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
