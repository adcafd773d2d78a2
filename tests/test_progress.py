"""Progress, pace, safety days, what is asked, and status."""

import math
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import BERLIN, entries

from goalkit.metrics import pace
from goalkit.metrics.progress import GoalData, goal_status, pace_rows, progress
from goalkit.periods import Calendar
from goalkit.records import Goal, Measurement, Milestone
from goalkit.records.frames import record_frame

CALENDAR = Calendar(BERLIN)
START, DUE = date(2025, 1, 1), date(2025, 4, 11)  # a hundred days apart
DAY_50 = START + timedelta(days=50)


def goal(**values):
    """A goal of 100 pages in a hundred days, but for what is given."""
    return Goal(**({"id": "g", "title": "Pages", "target": 100, "start": START, "due": DUE} | values))


def data(goals, readings=(), milestones=(), log=None):
    """GoalData of records; readings are (day number, value) of goal "g"."""
    read = [Measurement(goal_id="g", day=START + timedelta(days=n), value=v) for n, v in readings]
    stops = [Milestone(goal_id="g", title="Stop", due=START + timedelta(days=n), value=v) for n, v in milestones]
    frames = [
        record_frame(model, [record.model_dump() for record in records])
        for model, records in ((Goal, goals), (Measurement, read), (Milestone, stops))
    ]
    return GoalData(*frames, entries() if log is None else log)


def status_row(one, readings=(), as_of=DAY_50, **more):
    """The row of `goal_status` for one goal."""
    (row,) = goal_status(data([one], readings, **more), as_of, CALENDAR).itertuples()
    return row


def test_no_goals_give_empty_frames():
    """Without goals both frames are empty and keep their columns and dtypes."""
    status, rows = goal_status(data([]), DAY_50, CALENDAR), pace_rows(data([]), DAY_50, CALENDAR)
    assert status.empty
    assert status["safety_days"].dtype == "float64"
    assert list(rows) == ["goal_id", "title", "unit", "day", "line", "value"]


def test_a_total_adds_up_from_its_baseline():
    """10 + 20 + 30 from a baseline of 5 is 65; readings before the start and after as_of do not count."""
    row = status_row(goal(baseline=5), [(-1, 99), (0, 10), (20, 20), (50, 30), (51, 99)])
    assert row.value == 65


def test_a_level_is_the_last_reading():
    """The last reading up to as_of counts; without one the baseline does."""
    assert status_row(goal(measure="level"), [(40, 70), (10, 20), (60, 99)]).value == 70
    assert status_row(goal(measure="level", baseline=3)).value == 3


def test_hours_come_from_the_log_between_start_and_due():
    """Hours of the goal's entries count from its start to its due day; `hours` tells all given so far."""
    log = entries(
        ("2024-12-31 10:00", 60, "A", "g"),
        ("2025-01-01 10:00", 90, "A", "g"),
        ("2025-01-02 10:00", 60, "A", "other"),
        ("2025-04-12 10:00", 60, "A", "g"),
    )
    row = status_row(goal(measure="hours"), as_of=date(2025, 5, 1), log=log)
    assert (row.value, row.hours) == (1.5, 3.5)


def test_hours_over_midnight_count_on_their_own_day():
    """Of an entry from 23:00 to 1:00 on as_of's night one hour is known by the end of that day."""
    log = entries(("2025-02-20 23:00", 120, "A", "g"))
    assert status_row(goal(measure="hours"), as_of=date(2025, 2, 20), log=log).value == 1.0


def test_a_goal_without_entries_or_readings_is_at_its_baseline():
    """A goal with nothing written down has progress 0, no hours, and is behind after its first day."""
    row = status_row(goal())
    assert (row.progress, row.hours, row.status, row.safety_days) == (0.0, 0.0, "behind", 0.0)


def test_yes_or_no_asks_nothing_until_its_last_day():
    """Undone it stays on pace with no weekly demand, is behind on its day, late after, achieved by a 1."""
    one = goal(measure="yes or no", target=1)
    row = status_row(one)
    assert (row.status, row.delta, row.do_today, row.safety_days) == ("on pace", 0.0, 0.0, 49.0)
    assert math.isnan(row.required_per_week)
    assert status_row(one, as_of=DUE).status == "behind"
    assert status_row(one, as_of=DUE + timedelta(days=1)).status == "late"
    assert status_row(one, [(20, 1)]).status == "achieved"


def test_pace_of_a_straight_goal():
    """62 of 100 after 50 of 100 days: line 50, delta 12, 12 days safe, 38 left in 50/7 weeks."""
    row = status_row(goal(), [(3, 62)])
    assert (row.pace, row.delta, row.safety_days, row.do_today) == pytest.approx((50, 12, 12, 0))
    assert row.required_per_week == pytest.approx(38 / (50 / 7))
    assert row.status == "ahead"


