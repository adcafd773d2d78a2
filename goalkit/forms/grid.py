"""An editable table of records: filter, sort, edit many rows, paste from a spreadsheet, save, undo."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from goalkit.errors import GoalkitError
from goalkit.forms.form import STUMBLED
from goalkit.forms.grid_changes import Changes, removal, saved, setting, still_left
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
    from goalkit.forms.picture import Follows
    from goalkit.workbook import Book

Message = dict[str, Any]
LOOKS = {"words": str, "first": str, "last": str, "sort": str, "down": bool, "page": int, "size": int, "unsaved": bool}
CHOICE_MOVED = "The choice is another one by now; please look at it and press again."


def entries_grid(
    book: "Book", first: date | None = None, last: date | None = None, after: Sequence["Follows"] = ()
) -> "Grid":
    """An editable table of the time entries, or of those of the days from `first` to `last`; follows some forms."""
    grid = Grid(entries_source(book, first, last))
    for form in after:
        form.then(grid.refresh)
    return grid


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
        changes: what it changed in the workbook.
        chosen: ids of the rows that were chosen.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.widget = GridWidget()
        self.look = Look(sort=source.sort, down=source.down)
        self.chosen: set[str] = set()
        self.unsaved = UnsavedRows(lambda base, typed: source.understand(self._columns, base, typed))
        self.pastings = Pastings(source, self.unsaved)
        self.changes = Changes(source)
        self._kept = False
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
        if self._kept:  # last of all: what others make of it must not make it look undone
            self._kept = False
            for follow in self._then:
                follow()

    def save(self) -> None:
        """Saves what was typed, as its button does."""
        self.receive({"do": "save"})

    def undo(self) -> None:
        """Takes back the latest change that was made in this table and still stands."""
        self.receive({"do": "undo"})

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
            self.widget.chosen = self._chosen_view(order, shown)
            self.widget.told = {**self._told, "undo": bool(self.changes)}
            self.widget.pasted = self.pastings.view()

    def _chosen_view(self, order: Sequence[str], shown: Sequence[str]) -> dict[str, Any]:
        """How many rows are chosen, how many of them the filter hides, and which of those on display."""
        rows = [name for name in shown if name in self.chosen]
        count = len(self.chosen)
        hidden = count - sum(name in self.chosen for name in order) if count > len(rows) else 0
        return {"count": count, "hidden": hidden, "rows": rows}

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
        self._say("" if "row" in message else f"What was typed into {counted(len(rows), 'row')} is discarded.")

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

    def _save(self, message: Message) -> None:
        """Saves all that was typed as one change, or nothing of it while a row needs a look.

        With `only_good` the rows that need none are saved, and the others stay as they are typed.
        """
        self.unsaved.read_anew()
        rows = list(self.unsaved)
        blocked = [row for row in rows if row.blocked]
        good = [row for row in rows if not row.blocked]
        if not rows:
            return
        if blocked and not (message.get("only_good") and good):
            self._refuse(blocked, len(rows))
            return
        many, left = self.unsaved.many(good), still_left(len(blocked))
        if self._write(many, [row.id for row in good], "edited in the table"):
            self._say(f"Saved: {saved(many, self.source.model)}.{left}", "good")
        else:
            self._say(f"Nothing to save: what you typed is what stood there.{left}", "good")

    def _refuse(self, blocked: Sequence[Unsaved], count: int) -> None:
        look = "needs a look" if len(blocked) == 1 else "need a look"
        more = self._reveal(blocked[0])
        focus = blocked[0].id, next(iter(blocked[0].faults), "")
        self._say(f"Not saved yet: {len(blocked)} of {counted(count, 'row')} {look}.{more}", "bad", focus)

    def _reveal(self, row: Unsaved) -> str:
        """Has a row that is not saved on display; gives a sentence when that changes what is shown."""
        begin = self.look.page * self.look.size
        if row.id in self.order[begin : begin + self.look.size]:
            return ""
        self.look = replace(self.look, unsaved=True, page=0)
        return " Only the rows that are not saved are shown now."

    def _write(self, many: Many, ids: Sequence[str], why: str) -> bool:
        """Keeps changes and reads the table anew; whether there was anything to keep. `ids` are settled by it."""
        try:
            touched = self.changes.keep(many, why)
        except ChangedSinceError as error:
            raise GoalkitError(self._meet(len(error.theirs))) from error
        except RefusedError as error:
            self.unsaved.complain(error.record_id, error.reason)
            raise GoalkitError(f"Nothing is written. {error}") from error
        except GoalkitError as error:
            raise GoalkitError(f"Nothing is written, and what you typed is still here. {error}") from error
        for name in ids:
            self.unsaved.drop(name)
        self._read(touched or ())
        self._kept = touched is not None
        return self._kept

    def _meet(self, count: int) -> str:
        """Reads what others changed meanwhile; gives a sentence about it."""
        self._read()
        met = [row for row in self.unsaved if row.theirs is not None or row.gone]
        both = f" Where you had typed something, both are shown.{self._reveal(met[0])}" if met else ""
        named = counted(count, self.source.model.label)
        return f"Nothing is written: {named} changed elsewhere meanwhile. The table shows what stands there now.{both}"

    def _undo(self, _: Message) -> None:
        try:
            sentence, touched = self.changes.take_back()
        except GoalkitError:
            self._read()
            raise
        self._read(touched)
        self._kept = True
        self._say(sentence, "good")

    # --- many rows

    def _choose(self, message: Message) -> None:
        rows = {str(name) for name in message.get("rows", ())} & self.sheet.places.keys()
        self.chosen = self.chosen | rows if message.get("on") else self.chosen - rows

    def _choose_all(self, message: Message) -> None:
        self.chosen = {name for name in self.order if name in self.sheet.places} if message.get("on") else set()

    def _chosen(self, message: Message) -> list[str]:
        """The chosen rows in the order in which they are shown, if they are as many as the person saw."""
        if message.get("count") != len(self.chosen):
            raise GoalkitError(CHOICE_MOVED)
        shown = [name for name in self.order if name in self.chosen]
        return [*shown, *sorted(self.chosen - set(shown), key=self.sheet.places.__getitem__)]

    def _set(self, message: Message) -> None:
        rows, text = self._chosen(message), str(message.get("text", ""))
        column = self.sheet.columns.get(str(message.get("name")))
        if not rows or column is None or not (column.editable and column.settable):
            return
        many = setting(self.source, self.sheet, rows, column, text)
        for name in set(rows) & self.unsaved.rows.keys():
            self.unsaved.rows[name].typed.pop(column.name, None)
        named = counted(len(rows), self.source.model.label)
        to = f"set to “{column.label(text)}”" if text else "cleared"
        if self._write(many, (), f"{column.title} {to}"):
            self._say(f"{column.title} {to} for {named}. “Undo” takes it back for all of them.", "good")
        else:
            self._say(f"Nothing to change: {column.title} is so for {named} already.", "good")

    def _remove(self, message: Message) -> None:
        rows = self._chosen(message)
        if rows and self._write(removal(self.sheet, rows), rows, "removed in the table"):
            self._say(f"Removed {counted(len(rows), self.source.model.label)}. “Undo” brings them back.", "good")

    def _copy(self, message: Message) -> None:
        rows = [self._copied(self.sheet.places[name]) for name in self._chosen(message)]
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
    "save": Grid._save,
    "undo": Grid._undo,
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
