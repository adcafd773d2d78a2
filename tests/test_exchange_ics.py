"""What of a workbook stands in its calendar, and that bringing it in again updates and never doubles."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from calendars_read import events, exported, occurrences, states
from plan_made import at, goal, new_book

from goalkit.cli.edge import run
from goalkit.errors import GoalkitError
from goalkit.records import (
    Affirmation,
    CheckIn,
    Contact,
    Feedback,
    Goal,
    Habit,
    Meeting,
    Milestone,
    Settings,
    Sharing,
    Task,
    TimeBlock,
)
from goalkit.trackers import ReadOptions, load_export
from goalkit.workbook import init_book, open_book
from goalkit.workbook.calendar import export_calendar

DAY = date(2025, 3, 14)
HEAD = "BEGIN:VCALENDAR"


@pytest.fixture
def book(tmp_path):
    """A workbook in Berlin with one goal of 2025."""
    with new_book(tmp_path) as made:
        goal(made, "write")
        yield made


def step(book, model=Task, **values):
    """A step with the id "s" on the day, for the goal."""
    return book.add(model(**{"id": "s", "title": "Call Ana", "goal_id": "write", "due": DAY} | values))


def block(book, day=DAY, start="09:00", end="10:30", **values):
    """A block with the id "b"."""
    return book.add(TimeBlock(**{"id": "b", "day": day, "start": start, "end": end} | values))


def test_an_empty_workbook_gives_a_calendar_without_entries(tmp_path):
    """A whole file that two libraries read, and one line that says that there is nothing yet."""
    with init_book(tmp_path / "new", notebooks=False) as book:
        saved = export_calendar(book, tmp_path / "out")
        text = saved.path.read_text(encoding="utf-8")
        assert (events(text), occurrences(text, date(2000, 1, 1), date(2100, 1, 1))) == ({}, [])
        assert saved.said() == "no dates yet"
        goal(book, "write")
        assert list(events(exported(book, tmp_path / "out"))) == ["goal-write"]


def test_days_stand_as_whole_days_that_end_before_the_next(book, tmp_path):
    """Goal, milestone, task and person: a DATE, its end the day after, shown as free, heard as work begins."""
    step(book, Milestone, id="m", title="Half of it")
    step(book)
    book.add(Contact(id="c", name="Ana", next_contact=DAY, purpose="Feedback, honest"))
    found = events(exported(book, tmp_path))
    assert sorted(found) == ["contact-c", "goal-write", "milestone-m", "task-s"]
    for key, day, heard in (("goal-write", date(2025, 12, 31), -7), ("milestone-m", DAY, -1), ("task-s", DAY, 0)):
        event = found[key]
        assert (event.dtstart, event.dtend) == (day, day + timedelta(days=1))
        assert (event.transparency, event.classification) == ("TRANSPARENT", "PRIVATE")
        assert event.alarm[0].trigger == timedelta(days=heard, hours=9)
    assert found["task-s"].description == "For the goal “Write”"
    assert (found["contact-c"].summary, found["contact-c"].description) == (
        "Be in touch with Ana",
        "Feedback, honest",
    )


def test_a_block_stands_by_the_clock_with_its_alarm(book, tmp_path):
    """As busy, by the task's name, ten minutes ahead; without a task by its note, else its goal, else as time set aside."""
    step(book)
    block(book, task_id="s", note="Ask about May")
    block(book, id="n", note="Read", goal_id="write")
    block(book, id="g", goal_id="write")
    block(book, id="x")
    found = events(exported(book, tmp_path))
    one = found["time_block-b"]
    assert (one.dtstart.astimezone(UTC), one.dtend.astimezone(UTC)) == (at("2025-03-14 08:00"), at("2025-03-14 09:30"))
    assert (one.transparency, one.alarm[0].trigger) == ("OPAQUE", timedelta(minutes=-10))
    assert one.description == "Ask about May\nFor the goal “Write”"
    names = [found[f"time_block-{key}"].summary for key in ("b", "n", "g", "x")]
    assert names == ["Call Ana", "Read", "Write", "Time set aside"]


