"""The facts of a review: gathered from a workbook, said in words, kept as JSON."""

import json
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest

from goalkit.errors import GoalkitError, Problem
from goalkit.metrics.hours import totals
from goalkit.metrics.progress import GoalData, goal_status
from goalkit.periods import parse_period
from goalkit.records import CheckIn, Goal, Measurement, Milestone, Rule, Settings, Task, TimeEntry
from goalkit.reviews import words
from goalkit.reviews.as_json import as_dict, from_dict
from goalkit.reviews.facts import gather
from goalkit.reviews.shapes import FRAMES
from goalkit.workbook import init_book

MARCH = parse_period("2025-03")
LATER = date(2025, 4, 2)


@pytest.fixture
def book(tmp_path):
    """A new workbook in Berlin."""
    with init_book(tmp_path / "book") as made:
        made.change(Settings, "settings", zone="Europe/Berlin")
        yield made


def log(book, start, minutes, project="", goal=None):
    """One entry; its start is given in UTC."""
    begin = datetime.fromisoformat(start).replace(tzinfo=UTC)
    end = begin + timedelta(minutes=minutes)
    book.add(TimeEntry(start_utc=begin, end_utc=end, project=project, goal_id=goal))


def goal(book, name, **values):
    """A goal of 2025, 100 h from the log but for what is given."""
    plain = {"measure": "hours", "target": 100, "unit": "h", "start": date(2025, 1, 1), "due": date(2025, 12, 31)}
    return book.add(Goal(**({"id": name, "title": name.title()} | plain | values)))


def tile(facts, label):
    """The tile of that label."""
    (found,) = [tile for tile in facts.tiles if tile.label == label]
    return found


@pytest.fixture
def march(book):
    """A small March: a thesis, mails without a goal, evenings, check-ins; and a little February."""
    goal(book, "thesis", hours_per_week=5)
    goal(book, "books", measure="total", target=12, unit="books")
    book.add(Measurement(goal_id="books", day=date(2025, 3, 3), value=5))
    book.add(Rule(text="Thesis", goal_id="thesis"))
    log(book, "2025-02-10 08:00", 180, "Thesis")
    for day in range(3, 8):
        log(book, f"2025-03-{day:02d} 08:00", 60, "Thesis")
        log(book, f"2025-03-{day:02d} 09:00", 120, "Mail")
    for day in (10, 11, 12):
        log(book, f"2025-03-{day} 19:00", 30, "Mail")
        book.add(CheckIn(day=date(2025, 3, day), energy=4, wins="A page", next_step="Next page"))
    return book


def test_an_empty_workbook_is_worded_kindly(book):
    """No entries, no goals: a headline that says what to do, four tiles, and a way out for each section."""
    facts = gather(book, MARCH, LATER)
    assert facts.headline.startswith("No hours were logged for March 2025 yet; ")
    assert [tile.value for tile in facts.tiles] == ["0 h", "–", "0", "0"]
    assert set(facts.missing) == {"goals", "time", "focus", "balance", "rhythm"}
    assert facts.missing["rhythm"] == "No check-ins yet. Two minutes are enough, in the notebook 12_progress."
    assert facts.findings == ()
    assert facts.goals == ()


def test_one_entry_is_enough_for_a_review(book):
    """A single hour without a goal gives time, focus and balance, and asks for goals and check-ins."""
    log(book, "2025-03-10 08:00", 60, "Mail")
    facts = gather(book, MARCH, LATER)
    assert facts.time.attributed_hours == 1.0
    assert (facts.focus.blocks, facts.balance.rest_days) == (1, 30)
    assert set(facts.missing) == {"goals", "rhythm"}
    assert facts.headline.startswith("1 h were tracked in March 2025, none of them linked to a goal")


