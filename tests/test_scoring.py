"""Forecasts scored once they are due: odds, quantiles, and the straight line beside them."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goalkit.metrics.draws import quantiles
from goalkit.metrics.scoring import (
    TAUS,
    Scores,
    brier,
    calibration,
    coverage,
    decided,
    finish_coverage,
    pinball,
    scores,
)

TODAY = date(2025, 6, 30)
SHARES = st.floats(0, 1)


def made(*rows):
    """Forecasts of 1 January from (due, p_due, p50, p80, p95, naive, finished_on); None for no day."""
    names = ["due", "p_due", "p50", "p80", "p95", "naive", "finished_on"]
    frame = pd.DataFrame([dict(zip(names, row, strict=True)) for row in rows], columns=names)
    days = {name: pd.to_datetime(frame[name]).astype("datetime64[us]") for name in names if name != "p_due"}
    return frame.assign(**days, p_due=frame["p_due"].astype("float64"), made_on=pd.Timestamp("2025-01-01"))


# --- odds


@given(st.lists(st.tuples(SHARES, st.booleans()), min_size=1, max_size=30))
def test_odds_cost_from_nothing_to_one(rows):
    """Certainty that comes true costs 0, that does not 1, fifty-fifty always a quarter."""
    said, came = (np.array(column) for column in zip(*rows, strict=True))
    assert 0 <= brier(said, came) <= 1
    assert brier(came.astype(float), came) == 0
    assert brier(1.0 - came, came) == 1
    assert brier(np.full(len(came), 0.5), came) == 0.25


@given(st.lists(st.booleans(), min_size=1, max_size=40), SHARES)
def test_no_other_constant_beats_the_share_that_came(outcomes, other):
    """Saying how often it happens is the best one can do without knowing more."""
    came = np.array(outcomes)
    base = np.full(len(came), came.mean())
    assert brier(base, came) <= brier(np.full(len(came), other), came) + 1e-12


def test_nothing_said_has_no_score():
    """NaN, and an empty chart."""
    none = np.zeros(0)
    assert np.isnan([brier(none, none), pinball(none, np.zeros((0, 2)), (0.5, 0.8))]).all()
    assert calibration(none, none).to_dict("list") == {"said": [], "happened": [], "forecasts": []}
    rows = coverage(none, np.zeros((0, 2)), (0.5, 0.8))
    assert (rows["below"].isna().all(), rows["kept"].any(), rows["forecasts"].tolist()) == (True, False, [0, 0])


def test_like_odds_are_told_together():
    """A bound belongs to the fifth above it, certainty to the last; each fifth has its mean and its share."""
    rows = calibration(np.array([0.1, 0.2, 0.3, 1.0]), np.array([False, False, True, True]))
    assert rows["said"].tolist() == [0.1, 0.25, 1.0]
    assert rows["happened"].tolist() == [0.0, 0.5, 1.0]
    assert rows["forecasts"].tolist() == [1, 2, 1]


@given(st.lists(st.tuples(SHARES, st.booleans()), max_size=40))
def test_calibration_loses_no_forecast(rows):
    """The groups' counts and outcomes add up to all."""
    said, came = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    found = calibration(said, came)
    assert found["forecasts"].sum() == len(rows)
    assert (found["happened"] * found["forecasts"]).sum() == pytest.approx(came.sum() if len(rows) else 0)


# --- quantiles


@given(st.lists(st.integers(0, 100), min_size=1, max_size=40), st.sampled_from(TAUS), st.integers(0, 100))
def test_no_other_number_loses_less_than_the_quantile(values, level, other):
    """The loss of a level is least at that quantile of what came."""
    came = np.array(values, dtype="float64")
    best = quantiles(np.sort(came), [level])
    rows = np.repeat(best[None, :], len(came), axis=0)
    assert pinball(came, rows, [level]) <= pinball(came, np.full((len(came), 1), float(other)), [level]) + 1e-9


