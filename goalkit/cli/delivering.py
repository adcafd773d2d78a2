"""`goalkit schedule test`, `password` and `again`: how reviews reach those who get them."""

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from goalkit.cli.app import BookOption, open_named
from goalkit.cli.schedule_app import schedule_app
from goalkit.errors import GoalkitError

if TYPE_CHECKING:
    from goalkit.records import Recipient
    from goalkit.workbook import Book

DONE, GIVEN, LEFT_OUT = 0, 2, 3

NameArgument = Annotated[str, typer.Argument(metavar="RECIPIENT", help="As you called them, e.g. Me.")]


@schedule_app.command("test")
def try_out(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="[RECIPIENT]", help="One of them; else all.")] = None,
    book: BookOption = None,
) -> int:
    """Send a test message, write a test file or show a test notice; nothing of your notes is in it."""
    from goalkit.reviews.delivery import hurry, send_test

    now, failed = datetime.now(UTC), 0
    with open_named(context, book) as opened:
        chosen = _chosen(opened, name)
        for recipient in chosen:
            try:
                told = send_test(opened, recipient, now)
            except GoalkitError as error:
                failed += 1
                typer.echo(f"goalkit: {recipient.name}: {error}", err=True)
                continue
            waiting = hurry(opened, now, [recipient])
            typer.echo(f"{recipient.name}: {told}{_and_waiting(waiting)}")
    return DONE if not failed else GIVEN if failed == len(chosen) else LEFT_OUT


@schedule_app.command()
def password(context: typer.Context, book: BookOption = None) -> None:
    """Ask for the mail server's password and keep it in the keyring of this machine, never in the workbook."""
    from getpass import getpass

    from goalkit.records import MailServer, Recipient
    from goalkit.reviews.delivery import hurry, keep_password
    from goalkit.reviews.delivery.password import ENVIRONMENT, account, check_user

    with open_named(context, book) as opened:
        server = opened.standing(MailServer)
        check_user(server)
        if not sys.stdin.isatty():
            raise GoalkitError(
                f"a password is asked for on a terminal, and this is none; give it in the environment as {ENVIRONMENT}"
            )
        kept = keep_password(opened, getpass(f"Password of {account(server)}: "))
        by_mail = [one for one in opened.records(Recipient) if one.way == "e-mail"]
        waiting = hurry(opened, datetime.now(UTC), by_mail)
        typer.echo(f"The password of {kept} is in the keyring{_and_waiting(waiting)}")


@schedule_app.command()
def again(
    context: typer.Context,
    period: Annotated[str, typer.Argument(metavar="PERIOD", help="2025-03, 2025-Q1 …")],
    name: NameArgument,
    book: BookOption = None,
) -> None:
    """Let a review that failed, or may not have arrived, go to a recipient once more."""
    from goalkit.reviews.delivery import ask_again, said

    with open_named(context, book) as opened:
        typer.echo(said(ask_again(opened, datetime.now(UTC), period, name)))


def _and_waiting(many: int) -> str:
    return f"; {many} that {'waits goes' if many == 1 else 'wait go'} with the next run" if many else ""


def _chosen(book: "Book", name: str | None) -> "list[Recipient]":
    """The recipient of that name, or all active ones; raises GoalkitError when there is none."""
    from goalkit.records import Recipient

    all_of_them = book.records(Recipient)
    found = [one for one in all_of_them if (one.active if name is None else name in (one.name, one.id))]
    if found:
        return found
    names = ", ".join(repr(one.name) for one in all_of_them) or "none yet; the notebook 13_by_itself adds one"
    asked = "no recipient is active" if name is None else f"{name!r} is no recipient"
    raise GoalkitError(f"{asked}; there is {names}")
