"""Values, life areas, self-assessment, skills, visions, affirmations: from what a person gives into the workbook."""

from datetime import date

import pytest
from filling import complaints, fill, save

from goalkit import forms
from goalkit.records import Affirmation, LifeArea, SelfAssessment, Skill, SkillRating, Value, Vision
from goalkit.workbook import init_book


@pytest.fixture
def book(tmp_path):
    """A new workbook."""
    with init_book(tmp_path / "book", notebooks=False) as opened:
        yield opened


def rate(panel, area, **steps):
    """Moves the sliders of an area."""
    for name, step in steps.items():
        panel.scales[area][name].value = step


def test_a_value_is_kept_and_the_table_follows(book):
    """Name and weight, said again; markup is text."""
    form = forms.value_form(book)
    table = forms.values_table(book, after=form)
    fill(form, name="<b>calm</b>", importance=7)
    assert save(form) == "Saved: <b>calm</b>, 7 of 10"
    assert book.records(Value)[0].importance == 7
    assert "&lt;b&gt;calm" in table.html
    assert "100%" in table.html


def test_a_value_needs_its_weight(book):
    """Both are named."""
    form = forms.value_form(book)
    save(form)
    assert set(complaints(form)) == {"name", "importance"}
    assert book.records(Value) == []


def test_areas_are_saved_together_and_taken_back_together(book):
    """Those that were rated, as one change; the wheel follows; Undo puts them into the rows again."""
    panel = forms.rate_areas(book)
    picture = forms.wheel_picture(book, after=panel)
    for area in ("Career", "Rest", "Social"):
        rate(panel, area, satisfaction=4, wanted=8, importance=3)
    panel.save_button.click()
    assert panel.status.value == f"Saved: 3 areas as on {book.today()}."
    assert [area.area for area in book.records(LifeArea)] == ["Career", "Social", "Rest"]
    assert "Career (4 of 10 missing)" in picture.words.value
    assert panel.scales["Career"]["satisfaction"].value is None
    assert panel.scales["Career"]["wanted"].value == 8
    panel.undo_button.click()
    assert book.records(LifeArea) == []
    assert panel.scales["Rest"]["satisfaction"].value == 4


def test_undo_takes_back_the_ratings_and_nothing_that_came_after(book):
    """Another notebook's change stays."""
    panel = forms.rate_areas(book)
    rate(panel, "Rest", satisfaction=4, wanted=8, importance=3)
    panel.save()
    book.add(Value(name="later", importance=1))
    panel.undo()
    assert book.records(LifeArea) == []
    assert len(book.records(Value)) == 1


def test_an_area_that_is_half_rated_is_told_and_nothing_is_saved(book):
    """Area and slider are named; what was moved stays."""
    panel = forms.rate_areas(book)
    rate(panel, "Rest", satisfaction=4, wanted=8, importance=3)
    rate(panel, "Social", satisfaction=4)
    panel.save()
    assert panel.status.value.startswith("Not saved: Social has no “Wanted” and no “Importance” yet")
    assert book.records(LifeArea) == []
    assert panel.scales["Rest"]["satisfaction"].value == 4


def test_nothing_rated_is_told(book):
    """Save says which slider is meant."""
    panel = forms.rate_areas(book)
    panel.save()
    assert "Satisfaction now" in panel.status.value


def test_a_day_is_needed(book):
    """Without it nothing is kept."""
    panel = forms.rate_areas(book)
    rate(panel, "Rest", satisfaction=4, wanted=8, importance=3)
    panel.day.value = None
    panel.save()
    assert "Day" in panel.status.value
    assert book.records(LifeArea) == []


def test_an_area_of_ones_own_is_added_once(book):
    """A new name is a row; the same again is none."""
    panel = forms.rate_areas(book)
    for name in ("Garden", "garden "):
        panel.another.value = name
        panel.add.click()
    assert [area for area in panel.scales if area.casefold() == "garden"] == ["Garden"]
    rate(panel, "Garden", satisfaction=9, wanted=9, importance=1)
    panel.save()
    assert "Garden" in forms.rate_areas(book).scales


def test_what_was_moved_and_not_saved_is_there_again(book):
    """A kernel that died before Save; Discard lets go of it."""
    panel = forms.rate_areas(book)
    rate(panel, "Rest", satisfaction=4)
    panel.drafting.flush()
    again = forms.rate_areas(book)
    assert again.scales["Rest"]["satisfaction"].value == 4
    assert again.drafting.said.startswith("Not saved yet")
    again.discard()
    assert forms.rate_areas(book).scales["Rest"]["satisfaction"].value is None


def test_the_wheel_of_a_day_is_a_table(book):
    """The widest gap first."""
    for area, satisfaction in (("Rest", 6), ("Career", 2)):
        book.add(LifeArea(day=date(2025, 1, 1), area=area, satisfaction=satisfaction, wanted=8, importance=2))
    assert forms.life_areas_on(book, "2025-06-30")["Area"].tolist() == ["Career", "Rest"]
    assert forms.life_areas_on(book, "2024-06-30").empty


def test_a_note_on_oneself_is_kept_and_listed(book):
    """With its evidence; a note without words is not."""
    form = forms.assessment_form(book)
    table = forms.assessment_table(book, after=form)
    save(form)
    assert complaints(form) == {"text": "please fill this in"}
    fill(form, text="explaining", evidence="the workshop in May")
    assert save(form) == "Saved: strength: explaining"
    assert "the workshop in May" in table.html
    assert book.records(SelfAssessment)[0].aspect == "strength"


def test_a_skill_and_its_level_are_kept_and_the_gap_is_drawn(book):
    """First the skill, then where it is now."""
    skill, rating = forms.skill_form(book), forms.skill_rating_form(book)
    skill.then(rating.refresh)
    picture = forms.skills_picture(book, after=rating)
    fill(skill, name="SQL", wanted=4)
    assert save(skill) == "Saved: SQL, wanted at 4 of 5"
    (kept,) = book.records(Skill)
    fill(rating, skill_id=kept.id, level=1)
    assert save(rating) == f"Saved: SQL at 1 of 5 on {book.today()}"
    assert "The widest gap is SQL: 1 now, 4 wanted" in picture.words.value
    assert len(book.records(SkillRating)) == 1


def test_each_saving_of_a_vision_is_a_version(book):
    """The earlier one stays, the newest is on top."""
    form = forms.vision_form(book)
    table = forms.visions_table(book, after=form)
    fill(form, role="listener", picture="rain")
    assert save(form) == f"Saved: your vision in 10 years, as of {book.today()}"
    fill(form, role="teacher", day=date(2099, 1, 1))
    save(form)
    assert [vision.role for vision in book.records(Vision)] == ["listener", "teacher"]
    assert table.html.index("teacher") < table.html.index("listener")


def test_an_affirmation_in_the_future_gets_a_gentle_hint_and_is_kept(book):
    """The hint is there while typing and with what was saved; it stops nothing."""
    form = forms.affirmation_form(book)
    hint, table = forms.tense_hint(form), forms.affirmations_table(book, after=form)
    fill(form, text="I will ask for help")
    assert hint.hint.value
    assert save(form).startswith("Saved: “I will ask for help” ")
    fill(form, text="I ask for help")
    assert hint.hint.value == ""
    assert save(form) == "Saved: “I ask for help”"
    assert len(book.records(Affirmation)) == 2
    assert table.html.count("<tr>") == 3
