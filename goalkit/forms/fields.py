"""One field of a record as a labelled widget, with its unit, its help text and its error beside it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Literal, get_args, get_origin

import ipywidgets as W  # noqa: N812 - the short name everyone gives it
from annotated_types import Ge, Le
from pydantic.fields import FieldInfo
from traitlets import TraitError

from goalkit.forms.inputs import Input, Palette, Scale, Tags, Ticks
from goalkit.forms.look import line
from goalkit.forms.reading import read_instant, read_time, short, show
from goalkit.records.base import FieldKind, field_extra

Choices = Sequence[str] | Sequence[tuple[str, str]]

NOTHING = "There is nothing to choose from yet."
NONE = ("–", "")  # a Dropdown whose value is None shows no text, so "" stands for "not given"
YES_OR_NO = [("yes", True), ("no", False)]
MOST_STEPS = 11  # a scale such as 1–5 or 0–10 is chosen, a longer range is typed
LABEL_WIDTH = "11rem"
SHORT = (int, float, date, time, datetime)
WIDE = (W.Checkbox, Input)  # short values, but not a short box


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

    @property
    def typed(self) -> Any:
        """What stands in it, as a JSON value."""
        return _plain(self.widget.value)

    def retype(self, typed: Any) -> None:
        """Puts back what `typed` gave; a choice that is gone is not made."""
        value = date.fromisoformat(typed) if typed and isinstance(self.widget, W.DatePicker) else typed
        try:
            self.widget.value = value
        except TraitError:
            self.widget.value = self.show(None)

    def as_typed(self, value: Any) -> Any:
        """A record's value as `typed` would give it."""
        return _plain(self.show(value))

    def as_shown(self, value: Any) -> str:
        """A record's value in words: the label of what was chosen, else as it would be typed."""
        if isinstance(value, bool):
            return "yes" if value else "no"
        labels = {key: label for label, key in self._options()}
        if isinstance(value, list):
            return ", ".join(labels.get(one, str(one)) for one in value) or NONE[0]
        return labels.get(value) or show(value) or NONE[0]

    def change(self, old: Any, new: Any) -> str:
        """What a change did, in words: "12 → 10"; of a list, "without Friday, with Sunday"."""
        if not (isinstance(old, list) and isinstance(new, list)) or set(old) == set(new):
            return f"{short(self.as_shown(old))} → {short(self.as_shown(new))}"
        gone, come = ([one for one in these if one not in those] for these, those in ((old, new), (new, old)))
        told = (f"{word} {self.as_shown(ones)}" for word, ones in (("without", gone), ("with", come)) if ones)
        return ", ".join(told)

    def _options(self) -> list[tuple[str, Any]]:
        if isinstance(self.widget, W.Dropdown | Ticks):
            return [(label, key) for label, key in self.widget.options]
        return [(name, key) for name, _, key in self.widget.options] if isinstance(self.widget, Palette) else []

    def complain(self, text: str) -> None:
        """Shows what is wrong, or clears it with ""."""
        self.error.value = text
        mark = self.row.add_class if text else self.row.remove_class
        mark("gk-wrong")

    def offer(self, choices: Choices) -> None:
        """Gives a chooser new choices and keeps what was chosen where that still exists."""
        if isinstance(self.widget, W.Combobox):
            self.widget.options = tuple(map(str, choices))
        elif isinstance(self.widget, Tags):
            self.widget.suggestions = list(map(str, choices))
        else:
            self.empty.value = "" if choices else NOTHING
            self._offer(pairs(choices))

    def _offer(self, choices: list[tuple[str, str]]) -> None:
        if isinstance(self.widget, Ticks):
            self.widget.offer(choices)
            return
        chosen, options = self.widget.value, [NONE, *choices]
        if list(self.widget.options) != options:  # giving them anew forgets what was chosen
            self.widget.options = options
            self.widget.value = chosen if chosen in [value for _, value in options] else ""


def field_of(name: str, info: FieldInfo, choices: Choices | None = None) -> Field:
    """The widget that fits a field's kind, with everything that stands around it."""
    kind = FieldKind(info)
    if field_extra(info, "suggest"):
        choices = list(dict.fromkeys([*map(str, choices or ()), *field_extra(info, "suggest")]))
    widget, read, shown = _widget(info, kind, choices)
    title = info.title or name
    widget.description = title
    if not isinstance(widget, Input):
        widget.style.description_width = LABEL_WIDTH
    widget.add_class("gk-short" if kind.base in SHORT and not isinstance(widget, WIDE) else "gk-long")
    if info.is_required():
        widget.add_class("gk-needed")
    empty = line(NOTHING if field_extra(info, "choices_of") and not choices else "", "gk-help")
    error = line("", "gk-error")
    row = row_of(widget, error, field_extra(info, "unit", ""), info.description or "", empty)
    return Field(name, title, widget, read, shown, error, empty, row.add_class(f"gk-name-{name}"))


