"""The forms of an action plan: from what is typed into the workbook, with tables and pictures that follow."""

from datetime import date, timedelta

import pytest
from filling import complaints, fill, save

from goalkit import forms
from goalkit.forms.plan import milestones_ahead, open_steps, resources_needed
from goalkit.records import Goal, Milestone, Resource, Task
from goalkit.workbook import init_book


@pytest.fixture
def book(tmp_path):
    """A new workbook with a goal of the year and one more."""
    with init_book(tmp_path / "book", notebooks=False) as opened:
        days = {"start": date(2025, 1, 1), "due": date(2025, 12, 31)}
        opened.add(Goal(id="sql", title="Learn SQL", **days))
        opened.add(Goal(id="run", title="Run 10 km", **days))
        yield opened


def step(book, **values):
    """A milestone of the first goal that is in the workbook."""
    return book.add(Milestone(**{"goal_id": "sql", "title": "First course", "due": date(2025, 4, 13), **values}))


# --- milestones


def test_a_milestone_goes_into_the_workbook_and_its_table_follows(book):
    """With its date and its celebration."""
    form = forms.milestone_form(book)
    table = forms.milestones_table(book, after=form)
    assert "No milestone is ahead" in table.html
    fill(form, goal_id="sql", title="First <course>", due=date(2025, 4, 13), celebrate="dumplings")
    assert save(form) == "Saved: First <course>, due 2025-04-13"
    (kept,) = book.records(Milestone)
    assert (kept.goal_id, kept.due, kept.celebrate) == ("sql", date(2025, 4, 13), "dumplings")
    assert "First &lt;course&gt;" in table.html


def test_goal_title_and_day_of_a_milestone_are_needed(book):
    """Each missing one is named, nothing is kept."""
    form = forms.milestone_form(book)
    save(form)
    assert set(complaints(form)) == {"goal_id", "title", "due"}
    assert book.records(Milestone) == []


@pytest.mark.parametrize("value", ["much", "1,5,6"])
def test_a_value_that_is_no_number_is_named(book, value):
    """The message quotes it and shows how to write one."""
    form = forms.milestone_form(book)
    fill(form, goal_id="sql", title="Half", due=date(2025, 4, 13), value=value)
    save(form)
    assert value in complaints(form)["value"]
    assert book.records(Milestone) == []


@pytest.mark.parametrize(
    ("day", "said"), [(date(2026, 1, 1), "after “Learn SQL” itself"), (date(2024, 12, 31), "before")]
)
def test_a_milestone_outside_its_goal_is_kept_and_told(book, day, said):
    """A word, never a refusal."""
    form = forms.milestone_form(book)
    fill(form, goal_id="sql", title="Half", due=day)
    assert said in save(form)
    assert len(book.records(Milestone)) == 1


def test_milestones_ahead_are_the_open_ones_by_day(book):
    """What was reached is not ahead."""
    step(book, title="Later", due=date(2025, 9, 1))
    step(book, title="Sooner")
    step(book, title="Reached", done_on=date(2025, 2, 1))
    assert milestones_ahead(book)["Milestone"].tolist() == ["Sooner", "Later"]


# --- tasks


def test_a_task_of_a_milestone_serves_its_goal_and_comes_last(book):
    """The goal is filled in, and the order goes on."""
    kept = step(book)
    form = forms.task_form(book)
    fill(form, title="Book a seat", milestone_id=kept.id, due=date(2025, 4, 1), estimate_hours="1.5")
    assert save(form) == "Saved: Book a seat, due 2025-04-01"
    fill(form, title="Read")
    assert save(form) == "Saved: Read"
    first, second = book.records(Task)
    assert (first.goal_id, first.estimate_hours, first.position) == ("sql", 1.5, 0)
    assert (second.goal_id, second.position) == (None, 1)