@pytest.mark.parametrize(
    ("day", "start", "end", "lived"),
    [
        (date(2025, 3, 30), "01:30", "03:30", ("00:30", "01:30")),
        (date(2025, 3, 30), "02:30", "03:00", ("01:30", "02:00")),
        (date(2025, 3, 30), "03:15", "04:00", ("01:15", "02:00")),
        (date(2025, 10, 26), "01:30", "03:30", ("-1 23:30", "02:30")),
        (date(2025, 10, 26), "02:15", "02:45", ("00:15", "00:45")),
    ],
)
def test_blocks_on_the_nights_when_the_clocks_change(book, tmp_path, day, start, end, lived):
    """An hour less or more is lived; a time that the clocks skip is the one after, and lasts as long as it was meant."""
    block(book, day, start, end)
    text = exported(book, tmp_path)
    (found,) = occurrences(text, day, day + timedelta(days=1))
    asked = [
        datetime.combine(day - timedelta(days=one.startswith("-1")), time.fromisoformat(one[-5:]), tzinfo=UTC)
        for one in lived
    ]
    assert found[1:] == tuple(asked)
    one = events(text)["time_block-b"]
    assert [one.dtstart.astimezone(UTC), one.dtend.astimezone(UTC)] == asked


def test_a_second_export_is_the_same_to_the_byte(book, tmp_path):
    """Nothing in it comes from a clock."""
    block(book)
    step(book)
    assert exported(book, tmp_path / "one") == exported(book, tmp_path / "two")


def test_an_edit_keeps_the_id_and_raises_the_number(book, tmp_path):
    """Of what was edited and of what tells it; all else stays as it is."""
    step(book)
    step(book, id="other", goal_id=None)
    block(book, task_id="s")
    before = events(exported(book, tmp_path))
    book.change(Task, "s", title="Call Bea", when=at("2031-01-01"))
    after = events(exported(book, tmp_path))
    assert sorted(before) == sorted(after)
    raised = {key for key in after if after[key].sequence > before[key].sequence}
    assert raised == {"task-s", "time_block-b"}
    assert after["task-s"].dtstamp == after["task-s"].last_modified == at("2031-01-01")
    assert after["task-other"] == before["task-other"]


def test_the_number_never_falls(book, tmp_path):
    """Neither when a block comes to another task, older and seldom changed, nor when an edit is taken back."""
    step(book, id="old")
    step(book)
    for number in range(5):
        book.change(Task, "s", title=f"Call {number}")
    block(book, task_id="s")
    numbers = [events(exported(book, tmp_path))["time_block-b"].sequence]
    book.change(TimeBlock, "b", task_id="old")
    numbers.append(events(exported(book, tmp_path))["time_block-b"].sequence)
    book.undo()
    numbers.append(events(exported(book, tmp_path))["time_block-b"].sequence)
    assert numbers == sorted(set(numbers))


def test_ids_are_those_of_one_workbook(tmp_path):
    """The same record ids in two workbooks are told apart, and stay when a workbook is moved."""
    uids = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        with new_book(tmp_path / name) as book:
            goal(book, "write")
            uids.append(events(exported(book, tmp_path / name))["goal-write"].uid)
    assert uids[0] != uids[1]
    (tmp_path / "one" / "book").rename(tmp_path / "moved")
    with open_book(tmp_path / "moved") as book:
        assert events(exported(book, tmp_path / "three"))["goal-write"].uid == uids[0]


def test_what_is_done_stays_as_done_without_its_alarm(book, tmp_path):
    """A goal reached, a milestone, a task: confirmed, called done."""
    step(book, done_on=DAY)
    book.change(Goal, "write", status="achieved")
    text = exported(book, tmp_path)
    assert states(text) == {
        "goal-write": ("CONFIRMED", "Done: Goal: Write"),
        "task-s": ("CONFIRMED", "Done: Task: Call Ana"),
    }
    assert not any(event.alarm for event in events(text).values())


