"""A tracker whose export is a CSV table: which column plays which part, and how rows become entries."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from goalkit.entries.days import to_index
from goalkit.entries.frame import COLUMNS, MICRO, NO_INSTANT, TAGS
from goalkit.entries.local import DIFFERS, GUESSED, NEVER_WAS, resolve_local
from goalkit.errors import GoalkitError
from goalkit.trackers import cells
from goalkit.trackers.base import Export, ReadOptions
from goalkit.trackers.duplicates import drop_duplicates
from goalkit.trackers.problems import Notes
from goalkit.trackers.source import Source
from goalkit.trackers.table import Column, Table, load_table

TIME_ROLES = ("start", "end", "start_date", "start_time", "end_date", "end_time", "date", "duration")
TEXT_ROLES = ("person", "client", "project", "task", "description", "source_id")
ROLES = (*TIME_ROLES, *TEXT_ROLES, "billable", "tags")


@dataclass(frozen=True)
class CsvTracker:
    """A tracker whose export is a table, told by its columns alone.

    Attributes:
        name, title: on the command line, and for people.
        signatures: sets of headers; a file that has all of one set is this tracker's.
        roles: the part each column plays; of several headers the first that the file has counts.
        refusals: sets of headers of reports without entries, and the way out.
        reads_duration: duration text → seconds, None when it is none.
        follow: order of dates to take without asking, "" to decide by the file.
    """

    name: str
    title: str
    signatures: tuple[frozenset[str], ...]
    roles: Mapping[str, tuple[str, ...]]
    refusals: tuple[tuple[frozenset[str], str], ...] = ()
    reads_duration: Callable[[str], float | None] = field(default=cells.decimal_reader(3600.0))

    def recognises(self, source: Source) -> bool:
        """Whether the header holds all the columns of one of the signatures."""
        header = {name.casefold() for name in source.header}
        return any({name.casefold() for name in signature} <= header for signature in self.signatures)

    def refusal(self, source: Source) -> str:
        """The way out, when the header is exactly that of a report without entries."""
        header = frozenset(name.casefold() for name in source.header)
        found = (way for names, way in self.refusals if {name.casefold() for name in names} == header)
        return next(found, "")

    def columns(self, source: Source) -> dict[str, str]:
        """Role → the file's own header, for the roles that the file fills."""
        own = {name.casefold(): name for name in reversed(source.header)}
        found: dict[str, str] = {}
        for role, names in self.roles.items():
            present = [own[name.casefold()] for name in names if name.casefold() in own]
            if present:
                found[role] = present[0]
        return found

    def read(self, source: Source, options: ReadOptions) -> Export:
        """Good rows and problems of a file in this shape."""
        return read_columns(self, source, self.columns(source), options)


def read_columns(tracker: CsvTracker, source: Source, columns: Mapping[str, str], options: ReadOptions) -> Export:
    """Reads a file whose columns' parts are known."""
    wanted = {role: name for role, name in columns.items() if role in (*TIME_ROLES, "source_id") or options.wants(role)}
    table = load_table(source, list(dict.fromkeys(wanted.values())))
    notes = Notes(table)
    times = _times(tracker, table, wanted, options, notes)
    keep = np.flatnonzero(~notes.left_out)
    entries = _entries(tracker.name, table, wanted, options, times).iloc[keep].reset_index(drop=True)
    entries = drop_duplicates(entries, table, keep, columns, notes, options)
    sha256 = source.sha256() if options.columns is None else ""
    problems = tuple(sorted((*table.problems, *notes.problems()), key=lambda problem: problem.line))
    return Export(entries, problems, tracker.name, source.name, sha256, options.zone, table.rows_read)


@dataclass(frozen=True, slots=True)
class _Times:
    start_us: np.ndarray
    end_us: np.ndarray
    duration_s: np.ndarray


def _times(tracker: CsvTracker, table: Table, columns: Mapping[str, str], options: ReadOptions, notes: Notes) -> _Times:
    order = _date_order(table, columns, options)
    duration = _spans(tracker, table, columns, notes)
    if "date" in columns and not {"start", "start_time"} & set(columns):
        return _day_totals(table, columns, order, duration, options, notes)
    start, start_fixed = _moments(table, columns, "start", order, notes)
    end, end_fixed = _ends(table, columns, order, notes, start)
    has_end = "end" in columns or "end_time" in columns or "end_date" in columns
    running = notes.fine & (end == NO_INSTANT) & (np.isnan(duration) | (duration == 0) | has_end)
    notes.add(
        running,
        "running",
        columns.get("end_time") or columns.get("end") or "",
        "the entry has no end yet",
        "stop the timer and export again; it comes in then",
    )
    tolerance = _tolerance(table.column(columns.get("duration")))
    found = resolve_local(
        np.where(start_fixed, NO_INSTANT, start),
        np.where(end_fixed, NO_INSTANT, end),
        duration,
        tolerance,
        options.zone,
    )
    start_us, end_us = np.where(start_fixed, start, found.start_us), np.where(end_fixed, end, found.end_us)
    if not has_end:
        known = ~np.isnan(duration) & (start_us != NO_INSTANT)
        end_us = np.where(known, start_us + np.nan_to_num(duration * MICRO).astype(np.int64), NO_INSTANT)
    _note_times(found.state, columns, options.zone, notes)
    backwards = notes.fine & (end_us < start_us)
    notes.add(
        backwards,
        "bad",
        columns.get("end_time") or columns.get("end") or "",
        "the entry ends before it starts",
        "set its end right in the tracker, then export again",
    )
    notes.add(
        notes.fine & (end_us == start_us),
        "note",
        "",
        "the entry has no length",
        "it counts 0 seconds; remove it in the tracker if it is a slip",
    )
    seconds = np.where(notes.left_out, 0.0, (end_us - start_us) / MICRO)
    return _Times(start_us, end_us, seconds)


