"""Goals that live on the same weekly hours: what one takes is not there for another."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from goals_made import data, goal
from hypothesis import given
from hypothesis import strategies as st
from making import BERLIN, entries

from goalkit.errors import GoalkitError
from goalkit.metrics.forecast_shared import claims, common_hours, shared_forecasts, thresholds
from goalkit.periods import Calendar

CALENDAR = Calendar(BERLIN)
TODAY = date(2025, 3, 31)


def test_common_hours_are_enough_for_all_exactly_at_the_last():
    """The last goal is reached when the sum is given; a goal alone takes its own; equal ones end together."""
    found = thresholds(np.array([10.0, 30.0, 5.0]), np.array([2.0, 3.0, 1.0]))
    assert found.tolist() == [30.0, 45.0, 30.0]
    assert thresholds(np.array([7.0]), np.array([3.0])).tolist() == [7.0]
    assert thresholds(np.zeros(0), np.zeros(0)).tolist() == []


@given(st.lists(st.tuples(st.floats(0.5, 100), st.floats(0.5, 20)), min_size=1, max_size=6))
def test_hours_are_shared_as_they_are_asked(rows_):
    """Handing out the hours bit by bit in the ratio of what is asked reaches each goal at its threshold."""
    left, asks = (np.array(column) for column in zip(*rows_, strict=True))
    found, given_, rest = thresholds(left, asks), 0.0, left.copy()
    ended = np.zeros(len(left))
    while (rest > 1e-9).any():
        still = rest > 1e-9
        turn = (rest[still] / asks[still]).min()
        given_ += turn * asks[still].sum()
        rest[still] -= turn * asks[still]
        ended[still & (rest <= 1e-9)] = given_
    assert ended == pytest.approx(found, rel=1e-6)


def asked(*rows_):
    """Claims from (id, hours left, asks, due)."""
    frame = pd.DataFrame(rows_, columns=["goal_id", "hours_left", "asks", "due"])
    return frame.assign(title=frame["goal_id"], due=pd.to_datetime(frame["due"]))


def test_goals_on_the_same_hours_slow_each_other():
    """Ten hours a week are enough for either by May, for both not; that both are in time is told from the same futures."""
    pool = np.array([10.0, 6, 14, 10, 8, 12])
    alone, _ = shared_forecasts(asked(("a", 40, 5, "2025-05-05")), pool, TODAY)
    both, together = shared_forecasts(asked(("a", 40, 5, "2025-05-05"), ("b", 40, 5, "2025-06-02")), pool, TODAY)
    assert alone["p_due"][0] > 0.8 > both["p_due"][0]
    assert (both["p50"] > alone["p50"][0]).all()
    assert together <= both["p_due"].min()


def test_hours_said_scale_the_past():
    """Twice the hours, half the time; none, never; the past weeks keep their ups and downs."""
    pool = np.array([10.0, 6, 14, 10])
    days = [
        (shared_forecasts(asked(("a", 80, 1, "2025-12-31")), pool, TODAY, hours)[0]["p50"][0].date() - TODAY).days
        for hours in (None, 10, 20)
    ]
    assert days[0] == days[1]
    assert days[2] == pytest.approx(days[0] / 2, abs=2)
    none, odds = shared_forecasts(asked(("a", 80, 1, "2025-12-31")), pool, TODAY, 0)
    assert (none["p_due"][0], odds, none["p95"].isna().all()) == (0, 0, True)


@pytest.mark.parametrize("hours", [-1.0, float("nan")])
def test_hours_below_nothing_are_refused(hours):
    """The message names what was given and what was expected."""
    with pytest.raises(GoalkitError, match=r"hours a week cannot be shared; expected 0 or more"):
        shared_forecasts(asked(("a", 80, 1, "2025-12-31")), np.ones(9), TODAY, hours)


def test_too_few_weeks_or_no_goals_share_nothing():
    """Three weeks, weeks without hours, and no claims have no odds, and the columns all the same."""
    for pool in (np.ones(3), np.zeros(9)):
        found, odds = shared_forecasts(asked(("a", 80, 1, "2025-12-31")), pool, TODAY)
        assert found[["p_due", "p50", "p80", "p95"]].isna().all(axis=None)
        assert np.isnan(odds)
    empty, odds = shared_forecasts(claims(data([]), TODAY, CALENDAR), np.ones(9), TODAY)
    assert (len(empty), list(empty)) == (0, list(found))
    assert np.isnan(odds)


def test_claims_are_hours_left_and_hours_asked():
    """Hours as they are; books at the hours one took so far; what nothing is known of is left out."""
    goals = [
        goal(id="h", measure="hours", unit="h", target=100, hours_per_week=4),
        goal(id="b", target=10),
        goal(id="n", target=10, hours_per_week=2),
        goal(id="r", measure="rate", per="week", target=2, hours_per_week=2),
    ]
    log = entries(("2025-03-24 09:00", 600, "", "h"), ("2025-03-25 09:00", 240, "", "b"))
    found = claims(data(goals, [("b", "2025-03-26", 2.0)], log), TODAY, CALENDAR)
    assert found[["goal_id", "hours_left", "asks"]].values.tolist() == [["h", 90.0, 4.0], ["b", 16.0, 0.5]]


def test_common_hours_are_those_that_these_goals_can_have():
    """Their own, and those of goals that are over; a rate goes on taking its own, and time without a goal is none."""
    goals = [
        goal(id="h", measure="hours", unit="h", target=100, hours_per_week=4),
        goal(id="over", status="dropped", target=3),
        goal(id="r", measure="rate", per="week", target=2),
    ]
    log = entries(
        ("2025-03-03 09:00", 60, "P"), ("2025-03-17 09:00", 60, "", "h"), ("2025-03-25 09:00", 120, "", "over"),
        ("2025-03-25 12:00", 60, "", "r"),
    )  # fmt: skip
    made = data(goals, log=log)
    asked_ = claims(made, TODAY, CALENDAR)
    assert asked_["goal_id"].tolist() == ["h"]
    assert common_hours(made, asked_, TODAY, CALENDAR).tolist() == [0.0, 0.0, 1.0, 2.0]
    assert len(common_hours(data([]), asked_, TODAY, CALENDAR)) == 0
