"""Habits: the form for one, and a board on which the days of the last week are ticked."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import ipywidgets as W  # noqa: N812 - the short name everyone gives it
import pandas as pd

from goalkit.errors import GoalkitError
from goalkit.forms.book_form import book_form
from goalkit.forms.form import RecordForm
from goalkit.forms.look import line, stylesheet
from goalkit.forms.wiring import Wiring
from goalkit.metrics.habits import Asked, Days, habit_days, logged_days, streaks, strength
from goalkit.periods import day_instant
from goalkit.records import Habit, HabitTick

if TYPE_CHECKING:
    from goalkit.workbook import Book

SHOWN_DAYS = 7
NEXT = {"": "done", "done": "skipped", "skipped": ""}
SIGNS = {"": "·", "done": "✓", "skipped": "–", "log": "✓ log"}
SPOKEN = {"": "not ticked", "done": "done", "skipped": "does not count", "log": "done, says the log"}


def habit_form(book: "Book") -> RecordForm[Habit]:
    """A form that keeps habits, beginning today unless changed."""

    def told(habit: Habit) -> str:
        often = "every day" if habit.per == "day" else f"{habit.times} times a {habit.per}"
        return f"{habit.title}, {often.replace('1 times', 'once')}"

    return book_form(book, Habit, Wiring(told=told))


class HabitBoard:
    """A row a habit, a button a day: pressing goes from not ticked to done to “does not count” and back.

    Each press is one change of the workbook. Show it by naming it last in a cell.

    Attributes:
        widget: all of it.
        status: what was written down last.
    """

    def __init__(self, book: "Book", after: RecordForm[Any] | None = None, as_of: date | None = None) -> None:
        self._book, self._as_of = book, as_of
        self.status = line("", "gk-status")
        self._rows = W.VBox().add_class("gk-habits")
        self.widget = W.VBox([stylesheet(), self._rows, self.status]).add_class("gk-form").add_class("gk-habit-board")
        self.refresh()
        if after is not None:
            after.then(self.refresh)

    def _repr_mimebundle_(self, **wanted: Any) -> Any:
        return self.widget._repr_mimebundle_(**wanted)

    def refresh(self) -> None:
        """Reads habits, ticks and the log again."""
        today = self._as_of or self._book.today()
        self._days = [today - timedelta(days=back) for back in reversed(range(SHOWN_DAYS))]
        habits = [habit for habit in self._book.records(Habit) if _is_on(habit, self._days)]
        self._ticks = self._book.frame(HabitTick)
        logs = _logged(self._book, habits, today)
        self.buttons: dict[tuple[str, date], Any] = {}
        rows = [self._row(habit, logs[habit.id], today) for habit in habits]
        nothing = line("No habit yet; the form above is the place for the first.", "gk-note")
        legend = line("✓ done · – does not count, such as a day off · · not ticked", "gk-note")
        self._rows.children = [*rows, legend] if rows else [nothing]

    def press(self, habit_id: str, day: date) -> None:
        """What pressing a button does: the next of not ticked, done and skipped is written down."""
        try:
            said = self._turn(self._book.get(Habit, habit_id), day)
        except GoalkitError as error:
            said = f"Not saved: {error}"
        self.refresh()
        self.status.value = said

    def _turn(self, habit: Habit, day: date) -> str:
        mine = [tick for tick in self._book.records(HabitTick) if (tick.habit_id, tick.day) == (habit.id, day)]
        state = NEXT[mine[0].state if mine else ""]
        if mine and state:
            self._book.change(HabitTick, mine[0].id, {"state": state}, expected=mine[0])
        elif mine:
            self._book.remove(HabitTick, mine[0].id, expected=mine[0])
        else:
            self._book.add(HabitTick(habit_id=habit.id, day=day, state="done"))
        return f"{habit.title}, {day:%A} {day.day} {day:%B}: {SPOKEN[state]}."

    def _row(self, habit: Habit, logged: frozenset[date], today: date) -> Any:
        days, asked = habit_days(habit, self._ticks, logged, today), Asked(habit.times, habit.per)
        buttons = [self._button(habit, day, days, logged) for day in self._days]
        label = line(habit.title, "gk-habit-name")
        week = W.HBox(buttons).add_class("gk-habit-days")
        return W.VBox([label, week, line(self._sentence(days, asked, habit.per), "gk-help")]).add_class("gk-habit")

    def _button(self, habit: Habit, day: date, days: Days, logged: frozenset[date]) -> Any:
        state = "skipped" if day in days.skipped else "done" if day in days.done else ""
        if state == "done" and day in logged and not _by_hand(self._ticks, habit.id, day):
            state = "log"
        spoken = f"{habit.title}, {day:%A} {day.day} {day:%B}: {SPOKEN[state]}"
        button = W.Button(description=f"{day:%a} {SIGNS[state]}", tooltip=spoken).add_class(
            f"gk-tick-{state or 'none'}"
        )
        button.disabled = day < habit.start or (habit.end is not None and day > habit.end)
        button.on_click(lambda _: self.press(habit.id, day))
        self.buttons[habit.id, day] = button
        return button

    def _sentence(self, days: Days, asked: Asked, per: str) -> str:
        found = strength(days, asked)
        if found.empty:
            return f"begins on {days.start}"
        run = streaks(days, asked, self._book.settings.calendar.week_start)
        kept = (
            f"{run.current} {per}{'' if run.current == 1 else 's'} in a row" if run.current else "a new run can begin"
        )
        return f"strength {found['strength'].iloc[-1]:.0%} · {kept} · longest {run.longest}"


def habit_board(book: "Book", after: RecordForm[Any] | None = None, as_of: date | None = None) -> HabitBoard:
    """The board of the last seven days; follows what `after` saves."""
    return HabitBoard(book, after, as_of)


def _is_on(habit: Habit, days: list[date]) -> bool:
    return habit.start <= days[-1] and (habit.end is None or habit.end >= days[0])


def _by_hand(ticks: pd.DataFrame, habit_id: str, day: date) -> bool:
    return bool(((ticks["habit_id"] == habit_id) & (ticks["day"] == pd.Timestamp(day))).any())


def _logged(book: "Book", habits: list[Habit], today: date) -> dict[str, frozenset[date]]:
    """The days on which the log ticks each habit; the log is read only where a habit asks for it."""
    asking = [habit for habit in habits if habit.from_log]
    if not asking:
        return {habit.id: frozenset() for habit in habits}
    calendar = book.settings.calendar
    first = day_instant(min(habit.start for habit in asking), calendar)
    entries = book.entries(first, day_instant(today + timedelta(days=1), calendar))
    return {habit.id: logged_days(entries, habit.from_log, calendar) for habit in habits}
