"""What an editable table sends to the browser: plain values, one page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from goalkit.forms.grid_cells import ORDER_WORDS, Column, Understood, day_in_order
from goalkit.forms.grid_paste import Columns, Pasting
from goalkit.forms.grid_rows import Look, Sheet
from goalkit.forms.grid_unsaved import Unsaved, UnsavedRows

View = dict[str, Any]
MOST_SHOWN = 50  # pasted rows in a preview
OUT_OF_SIGHT = "something that this table does not show"


def column_view(column: Column) -> View:
    """A column's header and what its cells can hold."""
    return {
        **{name: getattr(column, name) for name in ("name", "title", "kind", "unit", "help", "needed")},
        **{name: getattr(column, name) for name in ("editable", "settable")},
        "options": [list(pair) for pair in column.options],
        "labels": dict(column.labels),
        "suggest": list(column.suggest),
    }


def row_order(found: Sequence[str], look: Look, unsaved: UnsavedRows) -> list[str]:
    """Ids of all rows to show, the new ones first, then those that the filter found; the page is not cut out yet."""
    new = [row.id for row in unsaved.new]
    if not look.unsaved:
        return [*new, *found]
    # Rows that are not saved are shown whatever the filter says: that is what one looks for them for.
    return [*new, *(row.id for row in unsaved if not row.new)]


def page_view(sheet: Sheet, look: Look, order: Sequence[str], unsaved: UnsavedRows) -> View:
    """The page of an order that a look is at."""
    begin = look.page * look.size
    ids = order[begin : begin + look.size]
    rows = [_row_view(sheet, record_id, begin + number, unsaved) for number, record_id in enumerate(ids, start=1)]
    return {
        "rows": rows,
        "begin": begin + 1 if ids else 0,
        "end": begin + len(ids),
        "total": len(order),
        "all": len(sheet.rows.ids),
        "look": asdict(look),
        "day": sheet.day,
    }


def _row_view(sheet: Sheet, record_id: str, number: int, unsaved: UnsavedRows) -> View:
    place = sheet.places.get(record_id)
    if place is not None:
        cells, hints, locked = sheet.cells(place), sheet.hints(place), sheet.locked(place)
    else:  # new, or removed elsewhere
        row = unsaved.rows.get(record_id)
        cells, hints, locked = dict(row.before) if row else {}, {}, []
    return {"id": record_id, "number": number, "cells": cells, "hints": hints, "locked": locked, "new": place is None}


def marks_view(sheet: Sheet, unsaved: UnsavedRows, shown: Sequence[str]) -> View:
    """What is typed and not saved: the rows on display, and how many there are."""
    on_page = set(shown)
    return {
        "rows": {row.id: _mark_view(sheet, row) for row in unsaved if row.id in on_page},
        "count": len(unsaved),
        "blocked": sum(row.blocked for row in unsaved),
        "hidden": sum(row.id not in on_page for row in unsaved),
    }


def _mark_view(sheet: Sheet, row: Unsaved) -> View:
    faults = row.faults
    at_cells = {name: text for name, text in faults.items() if name in sheet.columns}
    whole = [text for name, text in faults.items() if name not in sheet.columns]
    return {
        "typed": dict(row.typed),
        "faults": at_cells,
        "whole": "; ".join(whole),
        "derived": dict(row.understood.derived),
        "clash": _clash(sheet, row),
        "gone": row.gone,
        "new": row.new,
    }


def _clash(sheet: Sheet, row: Unsaved) -> list[View]:
    """Each cell that is otherwise in the workbook by now: its title, what stands here, what stands there."""
    if row.theirs is None:
        return []
    found = []
    for name, column in sheet.columns.items():
        before, theirs = row.before.get(name, ""), row.theirs.get(name, "")
        if before != theirs:
            mine = column.label(row.typed.get(name, before))
            found.append({"title": column.title, "mine": mine, "theirs": column.label(theirs)})
    return found or [{"title": OUT_OF_SIGHT.capitalize(), "mine": "", "theirs": ""}]


def pasted_view(given: Pasting, columns: Columns, rows: Sequence[tuple[Mapping[str, str], Understood]]) -> View:
    """How pasted cells are understood: what each pasted column is, the rows, and what is wrong with them."""
    own = columns.by_name
    used = {name for texts, _ in rows for name in texts} | {name for name in given.columns if name}
    shown = [column for column in columns.all if column.name in used]
    faulty = [number for number, (_, found) in enumerate(rows) if found.faults]
    some = sorted({*range(min(MOST_SHOWN, len(rows))), *faulty[:MOST_SHOWN]})
    return {
        "filling": given.at is not None,
        "header": given.has_header,
        "sources": [_source_view(given, place) for place in range(len(given.columns))],
        "choices": [[column.name, column.title] for column in columns.all if column.editable],
        "titles": [column.title for column in shown],
        "rows": [_pasted_row(number, rows[number], shown) for number in some],
        "count": len(rows),
        "faulty": len(faulty),
        "dates": given.dates,
        "orders": [_order_view(given, order, own) for order in given.orders] if len(given.orders) > 1 else [],
    }


def _source_view(given: Pasting, place: int) -> View:
    example = next((row[place] for row in given.rows if place < len(row) and row[place]), "")
    head = given.header[place] if place < len(given.header) else ""
    return {"head": head, "example": example[:60], "column": given.columns[place]}


def _order_view(given: Pasting, order: str, own: Mapping[str, Column]) -> View:
    """An order of dates in words, with what it makes of the first of them that can be read in several."""
    places = [place for place, name in enumerate(given.columns) if name and own[name].kind in ("day", "clock")]
    texts = [row[place].partition(" ")[0] for row in given.rows for place in places if place < len(row)]
    several = (text for text in texts if len({day_in_order(text, one) for one in given.orders}) > 1)
    text = next(several, "")
    day = day_in_order(text, order)
    return {"key": order, "words": ORDER_WORDS[order], "example": f"{text} is {day:%-d %B %Y}" if day else ""}


def _pasted_row(number: int, row: tuple[Mapping[str, str], Understood], shown: Sequence[Column]) -> View:
    texts, found = row
    titles = {column.name: column.title for column in shown}
    cells = [column.label(texts.get(column.name, "") or found.derived.get(column.name, "")) for column in shown]
    faults = [f"{titles[name]}: {text}" if name in titles else text for name, text in found.faults.items()]
    return {"number": number + 1, "cells": cells, "fault": "; ".join(faults)}
