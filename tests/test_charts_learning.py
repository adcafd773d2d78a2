"""The picture of learning over a year: a bar an item and month, in words too, nothing lost beyond seven."""

import pandas as pd
import pytest

from goalkit.charts.learning import plot_learning_months
from goalkit.metrics.learning import month_hours
from goalkit.records import LearningItem
from goalkit.records.frames import record_frame


def hours(count):
    """The hours of so many books, one a month, each an hour longer than the one before."""
    rows = [
        {"id": str(n), "title": f"<b>book {n}</b>", "hours": n + 1.0, "start": pd.Timestamp(2031, 1 + n, 5)}
        for n in range(count)
    ]
    return month_hours(record_frame(LearningItem, rows), 2031)


@pytest.mark.parametrize("count", [1, 7, 12])
def test_the_bars_hold_all_hours(count):
    """However many items there are, the heights of all bars come to their hours."""
    figure = plot_learning_months(hours(count), 2031)
    assert sum(sum(bar.y) for bar in figure.data) == pytest.approx(count * (count + 1) / 2)
    assert len(figure.data) == min(count, 8)
    assert len(figure.layout.meta["legend"]) == len(figure.data)


def test_names_are_shown_as_text():
    """Mark-up in a title is no mark-up in the picture."""
    assert plot_learning_months(hours(1), 2031).data[0].name == "&lt;b&gt;book 0&lt;/b&gt;"


def test_nothing_planned_is_said():
    """No bars, and a sentence."""
    figure = plot_learning_months(hours(0), 2031)
    assert len(figure.data) == 0
    assert figure.layout.meta["alt"] == "No hours of learning are planned for 2031."
