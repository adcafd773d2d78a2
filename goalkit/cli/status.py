"""`goalkit status`: goals, pace, what to do today, and which reviews are owed."""

from datetime import date, timedelta
from math import isnan
from typing import TYPE_CHECKING, Any

import typer

from goalkit.cli.show import print_json, print_table
from goalkit.periods import parse_period

if TYPE_CHECKING:
    import pandas as pd

    from goalkit.reviews.schedule.outlook import Outlook
    from goalkit.workbook import Book

SOON_DAYS = 7


def show_status(book: "Book", as_of: date, output: str) -> None:
    """Prints every goal that is not at rest, the tasks that are due, and in one line the reviews that are owed."""
    from goalkit.metrics.measures import goal_data
    from goalkit.metrics.progress import goal_status
    from goalkit.records import Task
    from goalkit.reviews.schedule.outlook import outlook

    calendar = book.settings.calendar
    goals = goal_status(goal_data(book.frame, book.entries(), calendar), as_of, calendar)
    due = due_tasks(book.records(Task), as_of)
    seen = outlook(book, as_of)
    if output == "json":
        told = {"goals": goals.to_dict("records"), "tasks": due, "reviews": reviews_document(seen)}
        print_json({"as_of": as_of.isoformat(), **told})
        return
    _print_goals(goals, due, as_of)
    if line := reviews_line(seen):
        typer.echo(f"\n{line}")


def _print_goals(goals: "pd.DataFrame", due: list[dict[str, Any]], as_of: date) -> None:
    if goals.empty:
        typer.echo("There are no goals yet. Write one: goalkit lab, notebook 04_goals.")
        return
    print_table(
        ["goal", "status", "progress", "pace", "safe", "needed", "today", "hours"],
        [_row(goal) for goal in goals.to_dict("records")],
        title=f"Goals on {as_of}",
    )
    if due:
        typer.echo()
        print_table(["task", "due"], [[task["title"], task["due"]] for task in due], title="Due within a week")


def reviews_line(seen: "Outlook") -> str:
    """Which reviews the schedule owes, and why the oldest of them failed; "" when none is, or it never ran."""
    if seen.schedule.since is None or not seen.owed:
        return ""
    first, others = seen.owed[0].period.title, len(seen.owed) - 1
    owed = f"{first}{f' and {others} more' if others else ''}"
    why = "".join(f". {parse_period(run.period).title} failed, try {run.tries}: {run.why}" for run in seen.failed[:1])
    return f"Reviews owed: {owed}; to make {'them' if others else 'it'}: goalkit review --due{why}"


def reviews_document(seen: "Outlook") -> dict[str, Any]:
    """The same for a program."""
    owed = seen.owed if seen.schedule.since else ()
    return {
        "since": seen.schedule.since and seen.schedule.since.isoformat(),
        "owed": [{"period": key.period.name, "edition": key.edition} for key in owed],
        "failed": [run.model_dump(mode="json", include={"period", "edition", "tries", "why"}) for run in seen.failed],
    }


def due_tasks(tasks: "list[Any]", as_of: date) -> list[dict[str, Any]]:
    """Open tasks that are due within a week of a day or late, soonest first."""
    last = as_of + timedelta(days=SOON_DAYS)
    open_ = [task for task in tasks if task.due and task.done_on is None and task.due <= last]
    return [
        {"id": task.id, "title": task.title, "due": task.due.isoformat(), "goal_id": task.goal_id}
        for task in sorted(open_, key=lambda task: task.due)
    ]


def _row(goal: "dict[str, Any] | pd.Series[Any]") -> list[Any]:
    safe, needed, today = goal["safety_days"], goal["required_per_week"], goal["do_today"]
    line = goal["pace"]
    return [
        goal["title"],
        goal["status"],
        f"{goal['value']:g} of {goal['target']:g} {goal['unit']}".strip(),
        f"{line:.4g}" if not isnan(line) else "",
        f"{safe:.0f} days" if not isnan(safe) else "",
        f"{needed:.3g} {goal['asks_unit']} a week".replace("  ", " ") if not isnan(needed) else "",
        f"{today:.3g} {goal['asks_unit']}".strip() if not isnan(today) and today else "",
        float(goal["hours"]),
    ]
