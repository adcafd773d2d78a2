"""When goals are reached, as likely as that is, and whether odds that were given were kept."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from goalkit.charts.look import GRID, INK, MUTED, PALETTE, Words, colour_of, figure, plain, short

ROW = 52
FURTHER = 1.6  # times the way to the last due day; what lies beyond is drawn to the edge, and said
LEAST_AHEAD = pd.Timedelta(days=60)
LETTERS = 28
TOO_EARLY = "too early"
DAYS = {"p50": "half", "p80": "4 in 5", "p95": "19 in 20"}


def plot_forecast(rows: pd.DataFrame, colours: Mapping[str, int], as_of: date) -> go.Figure:
    """The days by which each goal is reached, from P50 to P95, against its due day: a row a goal.

    Args:
        rows: columns `goal_id`, `title`, `due`, `p_due`, `p50`, `p80`, `p95`, `naive` (days, NaT beyond sight), in
            the order in which they are read; `says`: "" where there are odds, "too early" where there are none yet:
            such a goal has its due day alone. Rows that say anything else are no totals, and are not drawn.
        colours: goal id → place in the palette.
        as_of: the day from which it is told; where the axis begins.

    Empty input, or none with odds, gives a figure without traces whose words say so.
    """
    rows = rows[rows["says"].isin(("", TOO_EARLY))]
    if not rows["p_due"].notna().any():
        return figure([], Words("When you get there", _nothing(rows)), 120)
    today = pd.Timestamp(as_of)
    last = _last(rows, today)
    placed = rows.assign(y=range(len(rows)), dark=[colour_of(str(goal), colours) for goal in rows["goal_id"]])
    made = figure(_traces(placed, last), Words("When you get there", _words(rows, last)), ROW * len(rows) + 76)
    made.update_layout(annotations=[note for row in placed.itertuples() for note in _labels(row, today, last)])
    made.update_layout(barmode="overlay", margin={"r": 14})
    made.update_xaxes(range=[today, last], tickformat="%-d %b\n%Y", nticks=6, showgrid=True, type="date")
    return made.update_yaxes(range=[len(rows) - 0.45, -0.75], showticklabels=False, showgrid=False)


def _nothing(rows: pd.DataFrame) -> str:
    if rows.empty:
        return "No goal under way is a total that adds up, so there is nothing to foresee."
    needed = "four weeks of readings (the notebook 12_progress) or of logged hours (06_log_time) are needed"
    return f"It is too early to tell when a goal is reached; {needed}."


def _last(rows: pd.DataFrame, today: pd.Timestamp) -> pd.Timestamp:
    """Where the axis ends: past the last day that is drawn, unless one lies far beyond what is due."""
    most = today + max(FURTHER * (rows["due"].max() - today), LEAST_AHEAD)
    told = rows[rows["p_due"].notna()]
    days = pd.concat([rows["due"], told["p50"].fillna(most), told["p95"].fillna(most)])
    return min(days.max(), most) + pd.Timedelta(days=7)


def _traces(placed: pd.DataFrame, last: pd.Timestamp) -> list[Any]:
    told = placed[placed["p_due"].notna()]
    ends = {name: told[name].fillna(last).clip(upper=last) for name in DAYS}
    bars = [
        _bar(told, ends["p50"], ends["p95"], 0.4, "half to 19 in 20"),
        _bar(told, ends["p50"], ends["p80"], 1.0, "half to 4 in 5"),
    ]
    naive = told[told["naive"] <= last]
    line = {"symbol": "x-thin", "size": 7, "color": INK, "line": {"width": 2, "color": INK}}
    due = {"symbol": "line-ns", "size": 16, "color": INK, "line": {"width": 3, "color": INK}}
    beyond = told[ends["p50"] >= last].assign(edge=last)
    away = {"symbol": "triangle-right", "size": 13, "color": beyond["dark"], "line": {"width": 0}}
    return [
        *bars,
        _points(beyond, "edge", away, "beyond this picture"),
        _points(naive, "naive", line, "straight line"),
        _points(placed, "due", due, "due"),
    ]


def _bar(told: pd.DataFrame, start: "pd.Series[Any]", end: "pd.Series[Any]", opacity: float, name: str) -> go.Bar:
    length = (end - start).clip(lower=pd.Timedelta(days=1))
    return go.Bar(
        base=start,
        x=length.dt.total_seconds() * 1000,
        y=told["y"],
        width=0.26,
        orientation="h",
        name=name,
        marker={"color": told["dark"], "opacity": opacity, "line": {"width": 0}},
        customdata=[_span(row) for row in told.itertuples()],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _points(rows: pd.DataFrame, day: str, marker: dict[str, Any], name: str) -> go.Scatter:
    return go.Scatter(
        x=rows[day],
        y=rows["y"],
        mode="markers",
        name=name,
        marker=marker,
        hovertemplate=f"%{{x|%-d %B %Y}}<extra>{name}</extra>",
        cliponaxis=False,
    )


def _labels(row: Any, today: pd.Timestamp, last: pd.Timestamp) -> list[dict[str, Any]]:
    """The title above the bar at the left, and the odds of the due day above it at the right."""
    base = {"y": row.y - 0.42, "showarrow": False, "yanchor": "middle"}
    odds = f"{TOO_EARLY} to tell" if row.says == TOO_EARLY else f"<b>{_percent(row.p_due)}</b> by {_short_day(row.due)}"
    title = {**base, "x": today, "xanchor": "left", "text": plain(short(row.title, LETTERS))}
    said = {**base, "x": last, "xanchor": "right", "text": odds}
    return [
        title | {"font": {"size": 13, "color": INK}},
        said | {"font": {"size": 12, "color": MUTED if pd.isna(row.p_due) else INK}},
    ]


def _span(row: Any) -> str:
    days = [f"{share} by {_day(getattr(row, name))}" for name, share in DAYS.items()]
    return f"{plain(short(row.title, 60))}<br>{'<br>'.join(days)}"


def _words(rows: pd.DataFrame, last: pd.Timestamp) -> str:
    told = rows[rows["p_due"].notna()]
    each = [f"“{short(row.title)}” is {_percent(row.p_due)} likely by {_day(row.due)}" for row in told.itertuples()]
    early = len(rows) - len(told)
    rest = f"; for {early} more it is too early to tell" if early else ""
    marks = "Bars run from the day by which half of the imagined futures are there, over 4 in 5, to 19 in 20"
    over = " A bar or an arrow at the edge goes on beyond it." if (told["p95"].fillna(last) >= last).any() else ""
    return f"{'; '.join(each)}{rest}. {marks}; the upright mark is the due day, the cross the straight line.{over}"


def _percent(share: float) -> str:
    whole = round(100 * share)
    return "over 99 %" if whole == 100 else "under 1 %" if whole == 0 else f"{whole} %"


def _day(day: pd.Timestamp) -> str:
    return "no day within five years" if pd.isna(day) else f"{day.day} {day:%B %Y}"


def _short_day(day: pd.Timestamp) -> str:
    return f"{day.day} {day:%b %Y}"


def plot_calibration(rows: pd.DataFrame) -> go.Figure:
    """What was said against what came: on the diagonal the odds that were given were kept.

    Args:
        rows: columns `said` and `happened` (shares), `forecasts` (how many), a row a group of like odds.

    Empty input gives a figure without traces whose words say so.
    """
    if rows.empty:
        words = "No forecast has come due yet; each review keeps the ones it made, and later ones score them."
        return figure([], Words("Were the odds kept?", words, size="half"), 120)
    ideal = go.Scatter(
        x=[0, 100], y=[0, 100], mode="lines", line={"color": MUTED, "width": 1.5, "dash": "dot"}, hoverinfo="skip"
    )
    dots = go.Scatter(
        x=rows["said"] * 100,
        y=rows["happened"] * 100,
        mode="markers+text",
        marker={"color": PALETTE[1], "size": [8 + 3 * min(count, 8) ** 0.5 * 2 for count in rows["forecasts"]]},
        text=[f"{count}" for count in rows["forecasts"]],
        textposition="bottom right",
        textfont={"color": MUTED, "size": 12},
        cliponaxis=False,
        customdata=rows["forecasts"],
        hovertemplate="said %{x:.0f} %, came true %{y:.0f} % of %{customdata}<extra></extra>",
    )
    made = figure([ideal, dots], Words("Were the odds kept?", _calibration_words(rows), size="half"), 300)
    marks = [0, 25, 50, 75, 100]
    axis = {"range": [-4, 108], "tickvals": marks, "ticktext": [f"{mark} %" for mark in marks], "gridcolor": GRID}
    made.update_xaxes(title_text="how likely it was said to be", showgrid=True, **axis)
    return made.update_yaxes(title_text="how often it came true", **axis)


def _calibration_words(rows: pd.DataFrame) -> str:
    total = int(rows["forecasts"].sum())
    parts = [
        f"of {_counted(int(row.forecasts))} at about {100 * row.said:.0f} %, {100 * row.happened:.0f} % came true"
        for row in rows.itertuples()
    ]
    return (
        f"{_counted(total)} came due: {'; '.join(parts)}. On the dotted line, what was said and what came are the same."
    )


def _counted(count: int) -> str:
    return "1 forecast" if count == 1 else f"{count} forecasts"
