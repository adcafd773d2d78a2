"""Opens a notebook in JupyterLab, in the app and in plain Voilà and prints when its first form was in sight.

python by_opening.py BOOK ROUNDS: one JSON document with a list of seconds for each way, rounds interleaved. "kernel" is
what Python alone needs, in a process of its own. Without Chromium or Playwright the browser's lists stay empty.
"""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, contextmanager
from pathlib import Path

from goalkit.cli.lab import lab_environment, lab_options

NOTEBOOK = "04_goals.ipynb"
PAUSE = 4  # seconds between two pages: the last one's kernel ends, the app's next one gets ready
ALONE = """
import json, sys, time
began = time.perf_counter()
import goalkit
from goalkit import forms
loaded = time.perf_counter()
book = goalkit.open_book(sys.argv[1])
opened = time.perf_counter()
forms.goal_form(book)
made = time.perf_counter()
print(json.dumps({"import": loaded - began, "open": opened - loaded, "form": made - opened, "all": made - began}))
"""
# The moment since the page was asked for at which a form is in sight.
WATCH = """(() => {
  const look = () => {
    const form = document.querySelector(".gk-form");
    if (form && form.getClientRects().length) window.formAt = performance.now();
    else setTimeout(look, 10);
  };
  look();
})()"""
# The same for the kernel; then all cells are run, as a person does.
RUN = """async name => {
  const pause = () => new Promise(done => setTimeout(done, 10));
  while (!window.jupyterapp) await pause();
  const app = window.jupyterapp;
  await app.restored;
  while (!app.shell.currentWidget?.context?.path.endsWith(name)) await pause();
  const shown = app.shell.currentWidget;
  await shown.revealed;
  await shown.sessionContext.ready;
  const kernel = shown.sessionContext.session.kernel;
  await kernel.info;
  while (kernel.connectionStatus !== "connected") await pause();
  const upAt = performance.now();
  app.commands.execute("notebook:run-all-cells");
  while (!window.formAt) await pause();
  return [upAt / 1000, (window.formAt - upAt) / 1000];
}"""


@contextmanager
def server(command, folder, path, environment):
    """A server on a port of its own, for as long as the block; gives where a notebook opens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token = secrets.token_hex(8)
    running = subprocess.Popen(
        [*command, f"--port={port}", "--no-browser"],
        cwd=folder,
        env=environment | {"JUPYTER_TOKEN": token},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/", running)
        yield f"http://127.0.0.1:{port}/{path}{NOTEBOOK}?token={token}"
    finally:
        running.terminate()
        running.wait()


def wait_for(address, running):
    while running.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"{running.args} ended with exit code {running.returncode}")


def alone(book):
    done = subprocess.run([sys.executable, "-c", ALONE, str(book)], check=True, capture_output=True)
    return json.loads(done.stdout)


def in_lab(browser, address):
    """Seconds until the kernel is up, and from there to the form."""
    page = browser.new_page()
    page.add_init_script(WATCH)
    page.goto(address)
    until, after = page.evaluate(RUN, NOTEBOOK)
    page.close(run_before_unload=True)
    return {"until kernel": until, "kernel to form": after}


def as_page(browser, address):
    """Seconds from asking for the page to its form."""
    page = browser.new_page()
    page.add_init_script(WATCH)
    page.goto(address)
    page.wait_for_function("window.formAt !== undefined")
    seconds = page.evaluate("window.formAt / 1000")
    page.close(run_before_unload=True)
    return seconds


def browsing(book, place):
    """The ways through a browser, each a name and a function that opens the notebook once; none without one."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        chromium = None
    stack = ExitStack()
    if chromium is None:
        return stack, {}
    own = {f"JUPYTER_{name}_DIR": str(place / name) for name in ("CONFIG", "RUNTIME", "DATA")}
    around = lab_environment(dict(os.environ) | own, book)
    notebooks = book / "notebooks"
    python = [sys.executable, "-m"]
    lab_command = [*python, "jupyterlab", "--allow-root", "--expose-app-in-browser", *lab_options()]
    app_command = [*python, "goalkit", "--book", str(book), "lab", "--app"]
    lab = stack.enter_context(server(lab_command, notebooks, "lab/tree/", around))
    app = stack.enter_context(server(app_command, notebooks, "voila/render/", around))
    plain = stack.enter_context(
        server([*python, "voila", "--Voila.ip=127.0.0.1", str(notebooks)], notebooks, "voila/render/", around)
    )
    browser = stack.enter_context(sync_playwright()).chromium.launch(
        executable_path=chromium, args=["--no-sandbox", "--host-resolver-rules=MAP cdn.jsdelivr.net ~NOTFOUND"]
    )
    stack.callback(browser.close)
    return stack, {
        "lab": lambda: in_lab(browser, lab),
        "app": lambda: as_page(browser, app),
        "voila": lambda: as_page(browser, plain),
    }


def main():
    book, rounds = Path(sys.argv[1]), int(sys.argv[2])
    with tempfile.TemporaryDirectory(prefix="gk-") as place:
        stack, ways = browsing(book, Path(place))
        with stack:
            ways = {"kernel": lambda: alone(book), **ways}
            taken = {name: [] for name in ("kernel", "lab", "app", "voila")}
            for number in range(rounds + 1):
                for name, way in ways.items():
                    seconds = way()
                    if number:  # the first one only warms up: bytecode, the browser's cache
                        taken[name].append(seconds)
                    time.sleep(PAUSE if name != "kernel" else 0)
    json.dump(taken, sys.stdout)


if __name__ == "__main__":
    main()
