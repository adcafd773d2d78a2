"""Buttons that act on a whole form with what stands in it, also while the kernel is busy."""

from collections.abc import Callable, Iterable
from typing import Any

import ipywidgets as W  # noqa: N812 - the short name everyone gives it
import traitlets

from goalkit.forms.inputs import Input, script

Do = Callable[[], object]


class Acting(Input):
    """What is clicked: what stood in the form's fields comes with the click, and is there before anything is done.

    A click has two steps. The first is done at once; after the second nothing that was typed before
    the click can still arrive, so that fields may be emptied then.
    """

    fields = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self._first: list[Do] = []
        self._second: list[Do] = []
        self._widgets: dict[str, Any] = {}
        self.unfinished: set[str] = set()
        self.on_msg(self._hear)

    def carry(self, widgets: Iterable[Any]) -> None:
        """The widgets whose values come with a click."""
        self._widgets = {widget.model_id: widget for widget in widgets}
        self.fields = list(self._widgets)

    def on_click(self, do: Do) -> None:
        """Calls a function in the first step of a click."""
        self._first.append(do)

    def on_settled(self, do: Do) -> None:
        """Calls a function in the second step."""
        self._second.append(do)

    def click(self) -> None:
        """Both steps, as from Python."""
        for do in (*self._first, *self._second):
            do()

    def _hear(self, _: Any, told: dict[str, Any], __: Any) -> None:
        step, doing = ("click", self._first) if "click" in told else ("settled", self._second)
        if step == "click":
            self._take(told)
        try:
            for do in doing:
                do()
        finally:  # or the button would wait for ever
            self.send({"answer" if step == "click" else "done": told.get(step)})

    def _take(self, told: dict[str, Any]) -> None:
        self.unfinished = set(told.get("unfinished", ()))
        for key, value in told.get("typed", ()):
            if (widget := self._widgets.get(key)) is not None:
                put_typed(widget, value)


def put_typed(widget: Any, value: Any) -> None:
    """Gives a widget what stood in it in the browser; a choice comes by its label."""
    if not isinstance(widget, W.Dropdown):
        widget.set_state({"value": value})
    elif value in widget._options_labels and widget.label != value:
        widget.set_state({"index": widget._options_labels.index(value)})


class Action(Acting):
    """A button; a second click before the first is done does nothing."""

    _esm = script("handshake", "action")
    busy_text = traitlets.Unicode().tag(sync=True)
    disabled = traitlets.Bool(False).tag(sync=True)
    style_class = traitlets.Unicode().tag(sync=True)

    def hide(self, hidden: bool) -> None:
        """Takes the button off the page, or puts it back."""
        self.layout.display = "none" if hidden else None


class Chooser(Acting):
    """What a form is about: a new record, or one of those written before, with a search when they are many."""

    _esm = script("handshake", "chooser")
    options: Any = traitlets.List().tag(sync=True)
    value = traitlets.Unicode().tag(sync=True)

    def __init__(self, description: str, pick: Callable[[str], object]) -> None:
        super().__init__(description=description)
        self._pick, self._wanted = pick, ""
        self.on_settled(lambda: self._pick(self._wanted))

    def pick(self, record_id: str) -> None:
        """As if a person had chosen it; "" for a new record."""
        self._wanted = record_id
        self.click()

    def show(self, options: Iterable[tuple[str, str]], value: str) -> None:
        """What there is to choose from, and what is on display now."""
        self.options, self.value = [list(option) for option in options], value

    def _take(self, told: dict[str, Any]) -> None:
        self._wanted = str(told.get("pick", ""))
        super()._take(told)
