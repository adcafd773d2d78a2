"""Records: their labels and help, what each refuses and how it says so, and how a workbook keeps them apart."""

import re
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, time

import pytest

from goalkit.errors import GoalkitError
from goalkit.records import (
    RECORDS,
    CheckIn,
    Contact,
    Goal,
    Habit,
    HabitTick,
    LearningItem,
    LookBack,
    Meeting,
    Roadblock,
    SelfAssessment,
    Settings,
    Task,
    Theme,
    TimeBlock,
    TimeEntry,
    Value,
    field_extra,
    make_record,
)
from goalkit.records.dictionary import dictionary_page
from goalkit.workbook import init_book, open_book
from goalkit.workbook.tables import METADATA

FIELDS = [
    pytest.param(model, name, info, id=f"{model.kind}.{name}")
    for model in RECORDS
    for name, info in model.model_fields.items()
]
SPAN = {"start": "2025-03-01", "due": "2025-06-30"}


@pytest.fixture
def book(tmp_path):
    """A new workbook."""
    with init_book(tmp_path / "book", notebooks=False) as opened:
        yield opened


def a_goal(**values) -> Goal:
    """A goal with the id read."""
    return Goal(**({"id": "read", "title": "Read", "target": 12, **SPAN} | values))


@pytest.mark.parametrize(("model", "name", "info"), FIELDS)
def test_every_field_has_a_label_and_those_that_people_fill_in_have_help(model, name, info):
    """A title everywhere; help that is a sentence, or ends like one, wherever a form asks."""
    assert info.title and info.title == info.title.strip()
    if not field_extra(info, "internal"):
        assert re.search(r"[.!?…](”)?$", info.description or ""), info.description


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.kind)
def test_every_record_says_what_it_is_and_no_two_of_its_labels_are_the_same(model):
    """A docstring that begins with a sentence, and field labels that tell a form's boxes apart."""
    first = (model.__doc__ or "").strip().splitlines()[0]
    assert first[0].isupper() and first.endswith("."), first
    shown = [
        (field_extra(info, "group", ""), info.title)
        for info in model.model_fields.values()
        if not field_extra(info, "internal")
    ]
    assert len(shown) == len(set(shown))


def test_no_two_records_share_a_label():
    """A label names one kind of record, and is written as people write it."""
    labels = [model.label for model in RECORDS]
    assert len(labels) == len(set(labels))
    assert (CheckIn.label, SelfAssessment.label, LookBack.label) == ("check-in", "self-assessment", "look back")


def test_what_a_field_refers_to_is_a_kind_of_record():
    """Every `choices_of` names a record class."""
    kinds = {model.kind for model in RECORDS}
    named = {field_extra(info, "choices_of") for model in RECORDS for info in model.model_fields.values()}
    assert named - {None} <= kinds


def test_the_dictionary_is_what_the_records_say(root):
    """The committed page is the one that `make docs` makes."""
    assert (root / "docs" / "records.md").read_text(encoding="utf-8") == dictionary_page(RECORDS)


def test_the_dictionary_has_a_table_a_record_and_a_line_a_field():
    """Each kind once, its fields in order, and no text breaks out of its cell."""
    parts = dictionary_page(RECORDS).partition("## By row")[0].split("\n### ")[1:]
    found = {
        part.splitlines()[0].split("`")[1]: [line for line in part.splitlines() if line[:3] == "| `"] for part in parts
    }
    assert {kind: [row.split("`")[1] for row in rows] for kind, rows in found.items()} == {
        model.kind: list(model.model_fields) for model in RECORDS
    }
    assert {row.replace("\\|", "").count("|") for rows in found.values() for row in rows} == {9}


def test_the_dictionary_names_kinds_limits_and_what_is_left_empty():
    """A number has its unit and bounds, a choice its texts, a reference its kind, a required field its yes."""
    page = dictionary_page((Goal, Habit))
    assert (
        "| `hours_per_week` | Hours a week | h | number | at least 0; at most 168 | may stay empty | mentor | What"
        in page
    )
    assert "| `term` | Term |  | choice | short, long | else short | mentor | short: within" in page
    assert "| `value_ids` | Values it serves |  | ids of records: value |  | may stay empty |" in page
    assert "| `start` | Start |  | day |  | yes | mentor | The first day that counts. |" in page
    assert "Checked together: dates and measure agree; source fits the measure." in page
    assert "Once for each “Habit” and “Day”." in dictionary_page((HabitTick,))


