"""Inputs that ipywidgets lacks, as real HTML: a scale with words at its ends, ticks, colours, tags."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from goalkit.forms.reading import read_list

SCRIPTS = Path(__file__).parent / "js"
COLOURS = ("blue", "orange", "green", "vermilion", "sky blue", "purple", "black", "yellow")
NO_COLOUR = "none"


def script(*names: str) -> str:
    """Some of our own modules as one, the last with the default export."""
    return "\n".join((SCRIPTS / f"{name}.js").read_text(encoding="utf-8") for name in names)


class Input(anywidget.AnyWidget):
    """An input with a label of its own; `value` is what was given."""

    description = traitlets.Unicode().tag(sync=True)


class Scale(Input):
    """A slider from `low` to `high` with a word at each end; None while nothing is given."""

    _esm = script("scale")
    value = traitlets.Int(None, allow_none=True).tag(sync=True)
    low = traitlets.Int(1).tag(sync=True)
    high = traitlets.Int(5).tag(sync=True)
    ends = traitlets.List(traitlets.Unicode(), ["", ""]).tag(sync=True)
    clearable = traitlets.Bool(True).tag(sync=True)


class Ticks(Input):
    """A box to tick for each choice; `value` is the list of the ticked ones, in the order of the choices."""

    _esm = script("ticks")
    value = traitlets.List(traitlets.Unicode()).tag(sync=True)
    options: Any = traitlets.List().tag(sync=True)

    def __init__(self, choices: Iterable[tuple[str, str]]) -> None:
        super().__init__(options=[list(choice) for choice in choices])

    def offer(self, choices: Iterable[tuple[str, str]]) -> None:
        """New choices; what was ticked stays where it still exists."""
        self.options = [list(choice) for choice in choices]
        self.value = self.value

    @traitlets.validate("value")
    def _known(self, proposal: Any) -> list[str]:
        return [key for _, key in self.options if key in proposal["value"]]


class Palette(Input):
    """One of the eight goal colours, by its number, each with its name; None for none."""

    _esm = script("palette")
    value = traitlets.Int(None, allow_none=True).tag(sync=True)
    options: Any = traitlets.List().tag(sync=True)

    def __init__(self) -> None:
        from goalkit.charts.look import NO_GOAL, PALETTE  # loads plotly, which most forms do without

        colours = [[name, PALETTE[place], place] for place, name in enumerate(COLOURS, start=1)]
        super().__init__(options=[[NO_COLOUR, NO_GOAL, None], *colours])


class Tags(Input):
    """Texts of one's own as chips, typed one after the other; `value` is their list, each once."""

    _esm = script("tags")
    value = traitlets.List(traitlets.Unicode()).tag(sync=True)
    suggestions = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def __init__(self, suggestions: Sequence[str] = ()) -> None:
        super().__init__(suggestions=list(suggestions))

    @traitlets.validate("value")
    def _clean(self, proposal: Any) -> list[str]:
        return list(dict.fromkeys(part for text in proposal["value"] for part in read_list(text)))
