"""The reviews of a workbook as pages of the server that shows its notebooks, JupyterLab's or the app's."""

import os
from pathlib import Path
from typing import Any

import tornado.web
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join

from goalkit.cli.lab import PAGES_AT
from goalkit.workbook.places import ENVIRONMENT

# A review runs its own charts and is shut off from everything else of the server; its own rules come on top.
SHUT_OFF = "sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox allow-modals allow-downloads"


class ReviewPage(JupyterHandler):
    """A page in the workbook's `reports`."""

    def initialize(self, folder: str) -> None:
        """Takes the folder of the pages."""
        self.folder = Path(folder)

    @tornado.web.authenticated
    def get(self, path: str) -> None:
        """Writes the page, as it is now."""
        page = find_page(self.folder, path)
        if page is None:
            raise tornado.web.HTTPError(404)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Security-Policy", SHUT_OFF)
        self.set_header("Cache-Control", "no-store")
        self.finish(page.read_bytes())


def find_page(folder: Path, path: str) -> Path | None:
    """An HTML file in a folder, by its path there; None for all else, also for a way out of the folder."""
    if not path.endswith(".html") or "\0" in path:
        return None
    page = (folder / path).resolve()
    return page if page.is_relative_to(folder.resolve()) and page.is_file() else None


def review_handlers(base_url: str, reports: Path) -> list[tuple[str, type[ReviewPage], dict[str, str]]]:
    """What a server needs to hand out the pages in a folder."""
    return [(url_path_join(base_url, PAGES_AT, "(.*)"), ReviewPage, {"folder": str(reports)})]


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: Any) -> None:
    """Hands out the reviews of the workbook that JupyterLab was started on; without one there is nothing to do."""
    if book := os.environ.get(ENVIRONMENT):
        server.web_app.add_handlers(".*$", review_handlers(server.base_url, Path(book) / "reports"))
