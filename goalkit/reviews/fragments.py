"""Pieces of a review: escaped HTML from our templates, and charts, shown one after the other."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, Union

import jinja2

from goalkit.reviews import words

if TYPE_CHECKING:
    import plotly.graph_objects as go

Part: TypeAlias = Union[str, "go.Figure"]

TEMPLATES = Path(__file__).parent / "templates"
ROWS = "-rows.csv"
PLOTLY = "application/vnd.plotly.v1+json"


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    # Every value is escaped; only our own templates are mark-up.
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined
    )
    made.filters |= {"day": words.day, "hours": words.hours, "number": words.number, "percent": words.percent}
    return made


def html(template: str, **values: Any) -> str:
    """A template of ours filled with values, every one of them escaped."""
    return _environment().get_template(template).render(**values)


def css(*names: str) -> str:
    """Style sheets of ours, one after the other."""
    return "\n".join((TEMPLATES / name).read_text(encoding="utf-8") for name in names)


def script(name: str) -> str:
    """A script of ours."""
    return embeddable((TEMPLATES / name).read_text(encoding="utf-8"))


def embeddable(script: str) -> str:
    """A script as a browser hashes it, which is as it parsed it: line ends as a line feed alone."""
    return script.replace("\r\n", "\n").replace("\r", "\n")


def rows_name(period: str) -> str:
    """The file beside a page that lists the rows behind its sums."""
    return f"review-{period}{ROWS}"


@dataclass(frozen=True, slots=True)
class Shown:
    """Parts of a section in their order; a notebook that ends a cell with it displays them all.

    Attributes:
        parts: texts of HTML, and figures.
    """

    parts: tuple[Part, ...]

    def _ipython_display_(self) -> None:
        from IPython.display import display

        for part in self.parts:
            display(self.bundle(part), raw=True)  # type: ignore[no-untyped-call]

    @staticmethod
    def bundle(part: Part) -> dict[str, Any]:
        """What Jupyter keeps of a part: its MIME types and their data.

        A figure is given as plotly's own type, so that no setting of the machine's plotly can
        turn it into a picture or a whole page.
        """
        if isinstance(part, str):
            return {"text/html": part, "text/plain": "(a part of the review)"}
        return {PLOTLY: _plain_json(part), "text/plain": part.layout.meta["alt"]}


def _plain_json(figure: "go.Figure") -> dict[str, Any]:
    import json

    made: dict[str, Any] = json.loads(figure.to_json())
    return made
