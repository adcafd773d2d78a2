"""A sentence in a notebook, read anew after each save of the forms it follows."""

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as W  # noqa: N812 - the short name everyone gives it

from goalkit.forms.look import line, stylesheet


class Words:
    """A sentence that is kept up to date. Show it by naming it last in a cell.

    Attributes:
        text: the sentence on display.
        widget: all of it.
    """

    def __init__(self, read: Callable[[], str], after: Sequence[Any] = ()) -> None:
        self._read = read
        self._line = line("", "gk-note")
        self.widget = W.VBox([stylesheet(), self._line]).add_class("gk-form").add_class("gk-words")
        self.refresh()
        for form in after:
            form.then(self.refresh)

    def _repr_mimebundle_(self, **wanted: Any) -> Any:
        return self.widget._repr_mimebundle_(**wanted)

    @property
    def text(self) -> str:
        """What it says."""
        return str(self._line.value)

    def refresh(self) -> None:
        """Reads it again."""
        self._line.value = self._read()
