"""A plan on a line of days, and how much of it is done."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from goalkit.charts.look import GRID, INK, MUTED, PALETTE, Words, colour_of, figure, plain, short

ROW = 26
BACK_DAYS, AHEAD_DAYS = 60, 365  # of a longer plan no more is drawn; its sentence says what lies outside
DAY = pd.Timedelta(days=1)
MOST_LETTERS = 24
SIGNS = {"done": "✓ ", "late": "", "open": ""}


def plot_timeline(rows: pd.DataFrame, colours: Mapping[str, int], as_of: date) -> go.Figure:
    """Goals as bands, milestones as diamonds, tasks as bars, with a line at a day: one row each.

    Args:
        rows: columns `kind` (goal, milestone, task), `goal_id`, `title`, `start`, `end`, `state`
            (done, late, open), in the order in which they are read.
        colours: goal id → place in the palette.
        as_of: the day of the line.

    Empty input gives a figure without traces whose words say so.
    """
    shown = _within(rows, pd.Timestamp(as_of))
    if shown.empty:
        return figure(
            [], Words("Your plan", "Nothing has a day yet; a milestone with its date is the first step."), 120
        )
    first, last = _range(shown, pd.Timestamp(as_of))
    left, right = (days.clip(lower=first, upper=last) for days in (shown["start"], shown["end"] + DAY))
    placed = shown.assign(y=range(len(shown)), left=left, right=right)
    made = figure(_traces(placed, colours), Words("Your plan", _words(rows, shown, as_of)), ROW * len(shown) + 90)
    labels = [_label(row, first, last) for row in placed.itertuples()]
    made.update_layout(annotations=[*labels, _today_word(as_of)], shapes=[_today(as_of)], barmode="overlay", bargap=0.4)
    made.update_xaxes(range=[first, last], tickformat="%-d %b\n%Y", nticks=8, showgrid=True, side="bottom", type="date")
    return made.update_yaxes(range=[len(shown) - 0.4, -1.4], showticklabels=False, showgrid=False)


def _within(rows: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    """What touches the days that are drawn, and of what is done only what is recent."""
    near = (rows["end"] >= today - BACK_DAYS * DAY) & (rows["start"] <= today + AHEAD_DAYS * DAY)
    return rows[near | (rows["state"] == "late")]


def _range(shown: pd.DataFrame, today: pd.Timestamp) -> tuple[pd.Timestamp, pd.Timestamp]:
    first = max(min(shown["start"].min(), today), today - BACK_DAYS * DAY)
    steps = shown.loc[shown["kind"] != "goal", "end"]  # a goal's band may run on, its steps may not
    end = (steps if len(steps) else shown["end"]).max()
    last = min(max(end + 7 * DAY, today + 14 * DAY), today + AHEAD_DAYS * DAY)
    return first, last


def _traces(placed: pd.DataFrame, colours: Mapping[str, int]) -> list[Any]:
    points = placed[placed["kind"] == "milestone"]
    bands = _bars(placed[placed["kind"] == "goal"], colours, 0.9, 0.28)
    bars = _bars(placed[placed["kind"] == "task"], colours, 0.5, 1.0)
    diamonds = go.Scatter(
        x=points["end"],
        y=points["y"],
        mode="markers",
        marker={
            "symbol": ["diamond" if state != "open" else "diamond-open" for state in points["state"]],
            "size": 13,
            "color": [colour_of(goal, colours) for goal in points["goal_id"]],
            "line": {"width": 2},
        },
        customdata=_hover(points),
        hovertemplate="%{customdata}<extra></extra>",
    )
    return [bands, bars, diamonds]


def _bars(rows: pd.DataFrame, colours: Mapping[str, int], width: float, opacity: float) -> go.Bar:
    pale = [opacity * (0.45 if state == "done" else 1) for state in rows["state"]]
    return go.Bar(
        base=rows["left"],
        x=(rows["right"] - rows["left"]).dt.total_seconds() * 1000,
        y=rows["y"],
        width=width,
        orientation="h",
        marker={"color": [colour_of(goal, colours) for goal in rows["goal_id"]], "opacity": pale},
        customdata=_hover(rows),
        hovertemplate="%{customdata}<extra></extra>",
    )


def _hover(rows: pd.DataFrame) -> list[str]:
    return [f"{plain(row.title)}<br>{_span(row)}" for row in rows.itertuples()]


def _span(row: Any) -> str:
    end = f"{row.end.day} {row.end:%B %Y}"
    said = end if row.start == row.end else f"{row.start.day} {row.start:%B} – {end}"
    return said + {"late": ", open since", "done": ", done", "open": ""}[row.state]


def _label(row: Any, first: pd.Timestamp, last: pd.Timestamp) -> dict[str, Any]:
    """A row's words: in a goal's band, else beside the bar on the side that has the room."""
    base = {"y": row.y, "showarrow": False, "yanchor": "middle", "font": {"size": 12, "color": INK}}
    title = SIGNS[row.state] + plain(short(row.title, MOST_LETTERS)) + (" · late" if row.state == "late" else "")
    if row.kind == "goal":
        return {**base, "x": first, "text": f"<b>{plain(short(row.title, 30))}</b>", "xanchor": "left", "xshift": 6}
    gap = 11 if row.kind == "milestone" else 5
    start, end = (row.end, row.end) if row.kind == "milestone" else (row.left, row.right)
    if (max(end, first) - first) / (last - first) <= 0.5:
        return {**base, "x": max(end, first), "text": title, "xanchor": "left", "xshift": gap}
    return {**base, "x": max(start, first), "text": title, "xanchor": "right", "xshift": -gap}


def _today(as_of: date) -> dict[str, Any]:
    line = {"color": PALETTE[4], "width": 1.5, "dash": "dot"}
    return {"type": "line", "yref": "paper", "y0": 0, "y1": 1, "x0": str(as_of), "x1": str(as_of), "line": line}


def _today_word(as_of: date) -> dict[str, Any]:
    text = f"{as_of.day} {as_of:%B}"
    font = {"size": 12, "color": MUTED}
    return {"x": str(as_of), "y": -0.95, "text": text, "xanchor": "left", "xshift": 4, "showarrow": False, "font": font}


def _words(rows: pd.DataFrame, shown: pd.DataFrame, as_of: date) -> str:
    kinds = [_counted(int((shown["kind"] == kind).sum()), kind) for kind in ("goal", "milestone", "task")]
    late, out = int((shown["state"] == "late").sum()), len(rows) - len(shown)
    ahead = shown[(shown["state"] == "open") & (shown["kind"] != "goal")].sort_values("end", kind="stable")
    said = f"{kinds[0]}, {kinds[1]} (diamonds) and {kinds[2]} (bars)"
    said += f"; {late} {'is' if late == 1 else 'are'} late" if late else ""
    if len(ahead):
        row = ahead.iloc[0]
        said += f"; next comes “{row['title']}” on {row['end'].day} {row['end']:%B}"
    return f"{said}{f'; {out} more lie further away' if out else ''}. The dotted line is {as_of.day} {as_of:%B %Y}."


def _counted(count: int, name: str) -> str:
    return f"{count} {name}{'' if count == 1 else 's'}"


def plot_burn_up(rows: pd.DataFrame, as_of: date) -> go.Figure:
    """Steps done, up to a day, beside steps due.

    Args:
        rows: columns `day`, `due`, `done` (counts so far), a day a row.
        as_of: the last day that is known of what is done.

    Input without a step gives a figure without traces whose words say so.
    """
    if rows.empty or not rows[["due", "done"]].to_numpy().any():
        return figure([], Words("Steps done", "No step has a due day, and none is done yet.", size="half"), 120)
    known = rows[rows["day"] <= pd.Timestamp(as_of)]
    due = _line(rows, "due", {"color": MUTED, "width": 1.5, "dash": "dot"})
    done = _line(known, "done", {"color": PALETTE[1], "width": 3})
    made = figure([due, done], Words("Steps done", _burn_words(rows, known, as_of), size="half"), 220)
    ends = [(rows, "due", MUTED, "due"), (known, "done", INK, "<b>done</b>")]
    made.update_layout(
        annotations=[_end(frame, name, colour, text) for frame, name, colour, text in ends if len(frame)]
    )
    made.update_xaxes(tickformat="%-d %b", nticks=6, range=[rows["day"].iloc[0], rows["day"].iloc[-1]])
    return made.update_yaxes(title_text="steps so far", rangemode="tozero", nticks=5, gridcolor=GRID)


def _line(rows: pd.DataFrame, name: str, line: dict[str, Any]) -> go.Scatter:
    hover = f"%{{x|%-d %b}}: %{{y}} {name}<extra></extra>"
    return go.Scatter(
        x=rows["day"], y=rows[name], mode="lines", name=name, line={**line, "shape": "hv"}, hovertemplate=hover
    )


def _end(rows: pd.DataFrame, name: str, colour: str, text: str) -> dict[str, Any]:
    end = rows.iloc[-1]
    said = f"{end[name]} {text}"
    place = {"xanchor": "right", "yanchor": "bottom", "showarrow": False, "font": {"color": colour, "size": 12}}
    return {**place, "x": end["day"], "y": end[name], "text": said, "yshift": 2}


def _burn_words(rows: pd.DataFrame, known: pd.DataFrame, as_of: date) -> str:
    due, done = (int(known[name].iloc[-1]) if len(known) else 0 for name in ("due", "done"))
    end = rows.iloc[-1]
    return (
        f"{_counted(done, 'step')} done, where {due} {'was' if due == 1 else 'were'} due by {as_of.day} {as_of:%B}; "
        f"{end['due']} in all are due by {end['day'].day} {end['day']:%B}."
    )
