"""The periods of a workbook that are over, and the latest of them with time in it."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from goalkit.periods import Period, day_instant, period_of

if TYPE_CHECKING:
    from goalkit.workbook.book import Book


def latest_finished(book: "Book", today: date, kind: str = "month") -> Period:
    """The latest period of a kind that is over on `today` and holds a time entry.

    Without any entry before the present one it is the one before.
    """
    calendar = book.settings.calendar
    present = period_of(today, kind, calendar.week_start)
    first = day_instant(present.start, calendar)
    starts = book.entries(end=first, rules=False)["start_utc"]
    starts = starts[starts < first]
    if starts.empty:
        return present.previous()
    last: datetime = starts.max().to_pydatetime()
    return period_of(calendar.day_of(last), kind, calendar.week_start)


def finished_periods(book: "Book", today: date, kind: str, most: int) -> list[Period]:
    """The periods of a kind that are over on `today`, the latest first, `most` at most.

    They go back to the first time entry; the latest is there in any case.
    """
    calendar = book.settings.calendar
    period = period_of(today, kind, calendar.week_start).previous()
    starts = book.entries(rules=False)["start_utc"]
    first = period.start if starts.empty else calendar.day_of(starts.min().to_pydatetime())
    found = [period]
    while len(found) < most and found[-1].start > first:
        found.append(found[-1].previous())
    return found
