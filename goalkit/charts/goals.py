"""How a goal goes: where it stands, against the line that reaches it in time."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from goalkit.charts.look import GRID, INK, MUTED, PALETTE, Words, figure, number, plain, short


def plot_pace(rows: pd.DataFrame, colour: int) -> go.Figure:
    """One goal's value beside its pace line, from its start to its due day.

    Args:
        rows: columns `title`, `unit`, `day`, `line` and `value` (NaN after the day of the
            review) of one goal, by day.
        colour: the goal's place in the palette.

    Empty input gives an empty figure.
    """
    if rows.empty:
        return figure([], Words("Pace", "Nothing was measured yet.", size="half"), 200)
    known = rows[rows["value"].notna()]
    traces = [_pace_line(rows), _value_line(known, PALETTE[colour])]
    title = str(rows["title"].iloc[0])
    made = figure(traces, Words(title, _pace_words(rows, known), size="half"), 210)
    made.update_layout(annotations=_labels(rows, known, PALETTE[colour]), shapes=[_due(rows)])
    low, high = pd.Timestamp(rows["day"].iloc[0]), pd.Timestamp(rows["day"].iloc[-1])
    made.update_xaxes(tickformat="%b\n%Y", nticks=6, range=[low, high + (high - low) * 0.02])
    return made.update_yaxes(title_text=plain(short(_unit(rows), 18)), nticks=5, range=_span(rows))


def _unit(rows: pd.DataFrame) -> str:
    return str(rows["unit"].iloc[0]) or "value"


def _span(rows: pd.DataFrame) -> list[float]:
    """Room above and below the lines, so that labels do not touch the frame."""
    values = pd.concat([rows["line"], rows["value"]]).dropna()
    low, high = float(values.min()), float(values.max())
    room = (high - low or abs(high) or 1.0) * 0.16
    return [low - room * (0.35 if _rises(rows) else 1), high + room]


def _pace_line(rows: pd.DataFrame) -> go.Scatter:
    return go.Scatter(
        x=rows["day"],
        y=rows["line"],
        mode="lines",
        name="pace",
        line={"color": MUTED, "width": 1.5, "dash": "dot"},
        hovertemplate="%{x|%-d %b}: %{y:.3~g}<extra>pace</extra>",
    )


def _value_line(known: pd.DataFrame, colour: str) -> go.Scatter:
    return go.Scatter(
        x=known["day"],
        y=known["value"],
        mode="lines",
        name="where it stands",
        line={"color": colour, "width": 3, "shape": "hv"},
        hovertemplate="%{x|%-d %b}: %{y:.4~g}<extra>where it stands</extra>",
    )


def _due(rows: pd.DataFrame) -> dict[str, Any]:
    due = rows["day"].iloc[-1]
    line = {"color": GRID, "width": 2}
    return {
        "type": "line",
        "yref": "paper",
        "x0": due,
        "x1": due,
        "y0": 0,
        "y1": 1,
        "line": line,
        "layer": "below",
    }


def _labels(rows: pd.DataFrame, known: pd.DataFrame, colour: str) -> list[dict[str, Any]]:
    """The target at the end of the pace line, and the value where it stands now."""
    end = rows.iloc[-1]
    label = {
        "showarrow": False,
        "font": {"color": MUTED, "size": 12},
        "xanchor": "right",
        "yanchor": "bottom" if _rises(rows) else "top",
    }
    due = pd.Timestamp(end["day"])
    made = [{**label, "x": end["day"], "y": end["line"], "text": f"{number(end['line'])} by {due.day} {due:%b}"}]
    if known.empty:
        return made
    return [*made, *_now(rows, known.iloc[-1], colour)]


def _now(rows: pd.DataFrame, now: Any, colour: str) -> list[dict[str, Any]]:
    """A dot and the value, on the side where neither line nor target stands in its way."""
    first, last = rows["day"].iloc[0], rows["day"].iloc[-1]
    way = (now["day"] - first) / max(last - first, pd.Timedelta(days=1))
    dot = {"x": now["day"], "y": now["value"], "showarrow": False, "text": "●"}
    text = {**dot, "text": f"<b>{number(now['value'])}</b>", "font": {"color": INK, "size": 13}}
    if way < 0.8:
        above = now["value"] >= now["line"]
        text |= {"xanchor": "left", "xshift": 5}
    else:
        above = not _rises(rows)
        text |= {"xanchor": "right", "xshift": 4}
    shift = 6 if way < 0.8 else 12
    text |= {"yanchor": "bottom", "yshift": shift} if above else {"yanchor": "top", "yshift": -shift}
    return [{**dot, "font": {"color": colour, "size": 11}}, text]


def _rises(rows: pd.DataFrame) -> bool:
    return bool(rows["line"].iloc[-1] >= rows["line"].iloc[0])


def _pace_words(rows: pd.DataFrame, known: pd.DataFrame) -> str:
    unit = str(rows["unit"].iloc[0])
    unit = f" {unit}" if unit else ""
    due = pd.Timestamp(rows["day"].iloc[-1])
    aim = f"the line reaches {number(rows['line'].iloc[-1])}{unit} on {due.day} {due:%B %Y}"
    if known.empty:
        return f"Nothing measured yet; {aim}."
    now = known.iloc[-1]
    day = pd.Timestamp(now["day"])
    return (
        f"{number(now['value'])}{unit} on {day.day} {day:%B}, where the pace line is at {number(now['line'])}; {aim}."
    )
