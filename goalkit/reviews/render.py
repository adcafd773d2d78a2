"""A review from facts to files: gathered once, shown in a notebook, checked, moved in whole."""

import json
import time
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat

from goalkit.entries.csv_text import format_csv
from goalkit.errors import GoalkitError
from goalkit.periods import Period
from goalkit.reviews import index, page, pdf
from goalkit.reviews.edition import OWN, Edition, readers
from goalkit.reviews.folders import recover, replace_folder, rough_folder
from goalkit.reviews.fragments import rows_name
from goalkit.reviews.kernel import NOTEBOOK, cleaned, load_template, run
from goalkit.workbook.notebooks import packaged_notebooks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nbformat import NotebookNode

    from goalkit.reviews.shapes import ReviewFacts
    from goalkit.workbook import Book

FORMATS = ("html", "ipynb", "json", "pdf")
USUAL = ("html", "ipynb", "json")


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """How a review is to be made.

    Attributes:
        out: the folder that takes the review's folder; None for the workbook's `reports`.
        formats: some of `FORMATS`.
        template: the notebook to run; None for the workbook's own, or else goalkit's.
        here: run goalkit's own notebook in this process; see `kernel.run`.
        linked: give the list and the neighbours their links at once; else `link_reviews` does later.
        edition: for whom, and from what was known when.
    """

    out: Path | None = None
    formats: tuple[str, ...] = USUAL
    template: Path | None = None
    here: bool = False
    linked: bool = True
    edition: Edition = OWN


@dataclass(frozen=True, slots=True)
class RenderedReview:
    """What was made: the folder, its files, how long it took, and what was not kept though the review is whole."""

    folder: Path
    files: tuple[Path, ...]
    seconds: float
    note: str = ""


def render_review(book: "Book", period: Period, as_of: date, options: RenderOptions | None = None) -> RenderedReview:
    """Makes the review of a period: HTML, the executed notebook and its facts.

    Everything is made in a temporary folder and moved in whole when it is complete; the list of
    reviews and the neighbours' links follow. Raises GoalkitError when a format is unknown, a
    cell fails or a chart is missing; the review that was there stays as it was.
    """
    from goalkit.reviews.facts import gather

    started = time.perf_counter()
    options = options or RenderOptions()
    check_formats(options.formats)
    reader, today = readers(book, options.edition)
    facts = gather(reader, period, as_of, options.edition, today)
    made = render_facts(facts, book.path, options)
    note = _freeze(book, facts) if options.edition == OWN and options.out is None else ""
    return replace(made, seconds=time.perf_counter() - started, note=note)


def _freeze(book: "Book", facts: "ReviewFacts") -> str:
    """Keeps what the review foresaw, for later ones to score; a workbook that takes nothing costs no review."""
    from goalkit.reviews.freezing import freeze_forecasts

    try:
        freeze_forecasts(book, facts)
    except GoalkitError as error:
        return f"its forecasts were not kept: {error}"
    return ""


def render_facts(facts: "ReviewFacts", book: Path, options: RenderOptions | None = None) -> RenderedReview:
    """The same from facts that are gathered already; `book` is the workbook's folder."""
    started = time.perf_counter()
    options = options or RenderOptions()
    check_formats(options.formats)
    job = _job(facts, book, options)
    folder = job.root / job.period.name
    try:
        _write(facts, job, folder)
    except OSError as error:
        raise GoalkitError(f"the review cannot be written to {folder} ({error}); try another --out") from error
    files = tuple(folder / name for name in _names(job.period, options.formats))
    return RenderedReview(folder, files, time.perf_counter() - started)


def _write(facts: "ReviewFacts", job: "_Job", folder: Path) -> None:
    recover(folder)
    with rough_folder(job.root, job.period.name) as rough:
        _make_files(rough, facts, job)
        replace_folder(rough, folder, "review-")
    if job.options.linked:
        link_reviews(job.book, [job.period], job.options)


def _job(facts: "ReviewFacts", book: Path, options: RenderOptions) -> "_Job":
    week_start = facts.start.weekday() if facts.kind == "week" else 0
    period = Period(facts.kind, facts.start, facts.end, week_start)
    template = options.template.expanduser() if options.template else find_template(book)
    return _Job(book, period, reviews_root(book, options), template, options)


