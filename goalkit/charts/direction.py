"""Life areas as a wheel, skills as distances."""

import pandas as pd
import plotly.graph_objects as go

from goalkit.charts.look import GRID, INK, MUTED, PALETTE, Words, figure, plain, short


def plot_wheel(areas: pd.DataFrame, words: str) -> go.Figure:
    """Life areas around a circle from 0 to 10: now filled, the time before dotted, wanted dashed.

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
    if areas["before"].notna().all():
        lines.insert(0, _ring(names, areas["before"], "before", {"color": MUTED, "dash": "dot", "width": 2}))
    made = figure(lines, Words("Life areas", words), 440)
    radial = {"range": [0, 10], "tickvals": [0, 5, 10], "gridcolor": GRID, "tickfont": {"color": MUTED, "size": 11}}
    angular = {"gridcolor": GRID, "direction": "clockwise", "rotation": 90, "tickfont": {"color": INK, "size": 12}}
    made.update_layout(polar={"radialaxis": radial, "angularaxis": angular, "bgcolor": "rgba(0,0,0,0)"})
    legend = {"orientation": "h", "x": 0.5, "xanchor": "center", "y": -0.08, "yanchor": "top"}
    return made.update_layout(showlegend=True, legend=legend, margin={"t": 56, "l": 40, "r": 40})


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
    """A line a skill from its level to the one that is wanted, the widest first.

    Args:
        skills: columns `name`, `level` (NaN when never rated), `wanted`, `learning`, as
            `metrics.direction.skill_gaps` gives them.

    Empty input gives a figure without lines whose words say so.
    """
    if skills.empty:
        return figure([], Words("Skills", "No skill is written down yet."), 120)
    rows = skills.iloc[::-1]
    names = [plain(short(name, 30)) for name in rows["name"]]
    level = go.Scatter(
        x=rows["level"], y=names, mode="markers", name="now", marker={"size": 12, "color": PALETTE[1]},
        hovertemplate="%{y}: now %{x}<extra></extra>",
    )  # fmt: skip
    wanted = go.Scatter(
        x=rows["wanted"], y=names, mode="markers", name="wanted",
        marker={"size": 14, "color": PALETTE[2], "symbol": "line-ns-open", "line": {"width": 4, "color": PALETTE[2]}},
        hovertemplate="%{y}: wanted %{x}<extra></extra>",
    )  # fmt: skip
    made = figure([wanted, level], Words("Skills", _words(skills)), 110 + 34 * len(skills))
    known = rows.dropna(subset=["level"])
    bars = [_between(plain(short(row.name, 30)), row.level, row.wanted) for row in known.itertuples()]
    made.update_layout(shapes=bars, showlegend=True, legend={"orientation": "h", "x": 0, "y": -0.15, "yanchor": "top"})
    made.update_xaxes(
        range=[-0.2, 5.3], tickvals=[0, 1, 2, 3, 4, 5], title_text="level, 0 to 5", showgrid=True, gridcolor=GRID
    )
    return made.update_yaxes(type="category", categoryorder="array", categoryarray=names)


def _between(name: str, level: float, wanted: float) -> dict[str, object]:
    line = {"color": GRID, "width": 6}
    return {"type": "line", "x0": level, "x1": wanted, "y0": name, "y1": name, "line": line, "layer": "below"}


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
