"""Tasks that are done, for tests, from estimates and actuals in hours."""

import pandas as pd

from goalkit.metrics.estimates import DONE


def done(*rows, first="2025-01-06"):
    """Done tasks from (estimate, actual) pairs, one a day, each estimated on the day it was done."""
    days = pd.date_range(first, periods=len(rows), unit="us")
    frame = pd.DataFrame(
        {
            "task_id": [f"t{n}" for n in range(len(rows))],
            "title": [f"task {n}" for n in range(len(rows))],
            "goal_id": "",
            "estimate_hours": [row[0] for row in rows],
            "actual_hours": [row[1] for row in rows],
            "estimated_on": days,
            "started_on": days,
            "done_on": days,
        }
    )
    return frame.astype(DONE)


def published(shared):
    """8,252 tasks of one company over ten years (Jones & Cullum), as done tasks."""
    days = ["estimated_on", "started_on", "completed_on"]
    read = pd.read_csv(shared / "real" / "sip_tasks.csv", parse_dates=days)
    named = read.rename(columns={"completed_on": "done_on", "task": "task_id"})
    return named.assign(title=named["task_id"].astype("str"), goal_id="").astype(DONE)[list(DONE)]
