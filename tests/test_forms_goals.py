"""The forms of goals, readings and settings: from what a person types into the workbook."""

from datetime import date, time

import pytest
from filling import complaints, displayed, fill, save

from goalkit import forms
from goalkit.forms.table import table_html
from goalkit.records import Goal, Measurement, Settings
from goalkit.workbook import init_book

# --- goals


@pytest.fixture
def book(tmp_path):
    """A new workbook in Berlin."""
    with init_book(tmp_path / "book", notebooks=False) as opened:
        opened.change(Settings, "settings", zone="Europe/Berlin")
        yield opened


def test_a_goal_goes_from_the_form_into_the_workbook(book):
    """The saved goal starts today, has the first colour, and is in the workbook's frame."""
    form = forms.goal_form(book)
    fill(form, title="Read 12 books", target="12", unit="books", due=date(2099, 12, 31))
    assert save(form) == "Saved: Read 12 books (from 0 to 12 books), due 2099-12-31"
    (goal,) = book.records(Goal)
    assert (goal.target, goal.unit, goal.colour, goal.start) == (12.0, "books", 1, book.today())


def test_each_goal_takes_the_next_free_colour_and_the_ninth_has_none(book):
    """Colours 1 to 8 go to goals in turn, a freed one first; after that a goal stays neutral."""
    form = forms.goal_form(book)
    for number in range(9):
        fill(form, title=f"goal {number}", due=date(2099, 12, 31))
        save(form)
    goals = book.records(Goal)
    assert [goal.colour for goal in goals] == [*range(1, 9), None]
    book.remove(Goal, goals[2].id)
    fill(form, title="one more", due=date(2099, 12, 31))
    save(form)
    assert book.records(Goal)[-1].colour == 3


def test_the_goal_form_shows_what_its_measure_needs(book):
    """“Per” is there for a rate alone; yes or no asks for no numbers; a lesson for a goal left behind."""
    form = forms.goal_form(book)
    assert not displayed(form) & {"per", "lesson"}
    fill(form, measure="rate", status="dropped")
    assert {"per", "lesson", "target", "unit"} <= displayed(form)
    assert "baseline" not in displayed(form)
    fill(form, measure="yes or no", status="active")
    assert not displayed(form) & {"per", "lesson", "target", "baseline", "unit"}


SAID = [
    ({"measure": "level", "baseline": "200", "target": "500", "unit": "readers"}, "from 200 to 500 readers"),
    ({"measure": "rate", "per": "month", "target": "2", "unit": "events"}, "2 events a month"),
    ({"measure": "yes or no"}, "done or not"),
    ({}, "from 0 to 1"),
]


@pytest.mark.parametrize(("typed", "said"), SAID)
def test_the_saved_goal_is_said_with_its_measure(book, typed, said):
    """The status line repeats what the goal aims at, so that a slip of the pen is seen at once."""
    form = forms.goal_form(book)
    fill(form, title="Aim", due=date(2099, 12, 31), **typed)
    assert save(form) == f"Saved: Aim ({said}), due 2099-12-31"


def test_a_number_left_alone_is_its_greyed_default(book):
    """Boxes for numbers begin empty, with the default greyed in them, so typing never adds digits to it."""
    form = forms.goal_form(book)
    assert (form["target"].value, form["target"].placeholder) == ("", "1")
    fill(form, title="Aim", due=date(2099, 12, 31))
    save(form)
    assert book.records(Goal)[0].target == 1.0


def test_what_is_not_on_display_is_not_given(book):
    """A period chosen for a rate is left out when the goal becomes a total after all."""
    form = forms.goal_form(book)
    fill(form, title="Talks", measure="rate", per="month", target="2", due=date(2099, 12, 31))
    fill(form, measure="total")
    save(form)
    assert book.records(Goal)[0].per is None


def test_a_rate_without_its_period_is_told(book):
    """The goal's own check speaks through the form."""
    form = forms.goal_form(book)
    fill(form, title="Talks", measure="rate", target="2", due=date(2099, 12, 31))
    assert form.whole.value == "A rate needs its period; choose week, month or quarter under “Per”"