@pytest.mark.parametrize(
    "drop",
    [
        lambda book: book.remove(Task, "s"),
        lambda book: book.change(Task, "s", due=None),
        lambda book: book.change(Goal, "write", status="dropped"),
        lambda book: book.change(Goal, "write", status="paused"),
    ],
    ids=["removed", "without a day", "its goal dropped", "its goal paused"],
)
def test_what_is_no_longer_meant_is_cancelled(book, tmp_path, drop):
    """On the day it had, under its id, with a higher number and no alarm; taken back, it is as it was."""
    step(book)
    before = events(exported(book, tmp_path))["task-s"]
    drop(book)
    after = events(exported(book, tmp_path))["task-s"]
    assert (after.status.value, after.uid, after.dtstart, after.alarm) == ("CANCELLED", before.uid, DAY, [])
    assert after.sequence > before.sequence
    book.undo()
    again = events(exported(book, tmp_path))["task-s"]
    assert (again.status.value, again.summary) == ("CONFIRMED", "Task: Call Ana")
    assert again.sequence > after.sequence


def test_what_never_was_meant_is_not_told(book, tmp_path):
    """A goal that is only considered, its steps, a task without a day: not even as cancelled."""
    goal(book, "maybe", status="considering")
    step(book, goal_id="maybe")
    step(book, Milestone, id="m", goal_id="maybe")
    step(book, id="undated", due=None)
    assert list(events(exported(book, tmp_path))) == ["goal-write"]
    book.change(Goal, "write", status="considering")
    assert states(exported(book, tmp_path)) == {"goal-write": ("CANCELLED", "Goal: Write")}


def test_a_block_that_was_removed_is_cancelled(book, tmp_path):
    """At its time, so that the calendar lets it go."""
    block(book, note="Read")
    book.remove(TimeBlock, "b")
    one = events(exported(book, tmp_path))["time_block-b"]
    assert (one.status.value, one.summary, one.transparency) == ("CANCELLED", "Read", "TRANSPARENT")


def test_a_person_is_on_the_day_that_is_due(book, tmp_path):
    """By the last meeting and the cadence; a new meeting moves it, its removal moves it back, each with a higher number."""
    book.add(Contact(id="c", name="Ana", every_days=30))
    assert "contact-c" not in events(exported(book, tmp_path))
    book.add(Meeting(id="m", contact_id="c", day=DAY))
    book.add(Meeting(id="later", contact_id="c", day=DAY + timedelta(days=10)))
    first = events(exported(book, tmp_path))["contact-c"]
    assert first.dtstart == DAY + timedelta(days=40)
    book.remove(Meeting, "later")
    second = events(exported(book, tmp_path))["contact-c"]
    assert (second.dtstart, second.sequence > first.sequence) == (DAY + timedelta(days=30), True)


def test_check_ins_come_again_as_they_were_kept(book, tmp_path):
    """Each rhythm that was begun, from the latest on, as work ends, also over the change of the clock."""
    book.change(Settings, "settings", work_end="18:00")
    book.add(CheckIn(day=date(2025, 3, 26), rhythm="daily"))
    book.add(CheckIn(day=date(2025, 3, 24), rhythm="weekly"))
    book.add(CheckIn(day=date(2025, 1, 31), rhythm="monthly"))
    text = exported(book, tmp_path)
    assert sorted(events(text)) == ["check-in-daily", "check-in-monthly", "check-in-weekly", "goal-write"]
    found = [(name, start) for name, start, _ in occurrences(text, date(2025, 3, 1), date(2025, 4, 2))]
    assert [start for name, start in found if name == "Check in, daily"] == [
        at(f"2025-{day} {hour}:00")
        for day, hour in (("03-27", 17), ("03-28", 17), ("03-29", 17), ("03-30", 16), ("03-31", 16), ("04-01", 16))
    ]
    assert [start for name, start in found if name == "Check in, weekly"] == [at("2025-03-31 16:00")]
    monthly = [
        start.date() for name, start, _ in occurrences(text, date(2025, 2, 1), date(2025, 5, 2)) if "monthly" in name
    ]
    assert monthly == [date(2025, 2, 28), date(2025, 3, 31), date(2025, 4, 30)]


