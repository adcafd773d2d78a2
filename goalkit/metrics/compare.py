"""What stands out: the numbers of a period that lie furthest from the person's own ordinary weeks."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from goalkit.metrics.weekly import FEWEST_WEEKS, LEAST, Against

NOTABLE = 2.0
TO_SD = 1.4826  # the median distance from the median, as the standard deviation of a bell curve (Hampel 1974)
COLUMNS = {
    "kind": "str",
    "name": "str",
    "value": "float64",
    "usual": "float64",
    "scale": "float64",
    "distance": "float64",
    "weeks": "int64",
    "notable": "bool",
}


def compare_period(against: Against) -> pd.DataFrame:
    """The numbers of a period against the weeks before it, ranked; see `stand_out`."""
    return stand_out(against.before, against.now, against.weeks_long, LEAST)


def stand_out(
    before: pd.DataFrame, now: pd.DataFrame, weeks_long: float, least: Mapping[str, float] | None = None
) -> pd.DataFrame:
    """Measures ranked by how far a period lies from ordinary weeks.

    The usual is the median of the weeks. A week's scale is 1.4826 times the median distance from it, and at least
    `least`, so that weeks that are all alike make no trifle a wonder. A mean over k weeks swings √k times less, so
    distance = (value − usual) · √k / scale; at 2 and beyond, either way, it is notable.

    Args:
        before: `span`, `kind`, `name`, `value` of ordinary weeks, a row a week; NaN weeks are left out.
        now: `kind`, `name`, `value` of the period, as so much a week, a row a measure; NaN ones are left out.
        weeks_long: k, the length of the period in weeks.
        least: kind → the least scale; a kind that is not named has none.

    Returns:
        `kind`, `name`, `value`, `usual`, `scale`, `distance`, `weeks` (how many are known), `notable`; the furthest
        first, of equal ones by kind and name. A measure of one side alone counts as 0 on the other in the weeks that
        are known at all: a project that is new, or that got nothing. With fewer than four weeks known nothing is
        ranked: an empty frame, as for empty input.
    """
    spans = before["span"].nunique()
    if spans < FEWEST_WEEKS or not weeks_long > 0:
        return pd.DataFrame({name: pd.Series([], dtype=dtype) for name, dtype in COLUMNS.items()})
    known = before.pivot(index=["kind", "name"], columns="span", values="value")
    given = now.set_index(["kind", "name"])["value"]
    missing = given.index.difference(known.index)
    known = pd.concat([known, pd.DataFrame(0.0, index=missing, columns=known.columns)])
    value = given.reindex(known.index).where(known.index.isin(given.index), 0.0)
    usual = known.median(axis=1)
    spread = TO_SD * known.sub(usual, axis=0).abs().median(axis=1)
    floor = [(least or {}).get(str(kind), 0.0) for kind, _ in known.index]
    scale = np.maximum(spread, floor)
    away = (value - usual) * np.sqrt(weeks_long)
    distance = np.where(away == 0, 0.0, away / scale.where(scale > 0, 0.0))
    found = pd.DataFrame({"value": value, "usual": usual, "scale": scale, "distance": distance}, index=known.index)
    found = found.assign(weeks=known.notna().sum(axis=1)).reset_index(names=["kind", "name"])
    return _ranked(found[found["value"].notna() & (found["weeks"] >= FEWEST_WEEKS)])


def _ranked(found: pd.DataFrame) -> pd.DataFrame:
    far = found["distance"].abs()
    ordered = found.assign(notable=far >= NOTABLE, far=far)
    ordered = ordered.sort_values(["far", "kind", "name"], ascending=[False, True, True], ignore_index=True)
    return ordered[list(COLUMNS)].astype(COLUMNS)
