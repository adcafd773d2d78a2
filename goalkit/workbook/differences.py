"""What a workbook says otherwise than it did: entries that came late, went or changed; goals; the rest in numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd

from goalkit.entries.days import clip
from goalkit.entries.frame import seconds
from goalkit.periods import day_instant
from goalkit.records import RECORDS, Goal, Record, TimeEntry
from goalkit.workbook.reader import Reader

COMPARED = ("person", "start_utc", "end_utc", "project", "client", "task", "description", "tags", "billable", "goal_id",
            "duration_s")  # fmt: skip
ENTRIES = {
    "id": "str",
    "how": "str",
    "start_utc": "datetime64[us, UTC]",
    "project": "str",
    "goal_id": "str",
    "hours_then": "float64",
    "hours_now": "float64",
    "fields": "str",
    "file": "str",
    "imported_utc": "datetime64[us, UTC]",
}
COUNTS = {"kind": "str", "label": "str", "added": "int64", "removed": "int64", "changed": "int64"}


@dataclass(frozen=True, slots=True)
class GoalChange:
    """One field of a goal that is another now.

    Attributes:
        goal_id, title: the goal, as it is called now.
        field, field_title: which field, and its label.
        before, after: plain values: text, number, day, list of texts, or None.
        when_utc, why: of the latest change of that field; None and "" where no line of the journal tells.
    """

    goal_id: str
    title: str
    field: str
    field_title: str
    before: Any
    after: Any
    when_utc: datetime | None
    why: str


@dataclass(frozen=True, slots=True)
class Differences:
    """What is otherwise now than it was known then.

    Attributes:
        entries: a row an entry that touches the days asked for and was "added", "removed" or "changed"
            since (`how`): when it begins, its project and goal, its hours within the days then and now,
            which `fields` changed, and the file and time of its import; by start. Columns as in ENTRIES.
        goals: fields of goals that were changed.
        goals_added, goals_removed: titles.
        others: a row a further kind of record with how many were added, removed and changed. As in COUNTS.
    """

    entries: pd.DataFrame
    goals: tuple[GoalChange, ...]
    goals_added: tuple[str, ...]
    goals_removed: tuple[str, ...]
    others: pd.DataFrame

    def hours(self, how: str) -> float:
        """Hours that entries of one sort made it more, or less: 0.0 without any."""
        own = self.entries[self.entries["how"] == how]
        return float((own["hours_now"] - own["hours_then"]).sum())

    @property
    def none(self) -> bool:
        """Whether everything is as it was."""
        return self.entries.empty and self.others.empty and not (self.goals or self.goals_added or self.goals_removed)


def differences(then: Reader, now: Reader, start: date, end: date) -> Differences:
    """What `now` says otherwise than `then`: entries of the local days [start, end), all other records.

    Two views of one workbook, or the workbook and a view. The same twice gives empty frames and ().
    """
    before, after = then.frame(Goal).set_index("id"), now.frame(Goal).set_index("id")
    others = [_count(model, then.frame(model), now.frame(model)) for model in RECORDS if model not in (Goal, TimeEntry)]
    told = [row for row in others if any(row[2:])]
    return Differences(
        entries=_entries(then, now, start, end),
        goals=tuple(_goal_changes(then, now, before, after)),
        goals_added=tuple(after.loc[~after.index.isin(before.index), "title"]),
        goals_removed=tuple(before.loc[~before.index.isin(after.index), "title"]),
        others=pd.DataFrame(told, columns=list(COUNTS)).astype(COUNTS),
    )


def _entries(then: Reader, now: Reader, start: date, end: date) -> pd.DataFrame:
    calendar = now.settings.calendar
    bounds = day_instant(start, calendar), day_instant(end, calendar)
    one, other = (reader.entries(sources=True).set_index("id", drop=False) for reader in (then, now))
    spans = [_hours(frame, *bounds) for frame in (one, other)]
    ids = pd.Index(one["id"]).union(other["id"], sort=False)
    hours = [span.reindex(ids) for span in spans]
    inside = (hours[0].notna() | hours[1].notna()).to_numpy()
    common = one.index.intersection(other.index)
    fields = _changed_titles(TimeEntry, one.loc[common], other.loc[common], COMPARED)
    how = np.select([~ids.isin(one.index), ~ids.isin(other.index)], ["added", "removed"], "changed")
    texts = fields.reindex(ids).fillna("")
    keep = ids[inside & ((how != "changed") | (texts != "").to_numpy())]
    shown = pd.concat([other[other.index.isin(keep)], one[one.index.isin(keep.difference(other.index))]])
    found = shown.assign(
        how=pd.Series(how, index=ids).reindex(shown.index),
        hours_then=hours[0].reindex(shown.index).fillna(0.0),
        hours_now=hours[1].reindex(shown.index).fillna(0.0),
        fields=texts.reindex(shown.index),
    )
    told = found.astype({"goal_id": "object"})[list(ENTRIES)].astype(ENTRIES)
    return told.sort_values("start_utc", kind="stable", ignore_index=True)


def _hours(entries: pd.DataFrame, start: datetime, end: datetime) -> "pd.Series[float]":
    """Id → hours within [start, end), of the entries that touch it."""
    cut = clip(entries, start, end)
    return pd.Series(seconds(cut) / 3600, index=pd.Index(cut["id"], dtype="str"))


def _changed_titles(
    model: type[Record], one: pd.DataFrame, other: pd.DataFrame, names: Sequence[str]
) -> "pd.Series[str]":
    """Id → the labels of the fields in which two frames of the same ids differ, "" for none."""
    told = pd.Series("", index=one.index, dtype="object")
    for name in names:
        title = model.model_fields[name].title or name
        told[_differs(one[name], other[name])] += f", {title}"
    return told.str.removeprefix(", ").astype("str")


def _differs(one: "pd.Series[Any]", other: "pd.Series[Any]") -> np.ndarray:
    left, right = (column.astype("object").where(column.notna(), None).map(_whole) for column in (one, other))
    return left.to_numpy() != right.to_numpy()


def _whole(value: Any) -> Any:
    """A value that compares as a whole: a list as a tuple."""
    return tuple(value) if isinstance(value, list | np.ndarray) else value


def _goal_changes(then: Reader, now: Reader, before: pd.DataFrame, after: pd.DataFrame) -> Iterator[GoalChange]:
    common = after.index.intersection(before.index)
    one, other = before.loc[common], after.loc[common]
    differing = {name: _differs(one[name], other[name]) for name in after.columns}
    for place, goal in enumerate(common):
        names = [name for name, mask in differing.items() if mask[place]]
        later = _later(then, now, goal) if names else []
        for name in names:
            line = next((line for line in reversed(later) if line["before"].get(name) != line["after"].get(name)), None)
            yield GoalChange(
                goal_id=str(goal),
                title=str(other["title"].iloc[place]),
                field=name,
                field_title=Goal.model_fields[name].title or name,
                before=_plain(one[name].iloc[place]),
                after=_plain(other[name].iloc[place]),
                when_utc=line["when_utc"].to_pydatetime() if line else None,
                why=line["why"] if line else "",
            )


def _later(then: Reader, now: Reader, goal: str) -> list[dict[Any, Any]]:
    """The lines of a goal's history that were not known then, of changes."""
    known = set(then.history(Goal, goal)["when_utc"])
    lines = now.history(Goal, goal).to_dict("records")
    return [line for line in lines if line["when_utc"] not in known and line["before"] and line["after"]]


def _plain(value: Any) -> Any:
    """A cell as a plain value: a day as a date, what is missing as None."""
    if isinstance(value, list | np.ndarray):
        return [str(item) for item in value]
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    return value.item() if isinstance(value, np.generic) else value


def _count(model: type[Record], before: pd.DataFrame, after: pd.DataFrame) -> tuple[str, str, int, int, int]:
    one, other = before.set_index("id"), after.set_index("id")
    common = other.index.intersection(one.index)
    changed = np.zeros(len(common), dtype=bool)
    for name in other.columns:
        changed |= _differs(one.loc[common, name], other.loc[common, name])
    return model.kind, model.label, len(other) - len(common), len(one) - len(common), int(changed.sum())
