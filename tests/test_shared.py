"""What others may see of a workbook: nothing that is not theirs, anywhere, and the same numbers."""

import json
from datetime import UTC, date, datetime, timedelta
from shutil import copytree

import pandas as pd
import pytest
from filling import displayed, fill, save
from test_workbook import a_goal, an_entry

from goalkit import forms
from goalkit.errors import GoalkitError
from goalkit.periods import parse_period
from goalkit.records import (
    BY_KIND,
    RECORDS,
    CheckIn,
    Contact,
    FieldKind,
    Goal,
    Habit,
    Measurement,
    Milestone,
    Rule,
    Settings,
    Sharing,
    Task,
    TimeEntry,
    field_extra,
    make_record,
)
from goalkit.records.sharing import WIDER, shareable
from goalkit.reviews.as_json import as_dict
from goalkit.reviews.edition import Edition
from goalkit.reviews.facts import gather
from goalkit.reviews.render import RenderOptions, render_review
from goalkit.workbook import init_book, open_book
from goalkit.workbook.known import known_then
from goalkit.workbook.shared import shared_with

MARCH = parse_period("2025-03")
LATER = date(2025, 4, 2)
DAY = "2025-03-05"
NOON = datetime(2025, 3, 5, 12, tzinfo=UTC)
GOALS = ("usual", "withheld", "shown")  # goal 0 as goals are, goal 1 private, goal 2 public
ONE_GOAL = {("goal", "secret-goal-id-1"): "private", ("goal", "secret-goal-id-2"): "public"}
ALONE = (Settings, Sharing)
KEYS = dict(shareable()).values()
CHOICES = {
    "none": {},
    "goals private": {("goal", None): "private"},
    "goals public": {("goal", None): "public"},
    "time private": {("time_entry", None): "private"},
    "time public": {("time_entry", None): "public"},
    "deeper": {("check_in", None): "mentor", ("check_in.wins", None): "mentor", ("goal.why", None): "public"},
    "people": {("contact", None): "public", ("contact.name", None): "mentor", ("meeting", None): "mentor"},
    "all private": {(key, None): "private" for key in KEYS},
    "all open": {(key, None): "public" for key in KEYS},
}


@pytest.fixture
def book(tmp_path):
    """A new workbook."""
    with init_book(tmp_path / "book", notebooks=False) as opened:
        yield opened


# --- a workbook that holds a word of its own in every text


def word(model, name, n):
    """The word that stands in a field of the n-th record of a kind, and nowhere else."""
    return "¤¤¤"[: n + 1] if name == "currency" else f"secret-{model.kind}-{name}-{n}"


def is_text(model, name):
    """Whether a field takes any text."""
    kind = FieldKind(model.model_fields[name])
    return kind.base in (str, list) and not kind.choices and not refers(model, name) and not model_choices(model, name)


def model_choices(model, name):
    """Fields of text in which not every text can stand."""
    return (model.kind, name) in {("settings", "id"), ("settings", "zone"), ("settings", "work_days"), ("time_entry", "zone"),
                                  ("running_timer", "id"), ("column_map", "parts"), ("settings", "currency"), ("review_answer", "period"),
                                  ("mail_server", "sender"), ("recipient", "address"), ("recipient", "kinds")}  # fmt: skip


def refers(model, name):
    """The kind of record that a field refers to, or None."""
    return field_extra(model.model_fields[name], "choices_of")


OTHERS = {date: DAY, datetime: NOON, float: 2.0, int: 3}


def filled(model, n):
    """A record with its own word in every text, and the n-th of each kind that it refers to."""
    values = {}
    for name, info in model.model_fields.items():
        kind, other = FieldKind(info), refers(model, name)
        if other and other != model.kind:
            own = word(BY_KIND[other], "id", n)
            values[name] = [own] if kind.base is list else own
        elif is_text(model, name) and not other:
            values[name] = [word(model, name, n)] if kind.base is list else word(model, name, n)
        elif info.is_required() and not other:
            values[name] = kind.choices[0] if kind.choices else OTHERS.get(kind.base, "10:00")
    own = {"goal": {"due": "2025-12-31", "start": "2025-01-01", "measure": "total", "target": 9.0},
           "time_entry": {"end_utc": NOON + timedelta(hours=1)}, "time_block": {"end": "11:00"},
           "look_back": {"year": 2020 + n}, "theme": {"year": 2020 + n},
           "settings": {"zone": "Europe/Berlin"}, "forecast": {"p_by_due": 0.5},
           "review_answer": {"period": f"2025-0{n + 1}"},
           "mail_server": {"sender": "me@example.org"}, "recipient": {"way": "folder", "address": "/reviews"},
           "sending": {"way": "folder"}}  # fmt: skip
    return make_record(model, {**values, **own.get(model.kind, {})})


