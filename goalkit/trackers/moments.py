"""When each row of a table began and ended, and how long it took."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from goalkit.entries.frame import MICRO, NO_INSTANT
from goalkit.entries.local import DIFFERS, GUESSED, NEVER_WAS, resolve_local
from goalkit.trackers import cells
from goalkit.trackers.base import ReadOptions
from goalkit.trackers.deciding import date_order, decimal_mark
from goalkit.trackers.problems import Notes
from goalkit.trackers.shape import Shape
from goalkit.trackers.table import Column, Table

# A day's total is kept at noon: whenever the person's day begins, and in a neighbouring zone, it stays in its day.
NOON_S = 43_200


@dataclass(frozen=True, slots=True)
class Times:
    """Start and end of each row in µs since 1970 (int64; a day's total has no end), and its seconds."""

    start_us: np.ndarray
    end_us: np.ndarray
    duration_s: np.ndarray


@dataclass(frozen=True, slots=True)
class Question:
    """A table whose times are asked for.

    Attributes:
        table, columns: the rows, and role → header.
        shape: what the cells mean.
        options: zone, order of dates and decimal mark where they were given.
        notes: takes what is found about rows.
        order: of the file's dates.
        rows: those that this reading is about (bool).
    """

    table: Table
    columns: Mapping[str, str]
    shape: Shape
    options: ReadOptions
    notes: Notes
    order: str
    rows: np.ndarray

    @property
    def open(self) -> np.ndarray:
        """Rows of this reading that nothing was held against yet."""
        return self.rows & self.notes.fine

    def header(self, *roles: str) -> str:
        """The header of the first of some roles that the file has."""
        return next((self.columns[role] for role in roles if role in self.columns), "")

    def column(self, role: str) -> Column:
        """The cells of a role."""
        return self.table.column(self.columns.get(role))


def read_times(table: Table, columns: Mapping[str, str], shape: Shape, options: ReadOptions, notes: Notes) -> Times:
    """Times of every row; what cannot be read is noted and left out. Raises GoalkitError for undecided dates."""
    every = np.ones(table.rows, dtype=bool)
    asked = Question(table, columns, shape, options, notes, date_order(table, columns, options.dates), every)
    duration = _spans(asked)
    if {"date", "start_date"} & set(columns) and not {"start", "start_time"} & set(columns):
        return _day_totals(asked, duration)
    if not shape.totals_without_times:
        return _clock_times(asked, duration)
    blank = np.array([not text for text in asked.column("start_time").texts], dtype=bool)
    total = blank[asked.column("start_time").codes] & ~np.isnan(duration)
    totals = _day_totals(replace(asked, rows=total), duration)
    timed = _clock_times(replace(asked, rows=~total), duration)
    return Times(
        np.where(total, totals.start_us, timed.start_us),
        np.where(total, totals.end_us, timed.end_us),
        np.where(total, totals.duration_s, timed.duration_s),
    )


def _clock_times(asked: Question, duration: np.ndarray) -> Times:
    start, start_fixed = _moments(asked, "start")
    end, end_fixed = _ends(asked, start, duration)
    has_end = bool({"end", "end_time", "end_date"} & set(asked.columns))
    no_time = (duration == 0) & (not asked.shape.zeros_told_once)
    asked.notes.add(
        asked.open & (end == NO_INSTANT) & (np.isnan(duration) | no_time | has_end),
        "running",
        asked.header("end_time", "end"),
        "the entry has no end yet",
        "stop the timer and export again; it comes in then",
    )
    found = resolve_local(
        np.where(start_fixed, NO_INSTANT, start),
        np.where(end_fixed, NO_INSTANT, end),
        duration,
        _tolerance(asked.column("duration")),
        asked.options.zone,
    )
    start_us, end_us = np.where(start_fixed, start, found.start_us), np.where(end_fixed, end, found.end_us)
    if not has_end:
        known = ~np.isnan(duration) & (start_us != NO_INSTANT)
        end_us = np.where(known, start_us + np.rint(np.nan_to_num(duration * MICRO)).astype(np.int64), NO_INSTANT)
    state = found.state
    if start_fixed.any():
        both = start_fixed & end_fixed & ~np.isnan(duration)
        apart = np.abs(np.where(both, (end_us - start_us) / MICRO - duration, 0.0)) > 60.0
        state = np.where(apart, DIFFERS, state)
    _note_local(asked, state)
    _note_lengths(asked, start_us, end_us)
    seconds = np.where(asked.open, (end_us - start_us) / MICRO, 0.0)
    return Times(start_us, end_us, seconds)


def _note_local(asked: Question, state: np.ndarray) -> None:
    zone, start = asked.options.zone, asked.header("start_time", "start")
    asked.notes.add(
        asked.open & (state == NEVER_WAS),
        "bad",
        start,
        f"this time never was in {zone}: the clocks skipped it",
        "name the zone of the export with --zone, or set the time right in the tracker",
    )
    asked.notes.add(
        asked.open & (state == GUESSED),
        "note",
        start,
        f"this time came twice in {zone}, and nothing says which is meant; the first was taken",
        "write the duration into the export, or set the times in the tracker",
    )
    asked.notes.add(
        asked.open & (state == DIFFERS),
        "note",
        asked.header("duration"),
        "the duration is not end − start; the clock times were used",
        "check the entry in the tracker, and the export's zone (--zone)",
    )


def _note_lengths(asked: Question, start_us: np.ndarray, end_us: np.ndarray) -> None:
    asked.notes.add(
        asked.open & (end_us < start_us),
        "bad",
        asked.header("end_time", "end"),
        "the entry ends before it starts",
        "set its end right in the tracker, then export again",
    )
    empty = asked.open & (end_us == start_us)
    if asked.shape.zeros_told_once and (count := int(empty.sum())):
        first = np.zeros(len(empty), dtype=bool)
        first[empty.argmax()] = True
        reason = f"this entry has no length; the file has {count} of the kind"
        asked.notes.add(first, "note", "", reason, "they count 0 seconds; there is nothing to do")
        return
    asked.notes.add(
        empty, "note", "", "the entry has no length", "it counts 0 seconds; remove it in the tracker if it is a slip"
    )


def _day_totals(asked: Question, duration: np.ndarray) -> Times:
    days = _days(asked, asked.header("date", "start_date"))
    name = asked.header("duration")
    asked.notes.add(
        asked.open & np.isnan(duration),
        "bad",
        name,
        "there is no duration",
        "write the hours of that day, for example 1.5 or 1:30",
    )
    asked.notes.add(
        asked.open & (duration < 0),
        "bad",
        name,
        "a duration cannot be less than nothing",
        "set it right in the tracker",
    )
    local = (np.where(days == NO_INSTANT, 0, days) * cells.DAY_S + NOON_S) * MICRO
    noon = pd.DatetimeIndex(local.view("datetime64[us]")).tz_localize(
        asked.options.zone, ambiguous=np.ones(len(local), dtype=bool), nonexistent="shift_forward"
    )
    start = noon.tz_convert("UTC").tz_localize(None).to_numpy(dtype="datetime64[us]").view(np.int64)
    return Times(start, np.full(len(start), NO_INSTANT), np.nan_to_num(duration))


def _spans(asked: Question) -> np.ndarray:
    name = asked.header("duration")
    mark = decimal_mark(asked.table, name, asked.options.decimal, asked.shape.decimal)
    reads = cells.duration_reader(asked.shape.unit_s, mark)
    duration, wrong = understood(asked.column("duration"), reads, np.nan, np.float64)
    asked.notes.add(asked.open & wrong, "bad", name, "this is not a duration", "write for example 1:30:00 or 1.5")
    return duration


def understood(
    column: Column, read: Callable[[str], float | int | None], missing: float | int, dtype: Any
) -> tuple[np.ndarray, np.ndarray]:
    """A column read once a distinct text: values, and whether a text that stands there was not understood."""
    values, wrong = [], []
    for text in column.texts:
        value = read(text) if text else None
        values.append(missing if value is None else value)
        wrong.append(bool(text) and value is None)
    understands_all = not any(wrong)
    rows = np.zeros(len(column.codes), dtype=bool) if understands_all else np.array(wrong, dtype=bool)[column.codes]
    return np.array(values, dtype=dtype)[column.codes], rows


def _days(asked: Question, name: str, needed: bool = True) -> np.ndarray:
    column = asked.table.column(name)
    days, wrong = understood(column, lambda text: cells.parse_day(text, asked.order), NO_INSTANT, np.int64)
    words = {"ymd": "year-month-day", "dmy": "day-month-year", "mdy": "month-day-year"}[asked.order]
    asked.notes.add(
        asked.open & wrong,
        "bad",
        name,
        f"this is not a day (the file writes {words})",
        "set the date right in the tracker or the file, then import again",
    )
    if needed:
        asked.notes.days = np.where(asked.rows, days, asked.notes.days)
        missing = asked.open & (days == NO_INSTANT)
        asked.notes.add(missing, "bad", name, "there is no date", "every row needs its day")
    return days


def _moments(asked: Question, side: str) -> tuple[np.ndarray, np.ndarray]:
    """Local times in µs (NO_INSTANT where missing), and whether each is an instant with its own offset."""
    if side in asked.columns:
        return _whole_moments(asked, side)
    days = _days(asked, asked.header(f"{side}_date", "date", "start_date"), needed=side == "start")
    name = asked.header(f"{side}_time")
    clocks, wrong = understood(asked.column(f"{side}_time"), cells.parse_clock, NO_INSTANT, np.int64)
    asked.notes.add(
        asked.open & wrong,
        "bad",
        name,
        "this is not a time of day",
        "write for example 14:30 or 2:30 PM",
    )
    if side == "start":
        asked.notes.add(
            asked.open & (clocks == NO_INSTANT),
            "bad",
            name,
            "there is no start time",
            "every entry needs its start; a day's total needs a date and a duration alone",
        )
    known = (days != NO_INSTANT) & (clocks != NO_INSTANT)
    local = (np.where(known, days, 0) * cells.DAY_S + np.where(known, clocks, 0)) * MICRO
    return _at_offset(asked, side, np.where(known, local, NO_INSTANT))


def _at_offset(asked: Question, side: str, local: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Instants where a column of its own gives the zone's offset."""
    if f"{side}_offset" not in asked.columns:
        return local, np.zeros(len(local), dtype=bool)
    offsets, wrong = understood(asked.column(f"{side}_offset"), cells.parse_offset, NO_INSTANT, np.int64)
    asked.notes.add(
        asked.open & wrong,
        "bad",
        asked.header(f"{side}_offset"),
        "this is not a zone's offset",
        "write for example +0100",
    )
    fixed = (offsets != NO_INSTANT) & (local != NO_INSTANT)
    return np.where(fixed, local - np.where(fixed, offsets, 0) * MICRO, local), fixed


def _whole_moments(asked: Question, side: str) -> tuple[np.ndarray, np.ndarray]:
    column, name = asked.column(side), asked.columns[side]
    read = [cells.parse_moment(text, asked.order) if text else None for text in column.texts]
    wrong = np.array([bool(text) and value is None for text, value in zip(column.texts, read, strict=True)], dtype=bool)
    local = np.array([NO_INSTANT if value is None else value[0] for value in read], dtype=np.int64)[column.codes]
    fixed = np.array([value is not None and value[1] for value in read], dtype=bool)[column.codes]
    asked.notes.add(
        asked.open & wrong[column.codes],
        "bad",
        name,
        "this is not a day and a time of the years 1971 to 2199",
        "write for example 2025-03-14 09:30:00",
    )
    if side == "start":
        day = np.where(local == NO_INSTANT, NO_INSTANT, local // (cells.DAY_S * MICRO))
        asked.notes.days = np.where(asked.rows, day, asked.notes.days)
        missing = asked.open & (local == NO_INSTANT)
        asked.notes.add(missing, "bad", name, "there is no start", "every entry needs its start")
    return local, fixed


def _ends(asked: Question, start: np.ndarray, duration: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Ends as `_moments` gives them; without a date of its own an end is on the start's day, or on a later one.

    It is on the next day when its time of day is before the start's, and as much later as the duration
    says, where both agree but for the hour by which the clocks may have changed.
    """
    end, fixed = _moments(asked, "end")
    if "end" not in asked.columns and "end_date" not in asked.columns:
        both = (end != NO_INSTANT) & (start != NO_INSTANT)
        apart = np.where(both, end - np.where(both, start, 0), 0) / MICRO
        longer = np.nan_to_num(duration) - apart
        told = np.rint(longer / cells.DAY_S)
        rest = np.abs(longer - told * cells.DAY_S)
        agree = np.minimum(rest, np.abs(rest - 3600.0)) <= 60.0
        days = np.where(agree & (told > 0), told, apart < 0).astype(np.int64)
        end = np.where(both, end + days * cells.DAY_S * MICRO, end)
    return end, fixed


def _tolerance(column: Column) -> float:
    """How exact the durations are: to the second when they show seconds, else to the minute."""
    return 1.0 if all(text.count(":") == 2 for text in column.texts if text) else 60.0
