"""The forms in a real browser: a person writes a goal and logs time in JupyterLab, and the workbook has both."""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from goalkit.records import Goal, Measurement, Settings
from goalkit.workbook import init_book, open_book

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PICTURES = Path(__file__).parent.parent / "artifacts" / "forms"
PATIENCE = 60
expect.set_options(timeout=PATIENCE * 1000)

# Half a second in which the kernel has nothing to do: every key has arrived.
SETTLED = """async () => {
  const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
  for (let quiet = 0; quiet < 5; quiet = kernel.status === "idle" ? quiet + 1 : 0)
    await new Promise((wake) => setTimeout(wake, 100));
}"""
# Asked of the app itself: a notebook whose page looks ready may still have no kernel.
READY = """async name => {
  const pause = () => new Promise(done => setTimeout(done, 50));
  const app = window.jupyterapp;
  await app.restored;
  while (!app.shell.currentWidget?.context?.path.endsWith(name)) await pause();
  const shown = app.shell.currentWidget;
  await shown.context.ready;
  await shown.revealed;
  await shown.sessionContext.ready;
  const kernel = shown.sessionContext.session.kernel;
  await kernel.info;
  while (kernel.connectionStatus !== 'connected') await pause();
  await app.commands.execute('notebook:run-all-cells');
}"""


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab on a workbook."""

    url: str
    token: str
    folder: Path

    def address(self, notebook):
        """Where a notebook opens."""
        return f"{self.url}/lab/tree/notebooks/{notebook}?token={self.token}"


@pytest.fixture(scope="module")
def lab(tmp_path_factory, chromium_path):
    """JupyterLab on a new workbook in Berlin, with folders of its own; ended by its own process."""
    place = tmp_path_factory.mktemp("lab")
    with init_book(place / "book") as book:
        book.change(Settings, "settings", zone="Europe/Berlin")
    port = free_port()
    found = Lab(f"http://127.0.0.1:{port}", secrets.token_hex(16), place / "book")
    with (place / "log.txt").open("w") as log:
        server = subprocess.Popen(
            command(found, port), env=surroundings(place), cwd=found.folder, stdout=log, stderr=log
        )
        try:
            wait_for(found, server, place / "log.txt")
            yield found
        finally:
            server.terminate()
            server.wait(timeout=PATIENCE)


def command(lab, port):
    """The server, as the tests need it."""
    return [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--expose-app-in-browser"),
        *(f"--ServerApp.root_dir={lab.folder}", f"--ServerApp.port={port}", "--ServerApp.port_retries=0"),
        *("--KernelManager.transport=ipc", "--LanguageServerManager.autodetect=False"),
        f"--IdentityProvider.token={lab.token}",
    ]


def surroundings(place):
    """The environment of the server: its own Jupyter folders, and no other workbook named."""
    news = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false"}}
    (place / "config" / "labconfig").mkdir(parents=True)
    (place / "config" / "labconfig" / "default_setting_overrides.json").write_text(json.dumps(news))
    own = {f"JUPYTER_{name}_DIR": str(place / name.lower()) for name in ("CONFIG", "RUNTIME", "DATA")}
    own["JUPYTERLAB_WORKSPACES_DIR"] = str(place / "workspaces")
    own["IPYTHONDIR"] = str(place / "ipython")
    return {name: value for name, value in os.environ.items() if name != "GOALKIT_BOOK"} | own


def free_port():
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(lab, server, log):
    """Waits until the server answers; tells its log when it does not."""
    deadline = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{lab.url}/api/status?token={lab.token}", timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="module")
def browser(chromium_path):
    """Debian's Chromium, without a window."""
    with sync_playwright() as play:
        shown = play.chromium.launch(executable_path=chromium_path, args=["--no-sandbox"])
        yield shown
        shown.close()


@pytest.fixture
def page(browser):
    """A page on a laptop; what the console complains of is kept in `page.complaints`."""
    opened = browser.new_page(viewport={"width": 1366, "height": 1000}, timezone_id="Europe/Berlin")
    opened.set_default_timeout(PATIENCE * 1000)
    opened.complaints = []
    opened.on("pageerror", lambda error: opened.complaints.append(str(error)))
    opened.on("console", lambda told: opened.complaints.append(told.text) if told.type == "error" else None)
    yield opened
    opened.close()


def open_notebook(page, lab, name):
    """Opens a notebook and runs all its cells."""
    page.goto(lab.address(name))
    page.wait_for_function("window.jupyterapp !== undefined")
    page.evaluate(READY, name)


def save(page, form):
    """Presses Save once the kernel has had what was typed, as it has long before a person looks up."""
    page.evaluate(SETTLED)
    form.get_by_role("button", name="Save").click()


