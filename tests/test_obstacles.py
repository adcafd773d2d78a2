"""Obstacles: what each weighs, how plans did, what was learned, and whether a plan can be recognised and done."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goalkit.charts.obstacles import plot_risks
from goalkit.metrics.obstacles import lessons, plan_rate, risks, struck, struck_kinds, year_plan_rate
from goalkit.records import Roadblock, RoadblockEvent
from goalkit.records.frames import record_frame
from goalkit.smart.if_then import act_hint, situation_hint

DAY = date(2025, 6, 1)


def roadblocks(*rows):
    """A frame of roadblocks from (id, likelihood, impact[, then])."""
    return record_frame(
        Roadblock,
        [
            {"id": row[0], "title": row[0], "sort": "lack of support", "likelihood": row[1], "impact": row[2]}
            | ({"if_text": "it is noon", "then_text": row[3]} if len(row) > 3 else {})
            for row in rows
        ],
    )


def events(*rows):
    """A frame of events from (roadblock, day, plan used, worked[, lesson])."""
    names = ("roadblock_id", "day", "plan_used", "worked", "lesson")
    return record_frame(
        RoadblockEvent, [{"id": str(n), **dict(zip(names, row, strict=False))} for n, row in enumerate(rows)]
    )


def test_the_heaviest_comes_first_and_closed_ones_leave():
    """Likelihood times impact; closed on a day is open until the day before."""
    frame = roadblocks(("small", 1, 2), ("big", 4, 5, "walk"), ("even", 2, 5))
    frame.loc[frame["id"] == "even", "closed_on"] = "2025-06-02"
    found = risks(frame, events(("big", DAY, True, "yes"), ("big", date(2025, 7, 1), True, "no")), DAY)
    assert found["title"].tolist() == ["big", "even", "small"]
    assert found[["risk", "times", "has_plan"]].iloc[0].tolist() == [20, 1, True]
    assert "even" not in risks(frame, events(), date(2025, 6, 2))["title"].tolist()


def test_plans_are_rated_by_what_is_known_of_them():
    """Four struck, three used, of two it is known: one worked, one partly."""
    log = events(
        ("a", DAY, True, "yes"), ("a", DAY, True, "partly"), ("b", DAY, True, None), ("b", DAY, False, None),
        ("b", date(2024, 1, 1), True, "no"),
    )  # fmt: skip
    rate = plan_rate(log, date(2025, 1, 1), date(2026, 1, 1))
    assert (rate.struck, rate.used, rate.judged, rate.worked) == (4, 3, 2, 1.5)
    assert (rate.hit_rate, rate.used_share) == (0.75, 0.75)


def test_nothing_struck_is_no_rate():
    """Shares of nothing are NaN, frames of nothing empty."""
    rate = plan_rate(events(), date(2025, 1, 1), date(2026, 1, 1))
    assert np.isnan(rate.hit_rate)
    assert np.isnan(rate.used_share)
    assert risks(roadblocks(), events(), DAY).empty
    assert lessons(events(), roadblocks()).empty


def test_lessons_are_told_with_their_roadblock_the_latest_first():
    """An event without a lesson is left out."""
    log = events(
        ("a", DAY, False, None, "earlier"), ("b", date(2025, 7, 1), True, "yes", "louder"), ("a", DAY, False, None)
    )
    found = lessons(log, roadblocks(("a", 1, 1), ("b", 2, 2)))
    assert found[["title", "lesson"]].to_numpy().tolist() == [["b", "louder"], ["a", "earlier"]]


def test_what_struck_is_told_with_its_kind_and_counted_by_it():
    """The last day of the range is out; what is not known of an event is empty text."""
    frame = roadblocks(("a", 1, 1), ("b", 2, 2))
    frame.loc[frame["id"] == "b", "sort"] = "uncertain market"
    log = events(
        ("a", DAY, False, None), ("b", date(2025, 6, 30), True, "no", "x"), ("b", date(2025, 7, 1), True, "no")
    )
    found = struck(log, frame, DAY, date(2025, 7, 1))
    assert found[["title", "sort", "worked", "lesson"]].to_numpy().tolist() == [
        ["b", "uncertain market", "no", "x"],
        ["a", "lack of support", "", ""],
    ]
    twice = struck(log, frame, DAY, date(2025, 7, 2))
    assert struck_kinds(twice).to_numpy().tolist() == [["uncertain market", 2], ["lack of support", 1]]
    nothing = struck(events(), roadblocks(), DAY, date(2025, 7, 1))
    assert nothing.empty and str(nothing["day"].dtype) == "datetime64[us]"
    assert struck_kinds(nothing).empty


def test_a_year_s_rate_holds_twelve_months_to_the_day():
    """365 days up to and with the day; the one before them and the one after are left out."""
    log = events(("a", date(2024, 6, 1), True, "yes"), ("a", date(2024, 6, 2), True, "no"), ("a", DAY, False, None))
    assert year_plan_rate(log, DAY).struck == 2
    assert year_plan_rate(log, date(2025, 5, 31)).struck == 2


def test_the_key_of_the_map_lies_under_it():
    """Titles stand beneath the grid, where a page without margins leaves them room; a ring lets the page through."""
    figure = plot_risks(risks(roadblocks(*((f"block {n}", 3, 3) for n in range(9))), events(), DAY))
    (key,) = figure.layout.annotations
    assert (key.y, key.yanchor) == (0, "bottom")
    assert "and 1 more" in key.text and "ring: no if–then plan yet" in key.text
    assert figure.layout.yaxis.domain[0] > 0.3
    long = plot_risks(risks(roadblocks(("<b> " + "far too long for a phone " * 9, 3, 3)), events(), DAY))
    lines = long.layout.annotations[0].text.split("<br>")
    assert lines[0].startswith("<b>1</b> &lt;b&gt; far too long") and lines[1].endswith("…")
    assert max(map(len, lines[:2])) < 60
    assert set(figure.data[0].marker.color) == {"rgba(0,0,0,0)"}


def test_the_map_numbers_them_and_tells_those_without_a_plan_by_shape():
    """A point each, a ring without a plan; two on one step stand beside each other; titles as text."""
    frame = roadblocks(("<b>x</b>", 3, 3), ("y", 3, 3, "walk"))
    figure = plot_risks(risks(frame, events(), DAY))
    (points,) = figure.data
    assert list(points.text) == ["1", "2"]
    assert len(set(points.x)) == 2
    assert points.customdata[0] == "&lt;b&gt;x&lt;/b&gt;"
    assert points.marker.color[0] != points.marker.color[1]
    assert "1 has no if–then plan yet" in figure.layout.meta["alt"]
    assert "No roadblock" in plot_risks(risks(roadblocks(), events(), DAY)).layout.meta["alt"]


@pytest.mark.parametrize(
    "text",
    [
        "it is 16:00 and I have not written yet",
        "someone asks me to take one more task",
        "when I open the laptop on Monday",
        "a client declines",
        "",
    ],
)
def test_a_moment_that_can_be_recognised_needs_no_hint(text):
    """A time, an event or a place is enough."""
    assert situation_hint(text) == ""


@pytest.mark.parametrize("text", ["I feel unmotivated", "If things are difficult", "stress"])
def test_a_mood_without_a_moment_gets_a_gentle_question(text):
    """The hint asks, it does not judge."""
    assert situation_hint(text).endswith("notice.")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("I will try to be calm", "at once"),
        ("I will not open the mail", "in its place"),
        ("walk; call Ben; write", "which one comes first"),
    ],
)
def test_an_act_that_cannot_be_done_at_once_gets_a_hint(text, part):
    """Trying, not doing and several things are each asked about."""
    assert part in act_hint(text)


@pytest.mark.parametrize("text", ["write one sentence", "then I will call Ada", ""])
def test_one_act_needs_no_hint(text):
    """One thing to do is enough."""
    assert act_hint(text) == ""


@given(st.text(max_size=3000))
def test_any_text_is_read(text):
    """No text stops the hints."""
    assert isinstance(situation_hint(text) + act_hint(text), str)
