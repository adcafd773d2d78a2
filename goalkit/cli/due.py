"""`goalkit review --due`: makes what the schedule owes, and says what became of it."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from goalkit.cli.reviewing import DONE, LEFT_OUT, exit_code, review_lists, tell_outcomes
from goalkit.cli.show import print_json
from goalkit.errors import GoalkitError
from goalkit.records import InboxFile, Record, Sending

if TYPE_CHECKING:
    from goalkit.reviews.schedule.due import DueReport


def check_alone(given: Mapping[str, Any]) -> None:
    """Raises GoalkitError for an option that does not go with --due; one that was not given is empty."""
    named = [name for name, value in given.items() if value]
    if named:
        raise GoalkitError(
            f"--due makes what the schedule owes, so {', '.join(named)} has no place beside it; leave it out, "
            "or leave --due out"
        )


def show_due(folder: Path, now: datetime, template: Path | None, as_document: bool) -> tuple[int, list[Path]]:
    """Makes what is owed and says so; gives the exit code and the pages. When another run is at it, only that."""
    from goalkit.cli.progress import counting
    from goalkit.reviews.schedule.due import DueOptions, in_and_out, run_due
    from goalkit.workbook.lock import BusyError

    how = in_and_out(DueOptions(template=template, counting=counting))
    try:
        report = run_due(folder, now, how)
    except BusyError as error:
        typer.echo(f"goalkit: {error}", err=True)
        if as_document:
            print_json({"workbook": str(folder), "busy": str(error)})
        return DONE, []
    tell(report, as_document)
    made = [outcome.made for outcome in report.outcomes if outcome.made is not None]
    return code_of(report), [file for review in made for file in review.files if file.suffix == ".html"]


def code_of(report: "DueReport") -> int:
    """That of the reviews; 3 when all that was owed is there and something else went wrong."""
    code = exit_code(report.outcomes)
    went_wrong = report.faults or any(_is_left_out(line) for line in report.lines)
    return LEFT_OUT if code == DONE and went_wrong else code


def _is_left_out(line: Record) -> bool:
    return getattr(line, "state", "") in ("not read", "waiting", "failed", "unsure")


def tell(report: "DueReport", as_document: bool) -> None:
    """A line on stdout for each thing that was done, and on stderr for each that was not; or one document."""
    for line in report.lines:
        if _is_left_out(line):
            typer.echo(f"goalkit: {line_of(line)}", err=True)
        elif not as_document:
            typer.echo(line_of(line))
    tell_outcomes(report.folder, report.outcomes, lines=not as_document)
    for fault in report.faults:
        typer.echo(f"goalkit: {fault}", err=True)
    if as_document:
        print_json(document(report))
    elif not report.outcomes:
        typer.echo(_nothing(report))


def line_of(line: Record) -> str:
    """A line of the ledger as a sentence."""
    if isinstance(line, InboxFile):
        new = f"{line.rows_new} new row{'' if line.rows_new == 1 else 's'}"
        said = {"imported": f"brought in with {new}", "not read": f"not read: {line.why}"}
        return f"{line.name} in the inbox: {said.get(line.state, line.state)}"
    if isinstance(line, Sending):
        from goalkit.reviews.delivery import said as said_of

        return said_of(line)
    raise TypeError(f"{type(line).__name__} is no line of the ledger that a run writes")


def _nothing(report: "DueReport") -> str:
    from goalkit.reviews.schedule.owed import coming
    from goalkit.reviews.words import day

    following = coming(report.outlook.terms, report.outlook.today)
    said = "No review is turned on in its schedule"
    if following is not None:
        key, on = following
        said = f"Next: the review of {key.period.title}, due on {day(on)}"
    return f"Nothing is owed, workbook {report.folder}. {said}."


def document(report: "DueReport") -> dict[str, Any]:
    """All of it for a program."""
    told = [line.model_dump(mode="json") for line in report.lines if isinstance(line, InboxFile)]
    sent = [line.model_dump(mode="json") for line in report.lines if isinstance(line, Sending)]
    return {
        "workbook": str(report.folder),
        "today": report.outlook.today.isoformat(),
        "since": report.outlook.terms.since.isoformat(),
        **review_lists(report.outcomes),
        "inbox": told,
        "sendings": sent,
        "faults": list(report.faults),
    }
