"""The Eisenhower matrix: open tasks in four quadrants, moved by hand, each move a change that can be taken back."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import anywidget
import ipywidgets as W  # noqa: N812 - the short name everyone gives it
import traitlets

from goalkit.charts.look import DARK, colour_of, goal_colours
from goalkit.errors import GoalkitError
from goalkit.metrics.plan import QUADRANTS, URGENT_DAYS, quadrant_hours, quadrants, task_goals
from goalkit.records import Goal, Milestone, Task

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd

    from goalkit.workbook import Book

HERE = Path(__file__).parent
LOG_DAYS = 28
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
TOLD = {
    "do first": ("Do first", "urgent and important", "Nothing burns. That is how it should be."),
    "plan a time": ("Plan a time", "important, not urgent", "Nothing here yet; what matters most often begins here."),
    "make short": ("Make short, or hand on", "urgent, not important", "Nothing here."),
    "let go": ("Let go, or later", "neither", "Nothing here."),
}
MARKS = {name: marks for marks, name in QUADRANTS.items()}


class Follows(Protocol):
    """What calls a function after each save: any form."""

    def then(self, do: "Callable[[], object]") -> None:
        """Takes the function."""


class Board(anywidget.AnyWidget):
    """The four quadrants on a page; what is done to a task comes back as a message."""

    _esm = (HERE / "js" / "matrix.js").read_text(encoding="utf-8")
    _css = (HERE / "matrix.css").read_text(encoding="utf-8")
    quadrants: Any = traitlets.List().tag(sync=True)
    tasks: Any = traitlets.List().tag(sync=True)
    said = traitlets.Unicode().tag(sync=True)
    bad = traitlets.Bool().tag(sync=True)
    can_undo = traitlets.Bool().tag(sync=True)


class Matrix:
    """Open tasks by urgent and important. Show it by naming it last in a cell.

    Attributes:
        board: what is on display: its tasks, and what was said last.
        widget: all of it.
    """

    def __init__(self, book: "Book", after: "Sequence[Follows]" = (), as_of: date | None = None) -> None:
        self._book, self._as_of = book, as_of
        self._last: tuple[str, Mapping[str, Any], Mapping[str, Any]] | None = None
        self._then: list[Callable[[], object]] = []
        names = ("key", "title", "marks", "none")
        told = [dict(zip(names, (key, *words), strict=True)) for key, words in TOLD.items()]
        self.board = Board(quadrants=told)
        self.board.on_msg(self._hear)
        self.widget = W.VBox([self.board], layout={"overflow": "visible"})
        self.refresh()
        for form in after:
            form.then(self.refresh)

    def _repr_mimebundle_(self, **wanted: Any) -> Any:
        return self.widget._repr_mimebundle_(**wanted)

    def then(self, do: "Callable[[], object]") -> None:
        """Calls a function after each move."""
        self._then.append(do)

    def refresh(self) -> None:
        """Reads the tasks again."""
        self.board.tasks = matrix_tasks(self._book, self._as_of or self._book.today())

    def move(self, task_id: str, quadrant: str) -> None:
        """Marks a task as a quadrant says; only a change of urgency is a decision that the due day gives way to."""
        if quadrant not in MARKS:
            self._say(f"Not moved: {quadrant!r} is no quadrant; expected one of {', '.join(MARKS)}", bad=True)
            return
        shown = next((task for task in self.board.tasks if task["id"] == task_id), None)
        important, urgent = MARKS[quadrant]
        asked: dict[str, Any] = {"important": important}
        if shown is None or MARKS[shown["quadrant"]][1] != urgent:
            asked |= {"urgent": urgent, "urgent_by_hand": True}
        self._change(task_id, asked, f"is in “{TOLD[quadrant][0]}” now")

    def follow_due(self, task_id: str) -> None:
        """Lets the due day decide again whether a task is urgent."""
        asked = {"urgent": False, "urgent_by_hand": False}
        self._change(task_id, asked, "follows its due day again")

    def undo(self) -> None:
        """Takes the last move back, unless the task was changed in the meantime."""
        if self._last is None:
            return
        task_id, before, after = self._last
        self._last = None
        try:
            now = self._book.get(Task, task_id)
            if any(getattr(now, name) != value for name, value in after.items()):
                raise GoalkitError(f"“{now.title}” was changed elsewhere since; move it by hand")
            self._book.change(Task, task_id, before, why="a move in the matrix taken back")
        except GoalkitError as error:
            self._say(f"Not taken back: {error}", bad=True)
        else:
            self._say(f"“{now.title}” is where it was.")
        self._after()

    def _change(self, task_id: str, asked: Mapping[str, Any], said: str) -> None:
        try:
            before = self._book.get(Task, task_id)
            kept = self._book.change(Task, task_id, asked)
        except GoalkitError as error:
            self._say(f"Not moved: {error}", bad=True)
        else:
            self._last = (task_id, {name: getattr(before, name) for name in asked}, asked)
            self._say(f"Saved: “{kept.title}” {said}.")
        self._after()

    def _after(self) -> None:
        self.refresh()
        self.board.can_undo = self._last is not None
        for do in self._then:
            do()

    def _say(self, text: str, bad: bool = False) -> None:
        self.board.bad = bad
        self.board.said = text

    def _hear(self, _: Any, told: Mapping[str, Any], __: Any) -> None:
        match told.get("do"):
            case "move":
                self.move(str(told.get("id")), str(told.get("to")))
            case "follow":
                self.follow_due(str(told.get("id")))
            case "undo":
                self.undo()


def matrix(book: "Book", after: "Sequence[Follows]" = (), as_of: date | None = None) -> Matrix:
    """The open tasks in four quadrants, to be moved by dragging or by “Move to …”; follows the forms in `after`."""
    return Matrix(book, after, as_of)


def matrix_tasks(book: "Book", as_of: date) -> list[dict[str, Any]]:
    """The open tasks as the matrix shows them: title, goal and its colour, quadrant, when it is due."""
    tasks, goals = book.frame(Task), book.frame(Goal)
    titles, colours = dict(zip(goals["id"], goals["title"], strict=True)), goal_colours(goals)
    owners = dict(zip(tasks["id"], task_goals(tasks, book.frame(Milestone)).fillna(""), strict=True))
    by_hand = set(tasks.loc[tasks["urgent_by_hand"].astype(bool) & tasks["due"].notna(), "id"])
    return [
        {
            "id": row.id,
            "title": row.title,
            "goal": titles.get(owners[row.id], ""),
            "colour": colour_of(owners[row.id], colours),
            "dark": DARK.get(colour_of(owners[row.id], colours), colour_of(owners[row.id], colours)),
            "quadrant": row.quadrant,
            "sign": due_words(row.due.date(), as_of) if row.due == row.due else "",
            "by_hand": row.id in by_hand,
        }
        for row in quadrants(tasks, as_of).itertuples()
    ]


def due_words(due: date, as_of: date) -> str:
    """When something is due, as people say it: due today, due Friday, due since 3 March, due 20 June."""
    days = (due - as_of).days
    if days in (0, 1):
        return ("due today", "due tomorrow")[days]
    if 1 < days <= max(URGENT_DAYS, 6):
        return f"due {WEEKDAYS[due.weekday()]}"
    year = f" {due.year}" if due.year != as_of.year else ""
    return f"due {'since ' if days < 0 else ''}{due.day} {due:%B}{year}"


def matrix_hours(book: "Book", as_of: date | None = None) -> "pd.DataFrame":
    """Columns Quadrant, Open tasks, Hours (of the four weeks up to a day, from the log) and Share of all hours.

    An entry is a task's when its task, else its description, is the task's title; the rest is “no task”.
    """
    import pandas as pd

    day = as_of or book.today()
    tasks = book.frame(Task)
    entries = book.entries(day - timedelta(days=LOG_DAYS - 1), day + timedelta(days=1))
    hours = quadrant_hours(entries, tasks, day)
    counts = quadrants(tasks, day)["quadrant"].value_counts()
    total = hours.sum()
    rows = [
        (
            TOLD[name][0] if name in TOLD else "No task",
            f"{counts.get(name, 0)}" if name in TOLD else "",
            f"{given:.1f}" if given else "",
            f"{given / total:.0%}" if given else "",
        )
        for name, given in hours.items()
    ]
    return pd.DataFrame(rows, columns=["Quadrant", "Open tasks", "Hours", "Share"])
