"""Values as lived: shares of hours, and how far they are from what was stated."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goalkit.metrics.lived import value_distance, value_shares
from goalkit.records import Goal, Value
from goalkit.records.frames import record_frame

DAYS = {"start": "2025-01-01", "due": "2025-12-31"}


def values(**importance):
    """Values by their name."""
    return record_frame(Value, [{"id": name, "name": name, "importance": many} for name, many in importance.items()])


def goals(**served):
    """Goals with the values that each serves."""
    return record_frame(Goal, [{"id": name, "title": name, "value_ids": ids, **DAYS} for name, ids in served.items()])


def test_an_hour_of_a_goal_counts_a_half_for_each_of_two_values():
    """4 h for craft alone and 2 h for craft and calm: craft lives 5/6, stated 1/4; the distance is 7/12."""
    found = value_shares(values(calm=9, craft=3), goals(book=["craft"], walk=["craft", "calm"]), {"book": 4, "walk": 2})
    assert found["name"].tolist() == ["calm", "craft"]
    assert found["hours"].tolist() == [1.0, 5.0]
    assert found["lived"].tolist() == pytest.approx([1 / 6, 5 / 6])
    assert found["goals"].tolist() == [1, 2]
    assert value_distance(found) == pytest.approx(7 / 12)


def test_values_that_are_gone_take_no_share():
    """A goal that names a value nobody knows gives all its hours to the other; time of other goals is left out."""
    found = value_shares(values(calm=1), goals(walk=["gone", "calm"], other=[]), {"walk": 2, "other": 7, "": 9})
    assert found["hours"].tolist() == [2.0]
    assert value_distance(found) == 0.0


def test_without_hours_nothing_is_lived_and_no_distance_known():
    """A goal without entries; no goals; no values."""
    for found in (
        value_shares(values(calm=1, craft=2), goals(walk=["calm"]), {}),
        value_shares(values(calm=1), goals(), {"walk": 2}),
        value_shares(values(), goals(walk=["calm"]), {"walk": 2}),
    ):
        assert found["lived"].isna().all()
        assert math.isnan(value_distance(found))


@given(st.lists(st.tuples(st.integers(1, 10), st.floats(0.1, 100)), min_size=1, max_size=6))
def test_shares_come_to_one_and_the_distance_lies_between(rows):
    """Both columns of shares add up to 1; the distance is from 0 to 1."""
    kept = values(**{f"v{at}": importance for at, (importance, _) in enumerate(rows)})
    own = goals(**{f"g{at}": [f"v{at}"] for at in range(len(rows))})
    found = value_shares(kept, own, {f"g{at}": hours for at, (_, hours) in enumerate(rows)})
    assert found["stated"].sum() == pytest.approx(1)
    assert found["lived"].sum() == pytest.approx(1)
    assert 0 <= value_distance(found) <= 1
