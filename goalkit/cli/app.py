"""The commands, each a few lines: options in, one call, something shown."""

import csv
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from goalkit import __version__
from goalkit.errors import GoalkitError

if TYPE_CHECKING:
    from goalkit.records.sharing import Viewer
    from goalkit.workbook import Book

app = typer.Typer(
    name="goalkit",
    help="A year of career goals in notebooks that you own, with an honest review every month.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

USUAL_FORMATS = "html,ipynb,json"
BookOption = Annotated[
    Path | None,
    typer.Option("--book", metavar="DIR", help="The workbook; else GOALKIT_BOOK, else the nearest at or above here."),
]
FormatOption = Annotated[str, typer.Option("--format", help="table, csv or json.")]
TrackerOption = Annotated[str | None, typer.Option(help="The tracker, where the header does not tell.")]
ZoneOption = Annotated[str | None, typer.Option(help="Zone of local times, e.g. Europe/Berlin.")]
DatesOption = Annotated[str | None, typer.Option(help="dmy, mdy or ymd, where the file cannot tell.")]
DecimalOption = Annotated[str | None, typer.Option(help="point or comma, where the file cannot tell.")]
MapOption = Annotated[str | None, typer.Option("--map", help="What columns mean: start=Begin,end=Finish.")]


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"goalkit {__version__}")
        raise typer.Exit


