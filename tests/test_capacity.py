"""Capacity, the cap on active goals, goals under consideration, and the balance of short and long."""

import math
from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest
from making import BERLIN, entries

from goalkit.metrics.capacity import (
    Capacity,
    active_goals,
    cap_sentence,
    capacity,
    capacity_rows,
    capacity_sentence,
    weekly_goal_hours,
)
from goalkit.metrics.considering import considering_since, undecided_sentence, weeks_considering
from goalkit.metrics.terms import Steps, balance, orphans, without_next_step
from goalkit.periods import Calendar
from goalkit.records import Goal, Milestone, Settings, Task
from goalkit.records.frames import record_frame
from goalkit.workbook import init_book

CALENDAR = Calendar(BERLIN)
AS_OF = date(2025, 3, 2)  # a Sunday
MONDAY = date(2025, 2, 24)


def goal(name, hours=None, **values) -> Goal:
    """An active goal of 2025 with some hours a week."""
    plain = {"title": name.title(), "target": 10, "start": "2025-01-01", "due": "2025-12-31", "hours_per_week": hours}
    return Goal(**({"id": name} | plain | values))


def frame(*records):
    """A frame of records of one class; without any, of goals."""
    model = type(records[0]) if records else Goal
    return record_frame(model, [record.model_dump() for record in records])


def steps(*records):
    """The milestones and tasks among the records."""
    kinds = (Milestone, Task)
    return Steps(*(record_frame(kind, [one.model_dump() for one in records if type(one) is kind]) for kind in kinds))


def weeks_log(*hours, goal_id="g"):
    """A log with so many hours on the Monday of each week, the last of them the week of AS_OF."""
    first = MONDAY - timedelta(weeks=len(hours) - 1)
    days = [first + timedelta(weeks=number) for number in range(len(hours))]
    return entries(*((f"{day} 08:00", amount * 60, "P", goal_id) for day, amount in zip(days, hours, strict=True)))


def settings(**values) -> Settings:
    """Settings in Berlin."""
    return Settings(zone=BERLIN, **values)


def test_the_median_of_eight_weeks_is_what_usually_goes_to_goals():
    """Nine weeks of 99 and 1 … 8 hours: the last eight count, their median is 4.5."""
    found = capacity(frame(), weeks_log(99, 1, 2, 3, 4, 5, 6, 7, 8), settings(), AS_OF)
    assert (found.from_log, found.weeks, found.asked, found.tips) == (4.5, 8, 0, "")


def test_a_week_without_hours_counts_and_one_before_the_log_does_not():
    """A holiday is a week of 0; the weeks before the first entry are not known."""
    log = weeks_log(6, 0, 4, 8, 2)
    weekly = weekly_goal_hours(log[log["duration_s"] > 0], CALENDAR, AS_OF)
    assert weekly["hours"].tolist() == [6, 0, 4, 8, 2]
    assert weekly["week"].iloc[-1] == pd.Timestamp(MONDAY)


def test_a_running_week_is_not_counted():
    """On a Saturday the week that is not over yet is left out; on Sunday's end it is whole."""
    log = weeks_log(1, 2, 3, 4, 5)
    assert weekly_goal_hours(log, CALENDAR, AS_OF - timedelta(days=1))["hours"].tolist() == [1, 2, 3, 4]
    assert weekly_goal_hours(log, CALENDAR, AS_OF)["hours"].tolist() == [1, 2, 3, 4, 5]


def test_time_without_a_goal_is_not_free_for_goals():
    """Hours of work that reach no goal make a week known, and add nothing to it."""
    weekly = weekly_goal_hours(weeks_log(9, 9, 9, goal_id=None), CALENDAR, AS_OF)
    assert weekly["hours"].tolist() == [0, 0, 0]


def test_weeks_begin_where_the_person_begins_them():
    """With weeks from Sunday on, a Sunday's hours are the next week's first."""
    log = entries(("2025-02-23 10:00", 120, "P", "g"), ("2025-02-22 10:00", 60, "P", "g"))
    weekly = weekly_goal_hours(log, Calendar(BERLIN, week_start=6), date(2025, 3, 1))
    assert weekly["hours"].tolist() == [1, 2]


