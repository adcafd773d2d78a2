"""Interruptions and Pomodoros counted: by day and kind, in an hour of focus, in a Pomodoro."""

from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest
from making import entries

from goalkit.entries.frame import empty_entries
from goalkit.metrics.interruptions import (
    interruption_kinds,
    interruptions,
    interruptions_per_pomodoro,
    pomodoros,
)
from goalkit.periods import Calendar
from goalkit.records import Interruption, TimeEntry
from goalkit.records.frames import record_frame
from goalkit.workbook import init_book

BERLIN = Calendar("Europe/Berlin")
NINE = datetime(2025, 3, 5, 8, 0, tzinfo=UTC)


def broken(*found):
    """Rows of Interruption from (minutes after nine, kind)."""
    rows = [Interruption(at_utc=NINE + timedelta(minutes=minutes), by=by).model_dump() for minutes, by in found]
    return record_frame(Interruption, rows)


def timed(*stretches):
    """Rows of TimeEntry from (begin, end, focus) in minutes after nine."""
    return record_frame(
        TimeEntry,
        [
            TimeEntry(
                start_utc=NINE + timedelta(minutes=start), end_utc=NINE + timedelta(minutes=end), focus_minutes=focus
            ).model_dump()
            for start, end, focus in stretches
        ],
    )


def test_interruptions_by_day_and_kind(tmp_path):
    """Counts fall on the local day; an hour and a half of focus makes them a rate, a day without focus has none."""
    with init_book(tmp_path, notebooks=False) as book:
        book.add(TimeEntry(start_utc=NINE, end_utc=NINE + timedelta(minutes=90), project="Thesis"))
        entries = book.entries()
    found = broken((5, "a call"), (6, "a call"), (7, "myself"), (15 * 60 - 1, "myself"), (15 * 60, "a message"))
    rows = interruptions(found, entries, BERLIN)
    assert rows.to_dict("list") == {
        "day": [pd.Timestamp("2025-03-05")] * 2 + [pd.Timestamp("2025-03-06")],
        "by": ["a call", "myself", "a message"],
        "count": [2, 2, 1],
        "focus_hours": [1.5, 1.5, 0.0],
        "per_focus_hour": [pytest.approx(4 / 3), pytest.approx(4 / 3), pytest.approx(float("nan"), nan_ok=True)],
    }


def test_nothing_found_gives_empty_frames():
    """All columns are there, no row is."""
    assert interruptions(broken(), empty_entries(), BERLIN).empty
    assert list(interruptions(broken(), empty_entries(), BERLIN)) == [
        "day",
        "by",
        "count",
        "focus_hours",
        "per_focus_hour",
    ]
    assert pomodoros(timed(), BERLIN).empty
    assert list(interruptions_per_pomodoro(broken(), timed())) == ["by", "count", "per_pomodoro"]
    assert interruptions_per_pomodoro(broken((5, "a call")), timed()).empty


def test_a_pomodoro_is_a_stretch_of_its_whole_focus():
    """One second less is none, longer is one; entries without a focus and other days are told apart."""
    stretches = timed((0, 25, 25), (30, 30 + 25 - 1 / 60, 25), (60, 180, 25), (200, 230, None), (16 * 60, 17 * 60, 50))
    assert pomodoros(stretches, BERLIN).to_dict("list") == {
        "day": [pd.Timestamp("2025-03-05"), pd.Timestamp("2025-03-06")],
        "pomodoros": [2, 1],
    }


def test_interruptions_of_finished_pomodoros():
    """Those within a finished stretch count, its end excluded; two Pomodoros share three calls."""
    stretches = timed((30, 55, 25), (0, 25, 25), (60, 65, 25))
    found = broken(
        (0, "a call"), (24, "a call"), (25, "a call"), (31, "a call"), (40, "myself"), (62, "myself"), (-1, "myself")
    )
    assert interruptions_per_pomodoro(found, stretches).to_dict("list") == {
        "by": ["a call", "myself"],
        "count": [3, 1],
        "per_pomodoro": [1.5, 0.5],
    }


def test_a_day_s_total_is_no_pomodoro():
    """An entry without clock times takes no part."""
    row = TimeEntry(start_utc=NINE, duration_s=3600, focus_minutes=25).model_dump()
    assert pomodoros(record_frame(TimeEntry, [row]), BERLIN).empty


def test_kinds_over_a_range_have_their_rate_in_an_hour_of_focus():
    """Two of three are calls, in an hour and a half; without focus there is no rate, without any no row."""
    found = broken((5, "a call"), (6, "a call"), (7, "myself"))
    work = entries(("2025-03-05 09:00", 90, "Thesis"))
    assert interruption_kinds(found, work).to_dict("list") == {
        "by": ["a call", "myself"],
        "count": [2, 1],
        "per_focus_hour": [pytest.approx(4 / 3), pytest.approx(2 / 3)],
    }
    assert interruption_kinds(found, empty_entries())["per_focus_hour"].isna().all()
    assert interruption_kinds(broken(), work).empty
