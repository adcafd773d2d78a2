"""The fields of one record on display: what was typed in them, as a record or as what is wrong with it."""

from collections.abc import Callable, Mapping
from itertools import groupby
from typing import Any, Generic

import ipywidgets as W  # noqa: N812 - the short name everyone gives it
from pydantic import ValidationError

from goalkit.errors import GoalkitError
from goalkit.forms.fields import Choices, Field, field_of
from goalkit.forms.handed import AnyRecord, Values
from goalkit.forms.look import line
from goalkit.records.base import FieldKind, Record, field_extra, plain_errors

UNFINISHED = "this day is only half written; please finish it or clear it"


class Sheet(Generic[AnyRecord]):
    """Widgets for the fields that a person fills in.

    Attributes:
        fields: by name.
        whole: a fault that spans fields.
        touched: the fields whose faults are shown, since a person was there.
        unseen: values of fields that are not on display, an id or a colour.
        unfinished: fields in which the browser holds half a value.
    """

    def __init__(
        self, model: type[AnyRecord], choices: Mapping[str, Choices], shows: Callable[[str, Values], bool]
    ) -> None:
        self.model, self._shows = model, shows
        self.fields = _fields(model, choices)
        self.whole = line("", "gk-whole")
        self.touched: set[str] = set()
        self.unfinished: set[str] = set()
        self.unseen: dict[str, Any] = {}
        self._groups = _groups(model, self.fields)
        self._begun: dict[str, Any] = {}
        self._watchers: list[Callable[[], object]] = []
        self._filling = False
        for field in self.fields.values():
            field.widget.observe(lambda _, name=field.name: self._changed(name), "value")

    @property
    def rows(self) -> list[Any]:
        """The fields' rows and the headings of their groups, in order."""
        return [part for heading, rows in self._groups for part in ([heading] if heading else []) + rows]

    def watch(self, do: Callable[[], object]) -> None:
        """Calls a function whenever a person has changed something."""
        self._watchers.append(do)

    def _changed(self, name: str) -> None:
        if not self._filling:
            self.touched.add(name)
            self.unfinished.discard(name)
            for do in self._watchers:
                do()

    # --- filling

    def fill(self, values: Values, unseen: Values) -> None:
        """Shows a record's values; what a person did before is forgotten."""
        self._put({name: field.as_typed(values.get(name)) for name, field in self.fields.items()})
        self.touched.clear()
        self.unfinished.clear()
        self.unseen = dict(unseen)
        self._begun = self.typed()
        self.check()

    def retype(self, typed: Values) -> None:
        """Puts back what `typed` gave, as if a person had typed it."""
        self._put({name: value for name, value in typed.items() if name in self.fields})
        self.touched.update(self.changed())
        self.check()

    def _put(self, typed: Values) -> None:
        self._filling = True
        for name, value in typed.items():
            self.fields[name].retype(value)
        self._filling = False

    def offer(self, choices: Mapping[str, Choices]) -> None:
        """Offers what there is to choose from now; what was typed and chosen stays."""
        self._filling = True
        for name in choices.keys() & self.fields.keys():
            self.fields[name].offer(choices[name])
        self._filling = False

    def defaults(self) -> dict[str, Any]:
        """What a new form begins with; a number stands greyed in its empty box, or typing would add digits to it."""
        boxed = {name for name, field in self.fields.items() if isinstance(field.widget, W.Text)}
        return {
            name: info.get_default(call_default_factory=True, validated_data={})
            for name, info in self.model.model_fields.items()
            if not info.is_required() and not (name in boxed and FieldKind(info).base in (int, float))
        }

    # --- reading

    def typed(self) -> dict[str, Any]:
        """What stands in the fields, as JSON values."""
        return {name: field.typed for name, field in self.fields.items()}

    def changed(self) -> dict[str, Any]:
        """What of it a person has changed since the fields were filled."""
        return {name: value for name, value in self.typed().items() if value != self._begun.get(name)}

    def values(self) -> dict[str, Any]:
        """What was typed and can be read, without what was left empty."""
        return self._read()[0]

    def check(self) -> tuple[AnyRecord | None, dict[str, str]]:
        """The record, if everything fits, and what does not; shows the faults of what was touched."""
        values, faults = self._read()
        shown = {name for name in self.fields if self._shows(name, values)}
        values = {name: value for name, value in values.items() if name in shown or name in self.unseen}
        record = None
        try:
            record = self.model(**values)
        except ValidationError as error:
            faults = plain_errors(error, self.model) | faults
        self._show(shown, faults)
        return (None if faults else record), faults

    def _show(self, shown: set[str], faults: Mapping[str, str]) -> None:
        for name, field in self.fields.items():
            field.row.layout.display = None if name in shown else "none"
            field.complain(faults.get(name, "") if name in shown & self.touched else "")
        for heading, rows in self._groups:
            if heading:
                heading.layout.display = None if any(row.layout.display is None for row in rows) else "none"
        self.whole.value = "; ".join(_sentence(text) for name, text in faults.items() if name not in shown)

    def _read(self) -> tuple[dict[str, Any], dict[str, str]]:
        """What was typed, without what was left empty, and what cannot be read."""
        values, faults = dict(self.unseen), dict.fromkeys(self.unfinished & self.fields.keys(), UNFINISHED)
        for name, field in self.fields.items():
            try:
                value = field.read(field.widget.value)
            except GoalkitError as error:
                faults[name] = str(error)
            else:
                values |= {} if value in ("", None) else {name: value}
        return values, faults

    # --- saying

    def look_at(self, faults: Mapping[str, str]) -> str:
        """Where to look first."""
        titles = [f"“{field.title}”" for name, field in self.fields.items() if name in faults]
        return f"Please look at {' and '.join(titles)}." if titles else "Please look at the line above."

    def told(self, record: AnyRecord) -> str:
        """The needed fields in a line: "Read 12 books, start 2025-01-01, due 2025-12-31"."""
        needed = [
            (field.title.lower(), field.as_shown(getattr(record, name)))
            for name, field in self.fields.items()
            if self.model.model_fields[name].is_required()
        ]
        if not needed:
            return self.model.label
        return ", ".join([needed[0][1], *(f"{title} {text}" for title, text in needed[1:])])

    def changes(self, one: AnyRecord, other: AnyRecord) -> list[str]:
        """What a change did, a field a text: "To 12 → 10"."""
        return [
            f"{field.title} {field.change(getattr(one, name), getattr(other, name))}"
            for name, field in self.fields.items()
            if getattr(one, name) != getattr(other, name)
        ]

    def differences(self, one: AnyRecord, other: AnyRecord) -> list[tuple[str, str, str]]:
        """(title, one's value, the other's) of the fields that are not the same, in words."""
        return [
            (field.title, field.as_shown(getattr(one, name)), field.as_shown(getattr(other, name)))
            for name, field in self.fields.items()
            if getattr(one, name) != getattr(other, name)
        ]


def heading(model: type[Record]) -> str:
    """What a form for a record is called: "Check-in"."""
    return _sentence(model.label)


def _fields(model: type[Record], choices: Mapping[str, Choices]) -> dict[str, Field]:
    shown = {
        name: field_of(name, info, choices.get(name))
        for name, info in model.model_fields.items()
        if not field_extra(info, "internal")
    }
    if not shown:
        raise GoalkitError(f"goalkit fills in each {model.label} by itself; there is nothing to type")
    return shown


def _groups(model: type[Record], fields: Mapping[str, Field]) -> list[tuple[Any, list[Any]]]:
    """Rows by their group, each with its heading; None where fields have no group."""
    by_group = groupby(fields.values(), lambda field: field_extra(model.model_fields[field.name], "group", ""))
    return [(line(name, "gk-group") if name else None, [field.row for field in rows]) for name, rows in by_group]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
