"""The editable table in a real browser, on a copy of the sample year."""

import json
import shutil
from pathlib import Path

import pytest
from browsing import Lab, end_kernels, open_notebook
from playwright.sync_api import expect

from goalkit.records import Task, TimeEntry
from goalkit.workbook import open_book

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PICTURES = Path(__file__).parent.parent / "artifacts" / "forms"
OPEN = "import goalkit\nfrom goalkit import forms\n\nbook = goalkit.open_book()"
ENTRIES, TASKS = "entries.ipynb", "tasks.ipynb"


@pytest.fixture(scope="module")
def lab(lab_server, root, request):
    """The session's JupyterLab on a copy of the sample year, with a notebook for each table."""
    folder = lab_server.folder / request.module.__name__
    personal = shutil.ignore_patterns("*.db*", "backups")
    shutil.copytree(root / "data" / "sample" / "data", folder / "data", ignore=personal)
    save_notebook(folder / "notebooks" / ENTRIES, "forms.entries_grid(book)")
    save_notebook(folder / "notebooks" / TASKS, "forms.tasks_grid(book)")
    with open_book(folder) as book:  # built once, before anyone waits for it
        assert len(book.records(Task)) > 20
    yield Lab(lab_server.url, lab_server.token, folder, f"{folder.name}/notebooks/")
    end_kernels(lab_server)


def save_notebook(path, shown):
    """A notebook of two cells: one opens the workbook, one shows something."""
    path.parent.mkdir(exist_ok=True)
    cells = [
        {"cell_type": "code", "id": name, "metadata": {}, "source": text, "outputs": [], "execution_count": None}
        for name, text in (("open", OPEN), ("show", shown))
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    path.write_text(json.dumps({"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}))


def shown_grid(page, lab, name):
    """Opens a notebook and gives its table, once it has rows."""
    open_notebook(page, lab, name)
    grid = page.locator(".gk-grid")
    expect(grid.get_by_label("Choose row 1", exact=True)).to_be_visible()
    return grid


def picture(element, name):
    """Keeps a picture of an element, for people to look at."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    element.scroll_into_view_if_needed()
    element.screenshot(path=PICTURES / f"{name}.png")


def test_forty_entries_get_a_goal_at_once(lab, page):
    """Filtered, chosen with shift and set in one step: the workbook has it, and one undo takes it back."""
    grid = shown_grid(page, lab, ENTRIES)
    picture(grid, "grid-entries")
    grid.get_by_label("Filter").fill("goal:none")
    expect(grid.locator(".gk-count")).to_contain_text("rows 1–50 of 1,902 (2,232 in all)")
    grid.get_by_label("Choose row 1", exact=True).click()
    grid.get_by_label("Choose row 40", exact=True).click(modifiers=["Shift"])
    expect(grid.locator(".gk-many")).to_contain_text("40 rows chosen")
    grid.get_by_label("Field to set").select_option("Goal")
    grid.get_by_label("Goal for the chosen rows").select_option("Practise SQL and statistics for 120 hours")
    picture(grid, "grid-chosen")
    grid.get_by_role("button", name="Set for 40 rows").click()
    expect(grid.locator(".gk-status")).to_contain_text("Goal set to “Practise SQL and statistics for 120 hours” for 40")
    with open_book(lab.folder) as book:
        assert sum(entry.goal_id == "sql" for entry in book.records(TimeEntry)) == 40
    grid.get_by_role("button", name="Undo").click()
    expect(grid.locator(".gk-status")).to_have_text("Taken back: the change of 40 time entries (Goal).")
    with open_book(lab.folder) as book:
        assert sum(entry.goal_id == "sql" for entry in book.records(TimeEntry)) == 0
    assert page.complaints == []


CELLS = "window.jupyterapp.shell.currentWidget.content.model.cells.length"
PASTE = """(element, text) => {
  const given = new DataTransfer();
  given.setData("text/plain", text);
  element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: given, bubbles: true, cancelable: true }));
}"""
THREE = (
    "Task\tGoal\tDue\tEstimate\tImportant\n"
    "Ask three readers\tHave 400 readers of my newsletter Feldnotizen\t03/04/2026\t1,5\tx\n"
    '"Write to ""Ida"""\tSend two issues of Feldnotizen\t05/04/2026\t\t\n'
    "Book a track\t\t06/04/2026\t0,5\tyes\n"
)


