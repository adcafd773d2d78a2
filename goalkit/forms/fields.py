"""One field of a record as a labelled widget, with its unit, its help text and its error beside it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Literal, get_args, get_origin

import ipywidgets as W  # noqa: N812 - the short name everyone gives it
from annotated_types import Ge, Le
from pydantic.fields import FieldInfo

from goalkit.forms.look import line
from goalkit.forms.reading import read_instant, read_list, read_time, show
from goalkit.forms.ticks import Ticks
from goalkit.records.base import FieldKind, field_extra

Choices = Sequence[str] | Sequence[tuple[str, str]]

NOTHING = "There is nothing to choose from yet."
NONE = ("–", "")  # a Dropdown whose value is None shows no text, so "" stands for "not given"
MOST_STEPS = 11  # a scale such as 1–5 or 0–10 is chosen, a longer range is typed
LABEL_WIDTH = "11rem"
SHORT = (int, float, date, time, datetime)


@dataclass(frozen=True, slots=True)
class Field:
    """A field on display.

    Attributes:
        name: as the record has it.
        title: its label.
        widget: what the person types or chooses in; its `value` is the widget's own.
        read: the widget's value as the record takes it; raises GoalkitError when it cannot be read.
        show: a record's value as the widget takes it.
        error: what is wrong with it, "" when nothing is.
        empty: says that there is nothing to choose from, "" when there is.
        row: all of it, laid out.
    """

    name: str
    title: str
    widget: Any
    read: Callable[[Any], Any]
    show: Callable[[Any], Any]
    error: Any
    empty: Any
    row: Any

    def complain(self, text: str) -> None:
        """Shows what is wrong, or clears it with ""."""
        self.error.value = text
        mark = self.row.add_class if text else self.row.remove_class
        mark("gk-wrong")

    def offer(self, choices: Choices) -> None:
        """Gives a chooser new choices and keeps what was chosen where that still exists."""
        if isinstance(self.widget, W.Combobox):
            self.widget.options = tuple(map(str, choices))
            return
        self.empty.value = "" if choices else NOTHING
        if isinstance(self.widget, W.SelectMultiple):
            kept = set(self.widget.value)
            self.widget.options = list(choices)
            self.widget.value = tuple(value for _, value in self.widget.options if value in kept)
            return
        chosen, options = self.widget.value, [NONE, *choices]
        self.widget.options = options
        self.widget.value = chosen if chosen in [value for _, value in options] else ""


def field_of(name: str, info: FieldInfo, choices: Choices | None = None) -> Field:
    """The widget that fits a field's kind, with everything that stands around it."""
    kind = FieldKind(info)
    widget, read, shown = _widget(info, kind, choices)
    title = info.title or name
    if not isinstance(widget, Ticks):
        widget.style.description_width = LABEL_WIDTH
    widget.description = title
    widget.add_class("gk-short" if kind.base in SHORT and not isinstance(widget, W.Checkbox) else "gk-long")
    if info.is_required():
        widget.add_class("gk-needed")
    error = line("", "gk-error")
    unit = [line(field_extra(info, "unit"), "gk-unit")] if field_extra(info, "unit") else []
    beside = W.HBox([widget, *unit, error]).add_class("gk-beside")
    empty = line(NOTHING if field_extra(info, "choices_of") and not choices else "", "gk-help")
    hints = [line(info.description, "gk-help")] if info.description else []
    row = W.VBox([beside, *hints, empty]).add_class("gk-field")
    return Field(name, title, widget, read, shown, error, empty, row)


def _widget(info: FieldInfo, kind: FieldKind, choices: Choices | None) -> tuple[Any, Any, Any]:
    """The widget of a field, how its value is read, and how a value is shown in it."""
    options = _options(info, kind, choices)
    if options is not None and kind.base is list:
        return W.SelectMultiple(options=options[1:]), list, lambda value: tuple(value or ())
    if options is not None:
        return W.Dropdown(options=options), _same, _chosen
    if kind.base is list:
        items = _item_choices(info)
        return (Ticks(items), list, list) if items else (W.Text(), read_list, show)
    if make := OF_KIND.get(kind.base):
        return make()
    return _text_box(info, choices), _same, show


def _text_box(info: FieldInfo, choices: Choices | None) -> Any:
    if choices is not None:
        return W.Combobox(options=tuple(map(str, choices)), ensure_option=False)
    if field_extra(info, "long"):
        return W.Textarea(rows=3)
    return W.Text(placeholder=_placeholder(info))


def _options(info: FieldInfo, kind: FieldKind, choices: Choices | None) -> list[tuple[str, Any]] | None:
    if field_extra(info, "choices_of"):
        return [NONE, *(choices or ())]
    steps: list[tuple[str, Any]] = [(text, text) for text in kind.choices] or _scale(info, kind)
    if not steps:
        return None
    return [NONE, *steps] if kind.optional or info.is_required() else steps


def _scale(info: FieldInfo, kind: FieldKind) -> list[tuple[str, Any]]:
    """The steps of a small range of whole numbers, else []."""
    low: Any = next((part.ge for part in info.metadata if isinstance(part, Ge)), None)
    high: Any = next((part.le for part in info.metadata if isinstance(part, Le)), None)
    if kind.base is not int or low is None or high is None or high - low >= MOST_STEPS:
        return []
    return [(str(step), step) for step in range(int(low), int(high) + 1)]


def _item_choices(info: FieldInfo) -> tuple[str, ...]:
    """The allowed texts of a list of choices, else ()."""
    item = next(iter(get_args(info.annotation)), None)
    return get_args(item) if get_origin(item) is Literal else ()


def _placeholder(info: FieldInfo) -> str:
    """The default, which is what an empty box stands for."""
    return show(info.default) if not info.is_required() and info.default_factory is None else ""


def _same(value: Any) -> Any:
    return value


def _chosen(value: Any) -> Any:
    return "" if value is None else value


OF_KIND: dict[type, Callable[[], tuple[Any, Any, Any]]] = {
    bool: lambda: (W.Checkbox(indent=True), _same, bool),
    date: lambda: (W.DatePicker(), _same, _same),
    time: lambda: (W.Text(placeholder="hh:mm"), read_time, show),
    datetime: lambda: (W.Text(placeholder="yyyy-mm-dd hh:mm+01:00"), read_instant, show),
}
