"""What was known on a day: records that were written down only later, and lie ahead, are left out."""

from collections.abc import Mapping
from datetime import date, datetime

import pandas as pd

DAYS = ("start", "due", "done_on", "ready_on")


def ahead(frame: pd.DataFrame, as_of: date) -> list[str]:
    """The ids of records none of whose days (start, due, done, ready) has come by a day; those without a day, too.

    Of goals the start alone counts. Empty input gives none.
    """
    names = ("start",) if "measure" in frame else DAYS
    come = pd.Series(False, index=frame.index)
    for name in names:
        if name in frame:
            come |= frame[name] <= pd.Timestamp(as_of)
    return list(frame.loc[~come, "id"])


def written_later(histories: Mapping[str, pd.DataFrame], instant: datetime) -> set[str]:
    """The ids of records that were first written down at an instant or after it.

    Args:
        histories: id → its changes, as `book.history` gives them; one without any was always there.
        instant: the first instant that is not known.
    """
    return {one for one, history in histories.items() if len(history) and not (history["when_utc"] < instant).any()}
