"""Check-ins kept and due, and 7-day means."""

import math
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from goalkit.metrics.rhythm import checkins_kept, level, trend, within
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
