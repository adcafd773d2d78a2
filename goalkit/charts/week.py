"""A week by the clock: what was planned, and beside it what happened."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from goalkit.charts.look import GRID, INK, MUTED, SHADE, Words, colour_of, figure, plain, short

EARLIEST, LATEST = 7, 20  # hours that are always on the page


def plot_week(pieces: pd.DataFrame, colours: Mapping[str, int], words: str) -> go.Figure:
    """Seven days side by side; the left half of a day is the plan, the right half the log.

    Args:
        pieces: columns `day` (naive midnight), `from_hour`, `to_hour` (local clock, above 24 after
            midnight), `goal_id` ("" for none), `what`, `planned` (bool).
        colours: goal id → place in the palette.
        words: the picture in a sentence.

    Days without pieces stay empty; without any piece the figure is empty, and says so.
    """
    days = pd.DatetimeIndex(pieces.attrs.get("days", pieces["day"].drop_duplicates()))
    if not len(days) or pieces.empty:
        return figure([], Words("The week", words), 120)
    planned, tracked = pieces[pieces["planned"]], pieces[~pieces["planned"]]
    traces = [_bars(planned, days, -0.24, colours, True), _bars(tracked, days, 0.24, colours, False)]
    made = figure(traces, Words("The week", words), 520)
    low = min(EARLIEST, int(pieces["from_hour"].min()))
    high = max(LATEST, int(pieces["to_hour"].max() + 0.999))
    # A name that has no room in its block, as on a phone, is left to the pointer and to the words beside.
    made.update_layout(uniformtext={"minsize": 8, "mode": "hide"})
    made.update_layout(barmode="overlay", bargap=0, shapes=_halves(len(days)), margin={"t": 64})
    names = [f"{day:%a} {day.day}<br><span style='color:{MUTED};font-size:11px'>plan · log</span>" for day in days]
    made.update_xaxes(tickvals=list(range(len(days))), ticktext=names, range=[-0.5, len(days) - 0.5], side="top")
    hours = list(range(low, high + 1, 2))
    labels = [f"{hour % 24}:00" for hour in hours]
    return made.update_yaxes(range=[high, low], tickvals=hours, ticktext=labels, showgrid=True, gridcolor=GRID)


def _bars(
    pieces: pd.DataFrame, days: pd.DatetimeIndex, shift: float, colours: Mapping[str, int], planned: bool
) -> go.Bar:
    place = {day: number for number, day in enumerate(days)}
    tones = [colour_of(str(goal), colours) for goal in pieces["goal_id"]]
    looks: dict[str, Any] = {"color": tones, "line": {"color": tones, "width": 2}, "opacity": 0.9}
    if planned:
        looks |= {"color": [SHADE] * len(pieces), "opacity": 1.0}
    length = pieces["to_hour"] - pieces["from_hour"]
    return go.Bar(
        x=[place[day] + shift for day in pieces["day"]],
        base=pieces["from_hour"],
        y=length,
        width=0.46,
        name="plan" if planned else "log",
        marker=looks,
        text=[plain(short(str(what), 9)) if planned else "" for what in pieces["what"]],
        textposition="inside",
        insidetextanchor="start",
        textangle=0,
        textfont={"size": 9, "color": INK},
        constraintext="inside",
        cliponaxis=True,
        customdata=[[plain(str(row.what)), _clock(row.from_hour), _clock(row.to_hour)] for row in pieces.itertuples()],
        hovertemplate="%{customdata[0]}<br>%{customdata[1]}–%{customdata[2]}<extra>%{fullData.name}</extra>",
    )


def _clock(hour: float) -> str:
    minutes = round(hour * 60)
    return f"{minutes // 60 % 24}:{minutes % 60:02d}"


def _halves(days: int) -> list[dict[str, Any]]:
    """A line between days."""
    line = {"type": "line", "yref": "paper", "y0": 0, "y1": 1, "line": {"color": GRID, "width": 1}, "layer": "below"}
    return [{**line, "x0": place + 0.5, "x1": place + 0.5} for place in range(days - 1)]
