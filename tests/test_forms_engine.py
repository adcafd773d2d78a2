"""What every form does beside adding: change, remove, take back, remember, and decide between two versions."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime

import pytest
from filling import chosen, complaints, fill, restarted, save
from sqlalchemy import event

from goalkit import forms
from goalkit.errors import GoalkitError
from goalkit.forms.drafting import Throttle
from goalkit.forms.wiring import named
from goalkit.records import CheckIn, Goal, Measurement, Milestone, Settings, Task
from goalkit.workbook import init_book, open_book
from goalkit.workbook.book import Book
from goalkit.workbook.drafts import Draft
from goalkit.workbook.engine import make_engine

READ = Goal(id="read", title="Read", target=12, unit="books", start=date(2025, 1, 1), due=date(2025, 12, 31))
RUN = Goal(id="run", title="Run", start=date(2025, 1, 1), due=date(2025, 12, 31))


@pytest.fixture
def book(tmp_path):
    """A new workbook in Berlin with two goals."""
    with init_book(tmp_path / "book", notebooks=False) as opened:
        opened.change(Settings, "settings", zone="Europe/Berlin")
        opened.add(READ)
        opened.add(RUN)
        yield opened


@pytest.fixture
def other(book):
    """The same workbook in another notebook."""
    with open_book(book.path) as opened:
        yield opened


def listed(form):
    """The labels in the list of what can be changed."""
    return [label for label, _ in form.editor.chooser.options]


# --- change


def test_the_list_begins_with_a_new_one_and_then_the_newest(book):
    """Nothing has to be searched for that was written a moment ago."""
    form = forms.goal_form(book)
    assert listed(form) == ["New goal", "Run", "Read"]
    assert form.editor.chooser.description == "Your goals"
    assert (form.record_id, form["title"].value) == ("", "")


def test_without_anything_to_change_there_is_no_list(tmp_path):
    """The first record of its kind is written without a choice to make."""
    with init_book(tmp_path / "book", notebooks=False) as book:
        form = forms.goal_form(book)
        assert form.editor.chooser.layout.display == "none"
        fill(form, title="Read", due=date(2099, 12, 31))
        save(form)
        assert form.editor.chooser.layout.display is None
        assert listed(form) == ["New goal", "Read"]


def test_what_was_written_is_shown_and_changed(book):
    """A record that is picked stands in the form; Save changes that one and says what is different."""
    form = forms.goal_form(book)
    form.edit("read")
    assert (form["title"].value, form["target"].value, form["due"].value) == ("Read", "12", date(2025, 12, 31))
    fill(form, target="10", unit="pages")
    assert save(form) == "Changed: Unit books → pages, To 12 → 10"
    assert book.get(Goal, "read") == READ.model_copy(update={"target": 10.0, "unit": "pages"})
    assert len(book.records(Goal)) == 2
    assert (form.record_id, form["title"].value) == ("", "")  # ready for a new one, so that nothing is written over


def test_a_change_keeps_what_the_form_does_not_show(book):
    """The colour that the goal had is still its colour."""
    book.change(Goal, "read", colour=5)
    form = forms.goal_form(book)
    form.edit("read")
    fill(form, target="10")
    save(form)
    assert book.get(Goal, "read").colour == 5


def test_saving_a_record_as_it_stands_says_that_nothing_was_changed(book):
    """And nothing is written in the journal."""
    form = forms.goal_form(book)
    form.edit("read")
    assert save(form) == "Nothing was changed: it is saved as it stands."
    assert len(book.history(Goal, "read")) == 1


def test_a_change_that_does_not_fit_is_told_and_not_made(book):
    """The same checks as for a new record."""
    form = forms.goal_form(book)
    form.edit("read")
    fill(form, due=date(2024, 1, 1))
    assert save(form) == "Not saved yet. Please look at the line above."
    assert book.get(Goal, "read") == READ


def test_the_reason_of_a_goals_change_stays_in_its_history(book):
    """It is asked for when a goal is changed, not when one is written, and not of other records."""
    form = forms.goal_form(book)
    assert form.editor.reason.layout.display == "none"
    form.edit("read")
    assert form.editor.reason.layout.display is None
    form.editor.why.value = "a smaller shelf"
    fill(form, target="10")
    save(form)
    assert book.history(Goal, "read")["why"].to_list() == ["", "a smaller shelf"]
    assert form.editor.why.value == ""
    tasks = forms.book_form(book, Task)
    tasks.edit(book.add(Task(title="Begin")).id)
    assert tasks.editor.reason.layout.display == "none"


def test_a_record_keeps_the_choice_that_is_no_longer_on_offer(book):
    """A reading of a goal that was dropped can still be changed without losing its goal."""
    reading = book.add(Measurement(goal_id="read", day=date(2025, 2, 1), value=1))
    book.change(Goal, "read", status="dropped")
    form = forms.measurement_form(book)
    assert ("Read", "read") not in form["goal_id"].options
    form.edit(reading.id)
    assert chosen(form, "goal_id") == "Read"
    fill(form, value="2")
    assert save(form) == "Changed: Value 1 → 2"
    assert book.get(Measurement, reading.id).goal_id == "read"
    assert ("Read", "read") not in form["goal_id"].options


def test_the_list_tells_records_without_a_title_by_day_and_goal(book):
    """Two of the same day and words get a number."""
    for _ in range(2):
        book.add(Measurement(goal_id="read", day=date(2025, 2, 1), value=1))
    assert listed(forms.measurement_form(book)) == ["New reading", "2025-02-01 · Read · 1", "2025-02-01 · Read · 1 (2)"]
    assert named(CheckIn(day=date(2025, 2, 1), wins="a walk")) == "2025-02-01 · daily"


def test_a_record_that_is_gone_cannot_be_picked_and_it_is_said(book, other):
    """The form stays usable."""
    form = forms.goal_form(book)
    other.remove(Goal, "run")
    form.edit("run")
    assert "there is no goal with the id 'run'" in form.status.value
    assert form.record_id == ""


# --- remove


def test_removing_asks_again_and_undo_brings_back(book):
    """One click asks, the second removes; the list no longer has it, until Undo."""
    form = forms.goal_form(book)
    form.edit("run")
    ask, sure, keep = form.editor.removing
    ask.click()
    assert len(book.records(Goal)) == 2
    assert (ask.layout.display, sure.layout.display, keep.layout.display) == ("none", None, None)
    keep.click()
    assert (ask.layout.display, sure.layout.display) == (None, "none")
    ask.click()
    sure.click()
    assert form.status.value == "Removed: Run, start 2025-01-01, due 2025-12-31"
    assert [goal.id for goal in book.records(Goal)] == ["read"]
    assert listed(form) == ["New goal", "Read"]
    form.undo_button.click()
    assert book.get(Goal, "run") == RUN
    assert (form.record_id, form["title"].value) == ("run", "Run")


def test_a_new_record_cannot_be_removed(book):
    """There is nothing to remove yet."""
    form = forms.goal_form(book)
    assert form.editor.removing[0].layout.display == "none"
    form.remove()
    assert len(book.records(Goal)) == 2


def test_what_others_refer_to_is_not_removed_and_the_form_says_why(book):
    """The refusal names what is in the way."""
    book.add(Milestone(goal_id="read", title="Half", due=date(2025, 6, 30)))
    form = forms.goal_form(book)
    form.edit("read")
    form.remove()
    assert form.status.value.startswith("Not removed: goal “Read” cannot be removed while it is referred to")
    assert form["title"].value == "Read"


def test_what_was_changed_elsewhere_is_not_removed_unseen(book, other):
    """Both versions are shown first."""
    form = forms.goal_form(book)
    form.edit("run")
    other.change(Goal, "run", title="Run far")
    form.remove()
    assert form.status.value == "Not removed: please look at it first."
    assert "<td>Run far</td>" in form.conflict.html
    assert len(book.records(Goal)) == 2


# --- undo


def test_undo_takes_back_what_was_added_and_gives_back_what_was_typed(book):
    """Saved by mistake, mended, saved again: one goal, and nothing typed twice."""
    form = forms.goal_form(book)
    assert form.undo_button.disabled
    fill(form, title="Write", target="3", due=date(2099, 12, 31))
    save(form)
    assert not form.undo_button.disabled
    form.undo_button.click()
    assert form.status.value == "Taken back: the addition of goal “Write”. It is in the form again."
    assert (form["title"].value, form["target"].value, form["due"].value) == ("Write", "3", date(2099, 12, 31))
    assert form.undo_button.disabled
    assert len(book.records(Goal)) == 2
    fill(form, target="4")
    save(form)
    assert [goal.target for goal in book.records(Goal)] == [12, 1, 4]


def test_undo_takes_back_a_change_and_gives_back_what_was_typed(book):
    """The goal is as it was, the form is about to change it once more."""
    form = forms.goal_form(book)
    form.edit("read")
    fill(form, target="10")
    save(form)
    form.undo_button.click()
    assert form.status.value == "Taken back: the change of goal “Read” (To). It is in the form again."
    assert book.get(Goal, "read") == READ
    assert (form.record_id, form["target"].value) == ("read", "10")
    assert save(form) == "Changed: To 12 → 10"


def test_undo_takes_back_what_this_form_saved_whatever_else_was_saved_since(book, other):
    """A reading noted in another notebook in between stays."""
    form = forms.goal_form(book)
    form.edit("read")
    fill(form, target="10")
    save(form)
    other.add(Measurement(goal_id="read", day=date(2025, 2, 1), value=1))
    form.undo_button.click()
    assert book.get(Goal, "read").target == 12
    assert len(book.records(Measurement)) == 1


def test_undo_refuses_what_somebody_changed_since(book, other):
    """Their change stays, and the message says where to look."""
    form = forms.goal_form(book)
    form.edit("read")
    fill(form, target="10")
    save(form)
    other.change(Goal, "read", target=24)
    form.undo_button.click()
    assert form.status.value.startswith("Not taken back: somebody changed goal “Read” in the meantime")
    assert book.get(Goal, "read").target == 24
    assert not form.undo_button.disabled


def test_undo_does_not_write_over_what_is_being_typed(book):
    """What was taken back waits in the list, also for the next kernel, and can be saved from there."""
    form = forms.goal_form(book)
    fill(form, title="Write", due=date(2099, 12, 31))
    save(form)
    fill(form, title="Swim")
    form.undo_button.click()
    assert "What you typed for it is in the list above." in form.status.value
    assert form["title"].value == "Swim"
    assert "Write (not saved)" in listed(form)
    form = restarted(forms.goal_form, book)
    assert "Write (not saved)" in listed(form)
    form.edit(dict(form.editor.chooser.options)["Write (not saved)"])
    assert form["title"].value == "Write"
    assert save(form).startswith("Saved: Write")
    assert [goal.title for goal in book.records(Goal)] == ["Read", "Run", "Write"]


def test_what_follows_a_form_follows_its_undo(book):
    """A table below is read again when something was taken back."""
    form = forms.goal_form(book)
    table = forms.goals_table(book, after=form)
    fill(form, title="Write", due=date(2099, 12, 31))
    save(form)
    assert "Write" in table.html
    form.undo_button.click()
    assert "Write" not in table.html


# --- drafts


def test_what_was_typed_is_there_when_the_form_is_shown_again(book):
    """A kernel that dies before Save takes nothing with it; the line says when it was typed."""
    form = forms.goal_form(book)
    fill(form, title="Write", target="a dozen", due=date(2099, 12, 31))
    again = restarted(forms.goal_form, book)
    assert (again["title"].value, again["target"].value, again["due"].value) == ("Write", "a dozen", date(2099, 12, 31))
    assert complaints(again) == {"target": "'a dozen' is not a number; write for example 12.5"}
    assert again.drafting.said.startswith("Not saved yet: from ")
    assert again.drafting.discard.layout.display is None


def test_a_draft_says_its_day_and_time_where_the_person_lives(book):
    """Noon in UTC is one o'clock in Berlin."""
    book.keep_draft(Draft("goal", {"title": "Write"}, when=datetime(2026, 11, 24, 13, 5, tzinfo=UTC)))
    assert forms.goal_form(book).drafting.said == "Not saved yet: from 24 November, 14:05. Save it below, or"


