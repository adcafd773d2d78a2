"""What tasks will take: five ways to tell, their published scores, and totals of many."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tasks_made import done, published

from goalkit.metrics.draws import PATHS, quantiles
from goalkit.metrics.forecast_replay import replay
from goalkit.metrics.forecast_tasks import (
    FEWEST_ALIKE,
    FEWEST_PAIRS,
    SIZES,
    USUAL,
    WAYS,
    Past,
    past_of,
    size_of,
    task_forecasts,
    task_quantiles,
    total_draws,
    total_quantiles,
)
from goalkit.metrics.scoring import TAUS, coverage, pinball
from goalkit.records import Task
from goalkit.records.frames import record_frame

HOURS = st.floats(0.1, 100)
PASTS = st.lists(st.tuples(HOURS, HOURS), min_size=FEWEST_PAIRS, max_size=60)
LEVELS = (0.5, 0.8, 0.9, 0.95)


def past(*rows):
    """What is known, from (estimate, actual) pairs."""
    return past_of(done(*rows))


# --- quantiles


@given(st.lists(st.integers(0, 50), min_size=1, max_size=60), st.sampled_from([0.05, 0.35, 0.5, 0.8, 0.95, 1.0]))
def test_a_quantile_is_the_least_value_that_holds_its_share(values, level):
    """At least the level lies at or below it, less than the level below it, and it is one of the values."""
    ordered = np.sort(np.array(values, dtype="float64"))
    (found,) = quantiles(ordered, [level])
    assert found in ordered
    assert (ordered <= found).mean() >= level - 1e-9
    assert (ordered < found).mean() < level


def test_no_value_has_no_quantile():
    """NaN for each level."""
    assert np.isnan(quantiles(np.zeros(0), LEVELS)).all()


# --- the five ways


def test_each_way_reads_the_past_as_it_says():
    """The estimate alone; all ratios; the last fifty; those of the size; the line with its residuals."""
    early, late = [(10.0, 40.0)] * 60, [(1.0, 1.0)] * 50
    known = past(*early, *late)
    median = {way: task_quantiles(known, np.array([10.0]), [0.5], way)[0, 0] for way in WAYS}
    assert median == {
        "the estimate as it is": 10,
        "all past ratios": 40,
        "last 50 ratios": 10,
        "same size": 40,
        "fit": pytest.approx(40),
    }


def test_a_size_with_few_tasks_takes_all():
    """Nineteen of a size are too few, twenty enough."""
    others = [(1.0, 1.0)] * 30
    for count, expected in ((FEWEST_ALIKE - 1, 10), (FEWEST_ALIKE, 30)):
        known = past(*others, *[(10.0, 30.0)] * count)
        assert task_quantiles(known, np.array([10.0]), [0.5], "same size")[0, 0] == expected


def test_a_size_holds_its_upper_bound():
    """Half an hour and less is the smallest; a minute more is the next; beyond 35 h is the last."""
    assert size_of(np.array([0.1, 0.5, 0.51, 1, 35, 36])).tolist() == [0, 0, 1, 1, len(SIZES) - 1, len(SIZES)]


def test_a_fit_of_one_estimate_falls_back_on_the_median_ratio():
    """Where all estimates are alike there is no slope, and tasks scale as their estimates do."""
    known = past(*[(2.0, 4.0)] * 12)
    assert task_quantiles(known, np.array([2.0, 5.0]), LEVELS, "fit").tolist() == [[4.0] * 4, [10.0] * 4]


@given(PASTS, st.sampled_from(list(WAYS)), st.lists(HOURS, min_size=1, max_size=4))
def test_quantiles_rise_and_scale_with_the_past(rows, way, estimates):
    """A higher level is never less, and a past that took twice as long tells twice as much (but for the bare estimate)."""
    asked = np.array(estimates)
    found = task_quantiles(past(*rows), asked, LEVELS, way)
    assert (np.diff(found, axis=1) >= 0).all()
    twice = task_quantiles(past(*[(estimate, 2 * actual) for estimate, actual in rows]), asked, LEVELS, way)
    factor = 1 if way == "the estimate as it is" else 2
    assert np.allclose(twice, factor * found, rtol=1e-6)


@given(PASTS)
def test_ratios_cover_the_past_they_were_taken_from(rows):
    """Of the tasks that are known, a share of at least each level took no longer than its quantile says."""
    known = past(*rows)
    found = task_quantiles(known, known.estimate, LEVELS, "all past ratios")
    within = (known.actual[:, None] <= found * (1 + 1e-9)).mean(axis=0)
    assert (within >= np.array(LEVELS) - 1e-9).all()


def test_under_ten_pairs_it_is_too_early():
    """Nine pairs, one and none tell nothing; ten do."""
    for rows in ((), ((1, 2),), [(1, 2)] * 9):
        assert np.isnan(task_quantiles(past(*rows), np.array([1.0]))).all()
        assert len(total_draws(past(*rows), np.array([1.0]))) == 0
    assert task_quantiles(past(*[(1, 2)] * 10), np.array([3.0])).tolist() == [[6.0, 6.0, 6.0]]


def test_the_past_is_in_the_order_in_which_tasks_were_done():
    """Rows without both numbers or without their day are left out; ties keep the order of the rows."""
    made = done((1, 1), (2, 2), (3, np.nan), (4, 4), (5, 5))
    days = pd.to_datetime(["2025-03-02", "2025-03-01", "2025-03-01", None, "2025-03-01"]).as_unit("us")
    assert past_of(made.assign(done_on=days)).estimate.tolist() == [2, 5, 1]


# --- open tasks and totals


def test_open_tasks_have_a_row_each():
    """Those without an estimate are left out; no tasks give an empty frame with its columns."""
    rows = [Task(id="a", title="A", estimate_hours=2, goal_id="g"), Task(id="b", title="B")]
    frame = record_frame(Task, [row.model_dump() for row in rows])
    found = task_forecasts(frame, past(*[(1, 2)] * 10))
    assert found.to_dict("records") == [
        {"task_id": "a", "title": "A", "goal_id": "g", "estimate_hours": 2.0, "p50": 4.0, "p80": 4.0, "p95": 4.0}
    ]
    empty = task_forecasts(frame.iloc[:0], Past(np.zeros(0), np.zeros(0)))
    assert (len(empty), list(empty)) == (0, list(found))


def test_a_total_is_narrower_than_its_tasks_together():
    """Twenty tasks are rarely all late at once: the total's P95 lies below the sum of theirs, its mean at theirs."""
    known = past(*[(1.0, actual) for actual in (0.5, 0.8, 1, 1, 1, 1.2, 1.5, 2, 3, 5)])
    asked = np.full(20, 2.0)
    draws = total_draws(known, asked)
    assert len(draws) == PATHS
    assert draws.mean() == pytest.approx(40 * known.ratio.mean(), rel=0.02)
    (p95,) = total_quantiles(known, asked, [0.95])
    assert p95 < task_quantiles(known, asked, [0.95]).sum()
    assert np.array_equal(draws, total_draws(known, asked))


