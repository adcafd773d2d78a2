"""The sample year: made by a script, honest about its mess, and a workbook that opens."""

import csv
import importlib.util
import json
import shutil
import struct
import zlib
from collections import Counter
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

import goalkit
from goalkit.metrics.capacity import active_goals, capacity
from goalkit.metrics.considering import considering_since, weeks_considering
from goalkit.metrics.measures import goal_data
from goalkit.metrics.progress import goal_status
from goalkit.metrics.task_work import task_work
from goalkit.metrics.terms import Steps, orphans, without_next_step
from goalkit.records import BY_KIND, RECORDS, Goal, Habit, Milestone, Task, field_extra, make_record

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "sample"
SEED = SAMPLE / "data" / "seed"
TRACKERS = ("toggl", "clockify")
FILES = {"toggl": "toggl-2025-h1.csv", "clockify": "clockify-2025-h2.csv"}
# Tracker → columns of start, end and duration, and how it writes dates.
SHAPES = {
    "toggl": (("Start date", "Start time"), ("End date", "End time"), "Duration", "%Y-%m-%d"),
    "clockify": (("Start Date", "Start Time"), ("End Date", "End Time"), "Duration (h)", "%d/%m/%Y"),
}
# What goalkit writes itself, or what is not there at the end of a year: no timer runs.
BY_GOALKIT = {"time_entry", "running_timer", "import_batch", "import_problem", "column_map", "forecast",
              "review_schedule", "mail_server", "recipient", "review_run", "sending", "inbox_file"}  # fmt: skip
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
    assert len(made) == 7
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
    assert {kind for kind, _ in replayed()} == set(BY_KIND) - BY_GOALKIT - {
        "sharing"
    }  # she shows what is meant to be shown


def test_history_refers_to_records_that_are_there():
    """Every reference, alone or in a list, names a record of that kind that was not taken out again."""
    kept = replayed()
    for (kind, name), values in kept.items():
        for field, info in BY_KIND[kind].model_fields.items():
            held = values.get(field) or []
            for wanted in held if isinstance(held, list) else [held]:
                if other := field_extra(info, "choices_of"):
                    assert (other, wanted) in kept, (kind, name, field)


def test_story_has_every_kind_of_goal_and_ending():
    """All measures occur, levels go up and down, and the year ends with goals in every state but paused."""
    found = goals()
    assert {goal["measure"] for goal in found.values()} == {"total", "level", "growth", "rate", "hours", "yes or no"}
    assert {goal.get("measured_from", "readings") for goal in found.values()} == {"readings", "contacts"}
    ways = {goal["target"] > goal["baseline"] for goal in found.values() if goal["measure"] == "level"}
    assert ways == {True, False}
    statuses = Counter(goal["status"] for goal in found.values())
    assert statuses == {"active": 6, "achieved": 2, "dropped": 1, "considering": 1}
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
    """The rules map hours to each goal that is worked on with a tracker, and a good part of the year to none."""
    with open_copy(tmp_path) as book:
        entries = book.entries()
    hours = entries.groupby(entries["goal_id"].astype("str").fillna(""))["duration_s"].sum() / 3600
    assert set(hours.index) - {""} == set(goals()) - {"network", "answers", "book"}
    assert hours.drop("").min() > 5 and 250 < hours.drop("").sum() < 450


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    """A copy of the sample, open."""
    with open_copy(tmp_path_factory.mktemp("sample")) as book:
        yield book


END = date(2025, 12, 31)


def of_kind(kind):
    """The values of all records of a kind at the end of the year."""
    return [values for (own, _), values in replayed().items() if own == kind]


def test_every_row_of_the_method_has_something_written():
    """M1 to M31, but for the computed M22, each have a record in the sample."""
    written = {row for model in RECORDS if model.kind not in BY_GOALKIT and of_kind(model.kind) for row in model.method}
    assert written == {f"M{number}" for number in range(1, 32) if number != 22}


def test_goals_use_what_the_form_asks_for():
    """What, values, own hands, term and vision are each filled in somewhere, and nowhere in all goals."""
    found = list(goals().values())
    for field in ("what", "value_ids", "in_my_hands", "serves_vision", "parent_id", "lesson"):
        assert 0 < sum(bool(goal.get(field)) for goal in found) < len(found), field
    assert {goal.get("term", "short") for goal in found} == {"short", "long"}


def test_growth_and_contacts_come_out(year):
    """Answers grew by the 50 % they should; nine of ten people were met; the numbers of before are as they were."""
    data = goal_data(year.frame, year.entries(), year.settings.calendar)
    found = goal_status(data, END, year.settings.calendar).set_index("goal_id")
    assert found.loc["answers", ["value", "target", "unit", "status"]].tolist() == [50, 50, "%", "achieved"]
    assert found.loc["network", ["value", "target", "status"]].tolist() == [9, 10, "behind"]
    before = {"readers": 388, "issues": 7, "ten-km": 54.7, "portuguese": 310, "conversations": 15, "lead": 0}
    assert found["value"][list(before)].to_dict() == before


