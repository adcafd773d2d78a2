"""A session with a mail server: reached, its certificate trusted, logged in, and each of its faults told plainly."""

import ipaddress
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from goalkit.records import MailServer
from goalkit.reviews.delivery.addresses import ascii_host, line
from goalkit.reviews.delivery.options import DeliveryOptions
from goalkit.reviews.delivery.outcome import NoServerError, Then
from goalkit.reviews.delivery.password import COMMAND, ENVIRONMENT

# What this machine calls itself: a server needs no more, and looking the real name up may take long.
GREETING = "[127.0.0.1]"
Given = TypeVar("Given")
SETTINGS = "the notebook 13_by_itself sets the mail server"


@contextmanager
def session(server: MailServer, password: str, how: DeliveryOptions) -> Iterator[smtplib.SMTP]:
    """A connection to the mail server on which messages can be handed over; closed afterwards.

    Raises NoServerError when there is none.
    """
    if not server.host:
        raise NoServerError(f"no mail server is set; {SETTINGS}", "wait")
    if server.security == "none" and not is_loopback(server.host):
        raise NoServerError(
            f"{server.host} is another machine, and without TLS everyone between here and there could read the "
            f"review; choose TLS or STARTTLS ({SETTINGS})",
            "wait",
        )
    smtp = _told(server, lambda: _connected(server, _context(how.trust), how.seconds))
    try:
        _told(server, lambda: _let_in(smtp, server, password))
        yield smtp
    finally:
        smtp.close()


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _context(trust: Path | None) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if trust is not None:
        context.load_verify_locations(trust)
    return context


def _connected(server: MailServer, context: ssl.SSLContext, seconds: float) -> smtplib.SMTP:
    host = ascii_host(server.host)
    if server.security == "TLS":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(host, server.port, GREETING, timeout=seconds, context=context)
    else:
        smtp = smtplib.SMTP(host, server.port, GREETING, timeout=seconds)
    try:
        if server.security == "STARTTLS":
            smtp.starttls(context=context)
        smtp.ehlo_or_helo_if_needed()
    except (OSError, smtplib.SMTPException):
        smtp.close()
        raise
    return smtp


def _let_in(smtp: smtplib.SMTP, server: MailServer, password: str) -> None:
    if server.user:
        smtp.login(server.user, password)


def _told(server: MailServer, do: Callable[[], Given]) -> Given:
    """Does one step of opening a session; what goes wrong is told with the server's name and the way out."""
    try:
        return do()
    except ssl.SSLCertVerificationError as error:
        raise _no(server, _certificate(error), "later") from error
    except ssl.SSLError as error:
        other = "STARTTLS (587)" if server.security == "TLS" else "TLS (465)"
        raise _no(server, f"speaks no {server.security} at this port ({error.reason}); try {other}", "later") from error
    except UnicodeError as error:
        raise _no(
            server, "takes no name, user or password with letters beyond ASCII; change it there", "later"
        ) from error
    except smtplib.SMTPNotSupportedError as error:
        raise _no(server, _not_offered(server, error), "later") from error
    except smtplib.SMTPAuthenticationError as error:
        raise _no(server, _not_let_in(server, error), "later" if error.smtp_code >= 500 else "again") from error
    except smtplib.SMTPResponseException as error:
        then: Then = "later" if error.smtp_code >= 500 else "again"
        raise _no(server, f"answered {reply(error.smtp_code, error.smtp_error)}", then) from error
    except TimeoutError as error:
        raise _no(server, "does not answer; is the network there, and the port right?", "again") from error
    except (OSError, smtplib.SMTPException) as error:
        raise _no(server, f"is not reached ({error}); is the network there?", "again") from error


def _no(server: MailServer, what: str, then: Then) -> NoServerError:
    return NoServerError(f"the mail server {server.host}:{server.port} {what}", then)


def _certificate(error: ssl.SSLCertVerificationError) -> str:
    return (
        f"shows a certificate that is not trusted ({error.verify_message}), so nothing was sent to it; check its name, "
        "and the clock of this machine"
    )


def _not_offered(server: MailServer, error: smtplib.SMTPNotSupportedError) -> str:
    if "STARTTLS" in str(error):
        return "offers no STARTTLS; choose TLS, mostly at port 465"
    return f"asks for no password ({error}); leave “User” empty, or choose TLS or STARTTLS"


def _not_let_in(server: MailServer, error: smtplib.SMTPAuthenticationError) -> str:
    return (
        f"does not take the password of {server.user} ({reply(error.smtp_code, error.smtp_error)}); give the right one "
        f"with {COMMAND} or in {ENVIRONMENT}; many servers want one made for programs"
    )


def reply(code: int, text: bytes | str) -> str:
    """A server's answer on one line."""
    said = text.decode("utf-8", errors="replace") if isinstance(text, bytes) else text
    return f"{code} {line(said)}".strip()
