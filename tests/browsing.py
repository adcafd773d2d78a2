"""A browser and a JupyterLab for tests: one server a session, a workbook of its own for each file of tests.

The fixtures come to every test through conftest; the functions are imported.
"""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

from goalkit.cli.lab import lab_environment, lab_options
from goalkit.records import Settings
from goalkit.workbook import init_book

PICTURES = Path(__file__).parent.parent / "artifacts" / "forms"
PATIENCE = 60

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
}"""
RUN_ALL = "() => window.jupyterapp.commands.execute('notebook:run-all-cells')"
# What a browser does to a tab behind another, more strongly, so that whatever counts on a short pause is late.
BEHIND = "(real => { window.setTimeout = (what, wait, ...more) => real(what, Math.max(wait || 0, 2500), ...more); })"
BEHIND += "(window.setTimeout)"


@dataclass(frozen=True)
class Server:
    """A running server: where, its token, and the folder that it shows."""

    url: str
    token: str
    folder: Path

    def ask(self, path, method="GET"):
        """What it answers to a request for one of its addresses."""
        headers = {"Authorization": f"token {self.token}"}
        asked = urllib.request.Request(f"{self.url}/{path}", method=method, headers=headers)
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
            return answer.read()


@dataclass(frozen=True)
class Lab(Server):
    """JupyterLab on a workbook, `folder`; `place` is where its notebooks lie for the server."""

    place: str = ""

    def address(self, notebook):
        """Where a notebook opens, among no other tabs than its own."""
        space = secrets.token_hex(4)
        return f"{self.url}/lab/workspaces/{space}/tree/{self.place}{notebook}?token={self.token}"


def new_book(folder):
    """A new workbook in Berlin, with the notebooks."""
    with init_book(folder) as book:
        book.change(Settings, "settings", zone="Europe/Berlin")
    return folder


@pytest.fixture(scope="session")
def lab_server(tmp_path_factory, chromium_path):
    """JupyterLab on an empty folder, with settings of its own; ended by its own process."""
    place = tmp_path_factory.mktemp("lab")
    (place / "books").mkdir()
    found = Server(f"http://127.0.0.1:{free_port()}", secrets.token_hex(16), place / "books")
    with serving(lab_command(found), found, lab_environment(surroundings(place, found.token), None)):
        yield found


def lab_command(server):
    """JupyterLab as tests need it, on the folder of a server."""
    return [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--expose-app-in-browser"),
        *(f"--ServerApp.root_dir={server.folder}", f"--ServerApp.port={port_of(server)}", "--ServerApp.port_retries=0"),
        *lab_options(),
    ]


@pytest.fixture(scope="module")
def lab(lab_server, request):
    """The session's JupyterLab with a new workbook for this file of tests; at its end no kernel runs on."""
    folder = new_book(lab_server.folder / request.module.__name__)
    yield Lab(lab_server.url, lab_server.token, folder, f"{folder.name}/notebooks/")
    end_kernels(lab_server)


def end_kernels(server):
    """Ends every kernel of a JupyterLab."""
    for session in json.loads(server.ask("api/sessions")):
        server.ask(f"api/sessions/{session['id']}", "DELETE")


def started(place, *more):
    """`goalkit lab` on a new workbook, for as long as the block."""
    found = Server(f"http://127.0.0.1:{free_port()}", secrets.token_hex(16), new_book(place / "book"))
    command = [sys.executable, "-m", "goalkit", "--book", str(found.folder), "lab", "--no-browser", *more]
    return found, serving([*command, f"--port={port_of(found)}"], found, surroundings(place, found.token))


@contextmanager
def serving(command, server, environment):
    """Runs a server until the end of the block; what it said is in log.txt beside its folder."""
    log = server.folder.parent / "log.txt"
    with log.open("w") as told:
        process = subprocess.Popen(command, env=environment, cwd=server.folder, stdout=told, stderr=told)
        try:
            wait_for(server, process, log)
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=PATIENCE)


def surroundings(place, token):
    """The environment of a server: its own Jupyter folders, its token, and no workbook named."""
    own = {f"JUPYTER_{name}_DIR": str(place / name.lower()) for name in ("CONFIG", "RUNTIME", "DATA")}
    own |= {"JUPYTERLAB_WORKSPACES_DIR": str(place / "workspaces"), "IPYTHONDIR": str(place / "ipython")}
    kept = {name: value for name, value in os.environ.items() if name != "GOALKIT_BOOK"}
    return kept | own | {"JUPYTER_TOKEN": token}


def free_port():
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def port_of(server):
    """The port of a server."""
    return int(server.url.rpartition(":")[2])


def wait_for(server, process, log):
    """Waits until a server answers; tells its log when it does not."""
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{server.url}/login", timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    pytest.fail(f"the server did not start:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="module")
def chromium(chromium_path):
    """Debian's Chromium, without a window; not for the session, since Playwright keeps asyncio from all other tests."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as play:
        shown = play.chromium.launch(executable_path=chromium_path, args=["--no-sandbox"])
        yield shown
        shown.close()


@pytest.fixture
def page(chromium):
    """A page on a laptop; what its console complains of is kept in `page.complaints`."""
    opened = chromium.new_page(viewport={"width": 1366, "height": 1000}, timezone_id="Europe/Berlin")
    opened.set_default_timeout(PATIENCE * 1000)
    opened.complaints = []
    opened.on("pageerror", lambda error: opened.complaints.append(str(error)))
    opened.on("console", lambda told: opened.complaints.append(told.text) if told.type == "error" else None)
    yield opened
    opened.close()


def open_notebook(page, lab, name):
    """Opens a notebook in JupyterLab and runs all its cells."""
    page.goto(lab.address(name))
    page.wait_for_function("window.jupyterapp !== undefined")
    page.evaluate(READY, name)
    page.evaluate(RUN_ALL)


def save(form):
    """Presses Save at once: what was typed goes with the click."""
    form.get_by_role("button", name="Save", exact=True).click()


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


@pytest.fixture
def visit(chromium):
    """Opens a file; at the end no message, error, dialog or request but for itself may have come of it."""
    complaints, contexts = [], []

    def open_page(address, width=1280, height=720, **settings):
        context = chromium.new_context(viewport={"width": width, "height": height}, **settings)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: note_request(request.url, address))
        page.goto(address)
        return page

    def note_request(asked, own):
        if not asked.startswith((own, "data:", "blob:")):
            complaints.append(f"request: {asked}")

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
