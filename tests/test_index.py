"""The list of all reviews: what it says, how it is ordered, and that nothing in a folder can break it."""

import json
import re
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import Reader
from review_made import HOSTILE, empty_facts, facts
from shelf_made import plain, put, shelf, told

from goalkit.periods import parse_period, period_of
from goalkit.reviews.index import html_name, listed, nav, relink, write_index
from goalkit.reviews.kin import above, below, kin
from goalkit.reviews.listing import load_goal_days, load_summary
from goalkit.reviews.page import whole_page
from goalkit.reviews.year_picture import first_reached, year_picture

WHOLE_YEAR = ("2025", "2025-Q1", "2025-01", "2025-02", "2025-03", "2025-W09", "2025-W10")


def page_of(root):
    """The text of a folder's list."""
    return write_index(root).read_text(encoding="utf-8")


def picture_of(root, year=2025):
    """The picture of a year of a folder."""
    reviews = listed(root)
    return year_picture(root, year, [one for one in reviews if one.year == year], first_reached(reviews))


def test_years_and_their_reviews_stand_newest_first(tmp_path):
    """A year, its quarters, months and weeks: the newer first, and the longer before what lies in it."""
    shelf(tmp_path, "2024", "2024-12", "2025-04-02", *WHOLE_YEAR)
    text = page_of(tmp_path)
    order = [
        "2025",
        "2025-04-02",
        "2025-Q1",
        "2025-03",
        "2025-W10",
        "2025-02",
        "2025-W09",
        "2025-01",
        "2024",
        "2024-12",
    ]
    assert [review.period.name for review in listed(tmp_path)] == order
    assert re.findall(r'<h2 id="y(\d+)">', text) == ["2025", "2024"]
    places = [text.index(f'href="{html_name(parse_period(name))}"') for name in order]
    assert places == sorted(places)


@pytest.mark.parametrize(("week", "year"), [("2024-W01", 2024), ("2025-W01", 2025), ("2026-W53", 2026)])
def test_a_week_stands_in_the_year_of_its_number(tmp_path, week, year):
    """A week that reaches into another year is listed once, below the year that counts it."""
    shelf(tmp_path, str(year), f"{year}-12", week)
    assert next((review.year, review.period.name) for review in listed(tmp_path)) == (year, str(year))
    assert {review.year for review in listed(tmp_path)} == {year}


def test_a_review_is_listed_with_title_headline_and_numbers(tmp_path):
    """Hours on goals, goals reached and check-ins, as its facts have them."""
    put(tmp_path, "2025-03", told("2025-03", reached=(0, 3)))
    (review,) = listed(tmp_path)
    assert (review.title, review.headline) == ("March 2025", facts().headline)
    assert review.numbers == (("31.4 h", "on goals"), ("2 of 5", "goals reached"), ("23 of 31", "check-ins"))
    words = " ".join(" ".join(Reader(page_of(tmp_path)).words).split())
    assert "March 2025 31.4 h on goals 2 of 5 goals reached 23 of 31 check-ins 31.4 h went to your goals." in words


def test_a_review_without_hours_or_goals_shows_no_empty_number(tmp_path):
    """Nothing tracked, nothing reached and no check-in due is no number at all."""
    made = plain(empty_facts())
    put(tmp_path, "2025-03", made | {"rhythm": made["rhythm"] | {"kept": 0, "due": 0}})
    (review,) = listed(tmp_path)
    assert review.numbers == ()
    assert "These reviews know of no hours for goals in 2025; the notebook 06_log_time" in page_of(tmp_path)


def test_the_title_is_the_reviews_own(tmp_path):
    """A week that began on a Sunday keeps the days that its review was made with."""
    put(tmp_path, "2025-W10", told("2025-W10", title="Week 10 of 2025 (2 Mar – 8 Mar)"))
    assert listed(tmp_path)[0].title == "Week 10 of 2025 (2 Mar – 8 Mar)"


