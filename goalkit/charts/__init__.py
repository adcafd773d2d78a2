"""Frames in, plotly figures out, all in one look; nothing is computed here that a metric defines."""

from goalkit.charts.goals import plot_pace
from goalkit.charts.look import goal_colours
from goalkit.charts.plan import plot_burn_up, plot_timeline
from goalkit.charts.time import plot_calendar, plot_hours_by_day, plot_weekday_hours

__all__ = [
    "goal_colours",
    "plot_burn_up",
    "plot_calendar",
    "plot_hours_by_day",
    "plot_pace",
    "plot_timeline",
    "plot_weekday_hours",
]