def test_a_goal_behind_says_what_today_takes():
    """At 40 where the line is at 50, 11 bring safety to one day: behind, 0 days safe."""
    row = status_row(goal(), [(3, 40)])
    assert (row.delta, row.safety_days, row.do_today, row.status) == pytest.approx((-10, 0, 11, "behind"))
    better = status_row(goal(), [(3, 40 + row.do_today)])
    assert better.safety_days == pytest.approx(1.0)


def test_a_week_of_safety_is_ahead_and_less_is_on_pace():
    """57 after 50 days is ahead, 56.9 and 50 are on pace, 49.9 is behind."""
    found = [status_row(goal(), [(3, value)]).status for value in (57, 56.9, 50, 49.9)]
    assert found == ["ahead", "on pace", "on pace", "behind"]


def test_milestones_bend_the_line():
    """With 20 by day 50 the line is at 10 on day 25; blank ones and those outside bend nothing."""
    bent = status_row(goal(), milestones=[(50, 20), (60, None), (-5, 90), (200, 1)], as_of=date(2025, 1, 26))
    assert bent.pace == pytest.approx(10)


def test_safety_runs_over_a_bend():
    """At 60 on day 25 with 20 due by day 50, the line gets to 60 on day 75: 50 days safe."""
    row = status_row(goal(), [(3, 60)], milestones=[(50, 20)], as_of=START + timedelta(days=25))
    assert row.safety_days == pytest.approx(50)


def test_a_downward_goal_is_ahead_when_lower():
    """From 80 to 70: 74 half-way is 1 ahead, 10 days safe, and asks 4 in the weeks left."""
    row = status_row(goal(measure="level", baseline=80, target=70), [(3, 74)])
    assert (row.progress, row.pace, row.delta, row.safety_days) == pytest.approx((0.6, 75, 1, 10))
    assert row.required_per_week == pytest.approx(4 / (50 / 7))
    assert status_row(goal(measure="level", baseline=80, target=70), [(3, 76)]).status == "behind"


def test_status_before_and_after_its_dates():
    """Before the start nothing is asked today; after the due day it is late; at its target achieved."""
    before = status_row(goal(), as_of=START - timedelta(days=1))
    assert (before.status, before.do_today) == ("not started", 0.0)
    late = status_row(goal(), [(3, 40)], as_of=DUE + timedelta(days=1))
    assert late.status == "late"
    assert math.isnan(late.required_per_week)
    done = status_row(goal(), [(3, 120)])
    assert (done.status, done.progress, done.required_per_week, done.do_today) == ("achieved", 1.2, 0.0, 0.0)


@pytest.mark.parametrize("said", ["considering", "paused", "dropped"])
def test_goals_at_rest_ask_nothing(said):
    """Of a goal that is considered, paused or dropped nothing is asked, behind or not."""
    row = status_row(goal(status=said))
    assert row.status == said
    assert all(math.isnan(value) for value in (row.safety_days, row.required_per_week, row.do_today))


def test_a_goal_called_achieved_is_achieved():
    """A person's own word counts, whatever the readings say."""
    assert status_row(goal(status="achieved"), [(3, 40)]).status == "achieved"


def rate(**values):
    """Two runs a week from Wednesday 1 January to Sunday 30 March 2025: twelve whole weeks."""
    return goal(**({"measure": "rate", "per": "week", "target": 2, "unit": "runs"} | values), due=date(2025, 3, 30))


def weekly(*amounts):
    """Readings on the Tuesday of each whole week: 7 January is day 6."""
    return [(6 + 7 * week, amount) for week, amount in enumerate(amounts)]


def test_a_rate_counts_whole_periods_met_over_due():
    """Of three whole weeks two were met: progress 2/3, value 2 of 12, delta −1, in weeks."""
    row = status_row(rate(), weekly(2, 1, 3), as_of=date(2025, 1, 26))
    assert row.progress == pytest.approx(2 / 3)
    assert (row.value, row.target, row.pace, row.delta, row.unit, row.asks_unit) == (
        2,
        12,
        3,
        -1,
        "weeks met",
        "runs",
    )


def test_a_missed_period_is_not_asked_for_again():
    """After a missed week and a met one the goal is on pace; right after the missed one it is behind."""
    assert status_row(rate(), weekly(2, 1), as_of=date(2025, 1, 19)).status == "behind"
    assert status_row(rate(), weekly(2, 1, 2), as_of=date(2025, 1, 26)).status == "on pace"
    assert status_row(rate(), weekly(2, 1, 2), as_of=date(2025, 1, 21)).status == "on pace"


def test_safety_of_a_rate_is_the_days_left_to_keep_it():
    """On a Wednesday with last week met, 4 days are left; with this week met too, 11."""
    wednesday = date(2025, 1, 15)
    assert status_row(rate(), weekly(2), as_of=wednesday).safety_days == 4
    assert status_row(rate(), weekly(2, 2), as_of=wednesday).safety_days == 11


