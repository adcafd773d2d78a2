"""What a person might do to a workbook, step by step and of any kind, for laws about its past."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pandas as pd
from examples import another, example
from hypothesis import strategies as st
from test_workbook_imports import PROBLEM, Export, entries

from goalkit.errors import GoalkitError
from goalkit.forms.wiring import shown_fields
from goalkit.records import RECORDS, TimeEntry
from goalkit.workbook.imports import store
from goalkit.workbook.many import Many, take_back, write_many

KEYS = "abcdefgh"
VERB = {"import": "import_"}


def is_typed(model):
    """Whether a person could write it down by hand."""
    shown = shown_fields(model)
    return bool(shown) and all(name in shown or not info.is_required() for name, info in model.model_fields.items())


TYPED = [model for model in RECORDS if is_typed(model)]
VERBS = ("add", "add", "change", "change", "change entry", "remove", "remove entry", "import", "import", "edited",
         "many", "take back", "undo", "undo")  # fmt: skip
STEPS = st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 10**6)), max_size=14)
OF_ENTRIES = ("import", "edited", "change entry", "remove entry", "many", "take back", "undo")
ENTRY_STEPS = st.lists(st.tuples(st.sampled_from(OF_ENTRIES), st.integers(0, 10**6)), max_size=20)


@dataclass
class Walker:
    """A person at a workbook: what they imported and which changes of many records they made."""

    book: object
    files: int = 0
    changes: tuple = ()

    def step(self, verb, number):
        """Does one thing; what the workbook refuses is left."""
        try:
            getattr(self, VERB.get(verb, verb.replace(" ", "_")))(number)
        except GoalkitError:
            return

    def add(self, number):
        """A new record of some kind."""
        model = TYPED[number % len(TYPED)]
        self.book.add(example(model, self.book))

    def change(self, number, models=TYPED):
        """Another value in a record that is there."""
        if found := self._one(number, models):
            changed, name = another(type(found), found, self.book)
            self.book.change(type(found), found.id, {name: getattr(changed, name)}, why=f"because {number}")

    def change_entry(self, number):
        """The same, of an entry."""
        self.change(number, [TimeEntry])

    def remove(self, number, models=TYPED):
        """A record that nothing refers to goes."""
        if found := self._one(number, models):
            self.book.remove(type(found), found.id)

    def remove_entry(self, number):
        """The same, of an entry."""
        self.remove(number, [TimeEntry])

    def import_(self, number, hashes=""):
        """An export of some hours, one problem row in it."""
        self.files += 1
        keys = [key for place, key in enumerate(KEYS) if number >> place & 1]
        found = entries(keys)
        export = found.assign(
            source_hash=pd.Series([f"{hashes}{key}" for key in keys], dtype="str"),
            description=found["description"] + hashes,
        )
        store(self.book._engine, Export(export, (PROBLEM,), file=f"log{self.files}.csv"), datetime.now(UTC))

    def edited(self, number):
        """The same hours after somebody edited them in the tracker."""
        self.import_(number, hashes=f"v{number % 5}")

    def many(self, number):
        """Two entries changed and one removed at once."""
        found = self.book.records(TimeEntry)
        if len(found) >= 3:
            first = number % (len(found) - 2)
            one, two, gone = found[first : first + 3]
            values = {one.id: {"project": f"P{number}"}, two.id: {"tags": [str(number)]}}
            self.changes += (write_many(self.book, TimeEntry, Many(change=values, remove=[gone.id])),)

    def take_back(self, number):
        """One of these changes is taken back, whatever came after."""
        if self.changes:
            take_back(self.book, self.changes[number % len(self.changes)])

    def undo(self, _number):
        """The latest change is taken back."""
        self.book.undo()

    def _one(self, number, models):
        model = models[number % len(models)]
        full = [one for one in (model, *models) if self.book.counts()[one.kind]]
        records = self.book.records(full[0]) if full else []
        return records[number % len(records)] if records else None
