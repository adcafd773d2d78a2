"""Check-ins, celebrations, small wins and where goals stand: forms, buttons and tables of the last notebook."""

from datetime import date, timedelta

import pytest
from filling import complaints, displayed, fill, save

from goalkit import forms
from goalkit.errors import GoalkitError
from goalkit.metrics.celebrations import celebrations, small_wins
from goalkit.metrics.measures import goal_data
from goalkit.metrics.progress import goal_status
from goalkit.records import CheckIn, Goal, Milestone
from goalkit.records.frames import record_frame
from goalkit.workbook import init_book, open_book

DAY = date(2025, 6, 30)


@pytest.fixture
def book(tmp_path):
    """A new workbook with a goal and two milestones, one reached."""
    with init_book(tmp_path / "book", notebooks=False) as opened:
        opened.add(Goal(id="g", title="Talk", start="2025-01-01", due="2025-12-31"))
        opened.add(
            Milestone(
                id="a", goal_id="g", title="First <talk>", due="2025-06-01", done_on="2025-06-02", celebrate="cake"
            )
        )
        opened.add(Milestone(id="b", goal_id="g", title="Second", due="2025-09-01"))
        yield opened


def test_a_daily_check_in_asks_for_little_and_a_weekly_one_for_more(book):
    """Gratitude and the like come with the week; what is not on display is not kept."""
    form = forms.checkin_form(book)
    assert not displayed(form) & {"gratitude", "obstacle", "kind_words"}
    fill(form, rhythm="weekly")
    assert {"gratitude", "obstacle", "kind_words"} <= displayed(form)
    fill(form, gratitude="rain", rhythm="daily", mood=4, wins="wrote a page")
    assert save(form).startswith(f"Saved: your check-in of {book.today():%A}, {book.today()}. 1 of ")
    (kept,) = book.records(CheckIn)
    assert (kept.mood, kept.wins, kept.gratitude) == (4, "wrote a page", "")


def test_a_check_in_needs_its_day(book):
    """Everything else may be left out."""
    form = forms.checkin_form(book)
    fill(form, day=None)
    save(form)
    assert complaints(form) == {"day": "please fill this in"}
    assert book.records(CheckIn) == []


def test_the_trend_follows_and_says_what_is_missing(book):
    """Nothing is drawn before four check-ins within a week."""
    form = forms.checkin_form(book)
    picture = forms.checkin_picture(book, after=form)
    assert "four check-ins within a week" in picture.words.value
    for back in range(4):
        fill(form, day=book.today() - timedelta(days=back), mood=3, energy=2)
        save(form)
    assert "mood 3.0 → 3.0, energy 2.0 → 2.0" in picture.words.value


def test_a_reached_milestone_is_celebrated_with_one_press(book):
    """The button is there until it was; the press is one change that can be taken back."""
    panel = forms.celebrate(book, DAY)
    assert list(panel.buttons) == ["a"]
    panel.buttons["a"].click()
    assert book.get(Milestone, "a").celebrated_on == DAY
    assert panel.buttons == {}
    assert panel.status.value == f"Saved: “First <talk>” celebrated on {DAY}. Well done."
    book.undo()
    panel.refresh()
    assert list(panel.buttons) == ["a"]


def test_celebrations_are_those_of_the_range_and_known_by_its_end():
    """Reached inside; celebrated later is not known yet; due ones first."""
    rows = [
        {"id": "old", "title": "old", "goal_id": "g", "due": DAY, "done_on": date(2024, 1, 1)},
        {
            "id": "new",
            "title": "new",
            "goal_id": "g",
            "due": DAY,
            "done_on": date(2025, 5, 1),
            "celebrated_on": date(2025, 5, 2),
        },
        {
            "id": "due",
            "title": "due",
            "goal_id": "g",
            "due": DAY,
            "done_on": date(2025, 4, 1),
            "celebrated_on": date(2025, 8, 1),
        },
    ]
    found = celebrations(record_frame(Milestone, rows), date(2025, 1, 1), date(2025, 7, 1))
    assert found[["milestone_id", "taken"]].to_numpy().tolist() == [["due", False], ["new", True]]
    assert celebrations(record_frame(Milestone, []), DAY, DAY).empty


def test_small_wins_are_quoted_the_latest_first_and_none_is_a_sentence(book):
    """Four weeks, empty ones left out."""
    form = forms.checkin_form(book)
    table = forms.wins_table(book, after=form, as_of=DAY)
    assert "One line in a check-in is enough" in table.html
    for day, wins in [(date(2025, 6, 3), "a <page>"), (date(2025, 6, 20), "a call"), (date(2025, 5, 1), "long ago")]:
        book.add(CheckIn(day=day, wins=wins))
    table.refresh()
    assert table.html.index("a call") < table.html.index("a &lt;page&gt;")
    assert "long ago" not in table.html
    assert small_wins(book.frame(CheckIn), DAY, DAY).empty


def test_where_goals_stand_is_what_the_metric_says():
    """The sample's goals on its last day, with their words."""
    with open_book() as sample:
        day = date(2025, 12, 31)
        data = goal_data(sample.frame, sample.entries(), sample.settings.calendar)
        status = goal_status(data, day, sample.settings.calendar)
        shown = forms.standing(sample, day)
    assert shown["Status"].tolist() == status["status"].tolist()
    assert shown["Done"].tolist() == [f"{share:.0%}" for share in status["progress"]]


def test_a_day_is_read_or_told(book):
    """Empty is today; what is no day is named."""
    assert forms.read_day("", book) == book.today()
    assert forms.read_day("2025-12-31", book) == date(2025, 12, 31)
    with pytest.raises(GoalkitError, match=r"31\.12\.2025"):
        forms.read_day("31.12.2025", book)
