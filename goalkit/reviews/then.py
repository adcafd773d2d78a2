"""Records as they were on the day from which a review looks, so that a past review stays what it was."""

from datetime import datetime, timedelta
from typing import Any

import pandas as pd

from goalkit.periods import day_instant
from goalkit.records import Record
from goalkit.records.frames import record_frame
from goalkit.reviews.material import Material


def as_then(material: Material, kind: type[Record]) -> pd.DataFrame:
    """The records of a kind as they stood at the end of `as_of`, in order of creation.

    One that was written down only later is as it was first written, and its `written` (bool, the column
    after the fields) is False; one without a history came with an import, and is as it is. No records give
    an empty frame.
    """
    frame = material.read(kind)
    instant = day_instant(material.as_of + timedelta(days=1), material.calendar)
    found = [_then(material.history(kind, record_id), instant) for record_id in frame["id"]]
    told = [fields or now for (fields, _), now in zip(found, frame.to_dict("records"), strict=True)]
    written = pd.Series([there for _, there in found], dtype="bool")
    return record_frame(kind, [_plain(fields) for fields in told]).assign(written=written)


def _then(history: pd.DataFrame, instant: datetime) -> tuple[dict[str, Any], bool]:
    """A record's fields at an instant, or else as first written, {} without any; and whether it was there then."""
    before = [fields for when, fields in zip(history["when_utc"], history["after"], strict=True) if when < instant]
    given = [fields for fields in before if fields] or [fields for fields in history["after"] if fields][:1]
    there = before[-1] is not None if before else history.empty
    return (given[-1] if given else {}), bool(there)


def _plain(fields: dict[Any, Any]) -> dict[str, Any]:
    return {str(name): None if _missing(value) else value for name, value in fields.items()}


def _missing(value: Any) -> bool:
    return value is pd.NaT or value is pd.NA or (isinstance(value, float) and pd.isna(value))
