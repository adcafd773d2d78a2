"""The sample year: made by a script, honest about its mess, and a workbook that opens."""

import csv
import importlib.util
import json
import shutil
from collections import Counter
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import goalkit
from goalkit.records import BY_KIND, make_record

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "sample"
SEED = SAMPLE / "data" / "seed"
TRACKERS = ("toggl", "clockify")
FILES = {"toggl": "toggl-2025-h1.csv", "clockify": "clockify-2025-h2.csv"}
# Tracker → columns of start, end and duration, and how it writes dates.
SHAPES = {
    "toggl": (("Start date", "Start time"), ("End date", "End time"), "Duration", "%Y-%m-%d"),
    "clockify": (("Start Date", "Start Time"), ("End Date", "End Time"), "Duration (h)", "%d/%m/%Y"),
}
DST_NIGHTS = (date(2025, 3, 30), date(2025, 10, 26))


def read_lines():
    """The lines of the history as plain values."""
    return [json.loads(line) for line in (SEED / "history.jsonl").read_text(encoding="utf-8").splitlines()]


@cache
def read_rows(tracker):
    """The rows of an export with `start`, `end` (None while running) and `seconds` beside the cells."""
    with (SEED / "exports" / FILES[tracker]).open(encoding="utf-8-sig", newline="") as file:
        return [{**cells, **times(tracker, cells)} for cells in csv.DictReader(file)]


def times(tracker, cells):
    """Start, end and seconds of one row, read without goalkit."""
    start, end, duration, shape = SHAPES[tracker]
    clock = [
        datetime.strptime(f"{cells[day]} {cells[time]}", f"{shape} %H:%M:%S") if cells[day] else None
        for day, time in (start, end)
    ]
    hours, minutes, seconds = (int(part) for part in (cells[duration] or "0:0:0").split(":"))
    return {"start": clock[0], "end": clock[1], "seconds": hours * 3600 + minutes * 60 + seconds}


def own_cells(row):
    """A row's cells as text, to tell whether two rows are the same."""
    return tuple(str(value) for value in row.values())


def accepted(tracker):
    """The rows that count: each once, and none that still runs."""
    return [row for row in {own_cells(row): row for row in read_rows(tracker)}.values() if row["end"]]


def all_rows():
    """The accepted rows of the year."""
    return [row for tracker in TRACKERS for row in accepted(tracker)]


def replayed():
    """(kind, id) → the values that stand at the end of the history; each change must find its record."""
    kept = {}
    for line in read_lines():
        if line["do"] == "add":
            kept[line["kind"], line["values"]["id"]] = dict(line["values"])
        elif line["do"] == "change":
            kept[line["kind"], line["id"]].update(line["values"])
            make_record(BY_KIND[line["kind"]], kept[line["kind"], line["id"]])
        elif line["do"] == "remove":
            del kept[line["kind"], line["id"]]
    return kept


def open_copy(folder):
    """A copy of the sample in another folder, its database built there."""
    shutil.copytree(SEED, folder / "data" / "seed")
    shutil.copy(SAMPLE / "data" / "workbook.toml", folder / "data")
    return goalkit.open_book(folder)


def goals():
    """Goal id → its values at the end of the year."""
    return {name: values for (kind, name), values in replayed().items() if kind == "goal"}


