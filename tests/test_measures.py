"""Measures of goals: growth in percent, and readings counted from tasks, habits and contacts."""

from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import BERLIN, entries

from goalkit.cli.status import show_status
from goalkit.errors import GoalkitError
from goalkit.metrics.measures import COLUMNS, goal_data
from goalkit.metrics.progress import goal_status, pace_rows
from goalkit.periods import Calendar, parse_period
from goalkit.records import (
    Contact,
    Goal,
    Habit,
    HabitTick,
    Measurement,
    Milestone,
    Settings,
    Task,
    TimeEntry,
    make_record,
)
from goalkit.records.frames import record_frame
from goalkit.reviews.facts import gather
from goalkit.workbook import init_book

CALENDAR = Calendar(BERLIN)
START, DUE = date(2025, 1, 1), date(2025, 4, 11)  # a hundred days apart
DAY_50 = START + timedelta(days=50)


def day(number: int) -> date:
    """So many days after the start."""
    return START + timedelta(days=number)


def goal(**values) -> Goal:
    """A goal of 10 in a hundred days, but for what is given."""
    return Goal(**({"id": "g", "title": "Goal", "target": 10, "start": START, "due": DUE} | values))


def data(*records, log=None):
    """GoalData of records of any kinds."""

    def frame(model):
        return record_frame(model, [record.model_dump() for record in records if type(record) is model])

    return goal_data(frame, entries() if log is None else log, CALENDAR)


def status_row(*records, as_of=DAY_50, log=None):
    """The row of `goal_status` for the goal among the records."""
    (row,) = goal_status(data(*records, log=log), as_of, CALENDAR).itertuples()
    return row


def read(number: int, value: float) -> Measurement:
    """A reading of goal g."""
    return Measurement(goal_id="g", day=day(number), value=value)


def counted(*records, log=None) -> dict[date, float]:
    """Day → what is read off for goal g."""
    found = data(*records, log=log).measurements
    return {when.date(): value for when, value in zip(found["day"], found["value"], strict=True)}


def test_growth_is_percent_of_where_it_started():
    """From 200 to 260 readers is 30 %; of a target of 50 % that is six tenths, on a line that asks for 25 %."""
    growth = goal(measure="growth", unit="readers", baseline=200, target=50)
    row = status_row(growth, read(10, 220), read(40, 260))
    assert row.value == pytest.approx(30)
    assert (row.baseline, row.target, row.unit, row.asks_unit) == (0, 50, "%", "%")
    assert row.progress == pytest.approx(0.6)
    assert (row.pace, row.status) == (pytest.approx(25), "ahead")
    assert row.safety_days == pytest.approx(10)
    assert row.required_per_week == pytest.approx(20 / (50 / 7))


def test_growth_downwards_is_ahead_when_it_falls():
    """Cutting 80 tickets by 20 %: at 68 the value is −15 %, ahead of a line at −10 %."""
    row = status_row(goal(measure="growth", unit="tickets", baseline=80, target=-20), read(30, 68))
    assert row.value == pytest.approx(-15)
    assert row.progress == pytest.approx(0.75)
    assert (row.delta, row.status) == (pytest.approx(5), "ahead")


def test_growth_without_a_reading_is_nothing_yet():
    """Before the first reading it stands where it started: 0 %."""
    row = status_row(goal(measure="growth", baseline=80, target=20))
    assert (row.value, row.progress, row.status) == (0, 0, "behind")


def test_the_line_of_growth_runs_through_its_milestones_in_percent():
    """From 0 % on the first day, through 5 % on day 50, to 30 % on the last."""
    growth = goal(measure="growth", baseline=80, target=30)
    found = pace_rows(data(growth, Milestone(goal_id="g", title="Half", due=DAY_50, value=5)), DAY_50, CALENDAR)
    at = found.set_index("day")["line"]
    assert [at[pd.Timestamp(when)] for when in (START, DAY_50, DUE)] == [0, 5, 30]
    assert set(found["unit"]) == {"%"}


@given(st.floats(1, 1e6), st.floats(1, 1e6), st.floats(1, 500))
def test_growth_and_a_level_agree_on_progress(baseline, level, percent):
    """Growing by p % is reaching baseline · (1 + p/100): both measures tell the same progress."""
    grown = status_row(goal(measure="growth", baseline=baseline, target=percent), read(10, level))
    reached = status_row(
        goal(measure="level", baseline=baseline, target=baseline * (1 + percent / 100)), read(10, level)
    )
    assert grown.progress == pytest.approx(reached.progress, rel=1e-6, abs=1e-9)


