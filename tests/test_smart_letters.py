"""The five letters, with the sentence alone and with the form, and the rewrite they lead to."""

from datetime import date

import pytest

from goalkit.smart import EXAMPLES, Capacity, check_goal, rewrite

MONDAY = date(2026, 1, 12)
COMPLETE = {
    "title": "Read 12 books by December",
    "why": "I like to think with others.",
    "hours_per_week": 3,
}


def letter(goal, name, capacity=None):
    """One letter of a goal, as (lit, reason)."""
    found = check_goal(goal, MONDAY, capacity)[name]
    return found.lit, found.reason


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.sentence)
def test_every_example_lights_all_letters(example):
    """With the hours and the reason each example is SMART; the sentence alone already shows four letters."""
    assert check_goal(example.values(MONDAY), MONDAY, Capacity(40, 10)).lit == "SMART"
    assert check_goal(example.sentence, MONDAY).lit in ("SMA-T", "SMART")


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("be better at my job", "“better”"),
        ("Network more", "“Network”"),
        ("I want to improve my English", "“improve”"),
        ("try to be kinder", "“kinder”"),
        ("Learn about machine learning", "“Learn about”"),
        ("Increase sales", "how much"),
        ("Read books", "names no definite thing"),
        ("500 by June", "doesn't say of what"),
    ],
)
def test_a_vague_goal_names_the_word(sentence, words):
    """S is out, and the reason quotes what is vague as it was written."""
    lit, reason = letter(sentence, "S")
    assert not lit
    assert words in reason


@pytest.mark.parametrize(
    "sentence", ["Read more: 12 books", "improve my NPS from 31 to 45", "Improve my English to C1"]
)
def test_a_number_or_a_level_mends_a_vague_word(sentence):
    """What is vague by itself is specific once it says how much."""
    assert letter(sentence, "S")[0]


def test_a_change_needs_its_beginning():
    """M is out for “by 20 %” and for “to 45” of something that stands somewhere; from … to … lights it."""
    assert "20 % less" in letter("cut open tickets by 20 %", "M")[1]
    assert "not from where" in letter("raise my NPS to 45", "M")[1]
    assert letter("raise my NPS from 31 to 45", "M") == (True, "It can be counted: from 31 to 45 NPS.")


def test_the_form_completes_a_change():
    """Sixty tickets under “From” make 20 % less 48, and 82 kg make 5 kg less 77; then nothing is asked any more."""
    report = check_goal({"title": "cut open tickets by 20 %", "baseline": "60"}, MONDAY)
    assert report["M"].reason == "It can be counted: from 60 to 48 open tickets."
    assert report.asks == {}
    report = check_goal({"title": "lose 5 kg", "baseline": 82}, MONDAY)
    assert report["M"].reason == "It can be counted: from 82 to 77 kg."
    assert report.fields["target"] == 77


def test_zero_under_from_is_asked_about():
    """A form begins with 0 under “From”: a level asks whether that is so, growth from 0 says nothing."""
    lit, reason = letter({"title": "raise my NPS to 45", "measure": "level", "baseline": 0.0, "target": 45.0}, "M")
    assert (lit, reason.endswith("Does it stand at 0 today?")) == (True, True)
    assert not letter({"title": "cut tickets by 20 %", "measure": "growth", "baseline": 0.0, "target": -20.0}, "M")[0]


def test_what_the_form_says_beside_the_sentence_counts():
    """“What exactly” lights S, “In my own hands” lights A for what others decide."""
    vague = {"title": "be better at my job", "what": "Every report goes out without a correction.", "hours_per_week": 2}
    assert letter(vague, "S") == (True, "It says what exactly: “Every report goes out without a correction”.")
    decided = {"title": "Get promoted", "hours_per_week": 2}
    assert not letter(decided, "A")[0]
    assert letter({**decided, "in_my_hands": "Lead two projects and ask in May."}, "A")[0]


