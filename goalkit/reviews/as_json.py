"""A review's facts as plain JSON values, and back."""

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from math import isnan
from typing import Any, Union, get_args, get_origin, get_type_hints

import pandas as pd

from goalkit.errors import GoalkitError
from goalkit.reviews.chapter import Chapter
from goalkit.reviews.chapters import BY_NAME
from goalkit.reviews.shapes import FRAMES, SCHEMA, ReviewFacts


def as_dict(facts: ReviewFacts) -> dict[str, Any]:
    """Plain JSON values: days in ISO form, frames as lists of records, None for what is unknown."""
    values = {part.name: _plain(getattr(facts, part.name)) for part in fields(facts) if part.name != "frames"}
    return {**values, "frames": {name: _records(frame) for name, frame in facts.frames.items()}}


def from_dict(values: Mapping[str, Any]) -> ReviewFacts:
    """The facts that `as_dict` gave; raises GoalkitError for another schema or an unknown chapter."""
    if values.get("schema") != SCHEMA:
        raise GoalkitError(
            f"these facts have schema {values.get('schema')!r}, expected {SCHEMA}; render the review again"
        )
    told = {name: (_chapter(name), part) for name, part in values["chapters"].items()}
    dtypes = dict(FRAMES)
    for chapter, _ in told.values():
        dtypes |= {chapter.key(name): dict(columns) for name, columns in chapter.frames.items()}
    plain = {name: value for name, value in values.items() if name not in ("chapters", "frames")}
    made: ReviewFacts = _build(ReviewFacts, {**plain, "chapters": {}, "frames": {}})
    made.chapters.update({name: _build(chapter.shape, part) for name, (chapter, part) in told.items()})
    made.frames.update({name: _frame(columns, values["frames"][name]) for name, columns in dtypes.items()})
    return made


def _chapter(name: str) -> Chapter:
    if name not in BY_NAME:
        raise GoalkitError(f"these facts have a chapter {name!r} that is unknown here; render the review again")
    return BY_NAME[name]


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {part.name: _plain(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return None if isinstance(value, float) and isnan(value) else value


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    columns: dict[str, list[Any]] = {}
    for name in frame.columns:
        column = frame[name]
        if column.dtype.kind == "M":
            column = column.dt.strftime("%Y-%m-%d")
        columns[str(name)] = column.astype("object").where(column.notna(), None).tolist()
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _frame(dtypes: dict[str, str], records: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(records, columns=list(dtypes)).astype(dtypes)


def _build(kind: Any, value: Any) -> Any:
    """A value of an annotated kind, read back from plain JSON values."""
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{name: _build(hint, value[name]) for name, hint in hints.items()})  # type: ignore[operator]
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return None if value is None else _build(inner[0], value)
    if origin is tuple:
        return tuple(_build(inner[0], item) for item in value)
    if kind is date:
        return date.fromisoformat(value)
    return float(value) if kind is float else value
