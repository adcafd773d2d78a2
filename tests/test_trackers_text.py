"""Trackers whose export is no table: JSON, calendars and plain-text logs."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from goalkit.errors import GoalkitError
from goalkit.trackers import TRACKERS, ReadOptions, load_export
from goalkit.trackers.rows_tracker import RowsTracker
from goalkit.trackers.source import open_source

FIXTURES = Path(__file__).parent / "fixtures" / "trackers"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
BERLIN = ReadOptions(zone="Europe/Berlin", as_of=NOW)


def saved(folder, content):
    """A file of that text, or of that value as JSON."""
    path = folder / "log"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def read(folder, content, **options):
    """The export in a file of that text or value."""
    return load_export(saved(folder, content), ReadOptions(zone="Europe/Berlin", as_of=NOW, **options))


def calendar(*events):
    """A calendar of events, each given as its lines."""
    inside = "".join(f"BEGIN:VEVENT\nUID:{number}\n{event}\nEND:VEVENT\n" for number, event in enumerate(events))
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{inside}END:VCALENDAR\n"


def buckets(**events):
    """An ActivityWatch export of one host; a bucket's name is its type."""
    kinds = {"window": "currentwindow", "afk": "afkstatus", "web": "web.tab.current"}
    return {
        "buckets": {name: {"type": kinds[name], "hostname": "desk", "events": told} for name, told in events.items()}
    }


def event(start, seconds, **data):
    """An ActivityWatch event on 14 March 2025."""
    return {"timestamp": f"2025-03-14T{start}+00:00", "duration": seconds, "data": data}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[\n]\n", r"log, line 1: this list is empty, as Timewarrior and Watson write it.*timew export :all"),
        ({"project": "Thesis", "start": 1741939200, "tags": []}, r"line 1: this is Watson's state file.*watson stop"),
        ({"projects": [], "theme": {"dark": True}}, r"line 1: no known tracker.*JSON with the names projects, theme\)"),
        ([{"a": 1, "b": {"c": 2}}, {"d": 3}], r"JSON with the names a, b\)"),
        ("* Plan\n** TODO Write\n", r"no CLOCK lines in it; clock in"),
        ({"crossModelVersion": 4.5, "data": {"task": {"ids": [], "entities": {}}}}, "no task in this backup has time"),
        (buckets(web=[event("08:00:00", 60, url="x")]), r"no bucket of window time.*web\.tab\.current.*Raw Data"),
        (calendar(), "no events in it"),
        (
            calendar("DTSTART:20250314T080000Z").replace("END:VCALENDAR\n", ""),
            r"line 1: BEGIN:VCALENDAR is never closed",
        ),
        (calendar("X:1").replace("END:VEVENT", "END:VTODO"), r"line 6: END:VTODO closes nothing"),
        (calendar("X:1").replace("VERSION:2.0", "what"), r"line 2: this line says nothing.*'what'"),
        ('[{"id": 1, "start": "20250314T080000Z", "tags": ["a"]},', r"line 1, column \d+: this is not JSON.*cut off"),
    ],
)
def test_a_file_without_entries_is_refused_with_the_way_out(tmp_path, content, told):
    """Empty exports, a running frame's file, reports and broken files are each told by what they are."""
    with pytest.raises(GoalkitError, match=told):
        read(tmp_path, content)


@pytest.mark.parametrize(
    "content",
    [
        "\ufeff{",
        "[",
        '{"a":',
        '"text"',
        "i am no clock\no nor this\n",
        "BEGIN:VCARD\n",
        "* a,b\n1,2\n",
        "\x0c\x1a{}[]",
        "[[1,2]]",
    ],
)
def test_nobodys_text_is_claimed_by_no_reader_of_rows_or_told_clearly(tmp_path, content):
    """Looking at odd texts never fails; a file that one reader takes for its own is then told in its words."""
    source = open_source(saved(tmp_path, content))
    rows = [tracker for tracker in TRACKERS if isinstance(tracker, RowsTracker)]
    assert len([tracker.name for tracker in rows if tracker.recognises(source)]) <= 1
    with pytest.raises(GoalkitError):
        load_export(source.path, BERLIN)


@pytest.mark.parametrize("dates", ["dmy", "mdy"])
@pytest.mark.parametrize("name", ["orgmode/notes.org", "timeclock/log.timeclock", "wakatime/totals.json"])
def test_an_order_of_dates_given_for_other_files_changes_nothing(name, dates):
    """A folder read with --dates dmy may hold files whose days are written one way only."""
    plain = load_export(FIXTURES / name, BERLIN)
    other = load_export(FIXTURES / name, ReadOptions(zone="Europe/Berlin", as_of=NOW, dates=dates))
    assert plain.entries["start_utc"].tolist() == other.entries["start_utc"].tolist()
    assert plain.problems == other.problems


def test_half_a_character_pair_becomes_a_replacement_sign(tmp_path):
    """JSON can spell what no text can hold; it is kept as a sign instead of failing later."""
    content = '[{"id":1,"start":"20250314T080000Z","end":"20250314T090000Z","tags":["a\\ud800"]}]'
    assert read(tmp_path, content).entries["project"].tolist() == ["a?"]


