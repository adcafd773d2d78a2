"""The browser's side of an editable table: what it shows comes as traits, what a person does comes as messages."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import traitlets
from anywidget import AnyWidget

HERE = Path(__file__).parent
SCRIPTS = ("grid_dom.js", "grid_table.js", "grid_paste.js", "grid.js")  # joined to one module, so in this order


class GridWidget(AnyWidget):
    """A table on display.

    Attributes:
        title: what its rows are, e.g. "Time entries".
        note: a sentence above it.
        columns: title, kind, choices … of each column.
        page: the rows on display, where they stand among all, and the look that chose them.
        marks: what was typed and not saved, with its faults.
        chosen: how many rows are chosen, how many of them the filter hides, and which of those on display.
        told: what was done, or what to look at.
        pasted: how pasted rows are understood; {} when none are.
    """

    _esm = "\n".join((HERE / name).read_text(encoding="utf-8") for name in SCRIPTS)
    _css = (HERE / "grid.css").read_text(encoding="utf-8")

    title = traitlets.Unicode().tag(sync=True)
    note = traitlets.Unicode().tag(sync=True)
    columns: Any = traitlets.List().tag(sync=True)
    page = traitlets.Dict().tag(sync=True)
    marks = traitlets.Dict().tag(sync=True)
    chosen = traitlets.Dict().tag(sync=True)
    told = traitlets.Dict().tag(sync=True)
    pasted = traitlets.Dict().tag(sync=True)

    def listen(self, do: Callable[[dict[str, Any]], None]) -> None:
        """Hands each message of the browser on."""
        self.on_msg(lambda _, message, __: do(message))