@pytest.fixture(scope="module")
def full_folder(tmp_path_factory):
    """A workbook of three goals and what belongs to each, a word of its own in every text."""
    folder = tmp_path_factory.mktemp("full") / "book"
    with init_book(folder, notebooks=False) as book:
        write_all(book)
    return folder


@pytest.fixture
def full(full_folder, tmp_path):
    """A copy of it."""
    with open_book(copytree(full_folder, tmp_path / "copy")) as opened:
        yield opened


def write_all(book):
    """Writes it down, what is referred to first."""
    book.change(Settings, "settings", filled(Settings, 0).model_dump())
    waiting = [model for model in RECORDS if model not in ALONE]
    done = set()
    while waiting:
        model = waiting.pop(0)
        needs = {refers(model, name) for name in model.model_fields} - {None, model.kind}
        if needs <= done:
            done.add(model.kind)
            for n in (0,) if FieldKind(model.model_fields["id"]).choices else range(3):
                book.add(filled(model, n))
        else:
            waiting.append(model)
    for (what, goal), shown_to in ONE_GOAL.items():
        book.add(Sharing(id=f"secret-sharing-id-{goal}", what=what, goal_id=goal, shown_to=shown_to))


def choose(book, chosen):
    """Writes a person's choices down."""
    for (what, goal), shown_to in chosen.items():
        book.add(Sharing(what=what, goal_id=goal, shown_to=shown_to))


# --- who may see which word, told anew here


def belongs_to_goal(model):
    """Whether a filled record hangs on its goal, directly or by another."""
    kinds = {refers(model, name) for name in model.model_fields} - {None, model.kind}
    return "goal" in kinds or any(belongs_to_goal(BY_KIND[kind]) for kind in kinds)


def allowed(viewer, model, name, n, chosen):
    """Whether a viewer may see the word of a field."""
    chosen = {**ONE_GOAL, **chosen}

    def open_to(audience):
        return WIDER.index(audience) >= WIDER.index(viewer)

    def kind_seen(other):
        return open_to(chosen.get((other.kind, None), other.audience))

    goal = chosen.get(("goal", f"secret-goal-id-{n}"), chosen.get(("goal", None), Goal.audience))
    if name in model.narrower() and not open_to(chosen.get((f"{model.kind}.{name}", None), model.narrower()[name])):
        return False
    if model is Goal:
        return open_to(goal)
    needed = [
        BY_KIND[refers(model, one)]
        for one, info in model.model_fields.items()
        if info.is_required() and refers(model, one)
    ]
    if not all(other is Goal or kind_seen(other) for other in needed):
        return False
    if model is TimeEntry and name == "id":
        return kind_seen(model)
    return kind_seen(model) and (open_to(goal) or not belongs_to_goal(model))


def words(viewer, chosen):
    """All words that a viewer may see, and all that they must not."""
    seen, unseen = set(), set()
    for model in RECORDS:
        for name in model.model_fields:
            if is_text(model, name) and model is not Sharing:
                for n in range(3):
                    (seen if allowed(viewer, model, name, n, chosen) else unseen).add(word(model, name, n))
    return seen, unseen


def everything(reader):
    """All that a reader gives, as one text."""
    frames = [reader.frame(model) for model in RECORDS]
    frames += [reader.entries(sources=True), reader.entries(rules=False)]
    frames += [reader.history(model, f"secret-{model.kind}-id-{n}") for model in RECORDS for n in range(3)]
    frames.append(reader.history(Settings, "settings"))
    return "\n".join(frame.astype("object").to_json(default_handler=str, force_ascii=False) for frame in frames) + repr(
        reader.settings
    )


def found(texts, text):
    """Which of the words stand in a text, each whole."""
    return {one for one in texts if f'"{one}"' in text or f"'{one}'" in text or f"{one} " in text or f"{one}\\" in text}


@pytest.mark.parametrize("viewer", ["mentor", "public"])
@pytest.mark.parametrize("chosen", CHOICES)
def test_no_word_that_a_viewer_must_not_see_is_anywhere(full, viewer, chosen):
    """Law: of every text of every kind, frames, entries, histories and a review hold what may be seen and no more."""
    choose(full, CHOICES[chosen])
    view = shared_with(full, viewer)
    seen, unseen = words(viewer, CHOICES[chosen])
    text = everything(view)
    assert {one for one in unseen if one in text} == set()
    facts = json.dumps(as_dict(gather(view, MARCH, LATER)), ensure_ascii=False)
    assert {one for one in unseen if one in facts} == set()
    assert {one for one in seen - found(seen, text) if one not in text} <= {"secret-running_timer-id-0", *LATER_ONES}


