"""The reviews of a workbook as pages of the server that shows its notebooks, JupyterLab's or the app's."""

import os
import re
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

import tornado.web
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_escape, url_path_join

from goalkit.cli.lab import PAGES_AT
from goalkit.reviews.fragments import ROWS
from goalkit.workbook.notebooks import workbook_notebooks
from goalkit.workbook.places import ENVIRONMENT

# A review runs its own charts and is shut off from everything else of the server; its own rules come on top.
SHUT_OFF = "sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox allow-modals allow-downloads"


LAB, APP = "lab/tree/", "voila/render/"  # where each server opens a notebook
# What is no text of a page: scripts, styles, titles, links that are there, and tags.
_NO_TEXT = re.compile(r"(<(script|style|title|a)\b.*?</\2\s*>|<[^>]*>)", re.DOTALL | re.IGNORECASE)


class ReviewPage(JupyterHandler):
    """A page in the workbook's `reports`, or the table of its rows."""

    def initialize(self, folder: str, opened_at: str) -> None:
        """Takes the folder of the pages, and where this server opens a notebook."""
        self.folder, self.opened_at = Path(folder), opened_at

    @tornado.web.authenticated
    def get(self, path: str) -> None:
        """Writes the page, as it is now, the notebooks that it names being links; or the table, to be kept."""
        page = find_page(self.folder, path)
        if page is None:
            raise tornado.web.HTTPError(404)
        self.set_header("Content-Security-Policy", SHUT_OFF)
        self.set_header("Cache-Control", "no-store")
        if page.suffix != ".html":
            self.set_header("Content-Type", "text/csv; charset=utf-8")
            self.set_header("Content-Disposition", "attachment")
            self.finish(page.read_bytes())
            return
        notebooks = workbook_notebooks(self.folder.parent / "notebooks")
        at = {one.stem: url_path_join(self.base_url, self.opened_at, url_escape(one.name)) for one in notebooks}
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(link_notebooks(page.read_text(encoding="utf-8"), at))


def link_notebooks(text: str, at: Mapping[str, str]) -> str:
    """A page in which each notebook that its text names is a link, in a tab of its own.

    Args:
        text: HTML.
        at: a notebook's name, e.g. "06_log_time", → its address.

    A page that is opened as a file has no such links: no server would be there to open the notebook.
    """
    if not at:
        return text
    named = re.compile(rf"(?<![\w/.-])({'|'.join(map(re.escape, at))})(?![\w/-]|\.\w)")
    parts = _NO_TEXT.split(text)
    # Of three parts each the first is text; the two others are what was found and its tag.
    for place in range(0, len(parts), 3):
        parts[place] = named.sub(lambda found: _link(found[1], at[found[1]]), parts[place])
    return "".join(part for place, part in enumerate(parts) if place % 3 < 2)


def _link(name: str, address: str) -> str:
    return f'<a href="{escape(address)}" target="_blank" rel="noopener">{escape(name)}</a>'


def find_page(folder: Path, path: str) -> Path | None:
    """A page or a table of rows in a folder, by its path there; None for all else, also for a way out of the folder."""
    if not path.endswith((".html", ROWS)) or "\0" in path:
        return None
    page = (folder / path).resolve()
    return page if page.is_relative_to(folder.resolve()) and page.is_file() else None


def review_handlers(base_url: str, reports: Path, opened_at: str) -> list[tuple[str, type[ReviewPage], dict[str, str]]]:
    """What a server needs to hand out the pages in a folder; `opened_at` is LAB or APP."""
    given = {"folder": str(reports), "opened_at": opened_at}
    return [(url_path_join(base_url, PAGES_AT, "(.*)"), ReviewPage, given)]


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: Any) -> None:
    """Hands out the reviews of the workbook that JupyterLab was started on; without one there is nothing to do."""
    if book := os.environ.get(ENVIRONMENT):
        server.web_app.add_handlers(".*$", review_handlers(server.base_url, Path(book) / "reports", LAB))
