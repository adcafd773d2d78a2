"""The form of any record, joined to the workbook: it adds, changes, removes, takes back and remembers."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic

from goalkit.errors import GoalkitError
from goalkit.forms.form import RecordForm
from goalkit.forms.handed import AnyRecord, Deed, Handed, Unsaved, always, now
from goalkit.forms.wiring import Wiring, named, references, told_apart, usual_choices, usual_start
from goalkit.periods import load_zone
from goalkit.records import BY_KIND, FieldKind, Record, new_id

if TYPE_CHECKING:
    from goalkit.workbook import Book
    from goalkit.workbook.drafts import Draft

USUAL: Wiring[Any] = Wiring()
MOST_LISTED = 1000  # newest records in the list of those to change
ASKED_WHY = ("goal",)


def book_form(book: "Book", model: type[AnyRecord], wiring: Wiring[AnyRecord] = USUAL) -> RecordForm[AnyRecord]:
    """A form that writes records of a class into the workbook, and changes those written before.

    Args:
        book: the workbook.
        model: the record's class; of one that there is only once, as the settings, that one is changed.
        wiring: where this kind of record departs from the usual way.

    Raises GoalkitError for a record that goalkit fills in by itself.
    """
    only = next(iter(FieldKind(model.model_fields["id"]).choices), "")
    records = BookRecords(book, model, wiring)
    return RecordForm(
        model,
        Handed(
            save=records.add,
            choices=lambda: {**usual_choices(book, model), **now(wiring.choices)},
            start=lambda: {**usual_start(book, model), **now(wiring.start)},
            shows=wiring.shows or always,
            editing=records if wiring.editable or only else None,
            undo=records.undo,
            drafts=BookDrafts(book, wiring.name or model.kind),
            home=wiring.home or (lambda: only),
            single=bool(only),
            ask_why=model.kind in ASKED_WHY if wiring.ask_why is None else wiring.ask_why,
            called=wiring.called,
        ),
    )


class BookRecords(Generic[AnyRecord]):
    """The records of a class in a workbook, as a form wants them."""

    def __init__(self, book: "Book", model: type[AnyRecord], wiring: Wiring[AnyRecord] = USUAL) -> None:
        self._book, self._model, self._wiring = book, model, wiring

    def add(self, record: AnyRecord) -> Deed[AnyRecord]:
        """Keeps a new record."""
        before_save, told = self._wiring.before_save, self._wiring.told
        kept = self._book.add(before_save(record) if before_save else record)
        return Deed(None, kept, told(kept) if told else "")

    def listed(self) -> Sequence[tuple[str, str]]:
        """(name, id) of the records that can be changed, the newest first."""
        newest = self._book.records(self._model)[: -MOST_LISTED - 1 : -1]
        if self._wiring.listed:
            return told_apart([(self._wiring.listed(record), record.id) for record in newest])
        kinds = set(references(self._model).values())
        names = {record.id: named(record) for kind in kinds for record in self._book.records(BY_KIND[kind])}
        return told_apart([(named(record, names), record.id) for record in newest])

    def find(self, record_id: str) -> AnyRecord:
        """One of them."""
        if FieldKind(self._model.model_fields["id"]).choices and not self._book.records(self._model):
            return self._model()  # the one that nobody has written down yet
        return self._book.get(self._model, record_id)

    def chosen(self, record: AnyRecord) -> Mapping[str, Sequence[tuple[str, str]]]:
        """What a record refers to, by field."""
        return {
            name: [(self._name_of(kind, one), one) for one in _ids(getattr(record, name))]
            for name, kind in references(self._model).items()
        }

    def change(self, before: AnyRecord, after: AnyRecord, why: str) -> Deed[AnyRecord]:
        """Keeps a record in place of what it was."""
        if getattr(self._model, "versions", False):  # an older one stays as it was
            return self.add(after.model_copy(update={"id": new_id()}))
        values = {name: getattr(after, name) for name in self._model.model_fields if name != "id"}
        return Deed(before, self._book.change(self._model, before.id, values, why=why, expected=before))

    def remove(self, record: AnyRecord) -> Deed[AnyRecord]:
        """Takes a record out."""
        self._book.remove(self._model, record.id, expected=record)
        return Deed(record, None)

    def undo(self, deed: Deed[AnyRecord]) -> str:
        """Takes back what was done, and says what it was."""
        return self._book.undo(of=(deed.before, deed.after))

    def _name_of(self, kind: str, record_id: str) -> str:
        try:
            return named(self._book.get(BY_KIND[kind], record_id))
        except GoalkitError:
            return record_id


def _ids(value: str | Sequence[str] | None) -> Sequence[str]:
    return [value] if isinstance(value, str) and value else list(value or ())


class BookDrafts:
    """What was typed into one form, remembered in a workbook."""

    def __init__(self, book: "Book", form: str) -> None:
        self._book, self._form = book, form

    def load(self, record_id: str | None) -> Unsaved | None:
        """What was typed about a record, or of late for None."""
        draft = self._book.load_draft(self._form, record_id)
        return self._unsaved(draft) if draft else None

    def left(self) -> Sequence[Unsaved]:
        """All that was typed and not saved, the latest first."""
        return [self._unsaved(draft) for draft in self._book.drafts(self._form)]

    def keep(self, unsaved: Unsaved) -> None:
        """Remembers what was typed."""
        from goalkit.workbook.drafts import Draft

        base: Record | None = unsaved.base
        self._book.keep_draft(Draft(self._form, unsaved.typed, unsaved.record_id, base))

    def drop(self, record_id: str) -> None:
        """Forgets it."""
        self._book.drop_draft(self._form, record_id)

    def _unsaved(self, draft: "Draft") -> Unsaved:
        local = draft.when.astimezone(load_zone(self._book.settings.zone))
        return Unsaved(draft.typed, draft.record_id, draft.base, local)
