"""Which days lie in a range: [start, end), as everywhere."""

from datetime import date
from typing import Any

import pandas as pd


def on_days(days: "pd.Series[Any]", start: date, end: date) -> "pd.Series[bool]":
    """Whether each day lies in [start, end); a missing one never does."""
    return (days >= pd.Timestamp(start)) & (days < pd.Timestamp(end))
