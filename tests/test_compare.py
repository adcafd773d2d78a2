"""Ordinary weeks, what stands out against them, and patterns in words."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import BERLIN, entries

from goalkit.metrics.balance import balance
from goalkit.metrics.compare import COLUMNS, compare_period, stand_out
from goalkit.metrics.focus import focus_blocks
from goalkit.metrics.patterns import SUGGESTIONS, UNITS, Pattern, pattern_sentence, patterns, suggestion
from goalkit.metrics.weekly import LEAST, WEEKS, Diary, against_weeks, week_edges, weekly_numbers
from goalkit.metrics.weekly import UNITS as MEASURES
from goalkit.records import CheckIn, Interruption, Settings
from goalkit.records.frames import record_frame

SETTINGS = Settings(zone=BERLIN)
MONDAY = date(2025, 3, 31)  # the clocks went forward the day before


def diary(*rows, checkins=(), broke=()):
    """What was written down: entries, check-ins as (day, energy), interruptions as (local moment, kind)."""
    checked = [CheckIn(day=day, energy=energy).model_dump() for day, energy in checkins]
    moments = [(pd.Timestamp(moment, tz=BERLIN).to_pydatetime(), by) for moment, by in broke]
    found = [Interruption(at_utc=moment, by=by).model_dump() for moment, by in moments]
    return Diary(entries(*rows), record_frame(CheckIn, checked), record_frame(Interruption, found), SETTINGS)


def every_week(weeks, *rows):
    """The rows of the week of 6 January again in each of so many weeks."""
    first = pd.Timestamp("2025-01-06")
    return [
        ((first + timedelta(weeks=week, days=day)).strftime("%Y-%m-%d ") + clock, *rest)
        for week in range(weeks)
        for day, clock, *rest in rows
    ]


WORK = every_week(12, (0, "09:00", 120, "Thesis", "g"), (1, "19:00", 60, "Mail"), (5, "10:00", 30, "Mail"))


def numbers(found, kind, name=""):
    """The values of one measure by span."""
    return found.loc[(found["kind"] == kind) & (found["name"] == name), "value"].tolist()


# --- weeks


def test_weeks_end_at_the_day_and_begin_with_what_is_known():
    """Twelve at most; none before the first entry or check-in; of nothing there are none."""
    assert week_edges(diary(*WORK), MONDAY) == [MONDAY - timedelta(weeks=back) for back in range(WEEKS, -1, -1)]
    late = diary(("2025-03-15 09:00", 60, "P"))
    assert week_edges(late, MONDAY) == [date(2025, 3, 17), date(2025, 3, 24), MONDAY]
    early = diary(("2025-03-15 09:00", 60, "P"), checkins=[("2025-03-01", 3)])
    assert len(week_edges(early, MONDAY)) == 5
    assert week_edges(diary(), MONDAY) == [MONDAY]
    assert weekly_numbers(diary(), [MONDAY]).empty


def test_every_measure_of_a_week_is_that_of_its_own_function():
    """Blocks, evenings and hours outside work are what focus and balance say; a week of 167 hours has its own."""
    made = diary(*WORK, ("2025-03-29 22:00", 600, "Night"))
    start, end = date(2025, 3, 24), MONDAY
    found, week = weekly_numbers(made, [start, end]), made.between(start, end)
    kept = balance(week.entries, SETTINGS, start, end)
    blocks = focus_blocks(week.entries)
    assert numbers(found, "focus blocks") == [len(blocks)]
    assert numbers(found, "focus hours") == [pytest.approx(blocks["hours"].sum())]
    assert numbers(found, "evenings") == [kept.evenings]
    assert numbers(found, "after hours") == [pytest.approx(kept.after_hours + kept.weekend_hours)]
    assert numbers(found, "project hours", "Night") == [pytest.approx(10)]
    assert numbers(found, "goal hours", "g") == [2]
    assert set(found["kind"]) == set(MEASURES) == set(LEAST)


@given(st.lists(st.tuples(st.integers(0, 27), st.integers(0, 23), st.integers(1, 300)), max_size=10))
def test_weeks_add_up_to_the_whole(rows):
    """Hours of a project in four weeks, each a week, sum to those of the whole taken as one span."""
    made = diary(*[(f"2025-03-{day + 3:02d} {hour:02d}:00", minutes, "P") for day, hour, minutes in rows])
    edges = [date(2025, 3, 3) + timedelta(weeks=week) for week in range(5)]
    weeks, whole = weekly_numbers(made, edges), weekly_numbers(made, [edges[0], edges[-1]])
    assert sum(numbers(weeks, "project hours", "P")) == pytest.approx(4 * sum(numbers(whole, "project hours", "P")))
    assert sum(numbers(weeks, "hours")) == pytest.approx(4 * numbers(whole, "hours")[0])


def test_a_period_of_any_length_is_told_a_week():
    """Ten days count ten sevenths of a week; means stay means; nothing tracked or read is not known."""
    made = diary(("2025-03-03 09:00", 600, "P"), checkins=[("2025-03-03", 2), ("2025-03-04", 5), ("2025-03-04", 3)])
    found = weekly_numbers(made, [date(2025, 3, 3), date(2025, 3, 13)])
    assert numbers(found, "project hours", "P") == [pytest.approx(7)]
    assert numbers(found, "energy") == [3.0]
    assert numbers(found, "check-ins") == [pytest.approx(1.4)]
    empty = weekly_numbers(diary(), [date(2025, 3, 3), date(2025, 3, 13)])
    assert numbers(empty, "hours") == [0]
    assert np.isnan(numbers(empty, "energy") + numbers(empty, "switches") + numbers(empty, "interruptions")).all()


def test_interruptions_are_told_an_hour_of_focus():
    """Those on a day without focus broke none."""
    made = diary(
        ("2025-03-03 09:00", 120, "P"),
        broke=[("2025-03-03 09:30", "a call"), ("2025-03-03 10:00", "a call"), ("2025-03-04 10:00", "myself")],
    )
    week = [date(2025, 3, 3), date(2025, 3, 10)]
    assert numbers(weekly_numbers(made, week), "interruptions") == [1.0]
    alone = diary(broke=[("2025-03-03 09:30", "a call")])
    assert np.isnan(numbers(weekly_numbers(alone, week), "interruptions")).all()


# --- what stands out


def weeks_of(**measures):
    """Ordinary weeks from kind → values."""
    spans = pd.date_range("2025-01-06", periods=max(map(len, measures.values()), default=0), freq="7D")
    rows = [
        {"span": span, "kind": kind.replace("_", " "), "name": "", "value": value}
        for kind, values in measures.items()
        for span, value in zip(spans, values, strict=False)
    ]
    return pd.DataFrame(rows, columns=["span", "kind", "name", "value"])


def period(**measures):
    """A period's numbers, as so much a week."""
    rows = [{"kind": kind.replace("_", " "), "name": "", "value": float(value)} for kind, value in measures.items()]
    return pd.DataFrame(rows, columns=["kind", "name", "value"])


