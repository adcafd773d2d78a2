"""The form for time: local clock times, both nights on which the clocks change, and rules."""

from datetime import UTC, date, datetime, time

import pytest
from filling import complaints, displayed, fill, save

from goalkit import forms
from goalkit.errors import GoalkitError
from goalkit.forms.logged_time import LoggedTime, is_doubled
from goalkit.records import Goal, Settings, TimeEntry
from goalkit.workbook import init_book

BERLIN = Settings(zone="Europe/Berlin")


@pytest.fixture
def book(tmp_path):
    """A new workbook in Berlin."""
    with init_book(tmp_path / "book", notebooks=False) as opened:
        opened.change(Settings, "settings", zone="Europe/Berlin")
        yield opened


# --- time


def logged(**values):
    """The entry of a time logged in Berlin, on 5 March 2025 unless told otherwise."""
    return LoggedTime(**{"day": date(2025, 3, 5), **values}).as_entry(BERLIN)


def utc(*parts):
    """A UTC instant."""
    return datetime(*parts, tzinfo=UTC)


def test_local_clock_times_become_instants():
    """Nine o'clock in Berlin in March is eight in UTC, and the entry remembers the zone."""
    entry = logged(start="09:00", end="10:30", project="Thesis", tags=["deep"])
    assert (entry.start_utc, entry.end_utc) == (utc(2025, 3, 5, 8), utc(2025, 3, 5, 9, 30))
    assert (entry.duration_s, entry.zone, entry.project, entry.tags) == (5400.0, "Europe/Berlin", "Thesis", ["deep"])


def test_an_end_before_the_beginning_is_on_the_next_day():
    """From 23:30 to 00:45 is an hour and a quarter."""
    entry = logged(start="23:30", end="00:45")
    assert (entry.end_utc, entry.duration_s) == (utc(2025, 3, 5, 23, 45), 4500.0)


def test_hours_alone_are_a_day_total():
    """They begin with the person's day, have no end and keep their seconds."""
    night_owl = Settings(zone="Europe/Berlin", day_start="04:00")
    entry = LoggedTime(day=date(2025, 3, 5), hours=2.5).as_entry(night_owl)
    assert (entry.start_utc, entry.end_utc, entry.duration_s) == (utc(2025, 3, 5, 3), None, 9000.0)


def test_a_time_that_the_clocks_skip_is_an_error():
    """On the spring night 02:30 never was, whether it is the beginning or the end."""
    for day, start, end in ((30, "02:30", "04:00"), (30, "01:00", "02:30"), (29, "23:00", "02:30")):
        with pytest.raises(GoalkitError, match="02:30 on 2025-03-30 did not exist in Europe/Berlin"):
            logged(day=date(2025, 3, day), start=start, end=end)


def test_an_evening_after_the_spring_night_may_end_at_a_time_that_night_skipped():
    """From 23:00 on the day of the change to 02:30 the next day is three hours and a half."""
    assert logged(day=date(2025, 3, 30), start="23:00", end="02:30").duration_s == 12600.0


SECOND = "second time round"
AUTUMN = [
    ({"start": "01:30", "end": "02:30"}, 60),
    ({"start": "01:30", "end": "02:30", "end_turn": SECOND}, 120),
    ({"start": "02:50", "end": "02:10", "end_turn": SECOND}, 20),
    ({"start": "02:30", "end": "02:30", "end_turn": SECOND}, 60),
    ({"start": "02:30", "start_turn": SECOND, "end": "03:15"}, 45),
    ({"start": "01:00", "end": "03:00"}, 180),
    ({"start": "03:30", "end": "02:10"}, 22 * 60 + 40),
]


@pytest.mark.parametrize(("typed", "minutes"), AUTUMN)
def test_the_doubled_hour_is_counted_as_the_person_says(typed, minutes):
    """On the autumn night the chosen turn decides, so an hour may be one or two."""
    assert logged(day=date(2025, 10, 26), **typed).duration_s == minutes * 60


def test_turns_the_wrong_way_round_are_told():
    """An end in the first turn cannot follow a beginning in the second."""
    with pytest.raises(GoalkitError, match="the first 02:50 came before the second 02:10"):
        logged(day=date(2025, 10, 26), start="02:10", start_turn=SECOND, end="02:50")


@pytest.mark.parametrize("day", [date(2025, 3, 5), date(2025, 10, 26)])
def test_an_entry_without_length_is_told(day):
    """The same time twice is taken for a slip, not for a whole day."""
    with pytest.raises(GoalkitError, match="begins and ends at 02:30"):
        logged(day=day, start="02:30", end="02:30")


def test_which_turn_is_asked_on_the_night_it_matters_and_on_no_other(book):
    """The question shows for each time that comes twice, also when it is on the morning after."""
    form = forms.time_form(book)
    turns = {"start_turn", "end_turn"}
    fill(form, day=date(2025, 10, 25), start="2:30", end="9:00")
    assert not displayed(form) & turns
    fill(form, day=date(2025, 10, 26))
    assert displayed(form) & turns == {"start_turn"}
    fill(form, day=date(2025, 10, 25), start="23:00", end="2:30")
    assert displayed(form) & turns == {"end_turn"}
    assert not is_doubled(date(2025, 3, 30), time(2, 30), "Europe/Berlin")