def test_under_four_weeks_the_log_says_nothing():
    """Three weeks are too few: the number is missing, and the sentence asks for patience."""
    found = capacity(frame(goal("a", 3.0)), weeks_log(9, 9, 9), settings(), AS_OF)
    assert math.isnan(found.from_log) and math.isnan(found.free) and found.tips == ""
    assert capacity_sentence(found, {}) == (
        "Your active goals ask for 3 h a week; after 4 weeks of logged time it can be told whether that fits."
    )


def test_nothing_at_all_asks_nothing():
    """No goals and no log: zeros, nothing missing but the log's number."""
    found = capacity(frame(), entries(), settings(), AS_OF)
    assert (found.asked, found.weeks, found.unsaid, found.tips) == (0, 0, 0, "")
    assert capacity_rows(frame(), 5.0, AS_OF).empty


def test_the_goal_that_tips_it_over_is_the_first_beyond_what_is_there():
    """3 + 2 + 1.5 h against 5: the third tips it over; those at rest, later and unsaid ask nothing."""
    goals = frame(
        goal("a", 3.0),
        goal("rest", 9.0, status="paused"),
        goal("b", 2.0),
        goal("later", 9.0, start="2025-03-03"),
        goal("c", 1.5),
        goal("unsaid"),
        goal("d", 0.5),
    )
    found = capacity(goals, weeks_log(5, 5, 5, 5), settings(), AS_OF)
    assert (found.asked, found.free, found.tips, found.unsaid) == (7, 5, "c", 1)
    assert found.left == -2
    told = capacity_rows(goals, found.free, AS_OF)
    assert told[told["over"]]["goal_id"].tolist() == ["c", "d"]
    assert capacity_sentence(found, {"c": "Chess"}) == (
        "Your active goals ask for 7 h a week; 5 h went to goals in a usual one of the last 4. "
        "“Chess” is the one that goes beyond it."
    )


def test_what_fits_exactly_fits():
    """0.1 + 0.2 against 0.3 leaves nothing and tips nothing."""
    found = capacity(frame(goal("a", 0.1), goal("b", 0.2)), entries(), settings(weekly_hours=0.3), AS_OF)
    assert found.tips == ""


def test_what_a_person_says_goes_before_what_the_log_shows():
    """Stated 9 h count, and the log's 5 stand beside them."""
    found = capacity(frame(goal("a", 6.0)), weeks_log(5, 5, 5, 5), settings(weekly_hours=9), AS_OF)
    assert (found.free, found.from_log, found.left, found.tips) == (9, 5, 3, "")
    assert capacity_sentence(found, {}) == (
        "Your active goals ask for 6 h a week; you want to give 9 h, and 5 h went to goals in a usual one of "
        "the last 4. That leaves 3 h."
    )


def test_a_late_goal_is_still_active_and_a_future_one_is_not():
    """What is past its date goes on asking until it is reached or dropped."""
    goals = frame(goal("late", due="2025-02-01"), goal("now"), goal("later", start="2025-03-03"))
    assert active_goals(goals, AS_OF)["id"].tolist() == ["late", "now"]


def test_the_cap_warns_and_never_scolds():
    """Up to the cap it is told; above it there is the evidence and a question."""
    assert cap_sentence(1, 5) == "1 goal is active; you keep to 5 at most."
    assert cap_sentence(5, 5) == "5 goals are active; you keep to 5 at most."
    assert cap_sentence(6, 5).startswith("6 goals are active, more than the 5 you keep to: many plans at once")
    assert "Dalton & Spiller 2012" in cap_sentence(6, 5)


def test_a_goal_is_under_consideration_since_it_became_so(tmp_path):
    """Through a real history: added so, decided, taken back to consideration; each moment has its answer."""
    first = datetime(2025, 1, 6, 9, tzinfo=UTC)
    moments = [first + timedelta(weeks=number) for number in range(5)]
    with init_book(tmp_path / "book", notebooks=False) as book:
        book.add(goal("a", status="considering"), moments[0])
        book.change(Goal, "a", title="Better words", when=moments[1])
        book.change(Goal, "a", status="active", when=moments[2])
        book.change(Goal, "a", status="considering", when=moments[3])
        book.change(Goal, "a", why="x", when=moments[4])
        history = book.history(Goal, "a")
    assert considering_since(history) == moments[3]
    assert considering_since(history, moments[2]) == moments[0]
    assert considering_since(history, moments[3]) is None
    assert considering_since(history, moments[0]) is None


