"""Where obstacles lie: how likely each is, and how much it would cost."""

from textwrap import wrap

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from goalkit.charts.look import GRID, INK, MUTED, PALETTE, Words, figure, plain

STEPS = (1, 2, 3, 4, 5)
NAMED = 8  # further ones have their number alone
EMPTY = "rgba(0,0,0,0)"  # a ring lets the page through, light or dark
KEY_WIDTH = 36
GRID_HEIGHT, LINE_HEIGHT, AXIS_HEIGHT = 300, 18, 56


def plot_risks(risks: pd.DataFrame) -> go.Figure:
    """Roadblocks by likelihood and impact, numbered by their weight; a ring stands for one without a plan.

    Args:
        risks: columns `title`, `likelihood`, `impact`, `risk`, `has_plan`, the heaviest first.

    Several on one step stand beside each other. Empty input gives a figure without points whose words say so.
    """
    if risks.empty:
        return figure([], Words("Roadblocks", "No roadblock is open."), 120)
    x, y = _apart(risks)
    numbers = [str(place) for place in range(1, len(risks) + 1)]
    filled = risks["has_plan"].to_numpy()
    points = go.Scatter(
        x=x,
        y=y,
        mode="markers+text",
        text=numbers,
        textfont={"color": np.where(filled, "#ffffff", INK).tolist(), "size": 12},
        marker={
            "size": 26,
            "color": np.where(filled, PALETTE[1], EMPTY).tolist(),
            "line": {"width": 2, "color": PALETTE[1]},
        },
        customdata=[plain(title) for title in risks["title"]],
        hovertemplate="%{customdata}<extra></extra>",
    )
    key = _key(risks)
    beneath = AXIS_HEIGHT + LINE_HEIGHT * len(key)
    made = figure([points], Words("Roadblocks", _words(risks)), GRID_HEIGHT + beneath)
    made.update_layout(annotations=[_beneath(key)])
    made.update_xaxes(_axis("how likely", "unlikely", "almost sure"))
    domain = [beneath / (GRID_HEIGHT + beneath), 1]
    return made.update_yaxes({**_axis("what it would cost", "a nuisance", "the end of it"), "domain": domain})


def _axis(title: str, low: str, high: str) -> dict[str, object]:
    names = [low, "2", "3", "4", high]
    return {
        "title": {"text": title}, "range": [0.5, 5.5], "tickvals": list(STEPS), "ticktext": names, "showgrid": True,
        "gridcolor": GRID,
    }  # fmt: skip


def _apart(risks: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Places on the grid; those that share a step stand side by side."""
    place = risks.groupby(["likelihood", "impact"]).cumcount().to_numpy()
    many = risks.groupby(["likelihood", "impact"])["risk"].transform("size").to_numpy()
    width = np.minimum(0.22, 0.8 / many)
    x = risks["likelihood"].to_numpy() + (place - (many - 1) / 2) * width
    return x, risks["impact"].to_numpy(dtype="float64")


def _key(risks: pd.DataFrame) -> list[str]:
    """Number and title of the heaviest, in lines that fit a phone."""
    rows = [row for number, title in enumerate(risks["title"][:NAMED], 1) for row in _titled(number, str(title))]
    rows += [f"and {len(risks) - NAMED} more"] if len(risks) > NAMED else []
    if not risks["has_plan"].all():
        rows.append(f'<span style="color:{MUTED}">ring: no if–then plan yet</span>')
    return rows


def _titled(number: int, title: str) -> list[str]:
    first, *rest = [plain(part) for part in wrap(title, KEY_WIDTH, max_lines=2, placeholder=" …")] or [""]
    return [f"<b>{number}</b> {first}", *rest]


def _beneath(rows: list[str]) -> dict[str, object]:
    """The key under the grid, where a phone has room for it."""
    at = {"xref": "paper", "yref": "paper", "x": 0, "y": 0, "xanchor": "left", "yanchor": "bottom"}
    return {**at, "text": "<br>".join(rows), "showarrow": False, "align": "left", "font": {"size": 12}}


def _words(risks: pd.DataFrame) -> str:
    first, bare = risks.iloc[0], int((~risks["has_plan"]).sum())
    count = len(risks)
    heavy = f"the heaviest is “{first['title']}” (likelihood {first['likelihood']} of 5, impact {first['impact']} of 5)"
    plans = "each has an if–then plan" if not bare else f"{bare} {'has' if bare == 1 else 'have'} no if–then plan yet"
    return f"{count} roadblock{'' if count == 1 else 's'}; {heavy}; {plans}."