def picture(page, element, name):
    """Keeps a picture of an element, for people to look at."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    element.scroll_into_view_if_needed()
    element.screenshot(path=PICTURES / f"{name}.png")


def test_a_person_writes_a_goal_and_a_reading(lab, page):
    """Typed into the form by its labels, a goal is in the workbook that a second process opens."""
    open_notebook(page, lab, "04_goals.ipynb")
    form = page.locator(".gk-goal-form")
    picture(page, form, "goal-empty")
    form.get_by_label("Goal", exact=True).fill("Read 12 books at $5 to $6")
    form.get_by_label("Due", exact=True).fill("2024-01-31")
    expect(form.locator(".gk-whole")).to_contain_text("before it starts")
    form.get_by_label("To", exact=True).press_sequentially("a dozen")
    expect(form.locator(".gk-error", has_text="is not a number")).to_be_visible()
    save(page, form)
    expect(form.locator(".gk-status")).to_have_text("Not saved yet. Please look at “To”.")
    picture(page, form, "goal-wrong")
    form.get_by_label("To", exact=True).fill("12")
    form.get_by_label("Unit", exact=True).press_sequentially("books")
    form.get_by_label("Due", exact=True).fill("2099-12-31")
    expect(form.locator(".gk-error", has_text="is not a number")).to_have_count(0)
    save(page, form)
    expect(form.locator(".gk-status")).to_contain_text("Saved: Read 12 books at $5 to $6")
    expect(page.locator(".gk-table")).to_contain_text("Read 12 books at $5 to $6")
    picture(page, form, "goal-saved")

    reading = page.locator(".gk-measurement-form")
    reading.get_by_label("Goal", exact=True).select_option("Read 12 books at $5 to $6")
    reading.get_by_label("Value", exact=True).press_sequentially("3")
    save(page, reading)
    expect(reading.locator(".gk-status")).to_contain_text("Saved: Read 12 books at $5 to $6")
    picture(page, reading, "reading-saved")
    page.screenshot(path=PICTURES / "goal-page.png")
    with open_book(lab.folder) as book:
        (goal,) = book.records(Goal)
        assert (goal.title, goal.target, goal.unit, goal.due) == (
            "Read 12 books at $5 to $6",
            12.0,
            "books",
            date(2099, 12, 31),
        )
        assert [(found.goal_id, found.value) for found in book.records(Measurement)] == [(goal.id, 3.0)]
    assert page.complaints == []


def test_a_person_logs_time(lab, page):
    """An evening that crosses midnight is logged by keyboard and is among the workbook's entries."""
    open_notebook(page, lab, "06_log_time.ipynb")
    form = page.locator(".gk-logged-time-form")
    form.get_by_label("Day", exact=True).fill("2025-03-05")
    form.get_by_label("From", exact=True).press_sequentially("23:30")
    page.keyboard.press("Tab")
    page.keyboard.type("0:45")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("draft <b>two</b>")
    form.get_by_label("Project", exact=True).press_sequentially("Thesis")
    save(page, form)
    expect(form.locator(".gk-status")).to_have_text("Saved: 1 h 15 min on 2025-03-05, from 23:30 to 00:45 the next day")
    form.get_by_label("Hours", exact=True).press_sequentially("1.5")
    form.get_by_label("Project", exact=True).press_sequentially("<i>Sums</i>")
    save(page, form)
    expect(page.locator(".gk-table")).to_contain_text("<i>Sums</i>")
    picture(page, form, "time-saved")
    picture(page, page.locator(".gk-table"), "hours")
    with open_book(lab.folder) as book:
        row = book.entries(date(2025, 3, 5), date(2025, 3, 6)).iloc[0]
        assert (row["project"], row["description"], row["duration_s"]) == ("Thesis", "draft <b>two</b>", 4500.0)
    assert page.complaints == []


def test_a_person_changes_their_settings(lab, page):
    """Zone and working days are shown as they are, ticked by their names, and kept."""
    open_notebook(page, lab, "01_start_here.ipynb")
    form = page.locator(".gk-settings-form")
    expect(form.get_by_label("Time zone", exact=True)).to_have_value("Europe/Berlin")
    form.get_by_label("Friday", exact=True).uncheck()
    form.get_by_label("Sunday", exact=True).check()
    form.get_by_label("Day starts at", exact=True).fill("4")
    save(page, form)
    expect(form.locator(".gk-status")).to_have_text("Saved: your settings, in the zone Europe/Berlin")
    picture(page, form, "settings-saved")
    with open_book(lab.folder) as book:
        assert book.settings.work_days == ["Monday", "Tuesday", "Wednesday", "Thursday", "Sunday"]
        assert f"{book.settings.day_start:%H:%M}" == "04:00"
    assert page.complaints == []
