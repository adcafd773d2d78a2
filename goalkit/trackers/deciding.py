"""What all rows of a file decide together, once: the order of its dates and its decimal mark."""

from collections.abc import Mapping

from goalkit.errors import GoalkitError, UndecidedError
from goalkit.trackers import cells
from goalkit.trackers.table import Table

DATE_ROLES = ("start_date", "end_date", "date", "start", "end")


def date_order(table: Table, columns: Mapping[str, str], given: str | None) -> str:
    """The order of the dates: "ymd", "dmy" or "mdy".

    What was given holds, unless no date of the file can be read so: a folder may have files of several
    orders. Raises UndecidedError where nothing was given and the rows fit two orders, GoalkitError where
    they are no dates.
    """
    texts = _date_texts(table, columns)
    if given and (not texts or any(cells.parse_date(text, given) is not None for text in texts)):
        return given
    orders = cells.possible_orders(texts)
    if len(orders) == 1:
        return orders[0]
    name = columns.get("start_date") or columns.get("date") or columns.get("start", "")
    line = table.lines[0] if table.rows else table.source.header_lines + 1
    where, shown = f"{table.source.name}, line {line}, column {name!r}", texts[0] if texts else ""
    if orders:
        raise UndecidedError(
            f"{where}: {shown!r} can be read in two ways ({' or '.join(orders)}), and no row of the file decides",
            "dates",
            orders,
            shown,
        )
    raise GoalkitError(
        f"{where}: {shown!r} is not a day of the years 1971 to 2199; expected for example 2025-03-14, 14/03/2025 "
        "or 14.03.2025 — is this the right export?"
    )


def _date_texts(table: Table, columns: Mapping[str, str]) -> list[str]:
    """The distinct days that stand in cells, without the times behind them."""
    found: dict[str, None] = {}
    for role in DATE_ROLES:
        if role in columns:
            days = (text.replace("T", " ").split(" ")[0].rstrip(",") for text in table.column(columns[role]).texts)
            found |= dict.fromkeys(day for day in days if day)
    return list(found)


def decimal_mark(table: Table, name: str, given: str | None, always: str) -> str:
    """The decimal mark of a column: "." or ",".

    A spreadsheet's numbers have a point, whatever is said of texts; then what was given ("point" or
    "comma"), what a format `always` has, and the rows decide. Raises UndecidedError where they cannot.
    """
    if name in table.source.points:
        return "."
    if told := {"point": ".", "comma": ","}.get(given or "", always):
        return told
    numbers = [text for text in table.column(name).texts if cells.decimal_marks([text])]
    marks, marked = cells.decimal_marks(numbers), [text for text in numbers if "," in text or "." in text]
    if marks == ".," and marked:
        shown = marked[0]
        raise UndecidedError(
            f"{table.source.name}, column {name!r}: {shown!r} can be {cells.parse_decimal(shown, '.'):g} or "
            f"{cells.parse_decimal(shown, ','):g}, and no row of the file decides",
            "decimal",
            ("point", "comma"),
            shown,
        )
    return marks[:1] or "."
