"""What tasks took against what they were thought to take."""

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from goalkit.charts.look import GRID, INK, MUTED, PALETTE, Words, figure, hours_text, number, plain, short

TICKS = (0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 40, 100)
FAR_TICKS = (0.01, 0.1, 1, 10, 100, 1000)
MOST_NAMED = 500  # of more tasks than that, names would only make the page large


def plot_estimates(pairs: pd.DataFrame, factor: float, power: float) -> go.Figure:
    """Actual against estimated hours of each task that is done, both on a scale of factors, with the fitted line.

    Args:
        pairs: columns `title`, `estimate_hours`, `actual_hours`, both above 0, a row a task.
        factor: A of actual = A · estimate ^ b; NaN where there is no line.
        power: b.

    Above the dotted line a task took longer than estimated. Empty input gives a figure without traces whose words
    say so.
    """
    if pairs.empty:
        words = "No task is done that has both an estimate and logged hours; the notebook 05_plan keeps estimates."
        return figure([], Words("Guessed and taken", words, size="half"), 120)
    low, high = _span(pairs)
    traces = [_equal(low, high), _dots(pairs)]
    if not np.isnan(power):
        traces.append(_line(pairs, factor, power))
    made = figure(traces, Words("Guessed and taken", _words(pairs, factor, power), size="half"), 320)
    made.update_layout(annotations=_labels(pairs, factor, power, high))
    ticks = [tick for tick in (TICKS if high / low < 500 else FAR_TICKS) if low <= tick <= high]
    axis = {"type": "log", "range": [np.log10(low), np.log10(high)], "tickvals": ticks, "gridcolor": GRID}
    names = [f"{tick:g}" for tick in ticks]
    made.update_xaxes(title_text="estimated hours", showgrid=True, ticktext=names, **axis)
    return made.update_yaxes(title_text="hours it took", ticktext=names, **axis)


def _span(pairs: pd.DataFrame) -> tuple[float, float]:
    """One range for both axes, so that the dotted line is the diagonal."""
    values = pairs[["estimate_hours", "actual_hours"]].to_numpy(dtype="float64")
    return min(float(values.min()), 0.5) / 1.4, max(float(values.max()), 2.0) * 1.4


def _equal(low: float, high: float) -> go.Scatter:
    line = {"color": MUTED, "width": 1.5, "dash": "dot"}
    return go.Scatter(x=[low, high], y=[low, high], mode="lines", name="as estimated", line=line, hoverinfo="skip")


def _dots(pairs: pd.DataFrame) -> go.Scatter:
    named = len(pairs) <= MOST_NAMED
    return go.Scatter(
        x=pairs["estimate_hours"],
        y=pairs["actual_hours"],
        mode="markers",
        name="tasks",
        marker={"color": PALETTE[1], "size": 8 if named else 5, "opacity": 0.55 if named else 0.25},
        customdata=[plain(short(str(title), 50)) for title in pairs["title"]] if named else None,
        hovertemplate=("%{customdata}<br>" if named else "") + "%{y:.3~g} h, estimated %{x:.3~g} h<extra></extra>",
    )


def _line(pairs: pd.DataFrame, factor: float, power: float) -> go.Scatter:
    ends = np.array([pairs["estimate_hours"].min(), pairs["estimate_hours"].max()], dtype="float64")
    line = {"color": PALETTE[4], "width": 3}
    return go.Scatter(x=ends, y=factor * ends**power, mode="lines", name="fit", line=line, hoverinfo="skip")


def _labels(pairs: pd.DataFrame, factor: float, power: float, high: float) -> list[dict[str, Any]]:
    """What each line is, beside it; positions on a scale of factors are logarithms."""
    base = {"showarrow": False, "xanchor": "right", "font": {"color": MUTED, "size": 12}}
    top = float(np.log10(high))
    made = [{**base, "x": top, "y": top, "text": "as estimated", "yanchor": "bottom", "xshift": -34, "textangle": 0}]
    if np.isnan(power):
        return made
    last = float(pairs["estimate_hours"].max())
    above = factor * last**power >= last
    at = last if above else float(pairs["estimate_hours"].min())
    side = {"yanchor": "bottom", "yshift": 4} if above else {"yanchor": "top", "yshift": -4, "xanchor": "left"}
    text = {"x": float(np.log10(at)), "y": float(np.log10(factor * at**power)), "text": "<b>your tasks</b>"}
    return [*made, {**base, **text, **side, "font": {"color": INK, "size": 12}}]


def _words(pairs: pd.DataFrame, factor: float, power: float) -> str:
    took, meant = float(pairs["actual_hours"].sum()), float(pairs["estimate_hours"].sum())
    count = "1 task" if len(pairs) == 1 else f"{len(pairs):,} tasks"
    longer = int((pairs["actual_hours"] > pairs["estimate_hours"]).sum())
    said = f"{count} took {hours_text(took)} where {hours_text(meant)} were estimated; {longer:,} took longer"
    if np.isnan(power):
        return f"{said}. The dotted line is the estimate itself."
    pieces = [f"{number(factor * hours**power)} h for one of {hours} h" for hours in (1, 8)]
    return f"{said}. By the fitted line a task takes {pieces[0]}, {pieces[1]}; the dotted line is the estimate itself."
