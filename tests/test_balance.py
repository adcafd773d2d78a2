"""After hours, evenings, weekend work, long days and rest."""

from datetime import date, time

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from making import BERLIN, entries

from goalkit.metrics.balance import Balance, balance, balance_days
from goalkit.records import Settings

SETTINGS = Settings(zone=BERLIN)
MONDAY, NEXT_MONDAY = date(2025, 3, 10), date(2025, 3, 17)


def week(frame, settings=SETTINGS):
    """The balance of the week of 10 March 2025."""
    return balance(frame, settings, MONDAY, NEXT_MONDAY)


def test_no_entries_are_all_rest():
    """Without entries every day is a day of rest and every other number is 0."""
    assert week(entries()) == Balance(0, 0.0, 0.0, 0, 7, 0)
    assert len(balance_days(entries(), SETTINGS, MONDAY, NEXT_MONDAY)) == 7
    assert balance_days(entries(), SETTINGS, MONDAY, MONDAY).empty


def test_one_ordinary_day_has_no_after_hours():
    """9 to 17 on a Tuesday is inside working hours: six days of rest, a run of one."""
    assert week(entries(("2025-03-11 09:00", 480, "A"))) == Balance(0, 0.0, 0.0, 0, 6, 1)


def test_time_before_and_after_work_is_after_hours():
    """8 to 19 on a working day has an hour before 9 and one after 18, is long, and has an evening."""
    found = week(entries(("2025-03-11 08:00", 660, "A")))
    assert found.after_hours == 2.0
    assert found.long_days == 1
    assert found.evenings == 1


def test_an_evening_takes_fifteen_minutes():
    """14 min after work are no evening, 15 are one, in one piece or in two."""
    assert week(entries(("2025-03-11 18:00", 14, "A"))).evenings == 0
    assert week(entries(("2025-03-11 18:00", 15, "A"))).evenings == 1
    assert week(entries(("2025-03-11 18:00", 8, "A"), ("2025-03-11 21:00", 7, "B"))).evenings == 1


def test_weekend_work_is_kept_apart_from_after_hours():
    """Saturday from 17 to 20 is three weekend hours and an evening, and no after hours."""
    found = week(entries(("2025-03-15 17:00", 180, "A")))
    assert (found.weekend_hours, found.after_hours, found.evenings) == (3.0, 0.0, 1)


def test_the_persons_own_week_counts():
    """Who works from Sunday to Thursday, 8 to 16, has Friday as weekend and 17:00 as an evening."""
    own = Settings(
        zone=BERLIN,
        work_start=time(8),
        work_end=time(16),
        work_days=["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday"],
    )
    found = week(entries(("2025-03-14 10:00", 60, "A"), ("2025-03-16 16:00", 60, "A")), own)
    assert (found.weekend_hours, found.after_hours, found.evenings) == (1.0, 1.0, 1)


def test_a_day_of_exactly_ten_hours_is_not_over_ten():
    """10 h are not long; 10 h 1 min are; overlapping entries count once on the clock."""
    assert week(entries(("2025-03-11 08:00", 600, "A"))).long_days == 0
    assert week(entries(("2025-03-11 08:00", 601, "A"))).long_days == 1
    assert week(entries(("2025-03-11 09:00", 400, "A"), ("2025-03-11 09:00", 400, "B"))).long_days == 0


def test_day_totals_add_to_the_day_alone():
    """A total of 11 h makes a Saturday long and weekend work, but no evening."""
    found = week(entries(("2025-03-15 00:00", None, "A", None, 39600.0)))
    assert found == Balance(0, 0.0, 11.0, 1, 6, 1)


def test_a_night_owls_hours_after_midnight_belong_to_the_evening():
    """With days from 4:00, work from 23:30 to 0:30 on a Tuesday is one evening of that Tuesday."""
    owl = Settings(zone=BERLIN, day_start=time(4))
    days = balance_days(entries(("2025-03-11 23:30", 60, "A")), owl, MONDAY, NEXT_MONDAY)
    assert days.loc[days["hours"] > 0, ["day", "evening_hours"]].to_numpy().tolist() == [
        [pd.Timestamp("2025-03-11"), 1.0]
    ]


def test_an_entry_over_midnight_is_split():
    """Friday 23:00 to Saturday 1:00 is an hour after hours on Friday and an hour of weekend."""
    found = week(entries(("2025-03-14 23:00", 120, "A")))
    assert (found.after_hours, found.weekend_hours, found.longest_run_days) == (1.0, 1.0, 2)


def test_the_night_the_clocks_go_forward_has_23_hours():
    """Tracking all of Sunday 30 March 2025 in Berlin is 23 h, of which 6 come after work."""
    (day,) = balance_days(
        entries(("2025-03-30 00:00", 23 * 60, "A")), SETTINGS, date(2025, 3, 30), date(2025, 3, 31)
    ).itertuples()
    assert (day.hours, day.evening_hours) == (23.0, 6.0)


def test_the_longest_run_is_broken_by_a_day_of_rest():
    """Mon–Wed and Fri–Sat are runs of 3 and 2: the longest has 3 days, two days rest."""
    days = ("10", "11", "12", "14", "15")
    found = week(entries(*((f"2025-03-{day} 10:00", 30, "A") for day in days)))
    assert (found.longest_run_days, found.rest_days) == (3, 2)


def test_days_outside_the_range_do_not_count():
    """Work on the Monday after is not in the week before it."""
    assert week(entries(("2025-03-17 20:00", 60, "A"))) == Balance(0, 0.0, 0.0, 0, 7, 0)


@settings(deadline=None)  # a busy machine is no fault
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 1439), st.integers(0, 900)), max_size=10))
def test_after_hours_and_evenings_never_exceed_the_day(rows):
    """Of each day, after hours and evening fit into its hours, its hours into 24, and days are a week."""
    frame = entries(*((f"2025-03-{10 + d} {m // 60:02d}:{m % 60:02d}", n, "A") for d, m, n in rows))
    days = balance_days(frame, SETTINGS, MONDAY, NEXT_MONDAY)
    assert (days["after_hours"] <= days["hours"] + 1e-9).all()
    assert (days["evening_hours"] <= days["hours"] + 1e-9).all()
    assert (days["hours"] <= 24).all()
    found = week(frame)
    assert found.rest_days + int((days["hours"] > 0).sum()) == 7
    assert found.longest_run_days <= 7 - found.rest_days
