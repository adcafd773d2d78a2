"""A form derived from a record: it checks while a person types, then hands a record to a save function."""

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

import ipywidgets as W  # noqa: N812 - the short name everyone gives it
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from goalkit.errors import GoalkitError
from goalkit.forms.fields import Choices, Field, field_of
from goalkit.forms.look import line, stylesheet
from goalkit.forms.reading import show
from goalkit.records.base import FieldKind, Record, field_extra, plain_errors

AnyRecord = TypeVar("AnyRecord", bound=Record)
Values = Mapping[str, Any]
Given = Values | Callable[[], Values]
Offered = Mapping[str, Choices] | Callable[[], Mapping[str, Choices]]

STUMBLED = "Not saved: goalkit stumbled. View → Show Log Console says where; what you typed is still here."


def record_form(
    model: type[AnyRecord],
    save: Callable[[AnyRecord], object],
    choices: Offered | None = None,
    start: Given | None = None,
    shows: Callable[[str, Values], bool] | None = None,
) -> "RecordForm[AnyRecord]":
    """A form with a labelled widget for every field of `model` that a person fills in.

    Args:
        model: the record's class; titles, help, units and limits come from its fields.
        save: takes the record; a GoalkitError it raises is shown and nothing typed is lost. A text
            it gives back is what the form says was saved.
        choices: field name → (label, id) pairs to choose from, or plain texts that are suggested
            while typing; a function is asked again after each save.
        start: field name → value to begin with, also for fields that are not shown (an id, a
            colour); a function is asked again after each save.
        shows: whether a field is on display, given its name and the values so far; a field that is
            not shown is not given.

    Raises GoalkitError for a record that goalkit fills in by itself.
    """
    return RecordForm(model, save, choices or {}, start or {}, shows or _always)