def test_the_headline_has_hours_change_and_standing(march):
    """5 h on goals against 3 h in February; one goal ahead, one asks for the hours that are left."""
    facts = gather(march, MARCH, LATER)
    weeks = (date(2025, 12, 31) - date(2025, 3, 31)).days / 7
    ask = words.number(92 / weeks)
    assert facts.headline == (
        f"5 h went to your goals, 2 h more than in February. One of two is ahead; one asks for {ask} h a week."
    )


def test_tiles_are_the_facts_in_short(march):
    """Six tiles, whose numbers are those of the sections, with the change against February."""
    facts = gather(march, MARCH, LATER)
    assert [tile.label for tile in facts.tiles] == [
        "on goals",
        "of tracked",
        "focus blocks",
        "evenings",
        "energy",
        "check-ins",
    ]
    assert (tile(facts, "on goals").value, tile(facts, "on goals").change) == ("5 h", "▲ 2")
    share = facts.time.goal_hours / facts.time.attributed_hours
    assert tile(facts, "of tracked").value == f"{share * 100:.0f} %" == "30 %"
    assert tile(facts, "of tracked").change == "▼ 70"
    assert tile(facts, "focus blocks").value == str(facts.focus.blocks)
    assert (tile(facts, "evenings").value, tile(facts, "evenings").change) == ("3", "▲ 3")
    assert tile(facts, "energy").value == "4.0 / 5"
    assert tile(facts, "check-ins").value == f"{facts.rhythm.kept} of {facts.rhythm.due}" == "3 of 22"


def test_the_first_period_with_data_shows_no_change(march):
    """February has nothing before it: no arrow, and the note and headline say so."""
    facts = gather(march, parse_period("2025-02"), LATER)
    assert all(tile.change == "" for tile in facts.tiles)
    assert "first month with data" in tile(facts, "on goals").note
    assert "in the first month with data" in facts.headline


def test_a_gap_is_not_taken_for_the_first_period(march):
    """April and May have no time: June is compared with nothing, and does not say that it is the first."""
    log(march, "2025-06-10 08:00", 60, "Thesis")
    facts = gather(march, parse_period("2025-06"), date(2025, 7, 1))
    assert facts.headline.startswith("1 h went to your goals; nothing was tracked in May.")
    assert "nothing tracked in May" in tile(facts, "on goals").note


def test_a_year_is_compared_with_the_year_before(march):
    """5 h more in a later year are told against 2025, in headline and tile."""
    log(march, "2026-02-10 08:00", 180, "Thesis")
    facts = gather(march, parse_period("2026"), date(2027, 1, 2))
    assert facts.headline.startswith("3 h went to your goals, 5 h less than in 2025.")
    assert tile(facts, "on goals").change == "▼ 5"


def test_long_periods_say_what_it_was_a_week(march):
    """A quarter's and a year's sentences carry the mean week, a month's does not; energy names what it is held against."""
    march.add(CheckIn(day=date(2025, 2, 3), energy=2))
    year, month = (gather(march, parse_period(name), date(2026, 1, 2)) for name in ("2025", "2025-03"))
    weeks = 365 / 7
    assert f"19.5 h were tracked on nine days ({words.number(19.5 / weeks)} a week); 8 h of them" in year.time.sentence
    assert year.time.sentence.endswith("went to goals. Most went to “Mail”, 11.5 h.")
    assert f"focus blocks ({words.number(year.focus.blocks / weeks)} a week) held" in year.focus.sentence
    assert "a week" not in month.time.sentence + month.focus.sentence + month.balance.sentence
    assert month.rhythm.sentence.endswith("energy was 4 of 5, 2 in February.")


@pytest.mark.parametrize(("period", "step", "bars"), [("2025-03", "D", 31), ("2025-Q1", "7D", 14), ("2025", "MS", 12)])
def test_bars_are_days_weeks_or_months(march, period, step, bars):
    """Each bar begins one step after the other, those without time included, and they add up to what was tracked."""
    facts = gather(march, parse_period(period), date(2026, 1, 2))
    frame = facts.frames["day_hours"]
    first = parse_period(period).start if step != "7D" else date(2024, 12, 30)
    assert frame["day"].drop_duplicates().tolist() == pd.date_range(first, periods=bars, freq=step).tolist()
    assert frame["hours"].sum() == pytest.approx(facts.time.attributed_hours)