def test_a_saved_draft_is_gone(book):
    """The next form is empty."""
    form = forms.goal_form(book)
    fill(form, title="Write", due=date(2099, 12, 31))
    save(form)
    again = restarted(forms.goal_form, book)
    assert (again["title"].value, again.drafting.said) == ("", "")
    assert book.drafts("goal") == []


def test_a_draft_that_is_discarded_is_gone_until_undo(book):
    """Discard empties the form; Undo brings the text back, and it is remembered again."""
    form = forms.goal_form(book)
    fill(form, title="Write")
    form = restarted(forms.goal_form, book)
    form.drafting.discard.click()
    assert (form["title"].value, form.drafting.said, book.drafts("goal")) == ("", "", [])
    form.undo_button.click()
    assert form["title"].value == "Write"
    assert book.drafts("goal")[0].typed["title"] == "Write"


def test_typing_back_what_was_there_leaves_no_draft(book):
    """A form in which nothing is different from how it began has nothing to remember."""
    form = forms.goal_form(book)
    fill(form, title="W")
    fill(form, title="")
    assert book.drafts("goal") == []


def test_the_draft_of_a_change_remembers_which_and_how_it_was(book, other):
    """After a restart the form is about the same record, and notices that it was changed since."""
    form = forms.goal_form(book)
    form.edit("read")
    fill(form, target="10")
    other.change(Goal, "read", title="Read more")
    again = restarted(forms.goal_form, book)
    assert (again.record_id, again["title"].value, again["target"].value) == ("read", "Read", "10")
    save(again)
    assert again.conflict.open
    assert "Read more" in again.conflict.html


