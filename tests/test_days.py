"""Local days and hours, clipping and overlaps: nothing lost, nothing counted twice."""

from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import pandas as pd
import pytest
from exports_made import HOUR, NIGHTS, frame, logs, us
from hypothesis import given, settings
from hypothesis import strategies as st

from goalkit.entries.days import clip, entry_micros, split_days, split_hours, start_days
from goalkit.entries.frame import empty_entries, is_day_total, seconds
from goalkit.entries.overlaps import covered_us, overlapping, person_codes, wall_clock_us
from goalkit.errors import ReconciliationError
from goalkit.metrics.reconcile import check_sums, reconcile
from goalkit.periods import Calendar, day_instant

LAW = settings(max_examples=40, deadline=None)
CLOCKS = st.sampled_from([time(0), time(2, 30), time(4)])


@st.composite
def lived(draw, totals=True):
    """A frame near an odd night, and the calendar of that place."""
    zone, around = draw(st.sampled_from(NIGHTS))
    return draw(logs(us(around), totals)), Calendar(zone, draw(CLOCKS))


@LAW
@given(lived())
def test_splitting_keeps_each_entrys_microseconds(case):
    """The pieces of an entry add up to it exactly, follow each other, and lie in order."""
    entries, calendar = case
    start, end, own = entry_micros(entries)
    pieces = split_days(entries, calendar)
    summed = pieces.groupby("row")["us"].sum().reindex(range(len(entries)))
    assert summed.to_list() == own.tolist()
    assert pieces["row"].is_monotonic_increasing
    for row, part in pieces.groupby("row"):
        assert part["start_us"].iloc[0] == start[row]
        assert part["end_us"].iloc[-1] == end[row]
        assert (part["start_us"].to_numpy()[1:] == part["end_us"].to_numpy()[:-1]).all()
        assert part["day"].is_unique


@LAW
@given(lived())
def test_each_piece_lies_in_its_own_local_day(case):
    """A piece begins at or after its day's first instant and ends at or before the next one's."""
    entries, calendar = case
    for piece in split_days(entries, calendar).itertuples():
        day = piece.day.date()
        first, after = (day_instant(one, calendar) for one in (day, day + timedelta(days=1)))
        assert us(first.isoformat()) <= piece.start_us <= piece.end_us <= us(after.isoformat())
        assert first < after


@LAW
@given(lived())
def test_hours_keep_what_days_hold_and_lie_in_one_clock_hour(case):
    """Cutting at clock hours loses nothing but day totals, and no piece leaves its hour or its day."""
    entries, calendar = case
    cut = split_hours(entries, calendar)
    timed = np.flatnonzero(~is_day_total(entries))
    own = entry_micros(entries)[2]
    assert cut.groupby("row")["us"].sum().reindex(timed).to_list() == own[timed].tolist()
    for piece in cut[cut["us"] > 0].itertuples():
        ends = [
            pd.Timestamp(instant, unit="us", tz="UTC").tz_convert(calendar.zone)
            for instant in (piece.start_us, piece.end_us - 1)
        ]
        assert {end.hour for end in ends} == {piece.hour}
        assert {calendar.day_of(end.to_pydatetime()) for end in ends} == {piece.day.date()}
        assert piece.weekday == piece.day.weekday()


@LAW
@given(lived())
def test_days_projects_and_rows_add_up_to_the_same(case):
    """The three sums agree to the microsecond, and the union is never more than what is attributed."""
    entries, calendar = case
    found = reconcile(entries, calendar)
    assert found.days_s == found.projects_s == found.rows_s
    assert found.rows == len(entries)
    assert found.overlap_s >= 0
    assert wall_clock_us(entries) <= entry_micros(entries)[2].sum()
    assert found.rows_s == pytest.approx(seconds(entries).sum())


def test_a_mismatch_is_an_error_and_never_a_rounding():
    """One microsecond off in any of the three sums raises."""
    check_sums(5, 5, 5)
    for sums in ((5, 5, 6), (5, 6, 5), (6, 5, 5)):
        with pytest.raises(ReconciliationError, match="do not agree"):
            check_sums(*sums)


@LAW
@given(lived(totals=False))
def test_overlapping_is_what_comparing_all_pairs_finds(case):
    """Two entries of one person overlap when they share a microsecond, or one without length lies inside the other."""
    entries, _ = case
    start, end, _ = entry_micros(entries)
    who = person_codes(entries)
    expected = [
        any(
            other != row and who[other] == who[row] and max(start[row], start[other]) < min(end[row], end[other])
            for other in range(len(entries))
        )
        for row in range(len(entries))
    ]
    assert overlapping(entries).tolist() == expected


