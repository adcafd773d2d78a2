"""Forms: from what a person types to a record, without a browser."""

from datetime import UTC, date, datetime, time

import pytest

from goalkit import forms
from goalkit.errors import GoalkitError
from goalkit.forms.form import STUMBLED
from goalkit.forms.reading import read_instant, read_list, read_time, show
from goalkit.forms.table import table_html
from goalkit.forms.time import LoggedTime, is_doubled
from goalkit.records import RECORDS, CheckIn, Goal, Measurement, Milestone, Rule, Settings, Task, TimeEntry
from goalkit.records.base import field_extra
from goalkit.workbook import init_book

BERLIN = Settings(zone="Europe/Berlin")
BOOKS = {"title": "Read 12 books", "target": "12", "start": date(2025, 1, 1), "due": date(2025, 12, 31)}


@pytest.fixture
def book(tmp_path):
    """A new workbook in Berlin."""
    with init_book(tmp_path / "book", notebooks=False) as opened:
        opened.change(Settings, "settings", zone="Europe/Berlin")
        yield opened


def fill(form, **values):
    """Types values into a form as a person would, one field after the other."""
    for name, value in values.items():
        form[name].value = value


def save(form):
    """Clicks Save and gives the status line."""
    form.button.click()
    return form.status.value


# --- any record


def shown_fields(model):
    """Names of the fields that a person fills in."""
    return {name for name, info in model.model_fields.items() if not field_extra(info, "internal")}


@pytest.mark.parametrize("model", [model for model in RECORDS if shown_fields(model)], ids=lambda m: m.kind)
def test_every_record_that_a_person_fills_in_has_a_form(model):
    """A form has a labelled widget for each field that isn't internal, and for no other."""
    form = forms.record_form(model, print)
    assert set(form.fields) == shown_fields(model)
    for name in form.fields:
        assert form[name].description == model.model_fields[name].title


@pytest.mark.parametrize("model", [model for model in RECORDS if not shown_fields(model)], ids=lambda m: m.kind)
def test_a_record_without_fields_to_fill_in_says_so(model):
    """Imports and their problems are written by goalkit alone, and the message says it."""
    with pytest.raises(GoalkitError, match="by itself; there is nothing to type"):
        forms.record_form(model, print)


EXAMPLES = [
    (Goal, {"title": "Read", "start": date(2025, 1, 1), "due": date(2025, 2, 1), "hours_per_week": "2.5"}),
    (Measurement, {"goal_id": "g1", "day": date(2025, 1, 3), "value": "1"}),
    (Milestone, {"goal_id": "g1", "title": "Half", "due": date(2025, 6, 30), "value": "6"}),
    (Task, {"title": "Book the exam", "important": True, "estimate_hours": "0.5"}),
    (Rule, {"field": "tag", "how": "contains", "text": "deep", "goal_id": "g1", "position": "2"}),
    (CheckIn, {"day": date(2025, 1, 3), "rhythm": "weekly", "mood": 4, "wins": "two\nlines"}),
    (Settings, {"zone": "Europe/Berlin", "work_days": ("Monday", "Friday"), "day_start": "4:00"}),
    (TimeEntry, {"start_utc": "2025-01-03T09:00+01:00", "end_utc": "2025-01-03T10:30+01:00", "tags": "a, b"}),
]


@pytest.mark.parametrize(("model", "typed"), EXAMPLES, ids=lambda value: getattr(value, "kind", ""))
def test_what_is_typed_becomes_the_record(model, typed):
    """The record handed on equals the one made from the typed values, defaults included."""
    kept = []
    form = forms.record_form(model, kept.append, choices={"goal_id": [("Read", "g1")]})
    fill(form, **typed)
    assert save(form).startswith("Saved: ")
    plain = {**typed, "tags": ["a", "b"]} if model is TimeEntry else typed
    plain = {**plain, "day_start": "04:00"} if model is Settings else plain
    assert kept[0].model_dump(exclude={"id"}) == model(**plain).model_dump(exclude={"id"})


def test_a_field_carries_its_help_its_unit_and_a_mark_when_it_is_needed():
    """Help text, unit and need come from the record's field and stand in its row."""
    form = forms.record_form(Goal, print)
    texts = [label.value for label in labels(form.fields["hours_per_week"].row)]
    assert texts == ["h", "", "What you mean to give it in an ordinary week.", ""]
    assert "gk-needed" in form["title"]._dom_classes
    assert "gk-needed" not in form["why"]._dom_classes
    assert {"gk-form", "gk-goal-form"} <= set(form.widget._dom_classes)


def labels(widget):
    """The labels within a widget, in order."""
    found = [widget] if type(widget).__name__ == "Label" else []
    return found + [label for child in getattr(widget, "children", ()) for label in labels(child)]


