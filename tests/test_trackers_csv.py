"""Trackers' tables: reports without entries, totals that grow, and what is particular to one of them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from goalkit.errors import GoalkitError
from goalkit.trackers import ReadOptions, load_export
from goalkit.trackers.cells import parse_day

BERLIN = ReadOptions(zone="Europe/Berlin", as_of=datetime(2026, 1, 1, tzinfo=UTC))
REFUSED = {
    "Toggl summary": ("Project,Client,Title,Duration", "Detailed"),
    "Clockify summary": ("Date,Time (h),Time (decimal)", "Detailed"),
    "Clockify projects": ("Project,Client,Status,Visibility,Billability,Task,Tracked (h),Estimated (h)", "Detailed"),
    "Clockify projects without clients": ("Project,Status,Visibility,Billability,Tracked (h)", "Detailed"),
    "RescueTime ranking": ("Rank,Time Spent (seconds),Number of People,Activity,Category,Productivity", "by day"),
    "RescueTime ranking of categories": ("Rank,Time Spent (seconds),Number of People,Category", "by day"),
    "Watson report": ("from,to,project,tag,time", "--json"),
    "ActivityWatch away": ("id,timestamp,duration,status", "JSON"),
}


def saved(folder, text, encoding="utf-8"):
    """A file of that text."""
    path = folder / "an export"
    path.write_text(text, encoding=encoding, newline="")
    return path


def read(folder, text):
    """The export of that text."""
    return load_export(saved(folder, text), BERLIN)


@pytest.mark.parametrize("name", REFUSED)
def test_a_report_without_entries_is_refused_with_the_way_out(name, tmp_path):
    """The message names the line and the export to take; naming a tracker by hand does not force it in."""
    header, way = REFUSED[name]
    row = ",".join("1" for _ in header.split(","))
    with pytest.raises(GoalkitError, match=rf"an export, line 1: this is .*{way}"):
        read(tmp_path, f"{header}\n{row}\n")


GROWING = {
    "clockify": (
        "Proyecto,Cliente,Usuario,Correo electrónico,Fecha de inicio,Duración (decimal)\nLibro,,Ada,,14/03/2025,{}\n",
        ("1.00", "1.50"),
    ),
    "kimai": ("Date,Duration,Customer,Project,Activity\n2025-03-14,{},,Book,Draft\n", ("1:00", "1:30")),
    "harvest": (
        "Date,Client,Project,Task,Notes,Hours,First Name,Last Name\n2025-03-14,,Book,,Draft,{},Ada,Moss\n",
        ("1.0", "1.5"),
    ),
    "rescuetime": (
        "Date,Time Spent (seconds),Number of People,Productivity\n2025-03-14T09:00:00,{},1,2\n",
        ("100", "160"),
    ),
    "rescuetime-archive": ("2025-03-14 09:00:00 +0100,vim,,Editing,Software,{}\n", ("100", "160")),
    "timely": (
        "Client,Project,Date,Name,Logged Hours,Notes,From,To\n,Book,14/03/2025,Ada,{},Draft,,\n",
        ("1.0", "1.5"),
    ),
    "activitywatch-csv": (
        "id,timestamp,duration,app,title\n1,2025-03-14T09:00:00+00:00,{},editor,Draft\n",
        ("10.5", "20.25"),
    ),
    "superproductivity-csv": ("Date;Start;End;Worked;Titles\n2025-03-14;09:00;17:00;{};Draft\n", ("1:00", "1:30")),
    "wakadump": ("DATE,TOTAL LOGGED SECONDS,PROJECTS,book,LANGUAGES,Text\n2025-03-14,9,,{},,9\n", ("9", "12")),
}


@pytest.mark.parametrize("name", GROWING)
def test_time_that_has_grown_since_is_the_same_entry_changed(name, tmp_path):
    """A later export of the same day gives the same key, another hash and the new length."""
    text, lengths = GROWING[name]
    first, later = (read(tmp_path, text.format(length)).entries.iloc[0] for length in lengths)
    assert first["source_key"] == later["source_key"]
    assert first["source_hash"] != later["source_hash"]
    assert first["duration_s"] < later["duration_s"]
    assert first["tracker"] == name


def test_an_entry_with_clock_times_stands_twice_or_it_does_not(tmp_path):
    """What names a day's total leaves entries with times alone: the same one again is a duplicate."""
    row = ",Book,14/03/2025,Ada,1.0,Draft,09:00,10:00\n"
    export = read(tmp_path, f"Client,Project,Date,Name,Logged Hours,Notes,From,To\n{row}{row}")
    assert [(problem.line, problem.kind) for problem in export.problems] == [(3, "duplicate")]


def test_two_buckets_of_one_day_are_two_totals(tmp_path):
    """Hours of the same activity on the same day keep apart by their time, and make no duplicate."""
    head = "Date,Time Spent (seconds),Number of People,Activity,Category,Productivity\n"
    rows = "".join(f"2025-03-14T{hour:02d}:00:00,60,1,vim,Editing,2\n" for hour in (9, 10, 11))
    export = read(tmp_path, head + rows)
    assert export.problems == ()
    assert export.entries["source_key"].is_unique
    assert export.entries["duration_s"].sum() == 180


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-03-14", "2025-03-14"),
        ("2025-03-14T09:00:00", "2025-03-14"),
        ("2025-03-14 23:55:00 -0700", "2025-03-14"),
        ("2025-03-14T23:55:00.5Z", "2025-03-14"),
        ("2025-03-14 9:05 PM", "2025-03-14"),
    ],
)
def test_a_buckets_day_is_the_one_that_stands_there(text, day):
    """A time of day and an offset behind a day change nothing."""
    assert parse_day(text, "ymd") == parse_day(day, "ymd") is not None


