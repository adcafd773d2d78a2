"""The form for logging time in local clock times, and the hours of the last days."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from goalkit.forms.book_form import BookDrafts, book_form
from goalkit.forms.form import RecordForm
from goalkit.forms.goals import open_goals
from goalkit.forms.handed import Handed
from goalkit.forms.logged_time import LoggedTime, is_doubled
from goalkit.forms.table import Table
from goalkit.forms.time_records import LoggedTimes, lately
from goalkit.forms.wiring import Wiring
from goalkit.periods import day_instant
from goalkit.records import Rule

if TYPE_CHECKING:
    import pandas as pd

    from goalkit.workbook import Book


def time_form(book: "Book") -> RecordForm[LoggedTime]:
    """A form that logs time in the workbook's zone; on the autumn night it asks which hour is meant.

    The time of the last quarter year can be chosen and changed, but for stretches over a day long.
    """
    records = LoggedTimes(book)

    def shows(name: str, values: Mapping[str, Any]) -> bool:
        clock = name.removesuffix("_turn")
        return name == clock or _comes_twice(clock, values, book.settings.zone)

    return RecordForm(
        LoggedTime,
        Handed(
            save=records.add,
            choices=lambda: {"goal_id": open_goals(book), "project": _projects(book)},
            start=lambda: {"day": book.today()},
            shows=shows,
            editing=records,
            undo=records.undo,
            drafts=BookDrafts(book, LoggedTime.kind),
            called="time entry",
        ),
    )


def rule_form(book: "Book") -> RecordForm[Rule]:
    """A form for rules: which project, tag or text counts for which goal."""
    return book_form(book, Rule, Wiring(choices=lambda: {"goal_id": open_goals(book), "text": _projects(book)}))


def hours_table(book: "Book", after: RecordForm[Any], days: int = 7) -> Table:
    """The hours of the last days, today included, by day and project; follows what `after` saves."""
    return Table(
        lambda: last_hours(book, days),
        caption=f"Your hours in the last {days} days",
        nothing=f"Nothing is logged in the last {days} days.",
        after=after,
    )


def last_hours(book: "Book", days: int) -> "pd.DataFrame":
    """Columns Day, Project, Hours of the last `days` local days, today included; empty without entries."""
    from goalkit.entries.days import clip
    from goalkit.metrics.hours import HoursOptions, hours

    calendar, tomorrow = book.settings.calendar, book.today() + timedelta(days=1)
    first = tomorrow - timedelta(days=days)
    span = day_instant(first, calendar), day_instant(tomorrow, calendar)
    found = hours(clip(book.entries(*span), *span), ["day", "project"], HoursOptions(calendar))
    found = found.assign(hours=found["hours"].round(2))
    return found.rename(columns={"day": "Day", "project": "Project", "hours": "Hours"})


def _comes_twice(name: str, values: Mapping[str, Any], zone: str) -> bool:
    day, start, clock = values.get("day"), values.get("start"), values.get(name)
    if day is None or clock is None:
        return False
    later = name == "end" and start is not None and clock <= start
    return is_doubled(day, clock, zone) or (later and is_doubled(day + timedelta(days=1), clock, zone))


def _projects(book: "Book") -> list[str]:
    """The projects of the last quarter year's entries, by name."""
    return sorted({str(name) for name in lately(book)["project"].dropna()} - {""})
