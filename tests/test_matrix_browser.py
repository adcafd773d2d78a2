"""The matrix in a real browser: a task moves with the mouse and with the keyboard, and the workbook has it."""

from datetime import date, timedelta

import pytest
from browsing import open_notebook, picture
from playwright.sync_api import expect

from goalkit.records import Goal, Task
from goalkit.workbook import open_book

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def tasks(lab):
    """Two tasks, neither important nor urgent, one of a goal, in the workbook of the browser."""
    with open_book(lab.folder) as book:
        day = date.today()
        goal = book.add(Goal(title="Learn SQL", start=day, due=day + timedelta(days=200)))
        kept = [book.add(Task(title=f"Task {name}", goal_id=goal.id)) for name in ("one", "two")]
    return [task.id for task in kept]


def marks(lab, task_id):
    """Important and urgent, as a second process reads them."""
    with open_book(lab.folder) as book:
        task = book.get(Task, task_id)
    return task.important, task.urgent


def test_a_task_moves_with_the_mouse_and_with_the_keyboard(lab, page, tasks):
    """Dragged, then moved by keys alone, undone by its button; the workbook follows each time, the console is quiet."""
    open_notebook(page, lab, "05_plan.ipynb")
    board = page.locator(".gk-matrix")
    place = {name: board.locator(f'[data-quadrant="{name}"]') for name in ("do first", "plan a time", "let go")}
    one = board.locator(".gk-matrix-task", has_text="Task one")
    expect(place["let go"]).to_contain_text("Task one")
    one.drag_to(place["plan a time"])
    expect(place["plan a time"]).to_contain_text("Task one")
    assert marks(lab, tasks[0]) == (True, False)

    board.get_by_role("button", name="Move to …: Task two").focus()
    page.keyboard.press("Enter")
    expect(board.get_by_role("button", name="Do first")).to_be_focused()
    picture(page, board, "matrix")
    page.keyboard.press("Enter")
    expect(place["do first"]).to_contain_text("Task two")
    expect(board.get_by_role("button", name="Move to …: Task two")).to_be_focused()
    assert marks(lab, tasks[1]) == (True, True)
    expect(board.get_by_role("status")).to_contain_text("Saved: “Task two” is in “Do first” now.")

    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(board.locator(".gk-matrix-menu")).to_have_count(0)
    board.get_by_role("button", name="Undo the last move").click()
    expect(place["let go"]).to_contain_text("Task two")
    assert marks(lab, tasks[1]) == (False, False)
    assert page.complaints == []