def test_every_row_of_the_method_that_is_written_down_is_kept_somewhere():
    """M1 to M33, but for M22, which is computed."""
    rows = {row for model in RECORDS for row in model.method}
    assert rows == {f"M{number}" for number in range(1, 34) if number != 22}


REFUSED = [
    (Goal, {"title": "X", "start": "2025-06-30", "due": "2025-03-01", "target": 2},
     "this goal cannot be kept: the goal ends on 2025-03-01, before it starts on 2025-06-30; swap the two days"),
    (Goal, {"title": "X", **SPAN, "measure": "rate"},
     "a rate needs its period; choose week, month or quarter under “Per”"),
    (Goal, {"title": "X", **SPAN, "measure": "rate", "per": "week", "target": 0},
     "a rate of 0 a week asks for nothing; set “To” above 0"),
    (Goal, {"title": "X", **SPAN, "measure": "growth", "target": 30},
     "growth by 30 % from 0 says nothing; set “From” to where it stands, above 0"),
    (Goal, {"title": "X", **SPAN, "measure": "growth", "baseline": 40, "target": 0},
     "growth by 0 % from 40 says nothing"),
    (Goal, {"title": "X", **SPAN, "baseline": 5, "target": 5},
     "the goal starts and ends at 5; set “From” to where it stands and “To” to where it should stand"),
    (Goal, {"title": "", **SPAN}, "Goal: please fill this in"),
    (Goal, {"title": "X", **SPAN, "colour": 9}, "Colour: 9 does not fit; it must be at most 8"),
    (Goal, {"title": "X", **SPAN, "hours_per_week": "a few"},
     "Hours a week: 'a few' is not a number; write for example 12.5"),
    (Goal, {"title": "X", "start": "soon", "due": "2025-06-30"},
     "Start: 'soon' is not a day; write year-month-day, for example 2026-09-30"),
    (Goal, {"title": "X", **SPAN, "term": "medium"}, "Term: 'medium' is not one of short, long"),
    (Task, {"title": "X", "start": "2025-03-08", "due": "2025-03-07"},
     "the task is due on 2025-03-07, before it begins on 2025-03-08; swap the two days"),
    (Task, {"title": "X", "estimate_hours": 0}, "Estimate: 0 does not fit; it must be more than 0"),
    (TimeBlock, {"day": "2025-03-08", "start": "10:30", "end": "10:00"},
     "the block ends at 10:00, not after it begins at 10:30; set “To” later, or lay two blocks around midnight"),
    (TimeBlock, {"day": "2025-03-08", "start": "10:30", "end": "10:30"}, "the block ends at 10:30, not after"),
    (TimeBlock, {"day": "2025-03-08", "start": "half past ten", "end": "11:00"},
     "From: 'half past ten' is not a time of day; write for example 17:30"),
    (Habit, {"title": "X", "start": "2025-03-01", "times": 8, "per": "week"},
     "8 times a week is more than its days; a habit is ticked once a day"),
    (Habit, {"title": "X", "start": "2025-03-01", "times": 2, "per": "day"}, "2 times a day is more than its days"),
    (Habit, {"title": "X", "start": "2025-03-01", "end": "2025-02-01"},
     "the habit ends on 2025-02-01, before it starts on 2025-03-01; swap the two days"),
    (LearningItem, {"title": "X", "start": "2025-03-08", "end": "2025-03-07"},
     "it ends on 2025-03-07, before it begins on 2025-03-08; swap the two days"),
    (LearningItem, {"title": "X", "hours": 0}, "Hours: 0 does not fit; it must be more than 0"),
    (TimeEntry, {"start_utc": datetime(2025, 3, 8, 10, tzinfo=UTC), "end_utc": datetime(2025, 3, 8, 9, tzinfo=UTC)},
     "it ends at 2025-03-08 09:00, before it starts at 2025-03-08 10:00; swap the two, or set the end on the next day"),
    (TimeEntry, {"start_utc": datetime(2025, 3, 8, 10, tzinfo=UTC)},
     "an entry needs an end, or the hours of a day's total"),
    (Settings, {"work_start": "18:00", "work_end": "09:00"},
     "work ends at 09:00, before it starts at 18:00; swap the two, or widen the day"),
    (Settings, {"goal_cap": 0}, "Active goals at most: 0 does not fit; it must be at least 1"),
    (Settings, {"zone": "Europe/Leipzig"}, "Time zone: zone 'Europe/Leipzig' is unknown; expected an IANA name such as Europe/Berlin"),
    (LookBack, {"year": 20, "day": "2025-01-01"}, "Year: 20 does not fit; it must be at least 1950"),
    (Value, {"name": "X", "importance": 11}, "Importance: 11 does not fit; it must be at most 10"),
    (CheckIn, {"day": "2025-01-01", "mood": 6}, "Mood: 6 does not fit; it must be at most 5"),
    (Roadblock, {"title": "X", "sort": "weather", "likelihood": 2, "impact": 2},
     "Kind: 'weather' is not one of missing skill or qualification"),
]  # fmt: skip


