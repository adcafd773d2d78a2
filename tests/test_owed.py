"""Which reviews are owed: each period once, oldest first, whatever the clock and the calendar do."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goalkit.periods import Calendar, parse_period, period_of
from goalkit.records import Recipient, ReviewSchedule
from goalkit.reviews.schedule.owed import Key, Terms, coming, due, oldest_first, owed, terms_of
from goalkit.reviews.schedule.wished import KINDS, Wished

SINCE = date(2025, 3, 10)
LONG_AGO = date(2020, 1, 1)
BERLIN = "Europe/Berlin"


def terms(*kinds, grace=0, since=SINCE, begun=LONG_AGO, week_start=0, editions=("me",)):
    """Terms with the same editions of each kind."""
    asked = [(kind, tuple(editions)) for kind in kinds or KINDS]
    return Terms(asked, since, begun, timedelta(days=grace), week_start)


def names(keys):
    """Reviews in short, "2025-03" and "2025-03 mentor"."""
    return [key.period.name if key.edition == "me" else f"{key.period.name} {key.edition}" for key in keys]


def keys(*periods):
    """One's own reviews of some periods."""
    return {Key(parse_period(period)) for period in periods}


days = st.dates(date(2024, 11, 1), date(2026, 12, 31))
any_terms = st.builds(
    lambda kinds, **rest: terms(*kinds, **rest),
    st.lists(st.sampled_from(KINDS), min_size=1, unique=True),
    grace=st.integers(0, 31),
    since=days,
    begun=st.none() | days,
    week_start=st.integers(0, 6),
    editions=st.sampled_from([("me",), ("me", "mentor"), ("me", "mentor", "public")]),
)


def by_hand(asked, today):
    """The same from the definition, a day at a time: what ended after `since`, and each kind's latest before."""
    found = set()
    for kind, editions in asked.kinds:
        seen = [asked.since - timedelta(days=400) + timedelta(days=number) for number in range(1500)]
        periods = {period_of(day, kind, asked.week_start) for day in seen}
        first = max((one for one in periods if one.end <= asked.since), key=lambda one: one.end)
        wanted = {one for one in periods if one.end > asked.since}
        if asked.begun is not None and asked.begun < first.end:
            wanted.add(first)
        found |= {Key(one, edition) for one in wanted if one.end + asked.grace <= today for edition in editions}
    return found


@given(any_terms, st.lists(days, min_size=1, max_size=6), st.data())
def test_each_period_is_made_once_and_oldest_first(asked, runs, data):
    """Runs on any days, in any order, with anything there before: each due period once, nothing else, in order."""
    expected = by_hand(asked, max(runs))
    before = set(
        data.draw(st.lists(st.sampled_from(sorted(expected, key=repr)), max_size=8) if expected else st.just([]))
    )
    there, made = set(before), []
    for today in runs:
        now = owed(asked, today, there)
        assert now == oldest_first(now)
        assert all(key.period.end + asked.grace <= today for key in now)
        made += now
        there |= set(now)
    assert len(made) == len(set(made))
    assert set(made) == expected - before
    assert owed(asked, max(runs), there) == []


@given(any_terms, days)
def test_what_comes_next_is_what_the_next_day_owes(asked, today):
    """The day that `coming` names is the first later one on which more is due, and the review is among it."""
    key, on = coming(asked, today)
    assert on > today and key in due(asked, on)
    assert due(asked, on - timedelta(days=1)) == due(asked, today)


def test_the_first_run_begins_with_the_latest_of_each_kind():
    """On 10 March those are its tenth week's, February's, the last quarter's and the last year's; nothing older."""
    assert names(due(terms(), SINCE)) == ["2024-Q4", "2024", "2025-02", "2025-W10"]
    assert names(due(terms("month"), SINCE)) == ["2025-02"]


def test_what_was_over_before_the_workbook_began_is_not_owed():
    """A workbook of 20 February owes February and no year before it; one of today, and an empty one, nothing yet."""
    assert names(due(terms("month", "year", begun=date(2025, 2, 20)), SINCE)) == ["2025-02"]
    assert due(terms(begun=SINCE), SINCE) == [] == due(terms(begun=None), SINCE)
    assert names(due(terms("month", begun=None), date(2025, 4, 1))) == ["2025-03"]


def test_three_months_missed_are_caught_up_with():
    """After a summer away each month and the quarter are owed, oldest first, the shorter of one end before."""
    there = keys("2025-02")
    found = owed(terms("month", "quarter", grace=2, since=date(2025, 3, 31)), date(2025, 7, 3), there)
    assert names(found) == ["2024-Q4", "2025-03", "2025-Q1", "2025-04", "2025-05", "2025-06", "2025-Q2"]


def test_a_review_that_is_gone_is_owed_again():
    """Of three months with the middle one gone, that one is owed."""
    found = owed(terms("month"), date(2025, 5, 1), keys("2025-02", "2025-04"))
    assert names(found) == ["2025-03"]


@pytest.mark.parametrize(("day", "expected"), [(1, []), (2, []), (3, ["2025-03"]), (4, ["2025-03"])])
def test_days_of_grace_are_waited_for(day, expected):
    """With two days of grace March is owed from 3 April on."""
    found = owed(terms("month", grace=2), date(2025, 4, day), keys("2025-02"))
    assert names(found) == expected