def test_a_running_period_is_compared_with_as_many_days(march):
    """On 5 March three days are known, and February's first five have no time to compare with."""
    log(march, "2025-02-04 08:00", 60, "Thesis")
    facts = gather(march, MARCH, date(2025, 3, 5))
    assert facts.time.goal_hours == 3.0
    assert facts.time.goal_hours_before == 1.0
    assert "2 h more than in the first five days of February" in facts.headline.replace("5 days", "five days")
    assert facts.as_of == date(2025, 3, 5)


def test_nothing_later_than_as_of_is_told(march):
    """Entries, check-ins and readings after as_of change nothing in the facts."""
    early = as_dict(gather(march, MARCH, date(2025, 3, 6)))
    log(march, "2025-03-07 20:00", 60, "Thesis")
    march.add(CheckIn(day=date(2025, 3, 7), energy=1))
    march.add(Measurement(goal_id="books", day=date(2025, 3, 7), value=7))
    assert as_dict(gather(march, MARCH, date(2025, 3, 6))) == early


def test_a_finished_period_is_told_as_on_its_last_day(march):
    """Asked for in June, March says what it said on its last day."""
    assert gather(march, MARCH, date(2025, 6, 1)) == gather(march, MARCH, date(2025, 3, 31))


def test_goal_lines_are_those_of_the_status(march):
    """Each goal's numbers are the ones that goal_status gives for the last day of the period."""
    facts = gather(march, MARCH, LATER)
    data = GoalData(march.frame(Goal), march.frame(Measurement), march.frame(Milestone), march.entries())
    status = goal_status(data, date(2025, 3, 31), march.settings.calendar).set_index("goal_id")
    for line in facts.goals:
        row = status.loc[line.id]
        assert (line.status, line.value, line.progress_raw) == (row["status"], row["value"], row["progress"])
        assert line.safety_days == row["safety_days"]
        assert line.required_per_week == row["required_per_week"]


def test_a_goal_line_has_hours_next_step_and_twelve_weeks(march):
    """Hours now and before, hours asked, the task that is due first, and twelve weeks that add up."""
    march.add(Task(goal_id="thesis", title="Later", due=date(2025, 5, 1)))
    march.add(Task(goal_id="thesis", title="Soon", due=date(2025, 4, 1)))
    march.add(Task(goal_id="thesis", title="Done", due=date(2025, 3, 1), done_on=date(2025, 3, 2)))
    line = gather(march, MARCH, LATER).goals[0]
    assert (line.hours, line.hours_before, line.next_step) == (5.0, 3.0, "Soon")
    assert line.hours_asked == pytest.approx(5 * 31 / 7)
    assert len(line.weekly_hours) == 12
    assert sum(line.weekly_hours) == 8.0


def test_a_goal_without_entries_has_no_hours(march):
    """The reading goal has 0 h, twelve empty weeks, and no next step."""
    line = gather(march, MARCH, LATER).goals[1]
    assert (line.hours, line.next_step, line.hours_asked) == (0.0, "", None)
    assert set(line.weekly_hours) == {0.0}


def test_a_review_speaks_of_goals_whose_dates_touch_it(book):
    """Goals that ended before, begin after or are only considered are left out; dropped ones come last."""
    goal(book, "dropped", status="dropped")
    goal(book, "ended", due=date(2025, 2, 28))
    goal(book, "later", start=date(2025, 4, 1))
    goal(book, "maybe", status="considering")
    goal(book, "now")
    goal(book, "last", start=date(2025, 3, 31))
    assert [line.id for line in gather(book, MARCH, LATER).goals] == ["now", "last", "dropped"]