def test_one_goal_too_many_and_one_undecided(year):
    """Six goals are active where five are meant, one has been considered for twelve weeks."""
    assert len(active_goals(year.frame(Goal), END)) == 6 > year.settings.goal_cap
    since = considering_since(year.history(Goal, "book"))
    assert weeks_considering({"book": since}, END, year.settings.calendar)["weeks"].tolist() == [12]
    assert considering_since(year.history(Goal, "lead")) is None


def test_what_the_goals_ask_is_a_little_more_than_usually_goes_to_them(year):
    """They ask for the nine hours that she says she has, and the log of the last weeks shows fewer."""
    found = capacity(year.frame(Goal), year.entries(), year.settings, END)
    assert (found.asked, found.stated, found.weeks, found.tips) == (9.0, 9.0, 8, "")
    assert 4 < found.from_log < 9


def test_goals_that_lead_further_and_some_that_do_not(year):
    """The newsletter's goals serve no longer one yet; the long goal has its next steps."""
    frames = Steps(year.frame(Milestone), year.frame(Task))
    assert without_next_step(year.frame(Goal), frames, END).empty
    assert orphans(year.frame(Goal))["goal_id"].tolist() == ["readers"]


def test_life_areas_are_rated_three_times():
    """Seven areas in January, June and December; rest falls in the hard summer and recovers in part."""
    rated = Counter((values["day"][:7]) for values in of_kind("life_area"))
    assert rated == {"2025-01": 7, "2025-06": 7, "2025-12": 7}
    rest = [values["satisfaction"] for values in of_kind("life_area") if values["area"] == "Rest"]
    assert rest[1] < rest[0] < rest[2] < 8


def test_a_vision_was_seen_anew():
    """Three horizons, one of them in two versions, the older one still there."""
    assert Counter(values["horizon"] for values in of_kind("vision")) == {"5 years": 2, "10 years": 1, "20 years": 1}


def test_skills_are_rated_over_the_year():
    """Levels rise or stay, none of six skills is rated on one day alone but facilitation."""
    days = Counter(values["skill_id"] for values in of_kind("skill_rating"))
    assert len(days) == 6 and [skill for skill, count in days.items() if count == 1] == ["skill-facilitation"]


def test_the_board_comes_along_and_its_pictures_are_whole(year):
    """Each image lies in the workbook under its name, small, and is a PNG that unpacks to its size."""
    folder = year.path / "data" / "board"
    files = [values["file"] for values in of_kind("board_image")]
    assert sorted(path.name for path in folder.iterdir()) == sorted(files) and len(files) == 3
    for name in files:
        content = (folder / name).read_bytes()
        assert content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) < 10_000
        width, height = struct.unpack(">II", content[16:24])
        at = content.index(b"IDAT")
        length = struct.unpack(">I", content[at - 4 : at])[0]
        assert len(zlib.decompress(content[at + 4 : at + 4 + length])) == (width + 1) * height
        at = 8
        while at < len(content):
            size = struct.unpack(">I", content[at : at + 4])[0]
            body, check = content[at + 4 : at + 8 + size], content[at + 8 + size : at + 12 + size]
            assert struct.pack(">I", zlib.crc32(body)) == check
            at += 12 + size
        assert at == len(content)


def test_an_image_that_is_there_stays(tmp_path):
    """Building the database anew never writes over a picture of the board."""
    (tmp_path / "data" / "board").mkdir(parents=True)
    (tmp_path / "data" / "board" / "table.png").write_bytes(b"mine")
    open_copy(tmp_path).close()
    assert (tmp_path / "data" / "board" / "table.png").read_bytes() == b"mine"
    assert (tmp_path / "data" / "board" / "river.png").stat().st_size > 1000


