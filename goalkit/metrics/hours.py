"""Hours by any keys, and the two totals: attributed and wall clock."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from goalkit.entries.days import entry_micros, pieces_frame, split_days, split_hours, start_days
from goalkit.entries.frame import is_day_total
from goalkit.entries.overlaps import covered_us, person_codes, wall_clock_us
from goalkit.metrics.keys import check_keys, coded
from goalkit.periods import Calendar

HOUR_US = 3_600_000_000
MOST_GROUPS = 2**40  # leaves room in int64 to number people within groups


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


@dataclass(frozen=True, slots=True)
class Counted:
    """Hours by some keys, and the pieces of entries that each of them is the sum of.

    Attributes:
        numbers: one column a key and `hours`, as `hours` gives them.
        pieces: as `split_days` gives them, an entry's pieces repeated for each of its tags.
        number: for each piece the row of `numbers` that it is counted in (int64).
        us: what each piece adds to it, in µs (int64); 0 where it was counted already.
    """

    numbers: pd.DataFrame
    pieces: pd.DataFrame
    number: np.ndarray
    us: np.ndarray

    def only(self, wanted: np.ndarray) -> "Counted":
        """The rows of `numbers` that a mask wants, with their pieces."""
        place = np.cumsum(wanted) - 1
        keep = wanted[self.number]
        numbers = self.numbers[wanted].reset_index(drop=True)
        pieces = self.pieces[keep].reset_index(drop=True)
        return Counted(numbers, pieces, place[self.number[keep]], self.us[keep])

    def parts(self) -> pd.DataFrame:
        """One row an entry in each number: `number`, `row` (its position) and `us`, whose sum is the number.

        By number, then in the entries' order.
        """
        each = pd.DataFrame({"number": self.number, "row": self.pieces["row"].to_numpy(), "us": self.us})
        return each.groupby(["number", "row"], as_index=False)["us"].sum()

    def time(self, entries: pd.DataFrame) -> pd.DataFrame:
        """The counted pieces as bare entries with their person, each once whatever its tags."""
        once = self.pieces[~self.pieces.duplicated(["row", "start_us", "end_us"])]
        people = person_codes(entries)[once["row"].to_numpy()]
        total = is_day_total(entries)[once["row"].to_numpy()]
        frame = pieces_frame(once).assign(person=people)
        return frame.assign(end_utc=frame["end_utc"].where(~total))


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
    return count(entries, by, options).numbers


def count(entries: pd.DataFrame, by: Sequence[str], options: HoursOptions | None = None) -> Counted:
    """The same hours with the pieces behind each of them; raises as `hours` does."""
    options = options or HoursOptions()
    check_keys(by)
    pieces, codes, labels = coded(entries, _pieces(entries, by, options), by, options.calendar)
    group = _groups(codes, [max(len(label), 1) for label in labels], len(pieces))
    us = _counted_us(pieces, group, entries, options)
    number, found = pd.factorize(group, sort=True)
    total = np.zeros(len(found), dtype=np.int64)
    np.add.at(total, number, us)
    somewhere = np.zeros(len(found), dtype=np.int64)
    somewhere[number] = np.arange(len(number))  # any piece of a group has its codes
    parts = [code[somewhere] for code in codes]
    columns: dict[str, Any] = {key: label[part] for key, label, part in zip(by, labels, parts, strict=True)}
    return Counted(pd.DataFrame({**columns, "hours": total / HOUR_US}), pieces, number, us)


def _pieces(entries: pd.DataFrame, by: Sequence[str], options: HoursOptions) -> pd.DataFrame:
    if "hour" in by:
        return split_hours(entries, options.calendar)
    return (start_days if options.midnight == "start" else split_days)(entries, options.calendar)


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
