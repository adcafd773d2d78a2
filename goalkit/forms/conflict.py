"""Two versions of one record: what a person was about to save, and what somebody else saved in the meantime."""

from collections.abc import Container, Sequence
from html import escape

import ipywidgets as W  # noqa: N812 - the short name everyone gives it

from goalkit.forms.buttons import Action
from goalkit.forms.look import line

CHANGED = "This {label} was changed elsewhere since you opened it. Which of the two is to stand?"
REMOVED = "This {label} was removed elsewhere since you opened it. What you typed is still here."

LEFT = "you left it as it was"


class Conflict:
    """Shows both versions side by side, with a button for each.

    Attributes:
        keep: saves mine over theirs, or anew where theirs is gone.
        take: shows theirs in the form.
        widget: all of it, off the page while there is no conflict.
    """

    def __init__(self, label: str) -> None:
        self._label = label
        self._said, self._table = line("", "gk-bad"), W.HTML()
        self.keep, self.take = Action(style_class="mod-primary"), Action()
        buttons = W.HBox([self.keep, self.take]).add_class("gk-buttons")
        self.widget = W.VBox([self._said, self._table, buttons]).add_class("gk-conflict")
        self.hide()

    @property
    def html(self) -> str:
        """The table on display."""
        return str(self._table.value)

    def show(self, differences: Sequence[tuple[str, str, str]], left_alone: Container[str]) -> None:
        """Shows (title, mine, theirs) of what is not the same; what was left alone here will be theirs either way."""
        self._open(CHANGED, "Keep mine", "Take theirs")
        head = "".join(f'<th scope="col">{title}</th>' for title in ("Field", "Mine", "Theirs"))
        rows = "".join(
            _row(title, LEFT if title in left_alone else mine, theirs) for title, mine, theirs in differences
        )
        self._table.value = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"

    def show_gone(self) -> None:
        """Says that there is no other version any more."""
        self._open(REMOVED, "Save as new", "Let it go")
        self._table.value = ""

    def _open(self, said: str, keep: str, take: str) -> None:
        self._said.value = said.format(label=self._label)
        self.keep.description, self.take.description = keep, take
        self.widget.layout.display = None

    def hide(self) -> None:
        """Nothing to decide any more."""
        self.widget.layout.display = "none"

    @property
    def open(self) -> bool:
        """Whether there is something to decide."""
        return self.widget.layout.display is None


def _row(title: str, mine: str, theirs: str) -> str:
    return f'<tr><th scope="row">{escape(title)}</th><td>{escape(mine)}</td><td>{escape(theirs)}</td></tr>'
