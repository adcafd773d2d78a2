"""The forms of an action plan: milestones, tasks, what they need; and the plan on a line of days."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from goalkit.charts.look import goal_colours
from goalkit.charts.plan import plot_burn_up, plot_timeline
from goalkit.errors import GoalkitError
from goalkit.forms.book_form import book_form
from goalkit.forms.form import RecordForm
from goalkit.forms.picture import Picture
from goalkit.forms.table import Table
from goalkit.forms.wiring import Wiring
from goalkit.metrics.plan import burn_up, timeline
from goalkit.records import Goal, Milestone, Resource, Task

if TYPE_CHECKING:
    import pandas as pd

    from goalkit.workbook import Book

BURN_DAYS = 84  # twelve weeks to either side of the day


def milestone_form(book: "Book") -> RecordForm[Milestone]:
    """A form for the steps of a goal; it says so gently when a step lies outside the goal's own days."""

    def told(step: Milestone) -> str:
        goal = book.get(Goal, step.goal_id)
        said = f"{step.title}, due {step.due}"
        return f"{said}, {_outside(step.due, goal)}" if _outside(step.due, goal) else said

    return book_form(book, Milestone, Wiring(told=told))


def _outside(day: date, goal: Goal) -> str:
    if day > goal.due:
        return f"which is after “{goal.title}” itself is due ({goal.due})"
    return f"which is before “{goal.title}” starts ({goal.start})" if day < goal.start else ""


def task_form(book: "Book") -> RecordForm[Task]:
    """A form for things to do; a task of a milestone serves the milestone's goal, and new ones come last."""

    def fitted(task: Task) -> Task:
        place = 1 + max((other.position for other in book.records(Task)), default=-1)
        return task.model_copy(update={"goal_id": _goal_of(book, task), "position": place})

    def told(task: Task) -> str:
        return task.title + (f", due {task.due}" if task.due else "") + _after_milestone(book, task)

    return book_form(book, Task, Wiring(choices=lambda: open_steps(book), before_save=fitted, told=told))


def open_steps(book: "Book") -> Mapping[str, list[tuple[str, str]]]:
    """The milestones that are not reached yet, named with their goal."""
    goals = {goal.id: goal for goal in book.records(Goal)}
    steps = [step for step in book.records(Milestone) if step.done_on is None]
    return {"milestone_id": [(f"{step.title} ({goals[step.goal_id].title})", step.id) for step in steps]}


def _goal_of(book: "Book", task: Task) -> str | None:
    if task.milestone_id is None:
        return task.goal_id
    step = book.get(Milestone, task.milestone_id)
    if task.goal_id not in (None, step.goal_id):
        owner = book.get(Goal, step.goal_id).title
        raise GoalkitError(
            f"“{step.title}” is a milestone of another goal, “{owner}”; choose that goal, or no milestone"
        )
    return step.goal_id


def _after_milestone(book: "Book", task: Task) -> str:
    step = book.get(Milestone, task.milestone_id) if task.milestone_id else None
    late = step is not None and task.due is not None and task.due > step.due
    return f", which is after its milestone “{step.title}” ({step.due})" if late and step else ""


def resource_form(book: "Book") -> RecordForm[Resource]:
    """A form for what a goal or a task needs; a task that is done needs nothing more."""

    def tasks() -> Mapping[str, list[tuple[str, str]]]:
        return {"task_id": [(task.title, task.id) for task in book.records(Task) if task.done_on is None]}

    return book_form(book, Resource, Wiring(choices=tasks))


def milestones_table(book: "Book", after: RecordForm[Any]) -> Table:
    """The milestones that are still ahead, by day; follows what `after` saves."""
    nothing = "No milestone is ahead. One step with a date is enough to begin."
    return Table(lambda: milestones_ahead(book), caption="Milestones ahead", nothing=nothing, after=after)


def milestones_ahead(book: "Book") -> "pd.DataFrame":
    """Columns Due, Milestone, Goal and Celebrate with, of what is not reached yet."""
    steps, titles = book.frame(Milestone), _titles(book)
    ahead = steps[steps["done_on"].isna()].sort_values("due", kind="stable")
    named = ahead.assign(goal=ahead["goal_id"].map(titles))[["due", "title", "goal", "celebrate"]]
    return named.rename(columns={"due": "Due", "title": "Milestone", "goal": "Goal", "celebrate": "Celebrate with"})


def resources_table(book: "Book", after: RecordForm[Any]) -> Table:
    """What goals and tasks need, what is missing first; follows what `after` saves."""
    nothing = "Nothing is listed yet. What would you have to have before the first task?"
    return Table(lambda: resources_needed(book), caption="What it takes", nothing=nothing, after=after)


def resources_needed(book: "Book") -> "pd.DataFrame":
    """Columns What, Kind, How much, For and Ready on; what is not there yet comes first."""
    found = book.frame(Resource)
    names = {**_titles(book), **{task.id: task.title for task in book.records(Task)}}
    found = found.sort_values("ready_on", kind="stable", na_position="first")
    amounts = [
        f"{row.amount:,.10g} {row.unit}".strip() if row.amount == row.amount else "" for row in found.itertuples()
    ]
    uses = found["task_id"].fillna(found["goal_id"]).map(names)
    shown = found.assign(amount=amounts, use=uses)[["what", "of", "amount", "use", "ready_on"]]
    return shown.rename(
        columns={"what": "What", "of": "Kind", "amount": "How much", "use": "For", "ready_on": "Ready on"}
    )


def plan_picture(book: "Book", after: list[Any], as_of: date | None = None) -> Picture:
    """Goals, milestones and tasks on a line of days; follows what the forms in `after` save."""

    def read() -> Any:
        day, goals = as_of or book.today(), book.frame(Goal)
        rows = timeline(goals, book.frame(Milestone), book.frame(Task), day)
        return plot_timeline(rows, goal_colours(goals), day)

    return Picture(read, after=after)


def burn_picture(book: "Book", after: list[Any], as_of: date | None = None) -> Picture:
    """Milestones and tasks done beside those due, twelve weeks back and ahead; follows the forms in `after`."""

    def read() -> Any:
        import pandas as pd

        day = as_of or book.today()
        steps = pd.concat([book.frame(model)[["due", "done_on"]] for model in (Milestone, Task)], ignore_index=True)
        span = timedelta(days=BURN_DAYS)
        return plot_burn_up(burn_up(steps, day - span, day + span), day)

    return Picture(read, after=after)


def _titles(book: "Book") -> dict[str, str]:
    return {goal.id: goal.title for goal in book.records(Goal)}
