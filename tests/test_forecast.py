"""When goals are reached: futures drawn from past weeks, their odds and what comes of them."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from goals_made import data, goal
from hypothesis import given, settings
from hypothesis import strategies as st
from making import BERLIN, entries

from goalkit.metrics.draws import PATHS
from goalkit.metrics.forecast import (
    COLUMNS,
    forecast_sentence,
    goal_forecasts,
    reached_on,
    weekly_gains,
)
from goalkit.metrics.forecast_totals import (
    MOST_WEEKS,
    SLOTS,
    Finish,
    finish,
    likely_gains,
    recent_weights,
    straight_line,
    weeks_to_reach,
    worth,
)
from goalkit.metrics.scoring import finish_coverage, scores
from goalkit.metrics.values import goal_day_hours, rows, subject
from goalkit.periods import Calendar

CALENDAR = Calendar(BERLIN)
TODAY, DUE = date(2025, 3, 31), date(2025, 12, 31)
GAINS = st.lists(st.floats(0, 20), min_size=4, max_size=30).filter(lambda found: max(found) > 0.5).map(np.array)


def one(gains, amount):
    """Weeks until one amount."""
    return weeks_to_reach(np.array(gains, dtype="float64"), np.array([float(amount)]))[0]


# --- totals


def test_recent_weeks_weigh_more():
    """Twelve weeks ago counts half, the weights sum to 1, and the table of draws holds each in its proportion."""
    weights = recent_weights(13)
    assert weights[0] / weights[-1] == pytest.approx(0.5)
    assert weights.sum() == pytest.approx(1)
    table = likely_gains(np.arange(13.0))
    assert len(table) == SLOTS
    assert np.abs(np.bincount(table.astype(int)) / SLOTS - weights).max() < 2 / SLOTS
    assert len(recent_weights(0)) == 0


@given(st.floats(0.5, 20), st.floats(0.1, 200))
def test_weeks_that_are_all_alike_give_the_straight_line(gain, amount):
    """Without any change from week to week every future is the same: amount over gain."""
    weeks = amount / gain
    found = one([gain] * 5, amount)
    assert np.allclose(found, weeks if np.ceil(weeks) <= MOST_WEEKS else np.inf)


@settings(max_examples=30)
@given(GAINS, st.floats(0.5, 100), st.floats(0.5, 100))
def test_more_takes_longer_in_every_future(gains, one_amount, other):
    """The same futures for all amounts, always the same ones: none reaches more before less."""
    less, more = weeks_to_reach(gains, np.array(sorted((one_amount, other))))
    assert (less <= more).all()
    assert np.array_equal(less, weeks_to_reach(gains, np.array([min(one_amount, other)]))[0])
    assert len(less) == PATHS


@settings(max_examples=30)
@given(GAINS, st.floats(1, 50), st.floats(0.1, 10))
def test_the_unit_does_not_matter(gains, amount, factor):
    """Pages or chapters: the same futures."""
    assert np.allclose(one(gains, amount), one(gains * factor, amount * factor), rtol=1e-6)


def test_the_mean_of_many_weeks_is_that_of_the_gains():
    """Far ahead chance evens out: the median nears amount over the weighted mean."""
    gains = np.array([0, 0, 3, 5, 1, 2, 8, 0.0])
    mean = float(gains @ recent_weights(8))
    assert np.median(one(gains, 100 * mean)) == pytest.approx(100, rel=0.05)


def test_a_week_that_set_back_is_drawn_too():
    """With losses among the gains it takes longer, and still arrives."""
    assert np.median(one([4, 4, 4, 4, -2], 40)) > np.median(one([4, 4, 4, 4, 0], 40)) > 10


def test_nothing_missing_takes_no_time_and_no_gain_takes_for_ever():
    """0 weeks, and inf; a target beyond five years is out of sight."""
    assert one([1, 2, 3], 0).max() == one([1, 2, 3], -5).max() == 0
    for gains in ([], [0, 0, 0, 0], [-1, -1, -1, -1]):
        assert np.isinf(one(gains, 5)).all()
    assert np.isinf(one([1, 1, 1, 1], MOST_WEEKS + 1)).all()
    assert weeks_to_reach(np.array([1.0]), np.zeros(0)).shape == (0, PATHS)


def test_few_weeks_make_wide_odds():
    """The same ups and downs seen for twelve weeks and for a year: the shorter past leaves more room either way."""
    few, many = one([0, 2, 4, 2] * 3, 100), one([0, 2, 4, 2] * 13, 100)
    width = [np.quantile(found, 0.95) - np.quantile(found, 0.05) for found in (few, many)]
    assert width[0] > 1.3 * width[1]
    assert (worth(0), worth(1), worth(4)) == (0, 1, 4)
    assert worth(52) < 40


def test_days_are_those_at_whose_end_it_stands():
    """Seven a week, one a day: three are there in three days; on the due day it is in time, a day before not."""
    gains = np.full(6, 7.0)
    there = TODAY + timedelta(days=3)
    assert finish(gains, 3, TODAY, there) == Finish(1.0, there, there, there, 6)
    assert finish(gains, 3, TODAY, there - timedelta(days=1)).p_due == 0
    assert finish(gains, 0, TODAY, TODAY).p_due == 1
    assert finish(gains, 3, TODAY, TODAY - timedelta(days=9)).p_due == 0


def test_under_four_weeks_it_is_too_early():
    """Three weeks and none tell nothing; four do; what is reached already needs none."""
    for weeks in (0, 3):
        found = finish(np.ones(weeks), 5, TODAY, DUE)
        assert np.isnan(found.p_due)
        assert (found.p50, found.p80, found.p95, found.weeks) == (None, None, None, weeks)
    assert finish(np.ones(4), 5, TODAY, DUE).p50 is not None
    assert finish(np.zeros(0), 0, TODAY, DUE).p_due == 1


def test_odds_are_those_of_a_coin():
    """Two of four alike weeks bring one: to have one within a week is about a half, within two three quarters."""
    gains = np.array([1.0, 0, 1, 0] * 20)
    share = float(recent_weights(80)[gains > 0].sum())
    week, two = (finish(gains, 1, TODAY, TODAY + timedelta(days=days)).p_due for days in (7, 14))
    assert week == pytest.approx(share, abs=0.02)
    never = (1 - share) ** 2 + share * (1 - share) / worth(80)  # futures differ in how often they bring one
    assert two == pytest.approx(1 - never, abs=0.02)


def invented_goals(count):
    """Forecasts, made halfway, of invented goals that go on as they went; the due day is a matter of luck.

    Each gains by chance every week, at a pace of its own.
    """
    chance = np.random.default_rng(7)
    due = TODAY + timedelta(weeks=10)
    found = []
    for _ in range(count):
        pace = chance.uniform(0.5, 3)
        gains = chance.poisson(pace, 50).astype(float)
        remaining = max(float(round(10 * pace * chance.uniform(0.7, 1.3))), 1.0)
        told = finish(gains[:20], remaining, TODAY, due)
        days = {"p50": told.p50, "p80": told.p80, "p95": told.p95}
        days["naive"] = straight_line(gains[:20].sum(), remaining, 140, TODAY)
        sums = np.cumsum(np.append(0, gains[20:]))
        rising = np.append(True, np.diff(sums) > 0)
        came = np.interp(remaining, sums[rising], np.arange(len(sums))[rising])
        days["finished_on"] = TODAY + timedelta(days=int(np.ceil(7 * came)))
        found.append({"made_on": TODAY, "due": due, "p_due": told.p_due, **days})
    frame = pd.DataFrame(found)
    names = [name for name in frame if name != "p_due"]
    return frame.assign(**{name: pd.to_datetime(frame[name]).astype("datetime64[us]") for name in names})


def test_odds_beat_the_straight_line_and_are_kept():
    """Of 150 invented goals the odds score better than the line's yes or no, and each level holds its share."""
    made = invented_goals(150)
    found = scores(made, TODAY + timedelta(weeks=30))
    assert (found.decided, found.finished) == (150, 150)
    assert found.brier < 0.8 * found.naive_brier
    assert found.pinball_days < found.naive_pinball_days
    kept = finish_coverage(made, TODAY + timedelta(weeks=30))
    assert np.abs(kept["at_or_below"] - kept["level"]).max() < 0.1


