"""The week: blocks laid by hand and from tasks, copied from the week before, seen beside the log."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from filling import complaints, fill, save

from goalkit import forms
from goalkit.forms.blocks import next_free
from goalkit.records import Goal, Settings, Task, TimeBlock, TimeEntry
from goalkit.workbook import init_book

DAY = date(2025, 3, 12)
ALL_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


@pytest.fixture
def book(tmp_path):
    """A workbook in Berlin with a goal and a task; every day is a working day, so that today is one."""
    with init_book(tmp_path / "book", notebooks=False) as opened:
        opened.change(Settings, "settings", zone="Europe/Berlin", work_days=ALL_DAYS)
        opened.add(Goal(id="g", title="Talk", start="2025-01-01", due="2099-12-31"))
        opened.add(Task(id="t", title="Write the outline", goal_id="g", estimate_hours=1.5, due="2099-01-01"))
        yield opened


def test_a_block_is_laid_and_the_day_is_told(book):
    """What is planned that day, what shares time, what lies outside working hours."""
    form = forms.block_form(book)
    fill(form, day=DAY)
    form.fill(start=time(9), end=time(10, 30), task_id="t")
    assert save(form) == "Saved: Write the outline. 1.5 h planned on Wednesday."
    fill(form, day=DAY)
    form.fill(start=time(10), end=time(19), note="evening")
    assert save(form) == (
        "Saved: evening. 10.5 h planned on Wednesday. It shares time with 1 other block. "
        "It lies outside your working hours (09:00–18:00)."
    )


def test_a_block_that_ends_before_it_begins_is_told(book):
    """Both times are named, and the way out; nothing is kept."""
    form = forms.block_form(book)
    fill(form, day=DAY)
    form.fill(start=time(11), end=time(10))
    assert "set “To” later" in form.whole.value
    save(form)
    assert book.records(TimeBlock) == []


def test_a_block_needs_day_and_times(book):
    """Each missing one is named."""
    form = forms.block_form(book)
    fill(form, day=None)
    save(form)
    assert set(complaints(form)) == {"day", "start", "end"}


def test_a_task_is_laid_with_two_clicks(book):
    """Plan fills the form with the task and the next free time as long as its estimate; Save lays it."""
    form = forms.block_form(book)
    tasks = forms.tasks_to_plan(book, into=form)
    tasks.buttons["t"].click()
    form.button.click()
    (block,) = book.records(TimeBlock)
    assert block.task_id == "t"
    length = datetime.combine(block.day, block.end) - datetime.combine(block.day, block.start)
    assert length == timedelta(hours=1.5)
    assert "1 block laid" in tasks.widget.children[1].children[0].children[1].value


def test_the_next_free_time_leaves_out_blocks_and_days_off(book):
    """With every hour of two weeks taken but one, that one is found."""
    start = book.today()
    for step in range(14):
        day = start + timedelta(days=step)
        book.add(TimeBlock(day=day, start=time(9), end=time(12 if step == 5 else 18)))
    day, begin, end = next_free(book, timedelta(hours=2))
    assert (day, begin, end) == (start + timedelta(days=5), time(12), time(14))


def test_a_finished_task_is_not_offered(book):
    """Done tasks leave the list; without any there is a sentence."""
    form = forms.block_form(book)
    tasks = forms.tasks_to_plan(book, into=form)
    book.change(Task, "t", done_on=DAY)
    tasks.refresh()
    assert tasks.buttons == {}


def test_the_week_shows_plan_and_log(book):
    """An hour and a half planned, an hour of it kept; the words have the numbers."""
    book.add(TimeBlock(day=DAY, start=time(9), end=time(10, 30), goal_id="g"))
    begin = datetime(2025, 3, 12, 8, tzinfo=UTC)
    book.add(TimeEntry(start_utc=begin, end_utc=begin + timedelta(hours=1), goal_id="g"))
    view = forms.week_view(book, as_of=DAY)
    assert view.said == "1.5 h planned, 1.0 h of it kept (67 %); 0.0 h of 1.0 h came unplanned."
    view.following.click()
    assert view.said == "Nothing is planned and nothing is logged in this week."
    view.previous.click()
    assert view.said.startswith("1.5 h planned")


def test_the_blocks_of_the_week_before_are_copied_once_and_taken_back_together(book):
    """Same weekday and time, one change; a second press finds them there."""
    for hour in (9, 14):
        book.add(TimeBlock(day=DAY, start=time(hour), end=time(hour + 1), note="n"))
    view = forms.week_view(book, as_of=DAY + timedelta(days=7))
    view.copy.click()
    assert view.status.value == "Saved: 2 blocks laid."
    assert {block.day for block in book.records(TimeBlock)} == {DAY, DAY + timedelta(days=7)}
    view.copy.click()
    assert view.status.value.startswith("Nothing to copy")
    assert len(book.records(TimeBlock)) == 4
    book.undo()
    assert len(book.records(TimeBlock)) == 2


@pytest.mark.parametrize("day", [date(2025, 3, 30), date(2025, 10, 26)])
def test_a_week_with_a_night_of_the_clocks_is_drawn(book, day):
    """An entry over the changed hour is drawn by the clock and counted to the second."""
    begin = datetime(day.year, day.month, day.day, 0, 0, tzinfo=UTC)
    book.add(TimeEntry(start_utc=begin, end_utc=begin + timedelta(hours=3)))
    assert forms.week_view(book, as_of=day).said == "3.0 h were tracked; nothing was planned."
