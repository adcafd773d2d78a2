"""Drafts of a form: what was typed is remembered while it is typed, and comes back after a kernel died."""

import asyncio
from collections.abc import Callable, Sequence

import ipywidgets as W  # noqa: N812 - the short name everyone gives it

from goalkit.errors import GoalkitError
from goalkit.forms.buttons import Action
from goalkit.forms.handed import Drafts, Unsaved
from goalkit.forms.look import line

PAUSE = 1.0  # seconds between two writings while somebody types
FORGETFUL = "Until you save, what you type here is not remembered: "


class Throttle:
    """Calls a function at once, then at most once in so many seconds while more comes.

    Without a running event loop there is nobody to call it later, so it is called each time.
    """

    def __init__(self, do: Callable[[], object], seconds: float = PAUSE) -> None:
        self._do, self._seconds = do, seconds
        self._waiting: asyncio.TimerHandle | None = None
        self._again = False

    def __call__(self) -> None:
        """Calls it now, or later."""
        if self._waiting is not None:
            self._again = True
            return
        self._do()
        try:
            self._waiting = asyncio.get_running_loop().call_later(self._seconds, self._wake)
        except RuntimeError:
            pass  # no loop

    def cancel(self) -> None:
        """What was put off is not done any more."""
        self._again = False

    def _wake(self) -> None:
        again, self._waiting, self._again = self._again, None, False
        if again:
            self()


class Drafting:
    """Keeps and finds the drafts of one form, and says so.

    Attributes:
        discard: the button that forgets what was typed.
        widget: the line that says what is not saved yet, with the button.
    """

    def __init__(self, drafts: Drafts | None, gather: Callable[[], Unsaved | None]) -> None:
        self._drafts, self._gather = drafts, gather
        self._later = Throttle(self._write)
        self._line = line("", "gk-drafted")
        self.discard = Action(description="Discard")
        self.widget = W.HBox([self._line, self.discard]).add_class("gk-draft")
        self.say("")

    @property
    def said(self) -> str:
        """The line on display."""
        return str(self._line.value)

    def changed(self) -> None:
        """Something was typed: it is remembered within a second."""
        if self._drafts is not None:
            self._later()

    def flush(self) -> bool:
        """Remembers at once what was typed; whether it is remembered now."""
        self._later.cancel()
        return self._write()

    def find(self, record_id: str | None) -> Unsaved | None:
        """What was typed about a record ("" for a new one), or of late for None; None where there is nothing."""
        try:
            return self._drafts.load(record_id) if self._drafts else None
        except GoalkitError as error:
            self.say(f"{FORGETFUL}{error}")
            return None

    def left(self) -> Sequence[Unsaved]:
        """All that was typed and not saved."""
        try:
            return self._drafts.left() if self._drafts else []
        except GoalkitError:
            return []

    def keep(self, unsaved: Unsaved) -> None:
        """Remembers something else than what is on display."""
        if self._drafts is not None:
            self._drafts.keep(unsaved)

    def drop(self, record_id: str) -> None:
        """What was typed about a record is saved, or let go."""
        self._later.cancel()
        self.say("")
        try:
            if self._drafts is not None:
                self._drafts.drop(record_id)
        except GoalkitError:
            pass  # it would come back once more, and be discarded again: nothing is lost

    def tell(self, unsaved: Unsaved) -> None:
        """Says that what is on display was typed earlier."""
        when = f": from {unsaved.when.day} {unsaved.when:%B, %H:%M}" if unsaved.when else ""
        self.say(f"Not saved yet{when}. Save it below, or", discardable=True)

    def say(self, text: str, discardable: bool = False) -> None:
        """Shows a line, or none."""
        self._line.value = text
        self.discard.hide(not discardable)
        self.widget.layout.display = None if text else "none"

    def _write(self) -> bool:
        unsaved = self._gather()
        try:
            if self._drafts is not None and unsaved is not None:
                self._drafts.keep(unsaved)
        except GoalkitError as error:
            if not self.said:  # once; typing goes on
                self.say(f"{FORGETFUL}{error}")
            return False
        if self.said.startswith(FORGETFUL):
            self.say("")
        return True
