"""Plans as numbers and pictures: a line of days, what was done by when, urgent and important."""

from datetime import date

import pytest

from goalkit.charts.plan import plot_burn_up, plot_timeline
from goalkit.entries.frame import empty_entries
from goalkit.metrics.plan import burn_up, quadrant_hours, quadrants, task_goals, timeline
from goalkit.records import Goal, Milestone, Task, TimeEntry
from goalkit.records.frames import record_frame

TODAY = date(2025, 3, 12)


def frame(model, *rows):
    """Records of a class as a frame, checked like typed ones."""
    return record_frame(model, [model(**row).model_dump() for row in rows])


def goal(**values):
    """A goal of the year, with what a test says of it."""
    return {"title": "Learn", "start": "2025-01-01", "due": "2025-12-31", **values}


def entry(start, end, **values):
    """An entry between two instants in UTC."""
    return {"start_utc": f"{start}:00Z", "end_utc": f"{end}:00Z", **values}


def logged(*rows):
    """Entries as a frame; none give an empty one."""
    return frame(TimeEntry, *rows) if rows else empty_entries()


# --- the line of days


def test_a_goal_is_followed_by_its_milestones_and_its_tasks():
    """Goals by due day, below each its milestones, then its tasks; what has no goal comes last."""
    goals = frame(Goal, goal(id="late", due="2025-12-31"), goal(id="soon", due="2025-06-30"))
    steps = frame(Milestone, {"id": "m", "goal_id": "late", "title": "Half", "due": "2025-05-01"})
    tasks = frame(
        Task,
        {"id": "free", "title": "Tidy", "due": "2025-03-20"},
        {"id": "t", "title": "Read", "milestone_id": "m", "due": "2025-04-01"},
    )
    rows = timeline(goals, steps, tasks, TODAY)
    assert list(rows["id"]) == ["soon", "late", "m", "t", "free"]
    assert list(rows["goal_id"]) == ["soon", "late", "late", "late", ""]


@pytest.mark.parametrize(
    ("given", "start", "end"),
    [
        ({"due": "2025-04-10"}, "2025-04-10", "2025-04-10"),
        ({"due": "2025-04-10", "estimate_hours": 4}, "2025-04-10", "2025-04-10"),
        ({"due": "2025-04-10", "estimate_hours": 9}, "2025-04-08", "2025-04-10"),
        ({"start": "2025-04-10", "estimate_hours": 9}, "2025-04-10", "2025-04-12"),
        ({"start": "2025-04-01", "due": "2025-04-10", "estimate_hours": 9}, "2025-04-01", "2025-04-10"),
    ],
)
def test_a_task_lies_where_its_days_and_its_estimate_say(given, start, end):
    """A missing day follows from the estimate at four hours a day; two given days win."""
    rows = timeline(frame(Goal), frame(Milestone), frame(Task, {"title": "Read", **given}), TODAY)
    assert (str(rows["start"][0].date()), str(rows["end"][0].date())) == (start, end)


def test_what_is_past_and_open_is_late_and_what_is_done_is_done():
    """The day itself is still on time, and what was done after it was still open then."""
    tasks = frame(
        Task,
        {"title": "a", "due": "2025-03-11"},
        {"title": "b", "due": "2025-03-11", "done_on": "2025-03-12"},
        {"title": "c", "due": "2025-03-12"},
        {"title": "d", "due": "2025-03-13", "done_on": "2025-03-13"},
    )
    assert list(timeline(frame(Goal), frame(Milestone), tasks, TODAY)["state"]) == ["late", "done", "open", "open"]


def test_a_closed_goal_leaves_with_all_that_is_its_own():
    """Neither its milestones nor its tasks stay behind."""
    goals = frame(Goal, goal(id="g", status="dropped"))
    steps = frame(Milestone, {"id": "m", "goal_id": "g", "title": "Half", "due": "2025-05-01"})
    tasks = frame(Task, {"title": "Read", "milestone_id": "m", "due": "2025-05-01"})
    assert timeline(goals, steps, tasks, TODAY).empty


def test_nothing_planned_gives_an_empty_line():
    """Empty frames and undated tasks give no row, and every column."""
    rows = timeline(frame(Goal), frame(Milestone), frame(Task, {"title": "Some day"}), TODAY)
    assert rows.empty
    assert list(rows) == ["kind", "id", "goal_id", "title", "start", "end", "state"]


def test_a_task_takes_its_goal_from_its_milestone():
    """Its own goal wins; without both it has none."""
    steps = frame(Milestone, {"id": "m", "goal_id": "g", "title": "Half", "due": "2025-05-01"})
    tasks = frame(
        Task, {"title": "a", "milestone_id": "m"}, {"title": "b", "milestone_id": "m", "goal_id": "h"}, {"title": "c"}
    )
    assert task_goals(tasks, steps).fillna("").tolist() == ["g", "h", ""]


# --- done against due