def test_a_rate_asks_for_what_its_week_still_misses():
    """On the last day of a week with 1 of 2 runs one is asked today; a rate asks 2 a week throughout."""
    row = status_row(rate(), weekly(2, 1), as_of=date(2025, 1, 19))
    assert row.required_per_week == 2
    sunday = status_row(rate(), [*weekly(2), (12, 1)], as_of=date(2025, 1, 18))
    assert sunday.do_today == 0.0
    assert status_row(rate(), weekly(1, 1), as_of=date(2025, 1, 18)).do_today == 0.5


def test_a_rate_in_hours_reads_the_log():
    """A rate whose unit is h takes the hours of the goal's entries."""
    log = entries(("2025-01-07 10:00", 120, "A", "g"))
    assert status_row(rate(unit="h"), as_of=date(2025, 1, 12), log=log).value == 1


def test_a_rate_is_achieved_only_at_its_end():
    """All weeks met so far are progress 1 and on pace; achieved is the goal after its last week."""
    early = status_row(rate(), weekly(2, 2), as_of=date(2025, 1, 19))
    assert (early.progress, early.status) == (1.0, "on pace")
    assert status_row(rate(), weekly(*[2] * 12), as_of=date(2025, 3, 30)).status == "achieved"


def test_a_rate_shorter_than_its_period_has_no_progress_yet():
    """A goal of three days at a rate a month has no whole period: progress 0, target 0, no error."""
    short = goal(measure="rate", per="month", due=date(2025, 1, 3))
    row = status_row(short, as_of=date(2025, 1, 2))
    assert (row.progress, row.target) == (0.0, 0.0)


def test_pace_rows_reach_from_start_to_due():
    """A row a day; the line ends at the target; values are known up to as_of and no further."""
    rows = pace_rows(data([goal()], [(3, 40)]), DAY_50, CALENDAR)
    assert len(rows) == 101
    assert rows["line"].iloc[[0, -1]].tolist() == [0.0, 100.0]
    assert rows["value"].iloc[[2, 3, 50]].tolist() == [0.0, 40.0, 40.0]
    assert rows["value"].iloc[51:].isna().all()


def test_the_chart_and_the_status_agree():
    """Line and value of the chart on as_of are pace and value of the status, for every measure."""
    goals = [goal(), rate(id="r"), goal(id="l", measure="level", baseline=9, target=2)]
    given_data = data(goals, weekly(2, 1, 2), [(50, 20)])
    rows = pace_rows(given_data, DAY_50, CALENDAR)
    now = rows[rows["day"] == pd.Timestamp(DAY_50)]
    status = goal_status(given_data, DAY_50, CALENDAR)
    assert now["line"].tolist() == pytest.approx(status["pace"].tolist())
    assert now["value"].tolist() == pytest.approx(status["value"].tolist())


def test_a_goal_of_one_day_is_due_at_once():
    """A goal that starts and is due on one day has its line at the target on that day."""
    assert status_row(goal(due=START), as_of=START).pace == 100


NUMBERS = st.floats(-1e6, 1e6).map(lambda value: round(value, 3))


@settings(deadline=None)  # a busy machine is no fault
@given(NUMBERS, NUMBERS, NUMBERS)
def test_progress_laws(value, baseline, target):
    """Progress is 0 at the baseline, 1 at the target, and the same for the mirrored goal."""
    if baseline == target:
        return
    assert progress(baseline, baseline, target) == 0
    assert progress(target, baseline, target) == 1
    assert progress(-value, -baseline, -target) == progress(value, baseline, target)


@settings(deadline=None)  # a busy machine is no fault
@given(
    st.lists(st.tuples(st.integers(1, 99), st.floats(0, 100)), max_size=4),
    st.floats(0, 100),
    st.integers(0, 99),
)
def test_pace_laws(stops, value, day):
    """Behind is 0 days safe and ahead more; after the safe days the line is at the value; mirrored alike."""
    stops = sorted((float(at), y) for (at, _), y in zip(stops, sorted(y for _, y in stops), strict=True))
    up = pace.pace_line((0.0, 0.0), [*stops, (100.0, 100.0)])
    down = pace.pace_line((0.0, 0.0), [*((at, -y) for at, y in stops), (100.0, -100.0)])
    ahead, safe = pace.delta(up, value, day), pace.safety_days(up, value, day)
    assert ahead == pytest.approx(pace.delta(down, -value, day))
    assert safe == pytest.approx(pace.safety_days(down, -value, day))
    if ahead < -1e-3:
        assert safe == 0
    if ahead > 1e-3:
        assert safe > 0
        assert up.at(day + safe) == pytest.approx(value, abs=1e-3)