def test_a_loss_weighs_the_side_it_is_on():
    """P80 two hours too low loses 1.6, two hours too high 0.4; the mean is over forecasts and levels."""
    assert pinball(np.array([10.0]), np.array([[8.0]]), [0.8]) == pytest.approx(1.6)
    assert pinball(np.array([10.0]), np.array([[12.0]]), [0.8]) == pytest.approx(0.4)
    assert pinball(np.array([10.0]), np.array([[8.0, 12.0]]), [0.8, 0.8]) == pytest.approx(1.0)


def test_ties_make_a_bracket():
    """Where actuals equal the quantile, every level between below and at-or-below is kept; 2 points more are granted."""
    came = np.array([1.0] * 3 + [2.0] * 5 + [3.0] * 2)
    guess = np.full((10, 4), 2.0)
    rows = coverage(came, guess, (0.27, 0.5, 0.82, 0.83))
    assert (rows["below"][0], rows["at_or_below"][0]) == (0.3, 0.8)
    assert rows["kept"].tolist() == [False, True, True, False]
    assert rows["level"].tolist() == [0.27, 0.5, 0.82, 0.83]


def test_a_quantile_that_was_multiplied_out_still_meets_its_actual():
    """0.1 · 3 is no longer than 0.3."""
    rows = coverage(np.array([0.3]), np.array([[0.1 * 3]]), (0.5,))
    assert (rows["below"][0], rows["at_or_below"][0]) == (0.0, 1.0)


# --- goals


def test_a_forecast_is_decided_when_its_due_day_has_come():
    """Too early told nothing; a goal reached before its due day waits for it; what came after today is not known."""
    rows = made(
        ("2025-03-31", 0.8, None, None, None, None, "2025-03-31"),
        ("2025-03-31", 0.8, None, None, None, None, "2025-04-01"),
        ("2025-06-30", 0.3, None, None, None, None, None),
        ("2025-07-01", 0.3, None, None, None, None, None),
        ("2025-12-31", 0.6, None, None, None, None, "2025-06-01"),
        ("2025-12-31", 0.6, None, None, None, None, "2025-07-01"),
        ("2025-03-31", None, None, None, None, None, "2025-03-31"),
    )
    assert decided(rows, TODAY)["happened"].tolist() == [True, False, False]


def test_scores_of_goals_stand_beside_the_straight_line():
    """One in time, one late: odds, losses in days, and the line's yes or no."""
    rows = made(
        ("2025-03-31", 0.8, "2025-03-01", "2025-03-11", "2025-03-21", "2025-04-10", "2025-03-11"),
        ("2025-03-31", 0.4, "2025-04-01", "2025-04-11", None, None, "2025-05-01"),
    )
    found = scores(rows, TODAY)
    assert found.decided == 2
    assert found.brier == pytest.approx((0.04 + 0.16) / 2)
    assert found.naive_brier == pytest.approx(0.5)
    assert found.finished == 1
    assert found.pinball_days == pytest.approx((5 + 0 + 0.5) / 3)
    assert found.naive_pinball_days == pytest.approx(30 * (0.5 + 0.2 + 0.05) / 3)


def test_nothing_decided_has_no_scores():
    """Empty, and with open goals alone, the counts are 0 and the rest NaN."""
    for rows in (made(), made(("2025-12-31", 0.5, "2025-08-01", "2025-09-01", "2025-10-01", None, None))):
        found = scores(rows, TODAY)
        assert (found.decided, found.finished) == (0, 0)
        assert np.isnan([found.brier, found.naive_brier, found.pinball_days, found.naive_pinball_days]).all()
        assert isinstance(found, Scores)


def test_goals_that_are_not_reached_count_against_a_day_that_is_past():
    """By P50 one of two; a level counts once its day has come, of an open goal and of one that is reached."""
    rows = made(
        ("2025-03-31", 0.8, "2025-03-01", "2025-06-30", "2025-07-21", None, "2025-02-11"),
        ("2025-12-31", 0.4, "2025-06-30", "2025-07-01", None, None, None),
        ("2025-12-31", None, None, None, None, None, "2025-02-01"),
    )
    found = finish_coverage(rows, TODAY)
    assert found["forecasts"].tolist() == [2, 1, 0]
    assert found["at_or_below"].tolist()[:2] == [0.5, 1.0]
    assert finish_coverage(made(), TODAY)["forecasts"].tolist() == [0, 0, 0]
