"""What starts reviews by itself, what is owed and what ran, and a test of the way to a recipient."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import ipywidgets as W  # noqa: N812 - the short name everyone gives it

from goalkit.errors import GoalkitError
from goalkit.forms.beside import Work
from goalkit.forms.buttons import Action
from goalkit.forms.fields import labelled
from goalkit.forms.form import RecordForm
from goalkit.forms.labelling import Labelling
from goalkit.forms.look import line, stylesheet
from goalkit.forms.saying import Saying
from goalkit.forms.schedule import listed
from goalkit.forms.schedule_words import SHOWN, files_told, review_name, runs_told, sendings_told, stuck
from goalkit.forms.table import Table
from goalkit.records import Recipient, Sending

if TYPE_CHECKING:
    from goalkit.workbook import Book

Clock = Callable[[], datetime]
Forms = Sequence[RecordForm[Any]]
MAKE, TEST = "Make what is owed now", "Send a test"
NOBODY = "Nobody gets reviews yet; add somebody under “Who gets them”."


class Deeds(Protocol):
    """What is done by itself, as the panels are handed it; each opens the workbook in `folder` by itself.

    A GoalkitError of any of them is told.
    """

    def owed(self, folder: Path, now: datetime) -> Sequence[str]:
        """What is owed now, a review a line, oldest first."""

    def coming(self, folder: Path, now: datetime) -> str:
        """Which review comes next and when, in a sentence."""

    def run(self, folder: Path, now: datetime) -> tuple[str, bool]:
        """Makes and sends what is owed; what came of it in a sentence, and whether all went well."""

    def send_again(self, folder: Path, now: datetime, sending: Sending) -> object:
        """Lets a review go to a recipient once more, with the next run."""

    def test(self, folder: Path, now: datetime, recipient_id: str) -> str:
        """Sends a test to a recipient; what happened."""

    def started_by(self, folder: Path) -> str:
        """What starts the runs; "" for nothing."""

    def turn_on(self, folder: Path) -> str:
        """Has this machine start the runs; what it did."""

    def turn_off(self, folder: Path) -> str:
        """Takes that out again; what it did."""


def utc_now() -> datetime:
    """The moment that it is."""
    return datetime.now(UTC)


class Panel:
    """What the panels share. Show one by naming it last in a cell.

    Attributes:
        widget: all of it.
    """

    def __init__(self, book: "Book", deeds: Deeds, clock: Clock, name: str) -> None:
        self._book, self._deeds, self._clock = book, deeds, clock
        self._box = W.VBox([stylesheet(), Labelling(description=name)]).add_class("gk-form").add_class("gk-by-itself")
        self.widget = self._box

    def _repr_mimebundle_(self, **wanted: Any) -> Any:
        return self.widget._repr_mimebundle_(**wanted)

    def _show(self, *parts: Any) -> None:
        self._box.children = (*self._box.children[:2], *parts)

    def refresh(self) -> None:
        """Reads the workbook again."""

    def _follow(self, after: Forms) -> None:
        for form in after:
            form.then(self.refresh)


class StartPanel(Panel):
    """Whether this machine starts the runs by itself, with a button to turn it on and one to turn it off.

    Attributes:
        state: how it is now.
        on, off: the two buttons with what came of them.
    """

    def __init__(self, book: "Book", deeds: Deeds) -> None:
        super().__init__(book, deeds, utc_now, "What starts the reviews")
        self.state = line("", "gk-note")
        self.on, self.off = Work("Turn on", "Turning on …", "mod-primary"), Work("Turn off", "Turning off …")
        self.on.button.on_click(lambda: self._turn(self.on, self.off, deeds.turn_on, "Not turned on"))
        self.off.button.on_click(lambda: self._turn(self.off, self.on, deeds.turn_off, "Not turned off"))
        foot = W.HBox([self.on.button, self.off.button, self.on.saying.line, self.off.saying.line]).add_class("gk-foot")
        self._show(self.state, foot)
        self.on.then(self.refresh)
        self.off.then(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Asks the machine what starts the runs."""
        try:
            by = self._deeds.started_by(self._book.path)
        except GoalkitError as error:
            self.state.value = f"What starts them cannot be told: {error}"
            return
        self.state.value = by or "Off: reviews are made when you ask for them."
        self.on.button.hide(bool(by))
        self.off.button.hide(not by)

    def _turn(self, work: Work, other: Work, do: Callable[[Path], str], failed: str) -> None:
        other.saying.say("")
        work.start("", lambda: (do(self._book.path), True), failed)


