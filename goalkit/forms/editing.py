"""What a form has besides its fields when it also changes records: their list, removing one, why it changes."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import ipywidgets as W  # noqa: N812 - the short name everyone gives it

from goalkit.forms.buttons import Acting, Action, Chooser
from goalkit.forms.fields import LABEL_WIDTH, row_of
from goalkit.forms.handed import Editing, Handed, Unsaved
from goalkit.forms.look import line
from goalkit.forms.reading import short

WHY = "?why"  # no field of a record is called so


class Editor:
    """The parts of a form that find, name and remove what was written before.

    Attributes:
        record_id: the record on display, "" for a new one.
        chooser: the list, off the page where there is nothing to choose.
        removing: the button to remove, and the two that ask again.
        why: where the reason for a change is typed.
        reason: its row.
        buttons: all that can be clicked.
    """

    def __init__(
        self, label: str, handed: Handed[Any], pick: Callable[[str], object], remove: Callable[[], object]
    ) -> None:
        self._editing: Editing[Any] | None = handed.editing
        self._label, self._single, self._asks = label, handed.single, handed.ask_why
        self.record_id = ""
        self.chooser = Chooser(f"Your {plural(label)}", pick)
        self.why = W.Text(description="Why this change?", style={"description_width": LABEL_WIDTH}).add_class("gk-long")
        self.reason = row_of(self.why, line("", "gk-error"), "", "A few words; they stay with its history.")
        self._ask, self._yes, self._no = (
            Action(description=text, style_class=style)
            for text, style in (("Remove", ""), ("Really remove", "mod-danger"), ("Keep it", ""))
        )
        self._ask.on_settled(lambda: self._sure(True))
        self._no.on_settled(lambda: self._sure(False))
        self._yes.on_settled(lambda: self._sure(False))
        self._yes.on_settled(remove)
        self.removing = [self._ask, self._yes, self._no]
        self.buttons: list[Acting] = [self.chooser, *self.removing]

    def find(self, record_id: str) -> Any:
        """The record that is to be changed, None for a new one."""
        return self._editing.find(record_id) if self._editing and record_id else None

    def chosen(self, record: Any) -> Mapping[str, Sequence[tuple[str, str]]]:
        """What a record refers to."""
        return self._editing.chosen(record) if self._editing and record is not None else {}

    def show(self, record_id: str, is_change: bool, left: Sequence[Unsaved]) -> None:
        """What is on display now, and whether it is the change of a record that there is."""
        self.record_id = record_id
        self._removable = is_change and not self._single
        self._sure(False)
        self.why.value = ""
        self.reason.layout.display = None if is_change and self._asks else "none"
        self.refresh(left)

    def refresh(self, left: Sequence[Unsaved]) -> None:
        """Reads the list again; what was typed about records that are gone is in it too."""
        listed = list(self._editing.listed()) if self._editing and not self._single else []
        known = {key for _, key in listed}
        gone = [one for one in left if one.record_id and one.record_id not in known]
        more = [(f"{_named(one)} (not saved)", one.record_id) for one in gone] if not self._single else []
        options = [(f"New {self._label}", ""), *more, *listed]
        self.chooser.show(options, self.record_id)
        self.chooser.layout.display = None if len(options) > 1 else "none"

    def typed(self) -> dict[str, Any]:
        """The reason that was typed."""
        return {WHY: self.why.value}

    def retype(self, typed: Mapping[str, Any]) -> None:
        """Puts the reason back."""
        self.why.value = typed.get(WHY, "")

    def _sure(self, asking: bool) -> None:
        self._ask.hide(asking or not self._removable)
        self._yes.hide(not asking)
        self._no.hide(not asking)


def _named(unsaved: Unsaved) -> str:
    texts = [value for value in unsaved.typed.values() if isinstance(value, str) and value]
    return short(texts[0]) if texts else "without a name"


def plural(label: str) -> str:
    """Many of a kind: "goals", "time entries"."""
    return f"{label[:-1]}ies" if label.endswith("y") else f"{label}s"