def test_start_values_fill_the_form_and_those_without_a_field_go_into_the_record():
    """An id and a colour given as start values reach the record though no field shows them."""
    kept = []
    form = forms.record_form(Goal, kept.append, start={**BOOKS, "target": 12.0, "id": "abc", "colour": 3})
    assert (form["target"].value, form["start"].value) == ("12", date(2025, 1, 1))
    save(form)
    assert (kept[0].id, kept[0].colour, kept[0].target) == ("abc", 3, 12.0)


def test_after_saving_the_form_is_ready_for_the_next():
    """The fields are back at their start, nothing is marked wrong, and the status says what was saved."""
    form = forms.record_form(Goal, print)
    fill(form, **BOOKS)
    assert save(form) == "Saved: Read 12 books, start 2025-01-01, due 2025-12-31"
    assert (form["title"].value, form["target"].value, form["due"].value) == ("", "", None)
    assert complaints(form) == {}
    assert "gk-good" in form.status._dom_classes


def test_a_text_that_save_gives_back_is_what_the_form_says():
    """The save function may put what was saved into its own words."""
    form = forms.record_form(Task, lambda task: f"{task.title}!")
    fill(form, title="Begin")
    assert save(form) == "Saved: Begin!"


def test_a_double_click_saves_once_and_still_says_so():
    """The second click finds nothing new typed: it neither saves again nor complains of the emptied form."""
    kept = []
    form = forms.record_form(CheckIn, kept.append, start={"day": date(2025, 3, 5)})
    fill(form, wins="a walk")
    assert save(form) == save(form) == "Saved: 2025-03-05"
    assert len(kept) == 1
    assert complaints(form) == {}


def test_two_records_from_one_form_have_two_ids():
    """Each save makes a record of its own."""
    kept = []
    form = forms.record_form(Task, kept.append)
    for title in ("one", "two"):
        fill(form, title=title)
        save(form)
    assert len({task.id for task in kept}) == 2


# --- what does not fit


def complaints(form):
    """Field name → the error beside it, where there is one."""
    return {name: field.error.value for name, field in form.fields.items() if field.error.value}


WRONG = [
    ("title", "x" * 201, "200 characters"),
    ("target", "a dozen", "'a dozen' is not a number; write for example 12.5"),
    ("hours_per_week", "200", "200 does not fit; it must be at most 168"),
    ("hours_per_week", "-1", "must be at least 0"),
]


@pytest.mark.parametrize(("name", "typed", "told"), WRONG)
def test_a_fault_is_told_beside_its_field_while_typing(name, typed, told):
    """The field's own error says what is wrong before Save is clicked, and nothing is handed on."""
    kept = []
    form = forms.record_form(Goal, kept.append)
    fill(form, **{**BOOKS, name: typed})
    assert told in complaints(form)[name]
    assert list(complaints(form)) == [name]
    assert save(form) == f"Not saved yet. Please look at “{Goal.model_fields[name].title}”."
    assert kept == []
    assert form[name].value == typed


def test_a_fault_goes_away_when_it_is_mended():
    """Typing a value that fits clears the error and its mark."""
    form = forms.record_form(Goal, print)
    fill(form, target="a dozen")
    assert "gk-wrong" in form.fields["target"].row._dom_classes
    fill(form, target="12")
    assert complaints(form) == {}
    assert "gk-wrong" not in form.fields["target"].row._dom_classes


def test_needed_fields_are_asked_for_on_save_and_not_before():
    """A new form is silent; a click on Save names every needed field that is still empty."""
    form = forms.record_form(Goal, print)
    fill(form, why="because")
    assert complaints(form) == {}
    assert save(form) == "Not saved yet. Please look at “Goal” and “Start” and “Due”."
    assert complaints(form) == dict.fromkeys(("title", "start", "due"), "please fill this in")


def test_a_fault_that_spans_fields_stands_above_save():
    """A goal that ends before it starts is told in words, live, and is not saved."""
    kept = []
    form = forms.record_form(Goal, kept.append)
    fill(form, **{**BOOKS, "due": date(2024, 12, 31)})
    assert "The goal ends on 2024-12-31, before it starts on 2025-01-01" in form.whole.value
    assert save(form) == "Not saved yet. Please look at the line above."
    assert kept == []
    fill(form, due=date(2025, 12, 31))
    assert form.whole.value == ""


def test_save_checks_again_though_its_button_is_disabled():
    """A click that reaches a disabled button saves nothing that does not fit."""
    kept = []
    form = forms.record_form(Goal, kept.append)
    form.button.disabled = True
    save(form)
    assert kept == []


