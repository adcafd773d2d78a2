"""People, meetings, feedback: from what a person types into the workbook, and who is due."""

from datetime import timedelta

import pytest
from filling import complaints, fill, save

from goalkit import forms
from goalkit.forms.people import due_people, open_feedback
from goalkit.records import Contact, Feedback, Meeting, Settings
from goalkit.workbook import init_book


@pytest.fixture
def book(tmp_path):
    """A new workbook in Berlin."""
    with init_book(tmp_path / "book", notebooks=False) as opened:
        opened.change(Settings, "settings", zone="Europe/Berlin")
        yield opened


def test_a_person_goes_from_the_form_into_the_workbook(book):
    """Name and relation are said again; what was left empty is empty."""
    form = forms.contact_form(book)
    fill(form, name="Ada <b>", relation="mentor", every_days="30", met_how="at the library")
    assert save(form) == "Saved: Ada <b>, your mentor"
    (person,) = book.records(Contact)
    assert (person.every_days, person.met_how, person.met_on) == (30, "at the library", None)


@pytest.mark.parametrize(
    ("typed", "told"), [("0", "at least 1"), ("soon", "is not a number"), ("2000", "at most 1000")]
)
def test_a_rhythm_that_is_none_is_told_beside_it(book, typed, told):
    """The message names what was typed and what fits; nothing is saved."""
    form = forms.contact_form(book)
    fill(form, name="Ada", every_days=typed)
    assert typed in complaints(form)["every_days"]
    assert told in complaints(form)["every_days"]
    save(form)
    assert book.records(Contact) == []


def test_a_conversation_is_kept_with_whom_and_moves_the_next_one(book):
    """The day that was agreed on is the one that is due; the list of people follows."""
    people, meeting = forms.contact_form(book), forms.meeting_form(book)
    people.then(meeting.refresh)
    fill(people, name="Ada", every_days="10")
    save(people)
    (ada,) = book.records(Contact)
    later = book.today() + timedelta(days=3)
    fill(meeting, contact_id=ada.id, notes="the talk", next_contact=later)
    assert save(meeting) == f"Saved: a conversation with Ada on {book.today()}; again on {later}"
    assert book.records(Meeting)[0].contact_id == ada.id
    assert due_people(book)["That is"].tolist() == ["in 3 days"]


def test_a_conversation_needs_somebody(book):
    """Without anyone the form says that there is nobody to choose, and saves nothing."""
    meeting = forms.meeting_form(book)
    save(meeting)
    assert complaints(meeting) == {"contact_id": "please fill this in"}
    assert book.records(Meeting) == []


def test_the_table_follows_the_form_and_says_who_is_overdue(book):
    """Met twelve days ago and due every ten: two days ago; names are shown as text."""
    people = forms.contact_form(book)
    table = forms.contacts_table(book, after=people)
    assert "one name is enough" in table.html
    fill(people, name="<i>Ben</i>", every_days="10", met_on=book.today() - timedelta(days=12))
    save(people)
    assert "&lt;i&gt;Ben&lt;/i&gt;" in table.html
    assert "2 days ago" in table.html


def test_feedback_is_asked_for_answered_and_acted_on(book):
    """The question alone is enough at first; its action is open until its day is noted."""
    form = forms.feedback_form(book)
    table = forms.feedback_table(book, after=form)
    fill(form, question="Which part of the talk lost you?", action="fewer slides")
    assert save(form) == f"Saved: “Which part of the talk lost you?”, asked on {book.today()}"
    assert "fewer slides" in table.html
    assert open_feedback(book)["Action"].tolist() == ["fewer slides"]
    (kept,) = book.records(Feedback)
    book.change(Feedback, kept.id, action_done_on=book.today())
    table.refresh()
    assert table.html == "No action is open."


def test_feedback_without_a_question_is_not_kept(book):
    """The question is what is needed."""
    form = forms.feedback_form(book)
    fill(form, said="fine")
    save(form)
    assert complaints(form) == {"question": "please fill this in"}
    assert book.records(Feedback) == []