def test_each_task_done_counts_one_on_its_day():
    """Tasks of the goal and of its milestones count when they are done; others and open ones do not."""
    made = [
        goal(measured_from="tasks"),
        goal(id="other"),
        Milestone(id="step", goal_id="g", title="Step", due=DUE),
        Task(title="a", goal_id="g", done_on=day(5)),
        Task(title="b", milestone_id="step", done_on=day(6)),
        Task(title="c", goal_id="other", milestone_id="step", done_on=day(7)),
        Task(title="d", goal_id="g"),
        Task(title="e", goal_id="g", done_on=day(-1)),
        Task(title="f", goal_id="g", done_on=day(60)),
    ]
    assert counted(*made) == {day(-1): 1, day(5): 1, day(6): 1, day(60): 1}
    row = goal_status(data(*made), DAY_50, CALENDAR).set_index("goal_id").loc["g"]
    assert row["value"] == 2  # from the start on, as far as it is known


def test_two_tasks_of_one_day_count_two():
    """A day on which two were done adds two."""
    done = [Task(title=name, goal_id="g", done_on=day(5)) for name in "ab"]
    assert status_row(goal(measured_from="tasks"), *done).value == 2


def test_what_is_counted_is_not_also_told_by_hand():
    """A goal that is measured from tasks leaves its own notes aside; another goal keeps its."""
    notes = [read(3, 99), Measurement(goal_id="other", day=day(3), value=7)]
    found = data(goal(measured_from="tasks"), goal(id="other"), *notes).measurements
    assert found[["goal_id", "value"]].values.tolist() == [["other", 7]]


def test_ticks_of_a_goals_habits_count_on_days_that_count():
    """Done days within the habit's own dates; skipped days, other goals' habits and days outside do not."""
    walk = Habit(id="walk", title="Walk", goal_id="g", start=day(2), end=day(20))
    other = Habit(id="other", title="Other", start=day(0))
    ticks = [
        HabitTick(habit_id="walk", day=day(1)),
        HabitTick(habit_id="walk", day=day(2)),
        HabitTick(habit_id="walk", day=day(3), state="skipped"),
        HabitTick(habit_id="walk", day=day(20)),
        HabitTick(habit_id="walk", day=day(21)),
        HabitTick(habit_id="other", day=day(4)),
    ]
    assert counted(goal(measured_from="habits"), walk, other, *ticks) == {day(2): 1, day(20): 1}


def test_a_habit_that_the_log_ticks_counts_days_with_time_once():
    """Its project or tag, case aside; an entry over midnight counts both days; a skipped day stays out."""
    log = entries(
        ("2025-01-05 10:00", 30, "Running"),
        ("2025-01-05 18:00", 30, "running"),
        ("2025-01-07 23:30", 60, "Running"),
        ("2025-01-09 10:00", 30, "Running"),
        ("2025-01-10 10:00", 0, "Running"),
        ("2025-01-11 10:00", 60, "Reading"),
    )
    tagged = entries(("2025-01-12 10:00", 30, "Club"))
    tagged["tags"] = pd.Series([["RUNNING", "sport"]], dtype=log["tags"].dtype)
    log = pd.concat([log, tagged], ignore_index=True)
    habit = Habit(id="run", title="Run", goal_id="g", start=START, from_log="Running")
    ticks = [
        HabitTick(habit_id="run", day=date(2025, 1, 9), state="skipped"),
        HabitTick(habit_id="run", day=date(2025, 1, 5)),
        HabitTick(habit_id="run", day=date(2025, 1, 20)),
    ]
    found = counted(goal(measured_from="habits"), habit, *ticks, log=log)
    assert sorted(when.day for when in found) == [5, 7, 8, 12, 20]
    assert set(found.values()) == {1}


def test_a_rate_from_habits_meets_its_weeks():
    """Two walks a week: the week with two is met, the one with one is not."""
    walk = Habit(id="walk", title="Walk", goal_id="g", start=START)
    ticks = [HabitTick(habit_id="walk", day=date(2025, 1, number)) for number in (7, 9, 14)]
    rate = goal(measured_from="habits", measure="rate", per="week", target=2)
    row = status_row(rate, walk, *ticks, as_of=date(2025, 1, 19))
    assert (row.value, row.pace) == (1, 2)


def test_people_met_since_the_start_add_up_to_a_total():
    """Whoever was met before, or on no known day, does not count; the first day does."""
    people = [Contact(name=str(number), met_on=day(number)) for number in (-30, 0, 10, 10, 70)]
    assert status_row(goal(measured_from="contacts"), *people, Contact(name="x")).value == 3


