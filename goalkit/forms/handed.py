"""What a form is handed: it holds no data, so whoever makes it says where records come from and go to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from goalkit.forms.fields import Choices
from goalkit.records import Record

AnyRecord = TypeVar("AnyRecord", bound=Record)
Values = Mapping[str, Any]
Given = Values | Callable[[], Values]
Offered = Mapping[str, Choices] | Callable[[], Mapping[str, Choices]]


def always(_: str, __: Values) -> bool:
    """Every field is on display, whatever was typed."""
    return True


def now(given: Any) -> Any:
    """What was given, or what the function that was given says now; {} for None."""
    return (given() if callable(given) else given) or {}


@dataclass(frozen=True, slots=True)
class Deed(Generic[AnyRecord]):
    """What a form had done: a record before (None: it is new) and after (None: it was removed).

    Attributes:
        before: the record as it was.
        after: the record as it is kept.
        said: what the form says of it, "" for the usual words.
        kept: what taking it back needs, where records are kept in another form than they are typed.
    """

    before: AnyRecord | None
    after: AnyRecord | None
    said: str = ""
    kept: Any = None


@dataclass(frozen=True, slots=True)
class Unsaved:
    """What was typed and not saved.

    Attributes:
        typed: what stood in the fields, as JSON values.
        record_id: the record that it is about, "" for a new one.
        base: that record as it was when the person began; None for a new one.
        when: the local time at which it was typed.
    """

    typed: Values
    record_id: str = ""
    base: Any = None
    when: datetime | None = None


class Drafts(Protocol):
    """Where a form remembers what was typed; each may raise GoalkitError."""

    def load(self, record_id: str | None) -> Unsaved | None:
        """What was typed about a record ("" for a new one), or of late for None."""

    def left(self) -> Sequence[Unsaved]:
        """All that was typed and not saved, the latest first."""

    def keep(self, unsaved: Unsaved) -> None:
        """Remembers it in place of what was typed about the same record before."""

    def drop(self, record_id: str) -> None:
        """Forgets it."""


class Editing(Protocol[AnyRecord]):
    """Where a form finds what was written before, and changes it; each may raise GoalkitError."""

    def listed(self) -> Sequence[tuple[str, str]]:
        """(name, id) of the records that can be changed, the newest first."""

    def find(self, record_id: str) -> AnyRecord:
        """One of them."""

    def chosen(self, record: AnyRecord) -> Mapping[str, Sequence[tuple[str, str]]]:
        """Field name → (name, id) of what the record refers to, on offer to others or not."""

    def change(self, before: AnyRecord, after: AnyRecord, why: str) -> Deed[AnyRecord]:
        """Keeps a record in place of what it was; raises ConflictError when that is not so any more."""

    def remove(self, record: AnyRecord) -> Deed[AnyRecord]:
        """Takes a record out; raises ConflictError when it is not so any more."""


@dataclass(frozen=True, slots=True)
class Handed(Generic[AnyRecord]):
    """All that a form is handed.

    Attributes:
        save: keeps a new record; a GoalkitError it raises is shown, and nothing typed is lost.
        choices: field name → (label, id) pairs to choose from, or texts that are suggested.
        start: field name → value that a new record begins with.
        shows: whether a field is on display, given its name and the values so far.
        editing: where the records written before are; None for a form that only adds.
        undo: takes back what was done and says what that was; None for a form that cannot.
        drafts: where what was typed is remembered; None for a form that forgets it.
        home: the id of the record that the form shows by itself, "" for a new one.
        single: whether that record is the only one there is.
        ask_why: whether a change asks for its reason.
        called: what one such record is called, "" for the usual name.
    """

    save: Callable[[AnyRecord], Deed[AnyRecord]]
    choices: Offered | None = None
    start: Given | None = None
    shows: Callable[[str, Values], bool] = always
    editing: Editing[AnyRecord] | None = None
    undo: Callable[[Deed[AnyRecord]], str] | None = None
    drafts: Drafts | None = None
    home: Callable[[], str] = str
    single: bool = False
    ask_why: bool = False
    called: str = ""