def test_a_clock_set_back_owes_nothing_twice():
    """A day after March was made the clock is set back before the month's end: nothing is owed, then or later."""
    asked, there = terms("month"), keys("2025-02", "2025-03")
    for today in (date(2025, 4, 1), date(2025, 3, 31), date(2025, 4, 1), date(2025, 4, 2)):
        assert owed(asked, today, there) == []


@pytest.mark.parametrize(
    ("local", "day_start", "expected"),
    [
        ("2025-03-31 23:59", time(0), []),
        ("2025-04-01 00:01", time(0), ["2025-03"]),
        ("2025-04-01 00:01", time(4), []),
        ("2025-04-01 03:59", time(4), []),
        ("2025-04-01 04:00", time(4), ["2025-03"]),
    ],
)
def test_the_minutes_around_a_months_end(local, day_start, expected):
    """A month is over when its last local day is, which ends at the person's own hour."""
    now = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(BERLIN)).astimezone(UTC)
    today = Calendar(BERLIN, day_start).day_of(now)
    assert names(owed(terms("month"), today, keys("2025-02"))) == expected


@pytest.mark.parametrize("day_start", [time(0), time(2, 30), time(4)])
@pytest.mark.parametrize("night", [date(2025, 3, 30), date(2025, 10, 26)])
def test_nights_on_which_clocks_change(night, day_start):
    """A run each quarter of an hour through both nights makes each week once, and only after its Sunday."""
    calendar, asked = Calendar(BERLIN, day_start), terms("week", since=date(2025, 3, 1))
    start = datetime.combine(night - timedelta(days=1), time(12), UTC)
    there = set(due(asked, night - timedelta(days=1)))
    made = []
    for quarter in range(4 * 60):
        now = start + timedelta(minutes=15 * quarter)
        found = owed(asked, calendar.day_of(now), there)
        made += [(key.period.name, calendar.day_of(now)) for key in found]
        there |= set(found)
    assert made == [(period_of(night, "week").name, night + timedelta(days=1))]


def test_a_zone_changed_between_runs_makes_nothing_twice():
    """In Auckland March is over while Honolulu still has it; whoever moves there finds it made, and it stays."""
    now = datetime(2025, 3, 31, 12, tzinfo=UTC)
    asked, there = terms("month"), keys("2025-02")
    east, west = (Calendar(zone).day_of(now) for zone in ("Pacific/Auckland", "Pacific/Honolulu"))
    found = owed(asked, east, there)
    assert names(found) == ["2025-03"] and owed(asked, west, there) == []
    assert owed(asked, west, there | set(found)) == owed(asked, east, there | set(found)) == []


def test_editions_are_those_that_active_recipients_of_a_kind_ask_for():
    """One's own always; a mentor's of months, the public's of nothing while it rests; in the order of who sees most."""
    mentor = {"way": "e-mail", "address": "m@example.org"}
    recipients = [
        Recipient(name="Mentor", edition="mentor", kinds=["month"], **mentor),
        Recipient(name="All", edition="public", kinds=["month", "year"], active=False, **mentor),
    ]
    schedule = ReviewSchedule(quarter=False, grace_days=1)
    asked = terms_of(schedule, recipients, SINCE, week_start=6)
    assert asked.kinds == [("month", ("me", "mentor")), ("year", ("me",))]
    assert (asked.since, asked.grace, asked.week_start) == (SINCE, timedelta(days=1), 6)
    found = due(terms("month", editions=("me", "mentor")), date(2025, 4, 1))
    assert names(found) == ["2025-02", "2025-02 mentor", "2025-03", "2025-03 mentor"]


def test_a_schedule_that_begins_later_owes_nothing_before():
    """With `since` a year ahead nothing is owed today, and the first review to come is the latest one over by then."""
    asked = terms("month", since=date(2026, 3, 10))
    assert due(asked, SINCE) == []
    key, on = coming(asked, SINCE)
    assert (key.period.name, on) == ("2026-02", date(2026, 3, 1))


def test_nothing_turned_on_owes_nothing():
    """Without a kind there is nothing due and nothing to come."""
    asked = Terms([], SINCE, LONG_AGO)
    assert due(asked, date(2030, 1, 1)) == [] and coming(asked, SINCE) is None


def test_what_is_turned_on_later_owes_no_past():
    """Weeks from 1 May on and a mentor's months from 20 May on: nothing that was due before either day."""
    wished = Wished({"week": date(2025, 5, 1)}, {("month", "mentor"): date(2025, 5, 20)})
    asked = replace(terms("week", "month", editions=("me", "mentor"), grace=2), wished=wished)
    found = names(due(asked, date(2025, 6, 4)))
    assert [name for name in found if "mentor" in name and "W" not in name] == ["2025-05 mentor"]
    assert [name for name in found if "mentor" not in name and "W" not in name] == [
        "2025-02",
        "2025-03",
        "2025-04",
        "2025-05",
    ]
    assert min(name for name in found if "W" in name) == "2025-W18"