def test_a_measure_as_the_form_sets_it_counts_as_missing():
    """A form that was not touched says “total, from 0 to 1”; that is no measure."""
    untouched = {"title": "be happy", "measure": "total", "unit": "", "baseline": 0.0, "target": 1.0}
    assert not letter(untouched, "M")[0]
    assert letter({**untouched, "target": 5.0, "unit": "evenings"}, "M")[0]
    assert letter({**untouched, "title": "Read 12 books", "unit": "novels"}, "M") == (
        True,
        "It can be counted: 12 novels.",
    )


def test_a_number_without_its_unit_is_asked_for():
    """In the form a total says of what."""
    lit, reason = letter({"title": "Read", "measure": "total", "target": 12.0}, "M")
    assert (lit, "of what?" in reason) == (False, True)


@pytest.mark.parametrize(
    ("sentence", "part"),
    [
        ("Get promoted", "the talk in which you ask for it"),
        ("Win the design award", "the work that you enter"),
        ("Go viral", "what you publish"),
        ("Be hired by a museum", "how many applications"),
        ("Find a new job", "how many applications"),
        ("Get a raise", "the day on which you ask"),
        ("Be accepted into the master's programme", "hand in"),
        ("Become head nurse", "what qualifies you"),
    ],
)
def test_what_somebody_else_decides_names_ones_own_part(sentence, part):
    """A is out, gently, and the reason says what is in one's hands."""
    lit, reason = letter(sentence, "A")
    assert not lit
    assert part in reason
    assert "decided by somebody else" in reason


@pytest.mark.parametrize(
    "sentence",
    [
        "Ask for a raise",
        "Apply for the grant",
        "Win 5 new clients",
        "Send 40 applications to find a job",
        "Read up on the award",
    ],
)
def test_ones_own_part_is_in_ones_hands(sentence):
    """Asking, applying and what many decide one by one light A."""
    assert letter(sentence, "A")[0]


@pytest.mark.parametrize(
    ("sentence", "goals"),
    [
        ("Read 12 books and run a marathon by December", "two goals: “Read 12 books” and “run a marathon”"),
        ("learn guitar, lose weight and save money", "three goals: “learn guitar”, “lose weight” …"),
    ],
)
def test_several_goals_are_told_apart(sentence, goals):
    """A is out, and the reason names the goals."""
    lit, reason = letter(sentence, "A")
    assert not lit
    assert goals in reason


@pytest.mark.parametrize(
    "sentence",
    ["Write and publish 6 articles", "Read 12 books on history and politics", "Pass the theory and the practical exam", "Talk to nurses and doctors"],
)  # fmt: skip
def test_an_and_within_one_goal_is_none(sentence):
    """Two verbs with one object, or two nouns, are one goal."""
    assert letter(sentence, "A")[0]


def test_hours_are_asked_for_and_compared():
    """The form asks for hours, adds those of other goals, and says by how much they exceed what is free."""
    without = {**COMPLETE, "hours_per_week": None}
    assert letter(without, "A") == (False, "Say how many hours a week you mean to give it.")
    assert letter(COMPLETE, "A")[0]
    fits = letter(COMPLETE, "A", Capacity(free=9, asked=6))
    assert fits == (True, "3 hours a week beside the 6 of your other goals: that fits into the 9 you have.")
    lit, reason = letter(COMPLETE, "A", Capacity(free=8, asked=6))
    assert not lit
    assert reason.startswith("With the 6 of your other goals it is 9 hours a week, 1 more than the 8 you have;")


def test_hours_that_no_week_has_are_said():
    """A total that asks for 184 hours a week, 90 hours a week and 24/7 are more than a week can give."""
    for sentence in ("Spend 500 hours on it by the end of January", "Study 90 hours a week", "Be available 24/7"):
        lit, reason = letter(sentence, "A")
        assert not lit
        assert "more than a week can give" in reason


def test_hours_for_a_goal_in_hours_follow_from_its_dates():
    """100 hours in ten weeks need ten a week; with four the reason says so, with ten it is lit."""
    goal = {"title": "Spend 100 hours on SQL", "due": "2026-03-22", "hours_per_week": 4}
    lit, reason = letter(goal, "A")
    assert not lit
    assert reason.startswith("It needs 10 hours a week until then, and you mean to give 4;")
    assert letter({**goal, "hours_per_week": 10}, "A")[0]
    assert "It needs about 10." in letter({**goal, "hours_per_week": None}, "A")[1]


