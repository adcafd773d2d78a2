"""Periods, days and where they begin."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from exports_made import NIGHTS
from hypothesis import given
from hypothesis import strategies as st

from goalkit.errors import GoalkitError
from goalkit.periods import KINDS, Calendar, Period, day_instant, load_zone, parse_day, parse_period, period_of

DAYS = st.dates(date(1975, 1, 1), date(2150, 1, 1))
CLOCKS = st.sampled_from([time(0), time(2, 30), time(4)])


@pytest.mark.parametrize(
    ("text", "start", "end", "title"),
    [
        ("2025", date(2025, 1, 1), date(2026, 1, 1), "2025"),
        ("2025-Q1", date(2025, 1, 1), date(2025, 4, 1), "First quarter of 2025"),
        ("2025-q4", date(2025, 10, 1), date(2026, 1, 1), "Fourth quarter of 2025"),
        ("2024-02", date(2024, 2, 1), date(2024, 3, 1), "February 2024"),
        ("2025-W10", date(2025, 3, 3), date(2025, 3, 10), "Week 10 of 2025 (3 Mar – 9 Mar)"),
        ("2026-W53", date(2026, 12, 28), date(2027, 1, 4), "Week 53 of 2026 (28 Dec – 3 Jan)"),
        (" 2025-03-14 ", date(2025, 3, 14), date(2025, 3, 15), "14 March 2025"),
    ],
)
def test_a_period_is_read_as_a_half_open_range(text, start, end, title):
    """Each written form gives its first day, the day after its last, and how a person says it."""
    period = parse_period(text)
    assert (period.start, period.end, period.title) == (start, end, title)
    assert period.name == text.strip().upper()
    assert period.days == (end - start).days


@pytest.mark.parametrize(
    "text", ["2025-13", "2025-00", "2025-02-30", "2025-W54", "2025-W53", "2025-Q5", "0000", "9999", "March", "", "25-3"]
)
def test_a_period_that_does_not_exist_is_told_with_its_value_and_examples(text):
    """The message names what was written and shows what can be."""
    with pytest.raises(GoalkitError, match="2025-Q1") as told:
        parse_period(text)
    assert repr(text) in str(told.value)


@pytest.mark.parametrize("text", ["2025-03", "14.3.2025", "2025-02-29", ""])
def test_a_day_is_read_only_as_year_month_day(text):
    """A month is no day, nor is a day that its month lacks."""
    with pytest.raises(GoalkitError):
        parse_day(text)
    assert parse_day("2024-02-29") == date(2024, 2, 29)


def test_unknown_kinds_and_zones_are_told():
    """Both messages name the value and what is expected."""
    with pytest.raises(GoalkitError, match=r"'decade'.*quarter"):
        period_of(date(2025, 1, 1), "decade")
    for name in ("Mars/Olympus", "", "../etc/passwd", "Europe"):
        with pytest.raises(GoalkitError, match="Europe/Berlin"):
            load_zone(name)


@given(DAYS, st.sampled_from(KINDS), st.integers(0, 6))
def test_names_read_back_and_neighbours_touch(day, kind, week_start):
    """A period holds its day, is read back from its name, and leaves no gap to the next and the one before."""
    period = period_of(day, kind, week_start)
    assert period.start <= day < period.end
    assert parse_period(period.name, week_start) == period
    assert period.following().start == period.end
    assert period.previous().end == period.start
    assert period.following().previous() == period


@given(DAYS, CLOCKS, st.sampled_from(sorted({zone for zone, _ in NIGHTS})))
def test_a_local_day_begins_where_day_of_says_so(day, clock, zone):
    """A day that exists holds its first instant, and the microsecond before belongs to an earlier one."""
    calendar = Calendar(zone, clock)
    first, after = day_instant(day, calendar), day_instant(day + timedelta(days=1), calendar)
    assert first <= after
    assert calendar.day_of(first - timedelta(microseconds=1)) < day
    assert calendar.day_of(first) == day or first == after


@pytest.mark.parametrize("clock", [time(0), time(2, 30), time(4)])
@pytest.mark.parametrize(("zone", "around"), NIGHTS)
def test_day_of_agrees_with_the_beginnings_around_odd_nights(zone, around, clock):
    """For every quarter of an hour near a change of the clocks, an instant's day is the last one that began."""
    calendar = Calendar(zone, clock)
    for quarters in range(-60, 61):
        instant = datetime.fromisoformat(around) + timedelta(minutes=15 * quarters)
        day = calendar.day_of(instant)
        assert day_instant(day, calendar) <= instant < day_instant(day + timedelta(days=1), calendar)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", date(2025, 3, 30), 23),
        ("Europe/Berlin", date(2025, 10, 26), 25),
        ("Australia/Lord_Howe", date(2025, 4, 6), 24.5),
        ("Pacific/Apia", date(2011, 12, 30), 0),
        ("Pacific/Apia", date(2011, 12, 29), 24),
    ],
)
def test_days_have_the_hours_that_were_lived(zone, day, hours):
    """Days of 23, 25, 24½ and no hours at all."""
    start, end = period_of(day, "day").instants(Calendar(zone))
    assert (end - start) == timedelta(hours=hours)


def test_a_beginning_in_the_gap_moves_to_its_end_and_a_doubled_one_is_the_first():
    """With days from 02:30 on, Berlin's spring day begins at 03:00 and the autumn one at the first 02:30."""
    calendar = Calendar("Europe/Berlin", time(2, 30))
    assert day_instant(date(2025, 3, 30), calendar) == datetime(2025, 3, 30, 1, tzinfo=UTC)
    assert day_instant(date(2025, 10, 26), calendar) == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)


def test_a_week_keeps_its_start_day():
    """Weeks from Sunday begin on Sundays and carry the ISO number of their Monday."""
    week = Period("week", date(2025, 3, 2), date(2025, 3, 9), 6)
    assert period_of(date(2025, 3, 8), "week", 6) == week
    assert week.name == "2025-W10"
