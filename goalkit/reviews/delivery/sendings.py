"""The ledger of sendings: what waits, what is on its way, what arrived, each step written down as it is taken."""

from datetime import datetime
from typing import TYPE_CHECKING

from goalkit.errors import GoalkitError
from goalkit.periods import parse_period
from goalkit.records import Recipient, ReviewRun, Sending
from goalkit.reviews.delivery.made import title_of
from goalkit.reviews.delivery.outcome import UndeliveredError
from goalkit.reviews.delivery.wanted import is_due, is_given_up, next_try, wanted, wants_run

if TYPE_CHECKING:
    from goalkit.workbook import Book

AGAIN = "goalkit schedule again"
CUT_OFF = "the run ended between the message's end and the answer"


def settle(book: "Book", now: datetime) -> list[Sending]:
    """Marks what a killed run left on its way as unsure: it may have arrived; gives those."""
    left = [sending for sending in book.records(Sending) if sending.state == "sending"]
    return [step(book, sending, now, state="unsure", why=CUT_OFF) for sending in left]


def enlist(book: "Book", now: datetime) -> None:
    """Writes down what is wanted and not in the ledger yet; what failed goes on when its recipient has moved."""
    recipients = book.records(Recipient)
    with_history = [(one, book.history(Recipient, one.id)) for one in recipients if one.active]
    for run, recipient in wanted(book.records(ReviewRun), with_history, book.records(Sending)):
        book.add(Sending(period=run.period, recipient_id=recipient.id, changed_utc=now, **where(recipient)), when=now)
    places = {recipient.id: where(recipient) for recipient in recipients}
    for sending in book.records(Sending):
        moved = places.get(sending.recipient_id, {}).get("address", sending.address) != sending.address
        if sending.state == "failed" and moved:
            anew = {"state": "waiting", "why": "", "tries": 0, **places[sending.recipient_id]}
            step(book, sending, now, **anew)


def where(recipient: Recipient) -> dict[str, str]:
    """What a sending keeps of its recipient, who may change or go."""
    return {
        "recipient": recipient.name,
        "way": recipient.way,
        "address": recipient.address,
        "edition": recipient.edition,
    }


def due(book: "Book", now: datetime) -> list[tuple[Sending, Recipient]]:
    """What waits and may be tried, in order of writing down; as its recipient is now, who must still want it."""
    recipients = {recipient.id: recipient for recipient in book.records(Recipient)}
    waiting = [sending for sending in book.records(Sending) if is_due(sending, now)]
    known = [(sending, recipients[sending.recipient_id]) for sending in waiting if sending.recipient_id in recipients]
    return [(sending, recipient) for sending, recipient in known if _still_wanted(sending, recipient)]


def _still_wanted(sending: Sending, recipient: Recipient) -> bool:
    run = ReviewRun(period=sending.period, edition=recipient.edition, owed_utc=sending.changed_utc)
    return wants_run(recipient, run)


class OnTheWay:
    """One sending while it is tried; each step is written down before the next is taken."""

    def __init__(self, book: "Book", now: datetime, sending: Sending, recipient: Recipient) -> None:
        self._book, self._now = book, now
        self.sending, self.recipient = sending, recipient

    def ends(self) -> None:
        """Writes down that the message's end comes next, after which it may have arrived."""
        self._step(state="sending")

    def arrived(self, told: str) -> Sending:
        """Writes down that it arrived, and what is worth telling of that."""
        return self._step(state="sent", tries=self.sending.tries + 1, why=told, next_try_utc=None)

    def failed(self, error: UndeliveredError) -> Sending:
        """Writes down that it did not arrive, and what follows."""
        tries, why = self.sending.tries + 1, str(error)
        if error.then == "wait":  # nothing was tried that would count
            return self._step(state="waiting", why=why, next_try_utc=None)
        if error.then in ("unsure", "never"):
            state = "unsure" if error.then == "unsure" else "failed"
            return self._step(state=state, tries=tries, why=why, next_try_utc=None)
        if is_given_up(tries):
            told = f"given up after {tries} tries; {why}"
            return self._step(state="failed", tries=tries, why=told, next_try_utc=None)
        return self._step(state="waiting", tries=tries, why=why, next_try_utc=next_try(tries, self._now))

    def _step(self, **values: object) -> Sending:
        self.sending = step(self._book, self.sending, self._now, **where(self.recipient), **values)
        return self.sending


def step(book: "Book", sending: Sending, now: datetime, /, **values: object) -> Sending:
    """Writes a step of a sending down; raises ConflictError when another run has taken one in between."""
    return book.change(Sending, sending.id, {**values, "changed_utc": now}, when=now, expected=sending)


def hurry(book: "Book", now: datetime, recipients: list[Recipient]) -> int:
    """Lets all that waits for some recipients go with the next run, as after a mended setting; gives how many."""
    ids = {recipient.id for recipient in recipients}
    waiting = [one for one in book.records(Sending) if one.state == "waiting" and one.recipient_id in ids]
    for sending in waiting:
        if sending.next_try_utc is not None:
            step(book, sending, now, next_try_utc=None)
    return len(waiting)


def ask_again(book: "Book", now: datetime, period: str, recipient: str) -> Sending:
    """Lets one review go to a recipient once more with the next run, which a person decides.

    Raises GoalkitError when it was never on its way there.
    """
    sendings = book.records(Sending)
    meant = [one for one in sendings if one.period == period and recipient in (one.recipient, one.recipient_id)]
    if not meant:
        there = sorted({f"{one.period} {one.recipient!r}" for one in sendings})
        raise GoalkitError(
            f"no review of {period!r} was on its way to {recipient!r}; there is {', '.join(there[-12:]) or 'none yet'}"
        )
    return step(book, meant[0], now, state="waiting", tries=0, why="", next_try_utc=None)


def said(sending: Sending) -> str:
    """One line on a sending, for people, with the way out where there is one."""
    place = f", {sending.address}" if sending.address else ""
    head = f"{title_of(parse_period(sending.period))} for {sending.recipient} ({sending.way}{place})"
    why = f": {sending.why}" if sending.why else ""
    match sending.state:
        case "sent":
            return f"{head} is sent{why}"
        case "sending":
            return f"{head} is on its way"
        case "failed":
            return f"{head} was not sent{why}; when that is mended: {_again(sending)}"
        case "unsure":
            return f"{head} may have arrived{why}; ask, and if it has not: {_again(sending)}"
    later = f"; next try after {sending.next_try_utc:%Y-%m-%d %H:%M} UTC" if sending.next_try_utc else ""
    return f"{head} waits{why}{later}"


def _again(sending: Sending) -> str:
    return f'{AGAIN} {sending.period} "{sending.recipient}"'
