"""Plan against log in a review: what of the blocks was kept, by day of the week, and the picture of a week."""

from datetime import date

import pytest
from making import BERLIN, entries
from plan_made import facts_of, goal, log, new_book, shown, told

from goalkit.metrics.week import blocks_between, kept_by_weekday, week_pieces
from goalkit.periods import Calendar
from goalkit.records import Milestone, Task, TimeBlock
from goalkit.records.frames import record_frame

CALENDAR = Calendar(BERLIN)


@pytest.fixture
def book(tmp_path):
    """Two blocks in the week of 10 March, one on Tuesday, half of the first kept; and an hour unplanned."""
    with new_book(tmp_path) as made:
        goal(made, "sql")
        made.add(Milestone(id="m", title="Half", goal_id="sql", due=date(2025, 6, 1)))
        made.add(Task(id="t", title="Join <b>", milestone_id="m"))
        made.add(TimeBlock(day=date(2025, 3, 10), start="09:00", end="11:00", task_id="t"))
        made.add(TimeBlock(day=date(2025, 3, 11), start="09:00", end="10:00", note="Quiet"))
        log(made, "2025-03-10 08:00", 60, "sql")
        log(made, "2025-03-12 18:00", 60)
        yield made


def laid(*rows):
    """Blocks as instants from (day, from, to[, goal])."""
    names = ("day", "start", "end", "goal_id")
    frame = record_frame(TimeBlock, [dict(zip(names, row, strict=False)) for row in rows])
    return blocks_between(frame, {}, (date(2025, 3, 1), date(2025, 4, 1)), CALENDAR)


def test_days_of_the_week_are_summed_and_begin_where_weeks_do():
    """Two Mondays and a Sunday; a block without a goal is kept by anything."""
    blocks = laid(
        (date(2025, 3, 10), "09:00", "11:00", "a"),
        (date(2025, 3, 17), "09:00", "10:00", "a"),
        (date(2025, 3, 16), "09:00", "10:00"),
    )
    log = entries(("2025-03-10 10:00", 60, "", "a"), ("2025-03-17 09:00", 60, "", "b"), ("2025-03-16 09:30", 60))
    found = kept_by_weekday(blocks, log)
    assert found.to_dict("list") == {
        "weekday": [0, 6], "blocks": [2, 1], "planned_hours": [3.0, 1.0], "kept_hours": [1.0, 0.5],
        "adherence": [1 / 3, 0.5],
    }  # fmt: skip
    assert list(kept_by_weekday(blocks, log, week_start=6)["weekday"]) == [6, 0]
    assert kept_by_weekday(laid(), entries()).empty


def test_pieces_of_a_week_are_cut_at_midnight_and_named():
    """An evening that goes on after midnight is two pieces; what has no words takes its goal's title."""
    log = entries(("2025-03-10 23:00", 120, "", "a"))
    found = week_pieces(laid((date(2025, 3, 10), "09:00", "11:00", "a")), log, {"a": "Talk"}, CALENDAR)
    assert found[["from_hour", "to_hour"]].to_numpy().tolist() == [[9, 11], [23, 24], [0, 1]]
    assert list(found["what"]) == ["Talk"] * 3
    assert list(found["planned"]) == [True, False, False]
    assert week_pieces(laid(), entries(), {}, CALENDAR).empty


@pytest.mark.parametrize("period", ["2025-W11", "2025-03", "2025-Q1"])
def test_kept_and_unplanned_are_told(book, period):
    """One of three hours was kept, by way of the task's milestone; one of two came unplanned."""
    part = told(book, "plan_kept", period)
    assert part.sentence == "3.0 h planned, 1.0 h of it kept (33 %); 1.0 h of 2.0 h came unplanned."
    assert (part.adherence, part.unplanned_share) == (pytest.approx(1 / 3), 0.5)
    assert [(one.name, one.blocks, one.adherence) for one in part.weekdays] == [("Monday", 1, 0.5), ("Tuesday", 1, 0.0)]


def test_only_a_week_is_drawn(book):
    """Its seven days, with blocks called by note or task; a month has the table alone, a year nothing."""
    _, (figure,) = shown(book, "plan_kept", "2025-W11")
    assert len(figure.layout.xaxis.tickvals) == 7
    assert list(facts_of(book, "2025-W11").frames["plan_kept.pieces"]["what"])[:2] == ["Join <b>", "Quiet"]
    assert shown(book, "plan_kept", "2025-03")[1] == []
    assert "plan_kept" not in facts_of(book, "2025").chapters


def test_blocks_of_days_to_come_are_no_plan_yet(book):
    """On Monday evening only Monday's block can have been kept."""
    part = told(book, "plan_kept", "2025-W11", as_of=date(2025, 3, 10))
    assert (part.planned_hours, part.kept_hours) == (2.0, 1.0)


def test_without_blocks_one_line_says_where_to_lay_them(book):
    """The week after has none."""
    assert told(book, "plan_kept", "2025-W12").missing.startswith("No block of time was laid in this week;")