def reviews_root(book: Path, options: RenderOptions) -> Path:
    """The folder that takes the reviews' folders."""
    return options.edition.folder((options.out or book / "reports").expanduser().resolve())


@dataclass(frozen=True, slots=True)
class _Job:
    """Whose review of what it is, where it will lie, from which notebook, and how."""

    book: Path
    period: Period
    root: Path
    template: Path
    options: RenderOptions


def check_formats(formats: tuple[str, ...]) -> None:
    """Raises GoalkitError for a format that no review has, for none at all, and for PDF without a browser."""
    for name in formats:
        if name not in FORMATS:
            raise GoalkitError(f"format {name!r} is unknown; expected some of {', '.join(FORMATS)}")
    if not formats:
        raise GoalkitError(f"no format was asked for; expected some of {', '.join(FORMATS)}")
    if "pdf" in formats:
        pdf.find_browser()


def find_template(book: Path) -> Path:
    """The workbook's own review notebook, else the one that came with goalkit."""
    own = book / "notebooks" / NOTEBOOK
    return own if own.is_file() else packaged_notebooks() / NOTEBOOK


def _names(period: Period, formats: tuple[str, ...]) -> list[str]:
    named = {
        "html": f"review-{period.name}.html",
        "ipynb": f"review-{period.name}.ipynb",
        "json": "facts.json",
        "pdf": f"review-{period.name}.pdf",
    }
    return [named[name] for name in FORMATS if name in formats]


def _make_files(rough: Path, facts: "ReviewFacts", job: _Job) -> None:
    from goalkit.reviews.as_json import as_dict

    facts_file = rough / "facts.json"
    written = json.dumps(as_dict(facts), ensure_ascii=False, indent=1, allow_nan=False)
    facts_file.write_bytes(written.encode())
    asked = {"period": job.period.name, "as_of": facts.as_of.isoformat()}
    given = {"book": str(job.book.resolve()), **asked, "facts_file": str(facts_file)}
    executed = run(load_template(job.template), given, job.template.parent.resolve(), job.options.here)
    kept = cleaned(executed, {"book": "", **asked, "facts_file": ""})
    html, notebook, *printed = _names(job.period, ("html", "ipynb", *{"pdf"}.intersection(job.options.formats)))
    (rough / html).write_bytes(_checked_page(kept, facts, job).encode())
    if "html" in job.options.formats:
        rows = facts.frames["rows"]
        listed = format_csv(list(rows.columns), rows.itertuples(index=False))
        (rough / rows_name(job.period.name)).write_bytes(listed.encode("utf-8-sig"))
    text: str = nbformat.writes(kept)  # type: ignore[no-untyped-call]
    (rough / notebook).write_bytes((text + "\n").encode())
    for name in printed:
        pdf.print_page(rough / html, rough / name)
    for name in set(_names(job.period, USUAL)) - set(_names(job.period, job.options.formats)):
        (rough / name).unlink()


def _checked_page(executed: "NotebookNode", facts: "ReviewFacts", job: _Job) -> str:
    """The page; raises GoalkitError when it lost a chart, or has none though there is time to draw."""
    links = index.nav(job.root, job.period, with_index=job.options.out is None)
    text = page.review_page(executed, f"Review of {facts.title}", links)
    wanted, found = page.plotly_outputs(executed), page.charts_in(text)
    if found != wanted:
        raise GoalkitError(f"the page holds {found} charts where its notebook has {wanted}; nothing was kept")
    if not found and job.options.template is None and facts.time.attributed_hours > 0:
        raise GoalkitError("the review has time to show, and its notebook drew no chart; nothing was kept")
    return text


def link_reviews(book: Path, periods: "Iterable[Period]", options: RenderOptions) -> None:
    """Gives new reviews, their neighbours and the list their links; without pages there is nothing to link."""
    if "html" not in options.formats:
        return
    root, with_index = reviews_root(book, options), options.out is None
    try:
        for period in periods:
            index.relink(root, period, with_index)
        if with_index:
            index.write_index(root)
    except OSError as error:
        raise GoalkitError(f"the reviews in {root} cannot be linked ({error}); try another --out") from error
