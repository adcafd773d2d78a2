"""Hours by any keys, both policies, and figures that others published of a real log."""

import numpy as np
import pandas as pd
import pytest
from exports_made import DAY, HOUR, NIGHTS, frame, logs, us
from hypothesis import given, settings
from hypothesis import strategies as st
from making import entries as made

from goalkit.entries.days import entry_micros
from goalkit.entries.frame import empty_entries, is_day_total
from goalkit.entries.overlaps import wall_clock_us
from goalkit.errors import GoalkitError
from goalkit.metrics.hours import HoursOptions, hours, totals
from goalkit.metrics.keys import KEYS, needed_columns
from goalkit.metrics.sessions import mean_worked_weekday, session_hours, share_under, spread, worked_days
from goalkit.periods import Calendar
from goalkit.trackers import ReadOptions, load_export

BERLIN = HoursOptions(Calendar("Europe/Berlin"))
LOG = made(
    ("2025-03-03 09:00", 60, "Thesis", "g1"),
    ("2025-03-03 09:30", 60, "Thesis", "g1"),
    ("2025-03-08 23:30", 90, "Garden"),
    ("2025-03-12 00:00", None, "Thesis", None, 1800.0),
)


def table(entries, by, options=BERLIN):
    """Rows as plain tuples, days as ISO texts."""
    found = hours(entries, by, options)
    assert list(found.columns) == [*by, "hours"]
    return [
        tuple(f"{cell:%Y-%m-%d}" if isinstance(cell, pd.Timestamp) else cell for cell in row)
        for row in found.itertuples(index=False, name=None)
    ]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("day", [("2025-03-03", 2.0), ("2025-03-08", 0.5), ("2025-03-09", 1.0), ("2025-03-12", 0.5)]),
        ("week", [("2025-03-03", 3.5), ("2025-03-10", 0.5)]),
        ("month", [("2025-03-01", 4.0)]),
        ("quarter", [("2025-01-01", 4.0)]),
        ("year", [("2025-01-01", 4.0)]),
        ("weekday", [("Monday", 2.0), ("Wednesday", 0.5), ("Saturday", 0.5), ("Sunday", 1.0)]),
        ("hour", [(0, 1.0), (9, 1.5), (10, 0.5), (23, 0.5)]),
        ("project", [("Garden", 1.5), ("Thesis", 2.5)]),
        ("client", [("", 4.0)]),
        ("task", [("", 4.0)]),
        ("goal", [("", 2.0), ("g1", 2.0)]),
        ("person", [("", 4.0)]),
        ("tracker", [("toggl", 4.0)]),
        ("tag", [("", 4.0)]),
    ],
)
def test_hours_by_each_key(key, expected):
    """An entry over midnight is cut, a day total has no hour of the day, a missing text is ""."""
    assert table(LOG, [key]) == expected


def test_every_key_is_tested_above():
    """A new key needs its row in the table of keys."""
    marks = test_hours_by_each_key.pytestmark[0].args[1]
    assert {key for key, _ in marks} == set(KEYS)


def test_keys_combine_in_their_order_and_none_gives_the_total():
    """Two keys give their pairs, sorted by the first; no key gives one row."""
    assert table(LOG, ["project", "week"]) == [
        ("Garden", "2025-03-03", 1.5),
        ("Thesis", "2025-03-03", 2.0),
        ("Thesis", "2025-03-10", 0.5),
    ]
    assert table(LOG, []) == [(4.0,)]
    assert list(hours(LOG, list(KEYS), BERLIN).columns) == [*KEYS, "hours"]


def test_a_week_begins_when_the_person_says():
    """From Sunday on, the ninth of March opens a week."""
    options = HoursOptions(Calendar("Europe/Berlin", week_start=6))
    assert table(LOG, ["week"], options) == [("2025-03-02", 2.5), ("2025-03-09", 1.5)]