def test_picking_another_record_forgets_nothing(book):
    """What was typed of one comes back when it is picked again."""
    form = forms.goal_form(book)
    fill(form, title="Write")
    form.edit("read")
    assert form["title"].value == "Read"
    fill(form, target="10")
    form.edit("")
    assert form["title"].value == "Write"
    form.edit("read")
    assert form["target"].value == "10"


def test_two_forms_of_one_kind_keep_their_drafts_apart(book):
    """By the name that each was given."""
    morning, evening = (forms.book_form(book, CheckIn, forms.Wiring(name=name)) for name in ("morning", "evening"))
    fill(morning, wins="coffee")
    fill(evening, wins="a walk")
    assert (
        restarted(lambda b: forms.book_form(b, CheckIn, forms.Wiring(name="morning")), book)["wins"].value == "coffee"
    )


def test_a_draft_whose_choice_is_gone_is_shown_without_it(book):
    """The rest of what was typed is there."""
    form = forms.measurement_form(book)
    fill(form, goal_id="run", note="slow")
    book.remove(Goal, "run")
    again = restarted(forms.measurement_form, book)
    assert (again["goal_id"].value, again["note"].value) == ("", "slow")


def test_typing_fast_writes_seldom_and_the_last_word_counts():
    """In a kernel, the first key is written at once, the following together a moment later."""
    written = []

    async def type_fast():
        throttle = Throttle(lambda: written.append(len(typed)), seconds=0.05)
        typed = []
        for key in "abcdefgh":
            typed.append(key)
            throttle()
        await asyncio.sleep(0.2)
        throttle()
        throttle()
        throttle.cancel()
        await asyncio.sleep(0.2)

    asyncio.run(type_fast())
    assert written == [1, 8, 8]


