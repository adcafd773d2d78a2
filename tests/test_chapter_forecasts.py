"""Forecasts in a review: odds, days, and what came of the odds that earlier reviews gave."""

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest
from plan_made import at, facts_of, goal, log, new_book, shown, told

from goalkit.metrics.frozen import earlier_forecasts
from goalkit.records import Forecast, Goal, TimeEntry
from goalkit.records.frames import record_frame
from goalkit.reviews.freezing import freeze_forecasts
from goalkit.workbook import open_book

MONDAY = date(2025, 1, 6)


@pytest.fixture
def book(tmp_path):
    """Two hours a week from January on for a goal of 52 h, which is reached in June; and one begun in March."""
    with new_book(tmp_path) as made:
        goal(made, "sql", target=52, start=MONDAY, title="SQL <b>")
        goal(made, "late", measure="total", target=10, unit="pages", start=date(2025, 3, 20))
        goal(made, "job", measure="yes or no", target=1)
        for week in range(26):
            log(made, f"{MONDAY + timedelta(weeks=week)} 09:00", 120, "sql")
        yield made


def test_odds_are_told_where_they_can_be(book):
    """Twelve even weeks make it certain; eleven days are too early, and a yes or no is no total."""
    part = told(book, "forecasts")
    assert part.sentence == "The one goal that can be foreseen is more likely than not to be reached in time."
    sql, late = part.goals
    assert (sql.p_due, late.p_due) == (1.0, None)
    assert sql.p50 is not None
    assert sql.p50 <= sql.p80 <= sql.p95
    assert "over 99 % likely by 31 December 2025" in sql.words
    assert late.words.startswith("It is too early to tell: 1 week of the 4")
    assert (part.told, part.likely, part.other) == (1, 1, 1)
    text, (figure,) = shown(book, "forecasts")
    assert "SQL &lt;b&gt;" in text
    assert figure.layout.meta["title"] == "When you get there"


def test_a_week_has_the_words_alone(book):
    """The same odds, without a picture, and not folded away."""
    text, figures = shown(book, "forecasts", "2025-W13")
    assert figures == []
    assert "<details>" not in text
    assert "over 99 % likely" in text


def test_what_is_logged_later_changes_no_forecast(book):
    """Told in April or in June, March's odds are the same."""
    before = told(book, "forecasts", as_of=date(2025, 3, 20))
    log(book, "2025-03-21 09:00", 3000, "sql")
    assert told(book, "forecasts", as_of=date(2025, 3, 20)) == before


def test_before_there_is_a_goal_one_line_says_what_can_be_foreseen(tmp_path):
    """A workbook with a yes or no alone has nothing that adds up."""
    with new_book(tmp_path) as book:
        goal(book, "job", measure="yes or no", target=1)
        assert told(book, "forecasts").missing.startswith("No goal that adds up is under way;")


def frozen(*rows):
    """A frame of forecasts from (period, as_of, goal, due, target, p)."""
    names = ("period", "as_of", "goal_id", "due", "target", "p_by_due")
    return record_frame(Forecast, [{**dict(zip(names, row, strict=True)), "p50": row[3]} for row in rows])


def test_forecasts_that_tell_nothing_of_themselves_are_left_out():
    """Of a later day, of a changed target, of a dropped and of a removed goal; the oldest comes first."""
    goals = pd.DataFrame({"id": ["a", "b"], "target": [10.0, 5.0], "status": ["active", "dropped"]})
    due = date(2025, 6, 30)
    rows = frozen(
        ("2025-03", date(2025, 3, 31), "a", due, 10.0, 0.4),
        ("2025-02", date(2025, 2, 28), "a", due, 10.0, 0.3),
        ("2025-01", date(2025, 1, 31), "a", due, 12.0, 0.2),
        ("2025-02", date(2025, 2, 28), "b", due, 5.0, 0.2),
        ("2025-02", date(2025, 2, 28), "gone", due, 5.0, 0.2),
        ("2025-04", date(2025, 4, 30), "a", due, 10.0, 0.5),
    )
    reached = pd.Series({"a": pd.Timestamp("2025-04-20")})
    found = earlier_forecasts(rows, goals, reached, date(2025, 4, 30))
    assert list(found["p_due"]) == [0.3, 0.4]
    assert list(found["finished_on"]) == [pd.Timestamp("2025-04-20")] * 2
    assert earlier_forecasts(rows.iloc[:0], goals, reached, date(2025, 4, 30)).empty
    assert earlier_forecasts(rows, goals.iloc[:0], reached.iloc[:0], date(2025, 4, 30)).empty


