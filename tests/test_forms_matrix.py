"""The matrix: which task stands where, and that a move is a change of the task which can be taken back."""

from datetime import UTC, date, datetime, timedelta

import pytest

from goalkit import forms
from goalkit.forms.matrix import due_words
from goalkit.records import Goal, Milestone, Task, TimeEntry
from goalkit.workbook import init_book

TODAY = date(2025, 3, 12)  # a Wednesday


@pytest.fixture
def book(tmp_path):
    """A new workbook with a goal."""
    with init_book(tmp_path / "book", notebooks=False) as opened:
        opened.add(Goal(id="sql", title="Learn SQL", start=date(2025, 1, 1), due=date(2025, 12, 31), colour=2))
        yield opened


def shown(book, **task):
    """The matrix on 12 March, with one task."""
    book.add(Task(**{"id": "t", "title": "Read", **task}))
    return forms.matrix(book, as_of=TODAY)


def tell(matrix, **told):
    """What the page sends when a person does something."""
    matrix.board._handle_custom_msg(told, [])


def where(matrix):
    """Task → quadrant, as on display."""
    return {task["title"]: task["quadrant"] for task in matrix.board.tasks}


def marks(book):
    """What the workbook says of the task."""
    task = book.get(Task, "t")
    return task.important, task.urgent, task.urgent_by_hand


@pytest.mark.parametrize(
    ("quadrant", "kept"),
    [
        ("do first", (True, True, True)),
        ("plan a time", (True, False, False)),
        ("make short", (False, True, True)),
    ],
)
def test_a_move_is_kept_in_the_workbook(book, quadrant, kept):
    """Important and urgent as the quadrant says; urgency is decided by hand only where it changed."""
    matrix = shown(book)
    tell(matrix, do="move", id="t", to=quadrant)
    assert where(matrix) == {"Read": quadrant}
    assert marks(book) == kept
    assert matrix.board.said.startswith("Saved: “Read” is in “")


def test_one_undo_takes_a_move_back(book):
    """The book's own Undo takes back one move, important and urgent together."""
    tell(shown(book), do="move", id="t", to="do first")
    book.undo()
    assert marks(book) == (False, False, False)


def test_undo_on_the_page_puts_the_task_back(book):
    """Once; after that there is nothing to take back."""
    matrix = shown(book)
    assert not matrix.board.can_undo
    tell(matrix, do="move", id="t", to="do first")
    assert matrix.board.can_undo
    tell(matrix, do="undo")
    assert where(matrix) == {"Read": "let go"}
    assert marks(book) == (False, False, False)
    assert not matrix.board.can_undo


def test_undo_leaves_alone_what_was_changed_elsewhere(book):
    """The newer decision stands, and the message says what to do."""
    matrix = shown(book)
    tell(matrix, do="move", id="t", to="do first")
    book.change(Task, "t", important=False)
    tell(matrix, do="undo")
    assert matrix.board.said == "Not taken back: “Read” was changed elsewhere since; move it by hand"
    assert matrix.board.bad
    assert marks(book) == (False, True, True)


def test_a_task_due_soon_is_urgent_until_somebody_decides(book):
    """Moved out of the urgent half it stays out, until the due day may decide again."""
    matrix = shown(book, due=date(2025, 3, 14))
    (task,) = matrix.board.tasks
    assert (task["quadrant"], task["sign"], task["by_hand"]) == ("make short", "due Friday", False)
    tell(matrix, do="move", id="t", to="let go")
    assert where(matrix) == {"Read": "let go"}
    assert marks(book) == (False, False, True)
    assert matrix.board.tasks[0]["by_hand"]
    tell(matrix, do="follow", id="t")
    assert where(matrix) == {"Read": "make short"}
    assert marks(book) == (False, False, False)


def test_what_becomes_important_still_follows_its_due_day(book):
    """A move within the urgent half says nothing about urgency."""
    matrix = shown(book, due=date(2025, 3, 14))
    tell(matrix, do="move", id="t", to="do first")
    assert where(matrix) == {"Read": "do first"}
    assert marks(book) == (True, False, False)


def test_a_task_that_is_gone_is_told_and_leaves(book):
    """Removed elsewhere: the message says so, and the page is up to date again."""
    matrix = shown(book)
    book.remove(Task, "t")
    tell(matrix, do="move", id="t", to="do first")
    assert matrix.board.said.startswith("Not moved: there is no task")
    assert matrix.board.tasks == []


def test_a_quadrant_that_there_is_not_changes_nothing(book):
    """The message names it and the four."""
    matrix = shown(book)
    tell(matrix, do="move", id="t", to="nowhere")
    assert "'nowhere' is no quadrant; expected one of do first" in matrix.board.said
    assert marks(book) == (False, False, False)


def test_a_task_has_the_colour_and_the_name_of_its_milestones_goal(book):
    """A task of a milestone belongs to the milestone's goal."""
    step = book.add(Milestone(goal_id="sql", title="Half", due=date(2025, 5, 1)))
    (task,) = shown(book, milestone_id=step.id).board.tasks
    assert (task["goal"], task["colour"]) == ("Learn SQL", "#e69f00")


def test_done_tasks_are_not_shown_and_forms_are_followed(book):
    """What a form saved is there at once; what listens hears of each move."""
    form = forms.task_form(book)
    matrix = forms.matrix(book, after=[form], as_of=TODAY)
    heard = []
    matrix.then(lambda: heard.append(1))
    book.add(Task(title="Old", done_on=TODAY))
    form["title"].value = "New"
    form.button.click()
    assert where(matrix) == {"New": "let go"}
    tell(matrix, do="move", id=matrix.board.tasks[0]["id"], to="do first")
    assert heard == [1]


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (date(2025, 3, 12), "due today"),
        (date(2025, 3, 13), "due tomorrow"),
        (date(2025, 3, 18), "due Tuesday"),
        (date(2025, 3, 19), "due 19 March"),
        (date(2025, 3, 3), "due since 3 March"),
        (date(2026, 1, 5), "due 5 January 2026"),
    ],
)
def test_a_due_day_is_said_as_people_say_it(due, said):
    """By name within the week, by date after it and before today."""
    assert due_words(due, TODAY) == said


def test_hours_of_the_log_stand_beside_the_quadrants(book):
    """Four weeks up to the day, the day itself included; without a log there are no shares."""
    shown(book, important=True)
    assert forms.matrix_hours(book, TODAY)["Share"].tolist() == [""] * 5
    for day, hours in ((12, 3), (11, 1)):
        start = datetime(2025, 3, day, 9, tzinfo=UTC)
        text = "read" if hours == 3 else "lunch"
        book.add(TimeEntry(start_utc=start, end_utc=start + timedelta(hours=hours), description=text))
    book.add(TimeEntry(start_utc=datetime(2025, 2, 12, 9, tzinfo=UTC), duration_s=3600, description="Read"))
    rows = forms.matrix_hours(book, TODAY).set_index("Quadrant")
    assert rows.loc["Plan a time"].tolist() == ["1", "3.0", "75%"]
    assert rows.loc["No task"].tolist() == ["", "1.0", "25%"]