@pytest.mark.parametrize(("model", "values", "told"), REFUSED, ids=lambda value: getattr(value, "kind", None))
def test_what_does_not_fit_is_refused_with_the_value_and_the_way_out(model, values, told):
    """Each limit names what was given and what to do instead."""
    with pytest.raises(GoalkitError) as refusal:
        make_record(model, values)
    assert told in str(refusal.value)
    assert str(refusal.value).startswith(f"this {model.label} cannot be kept: ")


def test_a_second_look_back_of_a_year_is_refused_by_its_year(book):
    """One a year; another year's goes in, and the first can be changed, also its other fields alone."""
    first = book.add(LookBack(year=2025, day="2025-01-01"))
    with pytest.raises(GoalkitError, match="there is a look back for year 2025 already; change that one instead"):
        book.add(LookBack(year=2025, day="2025-02-01"))
    book.add(LookBack(year=2026, day="2025-12-31"))
    assert book.change(LookBack, first.id, learned="Ask early.").learned == "Ask early."
    with pytest.raises(GoalkitError, match="for year 2026 already"):
        book.change(LookBack, first.id, year=2026)


def test_a_second_theme_of_a_year_is_refused_until_the_first_is_taken_back(book):
    """What was taken back no longer stands in the way."""
    book.add(Theme(year=2025, theme="Lightness"))
    with pytest.raises(GoalkitError, match="there is a theme for year 2025 already"):
        book.add(Theme(year=2025, theme="Adventure"))
    book.undo()
    assert book.add(Theme(year=2025, theme="Adventure")).theme == "Adventure"


def test_a_habit_is_ticked_once_a_day(book):
    """The second tick of a day is refused by the habit's name and the day, whatever its state."""
    book.add(Habit(id="walk", title="Walk at noon", start="2025-01-01"))
    book.add(Habit(id="read", title="Read", start="2025-01-01"))
    book.add(HabitTick(habit_id="walk", day="2025-03-04"))
    with pytest.raises(GoalkitError) as refusal:
        book.add(HabitTick(habit_id="walk", day="2025-03-04", state="skipped"))
    assert str(refusal.value) == (
        "there is a habit tick for habit “Walk at noon” and day 2025-03-04 already; change that one instead"
    )
    book.add(HabitTick(habit_id="walk", day="2025-03-05"))
    book.add(HabitTick(habit_id="read", day="2025-03-04"))
    assert len(book.records(HabitTick)) == 3


def test_a_list_of_references_takes_only_what_is_there(book):
    """A goal that serves an unknown value is refused by that id; with known ones it is kept as it was said."""
    book.add(Value(id="care", name="Care", importance=7))
    book.add(Value(id="calm", name="Calm", importance=5))
    with pytest.raises(GoalkitError, match="Values it serves: there is no value with the id 'fame'; add that one"):
        book.add(a_goal(value_ids=["care", "fame"]))
    book.add(a_goal(value_ids=["care", "calm"]))
    assert book.get(Goal, "read").value_ids == ["care", "calm"]
    with pytest.raises(GoalkitError, match="no value with the id 'fame'"):
        book.change(Goal, "read", value_ids=["fame"])
    assert book.get(Goal, "read").value_ids == ["care", "calm"]