# --- two versions


def conflicting(book, other):
    """A form that was about to change a goal which another notebook changed meanwhile."""
    form = forms.goal_form(book)
    form.edit("read")
    fill(form, target="10", unit="pages")
    other.change(Goal, "read", target=24, title="Read <b>more</b>")
    assert save(form) == "Not saved yet: please decide below."
    return form


def test_two_versions_are_shown_side_by_side(book, other):
    """Field by field, mine and theirs, as text; nothing typed is lost and nothing is written."""
    form = conflicting(book, other)
    assert form.conflict.open
    for cells in (
        ("To", "10", "24"),
        ("Unit", "pages", "books"),
        ("Goal", "you left it as it was", "Read &lt;b&gt;more&lt;/b&gt;"),
    ):
        title, *rest = cells
        assert f'<tr><th scope="row">{title}</th>' + "".join(f"<td>{cell}</td>" for cell in rest) in form.conflict.html
    assert (form["target"].value, form["unit"].value) == ("10", "pages")
    assert book.get(Goal, "read").target == 24


def test_keeping_mine_writes_what_was_changed_here_over_theirs(book, other):
    """What was left alone here stays theirs."""
    form = conflicting(book, other)
    form.conflict.keep.click()
    assert form.status.value == "Changed: Unit books → pages, To 24 → 10"
    goal = book.get(Goal, "read")
    assert (goal.title, goal.target, goal.unit) == ("Read <b>more</b>", 10.0, "pages")
    assert not form.conflict.open