def _note_times(state: np.ndarray, columns: Mapping[str, str], zone: str, notes: Notes) -> None:
    start = columns.get("start_time") or columns.get("start") or ""
    duration = columns.get("duration", "")
    notes.add(
        notes.fine & (state == NEVER_WAS),
        "bad",
        start,
        f"this time never was in {zone}: the clocks skipped it",
        "name the zone of the export with --zone, or set the time right in the tracker",
    )
    notes.add(
        notes.fine & (state == GUESSED),
        "note",
        start,
        f"this time came twice in {zone}, and nothing says which is meant; the first was taken",
        "write the duration into the export, or set the times in the tracker",
    )
    notes.add(
        notes.fine & (state == DIFFERS),
        "note",
        duration,
        "the duration is not end − start; the clock times were used",
        "check the entry in the tracker, and the export's zone (--zone)",
    )


def _day_totals(  # noqa: PLR0913, PLR0917 - one step of reading a table
    table: Table,
    columns: Mapping[str, str],
    order: str,
    duration: np.ndarray,
    options: ReadOptions,
    notes: Notes,
) -> _Times:
    days = _days(table, columns["date"], order, notes)
    notes.add(
        notes.fine & np.isnan(duration),
        "bad",
        columns.get("duration", ""),
        "there is no duration",
        "write the hours of that day, for example 1.5 or 1:30",
    )
    notes.add(
        notes.fine & (duration < 0),
        "bad",
        columns.get("duration", ""),
        "a duration cannot be less than nothing",
        "set it right in the tracker",
    )
    local = np.where(days == NO_INSTANT, 0, days) * cells.DAY_S * MICRO
    first = pd.DatetimeIndex(local.view("datetime64[us]")).tz_localize(
        options.zone, ambiguous=np.ones(len(local), dtype=bool), nonexistent="shift_forward"
    )
    start = first.tz_convert("UTC").tz_localize(None).to_numpy(dtype="datetime64[us]").view(np.int64)
    return _Times(start, np.full(len(start), NO_INSTANT), np.nan_to_num(duration))


def _date_order(table: Table, columns: Mapping[str, str], options: ReadOptions) -> str:
    if options.dates:
        return options.dates
    texts: list[str] = []
    for role in ("start_date", "end_date", "date", "start", "end"):
        if role in columns:
            parts = (text.replace("T", " ").split(" ")[0].rstrip(",") for text in table.column(columns[role]).texts)
            texts += [text for text in parts if text]
    orders = cells.possible_orders(dict.fromkeys(texts))
    name = columns.get("start_date") or columns.get("date") or columns.get("start", "")
    if len(orders) > 1:
        both = " or ".join(orders)
        raise GoalkitError(
            f"{table.source.name}, line {table.lines[0]}, column {name!r}: {texts[0]!r} can be read in two ways "
            f"({both}), and no row of the file decides; say which with --dates {orders[0]} or --dates {orders[1]}"
        )
    if not orders:
        shown = texts[0] if texts else ""
        raise GoalkitError(
            f"{table.source.name}, line {table.lines[0] if table.rows else 2}, column {name!r}: {shown!r} is not "
            "a day; expected for example 2025-03-14, 14/03/2025 or 14.03.2025 — is this the right export?"
        )
    return orders[0]


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


def _days(table: Table, name: str, order: str, notes: Notes, needed: bool = True) -> np.ndarray:
    column = table.column(name)
    days, wrong = understood(column, lambda text: cells.parse_date(text, order), NO_INSTANT, np.int64)
    words = {"ymd": "year-month-day", "dmy": "day-month-year", "mdy": "month-day-year"}[order]
    notes.add(
        notes.fine & wrong,
        "bad",
        name,
        f"this is not a day (the file writes {words})",
        "set the date right in the tracker or the file, then import again",
    )
    if needed:
        notes.days = days
        notes.add(notes.fine & (days == NO_INSTANT), "bad", name, "there is no date", "every row needs its day")
    return days


