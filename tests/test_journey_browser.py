"""A year in JupyterLab, as a person would fill it in: every form of every notebook, then the review of the month."""

import re
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from browsing import PICTURES, open_notebook
from images_made import png
from playwright.sync_api import expect

from goalkit.records import (
    Affirmation,
    BoardImage,
    CheckIn,
    Contact,
    Feedback,
    Goal,
    Habit,
    HabitTick,
    LearningItem,
    LifeArea,
    LookBack,
    Measurement,
    Meeting,
    Milestone,
    Resource,
    ReviewAnswer,
    Roadblock,
    RoadblockEvent,
    Rule,
    SelfAssessment,
    Skill,
    SkillRating,
    Task,
    Theme,
    TimeBlock,
    TimeEntry,
    Value,
    Vision,
)
from goalkit.workbook import open_book

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TODAY = date.today()
LATER, NEXT_YEAR = TODAY + timedelta(days=40), TODAY + timedelta(days=365)
GOAL = "Read 12 books"


@dataclass(frozen=True)
class Fill:
    """One form filled in: its class, label → what is given, and part of what Save answers."""

    form: str
    given: dict = field(default_factory=dict)
    said: str = "Saved: "


def give(page, form, label, value):
    """Gives one field what a person would: typed, chosen by its label, ticked, or slid."""
    box = form.get_by_label(label, exact=True)
    kind = box.evaluate("node => node.tagName === 'SELECT' ? 'select' : node.type || node.tagName.toLowerCase()")
    if kind == "select":
        box.select_option(label=value) if isinstance(value, str) else box.select_option(index=value)
    elif kind == "checkbox":
        box.check()
    elif kind in ("range", "date"):
        box.fill(str(value))
    else:
        box.click()
        box.fill("")
        page.keyboard.type(str(value))


def fill_in(page, one):
    """Fills a form in and saves it; what it answers is expected to hold what was said."""
    form = page.locator(one.form)
    for label, value in one.given.items():
        give(page, form, label, value)
    form.get_by_role("button", name="Save", exact=True).click()
    expect(form.locator(".gk-status").first).to_contain_text(one.said)


def chapter(page, lab, name, *fills):
    """Opens a notebook, fills in forms one after the other, keeps a picture of the whole."""
    open_notebook(page, lab, f"{name}.ipynb")
    for one in fills:
        fill_in(page, one)
    keep_picture(page, name)