def test_a_rate_goal_has_the_share_of_its_periods(book):
    """A rate's progress is periods met of due and its pace all of them; its unit is what it asks."""
    goal(book, "run", measure="rate", per="week", target=2, unit="runs", due=date(2025, 3, 30))
    book.add(Measurement(goal_id="run", day=date(2025, 1, 7), value=2))
    (line,) = gather(book, parse_period("2025-01"), LATER).goals
    assert (line.progress, line.pace, line.unit, line.required_per_week) == (1 / 3, 1.0, "runs", 2.0)


def test_sections_reconcile_with_the_entries(march):
    """Frames, tiles and totals are one set of numbers: by day, by project, over rows, to the second."""
    facts = gather(march, MARCH, LATER)
    frames = facts.frames
    assert frames["day_hours"]["hours"].sum() == pytest.approx(facts.time.attributed_hours)
    assert frames["project_hours"]["hours"].sum() == pytest.approx(facts.time.attributed_hours)
    check = facts.reconciliation
    assert check.days_s == check.projects_s == check.rows_s == facts.time.attributed_hours * 3600 == 16.5 * 3600
    on_goals = frames["day_hours"].query("goal_id != ''")["hours"].sum()
    assert on_goals == pytest.approx(facts.time.goal_hours)
    assert totals(march.entries(date(2025, 3, 1), date(2025, 4, 1))).attributed_hours == facts.time.attributed_hours


def test_frames_have_their_columns_and_all_days(march):
    """Every frame has the columns and dtypes it promises; each day of March appears, and of the year so far."""
    for period in (MARCH, parse_period("2026")):
        frames = gather(march, period, LATER).frames
        for name, dtypes in FRAMES.items():
            assert frames[name].dtypes.astype("str").to_dict() == dtypes
    frames = gather(march, MARCH, LATER).frames
    assert frames["day_hours"]["day"].nunique() == 31
    assert len(frames["year_days"]) == 31 + 28 + 31
    assert frames["year_days"]["hours"].sum() == 19.5
    assert frames["pace"]["goal_id"].unique().tolist() == ["thesis", "books"]


def test_a_review_of_the_night_the_clocks_change_has_a_day_of_23_hours(book):
    """Tracking through 30 March 2025 in Berlin is 23 h on that day; the month's last second is kept out."""
    log(book, "2025-03-29 23:00", 23 * 60, "Watch")
    log(book, "2025-03-31 21:30", 60, "Late")
    days = gather(book, MARCH, LATER).frames["day_hours"].set_index("day")["hours"]
    assert days[pd.Timestamp("2025-03-30")] == 23.0
    assert days[pd.Timestamp("2025-03-31")] == 0.5


def test_facts_come_back_from_json(march):
    """Strict JSON and back gives the same facts, frames included."""
    for period, as_of in ((MARCH, LATER), (MARCH, date(2025, 3, 5)), (parse_period("2024"), LATER)):
        facts = gather(march, period, as_of)
        back = from_dict(json.loads(json.dumps(as_dict(facts), allow_nan=False)))
        assert back == facts
        assert as_dict(back) == as_dict(facts)
        for name, frame in facts.frames.items():
            pd.testing.assert_frame_equal(back.frames[name], frame.reset_index(drop=True))


def test_facts_of_another_schema_are_refused(march):
    """A document with another schema number is named as such."""
    with pytest.raises(GoalkitError, match="schema 99"):
        from_dict({**as_dict(gather(march, MARCH, LATER)), "schema": 99})


def test_a_goal_below_its_line_is_worth_a_look_first(march):
    """The thesis asks for hours: it is named with its numbers and what if–then plans did."""
    first = gather(march, MARCH, LATER).findings[0]
    assert "“Thesis”" in first.text
    assert "8 %" in first.evidence
    assert "it got 5 h in March 2025 of the 22.1 h you meant to give" in first.evidence
    assert "d 0.65" in first.evidence


