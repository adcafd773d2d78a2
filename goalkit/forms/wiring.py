"""What joins a form to the workbook where a record says nothing of its own: choices, names, first days."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from goalkit.forms.fields import Choices
from goalkit.records import BY_KIND, FieldKind, Goal, Record, field_extra

if TYPE_CHECKING:
    from goalkit.workbook import Book

AnyRecord = TypeVar("AnyRecord", bound=Record)
Values = Mapping[str, Any]
Given = Values | Callable[[], Values]
Offered = Mapping[str, Choices] | Callable[[], Mapping[str, Choices]]

CLOSED = ("achieved", "dropped")
NAMES = ("title", "name", "text", "question", "description", "word", "project", "file", "header")
TODAY = ("day", "start", "since")  # required dates that usually are today, and those that end in _on


@dataclass(frozen=True, slots=True)
class Wiring(Generic[AnyRecord]):
    """How one kind of record departs from the usual way between form and workbook; all of it may be left out.

    Attributes:
        choices: field name → (label, id) pairs or suggested texts, beside or instead of the usual ones.
        start: field name → value that a new record begins with, beside or instead of the usual ones.
        shows: whether a field is on display, given its name and the values so far.
        told: what the form says was saved.
        before_save: the record as it is to be kept, made from the one that was typed.
        editable: whether records written earlier can be chosen, changed and removed.
        listed: a record as the list of those to edit calls it.
    """

    choices: Offered | None = None
    start: Given | None = None
    shows: Callable[[str, Values], bool] | None = None
    told: Callable[[AnyRecord], str] | None = None
    before_save: Callable[[AnyRecord], AnyRecord] | None = None
    editable: bool = True
    listed: Callable[[AnyRecord], str] | None = None


def now(given: Any) -> Any:
    """What was given, or what the function that was given says now; {} for None."""
    return (given() if callable(given) else given) or {}


def shown_fields(model: type[Record]) -> dict[str, Any]:
    """The fields that a person fills in, by name."""
    return {name: info for name, info in model.model_fields.items() if not field_extra(info, "internal")}


def usual_choices(book: "Book", model: type[Record]) -> dict[str, Choices]:
    """Field name → (name, id) of the records it can refer to; of goals, those neither achieved nor dropped."""
    kinds = {name: field_extra(info, "choices_of") for name, info in shown_fields(model).items()}
    offered = {kind: choices_of(book, kind) for kind in set(kinds.values()) if kind}
    return {name: offered[kind] for name, kind in kinds.items() if kind}


def choices_of(book: "Book", kind: str) -> list[tuple[str, str]]:
    """(name, id) of the records of a kind, in order of creation; closed goals are left out."""
    return [
        (named(record), record.id)
        for record in book.records(BY_KIND[kind])
        if not (isinstance(record, Goal) and record.status in CLOSED)
    ]


def usual_start(book: "Book", model: type[Record]) -> dict[str, date]:
    """Today, for the needed days that usually are today."""
    return {name: book.today() for name, info in shown_fields(model).items() if _is_today(name, info)}


def _is_today(name: str, info: Any) -> bool:
    day = info.is_required() and FieldKind(info).base is date
    return day and (name in TODAY or name.endswith("_on"))


def named(record: Record) -> str:
    """A record in a few words: its title or name, else its first text, else its day, else its kind."""
    texts = [str(getattr(record, name)) for name in NAMES if getattr(record, name, "")]
    if texts:
        return texts[0]
    values = [getattr(record, name) for name in shown_fields(type(record))]
    text = next((value for value in values if isinstance(value, str) and value), "")
    day = next((value for value in values if isinstance(value, date)), None)
    return " · ".join(filter(None, [str(day or ""), text])) or record.label
