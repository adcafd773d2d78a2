"""The one look: palette, template, fonts, and the words that go with a figure.

Colours are those of the light theme. A page that offers a dark one replaces the colours of
`DARK` by their counterparts and turns `HEAT` round, so that more stands out in both.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

import pandas as pd
import plotly.graph_objects as go

INK = "#1f2328"
MUTED = "#59636e"
GRID = "#e4e7eb"
SHADE = "#f3f4f6"
NO_GOAL = "#cdd2d8"
FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", sans-serif'
HEAT = "Cividis"

# Okabe & Ito (2008), the ones that stand out best first; 0 is the grey that further goals share.
PALETTE = (
    "#7d8590",
    "#0072b2",
    "#e69f00",
    "#009e73",
    "#d55e00",
    "#56b4e9",
    "#cc79a7",
    "#000000",
    "#f0e442",
)

# Light → dark. Black would vanish on a dark page, and blue fall under a contrast of 3 to 1.
DARK = {
    INK: "#e6e8eb",
    MUTED: "#a3abb5",
    GRID: "#343a42",
    SHADE: "#22272e",
    NO_GOAL: "#4a525c",
    PALETTE[0]: "#8d96a0",
    PALETTE[1]: "#2a95d5",
    PALETTE[7]: "#f4f5f7",
}


@dataclass(frozen=True, slots=True)
class Words:
    """What a figure says beside its picture; stands in `Figure.layout.meta`.

    Attributes:
        title: a few words.
        alt: one sentence with the numbers, for those who do not see the picture.
        legend: pairs of label and place in the palette (-1 for no goal), for a legend that the page
            prints; () for none.
        size: "full" or "half" of the page's width.
    """

    title: str
    alt: str
    legend: tuple[tuple[str, int], ...] = ()
    size: str = "full"


def goal_colours(goals: pd.DataFrame) -> dict[str, int]:
    """Goal id → place in `PALETTE`, 1 to 8, or 0 (grey) when all eight are taken.

    Args:
        goals: columns `id` and `colour` (may be missing), in order of creation.

    A goal's own `colour` wins; the others take the first free place in order of creation, so
    that a goal keeps its colour when later ones are added. An empty frame gives {}.
    """
    own = goals["colour"] if "colour" in goals else pd.Series([None] * len(goals), index=goals.index)
    fixed = {str(goal): int(colour) for goal, colour in zip(goals["id"], own, strict=True) if pd.notna(colour)}
    free = [place for place in range(1, len(PALETTE)) if place not in fixed.values()]
    rest = [str(goal) for goal in goals["id"] if str(goal) not in fixed]
    return fixed | {goal: free[i] if i < len(free) else 0 for i, goal in enumerate(rest)}


def colour_of(goal_id: str, colours: Mapping[str, int]) -> str:
    """The colour of a goal; a pale grey for time without one."""
    return PALETTE[colours.get(goal_id, 0)] if goal_id else NO_GOAL


def plain(text: str) -> str:
    """A text that plotly shows as it stands: it reads `<b>`, `<a>` and entities as mark-up."""
    return str(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def short(text: str, most: int = 34) -> str:
    """A text cut to `most` characters, with an ellipsis where something went."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def number(value: float) -> str:
    """A number as people write it, thousands apart, no needless digits: 1,034 · 108.5 · 12 · 4.2."""
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    digits = 1 if abs(value) >= 1 else 2
    return f"{round(value, digits):g}"


def hours_text(hours: float) -> str:
    """Hours as people read them: "0.4 h", "31.4 h", "1,034 h"."""
    return f"{hours:,.0f} h" if abs(hours) >= 1000 else f"{hours:.1f} h"


def figure(traces: list[Any], words: Words, height: int) -> go.Figure:
    """A figure in the one look; a page that prints its words leaves out title and legend."""
    title = {"text": f"<b>{plain(short(words.title, 60))}</b>", "x": 0, "xref": "paper", "font": {"size": 14}}
    look = {"template": _template(), "height": height, "meta": asdict(words), "title": title}
    return go.Figure(data=traces, layout=look)


@lru_cache(maxsize=1)  # plotly copies it into each figure
def _template() -> go.layout.Template:
    axis = {
        "gridcolor": GRID,
        "linecolor": GRID,
        "zeroline": False,
        "ticks": "",
        "automargin": True,
        "fixedrange": True,
        "tickfont": {"color": MUTED, "size": 12},
        "title": {"font": {"color": MUTED, "size": 12}, "standoff": 8},
    }
    layout = go.Layout(
        font={"family": FONT, "size": 13, "color": INK},
        paper_bgcolor="#ffffff",  # readable in a dark notebook too; a page with themes clears it
        plot_bgcolor="rgba(0,0,0,0)",
        colorway=list(PALETTE[1:]),
        margin={"l": 8, "r": 8, "t": 40, "b": 8},
        xaxis={**axis, "showgrid": False},
        yaxis=axis,
        hoverlabel={"font": {"family": FONT, "color": INK}, "bgcolor": SHADE, "bordercolor": GRID},
        dragmode=False,
        showlegend=False,
        bargap=0.15,
    )
    return go.layout.Template(layout=layout)