def test_time_without_a_goal_names_its_project(march):
    """70 % of March has no goal, all of it “Mail”; the numbers are those of the facts."""
    facts = gather(march, MARCH, LATER)
    found = facts.findings[1]
    unlinked = facts.time.attributed_hours - facts.time.goal_hours
    assert found.text.startswith("70 % of your tracked time has no goal, most of it “Mail”.")
    assert words.hours(unlinked) == "11.5 h"
    assert "11.5 h of 16.5 h in March 2025 have no goal" in found.evidence


def test_findings_are_three_at_most_and_always_the_same(march):
    """More could be said of this March; three are, in the same order each time."""
    facts = gather(march, MARCH, LATER)
    assert len(facts.findings) == 3
    assert "Three evenings more" in facts.findings[2].text
    assert gather(march, MARCH, LATER).findings == facts.findings


def test_a_month_in_order_has_nothing_to_look_at(book):
    """Goals on pace, time on goals, no evenings: no finding is made up."""
    goal(book, "thesis", target=1, start=date(2025, 3, 1))
    log(book, "2025-03-10 08:00", 60, "Thesis", "thesis")
    assert gather(book, MARCH, LATER).findings == ()


def test_wins_and_next_steps_are_quoted_as_written(march):
    """Texts of check-ins stand in their order, hostile ones included, and blank ones are left out."""
    march.add(CheckIn(day=date(2025, 3, 20), wins="<script>alert(1)</script>"))
    rhythm = gather(march, MARCH, LATER).rhythm
    assert rhythm.wins == ("A page", "A page", "A page", "<script>alert(1)</script>")
    assert rhythm.next_steps == ("Next page",) * 3


def test_problem_rows_of_the_period_are_listed(march, tmp_path):
    """A row that an import left out stands in the review of its import's month, and not in another one."""
    export = tmp_path / "toggl.csv"
    header = "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags"
    good = "Ann,a@example.org,,Thesis,,,No,2025-03-20,09:00:00,2025-03-20,10:00:00,01:00:00,"
    bad = "Ann,a@example.org,,Thesis,,,No,2025-03-21,10:00:00,2025-03-21,09:00:00,-01:00:00,"
    export.write_text("\n".join((header, good, bad)) + "\n")
    march.import_file(export)
    (problem,) = gather(march, MARCH, LATER).reconciliation.problems
    assert set(problem) == {part.name for part in fields(Problem)}
    assert (problem["file"], problem["line"]) == ("toggl.csv", 3)
    assert gather(march, parse_period("2025-02"), LATER).reconciliation.problems == ()


def test_the_quality_of_the_log_is_that_of_its_period(march):
    """March's overlap and its projects without a goal, with the reconciliation's numbers; February knows none of it."""
    log(march, "2025-03-03 08:30", 60, "Thesis")
    facts = gather(march, MARCH, LATER)
    found = {finding.kind: finding for finding in facts.quality.findings}
    assert found["overlaps"].hours == facts.reconciliation.overlap_s / 3600 == facts.time.overlap_hours == 1.0
    assert found["overlaps"].count == 2
    assert found["no goal"].hours == facts.time.attributed_hours - facts.time.goal_hours
    assert facts.quality.sentence == f"In March 2025 {words.numeral(len(found))} things in the log are worth a look."
    february = gather(march, parse_period("2025-02"), LATER).quality
    assert [finding.kind for finding in february.findings] == ["gaps"]
    for finding in (*facts.quality.findings, *february.findings):
        assert finding.headline.startswith(f"{finding.count:,} ")
        assert finding.hours is None or f" {words.hours(finding.hours)} " in finding.headline
        assert len(finding.examples) == min(finding.count, 10)


