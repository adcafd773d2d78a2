"""Where an editable table of records gets its rows, and what it does with what was typed: the same for every kind."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from goalkit.errors import GoalkitError
from goalkit.forms.grid_cells import Column, Offered, Understood, column_of, show_cell
from goalkit.forms.grid_paste import Row
from goalkit.forms.grid_rows import Rows, rows_of
from goalkit.forms.wiring import choices_of, named, shown_fields, usual_start
from goalkit.records import BY_KIND, Record, field_extra, plain_errors
from goalkit.workbook.many import Many

if TYPE_CHECKING:
    from goalkit.workbook import Book

Fields = Mapping[str, Any]
DAYS = ("day", "due", "start", "since", "met_on")


@dataclass(frozen=True, slots=True)
class Source:
    """What an editable table is about; `Grid` shows it.

    Attributes:
        model: the record's class.
        columns: the columns as they are now, with what there is to choose from.
        read: the rows under those columns.
        understand: what texts typed into a row mean, given its record's fields (None for a new one).
        write: keeps changes, given with the reason; gives the id of the change, "" when nothing changed.
        take_back: takes a change back; gives a sentence.
        start: what the cells of a new row begin with.
        day: name of the column that a range of days is about, "" for none.
        sort: the column that orders rows at first, "" for the order in which they are read.
        down: largest first.
        names: further names of the columns in pasted headers.
        arrange: a pasted row's texts, given the order of its days, as the columns have them.
        note: a sentence above the table.
    """

    model: type[Record]
    columns: Callable[[], Sequence[Column]]
    read: Callable[[Sequence[Column]], Rows]
    understand: Callable[[Sequence[Column], Fields | None, Mapping[str, str]], Understood]
    write: Callable[[Many, str], str]
    take_back: Callable[[str], str]
    start: Callable[[], Mapping[str, str]] = dict
    day: str = ""
    sort: str = ""
    down: bool = False
    names: Mapping[str, Sequence[str]] = field(default_factory=dict)
    arrange: Callable[[Row, str], Row] | None = None
    note: Callable[[], str] = str


def record_source(book: "Book", model: type[Record], names: Sequence[str] = ()) -> Source:
    """The records of a class, a column a field that a person fills in.

    Args:
        book: the workbook.
        model: the record's class.
        names: the fields to show, in this order; all of them when none are named.

    Raises GoalkitError for a record that goalkit fills in by itself.
    """
    fields = shown_fields(model)
    if not fields:
        raise GoalkitError(f"goalkit fills in each {model.label} by itself; there is nothing to type")
    if model.kind == "settings":
        raise GoalkitError("a workbook has one settings record; forms.settings_form(book) is the place for it")
    if unknown := [name for name in names if name not in fields]:
        raise GoalkitError(f"a {model.label} has no field {unknown[0]!r}; expected some of {', '.join(fields)}")

    def columns() -> list[Column]:
        return [column_of(name, fields[name], offered_of(book, fields[name])) for name in names or fields]

    def understand(columns: Sequence[Column], base: Fields | None, typed: Mapping[str, str]) -> Understood:
        return understood(model, columns, base or {}, typed)

    days = [name for name in (names or fields) if column_of(name, fields[name]).kind == "day"]
    return Source(
        model,
        columns,
        lambda columns: rows_of(book.records(model), columns),
        understand,
        writer(book, model),
        taker_back(book),
        start=lambda: {name: show_cell(value) for name, value in usual_start(book, model).items()},
        day=next((name for name in DAYS if name in days), (days or [""])[0]),
    )


def writer(book: "Book", model: type[Record]) -> Callable[[Many, str], str]:
    """Keeps changes of records of a class in the workbook."""
    from goalkit.workbook.many import write_many

    return lambda many, why: write_many(book, model, many, why=why)


def taker_back(book: "Book") -> Callable[[str], str]:
    """Takes a change back in the workbook."""
    from goalkit.workbook.many import take_back

    return lambda change: take_back(book, change)


def offered_of(book: "Book", info: Any) -> Offered | None:
    """What a field that refers to other records can hold; None for any other field."""
    kind = field_extra(info, "choices_of")
    if not kind:
        return None
    labels = {record.id: named(record) for record in book.records(BY_KIND[kind])}
    return Offered(tuple(choices_of(book, kind)), labels)


def understood(model: type[Record], columns: Sequence[Column], base: Fields, typed: Mapping[str, str]) -> Understood:
    """What texts typed into a row mean, a column a field."""
    values, faults = read_cells(columns, typed)
    return checked(model, base, values, faults)


def read_cells(columns: Sequence[Column], typed: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """The values of texts by column, and what is wrong with those that mean nothing."""
    values: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for column in columns:
        if column.name not in typed:
            continue
        if column.needed and not typed[column.name].strip():
            faults[column.name] = "please fill this in"
            continue
        try:
            values[column.name] = column.read(typed[column.name])
        except GoalkitError as error:
            faults[column.name] = str(error)
    return values, faults


def checked(model: type[Record], base: Fields, values: Mapping[str, Any], faults: Mapping[str, str]) -> Understood:
    """The record that comes of it, with the faults that its model finds beside those that are known."""
    found = dict(faults)
    record = None
    try:
        record = model(**{**base, **values})
    except ValidationError as error:
        found = plain_errors(error, model) | found
    return Understood(values, None if found else record, found)