def test_a_reading_is_noted_for_a_goal_written_a_moment_ago(book):
    """Once told to follow the goal form, the reading form offers the new goal and keeps what was typed."""
    goal, reading = forms.goal_form(book), forms.measurement_form(book)
    goal.then(reading.refresh)
    fill(reading, value="3")
    fill(goal, title="Read 12 books", target="12", due=date(2099, 12, 31))
    save(goal)
    assert reading["value"].value == "3"
    fill(reading, goal_id=book.records(Goal)[0].id)
    assert save(reading) == f"Saved: Read 12 books, day {book.today()}, value 3"
    assert book.records(Measurement)[0].value == 3.0


def test_a_choice_stays_when_the_choices_are_read_again(book):
    """Refreshing keeps the chosen goal, and lets go of one that is no longer on offer."""
    keep = Goal(title="Keep", start=date(2025, 1, 1), due=date(2025, 12, 31))
    drop = Goal(title="Drop", start=date(2025, 1, 1), due=date(2025, 12, 31))
    book.add(keep)
    book.add(drop)
    reading = forms.measurement_form(book)
    fill(reading, goal_id=keep.id)
    reading.refresh()
    assert reading["goal_id"].value == keep.id
    fill(reading, goal_id=drop.id)
    book.change(Goal, drop.id, status="dropped")
    reading.refresh()
    assert reading["goal_id"].value == ""


def test_goals_in_hours_need_no_reading(book):
    """Their measure comes from the time log, so they are on offer for time and not for readings."""
    goal = Goal(title="Write", measure="hours", target=100, start=date(2025, 1, 1), due=date(2025, 12, 31))
    book.add(goal)
    assert ("Write", goal.id) not in forms.measurement_form(book)["goal_id"].options
    assert ("Write", goal.id) in forms.time_form(book)["goal_id"].options


def test_the_table_of_goals_follows_the_form_and_shows_titles_as_text(book):
    """A title full of markup is shown, never run."""
    form = forms.goal_form(book)
    table = forms.goals_table(book, after=form)
    assert table.html == "No goals yet; the form above is the place for the first."
    fill(form, title="<script>alert(1)</script>", due=date(2099, 12, 31))
    save(form)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in table.html
    assert "<script" not in table.html
    assert '<td class="gk-number">1</td>' in table.html
    assert "<td>2099-12-31</td>" in table.html


def test_a_table_escapes_its_columns_and_caption_too(book):
    """No part of a table is taken for markup."""
    frame = book.frame(Goal)[["title"]].rename(columns={"title": "<b>"})
    assert table_html(frame, "<i>").count("&lt;") == 2


# --- settings


def test_settings_are_shown_and_changed(book):
    """The form begins with what is set, changes the single row, and goes on from there."""
    form = forms.settings_form(book)
    assert form["zone"].value == "Europe/Berlin"
    fill(form, zone="America/New_York", day_start="4", weekly_hours="10")
    assert save(form) == (
        "Changed: Time zone Europe/Berlin → America/New_York, Day starts at 00:00 → 04:00, Hours a week for goals – → 10"
    )
    assert (book.settings.zone, book.settings.day_start) == ("America/New_York", time(4))
    assert book.settings.weekly_hours == 10.0
    assert len(book.records(Settings)) == 1
    assert (form["zone"].value, form["day_start"].value) == ("America/New_York", "04:00")


def test_an_unknown_zone_is_told_with_a_known_one(book):
    """The message names the zone and an example, and nothing changes."""
    form = forms.settings_form(book)
    fill(form, zone="Berlin")
    assert "zone 'Berlin' is unknown; expected an IANA name such as Europe/Berlin" in complaints(form)["zone"]
    save(form)
    assert book.settings.zone == "Europe/Berlin"


def test_the_settings_form_suggests_zones(book):
    """Typing a zone comes with a list to pick from."""
    assert "Europe/Berlin" in forms.settings_form(book)["zone"].options
