"""What she wrote down in tables: direction, people, and what lies around her goals."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from sample_year.chance import Chance
from sample_year.story import load_story

FILES = ("direction", "people", "around")

Written = tuple[datetime, str, dict[str, Any]]


def written() -> Iterator[Written]:
    """(moment, kind, values) of each row; of one table and day the rows keep their order."""
    for name in FILES:
        for kind, table in load_story(name).items():
            if "rows" in table:
                yield from _table(kind, table)


def _table(kind: str, table: dict[str, Any]) -> Iterator[Written]:
    so_far: Counter[str] = Counter()
    for row in table["rows"]:
        day, *cells = row
        so_far[day] += 1
        values = {name: cell for name, cell in zip(table["fields"][1:], cells, strict=True) if cell != ""}
        yield later(day, table["at"], so_far[day]), kind, values


def later(day: str | date, clock: time, order: int) -> datetime:
    """Some time after a clock time of a day; a later number never comes before an earlier one."""
    start = day if isinstance(day, date) else date.fromisoformat(day)
    seconds = order * 40 + Chance("later", start.isoformat(), clock, order).between(0, 30)
    return datetime.combine(start, clock) + timedelta(seconds=seconds)
