"""What is learned, laid over the months of a year."""

import pandas as pd
import plotly.graph_objects as go

from goalkit.charts.look import PALETTE, Words, figure, hours_text, plain, short

MOST_SHOWN = 7


def plot_learning_months(month_hours: pd.DataFrame, year: int) -> go.Figure:
    """Planned hours of learning a month, stacked by what is learned, the longest at the bottom.

    Args:
        month_hours: columns `month`, `item_id`, `title`, `hours`, as `metrics.learning` gives them.
        year: the year; all its months are on the axis.

    Beyond seven items the shorter ones share a bar. Empty input gives a figure without bars whose words say so.
    """
    months = pd.date_range(f"{year}-01-01", periods=12, freq="MS")
    parts = _parts(month_hours)
    traces = [_bars(rows, months, label, PALETTE[place]) for label, place, rows in parts]
    legend = tuple((label, place) for label, place, _ in parts)
    made = figure(traces, Words(f"Learning in {year}", _words(month_hours, year), legend), 280)
    made.update_layout(
        barmode="stack", showlegend=True, legend={"orientation": "h", "x": 0, "y": -0.18, "yanchor": "top"}
    )
    made.update_xaxes(
        tickvals=months, ticktext=list(months.strftime("%b")), range=[f"{year - 1}-12-16", f"{year}-12-16"]
    )
    return made.update_yaxes(title_text="hours", rangemode="tozero", nticks=5)


def _parts(month_hours: pd.DataFrame) -> list[tuple[str, int, pd.DataFrame]]:
    """Label, place in the palette and rows of each bar, the one with most hours first."""
    totals = month_hours.groupby(["item_id", "title"])["hours"].sum().sort_values(ascending=False, kind="stable")
    shown, rest = totals.index[:MOST_SHOWN], totals.index[MOST_SHOWN:].get_level_values("item_id")
    parts = [
        (short(str(title)), 1 + number, month_hours[month_hours["item_id"] == item])
        for number, (item, title) in enumerate(shown)
    ]
    others = month_hours[month_hours["item_id"].isin(rest)]
    return [*parts, (f"{len(rest)} shorter ones", 0, others)] if len(rest) else parts


def _bars(rows: pd.DataFrame, months: pd.DatetimeIndex, title: str, colour: str) -> go.Bar:
    hours = rows.groupby("month")["hours"].sum().reindex(months, fill_value=0.0)
    return go.Bar(
        x=months,
        y=hours.to_numpy(),
        name=plain(title),
        marker={"color": colour, "line": {"width": 0}},
        hovertemplate="%{x|%B}: %{y:.1f} h<extra>%{fullData.name}</extra>",
    )


def _words(month_hours: pd.DataFrame, year: int) -> str:
    by_month = month_hours.groupby("month")["hours"].sum()
    if by_month.empty:
        return f"No hours of learning are planned for {year}."
    most = pd.Timestamp(by_month.idxmax())
    in_most = hours_text(float(by_month.max()))
    count = len(by_month)
    return (
        f"{hours_text(float(by_month.sum()))} over {count} month{'' if count == 1 else 's'} of {year}; "
        f"{most:%B} has most, {in_most}."
    )
