"""`goalkit review`: which workbook, which periods, and where the pages are."""

import json
import os
import sys
import webbrowser
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from goalkit.errors import GoalkitError, ReconciliationError
from goalkit.periods import Period, parse_period, periods_within

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from goalkit.reviews.many import Job, Outcome
    from goalkit.reviews.render import RenderedReview, RenderOptions
    from goalkit.workbook import Book

DONE, OURS, GIVEN, LEFT_OUT = 0, 1, 2, 3
EACH = ("quarter", "month", "week")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command was given.

    Attributes:
        periods: as they were written; none for the latest finished month.
        each: "" for a review of each period, else of each such part of it.
        as_of: the day to look from; None for a period's last.
        options: how the reviews are made.
        sample: take the sample when the workbook has no entries.
    """

    periods: tuple[str, ...]
    each: str
    as_of: date | None
    options: "RenderOptions"
    sample: bool


def show_reviews(book: "Book", wanted: Wanted) -> tuple[int, list[Path]]:
    """Makes the reviews and says where they are; gives the exit code and the pages.

    A fault of the only review is raised. Of several, those that failed are named on stderr.
    """
    if wanted.sample and book.entries().empty:
        book = _sample_of(book)
        typer.echo("Your workbook holds no entries yet, so this is the sample's review (an invented person).", err=True)
    jobs = _jobs(book, wanted)
    book.close()  # each review opens the workbook by itself
    outcomes = _made(book.path, jobs, wanted.options)
    if len(outcomes) == 1 and outcomes[0].error is not None:
        raise outcomes[0].error
    _tell(book.path, outcomes, as_document=wanted.options.formats == ("json",))
    made = [outcome.made for outcome in outcomes if outcome.made is not None]
    return exit_code(outcomes), [page for review in made for page in review.files if page.suffix == ".html"]


def _jobs(book: "Book", wanted: Wanted) -> "list[Job]":
    from goalkit.reviews.choose import last_day
    from goalkit.workbook.finished import latest_finished

    today = book.today()
    chosen = _chosen(wanted, book.settings.calendar.week_start, today) or [latest_finished(book, today)]
    return [(period, wanted.as_of or last_day(period, today)) for period in chosen]


def _chosen(wanted: Wanted, week_start: int, today: date) -> list[Period]:
    """The periods that were asked for, each once, in the order of the asking; [] when none was."""
    named = [parse_period(text, week_start) for text in wanted.periods]
    if not wanted.each:
        return list(dict.fromkeys(named))
    if not named:
        raise GoalkitError(f"--each {wanted.each} needs a period to take apart, for example: 2025 --each {wanted.each}")
    parts = dict.fromkeys(part for period in named for part in periods_within(period, wanted.each))
    begun = [part for part in parts if part.start <= today]
    if not begun:
        raise GoalkitError(f"no {wanted.each} of {', '.join(wanted.periods)} has begun; name a period that has")
    return begun


def _made(folder: Path, jobs: "list[Job]", options: "RenderOptions") -> "list[Outcome]":
    """What became of each review, in the order of the asking."""
    from goalkit.cli.progress import counting
    from goalkit.reviews.many import render_many

    found: dict[Period, Outcome] = {}
    with counting(len(jobs), "reviews") as count:
        for outcome in render_many(folder, jobs, options):
            found[outcome.period] = outcome
            count()
    return [found[period] for period, _ in jobs]


def _tell(folder: Path, outcomes: "list[Outcome]", as_document: bool) -> None:
    tell_outcomes(folder, outcomes, lines=not as_document)
    if as_document:
        typer.echo(json.dumps({"workbook": str(folder), **review_lists(outcomes)}, ensure_ascii=False, indent=1))


def tell_outcomes(folder: Path, outcomes: "Iterable[Outcome]", lines: bool) -> None:
    """One line on stderr for each review that could not be made, and with `lines` one on stdout for each other."""
    for outcome in outcomes:
        title = " ".join(filter(None, [outcome.period.title, outcome.edition.label()]))
        if outcome.error is not None:
            typer.echo(f"goalkit: no review of {title}: {outcome.error}", err=True)
        if outcome.made is not None and outcome.made.note:
            typer.echo(f"goalkit: {title} is made; {outcome.made.note}", err=True)
        if outcome.made is not None and lines:
            typer.echo(f"{title}, workbook {folder}: {_place(outcome.made)}")


def _place(made: "RenderedReview") -> Path:
    """The page, else the PDF, else the folder."""
    shown = [file for kind in (".html", ".pdf") for file in made.files if file.suffix == kind]
    return shown[0] if shown else made.folder


def review_lists(outcomes: "Sequence[Outcome]") -> dict[str, list[dict[str, Any]]]:
    """The part of a document about reviews: each that was made with its files, and each that was not with why."""
    return {
        "reviews": [
            {
                "period": outcome.period.name,
                "edition": outcome.edition.audience,
                "title": outcome.period.title,
                "files": [str(file) for file in outcome.made.files],
            }
            for outcome in outcomes
            if outcome.made is not None
        ],
        "failed": [
            {"period": outcome.period.name, "edition": outcome.edition.audience, "reason": str(outcome.error)}
            for outcome in outcomes
            if outcome.error is not None
        ],
    }


def exit_code(outcomes: "Sequence[Outcome]") -> int:
    """0 when all are made, 3 when some are; when none is, 1 if one of the faults is goalkit's, else 2."""
    errors = [outcome.error for outcome in outcomes if outcome.error is not None]
    if not errors:
        return DONE
    if len(errors) < len(outcomes):
        return LEFT_OUT
    ours = [error for error in errors if isinstance(error, (RuntimeError, ReconciliationError))]
    return OURS if ours else GIVEN


def open_page(pages: list[Path]) -> None:
    """Opens the page, or the list of several, in the browser where there is a desktop; does nothing elsewhere."""
    desktop = sys.platform in ("win32", "darwin") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if pages and desktop and not os.environ.get("CI"):
        index = pages[0].parents[1] / "index.html"
        page = index if len(pages) > 1 and index.is_file() else pages[0]
        webbrowser.open(page.resolve().as_uri())


def _sample_of(book: "Book") -> "Book":
    from goalkit.workbook import open_book

    place = book.path / "data" / "sample"
    book.close()
    if not place.is_dir():
        raise GoalkitError(f"{book.path} holds no entries and no sample; bring some in with: goalkit import FILE")
    return open_book(place)
