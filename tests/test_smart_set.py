"""The labelled sentences: how well the letters and the fields are read, and that no number is made up."""

import importlib.util
import re
from datetime import date

import pytest

from goalkit.smart import check_goal, read_goal, rewrite

# Well below what docs/smart.md tells, so that a mended label breaks nothing and a broken reader does.
LETTER_FLOOR = {"development": 0.95, "held out": 0.95, "fresh": 0.82}
FIELD_FLOOR = {"development": 0.95, "held out": 0.92, "fresh": 0.75}


@pytest.fixture(scope="module")
def generate(root):
    """The script that makes the tables, with its functions that count."""
    spec = importlib.util.spec_from_file_location("generate_docs", root / "docs" / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_set_is_as_large_and_varied_as_it_says(generate):
    """Over 400 different sentences in three parts, each letter out in some, each measure in some."""
    rows = generate.sentences()
    assert len({row["sentence"] for row in rows}) == len(rows) > 400
    assert {row["part"] for row in rows} == set(generate.PARTS)
    for part in generate.PARTS:
        own = [row for row in rows if row["part"] == part]
        assert len(own) >= 60
        assert all({row[letter] for row in own} == {"yes", "no"} for letter in "SMART")
        assert {row["measure"] for row in own} >= {"total", "level", "rate", "yes or no", ""}
    assert all({row[letter] for letter in "SMART"} <= {"yes", "no"} for row in rows)
    assert all(row["due"] == "" or date.fromisoformat(row["due"]) for row in rows)


@pytest.mark.parametrize("letter", "SMART")
def test_a_letter_is_lit_where_it_should_be(generate, letter):
    """Precision and recall of each letter stay above the floor in every part."""
    for part in generate.PARTS:
        right, wrong, missed, _ = generate.letter_counts(letter, part)
        assert right / (right + wrong) >= LETTER_FLOOR[part]
        assert right / (right + missed) >= LETTER_FLOOR[part]


@pytest.mark.parametrize("name", ["measure", "unit", "target", "due"])
def test_a_field_is_read_where_it_is_said(generate, name):
    """Each field is read right in most sentences that say it, and almost never where none does."""
    for part in generate.PARTS:
        said, right, invented = generate.field_counts(name, part)
        assert right / said >= FIELD_FLOOR[part]
        assert invented <= 4


def test_no_rewrite_makes_a_number_up(generate):
    """Every number of a rewrite stands in the sentence, or is the day by which."""
    for row in generate.sentences():
        report = check_goal(row["sentence"], generate.LABELLED_ON)
        due = report.fields.get("due")
        known = set(re.findall(r"\d+", row["sentence"])) | ({str(due.day), str(due.year)} if due else set())
        hours = report.fields.get("hours_per_week")
        known |= set(re.findall(r"\d+", f"{hours:,.10g}")) if hours else set()
        assert set(re.findall(r"\d+", rewrite(report))) <= known, row["sentence"]


def test_a_complete_goal_survives_its_rewrite(generate):
    """Read again, the rewrite of a complete sentence gives the same measure, target, period and day."""
    complete = [row["sentence"] for row in generate.sentences() if all(row[letter] == "yes" for letter in "SMART")]
    assert len(complete) > 40
    for sentence in complete:
        first = read_goal(sentence, generate.LABELLED_ON)
        again = read_goal(rewrite(check_goal(sentence, generate.LABELLED_ON)), generate.LABELLED_ON)
        names = ("measure", "target", "baseline", "per", "due")
        assert [getattr(again, name) for name in names] == [getattr(first, name) for name in names], sentence


def test_the_words_of_each_field_stand_in_the_sentence(generate):
    """Each span lies within its sentence and holds the words it names."""
    for row in generate.sentences():
        goal = read_goal(row["sentence"], generate.LABELLED_ON)
        for span in goal.read_from.values():
            assert goal.sentence[span.start : span.end] == span.text
            assert span.text