@pytest.mark.parametrize("viewer", ["mentor", "public"])
@pytest.mark.parametrize("period", ["2025-W10", "2025-03", "2025"])
def test_no_file_of_an_edition_holds_what_is_not_for_its_viewer(full, viewer, period):
    """Page, executed notebook and facts lie in a folder of their own, and every private text is in none of them."""
    chosen = parse_period(period)
    options = RenderOptions(here=True, edition=Edition(viewer))
    made = render_review(full, chosen, chosen.end - timedelta(days=1), options)
    assert made.folder == full.path / "reports" / viewer / period
    assert {file.suffix for file in made.files} == {".html", ".ipynb", ".json"}
    _, unseen = words(viewer, {})
    for file in (full.path / "reports" / viewer).rglob("*.*"):
        text = file.read_text(encoding="utf-8")
        assert {one for one in unseen if one in text} == set(), file.name
        assert str(full.path) not in text
    page = next(file for file in made.files if file.suffix == ".html").read_text(encoding="utf-8")
    assert f"{viewer.title()} edition, without what is kept private" in page


LATER_ONES = {f"secret-running_timer-{name}-{n}" for name in ("description", "project", "id") for n in (1, 2)} | {
    word(Settings, name, n) for name in ("person", "currency") for n in (1, 2)
}


def test_oneself_sees_everything(full):
    """The workbook itself, whatever was chosen."""
    assert shared_with(full, "me") is full


@pytest.mark.parametrize("viewer", ["mentor", "public"])
@pytest.mark.parametrize("chosen", ["none", "all private", "all open"])
def test_what_is_left_out_keeps_its_shape(full, viewer, chosen):
    """Every frame has the columns and dtypes of the workbook's own, empty or not."""
    choose(full, CHOICES[chosen])
    view = shared_with(full, viewer)
    for model in RECORDS:
        assert view.frame(model).dtypes.to_dict() == full.frame(model).dtypes.to_dict(), model.kind
    own, shown = full.entries(sources=True), view.entries(sources=True)
    assert list(own.columns) == list(shown.columns)
    assert [str(one) for one in own.dtypes] == [str(one) for one in shown.dtypes]
    assert list(view.history(CheckIn, "nobody").columns) == list(full.history(CheckIn, "nobody").columns)


def test_private_fields_can_be_empty():
    """A field that fewer may see holds text, a list, or may be missing: an empty one is never a false number."""
    for model in RECORDS:
        for name in model.narrower():
            kind = FieldKind(model.model_fields[name])
            assert model is Settings or kind.optional or kind.base in (str, list) or name == "source_line", (
                model,
                name,
            )


@pytest.fixture
def measured(book):
    """Goals measured in every way, their time, and a goal that is withheld."""
    book.change(Settings, "settings", zone="Europe/Berlin", day_start="04:00")
    plan = {"start": "2025-01-01", "due": "2025-12-31"}
    book.add(a_goal(id="read", **plan))
    book.add(Measurement(goal_id="read", day=DAY, value=3, note="n"))
    book.add(Milestone(goal_id="read", title="Half", due="2025-06-30", value=6))
    book.add(a_goal(id="done", measured_from="tasks", **plan))
    book.add(Task(title="T", goal_id="done", done_on=DAY))
    book.add(a_goal(id="walk", measured_from="habits", measure="rate", per="week", target=1, **plan))
    book.add(Habit(title="Walk", goal_id="walk", start="2025-01-01", from_log="walking"))
    book.add(a_goal(id="know", measured_from="contacts", measure="level", **plan))
    book.add(Contact(name="Ada", met_on=DAY))
    book.add(a_goal(id="hours", measure="hours", unit="h", **plan))
    book.add(a_goal(id="weekly", measure="rate", unit="h", per="week", target=2, **plan))
    book.add(Rule(text="Deep", goal_id="hours"))
    book.add(an_entry(NOON, 2, project="Deep", tags=["walking"]))
    book.add(an_entry(NOON.replace(hour=23), 5, project="Week", goal_id="weekly"))
    book.add(an_entry(NOON, 3, project="Other"))
    book.add(a_goal(id="quiet", title="Quiet", measure="hours", unit="h", **plan))
    book.add(an_entry(NOON + timedelta(days=1), 4, project="Quiet work", goal_id="quiet"))
    book.add(Sharing(goal_id="quiet", shown_to="private"))
    book.add(Sharing(shown_to="public"))
    return book