def test_what_is_behind_a_day_must_be_a_time():
    """Ranges of days, and words, are no day."""
    assert parse_day("2025-03-14 - 2025-03-17", "ymd") is None
    assert parse_day("2025-03-14 soon", "ymd") is None


@pytest.mark.parametrize(
    ("times", "end"),
    [
        ("22:00,02:00,28.00", "2025-03-16T01:00:00Z"),
        ("22:00,02:00,4.00", "2025-03-15T01:00:00Z"),
        ("09:00,09:00,24.00", "2025-03-15T08:00:00Z"),
        ("09:00,09:00,0.00", "2025-03-14T08:00:00Z"),
        ("09:00,17:00,7.50", "2025-03-14T16:00:00Z"),
        ("09:00,09:25,25.00", "2025-03-14T08:25:00Z"),
        ("22:00,02:00,", "2025-03-15T01:00:00Z"),
    ],
)
def test_an_end_without_a_date_is_as_late_as_the_duration_says(times, end, tmp_path):
    """The duration decides over how many midnights an entry goes; a break in it, or minutes for hours, decide nothing."""
    export = read(tmp_path, f"Date,From,To,Duration,Project,Activity\n2025-03-14,{times},Book,Draft\n")
    assert [f"{at:%Y-%m-%dT%H:%M:%SZ}" for at in export.entries["end_utc"]] == [end]


def test_a_thousand_events_without_length_are_told_once(tmp_path):
    """They are kept, and one note counts them; an event of no length is not a running one."""
    rows = [f"{n},2025-03-14T09:{n // 60 % 60:02d}:{n % 60:02d}+00:00,0,editor,{n}\n" for n in range(1000)]
    export = read(tmp_path, "id,timestamp,duration,app,title\n" + "".join(rows))
    assert len(export.entries) == 1000
    assert [problem.kind for problem in export.problems] == ["note"]
    assert "1000" in export.problems[0].reason


def test_events_of_two_machines_with_the_same_number_are_two(tmp_path):
    """A bucket's numbers begin anew in every database, so that they name no entry."""
    text = "id,timestamp,duration,app,title\n1,2025-03-14T{}:00:00+00:00,60,editor,Draft\n"
    keys = [read(tmp_path, text.format(hour)).entries["source_key"][0] for hour in ("09", "10")]
    assert keys[0] != keys[1]


@pytest.mark.parametrize(
    ("note", "mentions", "tags", "description", "shown"),
    [
        ("Draft #deep", "", "deep", "Draft", ["deep"]),
        ("#deep Draft @Jorinde", "Jorinde", "deep", "Draft", ["deep", "@Jorinde"]),
        ("Ask @Jorinde about it", "@Jorinde", "", "Ask @Jorinde about it", ["@Jorinde"]),
        ("Draft #deepest", "", "deep", "Draft #deepest", ["deep"]),
        ("#a #b", "", '"a, b"', "", ["a", "b"]),
        ("Issue #12", "", "", "Issue #12", []),
        ("C++ #c++", "", "#c++", "C++", ["c++"]),
    ],
)
def test_early_notes_lose_what_their_columns_repeat(note, mentions, tags, description, shown, tmp_path):
    """Tags and mentions at the ends of a note go, whole words alone; within a sentence they stay."""
    head = "TimeEntryID,StartDate,StartTime,StartTimeOffset,EndDate,EndTime,EndTimeOffset,Activity,Note,Mentions,Tags\n"
    times = "2025-03-14,09:00:00,+0100,2025-03-14,10:00:00,+0100"
    entry = read(tmp_path, f"{head}1,{times},Book,{note},{mentions},{tags}\n").entries.iloc[0]
    assert (entry["description"], list(entry["tags"])) == (description, shown)


def test_atimeloggers_totals_may_end_the_file_without_a_line_end(tmp_path):
    """The shorter rows of the second table are neither read nor taken for a file that was cut off."""
    rows = "Reading,1:00,2025-03-14 09:00,2025-03-14 10:00,\n"
    export = read(tmp_path, f"Activity type,Duration,From,To,Comment\n{rows}\nActivity type,Duration,%\nReading,1:00,9")
    assert (len(export.entries), export.rows_read, export.problems) == (1, 1, ())
    twice = f"Activity type,Duration,From,To,Comment\n{rows}{rows}\nActivity type,Duration,%\nReading,2:00,9"
    for columns in (None, frozenset({"project"})):
        export = load_export(saved(tmp_path, twice), replace(BERLIN, columns=columns))
        assert [(problem.line, problem.kind) for problem in export.problems] == [(3, "duplicate")]


def test_a_worklog_by_task_says_which_rows_have_no_day(tmp_path):
    """A range of days is left out with its line; a title with the delimiter in it, too."""
    rows = "2025-03-14 - 2025-03-17;2:00;Draft\n2025-03-18;1:00;Letters\n2025-03-19;1:00;Cut; paste\n"
    export = read(tmp_path, f"Date;Worked;Titles\n{rows}")
    assert export.entries["source_line"].tolist() == [3]
    assert sorted((problem.line, problem.kind) for problem in export.problems) == [(2, "bad"), (4, "bad")]


def test_watsons_csv_warns_and_names_the_better_export(tmp_path):
    """The first note is about the whole file."""
    export = read(tmp_path, "id,start,stop,project,tags\na1,2025-03-14 09:00:00,2025-03-14 10:00:00,Book,\n")
    warning = export.problems[0]
    assert (warning.line, warning.kind, warning.left_out) == (1, "note", False)
    assert "offset" in warning.reason
    assert "--json" in warning.fix