def keep_picture(page, name):
    """A picture of the notebook from its top, for people to look at."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"journey-{name}.png")


def test_a_year_is_filled_in_from_looking_back_to_the_review(lab, page, tmp_path):
    """Each form of each notebook in turn; the workbook holds what was typed, the console is quiet, the review tells it."""
    start_and_look_back(page, lab)
    direction(page, lab, tmp_path)
    goals(page, lab)
    plan_and_time(page, lab)
    obstacles_and_people(page, lab)
    learning_and_progress(page, lab)
    assert page.complaints == []
    with open_book(lab.folder) as book:
        what_was_typed_is_in_the_workbook(book)
    the_review_tells_it(lab)


def start_and_look_back(page, lab):
    """Settings, the questions of the year, its theme."""
    chapter(page, lab, "01_start_here", Fill(".gk-settings-form", {"Hours a week for goals": "10"}, "10"))
    chapter(
        page,
        lab,
        "02_look_back",
        Fill(".gk-look-back-form", {"What I learned": "slow is <b>fine</b>"}, "Saved: your look back for"),
        Fill(".gk-theme-form", {"Theme": "adventure"}, "Saved: “adventure” for"),
    )


def direction(page, lab, tmp_path):
    """Values, life areas, oneself, skills, vision, board, affirmation."""
    open_notebook(page, lab, "03_direction.ipynb")
    fill_in(page, Fill(".gk-value-form", {"Value": "curiosity", "Importance": 8}, "Saved: curiosity, 8 of 10"))
    areas = page.locator(".gk-life-areas-form")
    for name in ("Career", "Learning", "Rest"):
        row = areas.locator(".gk-area", has=page.get_by_text(name, exact=True))
        for label, step in (("Satisfaction now", 4), ("Wanted", 8), ("Importance", 3)):
            row.get_by_label(label, exact=True).fill(str(step))
    fill_in(page, Fill(".gk-life-areas-form", {}, "Saved: 3 areas"))
    fill_in(page, Fill(".gk-self-assessment-form", {"What": "explaining"}, "Saved: strength: explaining"))
    fill_in(page, Fill(".gk-skill-form", {"Skill": "SQL", "Wanted level": 4}, "Saved: SQL"))
    fill_in(page, Fill(".gk-skill-rating-form", {"Skill": "SQL", "Level now": 1}, "Saved: SQL at 1 of 5"))
    fill_in(page, Fill(".gk-vision-form", {"Role": "I teach"}, "Saved: your vision in 10 years"))
    board = page.locator(".gk-board")
    (tmp_path / "river.png").write_bytes(png(300, 200))
    board.locator("input[type=file]").set_input_files(tmp_path / "river.png")
    expect(board.locator(".gk-pick-told")).to_contain_text("river.png")
    fill_in(page, Fill(".gk-board-image-form", {"Caption": "a river"}, "Saved: "))
    expect(board.get_by_role("img", name="a river")).to_be_visible()
    fill_in(page, Fill(".gk-affirmation-form", {"Affirmation": "I ask early"}, "Saved: “I ask early”"))
    keep_picture(page, "03_direction")


def goals(page, lab):
    """A sentence fills in the form; the letters light up; a reading is noted."""
    open_notebook(page, lab, "04_goals.ipynb")
    panel, form = page.locator(".gk-goal-help"), page.locator(".gk-goal-form")
    give(page, panel, "In one sentence", f"Read 12 books by {NEXT_YEAR}")
    panel.get_by_role("button", name="Fill in the form below").click()
    expect(form.get_by_label("To", exact=True)).to_have_value("12")
    give(page, form, "Why", "to argue better")
    give(page, form, "Hours a week", "3")
    form.get_by_label("curiosity", exact=True).check()
    expect(panel.locator(".gk-lit")).to_have_count(5)
    keep_picture(page, "04_goals")
    fill_in(page, Fill(".gk-goal-form", {}, f"Saved: {GOAL}"))
    fill_in(page, Fill(".gk-measurement-form", {"Goal": GOAL, "Value": "2"}, "Saved: "))


def plan_and_time(page, lab):
    """Milestone, task, resource; the timer, an evening by hand, a rule; a block of the week."""
    chapter(
        page,
        lab,
        "05_plan",
        Fill(".gk-milestone-form", {"Goal": GOAL, "Milestone": "Three read", "Due": LATER}, "Saved: Three read"),
        Fill(".gk-task-form", {"Task": "Choose the first", "Goal": GOAL, "Estimate": "1.5"}, "Saved: Choose the first"),
        Fill(".gk-resource-form", {"What": "a library card"}, "Saved: "),
    )
    open_notebook(page, lab, "06_log_time.ipynb")
    timer = page.locator(".gk-timer")
    timer.get_by_label("Goal", exact=True).select_option(GOAL)
    timer.get_by_label("What are you doing?").fill("chapter one")
    page.keyboard.press("Enter")
    expect(timer.locator(".gk-said")).to_contain_text("Started at")
    page.wait_for_timeout(1500)
    timer.get_by_role("button", name="Stop", exact=True).click()
    expect(timer.locator(".gk-said")).to_contain_text("Logged: ")
    yesterday = TODAY - timedelta(days=1)
    fill_in(
        page, Fill(".gk-logged-time-form", {"Day": yesterday, "Hours": "1.5", "Project": "Books"}, "Saved: 1 h 30 min")
    )
    fill_in(page, Fill(".gk-rule-form", {"Text": "Books", "Goal": GOAL}, "Saved: "))
    keep_picture(page, "06_log_time")
    open_notebook(page, lab, "07_week.ipynb")
    page.get_by_role("button", name="Plan", exact=True).first.click()
    expect(page.locator(".gk-time-block-form").get_by_label("Task", exact=True)).to_have_value(re.compile("."))
    fill_in(page, Fill(".gk-time-block-form", {}, "Saved: Choose the first"))
    keep_picture(page, "07_week")


def obstacles_and_people(page, lab):
    """A roadblock with its plan and the day it struck; a person, a conversation, feedback."""
    roadblock = {"Roadblock": "No quiet", "Kind": "work–life balance", "Likelihood": 4, "Impact": 3}
    plan = {"If …": "it is noon", "then I will …": "read one page"}
    chapter(
        page,
        lab,
        "08_obstacles",
        Fill(".gk-roadblock-form", roadblock | plan, "with its plan"),
        Fill(".gk-roadblock-event-form", {"Roadblock": "No quiet", "I used the plan": True}, "plan used"),
    )
    chapter(
        page,
        lab,
        "09_people",
        Fill(".gk-contact-form", {"Name": "Ada", "In touch every": "30"}, "Saved: Ada"),
        Fill(".gk-meeting-form", {"With": "Ada", "What we spoke about": "a book"}, "a conversation with Ada"),
        Fill(".gk-feedback-form", {"Question": "Which part lost you?"}, "Which part lost you?"),
    )


def learning_and_progress(page, lab):
    """Something to learn, a habit ticked; a question to the log; a check-in, an answer to the review."""
    open_notebook(page, lab, "10_learning.ipynb")
    fill_in(page, Fill(".gk-learning-item-form", {"What": "Joins", "Hours": "20", "From": TODAY}, "Saved: Joins"))
    fill_in(page, Fill(".gk-habit-form", {"Habit": "Read a page"}, "Saved: Read a page"))
    page.locator(".gk-habit-board").get_by_role("button").last.click()
    expect(page.locator(".gk-habit-board .gk-status")).to_contain_text("done.")
    keep_picture(page, "10_learning")
    open_notebook(page, lab, "11_analyse.ipynb")
    view = page.locator(".gk-hours-view")
    view.get_by_label("Hours by", exact=True).select_option("project")
    expect(view.locator("table")).to_contain_text("Books")
    keep_picture(page, "11_analyse")
    chapter(
        page,
        lab,
        "12_progress",
        Fill(".gk-check-in-form", {"Mood": 4, "Wins": "began"}, "Saved: your check-in"),
        Fill(".gk-review-answer-form", {"What stays": "Fridays"}, "Saved: your answers for"),
    )


ONE_EACH = (
    LookBack, Theme, Value, SelfAssessment, Skill, SkillRating, Vision, BoardImage, Affirmation, Goal, Measurement,
    Milestone, Task, Resource, TimeBlock, Rule, Roadblock, RoadblockEvent, Contact, Meeting, Feedback, LearningItem,
    Habit, HabitTick, CheckIn, ReviewAnswer,
)  # fmt: skip


def what_was_typed_is_in_the_workbook(book):
    """One record of each kind, with what was typed."""
    assert {model.kind: len(book.records(model)) for model in ONE_EACH} == {model.kind: 1 for model in ONE_EACH}
    (goal,), (back,), (value,) = book.records(Goal), book.records(LookBack), book.records(Value)
    assert (goal.target, goal.unit, goal.due, goal.value_ids) == (12.0, "books", NEXT_YEAR, [value.id])
    assert back.learned == "slow is <b>fine</b>"
    assert {area.area for area in book.records(LifeArea)} == {"Career", "Learning", "Rest"}
    assert book.settings.weekly_hours == 10.0
    entries = book.records(TimeEntry)
    assert sorted(entry.description for entry in entries) == ["", "chapter one"]
    assert {entry.duration_s for entry in entries if entry.project == "Books"} == {5400.0}
    assert book.records(TimeBlock)[0].task_id == book.records(Task)[0].id
    assert (book.path / "data" / "board" / book.records(BoardImage)[0].file).is_file()


def the_review_tells_it(lab):
    """The review of the month, by the command, holds the goal and the hours."""
    month = f"{TODAY - timedelta(days=1):%Y-%m}"
    command = [sys.executable, "-m", "goalkit", "--book", str(lab.folder), "review", month]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    text = "".join(page.read_text(encoding="utf-8") for page in (lab.folder / "reports").rglob("*.html"))
    assert GOAL in text
    assert "1.5 h" in text
