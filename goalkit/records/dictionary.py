"""The data dictionary: every record and field in words, read off the classes themselves."""

import sys
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from pydantic.fields import FieldInfo

from goalkit.records.base import Audience, FieldKind, Record, field_extra

BASES = {
    bool: "yes or no",
    int: "whole number",
    float: "number",
    str: "text",
    date: "day",
    datetime: "moment",
    time: "time of day",
    list: "list of texts",
}
BOUNDS = {"ge": "at least {}", "gt": "more than {}", "le": "at most {}", "lt": "less than {}"}
LENGTHS = {"min_length": "{} characters or more", "max_length": "{} characters at most"}
HEADER = (
    "| field | label | unit | kind | limits and choices | needed | seen by | help |",
    "|---|---|---|---|---|---|---|---|",
)
SEEN_BY = {"private": "you", "mentor": "mentor", "public": "public"}
AUDIENCES = """\
Each record and field says who may see it besides you: in a mentor edition of a review what says “mentor” or
“public”, in a public one only what says “public”. What is seen by “you” stays yours. You choose otherwise in the
notebook 01_start_here, for a kind of record, a field of it, or one goal; a field is never seen where its record is
not. What belongs to a goal goes with it: its readings and steps are seen wherever it is, and where it is not,
nothing that hangs on it is, and its time is time without a goal and a project. Whoever may see a goal and not your
time entries is told its hours a day, and no clock times. Reasons given for changes stay yours."""
BY_GOALKIT = "Filled in by goalkit."


def dictionary_page(records: tuple[type[Record], ...]) -> str:
    """The dictionary as Markdown: a section a module, a table a record, then the rows of the method."""
    return "\n".join(_lines(records)).rstrip() + "\n"


def _lines(records: tuple[type[Record], ...]) -> Iterator[str]:
    yield from ("# What goalkit keeps", "")
    yield "Made by `make docs` from the records in `goalkit/records`; change the classes there."
    yield from ("", "Each record is a table of the workbook's database, named as it is here; each field is a column.")
    yield "Its label and help are those of the form; what goalkit fills in itself no form shows. A moment is kept"
    yield "in UTC, a day is your local day. Beside its fields a table has `created_seq`, the order of writing."
    yield from ("", AUDIENCES)
    for module in dict.fromkeys(model.__module__ for model in records):
        yield from ("", f"## {module.rpartition('.')[2].replace('_', ' ').capitalize()}", "")
        yield (sys.modules[module].__doc__ or "").strip().partition("\n")[0]
        for model in records:
            if model.__module__ == module:
                yield from _record(model)
    yield from _audience_rows(records)
    yield from _method_rows(records)


def _record(model: type[Record]) -> Iterator[str]:
    yield from ("", f"### {model.label[0].upper()}{model.label[1:]} · `{model.kind}`", "")
    yield " ".join(line.strip() for line in (model.__doc__ or "").strip().splitlines() if line.strip())
    yield from (f"\n{sentence}" for sentence in _rules(model))
    yield from ("", *HEADER)
    yield from (_row(model, name, info) for name, info in model.model_fields.items())


def _rules(model: type[Record]) -> Iterator[str]:
    """What holds for the record as a whole."""
    if model.once_per:
        titles = " and ".join(f"“{model.model_fields[name].title}”" for name in model.once_per)
        yield f"Once for each {titles}."
    if model.versions:
        yield "Each saving is a version of its own; older ones stay."
    if checks := [name.strip("_").replace("_", " ") for name in _checks(model)]:
        yield f"Checked together: {'; '.join(checks)}."


def _checks(model: type[Record]) -> list[str]:
    shared = Record.__pydantic_decorators__.model_validators
    return [name for name in model.__pydantic_decorators__.model_validators if name not in shared]


def _row(model: type[Record], name: str, info: FieldInfo) -> str:
    hidden = bool(field_extra(info, "internal"))
    cells = (
        f"`{name}`",
        info.title or "",
        str(field_extra(info, "unit", "")),
        kind_words(info),
        "; ".join(_limits(info)),
        "yes" if info.is_required() else _default(info),
        SEEN_BY[_audience(model, name)],
        " ".join(filter(None, (info.description, BY_GOALKIT if hidden else ""))),
    )
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _audience(model: type[Record], name: str) -> Audience:
    """Who may see a field: as few as may see its record, at most."""
    return min(model.audience, model.narrower().get(name, model.audience), key=list(SEEN_BY).index)


def kind_words(info: FieldInfo) -> str:
    """What a field holds, in words: text, number, day, one of several, another record's id."""
    kind, other = FieldKind(info), field_extra(info, "choices_of")
    if other:
        label = str(other).replace("_", " ")
        return f"ids of records: {label}" if kind.base is list else f"id of a record: {label}"
    if kind.choices:
        return "choice"
    return "long text" if field_extra(info, "long") else BASES[kind.base]


def _limits(info: FieldInfo) -> Iterator[str]:
    kind = FieldKind(info)
    if kind.choices:
        yield ", ".join(kind.choices)
    for item in info.metadata:
        for name, words in (BOUNDS | LENGTHS).items():
            if (bound := getattr(item, name, None)) is not None and not (name == "min_length" and bound == 1):
                yield words.format(f"{bound:g}")
    if ends := field_extra(info, "ends"):
        yield f"from “{ends[0]}” to “{ends[1]}”"
    if suggested := field_extra(info, "suggest"):
        yield f"suggested: {', '.join(suggested)}"


def _default(info: FieldInfo) -> str:
    """What a field holds when it is left empty."""
    default: Any = info.default
    if info.default_factory is not None:
        return "made new"
    if default is None or default in ("", []):
        return "may stay empty"
    return f"else {_shown(default)}"


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return f"{value:%H:%M}" if isinstance(value, time) else f"{value:g}" if isinstance(value, float) else str(value)


def _audience_rows(records: tuple[type[Record], ...]) -> Iterator[str]:
    yield from ("", "## Who sees what, unless you choose otherwise", "")
    yield from ("| record | seen by | of it, only you see | of it, a mentor sees, too |", "|---|---|---|---|")
    for model in records:
        seen = [_named(model, fields) for fields in (model.private_fields, model.mentor_fields)]
        yield f"| {model.label} | {SEEN_BY[model.audience]} | {' | '.join(seen)} |"


def _named(model: type[Record], fields: tuple[str, ...]) -> str:
    return ", ".join(model.model_fields[name].title or name for name in fields)


def _method_rows(records: tuple[type[Record], ...]) -> Iterator[str]:
    yield from ("", "## By row of the method", "", "| row | kept in |", "|---|---|")
    rows = {row for model in records for row in model.method}
    for row in sorted(rows, key=lambda row: int(row[1:])):
        yield f"| {row} | {', '.join(f'`{model.kind}`' for model in records if row in model.method)} |"
