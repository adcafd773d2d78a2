"""A few charts of a review's page as pictures, drawn by the browser of the machine, for readers that run nothing."""

import base64
import re
import tempfile
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from goalkit.charts.look import NO_GOAL, PALETTE
from goalkit.errors import GoalkitError
from goalkit.reviews.fragments import script
from goalkit.reviews.page import scripts, whole_page
from goalkit.reviews.pdf import run_browser

# Which charts matter most to a reader of one screen: sections by their names, and how many of each.
FIRST = (("time", 2), ("pace", 2))
MOST = 4
PNG = b"\x89PNG\r\n\x1a\n"
DRAWING_MS = 20_000  # of the browser's own clock, which stands still while nothing happens
_SECTION = re.compile(r'<section id="s\d+-([^"]*)"')
_FIGURE = re.compile(r'<figure class="gk-chart.*?</figure>', re.DOTALL)
_TITLE = re.compile(r"<h3>(.*?)</h3>", re.DOTALL)
_ALT = re.compile(r'role="img" aria-label="(.*?)"', re.DOTALL)
_LEGEND = re.compile(r'<span class="gk-swatch gk-c(\w+)" aria-hidden="true"></span>(.*?)</li>', re.DOTALL)
_DRAWN = re.compile(rb"data:image/png;base64,([A-Za-z0-9+/=]+)")


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of a page.

    Attributes:
        figure: its HTML, with the data in it.
        title: a few words, may be "".
        alt: one sentence with the numbers.
        legend: labels and their colours.
    """

    figure: str
    title: str
    alt: str
    legend: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart, drawn."""

    chart: Chart
    png: bytes


def draw(page: Path) -> list[Picture]:
    """Up to four charts of a page, those on time and pace first; [] for a page without charts.

    Raises GoalkitError when the machine has no browser, or it drew none.
    """
    chosen = choose(page.read_text(encoding="utf-8"))
    if not chosen:
        return []
    drawing = (scripts()[0], script("pictures.js"))
    text = whole_page("Charts", "", "\n".join(chart.figure for chart in chosen), drawing)
    with tempfile.TemporaryDirectory(prefix="goalkit-", ignore_cleanup_errors=True) as folder:
        sheet = Path(folder) / "charts.html"
        sheet.write_bytes(text.encode())
        done = run_browser(f"--virtual-time-budget={DRAWING_MS}", "--dump-dom", sheet.as_uri())
    drawn = [base64.b64decode(found) for found in _DRAWN.findall(done.stdout)]
    if len(drawn) != len(chosen) or not all(png.startswith(PNG) for png in drawn):
        raise GoalkitError(f"{done.args[0]} drew {len(drawn)} of {len(chosen)} charts")
    return [Picture(chart, png) for chart, png in zip(chosen, drawn, strict=True)]


def choose(page: str) -> list[Chart]:
    """The charts of a page that matter most, in their order of mattering."""
    found = _charts(page)
    first = [chart for name, many in FIRST for chart in [one for section, one in found if section == name][:many]]
    rest = [chart for _, chart in found if chart not in first]
    return [*first, *rest][:MOST]


def _charts(page: str) -> list[tuple[str, Chart]]:
    """Each chart of a page with the name of its section, "" before the first."""
    _, *sections = _SECTION.split(page)
    parts = [("", page.partition("<section id=")[0]), *zip(sections[::2], sections[1::2], strict=True)]
    return [(name, _chart(figure)) for name, text in parts for figure in _FIGURE.findall(text)]


def _chart(figure: str) -> Chart:
    title, alt = (found[1] if (found := sign.search(figure)) else "" for sign in (_TITLE, _ALT))
    legend = tuple((unescape(label), _colour(place)) for place, label in _LEGEND.findall(figure))
    return Chart(figure, unescape(title), unescape(alt), legend)


def _colour(place: str) -> str:
    return PALETTE[int(place)] if place.isdecimal() and int(place) < len(PALETTE) else NO_GOAL
