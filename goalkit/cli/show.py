"""What people see in a terminal: tables, problems, JSON. Names are shown as they are, never as markup."""

import json
import math
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from goalkit.entries.csv_text import format_csv
from goalkit.errors import Problem

MOST_PROBLEMS = 20


def print_json(document: Any) -> None:
    """One document on stdout; numbers that are not numbers become null."""
    json.dump(_finite(document), sys.stdout, ensure_ascii=False, indent=1, allow_nan=False)
    sys.stdout.write("\n")


def print_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Rows as CSV; a text that a spreadsheet would take for a formula gets an apostrophe before it."""
    sys.stdout.write(format_csv(columns, rows))


def print_table(columns: Sequence[str], rows: Iterable[Sequence[Any]], title: str = "") -> None:
    """Rows as a table, numbers to the right; in a pipe as wide as it needs to be."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    taken = [list(row) for row in rows]
    table = Table(title=title or None, title_justify="left", box=None, header_style="bold", pad_edge=False)
    for place, name in enumerate(columns):
        number = bool(taken) and all(isinstance(row[place], int | float) or row[place] == "" for row in taken)
        table.add_column(Text(name), justify="right" if number else "left", overflow="fold")
    for row in taken:
        table.add_row(*(Text(_cell(cell)) for cell in row))
    console = Console()
    if not console.is_terminal:  # a pipe has no width of its own: nothing is folded
        wide = Console(width=100_000)
        console = Console(width=max(wide.measure(table).maximum, len(title)))
    console.print(table)


def print_problems(problems: Sequence[Problem]) -> None:
    """What was left out or is worth a look, on stderr: file, line, column, value, reason, way out."""
    for problem in problems[:MOST_PROBLEMS]:
        sys.stderr.write(f"{problem_line(problem)}\n")
    if len(problems) > MOST_PROBLEMS:
        sys.stderr.write(f"… and {len(problems) - MOST_PROBLEMS} more; --format json lists them all\n")


def problem_line(problem: Problem) -> str:
    """A problem in one line; what is said of a whole file names no line."""
    where = problem.file if problem.line == 0 else f"{problem.file}, line {problem.line}"
    if problem.column:
        where += f", {problem.column} {problem.value!r}"
    kept = "" if problem.left_out else " (kept)"
    return f"{where}: {problem.reason}; {problem.fix}{kept if problem.line else ''}"


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:,.2f}"
    return str(value)


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