def test_three_tasks_are_pasted_from_a_spreadsheet(lab, page):
    """The order of the days is asked for, an unknown goal is told and mended in the table, and then all are kept."""
    with open_book(lab.folder) as book:
        there = len(book.records(Task))
    grid = shown_grid(page, lab, TASKS)
    grid.get_by_role("button", name="Paste rows").click()
    grid.get_by_label("Rows to paste").evaluate(PASTE, THREE)
    preview = grid.get_by_role("region", name="Paste rows")
    expect(preview).to_contain_text("The days can be read in several ways")
    expect(preview.get_by_role("button", name="Put them into the table")).to_be_disabled()
    preview.get_by_label("day, month, year (03/04/2026 is 3 April 2026)").check()
    expect(preview).to_contain_text("1 row of 3 cannot be saved as pasted")
    expect(preview).to_contain_text("there is no goal called “Send two issues of Feldnotizen”")
    picture(preview, "grid-paste")
    preview.get_by_role("button", name="Put them into the table").click()
    expect(grid.locator(".gk-status")).to_contain_text("3 new rows stand first in the table")
    expect(grid.get_by_label("Task, row 2", exact=True)).to_have_value('Write to "Ida"')
    grid.get_by_role("button", name="Save changes (3 rows)").click()
    expect(grid.locator(".gk-status")).to_contain_text("Not saved yet: 1 of 3 rows needs a look")
    expect(grid.get_by_label("Goal, row 2", exact=True)).to_be_focused()
    picture(grid, "grid-error")
    grid.get_by_label("Goal, row 2", exact=True).select_option("Send two issues of Feldnotizen every month")
    grid.get_by_role("button", name="Save changes (3 rows)").click()
    expect(grid.locator(".gk-status")).to_have_text("Saved: 3 tasks added.")
    with open_book(lab.folder) as book:
        added = book.records(Task)[-3:]
        assert [(task.title, task.goal_id, f"{task.due}", task.estimate_hours, task.important) for task in added] == [
            ("Ask three readers", "readers", "2026-04-03", 1.5, True),
            ('Write to "Ida"', "issues", "2026-04-05", None, False),
            ("Book a track", None, "2026-04-06", 0.5, True),
        ]
    grid.get_by_role("button", name="Undo").click()
    expect(grid.locator(".gk-status")).to_have_text("Taken back: the addition of 3 tasks.")
    with open_book(lab.folder) as book:
        assert len(book.records(Task)) == there
    assert page.complaints == []


def test_cells_are_edited_by_keyboard(lab, page):
    """Enter goes down, Escape takes a text back, a time that cannot be is told, and hostile text stays text."""
    grid = shown_grid(page, lab, ENTRIES)
    grid.get_by_label("Filter").fill('day:2025-12-30 project:"team & admin"')
    expect(grid.locator(".gk-count")).to_contain_text("rows 1–4 of 4")
    cell = grid.get_by_label("What you did, row 1", exact=True)
    cell.click()
    page.keyboard.type("<img src=x onerror=\"window.hacked = true\"> & 'more'")
    page.keyboard.press("Enter")
    expect(grid.get_by_label("What you did, row 2", exact=True)).to_be_focused()
    page.keyboard.type("not this")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("Third")
    grid.get_by_label("End, row 1", exact=True).fill("26:00")
    page.keyboard.press("Tab")
    expect(grid.locator(".gk-why").first).to_contain_text("End: '26:00' is not a time of day")
    expect(grid.get_by_label("End, row 1", exact=True)).to_have_attribute("aria-invalid", "true")
    grid.get_by_label("End, row 1", exact=True).fill("11:50")
    page.keyboard.press("Tab")
    expect(grid.locator("tbody tr").first).to_contain_text("0:30")
    picture(grid, "grid-unsaved")
    page.keyboard.press("Control+s")
    expect(grid.locator(".gk-status")).to_have_text("Saved: 2 time entries changed.")
    with open_book(lab.folder) as book:
        found = {entry.description: entry for entry in book.records(TimeEntry)}
        hostile = found["<img src=x onerror=\"window.hacked = true\"> & 'more'"]
        assert f"{hostile.end_utc:%H:%M}" == "10:50"
        assert hostile.tracker == "clockify"
        assert hostile.batch_id
        assert "Third" in found
    assert page.evaluate("window.hacked") is None
    assert page.complaints == []


