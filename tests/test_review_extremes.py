"""Workbooks at the edges, each rendered whole: nothing in them, one day, ten years, 300 projects, hostile texts."""

import csv
import re
import sqlite3
from datetime import UTC, date, datetime, time, timedelta

import pytest
from examples import example
from exports_made import TOGGL
from images_made import png
from review_made import HOSTILE

from goalkit.periods import parse_period
from goalkit.records import (
    RECORDS,
    BoardImage,
    CheckIn,
    FieldKind,
    Goal,
    Interruption,
    Rule,
    Settings,
    TimeEntry,
    make_record,
)
from goalkit.reviews.choose import last_day
from goalkit.reviews.render import render_review
from goalkit.workbook import init_book
from goalkit.workbook.board import save_image

TODAY = date(2026, 1, 15)
EMOJI = "🚀 Café — 学习计划"
HEBREW = "ללמוד עברית כל יום"
ARABIC = "تعلّم الخط العربي"
WORDS_OF_OURS = {("review_answer", "period"), ("sharing", "what"), ("mail_server", "sender"), ("recipient", "address")}
BY_GOALKIT = (
    "settings",
    "import_batch",
    "import_problem",
    "running_timer",
    "column_map",
    "review_run",
    "sending",
    "inbox_file",
    "board_image",
    "interruption",
    "time_entry",
    "forecast",
)


@pytest.fixture
def book(tmp_path):
    """A new workbook in Berlin."""
    with init_book(tmp_path / "book") as made:
        made.change(Settings, "settings", zone="Europe/Berlin")
        yield made


def page_of(book, period):
    """The review's page, rendered with goalkit's own notebook."""
    chosen = parse_period(period)
    made = render_review(book, chosen, last_day(chosen, TODAY))
    return next(file for file in made.files if file.suffix == ".html").read_text(encoding="utf-8")


def bring_in(book, tmp_path, rows):
    """Imports (start, minutes, project) rows as a Toggl export."""
    path = tmp_path / "toggl.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        write = csv.writer(file)
        write.writerow(TOGGL)
        for start, minutes, project in rows:
            end = start + timedelta(minutes=minutes)
            length = f"{minutes // 60:02d}:{minutes % 60:02d}:00"
            write.writerow(
                ["Ada", "ada@example.org", "", project, "", "work", "No", f"{start:%Y-%m-%d}", f"{start:%H:%M:%S}",
                 f"{end:%Y-%m-%d}", f"{end:%H:%M:%S}", length, ""]
            )  # fmt: skip
    book.import_file(path)


def goal(book, **values):
    """A goal of 2025, 100 h from the log but for what is given."""
    plain = {"title": "Thesis", "measure": "hours", "target": 100, "unit": "h"}
    dates = {"start": date(2025, 1, 1), "due": date(2025, 12, 31)}
    return book.add(Goal(**(plain | dates | values)))


def at(day, hour):
    """A local time on a day."""
    return datetime.combine(day, time(hour))


@pytest.mark.parametrize("period", ["2025-03-14", "2025-W10", "2025-03", "2025-Q1", "2025"])
def test_a_workbook_without_anything_is_a_page_of_ways_to_begin(book, period):
    """Every kind of period is rendered: no chart, no empty section, and where to write the first thing down."""
    page = page_of(book, period)
    assert "No hours were logged for" in page
    assert "06_log_time" in page
    assert '<figure class="gk-chart' not in page
    assert ">nan<" not in page.lower()


def test_time_without_goals_is_a_review(book, tmp_path):
    """Hours are told and drawn; the goals' section says where to write one."""
    bring_in(book, tmp_path, [(at(date(2025, 3, day), 9), 90, "Mail") for day in range(3, 29)])
    page = page_of(book, "2025-03")
    assert "39 h were tracked" in page
    assert "04_goals" in page


@pytest.mark.parametrize("period", ["2025-W10", "2025-03", "2025"])
def test_one_day_of_data_is_a_review(book, tmp_path, period):
    """One entry, one goal, one check-in: told without a change against nothing."""
    thesis = goal(book)
    book.add(Rule(text="Thesis", goal_id=thesis.id))
    bring_in(book, tmp_path, [(at(date(2025, 3, 5), 9), 60, "Thesis")])
    book.add(CheckIn(day=date(2025, 3, 5), mood=4, energy=3, wins="A page"))
    page = page_of(book, period)
    assert "1 h went to your goals" in page
    assert "▲" not in page