def test_hostile_texts_are_text_in_the_list(tmp_path):
    """Titles, headlines and goals that look like mark-up make no tag, no handler and no link."""
    put(tmp_path, "2025-03", told("2025-03", HOSTILE, reached=range(5), title=HOSTILE[3], headline=HOSTILE[2]))
    text = page_of(tmp_path)
    read = Reader(text)
    words = " ".join(read.words)
    assert all(hostile[:50] in words for hostile in HOSTILE)
    assert "img" not in read.tags and read.tags.count("script") == 1
    assert not [name for name, _ in read.attributes if name.startswith("on")]
    assert [value for name, value in read.attributes if name == "href"] == ["#main", "2025-03/review-2025-03.html"]
    (find,) = [value for name, value in read.attributes if name == "data-find"]
    assert all(hostile in find for hostile in HOSTILE)


def test_the_list_runs_its_own_script_and_nothing_else(tmp_path):
    """The policy names one script by its hash; an empty list has none."""
    assert "script-src &#39;none&#39;" in page_of(tmp_path)
    shelf(tmp_path, "2025-03")
    assert re.search(r"default-src &#39;none&#39;; script-src &#39;sha256-[^ ]+&#39;; style", page_of(tmp_path))


def test_an_empty_folder_says_what_to_do_first(tmp_path):
    """Three steps: a goal, time, the command; no search and no picture."""
    text = page_of(tmp_path)
    told_in = "".join(Reader(text).words)
    assert all(step in told_in for step in ("04_goals", "goalkit import FILE", "06_log_time", "goalkit review"))
    assert 'type="search"' not in text and "<svg" not in text
    assert listed(tmp_path / "nowhere") == []


BROKEN = (
    "",
    "{",
    "[]",
    "null",
    '"text"',
    "[" * 100_000,
    "9" * 5000,
    '{"title": 7, "headline": [], "goals": 3, "time": "much", "rhythm": [], "as_of": "soon"}',
    '{"headline": "\\ud800 half a letter", "goals": [null, 1, {"title": null}, {"title": "\\udfff"}], "frames": 0}',
    '{"time": {"attributed_hours": Infinity, "goal_hours": NaN}, "rhythm": {"kept": true, "due": 1e400}}',
    '{"time": {"attributed_hours": 1, "goal_hours": 1' + "0" * 400 + '}, "frames": {"year_days": [{"day": 1}, {}]}}',
)


@pytest.mark.parametrize("written", BROKEN)
def test_facts_that_cannot_be_read_break_nothing(tmp_path, written):
    """Broken, foreign or absurd facts: the review is listed by its folder's name, with what can be read."""
    put(tmp_path, "2025-03", written)
    shelf(tmp_path, "2025-04")
    assert [review.title for review in listed(tmp_path)] == ["April 2025", "March 2025"]
    assert "March 2025" in page_of(tmp_path)


def test_folders_that_are_no_review_are_passed_over(tmp_path):
    """Other names, spellings that a review never has, files, and folders without a page are not listed."""
    for name in ("notes", "2025-13", "2025-1", "0000", "9999", "2025-q1", "２０２５", ".old-2025-03", "2025-02"):
        (tmp_path / name).mkdir()
    (tmp_path / "2025-q1" / "review-2025-Q1.html").write_text("x")
    (tmp_path / "2025-06").write_text("a file")
    (tmp_path / "2025-07").symlink_to(tmp_path / "2025-07")
    assert listed(tmp_path) == []


def test_facts_that_are_not_utf8_break_nothing(tmp_path):
    """Bytes of another encoding leave the review without a headline."""
    shelf(tmp_path, "2025-03")
    (tmp_path / "2025-03" / "facts.json").write_bytes('{"headline": "Übung"}'.encode("latin-1"))
    assert [(review.title, review.headline) for review in listed(tmp_path)] == [("March 2025", "")]


def test_facts_of_an_older_goalkit_are_listed_with_what_they_have(tmp_path):
    """Without a schema, a rhythm, ids of goals and frames: headline, hours and goals are there all the same."""
    goals = [{"title": "Read", "status": "achieved"}, {"title": "Run", "status": "ahead"}]
    time = {"attributed_hours": 50, "goal_hours": 12.25}
    put(tmp_path, "2025-03", {"schema": 1, "headline": "12 h.", "goals": goals, "time": time})
    (review,) = listed(tmp_path)
    assert (review.headline, review.numbers) == ("12 h.", (("12.2 h", "on goals"), ("1 of 2", "goals reached")))
    picture = picture_of(tmp_path)
    assert "12.2 h went to goals in 2025, in the months that have a review, most in March." in picture.sentence
    assert "One goal was reached: “Read” by 31 March." in picture.sentence
    assert [(bar.left, bar.height) for bar in picture.bars] == [(16.16, 44.0)]


