"""Hours by any keys, and the two totals: attributed and wall clock."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from goalkit.entries.days import entry_micros, split_days, split_hours, start_days
from goalkit.entries.overlaps import covered_us, person_codes, wall_clock_us
from goalkit.errors import GoalkitError
from goalkit.periods import WEEKDAYS, Calendar

HOUR_US = 3_600_000_000
MOST_GROUPS = 2**40  # leaves room in int64 to number people within groups
TIME_KEYS = ("day", "week", "month", "quarter", "year", "weekday", "hour")
TEXT_KEYS = {"project": "project", "client": "client", "task": "task", "goal": "goal_id",
             "person": "person", "tracker": "tracker"}  # fmt: skip
KEYS = (*TIME_KEYS, *TEXT_KEYS, "tag")


@dataclass(frozen=True, slots=True)
class HoursOptions:
    """How hours are counted.

    Attributes:
        calendar: zone, day start and week start.
        midnight: "split" cuts an entry where the local day ends; "start" counts it whole on the
            day it starts.
        overlaps: "each" counts every entry; "union" counts shared time within a row once.
    """

    calendar: Calendar = field(default_factory=Calendar)
    midnight: str = "split"
    overlaps: str = "each"


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


def hours(entries: pd.DataFrame, by: Sequence[str], options: HoursOptions | None = None) -> pd.DataFrame:
    """Hours by one or more keys.

    Columns: one a key, in the order given, and `hours` (float64). Days, weeks, months, quarters and
    years are their first day (datetime64), a weekday is a category from Monday on, an hour is 0–23.
    A missing text is "". Rows are sorted by the keys; an empty frame gives none. Without keys there
    is one row, the total. An entry counts once for each of its tags. Hours of the day leave out day
    totals, which have no clock times.

    Raises:
        GoalkitError: a key is unknown or comes twice.
    """
    options = options or HoursOptions()
    check_keys(by)
    pieces = _pieces(entries, by, options)
    codes: list[np.ndarray] = []
    labels: list[Any] = []
    for key in by:
        pieces, code, label = _key(entries, pieces, key, options.calendar)
        codes.append(code)
        labels.append(label)
    if "tag" in by:  # a tag repeats pieces: take every key again from the repeated ones
        codes = [_key(entries, pieces, key, options.calendar)[1] for key in by if key != "tag"]
        codes.insert(list(by).index("tag"), pieces["tag_code"].to_numpy())
    return _summed(pieces, list(by), codes, labels, entries, options)


def _pieces(entries: pd.DataFrame, by: Sequence[str], options: HoursOptions) -> pd.DataFrame:
    if "hour" in by:
        return split_hours(entries, options.calendar)
    return (start_days if options.midnight == "start" else split_days)(entries, options.calendar)


def _key(
    entries: pd.DataFrame, pieces: pd.DataFrame, key: str, calendar: Calendar
) -> tuple[pd.DataFrame, np.ndarray, Any]:
    if key == "tag":
        return _by_tag(entries, pieces)
    if key in TEXT_KEYS:
        column = entries[TEXT_KEYS[key]].astype("category").cat.remove_unused_categories()
        names = sorted(str(name) for name in column.cat.categories)
        if column.isna().any() and "" not in names:
            names = ["", *names]
        place = {name: number for number, name in enumerate(names)}
        table = np.array([*(place[str(name)] for name in column.cat.categories), place.get("", 0)], dtype=np.int64)
        return (
            pieces,
            table[column.cat.codes.to_numpy()][pieces["row"].to_numpy()],
            pd.Index(names, dtype="str"),
        )
    if key == "hour":
        return pieces, pieces["hour"].to_numpy(), np.arange(24)
    days = pieces["day"].to_numpy(dtype="datetime64[D]")
    if key == "weekday":
        kinds = pd.Categorical(list(WEEKDAYS), categories=list(WEEKDAYS), ordered=True)
        return pieces, (days.view(np.int64) + 3) % 7, kinds
    code, first = pd.factorize(first_days(days, key, calendar.week_start).view(np.int64), sort=True)
    return pieces, code, np.asarray(first).view("datetime64[D]").astype("datetime64[us]")


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
    return repeated.assign(tag_code=codes), codes, pd.Index(labels, dtype="str")


def _summed(  # noqa: PLR0913, PLR0917 - the last step of `hours`
    pieces: pd.DataFrame,
    by: list[str],
    codes: list[np.ndarray],
    labels: list[Any],
    entries: pd.DataFrame,
    options: HoursOptions,
) -> pd.DataFrame:
    group = _groups(codes, [max(len(label), 1) for label in labels], len(pieces))
    us = _counted_us(pieces, group, entries, options)
    inverse, found = pd.factorize(group, sort=True)
    total = np.zeros(len(found), dtype=np.int64)
    np.add.at(total, inverse, us)
    somewhere = np.zeros(len(found), dtype=np.int64)
    somewhere[inverse] = np.arange(len(inverse))  # any row of a group has its codes
    parts = [code[somewhere] for code in codes]
    columns: dict[str, Any] = {key: label[part] for key, label, part in zip(by, labels, parts, strict=True)}
    return pd.DataFrame({**columns, "hours": total / HOUR_US})


def _groups(codes: list[np.ndarray], sizes: list[int], rows: int) -> np.ndarray:
    """One number for each combination of codes, in their order; numbered anew where they would outgrow int64."""
    group, most = np.zeros(rows, dtype=np.int64), 1
    for code, size in zip(codes, sizes, strict=True):
        if most * size > MOST_GROUPS:
            present, group = np.unique(group, return_inverse=True)
            most = len(present)
        group, most = group * size + code, most * size
    return group


def _counted_us(pieces: pd.DataFrame, group: np.ndarray, entries: pd.DataFrame, options: HoursOptions) -> np.ndarray:
    us = pieces["us"].to_numpy()
    if options.overlaps == "each":
        return us
    start, end = pieces["start_us"].to_numpy(), pieces["end_us"].to_numpy()
    people = person_codes(entries)[pieces["row"].to_numpy()]
    own = group * (int(people.max(initial=0)) + 1) + people
    total = (end == start) & (us > 0)  # day totals have no place on the clock and count in full
    return np.where(total, us, covered_us(start, end, own))


@dataclass(frozen=True, slots=True)
class Totals:
    """Hours of a set of entries: each counted, and the union on the clock; their difference overlaps."""

    attributed_hours: float
    wall_clock_hours: float
    overlap_hours: float


def totals(entries: pd.DataFrame) -> Totals:
    """Both totals of an entry frame; an empty one gives zeros."""
    attributed = int(entry_micros(entries)[2].sum())
    wall = wall_clock_us(entries)
    return Totals(attributed / HOUR_US, wall / HOUR_US, (attributed - wall) / HOUR_US)
