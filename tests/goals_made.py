"""Goals with their readings and hours, for tests."""

from making import entries

from goalkit.metrics.values import GoalData
from goalkit.records import Goal, Measurement, Milestone
from goalkit.records.frames import record_frame


def goal(**values):
    """A goal of the year."""
    return {"id": "g", "title": "Read", "start": "2025-01-01", "due": "2025-12-31", "unit": "books", **values}


def data(goals, readings=(), log=None):
    """What goals are judged by."""
    made = [Measurement(goal_id=name, day=day, value=value).model_dump() for name, day, value in readings]
    return GoalData(
        record_frame(Goal, [Goal(**values).model_dump() for values in goals]),
        record_frame(Measurement, made),
        record_frame(Milestone, []),
        entries() if log is None else log,
    )
