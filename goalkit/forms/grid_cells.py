"""The columns of an editable table: what a text in one of their cells means, and what is told when it means nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from pydantic.fields import FieldInfo

from goalkit.errors import GoalkitError
from goalkit.forms.reading import read_instant, read_list, show
from goalkit.records import FieldKind, field_extra
from goalkit.trackers import cells

Kind = Literal["text", "long", "list", "number", "whole", "day", "clock", "moment", "choice", "check"]

EPOCH_DAY = date(1970, 1, 1)
YES = "yes"
TICKS = ("x", "✓", "✔", "☑", "on", "done")
KINDS: Mapping[type, Kind] = {
    bool: "check",
    int: "whole",
    float: "number",
    date: "day",
    time: "clock",
    datetime: "moment",
    list: "list",
}
ORDER_WORDS = {"ymd": "year, month, day", "dmy": "day, month, year", "mdy": "month, day, year"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column; its cells are texts: a choice is its key, a tick is "yes" or "".

    Attributes:
        name: the field that it holds, or a name of its own.
        title: its header.
        kind: how its cells are typed and read.
        unit, help: as the field has them.
        needed: whether a row must have it.
        editable: whether a person types in it.
        settable: whether many rows can be set to one value.
        options: (label, key) to choose from.
        labels: key → label of all that a cell can hold, those that are not on offer any more, too.
        suggest: texts on offer while typing.
        blank: what its cell holds in a new row.
    """

    name: str
    title: str
    kind: Kind = "text"
    unit: str = ""
    help: str = ""
    needed: bool = False
    editable: bool = True
    settable: bool = True
    options: tuple[tuple[str, str], ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    suggest: tuple[str, ...] = ()
    blank: str = ""

    def label(self, text: str) -> str:
        """A cell's text as a person reads it."""
        return self.labels.get(text, text) if self.kind == "choice" else text

    def read(self, text: str) -> Any:
        """What a cell's text means, None when it is blank; raises GoalkitError when it means nothing."""
        if self.kind == "check":
            return read_tick(text)
        if self.kind == "list":
            return read_list(text)
        if not text.strip():
            return None
        if self.kind == "choice":
            return self.key_of(text)
        return READERS.get(self.kind, str)(text)

    def key_of(self, text: str) -> str:
        """The key of a choice that is named by its key or its label; raises GoalkitError for another text."""
        if text in self.labels:
            return text
        wanted = text.strip().casefold()
        found = [key for key, label in self.labels.items() if label.strip().casefold() == wanted]
        on_offer = {key for _, key in self.options}
        found = [key for key in found if key in on_offer] or found
        if len(found) == 1:
            return found[0]
        title = self.title.lower()
        if found:
            raise GoalkitError(f"there are {len(found)} called “{text.strip()}”; choose the {title} that is meant")
        raise GoalkitError(f"there is no {title} called “{text.strip()}”; choose one from the list, or leave it empty")


@dataclass(frozen=True, slots=True)
class Understood:
    """What the texts typed into a row mean.

    Attributes:
        values: the fields that they set.
        record: the row as a record; None when it is none.
        faults: column → what is wrong there; "" for the row as a whole.
        derived: column → text that follows from what was typed, such as a duration.
    """

    values: Mapping[str, Any]
    record: Any
    faults: Mapping[str, str]
    derived: Mapping[str, str] = field(default_factory=dict)


def column_of(name: str, info: FieldInfo, offered: "Offered | None" = None) -> Column:
    """The column of a record's field; `offered` for one that refers to other records."""
    kind = FieldKind(info)
    optional = kind.optional or not info.is_required()
    options, labels = _options(kind, offered)
    is_list_of_ids = kind.base is list and field_extra(info, "choices_of")
    blank = "" if info.is_required() or info.default_factory is not None else show_cell(info.default)
    return Column(
        name,
        info.title or name,
        _kind(info, kind, bool(options or offered)),
        unit=field_extra(info, "unit", ""),
        help=info.description or "",
        needed=not optional,
        editable=not field_extra(info, "internal") and not is_list_of_ids,
        options=options,
        labels=labels,
        suggest=tuple(field_extra(info, "suggest", ())),
        blank=blank,
    )


@dataclass(frozen=True, slots=True)
class Offered:
    """Records to choose from: (label, key) of those on offer, and key → label of all."""

    options: tuple[tuple[str, str], ...]
    labels: Mapping[str, str]


def _options(kind: FieldKind, offered: Offered | None) -> tuple[tuple[tuple[str, str], ...], Mapping[str, str]]:
    if offered is not None:
        return offered.options, offered.labels
    texts = ("yes", "no") if kind.base is bool and kind.optional else kind.choices
    return tuple((text, text) for text in texts), {text: text for text in texts}


def _kind(info: FieldInfo, kind: FieldKind, chosen: bool) -> Kind:
    if chosen and kind.base is not list:
        return "choice"
    if kind.base is str and field_extra(info, "long"):
        return "long"
    return KINDS.get(kind.base, "text")


def show_cell(value: Any) -> str:
    """A field's value as its cell has it."""
    if isinstance(value, bool):
        return YES if value else ""
    return show(value)


def read_tick(text: str) -> bool:
    """Whether a box is ticked: "yes", "x", "✓", "1" … or blank and "no"; raises GoalkitError for another text."""
    plain = text.strip().casefold()
    if plain in ("", *TICKS):
        return plain != ""
    told = cells.parse_bool(plain)
    if told is None:
        raise GoalkitError(f"{text.strip()!r} is neither yes nor no; write yes, or leave it empty")
    return told


def read_number(text: str) -> float:
    """A number with a point or a comma; raises GoalkitError for another text, and where it can be two numbers."""
    plain = text.strip()
    marks = cells.decimal_marks([plain])
    if not marks:
        raise GoalkitError(f"{plain!r} is not a number; write for example 12.5")
    found = {mark: cells.parse_decimal(plain, mark) for mark in marks}
    numbers = {number for number in found.values() if number is not None}
    if len(numbers) > 1:
        low, high = sorted(numbers)
        raise GoalkitError(f"{plain!r} can be {low:g} or {high:.15g}; write it without a mark between thousands")
    return numbers.pop()


def read_whole(text: str) -> int:
    """A whole number; raises GoalkitError for another text."""
    number = read_number(text)
    if not number.is_integer():
        raise GoalkitError(f"{text.strip()!r} is not a whole number; write for example 12")
    return int(number)


def read_day(text: str) -> date:
    """A day as 2025-03-14, 14.3.2025 or, where only one reading makes sense, 14/3/2025.

    Raises GoalkitError for another text, and for one that can be two days.
    """
    plain = text.strip()
    orders = cells.possible_orders([plain])
    if not orders:
        raise GoalkitError(f"{plain!r} is not a day; write year-month-day, for example 2025-03-14")
    days = [day_in_order(plain, order) for order in orders]
    if len(days) > 1:
        told = " or ".join(f"{day:%-d %B %Y}" for day in days if day)
        raise GoalkitError(f"{plain!r} can be {told}; write year-month-day, for example {days[0]}")
    return days[0] or EPOCH_DAY


def day_in_order(text: str, order: str) -> date | None:
    """A day written in a known order, None when it is none."""
    number = cells.parse_date(text.strip(), order)
    return None if number is None else EPOCH_DAY + timedelta(days=number)


def read_clock(text: str) -> time:
    """A time of day as "9:30", "930", "9.30", "9", "9:30:05" or "9:30 pm"; raises GoalkitError for another text."""
    from goalkit.forms.reading import read_time

    seconds = cells.parse_clock(text.strip())
    if seconds is not None and seconds < cells.DAY_S:
        return (datetime.min + timedelta(seconds=seconds)).time()
    found = read_time(text)
    if found is None:
        raise GoalkitError("please give a time of day, for example 17:30")
    return found


READERS: Mapping[Kind, Callable[[str], Any]] = {
    "number": read_number,
    "whole": read_whole,
    "day": read_day,
    "clock": read_clock,
    "moment": read_instant,
}