def _moments(
    table: Table, columns: Mapping[str, str], side: str, order: str, notes: Notes
) -> tuple[np.ndarray, np.ndarray]:
    """Local times in µs (NO_INSTANT where missing), and whether each is an instant with its own offset."""
    if side in columns:
        return _whole_moments(table, columns[side], side, order, notes)
    date_name = columns.get(f"{side}_date") or columns.get("date") or columns.get("start_date", "")
    days = _days(table, date_name, order, notes, needed=side == "start")
    clock_name = columns.get(f"{side}_time", "")
    clocks, wrong = understood(table.column(clock_name), cells.parse_clock, NO_INSTANT, np.int64)
    notes.add(
        notes.fine & wrong,
        "bad",
        clock_name,
        "this is not a time of day",
        "write for example 14:30 or 2:30 PM",
    )
    if side == "start":
        notes.add(
            notes.fine & (clocks == NO_INSTANT),
            "bad",
            clock_name,
            "there is no start time",
            "every entry needs its start; a day's total needs a date and a duration alone",
        )
    known = (days != NO_INSTANT) & (clocks != NO_INSTANT)
    local = (np.where(known, days, 0) * cells.DAY_S + np.where(known, clocks, 0)) * MICRO
    return np.where(known, local, NO_INSTANT), np.zeros(table.rows, dtype=bool)


def _whole_moments(table: Table, name: str, side: str, order: str, notes: Notes) -> tuple[np.ndarray, np.ndarray]:
    column = table.column(name)
    read = [cells.parse_moment(text, order) if text else None for text in column.texts]
    wrong = np.array([bool(text) and value is None for text, value in zip(column.texts, read, strict=True)], dtype=bool)
    local = np.array([NO_INSTANT if value is None else value[0] for value in read], dtype=np.int64)[column.codes]
    fixed = np.array([value is not None and value[1] for value in read], dtype=bool)[column.codes]
    notes.add(
        notes.fine & wrong[column.codes],
        "bad",
        name,
        "this is not a day and a time",
        "write for example 2025-03-14 09:30:00",
    )
    if side == "start":
        notes.days = np.where(local == NO_INSTANT, NO_INSTANT, local // (cells.DAY_S * MICRO))
        notes.add(
            notes.fine & (local == NO_INSTANT),
            "bad",
            name,
            "there is no start",
            "every entry needs its start",
        )
    return local, fixed


def _ends(
    table: Table, columns: Mapping[str, str], order: str, notes: Notes, start: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Ends as `_moments` gives them; without a date of its own an end before its start is on the next day."""
    end, fixed = _moments(table, columns, "end", order, notes)
    if "end" not in columns and "end_date" not in columns:
        next_day = (end != NO_INSTANT) & (start != NO_INSTANT) & (end < start)
        end = np.where(next_day, end + cells.DAY_S * MICRO, end)
    return end, fixed


def _spans(tracker: CsvTracker, table: Table, columns: Mapping[str, str], notes: Notes) -> np.ndarray:
    column = table.column(columns.get("duration"))
    duration, wrong = understood(column, tracker.reads_duration, np.nan, np.float64)
    notes.add(
        notes.fine & wrong,
        "bad",
        columns.get("duration", ""),
        "this is not a duration",
        "write for example 1:30:00 or 1.5",
    )
    return duration


def _tolerance(column: Column) -> float:
    """How exact the durations are: to the second when they show seconds, else to the minute."""
    return 1.0 if all(text.count(":") == 2 for text in column.texts if text) else 60.0


def _entries(name: str, table: Table, columns: Mapping[str, str], options: ReadOptions, times: _Times) -> pd.DataFrame:
    def texts(role: str) -> Any:
        column = table.column(columns.get(role))
        return pd.Categorical.from_codes(*_distinct([text.strip() for text in column.texts], column.codes))

    frame: dict[str, Any] = {
        "start_utc": to_index(np.where(times.start_us == NO_INSTANT, 0, times.start_us)),
        "end_utc": to_index(times.end_us),
        "zone": pd.Categorical.from_codes(np.zeros(table.rows, dtype=np.int8), [options.zone]),
        "tracker": pd.Categorical.from_codes(np.zeros(table.rows, dtype=np.int8), [name]),
        "goal_id": pd.Categorical.from_codes(np.full(table.rows, -1, dtype=np.int8), pd.Index([], dtype="str")),
        "duration_s": times.duration_s,
        "source_line": table.lines,
    }
    for role in (role for role in TEXT_ROLES if options.wants(role)):
        frame[role] = texts(role) if role not in ("description", "source_id") else texts(role).astype("str")
    if options.wants("billable"):
        frame["billable"] = _mapped(table.column(columns.get("billable")), cells.parse_bool, "boolean")
    if options.wants("tags"):
        frame["tags"] = _mapped(table.column(columns.get("tags")), cells.parse_tags, TAGS)
    order = [column for column in (*COLUMNS, "source_line") if column in frame]
    return pd.DataFrame({column: frame[column] for column in order}, copy=False)


def _distinct(texts: list[str], codes: np.ndarray) -> tuple[np.ndarray, pd.Index]:
    if len(set(texts)) == len(texts):
        return codes, pd.Index(texts, dtype="str")
    again, kept = pd.factorize(pd.Index(texts, dtype="str"))
    return again[codes].astype(np.int32), kept


def _mapped(column: Column, read: Callable[[str], Any], dtype: Any) -> Any:
    return pd.Series([read(text) for text in column.texts], dtype=dtype).take(column.codes).array
