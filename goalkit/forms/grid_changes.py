"""What an editable table changed in the workbook: many rows at once, told in words, and taken back in turn."""

from collections.abc import Sequence

from goalkit.errors import GoalkitError
from goalkit.forms.grid_cells import Column
from goalkit.forms.grid_rows import Sheet
from goalkit.forms.grid_source import Source
from goalkit.records import Record
from goalkit.workbook.many import ChangedSinceError, Many, RefusedError
from goalkit.workbook.rows import counted


class Changes:
    """The changes that one table made and that still stand, the latest last."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._made: list[tuple[str, tuple[str, ...]]] = []

    def __len__(self) -> int:
        return len(self._made)

    def keep(self, many: Many, why: str) -> tuple[str, ...] | None:
        """Writes it down; gives the ids of the records that were here before, None when nothing changed."""
        change = self._source.write(many, why)
        if not change:
            return None
        touched = (*many.change, *many.remove)
        self._made.append((change, touched))
        return touched

    def take_back(self) -> tuple[str, tuple[str, ...]]:
        """Takes the latest one back; gives a sentence, and the ids of the records that it was about.

        Raises GoalkitError when there is none, when it cannot be taken back any more, or is already.
        """
        if not self._made:
            raise GoalkitError("There is nothing to take back: nothing was saved in this table yet.")
        change, touched = self._made[-1]
        try:
            sentence = self._source.take_back(change)
        except ChangedSinceError as error:
            named = counted(len(error.theirs), self._source.model.label)
            raise GoalkitError(f"Not taken back: {named} changed since, and that would be lost.") from error
        except RefusedError as error:
            raise GoalkitError(f"Not taken back. {error}") from error
        except GoalkitError:  # it was taken back elsewhere: the one before it is next
            self._made.pop()
            raise
        self._made.pop()
        return sentence, touched


def setting(source: Source, sheet: Sheet, rows: Sequence[str], column: Column, text: str) -> Many:
    """One column set to one text in many rows; raises GoalkitError when it does not fit some of them."""
    columns = list(sheet.columns.values())
    bases = sheet.fields_of(rows)
    found = {name: source.understand(columns, base, {column.name: text}) for name, base in bases.items()}
    faults = [fault for one in found.values() for fault in one.faults.values()]
    if faults:
        raise GoalkitError(f"Not set, since it does not fit {counted(len(faults), 'row')}: {faults[0]}.")
    return Many(change={name: one.values for name, one in found.items()}, expected=bases)


def removal(sheet: Sheet, rows: Sequence[str]) -> Many:
    """Many rows taken out."""
    return Many(remove=rows, expected=sheet.fields_of(rows))


def saved(many: Many, model: type[Record]) -> str:
    """What was saved: "1 task changed, 2 added"."""
    parts = [(len(many.change), "changed"), (len(many.add), "added")]
    said = [(number, verb) for number, verb in parts if number]
    first = f"{counted(said[0][0], model.label)} {said[0][1]}"
    return ", ".join([first, *(f"{number} {verb}" for number, verb in said[1:])])


def still_left(count: int) -> str:
    """How many rows were not saved yet, as a further sentence; "" for none."""
    return f" {counted(count, 'row')} still {'needs' if count == 1 else 'need'} a look." if count else ""