@pytest.mark.parametrize("viewer", ["mentor", "public"])
@pytest.mark.parametrize("time", ["private", "mentor", "public"])
def test_a_goal_has_the_same_numbers_for_whoever_may_see_it(measured, viewer, time):
    """Value, progress, pace, safety and hours of each goal are the person's own, however it is measured."""
    measured.add(Sharing(what="time_entry", shown_to=time))
    own = {goal.id: goal for goal in gather(measured, MARCH, LATER).goals}
    shown = {goal.id: goal for goal in gather(shared_with(measured, viewer), MARCH, LATER).goals}
    assert set(shown) == set(own) - {"quiet"}
    for name, line in shown.items():
        mine = own[name]
        assert (line.value, line.progress, line.pace, line.safety_days) == (
            mine.value, mine.progress, mine.pace, mine.safety_days)  # fmt: skip
        assert line.hours == pytest.approx(mine.hours) and line.weekly_hours == pytest.approx(mine.weekly_hours)
    assert own["done"].value == own["know"].value == 1 and own["hours"].value == 2 and own["walk"].value == 1


def test_the_time_of_a_withheld_goal_is_time_without_a_goal_and_a_project(measured):
    """A mentor sees that there was work, and not what for; the sum stays true."""
    view = shared_with(measured, "mentor").entries()
    assert view["duration_s"].sum() == measured.entries()["duration_s"].sum()
    quiet = view.iloc[-1]
    assert pd.isna(quiet["goal_id"]) and quiet["project"] == ""
    assert set(view["project"]) == {"Deep", "Week", "Other", ""}


def test_whom_clock_times_are_no_business_gets_hours_a_day(measured):
    """Totals of the local days, from the day's start, of the goals that may be seen; cut to the range asked for."""
    view = shared_with(measured, "public").entries()
    assert view["end_utc"].isna().all() and set(view["project"]) == {""}
    assert view[["goal_id", "duration_s"]].astype("object").to_numpy().tolist() == [
        ["hours", 7200.0],
        ["weekly", 4 * 3600.0],
        ["weekly", 3600.0],
    ]
    assert len(shared_with(measured, "public").entries(date(2025, 3, 6), date(2025, 3, 7))) == 1


def test_several_persons_stay_apart_without_their_names(book):
    """Two people at work at once are no overlap, and nobody is named."""
    for name in ("Ada", "Grace"):
        book.add(an_entry(NOON, person=name))
    assert shared_with(book, "mentor").entries()["person"].tolist() == ["Person 1", "Person 2"]
    own, shown = gather(book, MARCH, LATER), gather(shared_with(book, "mentor"), MARCH, LATER)
    assert own.time.wall_clock_hours == shown.time.wall_clock_hours == 2


def test_what_is_private_today_is_private_in_an_edition_of_then(book):
    """The mentor edition of what was known then follows the choices of now, both ways."""
    book.add(a_goal(), NOON)
    book.add(CheckIn(day=DAY, next_step="Rest"), NOON)
    book.add(Sharing(what="check_in", shown_to="mentor"), NOON + timedelta(days=9))
    book.add(Sharing(what="goal", shown_to="private"), NOON + timedelta(days=9))
    view = shared_with(known_then(book, NOON), "mentor")
    assert view.frame(CheckIn)["next_step"].tolist() == ["Rest"]
    assert view.frame(Goal).empty


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"what": "dreams"}, "'dreams' cannot be shared on its own; expected a kind of record such as task"),
        ({"what": "measurement"}, "'measurement' cannot be shared on its own"),
        ({"what": "task", "goal_id": "read"}, "“task” is not chosen for a single goal"),
        ({"shown_to": "boss"}, "'boss' is not one of private, mentor, public"),
    ],
)
def test_a_choice_that_means_nothing_is_refused(values, told):
    """The value, what is expected, and the way out."""
    with pytest.raises(GoalkitError, match=told):
        make_record(Sharing, values)


def test_a_person_chooses_by_name_and_changes_it_again(book):
    """The form offers kinds, their private fields and goals by name; a single goal is asked for only there."""
    book.add(a_goal())
    form = forms.sharing_form(book)
    assert ("goal: Why", "goal.why") in form["what"].options and "Only this goal" in form["goal_id"].description
    fill(form, goal_id="read", shown_to="public")
    assert save(form).startswith("Saved: ")
    (kept,) = book.records(Sharing)
    assert (kept.what, kept.goal_id, kept.shown_to) == ("goal", "read", "public")
    fill(form, what="task")
    assert "goal_id" not in displayed(form)
    form.edit(kept.id)
    fill(form, shown_to="private")
    save(form)
    assert shared_with(book, "public").frame(Goal).empty
    assert shared_with(book, "mentor").frame(Goal).empty
