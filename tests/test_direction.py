"""Direction: the wheel and its gaps, values as stated, skills and what they lack."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from goalkit.charts.direction import plot_skill_gaps, plot_wheel
from goalkit.metrics.direction import area_sentence, last_two, moved, skill_gaps, stated_shares, wheel, widest_gaps
from goalkit.metrics.terms import visions_served
from goalkit.records import Goal, LearningItem, LifeArea, Skill, SkillRating, Value
from goalkit.records.frames import record_frame

DAY = date(2025, 12, 31)


def ratings(*rows):
    """Life areas from (day, area, satisfaction, wanted, importance)."""
    names = ("day", "area", "satisfaction", "wanted", "importance")
    return record_frame(LifeArea, [{"id": str(n), **dict(zip(names, row, strict=True))} for n, row in enumerate(rows)])


def test_the_gap_is_importance_times_what_is_missing():
    """Four missing at importance three weigh twelve; the last rating counts and the one before stands beside."""
    found = wheel(ratings((date(2025, 1, 5), "Rest", 3, 8, 2), (date(2025, 6, 5), "rest ", 4, 8, 3)), DAY)
    assert found[["gap", "satisfaction", "before"]].iloc[0].tolist() == [12.0, 4.0, 3.0]
    assert len(found) == 1


def test_later_ratings_are_not_known_yet_and_the_last_of_a_day_counts():
    """Looking from March, June has not been; twice on a day is the second."""
    log = ratings(
        (date(2025, 1, 5), "Rest", 3, 8, 2), (date(2025, 1, 5), "Rest", 5, 8, 2), (date(2025, 6, 5), "Rest", 9, 9, 2)
    )
    found = wheel(log, date(2025, 3, 1))
    assert found["satisfaction"].tolist() == [5.0]
    assert np.isnan(found["before"].iloc[0])


def test_what_is_looked_back_on_begins_with_what_stood_then():
    """Of four ratings the second stood on 1 May; on 1 January none did, so that the first of the year is compared."""
    days = (date(2025, 1, 5), date(2025, 4, 5), date(2025, 6, 5), date(2025, 9, 5))
    log = ratings(*((day, "Rest", at, 8, 2) for at, day in enumerate(days)))
    for since, before in ((None, 2.0), (date(2025, 5, 1), 1.0), (date(2025, 1, 1), 0.0), (date(2025, 12, 1), 2.0)):
        assert wheel(log, DAY, since)["before"].tolist() == [before]
    last, none = last_two(log, "area", date(2025, 1, 31), date(2025, 1, 1))
    assert last["satisfaction"].tolist() == [0]
    assert none["day"].isna().tolist() == [True]


def test_only_what_was_rated_anew_and_changed_has_moved():
    """A fall of three comes before a rise of one; the same again, or an older rating, is no move."""
    start = date(2025, 6, 1)
    first = [(date(2025, 1, 5), area, 5, 8, 2) for area in ("A", "B", "C", "D")]
    again = [(start, "A", 6, 8, 2), (start, "B", 2, 8, 2), (start, "C", 5, 8, 2), (date(2025, 5, 5), "D", 9, 9, 2)]
    found = moved(wheel(ratings(*first, *again), DAY, start), "satisfaction", start)
    assert found[["area", "change"]].to_numpy().tolist() == [["B", -3.0], ["A", 1.0]]
    assert moved(wheel(ratings(), DAY), "satisfaction", start).empty


def test_a_goal_leads_where_it_or_the_nearest_above_it_leads():
    """A part of a part leads to the vision of the whole; a circle leads nowhere; dropped ones are left out."""
    span = {"start": "2025-01-01", "due": "2025-12-31"}
    rows = [
        {"id": "a", "parent_id": "b"}, {"id": "b", "parent_id": "c"}, {"id": "c", "serves_vision": "5 years"},
        {"id": "d", "parent_id": "e"}, {"id": "e", "parent_id": "d"}, {"id": "f"},
        {"id": "g", "serves_vision": "20 years", "status": "dropped"}, {"id": "h", "parent_id": "gone"},
    ]  # fmt: skip
    found = visions_served(record_frame(Goal, [{"title": row["id"], **span, **row} for row in rows]))
    assert found[["goal_id", "horizon", "direct"]].to_numpy().tolist() == [
        ["c", "5 years", True], ["a", "5 years", False], ["b", "5 years", False]
    ]  # fmt: skip
    assert visions_served(record_frame(Goal, [])).empty


def test_the_widest_gaps_are_told_with_what_moved():
    """Areas beyond what is wanted are no gap; the sentence names the one that moved most."""
    log = ratings(
        (date(2025, 1, 5), "Rest", 3, 8, 2), (date(2025, 1, 5), "Career", 6, 7, 5), (date(2025, 6, 5), "Rest", 7, 8, 2),
        (date(2025, 6, 5), "Career", 6, 7, 5), (date(2025, 6, 5), "Social", 9, 8, 5),
    )  # fmt: skip
    found = wheel(log, DAY)
    assert widest_gaps(found)["area"].tolist() == ["Career", "Rest"]
    assert area_sentence(found) == (
        "The widest gaps, weighed by importance: Career (1 of 10 missing), Rest (1 of 10 missing). "
        "Rest moved most since the time before: 3 → 7."
    )
    assert area_sentence(wheel(ratings((DAY, "Rest", 8, 8, 2)), DAY)) == "Every area is where you want it, or beyond."


def test_shares_of_values_come_to_one():
    """Importance over all importance, the heaviest first."""
    rows = [{"id": "a", "name": "calm", "importance": 3}, {"id": "b", "name": "craft", "importance": 9}]
    found = stated_shares(record_frame(Value, rows))
    assert found["name"].tolist() == ["craft", "calm"]
    assert found["share"].tolist() == [0.75, 0.25]


def test_a_skill_is_short_of_what_is_wanted_by_its_last_rating():
    """Rated twice, the later counts; never rated comes last; what there is to learn is counted."""
    skills = record_frame(
        Skill,
        [
            {"id": "sql", "name": "SQL", "wanted": 4},
            {"id": "talk", "name": "Speaking", "wanted": 3},
            {"id": "x", "name": "New", "wanted": 5},
        ],
    )
    levels = record_frame(
        SkillRating,
        [{"id": str(n), "skill_id": skill, "day": day, "level": level} for n, (skill, day, level) in enumerate(
            [("sql", date(2025, 1, 1), 1), ("sql", date(2025, 5, 1), 3), ("talk", date(2025, 1, 1), 1), ("x", date(2026, 5, 1), 1)]
        )],
    )  # fmt: skip
    items = record_frame(LearningItem, [{"id": "i", "title": "t", "skill_id": "sql"}])
    found = skill_gaps(skills, levels, items, DAY)
    assert found["name"].tolist() == ["Speaking", "SQL", "New"]
    assert found["gap"].tolist()[:2] == [2.0, 1.0]
    assert np.isnan(found["gap"].iloc[2])
    assert found["learning"].tolist() == [0, 1, 0]


def test_nothing_written_is_empty_and_said():
    """Empty frames give empty frames, and figures whose words say what is missing."""
    assert wheel(ratings(), DAY).empty
    assert area_sentence(wheel(ratings(), DAY)) == ""
    assert stated_shares(record_frame(Value, [])).empty
    none = skill_gaps(*(record_frame(model, []) for model in (Skill, SkillRating, LearningItem)), DAY)
    assert none.empty
    assert "No skill" in plot_skill_gaps(none).layout.meta["alt"]
    assert len(plot_wheel(wheel(ratings(), DAY), "").data) == 0


def test_the_wheel_closes_and_shows_the_time_before_where_all_have_one():
    """Each ring ends where it begins; three rings with a time before, two without."""
    first = [(date(2025, 1, 5), area, 3, 8, 2) for area in ("A", "B", "<i>C</i>")]
    again = [(date(2025, 6, 5), area, 5, 8, 2) for area in ("A", "B", "<i>C</i>")]
    rings = plot_wheel(wheel(ratings(*first, *again), DAY), "said").data
    assert [ring.name for ring in rings] == ["before", "wanted", "now"]
    assert all(ring.r[0] == ring.r[-1] for ring in rings)
    assert rings[0].theta[2] == "&lt;i&gt;C&lt;/i&gt;"
    assert len(plot_wheel(wheel(ratings(*first), DAY), "said").data) == 2


def test_skills_are_drawn_with_their_distance():
    """A line a rated skill, and the words name the widest gap and what has nothing to learn from."""
    frame = pd.DataFrame(
        {
            "skill_id": ["a", "b"],
            "name": ["SQL", "New"],
            "level": [1.0, np.nan],
            "wanted": [4, 5],
            "gap": [3.0, np.nan],
            "learning": [0, 0],
            "before": [np.nan, np.nan],
        }
    )
    figure = plot_skill_gaps(frame)
    assert len(figure.layout.shapes) == 1
    assert [trace.name for trace in figure.data] == ["wanted", "now"]
    moved = plot_skill_gaps(frame.assign(before=[0.0, np.nan]))
    assert [trace.name for trace in moved.data] == ["wanted", "before", "now"]
    assert (
        figure.layout.meta["alt"]
        == "The widest gap is SQL: 1 now, 4 wanted; 1 of those short of it has nothing to learn from yet."
    )


@pytest.mark.parametrize("rated", [[], [3.0]])
def test_skills_without_a_gap_are_told_kindly(rated):
    """None rated, or none short."""
    level = rated or [np.nan]
    frame = pd.DataFrame(
        {"name": ["SQL"], "level": level, "wanted": [3], "gap": [0.0 if rated else np.nan], "learning": [0]}
    ).assign(before=np.nan)
    assert ("none rated yet" in plot_skill_gaps(frame).layout.meta["alt"]) is not bool(rated)
