"""An executed notebook → one HTML file: no code, no prompts, no request, charts drawn by its own scripts."""

import base64
import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode, from_dict

from goalkit.charts.look import DARK
from goalkit.reviews.fragments import PLOTLY, TEMPLATES, css, embeddable, html, script

NOTEBOOK_ONLY = "notebook-only"
CHART_MARK = '<figure class="gk-chart'


@dataclass(slots=True)
class Section:
    """What stands under one heading; the first one, before any heading, has none."""

    heading: str = ""
    id: str = ""
    cells: list[NotebookNode] = field(default_factory=list)


class ReviewExporter(TemplateExporter):
    """The body of a review: its sections with the outputs of their cells, through our own template."""

    output_mimetype = "text/html"

    def __init__(self, **settings: Any) -> None:
        super().__init__(  # type: ignore[no-untyped-call]
            template_name="review",
            extra_template_basedirs=[str(TEMPLATES)],
            file_extension=".html",
            **settings,
        )

    def default_filters(self) -> Any:
        """Those of nbconvert, and ours for charts and Markdown."""
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        yield ("chart", chart)
        yield ("plain_markdown", plain_markdown)

    def from_notebook_node(self, nb: NotebookNode, resources: Any = None, **settings: Any) -> Any:
        """The body and nbconvert's resources."""
        given = {**(resources or {}), "sections": sections_of(nb), "plotly": PLOTLY}
        return super().from_notebook_node(nb, given, **settings)


def plain_markdown(text: str) -> str:
    """Markdown as HTML; mark-up inside of it shows as text."""
    renderer = IPythonRenderer(escape=True, exclude_anchor_links=True)
    return str(MarkdownWithMath(renderer=renderer).render(text))


def sections_of(nb: NotebookNode) -> list[Section]:
    """Cells by heading: a Markdown cell that begins with "## " opens a section.

    Cells tagged "notebook-only" are left out, and so are sections in which nothing is said. What
    comes before the first heading is a section without one.
    """
    found = [Section()]
    for cell in nb.cells:
        if NOTEBOOK_ONLY in cell.metadata.get("tags", []):
            continue
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            heading, _, rest = cell.source.partition("\n")
            found.append(Section(heading[3:].strip(), _slug(heading, len(found))))
            if rest.strip():
                below: NotebookNode = from_dict({**cell, "source": rest.strip()})  # type: ignore[no-untyped-call]
                found[-1].cells.append(below)
        else:
            found[-1].cells.append(cell)
    return [section for section in found if any(_says_something(cell) for cell in section.cells)]


def _says_something(cell: NotebookNode) -> bool:
    """Whether a reader sees anything of a cell; a chapter of the year's review is empty in that of a month."""
    return bool(cell.cell_type == "markdown" or cell.get("outputs"))


def _slug(heading: str, count: int) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")
    return f"s{count}-{words}".rstrip("-")


def chart(json_figure: dict[str, Any]) -> str:
    """A figure as HTML: its words for everyone, and its data for the page's script to draw."""
    layout = json_figure.get("layout", {})
    words = layout.get("meta") if isinstance(layout.get("meta"), dict) else {}
    data = json.dumps({"data": json_figure.get("data", []), "layout": layout}, separators=(",", ":"))
    return html(
        "chart.html.j2",
        title=words.get("title", ""),
        alt=words.get("alt") or "A chart.",
        legend=words.get("legend") or [],
        half=words.get("size") == "half",
        height=int(layout.get("height") or 300),
        json=Markup(data.replace("<", "\\u003c")),  # noqa: S704 - no "<" is left that could end the script
    )


def plotly_outputs(nb: NotebookNode) -> int:
    """How many charts an executed notebook holds."""
    outputs = [out for cell in nb.cells for out in cell.get("outputs", [])]
    return sum(PLOTLY in out.get("data", {}) for out in outputs)


def charts_in(text: str) -> int:
    """How many charts a page holds."""
    return text.count(CHART_MARK)


def review_page(nb: NotebookNode, title: str, nav: str) -> str:
    """The whole page of an executed notebook; `nav` is HTML of ours."""
    body, _ = ReviewExporter().from_notebook_node(nb)
    return whole_page(title, nav, body, scripts() if charts_in(body) else ())


def whole_page(title: str, nav: str, body: str, scripts: tuple[str, ...] = (), sheets: tuple[str, ...] = ()) -> str:
    """A complete HTML document whose policy allows its own scripts and nothing else.

    Args:
        title: plain text.
        nav: HTML of ours.
        body: HTML of ours.
        scripts: JavaScript, embedded and allowed by its hash.
        sheets: style sheets of ours beside those of every page.
    """
    return html(
        "page.html.j2",
        title=title,
        policy=_policy(scripts),
        css=Markup(css("review.css", "page.css", *sheets)),  # noqa: S704 - our own files
        nav=Markup(nav),  # noqa: S704 - made by a template of ours
        body=Markup(body),  # noqa: S704 - made by a template of ours
        scripts=[Markup(script) for script in scripts],  # noqa: S704 - plotly.js and our own file
    )


def scripts() -> tuple[str, str]:
    """plotly.js, and the script that draws the charts with it."""
    from plotly.offline import get_plotlyjs

    return embeddable(get_plotlyjs()), script("boot.js").replace("__DARK__", json.dumps(DARK))


def _policy(scripts: tuple[str, ...]) -> str:
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    allowed = " ".join(f"'sha256-{value}'" for value in hashes) or "'none'"
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )
