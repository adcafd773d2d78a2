"""Entries and Toggl exports for tests, from microseconds and a few words."""

import csv
import io
from datetime import UTC, datetime

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from goalkit.entries.days import to_index
from goalkit.entries.frame import COLUMNS, DTYPES, MICRO, NO_INSTANT, empty_entries

TOGGL = (
    "User", "Email", "Client", "Project", "Task", "Description", "Billable", "Start date", "Start time", "End date",
    "End time", "Duration", "Tags",
)  # fmt: skip
HOUR, DAY = 3600 * MICRO, 86_400 * MICRO

# A zone, and an instant near which its clocks do something unusual.
NIGHTS = (
    ("Europe/Berlin", "2025-03-30T01:00:00+00:00"),
    ("Europe/Berlin", "2025-10-26T01:00:00+00:00"),
    ("Australia/Lord_Howe", "2025-04-05T15:00:00+00:00"),
    ("Australia/Lord_Howe", "2025-10-04T15:30:00+00:00"),
    ("Pacific/Apia", "2011-12-30T10:00:00+00:00"),
    ("America/Sao_Paulo", "2018-11-04T03:00:00+00:00"),
    ("America/Havana", "2024-11-03T05:00:00+00:00"),
    ("Asia/Kathmandu", "2025-01-01T00:00:00+00:00"),
    ("UTC", "2024-02-29T00:00:00+00:00"),
)


def us(text):
    """Microseconds since 1970 of an ISO instant."""
    return round(datetime.fromisoformat(text).astimezone(UTC).timestamp() * MICRO)


def frame(rows):
    """An entry frame of (start µs, length µs, project, person, whether it is a day total) rows."""
    if not rows:
        return empty_entries()
    start, length, project, person, total = (list(column) for column in zip(*rows, strict=True))
    first, lengths, totals = np.array(start), np.array(length), np.array(total)
    made = {
        "start_utc": to_index(first),
        "end_utc": to_index(np.where(totals, NO_INSTANT, first + lengths)),
        "duration_s": lengths / MICRO,
        "project": project,
        "person": person,
        "tags": [["a", "b"] if name == "P" else [] for name in project],
        "tracker": ["toggl"] * len(rows),
    }
    blank = {name: [None] * len(rows) for name in COLUMNS if name not in made}
    return pd.DataFrame({**made, **blank})[list(COLUMNS)].astype(DTYPES)


def logs(around, totals=True, longest=3 * DAY):
    """Strategy: entry frames whose entries begin within three days of an instant."""
    row = st.tuples(
        st.integers(around - 3 * DAY, around + 3 * DAY)
        | st.integers(-60, 60).map(lambda n: around + n * 15 * 60 * MICRO),
        st.integers(0, longest) | st.integers(0, 40).map(lambda n: n * 15 * 60 * MICRO),
        st.sampled_from(["P", "Q", "", "=1+1"]),
        st.sampled_from(["", "Ada"]),
        st.booleans() if totals else st.just(False),
    )
    return st.lists(row, max_size=12).map(frame)


def toggl(*rows, quoting=csv.QUOTE_MINIMAL):
    """Text of a Toggl export of dicts; what a row leaves out is that of an ordinary hour."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, TOGGL, quoting=quoting, lineterminator="\n")
    writer.writeheader()
    usual = {
        "User": "Ada", "Project": "Thesis", "Start date": "2025-03-03", "Start time": "09:00:00",
        "End date": "2025-03-03", "End time": "10:00:00", "Duration": "01:00:00",
    }  # fmt: skip
    for row in rows:
        writer.writerow({**usual, **row})
    return buffer.getvalue()