def test_timewarriors_two_forms_give_the_same_entries(tmp_path):
    """The export and the kept lines of one interval have one key, and an edit keeps it."""
    line = 'inc 20250314T080000Z - 20250314T093000Z # Thesis "a b" # "said \\"hi\\""\n'
    told = {
        "start": "20250314T080000Z",
        "end": "20250314T093000Z",
        "tags": ["Thesis", "a b"],
        "annotation": 'said "hi"',
    }
    kept, exported = read(tmp_path, line).entries, read(tmp_path, [{"id": 9, **told}]).entries
    edited = read(tmp_path, [{"id": 4, **told, "end": "20250314T100000Z"}]).entries
    assert kept["source_key"].tolist() == exported["source_key"].tolist() == edited["source_key"].tolist()
    assert kept["source_hash"].tolist() == exported["source_hash"].tolist() != edited["source_hash"].tolist()


def test_two_intervals_that_begin_together_are_two(tmp_path):
    """A start names an interval, but none is lost where two share it; the very same one twice counts once."""
    lines = ["inc 20250314T080000Z - 20250314T093000Z # a", "inc 20250314T080000Z - 20250314T080000Z # b"]
    export = read(tmp_path, "\n".join([*lines, lines[0]]) + "\n")
    assert export.entries["project"].tolist() == ["a", "b"]
    assert [problem.kind for problem in export.problems] == ["note", "duplicate"]


def test_watsons_frames_and_log_name_the_same_frame():
    """The frames file and the JSON log share a fixture's frame, with one key and one hash."""
    frames, log = (load_export(FIXTURES / "watson" / name, BERLIN).entries for name in ("frames.json", "log.json"))
    for column in ("source_key", "source_hash", "start_utc", "end_utc"):
        assert frames[column].tolist()[0] == log[column].tolist()[0]


def test_window_time_counts_only_while_someone_was_there(tmp_path):
    """A window event is cut at both ends of being away; the parts keep their keys when the event grows."""
    there = [event("08:00:00", 600, status="not-afk"), event("08:20:00", 600, status="not-afk")]
    away = [event("08:10:00", 600, status="afk")]
    first = read(tmp_path, buckets(window=[event("08:05:00", 1200, app="Writer", title="")], afk=[*there, *away]))
    later = read(tmp_path, buckets(window=[event("08:05:00", 1500, app="Writer", title="")], afk=[*there, *away]))
    assert first.entries["duration_s"].tolist() == [300, 300]
    assert later.entries["duration_s"].tolist() == [300, 600]
    assert first.entries["source_key"].tolist() == later.entries["source_key"].tolist()
    assert any("0.17 h of window time were left out" in problem.reason for problem in first.problems)


def test_what_activitywatch_does_not_count_is_told_once(tmp_path):
    """Empty events, browser buckets and a missing away-watcher are three notes, however many there were."""
    window = [*[event("08:00:00", 0, app="x")] * 50, event("08:00:00", 60, app="Writer", title="")]
    export = read(tmp_path, buckets(window=window, web=[event("08:00:00", 60, url="y")]))
    assert export.entries["duration_s"].tolist() == [60]
    reasons = " | ".join(problem.reason for problem in export.problems)
    assert len(export.problems) == 3
    assert all(
        part in reasons for part in ("all window time was counted (window)", "50 events of 0", "web.tab.current")
    )


def test_beats_of_two_projects_never_count_twice(tmp_path):
    """From one beat to the next counts once, for the first one's project; a longer gap counts for none."""
    beats = [(0, "a"), (300, "b"), (600, "a"), (900, "a"), (1801, "a"), (2000, "b")]
    told = [{"time": 1741939200 + seconds, "project": project} for seconds, project in beats]
    export = read(tmp_path, {"days": [{"date": "2025-03-14", "heartbeats": told[::-1]}]})
    spent = export.entries.groupby("project", observed=True)["duration_s"].sum().to_dict()
    assert spent == {"a": 300 + 300 + 199, "b": 300}


def test_a_parents_time_is_never_counted_beside_its_subtasks(tmp_path):
    """The parent holds the sum of both; only the subtasks count, wherever they are kept."""
    parent = {"id": "p", "title": "Exam", "subTaskIds": ["s"], "timeSpentOnDay": {"2025-03-14": 3_600_000}}
    sub = {"id": "s", "title": "Read", "parentId": "p", "timeSpentOnDay": {"2025-03-14": 3_600_000}}
    data = {
        "task": {"ids": ["p"], "entities": {"p": parent}},
        "archiveYoung": {"task": {"ids": ["s"], "entities": {"s": sub}}},
    }
    export = read(tmp_path, {"crossModelVersion": 4.5, "data": data})
    assert export.entries["duration_s"].tolist() == [3600]
    assert export.entries[["task", "description"]].astype(str).to_numpy().tolist() == [["Exam", "Read"]]


