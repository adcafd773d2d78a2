"""The form of how a person's days and weeks run."""

from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from goalkit.forms.book_form import book_form
from goalkit.forms.form import RecordForm
from goalkit.forms.wiring import Wiring
from goalkit.records import Settings

if TYPE_CHECKING:
    from goalkit.workbook import Book


def settings_form(book: "Book") -> RecordForm[Settings]:
    """A form that shows the workbook's settings and changes them."""
    zones = sorted(available_timezones())
    return book_form(book, Settings, Wiring(choices={"zone": zones}))