def test_the_straight_line_goes_on_as_it_went():
    """Half the way in a hundred days takes another hundred; nothing gained never arrives."""
    assert straight_line(5, 5, 100, TODAY) == TODAY + timedelta(days=100)
    assert straight_line(5, 0, 100, TODAY) == TODAY
    assert (
        straight_line(0, 5, 100, TODAY) is straight_line(5, 5, 0, TODAY) is straight_line(1, 1000, 100, TODAY) is None
    )


# --- goals


def gains_of(found, as_of=TODAY):
    """The weekly gains of the only goal."""
    hours = goal_day_hours(found.entries, CALENDAR)
    (only,) = rows(found.goals)
    known = None if found.entries.empty else CALENDAR.day_of(found.entries["start_utc"].min().to_pydatetime())
    return weekly_gains(subject(only, found, hours, CALENDAR), as_of, known).tolist()


WEEKLY = [("g", f"2025-{month:02d}-{day:02d}", 1.0) for month in (1, 2, 3) for day in (5, 12, 19, 26)]


def test_weeks_end_with_today_and_begin_with_the_goal():
    """Ninety days are twelve weeks of seven; the odd days at the start belong to none."""
    gains = gains_of(data([goal(target=24)], [*WEEKLY, ("g", "2025-03-31", 2.0), ("g", "2025-01-01", 9.0)]))
    assert (len(gains), gains[-1], sum(gains)) == (12, 3.0, 13.0)
    assert gains_of(data([goal(target=24, start="2025-03-30")])) == []
    assert gains_of(data([goal(target=24, start="2025-06-01")])) == []