@app.callback()
def _goalkit(
    context: typer.Context,
    book: BookOption = None,
    log: Annotated[
        bool, typer.Option("--log", help="Say all of it in the workbook's data/schedule.log instead of here.")
    ] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    context.obj = book
    if log:
        from datetime import UTC, datetime

        from goalkit.cli.log import begin_log
        from goalkit.workbook.places import find_place

        begin_log(find_place(book).path, datetime.now(UTC), context.invoked_subcommand or "")


def open_named(context: typer.Context, book: Path | None) -> "Book":
    """The workbook named before or after the command, else the nearest."""
    from goalkit.workbook import open_book

    return open_book(book or context.obj)


def read_day(text: str | None) -> date | None:
    """An optional ISO day."""
    from goalkit.periods import parse_day

    return None if text is None else parse_day(text)


def check_choice(option: str, value: str | None, choices: tuple[str, ...]) -> None:
    """Raises GoalkitError when an option's value is not one of its choices."""
    if value is not None and value not in choices:
        raise GoalkitError(f"{option} {value!r} is unknown; expected one of {', '.join(choices)}")


def read_map(text: str | None) -> dict[str, str]:
    """A column map written as start=Begin,end=Finish; "project=" takes a part away, quotes go around a comma."""
    parts = next(csv.reader([text or ""], skipinitialspace=True), [])
    pairs = [part.partition("=") for part in parts if part.strip()]
    for role, sign, _ in pairs:
        if not sign or not role.strip():
            raise GoalkitError(f"--map {text!r} is not understood; expected for example start=Begin,end=Finish")
    return {role.strip(): name.strip() for role, _, name in pairs}


@app.command()
def init(  # noqa: PLR0913, PLR0917 - a command's options are its parameters
    context: typer.Context,
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]")] = None,
    zone: Annotated[
        str | None, typer.Option(help="Where you live, e.g. Europe/Berlin; else the machine's zone.")
    ] = None,
    database: Annotated[
        str | None, typer.Option(metavar="URL", help="Keep the records on this PostgreSQL server, not in a file.")
    ] = None,
    upgrade: Annotated[
        bool, typer.Option("--upgrade", help="Renew the notebooks of a workbook; what you changed in them stays.")
    ] = False,
    again: Annotated[bool, typer.Option("--again", help="With --upgrade: also those that you deleted.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="With --upgrade: only say what it would do.")] = False,
) -> None:
    """Make a new workbook, or renew the notebooks of one."""
    from goalkit.cli.making import make_workbook, renew_notebooks

    if upgrade:
        if zone:
            raise GoalkitError(f"--zone {zone} is for a new workbook; in yours, notebook 01_start_here changes it")
        if database:
            raise GoalkitError("--database is for a new workbook; in yours, data/workbook.toml names it")
        renew_notebooks(folder or context.obj, again=again, dry_run=dry_run)
        return
    if again or dry_run:
        raise GoalkitError("--again and --dry-run belong to --upgrade; give it too")
    make_workbook(folder or Path(), zone, database)


@app.command()
def lab(  # noqa: PLR0913, PLR0917 - a command's options are its parameters
    context: typer.Context,
    notebook: Annotated[str | None, typer.Argument(metavar="[NOTEBOOK]", help="Open this one, e.g. 04_goals.")] = None,
    app_mode: Annotated[bool, typer.Option("--app", help="The same notebooks as pages, without code.")] = False,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open a browser, or only say where.")] = True,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="The port to listen on; else a free one.")] = None,
    book: BookOption = None,
) -> int:
    """Open JupyterLab on the workbook's notebooks, or with --app their forms alone."""
    from goalkit.cli.lab import Showing, run_app, run_lab

    with open_named(context, book) as opened:
        folder = opened.path
    run = run_app if app_mode else run_lab
    return run(folder, Showing(notebook, browser, port))


@app.command("import")
def import_files(  # noqa: PLR0913, PLR0917 - a command's options are its parameters
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE|FOLDER...")],
    tracker: TrackerOption = None,
    zone: ZoneOption = None,
    dates: DatesOption = None,
    decimal: DecimalOption = None,
    column_map: MapOption = None,
    keep_both: Annotated[
        bool, typer.Option("--keep-both", help="Also take rows whose time is here from another tracker.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would come in.")] = False,
    output: FormatOption = "table",
    book: BookOption = None,
) -> int:
    """Bring in exports of a time tracker, files or whole folders; what is here already is not counted twice."""
    import gc

    from goalkit.cli.importing import import_all

    check_choice("--dates", dates, ("dmy", "mdy", "ymd"))
    check_choice("--decimal", decimal, ("point", "comma"))
    check_choice("--format", output, ("table", "json"))
    how = {
        "tracker": tracker,
        "zone": zone,
        "dates": dates,
        "decimal": decimal,
        "column_map": read_map(column_map),
        "keep_both": keep_both,
    }
    gc.disable()  # one command, then the process ends: looking for cycles among a million texts is lost time
    with open_named(context, book) as opened:
        return import_all(opened, files, how, dry_run=dry_run, output=output)


@app.command()
def hours(  # noqa: PLR0913, PLR0917 - a command's options are its parameters
    context: typer.Context,
    files: Annotated[list[Path] | None, typer.Argument(metavar="[FILE...]")] = None,
    by: Annotated[str, typer.Option(help="Keys, e.g. day,project (week, month, goal, tag, hour …).")] = "project",
    first: Annotated[str | None, typer.Option("--from", metavar="D", help="First day.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="D", help="Last day, included.")] = None,
    zone: ZoneOption = None,
    midnight: Annotated[str, typer.Option(help="split at the day's end, or count on the start day.")] = "split",
    overlaps: Annotated[str, typer.Option(help="count each entry, or the union within a row.")] = "each",
    tracker: TrackerOption = None,
    dates: DatesOption = None,
    decimal: DecimalOption = None,
    column_map: MapOption = None,
    only: Annotated[
        list[str] | None, typer.Option(metavar="KEY=VALUE", help="One number of a key of --by; may be repeated.")
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="List the rows behind each number.")] = False,
    output: FormatOption = "table",
    book: BookOption = None,
) -> int:
    """Hours by any keys, of the workbook or of exports directly."""
    from goalkit.cli.counted import Asked
    from goalkit.cli.explain import read_only
    from goalkit.cli.hours import show_hours

    check_choice("--midnight", midnight, ("split", "start"))
    check_choice("--overlaps", overlaps, ("each", "union"))
    check_choice("--dates", dates, ("dmy", "mdy", "ymd"))
    check_choice("--decimal", decimal, ("point", "comma"))
    check_choice("--format", output, ("table", "csv", "json"))
    keys = tuple(key.strip() for key in by.split(",") if key.strip())
    how = {"tracker": tracker, "zone": zone, "dates": dates, "decimal": decimal, "column_map": read_map(column_map)}
    narrowed = read_only(only or [], keys)
    days = read_day(first), read_day(last)
    asked = Asked(tuple(files or ()), keys, *days, midnight, overlaps, how, output, narrowed, explain)
    return show_hours(asked, book or context.obj)


@app.command()
def status(
    context: typer.Context,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="D", help="The day to look from; today else.")] = None,
    output: FormatOption = "table",
    book: BookOption = None,
) -> None:
    """Goals, their pace, and what to do today."""
    from goalkit.cli.status import show_status

    check_choice("--format", output, ("table", "json"))
    with open_named(context, book) as opened:
        show_status(opened, read_day(as_of) or opened.today(), output)


@app.command()
def review(  # noqa: PLR0913, PLR0917 - a command's options are its parameters
    context: typer.Context,
    periods: Annotated[
        list[str] | None, typer.Argument(metavar="[PERIOD...]", help="2025-03, 2025-W10, 2025-Q1, 2025 …")
    ] = None,
    each: Annotated[
        str | None, typer.Option(metavar="KIND", help="A review of each quarter, month or week of a period.")
    ] = None,
    due: Annotated[
        bool, typer.Option("--due", help="What the workbook's schedule owes and is not there; see docs/by_itself.md.")
    ] = False,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="D", help="The day to look from.")] = None,
    as_known: Annotated[
        str | None, typer.Option("--as-known", metavar="D", help="From what the workbook knew at the end of that day.")
    ] = None,
    audience: Annotated[str, typer.Option(help="me, mentor or public: without what is kept from them.")] = "me",
    formats: Annotated[
        str, typer.Option("--format", help="html, ipynb, json, pdf; several with commas.")
    ] = USUAL_FORMATS,
    template: Annotated[
        Path | None, typer.Option(metavar="NOTEBOOK", help="Your own notebook; else the workbook's review.ipynb.")
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Where to; else the workbook's reports.")] = None,
    show: Annotated[bool, typer.Option("--open", help="Open it, where there is a desktop.")] = False,
    sample_if_empty: Annotated[
        bool, typer.Option("--sample-if-empty", help="Take the sample when the workbook has no entries.")
    ] = False,
    book: BookOption = None,
) -> int:
    """Render the reviews of some periods; without one, of the latest finished month; with --due, what is owed."""
    if due:
        other = {"a period": periods, "--each": each, "--as-of": as_of, "--as-known": as_known, "--out": out}
        named = {"--audience": audience != "me", "--format": formats, "--sample-if-empty": sample_if_empty}
        return _review_due(book or context.obj, {**other, **named}, template, show)
    from goalkit.cli.reviewing import EACH, Wanted, open_page, show_reviews
    from goalkit.reviews.edition import Edition, check_audience
    from goalkit.reviews.render import RenderOptions

    check_choice("--each", each, EACH)
    kinds = tuple(kind.strip() for kind in formats.split(",") if kind.strip())
    check_audience(audience)
    edition = Edition(cast("Viewer", audience), read_day(as_known))
    options = RenderOptions(out=out, formats=kinds, template=template, edition=edition)
    wanted = Wanted(tuple(periods or ()), each or "", read_day(as_of), options, sample_if_empty)
    code, pages = show_reviews(open_named(context, book), wanted)
    if show:
        open_page(pages)
    return code


