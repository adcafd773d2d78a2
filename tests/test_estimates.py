"""Estimates against what tasks took: from the log, by hand, and as others published them."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import BERLIN, entries
from tasks_made import done, published

from goalkit.metrics.estimates import (
    DONE,
    done_tasks,
    estimate_ratios,
    estimate_summary,
    estimated_at_start_share,
    lead_days,
    log_fit,
    same_day_share,
    throughput,
)
from goalkit.metrics.task_work import task_work
from goalkit.periods import Calendar
from goalkit.records import Task
from goalkit.records.frames import record_frame

CALENDAR = Calendar(BERLIN)
TODAY = date(2025, 3, 31)
HOURS = st.floats(0.1, 500)
PAIRS = st.lists(st.tuples(HOURS, HOURS), max_size=30)


def tasks(*rows):
    """Rows of Task, checked like typed ones."""
    return record_frame(Task, [Task(**row).model_dump() for row in rows])


def log(*rows):
    """Entries from (start, minutes, task, description)."""
    made = entries(*[(start, minutes) for start, minutes, _, _ in rows])
    return made.assign(
        task=pd.Series([row[2] for row in rows], dtype="str").astype("category"),
        description=pd.Series([row[3] for row in rows], dtype="str"),
    )


# --- what a task took


def test_hours_are_found_by_task_or_description():
    """An entry's task names it, else its description does, case aside; other time is no task's."""
    made = log(
        ("2025-03-10 09:00", 60, "read", "whatever"),
        ("2025-03-11 09:00", 30, "", "READ"),
        ("2025-03-12 09:00", 90, "Tidy", "read"),
    )
    found = done_tasks(
        tasks({"id": "a", "title": "Read", "estimate_hours": 1, "done_on": "2025-03-12"}), made, TODAY, CALENDAR
    )
    assert found["actual_hours"].tolist() == [1.5]
    assert found["started_on"].tolist() == [pd.Timestamp("2025-03-10")]


def test_of_one_title_the_first_that_was_not_done_takes_the_time():
    """A task that comes every month gets its own time; what came after all of them goes to the last."""
    same = [{"id": f"m{n}", "title": "Invoice", "done_on": f"2025-0{n}-20"} for n in (1, 2)]
    made = log(
        ("2025-01-20 09:00", 60, "Invoice", ""), ("2025-01-21 09:00", 30, "Invoice", ""),
        ("2025-03-01 09:00", 15, "invoice", ""),
    )  # fmt: skip
    found = task_work(tasks(*same), made, TODAY, CALENDAR)["hours"]
    assert found.to_dict() == {"m1": 1.0, "m2": 0.75}
    still = tasks(*same, {"id": "open", "title": "Invoice"})
    assert task_work(still, made, TODAY, CALENDAR)["hours"].to_dict() == {"m1": 1.0, "m2": 0.5, "open": 0.25}


def test_a_given_actual_wins_over_the_log():
    """Where somebody wrote down what it took, that counts; where not, the log does."""
    two = tasks({"id": "a", "title": "A", "done_on": "2025-03-12"}, {"id": "b", "title": "B", "done_on": "2025-03-13"})
    made = log(("2025-03-10 09:00", 60, "A", ""), ("2025-03-10 10:00", 60, "B", ""))
    found = done_tasks(two.assign(actual_hours=[4.0, np.nan]), made, TODAY, CALENDAR)
    assert found["actual_hours"].tolist() == [4.0, 1.0]


def test_days_are_the_persons_own():
    """An hour after midnight counts for the day before where days begin at four, on the night of the clock change too."""
    made = log(("2025-03-30 03:30", 15, "A", ""))
    row = tasks({"id": "a", "title": "A", "done_on": "2025-03-30"})
    late = Calendar(BERLIN, day_start=pd.Timestamp("2025-01-01 04:00").time())
    assert done_tasks(row, made, TODAY, late)["started_on"][0] == pd.Timestamp("2025-03-29")
    whole = log(("2025-03-30 00:00", 23 * 60, "A", ""))
    assert task_work(row, whole, date(2025, 3, 30), CALENDAR)["hours"]["a"] == 23


def test_what_came_later_is_not_known():
    """A task done after the day is open, and later entries do not count."""
    row = tasks({"id": "a", "title": "A", "done_on": "2025-03-12"})
    made = log(("2025-03-10 09:00", 60, "A", ""), ("2025-03-13 09:00", 60, "A", ""))
    assert done_tasks(row, made, date(2025, 3, 11), CALENDAR).empty
    assert done_tasks(row, made, date(2025, 3, 12), CALENDAR)["actual_hours"].tolist() == [1.0]


def test_nothing_known_is_missing_and_nothing_done_is_empty():
    """Without estimate, time or start all three are missing; the columns and dtypes are there either way."""
    found = done_tasks(tasks({"title": "A", "done_on": "2025-03-12"}), log(), TODAY, CALENDAR)
    assert found[["estimate_hours", "actual_hours", "estimated_on", "started_on"]].isna().all(axis=None)
    empty = done_tasks(tasks(), log(), TODAY, CALENDAR)
    assert (len(empty), dict(empty.dtypes.astype("str"))) == (0, dict(found.dtypes.astype("str")))
    assert list(empty) == list(DONE)


def test_a_start_after_the_end_is_no_start():
    """Time logged only after a task was ticked tells no lead."""
    row = tasks({"id": "a", "title": "A", "done_on": "2025-03-12"})
    found = done_tasks(row, log(("2025-03-13 09:00", 60, "A", "")), TODAY, CALENDAR)
    assert found["started_on"].isna().all()
    assert len(lead_days(found)) == 0


# --- ratios


def test_the_two_ratios_differ_and_shares_add_up():
    """Median of tasks and ratio of sums; longer, exact and shorter are all of them."""
    found = estimate_summary(done((1, 2), (1, 0.5), (10, 10), (2, 8)))
    assert (found.tasks, found.median_ratio, found.total_ratio) == (4, 1.5, 20.5 / 14)
    assert (found.longer, found.exact, found.shorter) == (0.5, 0.25, 0.25)
    assert (found.when_longer, found.when_shorter) == (pytest.approx(8**0.5), 0.5)


def test_half_a_minute_is_exact():
    """A tracker's seconds make no estimate wrong."""
    found = estimate_summary(done((1, 1 + 29 / 3600), (1, 1 - 29 / 3600), (1, 1 + 31 / 3600)))
    assert (round(found.exact, 4), round(found.longer, 4), found.shorter) == (0.6667, 0.3333, 0)


