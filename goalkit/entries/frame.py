"""The time-entry frame: its columns and dtypes, and what counts as a row of it."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

# A list of texts in each row. It stands here, not with the records, so that a look at an export loads none of them.
TAGS = pd.ArrowDtype(pa.list_(pa.string()))
CATEGORY = "category"

DTYPES: dict[str, Any] = {
    "person": CATEGORY,
    "start_utc": "datetime64[us, UTC]",
    "end_utc": "datetime64[us, UTC]",
    "zone": CATEGORY,
    "project": CATEGORY,
    "client": CATEGORY,
    "task": CATEGORY,
    "description": "str",
    "tags": TAGS,
    "billable": "boolean",
    "goal_id": CATEGORY,
    "tracker": CATEGORY,
    "source_id": "str",
    "duration_s": "float64",
}
COLUMNS = tuple(DTYPES)

MICRO = 1_000_000
NO_INSTANT = np.iinfo(np.int64).min


def empty_entries() -> pd.DataFrame:
    """An entry frame without rows."""
    return pd.DataFrame(
        {
            name: pd.Series([], dtype="str").astype("category") if dtype == CATEGORY else pd.Series([], dtype=dtype)
            for name, dtype in DTYPES.items()
        }
    )


def micros(instants: "pd.Series[Any]") -> np.ndarray:
    """Instants as microseconds since 1970 (int64); NaT is NO_INSTANT."""
    return instants.astype("datetime64[us, UTC]").to_numpy(dtype="datetime64[us]").view(np.int64)


def seconds(entries: pd.DataFrame) -> np.ndarray:
    """Seconds of each entry (float64, exact to the microsecond): end − start, or a day total's own."""
    start, end = micros(entries["start_utc"]), micros(entries["end_utc"])
    total = end == NO_INSTANT
    return np.where(total, entries["duration_s"].to_numpy(), (end - np.where(total, end, start)) / MICRO)


def is_day_total(entries: pd.DataFrame) -> np.ndarray:
    """Whether each row is a day's total, without clock times (its end is NaT, its start the day's)."""
    return entries["end_utc"].isna().to_numpy()