def test_a_total_of_nothing_is_nothing_and_of_one_the_task():
    """No tasks take no hours; the total of one has the quantiles of that one, to a draw's chance."""
    known = past(*[(1.0, float(n)) for n in range(1, 101)])
    assert total_quantiles(known, np.zeros(0)).tolist() == [0, 0, 0]
    one, total = task_quantiles(known, np.array([1.0]))[0], total_quantiles(known, np.array([1.0]))
    assert np.abs(one - total).max() <= 2


# --- forecasts as they would have been made


def test_a_replay_knows_only_what_was_done_before_the_day():
    """What is done on the day of an estimate teaches nothing for it."""
    made = done(*[(1.0, 2.0)] * 3)
    days = pd.to_datetime(["2025-03-01", "2025-03-02", "2025-03-02"]).as_unit("us")
    made = made.assign(done_on=days, estimated_on=pd.Timestamp("2025-03-02"), actual_hours=[2.0, 9.0, 9.0])
    found = replay(made, "all past ratios", [0.5], fewest=1)
    assert found.quantiles.tolist() == [[2.0]] * 3
    assert len(replay(made, "all past ratios", [0.5], fewest=2).actual) == 0
    assert replay(done(), "fit", [0.5], fewest=0).quantiles.shape == (0, 1)


BASELINES = {
    "the estimate as it is": ([69.9, 69.9, 69.9, 69.9], 2.113),
    "all past ratios": ([69.9, 78.4, 89.9, 94.6], 1.733),
    "last 50 ratios": ([67.6, 79.0, 88.6, 93.7], 1.809),
    "same size": ([67.5, 80.2, 89.1, 94.3], 1.618),
    "fit": ([48.5, 78.0, 88.5, 94.1], 1.619),
}


@pytest.fixture(scope="module")
def sip(shared):
    """The published tasks."""
    return published(shared)


@pytest.mark.parametrize("way", WAYS)
def test_published_baselines(sip, way):
    """8,111 tasks scored: the share at or below P50, P80, P90 and P95, and the loss, are those published."""
    found = replay(sip, way, (*LEVELS, *TAUS))
    shares = coverage(found.actual, found.quantiles[:, :4], LEVELS)
    assert len(found.actual) == 8111
    assert [round(100 * share, 1) for share in shares["at_or_below"]] == BASELINES[way][0]
    assert round(pinball(found.actual, found.quantiles[:, 4:], TAUS), 3) == BASELINES[way][1]
    if way == USUAL:
        assert shares["kept"].all()


def test_the_usual_way_is_the_best_of_the_published():
    """The least loss of the five."""
    assert min(BASELINES, key=lambda way: BASELINES[way][1]) == USUAL