def test_a_goal_that_goes_down_gains_by_falling():
    """From 80 to 70 kg: a kilo lost is a kilo gained on the way."""
    made = data([goal(measure="level", unit="kg", baseline=80, target=70)], [("g", "2025-03-30", 78.0)])
    assert gains_of(made)[-1] == 2.0


def test_hours_are_known_from_the_first_entry_on():
    """Weeks before anything was logged are not weeks without work; the clock change costs no hour."""
    log = entries(("2025-03-10 09:00", 60, "", "g"), ("2025-03-30 00:00", 60 * 23, "", "g"))
    assert gains_of(data([goal(measure="hours", unit="h", target=100)], log=log)) == [0.0, 0.0, 23.0]
    assert gains_of(data([goal(measure="hours", unit="h", target=100)])) == []


def test_a_goal_has_its_odds_its_days_and_the_straight_line():
    """A book a week in steady weeks: twelve more by midsummer, well before the end of the year."""
    found = goal_forecasts(data([goal(target=24)], WEEKLY), TODAY, CALENDAR).iloc[0]
    assert (found["weeks"], found["value"], found["target"], found["says"]) == (12, 12.0, 24.0, "")
    assert found["p_due"] == 1
    assert TODAY < found["p50"].date() <= found["p80"].date() <= found["p95"].date() < DUE
    assert found["naive"] == pd.Timestamp("2025-06-29")
    assert found["required_per_week"] == pytest.approx(12 / (275 / 7))


def test_too_early_leaves_the_required_pace_alone():
    """Three weeks into a goal there are no odds and no day, not even the straight line's."""
    made = data([goal(target=24, start="2025-03-10")], [("g", "2025-03-20", 2.0)])
    found = goal_forecasts(made, TODAY, CALENDAR).iloc[0]
    assert (found["says"], found["weeks"]) == ("too early", 3)
    assert found[["p_due", "p50", "p80", "p95", "naive"]].isna().all()
    assert found["required_per_week"] > 0
    assert forecast_sentence(found).startswith("It is too early to tell: 3 weeks of the 4 that a forecast needs. 0.6 b")


@pytest.mark.parametrize("status", ["considering", "paused", "dropped", "achieved"])
def test_a_goal_at_rest_has_no_forecast(status):
    """Nothing is asked of it."""
    assert goal_forecasts(data([goal(target=24, status=status)], WEEKLY), TODAY, CALENDAR).empty


def test_what_is_no_total_says_so():
    """A rate and a yes or no have no odds here, and say what they are."""
    both = [goal(measure="rate", per="week", target=2), goal(id="h", measure="yes or no", unit="")]
    found = goal_forecasts(data(both), TODAY, CALENDAR)
    assert found["says"].tolist() == ["a rate", "yes or no"]
    assert found[["p_due", "p50", "naive"]].isna().all(axis=None)
    assert "a rate, not a total" in forecast_sentence(found.iloc[0])


def test_no_goals_have_an_empty_forecast():
    """All columns, no row, and no day on which anything was reached."""
    assert list(goal_forecasts(data([]), TODAY, CALENDAR)) == list(COLUMNS)
    assert reached_on(data([]), TODAY, CALENDAR).empty


def test_sentences_never_tell_a_date_alone():
    """Odds first; a future that five years do not hold is said; nobody is told a certainty."""
    found = goal_forecasts(data([goal(target=24)], WEEKLY), TODAY, CALENDAR).iloc[0]
    said = forecast_sentence(found)
    assert said.startswith(
        "over 99 % likely by 31 December 2025. Of 10,000 futures drawn from the last 12 weeks: half by"
    )
    far = goal_forecasts(data([goal(target=5000)], WEEKLY), TODAY, CALENDAR).iloc[0]
    assert forecast_sentence(far).startswith(
        "under 1 % likely by 31 December 2025: as the last 12 weeks went, five years"
    )
    some = found.copy()
    some["p95"] = pd.NaT
    assert forecast_sentence(some).endswith("; 1 in 20 take over five years.")
    some["p80"] = pd.NaT
    assert forecast_sentence(some).endswith("; 1 in 5 take over five years.")


def test_the_day_a_goal_was_reached_scores_its_forecast():
    """The first day at the target counts, later readings change nothing; a forecast of it is then scored."""
    made = data([goal(target=12, due="2025-03-31"), goal(id="h", target=50)], WEEKLY)
    found = reached_on(made, TODAY, CALENDAR)
    assert found["g"] == pd.Timestamp("2025-03-26")
    assert pd.isna(found["h"])
    assert pd.isna(reached_on(made, date(2025, 3, 25), CALENDAR)["g"])
    told = goal_forecasts(made, date(2025, 2, 28), CALENDAR)
    scored = scores(told.assign(finished_on=told["goal_id"].map(found)), TODAY)
    assert (scored.decided, scored.finished) == (1, 1)
    assert scored.brier < 0.25
