"""JupyterLab on a workbook in a real browser, for tests that do what a person does."""

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
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect, sync_playwright

from goalkit.records import Settings
from goalkit.workbook import init_book

PICTURES = Path(__file__).parent.parent / "artifacts" / "forms"
PATIENCE = 60
expect.set_options(timeout=PATIENCE * 1000)

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


def save(form):
    """Presses Save."""
    form.get_by_role("button", name="Save").click()


def picture(page, element, name):
    """Keeps a picture of an element, for people to look at."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    element.scroll_into_view_if_needed()
    element.screenshot(path=PICTURES / f"{name}.png")


def write_notebook(lab, name, *cells):
    """Puts a notebook with these code cells among the workbook's."""
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(made, lab.folder / "notebooks" / name)


def run_cell(page, place):
    """Runs one cell again, without waiting for it."""
    page.evaluate(
        """async place => {
          const { app, notebook } = { app: window.jupyterapp, notebook: window.jupyterapp.shell.currentWidget.content };
          notebook.activeCellIndex = place;
          app.commands.execute('notebook:run-cell');
        }""",
        place,
    )


def kill_kernel(page):
    """The kernel dies, as when the machine runs out of memory, and a new one runs all cells."""
    page.evaluate(
        """async () => {
          const session = window.jupyterapp.shell.currentWidget.sessionContext;
          await session.session.kernel.restart();
          await session.ready;
          await window.jupyterapp.commands.execute('notebook:run-all-cells');
        }"""
    )
