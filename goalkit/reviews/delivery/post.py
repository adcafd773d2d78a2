"""Reviews by e-mail: the message is written, its pictures are drawn once a page, and the mail server gets it."""

from collections.abc import Callable
from datetime import datetime
from email.headerregistry import Address
from pathlib import Path
from typing import TYPE_CHECKING

from goalkit.errors import GoalkitError
from goalkit.records import MailServer, Recipient
from goalkit.reviews.delivery import mail
from goalkit.reviews.delivery.addresses import read_address
from goalkit.reviews.delivery.letter import Envelope, Letter, light_message, message_id, plain_message, whole_message
from goalkit.reviews.delivery.made import MadeReview
from goalkit.reviews.delivery.options import DeliveryOptions
from goalkit.reviews.delivery.outcome import NoServerError
from goalkit.reviews.delivery.password import find_password
from goalkit.reviews.delivery.tries import with_pauses

if TYPE_CHECKING:
    from goalkit.reviews.delivery.pictures import Picture
    from goalkit.workbook import Book

NO_PICTURES = "Its charts are not shown here, since no browser was found that draws them; the page has them."
TEST = (
    "This is a test message: goalkit will send reviews to this address.\n\n"
    "Nothing of anybody's notes is in it. If you did not expect it, tell the person who sent it.\n"
)


class Post:
    """One run's letters to one mail server."""

    def __init__(self, book: "Book", now: datetime, how: DeliveryOptions) -> None:
        self._book, self._now, self._how = book, now, how
        self._server = book.standing(MailServer)
        self._drawn: dict[Path, tuple[Picture, ...] | None] = {}

    def send(self, made: MadeReview, recipient: Recipient, before_end: Callable[[], None]) -> str:
        """Sends a review; gives what happened. Raises UndeliveredError."""
        password = self._password()
        parts = (made.period.name, recipient.edition, recipient.id)
        envelope = self._envelope(recipient, made.facts.person, parts)
        pictures = self._pictures(made.page)
        letter = Letter(made, envelope, pictures or (), () if pictures is not None else (NO_PICTURES,))
        parcels = (mail.parcel(whole_message(letter)), lambda limit: mail.parcel(light_message(letter, limit)))
        whole = with_pauses(lambda: mail.send(self._server, password, parcels, before_end, self._how), self._how.pause)
        return "" if whole else "without its page, which is larger than the mail server takes"

    def send_test(self, recipient: Recipient) -> str:
        """Sends a test message, which has nothing of a review; gives what happened. Raises UndeliveredError."""
        password = self._password()
        envelope = self._envelope(recipient, "", ("test", recipient.id, self._now.isoformat()))
        test = mail.parcel(plain_message(envelope, "A test of goalkit", TEST))
        mail.send(self._server, password, (test, lambda _: test), _nothing, self._how)
        return f"{self._server.host} took a message for {recipient.address}"

    def _password(self) -> str:
        try:
            return find_password(self._server)
        except GoalkitError as error:
            raise NoServerError(str(error), "wait") from error

    def _envelope(self, recipient: Recipient, person: str, parts: tuple[str, ...]) -> Envelope:
        sender = read_address(self._server.sender, person) if self._server.sender else Address()
        name = message_id(self._book.database, parts, sender)
        return Envelope(sender, read_address(recipient.address, recipient.name), self._now, name)

    def _pictures(self, page: Path) -> "tuple[Picture, ...] | None":
        """The charts of a page, drawn once; None where no browser draws them."""
        if not self._how.pictures:
            return ()
        if page not in self._drawn:
            self._drawn[page] = _drawn(page)
        return self._drawn[page]


def _drawn(page: Path) -> "tuple[Picture, ...] | None":
    from goalkit.reviews.delivery.pictures import draw

    try:
        return tuple(draw(page))
    except GoalkitError:
        return None


def _nothing() -> None:
    """A test is in no ledger."""
