"""`goalkit hours`: of the workbook, or of exports without storing anything."""

import gc
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from goalkit.cli.counted import Asked, Read, in_range, read_asked
from goalkit.cli.explain import explained, print_explained, wanted_numbers
from goalkit.cli.show import print_csv, print_problems, print_table
from goalkit.metrics.hours import HoursOptions, Totals, count, totals
from goalkit.metrics.keys import check_keys
from goalkit.periods import period_of

if TYPE_CHECKING:
    import pandas as pd

LEFT_OUT = 3
SHOWN_BY_NAME = ("day", "week", "month", "quarter", "year", "goal")


def show_hours(asked: Asked, book: Path | None) -> int:
    """Prints hours; gives the exit code."""
    gc.disable()  # one command, then the process ends: looking for cycles among a million texts is lost time
    check_keys(asked.by)
    read = read_asked(asked, book)
    entries = in_range(read, asked)
    counted = count(entries, asked.by, HoursOptions(read.calendar, asked.midnight, asked.overlaps))
    shown, summed, used = _shown(counted.numbers, read), totals(entries), len(entries)
    if asked.only:
        wanted = wanted_numbers(shown, counted.numbers.get("goal"), asked.only)
        counted, shown = counted.only(wanted), shown[wanted].reset_index(drop=True)
        summed, used = totals(counted.time(entries)), counted.pieces["row"].nunique()
    rows = explained(counted, shown, read, entries) if asked.explain else None
    if asked.output == "json":
        _print_json(shown, rows, {"by": list(asked.by), **_document(read, summed, used)})
    else:
        _print_rows(shown, rows, asked)
        print_problems(read.problems)
        if asked.output == "table":
            _print_totals(read, used, summed, asked)
    return LEFT_OUT if read.left_out else 0


def _document(read: Read, summed: Totals, used: int) -> dict[str, Any]:
    return {
        "totals": {
            "attributed_hours": summed.attributed_hours,
            "wall_clock_hours": summed.wall_clock_hours,
            "overlap_hours": summed.overlap_hours,
            "rows_read": read.rows_read,
            "rows_used": used,
            "rows_left_out": read.left_out,
        },
        "problems": [problem.as_dict() for problem in read.problems],
    }


def _print_rows(shown: "pd.DataFrame", rows: "pd.DataFrame | None", asked: Asked) -> None:
    if rows is not None and asked.output == "table":
        print_explained(rows, shown)
        return
    listed = shown if rows is None else rows.drop(columns="number")
    printed = print_csv if asked.output == "csv" else print_table
    printed(list(listed.columns), listed.itertuples(index=False, name=None))


def _print_totals(read: Read, used: int, summed: Totals, asked: Asked) -> None:
    policy = "split at midnight" if asked.midnight == "split" else "counted on the start day"
    line = f"\n{summed.attributed_hours:,.2f} h attributed, {summed.wall_clock_hours:,.2f} h on the clock"
    line += f", {summed.overlap_hours:,.2f} h overlap · {used:,} of {read.rows_read:,} rows"
    line += f", {read.left_out} left out" if read.left_out else ""
    print(f"{line} · {policy} · {read.calendar.zone}")  # noqa: T201


def _print_json(shown: "pd.DataFrame", rows: "pd.DataFrame | None", rest: dict[str, Any]) -> None:
    """One document; its rows, which may be many, are written by pandas, since Python's own writer is slow."""
    head = json.dumps({"by": rest["by"]}, ensure_ascii=False)[:-1]
    parts = [f'{head}, "rows": {_records(shown)}']
    if rows is not None:
        parts.append(f'"explain": {_records(rows.drop(columns="number"))}')
    tail = {key: rest[key] for key in ("totals", "problems")}
    parts.append(json.dumps(tail, ensure_ascii=False, indent=1, allow_nan=False)[1:])
    sys.stdout.write(f"{', '.join(parts)}\n")


def _records(frame: "pd.DataFrame") -> str:
    return frame.to_json(orient="records", force_ascii=False, double_precision=15)


def _shown(counted: "pd.DataFrame", read: Read) -> "pd.DataFrame":
    """The rows as they are shown: periods by name, goals by title."""
    named = {key: _plain(counted[key], key, read) for key in counted.columns if key in SHOWN_BY_NAME}
    return counted.assign(**named)


def _plain(column: "pd.Series[Any]", key: str, read: Read) -> Any:
    if key == "goal":
        return [read.titles.get(goal, goal) for goal in column]
    codes, days = column.factorize()
    names = [period_of(day.date(), key, read.calendar.week_start).name for day in days]
    return np.array(names, dtype=object)[codes]
