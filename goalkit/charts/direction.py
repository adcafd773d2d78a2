"""Life areas as a wheel, skills and values as distances."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from goalkit.charts.look import GRID, INK, MUTED, PALETTE, Words, figure, plain, short

NOW = {"size": 12, "color": PALETTE[1]}
BEFORE = {"size": 11, "color": PALETTE[0], "symbol": "circle-open", "line": {"width": 2, "color": PALETTE[0]}}
STATED, LIVED = "stated: share of importance", "lived: share of hours"
PLACES = {"now": 1, "wanted": 2, "before": 0}
WANTED = {"size": 14, "color": PALETTE[2], "symbol": "line-ns-open", "line": {"width": 4, "color": PALETTE[2]}}


def plot_wheel(areas: pd.DataFrame, words: str) -> go.Figure:
    """Life areas around a circle from 0 to 10: now filled, wanted dashed, the time before dotted where three have one.

    Args:
        areas: columns `area`, `satisfaction`, `wanted`, `before` (NaN without one), as `metrics.direction.wheel`
            gives them.
        words: the picture in a sentence.

    Fewer than three areas make no wheel: the figure is then empty.
    """
    if len(areas) < 3:
        return figure([], Words("Life areas", words or "A wheel appears once three areas are rated."), 120)
    names = [plain(short(area, 18)) for area in areas["area"]]
    lines = [
        _ring(names, areas["wanted"], "wanted", {"color": PALETTE[2], "dash": "dash", "width": 2}),
        _ring(names, areas["satisfaction"], "now", {"color": PALETTE[1], "width": 2}, fill=True),
    ]
    known = areas["before"].notna().to_numpy()
    if known.sum() >= 3:
        around = [name for name, is_known in zip(names, known, strict=True) if is_known]
        lines.insert(
            0, _ring(around, areas["before"][known], "before", {"color": PALETTE[0], "dash": "dot", "width": 2})
        )
    legend = tuple((str(line.name), PLACES[line.name]) for line in reversed(lines))
    made = figure(lines, Words("Life areas", words, legend), 330)
    between = 90 - 180 / len(areas)  # the first two areas
    radial = {
        "range": [0, 10], "tickvals": [0, 5, 10], "gridcolor": GRID, "tickfont": {"color": MUTED, "size": 11},
        "angle": between, "tickangle": between, "showline": False, "ticks": "",
    }  # fmt: skip
    angular = {
        "gridcolor": GRID,
        "linecolor": GRID,
        "direction": "clockwise",
        "rotation": 90,
        "tickfont": {"color": INK, "size": 12},
    }
    room = {"x": [0.15, 0.85], "y": [0.08, 0.92]}  # for the names around it
    made.update_layout(polar={"radialaxis": radial, "angularaxis": angular, "bgcolor": "rgba(0,0,0,0)", "domain": room})
    below = {"orientation": "h", "x": 0.5, "xanchor": "center", "y": -0.08, "yanchor": "top"}
    return made.update_layout(showlegend=True, legend=below, margin={"t": 56, "l": 40, "r": 40})


def _ring(
    names: list[str], values: "pd.Series[float]", name: str, line: dict[str, object], fill: bool = False
) -> go.Scatterpolar:
    around = [*values, values.iloc[0]]
    return go.Scatterpolar(
        theta=[*names, names[0]],
        r=around,
        name=name,
        mode="lines+markers" if fill else "lines",
        line=line,
        fill="toself" if fill else None,
        fillcolor="rgba(0,114,178,0.15)",
        hovertemplate="%{theta}: %{r}<extra>%{fullData.name}</extra>",
    )


def plot_skill_gaps(skills: pd.DataFrame) -> go.Figure:
    """A line a skill from its level to the one that is wanted, the widest first; a ring is the level before.

    Args:
        skills: columns `name`, `level` (NaN when never rated), `wanted`, `learning`, `before` (NaN without a
            time before), as `metrics.direction.skill_gaps` gives them.

    Empty input gives a figure without lines whose words say so.
    """
    if skills.empty:
        return figure([], Words("Skills", "No skill is written down yet."), 120)
    rows = skills.iloc[::-1]
    names = [plain(short(name, 26)) for name in rows["name"]]
    drawn = [("wanted", rows["wanted"], WANTED), ("now", rows["level"], NOW)]
    moved = rows["before"].where(rows["before"] != rows["level"])
    if moved.notna().any():
        drawn.insert(1, ("before", moved, BEFORE))
    said = "%{y}: {} %{x}<extra></extra>"
    traces = [_marks(values, names, name, mark, said.replace("{}", name)) for name, values, mark in drawn]
    legend = tuple((name, PLACES[name]) for name, _, _ in reversed(drawn))
    made = figure(traces, Words("Skills", _words(skills), legend), 100 + 30 * len(skills))
    _distances(made, names, rows["level"], rows["wanted"])
    return made.update_xaxes(range=[-0.2, 5.3], tick0=0, dtick=1, title_text="level, 0 to 5")


def plot_values(shares: pd.DataFrame) -> go.Figure:
    """A line a value from the share of importance it was given to the share of hours it got, the most important first.

    Args:
        shares: columns `name`, `stated`, `lived` (shares of 1; NaN without hours), as `metrics.lived` gives them.

    Empty input gives a figure without lines whose words say so.
    """
    if shares.empty:
        return figure([], Words("Values", "No value is written down yet."), 120)
    rows = shares.iloc[::-1]
    names = [plain(short(name, 22)) for name in rows["name"]]
    stated, lived = rows["stated"] * 100, rows["lived"] * 100
    traces = [
        _marks(stated, names, STATED, WANTED, "%{y}: stated %{x:.0f} %<extra></extra>"),
        _marks(lived, names, LIVED, NOW, "%{y}: lived %{x:.0f} %<extra></extra>"),
    ]
    made = figure(
        traces,
        Words("Values, stated and lived", _value_words(shares), ((LIVED, 1), (STATED, 2))),
        100 + 30 * len(shares),
    )
    _distances(made, names, lived, stated)
    most = max(float(stated.max()), float(lived.fillna(0).max()), 10.0)
    return made.update_xaxes(range=[-most * 0.04, most * 1.08], ticksuffix=" %", title_text="share", nticks=6)


def _marks(values: "pd.Series[float]", names: list[str], name: str, mark: dict[str, Any], hover: str) -> go.Scatter:
    return go.Scatter(x=values, y=names, mode="markers", name=name, marker=mark, hovertemplate=hover)


def _distances(made: go.Figure, names: list[str], now: "pd.Series[float]", aim: "pd.Series[float]") -> None:
    """A bar from what is to what is wanted in each row, and the look that rows of marks share."""
    rows = pd.DataFrame({"name": names, "now": now.to_numpy(), "aim": aim.to_numpy()}).dropna()
    bars = [_between(row.name, row.now, row.aim) for row in rows.itertuples(index=False)]
    legend = {"orientation": "h", "x": 0, "y": -0.15, "yanchor": "top"}
    made.update_layout(shapes=bars, showlegend=True, legend=legend)
    made.update_xaxes(showgrid=True, gridcolor=GRID)
    made.update_yaxes(type="category", categoryorder="array", categoryarray=names)


def _between(name: str, now: float, aim: float) -> dict[str, object]:
    line = {"color": GRID, "width": 6}
    return {"type": "line", "x0": now, "x1": aim, "y0": name, "y1": name, "line": line, "layer": "below"}


def _value_words(shares: pd.DataFrame) -> str:
    each = [
        f"{row.name} stated {row.stated * 100:.0f} %" + (f", lived {row.lived * 100:.0f} %" if lived else "")
        for row, lived in zip(shares.itertuples(), shares["lived"].notna(), strict=True)
    ]
    return f"{'; '.join(each)}."


def _words(skills: pd.DataFrame) -> str:
    rated = skills.dropna(subset=["level"])
    short_of = rated[rated["gap"] > 0]
    count = len(skills)
    if rated.empty:
        return f"{count} skill{'' if count == 1 else 's'}, none rated yet."
    if short_of.empty:
        return f"{count} skill{'' if count == 1 else 's'}; each rated one is where you want it."
    first = short_of.iloc[0]
    bare = int((short_of["learning"] == 0).sum())
    learn = f"; {bare} of those short of it {'has' if bare == 1 else 'have'} nothing to learn from yet" if bare else ""
    return f"The widest gap is {first['name']}: {first['level']:.0f} now, {first['wanted']} wanted{learn}."
