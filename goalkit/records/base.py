"""What every record shares: an id, frozen fields, and the metadata that everything else is derived from."""

import re
import types
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal, TypeVar, Union, get_args, get_origin
from uuid import uuid4

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic.fields import FieldInfo

from goalkit.errors import GoalkitError

Audience = Literal["private", "mentor", "public"]
PRIVATE: Audience = "private"
MENTOR: Audience = "mentor"


def new_id() -> str:
    """A fresh id: twelve hexadecimal digits."""
    return uuid4().hex[:12]


def internal(**extra: Any) -> dict[str, Any]:
    """Metadata of a field that goalkit fills in itself and no form shows."""
    return {"internal": True, **extra}


def prompt(title: str, description: str, group: str = "") -> Any:
    """A question to answer in several lines, or not at all."""
    extra: dict[str, Any] = {"long": True}
    return Field(
        "", title=title, description=description, json_schema_extra=extra | ({"group": group} if group else {})
    )


def scale(steps: tuple[int, int], title: str, description: str, ends: tuple[str, str], default: Any = ...) -> Any:
    """A step on a scale, first to last, with a word at each of its ends; needed unless a default is given."""
    low, high = steps
    return Field(default, ge=low, le=high, title=title, description=description, json_schema_extra={"ends": list(ends)})


class Record(BaseModel):
    """One thing that a person wrote down.

    A field carries `title` and `description` (its label and help text), limits, and in
    `json_schema_extra`: `unit`, `long` (a text of several lines), `internal` (no form shows it),
    `choices_of` (the kind of record whose id it holds, or whose ids a list of texts holds), `ends`
    (the words at the ends of a scale), `suggest` (texts to choose from or not), `group` (the heading
    it stands under), `widget` ("palette": one of the eight goal colours) or `index` (of its column).
    Form, table, frame, CSV and messages come from these.

    Attributes:
        kind: its name in the workbook, e.g. "time_entry".
        label: its name in sentences, e.g. "time entry".
        method: the rows of the method that it keeps, e.g. ("M10", "M13").
        once_per: fields of which one workbook holds each combination once, e.g. ("year",).
        versions: whether each saving is a version of its own and no older one is changed.
        shareable: whether a person can choose who sees it; what no review tells cannot be chosen.
        standing: whether each workbook has one from the start, with its defaults until it is changed.
        automatic: whether goalkit keeps it unasked, so that taking back the latest change passes it over.
        audience: who may see it unless the person chooses otherwise; what belongs to a goal, only
            where that goal may be seen.
        private_fields, mentor_fields: fields that fewer may see than the record, and so by default.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, validate_default=True, allow_inf_nan=False
    )

    id: str = Field(default_factory=new_id, title="Id", min_length=1, json_schema_extra=internal())

    kind: ClassVar[str] = "record"
    label: ClassVar[str] = "record"
    method: ClassVar[tuple[str, ...]] = ()
    once_per: ClassVar[tuple[str, ...]] = ()
    versions: ClassVar[bool] = False
    shareable: ClassVar[bool] = True
    standing: ClassVar[bool] = False
    automatic: ClassVar[bool] = False
    audience: ClassVar[Audience] = PRIVATE
    private_fields: ClassVar[tuple[str, ...]] = ()
    mentor_fields: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.kind = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
        if "label" not in cls.__dict__:  # a class may say it better, such as “check-in”
            cls.label = cls.kind.replace("_", " ")

    @classmethod
    def narrower(cls) -> dict[str, Audience]:
        """Field → who may see it, of those that fewer may see than the record."""
        return {**dict.fromkeys(cls.private_fields, PRIVATE), **dict.fromkeys(cls.mentor_fields, MENTOR)}

    @model_validator(mode="before")
    @classmethod
    def _blank_is_not_given(cls, values: Any) -> Any:
        """An empty text box means "not given", so that optional numbers and days may stay empty."""
        if not isinstance(values, dict):
            return values
        return {name: value for name, value in values.items() if not cls._is_blank(name, value)}

    @classmethod
    def _is_blank(cls, name: str, value: Any) -> bool:
        info = cls.model_fields.get(name)
        blank = value is None or (isinstance(value, str) and not value.strip())
        return blank and info is not None and not info.is_required()


class FieldKind:
    """What a field holds, read off its annotation: the one place that looks into annotations.

    Attributes:
        base: bool, int, float, str, date, datetime, time or list.
        optional: whether None is allowed.
        choices: the allowed texts of a Literal, else ().
    """

    def __init__(self, info: FieldInfo) -> None:
        annotation, self.optional = _without_none(info.annotation)
        self.choices: tuple[str, ...] = get_args(annotation) if get_origin(annotation) is Literal else ()
        origin = get_origin(annotation)
        self.base: type = str if self.choices else list if origin in (list, tuple) else annotation

    def __repr__(self) -> str:
        return f"FieldKind({self.base.__name__}, optional={self.optional}, choices={self.choices})"


def _without_none(annotation: Any) -> tuple[Any, bool]:
    if annotation is AwareDatetime:
        return datetime, False
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in (Union, types.UnionType):
        inner = [part for part in get_args(annotation) if part is not type(None)]
        return _without_none(inner[0])[0], True
    return annotation, False


def field_extra(info: FieldInfo, key: str, default: Any = None) -> Any:
    """One piece of a field's own metadata (`unit`, `long`, `internal`, `choices_of` …)."""
    extra = info.json_schema_extra
    return extra.get(key, default) if isinstance(extra, dict) else default


def plain_errors(error: ValidationError, model: type[Record]) -> dict[str, str]:
    """Field name → what is wrong, in plain words; a fault that spans fields stands under ""."""
    found: dict[str, str] = {}
    for item in error.errors():
        name = str(item["loc"][0]) if item["loc"] else ""
        found.setdefault(name, _plain(item, model.model_fields.get(name)))
    return found


def _plain(item: Any, info: FieldInfo | None) -> str:  # noqa: PLR0911 - one return for each kind of fault
    limits = item.get("ctx", {})
    match item["type"]:
        case "missing" | "none_required" | "string_too_short":
            return "please fill this in"
        case "greater_than_equal" | "greater_than" | "less_than_equal" | "less_than":
            words = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}
            key = next(key for key in words if key in limits)
            return f"{item['input']} does not fit; it must be {words[key]} {limits[key]}"
        case "literal_error":
            return f"{item['input']!r} is not one of {', '.join(FieldKind(info).choices) if info else ''}"
        case kind if kind.startswith("date_"):
            return f"{item['input']!r} is not a day; write year-month-day, for example 2026-09-30"
        case kind if kind.startswith("time_"):
            return f"{item['input']!r} is not a time of day; write for example 17:30"
        case kind if kind.startswith(("float_", "int_", "finite_")):
            return f"{item['input']!r} is not a number; write for example 12.5"
        case "value_error":
            return str(limits.get("error", item["msg"]))
        case "extra_forbidden":
            return "there is no such field"
    return str(item["msg"])


AnyRecord = TypeVar("AnyRecord", bound=Record)


def make_record(model: type[AnyRecord], values: dict[str, Any]) -> AnyRecord:
    """A record from plain values; raises GoalkitError that names each field that does not fit."""
    try:
        return model(**values)
    except ValidationError as error:
        told = plain_errors(error, model)
        lines = [f"{_title(model, name)}: {text}" if name else text for name, text in told.items()]
        raise GoalkitError(f"this {model.label} cannot be kept: " + "; ".join(lines)) from error


def _title(model: type[Record], name: str) -> str:
    info = model.model_fields.get(name)
    return (info.title if info else None) or name