def test_the_list_reads_no_frames_but_one_a_year(tmp_path):
    """The charts' data, most of a file, may be broken in all but the latest review: nobody reads it."""
    whole = json.dumps(told("2025-02"), indent=1)
    put(tmp_path, "2025-02", whole[: whole.index(' "frames":')] + ' "frames": {"broken')
    shelf(tmp_path, "2025-03")
    assert [review.headline for review in listed(tmp_path)] == [facts().headline] * 2


def test_what_is_read_of_the_facts_is_all_but_the_frames(tmp_path):
    """The short reading of facts as `as_dict` gives them is the long one without "frames"."""
    shelf(tmp_path, "2025-03", texts=HOSTILE)
    written = told("2025-03", HOSTILE)
    del written["frames"]
    assert load_summary(tmp_path / "2025-03" / "facts.json") == written


def test_the_picture_adds_up_the_days_of_the_review_that_knows_most(tmp_path):
    """Of January and March it is March: a bar a week, no hour lost, and the weeks to come left out."""
    shelf(tmp_path, "2025-01", "2025-03")
    frame = told("2025-03")["frames"]["year_days"]
    days = load_goal_days(tmp_path / "2025-03" / "facts.json", 2025)
    assert days == {date.fromisoformat(row["day"]): row["goal_hours"] for row in frame}
    picture = picture_of(tmp_path)
    assert picture.sentence.startswith("90 h went to goals in 2025 up to 31 March, most in the week from 6 January.")
    assert len(picture.bars) == 14 and picture.bars[1].height == 44
    assert picture.alt == "The year 2025. 14 bars, one a week, from 1 to 7 h."
    assert max(bar.left + bar.width for bar in picture.bars) < 26


def test_days_that_a_review_does_not_know_yet_are_no_bars(tmp_path):
    """A year seen from 10 March ends there, though its frame goes on in zeros."""
    days = pd.date_range("2025-01-01", "2025-12-31")
    hours = [1.0 if day < pd.Timestamp("2025-03-11") else 0.0 for day in days]
    frames = facts(period="2025").frames | {"year_days": pd.DataFrame({"day": days, "hours": 1.0, "goal_hours": hours})}
    put(tmp_path, "2025", told("2025", frames=frames, as_of=date(2025, 3, 10)))
    picture = picture_of(tmp_path)
    assert len(picture.bars) == 11 and "69 h went to goals in 2025 up to 10 March" in picture.sentence


def test_a_goal_is_marked_once_where_it_was_first_known_to_be_reached(tmp_path):
    """Three reviews know of it, the earliest sets the mark; two goals on one day stand side by side."""
    for name, reached in (("2024-12", (4,)), ("2025-02", (0, 4)), ("2025-03", (0, 1, 2, 4)), ("2025", (0, 1, 2, 3, 4))):
        put(tmp_path, name, told(name, reached=reached))
    marks = picture_of(tmp_path).marks
    assert [(mark.left, mark.before) for mark in marks] == [(15.89, 0), (24.38, 0), (24.38, 1), (99.73, 0)]
    assert "Four goals were reached: “Finish the chapter” by 28 February," in picture_of(tmp_path).sentence
    assert "at 28 February, 31 March and 31 December." in picture_of(tmp_path).alt
    assert "One goal was reached: “Portuguese B2” by 31 December." in picture_of(tmp_path, 2024).sentence
    assert page_of(tmp_path).count('class="gk-star"') == 4 + 1 + 2  # and once a year in the key


def test_a_picture_has_a_text_alternative_and_a_sentence(tmp_path):
    """Each year: an image with words, and the same as a sentence that everyone reads."""
    shelf(tmp_path, "2024-12", "2025-03")
    read = Reader(page_of(tmp_path))
    labels = [value for name, value in read.attributes if name == "aria-label" and value.startswith("The year")]
    assert len(labels) == 2 and ("role", "img") in read.attributes
    assert sum("went to goals in" in text for text in read.words) == 2


