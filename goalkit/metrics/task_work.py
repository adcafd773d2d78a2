"""Time on tasks: which task each entry is time of, and how many hours each has."""

from datetime import date

import numpy as np
import pandas as pd

from goalkit.entries.days import split_days
from goalkit.metrics.plan import task_words
from goalkit.periods import Calendar

NEVER = pd.Timestamp("2262-01-01")
HOUR_US = 3_600_000_000


def task_work(tasks: pd.DataFrame, entries: pd.DataFrame, as_of: date, calendar: Calendar) -> pd.DataFrame:
    """What the log holds of each task, open ones too: index the id; `hours` and `first_day` (local day).

    Tasks without time are left out. An entry belongs to the task whose title is the entry's task or else its
    description, case aside. Of several tasks of one title it is the first that was not done before the entry's day,
    else the last; open ones come after those that are done.
    """
    pieces = split_days(entries, calendar)
    pieces = pieces[(pieces["day"] <= pd.Timestamp(as_of)) & (pieces["us"] > 0)]
    owner = _owners(tasks, task_words(entries).to_numpy()[pieces["row"]], pieces["day"].to_numpy())
    found = pieces.assign(task_id=owner.to_numpy()).dropna(subset="task_id").groupby("task_id")
    return pd.DataFrame({"hours": found["us"].sum() / HOUR_US, "first_day": found["day"].min()})


def _owners(tasks: pd.DataFrame, words: np.ndarray, days: np.ndarray) -> "pd.Series[str]":
    """The id of the task that each piece of time belongs to, missing without one."""
    ordered = tasks.assign(done_on=tasks["done_on"].fillna(NEVER)).sort_values("done_on", kind="stable")
    places = pd.Series(words).groupby(words).indices
    found = np.full(len(words), None, dtype=object)
    for title, own in ordered.groupby(ordered["title"].str.casefold(), sort=False):
        mine = places.get(title, np.zeros(0, dtype=np.int64))
        turn = np.searchsorted(own["done_on"].to_numpy(), days[mine], "left")
        found[mine] = own["id"].to_numpy(dtype=object)[np.minimum(turn, len(own) - 1)]
    return pd.Series(found, dtype="str")
