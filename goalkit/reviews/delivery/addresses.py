"""E-mail addresses as a mail server takes them, and names that cannot break out of their line."""

import re
from email.headerregistry import Address

from goalkit.reviews.delivery.outcome import UndeliveredError

_NOT_A_NAME = re.compile(r"[\x00-\x20\x7f\x85\u2028\u2029]+")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")


def line(text: str) -> str:
    """A text on one line, without the signs that steer a terminal or end a header."""
    return _NOT_A_NAME.sub(" ", text).strip()


def read_address(text: str, name: str = "") -> Address:
    """An address with the name before it; a domain in letters beyond ASCII as the network writes it.

    Raises UndeliveredError for a text that is no address, and for letters beyond ASCII before the "@", which few
    servers take.
    """
    local, _, domain = text.rpartition("@")
    if not local.isascii():
        raise UndeliveredError(
            f"{text!r} has letters beyond ASCII before the “@”, which many servers refuse; use another address", "never"
        )
    try:
        if not _ADDRESS.fullmatch(f"{local}@{ascii_host(domain)}"):
            raise ValueError("its letters")
        return Address(line(name), local, ascii_host(domain))
    except ValueError as error:
        raise UndeliveredError(
            f"{text!r} is not an e-mail address ({error}); write for example me@example.org", "never"
        ) from error


def ascii_host(host: str) -> str:
    """A host's name as the network writes it: "bücher.example" is "xn--bcher-kva.example"."""
    return host if host.isascii() else host.encode("idna").decode("ascii")