def test_a_goal_that_was_removed_is_no_longer_considered():
    """A history that ends without the record has no since; an empty one neither."""
    gone = pd.DataFrame(
        {"when_utc": [datetime(2025, 1, 6, tzinfo=UTC)] * 2, "after": [{"status": "considering"}, None]}
    )
    assert considering_since(gone) is None
    assert considering_since(gone.iloc[:0]) is None


def test_weeks_are_whole_ones_of_local_days():
    """Late on the evening before, by the person's own clock, is a day earlier; the longest comes first."""
    since = {
        "a": datetime(2025, 2, 16, 23, 30, tzinfo=UTC),  # the 17th in Berlin
        "b": datetime(2025, 1, 1, 12, tzinfo=UTC),
        "c": datetime(2025, 3, 3, 12, tzinfo=UTC),
    }
    found = weeks_considering(since, AS_OF, CALENDAR)
    assert found[["goal_id", "weeks"]].values.tolist() == [["b", 8], ["a", 1]]
    assert weeks_considering({}, AS_OF, CALENDAR).empty


@pytest.mark.parametrize(("weeks", "told"), [(0, "since this week"), (1, "for a week."), (8, "for 8 weeks.")])
def test_the_undecided_are_told_for_how_long(weeks, told):
    """The sentence names the goal and the weeks."""
    assert told in undecided_sentence("Lead a team", weeks)
    assert "“Lead a team”" in undecided_sentence("Lead a team", weeks)


def test_long_goals_without_a_next_step_are_found():
    """An active part, an open milestone or an open task is a next step; done ones and resting parts are none."""
    goals = frame(
        *(goal(name, term="long") for name in ("part", "stone", "task", "done", "bare")),
        goal("asleep", term="long", status="paused"),
        goal("short"),
        goal("one", parent_id="part"),
        goal("two", parent_id="bare", status="dropped"),
    )
    made = steps(
        Milestone(goal_id="stone", title="Stone", due="2025-06-30"),
        Milestone(goal_id="done", title="Stone", due="2025-02-28", done_on="2025-02-28"),
        Task(title="Task", goal_id="task", done_on="2025-03-03"),
    )
    assert without_next_step(goals, made, AS_OF)["goal_id"].tolist() == ["done", "bare"]
    assert without_next_step(goals, made, AS_OF + timedelta(days=1))["goal_id"].tolist() == ["task", "done", "bare"]
    assert without_next_step(frame(), steps(), AS_OF).empty


def test_orphans_lead_to_nothing_longer():
    """A short goal without a longer one, or under a dropped one; a long one without a vision."""
    goals = frame(
        goal("top", term="long", serves_vision="10 years"),
        goal("vague", term="long"),
        goal("child", parent_id="top"),
        goal("alone"),
        goal("gone", status="dropped"),
        goal("left", parent_id="gone"),
        goal("resting", status="paused"),
    )
    assert orphans(goals).values.tolist() == [
        ["vague", "Vague", "a vision"],
        ["alone", "Alone", "a longer-term goal"],
        ["left", "Left", "a longer-term goal"],
    ]
    assert orphans(frame()).empty


def test_the_balance_counts_goals_and_their_hours():
    """Two short of 3 h and one long of 1.5; those at rest do not count; nothing is zeros."""
    goals = frame(goal("a", 2.0), goal("b", 1.0), goal("c", 1.5, term="long"), goal("d", 9.0, status="paused"))
    found = balance(goals)
    assert (found.short, found.long, found.short_hours, found.long_hours) == (2, 1, 3, 1.5)
    assert balance(frame()).short == 0


def test_capacity_is_a_plain_value():
    """What is left follows from what is asked and what there is."""
    assert Capacity(6, 5, math.nan, 8, "", 0).left == -1