def test_a_value_in_use_stays_and_says_by_what(book):
    """It cannot be removed while goals serve it; once none does, it can."""
    book.add(Value(id="care", name="Care", importance=7))
    book.add(a_goal(value_ids=["care"]))
    book.add(a_goal(id="walk", value_ids=["care"]))
    with pytest.raises(GoalkitError) as refusal:
        book.remove(Value, "care")
    assert str(refusal.value) == (
        "value “Care” cannot be removed while it is referred to by 2 goals; change or remove those first"
    )
    for goal_id in ("read", "walk"):
        book.change(Goal, goal_id, value_ids=[])
    book.remove(Value, "care")
    assert book.records(Value) == []


def test_people_and_goals_in_use_say_their_own_way_out(book):
    """A contact is held by meetings; a goal is dropped rather than removed."""
    book.add(a_goal())
    book.add(Contact(id="ana", name="Ana", goal_id="read"))
    book.add(Meeting(contact_id="ana", day="2025-03-04"))
    with pytest.raises(GoalkitError, match="contact “Ana” cannot be removed while it is referred to by 1 meeting"):
        book.remove(Contact, "ana")
    with pytest.raises(GoalkitError, match=r"by 1 contact; drop it instead: .*status=\"dropped\""):
        book.remove(Goal, "read")


def test_a_block_and_its_clock_times_come_back_as_they_were(book):
    """Times of day survive the database, and a block's day is the person's own."""
    kept = book.add(TimeBlock(day="2025-03-04", start="09:00", end=time(10, 30)))
    assert book.get(TimeBlock, kept.id) == kept
    assert (kept.day, kept.start, kept.end) == (date(2025, 3, 4), time(9), time(10, 30))


# What a workbook held before the records of the whole method were declared.
FIRST_KINDS = {
    *("settings", "goal", "measurement", "milestone", "task", "time_entry", "rule", "check_in"),
    *("import_batch", "import_problem", "column_map"),
}
NEW_FIELDS = {
    "goal": ("what", "measured_from", "in_my_hands", "value_ids", "serves_vision", "term"),
    "task": ("start", "priority"),
    "settings": ("goal_cap", "learning_budget", "currency"),
}


def make_old(folder) -> None:
    """Takes from a workbook what the first goalkit did not have yet."""
    later = [name for name in METADATA.tables if name not in FIRST_KINDS | {"journal", "meta"}]
    with closing(sqlite3.connect(folder / "data" / "goalkit.db")) as database, database:
        for name in later:
            database.execute(f"drop table {name}")
        for table, names in NEW_FIELDS.items():
            for name in names:
                database.execute(f"alter table {table} drop column {name}")
        database.execute("update meta set value = 'old'")


def test_a_workbook_from_before_opens_with_the_new_kinds_and_fields(tmp_path):
    """Old goals find the defaults, every new kind can be written, and a backup of before is kept."""
    with init_book(tmp_path, notebooks=False) as made:
        made.change(Settings, "settings", person="Ada")
        made.add(a_goal())
        made.add(Task(id="buy", title="Buy", goal_id="read"))
    make_old(tmp_path)
    with open_book(tmp_path) as book:
        old = book.get(Goal, "read")
        assert (old.title, old.value_ids, old.term, old.measured_from) == ("Read", [], "short", "readings")
        assert (old.what, old.in_my_hands, old.serves_vision) == ("", "", None)
        assert book.get(Task, "buy").priority == "normal"
        assert (book.settings.person, book.settings.goal_cap, book.settings.currency) == ("Ada", 5, "€")
        book.add(Value(id="care", name="Care", importance=7))
        book.change(Goal, "read", value_ids=["care"])
        assert all(book.frame(model) is not None for model in RECORDS)
    assert len(list((tmp_path / "data" / "backups").glob("*.db"))) == 1
