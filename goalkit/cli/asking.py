"""What only the person knows about a file: what its columns mean, the order of its dates, its decimal mark.

What was said before about the same header is used again; else it is asked for where a terminal is there to answer.
"""

import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import typer

from goalkit.errors import GoalkitError, UndecidedError
from goalkit.periods import load_zone
from goalkit.trackers import ReadOptions, is_other_table, load_export
from goalkit.trackers.column_names import missing_roles
from goalkit.trackers.csv_tracker import ROLES
from goalkit.trackers.generic import GenericCsv, table_options
from goalkit.trackers.proposal import Proposal, propose, with_part
from goalkit.trackers.source import Source, open_source

if TYPE_CHECKING:
    from goalkit.records import ColumnMap
    from goalkit.trackers import Export

Answer = TypeVar("Answer")
Aside: TypeAlias = Callable[[], AbstractContextManager[None]]


class LeftError(GoalkitError):
    """The person chose to leave a file as it is."""


@dataclass(frozen=True, slots=True)
class Said:
    """How a file is to be read, as far as somebody said so.

    Attributes:
        how: options of reading, `column_map` among them.
        names: its header, where a map of it was said just now and is worth keeping; () else.
        before: what was said about this header before, where that is used.
    """

    how: Mapping[str, Any]
    names: tuple[str, ...] = ()
    before: "ColumnMap | None" = None


def on_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def settle(path: Path, how: Mapping[str, Any], find: Callable[[tuple[str, ...]], "ColumnMap | None"]) -> Said:
    """What the columns of a file mean, where it is a table that no tracker wrote or there is an earlier word on it.

    A map on the command line goes first, then the one that `find` gives for the header, then the
    person at the terminal. Raises GoalkitError where the file cannot be opened or is to be left.
    """
    if how.get("tracker") not in (None, GenericCsv.name):
        return Said(how)
    source = open_source(path)
    if how.get("column_map"):
        return Said(how, source.header)
    if before := find(source.header):
        from goalkit.workbook.column_maps import spelled

        day = before.said_utc.astimezone(load_zone(how.get("zone") or "UTC")).date()
        typer.echo(f"{path.name}: columns as you said on {day}; --map says otherwise", err=True)
        return Said({**how, "column_map": spelled(before, source.header)}, before=before)
    if on_terminal() and (how.get("tracker") or is_other_table(source)):
        return Said(_ask_columns(source, how), source.header)
    return Said(how)


def answered(
    read: Callable[[Mapping[str, Any]], Answer],
    said: Said,
    aside: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> tuple[Answer, Said]:
    """The outcome of reading, once what the file cannot tell was remembered or asked for; and all that was said.

    What moves on the screen steps `aside` while somebody is asked.
    """
    while True:
        try:
            return read(said.how), said
        except UndecidedError as error:
            with aside():
                choice = getattr(said.before, error.option, "") or _ask_choice(error)
            said = replace(said, how={**said.how, error.option: choice})


def load_said(path: Path, options: ReadOptions, book: Path | None) -> "Export":
    """An export, with what a workbook remembers of its columns, or the person says now."""
    how = {name: getattr(options, name) for name in ("tracker", "zone", "dates", "decimal", "column_map")}
    said = settle(path, how, lambda names: _find_in(book, names))
    return answered(lambda chosen: load_export(path, replace(options, **chosen)), said)[0]


def _find_in(book: Path | None, names: tuple[str, ...]) -> "ColumnMap | None":
    from goalkit.workbook.places import look_for_place

    if (place := look_for_place(book)) is None:
        return None
    from goalkit.workbook import open_book
    from goalkit.workbook.column_maps import find_map

    with open_book(place.path) as opened:
        return find_map(opened, names)


def _ask_columns(source: Source, how: Mapping[str, Any]) -> dict[str, Any]:
    """Options with the map that the person took: as proposed, or with parts changed."""
    proposal = propose(source)
    columns = dict(proposal.columns)
    while True:
        chosen = proposal.exactly(columns)
        typer.echo(f"\n{source.name} is no export that is known by its columns. What they may mean:", err=True)
        _show_parts(source, columns, proposal)
        asked, readable = _show_rows(source, {**how, "column_map": chosen})
        answers = ["take", "change", "leave"] if readable else ["change", "leave"]
        match _prompt("Take it, change a part, or leave the file", answers):
            case "take":
                return asked
            case "leave":
                raise LeftError(f"{source.name} was left as it is; nothing was read")
        role = _prompt(f"Which part ({', '.join(ROLES)})", list(ROLES))
        name = _prompt("Which column (- for none)", ["-", *(name for name in source.header if name)])
        columns = with_part(columns, role, "" if name == "-" else name)


def _show_parts(source: Source, columns: Mapping[str, str], proposal: Proposal) -> None:
    for role, name in columns.items():
        typer.echo(f"  {role:12} {name}  ({proposal.reason(role, name) or 'as you said'})", err=True)
    others = [name for name in source.header if name and name not in columns.values()]
    typer.echo(f"  {'(no part)':12} {', '.join(others) or '—'}", err=True)


def _show_rows(source: Source, how: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """Shows the first rows as they are understood; gives the options with what had to be asked, and whether it can."""
    if missing := missing_roles({role: name for role, name in how["column_map"].items() if name}):
        typer.echo(f"\nSo far {missing}.", err=True)
        return how, False
    try:
        export, said = answered(lambda chosen: load_export(source.path, table_options(chosen)), Said(how))
    except GoalkitError as error:
        typer.echo(f"\n{error}", err=True)
        return how, False
    _print_rows(export)
    return dict(said.how), len(export.entries) > 0


def _print_rows(export: "Export") -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from goalkit.workbook.import_words import SHOWN_COLUMNS, shown_rows

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in SHOWN_COLUMNS:
        table.add_column(name, justify="right" if name in ("line", "hours") else "left")
    for row in shown_rows(export):
        table.add_row(*map(Text, row))
    console = Console(stderr=True)
    console.print(f"\nThe first rows as understood, in {export.zone}:")
    console.print(table)
    if left_out := sum(problem.left_out for problem in export.problems):
        console.print(f"{left_out:,} of {export.rows_read:,} rows could not be read so")


def _ask_choice(error: UndecidedError) -> str:
    """The person's choice between two readings; raises the error itself where nobody can be asked."""
    from goalkit.workbook.import_words import meaning

    if not on_terminal():
        raise error
    typer.echo(f"\n{error}", err=True)
    for choice in error.choices:
        typer.echo(f"  {choice}: {error.value!r} is {meaning(error, choice)}", err=True)
    return _prompt("Which is meant", list(error.choices))


def _prompt(question: str, answers: list[str], default: str = "") -> str:
    from rich.console import Console
    from rich.prompt import Prompt

    console, few = Console(stderr=True), len(answers) < 9
    try:
        if default:
            return Prompt.ask(question, choices=answers, default=default, console=console)
        return Prompt.ask(question, choices=answers, console=console, show_choices=few)
    except EOFError as error:
        raise typer.Abort from error
