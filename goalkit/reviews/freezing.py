"""Freezing: a review's forecasts are kept as it made them, once a goal and period."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from goalkit.records import Forecast

if TYPE_CHECKING:
    from goalkit.reviews.shapes import ReviewFacts
    from goalkit.workbook import Book


def freeze_forecasts(book: "Book", facts: "ReviewFacts") -> int:
    """Keeps the forecasts of a review that was made; gives how many it wrote.

    What is kept of a period that was over stays as it is, however often the review is made again. While a
    period is not over, a review of a later day takes the place of an earlier one's. A review without
    forecasts, and a goal that it is too early for, write nothing.
    """
    from goalkit.reviews.chapters.forecasts import ForecastFacts
    from goalkit.workbook.many import Many, write_many

    told = facts.chapters.get("forecasts")
    if not isinstance(told, ForecastFacts):
        return 0
    kept = {record.goal_id: record for record in book.records(Forecast) if record.period == facts.period}
    add, change = [], {}
    for row in told.goals:
        if row.p_due is None:
            continue
        values = _values(row, facts)
        earlier = kept.get(row.goal_id)
        if earlier is None:
            add.append(Forecast(**values))
        elif _may_follow(earlier, facts) and any(getattr(earlier, name) != value for name, value in values.items()):
            change[earlier.id] = values
    if add or change:
        write_many(book, Forecast, Many(add=add, change=change), why=f"foreseen in the review of {facts.title}")
    return len(add) + len(change)


def _values(row: Any, facts: "ReviewFacts") -> dict[str, Any]:
    """The fields of a row of the chapter that are kept."""
    days = {name: getattr(row, name) for name in ("due", "p50", "p80", "p95", "naive")}
    found = {"goal_id": row.goal_id, "target": row.target, "p_by_due": row.p_due}
    return {"period": facts.period, "as_of": facts.as_of, **found, **days}


def _may_follow(earlier: Forecast, facts: "ReviewFacts") -> bool:
    """Whether the period was not over when the earlier one was made, and this one knows as much at least."""
    return earlier.as_of < facts.end - timedelta(days=1) and earlier.as_of <= facts.as_of
