"""The form engine in a real browser: no key is lost, everything by keyboard and by name, two versions, a dead kernel."""

import re
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from browsing import (
    PATIENCE,
    free_port,
    kill_kernel,
    open_notebook,
    picture,
    run_cell,
    save,
    surroundings,
    write_notebook,
)
from playwright.sync_api import expect

from goalkit.records import Goal, Task
from goalkit.workbook import open_book

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OPEN = "import time, goalkit\nfrom goalkit import forms\nbook = goalkit.open_book()"
EVENING = """
from pydantic import Field
from goalkit.records import Record
class Evening(Record):
    mood: int | None = Field(None, ge=1, le=5, title="Mood", description="As you feel it.",
                             json_schema_extra={"ends": ["low", "bright"]})
    stress: int = Field(ge=0, le=10, title="Stress", json_schema_extra={"ends": ["calm", "tense"]})
    colour: int | None = Field(None, ge=1, le=8, title="Colour", json_schema_extra={"widget": "palette"})
    tags: list[str] = Field([], title="Tags", json_schema_extra={"suggest": ["deep work"]})
    goals: list[str] = Field([], title="Goals", json_schema_extra={"choices_of": "goal"})
    note: str = Field("", title="Note", max_length=20)
kept = []
form = forms.record_form(Evening, kept.append, choices={"goals": [("Read", "g1"), ("Run", "g2")]})
form
"""
# Whether a button of the form said that it is at work, however short that was.
SEE_BUSY = """form => {
  const note = seen => { window.busySeen ||= seen.some(one => one.oldValue === 'true') };
  new MutationObserver(note).observe(form, { subtree: true, attributeFilter: ['aria-busy'], attributeOldValue: true });
}"""
WAS_BUSY = "() => { const seen = window.busySeen; window.busySeen = false; return seen; }"
FIRST = {"Due": "2099-12-31"}


def titles(lab):
    """The titles of the tasks in the workbook."""
    with open_book(lab.folder) as book:
        return [task.title for task in book.records(Task)]


def test_no_key_is_lost_when_save_is_clicked_while_the_kernel_is_busy(lab, page):
    """Twenty times the last keys are still on their way: each time all of them are saved, once, and the form is empty.

    Half of the times a cell keeps the kernel busy, half of the times the form itself is slow to answer each key.
    """
    slow = "form['title'].observe(lambda _: time.sleep(0.2) if slow else None, 'value')"
    write_notebook(
        lab,
        "busy.ipynb",
        OPEN,
        f"slow = True\nform = forms.book_form(book, goalkit.Task)\n{slow}\nform",
        "slow = False\ntime.sleep(1)",
    )
    open_notebook(page, lab, "busy.ipynb")
    form = page.locator(".gk-task-form")
    box, status = form.get_by_label("Task", exact=True), form.locator(".gk-status")
    expect(box).to_be_visible()
    form.evaluate(SEE_BUSY)
    wanted = [f"Task number {number} " + "and so on " * 3 + str(number) for number in range(20)]
    for number, text in enumerate(wanted):
        if number % 2:
            run_cell(page, 2)
        box.press_sequentially(text)
        form.get_by_role("button", name="Save").dblclick()
        expect(status).to_contain_text(text)
        expect(form.get_by_role("button", name="Save", exact=True)).to_be_visible()
        expect(box).to_have_value("")
        assert page.evaluate(WAS_BUSY)
    assert titles(lab) == wanted
    assert page.complaints == []


def test_no_key_is_lost_while_the_form_is_made_ready_for_the_next(lab, page):
    """Somebody types on and on after Save, through the moment in which the fields are emptied: each key is there."""
    write_notebook(
        lab,
        "typing.ipynb",
        OPEN,
        "from goalkit.forms import record_form\nfrom goalkit.records import Task",
        "kept = []\nform = record_form(Task, kept.append, start=lambda: time.sleep(0.7 * len(kept)) or {})\nform",
    )
    open_notebook(page, lab, "typing.ipynb")
    form = page.locator(".gk-task-form")
    box = form.get_by_label("Task", exact=True)
    box.fill("First")
    form.get_by_role("button", name="Save", exact=True).dispatch_event("click")
    box.focus()
    typed = "abcdefghijklmnopqrstuvwxyz"
    page.keyboard.type(typed, delay=50)
    expect(form.locator(".gk-status")).to_have_text("")  # "Saved" gave way to what was typed since
    expect(form.get_by_role("button", name="Save", exact=True)).to_be_visible()
    expect(box).to_have_value(re.compile(f"^(First)?{typed}$"))
    assert page.complaints == []


