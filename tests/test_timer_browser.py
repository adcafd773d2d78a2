"""The timer in a real browser: it counts on over a reload and a new kernel, and what it logs is in the workbook."""

import os
import re
import signal
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import nbformat
import pytest
from browsing import PICTURES, open_notebook
from playwright.sync_api import expect

from goalkit.records import Goal, RunningTimer, TimeEntry
from goalkit.workbook import open_book
from goalkit.workbook.timer import Work, drop_timer, note_interruption, pause_timer, start_timer, stop_timer

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NAME = "timer.ipynb"
DARK = "async () => { await window.jupyterapp.commands.execute('apputils:change-theme', {theme: 'JupyterLab Dark'}) }"
LIGHT = DARK.replace("Dark", "Light")


@pytest.fixture
def book(lab):
    """The workbook of the running JupyterLab, with a goal, a notebook that shows the timer, and no timer."""
    notebook = nbformat.v4.new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
        cells=[
            nbformat.v4.new_code_cell("import goalkit\nfrom goalkit import forms"),
            nbformat.v4.new_code_cell("import os, pathlib\npathlib.Path('kernel.txt').write_text(str(os.getpid()))"),
            nbformat.v4.new_code_cell("book = goalkit.open_book()"),
            nbformat.v4.new_code_cell("timer = forms.timer(book)\ntimer"),
            nbformat.v4.new_code_cell("forms.hours_table(book, after=timer)"),
        ],
    )
    nbformat.write(notebook, lab.folder / "notebooks" / NAME)
    with open_book(lab.folder) as opened:
        if not opened.records(Goal):
            opened.add(Goal(id="sql", title="Learn SQL", start="2025-01-01", due="2099-12-31"))
            opened.add(Goal(id="run", title="Run 10 km in under 50 minutes", start="2025-01-01", due="2099-12-31"))
        for entry in opened.records(TimeEntry):
            opened.remove(TimeEntry, entry.id)
        for _ in opened.records(RunningTimer):
            drop_timer(opened, datetime.now(UTC) + timedelta(days=1))
        yield opened


def ago(**passed):
    """An instant before now."""
    return datetime.now(UTC) - timedelta(**passed)


def seconds(face):
    """What the clock shows."""
    parts = [int(part) for part in face.locator(".gk-clock").text_content().split(":")]
    return sum(part * 60**place for place, part in enumerate(reversed(parts)))


