"""Every record that a person fills in, through its form: saved, changed, taken back, remembered, and broken field by field."""

import pytest
from examples import another, broken, example
from filling import complaints, restarted, save

from goalkit import forms
from goalkit.forms.wiring import references, shown_fields
from goalkit.records import RECORDS, Settings, make_record
from goalkit.workbook import init_book, open_book


def needs_more(model):
    """Whether somebody has to give what no form asks for, such as the file of an image."""
    return any(info.is_required() and name not in shown_fields(model) for name, info in model.model_fields.items())


TYPED = [model for model in RECORDS if shown_fields(model) and not needs_more(model)]
MANY = [model for model in TYPED if not model.standing]
CHANGED = [model for model in TYPED if not getattr(model, "versions", False)]  # a version is never changed
BREAKABLE = [(model, name, *bad) for model in TYPED for name in shown_fields(model) for bad in broken(model, name)]


def named(value):
    """A short name of a test's case."""
    return getattr(value, "kind", value if isinstance(value, str) and len(value) < 20 else "long")


@pytest.fixture
def book(tmp_path):
    """A new workbook."""
    with init_book(tmp_path / "book", notebooks=False) as opened:
        yield opened


def form_of(model, book):
    """The usual form of a record."""
    return forms.book_form(book, model)


def type_in(form, record):
    """Types a record's values, field by field."""
    for name, field in form.fields.items():
        form[name].value = field.show(getattr(record, name))


def typed(form):
    """What stands in a form."""
    return {name: field.typed for name, field in form.fields.items()}


def same(record, other):
    """Whether two records say the same, whatever their ids."""
    return record.model_dump(exclude={"id"}) == other.model_dump(exclude={"id"})


@pytest.mark.parametrize("model", TYPED, ids=named)
def test_what_is_typed_is_saved_and_shown_again_as_it_was_typed(model, book):
    """The record in the workbook is the one that was meant; picked from the list, its form looks as before Save."""
    wanted = example(model, book)
    form = form_of(model, book)
    type_in(form, wanted)
    before = typed(form)
    assert save(form).startswith(("Saved: ", "Changed: "))
    kept = book.records(model)[-1]
    assert same(kept, wanted)
    form.edit(kept.id)
    assert typed(form) == before


@pytest.mark.parametrize("model", CHANGED, ids=named)
def test_a_record_is_changed_and_the_change_taken_back(model, book):
    """One field is different after Save, which names it, and as it was after Undo; what was typed is back in the form."""
    first = example(model, book)
    kept = book.change(Settings, "settings", first.model_dump()) if model is Settings else book.add(first)
    other, name = another(model, kept, book)
    form = form_of(model, book)
    form.edit(kept.id)
    form[name].value = form.fields[name].show(getattr(other, name))
    assert save(form).startswith(f"Changed: {model.model_fields[name].title} ")
    assert book.get(model, kept.id) == other
    form.undo_button.click()
    assert book.get(model, kept.id) == kept
    assert form.fields[name].typed == form.fields[name].as_typed(getattr(other, name))


@pytest.mark.parametrize("model", MANY, ids=named)
def test_an_addition_is_taken_back_and_a_removal_too(model, book):
    """Undo after Save leaves the workbook as it was and the form full; Undo after Remove brings the record back."""
    wanted = example(model, book)
    form, others = form_of(model, book), len(book.records(model))
    type_in(form, wanted)
    before = typed(form)
    save(form)
    form.undo_button.click()
    assert len(book.records(model)) == others
    assert typed(form) == before
    save(form)
    kept = book.records(model)[-1]
    form.edit(kept.id)
    form.editor.removing[1].click()
    assert len(book.records(model)) == others
    form.undo_button.click()
    assert book.get(model, kept.id) == kept


@pytest.mark.parametrize("model", TYPED, ids=named)
def test_what_was_typed_survives_the_kernel(model, book):
    """A second kernel shows it in the same form, says so, and saves it."""
    wanted = example(model, book)
    form = form_of(model, book)
    type_in(form, wanted)
    again = restarted(lambda opened: form_of(model, opened), book)
    assert typed(again) == typed(form)
    assert again.drafting.said.startswith("Not saved yet: from ")
    save(again)
    assert same(book.records(model)[-1], wanted)
    assert restarted(lambda opened: form_of(model, opened), book).drafting.said == ""


@pytest.mark.parametrize("model", CHANGED, ids=named)
def test_a_change_elsewhere_is_shown_and_not_written_over(model, book):
    """Save finds the other version and leaves it; what was changed here can then be put on top of it."""
    first = example(model, book)
    kept = book.change(Settings, "settings", first.model_dump()) if model is Settings else book.add(first)
    mine, name = another(model, kept, book)
    theirs, other = another(model, kept, book, but=name)
    form = form_of(model, book)
    form.edit(kept.id)
    form[name].value = form.fields[name].show(getattr(mine, name))
    with open_book(book.path) as elsewhere:
        elsewhere.change(model, kept.id, {other: getattr(theirs, other)})
    assert save(form) == "Not saved yet: please decide below."
    assert book.get(model, kept.id) == theirs
    form.conflict.keep.click()
    assert book.get(model, kept.id) == make_record(model, {**theirs.model_dump(), name: getattr(mine, name)})


@pytest.mark.parametrize(("model", "name", "bad", "told"), BREAKABLE, ids=named)
def test_a_field_that_does_not_fit_is_told_and_nothing_is_saved(model, name, bad, told, book):
    """The message stands beside the field, what was typed stays in it, and the workbook is as it was."""
    wanted = example(model, book)
    form, before = form_of(model, book), book.records(model)
    type_in(form, wanted)
    form[name].value = bad
    assert save(form).startswith("Not saved yet. Please look at ")
    assert told in complaints(form)[name]
    assert form[name].value == bad
    assert book.records(model) == before


@pytest.mark.parametrize("model", [model for model in MANY if references(model)], ids=named)
def test_what_can_be_chosen_follows_the_workbook(model, book):
    """A record that is written while the form is open is on offer after a refresh, and what was chosen stays."""
    wanted = example(model, book)
    form = form_of(model, book)
    type_in(form, wanted)
    before = typed(form)
    name, kind = next(iter(references(model).items()))
    new = next(one for one in RECORDS if one.kind == kind)
    added = book.add(example(new, book))
    form.refresh()
    assert added.id in [key for _, key in form.fields[name].widget.options]
    assert typed(form) == before