def test_taking_theirs_shows_them_and_undo_brings_back_mine(book, other):
    """The form is about their version; what was typed is a click away."""
    form = conflicting(book, other)
    form.conflict.take.click()
    assert (form.record_id, form["target"].value, form["title"].value) == ("read", "24", "Read <b>more</b>")
    assert not form.conflict.open
    form.undo_button.click()
    assert (form["target"].value, form["unit"].value) == ("10", "pages")
    save(form)
    assert form.conflict.open


def test_a_record_that_was_removed_meanwhile_can_be_saved_as_new(book, other):
    """It is there again under its id, with what was typed."""
    form = forms.goal_form(book)
    form.edit("read")
    fill(form, target="10")
    other.remove(Goal, "read")
    assert save(form) == "Not saved yet: please decide below."
    assert (form.conflict.keep.description, form.conflict.take.description) == ("Save as new", "Let it go")
    form.conflict.keep.click()
    assert form.status.value.startswith("Saved: Read (from 0 to 10 books)")
    assert book.get(Goal, "read").target == 10


def test_a_record_that_was_removed_meanwhile_can_be_let_go(book, other):
    """The form is empty again, and Undo still has what was typed."""
    form = forms.goal_form(book)
    form.edit("read")
    fill(form, target="10")
    other.remove(Goal, "read")
    save(form)
    form.conflict.take.click()
    assert (form.record_id, form["title"].value) == ("", "")
    assert [goal.id for goal in book.records(Goal)] == ["run"]
    form.undo_button.click()
    assert form["target"].value == "10"


def test_settings_changed_in_two_notebooks_are_shown_side_by_side(book, other):
    """Though there is only one record and no list."""
    form = forms.settings_form(book)
    assert form.editor.chooser.layout.display == form.editor.removing[0].layout.display == "none"
    fill(form, person="Kim")
    other.change(Settings, "settings", person="Lee")
    save(form)
    assert "<td>Kim</td><td>Lee</td>" in form.conflict.html
    form.conflict.keep.click()
    assert book.settings.person == "Kim"


# --- a workbook that cannot be written


@pytest.fixture
def hasty(book):
    """The same workbook, in which a writer waits a tenth of a second."""
    with Book(book.path, make_engine(f"sqlite:///{book.database}", 0.1)) as opened:
        yield opened


