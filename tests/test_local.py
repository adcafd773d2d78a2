"""Local clock times as instants on the nights the clocks change."""

import numpy as np
import pandas as pd
import pytest
from exports_made import us
from hypothesis import given
from hypothesis import strategies as st

from goalkit.entries.frame import MICRO, NO_INSTANT
from goalkit.entries.local import DIFFERS, GUESSED, NEVER_WAS, OK, candidates, localize, resolve_local

BERLIN = "Europe/Berlin"


def wall(text):
    """A naive local time in microseconds; "" is none."""
    return us(f"{text}:00+00:00") if text else NO_INSTANT


def resolve(start, end, duration_h, tolerance=1.0, zone=BERLIN):
    """Start, end and state of one entry."""
    duration = np.array([np.nan if duration_h is None else duration_h * 3600.0])
    found = resolve_local(np.array([wall(start)]), np.array([wall(end)]), duration, tolerance, zone)
    return int(found.start_us[0]), int(found.end_us[0]), int(found.state[0])


@pytest.mark.parametrize(
    ("start", "end", "hours", "start_utc", "end_utc", "state"),
    [
        ("01:30", "02:30", 1, "2025-10-25T23:30", "2025-10-26T00:30", OK),
        ("01:30", "02:30", 2, "2025-10-25T23:30", "2025-10-26T01:30", OK),
        ("02:30", "03:30", 1, "2025-10-26T01:30", "2025-10-26T02:30", OK),
        ("02:30", "03:30", 2, "2025-10-26T00:30", "2025-10-26T02:30", OK),
        ("02:45", "02:15", 0.5, "2025-10-26T00:45", "2025-10-26T01:15", OK),
        ("02:10", "02:40", 0.5, "2025-10-26T00:10", "2025-10-26T00:40", GUESSED),
        ("02:10", "02:40", 1.5, "2025-10-26T00:10", "2025-10-26T01:40", OK),
        ("02:10", "02:40", None, "2025-10-26T00:10", "2025-10-26T00:40", GUESSED),
        ("01:00", "02:30", 9, "2025-10-25T23:00", "2025-10-26T00:30", DIFFERS),
        ("01:00", "04:00", 4, "2025-10-25T23:00", "2025-10-26T03:00", OK),
    ],
)
def test_the_duration_decides_which_of_two_hours_is_meant(start, end, hours, start_utc, end_utc, state):
    """On the night of 26 October 2025 in Berlin; without a duration that fits, the first pass, and it is said."""
    found = resolve(f"2025-10-26T{start}", f"2025-10-26T{end}", hours)
    assert found == (us(f"{start_utc}:00+00:00"), us(f"{end_utc}:00+00:00"), state)


@pytest.mark.parametrize(("start", "end"), [("02:30", "03:30"), ("01:30", "02:00"), ("02:10", "02:50")])
def test_a_time_that_the_clocks_skipped_is_no_guess(start, end):
    """Either side in the hour that never was gives no instants at all."""
    found = resolve(f"2025-03-30T{start}", f"2025-03-30T{end}", 1)
    assert found == (NO_INSTANT, NO_INSTANT, NEVER_WAS)


def test_around_the_skipped_hour_real_time_counts():
    """01:30 to 03:30 that night is one hour."""
    assert resolve("2025-03-30T01:30", "2025-03-30T03:30", 1) == (
        us("2025-03-30T00:30:00+00:00"),
        us("2025-03-30T01:30:00+00:00"),
        OK,
    )


def test_seconds_follow_the_trackers_own_within_its_exactness():
    """A duration a second off wins, one half a minute off is said, unless durations show minutes alone."""
    start = us("2025-03-03T08:00:00+00:00")
    assert resolve("2025-03-03T09:00", "2025-03-03T10:00", 1 + 1 / 3600) == (start, start + 3601 * MICRO, OK)
    assert resolve("2025-03-03T09:00", "2025-03-03T10:00", 1 + 30 / 3600) == (start, start + 3600 * MICRO, DIFFERS)
    assert resolve("2025-03-03T09:00", "2025-03-03T10:00", 1 + 30 / 3600, 60.0)[1:] == (start + 3600 * MICRO, OK)


def test_a_missing_end_stays_missing():
    """An entry that still runs has a start alone."""
    assert resolve("2025-03-03T09:00", "", None)[:2] == (us("2025-03-03T08:00:00+00:00"), NO_INSTANT)


@given(
    st.sampled_from([BERLIN, "Australia/Lord_Howe", "America/Havana", "Europe/Dublin", "UTC"]),
    st.integers(us("2024-01-01T00:00:00+00:00") // MICRO, us("2026-01-01T00:00:00+00:00") // MICRO),
)
def test_an_instants_clock_time_leads_back_to_it(zone, second):
    """An instant is among what its own local time can mean, and the only one where there is no doubt."""
    instant = second * MICRO
    naive = pd.Timestamp(instant, unit="us", tz="UTC").tz_convert(zone).tz_localize(None)
    local = np.array([us(f"{naive.isoformat()}+00:00")])
    meant = candidates(int(local[0]), zone)
    assert instant in meant
    assert localize(local, zone).tolist() == ([instant] if len(meant) == 1 else [NO_INSTANT])
