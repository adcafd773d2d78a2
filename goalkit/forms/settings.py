"""The forms of how a person's days and weeks run, and of who may see what."""

from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from goalkit.forms.book_form import book_form
from goalkit.forms.form import RecordForm
from goalkit.forms.wiring import Wiring
from goalkit.records import Settings, Sharing
from goalkit.records.sharing import ALL_GOALS, shareable

if TYPE_CHECKING:
    from goalkit.workbook import Book


def settings_form(book: "Book") -> RecordForm[Settings]:
    """A form that shows the workbook's settings and changes them."""
    zones = sorted(available_timezones())
    return book_form(book, Settings, Wiring(choices={"zone": zones}))


def sharing_form(book: "Book") -> RecordForm[Sharing]:
    """A form for who may see a kind of record, one field of it, or one goal; earlier choices can be changed."""
    names = {key: name for name, key in shareable()}
    return book_form(
        book,
        Sharing,
        Wiring(
            choices={"what": list(shareable())},
            shows=lambda name, values: name != "goal_id" or values.get("what") == ALL_GOALS,
            listed=lambda choice: f"{names.get(choice.what, choice.what)}: {choice.shown_to}",
        ),
    )
