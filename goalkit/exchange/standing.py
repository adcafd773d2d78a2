"""What of a workbook stands in a calendar: dates of goals and steps, blocks, people, and what is done regularly.

Nothing here looks at a clock: the same workbook gives the same calendar on any day.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from goalkit.exchange.entry import Entry
from goalkit.exchange.plans import Kept, Plans, Row, once_stood
from goalkit.exchange.regular import checkin_entries, habit_entries
from goalkit.records import Contact, Goal, Meeting, Milestone, Record, Settings, Task, TimeBlock

STANDS = ("active", "achieved")
BLOCK_ALARM = timedelta(minutes=-10)
# How many days before its own something makes itself heard.
HEARD: Mapping[type[Record], int] = {Goal: 7, Milestone: 1, Task: 0, Contact: 0}


def calendar_entries(plans: Plans) -> list[Entry]:
    """Everything of a workbook that stands in a calendar, and what once stood there and is no longer meant."""
    goals = {kept.id: entry for kept in plans.kept[Goal].values() if (entry := _goal(kept, plans))}
    return [
        *goals.values(),
        *(entry for kept in plans.kept[Milestone].values() if (entry := _step(Milestone, kept, plans, goals))),
        *(entry for kept in plans.kept[Task].values() if (entry := _step(Task, kept, plans, goals))),
        *(entry for kept in plans.kept[TimeBlock].values() if (entry := _block(kept, plans))),
        *(entry for kept in plans.kept[Contact].values() if (entry := _follow_up(kept, plans))),
        *checkin_entries(plans),
        *habit_entries(plans),
    ]


def _goal(kept: Kept, plans: Plans) -> Entry | None:
    def make(row: Row) -> Entry | None:
        if row["status"] not in STANDS or row["due"] is None:
            return None
        return Entry(
            "goal",
            f"goal-{kept.id}",
            f"Goal: {row['title'] or 'no name'}",
            row["due"],
            told=row["what"] or "",
            state="done" if row["status"] == "achieved" else "ahead",
            alarm=plans.alarm(HEARD[Goal]),
        )

    entry = once_stood(kept, make)
    return replace(entry, version=plans.version((Goal, kept.id), (Settings, ""))) if entry else None


def _step(model: type[Record], kept: Kept, plans: Plans, goals: Mapping[str, Entry]) -> Entry | None:
    """A milestone or a task with a day; an open one of a goal that nobody pursues now is no longer meant."""
    entry, row = once_stood(kept, lambda row: _step_of(model, row, plans)), kept.now or {}
    if entry is None:
        return None
    goal, milestone = _goal_of(row, plans), row.get("milestone_id")
    if goal and entry.state == "ahead" and plans.now(Goal, goal)["status"] != "active":
        if goal not in goals:  # it never was pursued, so that nothing of it ever stood there
            return None
        entry = replace(entry, state="cancelled")
    version = plans.version((model, kept.id), (Milestone, milestone), (Goal, goal), (Settings, ""))
    return replace(entry, version=version)


def _step_of(model: type[Record], row: Row, plans: Plans) -> Entry | None:
    if row["due"] is None:
        return None
    return Entry(
        model.label,
        f"{model.kind}-{row['id']}",
        f"{model.label.capitalize()}: {row['title'] or 'no name'}",
        row["due"],
        told=_for_goal(_goal_of(row, plans), plans),
        state="done" if row["done_on"] is not None else "ahead",
        alarm=plans.alarm(HEARD[model]),
    )


def _goal_of(row: Row, plans: Plans) -> str | None:
    """The goal of something, directly or by its milestone or task, of those that there are."""
    found = row.get("goal_id")
    for name, model in (("milestone_id", Milestone), ("task_id", Task)):
        if not found and (above := plans.now(model, row.get(name))):
            found = _goal_of(above, plans)
    return found if plans.now(Goal, found) else None


def _for_goal(goal: str | None, plans: Plans) -> str:
    title = plans.now(Goal, goal).get("title")
    return f"For the goal “{title}”" if title else ""


def _block(kept: Kept, plans: Plans) -> Entry | None:
    entry, row = once_stood(kept, lambda row: _block_of(row, plans)), kept.now or {}
    bearing = ((TimeBlock, kept.id), (Task, row.get("task_id")), (Goal, _goal_of(row, plans)), (Settings, ""))
    return replace(entry, version=plans.version(*bearing)) if entry else None


def _block_of(row: Row, plans: Plans) -> Entry | None:
    if row["day"] is None or not row["start"] or not row["end"]:
        return None
    goal = _goal_of(row, plans)
    named = (plans.now(Task, row["task_id"]).get("title"), row["note"], plans.now(Goal, goal).get("title"))
    title = next((name for name in named if name), "Time set aside")
    told = [text for text in (row["note"] or "", _for_goal(goal, plans)) if text and text != title]
    start, end = (datetime.combine(row["day"], row[name]) for name in ("start", "end"))
    alarm = BLOCK_ALARM if plans.alarms else None
    return Entry("block", f"time_block-{row['id']}", title, start, end, told="\n".join(told), alarm=alarm)


def _follow_up(kept: Kept, plans: Plans) -> Entry | None:
    entry = once_stood(kept, lambda row: _follow_up_of(row, _due(row, kept, plans), plans))
    version = plans.version((Contact, kept.id), (Meeting, ""), (Settings, ""))
    return replace(entry, version=version) if entry else None


def _due(row: Row, kept: Kept, plans: Plans) -> date | None:
    """The day that is due now; of what was before, a day that once was named, else the day one met."""
    if row is kept.now:
        return plans.due.get(kept.id)
    return row["next_contact"] or (row["met_on"] if row["every_days"] else None)


def _follow_up_of(row: Row, due: date | None, plans: Plans) -> Entry | None:
    if due is None:
        return None
    name, told = row["name"] or "someone", row["purpose"] or ""
    title = f"Be in touch with {name}"
    return Entry("person", f"contact-{row['id']}", title, due, told=told, alarm=plans.alarm(HEARD[Contact]))
