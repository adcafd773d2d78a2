"""Reviews on their way: each one that is done to each recipient that wants it, once."""

from datetime import datetime
from typing import TYPE_CHECKING

from goalkit.records import Recipient, Sending
from goalkit.reviews.delivery.folder import copy_review, leave_test
from goalkit.reviews.delivery.made import load_made
from goalkit.reviews.delivery.notice import show_notice
from goalkit.reviews.delivery.options import USUAL, DeliveryOptions
from goalkit.reviews.delivery.outcome import NoServerError, UndeliveredError
from goalkit.reviews.delivery.post import Post
from goalkit.reviews.delivery.sendings import OnTheWay, due, enlist, settle

if TYPE_CHECKING:
    from goalkit.workbook import Book


def deliver(book: "Book", now: datetime, how: DeliveryOptions = USUAL) -> list[Sending]:
    """Sends each review that is done, and was not sent yet, to each active recipient that wants it.

    Args:
        book: the workbook; one run at a time delivers.
        now: the moment of this run.
        how: pauses and time-outs.

    Gives the sendings that this run had to do with, as they stand now. What a killed run left on its way is given as
    unsure, and not sent again. Raises GoalkitError when the ledger cannot be written.
    """
    left = settle(book, now)
    enlist(book, now)
    round_ = _Round(book, now, how)
    return [*left, *(round_.bring(OnTheWay(book, now, *pair)) for pair in due(book, now))]


def send_test(book: "Book", recipient: Recipient, now: datetime, how: DeliveryOptions = USUAL) -> str:
    """Sends one test message, writes one test file or shows one test notice; gives what happened.

    Raises UndeliveredError when it did not arrive.
    """
    match recipient.way:
        case "folder":
            return leave_test(recipient)
        case "desktop notice":
            return show_notice(
                "A test of goalkit", "A notice like this one says that a review is there.", how.notice_seconds
            )
    return Post(book, now, how).send_test(recipient)


class _Round:
    """One run: what it has drawn, and whether the mail server is to be had."""

    def __init__(self, book: "Book", now: datetime, how: DeliveryOptions) -> None:
        self._book, self._how = book, how
        self._post = Post(book, now, how)
        self._closed: NoServerError | None = None

    def bring(self, way: OnTheWay) -> Sending:
        """Brings one review to its recipient, as that is now; gives the sending as it stands then."""
        if way.recipient.way == "e-mail" and self._closed is not None:
            return way.failed(self._closed)
        try:
            return way.arrived(self._carry(way))
        except UndeliveredError as error:
            if isinstance(error, NoServerError):
                self._closed = error
            return way.failed(error)
        except OSError as error:
            return way.failed(UndeliveredError(f"its files cannot be read ({error})", "wait"))

    def _carry(self, way: OnTheWay) -> str:
        made = load_made(self._book, way.sending.period, way.recipient.edition)
        match way.recipient.way:
            case "folder":
                return copy_review(made, way.recipient)
            case "desktop notice":
                way.ends()
                return show_notice(made.title, made.facts.headline, self._how.notice_seconds)
        return self._post.send(made, way.recipient, way.ends)
