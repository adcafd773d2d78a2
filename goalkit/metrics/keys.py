"""The keys that hours can be counted by: what each takes from an entry, as numbers and their labels."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from goalkit.errors import GoalkitError
from goalkit.periods import WEEKDAYS, Calendar

TIME_KEYS = ("day", "week", "month", "quarter", "year", "weekday", "hour")
TEXT_KEYS = {"project": "project", "client": "client", "task": "task", "goal": "goal_id",
             "person": "person", "tracker": "tracker"}  # fmt: skip
KEYS = (*TIME_KEYS, *TEXT_KEYS, "tag")


def needed_columns(by: Sequence[str]) -> frozenset[str]:
    """The entry columns that `hours` needs for these keys, besides the times."""
    texts = {TEXT_KEYS[key] for key in by if key in TEXT_KEYS}
    return frozenset(texts | {"person"} | ({"tags"} if "tag" in by else set()))


def check_keys(by: Sequence[str]) -> None:
    """Raises GoalkitError for a key that there is not, or that comes twice."""
    for key in by:
        if key not in KEYS:
            raise GoalkitError(f"--by {key!r} is unknown; expected one or more of {', '.join(KEYS)}")
    if len(set(by)) != len(by):
        raise GoalkitError(f"--by {','.join(by)} names a key twice; name each once")


def coded(
    entries: pd.DataFrame, pieces: pd.DataFrame, by: Sequence[str], calendar: Calendar
) -> tuple[pd.DataFrame, list[np.ndarray], list[Any]]:
    """The pieces, repeated for each tag where a tag is a key; for each key their codes, and the codes' labels."""
    tag_codes, tags = np.zeros(0, dtype=np.int64), None
    if "tag" in by:  # first, since every other key is taken from the repeated pieces
        pieces, tag_codes, tags = _by_tag(entries, pieces)
    found = [(tag_codes, tags) if key == "tag" else _key(entries, pieces, key, calendar) for key in by]
    return pieces, [code for code, _ in found], [label for _, label in found]


def _key(entries: pd.DataFrame, pieces: pd.DataFrame, key: str, calendar: Calendar) -> tuple[np.ndarray, Any]:
    if key in TEXT_KEYS:
        column = entries[TEXT_KEYS[key]].astype("category").cat.remove_unused_categories()
        names = sorted(str(name) for name in column.cat.categories)
        if column.isna().any() and "" not in names:
            names = ["", *names]
        place = {name: number for number, name in enumerate(names)}
        table = np.array([*(place[str(name)] for name in column.cat.categories), place.get("", 0)], dtype=np.int64)
        return table[column.cat.codes.to_numpy()][pieces["row"].to_numpy()], pd.Index(names, dtype="str")
    if key == "hour":
        return pieces["hour"].to_numpy(), np.arange(24)
    days = pieces["day"].to_numpy(dtype="datetime64[D]")
    if key == "weekday":
        kinds = pd.Categorical(list(WEEKDAYS), categories=list(WEEKDAYS), ordered=True)
        return (days.view(np.int64) + 3) % 7, kinds
    code, first = pd.factorize(first_days(days, key, calendar.week_start).view(np.int64), sort=True)
    return code, np.asarray(first).view("datetime64[D]").astype("datetime64[us]")


def first_days(days: np.ndarray, kind: str, week_start: int = 0) -> np.ndarray:
    """The first day of the day, week, month, quarter or year that each day lies in (datetime64[D])."""
    if kind == "week":
        return days - (days.view(np.int64) + 3 - week_start) % 7
    if kind == "month":
        return days.astype("datetime64[M]").astype("datetime64[D]")
    if kind == "quarter":
        months = days.astype("datetime64[M]").view(np.int64)
        return (months - months % 3).view("datetime64[M]").astype("datetime64[D]")
    return days.astype("datetime64[Y]").astype("datetime64[D]") if kind == "year" else days


def _by_tag(entries: pd.DataFrame, pieces: pd.DataFrame) -> tuple[pd.DataFrame, np.ndarray, Any]:
    lists = entries["tags"].to_numpy(dtype=object)
    own = [list(dict.fromkeys(tags)) if isinstance(tags, list | np.ndarray) and len(tags) else [""] for tags in lists]
    labels = sorted({tag for tags in own for tag in tags})
    place = {tag: number for number, tag in enumerate(labels)}
    rows = pieces["row"].to_numpy()
    counts = np.array([len(tags) for tags in own], dtype=np.int64)[rows] if len(rows) else np.zeros(0, np.int64)
    repeated = pieces.loc[pieces.index.repeat(counts)].reset_index(drop=True)
    codes = np.array([place[tag] for row in rows for tag in own[row]], dtype=np.int64)
    return repeated, codes, pd.Index(labels, dtype="str")