def test_an_image_that_cannot_be_brought_is_named_and_leaves_no_database(tmp_path):
    """Where a file stands in the place of the board's folder, the image and the way out are told."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "board").write_text("in the way")
    with pytest.raises(goalkit.GoalkitError, match=r"letter\.png cannot be copied to .*check that you may write"):
        open_copy(tmp_path)
    assert not (tmp_path / "data" / "goalkit.db").exists()


def test_tasks_lie_in_every_quadrant_and_some_are_open():
    """Urgent and important in all four ways, three priorities, done late and early, eight or more still open."""
    tasks = of_kind("task")
    assert len({(task["important"], task["urgent"]) for task in tasks}) == 4
    assert {task.get("priority", "normal") for task in tasks} == {"low", "normal", "high"}
    assert sum("done_on" not in task for task in tasks) >= 8
    done = [task for task in tasks if "done_on" in task and "due" in task]
    assert {task["done_on"] > task["due"] for task in done} == {True, False}


def test_the_log_names_some_tasks_and_most_of_them_took_about_what_was_guessed(year):
    """Time of a task before it was written down or after it was done is none of its own; guesses run both ways."""
    entries, tasks = year.entries(), year.frame(Task).set_index("id")
    worked = task_work(tasks.reset_index(), entries, END, year.settings.calendar)
    ratio = (worked["hours"] / tasks["estimate_hours"].reindex(worked.index)).dropna()
    assert len(worked) >= 15 and (ratio > 1).any() and (ratio < 1).any()
    assert 0.5 < ratio.median() < 1.5
    quadrants = tasks.loc[worked.index].groupby(["important", "urgent"]).size()
    assert {(True, True), (True, False), (False, True)} <= set(quadrants.index)


def test_milestones_were_celebrated_or_are_still_to_be():
    """Most that were reached had their celebration, two wait for it."""
    reached = [values for values in of_kind("milestone") if "done_on" in values]
    assert len(reached) > 8 and sum("celebrated_on" not in values for values in reached) == 2


def test_blocks_are_not_what_happened(year):
    """Of the blocks for a goal a good part holds time on that goal, and a good part does not."""
    entries = year.entries()
    zone = year.settings.zone
    met = []
    for block in of_kind("time_block"):
        if "goal_id" in block:
            start, end = (pd.Timestamp(f"{block['day']} {block[name]}", tz=zone) for name in ("start", "end"))
            inside = (entries["start_utc"] < end) & (entries["end_utc"] > start)
            met.append(block["goal_id"] in set(entries.loc[inside, "goal_id"].dropna()))
    assert len(met) > 50 and 0.3 < sum(met) / len(met) < 0.8


def test_roadblocks_are_of_every_kind_and_plans_did_not_always_work():
    """All six kinds; plans used and forgotten, which worked, did in part, or did not."""
    assert len({values["sort"] for values in of_kind("roadblock")}) == 6
    events = of_kind("roadblock_event")
    assert {values["plan_used"] for values in events} == {True, False}
    assert {values["worked"] for values in events if "worked" in values} == {"yes", "partly", "no"}
    assert all(values["plan_used"] for values in events if "worked" in values)


def test_people_are_met_in_time():
    """Thirteen contacts of all relations; none is met before the day of meeting; some are due again."""
    contacts = {values["id"]: values for values in of_kind("contact")}
    assert len(contacts) == 13 and len({values["relation"] for values in contacts.values()}) == 6
    assert all(values["day"] >= contacts[values["contact_id"]]["met_on"] for values in of_kind("meeting"))
    assert sum("next_contact" in values for values in contacts.values()) >= 5


def test_feedback_has_actions_open_and_done():
    """Some actions are done, some wait, and one question has no answer yet."""
    asked = of_kind("feedback")
    assert sum("action_done_on" in values for values in asked) >= 3
    assert sum("action" in values and "action_done_on" not in values for values in asked) == 2
    assert sum("said" not in values for values in asked) == 1


def test_learning_lies_over_the_year_within_its_budget():
    """Items begin in most quarters, some are not finished, and 2025 costs less than its budget."""
    items = of_kind("learning_item")
    assert {(int(item["start"][5:7]) - 1) // 3 for item in items if item["start"].startswith("2025")} == {0, 1, 2, 3}
    assert sum("done_on" not in item for item in items) >= 3
    spent = sum(item["cost"] for item in items if item["start"].startswith("2025"))
    assert 0.8 < spent / replayed()["settings", "settings"]["learning_budget"] <= 1


def test_habits_have_gaps_and_days_that_do_not_count():
    """One habit is ticked by hand, with a thin June; one by the log; both know skipped days."""
    assert sorted(bool(habit.get("from_log")) for habit in of_kind("habit")) == [False, True]
    ticks = of_kind("habit_tick")
    assert len({(tick["habit_id"], tick["day"]) for tick in ticks}) == len(ticks)
    months = Counter(tick["day"][5:7] for tick in ticks if tick.get("state") != "skipped")
    assert len(months) == 11 and months["06"] < 6 < months["09"]
    skipped = {tick["habit_id"] for tick in ticks if tick.get("state") == "skipped"}
    assert skipped == {values["id"] for values in of_kind(Habit.kind)}


def test_interruptions_fall_into_time_that_was_tracked(year):
    """Each broke into an entry of autumn, and five kinds occur."""
    entries, found = year.entries(), year.frame(BY_KIND["interruption"])
    assert 20 < len(found) < 80 and found["by"].nunique() == 5
    for moment in found["at_utc"]:
        assert ((entries["start_utc"] < moment) & (entries["end_utc"] > moment)).any()
