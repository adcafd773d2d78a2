"""Learning: hours over the year and by skill, and what it costs."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from goalkit.metrics.ranges import on_days

MONTHS = 12
FINISHED = {"title": "str", "form": "str", "done_on": "datetime64[us]", "takeaway": "str"}
COMING = {"title": "str", "form": "str", "start": "datetime64[us]", "end": "datetime64[us]", "hours": "float64"}


def month_hours(items: pd.DataFrame, year: int, until: date | None = None) -> pd.DataFrame:
    """Planned hours of each month of a year, by what is learned.

    Args:
        items: columns `id`, `title`, `skill_id`, `hours`, `start`, `end`, `done_on`.
        year: the year.
        until: the last day whose hours count; the year's without one.

    An item's hours lie evenly on its days, from start to end; with one day alone (or done on one)
    they lie on that day. Items without hours or without any day are left out.

    Returns:
        `month` (its first day), `item_id`, `title`, `skill_id` ("" for none), `hours`, a row an item and
        month with hours; empty input gives an empty frame.
    """
    rows = [row for item in items.itertuples(index=False) for row in _item_rows(item, year, until)]
    columns = {"month": "datetime64[us]", "item_id": "str", "title": "str", "skill_id": "str", "hours": "float64"}
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


def _item_rows(item: Any, year: int, until: date | None) -> list[tuple[pd.Timestamp, str, str, str, float]]:
    span = item_days(item)
    if span is None or pd.isna(item.hours):
        return []
    days = pd.date_range(*span)
    share = float(item.hours) / len(days)
    skill = "" if pd.isna(item.skill_id) else str(item.skill_id)
    inside = days[(days.year == year) & (days <= pd.Timestamp(until or date.max))]
    counts = inside.to_series().groupby(inside.month).size()
    return [
        (pd.Timestamp(year, int(month), 1), str(item.id), str(item.title), skill, share * int(count))
        for month, count in counts.items()
    ]


def item_days(item: Any) -> tuple[pd.Timestamp, pd.Timestamp] | None:
    """First and last day of a learning item, or None when it names no day."""
    known = [pd.Timestamp(day) for day in (item.start, item.end) if not pd.isna(day)]
    known = known or [pd.Timestamp(day) for day in (item.done_on,) if not pd.isna(day)]
    return (min(known), max(known)) if known else None


def spread(hours: pd.DataFrame) -> float:
    """How evenly hours lie over the months of a year: entropy / log 12, 0 for one month, 1 for all alike.

    Takes what `month_hours` gives; NaN without hours.
    """
    by_month = hours.groupby("month")["hours"].sum().to_numpy()
    if by_month.sum() <= 0:
        return float("nan")
    share = by_month[by_month > 0] / by_month.sum()
    return abs(float(-(share * np.log(share)).sum() / np.log(MONTHS)))


@dataclass(frozen=True, slots=True)
class Planned:
    """Hours of learning in a year.

    Attributes:
        planned: of the whole year.
        passed: of those, the ones that were planned up to a day.
        finished: of the whole year's, those of what was finished by that day.
    """

    planned: float
    passed: float
    finished: float


def planned_hours(items: pd.DataFrame, as_of: date) -> Planned:
    """The hours of the year of `as_of`, and how many lie behind one on that day; no items give zeros."""
    done = items[items["done_on"] <= pd.Timestamp(as_of)]
    ways = ((items, None), (items, as_of), (done, None))
    return Planned(*(float(month_hours(some, as_of.year, until)["hours"].sum()) for some, until in ways))


def finished_between(items: pd.DataFrame, start: date, end: date) -> pd.DataFrame:
    """What was finished on days in [start, end), the latest first.

    Returns:
        `title`, `form`, `done_on`, `takeaway` ("" for none); empty when nothing was.
    """
    found = items[on_days(items["done_on"], start, end)].fillna({"takeaway": ""})
    return _texts(found.sort_values("done_on", ascending=False, kind="stable", ignore_index=True), FINISHED)


def coming(items: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """What was not finished by the end of a day, in the order in which it begins.

    Returns:
        `title`, `form`, `start`, `end` (NaT where no day is named, which comes last), `hours` (NaN for
        unknown); empty when everything is finished.
    """
    found = items[~(items["done_on"] <= pd.Timestamp(as_of))]
    return _texts(found.sort_values("start", kind="stable", ignore_index=True), COMING)


def _texts(items: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
    return items[list(columns)].astype(columns)


@dataclass(frozen=True, slots=True)
class Budget:
    """What a year's learning costs.

    Attributes:
        planned: of all items of the year.
        spent: of those that have begun or are done.
        budget: what there is for it, None when nothing was said.
    """

    planned: float
    spent: float
    budget: float | None

    @property
    def left(self) -> float | None:
        """What is left of it; negative when it is overdrawn."""
        return None if self.budget is None else self.budget - self.spent


def cost(items: pd.DataFrame, as_of: date, budget: float | None) -> Budget:
    """The costs of the items that begin in the year of `as_of`, known on that day; no items cost nothing."""
    spans = [item_days(item) for item in items.itertuples(index=False)]
    first = pd.Series([span[0] if span else pd.NaT for span in spans], index=items.index, dtype="datetime64[us]")
    price = items["cost"].fillna(0.0)
    mine = first.dt.year == as_of.year
    begun = mine & (first <= pd.Timestamp(as_of))
    return Budget(float(price[mine].sum()), float(price[begun].sum()), budget)


def skill_hours(items: pd.DataFrame, skills: pd.DataFrame) -> pd.DataFrame:
    """Hours and items of learning for each skill, those with nothing first.

    Returns:
        `skill_id`, `name`, `items`, `hours`, in that order of need, then as written. No skills
        give an empty frame.
    """
    own = items[items["skill_id"].notna()]
    grouped = own.groupby(own["skill_id"].astype("str"))
    frame = pd.DataFrame({"skill_id": skills["id"].astype("str"), "name": skills["name"].astype("str")})
    frame["items"] = frame["skill_id"].map(grouped.size()).fillna(0).astype("int64")
    frame["hours"] = frame["skill_id"].map(grouped["hours"].sum()).fillna(0.0).astype("float64")
    return frame.sort_values(["items", "hours"], kind="stable", ignore_index=True)


def year_skill_hours(hours: pd.DataFrame, skills: pd.DataFrame) -> pd.DataFrame:
    """Hours of learning in a year for each skill that has any, the most first.

    Takes what `month_hours` gives, and the frame of Skill.

    Returns:
        `skill_id` and `name` ("" where no skill is named), `hours`; empty without hours.
    """
    names = dict(zip(skills["id"].astype("str"), skills["name"].astype("str"), strict=True))
    found = hours.groupby("skill_id", as_index=False)["hours"].sum()
    found = found.assign(name=[names.get(skill, "") for skill in found["skill_id"]]).astype({"name": "str"})
    order = found.sort_values(["hours", "name"], ascending=[False, True], kind="stable", ignore_index=True)
    return order[["skill_id", "name", "hours"]]
