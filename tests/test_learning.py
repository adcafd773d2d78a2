"""Learning: hours laid over the months, their spread, what it costs, what each skill is given."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from goalkit.metrics.learning import (
    coming,
    cost,
    finished_between,
    month_hours,
    planned_hours,
    skill_hours,
    spread,
    year_skill_hours,
)
from goalkit.records import LearningItem, Skill
from goalkit.records.frames import record_frame


def items(*rows):
    """A frame of learning items."""
    return record_frame(LearningItem, [{"id": str(n), "title": f"item {n}", **row} for n, row in enumerate(rows)])


def test_hours_lie_evenly_on_the_days_of_an_item():
    """31 hours from 16 December to 15 January are 16 in the old year and 15 in the new."""
    course = items({"hours": 31.0, "start": date(2024, 12, 16), "end": date(2025, 1, 15), "skill_id": "sql"})
    assert month_hours(course, 2024)["hours"].tolist() == pytest.approx([16.0])
    found = month_hours(course, 2025)
    assert found["hours"].tolist() == pytest.approx([15.0])
    assert found[["month", "skill_id"]].to_numpy().tolist() == [[pd.Timestamp("2025-01-01"), "sql"]]


def test_one_day_alone_carries_all_and_no_day_none():
    """A start without an end, a book that is only done; what has neither is left out."""
    found = month_hours(
        items(
            {"hours": 8.0, "start": date(2025, 5, 3)},
            {"hours": 2.0, "done_on": date(2025, 6, 1)},
            {"hours": 9.0},
            {"start": date(2025, 1, 1)},
        ),
        2025,
    )
    assert found["hours"].tolist() == [8.0, 2.0]


def test_spread_is_nothing_for_one_month_and_one_for_all_alike():
    """Entropy over log 12."""
    one = month_hours(items({"hours": 5.0, "start": date(2025, 1, 1)}), 2025)
    assert spread(one) == 0.0
    even = pd.DataFrame({"month": pd.date_range("2025-01-01", periods=12, freq="MS"), "hours": 3.0})
    assert spread(even) == pytest.approx(1.0)
    two = even.head(2)
    assert spread(two) == pytest.approx(np.log(2) / np.log(12))
    assert np.isnan(spread(month_hours(items(), 2025)))


def test_the_budget_counts_what_has_begun_this_year():
    """Planned is the year's, spent what has begun by the day; last year's is neither."""
    taken = items(
        {"cost": 100.0, "start": date(2025, 2, 1)},
        {"cost": 250.0, "start": date(2025, 11, 1)},
        {"cost": 70.0, "start": date(2024, 3, 1), "end": date(2025, 1, 5)},
        {"cost": 10.0},
    )
    found = cost(taken, date(2025, 6, 1), 300.0)
    assert (found.planned, found.spent, found.left) == (350.0, 100.0, 200.0)
    assert cost(items(), date(2025, 6, 1), None).left is None


def test_a_skill_with_nothing_to_learn_from_stands_first():
    """Items and hours a skill; those of no skill count for none."""
    skills = record_frame(
        Skill, [{"id": "sql", "name": "SQL", "wanted": 4}, {"id": "talk", "name": "Speaking", "wanted": 3}]
    )
    found = skill_hours(items({"hours": 5.0, "skill_id": "sql"}, {"hours": 2.0}), skills)
    assert found["name"].tolist() == ["Speaking", "SQL"]
    assert found["hours"].tolist() == [0.0, 5.0]
    assert skill_hours(items(), skills.head(0)).empty


def test_planned_hours_know_what_lies_behind_and_what_is_finished():
    """Of 41 planned in the year 10 lie behind on 10 January, and one was finished; next year's count for none."""
    some = items(
        {"hours": 40.0, "start": date(2025, 1, 1), "end": date(2025, 2, 9)},
        {"hours": 1.0, "start": date(2025, 3, 1), "done_on": date(2025, 1, 10)},
        {"hours": 9.0, "start": date(2026, 1, 1)},
    )
    found = planned_hours(some, date(2025, 1, 10))
    assert (found.planned, found.passed, found.finished) == (pytest.approx(41), pytest.approx(10), 1.0)
    assert planned_hours(items(), date(2025, 1, 10)).planned == 0.0


def test_hours_of_a_year_by_skill_name_those_without_one():
    """The most first; what names no skill stands under an empty name."""
    skills = record_frame(Skill, [{"id": "sql", "name": "SQL", "wanted": 4}])
    some = items(
        {"hours": 2.0, "start": date(2025, 1, 1), "skill_id": "sql"},
        {"hours": 1.0, "start": date(2025, 5, 1), "skill_id": "sql"},
        {"hours": 9.0, "start": date(2025, 5, 1)},
    )
    assert year_skill_hours(month_hours(some, 2025), skills)[["name", "hours"]].to_numpy().tolist() == [
        ["", 9.0],
        ["SQL", 3.0],
    ]
    assert year_skill_hours(month_hours(items(), 2025), skills).empty


def test_what_was_finished_and_what_comes():
    """The last day of the range is out; what is finished later still comes, what names no day comes last."""
    some = items(
        {"done_on": date(2025, 3, 31), "takeaway": "x"},
        {"done_on": date(2025, 4, 1), "start": date(2025, 2, 1)},
        {},
        {"start": date(2025, 1, 1), "hours": 3.0},
    )
    assert finished_between(some, date(2025, 3, 1), date(2025, 4, 1))["title"].tolist() == ["item 0"]
    assert coming(some, date(2025, 3, 31))["title"].tolist() == ["item 3", "item 1", "item 2"]
    assert finished_between(items(), date(2025, 3, 1), date(2025, 4, 1)).empty
    assert coming(items(), date(2025, 3, 31)).empty