def test_a_new_check_in_moves_the_reminder_on(book, tmp_path):
    """So that nothing that was kept or missed stands in the past; the only one removed ends it."""
    book.add(CheckIn(id="a", day=DAY))
    first = events(exported(book, tmp_path))["check-in-daily"]
    book.add(CheckIn(id="b", day=DAY + timedelta(days=1)))
    second = events(exported(book, tmp_path))["check-in-daily"]
    assert (second.uid, second.dtstart - first.dtstart) == (first.uid, timedelta(days=1))
    assert second.sequence > first.sequence
    book.remove(CheckIn, "a")
    book.remove(CheckIn, "b")
    assert states(exported(book, tmp_path))["check-in-daily"][0] == "CANCELLED"


def test_a_habit_is_called_to_mind_where_its_cue_names_a_time(book, tmp_path):
    """Each day, or on the working days when it is to be done as often; else the person chooses the day, and nothing is said."""
    start = {"start": date(2025, 3, 1)}  # a Saturday
    book.add(Habit(id="d", title="Walk", times=1, per="day", cue="lunch, 12:30", end=date(2025, 3, 4), **start))
    book.add(Habit(id="w", title="Read", times=5, per="week", cue="at 7:05", **start))
    book.add(Habit(id="n", title="Run", times=3, per="week", cue="18:00", **start))
    book.add(Habit(id="x", title="Sing", times=1, per="day", cue="after 3 cups", **start))
    text = exported(book, tmp_path)
    assert sorted(events(text)) == ["goal-write", "habit-d", "habit-w"]
    found = occurrences(text, date(2025, 3, 1), date(2025, 3, 8))
    assert [(name, f"{begin:%d %H:%M}") for name, begin, _ in found] == [
        *[("Read", f"{day:02d} 06:05") for day in range(3, 8)],
        *[("Walk", f"{day:02d} 11:30") for day in range(1, 5)],
    ]


def test_only_what_the_method_names_stands_there(book, tmp_path):
    """Feedback and affirmations have their places in the reviews, not in the calendar."""
    book.add(Affirmation(text="I ask early", day=DAY))
    book.add(Feedback(day=DAY, question="Which part lost you?", action="Cut it", action_due=DAY))
    assert list(events(exported(book, tmp_path))) == ["goal-write"]


# --- for others


def test_a_mentor_gets_what_a_mentor_may_see(book, tmp_path):
    """In a file of its own, without alarms and private marks, and nothing of people, check-ins, blocks or what is gone."""
    step(book)
    step(book, id="gone", title="Secret")
    book.remove(Task, "gone")
    block(book)
    goal(book, "hidden")
    step(book, id="h", title="Hidden step", goal_id="hidden")
    book.add(Sharing(goal_id="hidden", shown_to="private"))
    book.add(Contact(name="Bea", next_contact=DAY))
    book.add(CheckIn(day=DAY))
    saved = export_calendar(book, tmp_path, "mentor")
    text = saved.path.read_text(encoding="utf-8")
    assert saved.path.name == "goalkit-mentor.ics"
    assert sorted(events(text)) == ["goal-write", "task-s"]
    assert not [word for word in ("VALARM", "PRIVATE", "Secret", "Hidden", "Bea", "hidden") if word in text]
    assert events(exported(book, tmp_path, "public")) == {}


