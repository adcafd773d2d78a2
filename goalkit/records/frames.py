"""Records as data frames: one dtype for each kind of field, the same when there are no rows."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import pandas as pd
from pydantic.fields import FieldInfo

from goalkit.entries.frame import TAGS
from goalkit.records.base import FieldKind, Record


def field_dtype(kind: FieldKind) -> Any:
    """The dtype of a field's column: choices are categories, instants UTC, days naive midnights."""
    if kind.choices:
        return pd.CategoricalDtype(list(kind.choices))
    plain = {bool: "boolean" if kind.optional else "bool", int: "Int64" if kind.optional else "int64"}
    other = {float: "float64", datetime: "datetime64[us, UTC]", date: "datetime64[us]", list: TAGS}
    return (plain | other).get(kind.base, "str")


def record_frame(model: type[Record], rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """A frame with one column a field of `model`, in their order, and one row a mapping.

    Empty input gives an empty frame with the same dtypes. A time of day becomes text such as
    "17:30"; a missing value is NaT, NaN or NA as the dtype has it.
    """
    taken = list(rows)
    return pd.DataFrame({name: _column(name, taken, info) for name, info in model.model_fields.items()})


def _column(name: str, rows: list[Mapping[str, Any]], info: FieldInfo) -> "pd.Series[Any]":
    kind = FieldKind(info)
    # What a row holds that does not name the field: a number without an NA has its default.
    absent = info.default if kind.base in (int, bool) and not info.is_required() else None
    values, dtype = [row.get(name, absent) for row in rows], field_dtype(kind)
    if dtype == "str":
        values = [None if value is None else _text(value) for value in values]
    return pd.Series(values, dtype=dtype)


def _text(value: Any) -> str:
    return f"{value:%H:%M}" if hasattr(value, "hour") else str(value)