def test_three_hundred_reviews_are_one_page(tmp_path):
    """Six years of months and weeks are each listed once, at less than a kilobyte and a half each."""
    weeks = [(date(2019, 12, 30) + timedelta(weeks=at)).isocalendar() for at in range(228)]
    names = [f"{year}-{month:02d}" for year in range(2020, 2026) for month in range(1, 13)]
    shelf(tmp_path, *names, *[f"{week.year}-W{week.week:02d}" for week in weeks])
    text = page_of(tmp_path)
    assert text.count('<li class="gk-of-') == 300
    assert len(text) < 450_000


DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))


@given(DAYS, st.sampled_from(["year", "quarter", "month", "week", "day"]), st.integers(0, 6))
def test_above_and_below_are_one_relation(day, kind, week_start):
    """Whatever stands above a period has it below, by name, on whatever day weeks begin; and so for what is below."""
    period = period_of(day, kind, week_start)
    assert all(period.name in [part.name for part in below(whole)] for whole in above(period))
    assert all(period.name in [whole.name for whole in above(part)] for part in below(period))
    assert all(period.name in [back.name for back in kin(other)] for other in kin(period))


def test_a_year_has_sixteen_parts_and_a_month_its_weeks():
    """Four quarters and twelve months; and the weeks whose Thursday lies in March."""
    assert [part.name for part in below(parse_period("2025"))][3:6] == ["2025-Q4", "2025-01", "2025-02"]
    assert len(below(parse_period("2025"))) == 16
    weeks = [part.name for part in below(parse_period("2025-03")) if part.kind == "week"]
    assert weeks == ["2025-W10", "2025-W11", "2025-W12", "2025-W13"]
    assert [whole.name for whole in above(parse_period("2025-W09"))] == ["2025-02"]


def test_links_lead_beside_up_and_down(tmp_path):
    """Only to reviews that are there, each with a label that fits."""
    shelf(tmp_path, "2024-12", *WHOLE_YEAR)
    links = {name: re.findall(r"<a[^>]*>(.*?)</a>", nav(tmp_path, parse_period(name), True)) for name in WHOLE_YEAR}
    up = '<span aria-hidden="true">↑ </span>'
    assert links["2025-03"] == ["‹ February", f"{up}First quarter", f"{up}2025", "All reviews", "Week 10"]
    assert links["2025-01"] == ["‹ December 2024", "February ›", f"{up}First quarter", f"{up}2025", "All reviews"]
    assert links["2025"] == ["All reviews", "Q1", "Jan", "Feb", "Mar"]
    assert links["2025-Q1"] == [f"{up}2025", "All reviews", "January", "February", "March"]
    assert links["2025-W10"] == ["‹ Week 9", f"{up}March", "All reviews"]
    assert nav(tmp_path, parse_period("2030"), False) == ""


@pytest.mark.parametrize("new", WHOLE_YEAR)
def test_a_new_review_is_linked_by_all_its_kin(tmp_path, new):
    """Whichever review comes last, every page then has the links that it would be made with."""
    shelf(tmp_path, *[name for name in WHOLE_YEAR if name != new])
    for name in WHOLE_YEAR:
        if name != new:
            relink(tmp_path, parse_period(name), True)
    shelf(tmp_path, new)
    page = tmp_path / html_name(parse_period(new))
    page.write_text(whole_page(new, nav(tmp_path, parse_period(new), True), ""), encoding="utf-8")
    relink(tmp_path, parse_period(new), True)
    for name in WHOLE_YEAR:
        text = (tmp_path / html_name(parse_period(name))).read_text(encoding="utf-8")
        assert f"<header>\n{nav(tmp_path, parse_period(name), True)}\n</header>" in text


def test_a_page_of_ones_own_is_left_as_it_is(tmp_path):
    """A file in the place of a neighbour that is no page of ours is not touched."""
    shelf(tmp_path, "2025-02", "2025-03")
    own = tmp_path / html_name(parse_period("2025-02"))
    own.write_text("my own page")
    relink(tmp_path, parse_period("2025-03"), True)
    assert own.read_text() == "my own page"
