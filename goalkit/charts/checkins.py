"""How mood, energy and stress run, as means of seven days."""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from goalkit.charts.look import PALETTE, Words, figure

DASHES = ("solid", "dash", "dot")  # told apart without colour, too


def plot_checkins(trends: Mapping[str, pd.DataFrame]) -> go.Figure:
    """A line a feeling, from 1 to 5, labelled at its end.

    Args:
        trends: name → columns `day`, `mean` (NaN where too few days were read), as `metrics.rhythm.trend` gives them.

    Without any mean the figure has no line, and its words say what is missing.
    """
    known = {name: frame[frame["mean"].notna()] for name, frame in trends.items()}
    drawn = {name: frame for name, frame in known.items() if len(frame)}
    if not drawn:
        text = "No trend yet: it appears with four check-ins within a week."
        return figure([], Words("How it felt", text), 120)
    traces = [_line(name, frame, place) for place, (name, frame) in enumerate(drawn.items())]
    made = figure(traces, Words("How it felt", _words(drawn)), 280)
    made.update_xaxes(tickformat="%-d %b", nticks=8)
    made.update_layout(margin={"r": 90})
    return made.update_yaxes(range=[0.8, 5.2], tickvals=[1, 2, 3, 4, 5], title_text="7-day mean, 1 to 5")


def _line(name: str, frame: pd.DataFrame, place: int) -> go.Scatter:
    labels = [""] * (len(frame) - 1) + [f" {name}"]
    return go.Scatter(
        x=frame["day"],
        y=frame["mean"],
        name=name,
        mode="lines+text",
        text=labels,
        textposition="middle right",
        cliponaxis=False,
        line={"color": PALETTE[1 + place], "width": 2, "dash": DASHES[place % 3]},
        hovertemplate="%{x|%a %-d %b}: %{y:.1f}<extra>%{fullData.name}</extra>",
    )


def _words(drawn: Mapping[str, pd.DataFrame]) -> str:
    parts = [f"{name} {frame['mean'].iloc[0]:.1f} → {frame['mean'].iloc[-1]:.1f}" for name, frame in drawn.items()]
    first = min(frame["day"].iloc[0] for frame in drawn.values())
    last = max(frame["day"].iloc[-1] for frame in drawn.values())
    return f"{first:%-d %B} to {last:%-d %B}, means of seven days of 5: {', '.join(parts)}."
