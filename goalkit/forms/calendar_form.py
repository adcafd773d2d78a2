"""The form that writes the workbook's calendar: for whom, into which folder, and how many of what came of it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import ipywidgets as W  # noqa: N812 - the short name everyone gives it

from goalkit.forms.buttons import Action
from goalkit.forms.fields import labelled
from goalkit.forms.labelling import Labelling
from goalkit.forms.look import stylesheet
from goalkit.forms.saying import Saying
from goalkit.records.sharing import VIEWERS
from goalkit.workbook.calendar import export_calendar

if TYPE_CHECKING:
    from goalkit.workbook import Book


class CalendarForm:
    """The form. Show it by naming it last in a cell.

    Attributes:
        audience: for whom.
        folder: where the file goes.
        button: what writes it.
        status: where it is and what it holds, or why there is none.
        widget: all of it.
    """

    def __init__(self, book: "Book") -> None:
        self._book = book
        self.audience = labelled(W.Dropdown(options=VIEWERS), "For")
        place = W.Text(str(book.path / "reports"), continuous_update=False)
        self.folder = labelled(place, "Into the folder", "gk-long")
        self.button, self.status = Action(description="Write the calendar", style_class="mod-primary"), Saying()
        self.button.carry([self.audience, self.folder])
        self.button.on_click(self.write)
        self.widget = self._laid_out()

    def _repr_mimebundle_(self, **wanted: Any) -> Any:
        return self.widget._repr_mimebundle_(**wanted)

    def _laid_out(self) -> Any:
        asked = [W.VBox([row]).add_class("gk-field") for row in (self.audience, self.folder)]
        foot = W.HBox([self.button, self.status.line]).add_class("gk-foot")
        box = W.VBox([stylesheet(), Labelling(description="Write the calendar"), *asked, foot])
        return box.add_class("gk-form").add_class("gk-calendar-form")

    def write(self) -> None:
        """Writes the calendar, or says why not; a folder without a whole path lies in the workbook."""
        self.status.trying(self._write, "No calendar was written")

    def _write(self) -> None:
        folder = self._book.path / Path(str(self.folder.value).strip() or "reports").expanduser()
        saved = export_calendar(self._book, folder, self.audience.value)
        self.status.say(f"Written: {saved.path}, with {saved.said()}", "good")


def calendar_form(book: "Book") -> CalendarForm:
    """The form that writes the workbook's calendar into a folder."""
    return CalendarForm(book)
