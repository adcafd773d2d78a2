"""Rules: which goal an entry's project, tag or text belongs to."""

import pandas as pd
import pytest
from making import entries

from goalkit.entries.frame import empty_entries
from goalkit.entries.rules import NO_RULE, apply_rules, first_rules
from goalkit.records import Rule
from goalkit.records.frames import record_frame

LOG = entries(
    ("2025-03-03 09:00", 60, "Thesis"),
    ("2025-03-03 10:00", 60, "thesis notes"),
    ("2025-03-03 11:00", 60, ""),
    ("2025-03-03 12:00", 60, "Thesis", "own"),
).assign(tags=lambda frame: pd.Series([["deep", "read"], [], ["Read"], ["read"]], dtype=frame["tags"].dtype))


def rules(*given):
    """A frame of (field, how, text, goal, position) rules."""
    keys = ("field", "how", "text", "goal_id", "position")
    return record_frame(Rule, [Rule(**dict(zip(keys, rule, strict=True))).model_dump() for rule in given])


def goals(found):
    """The goals, "" for none."""
    return found["goal_id"].astype("object").fillna("").tolist()


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (("project", "is", "THESIS", "g", 0), ["g", "", "", "own"]),
        (("project", "contains", "thesis", "g", 0), ["g", "g", "", "own"]),
        (("tag", "is", "read", "g", 0), ["g", "", "g", "own"]),
        (("tag", "contains", "ee", "g", 0), ["g", "", "", "own"]),
        (("description", "contains", "x", "g", 0), ["", "", "", "own"]),
        (("client", "is", "nobody", "g", 0), ["", "", "", "own"]),
    ],
)
def test_a_rule_fills_missing_goals_and_no_others(rule, expected):
    """Upper and lower case are the same, and a goal that is there stays."""
    assert goals(apply_rules(LOG, rules(rule))) == expected


def test_the_lowest_position_decides_whatever_the_field():
    """A tag rule before a project rule wins, and the other way round; at one position the first wins."""
    project, tag = ("project", "is", "thesis", "p", 2), ("tag", "is", "read", "t", 1)
    assert goals(apply_rules(LOG, rules(project, tag))) == ["t", "", "t", "own"]
    assert goals(apply_rules(LOG, rules((*project[:4], 0), tag))) == ["p", "", "t", "own"]
    assert goals(apply_rules(LOG, rules((*project[:4], 1), tag))) == ["p", "", "t", "own"]


def test_no_rules_and_no_entries_change_nothing():
    """Both empty cases give back the same goals, and the frame that was given is as before."""
    before = LOG.copy(deep=True)
    assert goals(apply_rules(LOG, rules())) == ["", "", "", "own"]
    assert apply_rules(empty_entries(), rules(("tag", "is", "a", "g", 0))).empty
    apply_rules(LOG, rules(("tag", "is", "read", "g", 0)))
    pd.testing.assert_frame_equal(LOG, before)


def test_each_text_meets_the_first_rule_that_fits():
    """Texts without a rule get none; blanks around a text do not matter."""
    given = rules(("project", "is", " a ", "x", 0), ("project", "contains", "a", "y", 0))
    assert first_rules(["A", "ba", "c", ""], given).tolist() == [0, 1, NO_RULE, NO_RULE]
