"""The form that makes a review: which period, a button, and a link to the page when it is there."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import ipywidgets as W  # noqa: N812 - the short name everyone gives it
import traitlets

from goalkit.errors import GoalkitError
from goalkit.forms.beside import do_beside
from goalkit.forms.buttons import Action
from goalkit.forms.fields import labelled
from goalkit.forms.inputs import Input, script
from goalkit.forms.labelling import Labelling
from goalkit.forms.look import stylesheet
from goalkit.forms.saying import STUMBLED, Saying
from goalkit.periods import Period, parse_period
from goalkit.workbook.finished import finished_periods, latest_finished
from goalkit.workbook.places import ENVIRONMENT, PAGES_ENVIRONMENT

if TYPE_CHECKING:
    from goalkit.workbook import Book

KINDS = ("week", "month", "quarter", "year")
MOST = 60  # periods to choose from; five years of months
MAKE, MAKING = "Make the review", "Making the review …"
Make = Callable[[Path, Period], Path]


class PageLink(Input):
    """A link that opens a page of the notebook's own server; off the page while `path` is empty."""

    _esm = script("page_link")
    path = traitlets.Unicode().tag(sync=True)


class ReviewForm:
    """The form. Show it by naming it last in a cell.

    Attributes:
        kind: week, month, quarter or year.
        period: one of that kind that is over, by its name.
        button: what makes the review.
        status: where the page is, or why there is none.
        link: opens the page, where the server hands it out.
        page: the page that was made last, None before.
        widget: all of it.
    """

    def __init__(self, book: "Book", make: Make) -> None:
        self._book, self._make = book, make
        self._working = False
        self.page: Path | None = None
        self.kind = labelled(
            W.Dropdown(options=[(kind.capitalize(), kind) for kind in KINDS], value="month"), "Review of a"
        )
        self.period = labelled(W.Dropdown(), "Which one")
        self.button = Action(description=MAKE, style_class="mod-primary")
        self.status, self.link = Saying(), PageLink(description="")
        self.widget = self._laid_out()
        self.kind.observe(lambda _: self.refresh(), "value")
        self.button.carry([self.kind, self.period])
        self.button.on_click(self.make)
        self.refresh()

    def _repr_mimebundle_(self, **wanted: Any) -> Any:
        return self.widget._repr_mimebundle_(**wanted)

    def _laid_out(self) -> Any:
        asked = [W.VBox([row]).add_class("gk-field") for row in (self.kind, self.period)]
        foot = W.HBox([self.button, self.status.line, self.link]).add_class("gk-foot")
        box = W.VBox([stylesheet(), Labelling(description="Make a review"), *asked, foot])
        return box.add_class("gk-form").add_class("gk-review-form")

    def refresh(self) -> None:
        """Offers the periods of the chosen kind that are over; begins with the latest that holds time."""
        today, kind = self._book.today(), str(self.kind.value)
        found = finished_periods(self._book, today, kind, MOST)
        self.period.options = [(period.title, period.name) for period in found]
        self.period.value = latest_finished(self._book, today, kind).name

    def make(self) -> None:
        """Makes the review beside everything else that this notebook does; without an event loop, at once."""
        if self._working:
            return
        period = parse_period(str(self.period.value), self._book.settings.calendar.week_start)
        self._begin(period)
        stumbled: tuple[Path | None, str] = (None, STUMBLED)
        do_beside(lambda: self._made(period), lambda made: self._end(period, *made), stumbled)

    def _begin(self, period: Period) -> None:
        self._working = True
        self.button.disabled, self.button.description = True, MAKING
        self.link.path = ""
        self.status.say(f"{period.title}: this takes a few seconds; you can go on meanwhile.")

    def _made(self, period: Period) -> tuple[Path | None, str]:
        """The page, or why there is none; what was there before is as it was then."""
        try:
            return self._make(self._book.path, period), ""
        except GoalkitError as error:
            return None, f"{error}"
        except (RuntimeError, OSError) as error:
            return None, f"goalkit stumbled over it ({error}); the review that was there before is as it was"

    def _end(self, period: Period, page: Path | None, trouble: str) -> None:
        self._working = False
        self.button.disabled, self.button.description = False, MAKE
        self.page = page
        if page is None:
            self.status.say(f"No review of {period.title} was made: {trouble}", "bad")
            return
        own = page.relative_to(self._book.path / "reports").as_posix()
        self.status.say(f"The review of {period.title} is in your workbook, as reports/{own}.", "good")
        if served := pages_at(self._book.path):
            self.link.description = f"Open the review of {period.title}"
            self.link.path = served + quote(own)


def pages_at(folder: Path) -> str:
    """Where the server of this notebook hands out the reviews of a workbook; "" where it does not."""
    book, served = os.environ.get(ENVIRONMENT, ""), os.environ.get(PAGES_ENVIRONMENT, "")
    return served if book and Path(book).resolve() == folder.resolve() else ""


def review_form(book: "Book", make: Make) -> ReviewForm:
    """The form that makes a review of a period that is over.

    `make` takes the workbook's folder and the period and gives the page, as `reviews.make` does; a
    GoalkitError or RuntimeError that it raises is told.
    """
    return ReviewForm(book, make)
