"""`goalkit lab --app`: a server of the notebooks as pages without code, through Voilà, for this machine alone."""

import logging
import os
import sys
import tempfile
import threading
import webbrowser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tornado.ioloop
import tornado.web
import typer
from jupyter_core.paths import jupyter_runtime_dir
from jupyter_server.base.handlers import JupyterHandler
from traitlets import Unicode
from voila.app import Voila
from voila.handler import BaseVoilaHandler
from voila.tornado.contentshandler import VoilaContentsHandler
from voila.tornado.treehandler import TornadoVoilaTreeHandler

from goalkit import errors
from goalkit.cli.app_pages import load_pages, shown_cells
from goalkit.cli.lab import kernel_transport
from goalkit.cli.review_pages import APP, review_handlers

HERE = "127.0.0.1"
# All that a page loads comes from this server; a browser refuses anything else.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' blob: data:; worker-src 'self' blob:; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
# Errors that say themselves what was expected and what to do.
TELLING = [name for name, found in vars(errors).items() if isinstance(found, type) and issubclass(found, Exception)]


class StartPage(BaseVoilaHandler):  # type: ignore[misc]
    """The list of all pages."""

    @tornado.web.authenticated
    def get(self, path: str = "") -> None:
        """Writes the list, read anew each time, whatever the path of the tree."""
        folder = Path(self.settings["voila"].root_dir)
        self.set_header("Cache-Control", "no-store")
        self.write(self.render_template("start.html", pages=load_pages(folder), book=folder.parent.name))


class NoPage(JupyterHandler):
    """Every address that is none."""

    @tornado.web.authenticated
    def get(self) -> None:
        """Says that there is no such page."""
        raise tornado.web.HTTPError(404)


class AppServer(Voila):  # type: ignore[misc]
    """Voilà with our start page, template and limits; it listens to this machine only, and asks for its token."""

    first_page = Unicode("", config=True, help="The notebook to open first; empty is the list of all.")
    config_file_paths: tuple[str, ...] = ()  # no settings but these

    def initialize(self, argv: list[str] | None = None) -> None:
        """Sets what is not to be chosen, then reads the options."""
        self.ip, self.auto_token, self.log_level = HERE, True, "ERROR"
        self.tornado_settings = {"headers": {"Content-Security-Policy": POLICY, "Referrer-Policy": "same-origin"}}
        self.config.VoilaConfiguration.update(
            template="goalkit",
            theme="light",
            show_tracebacks=True,  # for the template, which tells them in plain words
            allow_template_override="NO",
            allow_theme_override="NO",
            file_allowlist=[r".*\.(png|jpe?g|gif|svg|webp)"],
            multi_kernel_manager_class="goalkit.cli.app_kernels.ReadyKernels",
            prelaunch_hook=show_page,
            page_config_hook=place_page,
        )
        # A closed page ends its kernel itself; this is for those that could not, as on a phone.
        self.config.MappingKernelManager.update(cull_idle_timeout=300, cull_interval=60)
        self.config.KernelManager.transport = kernel_transport(f"{tempfile.gettempdir()}/voila_12345678")
        logging.getLogger("tornado").setLevel(logging.ERROR)
        super().initialize(argv)

    def init_settings(self) -> dict[str, Any]:
        """Our pages for errors and for the token, and no other host name than this machine's."""
        settings: dict[str, Any] = super().init_settings()
        own = {
            "jinja2_env": settings["voila_jinja2_env"],
            "allow_remote_access": False,
            "default_handler_class": NoPage,
        }
        return settings | own

    def init_handlers(self) -> list[tuple[Any, ...]]:
        """Voilà's addresses, with our list of pages for its tree of files, and the reviews."""
        reports = Path(self.root_dir).parent / "reports"
        return [*review_handlers(self.base_url, reports, APP), *_with_start(super().init_handlers())]

    def start(self) -> None:
        """Listens until it is stopped."""
        tornado.ioloop.IOLoop.current().add_callback(self.announce)
        super().start()

    def announce(self) -> None:
        """Says where the pages are and opens the first one, where there is a browser."""
        page = f"voila/render/{self.first_page}" if self.first_page else ""
        address = f"{self.connection_url}{page}?token={self.identity_provider.token}"
        typer.echo(f"Your pages are at {address}\nThey are open on this machine alone. Ctrl+C here closes them.")
        sys.stdout.flush()
        if self.open_browser:
            open_browser(address)
        self.kernel_manager.prepare(path="", env=dict(os.environ))

    def launch_browser(self) -> None:
        """Left to `announce`, which knows the token."""


def _with_start(handlers: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    for handler in handlers:
        if handler[1] is TornadoVoilaTreeHandler:
            yield handler[0], StartPage, *handler[2:]
        elif handler[1] is not VoilaContentsHandler:
            yield handler


def open_browser(address: str) -> None:
    """Opens an address, through a file that only its owner may read: a command line shows the token to everybody."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return
    path = Path(jupyter_runtime_dir()) / f"goalkit-app-{os.getpid()}-open.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(f'<meta charset="utf-8"><meta http-equiv="refresh" content="0;url={address}">', encoding="utf-8")
    threading.Thread(target=browser.open, args=(path.as_uri(), 2), daemon=True).start()


def show_page(_request: JupyterHandler, notebook: Any, cwd: str) -> Any:
    """Takes out of a notebook what is meant for JupyterLab alone."""
    notebook.cells = shown_cells(notebook.cells)
    return notebook


def place_page(page_config: dict[str, Any], settings: dict[str, Any], notebook_path: str, **_: Any) -> dict[str, Any]:
    """Tells the template the title of a page and which pages are before and after it."""
    pages = load_pages(Path(settings["voila"].root_dir))
    names = [page.name for page in pages]
    place = names.index(notebook_path) if notebook_path in names else -1
    near = {
        "page": pages[place] if place >= 0 else None,
        "before": pages[place - 1] if place > 0 else None,
        "after": pages[place + 1] if 0 <= place < len(pages) - 1 else None,
    }
    told = {key: page and {"name": page.name, "title": page.title} for key, page in near.items()}
    return page_config | {"goalkit": told | {"telling": TELLING}}


if __name__ == "__main__":
    AppServer.launch_instance()
