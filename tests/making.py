"""Small frames for tests, made from a few words."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd

from goalkit.entries.frame import DTYPES, empty_entries

BERLIN = "Europe/Berlin"


def entries(*rows, zone=BERLIN):
    """An entry frame from (start, minutes, project[, goal]) rows; starts are local, "2025-03-14 09:00".

    Minutes of None with a fifth value make a day total of that many seconds.
    """
    if not rows:
        return empty_entries()
    frame = pd.DataFrame([_row(*row, zone=zone) for row in rows])
    for name in ("start_utc", "end_utc"):
        frame[name] = pd.to_datetime(frame[name], utc=True)
    return frame.astype(DTYPES)


def _row(start, minutes, project="", goal=None, total_s=0.0, *, zone):
    begin = datetime.fromisoformat(start).replace(tzinfo=ZoneInfo(zone)).astimezone(ZoneInfo("UTC"))
    length = timedelta(minutes=minutes or 0)
    return {
        "person": "",
        "start_utc": begin,
        "end_utc": pd.NaT if minutes is None else begin + length,
        "zone": zone,
        "project": project,
        "client": "",
        "task": "",
        "description": "",
        "tags": [],
        "billable": None,
        "goal_id": goal,
        "tracker": "toggl",
        "source_id": "",
        "duration_s": total_s if minutes is None else length.total_seconds(),
    }
