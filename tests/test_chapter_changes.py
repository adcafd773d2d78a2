"""What changed in goals, as the journal tells it: steps, before and after, why, and the lesson."""

from datetime import date

import pandas as pd
import pytest
from plan_made import at, goal, new_book, shown, told

from goalkit.metrics.goal_changes import counted, goal_changes, goals_then
from goalkit.periods import Calendar
from goalkit.records import Goal

MARCH = (date(2025, 3, 1), date(2025, 4, 1))
CALENDAR = Calendar("Europe/Berlin")


@pytest.fixture
def book(tmp_path):
    """A new workbook."""
    with new_book(tmp_path) as made:
        yield made


def changes(book, span=MARCH):
    """The changes of all goals on some days."""
    return goal_changes({name: book.history(Goal, name) for name in book.frame(Goal)["id"]}, span, CALENDAR)


def change(book, name, when, why="", **values):
    """One change of a goal."""
    book.change(Goal, name, values, when=at(when), why=why)


def test_no_goals_have_no_changes(book):
    """Without a history there is nothing, and nothing to count."""
    assert changes(book) == []
    assert counted([]) == []


def test_a_field_is_told_before_and_after(book):
    """Target and due day with their values, in the order of the fields, and the reason."""
    goal(book, "read", measure="total", target=12, unit="books")
    change(book, "read", "2025-03-10", "Too many.", target=10, due=date(2026, 1, 31))
    (found,) = changes(book)
    assert (found.step, found.day, found.why) == ("changed", date(2025, 3, 10), "Too many.")
    assert [(one.field, one.before, one.after) for one in found.fields] == [
        ("target", 12.0, 10.0),
        ("due", date(2025, 12, 31), date(2026, 1, 31)),
    ]


STEPS = [
    ("active", "paused", "paused"),
    ("paused", "active", "taken up again"),
    ("active", "dropped", "dropped"),
    ("active", "achieved", "reached"),
    ("considering", "active", "decided for"),
    ("active", "considering", "put back for consideration"),
    ("dropped", "active", "taken up again"),
]


@pytest.mark.parametrize(("before", "after", "step"), STEPS)
def test_each_change_of_status_has_its_word(book, before, after, step):
    """A lesson that was written with it goes along."""
    goal(book, "read", status=before)
    change(book, "read", "2025-03-10", status=after, lesson="Smaller.")
    (found,) = changes(book)
    assert (found.step, found.lesson) == (step, "Smaller.")
    assert counted([found]) == [(step, 1)]


def test_only_changes_on_the_days_are_told_by_the_local_clock(book):
    """Half past eleven in the evening of 31 March in UTC is April in Berlin."""
    goal(book, "read")
    for when in ("2025-02-28 22:30", "2025-02-28 23:30", "2025-03-31 21:30", "2025-03-31 22:30"):
        change(book, "read", when, target=len(book.history(Goal, "read")))
    assert [found.day for found in changes(book)] == [date(2025, 3, 1), date(2025, 3, 31)]


def test_what_was_taken_back_is_no_change(book):
    """Neither the change nor its undo stands; an undo of an older change is one."""
    goal(book, "read")
    change(book, "read", "2025-03-10", target=10)
    book.undo(when=at("2025-03-10 13:00"))
    assert changes(book) == []
    change(book, "read", "2025-02-10", target=20)
    book.undo(when=at("2025-03-11"))
    assert [found.step for found in changes(book)] == ["changed"]


def test_what_is_put_right_on_the_first_day_belongs_to_the_writing(book):
    """A goal is written down once; a pause on the same day is a step all the same, other fields are none."""
    goal(book, "read", when="2025-03-10")
    change(book, "read", "2025-03-10 13:00", target=10)
    change(book, "read", "2025-03-10 14:00", status="paused")
    change(book, "read", "2025-03-12", why="Because.", colour=3)
    assert [found.step for found in changes(book)] == ["written down", "paused"]


def test_a_lesson_alone_is_a_change(book):
    """It may come later than the end of the goal."""
    goal(book, "read", status="dropped")
    change(book, "read", "2025-03-10", lesson="Smaller.")
    assert [(found.step, found.lesson) for found in changes(book)] == [("lesson noted", "Smaller.")]


def test_goals_are_as_they_were_known(book):
    """Every field before an instant, with the dtypes of the frame; one that came later is as first given."""
    goal(book, "read", target=12, hours_per_week=2)
    change(book, "read", "2025-05-01", target=10, due=date(2026, 1, 31), status="paused", title="Read less")
    goal(book, "late", when="2025-06-01", target=7)
    change(book, "late", "2025-06-02", target=8)
    now = book.frame(Goal)
    then = goals_then(now, {name: book.history(Goal, name) for name in now["id"]}, at("2025-04-01"))
    assert list(then["target"]) == [12, 7]
    assert list(then["title"]) == ["Read", "Late"]
    assert list(then["status"]) == ["active", "active"]
    assert then["due"].iloc[0] == pd.Timestamp("2025-12-31")
    pd.testing.assert_series_equal(then.dtypes, now.dtypes)
    pd.testing.assert_frame_equal(goals_then(now, {}, at("2025-04-01")), now)
    assert goals_then(now.iloc[:0], {}, at("2025-04-01")).empty


def test_the_review_says_what_changed_why_and_what_was_learned(book):
    """In March one was let go and one written down; values with their units, the change of mind first."""
    goal(book, "read", measure="total", target=12, unit="books", status="active")
    goal(book, "swim", when="2025-03-02", title="Swim <b>far</b>")
    change(book, "read", "2025-03-20", "No evenings.", status="dropped", target=8, lesson="Read on trains.")
    part = told(book, "changes")
    assert part.sentence == "One goal was written down and one was let go."
    assert [one.title for one in part.changes] == ["Read", "Swim <b>far</b>"]
    text, figures = shown(book, "changes")
    assert "let go on 20 March 2025: target 12 books → 8 books" in text
    assert "“No evenings.”" in text
    assert "Lesson: Read on trains." in text
    assert "Swim &lt;b&gt;far&lt;/b&gt;" in text
    assert figures == []


def test_a_month_and_a_quarter_tell_their_own_changes(book):
    """What came after the last known day is not told, nor what came before the period."""
    goal(book, "read")
    change(book, "read", "2025-02-03", target=50)
    change(book, "read", "2025-03-20", target=60)
    change(book, "read", "2025-05-01", target=70)
    change(book, "read", "2025-07-01", target=80)
    counts = {period: len(told(book, "changes", period).changes) for period in ("2025-03", "2025-Q1", "2025-Q2")}
    assert counts == {"2025-03": 1, "2025-Q1": 2, "2025-Q2": 1}
    assert told(book, "changes", as_of=date(2025, 3, 19)).sentence == "No goal was changed in this month."
    assert told(book, "changes", "2024-11").sentence == "No goal was changed in this month."


def test_many_changes_are_folded_away(book):
    """Eight lines of one goal stand open, the others under “and 4 more”."""
    goal(book, "read")
    for day in range(1, 13):
        change(book, "read", f"2025-03-{day:02d}", target=100 + day)
    text, _ = shown(book, "changes")
    assert text.index("→ 108 h") < text.index("and 4 more") < text.index("→ 109 h")
    assert told(book, "changes").sentence == "One goal was changed."
