"""Blocks of time: the form that lays them, open tasks to lay, and where the next one fits."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import ipywidgets as W  # noqa: N812 - the short name everyone gives it

from goalkit.charts.look import hours_text
from goalkit.errors import GoalkitError
from goalkit.forms.book_form import book_form
from goalkit.forms.form import RecordForm
from goalkit.forms.look import line, stylesheet
from goalkit.forms.wiring import Wiring
from goalkit.metrics.week import blocks_between, overlaps_of
from goalkit.periods import load_zone
from goalkit.records import Goal, Task, TimeBlock

if TYPE_CHECKING:
    from goalkit.workbook import Book

TASKS_SHOWN = 12
USUAL = timedelta(hours=1)
LONGEST = timedelta(hours=2)  # a longer task gets several blocks
QUARTER = timedelta(minutes=15)
LOOK_AHEAD = 14  # days


def block_form(book: "Book") -> RecordForm[TimeBlock]:
    """A form that lays blocks, today's unless changed; it says what else is on that day."""
    return book_form(
        book,
        TimeBlock,
        Wiring(
            told=lambda block: f"{block_name(book, block)}. {day_sentence(book, block)}".rstrip(),
            listed=lambda block: f"{block.day} {block.start:%H:%M} {block_name(book, block)}",
            choices=lambda: {"task_id": open_tasks(book)},
            called="block",
        ),
    )


def day_sentence(book: "Book", block: TimeBlock) -> str:
    """What a person may want to know of a block they laid: what is planned that day, what it shares time with."""
    settings = book.settings
    span = block.day, block.day + timedelta(days=1)
    blocks = blocks_between(book.frame(TimeBlock), {}, span, settings.calendar)
    hours = (blocks["end_utc"] - blocks["start_utc"]).dt.total_seconds().sum() / 3600
    said = [f"{hours_text(hours)} planned on {block.day:%A}."]
    if shared := len(overlaps_of(blocks, block.id)):
        said.append(f"It shares time with {shared} other block{'' if shared == 1 else 's'}.")
    if block.start < settings.work_start or block.end > settings.work_end:
        said.append(f"It lies outside your working hours ({settings.work_start:%H:%M}–{settings.work_end:%H:%M}).")
    return " ".join(said)


class TasksToPlan:
    """Open tasks, the one due first on top, each with a button that puts it into a block form.

    Attributes:
        buttons: task id → its button.
        widget: all of it.
    """

    def __init__(self, book: "Book", into: RecordForm[TimeBlock]) -> None:
        self._book, self._into = book, into
        self._rows = W.VBox().add_class("gk-to-plan")
        self.widget = W.VBox([stylesheet(), self._rows]).add_class("gk-form")
        self.refresh()
        into.then(self.refresh)

    def _repr_mimebundle_(self, **wanted: Any) -> Any:
        return self.widget._repr_mimebundle_(**wanted)

    def refresh(self) -> None:
        """Reads the tasks again."""
        tasks = sorted_tasks(self._book)
        planned = self._book.frame(TimeBlock)["task_id"]
        self.buttons: dict[str, Any] = {}
        rows = [self._row(task, int((planned == task.id).sum())) for task in tasks[:TASKS_SHOWN]]
        if more := len(tasks) - TASKS_SHOWN:
            rows += [line(f"and {more} more in notebook 05", "gk-note")] if more > 0 else []
        self._rows.children = rows or [line("No task is open; notebook 05 is the place for them.", "gk-note")]

    def lay(self, task: Task) -> None:
        """Fills the form with a block for a task: today after now, as long as its estimate, two hours at most."""
        length = min(timedelta(hours=task.estimate_hours), LONGEST) if task.estimate_hours else USUAL
        day, start, end = next_free(self._book, max(length, QUARTER))
        self._into.clear()
        self._into.fill(day=day, start=start, end=end, task_id=task.id)

    def _row(self, task: Task, planned: int) -> Any:
        button = W.Button(description="Plan", tooltip=f"Plan {task.title}")
        button.on_click(lambda _: self.lay(task))
        self.buttons[task.id] = button
        due = f" · due {task.due:%a %-d %b}" if task.due else ""
        hours = f" · {task.estimate_hours:g} h" if task.estimate_hours else ""
        blocks = f" · {planned} block{'' if planned == 1 else 's'} laid" if planned else ""
        return W.HBox([button, line(f"{task.title}{due}{hours}{blocks}")]).add_class("gk-beside")


def tasks_to_plan(book: "Book", into: RecordForm[TimeBlock]) -> TasksToPlan:
    """Open tasks with a button that puts each into the form; Save there lays the block."""
    return TasksToPlan(book, into)


def sorted_tasks(book: "Book") -> list[Task]:
    """Open tasks: the one due first on top, those without a day last."""
    tasks = [task for task in book.records(Task) if task.done_on is None]
    return sorted(tasks, key=lambda task: (task.due is None, task.due or date.max, not task.important, task.position))


def open_tasks(book: "Book") -> list[tuple[str, str]]:
    """(title, id) of the tasks that are not done, the one due first on top."""
    return [(task.title, task.id) for task in sorted_tasks(book)]


def next_free(book: "Book", length: timedelta) -> tuple[date, time, time]:
    """Where a block of that length fits next within working hours: today from now on, else the next working days.

    Where no day of the coming two weeks has room, it begins with the work of the next day.
    """
    settings = book.settings
    now = datetime.now(load_zone(settings.zone)).replace(tzinfo=None)
    blocks = book.records(TimeBlock)
    for step in range(LOOK_AHEAD):
        day = now.date() + timedelta(days=step)
        if day.weekday() not in settings.work_day_numbers:
            continue
        start = datetime.combine(day, settings.work_start)
        start = _quarter(max(start, now)) if step == 0 else start
        taken = sorted((block.start, block.end) for block in blocks if block.day == day)
        for begin, end in taken:
            if start + length > datetime.combine(day, begin):
                start = max(start, datetime.combine(day, end))
        if start + length <= datetime.combine(day, settings.work_end):
            return day, start.time(), (start + length).time()
    start = datetime.combine(now.date() + timedelta(days=1), settings.work_start)
    return start.date(), start.time(), (start + length).time()


def _quarter(moment: datetime) -> datetime:
    """The next full quarter of an hour."""
    past = timedelta(minutes=moment.minute % 15, seconds=moment.second, microseconds=moment.microsecond)
    return moment - past + (QUARTER if past else timedelta(0))


def block_name(book: "Book", block: TimeBlock) -> str:
    """What a block is called: its note, else its task, else its goal."""
    if block.note:
        return block.note
    try:
        if block.task_id:
            return book.get(Task, block.task_id).title
        return book.get(Goal, block.goal_id).title if block.goal_id else "a block"
    except GoalkitError:
        return "a block"
