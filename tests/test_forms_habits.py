"""Habits: the form, and the board on which days are ticked."""

from datetime import UTC, date, datetime, timedelta

import pytest
from filling import fill, save

from goalkit import forms
from goalkit.records import Habit, HabitTick, Settings, TimeEntry
from goalkit.workbook import init_book

TODAY = date(2025, 3, 14)


@pytest.fixture
def book(tmp_path):
    """A new workbook in Berlin."""
    with init_book(tmp_path / "book", notebooks=False) as opened:
        opened.change(Settings, "settings", zone="Europe/Berlin")
        yield opened


@pytest.fixture
def run(book):
    """A habit of three times a week since 1 March."""
    return book.add(Habit(title="Run", times=3, per="week", start=date(2025, 3, 1)))


def test_a_habit_goes_from_the_form_into_the_workbook(book):
    """Said as a person would; eight times a week is refused with the reason."""
    form = forms.habit_form(book)
    fill(form, title="Run", times="8")
    assert "more than its days" in form.whole.value
    fill(form, times="3")
    assert save(form) == "Saved: Run, 3 times a week"
    assert book.records(Habit)[0].times == 3
    fill(form, title="Stretch", times="1", per="day")
    assert save(form) == "Saved: Stretch, every day"


def test_a_press_ticks_a_second_skips_and_a_third_clears(book, run):
    """Each press is one change of the workbook that can be taken back."""
    board = forms.habit_board(book, as_of=TODAY)
    states = []
    for _ in range(3):
        board.buttons[run.id, TODAY].click()
        states.append([tick.state for tick in book.records(HabitTick)])
    assert states == [["done"], ["skipped"], []]
    assert board.status.value == "Run, Friday 14 March: not ticked."
    assert "removal" in book.undo()
    assert [tick.state for tick in book.records(HabitTick)] == ["skipped"]


def test_the_board_says_what_each_button_means(book, run):
    """Its name has habit, day and state in words; days before the start cannot be pressed."""
    board = forms.habit_board(book, as_of=date(2025, 3, 3))
    assert board.buttons[run.id, date(2025, 3, 3)].tooltip == "Run, Monday 3 March: not ticked"
    assert [day.day for (_, day), button in board.buttons.items() if button.disabled] == [25, 26, 27, 28]


def test_the_log_ticks_a_habit_and_a_hand_can_say_otherwise(book):
    """Time on the project is a tick that says so; pressing it writes down what the person means."""
    habit = book.add(Habit(title="Run", start=date(2025, 3, 1), from_log="running"))
    moment = datetime(2025, 3, 13, 17, tzinfo=UTC)
    book.add(TimeEntry(start_utc=moment, end_utc=moment + timedelta(minutes=40), project="Running"))
    board = forms.habit_board(book, as_of=TODAY)
    day = date(2025, 3, 13)
    assert board.buttons[habit.id, day].description == "Thu ✓ log"
    board.buttons[habit.id, day].click()
    board.buttons[habit.id, day].click()
    assert board.buttons[habit.id, day].description == "Thu –"


def test_a_tick_from_another_notebook_is_not_overwritten(book, run):
    """The board shows what is there now and turns that on."""
    board = forms.habit_board(book, as_of=TODAY)
    book.add(HabitTick(habit_id=run.id, day=TODAY, state="done"))
    board.buttons[run.id, TODAY].click()
    assert [tick.state for tick in book.records(HabitTick)] == ["skipped"]


def test_without_habits_the_board_says_where_to_begin_and_follows_the_form(book):
    """The first habit appears when it is saved."""
    form = forms.habit_form(book)
    board = forms.habit_board(book, after=form)
    assert board.buttons == {}
    fill(form, title="Run")
    save(form)
    assert len(board.buttons) == 7