def test_no_pair_tells_nothing():
    """Empty, or with one of the numbers alone, every ratio is NaN."""
    for frame in (done(), done((1, np.nan), (np.nan, 1), (1, 0))):
        found = estimate_summary(frame)
        assert found.tasks == 0
        assert np.isnan([found.median_ratio, found.total_ratio, found.exact, found.when_longer]).all()
        assert len(estimate_ratios(frame)) == 0


@given(PAIRS.filter(len), st.floats(0.1, 10))
def test_a_factor_on_all_actuals_is_that_factor_on_the_ratios(pairs, factor):
    """Median and total scale with what everything took; the fit's A does, too, and its b and R² stay."""
    plain, more = done(*pairs), done(*[(estimate, actual * factor) for estimate, actual in pairs])
    assert estimate_summary(more).median_ratio == pytest.approx(estimate_summary(plain).median_ratio * factor)
    assert estimate_summary(more).total_ratio == pytest.approx(estimate_summary(plain).total_ratio * factor)
    one, other = log_fit(plain), log_fit(more)
    assert np.isnan(one.power) == np.isnan(other.power)
    if not np.isnan(one.power) and np.ptp(np.log([e for e, _ in pairs])) > 0.01:
        assert other.factor == pytest.approx(one.factor * factor, rel=1e-6)
        assert other.power == pytest.approx(one.power, rel=1e-6, abs=1e-6)