@pytest.mark.parametrize("period", ["2025-03", "2025"])
def test_ten_years_of_data_are_a_review(book, tmp_path, period):
    """Seven thousand entries since 2016, and the page stays under 6 MB."""
    thesis = goal(book, start=date(2016, 1, 1), target=9000)
    book.add(Rule(text="Thesis", goal_id=thesis.id))
    days = [date(2016, 1, 1) + timedelta(days=place) for place in range(3650)]
    rows = [(at(day, hour), 60, project) for day in days for hour, project in ((9, "Thesis"), (13, "Mail"))]
    bring_in(book, tmp_path, rows)
    page = page_of(book, period)
    assert "Thesis" in page
    assert len(page.encode()) < 6_000_000


def test_a_goal_whose_target_is_its_baseline_is_a_review(book, tmp_path):
    """No form lets one through, an older workbook may hold it: it is shown, and nothing is divided by nothing."""
    still = goal(book, title="Stay at 70", measure="level", baseline=60, target=70, unit="kg")
    book.close()
    with sqlite3.connect(book.path / "data" / "goalkit.db") as database:
        database.execute("update goal set baseline = 70 where id = ?", (still.id,))
    page = page_of(book, "2025-03")
    assert "Stay at 70" in page
    assert "nan" not in page.partition("<script>")[0].lower().replace("finan", "")


def test_emoji_and_text_from_right_to_left_are_shown_as_written(book, tmp_path):
    """Goals and projects in other scripts keep every sign."""
    for name in (EMOJI, HEBREW, ARABIC):
        made = goal(book, title=name)
        book.add(Rule(text=name, goal_id=made.id))
    bring_in(
        book, tmp_path, [(at(date(2025, 3, 3 + i), 9), 60, name) for i, name in enumerate((EMOJI, HEBREW, ARABIC))]
    )
    page = page_of(book, "2025-03")
    assert all(name in page for name in (EMOJI, HEBREW, ARABIC))


def test_three_hundred_projects_in_a_month_are_a_review(book, tmp_path):
    """The largest are named, the others summed up."""
    rows = [(at(date(2025, 3, 3 + i % 25), 8) + timedelta(minutes=i), 10 + i % 50, f"P{i:03d}") for i in range(300)]
    bring_in(book, tmp_path, rows)
    page = page_of(book, "2025-03")
    assert "and 288 more with" in page
    assert len(page.encode()) < 6_000_000


@pytest.mark.parametrize("period", ["2025-W10", "2025-03", "2025"])
def test_markup_in_every_field_of_every_record_is_text(book, period):
    """Each text of each kind of record is mark-up: none of it becomes an element of the page."""
    for model in RECORDS:
        if model.kind not in BY_GOALKIT:
            record = example(model, book)
            book.add(make_record(model, {**record.model_dump(), **hostile_texts(model)}))
    start, end = (datetime(2025, 3, 5, hour, tzinfo=UTC) for hour in (8, 9))
    book.add(TimeEntry(start_utc=start, end_utc=end, **{**hostile_texts(TimeEntry), "project": HOSTILE[0]}))
    book.add(Interruption(at_utc=start, note=HOSTILE[0]))
    book.add(BoardImage(file=save_image(book, png(), "sea.png"), caption=HOSTILE[2], day=date(2025, 3, 5)))
    page = page_of(book, period)
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<b>bold" not in page
    assert re.search(r"&lt;(script|img|/script|b)\b", page)


def hostile_texts(model):
    """Mark-up for every free text of a record."""
    free = [
        name
        for name, info in model.model_fields.items()
        if FieldKind(info).base is str and not FieldKind(info).choices and name not in ("id", "zone", "file")
        and not name.endswith("_id") and (model.kind, name) not in WORDS_OF_OURS
    ]  # fmt: skip
    return {name: HOSTILE[place % len(HOSTILE)][:60] for place, name in enumerate(free)}
