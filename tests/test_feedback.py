"""Feedback in numbers: what was asked, what is open, what waits, what it refines."""

from datetime import date

from goalkit.metrics.feedback import actions_done, asked_between, open_actions, refined, unanswered
from goalkit.records import Feedback
from goalkit.records.frames import record_frame

MARCH = (date(2025, 3, 1), date(2025, 4, 1))


def feedback(*rows):
    """A frame of feedback; each row has at least a day."""
    return record_frame(Feedback, [{"id": str(n), "question": f"question {n}", **row} for n, row in enumerate(rows)])


def test_an_action_is_open_until_the_day_it_was_done():
    """The earliest due first, those without a day last; done tomorrow is open today, asked tomorrow is not known."""
    some = feedback(
        {"day": date(2025, 3, 1), "action": "a"},
        {"day": date(2025, 3, 2), "action": "b", "action_due": date(2025, 5, 1), "action_done_on": date(2025, 3, 11)},
        {"day": date(2025, 3, 3), "action": "c", "action_due": date(2025, 4, 1)},
        {"day": date(2025, 3, 4)},
        {"day": date(2025, 3, 11), "action": "d"},
    )
    assert open_actions(some, date(2025, 3, 10))["action"].tolist() == ["c", "b", "a"]
    assert open_actions(some, date(2025, 3, 11))["action"].tolist() == ["c", "a", "d"]
    assert actions_done(some, *MARCH) == 1


def test_questions_of_a_range_and_those_without_an_answer():
    """The latest first, the last day of the range out; an empty answer is none."""
    some = feedback(
        {"day": date(2025, 3, 1), "said": "yes", "goal_id": "g"},
        {"day": date(2025, 3, 31), "said": "", "goal_id": "g"},
        {"day": date(2025, 4, 1)},
    )
    found = asked_between(some, *MARCH)
    assert found["question"].tolist() == ["question 1", "question 0"]
    assert (unanswered(some, date(2025, 3, 31)), unanswered(some, date(2025, 4, 1))) == (1, 2)
    assert (refined(found, "goal_id"), refined(found, "skill_id")) == (["g"], [])


def test_no_feedback_is_nothing_to_do():
    """Empty frames and zeros."""
    nothing = feedback()
    assert open_actions(nothing, MARCH[0]).empty
    assert asked_between(nothing, *MARCH).empty
    assert (actions_done(nothing, *MARCH), unanswered(nothing, MARCH[0])) == (0, 0)
