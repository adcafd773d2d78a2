"""The week and the day: blocks of time, tasks to lay into them, and the plan beside what happened."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import ipywidgets as W  # noqa: N812 - the short name everyone gives it
import pandas as pd

from goalkit.charts.look import goal_colours
from goalkit.charts.week import plot_week
from goalkit.errors import GoalkitError
from goalkit.forms.blocks import block_name
from goalkit.forms.form import RecordForm
from goalkit.forms.look import line, stylesheet
from goalkit.forms.picture import Picture
from goalkit.metrics import week
from goalkit.periods import Period, period_of
from goalkit.records import Goal, Task, TimeBlock, new_id

if TYPE_CHECKING:
    from goalkit.workbook import Book


class WeekView:
    """A week's plan beside its log, with buttons to the week before and after.

    Attributes:
        previous, following, copy: the buttons.
        said: what became of the plan.
        widget: all of it.
    """

    def __init__(self, book: "Book", after: RecordForm[Any] | None = None, as_of: date | None = None) -> None:
        self._book = book
        self._day = as_of or book.today()
        self.previous, self.following = W.Button(description="‹ Week before"), W.Button(description="Week after ›")
        self.copy = W.Button(description="Copy the blocks of the week before", layout={"width": "auto"})
        self.status = line("", "gk-status")
        self._title = line("", "gk-heading")
        self._picture = Picture(self._draw)
        buttons = W.HBox([self.previous, self.following, self.copy]).add_class("gk-foot")
        head = [stylesheet(), self._title, buttons]
        self.widget = W.VBox([*head, self._picture.widget, self.status]).add_class("gk-form").add_class("gk-week")
        self.previous.on_click(lambda _: self._move(-7))
        self.following.on_click(lambda _: self._move(7))
        self.copy.on_click(lambda _: self.copy_blocks())
        self.refresh()
        if after is not None:
            after.then(self.refresh)

    def _repr_mimebundle_(self, **wanted: Any) -> Any:
        return self.widget._repr_mimebundle_(**wanted)

    @property
    def period(self) -> Period:
        """The week on display."""
        return period_of(self._day, "week", self._book.settings.calendar.week_start)

    def refresh(self) -> None:
        """Reads blocks and log again."""
        self._title.value = self.period.title
        self._picture.refresh()

    def copy_blocks(self) -> None:
        """Lays the blocks of the week before on the same weekdays of this one, as one change."""
        from goalkit.workbook.many import add_many

        new = self._blocks_to_copy()
        try:
            if new:
                add_many(self._book, new, why="copied from the week before")
            self.status.value = (
                f"Saved: {len(new)} block{'' if len(new) == 1 else 's'} laid." if new else NOTHING_TO_COPY
            )
        except GoalkitError as error:
            self.status.value = f"Not saved: {error}"
        self.refresh()

    def _blocks_to_copy(self) -> list[TimeBlock]:
        now, before = self.period, self.period.previous()
        blocks = self._book.records(TimeBlock)
        there = {(block.day, block.start, block.end) for block in blocks}
        moved = [
            block.model_copy(update={"id": new_id(), "day": block.day + timedelta(days=7)})
            for block in blocks
            if before.start <= block.day < before.end
        ]
        return [block for block in moved if (block.day, block.start, block.end) not in there and block.day < now.end]

    def _move(self, days: int) -> None:
        self._day += timedelta(days=days)
        self.status.value = ""
        self.refresh()

    def _draw(self) -> Any:
        blocks, entries = week_material(self._book, self.period)
        kept = week.plan_kept(blocks, entries)
        self.said = week.kept_sentence(kept)
        pieces = week_pieces(self._book, self.period, blocks, entries)
        return plot_week(pieces, goal_colours(self._book.frame(Goal)), self.said)


NOTHING_TO_COPY = "Nothing to copy: the week before has no blocks, or they are here already."


def week_view(book: "Book", after: RecordForm[Any] | None = None, as_of: date | None = None) -> WeekView:
    """The week of a day, today's unless given: plan and log side by side; follows what `after` saves."""
    return WeekView(book, after, as_of)


def week_material(book: "Book", period: Period) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The blocks of a period as instants, and the entries cut to it."""
    from goalkit.entries.days import clip

    calendar = book.settings.calendar
    goals = {task.id: task.goal_id or "" for task in book.records(Task)}
    blocks = week.blocks_between(book.frame(TimeBlock), goals, (period.start, period.end), calendar)
    span = period.instants(calendar)
    return blocks, clip(book.entries(*span), *span)


def week_pieces(book: "Book", period: Period, blocks: pd.DataFrame, entries: pd.DataFrame) -> pd.DataFrame:
    """What `plot_week` draws of a period, with its days in `attrs["days"]`."""
    titles = {goal.id: goal.title for goal in book.records(Goal)}
    names = {block.id: block_name(book, block) for block in book.records(TimeBlock)}
    named = blocks.assign(what=[names.get(block, "") for block in blocks["block_id"]])
    pieces = week.week_pieces(named, entries, titles, book.settings.calendar)
    pieces.attrs["days"] = list(pd.date_range(period.start, period.end, inclusive="left"))
    return pieces
