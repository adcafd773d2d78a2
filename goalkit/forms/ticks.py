"""A row of boxes to tick, for a list of given choices."""

from collections.abc import Sequence
from typing import Any

import ipywidgets as W  # noqa: N812 - the short name everyone gives it
import traitlets


class Ticks(W.HBox):  # type: ignore[misc]  # ipywidgets has no types
    """One labelled box a choice; `value` is the tuple of the ticked ones, in the order of the choices."""

    value = traitlets.Tuple()
    description = traitlets.Unicode()

    def __init__(self, choices: Sequence[str]) -> None:
        self._caption = W.Label().add_class("gk-caption")
        self._boxes = [W.Checkbox(description=choice, indent=False) for choice in choices]
        super().__init__([self._caption, W.HBox(self._boxes).add_class("gk-ticks")])
        for box in self._boxes:
            box.observe(self._ticked, "value")

    def _ticked(self, _: Any) -> None:
        self.value = tuple(box.description for box in self._boxes if box.value)

    @traitlets.validate("value")
    def _known(self, proposal: Any) -> tuple[str, ...]:
        return tuple(box.description for box in self._boxes if box.description in proposal["value"])

    @traitlets.observe("value")
    def _tick(self, change: Any) -> None:
        for box in self._boxes:  # unobserved, or the first box set would report itself as the whole value
            box.unobserve(self._ticked, "value")
            box.value = box.description in change["new"]
            box.observe(self._ticked, "value")

    @traitlets.observe("description")
    def _named(self, change: Any) -> None:
        self._caption.value = change["new"]