def test_a_log_in_order_is_one_sentence(book):
    """A working day without a gap, for a goal; and a period without any time."""
    goal(book, "thesis")
    log(book, "2025-03-03 08:00", 9 * 60, "Thesis", "thesis")
    quality = gather(book, MARCH, LATER).quality
    assert (quality.findings, quality.sentence) == ((), "In March 2025 nothing in the log is worth a look.")
    assert gather(book, parse_period("2025-05"), LATER).quality.sentence == "There is no tracked time to check."


def test_quality_sees_nothing_later_than_the_day_it_looks_from(march):
    """What runs on beyond as_of is cut there, never told as long or as the future; days after it are not missed."""
    log(march, "2025-03-06 20:00", 20 * 60, "Thesis")
    kinds = {finding.kind for finding in gather(march, MARCH, date(2025, 3, 6)).quality.findings}
    assert kinds == {"gaps", "no goal"}
    assert "long entries" in {finding.kind for finding in gather(march, MARCH, LATER).quality.findings}


def test_colours_stay_with_their_goals(march):
    """Each goal has its own place in the palette, whatever the period."""
    colours = gather(march, MARCH, LATER).colours
    assert colours == gather(march, parse_period("2025-02"), LATER).colours == {"thesis": 1, "books": 2}


def test_numbers_as_words():
    """Small counts are words, singular and plural fit, decimals that say nothing are left out."""
    assert words.count(1, "evening", "evenings") == "one evening"
    assert words.count(0, "evening", "evenings") == "no evenings"
    assert words.count(12, "evening", "evenings") == "twelve evenings"
    assert words.count(13, "evening", "evenings") == "13 evenings"
    assert [words.number(value) for value in (31.44, 3.0, 0.04, 1034.0, -2.5)] == ["31.4", "3", "0", "1,034", "−2.5"]
    assert words.change(31.4, 25.2) == "▲ 6.2"
    assert words.change(1.0, 3.0) == "▼ 2"
    assert words.change(1.0, 1.04) == ""


@pytest.mark.parametrize(
    ("period", "days", "said"),
    [
        ("2025-03", 31, "in February"),
        ("2025-03", 14, "in the first 14 days of February"),
        ("2025-03", 1, "on the first day of February"),
        ("2025-01", 31, "in December 2024"),
        ("2025", 365, "in 2024"),
        ("2025-Q2", 91, "in the first quarter"),
        ("2025-Q1", 90, "in the fourth quarter of 2024"),
        ("2025-W10", 7, "in week 9"),
        ("2025-03-14", 1, "on 13 March 2025"),
    ],
)
def test_what_a_change_is_measured_against(period, days, said):
    """The period before is named as briefly as it can be understood."""
    assert words.compared_with(parse_period(period), days) == said


def test_a_goal_has_the_status_it_had_then(book):
    """A goal that was reached in September is under way in the review of March, and reached in September's."""
    early, late = datetime(2025, 1, 2, tzinfo=UTC), datetime(2025, 9, 20, tzinfo=UTC)
    plain = {"measure": "level", "baseline": 70, "target": 55, "start": date(2025, 1, 1), "due": date(2025, 12, 31)}
    book.add(Goal(id="run", title="Run", **plain), when=early)
    book.change(Goal, "run", {"status": "achieved"}, when=late)
    states = {
        name: gather(book, parse_period(name), date(2025, 12, 31)).goals[0].status for name in ("2025-03", "2025-09")
    }
    assert states["2025-09"] == "achieved"
    assert states["2025-03"] not in ("achieved", "dropped")


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Read", "“Read”"),
        ('"Ticket in 30 seconds" study', "“‘Ticket in 30 seconds’ study”"),
        ("Learn to say “no”", "“Learn to say ‘no’”"),
        ('A 27" screen', '“A 27" screen”'),
        ("x" * 70, f"“{'x' * 59}…”"),
    ],
)
def test_a_title_in_quotes_has_single_ones_inside(title, told):
    """As one writes a name that holds quotes; an inch stays an inch, and a long title is cut."""
    assert words.quoted(title) == told
