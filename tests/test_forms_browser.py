"""The forms in a real browser: a person writes a goal and logs time in JupyterLab, and the workbook has both."""

from datetime import date

import pytest
from browsing import PICTURES, open_notebook, picture, save
from playwright.sync_api import expect

from goalkit.records import Goal, Measurement
from goalkit.workbook import open_book

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_person_writes_a_goal_and_a_reading(lab, page):
    """Typed into the form by its labels, a goal is in the workbook that a second process opens."""
    open_notebook(page, lab, "04_goals.ipynb")
    form = page.locator(".gk-goal-form")
    picture(page, form, "goal-empty")
    form.get_by_label("Goal", exact=True).fill("Read 12 books at $5 to $6")
    form.get_by_label("Due", exact=True).fill("2024-01-31")
    expect(form.locator(".gk-whole")).to_contain_text("before it starts")
    form.get_by_label("To", exact=True).press_sequentially("a dozen")
    expect(form.locator(".gk-error", has_text="is not a number")).to_be_visible()
    save(form)
    expect(form.locator(".gk-status")).to_have_text("Not saved yet. Please look at “To”.")
    picture(page, form, "goal-wrong")
    form.get_by_label("To", exact=True).fill("12")
    form.get_by_label("Unit", exact=True).press_sequentially("books")
    form.get_by_label("Due", exact=True).fill("2099-12-31")
    expect(form.locator(".gk-error", has_text="is not a number")).to_have_count(0)
    save(form)
    expect(form.locator(".gk-status")).to_contain_text("Saved: Read 12 books at $5 to $6")
    expect(page.locator(".gk-table")).to_contain_text("Read 12 books at $5 to $6")
    picture(page, form, "goal-saved")

    reading = page.locator(".gk-measurement-form")
    reading.get_by_label("Goal", exact=True).select_option("Read 12 books at $5 to $6")
    reading.get_by_label("Value", exact=True).press_sequentially("3")
    save(reading)
    expect(reading.locator(".gk-status")).to_contain_text("Saved: Read 12 books at $5 to $6")
    picture(page, reading, "reading-saved")
    page.screenshot(path=PICTURES / "goal-page.png")
    with open_book(lab.folder) as book:
        (goal,) = book.records(Goal)
        assert (goal.title, goal.target, goal.unit, goal.due) == (
            "Read 12 books at $5 to $6",
            12.0,
            "books",
            date(2099, 12, 31),
        )
        assert [(found.goal_id, found.value) for found in book.records(Measurement)] == [(goal.id, 3.0)]
    assert page.complaints == []


def test_a_person_logs_time(lab, page):
    """An evening that crosses midnight is logged by keyboard and is among the workbook's entries."""
    open_notebook(page, lab, "06_log_time.ipynb")
    form = page.locator(".gk-logged-time-form")
    form.get_by_label("Day", exact=True).fill("2025-03-05")
    form.get_by_label("From", exact=True).press_sequentially("23:30")
    page.keyboard.press("Tab")
    page.keyboard.type("0:45")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("draft <b>two</b>")
    form.get_by_label("Project", exact=True).press_sequentially("Thesis")
    save(form)
    expect(form.locator(".gk-status")).to_have_text("Saved: 1 h 15 min on 2025-03-05, from 23:30 to 00:45 the next day")
    form.get_by_label("Hours", exact=True).press_sequentially("1.5")
    form.get_by_label("Project", exact=True).press_sequentially("<i>Sums</i>")
    save(form)
    hours = page.locator(".gk-table", has_text="<i>Sums</i>")
    expect(hours).to_be_visible()
    picture(page, form, "time-saved")
    picture(page, hours, "hours")
    with open_book(lab.folder) as book:
        row = book.entries(date(2025, 3, 5), date(2025, 3, 6)).iloc[0]
        assert (row["project"], row["description"], row["duration_s"]) == ("Thesis", "draft <b>two</b>", 4500.0)
    assert page.complaints == []


def test_a_person_changes_their_settings(lab, page):
    """Zone and working days are shown as they are, ticked by their names, and kept."""
    open_notebook(page, lab, "01_start_here.ipynb")
    form = page.locator(".gk-settings-form")
    expect(form.get_by_label("Time zone", exact=True)).to_have_value("Europe/Berlin")
    form.get_by_label("Friday", exact=True).uncheck()
    form.get_by_label("Sunday", exact=True).check()
    form.get_by_label("Day starts at", exact=True).fill("4")
    save(form)
    expect(form.locator(".gk-status")).to_have_text(
        "Changed: Day starts at 00:00 → 04:00, Working days without Friday, with Sunday"
    )
    picture(page, form, "settings-saved")
    with open_book(lab.folder) as book:
        assert book.settings.work_days == ["Monday", "Tuesday", "Wednesday", "Thursday", "Sunday"]
        assert f"{book.settings.day_start:%H:%M}" == "04:00"
    assert page.complaints == []
