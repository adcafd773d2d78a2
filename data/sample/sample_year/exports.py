"""The log as two trackers export it."""

import csv
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from sample_year.rows import Row
from sample_year.story import load_story

TOGGL = (
    *("User", "Email", "Client", "Project", "Task", "Description", "Billable"),
    *("Start date", "Start time", "End date", "End time", "Duration", "Tags", "Amount (EUR)"),
)
CLOCKIFY = (
    *("Project", "Client", "Description", "Task", "User", "Group", "Email", "Tags", "Billable"),
    *("Start Date", "Start Time", "End Date", "End Time", "Duration (h)", "Duration (decimal)"),
    *("Billable Rate (EUR)", "Billable Amount (EUR)"),
)


def save_toggl(rows: Iterable[Row], path: Path) -> None:
    """Writes a Toggl detailed export: UTF-8 with BOM, oldest row first."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(TOGGL)
        writer.writerows(map(_toggl_cells, rows))


def save_clockify(rows: Iterable[Row], path: Path) -> None:
    """Writes a Clockify detailed export: all quoted, days first in dates, newest row first."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)
        writer.writerow(CLOCKIFY)
        writer.writerows(map(_clockify_cells, reversed(list(rows))))


def _toggl_cells(row: Row) -> list[str]:
    person = load_story("work")["person"]
    return [
        person["name"],
        person["email"],
        row.facts["client"],
        row.project,
        row.task,
        row.description,
        _yes(row),
        *_stamp(row.start, "%Y-%m-%d"),
        *_stamp(row.end, "%Y-%m-%d"),
        _clock(row.seconds or 0),
        ", ".join(row.tags),
        "",
    ]


def _clockify_cells(row: Row) -> list[str]:
    person = load_story("work")["person"]
    return [
        row.project,
        row.facts["client"],
        row.description,
        row.task,
        person["name"],
        "",
        person["email"],
        ", ".join(row.tags),
        _yes(row),
        *_stamp(row.start, "%d/%m/%Y"),
        *_stamp(row.end, "%d/%m/%Y"),
        "" if row.seconds is None else _clock(row.seconds),
        "" if row.seconds is None else f"{row.seconds / 3600:.2f}",
        "0.00",
        "0.00",
    ]


def _yes(row: Row) -> str:
    return "Yes" if row.facts["billable"] else "No"


def _stamp(moment: datetime | None, shape: str) -> tuple[str, str]:
    return ("", "") if moment is None else (moment.strftime(shape), moment.strftime("%H:%M:%S"))


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
