"""What a file cannot say and a form asks for: which of two readings is meant, and what each column of a table is."""

from collections.abc import Callable, Mapping

import ipywidgets as W  # noqa: N812 - the short name everyone gives it

from goalkit.errors import UndecidedError
from goalkit.forms.fields import NONE, labelled, row_of
from goalkit.forms.look import line
from goalkit.trackers.csv_tracker import ROLES
from goalkit.trackers.proposal import Proposal, with_part
from goalkit.workbook.import_words import meaning

OPTIONS = {"tracker": "Written by", "dates": "Order of its dates", "decimal": "Decimal mark"}
PARTS = {
    "start": "Start, day and time",
    "end": "End, day and time",
    "start_date": "Start, the day alone",
    "start_time": "Start, the time alone",
    "start_offset": "Start, offset from UTC",
    "end_date": "End, the day alone",
    "end_time": "End, the time alone",
    "end_offset": "End, offset from UTC",
    "date": "Day",
    "duration": "Duration",
    "person": "Person",
    "client": "Client",
    "project": "Project",
    "task": "Task",
    "description": "What was done",
    "source_id": "The tracker's own id",
    "billable": "Billable",
    "tags": "Tags",
}
ALWAYS = ("start", "end", "date", "start_time", "end_time", "duration", "project", "description")


class Choice:
    """A dropdown for what a file can be read as in two ways; on display once a file asks for it.

    Attributes:
        title: its label.
        widget: the dropdown; its value is "" while nothing is chosen.
        error: what is undecided.
        row: all of it.
    """

    def __init__(self, title: str) -> None:
        self.title = title
        self.widget = labelled(W.Dropdown(options=[NONE]), title)
        self.error = line("", "gk-error")
        self.row = row_of(self.widget, self.error, "", "")
        self.clear()

    @property
    def value(self) -> str:
        """What was chosen, "" for nothing."""
        return str(self.widget.value)

    def ask(self, error: UndecidedError, before: str = "") -> None:
        """Offers the two readings, each with what it would mean; begins with what was said `before` of such a file."""
        named = [(f"{error.value} is {meaning(error, choice)}", choice) for choice in error.choices]
        self.widget.options = [NONE, *named]
        self.widget.value = before if before in error.choices else ""
        self.complain("" if self.value else error.plain)
        self.row.layout.display = None

    def complain(self, text: str) -> None:
        """Says what is undecided, or nothing with ""."""
        self.error.value = text
        mark = self.row.add_class if text else self.row.remove_class
        mark("gk-wrong")

    def clear(self) -> None:
        """Takes it off the page, with nothing chosen."""
        self.complain("")
        self.widget.options = [NONE]
        self.widget.value = ""
        self.row.layout.display = "none"


class Columns:
    """A dropdown for each part that a column of a table can play. A column plays one part at most.

    Attributes:
        parts: part → dropdown; its value is the column, "" for none.
        every: whether the parts that few tables have are on display too.
        box: all of it; on display once a table needs it.
    """

    def __init__(self, then: Callable[[], object]) -> None:
        self._then, self._quiet = then, False
        self._proposal = Proposal((), by_names=False)
        self._note = line("", "gk-note")
        self.parts = {role: labelled(W.Dropdown(options=[NONE]), PARTS[role]) for role in ROLES}
        self._reasons = {role: line("", "gk-help") for role in ROLES}
        self._rows = {
            role: row_of(widget, line("", "gk-error"), "", "", self._reasons[role])
            for role, widget in self.parts.items()
        }
        self.every = W.Checkbox(description="Show every part", indent=False)
        self.box = W.VBox([self._note, *self._rows.values(), self.every]).add_class("gk-columns")
        self.every.observe(lambda _: self._lay_out(), "value")
        for role, widget in self.parts.items():
            widget.observe(lambda change, role=role: self._choose(role, change["new"]), "value")
        self.hide()

    @property
    def value(self) -> dict[str, str]:
        """Part → column, of the parts that a column plays."""
        return {role: widget.value for role, widget in self.parts.items() if widget.value}

    def show(self, note: str, header: tuple[str, ...], proposal: Proposal, columns: Mapping[str, str]) -> None:
        """Offers the columns of a table, with the parts that they are taken to play."""
        self._note.value, self._proposal = note, proposal
        options = [NONE, *((name, name) for name in dict.fromkeys(header) if name)]
        self._quiet = True
        for widget in self.parts.values():
            widget.options, widget.value = options, ""
        self._quiet = False
        self._put(columns)
        self.box.layout.display = None

    def hide(self) -> None:
        """Takes it off the page."""
        self.box.layout.display = "none"

    def _choose(self, role: str, name: str) -> None:
        if self._quiet:
            return
        self._put(with_part({part: column for part, column in self.value.items() if part != role}, role, name))
        self._then()

    def _put(self, columns: Mapping[str, str]) -> None:
        self._quiet = True
        for role, widget in self.parts.items():
            widget.value = columns.get(role, "")
            self._reasons[role].value = self._proposal.reason(role, widget.value) if widget.value else ""
        self._quiet = False
        self._lay_out()

    def _lay_out(self) -> None:
        played = self.value
        for role, row in self._rows.items():
            seen = self.every.value or role in ALWAYS or role in played
            row.layout.display = None if seen else "none"
