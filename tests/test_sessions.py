"""How long sessions and days are, beyond the published log: nothing, one, a night of the clock change."""

import numpy as np
import pytest
from making import BERLIN, entries

from goalkit.metrics.hours import HoursOptions
from goalkit.metrics.sessions import mean_worked_weekday, session_hours, share_under, spread, worked_days
from goalkit.periods import Calendar

SPLIT = HoursOptions(Calendar(BERLIN))


def test_nothing_and_one_have_no_spread():
    """No value has no mean, one has no standard deviation, and of two it is that of a sample."""
    assert np.isnan([spread([]).mean, spread([]).most, spread([3.0]).sd]).all()
    assert (spread([]).count, spread([3.0]).mean, spread([1.0, 3.0]).sd) == (0, 3.0, pytest.approx(2**0.5))


def test_sessions_are_whole_and_totals_are_none():
    """An entry over midnight is one session; a day's total has no length to tell."""
    log = entries(("2025-03-08 23:30", 90, "P"), ("2025-03-09 00:00", None, "P", None, 7200.0))
    assert session_hours(log).tolist() == [1.5]
    assert (share_under(log, 1.5), share_under(log, 1.6)) == (0, 1)
    assert np.isnan(share_under(entries(), 3))


def test_a_worked_day_counts_its_projects():
    """No name is one project; the day the clocks go forward holds 23 hours; entries without length make no day."""
    log = entries(
        ("2025-03-30 00:00", 23 * 60, "P"), ("2025-03-31 09:00", 60, ""), ("2025-03-31 10:00", 60, "P"),
        ("2025-04-02 10:00", 0, "P"),
    )  # fmt: skip
    found = worked_days(log, SPLIT)
    assert found["hours"].tolist() == [23.0, 2.0]
    assert found["projects"].tolist() == [1, 2]
    means = mean_worked_weekday(found)
    assert (means["Monday"], means["Sunday"]) == (2, 23)
    assert means.drop(["Monday", "Sunday"]).isna().all()


def test_no_entries_have_no_worked_day():
    """The columns, and weekdays without a mean."""
    found = worked_days(entries(), SPLIT)
    assert (len(found), list(found)) == (0, ["day", "weekday", "hours", "projects"])
    assert mean_worked_weekday(found).isna().sum() == 7
