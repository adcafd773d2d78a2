"""The chapter of the year: theme, numbers by quarter, what became of goals and why, what was asked and answered."""

from datetime import UTC, date, datetime

import pytest
from direction_made import add_goal, log, shown, told

from goalkit.records import Goal, LookBack, Milestone, Theme
from goalkit.reviews.chapters import BY_NAME
from goalkit.workbook import init_book


def at(day):
    """Noon of a day of 2025."""
    return datetime.fromisoformat(f"2025-{day} 12:00").replace(tzinfo=UTC)


@pytest.fixture
def book(tmp_path):
    """A new workbook."""
    with init_book(tmp_path / "book", notebooks=False) as made:
        yield made


@pytest.fixture
def year(book):
    """A goal dropped in May, one whose target fell and that the log reached in August, one paused; milestones."""
    book.add(Theme(year=2025, theme="Fewer, better", meaning="I stay."))
    for name in ("read", "write", "run"):
        add_goal(book, name, at("01-02"), target=5)
    log(book, "2024-06-03 08:00", 2, "run")
    log(book, "2025-02-03 08:00", 1, "read")
    log(book, "2025-08-04 08:00", 4, "write")
    book.change(Goal, "read", {"status": "dropped", "lesson": "It was not mine."}, when=at("05-01"), why="Enough.")
    book.change(Goal, "write", {"target": 4.0}, when=at("06-01"), why="Four say it all.")
    book.change(Goal, "run", {"status": "paused"}, when=at("11-01"))
    for title, day, taken in (("A page", date(2025, 3, 3), date(2025, 3, 4)), ("Ten", date(2025, 9, 9), None)):
        book.add(Milestone(goal_id="write", title=title, due=day, done_on=day, celebrate="Cake", celebrated_on=taken))
    return book


def test_the_year_is_told_in_two_sentences(year):
    """Hours against the year before, goals reached and let go, milestones and their celebration."""
    part = told(year, "year", "2025")
    assert part.sentence == (
        "5 h went to your goals, 3 h more than in 2024. "
        "One goal was reached and one was let go; of two milestones reached, one was celebrated."
    )
    assert (part.theme, part.meaning) == ("Fewer, better", "I stay.")
    assert [(one.hours, one.reached, one.let_go, one.milestones) for one in part.quarters] == [
        (1.0, 0, 0, 1), (0.0, 0, 1, 0), (4.0, 1, 0, 1), (0.0, 0, 0, 0)
    ]  # fmt: skip


def test_what_became_of_goals_is_told_in_order_with_the_reason(year):
    """By day; the one that the log reached stands among those that were changed by hand."""
    part = told(year, "year", "2025")
    assert [(one.day, one.title, one.what, one.why, one.lesson) for one in part.turns] == [
        (date(2025, 5, 1), "Read", "let go", "Enough.", "It was not mine."),
        (date(2025, 6, 1), "Write", "target 4 h instead of 5", "Four say it all.", ""),
        (date(2025, 8, 4), "Write", "reached", "", ""),
        (date(2025, 11, 1), "Run", "paused", "", ""),
    ]
    text, figures = shown(year, "year", "2025")
    assert "1 May 2025 Read — let go. Enough. The lesson: It was not mine." in text
    assert figures == []


def test_nothing_after_the_day_it_is_told_on_is_known(year):
    """On 31 May one goal is let go; the target is the old one, nothing is reached, the second milestone open."""
    part = told(year, "year", "2025", date(2025, 5, 31))
    assert (part.reached, part.let_go, part.milestones, len(part.quarters)) == (0, 1, 1, 2)
    assert [one.what for one in part.turns] == ["let go"]
    assert part.sentence.startswith("1 h went to your goals. ")


def test_a_goal_marked_as_reached_counts_once(year):
    """By hand in August, after the log had it: the day of the mark, with its lesson."""
    year.change(Goal, "write", {"status": "achieved", "lesson": "Mornings."}, when=at("08-10"))
    part = told(year, "year", "2025")
    assert part.reached == 1
    assert [(one.day, one.lesson) for one in part.turns if one.what == "reached"] == [(date(2025, 8, 10), "Mornings.")]


def test_answers_stand_beside_those_of_the_year_before(book):
    """What went well of 2025 beside that of 2024; what was wanted for 2025 alone; nothing of a later day."""
    book.add(LookBack(year=2025, day=date(2025, 1, 4), accomplishments="A talk", missed="Evenings"))
    book.add(LookBack(year=2026, day=date(2025, 12, 31), accomplishments="A book"))
    book.add(LookBack(year=2027, day=date(2026, 12, 31), accomplishments="Later"))
    part = told(book, "year", "2025")
    assert [(one.question, one.now, one.now_of, one.before, one.before_of) for one in part.answers] == [
        ("What went well", "A book", "of 2025", "A talk", "of 2024"),
        ("What I missed and want this year", "", "for 2026", "Evenings", "for 2025"),
    ]
    text, _ = shown(book, "year", "2025")
    assert "the one that opens 2026, of 31 December 2025 beside the one that opens 2025, of 4 January 2025." in text
    assert "What went well of 2025 A book of 2024 A talk" in text
    first = told(book, "year", "2025", date(2025, 12, 30))
    assert [(one.now, one.before) for one in first.answers] == [("A talk", ""), ("Evenings", "")]


def test_a_year_is_for_years_alone():
    """A month has no look at the whole year."""
    assert BY_NAME["year"].kinds == ("year",)


def test_a_year_before_anything_is_one_line(year):
    """Nothing in 2023; a theme alone is enough to begin with."""
    assert "notebook 02_look_back" in told(year, "year", "2023").missing
    year.add(Theme(year=2023, theme="Slow"))
    assert told(year, "year", "2023").sentence == "No hours on goals are logged."


def test_each_turn_has_its_words(book):
    """Taken on, taken up again, reopened, under consideration again; a date, hours a week from none."""
    add_goal(book, "lead", at("01-02"), status="considering")
    steps = [
        {"status": "active", "hours_per_week": 2.0}, {"status": "paused"}, {"status": "active"}, {"status": "dropped"},
        {"status": "active", "due": date(2026, 3, 31)}, {"status": "considering"},
    ]  # fmt: skip
    for month, step in enumerate(steps, start=2):
        book.change(Goal, "lead", step, when=at(f"{month:02d}-01"))
    assert [one.what for one in told(book, "year", "2025").turns] == [
        "taken on, 2 h a week instead of none",
        "paused",
        "taken up again",
        "let go",
        "reopened, due 31 March 2026 instead of 31 December 2025",
        "under consideration again",
    ]