def test_logged_time_goes_from_the_form_into_the_workbook(book):
    """What was logged is among the workbook's entries, in UTC, with its goal."""
    goal = book.add(Goal(title="Write", start=date(2025, 1, 1), due=date(2025, 12, 31)))
    form = forms.time_form(book)
    fill(form, day=date(2025, 3, 5), start="23:30", end="0:45", description="draft", project="Thesis")
    fill(form, goal_id=goal.id, tags=["deep", "night"])
    assert save(form) == "Saved: 1 h 15 min on 2025-03-05, from 23:30 to 00:45 the next day"
    entries = book.entries(date(2025, 3, 5), date(2025, 3, 6))
    row = entries.iloc[0]
    assert (len(entries), row["project"], row["goal_id"], list(row["tags"])) == (
        1,
        "Thesis",
        goal.id,
        ["deep", "night"],
    )
    assert row["start_utc"] == utc(2025, 3, 5, 22, 30)


def test_logged_time_is_the_same_persons_as_the_trackers(book):
    """Without entries the name of the settings is taken, else the one in the latest entry."""
    book.change(Settings, "settings", person="Kim")
    form = forms.time_form(book)
    fill(form, hours="1")
    save(form)
    book.add(TimeEntry(start_utc=utc(2099, 1, 1), end_utc=utc(2099, 1, 2), person="Kim Doe"))
    fill(form, hours="2")
    save(form)
    assert {row.duration_s: row.person for row in book.records(TimeEntry)} == {
        3600.0: "Kim",
        7200.0: "Kim Doe",
        86400.0: "Kim Doe",
    }


def test_projects_of_late_are_suggested(book):
    """After a save the form offers the project that was just used."""
    form = forms.time_form(book)
    fill(form, hours="1", project="Thesis")
    save(form)
    assert form["project"].options == ("Thesis",)


def test_a_skipped_time_is_told_in_the_form_and_nothing_is_lost(book):
    """The spring night's message stands in the status line; the workbook stays empty."""
    form = forms.time_form(book)
    fill(form, day=date(2025, 3, 30), start="2:30", end="4:00", description="draft")
    assert save(form).startswith("Not saved: 02:30 on 2025-03-30 did not exist in Europe/Berlin")
    assert (form["description"].value, len(book.entries())) == ("draft", 0)


TIME_FAULTS = [
    ({}, "hours", "please give “From” and “To”, or the hours"),
    ({"start": "9:00"}, "end", "please say when it ended"),
    ({"end": "9:00"}, "end", "please say under “From” when it began"),
    ({"start": "9:00", "end": "10:00", "hours": "1"}, "hours", "please clear one of them"),
    ({"start": "nine", "end": "10:00"}, "start", "'nine' is not a time of day"),
    ({"hours": "25"}, "hours", "must be at most 24"),
]


@pytest.mark.parametrize(("typed", "name", "told"), TIME_FAULTS)
def test_incomplete_times_are_asked_for_where_they_belong(book, typed, name, told):
    """The message stands at the field where it can be mended, and nothing is saved."""
    form = forms.time_form(book)
    fill(form, **typed)
    save(form)
    assert told in complaints(form)[name]
    assert len(book.entries()) == 0


def test_a_half_filled_time_form_keeps_quiet(book):
    """Saying what was done before saying when brings no complaint."""
    form = forms.time_form(book)
    fill(form, description="draft", start="9:00")
    assert (complaints(form), form.whole.value) == ({}, "")


def test_a_rule_from_its_form_gives_time_to_its_goal(book):
    """What is logged under the project counts for the goal that the rule names."""
    goal = book.add(Goal(title="Write", start=date(2025, 1, 1), due=date(2025, 12, 31)))
    rule = forms.rule_form(book)
    fill(rule, text="thesis", goal_id=goal.id)
    assert save(rule) == "Saved: thesis, goal Write"
    form = forms.time_form(book)
    fill(form, day=date(2025, 3, 5), hours="2", project="Thesis")
    assert save(form) == "Saved: 2 h on 2025-03-05"
    assert list(book.entries()["goal_id"]) == [goal.id]


def test_the_table_of_hours_follows_the_form(book):
    """Seven days, today included, are shown by day and project."""
    form = forms.time_form(book)
    table = forms.hours_table(book, after=form)
    assert table.html == "Nothing is logged in the last 7 days."
    fill(form, hours="1.5", project="<b>Thesis</b>")
    save(form)
    assert f"<td>{book.today()}</td><td>&lt;b&gt;Thesis&lt;/b&gt;</td>" in table.html
    assert '<td class="gk-number">1.5</td>' in table.html
