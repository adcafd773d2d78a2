"""Pictures of forecasts, of odds kept and of estimates: their numbers, their words, nothing hidden."""

import json
from datetime import date

import numpy as np
import pandas as pd
import pytest
from tasks_made import done

from goalkit.charts.estimates import plot_estimates
from goalkit.charts.forecast import plot_calibration, plot_forecast
from goalkit.charts.look import PALETTE

TODAY = date(2025, 8, 31)
DAYS = ("due", "p50", "p80", "p95", "naive")
GIVEN = ("goal_id", "title", "due", "p_due", "p50", "p80", "p95", "naive")
HOSTILE = "<script>alert(1)</script> مرحبا 🎓"


def forecasts(*rows):
    """Rows of forecasts from (id, title, due, p_due, p50, p80, p95, naive)."""
    names = ["goal_id", "title", "p_due", *DAYS]
    frame = pd.DataFrame([dict(zip(GIVEN, row, strict=True)) for row in rows], columns=names)
    days = {name: pd.to_datetime(frame[name]).astype("datetime64[us]") for name in DAYS}
    odds = frame["p_due"].astype("float64")
    return frame.assign(**days, p_due=odds, says=np.where(odds.isna(), "too early", ""))


BOOKS = ("a", "Read 12 books", "2025-12-31", 0.72, "2025-12-10", "2026-01-10", "2026-02-10", "2025-12-24")
FAR = ("b", HOSTILE, "2025-09-30", 0.001, "2026-01-03", None, None, None)
EARLY = ("c", "Thesis", "2025-11-15", None, None, None, None, None)


def length_days(bar):
    """The lengths of a trace of bars, in days."""
    return [round(ms / 86_400_000) for ms in bar.x]


def test_bars_run_from_half_to_nineteen_in_twenty():
    """The pale bar ends at P95, the full one at P80, both begin at P50, in the goal's colour; due and line have marks."""
    pale, full, _, line, due = plot_forecast(forecasts(BOOKS), {"a": 3}, TODAY).data
    assert [pd.Timestamp(bar.base[0]) for bar in (pale, full)] == [pd.Timestamp("2025-12-10")] * 2
    assert (length_days(pale), length_days(full)) == ([62], [31])
    assert pale.marker.color[0] == PALETTE[3]
    assert pale.marker.opacity < full.marker.opacity
    assert pd.Timestamp(line.x[0]) == pd.Timestamp("2025-12-24")
    assert pd.Timestamp(due.x[0]) == pd.Timestamp("2025-12-31")


def test_odds_are_written_out_and_never_certain():
    """Each goal's odds stand in its row and in the sentence."""
    made = plot_forecast(forecasts(BOOKS, FAR, EARLY), {}, TODAY)
    notes = [note.text for note in made.layout.annotations]
    assert "<b>72 %</b> by 31 Dec 2025" in notes
    assert "<b>under 1 %</b> by 30 Sep 2025" in notes
    assert "too early to tell" in notes
    said = made.layout.meta["alt"]
    assert said.startswith("“Read 12 books” is 72 % likely by 31 December 2025; ")
    assert "for 1 more it is too early to tell" in said
    assert said.endswith("A bar or an arrow at the edge goes on beyond it.")


def test_a_day_far_beyond_leaves_the_others_their_room():
    """A goal that takes for ever runs to the edge, which lies near what is due; every bar ends there at most."""
    made = plot_forecast(forecasts(BOOKS, FAR), {}, TODAY)
    first, last = (pd.Timestamp(end) for end in made.layout.xaxis.range)
    assert first == pd.Timestamp(TODAY)
    assert last < pd.Timestamp("2026-06-01")
    pale = made.data[0]
    ends = [pd.Timestamp(base) + pd.Timedelta(ms, "ms") for base, ms in zip(pale.base, pale.x, strict=True)]
    assert max(ends) == last


def test_a_goal_past_its_day_is_still_in_the_picture():
    """Due before today: the axis begins today and ends after the days that are told."""
    late = ("a", "Late", "2025-08-01", 0.0, "2025-09-10", "2025-09-20", "2025-10-10", None)
    made = plot_forecast(forecasts(late), {}, TODAY)
    assert pd.Timestamp(made.layout.xaxis.range[1]) > pd.Timestamp("2025-09-20")
    assert length_days(made.data[1]) == [10]


