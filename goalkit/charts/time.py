"""Where the time went: by day and goal, over the year, over the week."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from goalkit.charts.look import (
    GRID,
    HEAT,
    MUTED,
    SHADE,
    Words,
    colour_of,
    figure,
    hours_text,
    plain,
    short,
)

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LABELS = {"week": "%-d %b", "month": "%b"}
TICKS = {"week": 5, "month": 12}  # as many names as a phone has room for
WORDS = {"week": "week from {}", "month": "{}"}
LONG_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def plot_hours_by_day(day_hours: pd.DataFrame, colours: Mapping[str, int], by: str = "day") -> go.Figure:
    """Tracked hours a day as bars, stacked by goal, the goals with most hours at the bottom.

    Args:
        day_hours: columns `day` (naive local midnight), `goal_id` ("" for none), `title`, `hours`.
        colours: goal id → place in the palette.
        by: "day", or "week" or "month" where `day` is the first day of one.

    Empty input gives a figure without bars whose words say so.
    """
    goals = _goals_by_hours(day_hours)
    bars = day_hours.groupby("day")["hours"].sum()
    rows = day_hours.assign(shown=day_hours["day"] if by == "day" else day_hours["day"].dt.strftime(LABELS[by]))
    hover = "%{x|%a %-d %b}" if by == "day" else WORDS[by].format("%{x}")
    traces = [_bars(rows, goal, colour_of(str(goal.goal_id), colours), hover) for goal in goals]
    legend = tuple(
        (f"{short(_name(goal))} {hours_text(goal.hours)}", _place(str(goal.goal_id), colours)) for goal in goals
    )
    made = figure(traces, Words(f"Hours by {by}", _bar_words(bars, by), legend), 250)
    made.update_layout(barmode="stack", showlegend=True)
    made.update_layout(legend={"orientation": "h", "x": 0, "y": -0.22, "yanchor": "top", "font": {"size": 11}})
    return _dressed(made, pd.DatetimeIndex(bars.index), by).update_yaxes(
        title_text="hours", rangemode="tozero", nticks=5
    )


def _dressed(made: go.Figure, days: pd.DatetimeIndex, by: str) -> go.Figure:
    """The time axis: days with their weekends, weeks and months by name."""
    if by != "day":
        names = list(dict.fromkeys(days.strftime(LABELS[by])))
        return made.update_xaxes(
            type="category", categoryorder="array", categoryarray=names, nticks=TICKS[by], tickangle=0
        )
    made.update_layout(bargap=0.15 if len(days) <= 62 else 0, shapes=_weekends(days))
    return made.update_xaxes(**_day_axis(days))


def _day_axis(days: pd.DatetimeIndex) -> dict[str, Any]:
    """Days by number, or by month where they are many; a few days keep bars of an ordinary width."""
    if len(days) > 62:
        return {"tickformat": "%b", "nticks": 7}
    if 0 < len(days) < 7:
        room = pd.Timedelta(days=3.5)
        return {"tickformat": "%-d\n%b", "nticks": 7, "range": [days[0] - room, days[-1] + room]}
    return {"tickformat": "%-d\n%b", "nticks": 12}


def _goals_by_hours(day_hours: pd.DataFrame) -> list[Any]:
    """Goals with hours, most first; time without a goal comes last and so on top."""
    totals = day_hours.groupby(["goal_id", "title"], as_index=False, observed=True)["hours"].sum()
    totals = totals[totals["hours"] > 0].assign(none=lambda frame: frame["goal_id"] == "")
    return list(totals.sort_values(["none", "hours", "title"], ascending=[True, False, True]).itertuples())


def _place(goal_id: str, colours: Mapping[str, int]) -> int:
    return colours.get(goal_id, 0) if goal_id else -1


def _name(goal: Any) -> str:
    return str(goal.title) if goal.goal_id else "other time"


def _bars(rows: pd.DataFrame, goal: Any, colour: str, hover: str) -> go.Bar:
    rows = rows[(rows["goal_id"] == goal.goal_id) & (rows["title"] == goal.title)]
    return go.Bar(
        x=rows["shown"],
        y=rows["hours"],
        name=plain(short(_name(goal))),
        marker={"color": colour, "line": {"width": 0}},
        hovertemplate=f"{hover}: %{{y:.1f}} h<extra>%{{fullData.name}}</extra>",
    )


def _weekends(days: pd.Index) -> list[dict[str, Any]]:
    """Pale bands behind Saturdays and Sundays, where there are few enough days to tell them apart."""
    if len(days) > 62:
        return []
    half = pd.Timedelta(hours=12)
    band = {"type": "rect", "yref": "paper", "y0": 0, "y1": 1, "layer": "below", "line": {"width": 0}}
    free = [day for day in pd.DatetimeIndex(days) if day.weekday() >= 5]
    return [{**band, "x0": day - half, "x1": day + half, "fillcolor": SHADE} for day in free]


def _bar_words(bars: "pd.Series[float]", by: str) -> str:
    worked = bars[bars > 0]
    if worked.empty:
        return "No time was tracked."
    first = pd.Timestamp(worked.idxmax())
    on, most = (
        ("on", f"the longest was {_spoken(first)}") if by == "day" else ("in", f"most in {_spoken_span(first, by)}")
    )
    counted = f"{hours_text(worked.sum())} {on} {len(worked)} of {len(bars)} {by}s"
    return f"{counted}; {most} with {hours_text(worked.max())}."


def _spoken_span(first: pd.Timestamp, by: str) -> str:
    return f"{first:%B}" if by == "month" else f"the week from {first.day} {first:%B}"


def _spoken(day: pd.Timestamp) -> str:
    return f"{LONG_DAYS[day.weekday()]} {day.day} {day:%B}"


def plot_calendar(year_days: pd.DataFrame) -> go.Figure:
    """Hours of each day of a year: a column a week, a row a weekday, darker for more.

    Args:
        year_days: columns `day` and `hours`, one row a day from 1 January on.

    The columns always span the year, so that the picture fills up as the year goes. Days
    without tracked time stay blank. Empty input gives an empty figure.
    """
    days = pd.DatetimeIndex(year_days["day"])
    words = Words("The year so far", _year_words(year_days))
    if days.empty:
        return figure([], words, 150)
    monday = pd.Timestamp(days[0].year, 1, 1)
    monday -= pd.Timedelta(days=monday.weekday())
    week = ((days - monday).days // 7).to_numpy()
    weeks = (pd.Timestamp(days[0].year, 12, 31) - monday).days // 7 + 1  # 53, or 54 in some leap years
    grid, said = np.full((7, weeks), np.nan), np.full((7, weeks), "", dtype=object)
    hours = year_days["hours"].to_numpy(dtype=float)
    grid[days.day_of_week, week] = np.where(hours > 0, hours, np.nan)
    said[days.day_of_week, week] = days.strftime("%a %-d %b").to_numpy()
    heat = _heat(grid, "%{customdata}: %{z:.1f} h<extra></extra>", customdata=said, x=list(range(weeks)), y=DAYS)
    made = figure([heat], words, 176)
    made.update_layout(shapes=[_frame_of_days(monday, days)], xaxis_range=[-0.6, weeks - 0.4])
    return _name_axes(made, *_months(monday, days[0].year))


def _frame_of_days(monday: pd.Timestamp, days: pd.DatetimeIndex) -> dict[str, Any]:
    """A pale ground under the weeks that the data covers: blank inside of it means no time tracked."""
    last = (days[-1] - monday).days // 7
    ground = {"type": "rect", "layer": "below", "line": {"width": 0}, "fillcolor": SHADE}
    return {**ground, "x0": -0.5, "x1": last + 0.5, "y0": -0.5, "y1": 6.5}


def _months(monday: pd.Timestamp, year: int) -> tuple[list[int], list[str]]:
    firsts = [pd.Timestamp(year, month, 1) for month in range(1, 13)]
    return [(first - monday).days // 7 for first in firsts], [f"{first:%b}" for first in firsts]


def _name_axes(made: go.Figure, at: list[int], names: list[str]) -> go.Figure:
    made.update_xaxes(tickvals=at, ticktext=names, showline=False, tickangle=0)
    return made.update_yaxes(autorange="reversed", showgrid=False, tickvals=[0, 2, 4, 6], showline=False)


def _year_words(year_days: pd.DataFrame) -> str:
    worked = year_days[year_days["hours"] > 0]
    if worked.empty:
        return "No time was tracked this year."
    last = pd.Timestamp(year_days["day"].iloc[-1])
    most = pd.Timestamp(worked["day"].loc[worked["hours"].idxmax()])
    return (
        f"{hours_text(worked['hours'].sum())} on {len(worked)} of {len(year_days)} days up to "
        f"{last.day} {last:%B %Y}; most on {_spoken(most)} with {hours_text(worked['hours'].max())}."
    )


def _heat(grid: "np.ndarray[Any, Any]", hover: str, **more: Any) -> go.Heatmap:
    return go.Heatmap(
        z=grid,
        colorscale=HEAT,
        reversescale=True,
        zmin=0,
        xgap=2,
        ygap=2,
        hoverongaps=False,
        hovertemplate=hover,
        colorbar={
            "thickness": 8,
            "outlinewidth": 0,
            "nticks": 4,
            "ticksuffix": " h",
            "len": 1.0,
            "xpad": 4,
            "tickfont": {"color": MUTED, "size": 11},
        },
        **more,
    )


def plot_weekday_hours(weekday_hours: pd.DataFrame) -> go.Figure:
    """Mean tracked hours a week at each weekday and clock hour, a row a weekday.

    Args:
        weekday_hours: columns `weekday` (0 for Monday … 6), `hour` (0 … 23) and `hours`.

    Cells without time stay blank. Empty input gives an empty figure.
    """
    words = Words("Your week, hour by hour", _week_words(weekday_hours))
    if not (weekday_hours["hours"] > 0).any():
        return figure([], words, 150)
    grid = np.full((7, 24), np.nan)
    some = weekday_hours[weekday_hours["hours"] > 0]
    grid[some["weekday"].to_numpy(dtype=int), some["hour"].to_numpy(dtype=int)] = some["hours"] * 60
    heat = _heat(grid, "%{y} %{x}:00: %{z:.0f} min a week<extra></extra>", x=list(range(24)), y=DAYS)
    heat.colorbar.ticksuffix = " min"
    made = figure([heat], words, 230)
    made.update_layout(shapes=[{**_frame_of_hours(), "line": {"width": 0}, "layer": "below"}])
    names = [f"{hour:02d}:00" for hour in range(0, 24, 3)]
    made.update_xaxes(tickvals=list(range(0, 24, 3)), ticktext=names, range=[-0.6, 23.6], tickangle=0)
    made.update_yaxes(autorange="reversed", showgrid=False, showline=False)
    return made.update_xaxes(showline=False, linecolor=GRID)


def _frame_of_hours() -> dict[str, Any]:
    return {"type": "rect", "fillcolor": SHADE, "x0": -0.5, "x1": 23.5, "y0": -0.5, "y1": 6.5}


def _week_words(weekday_hours: pd.DataFrame) -> str:
    some = weekday_hours[weekday_hours["hours"] > 0]
    if some.empty:
        return "No clock times were tracked in these twelve weeks."
    top = some.loc[some["hours"].idxmax()]
    by_day = some.groupby("weekday")["hours"].sum()
    hour = int(top["hour"])
    return (
        f"Mean of the last twelve weeks: most on {LONG_DAYS[int(by_day.idxmax())]}s, "
        f"{hours_text(by_day.max())}; the fullest hour is {LONG_DAYS[int(top['weekday'])]} "
        f"{hour:02d}:00–{hour + 1:02d}:00 with {top['hours'] * 60:.0f} minutes."
    )
