"""A figure in a notebook that is read anew after each save, in the colours of the page, with its words."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import anywidget
import ipywidgets as W  # noqa: N812 - the short name everyone gives it
import traitlets

if TYPE_CHECKING:
    import plotly.graph_objects as go

SCRIPT = Path(__file__).parent / "js" / "picture.js"
STYLE = """
.gk-picture { max-width: 60rem; padding: 0.5rem 0 1rem; font-size: 14px; line-height: 1.45;
  color: var(--jp-ui-font-color1, #333); }
.gk-picture p { margin: 0 0 0.25rem; }
.gk-picture .gk-picture-title { font-weight: 600; }
.gk-picture .gk-picture-slow:empty { display: none; }
.gk-picture .gk-picture-legend { display: flex; flex-wrap: wrap; gap: 0.1rem 1rem; margin: 0.2rem 0; padding: 0;
  list-style: none; }
.gk-picture .gk-picture-legend:empty, .gk-picture [hidden] { display: none; }
.gk-picture .gk-picture-legend span { display: inline-block; width: 0.8em; height: 0.8em; margin-right: 0.4em;
  border-radius: 2px; }
.gk-picture .gk-plot { width: 100%; overflow: hidden; }
"""


class Follows(Protocol):
    """What calls a function after each save: any form."""

    def then(self, do: Callable[[], object]) -> None:
        """Takes the function."""


class Drawing(anywidget.AnyWidget):
    """A figure on a page, below its title and its sentence; the sentence alone where there is no figure."""

    _esm = SCRIPT.read_text(encoding="utf-8")
    _css = STYLE
    figure = traitlets.Unicode().tag(sync=True)
    title = traitlets.Unicode().tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)
    legend = traitlets.List(traitlets.Any()).tag(sync=True)
    margin = traitlets.Dict().tag(sync=True)
    dark = traitlets.Dict().tag(sync=True)

    def __init__(self) -> None:
        from goalkit.charts.look import DARK

        super().__init__(dark=DARK)
        self.on_msg(self._hear)

    def _hear(self, _: Any, told: Mapping[str, Any], __: Any) -> None:
        if told.get("ask") == "plotly":
            from plotly.offline import get_plotlyjs

            self.send({"library": "plotly"}, buffers=[get_plotlyjs().encode()])


class Picture:
    """A figure read anew after each save of some forms. Show it by naming it last in a cell.

    Its title, its sentence and its legend come from the figure's `Words` and stand above it; a figure
    without traces shows its sentence alone, which says what is missing.

    Attributes:
        figure: the figure as it was read last.
        widget: all of it.
    """

    def __init__(self, read: Callable[[], "go.Figure"], after: Sequence[Follows] = ()) -> None:
        self._read = read
        self._drawing = Drawing()
        self.widget = W.VBox([self._drawing], layout={"overflow": "visible"})
        self.refresh()
        for form in after:
            form.then(self.refresh)

    def _repr_mimebundle_(self, **wanted: Any) -> Any:
        return self.widget._repr_mimebundle_(**wanted)

    @property
    def words(self) -> str:
        """The sentence above the figure."""
        return str(self._drawing.alt)

    def refresh(self) -> None:
        """Reads the figure again."""
        self.figure = self._read()
        words = self.figure.layout.meta or {}
        title = str(words.get("title") or self.figure.layout.title.text or "Figure")
        shown = {
            "title": title,
            "alt": str(words.get("alt") or title),
            "legend": [[label, _colour(place)] for label, place in words.get("legend", ())],
            "margin": self.figure.layout.margin.to_plotly_json(),
            "figure": self.figure.to_json() if self.figure.data else "",
        }
        with self._drawing.hold_sync():
            for name, value in shown.items():
                self._drawing.set_trait(name, value)


def _colour(place: int) -> str:
    from goalkit.charts.look import NO_GOAL, PALETTE

    return NO_GOAL if place < 0 else PALETTE[place]