def test_a_locked_workbook_is_told_and_nothing_typed_is_lost(hasty):
    """While another program writes Save says so; once it is done the same click saves."""
    form = forms.goal_form(hasty)
    with closing(sqlite3.connect(hasty.database)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        fill(form, title="Write", due=date(2099, 12, 31))
        assert "is not remembered" in form.drafting.said
        assert "is busy: another program has been writing to it" in form.drafting.said
        assert save(form).startswith("Not saved: ")
        assert "close that one, or try again in a moment" in form.status.value
        assert form["title"].value == "Write"
        writer.rollback()
    assert save(form).startswith("Saved: Write")
    assert form.drafting.said == ""


def test_a_draft_that_cannot_be_kept_is_said_once_and_typing_goes_on(hasty):
    """The line stays as it is while more is typed, and goes when drafts are kept again."""
    form = forms.goal_form(hasty)
    with closing(sqlite3.connect(hasty.database)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        fill(form, title="W")
        said = form.drafting.said
        fill(form, title="Wr")
        assert form.drafting.said == said != ""
        form.edit("read")
        assert form.status.value == "Please save or discard first: what you typed here is not remembered."
        assert form["title"].value == "Wr"
        writer.rollback()
    fill(form, title="Wri")
    assert form.drafting.said == ""
    assert hasty.drafts("goal")[0].typed["title"] == "Wri"


def full(book):
    """No page more for the database, as on a disk that is full."""

    @event.listens_for(book._engine, "connect")
    def _limit(connection, _):
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    book._engine.dispose()


def test_a_full_disk_is_told_and_nothing_typed_is_lost(hasty):
    """The message says to free some space; the text is still in the form."""
    full(hasty)
    form = forms.goal_form(hasty)
    story = "because " * 20_000
    fill(form, title="Write", why=story, due=date(2099, 12, 31))
    assert "has no room left on its disk" in form.drafting.said
    assert "free some space and try again" in save(form)
    assert form["why"].value == story
    assert len(hasty.records(Goal)) == 2


def test_a_workbook_that_may_only_be_read_is_told(book):
    """What to check is said at the first key, and at Save; the text stays."""
    with Book(book.path, make_engine(f"sqlite:///file:{book.database}?mode=ro&uri=true", 0.1)) as readonly:
        form = forms.goal_form(readonly)
        assert listed(form) == ["New goal", "Run", "Read"]
        fill(form, title="Write", due=date(2099, 12, 31))
        assert "cannot be written" in form.drafting.said
        assert "check that you may write to this file" in save(form)
        assert form["title"].value == "Write"


# --- joined to other things


def test_values_put_into_the_form_count_as_typed(book):
    """A sentence that pre-fills the form: shown, remembered, saved."""
    form = forms.goal_form(book)
    seen = []
    form.watch(lambda: seen.append(form.values.get("target")))
    form.fill(title="Read 12 books", target=12.0, due=date(2099, 12, 31))
    assert (form["target"].value, seen[-1]) == ("12", "12")
    assert book.drafts("goal")[0].typed["title"] == "Read 12 books"
    assert save(form).startswith("Saved: Read 12 books (from 0 to 12)")


def test_a_form_that_only_adds_has_no_list_but_takes_back(book):
    """`editable=False` leaves the list out."""
    form = forms.book_form(book, Task, forms.Wiring(editable=False))
    fill(form, title="Begin")
    save(form)
    assert form.editor.chooser.layout.display == "none"
    form.undo_button.click()
    assert book.records(Task) == []
    assert form["title"].value == "Begin"


def test_a_plain_form_has_neither_list_nor_undo_nor_draft():
    """A form with a save function alone does what it did."""
    form = forms.record_form(Task, print)
    fill(form, title="Begin")
    assert form.drafting.said == ""
    assert form.editor.chooser.layout.display == "none"
    assert form.undo_button not in form.widget.children[-2].children
    assert save(form).startswith("Saved: ")
    with pytest.raises(GoalkitError, match="only adds"):
        form._take_back()