def test_a_review_keeps_its_forecasts_once(book):
    """As the chapter says them, in one change that can be taken back; again, nothing is written."""
    facts = facts_of(book, "2025-03")
    assert freeze_forecasts(book, facts) == 1
    (kept,) = book.records(Forecast)
    row = facts.chapters["forecasts"].goals[0]
    assert (kept.period, kept.as_of, kept.goal_id) == ("2025-03", date(2025, 3, 31), "sql")
    assert (kept.p_by_due, kept.p50, kept.p95, kept.naive) == (row.p_due, row.p50, row.p95, row.naive)
    assert freeze_forecasts(book, facts) == 0
    assert freeze_forecasts(book, facts_of(book, "2025-Q1")) == 1
    assert book.undo().startswith("Taken back: the addition of")


def test_what_was_kept_of_a_finished_period_stays(book):
    """Made again after the log was put right, the review says new odds, and the kept ones are as they were said."""
    freeze_forecasts(book, facts_of(book, "2025-03"))
    before = book.records(Forecast)
    log(book, "2025-03-14 09:00", 1200, "sql")
    again = facts_of(book, "2025-03")
    assert again.chapters["forecasts"].goals[0].p50 < before[0].p50
    assert freeze_forecasts(book, again) == 0
    assert book.records(Forecast) == before


def test_while_a_period_lasts_the_latest_forecast_is_kept(book):
    """The one of 28 March takes the place of that of the 10th, and an older one never of a newer."""
    early, late = (facts_of(book, "2025-03", date(2025, 3, day)) for day in (10, 28))
    freeze_forecasts(book, early)
    assert freeze_forecasts(book, late) == 1
    assert [kept.as_of for kept in book.records(Forecast)] == [date(2025, 3, 28)]
    assert freeze_forecasts(book, early) == 0
    assert [kept.as_of for kept in book.records(Forecast)] == [date(2025, 3, 28)]


def test_a_review_without_forecasts_keeps_none(book):
    """A day's review has no such chapter, and one without goals says what is missing."""
    assert freeze_forecasts(book, facts_of(book, "2025-03-14")) == 0
    facts = facts_of(book, "2024-10")
    nothing = replace(facts.chapters["forecasts"], goals=())
    assert freeze_forecasts(book, replace(facts, chapters={"forecasts": nothing})) == 0
    assert book.records(Forecast) == []


def test_a_goal_whose_forecast_was_kept_can_be_removed(book):
    """What was said of it stays, and is scored no more."""
    freeze_forecasts(book, facts_of(book, "2025-03"))
    for entry in book.entries()["id"]:
        book.change(TimeEntry, entry, {"goal_id": None})
    book.remove(Goal, "sql", when=at("2025-05-01"))
    assert len(book.records(Forecast)) == 1
    assert told(book, "forecasts", "2025").earlier == 0


def test_later_reviews_score_what_was_kept(book):
    """In April it waits; when the goal is reached in June, odds of 1 score 0, and the straight line too."""
    for period in ("2025-02", "2025-03"):
        freeze_forecasts(book, facts_of(book, period))
    april = told(book, "forecasts", "2025-04")
    assert (april.earlier, april.decided, april.brier) == (2, 0, None)
    assert april.scored == "Two forecasts of earlier reviews wait for the due day."
    year = told(book, "forecasts", "2025")
    assert (year.earlier, year.decided, year.brier, year.naive_brier) == (2, 2, 0.0, 0.0)
    assert year.scored.startswith("Two forecasts of earlier reviews have come due. Their Brier score is 0.00,")
    assert "What came of earlier ones" in shown(book, "forecasts", "2025")[0]
    assert told(book, "forecasts", "2025-02").earlier == 0


def test_what_was_kept_is_there_in_a_new_session(book):
    """The table is made with the others, and read back equal."""
    freeze_forecasts(book, facts_of(book, "2025-03"))
    with open_book(book.path) as again:
        assert again.records(Forecast) == book.records(Forecast)
