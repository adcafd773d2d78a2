"""What in a log is worth a look: each kind found, counted whole, and silent where all is well."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from time import perf_counter

import numpy as np
import pandas as pd
import pytest
from exports_made import DAY, HOUR, NIGHTS, frame, logs, us
from hypothesis import given, settings
from hypothesis import strategies as st
from making import entries

from goalkit.entries.days import entry_micros, to_index
from goalkit.entries.frame import MICRO, empty_entries, is_day_total
from goalkit.metrics.doubled import overlaps, two_names
from goalkit.metrics.evidence import EVIDENCE, LISTED
from goalkit.metrics.hours import totals
from goalkit.metrics.quality import SUGGESTIONS, Log, quality, still_running
from goalkit.metrics.untracked import GAP_S, empty_days, gaps
from goalkit.records import ImportBatch, ImportProblem, InboxFile, Settings
from goalkit.records.frames import record_frame

BERLIN = Settings(zone="Europe/Berlin")
LATER = datetime(2026, 1, 1, tzinfo=UTC)


def log_of(frame, settings=BERLIN, now=LATER, problems=(), batches=(), **days):
    """A log to look at."""
    return Log(frame, record_frame(ImportProblem, problems), record_frame(ImportBatch, batches), settings, now, **days)


def found(frame, **given):
    """Kind → finding."""
    return {finding.kind: finding for finding in quality(log_of(frame, **given))}


def working_day(day="2025-03-03", goal="g1"):
    """A working day without a gap, all of it for a goal."""
    return (f"{day} 09:00", 240, "Thesis", goal), (f"{day} 13:30", 270, "Thesis", goal)


@pytest.mark.parametrize("frame", [empty_entries(), entries(*working_day()), entries(working_day()[0])[:0]])
def test_a_log_in_order_has_no_finding(frame):
    """An empty log, and a day of work for a goal, ask for no look."""
    assert quality(log_of(frame)) == ()


def test_one_row_is_looked_at():
    """A single hour without a goal on a working day: its project, and the rest of the day as a gap."""
    one = found(entries(("2025-03-03 09:00", 60, "Mail")))
    assert {kind: (finding.count, finding.hours) for kind, finding in one.items()} == {
        "gaps": (1, 8.0),
        "no goal": (1, 1.0),
    }


def test_every_finding_has_evidence_of_one_shape_and_one_suggestion():
    """Each kind can be found; its evidence has the documented columns, and it says one thing to do."""
    people = ("Ada", "ada@example.org")
    log = entries(*working_day(), *working_day(), *working_day(), ("2025-03-05 20:00", 13 * 60, "Mail"))
    log = log.assign(person=pd.Categorical([people[row % 2] for row in range(len(log))]))
    late = entries(("2026-02-01 09:00", 60, "Mail"))
    running = {"id": "p", "batch_id": "b", "file": "log.csv", "line": 7, "problem": "running", "day": "2025-03-05"}
    waiting = record_frame(InboxFile, [{"id": "f", "name": "a.csv", "sha256": "0", "state": "not read",
                                        "seen_utc": LATER, "why": "a.csv is empty"}])  # fmt: skip
    all_found = found(pd.concat([log, late], ignore_index=True), problems=[running], unread=waiting)
    assert set(all_found) | {"full days"} == set(SUGGESTIONS)
    assert set(found(entries(("2025-03-03 00:00", None, "Mail", None, 90_000.0)))) == {"full days", "no goal"}
    for finding in all_found.values():
        assert finding.evidence.dtypes.astype("str").to_dict() == EVIDENCE
        assert 0 < len(finding.evidence) <= finding.count * 2
        assert finding.suggestion == SUGGESTIONS[finding.kind].format(day="")
        assert finding.suggestion.count("goalkit ") + finding.suggestion.count("notebook ") == 1


# --- overlaps


def test_an_overlap_is_told_with_both_entries_and_their_places():
    """Three entries at once make two overlaps; the pair that shares most comes first, with file and line of each."""
    log = entries(("2025-03-03 09:00", 60, "A"), ("2025-03-03 09:30", 60, "B"), ("2025-03-03 09:45", 10, "C"))
    log = log.assign(source_line=[2, 3, 4], file="log.csv")
    finding = found(log)["overlaps"]
    told = finding.evidence[["what", "other", "line", "other_line", "hours"]].round(4).to_numpy().tolist()
    assert told == [["B", "A", 3, 2, 0.5], ["C", "B", 4, 3, 0.1667]]
    assert set(finding.evidence["file"]) == set(finding.evidence["other_file"]) == {"log.csv"}
    assert finding.evidence["start_utc"][0] == pd.Timestamp("2025-03-03T08:30:00Z")
    assert finding.evidence["end_utc"][0] == pd.Timestamp("2025-03-03T09:00:00Z")
    assert (finding.count, finding.hours) == (2, 40 / 60)


def test_day_totals_empty_entries_and_other_people_overlap_with_nobody():
    """What has no place on the clock, no length, or another name shares no time."""
    start = us("2025-03-03T08:00:00+00:00")
    log = frame([(start, HOUR, "P", "", False), (start, 0, "P", "", False), (start, HOUR, "P", "Ada", False)])
    total = frame([(start, HOUR, "P", "", True)])
    assert overlaps(pd.concat([log, total], ignore_index=True)).empty


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(NIGHTS).flatmap(lambda night: logs(us(night[1]))))
def test_overlaps_sum_to_attributed_less_the_clock(log):
    """To the microsecond; and each pair is of one person and shares just the time that is told."""
    pairs = overlaps(log)
    both = totals(log)
    assert pairs["us"].sum() / HOUR == both.overlap_hours
    assert both.overlap_hours == pytest.approx(both.attributed_hours - both.wall_clock_hours)
    start, end, _ = entry_micros(log)
    one, other = pairs["row"].to_numpy(), pairs["other"].to_numpy()
    assert (np.minimum(end[one], end[other]) - np.maximum(start[one], start[other]) == pairs["us"]).all()
    assert (pairs["us"] > 0).all()
    people = log["person"].astype("object").to_numpy()
    assert (people[one] == people[other]).all()
    assert not is_day_total(log)[[*one, *other]].any()


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(NIGHTS).flatmap(lambda night: st.tuples(st.just(night[0]), logs(us(night[1])))), st.data())
def test_any_log_can_be_looked_at(case, data):
    """Whatever the zone, the day's start and the range: no fault, positive counts, hours of overlaps as in the totals."""
    zone, log = case
    own = Settings(zone=zone, day_start=time(data.draw(st.sampled_from([0, 4, 12]))))
    middle = to_index(entry_micros(log)[0])[:1].tz_convert(zone)
    start = middle[0].date() if len(middle) and data.draw(st.booleans()) else None
    looked = log_of(log, own, start=start, end=start and start + timedelta(days=2))
    for finding in quality(looked):
        assert finding.count > 0
        assert len(finding.evidence) > 0
        if finding.kind == "overlaps":
            assert finding.hours == totals(looked.inside).overlap_hours