def test_an_entry_counts_once_for_each_of_its_tags():
    """Two tags give two rows of the same hours, whichever place the key has; a tag twice counts once."""
    log = made(("2025-03-03 09:00", 60, "P"), ("2025-03-03 11:00", 30, "Q"), ("2025-03-03 12:00", 15, "Q"))
    log = log.assign(tags=pd.Series([["a", "b", "a"], ["b"], None], dtype=log["tags"].dtype))
    assert table(log, ["tag"]) == [("", 0.25), ("a", 1.0), ("b", 1.5)]
    assert table(log, ["project", "tag"]) == [("P", "a", 1.0), ("P", "b", 1.0), ("Q", "", 0.25), ("Q", "b", 0.5)]
    assert table(log, ["tag", "project"]) == [("", "Q", 0.25), ("a", "P", 1.0), ("b", "P", 1.0), ("b", "Q", 0.5)]


def test_policies_differ_at_midnight_and_in_overlaps():
    """Start day keeps the entry whole; the union counts shared time once, for each row and person."""
    start, union = HoursOptions(BERLIN.calendar, midnight="start"), HoursOptions(BERLIN.calendar, overlaps="union")
    assert table(LOG, ["day"], start)[1:] == [("2025-03-08", 1.5), ("2025-03-12", 0.5)]
    assert table(LOG, ["project"], union) == [("Garden", 1.5), ("Thesis", 2.0)]
    shared = frame([(us("2025-03-03T08:00:00+00:00"), HOUR, name, who, False) for name in "PQ" for who in ("", "Ada")])
    assert table(shared, ["project"], union) == [("P", 2.0), ("Q", 2.0)]
    assert table(shared, [], union) == [(2.0,)]


def test_unknown_and_repeated_keys_are_told():
    """The message lists the keys that there are."""
    with pytest.raises(GoalkitError, match=r"'moon'.*day, week"):
        hours(LOG, ["moon"])
    with pytest.raises(GoalkitError, match="twice"):
        hours(LOG, ["day", "day"])


@pytest.mark.parametrize("key", KEYS)
def test_nothing_gives_no_rows(key):
    """An empty frame has the columns and no rows, under every key and policy."""
    for midnight in ("split", "start"):
        found = hours(empty_entries(), [key], HoursOptions(midnight=midnight, overlaps="union"))
        assert found.empty
        assert list(found.columns) == [key, "hours"]
    assert totals(empty_entries()).attributed_hours == 0


def test_a_night_of_25_hours_has_them():
    """The day the clocks go back holds 25 hours, two of them between two and three."""
    log = made(("2025-10-26 00:00", 25 * 60, "P"))
    assert table(log, ["day"]) == [("2025-10-26", 25.0)]
    assert dict(table(log, ["hour"]))[2] == 2.0


def test_keys_with_many_values_do_not_run_together():
    """Hundreds of values under each of eight keys are more combinations than int64 holds, and all stay apart."""
    count = 400
    log = frame(
        [
            (us("2020-01-01T00:00:00+00:00") + number * 5 * DAY, HOUR, f"p{number}", f"w{number}", False)
            for number in range(count)
        ]
    )
    texts = pd.Series([f"t{number}" for number in range(count)], dtype="str").astype("category")
    log = log.assign(client=texts, task=texts, goal_id=texts, tracker=texts)
    by = ["day", "week", "project", "client", "task", "goal", "person", "tracker"]
    found = hours(log, by)
    assert len(found) == count
    assert (found["project"].str[1:] == found["tracker"].str[1:]).all()
    assert found["hours"].sum() == count


@settings(max_examples=50, deadline=None)
@given(
    st.data(),
    st.sampled_from(NIGHTS),
    st.lists(st.sampled_from([key for key in KEYS if key not in ("tag", "hour")]), unique=True),
)
def test_any_keys_add_up_to_all_the_time(data, night, by):
    """Whatever the keys and the policy, hours sum to the entries' own; the union to the clock's without keys."""
    zone, around = night
    log = data.draw(logs(us(around)))
    own = int(entry_micros(log)[2].sum())
    for midnight in ("split", "start"):
        found = hours(log, by, HoursOptions(Calendar(zone), midnight))
        assert np.rint(found["hours"] * HOUR).sum() == pytest.approx(own, abs=len(found))
        assert not found.duplicated(by).any() if by else len(found) <= 1
    union = hours(log, by, HoursOptions(Calendar(zone), overlaps="union"))["hours"].sum() * HOUR
    assert wall_clock_us(log) <= round(union) + len(log) + 1
    assert round(union) <= own + len(log) + 1
    summed = totals(log)
    assert summed.attributed_hours * HOUR == pytest.approx(own)
    assert summed.overlap_hours == pytest.approx(summed.attributed_hours - summed.wall_clock_hours)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(NIGHTS).flatmap(lambda night: st.tuples(st.just(night[0]), logs(us(night[1])))))
