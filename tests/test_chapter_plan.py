"""The plan in a review: milestones due, done and late, tasks, what is needed, and the two pictures."""

from datetime import date

import pytest
from plan_made import at, facts_of, goal, new_book, shown, told

from goalkit.metrics.plan import StepCounts, known_steps, milestone_states, open_resources, step_counts
from goalkit.records import Goal, Milestone, Resource, Task

MARCH = (date(2025, 3, 1), date(2025, 4, 1))


@pytest.fixture
def book(tmp_path):
    """A workbook with four milestones of a goal and three tasks, all written down in January."""
    with new_book(tmp_path) as made:
        goal(made, "talk", title="Talk <b>")
        for name, due, done in (
            ("outline", "2025-02-20", "2025-03-03"),
            ("slides", "2025-03-10", None),
            ("rehearsal", "2025-03-25", "2025-04-02"),
            ("talk given", "2025-05-01", None),
        ):
            step(made, Milestone, name, goal_id="talk", due=due, done_on=done)
        step(made, Task, "call", due="2025-03-05", done_on="2025-03-05", estimate_hours=1)
        step(made, Task, "book", due="2025-03-20")
        step(made, Task, "some day")
        yield made


def step(book, kind, title, when="2025-01-02", **values):
    """One milestone or task."""
    return book.add(kind(id=title, title=title, **values), when=at(when))


def test_milestones_are_done_late_or_ahead(book):
    """As known at the end of March; the rehearsal of 2 April is late in March, though it was done in the end."""
    found = milestone_states(book.frame(Milestone), book.frame(Goal), MARCH)
    assert list(zip(found["title"], found["state"], strict=True)) == [
        ("outline", "done"), ("slides", "late"), ("rehearsal", "late"), ("talk given", "ahead"),
    ]  # fmt: skip


def test_of_a_dropped_goal_only_what_was_done_is_told(book):
    """Its open steps are late no more."""
    goals = book.frame(Goal).assign(status="dropped")
    assert list(milestone_states(book.frame(Milestone), goals, MARCH)["title"]) == ["outline"]
    assert milestone_states(book.frame(Milestone).iloc[:0], goals, MARCH).empty


def test_steps_are_counted_as_known(book):
    """Two were due in March, one was done in it; on 9 March nothing is late yet. Without steps all is 0."""
    milestones = book.frame(Milestone)
    assert step_counts(milestones, MARCH, date(2025, 3, 31)) == StepCounts(due=2, due_done=0, done=1, late=2)
    assert step_counts(milestones, MARCH, date(2025, 3, 9)) == StepCounts(due=2, due_done=0, done=1, late=0)
    assert step_counts(milestones, MARCH, date(2025, 4, 2)).due_done == 1
    assert step_counts(milestones.iloc[:0], MARCH, date(2025, 3, 9)) == StepCounts(0, 0, 0, 0)
    assert known_steps(milestones, date(2025, 3, 2))["done_on"].isna().all()


def test_what_is_ready_or_done_with_is_needed_no_more(book):
    """A thing that came in April is needed in March; what a finished task or a dropped goal needed is not."""
    for what, ready, use in (
        ("room", None, {"goal_id": "talk"}),
        ("fee", "2025-04-03", {"task_id": "book"}),
        ("phone", None, {"task_id": "call"}),
        ("pen", "2025-03-03", {"goal_id": "talk"}),
        ("luck", None, {}),
    ):
        book.add(Resource(what=what, ready_on=ready, **use), when=at("2025-01-02"))
    frames = book.frame(Resource), book.frame(Task)
    found = open_resources(*frames, book.frame(Goal), date(2025, 3, 31))
    assert list(zip(found["what"], found["use"], strict=True)) == [("room", "Talk <b>"), ("fee", "book"), ("luck", "")]
    dropped = open_resources(*frames, book.frame(Goal).assign(status="dropped"), date(2025, 3, 31))
    assert list(dropped["what"]) == ["fee", "luck"]
    assert [one.use for one in told(book, "plan").needs] == ["Talk <b>", "book", ""]


def test_a_month_says_what_became_of_its_milestones(book):
    """None of the two that were due is done; a task is, one is late."""
    part = told(book, "plan")
    assert part.sentence == (
        "None of the two milestones due in this month are done. One task was finished, one open one is late. "
        "Two milestones are open past the day."
    )
    assert [(group.title, [one.title for one in group.steps]) for group in part.groups] == [
        ("Done", ["outline"]), ("Open, and past the day", ["slides", "rehearsal"]), ("Next", ["talk given"]),
    ]  # fmt: skip
    text, figures = shown(book, "plan")
    assert "Talk &lt;b&gt;" in text
    assert [figure.layout.meta["title"] for figure in figures] == ["Your plan", "Steps done"]


def test_a_week_is_told_without_pictures(book):
    """Its own milestones alone."""
    part = told(book, "plan", "2025-W10")
    assert (part.due, part.tasks_done) == (0, 1)
    assert part.sentence.startswith("No milestone was due in this week, and one was reached.")
    assert shown(book, "plan", "2025-W10")[1] == []


def test_a_year_counts_all_of_them(book):
    """Four were due and two are done by its end."""
    part = told(book, "plan", "2025")
    assert (part.due, part.due_done) == (4, 2)
    assert part.sentence.startswith("Two of the four milestones due in this year are done.")


def test_nothing_later_than_the_day_is_told(book):
    """In the middle of the month: what is done later is open in text and pictures, what is thought of later is absent."""
    step(book, Milestone, "encore", when="2025-06-01", goal_id="talk", due="2025-08-01")
    step(book, Task, "encore task", when="2025-06-01", due="2025-08-01")
    facts = facts_of(book, "2025-03", date(2025, 3, 4))
    assert "encore" not in str(facts.chapters["plan"])
    timeline, burn_up = facts.frames["plan.timeline"], facts.frames["plan.burn_up"]
    assert not timeline["title"].str.contains("encore").any()
    assert list(timeline.loc[timeline["state"] == "done", "title"]) == ["outline"]
    assert burn_up["done"].max() == 1
    assert facts.chapters["plan"].tasks_done == 0


def test_before_anything_was_planned_one_line_says_where_to(book):
    """A review of the autumn before has no plan to tell."""
    assert told(book, "plan", "2024-10").missing.startswith("No milestone or task is written down yet;")
    assert shown(book, "plan", "2024-10")[1] == []


def test_long_lists_are_cut(book):
    """Eight of a group's milestones stand there, and how many more there are."""
    for number in range(10):
        step(book, Milestone, f"part {number}", goal_id="talk", due="2025-03-02", done_on="2025-03-02")
    (done, *_) = told(book, "plan").groups
    assert (done.milestones, len(done.steps), done.more) == (11, 8, 3)
    assert "and 3 more" in shown(book, "plan")[0]
