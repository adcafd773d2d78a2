"""A plain goal sentence read into the fields of a goal."""

import csv
from datetime import date

import pytest

from goalkit.records import Goal
from goalkit.smart import EXAMPLES, in_present_tense, read_goal

MONDAY = date(2026, 1, 12)


def read(sentence):
    """The fields a sentence gives, without its title."""
    values = read_goal(sentence, MONDAY).values()
    return {name: value for name, value in values.items() if name not in ("title", "why")}


def due(text):
    """A due date among the expected fields."""
    return {"due": date.fromisoformat(text)}


@pytest.mark.parametrize(
    ("sentence", "fields"),
    [
        (
            "grow my newsletter from 200 to 500 readers by June",
            {"measure": "level", "unit": "readers", "baseline": 200, "target": 500, **due("2026-06-30")},
        ),
        ("go to two meetups a month", {"measure": "rate", "unit": "meetups", "target": 2, "per": "month"}),
        (
            "cut open tickets by 20 % within half a year",
            {"measure": "growth", "unit": "open tickets", "target": -20, **due("2026-07-12")},
        ),
        ("pass the PMP exam by 2026-09-30", {"measure": "yes or no", **due("2026-09-30")}),
        ("read 12 books by December", {"measure": "total", "unit": "books", "target": 12, **due("2026-12-31")}),
        (
            "spend 100 hours on SQL by the end of Q3",
            {"measure": "hours", "unit": "h", "target": 100, **due("2026-09-30")},
        ),
        ("lose 5 kg until spring", {"measure": "level", "unit": "kg", **due("2026-03-20")}),
        (
            "raise my NPS from 31 to 45 by end of year",
            {"measure": "level", "unit": "NPS", "baseline": 31, "target": 45, **due("2026-12-31")},
        ),
        ("Raise NPS 31 → 45", {"measure": "level", "unit": "NPS", "baseline": 31, "target": 45}),
        ("Bring latency down to 200 ms from 340 ms", {"measure": "level", "unit": "ms", "baseline": 340, "target": 200}),
        ("Have ten clients, up from 4", {"measure": "level", "unit": "clients", "baseline": 4, "target": 10}),
        ("I weigh 78 kg now and want to be at 72 kg", {"measure": "level", "unit": "kg", "baseline": 78, "target": 72}),
        ("Save €3,000", {"measure": "total", "unit": "€", "target": 3000}),
        ("Save 1,200.50 dollars", {"measure": "total", "unit": "$", "target": 1200.5}),
        ("Bring in €1.2m in contracts", {"measure": "total", "unit": "€", "target": 1_200_000}),
        ("Get to 2k followers", {"measure": "level", "unit": "followers", "target": 2000}),
        ("Read half a dozen papers", {"measure": "total", "unit": "papers", "target": 6}),
        ("Learn one hundred and twenty words", {"measure": "total", "unit": "words", "target": 120}),
        ("Write a 60,000 word novel", {"measure": "total", "unit": "words", "target": 60000}),
        ("Read 10-12 books", {"measure": "total", "unit": "books", "target": 10}),
        ("Run 10 km in under 55 minutes", {"measure": "level", "unit": "minutes", "target": 55}),
        ("Keep open bugs below 20", {"measure": "level", "unit": "open bugs", "target": 20}),
        ("Cut coffee to two cups a day", {"measure": "level", "unit": "cups a day", "target": 2}),
        ("gym 3x/week", {"measure": "rate", "unit": "times", "target": 3, "per": "week"}),
        ("Write 500 words a day", {"measure": "rate", "unit": "words", "target": 3500, "per": "week"}),
        ("Post one sketch each weekday", {"measure": "rate", "unit": "sketches", "target": 5, "per": "week"}),
        ("Do yoga Mondays and Thursdays", {"measure": "rate", "unit": "times", "target": 2, "per": "week"}),
        ("Run 30 minutes a day, 5 days a week", {"measure": "rate", "unit": "minutes", "target": 150, "per": "week"}),
        ("Write a chapter a month", {"measure": "rate", "unit": "chapters", "target": 1, "per": "month"}),
        ("Save 500 euros a month", {"measure": "rate", "unit": "€", "target": 500, "per": "month"}),
        (
            "Study 3.5 hours a week",
            {"measure": "rate", "unit": "h", "target": 3.5, "per": "week", "hours_per_week": 3.5},
        ),
        ("Read 12 books a year", {"measure": "total", "unit": "books", "target": 12}),
        (
            "Read 12 books, 2 hours a week",
            {"measure": "total", "unit": "books", "target": 12, "hours_per_week": 2},
        ),
        ("Pass the exam with 4 hours a week", {"measure": "yes or no", "hours_per_week": 4}),
        ("be healthier", {}),
        ("", {}),
    ],
)  # fmt: skip
def test_a_sentence_fills_in_the_fields(sentence, fields):
    """Exactly these fields are read from each sentence, and no others."""
    assert read(sentence) == fields


