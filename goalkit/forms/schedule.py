"""The forms of reviews that come by themselves: which, who gets them, and through which mail server."""

from typing import TYPE_CHECKING

from goalkit.forms.book_form import book_form
from goalkit.forms.form import RecordForm
from goalkit.forms.wiring import Wiring
from goalkit.records import MailServer, Recipient, ReviewSchedule

if TYPE_CHECKING:
    from goalkit.workbook import Book


def schedule_form(book: "Book") -> RecordForm[ReviewSchedule]:
    """A form that shows which reviews are made by themselves, and changes it."""
    return book_form(book, ReviewSchedule)


def recipient_form(book: "Book") -> RecordForm[Recipient]:
    """A form for who or what gets reviews; a notice on this desktop is asked for no place."""
    wiring: Wiring[Recipient] = Wiring(
        shows=lambda name, values: name != "address" or values.get("way") != "desktop notice",
        listed=listed,
    )
    return book_form(book, Recipient, wiring)


def listed(recipient: Recipient) -> str:
    """A recipient in a list: the name, the way, and whether it is off."""
    return f"{recipient.name} ({recipient.way}{'' if recipient.active else ', off'})"


def mail_server_form(book: "Book") -> RecordForm[MailServer]:
    """A form for the server that takes e-mail; it asks for no password, which no workbook keeps."""
    return book_form(book, MailServer)