def test_a_task_of_another_goals_milestone_is_refused_with_the_way_out(book):
    """Both are named, and nothing typed is lost."""
    kept = step(book)
    form = forms.task_form(book)
    fill(form, title="Book a seat", goal_id="run", milestone_id=kept.id)
    assert save(form) == (
        "Not saved: “First course” is a milestone of another goal, “Learn SQL”; choose that goal, or no milestone"
    )
    assert form["title"].value == "Book a seat"
    assert book.records(Task) == []


def test_a_task_after_its_milestone_is_kept_and_told(book):
    """Gently, with the day of the milestone."""
    kept = step(book)
    form = forms.task_form(book)
    fill(form, title="Exam", milestone_id=kept.id, due=date(2025, 5, 1))
    assert save(form).endswith("which is after its milestone “First course” (2025-04-13)")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "", "fill this in"),
        ("title", "x" * 201, "200"),
        ("estimate_hours", "long", "not a number"),
        ("estimate_hours", "0", "more than 0"),
        ("estimate_hours", "2001", "at most 2000"),
    ],
)
def test_what_does_not_fit_a_task_is_named_beside_its_field(book, field, value, said):
    """One message at its field, nothing kept."""
    form = forms.task_form(book)
    fill(form, title="Read")
    fill(form, **{field: value})
    save(form)
    assert said in complaints(form)[field]
    assert book.records(Task) == []


def test_a_task_that_is_due_before_it_begins_is_refused(book):
    """The fault spans two fields and names both days."""
    form = forms.task_form(book)
    fill(form, title="Read", start=date(2025, 5, 2), due=date(2025, 5, 1))
    save(form)
    assert "due on 2025-05-01, before it begins on 2025-05-02" in form.whole.value
    assert book.records(Task) == []


def test_only_milestones_ahead_are_offered(book):
    """Named with their goal, for two may have the same name."""
    step(book, id="a")
    step(book, id="b", done_on=date(2025, 2, 1))
    assert open_steps(book) == {"milestone_id": [("First course (Learn SQL)", "a")]}


# --- resources


def test_what_is_missing_comes_first(book):
    """With its amount and what needs it; what is there has its day."""
    form = forms.resource_form(book)
    table = forms.resources_table(book, after=form)
    fill(form, what="Course fee", of="money", goal_id="sql", amount="240", unit="€")
    save(form)
    task = book.add(Task(title="Interview"))
    book.add(Resource(what="Room", of="thing", task_id=task.id, ready_on=date(2025, 1, 2)))
    book.add(Resource(what="Two hours"))
    shown = resources_needed(book)
    assert shown["What"].tolist() == ["Course fee", "Two hours", "Room"]
    assert shown["How much"].tolist() == ["240 €", "", ""]
    assert shown["For"].fillna("").tolist() == ["Learn SQL", "", "Interview"]
    assert "240 €" in table.html


@pytest.mark.parametrize(("field", "value"), [("what", ""), ("amount", "-1"), ("amount", "some")])
def test_what_does_not_fit_a_resource_is_named(book, field, value):
    """A resource needs a name; its amount is a number from 0."""
    form = forms.resource_form(book)
    fill(form, what="Room")
    fill(form, **{field: value})
    save(form)
    assert field in complaints(form)
    assert book.records(Resource) == []


# --- pictures


def test_both_pictures_follow_the_forms(book):
    """Drawn from what is in the workbook after each save."""
    form = forms.task_form(book)
    drawn = []
    plan, burn = forms.plan_picture(book, after=[form]), forms.burn_picture(book, after=[form])
    form.then(lambda: drawn.append((plan, burn)))
    fill(form, title="Read", due=book.today() + timedelta(days=2))
    save(form)
    assert drawn == [(plan, burn)]


def test_without_anything_planned_all_is_a_kind_sentence(tmp_path):
    """A new workbook shows no error and no empty axes."""
    with init_book(tmp_path / "new", notebooks=False) as new:
        form = forms.task_form(new)
        forms.plan_picture(new, after=[form])
        forms.burn_picture(new, after=[form])
        assert milestones_ahead(new).empty
        assert resources_needed(new).empty
