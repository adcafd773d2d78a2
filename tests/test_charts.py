"""Charts draw what they are given, in one look, and say it in words."""

import json

import pandas as pd
import pytest
from review_made import HOSTILE, facts

from goalkit.charts import goal_colours, plot_calendar, plot_hours_by_day, plot_pace, plot_weekday_hours
from goalkit.charts.look import DARK, INK, NO_GOAL, PALETTE, number, plain, short


def frame_of(name, texts=None):
    """One frame of the invented month."""
    made = facts(texts) if texts else facts()
    return made.frames[name]


def drawn():
    """One figure of each kind."""
    frames = facts().frames
    pace = frames["pace"]
    return [
        plot_hours_by_day(frames["day_hours"], {"g0": 1}),
        plot_calendar(frames["year_days"]),
        plot_weekday_hours(frames["weekday_hours"]),
        plot_pace(pace[pace["goal_id"] == "g0"], 1),
    ]


def contrast(one, other):
    """The contrast of two colours as WCAG 2 defines it, 1 to 21."""

    def light(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_goals_take_the_first_free_colours_in_order_of_creation():
    """An explicit colour wins, the others fill the gaps, and the ninth goal is grey."""
    goals = pd.DataFrame({"id": list("abcdefghi"), "colour": [None, 1, None, 3] + [None] * 5})
    assert goal_colours(goals) == dict(zip("abcdefghi", [2, 1, 4, 3, 5, 6, 7, 8, 0], strict=True))


def test_a_new_goal_takes_no_colour_away():
    """Adding a goal leaves the colours of the earlier ones as they were."""
    goals = pd.DataFrame({"id": list("abc"), "colour": pd.array([None, 5, None], dtype="Int64")})
    more = pd.concat([goals, pd.DataFrame({"id": ["d"], "colour": pd.array([None], dtype="Int64")})])
    before = goal_colours(goals)
    assert {key: goal_colours(more)[key] for key in before} == before


def test_no_goals_have_no_colours():
    """An empty frame, with or without a column of colours, gives an empty mapping."""
    assert goal_colours(pd.DataFrame({"id": []})) == {}
    assert goal_colours(pd.DataFrame({"id": [], "colour": []})) == {}


def test_bars_hold_all_hours_in_the_goals_colours():
    """The bars add up to the frame's hours, each goal in its own colour, other time last in grey."""
    frame = frame_of("day_hours")
    made = plot_hours_by_day(frame, {f"g{i}": i + 1 for i in range(5)})
    assert sum(sum(bar.y) for bar in made.data) == pytest.approx(frame["hours"].sum())
    assert {bar.marker.color for bar in made.data} == {*PALETTE[1:6], NO_GOAL}
    assert made.data[-1].marker.color == NO_GOAL


def test_words_of_the_bars_carry_the_numbers():
    """The sentence names the sum, the days worked and the longest day."""
    days = pd.to_datetime(["2025-03-01", "2025-03-02", "2025-03-03"])
    frame = pd.DataFrame({"day": days, "goal_id": ["a", "", "a"], "title": ["A", "", "A"], "hours": [2.0, 0, 3.5]})
    said = plot_hours_by_day(frame, {"a": 1}).layout.meta["alt"]
    assert said == "5.5 h on 2 of 3 days; the longest was Monday 3 March with 3.5 h."


@pytest.mark.parametrize("at", range(4))
def test_every_chart_says_itself_in_a_sentence(at):
    """Each figure carries a title and a sentence with at least two numbers."""
    words = drawn()[at].layout.meta
    assert words["title"]
    assert words["alt"].endswith(".")
    assert sum(part[0].isdigit() for part in words["alt"].split()) >= 2


def test_empty_frames_give_figures_without_traces():
    """Nothing tracked is drawn as nothing, and said."""
    empty = {name: frame.iloc[:0] for name, frame in facts().frames.items()}
    made = [
        plot_hours_by_day(empty["day_hours"], {}),
        plot_calendar(empty["year_days"]),
        plot_weekday_hours(empty["weekday_hours"]),
        plot_pace(empty["pace"], 0),
    ]
    assert [len(figure.data) for figure in made] == [0, 0, 0, 0]
    assert all(figure.layout.meta["alt"] for figure in made)


def test_one_row_is_enough_for_every_chart():
    """A single day, cell or reading is drawn without an error."""
    first = {name: frame.iloc[:1] for name, frame in facts().frames.items()}
    assert plot_hours_by_day(first["day_hours"], {}).data[0].y[0] > 0
    assert plot_calendar(first["year_days"]).data[0].z is not None
    assert plot_weekday_hours(first["weekday_hours"]).data[0].z is not None
    assert len(plot_pace(first["pace"], 0).data) == 2


@pytest.mark.parametrize("year", [2012, 2023, 2024, 2025])
def test_calendar_keeps_every_day_of_a_year(year):
    """No day of any year is lost or laid over another, those of a 54th week included."""
    days = pd.date_range(f"{year}-01-01", f"{year}-12-31")
    made = plot_calendar(pd.DataFrame({"day": days, "hours": range(1, len(days) + 1)}))
    cells = [value for row in made.data[0].z for value in row if value == value]  # noqa: PLR0124 - not NaN
    assert sorted(cells) == list(range(1, len(days) + 1))


def test_week_cells_lie_at_their_weekday_and_hour():
    """Wednesday at 14 stands in the third row at 14, in minutes."""
    frame = pd.DataFrame({"weekday": [2], "hour": [14], "hours": [0.5]})
    assert plot_weekday_hours(frame).data[0].z[2][14] == 30


def test_pace_chart_stops_the_value_where_it_is_unknown():
    """The line runs to the due day, the value only to the day of the review."""
    rows = frame_of("pace").query("goal_id == 'g0'")
    line, value = plot_pace(rows, 3).data
    assert len(line.x) == len(rows)
    assert len(value.x) == rows["value"].notna().sum() < len(rows)
    assert value.line.color == PALETTE[3]


def test_pace_chart_of_a_goal_without_readings_has_its_line_alone():
    """A goal that was never measured is drawn as its line, and said."""
    rows = frame_of("pace").query("goal_id == 'g0'").assign(value=float("nan"))
    made = plot_pace(rows, 3)
    assert len(made.data[1].x) == 0
    assert made.layout.meta["alt"].startswith("Nothing measured yet")


def test_hostile_names_are_text_to_plotly():
    """No trace name, label or axis title holds a raw tag, which plotly would read as mark-up."""
    frames = facts(HOSTILE).frames
    pace = frames["pace"]
    figures = [plot_hours_by_day(frames["day_hours"], {}), plot_pace(pace[pace["goal_id"] == "g0"], 1)]
    for figure in figures:
        written = json.loads(figure.to_json())
        written["layout"].pop("meta")  # printed by the page, escaped there
        assert "<script" not in json.dumps(written)
        assert "<img" not in json.dumps(written)


def test_plain_text_keeps_its_signs():
    """Escaping is undone by plotly's own entities, so the person sees what they wrote."""
    assert plain("<b>a & b</b>") == "&lt;b&gt;a &amp; b&lt;/b&gt;"


def test_numbers_read_as_people_write_them():
    """No needless digits, thousands apart; long texts end in an ellipsis."""
    assert [number(value) for value in (1034.4, 108.49, 12.0, 4.24, 0.456, 0)] == [
        "1,034",
        "108.5",
        "12",
        "4.2",
        "0.46",
        "0",
    ]
    assert short("a" * 40, 10) == "a" * 9 + "…"


def test_text_colours_reach_aa_in_both_themes():
    """Ink and muted ink have a contrast of 4.5 to 1 on the page, light and dark."""
    muted = "#59636e"
    assert min(contrast(INK, "#ffffff"), contrast(muted, "#ffffff")) >= 4.5
    assert min(contrast(DARK[INK], "#15181c"), contrast(DARK[muted], "#15181c")) >= 4.5


def test_bars_of_weeks_and_months_are_named():
    """Months and weeks stand in their order by name, a bare one too; the words count them and name the fullest."""
    rows = {
        "day": pd.date_range("2025-01-01", periods=3, freq="MS"),
        "goal_id": ["a", "", "a"],
        "title": ["A", "", "A"],
    }
    bars = pd.DataFrame({**rows, "hours": [2.0, 0.0, 30.5]})
    made = plot_hours_by_day(bars, {"a": 1}, "month")
    assert made.layout.xaxis.categoryarray == ("Jan", "Feb", "Mar")
    assert made.layout.meta["alt"] == "32.5 h in 2 of 3 months; most in March with 30.5 h."
    weeks = plot_hours_by_day(bars, {"a": 1}, "week")
    assert list(weeks.data[0].x) == ["1 Jan", "1 Mar"]
    assert "most in the week from 1 March" in weeks.layout.meta["alt"]
    assert weeks.layout.meta["title"] == "Hours by week"