def test_a_distance_is_in_scales_of_ones_own_weeks():
    """Median 4, median distance 1: seven in one week is 3 / 1.4826 away, twice that in four weeks."""
    before = weeks_of(a=[2, 3, 4, 5, 6])
    one, four = (stand_out(before, period(a=7), weeks).iloc[0] for weeks in (1, 4))
    assert (one["usual"], one["scale"], one["weeks"]) == (4, pytest.approx(1.4826), 5)
    assert one["distance"] == pytest.approx(3 / 1.4826)
    assert four["distance"] == pytest.approx(2 * one["distance"])
    assert (one["notable"], four["notable"]) == (True, True)
    assert not stand_out(before, period(a=6), 1)["notable"][0]


def test_the_furthest_comes_first_and_ties_by_name():
    """Less counts as more does; equal distances are in the order of kind."""
    same = [2, 3, 4, 5, 6]
    found = stand_out(weeks_of(b=same, a=same, c=same), period(b=6, a=2, c=0), 1)
    assert found["kind"].tolist() == ["c", "a", "b"]
    assert (found["distance"] < 0).tolist() == [True, True, False]


@given(
    st.lists(st.integers(0, 60).map(lambda n: n / 2), min_size=4, max_size=12),
    st.integers(0, 60),
    st.sampled_from([0.25, 2.0, 8.0]),
)
def test_neither_unit_nor_order_matter(values, now, factor):
    """In minutes or hours, in whatever order the weeks stand, the distance is the same."""
    one = stand_out(weeks_of(a=values), period(a=now), 2, {"a": 0.5})
    other = stand_out(weeks_of(a=[factor * v for v in reversed(values)]), period(a=factor * now), 2, {"a": factor / 2})
    assert one["distance"][0] == pytest.approx(other["distance"][0])
    assert (one["distance"][0] > 0) == (now > one["usual"][0])


