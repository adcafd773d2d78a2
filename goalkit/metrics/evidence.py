"""Evidence: what a finding about the log points to, one row a case, with its day, file and line where known."""

from typing import Any

import numpy as np
import pandas as pd

from goalkit.entries.days import entry_micros, start_days, to_index
from goalkit.periods import Calendar

# Evidence is for looking at: a log with more cases of a kind needs another export, not a longer list.
LISTED = 100

EVIDENCE: dict[str, str] = {
    "day": "datetime64[us]",
    "start_utc": "datetime64[us, UTC]",
    "end_utc": "datetime64[us, UTC]",
    "hours": "float64",
    "what": "str",
    "person": "str",
    "file": "str",
    "line": "int64",
    "other": "str",
    "other_file": "str",
    "other_line": "int64",
}


def evidence(**columns: Any) -> pd.DataFrame:
    """A frame with the columns of EVIDENCE; those not given are empty, NaT, NaN or 0."""
    size = len(next(iter(columns.values()), ()))
    filled = {name: _column(columns.get(name), dtype, size) for name, dtype in EVIDENCE.items()}
    return pd.DataFrame(filled)


def _column(values: Any, dtype: str, size: int) -> "pd.Series[Any]":
    if values is None:
        values = [{"str": "", "int64": 0, "float64": np.nan}.get(dtype, pd.NaT)] * size
    return pd.Series(values, dtype=dtype).reset_index(drop=True)


def worst(sizes: np.ndarray) -> np.ndarray:
    """Positions of the LISTED largest, the largest first; equal ones in their order."""
    return np.argsort(-sizes, kind="stable")[:LISTED]


def of_entries(entries: pd.DataFrame, calendar: Calendar) -> dict[str, Any]:
    """The columns that tell of entries: their day, start and end, what and who they are, where they stand."""
    start, end, _ = entry_micros(entries)
    return {
        "day": start_days(entries, calendar)["day"].to_numpy(),
        "start_utc": to_index(start),
        "end_utc": to_index(end),
        "what": named(entries),
        "person": _texts(entries, "person"),
        **places(entries),
    }


def places(entries: pd.DataFrame, other: bool = False) -> dict[str, Any]:
    """File and line of entries, "" and 0 where they are not known."""
    before = "other_" if other else ""
    lines = entries["source_line"].to_numpy() if "source_line" in entries else np.zeros(len(entries), dtype=np.int64)
    return {f"{before}file": _texts(entries, "file"), f"{before}line": lines}


def named(entries: pd.DataFrame) -> np.ndarray:
    """What people call entries: their project, else their text, else ""."""
    project = _texts(entries, "project")
    return np.where(project != "", project, _texts(entries, "description"))


def _texts(entries: pd.DataFrame, name: str) -> np.ndarray:
    if name not in entries:
        return np.full(len(entries), "", dtype=object)
    column = entries[name].astype("object")
    return column.where(column.notna(), "").to_numpy(dtype=object)