def test_a_clock_out_names_its_account_or_ends_the_last_one(tmp_path):
    """Two accounts at once are told apart by name; a clock-out alone ends the one that was begun last."""
    lines = ["i 2025/03/14 09:00 a", "i 2025/03/14 10:00 b", "i 2025/03/14 11:00 c"]
    lines += ["o 2025/03/14 12:00 a", "o 2025/03/14 13:00", "o 2025/03/14 15:00 all done"]
    entries = read(tmp_path, "\n".join(lines) + "\n").entries
    assert dict(zip(entries["project"], entries["duration_s"], strict=True)) == {"a": 10800, "c": 7200, "b": 18000}


def test_an_endless_repetition_is_read_up_to_the_moment_of_reading(tmp_path):
    """An event every day gives as many entries as had ended, and one note says that it goes on."""
    daily = "DTSTART:20251220T090000Z\nDTEND:20251220T100000Z\nRRULE:FREQ=DAILY"
    export = read(tmp_path, calendar(daily))
    assert len(export.entries) == 12
    assert [problem.reason for problem in export.problems] == [
        "1 event read up to now: repeating on after the file was read"
    ]


@pytest.mark.parametrize(
    "rule", ["FREQ=SECONDLY", "FREQ=DAILY;BYSECOND=" + ",".join(map(str, range(60))), "FREQ=HOURLY"]
)
def test_a_repetition_that_is_too_frequent_is_left_out_at_once(tmp_path, rule):
    """Every second for years, or sixty times each day, is told with the most that is read."""
    export = read(tmp_path, calendar(f"DTSTART:20100101T090000Z\nDTEND:20100101T090001Z\nRRULE:{rule}"))
    assert export.entries.empty
    assert [(problem.line, problem.column, problem.kind) for problem in export.problems] == [(3, "RRULE", "bad")]
    assert "100,000 times" in export.problems[0].reason


def test_a_rule_that_never_comes_true_leaves_its_first_event(tmp_path):
    """A meeting on every 30 February happened once, when it was first written down."""
    rule = "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"
    export = read(tmp_path, calendar(f"DTSTART:20250314T090000Z\nDTEND:20250314T100000Z\n{rule}"))
    assert export.entries["start_utc"].dt.day.tolist() == [14]


def test_an_occurrence_that_was_moved_is_the_same_entry(tmp_path):
    """A repetition's occurrence keeps its name when it is moved, and its other ones are untouched."""
    master = "DTSTART:20250303T090000Z\nDTEND:20250303T100000Z\nRRULE:FREQ=WEEKLY;COUNT=3"
    moved = "RECURRENCE-ID:20250310T090000Z\nDTSTART:20250311T120000Z\nDTEND:20250311T130000Z"
    before = read(tmp_path, calendar(master)).entries
    after = read(tmp_path, calendar(master, moved).replace("UID:1", "UID:0")).entries
    assert sorted(before["source_key"]) == sorted(after["source_key"])
    assert after["start_utc"].dt.day.tolist() == [3, 11, 17]
    assert (before["source_hash"] != after["source_hash"]).tolist() == [False, True, False]


def test_a_duration_is_lived_hours_on_the_night_of_the_change(tmp_path):
    """Two hours from half past one in Berlin on 26 October 2025 are two hours, though the clock shows one more."""
    told = "DTSTART;TZID=Europe/Berlin:20251026T013000\nDURATION:PT2H"
    assert read(tmp_path, calendar(told)).entries["duration_s"].tolist() == [7200]


def test_what_a_calendar_leaves_out_is_counted(tmp_path):
    """Whole days, cancelled and free events and those to come are four notes with their numbers."""
    times = "DTSTART:20250314T090000Z\nDTEND:20250314T100000Z"
    whole, coming = "DTSTART;VALUE=DATE:20250314", "DTSTART:20270314T090000Z\nDTEND:20270314T100000Z"
    left = [whole, whole, f"{times}\nSTATUS:CANCELLED", f"{times}\nTRANSP:TRANSPARENT", coming]
    export = read(tmp_path, calendar(times, *left))
    assert len(export.entries) == 1
    assert [problem.reason.split(":")[0] for problem in export.problems] == [
        "2 events left out", "1 event left out", "1 event left out", "1 event left out",
    ]  # fmt: skip


def test_looking_at_trackers_loads_no_calendar_library():
    """The libraries for calendars come in only when a calendar is read."""
    code = "import sys, goalkit.trackers; print([name for name in sys.modules if name in ('icalendar', 'dateutil.rrule', 'recurring_ical_events')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_many_events_are_read_in_linear_time(tmp_path):
    """Twenty thousand window events against two thousand spans of presence give one entry for each event within."""
    start = datetime(2025, 3, 1, tzinfo=UTC)
    window = [
        {"timestamp": (start + timedelta(minutes=number)).isoformat(), "duration": 30, "data": {"app": "Writer"}}
        for number in range(20_000)
    ]
    afk = [
        {
            "timestamp": (start + timedelta(minutes=10 * number)).isoformat(),
            "duration": 300,
            "data": {"status": "not-afk"},
        }
        for number in range(2_000)
    ]
    export = read(tmp_path, buckets(window=window[::-1], afk=afk[::-1]))
    assert len(export.entries) == 10_000