def picture(face, name):
    """Keeps a picture of the timer, for people to look at."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    face.scroll_into_view_if_needed()
    face.screenshot(path=PICTURES / f"timer-{name}.png")


def test_it_counts_on_over_a_reload_and_is_logged(lab, page, book):
    """Started by keyboard, still counting after the page was loaded again, stopped: the entry is in the workbook."""
    open_notebook(page, lab, NAME)
    face = page.locator(".gk-timer")
    picture(face, "idle")
    face.get_by_label("Goal", exact=True).select_option("Learn SQL")
    face.get_by_label("What are you doing?").fill("joins <b>and</b> sums")
    page.keyboard.press("Enter")
    expect(face.locator(".gk-said")).to_have_text(re.compile(r"Started at \d\d:\d\d, on Learn SQL\."))
    page.wait_for_function("() => !/^0?0:00(:0[01])?$/.test(document.querySelector('.gk-clock').textContent)")
    before = seconds(face)
    assert before > 0

    page.on("dialog", lambda asked: asked.accept())  # leave the page, with or without saving
    page.reload()
    page.wait_for_function("window.jupyterapp !== undefined")
    open_notebook(page, lab, NAME)
    expect(face.locator(".gk-since")).to_contain_text("Running since")
    expect(face.locator(".gk-doing")).to_have_text("joins <b>and</b> sums")
    (timer,) = book.records(RunningTimer)
    assert seconds(face) > before
    assert abs(seconds(face) - (datetime.now(UTC) - timer.began_utc).total_seconds()) < 2

    cells = page.locator(".jp-Notebook .jp-Cell").count()
    face.get_by_role("button", name="Stop", exact=True).focus()
    page.keyboard.press("b")  # a command of JupyterLab's outside the timer: insert a cell
    assert page.locator(".jp-Notebook .jp-Cell").count() == cells
    page.keyboard.press("Enter")
    expect(face.locator(".gk-said")).to_have_text(re.compile(r"Logged: \d+ s on Learn SQL, \d\d:\d\d–\d\d:\d\d\."))
    expect(page.locator(".gk-table")).to_be_visible()
    (entry,) = book.records(TimeEntry)
    assert (entry.goal_id, entry.start_utc, entry.description) == ("sql", timer.began_utc, "joins <b>and</b> sums")
    picture(face, "logged")
    face.get_by_role("button", name="Undo").click()
    expect(face.locator(".gk-said")).to_contain_text("Taken back")
    assert (book.records(TimeEntry), book.records(RunningTimer)) == ([], [timer])
    assert page.complaints == []


def test_it_ticks_without_the_kernel_and_a_click_counts_from_when_it_was_made(lab, page, book):
    """While the kernel does not answer the clock goes on; a stop pressed meanwhile ends the stretch at the click."""
    start_timer(book, ago(minutes=5), Work("joins", goal_id="sql"))
    open_notebook(page, lab, NAME)
    face = page.locator(".gk-timer")
    expect(face.locator(".gk-since")).to_contain_text("Running since")
    page.wait_for_timeout(1000)
    kernel = int((lab.folder / "notebooks" / "kernel.txt").read_text())
    os.kill(kernel, signal.SIGSTOP)
    before = seconds(face)
    page.wait_for_timeout(2000)
    assert seconds(face) >= before + 2
    face.get_by_role("button", name="Stop", exact=True).click()
    clicked = datetime.now(UTC)
    expect(face.locator(".gk-slow")).to_contain_text("No answer yet.")
    os.kill(kernel, signal.SIGCONT)
    expect(face.locator(".gk-said")).to_contain_text("Logged: 5 min on Learn SQL")
    (entry,) = book.records(TimeEntry)
    assert abs((entry.end_utc - clicked).total_seconds()) < 1
    assert page.complaints == []


def test_a_new_kernel_and_another_notebook(lab, page, book):
    """After a restart of the kernel and Run All the timer is there; what was stopped elsewhere is told by the next press."""
    start_timer(book, ago(minutes=12), Work("joins", goal_id="sql"))
    open_notebook(page, lab, NAME)
    face = page.locator(".gk-timer")
    page.evaluate(
        "async () => { const now = window.jupyterapp.shell.currentWidget.sessionContext; await now.restartKernel();"
        " await now.session.kernel.info; await window.jupyterapp.commands.execute('notebook:run-all-cells'); }"
    )
    expect(face.locator(".gk-since")).to_contain_text("Running since")
    assert seconds(face) >= 12 * 60
    stop_timer(book, datetime.now(UTC))
    face.get_by_role("button", name="Pause", exact=True).click()
    expect(face.locator(".gk-said")).to_contain_text("the timer was stopped elsewhere, with 12 min on Learn SQL")
    expect(face.get_by_role("button", name="Start", exact=True)).to_be_visible()
    assert len(book.records(TimeEntry)) == 1
    own = ("debugger state", "Canceled future")  # JupyterLab's, of what it had asked the kernel that went
    assert [told for told in page.complaints if not any(one in told for one in own)] == []


def test_the_end_of_a_focus_is_seen(lab, page, book):
    """Break due, interrupted, paused, taken back, switched: each is shown at once."""
    start_timer(book, ago(minutes=58), Work("joins and sums", goal_id="sql", focus_minutes=25, break_minutes=5))
    pause_timer(book, ago(minutes=33))
    note_interruption(book, ago(minutes=33), "a call")
    drop_timer(book, ago(minutes=30))
    start_timer(book, ago(minutes=28), Work("joins and sums", goal_id="sql", focus_minutes=25, break_minutes=5))
    open_notebook(page, lab, NAME)
    face = page.locator(".gk-timer")
    expect(face.locator(".gk-left")).to_contain_text("Break due since 3 min")
    expect(face.locator(".gk-quiet")).to_have_text("The focus time is over; a break is due.")
    face.get_by_role("button", name="Interrupted by a message").click()
    expect(face.locator(".gk-said")).to_have_text("Counted: interrupted by a message.")
    face.get_by_label("Goal", exact=True).select_option("Run 10 km in under 50 minutes")
    expect(face.get_by_role("button", name="Switch to this")).to_be_enabled()
    picture(face, "break-due")
    face.get_by_role("button", name="Pause", exact=True).click()
    expect(face.locator(".gk-left")).to_contain_text("Break: 5 min left")
    assert face.get_by_label("Goal", exact=True).input_value() == "run"  # what was chosen for later stays
    picture(face, "paused")
    face.get_by_role("button", name="Undo").click()
    expect(face.locator(".gk-left")).to_contain_text("Break due")
    face.get_by_role("button", name="Switch to this").click()
    expect(face.locator(".gk-said")).to_contain_text("Now running, on Run 10 km in under 50 minutes.")
    picture(face, "running")
    face.get_by_role("button", name="Stop", exact=True).click()
    expect(face.get_by_role("button", name="Start", exact=True)).to_be_visible()

    assert page.complaints == []


def test_a_forgotten_timer_is_asked_about(lab, page, book):
    """The question is there at once; only the time until the end that the person gives is logged."""
    start_timer(book, ago(hours=20), Work("joins", goal_id="sql"))
    open_notebook(page, lab, NAME)
    face = page.locator(".gk-timer")
    expect(face.locator(".gk-question")).to_contain_text("has run for 20 h without a pause")
    picture(face, "forgotten")
    page.evaluate(DARK)
    page.wait_for_timeout(500)
    picture(face, "forgotten-dark")
    page.set_viewport_size({"width": 390, "height": 900})
    page.evaluate("() => window.jupyterapp.commands.execute('application:toggle-left-area')")
    page.wait_for_timeout(500)
    picture(face, "forgotten-phone")
    page.screenshot(path=PICTURES / "timer-phone-page.png")
    page.set_viewport_size({"width": 1366, "height": 1000})
    page.evaluate(LIGHT)
    began = book.get(RunningTimer, "timer").began_utc
    ended = (began + timedelta(hours=2)).astimezone(ZoneInfo("Europe/Berlin"))
    face.get_by_label("It ended at").fill(f"{ended:%H:%M}")
    if face.locator(".gk-day").is_visible():
        face.get_by_label("on", exact=True).fill(f"{ended:%Y-%m-%d}")
    face.get_by_role("button", name="Log until then").click()
    expect(face.locator(".gk-said")).to_contain_text("Logged: 1 h 59 min on Learn SQL")
    entry = book.records(TimeEntry)[-1]
    assert (entry.start_utc, entry.end_utc) == (began, ended.replace(second=0, microsecond=0))
    assert book.records(RunningTimer) == []
    assert page.complaints == []