@given(
    st.floats(0.2, 5),
    st.sampled_from([-1.5, 0.0, 0.3, 0.9, 2.0]),
    st.lists(st.integers(1, 100), min_size=2, max_size=20, unique=True),
)
def test_an_exact_law_is_found(factor, power, estimates):
    """Of actual = A · estimate ^ b without noise the fit is A and b, and explains everything."""
    found = log_fit(done(*[(float(e), factor * float(e) ** power) for e in estimates]))
    assert (found.factor, found.power) == (pytest.approx(factor), pytest.approx(power, abs=1e-9))
    assert np.isnan(found.r2) or found.r2 == pytest.approx(1, abs=1e-6)
    assert found.hours(np.array([3.0]))[0] == pytest.approx(factor * 3.0**power)


def test_a_fit_needs_two_estimates():
    """None, one and many alike have no line, and say how many they are."""
    for rows in ((), ((1, 2),), ((3, 2), (3, 5), (3, 9))):
        found = log_fit(done(*rows))
        assert found.tasks == len(rows)
        assert np.isnan([found.factor, found.power, found.r2]).all()


# --- throughput and lead


def test_throughput_is_tasks_a_week():
    """Seven in a fortnight are three and a half a week; the last day is outside, and no days give no number."""
    made = done(*[(1, 1)] * 15, first="2025-01-01")
    assert throughput(made, date(2025, 1, 1), date(2025, 1, 15)) == 7
    assert throughput(made.iloc[::2], date(2025, 1, 1), date(2025, 1, 15)) == 3.5
    assert throughput(done(), date(2025, 1, 1), date(2025, 1, 15)) == 0
    assert np.isnan(throughput(made, date(2025, 1, 1), date(2025, 1, 1)))


def test_lead_counts_days_from_start_to_done():
    """The same day is 0, over the clock change too; without a start there is none."""
    made = done((1, 1), (1, 1), (1, 1))
    starts = pd.to_datetime(["2025-03-29", "2025-03-31", None]).as_unit("us")
    made = made.assign(started_on=starts, done_on=pd.Timestamp("2025-03-31"))
    assert lead_days(made).tolist() == [2.0, 0.0]
    assert same_day_share(made) == pytest.approx(1 / 3)
    assert estimated_at_start_share(made.assign(estimated_on=made["started_on"])) == pytest.approx(2 / 3)
    assert np.isnan([same_day_share(done()), estimated_at_start_share(done())]).all()


# --- published


@pytest.fixture(scope="module")
def sip(shared):
    """The published tasks."""
    return published(shared)


def test_published_shares_of_estimates(sip):
    """8,252 tasks: under-estimated 29.75, exact 37.28, over-estimated 32.97 %."""
    found = estimate_summary(sip)
    shares = [round(100 * share, 2) for share in (found.longer, found.exact, found.shorter)]
    assert (found.tasks, shares) == (8252, [29.75, 37.28, 32.97])


def test_published_geometric_means(sip):
    """Of r below 1 it is 0.468, above 1 it is 1.920."""
    found = estimate_summary(sip)
    assert (round(found.when_shorter, 3), round(found.when_longer, 3)) == (0.468, 1.920)


def test_published_log_fit(sip):
    """A 1.062, b 0.871, R² 0.704."""
    found = log_fit(sip)
    assert [round(value, 3) for value in (found.factor, found.power, found.r2)] == [1.062, 0.871, 0.704]


def test_published_days_of_tasks(sip):
    """Started and finished on one day 0.5141784, estimated on the day it started 0.889239, of all tasks."""
    assert round(same_day_share(sip), 7) == 0.5141784
    assert round(estimated_at_start_share(sip), 6) == 0.889239
