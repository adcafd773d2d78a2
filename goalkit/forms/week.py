"""The week and the day: blocks of time, tasks to lay into them, and the plan beside what happened."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import ipywidgets as W  # noqa: N812 - the short name everyone gives it
import pandas as pd

from goalkit.charts.look import goal_colours, hours_text
from goalkit.charts.week import plot_week
from goalkit.errors import GoalkitError
from goalkit.forms.blocks import block_name
from goalkit.forms.form import RecordForm
from goalkit.forms.look import line, stylesheet
from goalkit.forms.picture import Picture
from goalkit.metrics.week import PlanKept, blocks_between, plan_kept
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
        week, before = self.period, self.period.previous()
        blocks = self._book.records(TimeBlock)
        there = {(block.day, block.start, block.end) for block in blocks}
        moved = [
            block.model_copy(update={"id": new_id(), "day": block.day + timedelta(days=7)})
            for block in blocks
            if before.start <= block.day < before.end
        ]
        return [block for block in moved if (block.day, block.start, block.end) not in there and block.day < week.end]

    def _move(self, days: int) -> None:
        self._day += timedelta(days=days)
        self.status.value = ""
        self.refresh()

    def _draw(self) -> Any:
        blocks, entries = week_material(self._book, self.period)
        kept = plan_kept(blocks, entries)
        self.said = kept_words(kept)
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
    blocks = blocks_between(book.frame(TimeBlock), goals, (period.start, period.end), calendar)
    span = period.instants(calendar)
    return blocks, clip(book.entries(*span), *span)


def week_pieces(book: "Book", period: Period, blocks: pd.DataFrame, entries: pd.DataFrame) -> pd.DataFrame:
    """What `plot_week` draws of a period, with its days in `attrs["days"]`."""
    from goalkit.entries.days import split_days, to_index
    from goalkit.entries.frame import is_day_total

    zone = book.settings.zone
    titles = {goal.id: goal.title for goal in book.records(Goal)}
    timed = entries[~is_day_total(entries)].reset_index(drop=True)
    cut = split_days(timed, book.settings.calendar)
    whole = timed.iloc[cut["row"].to_numpy()].reset_index(drop=True)
    log = pd.DataFrame(
        {"day": cut["day"].to_numpy(), "goal_id": whole["goal_id"].astype("object").fillna("").to_numpy()}
    )
    log["start_utc"], log["end_utc"] = to_index(cut["start_us"].to_numpy()), to_index(cut["end_us"].to_numpy())
    said = whole["description"].astype("object").where(whole["description"].fillna("") != "", whole["project"])
    log["what"], log["planned"] = said.fillna("").to_numpy(), False
    tasks = {block.id: block_name(book, block) for block in book.records(TimeBlock)}
    plan = blocks.assign(planned=True, what=[tasks.get(block, "") for block in blocks["block_id"]])
    columns = ["day", "start_utc", "end_utc", "goal_id", "what", "planned"]
    both = pd.concat([plan[columns], log[columns]], ignore_index=True) if len(log) else plan[columns]
    pieces = _by_the_clock(both, zone)
    pieces["what"] = [
        what or titles.get(str(goal), "") for what, goal in zip(pieces["what"], pieces["goal_id"], strict=True)
    ]
    pieces.attrs["days"] = [pd.Timestamp(period.start) + pd.Timedelta(days=step) for step in range(period.days)]
    return pieces


def _by_the_clock(pieces: pd.DataFrame, zone: str) -> pd.DataFrame:
    """Instants as hours on the day's clock; on the night the clocks go back an hour is drawn once."""
    local_start = pieces["start_utc"].dt.tz_convert(zone).dt.tz_localize(None)
    local_end = pieces["end_utc"].dt.tz_convert(zone).dt.tz_localize(None)
    midnight = pieces["day"].astype("datetime64[us]")
    start = (local_start - midnight).dt.total_seconds() / 3600
    end = (local_end - midnight).dt.total_seconds() / 3600
    return pieces.assign(from_hour=start, to_hour=end.where(end > start, start))


def kept_words(kept: PlanKept) -> str:
    """What became of a plan, in words; kind where nothing was planned or tracked."""
    if not kept.planned_hours and not kept.tracked_hours:
        return "Nothing is planned and nothing is logged in this week."
    if not kept.planned_hours:
        return f"{hours_text(kept.tracked_hours)} were tracked; nothing was planned."
    plan = f"{hours_text(kept.planned_hours)} planned, {hours_text(kept.kept_hours)} of it kept ({kept.adherence:.0%})"
    if not kept.tracked_hours:
        return f"{hours_text(kept.planned_hours)} planned; nothing is logged yet."
    return f"{plan}; {hours_text(kept.unplanned_hours)} of {hours_text(kept.tracked_hours)} came unplanned."
