"""`goalkit lab`: JupyterLab on the workbook's notebooks, or with --app their forms alone."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import typer

from goalkit.errors import GoalkitError
from goalkit.workbook.notebooks import CHANGES, plan_upgrade, workbook_notebooks
from goalkit.workbook.places import ENVIRONMENT, PAGES_ENVIRONMENT

JUPYTER = Path(__file__).with_name("jupyter")
SOCKET_FOLDER = 55
PAGES_AT = "goalkit/reports/"


@dataclass(frozen=True, slots=True)
class Showing:
    """What is opened and where: a notebook's name, whether in a browser, and a port; None is the first, a free one."""

    notebook: str | None = None
    browser: bool = True
    port: int | None = None


def run_lab(folder: Path, showing: Showing) -> int:
    """Runs JupyterLab on a notebook until it is closed; gives its exit code."""
    notebook = find_notebook(folder / "notebooks", showing.notebook)
    tell_of_newer(folder / "notebooks")
    command = [sys.executable, "-m", "jupyterlab", notebook.name, *lab_options(), *_quiet(), *_as_root()]
    command += [] if showing.port is None else [f"--ServerApp.port={showing.port}", "--ServerApp.port_retries=0"]
    return _run(command, folder, showing)


def run_app(folder: Path, showing: Showing) -> int:
    """Runs the notebooks as pages until it is stopped; gives the exit code."""
    chosen = find_notebook(folder / "notebooks", showing.notebook).name if showing.notebook else ""
    find_notebook(folder / "notebooks", None)
    tell_of_newer(folder / "notebooks")
    command = [sys.executable, "-m", "goalkit.cli.app_mode", f"--AppServer.first_page={chosen}"]
    command += [] if showing.port is None else [f"--port={showing.port}", "--Voila.port_retries=0"]
    return _run(command, folder, showing)


def _run(command: list[str], folder: Path, showing: Showing) -> int:
    check_port(showing.port)
    command = [*command, *([] if showing.browser else ["--no-browser"])]
    environment = lab_environment(os.environ, folder)
    server = subprocess.Popen(command, cwd=folder / "notebooks", env=environment)  # noqa: S603
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    while True:
        try:
            return server.wait()
        except KeyboardInterrupt:  # the server had the same Ctrl+C; it asks, or ends its kernels first
            continue


def check_port(port: int | None) -> None:
    """Raises GoalkitError when somebody listens on a port already."""
    if port is None:
        return
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise GoalkitError(
                f"port {port} is in use or not yours ({error.strerror}); give another, or leave --port out"
            ) from error


def find_notebook(folder: Path, wanted: str | None) -> Path:
    """A workbook's notebook by its name, its number or the beginning of either; the first where none is asked for.

    Raises GoalkitError that lists the notebooks when there is no such one, or more than one.
    """
    notebooks = workbook_notebooks(folder)
    if not notebooks:
        raise GoalkitError(f"{folder} holds no notebooks; `goalkit init DIR --upgrade` brings them into a workbook")
    if wanted is None:
        return notebooks[0]
    name = Path(wanted).name.removesuffix(".ipynb").lower()
    found = [path for path in notebooks if path.stem.lower() == name]
    found = found or [path for path in notebooks if _is_meant(path.stem.lower(), name)]
    if len(found) != 1:
        names = ", ".join(path.stem for path in found or notebooks)
        raise GoalkitError(f"notebook {wanted!r} is {'not clear' if found else 'unknown'}; expected one of: {names}")
    return found[0]


def _is_meant(stem: str, name: str) -> bool:
    number, _, title = stem.partition("_")
    return bool(name) and (stem.startswith(name) or title.startswith(name) or number.lstrip("0") == name)


def tell_of_newer(folder: Path) -> None:
    """Says in one line when goalkit has newer notebooks than a workbook."""
    newer = sum(step.what in CHANGES for step in plan_upgrade(folder))
    if newer:
        typer.echo(
            f"goalkit has {newer} newer notebook{'s' if newer > 1 else ''} for you; this brings them and keeps what "
            f"you changed: goalkit init {folder.parent} --upgrade",
            err=True,
        )


def lab_options() -> list[str]:
    """What JupyterLab is told: no search for language servers, which nobody needs to fill in a form."""
    from jupyter_core.paths import jupyter_runtime_dir

    transport = kernel_transport(jupyter_runtime_dir())
    return ["--LanguageServerManager.autodetect=False", f"--KernelManager.transport={transport}"]


def kernel_transport(folder: str) -> str:
    """How kernels are spoken to: through files in a folder, which only their owner may open, else through ports.

    Files are for Linux, where a socket's whole path has 107 bytes and its name here takes 50.
    """
    return "ipc" if sys.platform == "linux" and len(os.fsencode(folder)) < SOCKET_FOLDER else "tcp"


def _quiet() -> list[str]:
    """Only errors and the address in the terminal, unless somebody looks for a fault."""
    return [] if os.environ.get("GOALKIT_DEBUG") else ["--Application.log_level=ERROR"]


def lab_environment(environment: Mapping[str, str], folder: Path | None) -> dict[str, str]:
    """The environment of a server on a workbook; without one, its notebooks look for the nearest themselves.

    JupyterLab gets our defaults beside the person's own settings, which go before them; the tabs it
    remembers are this workbook's; and the kernel is this Python, not one from elsewhere.
    """
    own = {"JUPYTER_PREFER_ENV_PATH": "1"}
    for name, path in (("JUPYTER_CONFIG_PATH", JUPYTER / "config"), ("JUPYTER_PATH", JUPYTER)):
        own[name] = os.pathsep.join([str(path), *filter(None, [environment.get(name)])])
    if folder is not None:
        own |= {ENVIRONMENT: str(folder), PAGES_ENVIRONMENT: PAGES_AT}
        own["JUPYTERLAB_WORKSPACES_DIR"] = str(folder / "data" / ".jupyterlab")
    return {**environment, **own}


def _as_root() -> list[str]:
    """Jupyter asks for a word when it runs as root, as it does in a container."""
    return ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
