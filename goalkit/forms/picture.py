"""A figure in a notebook, read anew after each save of the forms it follows."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import ipywidgets as W  # noqa: N812 - the short name everyone gives it

from goalkit.forms.look import line, stylesheet

if TYPE_CHECKING:
    import plotly.graph_objects as go


class Picture:
    """A figure with its words beside it; without anything to draw only the words. Show it by naming it last in a cell.

    Attributes:
        widget: all of it.
        words: the figure in a sentence, for those who do not see it and for when it is empty.
    """

    def __init__(self, read: "Callable[[], go.Figure]", after: Sequence[Any] = ()) -> None:
        self._read = read
        self.words = line("", "gk-note")
        self._frame = W.VBox().add_class("gk-figure")
        self.widget = W.VBox([stylesheet(), self.words, self._frame]).add_class("gk-form").add_class("gk-picture")
        self.refresh()
        for form in after:
            form.then(self.refresh)

    def _repr_mimebundle_(self, **wanted: Any) -> Any:
        return self.widget._repr_mimebundle_(**wanted)

    def refresh(self) -> None:
        """Draws it again."""
        import plotly.graph_objects as go

        figure = self._read()
        meta = figure.layout.meta or {}
        self.words.value = meta.get("alt", "")
        self._frame.children = [go.FigureWidget(figure)] if figure.data else []
