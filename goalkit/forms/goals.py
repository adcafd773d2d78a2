"""The forms of a goal and of its readings, and the goals written so far."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from goalkit.forms.book_form import book_form
from goalkit.forms.form import RecordForm
from goalkit.forms.reading import show
from goalkit.forms.table import Table
from goalkit.forms.wiring import CLOSED, Wiring
from goalkit.records import Goal, Measurement

if TYPE_CHECKING:
    from goalkit.workbook import Book

COLOURS = range(1, 9)


def goal_form(book: "Book") -> RecordForm[Goal]:
    """A form that writes goals into the workbook, beginning today unless changed.

    A goal gets the next free colour of eight; where none is left it has none and stays neutral.
    “Per” shows for a rate, “From” for what can stand somewhere, “Lesson” when a goal isn't pursued.
    """

    def with_colour(goal: Goal) -> Goal:
        return goal if goal.colour else goal.model_copy(update={"colour": free_colour(book)})

    def start() -> dict[str, Any]:
        return {"colour": free_colour(book)}

    return book_form(book, Goal, Wiring(start=start, shows=_shows, told=_told, before_save=with_colour))


def measurement_form(book: "Book") -> RecordForm[Measurement]:
    """A form that writes readings of goals; hours are not on offer, they come from the time log."""
    return book_form(
        book,
        Measurement,
        Wiring(
            choices=lambda: {"goal_id": open_goals(book, measured=True)},
            called="reading",
        ),
    )


def goals_table(book: "Book", after: RecordForm[Any]) -> Table:
    """The goals in the workbook, in order of creation; follows what `after` saves."""
    names = ["title", "measure", "baseline", "target", "unit", "per", "start", "due", "status"]
    titles = {name: Goal.model_fields[name].title or name for name in names}
    return Table(
        lambda: book.frame(Goal)[names].rename(columns=titles),
        caption="Your goals",
        nothing="No goals yet; the form above is the place for the first.",
        after=after,
    )


def open_goals(book: "Book", measured: bool = False) -> list[tuple[str, str]]:
    """(title, id) of the goals that are neither achieved nor dropped; `measured`: without those in hours."""
    return [
        (goal.title, goal.id)
        for goal in book.records(Goal)
        if goal.status not in CLOSED and not (measured and goal.measure == "hours")
    ]


def free_colour(book: "Book") -> int | None:
    """The first of eight colours that no goal of the workbook has, else None."""
    taken = set(book.frame(Goal)["colour"].dropna())
    return next((colour for colour in COLOURS if colour not in taken), None)


def _shows(name: str, values: Mapping[str, Any]) -> bool:
    measure = values.get("measure")
    match name:
        case "per":
            return measure == "rate"
        case "baseline":
            return measure not in ("rate", "yes or no")
        case "target" | "unit":
            return measure != "yes or no"
        case "lesson":
            return values.get("status") in ("paused", *CLOSED) or bool(values.get("lesson"))
    return True


def _told(goal: Goal) -> str:
    aim = f"from {show(goal.baseline)} to {show(goal.target)} {goal.unit}".rstrip()
    if goal.measure == "rate":
        aim = " ".join(filter(None, [show(goal.target), goal.unit, f"a {goal.per}"]))
    elif goal.measure == "yes or no":
        aim = "done or not"
    return f"{goal.title} ({aim}), due {goal.due}"