def test_a_form_is_filled_in_by_keyboard_alone(lab, page):
    """Tab goes through it in the order of reading; arrows, blanks and Enter move, tick and save."""
    write_notebook(lab, "keys.ipynb", OPEN, EVENING, "'kept', kept[0].model_dump(exclude={'id'}) if kept else None")
    open_notebook(page, lab, "keys.ipynb")
    form, keys = page.locator(".gk-evening-form"), page.keyboard
    mood = form.get_by_role("slider", name="Mood")
    expect(mood).to_have_attribute("aria-valuetext", "not given")
    mood.focus()
    keys.press("ArrowRight")
    expect(mood).to_have_attribute("aria-valuetext", "4")
    keys.press("End")
    expect(mood).to_have_attribute("aria-valuetext", "5, bright")
    keys.press("Delete")
    expect(mood).to_have_attribute("aria-valuetext", "not given")
    keys.press("Enter")
    expect(mood).to_have_attribute("aria-valuetext", "3")
    keys.press("Tab")
    expect(form.get_by_role("button", name="Clear Mood")).to_be_focused()
    keys.press("Tab")
    keys.press("Home")
    expect(form.get_by_role("slider", name="Stress")).to_have_attribute("aria-valuetext", "0, calm")
    keys.press("Tab")
    keys.press("Tab")
    expect(form.get_by_role("radio", name="none")).to_be_focused()
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    expect(form.get_by_role("radio", name="orange")).to_be_checked()
    keys.press("Tab")
    keys.type("deep work")
    keys.press("Enter")
    keys.type("wlk")
    keys.press("Enter")
    keys.press("Backspace")
    keys.type("walk")
    keys.press("Tab")
    expect(form.get_by_role("list", name="Tags so far").get_by_role("listitem")).to_have_text(["deep work×", "walk×"])
    expect(form.get_by_role("checkbox", name="Read")).to_be_focused()
    keys.press("Tab")
    keys.press("Space")
    expect(form.get_by_role("checkbox", name="Run")).to_be_checked()
    keys.press("Tab")
    keys.type("an evening")
    keys.press("Tab")
    expect(form.get_by_role("button", name="Save")).to_be_focused()
    picture(page, form, "evening")
    keys.press("Enter")
    expect(form.locator(".gk-status")).to_have_text("Saved: 0")
    run_cell(page, 2)
    told = page.locator(".jp-OutputArea-output", has_text="'kept'")
    for part in ("'mood': 3", "'stress': 0", "'colour': 2", "['deep work', 'walk']", "['g2']", "'note': 'an evening'"):
        expect(told).to_contain_text(part)
    assert page.complaints == []


def test_each_input_has_a_name_and_is_tied_to_its_help_and_its_fault(lab, page):
    """What a screen reader is told: name, need, help, and the fault once there is one; status lines speak up."""
    write_notebook(lab, "names.ipynb", OPEN, EVENING, "forms.settings_form(book)")
    open_notebook(page, lab, "names.ipynb")
    for form in (page.locator(".gk-evening-form"), page.locator(".gk-settings-form")):
        expect(form).to_have_attribute("role", "group")
        nameless = form.locator("input:visible, select:visible, textarea:visible, button:visible").evaluate_all(
            """all => all.filter(one => !(one.labels?.length || one.getAttribute('aria-label') ||
                 one.getAttribute('aria-labelledby') || one.textContent.trim())).map(one => one.outerHTML)"""
        )
        assert nameless == []
    form = page.locator(".gk-evening-form")
    expect(form.get_by_role("slider", name="Mood")).to_have_accessible_description("As you feel it.")
    expect(form.get_by_role("slider", name="Stress")).to_have_attribute("aria-required", "true")
    note = form.get_by_label("Note", exact=True)
    note.fill("far too long for this little note")
    expect(note).to_have_attribute("aria-invalid", "true")
    expect(note).to_have_accessible_description("String should have at most 20 characters")
    note.fill("short")
    expect(note).not_to_have_attribute("aria-invalid", "true")
    save(form)
    expect(form.get_by_role("status").filter(has_text="Please look at “Stress”")).to_be_visible()
    assert page.complaints == []


