"""An editable table of records: filter, sort, edit many rows, paste from a spreadsheet, save, undo."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from goalkit.errors import GoalkitError
from goalkit.forms.form import STUMBLED
from goalkit.forms.grid_entries import entries_source
from goalkit.forms.grid_page import column_view, marks_view, page_view, row_order
from goalkit.forms.grid_paste import format_tsv
from goalkit.forms.grid_pasting import Pastings
from goalkit.forms.grid_rows import LARGEST_PAGE, Look, Sheet
from goalkit.forms.grid_source import Source, record_source
from goalkit.forms.grid_unsaved import Unsaved, UnsavedRows
from goalkit.forms.grid_widget import GridWidget
from goalkit.records import Record, Task
from goalkit.workbook.many import ChangedSinceError, Many, RefusedError
from goalkit.workbook.rows import counted

if TYPE_CHECKING:
    from goalkit.workbook import Book

Message = dict[str, Any]
LOOKS = {"words": str, "first": str, "last": str, "sort": str, "down": bool, "page": int, "size": int, "unsaved": bool}
CHOICE_MOVED = "The choice is another one by now; please look at it and press again."


def entries_grid(book: "Book", first: date | None = None, last: date | None = None) -> "Grid":
    """An editable table of the time entries, or of those of the days from `first` to `last`."""
    return Grid(entries_source(book, first, last))


def tasks_grid(book: "Book") -> "Grid":
    """An editable table of the tasks."""
    return record_grid(book, Task)


def record_grid(book: "Book", model: type[Record], *names: str) -> "Grid":
    """An editable table of the records of a class: of the fields named, else of all that a person fills in."""
    return Grid(record_source(book, model, names))


class Grid:
    """A table to edit; it keeps what is not saved yet, and nothing else. Show it by naming it last in a cell.

    Attributes:
        source: where its rows come from and go to.
        widget: what is on display.
        look: the filter, the order and the page.
        unsaved: rows with something typed.
        chosen: ids of the rows that were chosen.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.widget = GridWidget()
        self.look = Look(sort=source.sort, down=source.down)
        self.chosen: set[str] = set()
        self.unsaved = UnsavedRows(lambda base, typed: source.understand(self._columns, base, typed))
        self.pastings = Pastings(source, self.unsaved)
        self._changes: list[tuple[str, tuple[str, ...]]] = []
        self._then: list[Callable[[], object]] = []
        self._said = 0
        self._read()
        self._say("")
        self._show()
        self.widget.listen(self.receive)

    def _repr_mimebundle_(self, **wanted: Any) -> Any:
        return self.widget._repr_mimebundle_(**wanted)

    def then(self, do: Callable[[], object]) -> None:
        """Calls a function after each change that was kept, for example another table's `refresh`."""
        self._then.append(do)

    def refresh(self) -> None:
        """Reads the workbook again; what was typed and not saved stays."""
        self._read()
        self._show()

    def receive(self, message: Message) -> None:
        """Does what the browser asks for, and shows what came of it."""
        do = ACTIONS.get(str(message.get("do")))
        if do is None:
            return
        trouble = STUMBLED  # what an error nobody foresaw leaves behind: it never looks like done
        try:
            do(self, message)
            trouble = ""
        except GoalkitError as error:
            trouble = str(error)
        finally:
            if trouble:
                self._say(trouble, "bad")
            self._show(int(message.get("n") or 0))

    # --- what is on display

    def _read(self, own: Sequence[str] = ()) -> None:
        """Reads columns and rows; `own` are the rows that this table changed itself."""
        self._columns = list(self.source.columns())
        self.sheet = Sheet(self._columns, self.source.read(self._columns), self.source.day)
        self.chosen &= self.sheet.places.keys()
        self.unsaved.meet(self.sheet, own)
        self.pastings.columns = self._columns
        self._found: tuple[Look, list[str]] | None = None

    @property
    def order(self) -> list[str]:
        """Ids of all rows that the filter shows, in their order."""
        if self._found is None or self._found[0] != replace(self.look, page=0):
            shown = [self.sheet.rows.ids[place] for place in self.sheet.find(self.look)]
            self._found = replace(self.look, page=0), shown
        return row_order(self._found[1], self.look, self.unsaved)

    def _show(self, seen: int = 0) -> None:
        if self.look.unsaved and not self.unsaved:
            self.look = replace(self.look, unsaved=False)
        order = self.order
        last_page = max(0, (len(order) - 1) // self.look.size)
        self.look = replace(self.look, page=min(self.look.page, last_page))
        page = page_view(self.sheet, self.look, order, self.unsaved)
        shown = [row["id"] for row in page["rows"]]
        marks = marks_view(self.sheet, self.unsaved, shown)
        label = self.source.model.label
        with self.widget.hold_sync():
            self.widget.title = counted(2, label)[2:].capitalize()
            self.widget.note = self.source.note()
            self.widget.columns = [column_view(column) for column in self._columns]
            self.widget.page = page
            self.widget.marks = {**marks, "seen": seen or self.widget.marks.get("seen", 0)}
            self.widget.chosen = {"count": len(self.chosen), "rows": [name for name in shown if name in self.chosen]}
            self.widget.told = {**self._told, "undo": bool(self._changes)}
            self.widget.pasted = self.pastings.view()

    def _say(self, text: str, mood: str = "", focus: Sequence[str] = ()) -> None:
        self._said += 1
        self._told = {"text": text, "mood": mood, "focus": list(focus), "n": self._said}

    def _look(self, message: Message) -> None:
        asked = {name: kind(message[name]) for name, kind in LOOKS.items() if name in message}
        if not set(asked) <= {"page"}:
            asked = {"page": 0} | asked
        look = replace(self.look, **asked)
        self.look = replace(look, size=min(max(look.size, 1), LARGEST_PAGE), page=max(look.page, 0))

    # --- typing

    def _edit(self, message: Message) -> None:
        row, name, text = (str(message.get(key, "")) for key in ("row", "name", "text"))
        if not self.unsaved.put(self.sheet, row, name, text):
            raise GoalkitError("That cell cannot be typed in any more; the table shows the row as it is now.")
        self._say("")

    def _add_row(self, _: Message) -> None:
        row = self.unsaved.add(self.source.start(), self._blank())
        self.look = replace(self.look, page=0)
        first = next(column.name for column in self._columns if column.editable)
        self._say("A new row stands first; it is saved with “Save changes”.", focus=(row.id, first))

    def _blank(self) -> dict[str, str]:
        return {column.name: column.blank for column in self._columns}

    def _discard(self, message: Message) -> None:
        rows = [message["row"]] if "row" in message else list(self.unsaved.rows)
        for row in rows:
            self.unsaved.drop(row)
        self._read()
        self._say("" if "row" in message else f"What was typed into {_rows(len(rows))} is discarded.")

    def _mine(self, message: Message) -> None:
        row = self._unsaved(message)
        if row.gone:
            self.unsaved.as_new(row, self.sheet.columns)
            self._say("It is a new row now; “Save changes” adds it again.")
        else:
            self.unsaved.settle(self.sheet, row)
            self._say("What you typed stays; “Save changes” writes it, and leaves the other cells as they are there.")

    def _theirs(self, message: Message) -> None:
        self.unsaved.drop(self._unsaved(message).id)
        self._say("The row is as it stands in the workbook.")

    def _unsaved(self, message: Message) -> Unsaved:
        row = self.unsaved.rows.get(str(message.get("row")))
        if row is None:
            raise GoalkitError("There is nothing unsaved in that row any more.")
        return row

    # --- saving

    def save(self, only_good: bool = False) -> None:
        """Saves all that was typed as one change, or nothing of it while a row needs a look.

        With `only_good` the rows that need none are saved, and the others stay as they are typed.
        """
        self.unsaved.read_anew()
        rows = list(self.unsaved)
        blocked = [row for row in rows if row.blocked]
        good = [row for row in rows if not row.blocked]
        if not rows:
            return
        if blocked and not (only_good and good):
            self._refuse(blocked, len(rows))
            return
        many = self.unsaved.many(good)
        if self._write(many, [row.id for row in good], "edited in the table"):
            self._say(f"Saved: {_sum(many, self.source.model)}.{_left(len(blocked))}", "good")
        else:
            self._say(f"Nothing to save: what you typed is what stood there.{_left(len(blocked))}", "good")

    def _refuse(self, blocked: Sequence[Unsaved], count: int) -> None:
        look = " needs a look" if len(blocked) == 1 else " need a look"
        first = blocked[0]
        begin = self.look.page * self.look.size
        more = ""
        if first.id not in self.order[begin : begin + self.look.size]:
            self.look = replace(self.look, unsaved=True, page=0)
            more = " Only the rows that are not saved are shown now."
        name = next(iter(first.faults), "")
        self._say(f"Not saved yet: {len(blocked)} of {_rows(count)}{look}.{more}", "bad", (first.id, name))

    def _write(self, many: Many, ids: Sequence[str], why: str) -> bool:
        """Keeps changes and reads the table anew; whether there was anything to keep. `ids` are settled by it."""
        try:
            change = self.source.write(many, why)
        except ChangedSinceError as error:
            self._read()
            named = counted(len(error.theirs), self.source.model.label)
            raise GoalkitError(
                f"Nothing is written: {named} changed elsewhere since it was read here. The table shows what stands "
                "there now; where you had typed something, both are shown."
            ) from error
        except RefusedError as error:
            self.unsaved.complain(error.record_id, error.reason)
            raise GoalkitError(f"Nothing is written. {error}") from error
        for name in ids:
            self.unsaved.drop(name)
        touched = (*many.change, *many.remove)
        self._read(touched)
        if change:
            self._changes.append((change, touched))
            for do in self._then:
                do()
        return bool(change)

    def undo(self) -> None:
        """Takes back the latest change that was made in this table and still stands."""
        if not self._changes:
            self._say("There is nothing to take back: nothing was saved in this table yet.")
            return
        change, touched = self._changes[-1]
        try:
            sentence = self.source.take_back(change)
        except ChangedSinceError as error:
            self._read()
            named = counted(len(error.theirs), self.source.model.label)
            raise GoalkitError(f"Not taken back: {named} changed since, and that would be lost.") from error
        except GoalkitError:
            self._changes.pop()
            raise
        self._changes.pop()
        self._read(touched)
        self._say(sentence, "good")
        for do in self._then:
            do()

    # --- many rows

    def _choose(self, message: Message) -> None:
        rows = {str(name) for name in message.get("rows", ())} & self.sheet.places.keys()
        self.chosen = self.chosen | rows if message.get("on") else self.chosen - rows

    def _choose_all(self, message: Message) -> None:
        self.chosen = {name for name in self.order if name in self.sheet.places} if message.get("on") else set()

    def _chosen(self, message: Message) -> list[str]:
        """The chosen rows in their order, if they are as many as the person saw."""
        if message.get("count") != len(self.chosen):
            raise GoalkitError(CHOICE_MOVED)
        return [name for name in self.sheet.rows.ids if name in self.chosen]

    def _set(self, message: Message) -> None:
        rows, text = self._chosen(message), str(message.get("text", ""))
        column = self.sheet.columns.get(str(message.get("name")))
        if not rows or column is None or not (column.editable and column.settable):
            return
        bases = {name: self.sheet.rows.fields(self.sheet.places[name]) for name in rows}
        found = {name: self.source.understand(self._columns, base, {column.name: text}) for name, base in bases.items()}
        faults = [(name, fault) for name, one in found.items() for fault in one.faults.values()]
        if faults:
            raise GoalkitError(f"Not set, since it does not fit {_rows(len(faults))}: {faults[0][1]}.")
        for name in set(rows) & self.unsaved.rows.keys():
            self.unsaved.rows[name].typed.pop(column.name, None)
        many = Many(change={name: one.values for name, one in found.items()}, expected=bases)
        named = counted(len(rows), self.source.model.label)
        to = f"set to “{column.label(text)}”" if text else "cleared"
        if self._write(many, (), f"{column.title} {to}"):
            self._say(f"{column.title} {to} for {named}. “Undo” takes it back for all of them.", "good")
        else:
            self._say(f"Nothing to change: {column.title} is so for {named} already.", "good")

    def _remove(self, message: Message) -> None:
        rows = self._chosen(message)
        if not rows:
            return
        expected = {name: self.sheet.rows.fields(self.sheet.places[name]) for name in rows}
        self._write(Many(remove=rows, expected=expected), rows, "removed in the table")
        self._say(f"Removed {counted(len(rows), self.source.model.label)}. “Undo” brings them back.", "good")

    def _copy(self, message: Message) -> None:
        self._chosen(message)
        places = [self.sheet.places[name] for name in self.order if name in self.chosen]
        hidden = [self.sheet.places[name] for name in self.chosen if name not in set(self.order)]
        rows = [self._copied(place) for place in (*places, *hidden)]
        titles = [column.title for column in self._columns]
        self.widget.send({"copy": format_tsv([titles, *rows]), "count": len(rows)})

    def _copied(self, place: int) -> list[str]:
        exact = self.sheet.rows.exact(place)
        return [exact.get(name) or self.sheet.shown(name)[place] for name in self.sheet.columns]

    # --- pasting

    def _paste(self, message: Message) -> None:
        self._say("")
        if told := self.pastings.begin(message, self.sheet, self.order):
            self._say(told)

    def _paste_how(self, message: Message) -> None:
        self.pastings.change(message)

    def _paste_take(self, message: Message) -> None:
        if message.get("how") != "save":
            self._say(self.pastings.put(self.sheet, self.order, self._blank()))
            return
        records = self.pastings.records()
        if records and self._write(Many(add=records), (), "pasted into the table"):
            self.pastings.end()
            self._say(f"Saved: {counted(len(records), self.source.model.label)} added.", "good")

    def _paste_end(self, _: Message) -> None:
        self.pastings.end()
        self._say("")


ACTIONS: dict[str, Callable[[Grid, Message], None]] = {
    "show": lambda grid, _: None,
    "refresh": lambda grid, _: grid._read(),
    "look": Grid._look,
    "edit": Grid._edit,
    "add": Grid._add_row,
    "discard": Grid._discard,
    "mine": Grid._mine,
    "theirs": Grid._theirs,
    "save": lambda grid, message: grid.save(bool(message.get("only_good"))),
    "undo": lambda grid, _: grid.undo(),
    "choose": Grid._choose,
    "choose_all": Grid._choose_all,
    "set": Grid._set,
    "remove": Grid._remove,
    "copy": Grid._copy,
    "paste": Grid._paste,
    "paste_how": Grid._paste_how,
    "paste_take": Grid._paste_take,
    "paste_end": Grid._paste_end,
}


def _rows(count: int) -> str:
    return counted(count, "row")


def _sum(many: Many, model: type[Record]) -> str:
    """What was saved: "1 task added, 2 changed"."""
    parts = [(len(many.change), "changed"), (len(many.add), "added")]
    said = [(number, verb) for number, verb in parts if number]
    first = f"{counted(said[0][0], model.label)} {said[0][1]}"
    return ", ".join([first, *(f"{number} {verb}" for number, verb in said[1:])])


def _left(count: int) -> str:
    return f" {_rows(count)} still {'needs' if count == 1 else 'need'} a look." if count else ""
