"""Records as frames: the dtype of each kind of field, with rows and without."""

from datetime import UTC, date, datetime, time

import pandas as pd
import pytest

from goalkit.entries.frame import TAGS
from goalkit.records import RECORDS, CheckIn, FieldKind, Goal, Settings, Task, TimeEntry
from goalkit.records.frames import field_dtype, record_frame


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.kind)
def test_an_empty_frame_has_every_field_with_its_dtype(model):
    """No rows give the same columns and dtypes as rows would."""
    frame = record_frame(model, [])
    assert list(frame.columns) == list(model.model_fields)
    assert len(frame) == 0
    for name, info in model.model_fields.items():
        assert frame[name].dtype == pd.Series([], dtype=field_dtype(FieldKind(info))).dtype


@pytest.mark.parametrize(
    ("model", "field", "dtype"),
    [
        (TimeEntry, "start_utc", "datetime64[us, UTC]"),
        (Goal, "start", "datetime64[us]"),
        (Goal, "status", pd.CategoricalDtype(["considering", "active", "paused", "achieved", "dropped"])),
        (Goal, "target", "float64"),
        (Goal, "colour", "Int64"),
        (Task, "position", "int64"),
        (Task, "important", "bool"),
        (TimeEntry, "billable", "boolean"),
        (TimeEntry, "tags", TAGS),
        (Settings, "day_start", "str"),
        (Goal, "title", "str"),
    ],
)
def test_each_kind_of_field_has_one_dtype(model, field, dtype):
    """A field's dtype follows from its annotation alone."""
    assert record_frame(model, [])[field].dtype == dtype


def test_values_and_missing_values_come_through():
    """Days, instants, clocks, lists and choices keep their value; None is the dtype's own missing."""
    frame = record_frame(Goal, [{"id": "a", "start": date(2025, 1, 2), "status": "paused", "target": 2.5}])
    assert frame["start"].tolist() == [pd.Timestamp("2025-01-02")]
    assert frame["status"].tolist() == ["paused"]
    assert frame.loc[0, ["colour", "per", "hours_per_week", "title"]].isna().all()
    entry = {"start_utc": datetime(2025, 1, 2, 3, tzinfo=UTC), "tags": ["a", "b"], "source_line": 1}
    times = record_frame(TimeEntry, [entry, {**entry, "tags": []}])
    assert times["start_utc"].tolist() == [pd.Timestamp("2025-01-02 03:00", tz="UTC")] * 2
    assert times["tags"].tolist() == [["a", "b"], []]
    assert record_frame(Settings, [{"day_start": time(4, 30)}])["day_start"].tolist() == ["04:30"]


def test_numbers_stay_whole_beside_missing_ones():
    """A mood that was left out does not turn the others into fractions."""
    frame = record_frame(CheckIn, [{"mood": 4}, {"mood": None}])
    assert frame["mood"].tolist()[0] == 4
    assert str(frame["mood"].dtype) == "Int64"
    assert frame["mood"].isna().tolist() == [False, True]


def test_the_rows_that_were_given_are_left_as_they_were():
    """A frame is built from rows without changing them; any iterable will do."""
    row = {"day_start": time(4, 30), "work_days": ["Monday"]}
    record_frame(Settings, iter([row]))
    assert row == {"day_start": time(4, 30), "work_days": ["Monday"]}
