"""Forms: from what a person types to a record, without a browser."""

from datetime import date, time

import pytest
from filling import complaints, fill, save
from pydantic import Field

from goalkit import forms
from goalkit.charts.look import PALETTE
from goalkit.errors import GoalkitError
from goalkit.forms.form import STUMBLED
from goalkit.forms.reading import read_instant, read_list, read_time, show
from goalkit.records import RECORDS, CheckIn, Goal, Measurement, Milestone, Record, Rule, Settings, Task, TimeEntry
from goalkit.records.base import field_extra

BOOKS = {"title": "Read 12 books", "target": "12", "start": date(2025, 1, 1), "due": date(2025, 12, 31)}


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
    (Settings, {"zone": "Europe/Berlin", "work_days": ["Monday", "Friday"], "day_start": "4:00"}),
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


WRONG = [
    ("title", "x" * 201, "200 characters"),
    ("target", "a dozen", "'a dozen' is not a number; write for example 12.5"),
    ("hours_per_week", "200", "200 does not fit; it must be at most 168"),
    ("hours_per_week", "-1", "must be at least 0"),
    ("baseline", "nan", "'nan' is not a number"),
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
    [
        ("17:30", "17:30"),
        ("9:05", "09:05"),
        ("9", "09:00"),
        ("930", "09:30"),
        ("9.30", "09:30"),
        ("9h", "09:00"),
        ("9 am", "09:00"),
        ("12:30 AM", "00:30"),
        ("5:30 p.m.", "17:30"),
    ],
)
def test_a_time_of_day_is_read_as_people_write_it(typed, meant):
    """Short forms mean the clock time, never seconds since midnight."""
    assert read_time(typed) == time.fromisoformat(meant)


@pytest.mark.parametrize("typed", ["25:00", "9:60", "noon", "17:3", "-1", "1.5.2", "99", "13 pm", "0 am"])
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


class Evening(Record):
    """A record with every kind of field that the method asks for."""

    mood: int | None = Field(None, ge=1, le=5, title="Mood", json_schema_extra={"ends": ["low", "bright"]})
    stress: int = Field(ge=0, le=10, title="Stress", json_schema_extra={"ends": ["calm", "tense"]})
    weight: int = Field(3, ge=1, le=5, title="Weight", json_schema_extra={"ends": ["light", "heavy"]})
    rating: int | None = Field(None, ge=1, le=5, title="Rating")
    colour: int | None = Field(None, ge=1, le=8, title="Colour", json_schema_extra={"widget": "palette"})
    tags: list[str] = Field([], title="Tags", json_schema_extra={"suggest": ["deep work"]})
    goals: list[str] = Field([], title="Goals", json_schema_extra={"choices_of": "goal", "group": "What it served"})
    place: str = Field("", title="Place", json_schema_extra={"suggest": ["home"], "group": "What it served"})
    worked: bool | None = Field(None, title="Did it work")


GOALS = {"goals": [("Read", "g1"), ("Run", "g2")]}


def evening(kept, **given):
    """Its form."""
    return forms.record_form(Evening, kept.append, choices=GOALS, **given)


def test_a_rating_is_chosen_from_its_steps():
    """A small range without words at its ends offers its steps and an empty one."""
    assert [value for _, value in evening([])["rating"].options] == ["", 1, 2, 3, 4, 5]


def test_a_scale_with_words_at_its_ends_is_a_slider_that_may_stay_untouched():
    """Optional: nothing until it is moved. Needed: asked for at Save. With a default: there from the start."""
    kept = []
    form = evening(kept)
    assert (form["mood"].low, form["mood"].high, form["mood"].ends) == (1, 5, ["low", "bright"])
    assert (form["mood"].value, form["stress"].value, form["weight"].value) == (None, None, 3)
    assert (form["mood"].clearable, form["weight"].clearable) == (True, False)
    assert save(form) == "Not saved yet. Please look at “Stress”."
    assert complaints(form) == {"stress": "please fill this in"}
    fill(form, stress=0)
    save(form)
    assert (kept[0].mood, kept[0].stress, kept[0].weight) == (None, 0, 3)


def test_several_records_are_ticked_and_kept_by_their_ids():
    """The boxes carry names, the record ids; what is no longer on offer is no longer ticked."""
    kept = []
    form = evening(kept)
    assert form["goals"].options == [["Read", "g1"], ["Run", "g2"]]
    fill(form, stress=1, goals=["g2", "g1", "gone"])
    assert form["goals"].value == ["g1", "g2"]
    form.fields["goals"].offer([("Run", "g2")])
    assert form["goals"].value == ["g2"]
    form.fields["goals"].offer([])
    assert form.fields["goals"].empty.value == "There is nothing to choose from yet."
    save(form)
    assert kept[0].goals == []


def test_tags_are_chips_each_once_and_commas_part_them():
    """What was pasted with commas becomes several; known ones are suggested."""
    kept = []
    form = evening(kept)
    fill(form, stress=1, tags=["deep work, writing", "writing", " "])
    assert form["tags"].value == ["deep work", "writing"]
    assert form["tags"].suggestions == ["deep work"]
    save(form)
    assert kept[0].tags == ["deep work", "writing"]


def test_a_colour_is_one_of_eight_with_names():
    """Each swatch has its name and its place in the charts' palette; none is a choice as well."""
    kept = []
    form = evening(kept)
    names = [name for name, _, _ in form["colour"].options]
    assert names[:3] == ["none", "blue", "orange"]
    assert [colour for _, colour, place in form["colour"].options if place] == list(PALETTE[1:])
    fill(form, stress=1, colour=2)
    assert form.fields["colour"].as_shown(2) == "orange"
    save(form)
    assert kept[0].colour == 2


def test_texts_are_suggested_and_others_may_be_typed():
    """A suggestion binds nobody."""
    kept = []
    form = evening(kept)
    assert form["place"].options == ("home",)
    fill(form, stress=1, place="a train")
    save(form)
    assert kept[0].place == "a train"


def test_an_open_question_of_yes_or_no_may_stay_open():
    """Yes, no and neither are three answers."""
    kept = []
    form = evening(kept)
    for answer in ("", True, False):
        fill(form, stress=1, worked=answer)
        save(form)
    assert [record.worked for record in kept] == [None, True, False]


def test_fields_of_a_group_stand_under_its_heading():
    """The heading goes when none of its fields is on display."""
    form = evening([], shows=lambda name, values: name not in ("goals", "place") or values.get("stress") == 1)
    (heading,) = [row for row in form.widget.children if "gk-group" in row._dom_classes]
    assert (heading.value, heading.layout.display) == ("What it served", "none")
    fill(form, stress=1)
    assert heading.layout.display is None


def test_working_days_are_ticked():
    """The boxes show the days that are set and give back those that are ticked, in their order."""
    kept = []
    form = forms.record_form(Settings, kept.append)
    assert form["work_days"].value == ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    form["work_days"].value = ["Sunday", "Tuesday", "Wednesday", "Thursday", "Friday"]
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
