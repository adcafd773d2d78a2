"""A message handed to a mail server, so that it is known at every moment whether it can have arrived."""

import re
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage

from goalkit.records import MailServer
from goalkit.reviews.delivery.options import DeliveryOptions
from goalkit.reviews.delivery.outcome import UndeliveredError
from goalkit.reviews.delivery.session import reply, session

CHUNK = 64 * 1024
TOO_LARGE = 552
NOT_LET_IN = (530, 535, 538)  # a matter of user and password, also when a server says it only now
END = b".\r\n"
_DOT = re.compile(rb"^\.", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message as it travels: from whom, to whom, and its bytes, in which no line is the message's end."""

    sender: str
    recipient: str
    body: bytes


def parcel(message: EmailMessage) -> Parcel:
    """A message ready to be sent: its lines end in CR LF, and a dot that begins one is doubled."""
    sender, recipient = (message[name].addresses[0].addr_spec for name in ("From", "To"))
    body = message.as_bytes()
    return Parcel(sender, recipient, _DOT.sub(b"..", body if body.endswith(b"\r\n") else body + b"\r\n"))


class TooLargeError(UndeliveredError):
    """The server takes no message of that size."""

    def __init__(self, message: str, limit: int | None) -> None:
        super().__init__(message, "never")
        self.limit = limit


def send(
    server: MailServer,
    password: str,
    parcels: tuple[Parcel, Callable[[int | None], Parcel]],
    before_end: Callable[[], None],
    how: DeliveryOptions,
) -> bool:
    """Hands one message over, whole, or light where the server takes none of that size.

    Args:
        server: the mail server.
        password: of its user.
        parcels: the whole one, and what gives the light one for the server's limit, where it names one.
        before_end: called when all but the message's end is handed over, and so before it can arrive; what it raises
            keeps the message from arriving.
        how: time-outs and trust.

    Gives whether it was the whole one. Raises UndeliveredError.
    """
    whole, light = parcels
    with session(server, password, how) as smtp:
        try:
            _hand_over(smtp, whole, before_end)
            return True
        except TooLargeError as error:
            _begin_again(smtp)
            _hand_over(smtp, light(error.limit), before_end)
            return False


def _begin_again(smtp: smtplib.SMTP) -> None:
    try:
        smtp.rset()
    except (OSError, smtplib.SMTPException) as error:
        raise _broken_off(error) from error


def _hand_over(smtp: smtplib.SMTP, what: Parcel, before_end: Callable[[], None]) -> None:
    try:
        _announce(smtp, what)
        for start in range(0, len(what.body), CHUNK):
            smtp.send(what.body[start : start + CHUNK])
        check_quiet(smtp)
    except (OSError, smtplib.SMTPException) as error:
        raise _broken_off(error) from error
    before_end()
    _end(smtp)


def _announce(smtp: smtplib.SMTP, what: Parcel) -> None:
    """From whom, to whom, how large; raises UndeliveredError for what the server refuses."""
    options, size = [], len(what.body)
    if smtp.has_extn("size"):
        told = smtp.esmtp_features["size"]
        limit = int(told) if told.isdecimal() else 0
        if 0 < limit < size:
            raise TooLargeError(f"the mail server takes {limit:,} bytes, and the message has {size:,}", limit)
        options = [f"size={size}"]
    _check(*smtp.mail(what.sender, options), f"the sender {what.sender}")
    _check(*smtp.rcpt(what.recipient), f"the recipient {what.recipient}")
    _check(*smtp.docmd("DATA"), "the message")


def _check(code: int, text: bytes, what: str) -> None:
    """Raises UndeliveredError for an answer that refuses something."""
    if 200 <= code < 400:
        return
    told = f"the mail server refused {what}: {reply(code, text)}"
    if code == TOO_LARGE:
        raise TooLargeError(told, None)
    if code in NOT_LET_IN:
        raise UndeliveredError(f"{told}; check user and password of the mail server", "later")
    if code >= 500:
        raise UndeliveredError(f"{told}; check the address", "never")
    raise UndeliveredError(f"{told}; it may take it later", "again")


def check_quiet(smtp: smtplib.SMTP) -> None:
    """Raises when the server has said something, or gone, before the message ended."""
    sock = smtp.sock
    if sock is None:
        raise smtplib.SMTPServerDisconnected("it hung up")
    waited = sock.gettimeout()
    sock.setblocking(False)
    try:
        said = sock.recv(CHUNK)
    except (BlockingIOError, ssl.SSLWantReadError):
        return
    finally:
        sock.settimeout(waited)
    if said[:3].isdigit():
        _check(int(said[:3]), said[3:], "the message")
    raise smtplib.SMTPServerDisconnected("it hung up")


def _broken_off(error: Exception) -> UndeliveredError:
    return UndeliveredError(f"the mail server broke off before the message had ended ({error or 'time-out'})", "again")


def _end(smtp: smtplib.SMTP) -> None:
    """Sends the end and reads the answer; from here on the message may have arrived."""
    try:
        smtp.send(END)
        code, text = smtp.getreply()
    except (OSError, smtplib.SMTPException) as error:
        raise UndeliveredError(f"the mail server gave no answer after the message's end ({error})", "unsure") from error
    if code < 200 or 300 <= code < 400:
        raise UndeliveredError(f"the mail server's answer is none: {reply(code, text)}", "unsure")
    _check(code, text, "the message")
    try:
        smtp.quit()
    except (OSError, smtplib.SMTPException):  # the message is there, and that is what counts
        return
