"""A frame as a small table that follows a form; every text in it is escaped."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from html import escape
from typing import Any

import ipywidgets as W  # noqa: N812 - the short name everyone gives it
import pandas as pd

from goalkit.forms.form import RecordForm
from goalkit.forms.look import stylesheet


class Table:
    """A table read anew after each save of a form. Show it by naming it last in a cell.

    Attributes:
        widget: all of it.
    """

    def __init__(
        self, read: Callable[[], pd.DataFrame], caption: str, nothing: str, after: RecordForm[Any] | None = None
    ) -> None:
        self._read, self._caption, self._nothing = read, caption, nothing
        self._cells = W.HTML()
        self.widget = W.VBox([stylesheet(), self._cells]).add_class("gk-table")
        self.refresh()
        if after is not None:
            after.then(self.refresh)

    def _repr_mimebundle_(self, **wanted: Any) -> Any:
        return self.widget._repr_mimebundle_(**wanted)

    @property
    def html(self) -> str:
        """What is on display."""
        return str(self._cells.value)

    def refresh(self) -> None:
        """Reads the frame again."""
        frame = self._read()
        self._cells.value = escape(self._nothing) if frame.empty else table_html(frame, self._caption)


def table_html(frame: pd.DataFrame, caption: str) -> str:
    """A frame as an HTML table with a caption: numbers to the right, days as ISO days, nothing for NA."""
    numbers = [pd.api.types.is_numeric_dtype(dtype) for dtype in frame.dtypes]
    head = _row("th", frame.columns, numbers)
    body = "".join(_row("td", row, numbers) for row in frame.itertuples(index=False, name=None))
    title = f"<caption>{escape(caption)}</caption>"
    return f"<table>{title}<thead>{head}</thead><tbody>{body}</tbody></table>"


def _row(tag: str, values: Iterable[Any], numbers: Sequence[bool]) -> str:
    cells = "".join(_cell(tag, value, number) for value, number in zip(values, numbers, strict=True))
    return f"<tr>{cells}</tr>"


def _cell(tag: str, value: Any, number: bool) -> str:
    scope = ' scope="col"' if tag == "th" else ""
    style = ' class="gk-number"' if number else ""
    return f"<{tag}{scope}{style}>{escape(_text(value))}</{tag}>"


def _text(value: Any) -> str:
    if pd.isna(value):
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}"
    return f"{value:,.10g}" if isinstance(value, float) else str(value)