def test_two_notebooks_change_one_goal(lab, page):
    """The form shows both versions; “Keep mine” saves mine over theirs."""
    with open_book(lab.folder) as book:
        book.add(Goal(id="both", title="Swim", target=10, start="2025-01-01", due="2099-12-31"))
    write_notebook(lab, "both.ipynb", OPEN, "forms.goal_form(book)")
    open_notebook(page, lab, "both.ipynb")
    form = page.locator(".gk-goal-form")
    form.get_by_label("Your goals", exact=True).select_option("Swim")
    expect(form.get_by_label("To", exact=True)).to_have_value("10")
    form.get_by_label("To", exact=True).fill("20")
    with open_book(lab.folder) as book:
        book.change(Goal, "both", target=30.0, title="Swim <b>far</b>")
    save(form)
    expect(form.get_by_role("row", name="To 20 30")).to_be_visible()
    expect(form.get_by_role("row", name="Goal you left it as it was Swim <b>far</b>")).to_be_visible()
    picture(page, form, "conflict")
    form.get_by_role("button", name="Keep mine").click()
    expect(form.locator(".gk-status")).to_have_text("Changed: To 30 → 20")
    expect(form.locator(".gk-conflict")).to_be_hidden()
    with open_book(lab.folder) as book:
        goal = book.get(Goal, "both")
        assert (goal.title, goal.target) == ("Swim <b>far</b>", 20.0)
    assert page.complaints == []


def test_what_was_typed_survives_a_kernel_that_dies(lab, page):
    """The new kernel's form has the text and says since when; Discard lets go of it, Undo brings it back."""
    write_notebook(lab, "dies.ipynb", OPEN, "forms.goal_form(book)")
    open_notebook(page, lab, "dies.ipynb")
    form = page.locator(".gk-goal-form")
    form.get_by_label("Goal", exact=True).press_sequentially("Write a book about rivers")
    form.get_by_label("Due", exact=True).fill("2099-12-31")
    page.wait_for_timeout(1500)  # the second in which the last keys are written down
    kill_kernel(page)
    expect(form.locator(".gk-drafted")).to_contain_text("Not saved yet: from ")
    expect(form.get_by_label("Goal", exact=True)).to_have_value("Write a book about rivers")
    expect(form.get_by_label("Due", exact=True)).to_have_value("2099-12-31")
    picture(page, form, "draft")
    form.get_by_role("button", name="Discard").click()
    expect(form.get_by_label("Goal", exact=True)).to_have_value("")
    form.get_by_role("button", name="Undo").click()
    expect(form.get_by_label("Goal", exact=True)).to_have_value("Write a book about rivers")
    save(form)
    expect(form.locator(".gk-status")).to_contain_text("Saved: Write a book about rivers")


def test_half_a_date_is_asked_about(lab, page):
    """A day of which only a part was typed is not taken for none."""
    write_notebook(lab, "half.ipynb", OPEN, "forms.book_form(book, goalkit.Task)")
    open_notebook(page, lab, "half.ipynb")
    form = page.locator(".gk-task-form")
    form.get_by_label("Task", exact=True).fill("Half a day")
    form.get_by_label("Due", exact=True).focus()
    page.keyboard.type("12")
    save(form)
    expect(form.locator(".gk-error", has_text="only half written")).to_be_visible()
    assert "Half a day" not in titles(lab)
    form.get_by_label("Due", exact=True).fill("2099-12-31")
    save(form)
    expect(form.locator(".gk-status")).to_contain_text("Saved: Half a day")
    assert page.complaints == []