@LAW
@given(lived())
def test_the_union_is_what_counting_each_stretch_once_gives(case):
    """Wall-clock time equals the merged intervals of each person plus the day totals."""
    entries, _ = case
    start, end, own = entry_micros(entries)
    total, who = is_day_total(entries), person_codes(entries)
    expected = int(own[total].sum())
    for person in set(who):
        reach = None
        mine = sorted((start[row], end[row]) for row in np.flatnonzero((who == person) & ~total))
        for first, last in mine:
            begin = first if reach is None else max(first, reach)
            expected += int(max(last - begin, 0))
            reach = last if reach is None else max(reach, last)
    assert wall_clock_us(entries) == expected


@LAW
@given(lived(), st.integers(-80, 80), st.integers(0, 80))
def test_clipping_and_the_rest_are_the_whole(case, first, length):
    """What lies before, within and after a range adds up to all, and within lies inside it."""
    entries, _ = case
    low = datetime(2025, 3, 30, tzinfo=UTC) + timedelta(hours=first)
    if len(entries):
        low = entries["start_utc"].iloc[0].to_pydatetime() + timedelta(hours=first)
    high = low + timedelta(hours=length)
    past, future = datetime(1972, 1, 1, tzinfo=UTC), datetime(2199, 1, 1, tzinfo=UTC)
    parts = [clip(entries, a, b) for a, b in ((past, low), (low, high), (high, future))]
    assert sum(int(entry_micros(part)[2].sum()) for part in parts) == int(entry_micros(entries)[2].sum())
    inside = parts[1]
    assert (inside["start_utc"] >= low).all()
    assert (inside["end_utc"].dropna() <= high).all()
    assert (inside["duration_s"] * 1e6).round().astype("int64").tolist() == entry_micros(inside)[2].tolist()


def test_clipping_leaves_its_input_and_keeps_entries_without_length():
    """An entry without length stays where it begins inside; the given frame is as before."""
    entries = frame(
        [(us("2025-03-03T10:00:00+00:00"), 0, "P", "", False), (us("2025-03-03T09:00:00+00:00"), HOUR, "P", "", False)]
    )
    before = entries.copy(deep=True)
    found = clip(entries, datetime(2025, 3, 3, 10, tzinfo=UTC), datetime(2025, 3, 3, 11, tzinfo=UTC))
    assert found.index.tolist() == [0]
    pd.testing.assert_frame_equal(entries, before)


def test_an_entry_over_midnight_is_cut_and_counts_whole_on_its_start_day_when_asked():
    """23:00 to 01:30 is one hour and one and a half, or two and a half on the first day."""
    entries = frame([(us("2025-03-03T22:00:00+00:00"), int(2.5 * HOUR), "P", "", False)])
    calendar = Calendar("Europe/Berlin")
    split = split_days(entries, calendar)
    assert [(piece.day.date(), piece.seconds) for piece in split.itertuples()] == [
        (date(2025, 3, 3), 3600.0),
        (date(2025, 3, 4), 5400.0),
    ]
    whole = start_days(entries, calendar)
    assert [(piece.day.date(), piece.seconds) for piece in whole.itertuples()] == [(date(2025, 3, 3), 9000.0)]


def test_an_entry_over_the_day_samoa_skipped_leaves_that_day_out():
    """From the 29th to the 31st of December 2011 there is no 30th, and no second is lost."""
    entries = frame([(us("2011-12-30T08:00:00+00:00"), 4 * HOUR, "P", "", False)])
    pieces = split_days(entries, Calendar("Pacific/Apia"))
    assert pieces["day"].dt.day.tolist() == [29, 31]
    assert pieces["seconds"].tolist() == [7200.0, 7200.0]


def test_empty_frames_stay_empty():
    """Splitting, clipping, overlaps and sums of nothing are nothing, with all columns."""
    entries, calendar = empty_entries(), Calendar("Europe/Berlin")
    days, hours = split_days(entries, calendar), split_hours(entries, calendar)
    assert days.empty
    assert list(days.columns) == ["row", "day", "start_us", "end_us", "us", "seconds"]
    assert hours.empty
    assert {"hour", "weekday"} <= set(hours.columns)
    assert start_days(entries, calendar).empty
    assert overlapping(entries).tolist() == []
    assert wall_clock_us(entries) == 0
    none = np.zeros(0, dtype=np.int64)
    assert covered_us(none, none, none).tolist() == []
    assert reconcile(entries, calendar).rows_s == 0
    assert clip(entries, datetime(2025, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)).empty


def test_day_totals_have_a_day_and_no_clock():
    """A day total counts on its day, never in an hour, and overlaps nothing."""
    day = us("2025-03-02T23:00:00+00:00")
    entries = frame([(day, 5 * HOUR, "P", "", True), (day, 2 * HOUR, "P", "", False)])
    calendar = Calendar("Europe/Berlin")
    assert split_days(entries, calendar)["seconds"].tolist() == [18_000.0, 7200.0]
    assert split_hours(entries, calendar)["row"].tolist() == [1, 1]
    assert wall_clock_us(entries) == 7 * HOUR
    assert overlapping(entries).tolist() == [False, False]