@pytest.mark.parametrize(
    "sentence",
    [
        "Run a 5 km race", "Be available 24/7", "Ship version 2.0", "Finish the Python 3 course", "Get the AZ-900 badge",
        "Read The 7 Habits", "Reach the top 10", "Leave at 5 pm", "Take the two-week course", "Hold a 1:1 in room 12",
        "Close the 2025 books", "Run a half marathon", "Answer 9 of 10 inquiries within 24 hours", "Sell 1.200 tickets",
    ],
)  # fmt: skip
def test_a_number_in_a_name_is_no_target(sentence):
    """Distances of races, versions, clock times, years, shares and what is unclear are no target."""
    assert "target" not in read(sentence)


def test_a_change_asks_for_where_it_stands():
    """20 % fewer tickets say nothing until one knows how many there are: of 60, it is 48."""
    goal = read_goal("cut open tickets by 20 % within half a year", MONDAY)
    assert (goal.measure, goal.target) == ("growth", -20)
    assert goal.asks["baseline"].startswith("20 % less than what?")
    assert goal.target_from(60) == 48
    assert read_goal("lose 5 kg until spring", MONDAY).target_from(82) == 77
    assert read_goal("Double my income", MONDAY).target_from(2000) == 4000
    assert read_goal("Cut waste by a third", MONDAY).target_from(9) == pytest.approx(6, abs=1e-3)
    assert read_goal("Connections +30 %", MONDAY).target_from(100) == 130


def test_what_no_rate_can_hold_is_said():
    """A limit and a fortnight are told and left unread; an unclear number is asked for."""
    assert "is a limit" in read_goal("Check e-mail at most twice a day", MONDAY).notes[0]
    assert "is no week, month or quarter" in read_goal("Call Grandma every two weeks", MONDAY).notes[0]
    assert "1,200" in read_goal("Sell 1.200 tickets", MONDAY).asks["target"]


def test_a_range_says_which_end_was_taken():
    """Of 10 to 12 books, and of two or three times, the lower end is the target, and a note says so."""
    assert read_goal("Read 10-12 books", MONDAY).notes == ("Of 10 to 12 the lower end is taken; reaching it counts.",)
    assert read_goal("Swim two or three times a week", MONDAY).notes == (
        "Of 2 to 3 the lower end is taken; reaching it counts.",
    )


def test_each_field_knows_its_words():
    """For each field that was read the form can show the words it was read from."""
    goal = read_goal("I want to grow my newsletter from 200 to 500 readers by June so that I stay in touch", MONDAY)
    assert {name: span.text for name, span in goal.read_from.items()} == {
        "baseline": "200",
        "target": "500",
        "unit": "500 readers",
        "due": "by June",
        "why": "so that I stay in touch",
    }
    assert goal.title == "Grow my newsletter from 200 to 500 readers"
    assert goal.why == "I stay in touch"


