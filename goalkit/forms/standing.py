"""Where goals stand on a day, as a table for people."""

import math
from datetime import date
from typing import TYPE_CHECKING, Any

from goalkit.periods import parse_day

if TYPE_CHECKING:
    import pandas as pd

    from goalkit.workbook import Book


def read_day(text: str, book: "Book") -> date:
    """A day such as "2025-12-31", today for ""; raises GoalkitError for anything else."""
    return parse_day(text) if text.strip() else book.today()


def standing(book: "Book", as_of: date) -> "pd.DataFrame":
    """Columns Goal, Status, Done (share), Stands at, Safe (days), Asks a week; a row a goal, empty without any.

    The numbers are those of `metrics.progress.goal_status`; a goal of which nothing is asked shows "".
    """
    import pandas as pd

    from goalkit.metrics.measures import goal_data
    from goalkit.metrics.progress import goal_status

    calendar = book.settings.calendar
    data = goal_data(book.frame, book.entries(), calendar)
    rows = [_row(goal) for goal in goal_status(data, as_of, calendar).itertuples()]
    return pd.DataFrame(rows, columns=["Goal", "Status", "Done", "Stands at", "Safe", "Asks a week"])


def _row(goal: Any) -> tuple[str, ...]:
    return (
        goal.title,
        goal.status,
        f"{goal.progress:.0%}",
        f"{goal.value:,.4g} of {goal.target:,.4g} {goal.unit}".strip(),
        _given(goal.safety_days, lambda days: f"{days:.0f} day{'' if round(days) == 1 else 's'}"),
        _given(goal.required_per_week, lambda asked: f"{asked:.3g} {goal.asks_unit}".strip()),
    )


def _given(value: float, told: Any) -> str:
    return "" if math.isnan(value) else str(told(value))