def test_script_writes_the_committed_files(tmp_path):
    """Running the script again gives the bytes that are committed, file by file."""
    spec = importlib.util.spec_from_file_location("make_sample", SAMPLE / "make_sample.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    made = [path.relative_to(tmp_path) for path in script.make(tmp_path)]
    assert len(made) == 4
    for path in made:
        assert (tmp_path / path).read_bytes() == (SAMPLE / path).read_bytes(), path


def test_history_is_in_time_order():
    """No line of the history comes before the one above it, and each carries the zone's offset."""
    moments = [datetime.fromisoformat(line["when"]) for line in read_lines()]
    assert moments == sorted(moments)
    zone = ZoneInfo("Europe/Berlin")
    assert all(moment.utcoffset() == moment.astimezone(zone).utcoffset() for moment in moments)


def test_history_lines_fit_the_records():
    """Every line does a known thing to a known kind, every record is valid, and every id is new or known."""
    lines = read_lines()
    assert {line["do"] for line in lines} == {"add", "change", "remove", "import"}
    added = [(line["kind"], line["values"]["id"]) for line in lines if line["do"] == "add"]
    assert len(added) == len(set(added))
    for line in lines:
        if line["do"] == "add":
            make_record(BY_KIND[line["kind"]], line["values"])
        if line["do"] == "import":
            assert (SEED / line["file"]).is_file()
    assert {kind for kind, _ in replayed()} == {
        *("settings", "goal", "measurement", "milestone", "task", "rule", "check_in"),
    }


def test_history_refers_to_records_that_are_there():
    """A measurement, task, rule or milestone names a goal that exists, and a task a milestone that exists."""
    kept = replayed()
    for values in kept.values():
        assert ("goal", values.get("goal_id", "sql")) in kept
        assert ("goal", values.get("parent_id", "lead")) in kept
        assert ("milestone", values.get("milestone_id", "lead-case")) in kept


def test_story_has_every_kind_of_goal_and_ending():
    """All measures occur, levels go up and down, and the year ends with goals active, achieved and dropped."""
    found = goals()
    assert {goal["measure"] for goal in found.values()} == {"total", "level", "rate", "hours", "yes or no"}
    ways = {goal["target"] > goal["baseline"] for goal in found.values() if goal["measure"] == "level"}
    assert ways == {True, False}
    statuses = Counter(goal["status"] for goal in found.values())
    assert statuses == {"active": 5, "achieved": 1, "dropped": 1}
    assert found["portuguese"]["lesson"] and found["ten-km"]["lesson"]


def test_story_changes_its_goals_with_reasons():
    """Goals are paused, resumed, made active, lowered and moved, each time with a reason in words."""
    changes = [line for line in read_lines() if line["do"] == "change" and line["kind"] == "goal"]
    assert all(len(line["why"]) > 20 for line in changes)
    assert {line["values"].get("status") for line in changes} >= {"active", "paused", "dropped", "achieved"}
    first = {
        line["values"]["id"]: line["values"]
        for line in read_lines()
        if line.get("kind") == "goal" and line["do"] == "add"
    }
    last = goals()
    assert first["lead"]["status"] == "considering" and last["lead"]["status"] == "active"
    assert last["readers"]["target"] < first["readers"]["target"]
    assert last["sql"]["due"] > first["sql"]["due"]


def test_check_ins_have_gaps():
    """Six to eight days of ten have a check-in, no month has all of them, and no text comes twice in a month."""
    daily = [values for values in replayed().values() if values.get("rhythm") == "daily"]
    assert 0.6 < len(daily) / 365 < 0.8
    months = Counter(values["day"][:7] for values in daily)
    assert len(months) == 12 and all(3 < count < 30 for count in months.values())
    wins = Counter((values["day"][:7], values["wins"]) for values in daily if "wins" in values)
    assert max(wins.values()) == 1 and len({text for _, text in wins}) > 60


def test_december_is_rich():
    """The month that people see first has entries to its last day, check-ins, readings and a break."""
    december = [row for row in all_rows() if row["start"].month == 12]
    days = {row["start"].day for row in december}
    assert 31 in days and not days & {24, 25, 26, 27, 28} and len(december) > 120
    kept = replayed().items()
    assert sum(values.get("day", "").startswith("2025-12") for (kind, _), values in kept if kind == "check_in") >= 24
    assert sum(values.get("day", "").startswith("2025-12") for (kind, _), values in kept if kind == "measurement") >= 6


def test_year_is_of_an_ordinary_size():
    """The year holds 1,200 to 2,500 rows and 1,100 to 1,600 hours, shared between both exports."""
    assert 1200 < len(all_rows()) < 2500
    assert 1100 < sum(row["seconds"] for row in all_rows()) / 3600 < 1600
    assert all(len(accepted(tracker)) > 600 for tracker in TRACKERS)


def test_exports_look_like_their_trackers():
    """Toggl's file has a BOM and its oldest row first; Clockify's is all quoted with its newest row first."""
    toggl, clockify = ((SEED / "exports" / FILES[tracker]).read_bytes() for tracker in TRACKERS)
    assert toggl.startswith(b"\xef\xbb\xbfUser,Email,Client,Project,") and b"\r" not in toggl
    assert all(line.startswith(b'"') and line.endswith(b'"') for line in clockify.splitlines())
    starts = [[row["start"] for row in read_rows(tracker)] for tracker in TRACKERS]
    assert starts[0] == sorted(starts[0]) and starts[1] == sorted(starts[1], reverse=True)
    assert max(starts[0]) < datetime(2025, 7, 1) <= min(starts[1])


def test_clockify_decimal_is_its_duration():
    """The decimal hours beside Clockify's duration say the same to a hundredth."""
    rows = [row for row in read_rows("clockify") if row["end"]]
    assert all(abs(float(row["Duration (decimal)"]) * 3600 - row["seconds"]) <= 18.001 for row in rows)


def test_durations_follow_the_clock_but_on_two_nights():
    """The duration is end − start to the second, except for rows of the nights on which the clocks change."""
    odd = [row for row in all_rows() if row["end"] - row["start"] != timedelta(seconds=row["seconds"])]
    assert {row["end"].date() for row in odd} == set(DST_NIGHTS)


def test_spring_night():
    """One row runs over the hour that the clocks skip: 01:30 to 03:30 in one hour."""
    row = next(row for row in accepted("toggl") if row["start"] == datetime(2025, 3, 30, 1, 30))
    assert (row["end"], row["seconds"]) == (datetime(2025, 3, 30, 3, 30), 3600)


def test_autumn_night():
    """Three rows lie in the doubled hour: one spans it, one fits both passes, one runs backwards by the clock."""
    night = [row for row in accepted("clockify") if row["start"].date() == DST_NIGHTS[1] and row["start"].hour < 3]
    found = {row["start"].strftime("%H:%M"): (row["end"].strftime("%H:%M"), row["seconds"]) for row in night}
    assert found == {"01:20": ("03:25", 11100), "02:10": ("02:40", 1800), "02:50": ("02:20", 1800)}


@pytest.mark.parametrize("tracker", TRACKERS)
def test_running_row(tracker):
    """Each export holds one row that has no end yet, and it counts no time."""
    running = [row for row in read_rows(tracker) if row["end"] is None]
    assert [row["seconds"] for row in running] == [0]


@pytest.mark.parametrize("tracker", TRACKERS)
def test_row_of_no_length(tracker):
    """Each export holds one row that ends when it begins."""
    assert sum(row["start"] == row["end"] for row in read_rows(tracker)) == 1


@pytest.mark.parametrize("tracker", TRACKERS)
def test_rows_that_stand_twice(tracker):
    """Each export holds two rows a second time, every cell the same."""
    times_seen = Counter(own_cells(row) for row in read_rows(tracker))
    assert sorted(times_seen.values())[-3:] == [1, 2, 2]


@pytest.mark.parametrize("tracker", TRACKERS)
def test_overlaps(tracker):
    """Each export holds several entries that began while another one ran."""
    rows = sorted(accepted(tracker), key=lambda row: row["start"])
    assert sum(after["start"] < before["end"] for before, after in pairwise(rows)) >= 5


@pytest.mark.parametrize("tracker", TRACKERS)
def test_midnight(tracker):
    """Each export holds several entries that begin on one day and end on the next."""
    assert sum(row["start"].date() < row["end"].date() for row in accepted(tracker)) >= 4


def test_forgotten_timer():
    """One timer of the year ran all night, and no other entry is longer than four hours."""
    assert [row["start"].date() for row in all_rows() if row["seconds"] > 4 * 3600] == [date(2025, 5, 22)]


@pytest.mark.parametrize("tracker", TRACKERS)
def test_blank_and_odd_names(tracker):
    """Each export holds blank projects and descriptions, and names with a comma, quotes, umlauts and an emoji."""
    rows = read_rows(tracker)
    names = "".join({row["Project"] + row["Client"] + row["Description"] for row in rows})
    assert all(sign in names for sign in (",", '"', "ü", "&", "✉️", "🏃"))
    assert sum(row["Project"] == "" for row in rows) > 20 and sum(row["Description"] == "" for row in rows) > 3
    assert sum(", " in row["Tags"] for row in rows) > 50


def test_days_off_are_free_of_work():
    """Nobody works on a holiday, during ten days of flu or on vacation; the flu leaves no entry at all."""

    def between(first, last):
        return [row for row in all_rows() if first <= row["start"].date() <= last]

    assert between(date(2025, 2, 10), date(2025, 2, 19)) == []
    assert {row["Project"] for row in between(date(2025, 8, 2), date(2025, 8, 17))} <= {"Running 🏃"}
    for day in (date(2025, 1, 1), date(2025, 4, 21), date(2025, 10, 3), date(2025, 11, 19)):
        assert all(row["Client"] == "" for row in between(day, day)), day


def test_weeks_of_overwork():
    """The weeks of the spring deadline hold weekend work and more hours than the weeks after them."""
    hours = Counter()
    for row in all_rows():
        hours[row["start"].isocalendar().week] += row["seconds"] / 3600
    assert min(hours[21], hours[23], hours[24]) > 1.2 * max(hours[25], hours[26])
    weekend = [row for row in all_rows() if row["Client"] and row["start"].weekday() >= 5]
    assert {row["start"].isocalendar().week for row in weekend} >= {21, 22, 23, 45}


def test_workbook_opens_and_its_seconds_add_up(tmp_path):
    """A copy of the sample builds its database, and what was imported is the sum of the CSV's own durations."""
    with open_copy(tmp_path) as book:
        entries, batches = book.entries(), book.frame(BY_KIND["import_batch"])
    assert len(entries) == len(all_rows())
    assert entries["duration_s"].sum() == sum(row["seconds"] for row in all_rows())
    for batch, tracker in zip(batches.itertuples(), TRACKERS, strict=True):
        assert batch.rows_read == len(read_rows(tracker))
        assert batch.rows_left_out == 3  # one that still runs, two that stand twice
        assert batch.seconds_new == sum(row["seconds"] for row in accepted(tracker))


def test_every_goal_gets_time(tmp_path):
    """The rules map hours to each of the seven goals, and a good part of the year to none."""
    with open_copy(tmp_path) as book:
        entries = book.entries()
    hours = entries.groupby(entries["goal_id"].astype("str").fillna(""))["duration_s"].sum() / 3600
    assert set(hours.index) - {""} == set(goals())
    assert hours.drop("").min() > 5 and 250 < hours.drop("").sum() < 450
