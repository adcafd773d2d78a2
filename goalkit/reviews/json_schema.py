"""The shape of facts.json, as a JSON schema: derived from the classes that the facts are made of."""

import inspect
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, Union, get_args, get_origin, get_type_hints

from goalkit.reviews.chapter import ChapterFacts
from goalkit.reviews.chapters import CHAPTERS
from goalkit.reviews.shapes import FRAMES, SCHEMA, ReviewFacts

DRAFT = "https://json-schema.org/draft/2020-12/schema"
PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean"}


def facts_schema() -> dict[str, Any]:
    """A JSON schema (draft 2020-12) that every facts.json of this version fulfils."""
    frames = {name: _frame(columns) for name, columns in FRAMES.items()}
    for chapter in CHAPTERS:
        frames |= {chapter.key(name): _frame(columns) for name, columns in chapter.frames.items()}
    made = _object(ReviewFacts, skip=("chapters", "frames"))
    made["properties"] |= {
        "schema": {"const": SCHEMA},
        "chapters": {
            "description": "The chapters that stand in this review.",
            "type": "object",
            "properties": {chapter.name: _of(chapter.shape) for chapter in CHAPTERS},
            "additionalProperties": False,
        },
        "frames": {
            "description": "What the charts draw: lists of rows.",
            "type": "object",
            "properties": frames,
            "required": list(FRAMES),
            "additionalProperties": False,
        },
    }
    required = [part.name for part in fields(ReviewFacts)]
    return {"$schema": DRAFT, "title": "facts.json", **made, "required": required, "$defs": _defined()}


def _defined() -> dict[str, Any]:
    """Every class that a fact is made of, once: one may hold others of its own kind, as a goal's steps do."""
    shapes = [chapter.shape for chapter in CHAPTERS]
    found: dict[Any, None] = {}
    waiting: list[Any] = [ReviewFacts, *shapes]
    while waiting:
        shape = waiting.pop()
        inner = [one for kind in get_type_hints(shape).values() for one in _classes(kind)]
        waiting += [one for one in inner if one not in found]
        found |= dict.fromkeys(inner)
    return {
        _named(shape): _object(shape) for shape in sorted([*found, *shapes], key=_named) if shape is not ChapterFacts
    }


def _classes(kind: Any) -> list[Any]:
    return [kind] if is_dataclass(kind) else [one for inner in get_args(kind) for one in _classes(inner)]


def _named(shape: Any) -> str:
    """A name of its own for a class: "celebrations.Reached"."""
    return f"{shape.__module__.rpartition('.')[2]}.{shape.__name__}"


def _object(shape: Any, skip: tuple[str, ...] = ()) -> dict[str, Any]:
    hints = get_type_hints(shape)
    names = [part.name for part in fields(shape) if part.name not in skip]
    return {
        "description": inspect.cleandoc(shape.__doc__ or ""),
        "type": "object",
        "properties": {name: _of(hints[name]) for name in names},
        "required": names,
        "additionalProperties": False,
    }


def _of(kind: Any) -> dict[str, Any]:
    """The schema of an annotated kind of value."""
    if is_dataclass(kind):
        return {"$ref": f"#/$defs/{_named(kind)}"}
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return {"anyOf": [_of(inner[0]), {"type": "null"}]}
    if origin is tuple:
        return {"type": "array", "items": _of(inner[0])}
    if origin is dict:
        return {"type": "object", "additionalProperties": _of(inner[1])}
    if kind is date:
        return {"type": "string", "format": "date"}
    return {"type": PLAIN[kind]} if kind in PLAIN else {}


def _frame(columns: Mapping[str, str]) -> dict[str, Any]:
    """Rows of a frame; any number or text may be unknown."""
    return {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {name: {"type": [_column(dtype), "null"]} for name, dtype in columns.items()},
            "required": list(columns),
            "additionalProperties": False,
        },
    }


def _column(dtype: str) -> str:
    if dtype.startswith(("float", "Float")):
        return "number"
    if dtype.startswith(("int", "Int")):
        return "integer"
    return "boolean" if dtype.startswith("bool") else "string"
