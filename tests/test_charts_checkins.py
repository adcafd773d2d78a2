"""The picture of feelings: a line each, labelled where there is room, broken where nothing was read, hours beneath."""

import itertools

import pandas as pd

from goalkit.charts.checkins import plot_checkins


def run(*means, first="2025-03-01", every=1):
    """A frame of means, so many days apart."""
    days = pd.date_range(first, periods=len(means), freq=f"{every}D", unit="us")
    return pd.DataFrame({"day": days, "mean": [float("nan") if one is None else float(one) for one in means]})


def test_hours_lie_beneath_on_their_own_scale():
    """Two lines above, the hours below, each said in the words."""
    figure = plot_checkins({"mood": run(3, 4), "energy": run(2, 2)}, run(5, 6))
    assert [trace.yaxis for trace in figure.data] == [None, None, "y2"]
    assert figure.layout.yaxis.domain[0] > figure.layout.yaxis2.domain[1]
    assert "mood 3.0 → 4.0" in figure.layout.meta["alt"]
    assert "hours a day 5.0 h → 6.0 h" in figure.layout.meta["alt"]


def test_without_hours_there_is_one_scale():
    """None given, or none known."""
    for hours in (None, run(None, None)):
        figure = plot_checkins({"mood": run(3, 4)}, hours)
        assert len(figure.data) == 1
        assert figure.layout.yaxis.domain is None


def test_names_stand_inside_the_picture_and_apart():
    """The page has no margin: the axis leaves room at the right, and equal ends are moved apart."""
    figure = plot_checkins({"mood": run(3, 4), "energy": run(2, 4), "stress": run(2, 1)})
    first, last = (pd.Timestamp(edge) for edge in figure.layout.xaxis.range)
    assert last > pd.Timestamp("2025-03-02") > first
    heights = sorted(label.y for label in figure.layout.annotations)
    assert len(heights) == 3
    assert min(high - low for low, high in itertools.pairwise(heights)) >= 0.27


def test_no_line_is_drawn_across_a_week_without_readings():
    """A blank stands between two means that are ten days apart, and none between those of a week."""
    assert pd.isna(plot_checkins({"mood": run(3, 4, every=10)}).data[0].y[1])
    assert list(plot_checkins({"mood": run(3, 4, every=7)}).data[0].y) == [3.0, 4.0]


def test_nothing_read_is_said():
    """No line, and a sentence; hours alone are no picture of feelings."""
    figure = plot_checkins({"mood": run(None)}, run(5, 6))
    assert len(figure.data) == 0
    assert "four check-ins" in figure.layout.meta["alt"]