def test_a_network_grows_by_the_people_known():
    """Ten known at the start, three met since: 30 % of growth, as a level 13."""
    old = [Contact(name=str(number), met_on=day(-100 - number)) for number in range(9)]
    people = [*old, Contact(name="x"), *(Contact(name=str(number), met_on=day(number)) for number in (5, 20, 20, 90))]
    assert status_row(goal(measured_from="contacts", measure="growth", baseline=10, target=40), *people).value == (
        pytest.approx(30)
    )
    assert status_row(goal(measured_from="contacts", measure="level", baseline=10, target=15), *people).value == 13


def test_nothing_gives_nothing():
    """Without goals, or without anything to count, the frame is empty and keeps its columns and dtypes."""
    sources = [goal(measured_from=source, id=source) for source in ("tasks", "habits", "contacts", "readings")]
    for made in (data(), data(*sources)):
        assert made.measurements.dtypes.astype("str").to_dict() == COLUMNS
        assert made.measurements.empty


REFUSED = [
    ({"measure": "hours", "measured_from": "tasks"},
     "hours come from your time log; choose readings under “Taken from”, and log the time"),
    ({"measure": "yes or no", "target": 1, "measured_from": "habits"},
     "habits add up, which does not tell “yes or no”; choose readings under “Taken from”, or total or rate"),
    ({"measure": "level", "measured_from": "tasks"}, "tasks add up, which does not tell “level”"),
    ({"measure": "growth", "baseline": 5, "measured_from": "habits"}, "habits add up, which does not tell “growth”"),
    ({"measure": "hours", "measured_from": "contacts"}, "hours come from your time log"),
]  # fmt: skip


@pytest.mark.parametrize(("values", "told"), REFUSED)
def test_a_source_that_cannot_tell_the_measure_is_refused_kindly(values, told):
    """What adds up cannot be a state, and hours have their log; the message says what to choose."""
    with pytest.raises(GoalkitError, match=told):
        make_record(Goal, {"title": "X", "start": START, "due": DUE, "target": 10, **values})


@pytest.mark.parametrize("source", ["tasks", "habits", "contacts"])
@pytest.mark.parametrize("measure", ["total", "rate"])
def test_what_is_counted_may_be_a_total_or_a_rate(source, measure):
    """Both take counts from each source."""
    assert goal(measured_from=source, measure=measure, per="week").measured_from == source


def test_readings_do_not_change_what_they_are_given():
    """The frames that come in are the same afterwards."""
    made = [goal(measured_from="tasks"), Task(title="a", goal_id="g", done_on=day(5)), read(3, 9)]
    frames = {}

    def frame(model):
        rows = [record.model_dump() for record in made if type(record) is model]
        return frames.setdefault(model, record_frame(model, rows))

    goal_data(frame, entries(), CALENDAR)
    before = {model: kept.copy() for model, kept in frames.items()}
    goal_data(frame, entries(), CALENDAR)
    for model, kept in frames.items():
        pd.testing.assert_frame_equal(kept, before[model])


def test_a_review_and_status_count_from_every_source(tmp_path, capsys):
    """Tasks, a habit from the log and contacts of a real workbook reach its review and `goalkit status`."""
    with init_book(tmp_path / "book", notebooks=False) as book:
        book.change(Settings, "settings", zone=BERLIN)
        for name, source in (("t", "tasks"), ("h", "habits"), ("c", "contacts")):
            book.add(goal(id=name, title=f"From {source}", measured_from=source, target=4))
        book.add(goal(id="grow", title="Grow", measure="growth", baseline=50, target=20))
        book.add(Measurement(goal_id="grow", day=day(20), value=55))
        book.add(Task(title="a", goal_id="t", done_on=day(5)))
        book.add(Habit(title="Run", goal_id="h", start=START, from_log="Run"))
        begin = datetime(2025, 1, 10, 9, tzinfo=UTC)
        book.add(TimeEntry(start_utc=begin, end_utc=begin + timedelta(hours=1), project="Run"))
        book.add(Contact(name="Ana", met_on=day(3)))
        facts = gather(book, parse_period("2025-01"), date(2025, 2, 2))
        assert {line.id: round(line.value, 9) for line in facts.goals} == {"t": 1, "h": 1, "c": 1, "grow": 10}
        show_status(book, date(2025, 1, 31), "table")
    assert "10 of 20 %" in " ".join(capsys.readouterr().out.split())
