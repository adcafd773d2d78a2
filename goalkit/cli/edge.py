"""The edge: where errors become one clear line and an exit code."""

import os
import sys

import typer
from typer.main import get_command

from goalkit.cli.app import app
from goalkit.errors import GoalkitError, ReconciliationError

DONE, OURS, GIVEN, LEFT_OUT = 0, 1, 2, 3


def run(arguments: list[str]) -> int:
    """Runs one command; gives the exit code."""
    command = get_command(app)
    try:
        code = command.main(arguments, prog_name="goalkit", standalone_mode=False)
        sys.stdout.flush()
    except GoalkitError as error:
        typer.echo(f"goalkit: {error}", err=True)
        return OURS if isinstance(error, ReconciliationError) else GIVEN
    except BrokenPipeError:
        # The reader of a pipe went away, as `head` does: nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except typer.Abort:
        typer.echo("goalkit: stopped", err=True)
        return 130
    except Exception as error:  # noqa: BLE001 - the one broad except: a fault of ours is told, not dumped
        return _told(error)
    return code if isinstance(code, int) else DONE


def _told(error: Exception) -> int:
    if hasattr(error, "show") and hasattr(error, "exit_code"):  # usage errors know how to show themselves
        error.show()
        return int(error.exit_code)
    if os.environ.get("GOALKIT_DEBUG"):
        raise error
    typer.echo(
        f"goalkit: a fault of goalkit, sorry: {type(error).__name__}: {error}\n"
        "Nothing half-written was left. Run again with GOALKIT_DEBUG=1 for the details to report.",
        err=True,
    )
    return OURS