def test_what_changed_elsewhere_is_shown_beside(lab, page):
    """A row that a script changed meanwhile is not overwritten: both texts are shown, and the person decides."""
    grid = shown_grid(page, lab, TASKS)
    grid.get_by_label("Task, row 3", exact=True).fill("Read the chapters on sampling")
    page.keyboard.press("Tab")
    expect(grid.get_by_role("button", name="Save changes (1 row)")).to_be_enabled()
    with open_book(lab.folder) as book:
        task = book.records(Task)[2]
        book.change(Task, task.id, title="Skim the chapters on sampling", urgent=True)
    grid.get_by_role("button", name="Save changes (1 row)").click()
    expect(grid.locator(".gk-status")).to_contain_text("Nothing is written: 1 task changed elsewhere")
    expect(grid.locator(".gk-why").nth(2)).to_contain_text(
        "Task: here “Read the chapters on sampling”, in the workbook now “Skim the chapters on sampling”"
    )
    picture(grid, "grid-conflict")
    grid.get_by_role("button", name="Keep what I typed").click()
    grid.get_by_role("button", name="Save changes (1 row)").click()
    expect(grid.locator(".gk-status")).to_have_text("Saved: 1 task changed.")
    with open_book(lab.folder) as book:
        kept = book.get(Task, task.id)
        assert (kept.title, kept.urgent) == ("Read the chapters on sampling", True)
    assert page.complaints == []


def test_rows_are_copied_deleted_and_brought_back(lab, page):
    """What is copied is on the clipboard; deleting asks once more; what is typed is discarded by a second press."""
    with open_book(lab.folder) as book:
        there = len(book.records(Task))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    grid = shown_grid(page, lab, TASKS)
    grid.get_by_label("Choose row 1", exact=True).check()
    grid.get_by_label("Field to set").select_option("Due")
    grid.get_by_label("Due for the chosen rows").fill("2026-01-01")
    grid.get_by_label("Choose row 2", exact=True).check()
    expect(grid.locator(".gk-many")).to_contain_text("2 rows chosen")
    expect(grid.get_by_label("Due for the chosen rows")).to_have_value("2026-01-01")
    grid.get_by_role("button", name="Copy").click()
    expect(grid.locator(".gk-status")).to_contain_text("2 rows copied")
    lines = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert [line.split("\t")[0] for line in lines][:2] == ["Task", "Choose one course and close the other tabs"]
    grid.get_by_role("button", name="Delete 2 rows").click()
    grid.get_by_role("button", name="Keep them").click()
    grid.get_by_role("button", name="Delete 2 rows").click()
    grid.get_by_role("button", name="Yes, delete 2 rows").click()
    expect(grid.locator(".gk-status")).to_contain_text("Removed 2 tasks")
    with open_book(lab.folder) as book:
        assert len(book.records(Task)) == there - 2
    grid.get_by_role("button", name="Undo").click()
    expect(grid.locator(".gk-count")).to_contain_text(f"of {there}")
    grid.get_by_role("button", name="Add row").click()
    expect(grid.get_by_label("Task, row 1", exact=True)).to_be_focused()
    page.keyboard.type("Not meant")
    grid.get_by_role("button", name="Discard", exact=True).click()
    grid.get_by_role("button", name="Yes, discard 1 row").click()
    expect(grid.locator(".gk-status")).to_have_text("What was typed into 1 row is discarded.")
    expect(grid.locator(".gk-count")).to_contain_text(f"of {there}")
    assert page.complaints == []