@pytest.mark.parametrize(
    ("sentence", "title", "why"),
    [
        ("Goal: run 10 km by May", "Run 10 km", ""),
        ("I'd like to give two talks this year", "Give two talks", ""),
        ("To sleep better, save 3,000 euros", "Save 3,000 euros", "To sleep better"),
        ("Build a table for my sister by May", "Build a table for my sister", "For my sister"),
        ("Read 12 books because I like it.", "Read 12 books", "I like it"),
        ("Talk to 5 people to find out what they need", "Talk to 5 people", "To find out what they need"),
        ("By the end of 2026, I will have completed my certificate", "Completed my certificate", ""),
    ],
)
def test_title_and_reason_are_told_apart(sentence, title, why):
    """The title is the goal without its wish, date and reason."""
    goal = read_goal(sentence, MONDAY)
    assert (goal.title, goal.why) == (title, why)


@pytest.mark.parametrize(
    "sentence",
    [
        "Talk to 5 people", "I want to read 12 books", "Raise it from 5 to 10", "Apply to five jobs", "Go to work",
        "Learn to swim", "Spend 10 hours on it for 3 weeks", "Ask my boss for feedback", "Look for a flat", "Quit for good",
    ],
)  # fmt: skip
def test_not_every_to_and_for_is_a_reason(sentence):
    """What a verb asks for, a range and a duration are no reason."""
    assert read_goal(sentence, MONDAY).why == ""


def test_a_title_holds_what_the_form_can_hold():
    """A long sentence gives a title of at most 200 characters; nothing else is cut."""
    goal = read_goal("Read 12 books " + "about the history of glass " * 20 + "by June", MONDAY)
    assert len(goal.title) <= 200
    assert goal.title.endswith("…")
    assert goal.due == date(2026, 6, 30)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.sentence)
@pytest.mark.parametrize("as_of", [MONDAY, date(2027, 12, 31), date(2028, 2, 29)], ids=str)
def test_every_example_is_a_goal(example, as_of):
    """Read on any day, each example is a goal that can be kept, with measure, due date, reason and hours."""
    values = example.values(as_of)
    assert Goal(**values).due > as_of
    assert {"measure", "start", "due", "why", "hours_per_week"} <= set(values)


def test_every_example_reads_into_its_measure(root):
    """Measure, unit, numbers and period of each example are those a person wrote beside it."""
    with (root / "tests" / "fixtures" / "smart" / "examples.csv").open(encoding="utf-8", newline="") as file:
        expected = {row.pop("sentence"): row for row in csv.DictReader(file)}
    assert list(expected) == [example.sentence for example in EXAMPLES]
    for sentence, fields in expected.items():
        values = read(sentence)
        found = {name: values.get(name, "") for name in fields}
        assert {
            name: f"{value:g}" if isinstance(value, int | float) else value for name, value in found.items()
        } == fields


def test_examples_come_from_many_professions():
    """At least ten professions, with two or three goals each, and every way of measuring."""
    professions = [example.profession for example in EXAMPLES]
    assert len(set(professions)) >= 10
    assert all(2 <= professions.count(one) <= 3 for one in professions)
    measures = {read_goal(example.sentence, MONDAY).measure for example in EXAMPLES}
    assert measures == {"total", "level", "rate", "hours", "yes or no"}


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("I will be calm in meetings.", "I am calm in meetings"),
        ("I'm going to be a good lead", "I am a good lead"),
        ("I want to write every day", "I write every day"),
        ("I will always finish what I begin", "I always finish what I begin"),
        ("I was brave", "I am brave"),
        ("We'll laugh together", "We laugh together"),
        ("I won't give up", "I don't give up"),
    ],
)
def test_an_affirmation_in_the_future_gets_a_hint(text, better):
    """The hint names the words and offers the present tense."""
    assert f"“{better}”" in in_present_tense(text)


@pytest.mark.parametrize(
    "text", ["I am calm", "Calm and clear", "I have a strong will", "My will is strong", "I go to the gym", "", "I was born to teach"]
)  # fmt: skip
def test_an_affirmation_in_the_present_is_left_alone(text):
    """What is said in the present tense, or without a verb, gets no hint."""
    assert in_present_tense(text) == ""