def test_steps_due_and_done_add_up_by_day():
    """What came before the first day is in its count; steps without a day never count as due."""
    steps = frame(
        Task,
        {"title": "a", "due": "2025-02-01", "done_on": "2025-03-02"},
        {"title": "b", "due": "2025-03-02"},
        {"title": "c", "done_on": "2025-03-03"},
    )
    rows = burn_up(steps, date(2025, 3, 1), date(2025, 3, 3))
    assert rows["due"].tolist() == [1, 2, 2]
    assert rows["done"].tolist() == [0, 1, 2]


def test_no_steps_give_zeros():
    """A day a row all the same."""
    assert burn_up(frame(Task), TODAY, TODAY)[["due", "done"]].to_numpy().tolist() == [[0, 0]]


# --- urgent and important


@pytest.mark.parametrize(
    ("given", "quadrant", "follows"),
    [
        ({}, "let go", False),
        ({"important": True}, "plan a time", False),
        ({"urgent": True}, "make short", False),
        ({"important": True, "due": "2025-03-15"}, "do first", True),
        ({"important": True, "due": "2025-03-16"}, "plan a time", False),
        ({"due": "2025-03-01"}, "make short", True),
        ({"due": "2025-03-13", "urgent_by_hand": True}, "let go", False),
        ({"due": "2025-03-13", "urgent": True, "urgent_by_hand": True}, "make short", False),
    ],
)
def test_urgency_follows_the_due_day_until_somebody_decides(given, quadrant, follows):
    """Due within three days is urgent; a decision by hand wins, either way."""
    found = quadrants(frame(Task, {"title": "Read", **given}), TODAY)
    assert (found["quadrant"][0], bool(found["follows"][0])) == (quadrant, follows)


def test_done_tasks_are_in_no_quadrant():
    """Only what is open is sorted; without tasks all columns are there."""
    assert quadrants(frame(Task, {"title": "Read", "done_on": "2025-03-01"}), TODAY).empty
    assert len(quadrants(frame(Task, {"title": "Read", "done_on": "2025-03-13"}), TODAY)) == 1
    assert "quadrant" in quadrants(frame(Task), TODAY)


def test_hours_of_a_quadrant_are_those_of_its_tasks():
    """By task, else by description, whatever the case; the rest is named, and nothing is lost."""
    tasks = frame(Task, {"title": "Write report", "important": True}, {"title": "Mail", "done_on": "2025-03-01"})
    entries = logged(
        entry("2025-03-10T08:00", "2025-03-10T10:00", task="write REPORT"),
        entry("2025-03-10T10:00", "2025-03-10T10:30", description="Mail"),
        entry("2025-03-10T11:00", "2025-03-10T12:00", description="Lunch"),
    )
    hours = quadrant_hours(entries, tasks, TODAY)
    assert hours.to_dict() == {
        "do first": 0.0, "plan a time": 2.0, "make short": 0.0, "let go": 0.5, "no task": 1.0
    }  # fmt: skip
    assert quadrant_hours(empty_entries(), frame(Task), TODAY).sum() == 0


# --- pictures


@pytest.mark.parametrize("many", [0, 5, 60])
def test_the_timeline_draws_each_row_and_says_it_in_a_sentence(many):
    """No task or sixty: a row each, high enough to be read, and a text alternative with the numbers."""
    goals = frame(Goal, goal(id="g"))
    steps = frame(Milestone, {"goal_id": "g", "title": "Half", "due": "2025-03-11"})
    tasks = frame(
        Task, *({"title": f"Task {n}", "goal_id": "g", "due": f"2025-04-{n % 30 + 1:02d}"} for n in range(many))
    )
    drawn = plot_timeline(timeline(goals, steps, tasks, TODAY), {"g": 1}, TODAY)
    assert drawn.layout.height >= 20 * (many + 2)
    assert len(drawn.layout.annotations) >= many + 2
    assert f"{many} task" in drawn.layout.meta["alt"]
    assert "1 is late" in drawn.layout.meta["alt"]


def test_an_empty_plan_is_a_sentence():
    """No traces, and words that say what to do."""
    drawn = plot_timeline(timeline(frame(Goal), frame(Milestone), frame(Task), TODAY), {}, TODAY)
    assert not drawn.data
    assert "Nothing has a day yet" in drawn.layout.meta["alt"]
    assert not plot_burn_up(burn_up(frame(Task), TODAY, TODAY), TODAY).data


def test_the_burn_up_says_where_one_stands():
    """Due and done on the day it is drawn for."""
    steps = frame(
        Task, {"title": "a", "due": "2025-03-01", "done_on": "2025-03-02"}, {"title": "b", "due": "2025-03-05"}
    )
    drawn = plot_burn_up(burn_up(steps, date(2025, 3, 1), date(2025, 3, 31)), TODAY)
    assert drawn.layout.meta["alt"].startswith("1 step done, where 2 were due by 12 March")
