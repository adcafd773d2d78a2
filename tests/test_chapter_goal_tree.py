"""Goals under what they serve: the tree, what lacks a next step, what is undecided, and the cap."""

from datetime import date

import pandas as pd
import pytest
from plan_made import at, goal, new_book, shown, told

from goalkit.metrics.considering import undecided
from goalkit.metrics.known import ahead, written_later
from goalkit.metrics.terms import shown_in_tree, tree, visions
from goalkit.periods import Calendar
from goalkit.records import Goal, Milestone, Settings, Vision
from goalkit.records.frames import record_frame

DAY = date(2025, 3, 31)


@pytest.fixture
def book(tmp_path):
    """A new workbook."""
    with new_book(tmp_path) as made:
        yield made


def goals(*rows):
    """Goals from (id, parent[, status])."""
    names = ("id", "parent_id", "status")
    plain = {"status": "active", "title": "", "term": "short"}
    return record_frame(Goal, [{**plain, **dict(zip(names, row, strict=False))} for row in rows])


def test_a_tree_is_read_from_the_top(book):
    """Each goal stands right before what is part of it; a parent that is not there makes a root."""
    found = tree(goals(("a", "x"), ("b", "c"), ("c", "a"), ("d", "a"), ("e", None)))
    assert list(zip(found["id"], found["level"], strict=True)) == [("a", 0), ("c", 1), ("b", 2), ("d", 1), ("e", 0)]
    assert tree(goals()).empty


def test_goals_in_a_circle_are_shown_once_each():
    """Two that are part of each other, and one that is part of itself, do not vanish."""
    found = tree(goals(("a", "b"), ("b", "a"), ("c", "c")))
    assert sorted(found["id"]) == ["a", "b", "c"]
    assert list(shown_in_tree(goals(("a", "b"), ("b", "a")))["id"]) == ["a", "b"]


def test_closed_goals_stay_where_an_open_one_hangs_on_them():
    """The reached parent of an open goal is shown, a dropped leaf is not."""
    found = shown_in_tree(goals(("a", None, "achieved"), ("b", "a", "dropped"), ("c", "b"), ("d", "a", "dropped")))
    assert list(found["id"]) == ["a", "b", "c"]


def test_visions_are_those_pictured_or_served_by_then():
    """The nearest first; one pictured later is not known yet."""
    pictures = record_frame(
        Vision, [{"horizon": "10 years", "day": date(2025, 1, 1)}, {"horizon": "20 years", "day": date(2025, 6, 1)}]
    )
    served = goals(("a", None)).assign(serves_vision="5 years")
    found = visions(pictures, served, DAY)
    assert found.to_dict("list") == {"horizon": ["5 years", "10 years"], "pictured": [False, True], "goals": [1, 0]}
    assert visions(pictures.iloc[:0], goals(), DAY).empty


def test_what_lies_ahead_is_known_from_the_day_it_was_written():
    """Records none of whose days has come are asked for their history; those without one were always there."""
    frame = pd.DataFrame({"id": ["a", "b", "c"], "due": pd.to_datetime(["2025-03-01", "2025-05-01", None])})
    assert ahead(frame, DAY) == ["b", "c"]
    history = pd.DataFrame({"when_utc": pd.to_datetime(["2025-05-01"], utc=True)})
    assert written_later({"b": history, "c": history.iloc[:0]}, at("2025-04-01")) == {"b"}


def test_undecided_goals_are_counted_from_when_they_were_known(book):
    """Five weeks of waiting; what was decided later is still undecided on the day."""
    goal(book, "move", when="2025-02-24", status="considering")
    book.change(Goal, "move", {"status": "active"}, when=at("2025-04-15"))
    histories = {"move": book.history(Goal, "move")}
    assert undecided(histories, DAY, Calendar())["weeks"].tolist() == [5]
    assert undecided(histories, date(2025, 4, 20), Calendar()).empty
    assert undecided({}, DAY, Calendar()).empty


def test_a_review_shows_the_tree_and_what_is_worth_knowing(book):
    """Vision, long and short goals in nested lists; stuck, alone, undecided, and more than the cap."""
    book.change(Settings, "settings", goal_cap=1)
    book.add(Vision(horizon="10 years", day=date(2025, 1, 1)))
    goal(book, "lead", term="long", serves_vision="5 years", hours_per_week=2)
    goal(book, "talk", parent_id="lead", hours_per_week=1, title="<i>Talk</i>")
    goal(book, "book", term="long")
    goal(book, "move", when="2025-03-10", status="considering")
    part = told(book, "goal_tree")
    assert part.sentence == (
        "Two long-term goals asking for 2 h a week and one short-term goal asking for 1 h a week are active. "
        "One long one has no next step yet."
    )
    assert [(one.title, len(one.below)) for one in part.branches] == [
        ("The vision in 5 years", 1), ("The vision in 10 years", 0), ("Book", 0), ("Move", 0),
    ]  # fmt: skip
    assert part.branches[0].below[0].below[0].title == "<i>Talk</i>"
    assert part.cap_words.startswith("3 goals are active, more than the 1 you keep to")
    assert part.remarks == (
        "“Book” has no next step yet; a milestone or a task in the notebook 05_plan would be one.",
        "“Book” serves no vision yet; that may be fine.",
        "“Move”: still undecided for 3 weeks. Letting it go is a decision, too.",
    )
    text, figures = shown(book, "goal_tree")
    assert "&lt;i&gt;Talk" in text
    assert "no open goal serves it yet" in text
    assert figures == []


def test_nothing_later_is_in_the_tree(book):
    """A goal thought of in May is not in March's tree, and a milestone done in April is a next step in March."""
    goal(book, "lead", term="long")
    goal(book, "late", when="2025-05-01", start=date(2025, 5, 1))
    book.add(
        Milestone(goal_id="lead", title="Ask", due=date(2025, 4, 2), done_on=date(2025, 4, 2)), when=at("2025-02-01")
    )
    part = told(book, "goal_tree")
    assert [one.title for one in part.branches] == ["Lead"]
    assert part.sentence.endswith("The long one has a next step.")
    assert len(told(book, "goal_tree", "2025").branches) == 2
    assert told(book, "goal_tree", "2025").stuck == 1


def test_with_all_goals_closed_one_line_says_where_to_go_on(book):
    """A review in which no goal is open has nothing to draw a tree of."""
    goal(book, "read", status="dropped")
    assert told(book, "goal_tree").missing.startswith("No goal is open;")
    assert told(book, "goal_tree").branches == ()
