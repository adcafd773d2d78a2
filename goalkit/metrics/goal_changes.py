"""Changes of goals: what was written down, moved, paused, dropped or reached, with its reason and lesson."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from goalkit.periods import Calendar
from goalkit.records import Goal
from goalkit.records.frames import record_frame

FIELDS = ("title", "measure", "unit", "baseline", "target", "per", "start", "due", "hours_per_week")
DAYS = ("start", "due")
TAKEN_BACK = "taken back"  # the reason that the journal gives to what undoes a change
STEPS = ("written down", "decided for", "changed", "paused", "taken up again", "reached", "dropped")
OTHER_STEPS = ("put back for consideration", "lesson noted")
PUT_RIGHT = ("changed", "lesson noted")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a goal before and after: texts, numbers or days; None where it was empty."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class GoalChange:
    """One change of one goal.

    Attributes:
        goal_id, title: of the goal, titled as it was after the change.
        day: the local day on which it was written down.
        step: one of STEPS and OTHER_STEPS.
        considered: of a goal that is written down, whether it is only under consideration.
        unit: what its target counts after the change; unit_before: before it.
        fields: what else changed, in the order of FIELDS; () for a goal that is written down.
        why: the reason that was given; lesson: what was taken from it, when that was written with it.
    """

    goal_id: str
    title: str
    day: date
    step: str
    considered: bool
    unit: str
    unit_before: str
    fields: tuple[FieldChange, ...]
    why: str
    lesson: str


def goal_changes(
    histories: Mapping[str, pd.DataFrame], span: tuple[date, date], calendar: Calendar
) -> list[GoalChange]:
    """What changed in goals on the local days in [first, end), in the order in which it was written.

    Args:
        histories: goal id → its changes, oldest first, as `book.history` gives them: `when_utc`, `before`,
            `after` (fields as JSON values, None where there was no goal), `why`.
        span: the first day, and the day after the last one; what came later is not known.
        calendar: how the person counts days.

    A change that was taken back within the same days is no change, nor is one of other fields than these, a
    status or a lesson; what was put right on the day on which a goal was written down belongs to its writing.
    No histories give no changes.
    """
    found = [
        (when, change)
        for goal_id, history in histories.items()
        for when, before, after, why in standing(history, span, calendar)
        if (change := _change(goal_id, calendar.day_of(when), (before, after), why)) is not None
    ]
    begun = {(change.goal_id, change.day) for _, change in found if change.step == "written down"}
    ordered = sorted(found, key=lambda pair: pair[0])
    return [
        change for _, change in ordered if change.step not in PUT_RIGHT or (change.goal_id, change.day) not in begun
    ]


def counted(changes: Sequence[GoalChange]) -> list[tuple[str, int]]:
    """How many goals took each step that there is, once or more often, in the order of STEPS and OTHER_STEPS."""
    counts = Counter(step for step, _ in {(change.step, change.goal_id) for change in changes})
    return [(step, counts[step]) for step in (*STEPS, *OTHER_STEPS) if counts[step]]


Line = tuple[datetime, Any, Any, str]


def standing(history: pd.DataFrame, span: tuple[date, date], calendar: Calendar) -> list[Line]:
    """The lines within the days, without those that were taken back there, and without what took them back.

    Args: as of `goal_changes`, with the history of one goal. Gives when, before, after and why of each, oldest first.
    """
    kept: list[Line] = []
    for line in zip(*(history[name] for name in ("when_utc", "before", "after", "why")), strict=True):
        if not span[0] <= calendar.day_of(line[0]) < span[1]:
            continue
        if line[3] == TAKEN_BACK and kept and kept[-1][1] == line[2]:
            kept.pop()
        else:
            kept.append(line)
    return kept


def _change(goal_id: str, day: date, images: tuple[Any, Any], why: str) -> GoalChange | None:
    before, after = images
    if after is None:
        return None
    fields = () if before is None else tuple(_fields(before, after))
    learned = after["lesson"] != (before or {}).get("lesson", "")
    step = _step(before, after) or ("changed" if fields else "lesson noted" if learned else "")
    if not step:
        return None
    return GoalChange(
        goal_id=goal_id,
        title=after["title"],
        day=day,
        step=step,
        considered=after["status"] == "considering",
        unit=after["unit"],
        unit_before=(before or after)["unit"],
        fields=fields,
        why=why,
        lesson=after["lesson"] if learned else "",
    )


def _fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[FieldChange]:
    for name in FIELDS:
        if before.get(name) != after.get(name):
            yield FieldChange(name, _value(name, before.get(name)), _value(name, after.get(name)))


def _value(name: str, value: Any) -> Any:
    if value in (None, ""):
        return None
    return date.fromisoformat(value) if name in DAYS else value


def _step(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> str:
    if before is None:
        return "written down"
    old, new = before["status"], after["status"]
    if old == new:
        return ""
    if new == "active":
        return "decided for" if old == "considering" else "taken up again"
    return {"paused": "paused", "achieved": "reached", "dropped": "dropped"}.get(new, "put back for consideration")


def goals_then(goals: pd.DataFrame, histories: Mapping[str, pd.DataFrame], instant: datetime) -> pd.DataFrame:
    """The goals with every field as it was known before an instant: one reached in autumn was under way in spring.

    Args:
        goals: a frame of goals as they are now.
        histories: goal id → its changes, as for `goal_changes`.
        instant: later changes are not known.

    A goal that was written down only later is as it was first given; one without a history is as it is now.
    """
    now = goals.astype("object").where(goals.notna(), None).to_dict("records")
    return record_frame(Goal, [_then(histories.get(str(row["id"])), instant) or row for row in now])


def _then(history: pd.DataFrame | None, instant: datetime) -> Mapping[str, Any] | None:
    if history is None:
        return None
    known = [fields for fields in history["after"][history["when_utc"] < instant] if fields]
    first = [fields for fields in history["after"] if fields]
    return next(iter([*known[-1:], *first[:1]]), None)