def test_one_wild_week_does_not_hide_the_next():
    """A week of eighty hours leaves usual and scale nearly as they were."""
    calm, wild = (
        stand_out(weeks_of(a=[*values]), period(a=20), 1).iloc[0]
        for values in ([9, 10, 10, 11, 11], [9, 10, 10, 11, 80])
    )
    assert calm["usual"] == wild["usual"] == 10
    assert wild["notable"]


def test_weeks_that_are_all_alike_make_no_trifle_a_wonder():
    """With a least scale a little more is a little; without one any change is beyond all bounds, and none is none."""
    before = weeks_of(evenings=[0, 0, 0, 0])
    assert stand_out(before, period(evenings=0.5), 1, LEAST)["distance"][0] == 1
    assert np.isinf(stand_out(before, period(evenings=0.5), 1)["distance"][0])
    assert stand_out(before, period(evenings=0), 1)["distance"][0] == 0


def test_under_four_weeks_nothing_is_ranked():
    """Three weeks and none rank nothing; a measure that was read in three of them is left out."""
    for before in (weeks_of(a=[1, 2, 3]), weeks_of()):
        found = stand_out(before, period(a=9), 1)
        assert (len(found), list(found)) == (0, list(COLUMNS))
    found = stand_out(weeks_of(a=[1, 2, 3, 4], energy=[1, 2, 3, np.nan]), period(a=9, energy=5), 1)
    assert found["kind"].tolist() == ["a"]
    assert stand_out(weeks_of(a=[1, 2, 3, 4]), period(a=np.nan), 1).empty
    assert stand_out(weeks_of(a=[1, 2, 3, 4]), period(a=9), 0).empty


def test_what_is_new_and_what_got_nothing_count_as_nothing_on_the_other_side():
    """A new project stood at 0 in every week, one that got no time stands at 0 now."""
    found = stand_out(weeks_of(old=[4, 5, 6, 5]), period(new=3), 1, {"new": 0.5, "old": 0.5}).set_index("kind")
    assert (found.loc["new", "usual"], found.loc["new", "value"]) == (0, 3)
    assert (found.loc["old", "usual"], found.loc["old", "value"]) == (5, 0)


def test_a_period_is_told_against_the_weeks_before_it():
    """Steady weeks, then a week of evenings: that comes first, and what stayed is not notable."""
    late = [(f"2025-04-0{day} 19:00", 90, "Rush") for day in (1, 2, 3)]
    made = diary(*every_week(13, (0, "09:00", 120, "Thesis", "g")), *late)
    found = compare_period(against_weeks(made, MONDAY, MONDAY + timedelta(weeks=1))).set_index(["kind", "name"])
    assert found.loc[("evenings", ""), "value"] == 3
    assert set(found[found["notable"]].index.get_level_values("name")) == {"", "Rush"}
    assert found.loc[("goal hours", "g"), "distance"] == 0
    assert compare_period(against_weeks(diary(), MONDAY, MONDAY + timedelta(weeks=1))).empty


# --- patterns


