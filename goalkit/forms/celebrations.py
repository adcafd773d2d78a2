"""Milestones that were reached, each with a button to say that it was celebrated; small wins; where goals stand."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import ipywidgets as W  # noqa: N812 - the short name everyone gives it

from goalkit.errors import GoalkitError
from goalkit.forms.form import RecordForm
from goalkit.forms.look import line, stylesheet
from goalkit.forms.table import Table
from goalkit.metrics.celebrations import celebrations, small_wins
from goalkit.records import CheckIn, Goal, Milestone

if TYPE_CHECKING:
    import pandas as pd

    from goalkit.workbook import Book

SHOWN_DAYS = 365
WINS_DAYS = 28


class Celebrations:
    """The milestones of the last twelve months. Show it by naming it last in a cell.

    Attributes:
        buttons: milestone id → the button that says it was celebrated today.
        status: what was written down last.
        widget: all of it.
    """

    def __init__(self, book: "Book", as_of: date | None = None) -> None:
        self._book, self._as_of = book, as_of
        self.status = line("", "gk-status")
        self._rows = W.VBox().add_class("gk-celebrations")
        self.widget = W.VBox([stylesheet(), self._rows, self.status]).add_class("gk-form").add_class("gk-celebrating")
        self.refresh()

    def _repr_mimebundle_(self, **wanted: Any) -> Any:
        return self.widget._repr_mimebundle_(**wanted)

    def refresh(self) -> None:
        """Reads the milestones again."""
        today = self._as_of or self._book.today()
        first = today - timedelta(days=SHOWN_DAYS - 1)
        found = celebrations(self._book.frame(Milestone), first, today + timedelta(days=1))
        titles = {goal.id: goal.title for goal in self._book.records(Goal)}
        self.buttons: dict[str, Any] = {}
        rows = [self._row(row, titles.get(row.goal_id, "")) for row in found.itertuples()]
        nothing = "No milestone was reached in the last twelve months; the next small one counts."
        self._rows.children = rows or [line(nothing, "gk-note")]

    def celebrated(self, milestone_id: str) -> None:
        """What the button does: the milestone was celebrated today."""
        today = self._as_of or self._book.today()
        try:
            kept = self._book.change(Milestone, milestone_id, celebrated_on=today)
            said = f"Saved: “{kept.title}” celebrated on {today}. Well done."
        except GoalkitError as error:
            said = f"Not saved: {error}"
        self.refresh()
        self.status.value = said

    def _row(self, row: Any, goal: str) -> Any:
        told = line(f"{row.title} — {goal}, reached {row.done_on:%-d %B %Y}", "gk-habit-name")
        if row.taken:
            how = f" with {row.celebrate}" if row.celebrate else ""
            return W.VBox([told, line(f"celebrated on {row.celebrated_on:%-d %B}{how}", "gk-note")])
        label = f"Celebrated today: {row.title}"
        button = W.Button(description="Celebrated today", tooltip=label)
        button.on_click(lambda _: self.celebrated(row.milestone_id))
        self.buttons[row.milestone_id] = button
        idea = f"You meant to: {row.celebrate}." if row.celebrate else "Something small and real is enough."
        return W.VBox([told, W.HBox([button, line(idea, "gk-note")]).add_class("gk-beside")])


def celebrate(book: "Book", as_of: date | None = None) -> Celebrations:
    """Milestones reached in the last twelve months, to be celebrated with one press each."""
    return Celebrations(book, as_of)


def wins_table(book: "Book", after: RecordForm[Any], as_of: date | None = None) -> Table:
    """The small wins of the last four weeks; follows what `after` saves."""
    return Table(
        lambda: wins(book, as_of or book.today()),
        caption="Small wins of the last four weeks",
        nothing="No wins are written down in these four weeks. One line in a check-in is enough.",
        after=after,
    )


def wins(book: "Book", as_of: date) -> "pd.DataFrame":
    """Columns Day and What went well, of the four weeks up to a day; the latest first."""
    found = small_wins(book.frame(CheckIn), as_of - timedelta(days=WINS_DAYS - 1), as_of + timedelta(days=1))
    return found.rename(columns={"day": "Day", "wins": "What went well"})