def test_a_refusal_of_the_save_function_is_shown_and_nothing_is_lost():
    """A GoalkitError while saving stands in the status line as text; what was typed stays."""

    def refuse(_):
        raise GoalkitError("the workbook is <b>locked</b>")

    form = forms.record_form(Goal, refuse)
    fill(form, **BOOKS)
    assert save(form) == "Not saved: the workbook is <b>locked</b>"
    assert type(form.status).__name__ == "Label"  # which escapes
    assert {name: form[name].value for name in BOOKS} == BOOKS


def test_an_unforeseen_error_never_looks_like_saved():
    """When saving breaks down the status line says so, and what was typed stays."""

    def break_down(_):
        raise RuntimeError("disk on fire")

    form = forms.record_form(Task, break_down)
    fill(form, title="Begin")
    with pytest.raises(RuntimeError):
        form.save()
    assert form.status.value == STUMBLED
    assert form["title"].value == "Begin"


# --- kinds of field


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("17:30", "17:30"), ("9:05", "09:05"), ("9", "09:00"), ("930", "09:30"), ("9.30", "09:30"), ("9h", "09:00")],
)
def test_a_time_of_day_is_read_as_people_write_it(typed, meant):
    """Short forms mean the clock time, never seconds since midnight."""
    assert read_time(typed) == time.fromisoformat(meant)


@pytest.mark.parametrize("typed", ["25:00", "9:60", "noon", "17:3", "-1", "1.5.2", "99"])
def test_what_is_no_time_of_day_is_told(typed):
    """Anything else is refused with the value and an example."""
    with pytest.raises(GoalkitError, match="is not a time of day; write for example 17:30"):
        read_time(typed)


def test_a_blank_time_is_not_given():
    """An empty box is no time at all."""
    assert read_time("  ") is None


@pytest.mark.parametrize("typed", ["2025-03-14 09:00", "yesterday"])
def test_a_moment_needs_its_offset(typed):
    """A clock time alone could be anywhere in the world."""
    with pytest.raises(GoalkitError, match="is not a moment with its offset"):
        read_instant(typed)


def test_a_list_is_read_between_commas():
    """Blanks and doubled commas give no empty texts."""
    assert read_list(" deep work, , writing,") == ["deep work", "writing"]


@pytest.mark.parametrize(
    ("value", "text"),
    [(12.0, "12"), (0.1, "0.1"), (None, ""), (time(4), "04:00"), (("a", "b"), "a, b")],
)
def test_a_value_is_shown_as_it_would_be_typed(value, text):
    """What a form shows can be read back: no trailing .0, no seconds, no brackets."""
    assert show(value) == text


def test_a_choice_that_is_not_made_is_none_and_not_blank_text():
    """“–” stands for not given, in choices of the record and of other records alike."""
    kept = []
    form = forms.record_form(Goal, kept.append, choices={"parent_id": [("Be kind", "p1")]})
    assert form["per"].options[0] == form["parent_id"].options[0] == ("–", "")
    fill(form, **BOOKS)
    save(form)
    assert (kept[0].per, kept[0].parent_id) == (None, None)


def test_a_scale_is_chosen_from_its_steps():
    """A rating of 1 to 5 offers these five and an empty one."""
    form = forms.record_form(CheckIn, print)
    assert [value for _, value in form["mood"].options] == ["", 1, 2, 3, 4, 5]


def test_working_days_are_ticked():
    """The boxes show the days that are set and give back those that are ticked, in their order."""
    kept = []
    form = forms.record_form(Settings, kept.append)
    monday, *_, sunday = form["work_days"]._boxes
    assert (monday.value, sunday.value) == (True, False)
    monday.value, sunday.value = False, True
    save(form)
    assert kept[0].work_days == ["Tuesday", "Wednesday", "Thursday", "Friday", "Sunday"]


def test_no_working_days_at_all_is_an_answer():
    """Unticking every day is kept as an empty list, not taken for the default."""
    kept = []
    form = forms.record_form(Settings, kept.append)
    form["work_days"].value = ()
    save(form)
    assert kept[0].work_days == []


def test_nothing_to_choose_from_is_said_until_there_is_something():
    """A reading before the first goal says so, and no longer once a goal is on offer."""
    goals = []
    form = forms.record_form(Measurement, print, choices=lambda: {"goal_id": goals})
    assert form.fields["goal_id"].empty.value == "There is nothing to choose from yet."
    goals.append(("Read", "g1"))
    form.refresh()
    assert form.fields["goal_id"].empty.value == ""


# --- goals


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


def displayed(form):
    """Names of the fields that are on display."""
    return {name for name, field in form.fields.items() if field.row.layout.display != "none"}


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
    assert save(form) == "Saved: your settings, in the zone America/New_York"
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
    fill(form, goal_id=goal.id, tags="deep, night")
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