class OwedPanel(Panel):
    """What is owed, a button that makes it, and the ledger of what was made, sent and brought in.

    Attributes:
        owed: the lines of what is owed.
        work: the button with what came of it.
        again: sending id → the button that lets it go once more.
        said: what became of that.
        ledger: the tables on display, made, sent and brought in; those without rows are left out.
    """

    def __init__(self, book: "Book", deeds: Deeds, after: Forms, clock: Clock) -> None:
        super().__init__(book, deeds, clock, "What is owed, and what ran")
        self.owed = W.VBox()
        self.work, self.said = Work(MAKE, "Making what is owed …", "mod-primary"), Saying()
        self.again: dict[str, Action] = {}
        self._tables = [Table(partial(read, book), caption, nothing="") for read, caption in TABLES]
        self.work.button.on_click(self._make)
        self.work.then(self.refresh)
        self._follow(after)
        self.refresh()

    @property
    def ledger(self) -> list[str]:
        """The tables on display, as HTML."""
        return [table.html for table in self._tables if table.html]

    def refresh(self) -> None:
        """Reads what is owed and the ledger again."""
        self.owed.children = [line(text, "gk-note") for text in self._owed()]
        for table in self._tables:
            table.refresh()
        tables = [table.widget for table in self._tables if table.html]
        nothing = [line("Nothing was made or sent by itself yet; here you will see what was.", "gk-note")]
        foot = W.HBox([self.work.button, self.work.saying.line]).add_class("gk-foot")
        self._show(self.owed, foot, *(tables or nothing), *self._stuck(), self.said.line)

    def _owed(self) -> list[str]:
        try:
            owed = self._deeds.owed(self._book.path, self._clock())
            if not owed:
                return [f"Nothing is owed. {self._deeds.coming(self._book.path, self._clock())}"]
        except GoalkitError as error:
            return [f"What is owed cannot be told: {error}"]
        more = [f"… and {len(owed) - SHOWN} more"] if len(owed) > SHOWN else []
        return ["Owed now, the oldest first:", *(f"• {one}" for one in owed[:SHOWN]), *more]

    def _make(self) -> None:
        begun = "This takes a few seconds for each review; you can go on meanwhile."
        self.work.start(begun, lambda: self._deeds.run(self._book.path, self._clock()), "Not made")

    def _stuck(self) -> list[Any]:
        """A button for each review that did not reach somebody, or may not have."""
        self.again = {one.id: self._button(one) for one in stuck(self._book)}
        return list(self.again.values())

    def _button(self, sending: Sending) -> Action:
        name = f"{review_name(sending.period, sending.edition)} to {sending.recipient}"
        button = Action(description=f"Send again: {name}")
        button.on_click(lambda: self._send_again(sending, name))
        return button

    def _send_again(self, sending: Sending, name: str) -> None:
        if self.said.trying(
            lambda: self._deeds.send_again(self._book.path, self._clock(), sending), f"{name} is not sent again"
        ):
            self.refresh()
            self.said.say(f"{name} goes with the next run.", "good")


class TrialPanel(Panel):
    """A test of the way to a recipient; nothing of a review is in it.

    Attributes:
        whom: the recipients to choose from.
        work: the button with what came of it.
    """

    def __init__(self, book: "Book", deeds: Deeds, after: Forms, clock: Clock) -> None:
        super().__init__(book, deeds, clock, "Test a recipient")
        self.whom = labelled(W.Dropdown(), "Whom", "gk-long")
        self.work = Work(TEST, "Sending a test …")
        self.work.button.carry([self.whom])
        self.work.button.on_click(self._test)
        self._follow(after)
        self.refresh()

    def refresh(self) -> None:
        """Offers the recipients that there are; the one chosen stays."""
        chosen, options = self.whom.value, [(listed(one), one.id) for one in self._book.records(Recipient)]
        keys = [key for _, key in options]
        self.whom.options = options
        self.whom.value = chosen if chosen in keys else next(iter(keys), None)
        foot = W.HBox([self.work.button, self.work.saying.line]).add_class("gk-foot")
        self._show(*([W.VBox([self.whom]).add_class("gk-field"), foot] if options else [line(NOBODY, "gk-note")]))

    def _test(self) -> None:
        recipient_id = str(self.whom.value)
        self.work.start("", lambda: (self._deeds.test(self._book.path, self._clock(), recipient_id), True), "Not sent")


TABLES = (
    (runs_told, "Made by themselves"),
    (sendings_told, "Sent"),
    (files_told, "Brought in from the inbox"),
)


def start_panel(book: "Book", deeds: Deeds) -> StartPanel:
    """What starts the runs on this machine, to be turned on and off."""
    return StartPanel(book, deeds)


def owed_panel(book: "Book", deeds: Deeds, after: Forms = (), clock: Clock = utc_now) -> OwedPanel:
    """What is owed and what ran; follows what the forms in `after` save."""
    return OwedPanel(book, deeds, after, clock)


def trial_panel(book: "Book", deeds: Deeds, after: Forms = (), clock: Clock = utc_now) -> TrialPanel:
    """A button that sends a test to a recipient; follows what the forms in `after` save."""
    return TrialPanel(book, deeds, after, clock)