@pytest.mark.parametrize(
    ("rows", "said"),
    [((), "No goal under way is a total"), ((EARLY,), "It is too early to tell when a goal is reached; four")],
)
def test_without_odds_nothing_is_drawn_and_something_said(rows, said):
    """No goals, and none that can be told yet."""
    made = plot_forecast(forecasts(*rows), {}, TODAY)
    assert len(made.data) == 0
    assert made.layout.meta["alt"].startswith(said)


def test_what_is_no_total_is_not_drawn():
    """A rate has no row, and does not count as too early."""
    rows = forecasts(BOOKS, EARLY).assign(says=["", "a rate"])
    made = plot_forecast(rows, {}, TODAY)
    assert len(made.layout.annotations) == 2
    assert "too early" not in made.layout.meta["alt"]
    assert plot_forecast(rows.iloc[1:], {}, TODAY).layout.meta["alt"].startswith("No goal under way is a total")


def test_odds_kept_lie_on_the_line():
    """Said across, happened up, both in percent on the same axis; counts stand beside the dots and in the words."""
    rows = pd.DataFrame({"said": [0.1, 0.9], "happened": [0.0, 1.0], "forecasts": [1, 14]})
    made = plot_calibration(rows)
    line, dots = made.data
    assert list(line.x) == list(line.y) == [0, 100]
    assert (list(dots.x), list(dots.y), list(dots.text)) == ([10, 90], [0, 100], ["1", "14"])
    assert made.layout.xaxis.range == made.layout.yaxis.range
    assert made.layout.xaxis.ticktext == ("0 %", "25 %", "50 %", "75 %", "100 %")
    assert made.layout.meta["alt"].startswith(
        "15 forecasts came due: of 1 forecast at about 10 %, 0 % came true; of 14"
    )
    assert plot_calibration(rows.iloc[:1]).layout.meta["alt"].startswith("1 forecast came due: of 1 forecast at")


def test_nothing_due_yet_is_said():
    """No dots, and when there will be some."""
    made = plot_calibration(pd.DataFrame({"said": [], "happened": [], "forecasts": []}))
    assert len(made.data) == 0
    assert made.layout.meta["alt"].startswith("No forecast has come due yet")


def test_estimates_are_drawn_on_scales_of_factors():
    """Both axes logarithmic, of one range, with hours at their ticks; the diagonal, the tasks and the fit."""
    made = plot_estimates(done((1, 2), (4, 3), (8, 16)), 1.5, 1.1)
    equal, dots, fit = made.data
    assert made.layout.xaxis.type == made.layout.yaxis.type == "log"
    assert made.layout.xaxis.range == made.layout.yaxis.range
    assert (made.layout.xaxis.title.text, made.layout.yaxis.title.text) == ("estimated hours", "hours it took")
    assert list(equal.x) == list(equal.y)
    assert (list(dots.x), list(dots.y)) == ([1, 4, 8], [2, 3, 16])
    assert list(fit.y) == pytest.approx([1.5, 1.5 * 8**1.1])
    assert made.layout.meta["alt"] == (
        "3 tasks took 21.0 h where 13.0 h were estimated; 2 took longer. By the fitted line a task takes 1.5 h for one "
        "of 1 h, 14.8 h for one of 8 h; the dotted line is the estimate itself."
    )


def test_without_a_fit_tasks_stand_alone():
    """One task has no line; no task has no picture, and the notebook to write in is named."""
    made = plot_estimates(done((1, 2)), np.nan, np.nan)
    assert [trace.name for trace in made.data] == ["as estimated", "tasks"]
    assert len(made.layout.annotations) == 1
    empty = plot_estimates(done(), np.nan, np.nan)
    assert len(empty.data) == 0
    assert "the notebook 05_plan" in empty.layout.meta["alt"]


def test_many_tasks_are_drawn_without_names():
    """Of thousands only the dots travel, and their ticks stay few."""
    made = plot_estimates(done(*[(0.01 * (1 + n), 1 + n) for n in range(600)]), 1.0, 1.0)
    assert made.data[1].customdata is None
    assert len(made.layout.xaxis.tickvals) <= 6


def test_titles_are_text_to_plotly():
    """No label or hover text holds a raw tag."""
    figures = [
        plot_forecast(forecasts(BOOKS, FAR), {}, TODAY),
        plot_estimates(done((1, 2)).assign(title=HOSTILE), np.nan, np.nan),
    ]
    for made in figures:
        written = json.loads(made.to_json())
        written["layout"].pop("meta")  # printed by the page, escaped there
        assert "<script" not in json.dumps(written, ensure_ascii=False)
        assert "&lt;script&gt;" in json.dumps(written, ensure_ascii=False)