class RecordForm(Generic[AnyRecord]):
    """Widgets for one record at a time; it holds no data. Show it by naming it last in a cell.

    Attributes:
        fields: the fields on display, by name.
        button: Save.
        status: what was saved, or what to look at.
        whole: a fault that spans fields.
        widget: all of it.
    """

    def __init__(
        self,
        model: type[AnyRecord],
        save: Callable[[AnyRecord], object],
        choices: Offered,
        start: Given,
        shows: Callable[[str, Values], bool],
    ) -> None:
        self.model = model
        self._save, self._choices, self._start, self._shows = save, choices, start, shows
        self._touched: set[str] = set()
        self._then: list[Callable[[], object]] = []
        self._filling = self._saved = False
        self.fields = _fields(model, _now(choices))
        self.button = W.Button(description="Save", button_style="primary")
        self.status, self.whole = line("", "gk-status"), line("", "gk-whole")
        self.widget = self._laid_out()
        for field in self.fields.values():
            field.widget.observe(lambda _, name=field.name: self._changed(name), "value")
        self.button.on_click(lambda _: self.save())
        self.clear()

    def __getitem__(self, name: str) -> Any:
        """The widget of a field."""
        return self.fields[name].widget

    def _repr_mimebundle_(self, **wanted: Any) -> Any:
        return self.widget._repr_mimebundle_(**wanted)

    def then(self, do: Callable[[], object]) -> None:
        """Calls a function after each save, for example another form's `refresh`."""
        self._then.append(do)

    def refresh(self) -> None:
        """Offers what there is to choose from now; what was typed and chosen stays."""
        self._filling = True
        for name, offered in _now(self._choices).items():
            if name in self.fields:
                self.fields[name].offer(offered)
        self._filling = False

    def clear(self) -> None:
        """Makes the form ready for the next record."""
        start = _now(self._start)
        given = {**_defaults(self.model), **start}
        self._filling = True
        for name, field in self.fields.items():
            field.widget.value = field.show(given.get(name))
        self._filling = False
        self._touched.clear()
        self._unseen = {name: value for name, value in start.items() if name not in self.fields}
        self._check()

    def save(self) -> None:
        """Saves what was typed, or says what to look at first; a second click on the same does nothing."""
        if self._saved and not self._touched:
            return
        self._touched.update(self.fields)
        record, faults = self._check()
        if record is None:
            self._say(f"Not saved yet. {self._look_at(faults)}", "gk-bad")
        elif said := self._hand_on(record):
            self._saved = True
            self.refresh()
            self.clear()
            self._say(f"Saved: {said}", "gk-good")
            for do in self._then:
                do()

    def _hand_on(self, record: AnyRecord) -> str:
        """Calls the save function; gives what was saved in words, "" when it was not."""
        said = ""
        trouble = STUMBLED  # what an error nobody foresaw leaves behind: it never looks like saved
        self._say("Saving …")
        try:
            told = self._save(record)
            said = told if isinstance(told, str) and told else self._told(record)
        except GoalkitError as error:
            trouble = f"Not saved: {error}"
        finally:
            if not said:
                self._say(trouble, "gk-bad")
        return said

    def _laid_out(self) -> Any:
        kind = self.model.kind.replace("_", "-")
        needed = any(self.model.model_fields[name].is_required() for name in self.fields)
        note = [line("Fields with * are needed; the others may stay empty.", "gk-note")]
        foot = W.HBox([self.button, self.status]).add_class("gk-foot")
        rows = [field.row for field in self.fields.values()]
        box = W.VBox([stylesheet(), *(note if needed else []), *rows, self.whole, foot])
        return box.add_class("gk-form").add_class(f"gk-{kind}-form")

    def _changed(self, name: str) -> None:
        if not self._filling:
            self._touched.add(name)
            self._say("")
            self._check()

    def _check(self) -> tuple[AnyRecord | None, dict[str, str]]:
        """The record, if everything fits, and what does not; shows the faults of what was touched."""
        values, faults = self._read()
        shown = {name for name in self.fields if self._shows(name, values)}
        values = {name: value for name, value in values.items() if name in shown or name in self._unseen}
        record = None
        try:
            record = self.model(**values)
        except ValidationError as error:
            faults = plain_errors(error, self.model) | faults
        for name, field in self.fields.items():
            field.row.layout.display = None if name in shown else "none"
            field.complain(faults.get(name, "") if name in shown & self._touched else "")
        self.whole.value = "; ".join(_sentence(text) for name, text in faults.items() if name not in shown)
        return (None if faults else record), faults

    def _read(self) -> tuple[dict[str, Any], dict[str, str]]:
        """What was typed, without what was left empty, and what cannot be read."""
        values, faults = dict(self._unseen), {}
        for name, field in self.fields.items():
            try:
                value = field.read(field.widget.value)
            except GoalkitError as error:
                faults[name] = str(error)
            else:
                values |= {} if value in ("", None) else {name: value}
        return values, faults

    def _look_at(self, faults: Mapping[str, str]) -> str:
        titles = [f"“{field.title}”" for name, field in self.fields.items() if name in faults]
        return f"Please look at {' and '.join(titles)}." if titles else "Please look at the line above."

    def _told(self, record: AnyRecord) -> str:
        """The needed fields in a line: "Read 12 books, start 2025-01-01, due 2025-12-31"."""
        needed = [
            (field.title.lower(), _as_shown(field, getattr(record, name)))
            for name, field in self.fields.items()
            if self.model.model_fields[name].is_required()
        ]
        if not needed:
            return self.model.label
        return ", ".join([needed[0][1], *(f"{title} {text}" for title, text in needed[1:])])

    def _say(self, text: str, mood: str = "") -> None:
        for other in ("gk-good", "gk-bad"):
            self.status.remove_class(other)
        if mood:
            self.status.add_class(mood)
        self.status.value = text


def _fields(model: type[Record], choices: Mapping[str, Choices]) -> dict[str, Field]:
    shown = {
        name: field_of(name, info, choices.get(name))
        for name, info in model.model_fields.items()
        if not field_extra(info, "internal")
    }
    if not shown:
        raise GoalkitError(f"goalkit fills in each {model.label} by itself; there is nothing to type")
    return shown


def _defaults(model: type[Record]) -> dict[str, Any]:
    return {name: _default(info) for name, info in model.model_fields.items()}


def _default(info: FieldInfo) -> Any:
    """What a new form begins with; a number stands greyed in its empty box, or typing would add digits to it."""
    if info.is_required() or FieldKind(info).base in (int, float):
        return None
    return info.get_default(call_default_factory=True, validated_data={})


def _as_shown(field: Field, value: Any) -> str:
    """A value in words: the label of what was chosen, else as it would be typed."""
    options = field.widget.options if isinstance(field.widget, W.Dropdown) else ()
    return {key: label for label, key in options}.get(value, show(value))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _now(given: Any) -> Any:
    return given() if callable(given) else given


def _always(_: str, __: Values) -> bool:
    return True