# --- gaps and empty days


def spans(log, own=BERLIN, now=LATER):
    """Gaps as local clock times."""
    rows = gaps(log, own, now)
    ends = zip(*(to_index(rows[name].to_numpy()).tz_convert(own.zone) for name in ("start_us", "end_us")), strict=True)
    return [f"{begin:%d %H:%M}–{finish:%H:%M}" for begin, finish in ends]


def test_gaps_are_what_working_hours_lack():
    """Between entries, before the first and after the last; two hours to the minute are none."""
    log = entries(("2025-03-03 11:01", 60, "A"), ("2025-03-03 14:01", 30, "A"), ("2025-03-04 11:00", 5 * 60, "A"))
    assert GAP_S == 7200
    assert spans(log) == ["03 09:00–11:01", "03 14:31–18:00"]


def test_gaps_need_an_entry_a_working_day_and_the_past():
    """A Saturday, a day without entries, a day with a total, and what is still to come have none."""
    log = entries(
        ("2025-03-08 09:00", 10, "A"), ("2025-03-05 09:00", 10, "A"), ("2025-03-05 00:00", None, "A", None, 60)
    )
    assert spans(log) == []
    monday = entries(("2025-03-03 09:00", 60, "A"))
    assert spans(monday, now=datetime(2025, 3, 3, 10, 59, tzinfo=UTC)) == []
    assert spans(monday, now=datetime(2025, 3, 3, 11, 30, tzinfo=UTC)) == ["03 10:00–12:30"]


def test_any_persons_entry_fills_a_gap():
    """Typed in without a name, and imported with one: the day is whole."""
    log = entries(*working_day()).assign(person=pd.Categorical(["", "Ada"]))
    assert spans(log) == []


