"""Check-ins kept and due, and 7-day means."""

import math
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goalkit.metrics.rhythm import checkins_kept, hours_trend, level, pattern, trend, within
from goalkit.records import CheckIn
from goalkit.records.frames import record_frame

START, END = date(2025, 3, 1), date(2025, 4, 1)


def checkins(*rows):
    """A frame of (day, rhythm, energy) check-ins."""
    records = [CheckIn(day=date.fromisoformat(day), rhythm=rhythm, energy=energy) for day, rhythm, energy in rows]
    return record_frame(CheckIn, [record.model_dump() for record in records])


def daily(*energies, first=START):
    """Daily check-ins in a row; None is a check-in without a reading."""
    return checkins(*((str(first + timedelta(days=n)), "daily", value) for n, value in enumerate(energies)))


def kept(frame, start=START, end=END, **more):
    """The rows of `checkins_kept` as tuples."""
    found = checkins_kept(frame, start, end, **more)
    return list(found[["rhythm", "kept", "due"]].itertuples(index=False, name=None))


def test_no_check_ins_are_due_to_nobody():
    """Without check-ins nothing is due, no trend is drawn, and a level is NaN."""
    assert checkins_kept(checkins(), START, END).empty
    assert list(trend(checkins(), "energy")) == ["day", "mean", "points"]
    assert trend(checkins(), "energy").empty
    assert math.isnan(level(checkins(), "energy", START, END))


def test_days_are_due_from_the_first_check_in_on():
    """One check-in on 30 March leaves two days due; one in February makes all of March due."""
    assert kept(checkins(("2025-03-30", "daily", 3))) == [("daily", 1, 2)]
    assert kept(checkins(("2025-02-01", "daily", 3), ("2025-03-30", "daily", 3))) == [("daily", 1, 31)]


def test_two_check_ins_on_one_day_are_one_kept():
    """A second check-in on a day does not count again."""
    assert kept(checkins(("2025-03-31", "daily", 3), ("2025-03-31", "daily", 5))) == [("daily", 1, 1)]


def test_weeks_belong_to_the_range_of_their_last_day():
    """Weekly from 24 February: five weeks end in March; a Sunday start moves their ends."""
    frame = checkins(("2025-02-26", "weekly", 3), ("2025-03-05", "weekly", 3))
    assert kept(frame) == [("weekly", 2, 5)]
    assert kept(frame, week_start=6) == [("weekly", 2, 5)]
    assert kept(checkins(("2025-03-31", "weekly", 3))) == []


def test_each_rhythm_is_counted_on_its_own():
    """A month with a daily, a weekly and a monthly check-in has three rows."""
    frame = checkins(("2025-03-30", "daily", 3), ("2025-03-30", "weekly", 3), ("2025-03-30", "monthly", 3))
    assert kept(frame) == [("daily", 1, 2), ("weekly", 1, 1), ("monthly", 1, 1)]


def test_a_trend_needs_four_points():
    """7-day means are blank for the first three days and the mean of what there is from the fourth on."""
    found = trend(daily(1, 2, 3, 4, 5), "energy")
    assert found["mean"].isna().tolist() == [True, True, True, False, False]
    assert found["mean"].tolist()[3:] == [2.5, 3.0]


def test_a_trend_looks_back_seven_days():
    """The mean of the eighth day leaves the first out; check-ins without a reading are no points."""
    assert trend(daily(1, 2, 2, 2, 2, 2, 2, 2), "energy")["mean"].iloc[-1] == 2.0
    assert trend(daily(1, None, 2, None, 3), "energy")["points"].tolist() == [1, 2, 3]


def test_a_level_is_the_mean_of_days():
    """Two readings of one day count as one day; days outside the range do not count."""
    frame = checkins(
        ("2025-03-01", "daily", 1),
        ("2025-03-01", "daily", 3),
        ("2025-03-02", "daily", 4),
        ("2025-04-01", "daily", 5),
    )
    assert level(frame, "energy", START, END) == 3.0


def test_within_is_half_open_and_by_day():
    """The first day is in, the day after the last is not, and the order is that of days."""
    frame = checkins(("2025-04-01", "daily", 1), ("2025-03-31", "daily", 2), ("2025-03-01", "daily", 3))
    assert within(frame, START, END)["energy"].tolist() == [3, 2]


@settings(deadline=None)  # a busy machine is no fault
@given(st.lists(st.integers(0, 80), max_size=40))
def test_never_more_kept_than_due(days):
    """Whatever is written down when, kept is between 0 and due, and due at most the days of the range."""
    frame = checkins(*((str(date(2025, 2, 1) + timedelta(days=n)), "daily", 3) for n in days))
    for _, done, due in kept(frame):
        assert 0 <= done <= due <= 31


def day_hours(*hours, first=START):
    """Hours of days in a row."""
    return pd.DataFrame(
        {"day": pd.date_range(first, periods=len(hours), unit="us"), "hours": [float(h) for h in hours]}
    )


def test_hours_run_as_means_of_seven_days():
    """From the fourth day on, over seven at most; several rows of a day add up."""
    found = hours_trend(pd.concat([day_hours(1, 1, 1, 1, 1, 1, 1, 8), day_hours(1)]))["mean"]
    assert found.isna().tolist() == [True] * 3 + [False] * 5
    assert found.iloc[3] == 1.25
    assert found.iloc[7] == 2.0
    assert hours_trend(day_hours()).empty


def test_a_pattern_needs_twenty_days():
    """Nineteen days that run together perfectly are too few; the twentieth is enough."""
    energies, hours = [1, 5] * 10, [8, 1] * 10
    assert pattern(daily(*energies[:19]), "energy", day_hours(*hours)) is None
    found = pattern(daily(*energies), "energy", day_hours(*hours))
    assert (found.days, found.more_days, found.more_mean, found.fewer_days, found.fewer_mean) == (20, 10, 1.0, 10, 5.0)
    assert (found.rank_correlation, found.middle_hours) == (pytest.approx(-1.0), 4.5)


def test_what_does_not_run_together_or_does_not_vary_is_no_pattern():
    """Always the same energy, always the same hours, or no bond between them."""
    assert pattern(daily(*[3] * 24), "energy", day_hours(*range(24))) is None
    assert pattern(daily(*[1, 5] * 12), "energy", day_hours(*[4] * 24)) is None
    assert pattern(daily(*[1, 5] * 12), "energy", day_hours(*[2, 2, 7, 7] * 6)) is None
    assert pattern(daily(), "energy", day_hours()) is None


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.integers(1, 5), st.integers(0, 9)), min_size=20, max_size=40))
def test_a_pattern_splits_its_days_in_two(rows):
    """Whatever is read, both parts hold days, and together all of them."""
    found = pattern(daily(*(one for one, _ in rows)), "energy", day_hours(*(two for _, two in rows)))
    if found is not None:
        assert found.more_days + found.fewer_days == found.days == len(rows)
        assert min(found.more_days, found.fewer_days) > 0
