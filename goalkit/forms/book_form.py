"""The form of any record, joined to the workbook: it adds what was typed, and knows what can be chosen."""

from typing import TYPE_CHECKING, Any, TypeVar

from goalkit.forms.fields import Choices
from goalkit.forms.form import RecordForm, record_form
from goalkit.forms.wiring import Wiring, now, usual_choices, usual_start
from goalkit.records import Record

if TYPE_CHECKING:
    from goalkit.workbook import Book

AnyRecord = TypeVar("AnyRecord", bound=Record)
USUAL: Wiring[Any] = Wiring()


def book_form(book: "Book", model: type[AnyRecord], wiring: Wiring[AnyRecord] = USUAL) -> RecordForm[AnyRecord]:
    """A form that writes records of a class into the workbook.

    Args:
        book: the workbook.
        model: the record's class.
        wiring: where this kind of record departs from the usual way.

    Raises GoalkitError for a record that goalkit fills in by itself.
    """

    def save(record: AnyRecord) -> str | None:
        kept = book.add(wiring.before_save(record) if wiring.before_save else record)
        return wiring.told(kept) if wiring.told else None

    def choices() -> dict[str, Choices]:
        return {**usual_choices(book, model), **now(wiring.choices)}

    def start() -> dict[str, Any]:
        return {**usual_start(book, model), **now(wiring.start)}

    return record_form(model, save, choices=choices, start=start, shows=wiring.shows)