def pairs(choices: Choices) -> list[tuple[str, str]]:
    """(label, value) of what can be chosen; a text stands for itself."""
    return [(one, one) if isinstance(one, str) else (one[0], one[1]) for one in choices]


def labelled(widget: Any, title: str, width: str = "gk-short") -> Any:
    """A widget with its label, as wide as the labels of all fields; what may hold much text is "gk-long"."""
    widget.description = title
    widget.style.description_width = LABEL_WIDTH
    return widget.add_class(width)


def row_of(widget: Any, error: Any, unit: str, help_text: str, *more: Any) -> Any:
    """A widget with its unit and its error beside it, and its help and more below."""
    beside = W.HBox([widget, *([line(unit, "gk-unit")] if unit else []), error]).add_class("gk-beside")
    hints = [line(help_text, "gk-help")] if help_text else []
    return W.VBox([beside, *hints, *more]).add_class("gk-field")


def _widget(info: FieldInfo, kind: FieldKind, choices: Choices | None) -> tuple[Any, Any, Any]:
    """The widget of a field, how its value is read, and how a value is shown in it."""
    if kind.base is list:
        return _list_box(info, choices), list, _listed
    if field_extra(info, "widget") == "palette":
        return Palette(), _same, _same
    if field_extra(info, "ends") and (scale := _scale(info, kind)):
        return scale, _same, _same
    options = _options(info, kind, choices)
    if options is not None:
        return W.Dropdown(options=options), _same, _chosen
    if make := OF_KIND.get(kind.base):
        return make()
    return _text_box(info, choices), _same, show


def _list_box(info: FieldInfo, choices: Choices | None) -> Any:
    if field_extra(info, "choices_of"):
        return Ticks(pairs(choices or ()))
    items = _item_choices(info)
    return Ticks([(item, item) for item in items]) if items else Tags(list(map(str, choices or ())))


def _text_box(info: FieldInfo, choices: Choices | None) -> Any:
    if choices is not None:
        return W.Combobox(options=tuple(map(str, choices)), ensure_option=False)
    if field_extra(info, "long"):
        return W.Textarea(rows=3)
    return W.Text(placeholder=_placeholder(info))


def _options(info: FieldInfo, kind: FieldKind, choices: Choices | None) -> list[tuple[str, Any]] | None:
    if field_extra(info, "choices_of"):
        return [NONE, *(choices or ())]
    if choices and not isinstance(choices[0], str):  # labels that stand for values: nothing else can be meant
        return pairs(choices)
    steps: list[tuple[str, Any]] = [(text, text) for text in kind.choices] or _steps(info, kind)
    if not steps:
        return None
    return [NONE, *steps] if kind.optional or info.is_required() else steps


def _steps(info: FieldInfo, kind: FieldKind) -> list[tuple[str, Any]]:
    """The steps of a small range of whole numbers, or of an open question with yes and no; else []."""
    if kind.base is bool:
        return list(YES_OR_NO) if kind.optional or info.is_required() else []
    return [(str(step), step) for step in _range(info, kind)]


def _scale(info: FieldInfo, kind: FieldKind) -> Scale | None:
    steps, clearable = _range(info, kind), kind.optional or info.is_required()
    return (
        Scale(low=steps[0], high=steps[-1], ends=list(field_extra(info, "ends")), clearable=clearable)
        if steps
        else None
    )


def _range(info: FieldInfo, kind: FieldKind) -> range:
    low: Any = next((part.ge for part in info.metadata if isinstance(part, Ge)), None)
    high: Any = next((part.le for part in info.metadata if isinstance(part, Le)), None)
    if kind.base is not int or low is None or high is None or high - low >= MOST_STEPS:
        return range(0)
    return range(int(low), int(high) + 1)


def _item_choices(info: FieldInfo) -> tuple[str, ...]:
    """The allowed texts of a list of choices, else ()."""
    item = next(iter(get_args(info.annotation)), None)
    return get_args(item) if get_origin(item) is Literal else ()


def _placeholder(info: FieldInfo) -> str:
    """The default, which is what an empty box stands for."""
    return show(info.default) if not info.is_required() and info.default_factory is None else ""


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _same(value: Any) -> Any:
    return value


def _listed(value: Any) -> list[str]:
    return list(value or ())


def _chosen(value: Any) -> Any:
    return "" if value is None else value


OF_KIND: dict[type, Callable[[], tuple[Any, Any, Any]]] = {
    bool: lambda: (W.Checkbox(indent=True), _same, bool),
    date: lambda: (W.DatePicker(), _same, _same),
    time: lambda: (W.Text(placeholder="hh:mm"), read_time, show),
    datetime: lambda: (W.Text(placeholder="yyyy-mm-dd hh:mm+01:00"), read_instant, show),
}
