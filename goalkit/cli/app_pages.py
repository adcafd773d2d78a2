"""The pages of the app: a workbook's notebooks with their titles, in order, and what of each is shown."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from goalkit.workbook.notebooks import packaged_notebooks, workbook_notebooks

LAB_ONLY = "lab-only"
RUN_ALL = "Run All Cells"
REVIEW = "review.ipynb"
HEADING = re.compile(r"^#\s+(.+?)\s*#*\s*$", re.MULTILINE)
SENTENCE = re.compile(r"(.+?[.!?])(?:\s|$)")
MARKS = re.compile(r"\*\*|__|`|\[([^\]]*)\]\([^)]*\)|(?<!\w)[*_]|[*_](?!\w)")


@dataclass(frozen=True, slots=True)
class Page:
    """A notebook as a page: its file's name, its number ("" without one), its title, and a sentence about it."""

    name: str
    number: str
    title: str
    about: str
    own: bool


def load_pages(folder: Path) -> list[Page]:
    """The pages of a folder of notebooks: goalkit's in their order, its review, then the person's own."""
    ours = {path.name for path in packaged_notebooks().glob("*.ipynb")}
    pages = [_load_page(path, path.name not in ours) for path in workbook_notebooks(folder)]
    return sorted(pages, key=lambda page: (page.own, page.name == REVIEW, page.name))


def _load_page(path: Path, own: bool) -> Page:
    number, _, rest = path.stem.partition("_")
    numbered = number.isdigit() and rest != ""
    plain = (rest if numbered else path.stem).replace("_", " ").strip()
    text = _first_text(path)
    title = HEADING.search(text)
    return Page(
        path.name, number if numbered else "", _plain(title[1]) if title else plain.capitalize(), _about(text), own
    )


def _first_text(path: Path) -> str:
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return "".join(next(cell for cell in cells if cell["cell_type"] == "markdown")["source"])
    except (OSError, ValueError, TypeError, KeyError, StopIteration):
        return ""


def _about(text: str) -> str:
    """What a page is for: what one has at its end, else its first sentence."""
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", HEADING.sub("", text, count=1)) if part.strip()]
    end = next((part for part in paragraphs if part.startswith("**At the end**")), None)
    told = _plain(end or next(iter(paragraphs), "")).removeprefix("Why. ")
    sentence = SENTENCE.match(told)
    return sentence[1] if sentence else told


def _plain(text: str) -> str:
    return MARKS.sub(lambda found: found[1] or "", " ".join(text.split()))


def shown_cells(cells: list[Any]) -> list[Any]:
    """The cells that a page shows: without those tagged lab-only, and without paragraphs on running cells."""
    kept = [cell for cell in cells if LAB_ONLY not in cell.get("metadata", {}).get("tags", [])]
    return [
        type(cell)(cell | {"source": _shown(cell["source"])}) if cell["cell_type"] == "markdown" else cell
        for cell in kept
    ]


def _shown(text: str) -> str:
    return "\n\n".join(part for part in re.split(r"\n\s*\n", text) if RUN_ALL not in part)
