"""The form that brings in a tracker's export: chosen, looked at, told in words, and only then written down."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ipywidgets as W  # noqa: N812 - the short name everyone gives it

from goalkit.errors import UndecidedError
from goalkit.forms.arriving import HELP, MOST_BYTES, Arrived, arrive, problems_html, rows_html, too_large
from goalkit.forms.buttons import Action
from goalkit.forms.choosing import OPTIONS, Choice, Columns
from goalkit.forms.fields import labelled, row_of
from goalkit.forms.labelling import Labelling
from goalkit.forms.look import line, stylesheet
from goalkit.forms.picking import FilePicker, Picking
from goalkit.forms.saying import Saying
from goalkit.records import ImportBatch, Settings
from goalkit.trackers import load_export
from goalkit.trackers.column_names import missing_roles
from goalkit.trackers.generic import table_options
from goalkit.workbook.column_maps import import_as_said
from goalkit.workbook.handed_file import laid_down
from goalkit.workbook.import_words import check_some, in_words, shown_rows

if TYPE_CHECKING:
    from pathlib import Path

    from goalkit.workbook import Book, ImportReport

KEEP_BOTH = "“Take that too” below counts it again"
ZONE_HELP = "Where its clock times were lived, unless the file says so itself."
NO_ZONE = "No time zone is set yet: change this one if you live elsewhere, or set yours in the notebook 01_start_here."
FIRST = "Choose a file above first."
NOTHING_NEW = "There is nothing new in it, so nothing was brought in."


@dataclass(frozen=True, slots=True)
class Brought:
    """An import that was made here, and the file that it came from."""

    batch: ImportBatch
    name: str
    content: bytes


class BringIn:
    """The form. Show it by naming it last in a cell.

    Attributes:
        picker: where the file is chosen.
        zone: the zone of its clock times.
        choices: by option, what the file could not say.
        columns: what the columns of a table mean that no tracker wrote.
        keep_both: whether rows are taken whose time is here from elsewhere.
        report: what bringing it in would do.
        problems, rows: tables of what needs a look, and of the first rows as they are understood.
        button, undo_button: what brings it in, and takes it back.
        status: what was done, or why not.
        widget: all of it.
    """

    def __init__(self, book: "Book") -> None:
        self._book, self._quiet = book, False
        self._then: list[Callable[[], object]] = []
        self._arrived: Arrived | None = None
        self._seen: ImportReport | None = None
        self._brought: Brought | None = None
        self.picker = FilePicker("Export", Picking(self._check, "", HELP, MOST_BYTES, too_large))
        self.zone = labelled(W.Text(continuous_update=False), "Time zone")
        self._zone_help = line("", "gk-help")
        self._zone_row = row_of(self.zone, line("", "gk-error"), "", "", self._zone_help)
        self.choices = {option: Choice(title) for option, title in OPTIONS.items()}
        self.columns = Columns(self._changed)
        self.keep_both = W.Checkbox(description="Take that too", indent=False)
        self.report, self.status = Saying(), Saying()
        self.problems, self.rows = W.HTML(), W.HTML()
        self.button = Action(description="Bring in", busy_text="Bringing it in …", style_class="mod-primary")
        self.undo_button = Action(description="Undo", disabled=True)
        self.widget = self._laid_out()
        self._connect()
        self._begin()

    def _repr_mimebundle_(self, **wanted: Any) -> Any:
        return self.widget._repr_mimebundle_(**wanted)

    def then(self, do: Callable[[], object]) -> None:
        """Calls a function after each import, and after one was taken back; for example a table's `refresh`."""
        self._then.append(do)

    def bring_in(self) -> None:
        """Brings the chosen file in, as it was looked at."""
        if self._seen is None:
            self.status.say(FIRST if not self.picker.content else f"Not brought in: {self.report.text}", "bad")
        elif not (self._seen.new or self._seen.changed):
            self.status.say(NOTHING_NEW)
        elif self.status.trying(self._take, "Nothing was brought in"):
            self._follow()

    def undo(self) -> None:
        """Takes the latest import that was made here back, and has its file chosen again."""
        if self._brought is not None and self.status.trying(self._take_back, "Not taken back"):
            self._follow()

    # --- what is on display

    def _laid_out(self) -> Any:
        asked = [self._zone_row, *(choice.row for choice in self.choices.values()), self.columns.box]
        told = [self.rows, self.report.line, self.keep_both]
        foot = W.HBox([self.button, self.undo_button, self.status.line]).add_class("gk-foot")
        for table in (self.rows, self.problems):
            table.add_class("gk-table")
        self._asked = W.VBox([*asked, *told]).add_class("gk-looked-at")
        head = [stylesheet(), Labelling(description="Bring in an export"), self.picker]
        box = W.VBox([*head, self._asked, foot, self.problems])
        return box.add_class("gk-form").add_class("gk-import-form")

    def _connect(self) -> None:
        choosers = [choice.widget for choice in self.choices.values()]
        for widget in (self.zone, self.keep_both, *choosers):
            widget.observe(lambda _: self._changed(), "value")
        self.picker.then(self._arrive)
        self.button.carry([self.zone, self.keep_both, *choosers, *self.columns.parts.values()])
        self.button.on_click(self.bring_in)
        self.undo_button.on_click(self.undo)

    def _arrive(self) -> None:
        self.status.say("")
        self._begin()

    def _begin(self) -> None:
        """Begins with the file that is chosen, or with none."""
        self._quiet = True
        for choice in self.choices.values():
            choice.clear()
        self.keep_both.value = False
        self.zone.value = self._book.settings.zone
        self._zone_help.value = NO_ZONE if self._book.frame(Settings).empty else ZONE_HELP
        self._show_columns()
        self._quiet = False
        self._asked.layout.display = None if self.picker.content else "none"
        self._look()

    def _show_columns(self) -> None:
        arrived = self._arrived
        if not self.picker.content or arrived is None or arrived.proposal is None:
            self.columns.hide()
        else:
            note = arrived.note(self.picker.name, self._book.settings.zone)
            self.columns.show(note, arrived.header, arrived.proposal, arrived.columns)

    # --- looking at it

    def _check(self, name: str, content: bytes) -> str:
        """Looks at a file that was chosen; refuses what cannot be opened."""
        self._arrived = arrive(self._book, name, content)
        return f"{name}, {max(len(content) / 1e3, 0.1):,.1f} kB"

    def _changed(self) -> None:
        """Something was chosen otherwise: it is looked at again."""
        if not self._quiet:
            self.status.say("")
            self._look()

    def _look(self) -> None:
        self._seen = None
        self.rows.value = self.problems.value = ""
        self.report.say("")
        if self.picker.content:
            self.report.trying(self._see, "Not ready yet")
        ready = self._seen is not None and bool(self._seen.new or self._seen.changed)
        self.button.disabled = not ready
        elsewhere = self.keep_both.value or (self._seen is not None and bool(self._seen.elsewhere))
        self.keep_both.layout.display = None if elsewhere else "none"

    def _see(self) -> None:
        """Reads the file without writing anything; what it could not say is asked for."""
        for choice in self.choices.values():
            choice.complain("")
        try:
            with laid_down(self.picker.name, self.picker.content) as path:
                self._read(path)
        except UndecidedError as error:
            self._ask(error)

    def _read(self, path: "Path") -> None:
        how = self._how()
        if self._parted:
            if missing := missing_roles(self.columns.value):
                self.report.say(f"So far {missing}. Choose above what the columns mean.", "bad")
                return
            self.rows.value = rows_html(shown_rows(load_export(path, table_options(how))), how["zone"])
        seen = self._book.import_file(path, dry_run=True, **how)
        self.problems.value = problems_html(seen.problems)
        check_some(seen)
        self._seen = seen
        self.report.say(in_words(seen, KEEP_BOTH))

    @property
    def _parted(self) -> bool:
        return self._arrived is not None and self._arrived.proposal is not None

    def _how(self) -> Any:
        """How the file is to be read, as far as somebody said so."""
        how: dict[str, Any] = {"zone": self.zone.value.strip() or self._book.settings.zone}
        how |= {option: choice.value for option, choice in self.choices.items() if choice.value}
        if self._arrived is not None and self._arrived.proposal is not None:
            how["column_map"] = self._arrived.proposal.exactly(self.columns.value)
        return {**how, "keep_both": self.keep_both.value}

    def _ask(self, error: UndecidedError) -> None:
        """Asks which is meant; what was said before of such a table is taken, and can be changed."""
        choice = self.choices[error.option]
        before = "" if choice.value or self._arrived is None else getattr(self._arrived.before, error.option, "")
        self._quiet = True
        choice.ask(error, before)
        self._quiet = False
        if choice.value:
            self._see()
        else:
            self.report.say(f"Please choose “{choice.title}” above.", "bad")

    # --- bringing it in

    def _take(self) -> None:
        name, content, how = self.picker.name, self.picker.content, self._how()
        with laid_down(name, content) as path:
            if self._parted and self._arrived is not None:
                report, _ = import_as_said(self._book, path, self._arrived.header, how)
            else:
                report = self._book.import_file(path, **how)
        told, problems = in_words(report, KEEP_BOTH), self.problems.value
        if report.new or report.changed:  # else somebody brought it in a moment ago
            self._brought = Brought(report.batch, name, content)
            self.undo_button.disabled = False
        self.picker.clear()
        self._begin()
        self.problems.value = problems  # to be looked into
        self.status.say(f"Brought in: {told}", "good")

    def _take_back(self) -> None:
        if self._brought is None:
            return
        said = self._book.undo(of=(None, self._brought.batch))
        brought, self._brought = self._brought, None
        self.undo_button.disabled = True
        self.picker.choose_again(brought.name, brought.content)
        self._begin()
        self.status.say(said, "good")

    def _follow(self) -> None:
        for do in self._then:
            do()


def import_form(book: "Book") -> BringIn:
    """The form that brings in a time tracker's export, and takes it back."""
    return BringIn(book)
