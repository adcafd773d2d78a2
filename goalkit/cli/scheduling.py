"""`goalkit schedule`: what starts the reviews by itself on this machine, and what came of it."""

from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from goalkit.cli.app import BookOption, check_choice, open_named
from goalkit.cli.schedule_app import schedule_app

if TYPE_CHECKING:
    from pathlib import Path

    from goalkit.reviews.schedule.triggers import Kind, Trigger

WithOption = Annotated[
    str | None,
    typer.Option(
        "--with",
        metavar="KIND",
        help="systemd, cron, launchd, windows; with --print also github, airflow, container. Else what is here.",
    ),
]


@schedule_app.command()
def install(
    context: typer.Context,
    kind: WithOption = None,
    show: Annotated[bool, typer.Option("--print", help="Only show what would be installed; writes nothing.")] = False,
    book: BookOption = None,
) -> None:
    """Have this machine run `goalkit review --due` each hour."""
    from goalkit.reviews.schedule import triggers

    folder, chosen = _folder(context, book), _kind(kind) or triggers.choose()
    planned = triggers.plan(chosen, folder)
    if show:
        _print(planned)
        return
    if triggers.install(chosen, folder):
        typer.echo(f"Reviews of {folder} are made by themselves from now on: {chosen}, {planned.name}, each hour.")
        typer.echo(f"{planned.note}.\nWhat came of it: goalkit schedule show")
    else:
        typer.echo(f"Nothing to do: {chosen} starts them already ({planned.name}).")


@schedule_app.command()
def show(
    context: typer.Context,
    output: Annotated[str, typer.Option("--format", help="table or json.")] = "table",
    book: BookOption = None,
) -> None:
    """Say what is installed, what the last runs made, and what waits in the inbox."""
    from goalkit.cli.schedule_status import show_schedule

    check_choice("--format", output, ("table", "json"))
    with open_named(context, book) as opened:
        show_schedule(opened, output)


@schedule_app.command()
def remove(context: typer.Context, kind: WithOption = None, book: BookOption = None) -> None:
    """Take out what was installed, and nothing else."""
    from goalkit.reviews.schedule import triggers

    named, wanted = book or context.obj, _kind(kind)
    # A workbook that was moved or deleted is still named by where it was.
    folder = named.expanduser().absolute() if named and not named.expanduser().exists() else _folder(context, book)
    there = [found.kind for found in triggers.installed(folder) if wanted in (None, found.kind)]
    gone = [kind for kind in there if triggers.remove(kind, folder)]
    if gone:
        typer.echo(f"Taken out: {', '.join(gone)}. Reviews are made when you ask for them: goalkit review")
    else:
        typer.echo("Nothing is installed for this workbook; nothing was changed.")


def _folder(context: typer.Context, book: "Path | None") -> "Path":
    from goalkit.workbook.places import find_place

    return find_place(book or context.obj).path


def _kind(text: str | None) -> "Kind | None":
    from goalkit.reviews.schedule.triggers import KINDS

    check_choice("--with", text, KINDS)
    return cast("Kind | None", text)


def _print(planned: "Trigger") -> None:
    """The texts on stdout, as they would be written; where, and what is done then, on stderr."""
    several = len(planned.files) > 1
    for file in planned.files:
        typer.echo(f"Into {file.where}:", err=True)
        if several:
            typer.echo(f"# {file.where}")
        typer.echo(file.text.replace("\r\n", "\n"))
    then: list[Any] = [f"Then: {step}" for step in planned.steps]
    for line in (*then, f"{planned.note}." if planned.note else ""):
        if line:
            typer.echo(line, err=True)