def test_a_long_list_is_searched(lab, page):
    """With more than a dozen tasks a search stands beside the list and narrows it while typing."""
    with open_book(lab.folder) as book:
        for number in range(15):
            book.add(Task(title=f"Errand {number}"))
    write_notebook(lab, "long.ipynb", OPEN, "forms.book_form(book, goalkit.Task)")
    open_notebook(page, lab, "long.ipynb")
    form = page.locator(".gk-task-form")
    form.get_by_role("searchbox", name="Search in your tasks").fill("errand 7")
    chooser = form.get_by_label("Your tasks", exact=True)
    expect(chooser.locator("option")).to_have_text(["New task", "Errand 7"])
    expect(form.get_by_role("status").filter(has_text="1 found")).to_have_count(1)
    chooser.select_option("Errand 7")
    expect(form.get_by_label("Task", exact=True)).to_have_value("Errand 7")
    form.get_by_role("button", name="Remove").click()
    form.get_by_role("button", name="Really remove").click()
    expect(form.locator(".gk-status")).to_have_text("Removed: Errand 7")
    assert "Errand 7" not in titles(lab)
    form.get_by_role("button", name="Undo").click()
    expect(form.get_by_label("Task", exact=True)).to_have_value("Errand 7")
    assert "Errand 7" in titles(lab)
    assert page.complaints == []


def test_on_a_phone_fields_stack(lab, page):
    """At 390 pixels each label stands above its box, and nothing is wider than the form."""
    write_notebook(lab, "phone.ipynb", OPEN, EVENING, "forms.goal_form(book)")
    page.set_viewport_size({"width": 390, "height": 800})
    open_notebook(page, lab, "phone.ipynb")
    page.evaluate("() => { const s = window.jupyterapp.shell; s.collapseLeft(); s.mode = 'single-document'; }")
    form = page.locator(".gk-goal-form")
    expect(form.get_by_label("Goal", exact=True)).to_be_visible()
    page.wait_for_timeout(500)
    label = form.locator(".gk-name-title label").bounding_box()
    box = form.get_by_label("Goal", exact=True).bounding_box()
    assert label["y"] + label["height"] <= box["y"] + 1
    for shown in (form, page.locator(".gk-evening-form")):
        wide = shown.evaluate(
            """form => [...form.querySelectorAll('*')].filter(one => one.offsetParent &&
                 one.getBoundingClientRect().right > form.getBoundingClientRect().right + 1).map(one => one.className)"""
        )
        assert wide == []
    picture(page, page.locator(".gk-evening-form"), "phone")


@pytest.fixture(scope="module")
def voila(lab, tmp_path_factory):
    """Voilà on one notebook of the workbook: the form without code."""
    write_notebook(
        lab,
        "app.ipynb",
        OPEN,
        "slow = forms.book_form(book, goalkit.Task)\nslow['title'].observe(lambda _: time.sleep(0.2), 'value')\nslow",
    )
    place, port = tmp_path_factory.mktemp("voila"), free_port()
    command = [
        sys.executable,
        "-m",
        "voila",
        "--no-browser",
        f"--port={port}",
        str(lab.folder / "notebooks" / "app.ipynb"),
    ]
    with (place / "log.txt").open("w") as log:
        server = subprocess.Popen(
            command, env=surroundings(place, ""), cwd=lab.folder / "notebooks", stdout=log, stderr=log
        )
        try:
            wait_for_page(f"http://127.0.0.1:{port}", server, place / "log.txt")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=PATIENCE)


def wait_for_page(url, server, log):
    """Waits until something answers there."""
    deadline = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{url}/voila/static/", timeout=5).close()
        except urllib.error.HTTPError:
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    pytest.fail(f"Voilà did not start:\n{log.read_text()[-3000:]}")


def test_no_key_is_lost_in_voila_either(lab, voila, page):
    """The same form without code around it: typed, clicked at once, saved whole, empty again."""
    page.goto(voila)
    form = page.locator(".gk-task-form")
    box = form.get_by_label("Task", exact=True)
    expect(box).to_be_visible()
    for number in range(3):
        text = f"Voilà number {number} with a long tail of words"
        box.press_sequentially(text)
        form.get_by_role("button", name="Save").click()
        expect(form.locator(".gk-status")).to_contain_text(text)
        expect(box).to_have_value("")
        assert titles(lab)[-1] == text
    picture(page, form, "voila")