def test_cells_of_a_spreadsheet_fill_cells_here(lab, page):
    """Two columns of two rows pasted into a cell fill it and its neighbours, unsaved; sorting leaves them typed."""
    grid = shown_grid(page, lab, TASKS)
    grid.get_by_label("Due, row 1", exact=True).evaluate(PASTE, "2026-01-02\t2.5\n2026-01-03\t3\n")
    expect(grid.locator(".gk-status")).to_contain_text("Filled 4 cells in 2 rows")
    expect(grid.get_by_label("Estimate, row 2", exact=True)).to_have_value("3")
    grid.get_by_role("button", name="Task", exact=True).click()
    expect(grid.locator("th[aria-sort=ascending]")).to_contain_text("Task")
    grid.get_by_label("Only rows not saved").check()
    expect(grid.locator("tr.gk-unsaved")).to_have_count(2)
    grid.get_by_role("button", name="Save changes (2 rows)").click()
    expect(grid.locator(".gk-status")).to_have_text("Saved: 2 tasks changed.")
    with open_book(lab.folder) as book:
        assert [(f"{task.due}", task.estimate_hours) for task in book.records(Task)[:2]] == [
            ("2026-01-02", 2.5),
            ("2026-01-03", 3.0),
        ]
    grid.get_by_role("button", name="Undo").click()
    expect(grid.locator(".gk-status")).to_contain_text("Taken back")
    assert page.complaints == []


def test_single_keys_stay_with_the_table(lab, page):
    """JupyterLab's shortcuts (b: new cell, d d: delete cell) do not fire while a box of the table has the focus."""
    grid = shown_grid(page, lab, TASKS)
    before = page.evaluate(CELLS)
    assert before == 2
    grid.get_by_label("Choose row 1", exact=True).focus()
    page.keyboard.type("bbdd")
    grid.get_by_label("Priority, row 1", exact=True).focus()
    page.keyboard.type("bdd")
    assert page.evaluate(CELLS) == before
    assert grid.is_visible()


def test_the_table_in_the_dark_and_on_a_phone(lab, page):
    """With JupyterLab's dark theme and at the width of a phone the table scrolls in a box of its own."""
    grid = shown_grid(page, lab, ENTRIES)
    page.evaluate("window.jupyterapp.commands.execute('apputils:change-theme', { theme: 'JupyterLab Dark' })")
    expect(page.locator("body")).to_have_attribute("data-jp-theme-light", "false")
    grid.get_by_label("Filter").fill("reader")
    grid.get_by_label("Rows a page").select_option("25")  # at once: the filter is not forgotten over it
    expect(grid.locator(".gk-count")).to_contain_text("rows 1–24 of 24 (2,232 in all)")
    grid.get_by_label("Choose row 1", exact=True).check()
    expect(grid.get_by_label("Filter")).to_have_value("reader")
    grid.get_by_label("End, row 2", exact=True).fill("9")
    page.keyboard.press("Tab")
    expect(grid.locator("tr.gk-unsaved")).to_have_count(1)
    picture(grid, "grid-dark")
    page.evaluate("window.jupyterapp.commands.execute('apputils:change-theme', { theme: 'JupyterLab Light' })")
    page.evaluate("window.jupyterapp.shell.collapseLeft()")
    page.set_viewport_size({"width": 390, "height": 844})
    box = grid.locator(".gk-box").first
    box.evaluate("box => { box.scrollLeft = 300; }")
    first = grid.locator("tbody th.gk-first").first.bounding_box()
    assert first["x"] < box.bounding_box()["x"] + 5
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    page.screenshot(path=PICTURES / "grid-phone.png")
    assert grid.evaluate("grid => grid.scrollWidth <= grid.clientWidth + 1")
