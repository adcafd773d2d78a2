"""How mood, energy and stress run, as means of seven days, and the hours of the same days beneath."""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from goalkit.charts.look import MUTED, NO_GOAL, PALETTE, Words, figure, hours_text

DASHES = ("solid", "dash", "dot")  # told apart without colour, too
LABEL_ROOM = 0.16  # of the width, at the right end of the lines
GAP = pd.Timedelta(days=7)
APART = 0.28  # steps of the scale between two labels


def plot_checkins(trends: Mapping[str, pd.DataFrame], hours: pd.DataFrame | None = None) -> go.Figure:
    """A line a feeling, from 1 to 5, labelled at its end; beneath them the hours a day, where they are given.

    Args:
        trends: name → columns `day`, `mean` (NaN where too few days were read), as `metrics.rhythm.trend` gives them.
        hours: columns `day`, `mean`, as `metrics.rhythm.hours_trend` gives them.

    Without any mean the figure has no line, and its words say what is missing.
    """
    known = {name: frame[frame["mean"].notna()] for name, frame in trends.items()}
    drawn = {name: frame for name, frame in known.items() if len(frame)}
    if not drawn:
        text = "No trend yet: it appears with four check-ins within a week."
        return figure([], Words("How it felt", text), 120)
    given = None if hours is None else hours[hours["mean"].notna()]
    beside = given is not None and len(given) > 0
    traces = [_line(name, frame, place) for place, (name, frame) in enumerate(drawn.items())]
    traces += [_hours(given)] if beside else []
    made = figure(traces, Words("How it felt", _words(drawn, given if beside else None)), 360 if beside else 280)
    frames = [*drawn.values(), *([given] if beside else [])]
    first, last = min(frame["day"].iloc[0] for frame in frames), max(frame["day"].iloc[-1] for frame in frames)
    room = max(last - first, pd.Timedelta(days=1)) * LABEL_ROOM
    made.update_xaxes(tickformat="%-d %b", nticks=6, range=[first, last + room])
    made.update_layout(annotations=_labels(drawn))
    scale = {"range": [0.8, 5.2], "tickvals": [1, 2, 3, 4, 5], "title": {"text": "7-day mean, 1 to 5"}}
    if not beside:
        return made.update_layout(yaxis=scale)
    made.update_layout(yaxis={**scale, "domain": [0.4, 1]}, xaxis={"anchor": "y2"})
    return made.update_layout(
        yaxis2={"domain": [0, 0.28], "title": {"text": "hours a day"}, "rangemode": "tozero", "nticks": 4}
    )


def _line(name: str, frame: pd.DataFrame, place: int) -> go.Scatter:
    drawn = _with_gaps(frame)
    return go.Scatter(
        x=drawn["day"],
        y=drawn["mean"],
        name=name,
        mode="lines" if len(frame) > 1 else "markers",
        line={"color": PALETTE[1 + place], "width": 2, "dash": DASHES[place % 3]},
        hovertemplate="%{x|%a %-d %b}: %{y:.1f}<extra>%{fullData.name}</extra>",
    )


def _with_gaps(frame: pd.DataFrame) -> pd.DataFrame:
    """The means, with a blank wherever a week and more has none, so that no line is drawn across it."""
    long = frame["day"].diff() > GAP
    blanks = pd.DataFrame({"day": frame["day"][long] - pd.Timedelta(days=1), "mean": float("nan")})
    return pd.concat([frame[["day", "mean"]], blanks]).sort_values("day", ignore_index=True)


def _hours(given: pd.DataFrame) -> go.Scatter:
    return go.Scatter(
        x=given["day"],
        y=given["mean"],
        yaxis="y2",
        name="hours a day",
        mode="lines",
        fill="tozeroy",
        fillcolor=NO_GOAL,
        line={"color": MUTED, "width": 1},
        hovertemplate="%{x|%a %-d %b}: %{y:.1f} h a day<extra></extra>",
    )


def _labels(drawn: Mapping[str, pd.DataFrame]) -> list[dict[str, object]]:
    """The names at the ends of their lines, moved apart where two lines end close to each other."""
    ends = sorted((float(frame["mean"].iloc[-1]), name) for name, frame in drawn.items())
    placed: list[dict[str, object]] = []
    lowest = 0.0
    for mean, name in ends:
        lowest = max(mean, lowest)
        at = {"x": drawn[name]["day"].iloc[-1], "y": lowest, "xanchor": "left", "xshift": 5}
        placed.append({**at, "text": name, "showarrow": False, "font": {"size": 12}})
        lowest += APART
    return placed


def _words(drawn: Mapping[str, pd.DataFrame], hours: pd.DataFrame | None) -> str:
    parts = [f"{name} {frame['mean'].iloc[0]:.1f} → {frame['mean'].iloc[-1]:.1f}" for name, frame in drawn.items()]
    if hours is not None:
        parts.append(f"beneath, hours a day {hours_text(hours['mean'].iloc[0])} → {hours_text(hours['mean'].iloc[-1])}")
    first = min(frame["day"].iloc[0] for frame in drawn.values())
    last = max(frame["day"].iloc[-1] for frame in drawn.values())
    return f"{first:%-d %B} to {last:%-d %B}, means of seven days of 5: {', '.join(parts)}."