def test_a_night_shift_has_gaps_on_its_own_day():
    """With a day from 04:00, an entry at 02:00 makes no Tuesday; work within the day's own hours does."""
    own = replace_settings(day_start=time(4))
    assert spans(entries(("2025-03-04 02:00", 60, "A")), own) == ["03 09:00–18:00"]
    noon = replace_settings(day_start=time(12))
    assert spans(entries(("2025-03-04 12:00", 60, "A")), noon) == ["04 13:00–18:00"]


def replace_settings(**changes):
    """Berlin's settings with some changed."""
    return BERLIN.model_copy(update=changes)


def test_a_gap_over_the_clock_change_has_its_real_length():
    """From 00:00 to 06:00 on the night of 23 hours there are five hours."""
    own = replace_settings(work_start=time(0), work_end=time(6), work_days=["Sunday"])
    finding = found(entries(("2025-03-30 12:00", 60, "A", "g1")), settings=own)["gaps"]
    assert finding.hours == 5.0


def test_empty_days_lie_between_the_first_and_the_last():
    """Working days alone; a day total, an entry that runs through, and one without length are entries."""
    log = entries(
        ("2025-03-03 09:00", 60, "A"),
        ("2025-03-05 00:00", None, "A", None, 60),
        ("2025-03-06 23:00", 120, "A"),
        ("2025-03-11 09:00", 0, "A"),
        ("2025-03-13 09:00", 60, "A"),
    )
    days = [str(day) for day in empty_days(log, BERLIN, LATER)]
    assert days == ["2025-03-04", "2025-03-10", "2025-03-12"]
    assert found(log, start=date(2025, 3, 10), end=date(2025, 3, 12))["empty days"].count == 1
    assert len(empty_days(log, BERLIN, datetime(2025, 3, 11, 12, tzinfo=UTC))) == 2
    assert len(empty_days(empty_entries(), BERLIN, LATER)) == 0


# --- single entries


def test_long_and_future_entries():
    """Over 12 h, not 12 h to the minute; what ends after now, and totals of later days, not today's."""
    log = entries(("2025-03-03 00:00", 720, "A", "g"), ("2025-03-04 00:00", 721, "B", "g"))
    assert found(log)["long entries"].evidence["what"].tolist() == ["B"]
    assert found(log, start=date(2025, 3, 5)).get("long entries") is None
    totals_of = entries(("2025-03-04 12:00", None, "T", "g", 60), ("2025-03-05 12:00", None, "T", "g", 60))
    both = pd.concat([log, totals_of], ignore_index=True)
    ahead = found(both, now=datetime(2025, 3, 4, 9, tzinfo=UTC))["future"]
    assert (ahead.count, ahead.evidence["what"].tolist()) == (2, ["B", "T"])


def test_an_entry_is_long_even_where_the_range_cuts_it():
    """The day on which it begins is asked for, and all its hours are told."""
    log = entries(("2025-03-03 20:00", 14 * 60, "A", "g"))
    finding = found(log, start=date(2025, 3, 3), end=date(2025, 3, 4))["long entries"]
    assert finding.hours == 14.0


BATCH = {"tracker": "toggl", "zone": "UTC", "sha256": "0", "rows_read": 1, "rows_new": 1, "rows_known": 0, "rows_changed": 0, "rows_elsewhere": 0,
         "rows_left_out": 0, "seconds_new": 0.0, "file": "log.csv"}  # fmt: skip
RUNNING = {"id": "p", "file": "log.csv", "line": 7, "problem": "running", "day": "2025-03-03"}


def batch(name, day, tracker="toggl"):
    """A record of an import."""
    return {**BATCH, "id": name, "imported_utc": datetime(2025, 3, day, tzinfo=UTC), "tracker": tracker}


@pytest.mark.parametrize(
    ("came", "tracker", "open_rows"),
    [(None, "toggl", 1), (4, "toggl", 1), (5, "toggl", 0), (5, "clockify", 1)],
    ids=["typed in", "the same import", "a later import", "another tracker"],
)
def test_a_running_row_is_open_until_its_entry_comes_in(came, tracker, open_rows):
    """A later import of the same tracker with an entry of that day settles it, and nothing else does."""
    log = entries(("2025-03-03 09:00", 60, "A"))
    moment = pd.Series([None if came is None else datetime(2025, 3, came, tzinfo=UTC)], dtype="datetime64[us, UTC]")
    log = log.assign(imported_utc=moment, tracker=pd.Categorical([tracker]))
    looked = log_of(log, problems=[{**RUNNING, "batch_id": "a"}], batches=[batch("a", 4), batch("b", 5)])
    assert len(still_running(looked)) == open_rows


