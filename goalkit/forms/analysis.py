"""Hours by what a person asks for: a period, one or two keys, a word to look for; the table follows each choice."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import ipywidgets as W  # noqa: N812 - the short name everyone gives it

from goalkit.errors import GoalkitError
from goalkit.forms.fields import NONE, labelled
from goalkit.forms.look import line, stylesheet
from goalkit.forms.table import table_html
from goalkit.metrics.keys import TIME_KEYS
from goalkit.periods import Period, parse_period, period_of

if TYPE_CHECKING:
    import pandas as pd

    from goalkit.workbook import Book

KINDS = ("week", "month", "quarter", "year")
BY = ("goal", "project", "tag", "client", "day", "week", "month", "weekday", "hour")
MOST_ROWS = 60
SEARCHED = ("project", "client", "task", "description")


class HoursView:
    """Hours of a period by one or two keys. Show it by naming it last in a cell.

    Attributes:
        period: "2025", "2025-Q1", "2025-03", "2025-W10" or "2025-03-14"; empty for all there is.
        by: the first key.
        then_by: the second, "" for none.
        text: only entries that hold it in project, client, task or description.
        said: the sum, or what is wrong with what was asked.
        widget: all of it.
    """

    def __init__(self, book: "Book", period: str = "", by: str = "goal") -> None:
        self._book = book
        self.period = labelled(W.Combobox(value=period, options=_periods(book), ensure_option=False), "Period")
        self.by = labelled(W.Dropdown(options=BY, value=by), "Hours by")
        self.then_by = labelled(W.Dropdown(options=[NONE, *((key, key) for key in BY)], value=""), "and by")
        self.text = labelled(W.Text(continuous_update=False), "That mention")
        self.said = line("", "gk-status")
        self._cells = W.HTML()
        asked = [self.period, self.by, self.then_by, self.text]
        help_text = "A year, quarter, month, week or day: 2025, 2025-Q1, 2025-03, 2025-W10. Empty: all there is."
        rows = [W.VBox([self.period, line(help_text, "gk-help")]).add_class("gk-field"), *asked[1:]]
        shown = W.VBox([self._cells]).add_class("gk-table")
        self.widget = W.VBox([stylesheet(), *rows, self.said, shown]).add_class("gk-form").add_class("gk-hours-view")
        for widget in asked:
            widget.observe(lambda _: self.refresh(), "value")
        self.refresh()

    def _repr_mimebundle_(self, **wanted: Any) -> Any:
        return self.widget._repr_mimebundle_(**wanted)

    @property
    def html(self) -> str:
        """The table on display."""
        return str(self._cells.value)

    def refresh(self) -> None:
        """Counts again; what cannot be read is said, and the table stays empty."""
        try:
            self._count()
        except GoalkitError as error:
            self.said.value, self._cells.value = str(error), ""

    def _count(self) -> None:
        period = _period(self._book, self.period.value)
        keys = list(dict.fromkeys(key for key in (self.by.value, self.then_by.value) if key))
        found = hours_of(self._book, self.period.value, keys, self.text.value)
        self.said.value = found.attrs["said"]
        shown = found.head(MOST_ROWS)
        more = f" · the first {MOST_ROWS} of {len(found):,} rows" if len(found) > MOST_ROWS else ""
        caption = f"Hours {'of ' + period.title if period else 'so far'}{more}"
        self._cells.value = "" if found.empty else table_html(shown, caption)


def hours_view(book: "Book", period: str = "", by: str = "goal") -> HoursView:
    """Hours by what one asks for; begins with a period and a key."""
    return HoursView(book, period, by)


def hours_of(book: "Book", period: str = "", by: Sequence[str] = ("goal",), text: str = "") -> "pd.DataFrame":
    """Hours of a period by keys, named for people; `attrs["said"]` is their sum in a sentence.

    Args:
        book: the workbook.
        period: "2025", "2025-Q1", "2025-03", "2025-W10" or "2025-03-14"; "" for all there is.
        by: the keys, as `metrics.hours` has them.
        text: only entries that hold it in project, client, task or description, case aside.

    Columns are the keys' names and Hours (two decimals); most hours first, but what has an order of
    its own, such as days, in that order. Empty without time. Raises GoalkitError for a period or
    key that is none.
    """
    from goalkit.entries.days import clip
    from goalkit.metrics.hours import HoursOptions, hours, totals

    settings = book.settings
    chosen = _period(book, period)
    if chosen:
        span = chosen.instants(settings.calendar)
        entries = clip(book.entries(*span), *span)
    else:
        entries = book.entries()
    entries = _mentioning(entries, text)
    found = hours(entries, by, HoursOptions(settings.calendar))
    sums = totals(entries)
    shown = found.assign(**{key: _named(found[key], key, book) for key in by})
    if not set(TIME_KEYS) & set(by):
        shown = shown.sort_values("hours", ascending=False, kind="stable", ignore_index=True)
    shown = shown.assign(hours=shown["hours"].round(2)).rename(columns=str.capitalize)
    shown.attrs["said"] = _said(sums.attributed_hours, sums.overlap_hours, len(entries))
    return shown


def _period(book: "Book", text: str) -> Period | None:
    return parse_period(text, book.settings.calendar.week_start) if text.strip() else None


def _said(attributed: float, overlap: float, entries: int) -> str:
    if not entries:
        return "Nothing is logged there; notebook 06 is the place to log time or bring it in."
    twice = f", {overlap:,.2f} h of it twice, because entries overlap" if overlap >= 0.005 else ""
    return f"{attributed:,.2f} h in {entries:,} entr{'y' if entries == 1 else 'ies'}{twice}."


def _mentioning(entries: "pd.DataFrame", text: str) -> "pd.DataFrame":
    wanted = text.strip().casefold()
    if not wanted or entries.empty:
        return entries
    together = entries[list(SEARCHED)].astype("object").fillna("").agg(" ".join, axis=1)
    return entries[together.str.casefold().str.contains(wanted, regex=False)].reset_index(drop=True)


def _named(column: "pd.Series[Any]", key: str, book: "Book") -> list[Any]:
    if key in ("day", *KINDS):
        start = book.settings.calendar.week_start
        return [period_of(day.date(), key, start).name for day in column]
    if key == "goal":
        from goalkit.records import Goal

        titles = {goal.id: goal.title for goal in book.records(Goal)}
        return [titles.get(str(goal), "(no goal)") for goal in column]
    if key == "hour":
        return [f"{hour}:00–{hour + 1}:00" for hour in column]
    return [str(text) or f"(no {key})" for text in column]


def _periods(book: "Book") -> list[str]:
    """This and the last week, month, quarter and year."""
    today, start = book.today(), book.settings.calendar.week_start
    now = [period_of(today, kind, start) for kind in KINDS]
    return [name for period in now for name in (period.name, period.previous().name)]
