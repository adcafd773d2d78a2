"""The form of how a person's days and weeks run."""

from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from goalkit.forms.form import RecordForm, record_form
from goalkit.records import Settings

if TYPE_CHECKING:
    from goalkit.workbook import Book


def settings_form(book: "Book") -> RecordForm[Settings]:
    """A form that shows the workbook's settings and changes them."""

    def save(settings: Settings) -> str:
        book.change(Settings, settings.id, settings.model_dump(exclude={"id"}))
        return f"your settings, in the zone {settings.zone}"

    def as_they_are() -> dict[str, Any]:
        return book.settings.model_dump()

    return record_form(Settings, save, choices={"zone": sorted(available_timezones())}, start=as_they_are)
