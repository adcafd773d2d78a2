"""The mail server's password: in the keyring of the system or in the environment, never in the workbook."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from goalkit.errors import GoalkitError
from goalkit.records import MailServer

if TYPE_CHECKING:
    from goalkit.workbook import Book

SERVICE = "goalkit"
ENVIRONMENT = "GOALKIT_SMTP_PASSWORD"
COMMAND = "goalkit schedule password"
Given = TypeVar("Given")


def find_password(server: MailServer) -> str:
    """The password for the user at that server; "" where it asks for none. The environment goes first.

    Raises GoalkitError when there is none, or the keyring cannot be asked.
    """
    if not server.user:
        return ""
    if given := os.environ.get(ENVIRONMENT):
        return given
    import keyring

    kept = _asked(lambda: keyring.get_password(SERVICE, account(server)))
    if not kept:
        raise GoalkitError(
            f"there is no password for {account(server)} in the keyring; give one with {COMMAND}, or in the "
            f"environment variable {ENVIRONMENT}"
        )
    return kept


def check_password(book: "Book") -> str:
    """Where the password comes from, in a sentence; raises GoalkitError when there is none."""
    server = book.standing(MailServer)
    find_password(server)
    if not server.user:
        return "The mail server asks for no password."
    place = f"the environment variable {ENVIRONMENT}" if os.environ.get(ENVIRONMENT) else "the keyring"
    return f"The password of {account(server)} is in {place}."


def keep_password(book: "Book", password: str) -> str:
    """Puts the password into the keyring, in place of an older one; gives the account that it is for.

    Raises GoalkitError for an empty one, when no user is set, and when there is no keyring that keeps it.
    """
    import keyring

    server = book.standing(MailServer)
    check_user(server)
    if not password:
        raise GoalkitError("an empty password was given, and nothing was kept; run it again and type one")
    _asked(lambda: keyring.set_password(SERVICE, account(server), password))
    if _asked(lambda: keyring.get_password(SERVICE, account(server))) != password:
        raise GoalkitError(f"the keyring did not keep the password; give it in {ENVIRONMENT}")
    return account(server)


def check_user(server: MailServer) -> None:
    """Raises GoalkitError for a mail server without a user, which needs no password."""
    if not server.user:
        raise GoalkitError("the mail server has no user; set server and user in the notebook 13_by_itself first")


def account(server: MailServer) -> str:
    """What the keyring calls it: user@host."""
    return f"{server.user}@{server.host}"


def _asked(ask: Callable[[], Given]) -> Given:
    from keyring.errors import KeyringError

    try:
        return ask()
    except KeyringError as error:
        first = (str(error) or type(error).__name__).split(". ")[0]
        raise GoalkitError(
            f"this machine has no keyring that can be asked ({first}); give the password in the environment "
            f"variable {ENVIRONMENT}"
        ) from error