def found_in(made, start, end):
    """The patterns of some days, against the weeks before them."""
    return patterns(made, start, end, against_weeks(made, start, end))


def told(made, days=7):
    """The patterns of the days from Monday on, by kind."""
    return {found.kind: found for found in found_in(made, MONDAY, MONDAY + timedelta(days=days))}


def test_each_pattern_has_its_number_and_its_usual():
    """A week like all others: what is usual is what is."""
    made = diary(*every_week(13, *[(0, "09:00", 120, "Thesis"), (1, "19:00", 60, "Mail")]))
    found = told(made)
    assert found["best hours"] == Pattern("best hours", 60, 60, 12, "Monday 09:00–10:00")
    assert found["weekly rhythm"] == Pattern("weekly rhythm", 2 / 3, pytest.approx(2 / 3), 12, "Monday")
    assert found["focus blocks"] == Pattern("focus blocks", 2, 2, 12)
    assert found["switching"] == Pattern("switching", 0, 0, 12)
    assert found["after hours"] == Pattern("after hours", 1, 1, 12)
    assert {one.change for one in found.values()} == {"as usual"}
    assert "distractions" not in found


def test_an_hour_of_the_week_holds_sixty_minutes_at_most():
    """A month with five Mondays tells the minutes of one such hour, as a week does, and never more than it has."""
    made = diary(*every_week(18, (0, "09:00", 120, "Thesis")))
    assert [told(made, days)["best hours"].number for days in (7, 29, 31)] == [60, 60, 60]
    assert "best hours" not in {one.kind for one in found_in(made, date(2025, 4, 1), date(2025, 4, 4))}


def test_interruptions_name_their_most_frequent_kind():
    """Of equal ones the first by name; the usual is that of weeks with focus."""
    made = diary(
        *every_week(13, (0, "09:00", 120, "Thesis")),
        broke=[("2025-03-31 09:30", "myself"), ("2025-03-31 10:00", "a call"), ("2025-01-13 09:30", "a call")],
    )
    found = told(made)["distractions"]
    assert (found.number, found.usual, found.what, found.change) == (1, 0, "a call", "more")


def test_without_four_weeks_there_is_no_usual():
    """The numbers of the period stand alone."""
    made = diary(*every_week(13, (0, "09:00", 120, "Thesis"))[-3:])
    found = told(made)
    assert {one.weeks for one in found.values()} == {2}
    assert np.isnan([one.usual for one in found.values()]).all()
    assert {one.change for one in found.values()} == {""}
    assert found["best hours"].what == "Monday 09:00–10:00"
    assert pattern_sentence(found["focus blocks"]) == "You had 1 block of focus a week."
    assert not [one for one in found.values() if "usual" in pattern_sentence(one) or "weeks" in pattern_sentence(one)]


def test_no_entries_have_no_pattern_and_day_totals_few():
    """An empty period has none; totals without clock times tell the rhythm, and no hour."""
    assert found_in(diary(*WORK), date(2025, 6, 2), date(2025, 6, 9)) == ()
    assert found_in(diary(), MONDAY, MONDAY) == ()
    found = told(diary(("2025-03-31 00:00", None, "P", None, 3600.0)))
    assert "best hours" not in found
    assert found["weekly rhythm"].what == "Monday"


@pytest.mark.parametrize("kind", UNITS)
def test_every_pattern_makes_a_sentence_and_one_suggestion(kind):
    """Each says its number, the usual one where it differs, and one thing to try."""
    more, same = Pattern(kind, 0.75, 0.25, 9, "Monday"), Pattern(kind, 0.5, 0.52, 9, "Monday")
    said = pattern_sentence(more)
    assert "in your last 9 weeks." in said
    assert ("75 %" in said and "25 %" in said) or ("0.75" in said and "0.25" in said)
    assert pattern_sentence(same).endswith(", as in your last 9 weeks.")
    assert suggestion(more) == SUGGESTIONS[kind]
    assert more.unit == UNITS[kind]
    assert Pattern(kind, 0.1, 0.5, 9).change == "less"
