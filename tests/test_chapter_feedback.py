"""The chapter on feedback: what was asked and said, what is open, what it refines; as it stood then."""

from datetime import date

import pytest
from chapters_made import EARLY, at_noon, berlin_book, chapter, shown

from goalkit.records import Contact, Feedback, Goal, Skill

ASKED = date(2025, 3, 4)


@pytest.fixture
def book(tmp_path):
    """A workbook with someone to ask, a goal and a skill."""
    with berlin_book(tmp_path) as made:
        made.add(Contact(id="ada", name="Ada"), when=EARLY)
        made.add(Goal(id="talk", title="Give a talk", start="2025-01-01", due="2025-12-31"), when=EARLY)
        made.add(Skill(id="clear", name="Clear slides", wanted=4), when=EARLY)
        yield made


def ask(book, name="q", day=ASKED, **values):
    """A question, written down on its day."""
    plain = {"question": "Which slide lost you?", "contact_id": "ada"}
    book.add(Feedback(id=name, day=day, **plain | values), when=at_noon(day))


def test_a_month_has_the_question_its_answer_and_what_it_refines(book):
    """Goal and skill by their names, once each; the action is open."""
    ask(book, said="The third <b>", action="Fewer words", action_due="2025-04-01", goal_id="talk", skill_id="clear")
    facts = chapter(book, "feedback", "2025-03")
    assert facts.sentence == "One question was asked this month and answered; one action from feedback is open."
    assert (facts.goals, facts.skills, facts.waiting) == (("Give a talk",), ("Clear slides",), 0)
    assert facts.open[0].due == date(2025, 4, 1)
    (text,) = shown(book, "feedback", "2025-03")
    assert "The third &lt;b&gt;" in text and "Ada" in text and "“Clear slides”" in text


def test_a_year_counts_answers_and_actions_done(book):
    """Two of three answered, one action done, one open without a day."""
    ask(book, "one", said="Yes", action="A", action_done_on="2025-05-01")
    ask(book, "two", date(2025, 6, 1), said="No", action="B")
    ask(book, "three", date(2025, 7, 1))
    facts = chapter(book, "feedback", "2025")
    assert (facts.asked, facts.answered, facts.done, facts.waiting) == (3, 2, 1, 1)
    assert [(one.action, one.due) for one in facts.open] == [("B", None)]
    assert facts.sentence.startswith("Three questions were asked this year and two of them answered;")


def test_an_answer_and_a_done_day_of_tomorrow_are_not_known_today(book):
    """The question waits and the action is open until they are written down."""
    ask(book, action="Fewer words")
    early = chapter(book, "feedback", "2025-03", date(2025, 3, 10))
    changes = {"said": "The third", "action_done_on": "2025-03-12"}
    book.change(Feedback, "q", changes, when=at_noon(date(2025, 3, 12)))
    ask(book, "next", date(2025, 3, 13))
    assert chapter(book, "feedback", "2025-03", date(2025, 3, 10)) == early
    assert (early.answered, len(early.open), early.waiting) == (0, 1, 1)
    late = chapter(book, "feedback", "2025-03", date(2025, 3, 12))
    assert (late.answered, len(late.open), late.done) == (1, 0, 1)


def test_a_month_without_a_question_is_one_honest_line(book):
    """What is open is told all the same."""
    ask(book, action="Fewer words")
    facts = chapter(book, "feedback", "2025-04")
    assert facts.sentence == "Nobody was asked for feedback this month; one action from feedback is open."
    assert facts.questions == ()


def test_before_any_question_the_notebook_is_named(book):
    """February knows nothing of what is asked in March; a week has no such chapter."""
    ask(book)
    assert "09_people" in chapter(book, "feedback", "2025-02").missing
    assert shown(book, "feedback", "2025-W10") == ()