def test_a_mentor_is_told_of_a_dropped_goal_by_what_they_may_see(book, tmp_path):
    """As cancelled; a note that is private to the person stays out."""
    step(book)
    book.change(Goal, "write", status="dropped", lesson="Too much at once", why="The private reason")
    text = exported(book, tmp_path, "mentor")
    assert {key: state for key, (state, _) in states(text).items()} == {
        "goal-write": "CANCELLED",
        "task-s": "CANCELLED",
    }
    assert "Too much" not in text
    assert "private reason" not in text


def test_titles_that_may_not_be_seen_are_not(book, tmp_path):
    """A milestone in public is a milestone without a name, of a goal that is shown."""
    step(book, Milestone, title="The secret one")
    book.add(Sharing(goal_id="write", shown_to="public"))
    text = exported(book, tmp_path, "public")
    assert states(text)["milestone-s"] == ("CONFIRMED", "Milestone: no name")
    assert "secret" not in text


# --- the file


def test_a_file_of_somebody_else_stays(book, tmp_path):
    """Neither another program's calendar, nor any other file, nor another workbook's calendar is written over."""
    place = tmp_path / "out" / "goalkit.ics"
    place.parent.mkdir()
    for content, said in (
        ("my notes", "is no calendar of goalkit and stays"),
        (f"{HEAD}\r\nPRODID:-//Other//EN\r\nEND:VCALENDAR\r\n", "is no calendar of goalkit and stays"),
        (f"{HEAD}\r\nPRODID:-//goalkit//x\r\nX-GOALKIT-WORKBOOK:other\r\n", "is the calendar of another workbook"),
    ):
        place.write_bytes(content.encode())
        with pytest.raises(GoalkitError, match=said):
            export_calendar(book, place.parent)
        assert place.read_bytes() == content.encode()
    place.unlink()
    place.mkdir()
    with pytest.raises(GoalkitError, match="is a folder"):
        export_calendar(book, place.parent)
    assert [path.name for path in place.parent.iterdir()] == ["goalkit.ics"]


def test_a_folder_that_cannot_be_made_is_told(book, tmp_path):
    """In one line with the way out; the calendar of before stays."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(GoalkitError, match=r"no calendar can be written to .*; name another folder"):
        export_calendar(book, tmp_path / "file" / "out")


def test_the_command_says_how_many_of_what(book, tmp_path, capsys):
    """One line on stdout; a format or an audience that there is not is a fault in what was given."""
    step(book)
    block(book, note="Read")
    book.remove(TimeBlock, "b")
    book.add(Contact(name="Ana", next_contact=DAY))
    arguments = ["--book", str(book.path), "export", str(tmp_path / "out")]
    assert run([*arguments, "--format", "ics"]) == 0
    path = tmp_path / "out" / "goalkit.ics"
    assert capsys.readouterr().out == f"{path}: 1 goal, 1 task, 1 person; 1 no longer meant, as cancelled\n"
    assert run([*arguments, "--format", "xlsx"]) == 2
    assert "--format 'xlsx' is unknown; expected one of ics" in capsys.readouterr().err
    assert run([*arguments, "--audience", "boss"]) == 2
    assert "audience 'boss' is unknown" in capsys.readouterr().err


def test_goalkits_own_reader_finds_the_blocks_alone(book, tmp_path):
    """At their times: what takes no time of the day is left out, as of any calendar."""
    step(book)
    book.add(CheckIn(day=DAY))
    block(book, note="Read; think, write")
    path = export_calendar(book, tmp_path).path
    options = ReadOptions(zone="Europe/Berlin", as_of=at("2025-06-01"))
    export = load_export(path, options)
    row = export.entries.iloc[0]
    assert (len(export.entries), row["description"]) == (1, "Read; think, write")
    assert (row["start_utc"], row["end_utc"]) == (at("2025-03-14 08:00"), at("2025-03-14 09:30"))