@pytest.mark.parametrize(
    "more", [{"why": "It helps."}, {"parent_id": "a1"}, {"value_ids": ["a1"]}, {"serves_vision": True}]
)
def test_relevance_may_come_from_the_form(more):
    """A reason, a longer-term goal, a value or the vision light R; without any the reason names the ways."""
    assert letter({"title": "Read 12 books", **more}, "R")[0]
    lit, reason = letter({"title": "Read 12 books", "value_ids": [], "serves_vision": False, "why": " "}, "R")
    assert not lit
    assert "a value or a longer-term goal" in reason


@pytest.mark.parametrize(
    ("goal", "told"),
    [
        ("Read 12 books", "No day by which"),
        ("Go to two meetups a month", "“a month” is a rhythm without an end"),
        ("Pass the test by 15 November 2025", "15 November 2025 is past"),
        ("Hand it in by 06/07/2026", "can be 6 July or 7 June"),
        ({"title": "Read", "start": "2026-05-01", "due": date(2026, 4, 1)}, "before it starts"),
    ],
)
def test_a_goal_without_an_end_says_what_is_missing(goal, told):
    """T is out for no date, a rhythm, a past or an unclear day, and an end before the start."""
    lit, reason = letter(goal, "T")
    assert not lit
    assert told in reason


@pytest.mark.parametrize(
    ("due", "ahead"), [("2026-01-12", "today"), ("2026-01-13", "in 1 day"), ("2026-06-30", "in 24 weeks"), ("2028-01-12", "in 24 months")]
)  # fmt: skip
def test_a_due_date_says_how_far_it_is(due, ahead):
    """T tells the day and the time left; today still counts."""
    assert letter({"title": "Read", "due": due}, "T") == (
        True, f"By {int(due[-2:])} {date.fromisoformat(due):%B %Y}, {ahead}.",
    )  # fmt: skip


def test_nothing_written_is_no_fault():
    """An empty sentence lights nothing and says kindly where to begin."""
    for goal in ("", "  …  ", {}, {"title": None}):
        report = check_goal(goal, MONDAY)
        assert report.lit == "-----"
        assert "Nothing is written yet" in report["S"].reason
    assert rewrite(check_goal("", MONDAY)) == "«what will you do or have?», «how many?», «by when?», «what for?»."


def test_unreadable_values_of_a_form_count_as_missing():
    """What its own field already complains about is left out, and breaks nothing."""
    report = check_goal({"title": "Read 12 books", "due": "soon", "target": "many", "hours_per_week": "x"}, MONDAY)
    assert report.lit == "SM---"


@pytest.mark.parametrize(
    ("goal", "better"),
    [
        ("go to two meetups a month", "Go to two meetups a month, «by when?», «what for?»."),
        (
            "cut open tickets by 20 % within half a year",
            "Cut open tickets by 20 %, «from where?», by 12 July 2026, «what for?».",
        ),
        ("be better at my job", "Be better at my job, «what exactly?», «how many?», «by when?», «what for?»."),
        ("get promoted", "«which part is in your hands?» towards “get promoted”, «by when?», «what for?»."),
        (
            "Read 12 books and run a marathon by December",
            "Read 12 books by 31 December 2026, «what for?».\nRun a marathon by 31 December 2026, «what for?».",
        ),
        (
            {**COMPLETE, "hours_per_week": 1},
            "Read 12 books by 31 December 2026, with 1 hour a week. Why: I like to think with others.",
        ),
        (
            {"title": "Read more", "target": 12, "unit": "books", "due": "2026-12-31", "why": "to think"},
            "Read more, 12 books by 31 December 2026, «how many hours a week?», to think.",
        ),
    ],
)
def test_the_rewrite_shows_what_is_known_and_what_is_missing(goal, better):
    """Known parts stand in words, missing ones as gaps; nothing is made up."""
    assert rewrite(check_goal(goal, MONDAY)) == better
