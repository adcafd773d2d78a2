"""The periods of a workbook that are over, the latest of them with time in it, and where it begins."""

from datetime import date, datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from goalkit.periods import Period, day_instant, period_of
from goalkit.records import TimeEntry
from goalkit.workbook.engine import reading
from goalkit.workbook.tables import JOURNAL, table_of

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


def first_day(book: "Book") -> date | None:
    """The first local day that a workbook tells of: of its earliest time entry, or of the first thing written down.

    None for one in which nothing is.
    """
    starts = table_of(TimeEntry).c.start_utc
    queries = (sa.select(starts).order_by(starts), sa.select(JOURNAL.c.when_utc).order_by(JOURNAL.c.seq))
    with reading(book._engine) as connection:
        found = [connection.scalar(query.limit(1)) for query in queries]
    moments = [moment for moment in found if moment is not None]
    return book.settings.calendar.day_of(min(moments)) if moments else None
