"""`goalkit timer`: the workbook's timer from a terminal; the same one that the notebooks show."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from goalkit.cli.app import BookOption, app, check_choice, open_named
from goalkit.errors import GoalkitError

if TYPE_CHECKING:
    from goalkit.workbook import Book
    from goalkit.workbook.timer import Answer, Work

timer = typer.Typer(help="Start, pause and stop the timer; it runs on when everything is closed.", no_args_is_help=True)

TextArgument = Annotated[str, typer.Argument(metavar="[TEXT]", help="What you do, in a few words.")]
GoalOption = Annotated[str | None, typer.Option(help="The goal that it serves: its title, or a part of it.")]
ProjectOption = Annotated[str, typer.Option(help="As in your tracker.")]
PomodoroOption = Annotated[str | None, typer.Option(help="Focus/break in minutes: 25/5, 50/10, your own, or off.")]
AtOption = Annotated[str | None, typer.Option("--at", metavar="HH:MM", help="When it really ended.")]
AllOption = Annotated[bool, typer.Option("--all", help="All of it is right, however long it was.")]
DropOption = Annotated[bool, typer.Option("--drop", help="Throw the stretch away; nothing is logged.")]


@timer.command()
def start(  # noqa: PLR0913, PLR0917 - a command's options are its parameters
    context: typer.Context,
    text: TextArgument = "",
    goal: GoalOption = None,
    project: ProjectOption = "",
    pomodoro: PomodoroOption = None,
    book: BookOption = None,
) -> None:
    """Start the timer."""
    from goalkit.workbook.timer import start_timer

    with open_named(context, book) as opened:
        now = datetime.now(UTC)
        _say(opened, "start", start_timer(opened, now, _work(opened, text, goal, project, pomodoro)), now)


@timer.command()
def pause(
    context: typer.Context,
    at: AtOption = None,
    whole: AllOption = False,
    drop: DropOption = False,
    book: BookOption = None,
) -> None:
    """Log the stretch that runs and pause."""
    from goalkit.workbook.timer import pause_timer

    with open_named(context, book) as opened:
        now = datetime.now(UTC)
        done = _asking(lambda: pause_timer(opened, now, _answer(opened, now, at, whole, drop)))
        _say(opened, "pause", done, now)


@timer.command()
def resume(context: typer.Context, book: BookOption = None) -> None:
    """Go on after a pause."""
    from goalkit.workbook.timer import resume_timer

    with open_named(context, book) as opened:
        now = datetime.now(UTC)
        _say(opened, "resume", resume_timer(opened, now), now)


@timer.command()
def stop(
    context: typer.Context,
    at: AtOption = None,
    whole: AllOption = False,
    drop: DropOption = False,
    book: BookOption = None,
) -> None:
    """Log the stretch that runs and end the timer."""
    from goalkit.workbook.timer import stop_timer

    with open_named(context, book) as opened:
        now = datetime.now(UTC)
        done = _asking(lambda: stop_timer(opened, now, _answer(opened, now, at, whole, drop)))
        _say(opened, "stop", done, now)


@timer.command()
def switch(  # noqa: PLR0913, PLR0917 - a command's options are its parameters
    context: typer.Context,
    text: TextArgument = "",
    goal: GoalOption = None,
    project: ProjectOption = "",
    pomodoro: PomodoroOption = None,
    at: AtOption = None,
    whole: AllOption = False,
    drop: DropOption = False,
    book: BookOption = None,
) -> None:
    """Log the stretch that runs and begin one for something else, with the same Pomodoro unless told otherwise."""
    from goalkit.workbook.timer import switch_timer

    if not (text or goal or project):
        raise GoalkitError(
            "say what to switch to: a text, --goal or --project, for example goalkit timer switch emails"
        )
    with open_named(context, book) as opened:
        now = datetime.now(UTC)
        work = _work(opened, text, goal, project, pomodoro)
        done = _asking(lambda: switch_timer(opened, now, work, _answer(opened, now, at, whole, drop)))
        _say(opened, "switch", done, now)


@timer.command()
def interrupted(
    context: typer.Context,
    by: Annotated[str, typer.Argument(metavar="[BY]", help="myself, a colleague, a message, a call …")] = "myself",
    note: Annotated[str, typer.Option(help="A word is enough.")] = "",
    book: BookOption = None,
) -> None:
    """Count an interruption."""
    from goalkit.workbook.timer import note_interruption

    with open_named(context, book) as opened:
        now = datetime.now(UTC)
        _say(opened, "interrupt", note_interruption(opened, now, by, note), now)


@timer.command()
def status(
    context: typer.Context,
    output: Annotated[str, typer.Option("--format", help="table or json.")] = "table",
    book: BookOption = None,
) -> None:
    """Say what runs, since when, and how much it is today."""
    from goalkit.cli.timer_status import show_timer

    check_choice("--format", output, ("table", "json"))
    with open_named(context, book) as opened:
        show_timer(opened, datetime.now(UTC), output)


def _say(book: "Book", do: str, done: Any, now: datetime) -> None:
    from goalkit.workbook.timer_told import told

    typer.echo(told(book, do, done, now))


def _asking(act: Any) -> Any:
    """Does it; where a person is to be asked first, says with which options they answer."""
    from goalkit.workbook.timer import ForgottenTimerError

    try:
        return act()
    except ForgottenTimerError as error:
        raise GoalkitError(f"{error}: --at HH:MM, --all or --drop") from error


def _answer(book: "Book", now: datetime, at: str | None, whole: bool, drop: bool) -> "Answer":
    from goalkit.records import RunningTimer
    from goalkit.workbook.timer import Answer
    from goalkit.workbook.timer_words import read_end

    if sum((at is not None, whole, drop)) > 1:
        raise GoalkitError("--at, --all and --drop exclude one another; give one of them")
    running = next(iter(book.records(RunningTimer)), None)
    if at is None or running is None:
        return Answer(sure=whole, drop=drop)
    if running.paused:
        raise GoalkitError("the timer is paused, and its last stretch is logged already; leave --at out")
    return Answer(ended=read_end(at, running.began_utc, now, book.settings.zone))


def _work(book: "Book", text: str, goal: str | None, project: str, pomodoro: str | None) -> "Work":
    from goalkit.records import RunningTimer
    from goalkit.workbook.timer import Work
    from goalkit.workbook.timer_words import read_pomodoro

    goal_id = None if goal is None else find_goal(book, goal)
    if pomodoro is not None:
        return Work(text, project, goal_id, *read_pomodoro(pomodoro))
    running = next(iter(book.records(RunningTimer)), None)
    minutes = (running.focus_minutes, running.break_minutes) if running else (None, None)
    return Work(text, project, goal_id, *minutes)


def find_goal(book: "Book", text: str) -> str:
    """The id of the goal with that id or title, else of the one open goal whose title holds that text.

    Raises GoalkitError when there is none or more than one, with the titles to choose from.
    """
    from goalkit.records import Goal

    goals, wanted = book.records(Goal), text.strip().casefold()
    exact = [goal for goal in goals if goal.id == text or goal.title.casefold() == wanted]
    open_goals = [goal for goal in goals if goal.status not in ("achieved", "dropped")]
    found = exact or [goal for goal in open_goals if wanted and wanted in goal.title.casefold()]
    if len(found) == 1:
        return found[0].id
    titles = (
        ", ".join(f"“{goal.title}”" for goal in found or open_goals) or "no goal yet: write one in notebook 04_goals"
    )
    raise GoalkitError(f"--goal {text!r} is {'more than one' if found else 'none'} of your goals; there is {titles}")


app.add_typer(timer, name="timer")