def test_a_timer_that_runs_in_two_imports_is_told_once():
    """The later import's row stands; one whose day cannot be read always does."""
    rows = [{**RUNNING, "id": name, "batch_id": name, "file": f"{name}.csv"} for name in "ab"]
    lost = {**RUNNING, "id": "c", "batch_id": "a", "day": "", "file": "c.csv"}
    looked = log_of(entries(), problems=[*rows, lost], batches=[batch("a", 4), batch("b", 5)], start=date(2025, 3, 1))
    assert sorted(still_running(looked)["file"]) == ["b.csv", "c.csv"]
    assert still_running(replace(looked, start=date(2025, 4, 1)))["file"].tolist() == ["c.csv"]
    assert quality(looked)[0].evidence["line"].tolist() == [7, 7]


# --- sums


def test_full_days_hold_more_than_the_day_has():
    """25 h on the day of 25 hours are fine, on the day of 23 they are not; entries and totals add up, per person."""
    autumn, spring = ("2025-10-26 00:00", 25 * 60, "A", "g"), ("2025-03-30 00:00", None, "A", "g", 25 * 3600.0)
    assert found(entries(autumn)).get("full days") is None
    finding = found(entries(spring))["full days"]
    assert (finding.count, finding.hours) == (1, 25.0)
    assert "day=2025-03-30 --explain" in finding.suggestion
    both = entries(("2025-03-03 00:00", 13 * 60, "A", "g"), ("2025-03-03 00:00", None, "B", "g", 12 * 3600.0))
    assert found(both)["full days"].hours == 25.0
    two = both.assign(person=pd.Categorical(["Ada", "Bo"]))
    assert found(two).get("full days") is None


@pytest.mark.parametrize("other", ["ada LOVELACE", "Lovelace, Ada", "ada.lovelace@example.org", "Áda  Lovelace"])
def test_two_names_of_one_person(other):
    """Case, order, an e-mail, accents and blanks make a second name."""
    log = entries(("2025-03-03 09:00", 60, "A"), ("2025-03-03 12:00", 30, "A"))
    alike = two_names(log.assign(person=pd.Categorical(["Ada Lovelace", other])))
    assert alike.to_dict("list") == {
        "person": ["Ada Lovelace", other],
        "hours": [1.0, 0.5],
        "who": ["ada lovelace"] * 2,
    }


@pytest.mark.parametrize("other", ["", "Ada Byron", "Ada", "☕"])
def test_other_people_are_not_taken_for_one(other):
    """No name, another surname, a first name alone, a sign."""
    log = entries(("2025-03-03 09:00", 60, "A"), ("2025-03-03 12:00", 30, "A"))
    assert two_names(log.assign(person=pd.Categorical(["Ada Lovelace", other]))).empty


def test_projects_without_a_goal_have_their_hours():
    """Only the hours that reach no goal count, the most first; time without a project is told too."""
    log = entries(
        ("2025-03-03 09:00", 60, "Mail"),
        ("2025-03-03 10:00", 60, "Mail", "g1"),
        ("2025-03-03 11:00", 120, ""),
        ("2025-03-03 13:00", 60, "Thesis", "g1"),
        ("2025-03-03 15:00", 0, "Nothing"),
    )
    finding = found(log)["no goal"]
    assert finding.evidence[["what", "hours"]].to_numpy().tolist() == [["", 2.0], ["Mail", 1.0]]
    assert (finding.count, finding.hours) == (2, 3.0)
    assert found(log, start=date(2025, 4, 1)) == {}


def test_a_million_entries_are_looked_at_in_seconds():
    """Counts and seconds are whole, lists stay short, and it takes under ten seconds."""
    count = 1_000_000
    start = us("2015-01-01T00:00:00+00:00") + np.arange(count) * (10 * 365 * DAY // count)
    log = (
        empty_entries()
        .reindex(range(count))
        .assign(
            start_utc=to_index(start),
            end_utc=to_index(start + HOUR),
            duration_s=HOUR / MICRO,
            project=pd.Categorical.from_codes(np.arange(count) % 50, [f"p{number}" for number in range(50)]),
            person=pd.Categorical.from_codes(np.zeros(count, dtype=int), ["Ada"]),
            tracker=pd.Categorical.from_codes(np.zeros(count, dtype=int), ["toggl"]),
        )
    )
    began = perf_counter()
    all_found = found(log)
    assert perf_counter() - began < 10
    assert all_found["overlaps"].count == count - 1
    assert all_found["overlaps"].hours == totals(log).overlap_hours
    assert len(all_found["overlaps"].evidence) == LISTED
