"""Help with a goal: read from a sentence into its form, five letters as it is written, a rewrite to use; all goals together."""

from datetime import UTC, date, datetime

import pytest
from filling import fill, save

from goalkit import forms
from goalkit.forms.goal_overview import goal_sentences, tree
from goalkit.records import Goal, Settings, Value
from goalkit.workbook import init_book

DAY = date(2026, 1, 10)


@pytest.fixture
def book(tmp_path):
    """A new workbook."""
    with init_book(tmp_path / "book", notebooks=False) as opened:
        yield opened


@pytest.fixture
def help_(book):
    """A goal's form with its help, as of a day in January."""
    form = forms.goal_form(book)
    return form, forms.goal_help(book, into=form, as_of=DAY)


def lit(panel):
    """The letters that are lit."""
    return "".join(letter for letter, (_, reason) in panel.letters.items() if reason.value.startswith("yes: "))


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        (
            "grow my newsletter from 200 to 500 readers by June",
            {"measure": "level", "baseline": 200, "target": 500, "due": date(2026, 6, 30)},
        ),
        ("go to two meetups a month", {"measure": "rate", "target": 2, "per": "month"}),
        ("pass the PMP exam by 2026-09-30", {"measure": "yes or no", "due": date(2026, 9, 30)}),
        ("read 12 books by December", {"measure": "total", "target": 12, "unit": "books", "due": date(2026, 12, 31)}),
    ],
)
def test_a_sentence_fills_in_the_form_and_is_saved_as_said(book, help_, sentence, wanted):
    """What the sentence says stands in the fields; Save keeps it."""
    form, panel = help_
    panel.sentence.value = sentence
    panel.fill.click()
    if "due" not in wanted:
        fill(form, due=date(2026, 12, 31))
    form.fill(start=DAY)
    assert save(form).startswith("Saved: ")
    (goal,) = book.records(Goal)
    assert {name: getattr(goal, name) for name in wanted} == wanted


def test_letters_light_up_with_a_reason_each_as_the_sentence_grows(help_):
    """Vague lights none or few; number, date and reason each add their letter."""
    _, panel = help_
    panel.sentence.value = "read more"
    assert not set("MT") & set(lit(panel))
    assert all(reason.value for _, reason in panel.letters.values())
    panel.sentence.value = "read 12 books by December"
    assert {"S", "M", "T"} <= set(lit(panel))


def test_the_form_wins_over_the_sentence(help_):
    """Hours and reason come from the form; too many hours put A out again, and say why."""
    form, panel = help_
    panel.sentence.value = "read 12 books by December"
    panel.fill.click()
    fill(form, hours_per_week="2", why="to argue better")
    assert lit(panel) == "SMART"
    fill(form, hours_per_week="100")
    assert "A" not in lit(panel)


def test_hours_that_other_goals_ask_count_against_what_there_is(book):
    """Ten free, nine asked: two more are too many."""
    book.change(Settings, "settings", weekly_hours=10.0)
    book.add(Goal(title="other", start="2025-01-01", due="2026-12-31", hours_per_week=9))
    form = forms.goal_form(book)
    panel = forms.goal_help(book, into=form, as_of=DAY)
    panel.sentence.value = "read 12 books by December"
    panel.fill.click()
    fill(form, hours_per_week="2", why="to argue better")
    assert "A" not in lit(panel)
    fill(form, hours_per_week="1")
    assert "A" in lit(panel)


def test_a_rewrite_is_offered_and_used(help_):
    """What is missing is a visible gap, never an invented number."""
    _, panel = help_
    panel.sentence.value = "read more books"
    assert panel.use.layout.display is None
    assert "«" in panel.proposal.value
    panel.use.click()
    assert "«" in panel.sentence.value


def test_an_example_is_put_into_the_sentence_and_lights_its_letters(help_):
    """Chosen from the list, it can be changed as one's own."""
    _, panel = help_
    panel.examples.value = panel.examples.options[1][1]
    assert panel.sentence.value == panel.examples.options[1][1]
    assert {"S", "M", "T"} <= set(lit(panel))


def test_nothing_written_is_no_complaint(help_):
    """Empty sentence, empty form: no rewrite, nothing read, and filling in changes nothing."""
    form, panel = help_
    assert (panel.proposal.value, panel.read.value) == ("", "")
    panel.fill.click()
    assert form["title"].value == ""


def test_goals_stand_under_what_they_are_part_of(book):
    """Two levels, with the values and the vision they serve; titles as text."""
    book.add(Value(id="v", name="curiosity", importance=5))
    book.add(Goal(id="long", title="Lead", term="long", start=DAY, due="2030-01-01", serves_vision="5 years"))
    book.add(Goal(id="other", title="Run", start=DAY, due="2026-12-31"))
    book.add(Goal(id="short", title="Talk <b>", start=DAY, due="2026-12-31", parent_id="long", value_ids=["v"]))
    shown = tree(book)
    assert [title.strip() for title in shown["Goal"]] == ["Lead", "↳ Talk <b>", "Run"]
    assert shown["Serves"].tolist() == ["the vision in 5 years", "curiosity", ""]
    assert "Talk &lt;b&gt;" in forms.goal_tree(book).html


def test_what_is_worth_knowing_of_all_goals_is_said(book):
    """Hours, the number of active ones, a long one without a step, and how long one is undecided."""
    assert goal_sentences(book, DAY) == []
    book.change(Settings, "settings", weekly_hours=3.0, goal_cap=1)
    book.add(Goal(title="Lead", term="long", start="2026-01-01", due="2030-01-01", hours_per_week=2))
    book.add(Goal(title="Run", start="2026-01-01", due="2026-12-31", hours_per_week=2))
    noted = datetime(2025, 12, 1, 12, tzinfo=UTC)
    book.add(Goal(title="Move", start="2026-01-01", due="2026-12-31", status="considering"), when=noted)
    said = " ".join(goal_sentences(book, DAY))
    assert "“Run” is the one that goes beyond it." in said
    assert "2 goals are active, more than the 1 you keep to" in said
    assert "“Lead” has no next step yet" in said
    assert "“Move”: still undecided for 5 weeks." in said
