"""What joins a form to the workbook where a record says nothing of its own: choices, names, first days."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic

from goalkit.forms.fields import Choices
from goalkit.forms.handed import AnyRecord, Given, Offered, Values
from goalkit.forms.reading import show
from goalkit.records import BY_KIND, FieldKind, Goal, Record, field_extra

if TYPE_CHECKING:
    from goalkit.workbook import Book

CLOSED = ("achieved", "dropped")
NAMES = ("title", "name", "text", "theme", "caption", "what", "question", "area", "file", "description", "project")
TODAY = ("day", "start", "since")  # required dates that usually are today, and those that end in _on


@dataclass(frozen=True, slots=True)
class Wiring(Generic[AnyRecord]):
    """How one kind of record departs from the usual way between form and workbook; all of it may be left out.

    Attributes:
        choices: field name → (label, id) pairs or suggested texts, beside or instead of the usual ones.
        start: field name → value that a new record begins with, beside or instead of the usual ones.
        shows: whether a field is on display, given its name and the values so far.
        told: what the form says was saved, of a new record.
        before_save: the record as it is to be kept, made from the one that was typed; of a new record.
        editable: whether records written earlier can be chosen, changed and removed.
        listed: a record as the list of those to edit calls it.
        name: the form's own name, where a kind of record has several forms whose drafts are to be kept apart.
        called: what one such record is called, for example "check-in".
        ask_why: whether a change asks for its reason; None for goals alone.
        home: the id of the record that the form shows by itself, "" for a new one; asked again after each save.
    """

    choices: Offered | None = None
    start: Given | None = None
    shows: Callable[[str, Values], bool] | None = None
    told: Callable[[AnyRecord], str] | None = None
    before_save: Callable[[AnyRecord], AnyRecord] | None = None
    editable: bool = True
    listed: Callable[[AnyRecord], str] | None = None
    name: str = ""
    called: str = ""
    ask_why: bool | None = None
    home: Callable[[], str] | None = None


def shown_fields(model: type[Record]) -> dict[str, Any]:
    """The fields that a person fills in, by name."""
    return {name: info for name, info in model.model_fields.items() if not field_extra(info, "internal")}


def references(model: type[Record]) -> dict[str, str]:
    """Field name → the kind of record that it refers to, of the fields that a person fills in."""
    kinds = {name: field_extra(info, "choices_of") for name, info in shown_fields(model).items()}
    return {name: kind for name, kind in kinds.items() if kind}


def usual_choices(book: "Book", model: type[Record]) -> dict[str, Choices]:
    """Field name → (name, id) of the records it can refer to; of goals, those neither achieved nor dropped."""
    kinds = references(model)
    offered = {kind: choices_of(book, kind) for kind in set(kinds.values())}
    return {name: offered[kind] for name, kind in kinds.items()}


def choices_of(book: "Book", kind: str) -> list[tuple[str, str]]:
    """(name, id) of the records of a kind, in order of creation; closed goals are left out."""
    records = [record for record in book.records(BY_KIND[kind]) if not is_closed(record)]
    return told_apart([(named(record), record.id) for record in records])


def is_closed(record: Record) -> bool:
    """Whether it is a goal that nobody pursues any more."""
    return isinstance(record, Goal) and record.status in CLOSED


def told_apart(choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The same with a number behind each name that comes again, so that no two look alike."""
    seen: dict[str, int] = {}
    apart = []
    for name, key in choices:
        seen[name] = seen.get(name, 0) + 1
        apart.append((f"{name} ({seen[name]})" if seen[name] > 1 else name, key))
    return apart


def usual_start(book: "Book", model: type[Record]) -> dict[str, date]:
    """Today, for the needed days that usually are today."""
    return {name: book.today() for name, info in shown_fields(model).items() if _is_today(name, info)}


def _is_today(name: str, info: Any) -> bool:
    day = info.is_required() and FieldKind(info).base is date
    return day and (name in TODAY or name.endswith("_on"))


def named(record: Record, names: Mapping[str, str] = MappingProxyType({})) -> str:
    """A record in a few words: its title or name, else its day, what it refers to, its first text or number.

    Args:
        record: the record.
        names: id → name of records that it may refer to.
    """
    title = next((str(getattr(record, name)) for name in NAMES if getattr(record, name, "")), "")
    values = {name: getattr(record, name) for name in shown_fields(type(record))}
    day = next((str(value) for value in values.values() if isinstance(value, date)), "")
    if title:
        return f"{day} · {title}" if "title" not in values and day else title
    referred = [names.get(values.pop(name), "") for name in references(type(record)) if isinstance(values[name], str)]
    text = next((value for value in values.values() if isinstance(value, str) and value), "")
    number = next((show(value) for value in values.values() if isinstance(value, float)), "")
    return " · ".join(filter(None, [day, *referred[:1], number or text])) or record.label