def test_hours_of_the_day_hold_all_but_day_totals(case):
    """By hour and by weekday and hour, the timed entries' microseconds are all there."""
    zone, log = case
    timed = int(entry_micros(log)[2][~is_day_total(log)].sum())
    for by in (["hour"], ["weekday", "hour"], ["project", "hour"]):
        found = hours(log, by, HoursOptions(Calendar(zone)))["hours"].sum() * HOUR
        assert found == pytest.approx(timed, abs=1)


def test_only_the_columns_that_keys_need_are_asked_for():
    """Times need none beside the person; a tag needs the tags."""
    assert needed_columns(["day"]) == {"person"}
    assert needed_columns(["goal", "tag"]) == {"person", "goal_id", "tags"}


@pytest.fixture(scope="module")
def phd(shared):
    """A real log of 581 sessions, with figures that were published about it."""
    options = ReadOptions(zone="UTC", column_map={"tags": "type"})
    return load_export(shared / "real" / "phd_time.csv", options)


BY_START_DAY = HoursOptions(Calendar("UTC", week_start=6), midnight="start")


def test_published_sessions(phd):
    """581 sessions, 1034 hours; their length's mean, sd, least and most; the share under three hours."""
    length = spread(session_hours(phd.entries))
    assert (length.count, phd.problems) == (581, tuple(one for one in phd.problems if one.kind == "note"))
    assert round(totals(phd.entries).attributed_hours, 2) == 1033.65
    assert [round(value, 3) for value in (length.mean, length.sd, length.least)] == [1.779, 1.148, 0.157]
    assert round(length.most, 2) == 10.72
    assert round(100 * share_under(phd.entries, 3), 2) == 87.26


def test_published_hours_by_kind(phd):
    """Research 397.6, course work 342.9, teaching 123.9."""
    found = hours(phd.entries, ["tag"], BY_START_DAY).set_index("tag")["hours"]
    assert [round(found[name], 1) for name in ("Research", "Course Work", "TA")] == [397.6, 342.9, 123.9]


def test_published_days(phd):
    """182 worked days by start day: mean, sd and most hours; at most six projects; the mean of each weekday."""
    days = worked_days(phd.entries, BY_START_DAY)
    found = spread(days["hours"])
    assert (found.count, days["projects"].max()) == (182, 6)
    assert [round(value, 3) for value in (found.mean, found.sd, found.most)] == [5.679, 2.475, 12.497]
    assert [round(mean, 1) for mean in mean_worked_weekday(days)] == [5.6, 6.5, 6.1, 6.6, 4.6, 5.2, 4.8]


def test_published_weeks_of_research(phd):
    """Weeks from Sunday with research in them: mean 14.20, sd 11.26, most 50.95."""
    found = hours(phd.entries, ["week", "tag"], BY_START_DAY)
    weeks = spread(found[found["tag"] == "Research"]["hours"])
    assert [round(value, 2) for value in (weeks.mean, weeks.sd, weeks.most)] == [14.20, 11.26, 50.95]


def test_published_traps(phd):
    """28 sessions cross midnight and 20 overlap an earlier one (each a pair of rows), so that the two policies differ."""
    from goalkit.metrics.reconcile import reconcile

    found = reconcile(phd.entries, Calendar("UTC"))
    assert (found.split_rows, found.overlapping_rows) == (28, 40)
    assert found.days_s == found.projects_s == found.rows_s
    assert len(worked_days(phd.entries, HoursOptions(Calendar("UTC", week_start=6)))) != 182