def _review_due(book: Path | None, other: dict[str, object], template: Path | None, show: bool) -> int:
    from datetime import UTC, datetime

    from goalkit.cli.due import check_alone, show_due
    from goalkit.cli.reviewing import open_page
    from goalkit.workbook.places import find_place

    as_document = other["--format"] == "json"
    other["--format"] = other["--format"] not in (USUAL_FORMATS, "json")
    check_alone(other)
    code, pages = show_due(find_place(book).path, datetime.now(UTC), template, as_document)
    if show:
        open_page(pages)
    return code


@app.command()
def export(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to write into.")],
    kind: Annotated[str, typer.Option("--format", help="ics: a calendar of what has a date.")] = "ics",
    audience: Annotated[str, typer.Option(help="me, mentor or public: leaves out what is not for them.")] = "me",
    book: BookOption = None,
) -> None:
    """Write dates, blocks and reminders as a calendar file; importing it again updates, and never doubles."""
    from goalkit.reviews.edition import check_audience
    from goalkit.workbook.calendar import export_calendar

    check_choice("--format", kind, ("ics",))
    check_audience(audience)
    with open_named(context, book) as opened:
        saved = export_calendar(opened, folder, cast("Viewer", audience))
    typer.echo(f"{saved.path}: {saved.said()}")


@app.command()
def check(
    context: typer.Context,
    first: Annotated[str | None, typer.Option("--from", metavar="D", help="First day.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="D", help="Last day, included.")] = None,
    output: FormatOption = "table",
    book: BookOption = None,
) -> int:
    """Say what in the log is worth a look, with one suggestion each; exit 0 when nothing is, 3 when something is."""
    from datetime import UTC, datetime

    from goalkit.cli.check import show_check

    check_choice("--format", output, ("table", "json"))
    with open_named(context, book) as opened:
        return show_check(opened, (read_day(first), read_day(last)), datetime.now(UTC), output)


@app.command()
def undo(context: typer.Context, book: BookOption = None) -> None:
    """Take back the latest change, or the latest import as a whole."""
    with open_named(context, book) as opened:
        typer.echo(opened.undo())


import goalkit.cli.delivering  # noqa: E402 - goalkit schedule test, password and again
import goalkit.cli.scheduling  # noqa: E402 - goalkit schedule install, show and remove
import goalkit.cli.timing  # noqa: E402, F401 - goalkit timer …, which adds itself
from goalkit.cli.schedule_app import schedule_app  # noqa: E402

app.add_typer(schedule_app, name="schedule")
