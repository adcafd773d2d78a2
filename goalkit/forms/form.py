"""A form derived from a record: it checks while a person types, then hands a record to a save function."""

from collections.abc import Callable
from typing import Any, Generic

import ipywidgets as W  # noqa: N812 - the short name everyone gives it

from goalkit.errors import ConflictError, GoalkitError
from goalkit.forms.buttons import Action
from goalkit.forms.conflict import Conflict
from goalkit.forms.drafting import Drafting
from goalkit.forms.editing import Editor
from goalkit.forms.handed import AnyRecord, Deed, Handed, Unsaved, Values, now
from goalkit.forms.labelling import Labelling
from goalkit.forms.look import line, stylesheet
from goalkit.forms.sheet import Sheet, heading

STUMBLED = "Not saved: goalkit stumbled. View → Show Log Console says where; what you typed is still here."
UNCHANGED = "Nothing was changed: it is saved as it stands."


class RecordForm(Generic[AnyRecord]):
    """Widgets for one record at a time; it holds no data. Show it by naming it last in a cell.

    Attributes:
        fields: the fields on display, by name.
        button: Save.
        undo_button: takes back what the form did last.
        status: what was saved, or what to look at.
        whole: a fault that spans fields.
        drafting: the line about what is not saved yet.
        editor: the list of what was written before, the button to remove, the reason of a change.
        conflict: two versions of the record, when somebody else changed it in the meantime.
        widget: all of it.
    """

    def __init__(self, model: type[AnyRecord], handed: Handed[AnyRecord]) -> None:
        self.model, self._handed = model, handed
        self._sheet = Sheet(model, now(handed.choices), handed.shows)
        self.fields, self.whole = self._sheet.fields, self._sheet.whole
        self.status = line("", "gk-status")
        self.button = Action(description="Save", busy_text="Saving …", style_class="mod-primary")
        self.undo_button = Action(description="Undo", disabled=True)
        self.drafting = Drafting(handed.drafts, self._unsaved)
        self.editor = Editor(handed.called or model.label, handed, self._go_to, self.remove)
        self.conflict: Conflict = Conflict(handed.called or model.label)
        self.widget = self._laid_out()
        self._then: list[Callable[[], object]] = []
        self._base: AnyRecord | None = None
        self._theirs: AnyRecord | None = None
        self._take_back: Callable[[], str] | None = None
        self._saved: Values | None = None  # what stood in the fields, between the two steps of a save
        self._told = ""  # what the save did, said when the fields are ready for the next
        self._nothing_new = False
        self._watchers: list[Callable[[], object]] = []
        self._connect()
        self._open()

    def __getitem__(self, name: str) -> Any:
        """The widget of a field."""
        return self.fields[name].widget

    def _repr_mimebundle_(self, **wanted: Any) -> Any:
        return self.widget._repr_mimebundle_(**wanted)

    @property
    def values(self) -> dict[str, Any]:
        """What was typed so far and can be read, by field."""
        return self._sheet.values()

    @property
    def record_id(self) -> str:
        """The record that is being changed, "" for a new one."""
        return self.editor.record_id

    def then(self, do: Callable[[], object]) -> None:
        """Calls a function after each save, for example another form's `refresh`."""
        self._then.append(do)

    def watch(self, do: Callable[[], object]) -> None:
        """Calls a function whenever what stands in the fields has changed, `values` or the record on display."""
        self._watchers.append(do)

    def fill(self, **values: Any) -> None:
        """Puts values into fields as if a person had typed them."""
        self._sheet.retype({name: self.fields[name].as_typed(value) for name, value in values.items()})
        self._changed()

    def refresh(self) -> None:
        """Offers what there is to choose from now; what was typed and chosen stays."""
        self._offer(self._base)
        self.editor.refresh(self.drafting.left())

    # --- what is on display

    def _connect(self) -> None:
        carried = [*(field.widget for field in self.fields.values()), self.editor.why]
        actions = {
            self.undo_button: self.undo,
            self.drafting.discard: self.discard,
            self.conflict.keep: self.keep_mine,
            self.conflict.take: self.take_theirs,
        }
        for button, do in actions.items():
            button.on_settled(do)
        self.button.on_click(self._save)
        self.button.on_settled(self._settle)
        for button in (self.button, *actions, *self.editor.buttons):
            button.carry(carried)
        self._sheet.watch(self._changed)
        self.editor.why.observe(lambda _: self._changed(), "value")

    def _open(self) -> None:
        """Begins where the person left off."""
        left = self.drafting.find(self._handed.home() if self._handed.single else None)
        self._show(left.record_id if left else self._handed.home(), left)

    def clear(self) -> None:
        """Makes the form ready for the next record."""
        self._show(self._handed.home())

    def edit(self, record_id: str) -> None:
        """Shows a record that was written before, to be changed; what was typed before is remembered."""
        self._go_to(record_id)

    def _go_to(self, record_id: str) -> None:
        if self.drafting.flush():
            self._say("")
            self._show(record_id, self.drafting.find(record_id))
        else:
            self._say("Please save or discard first: what you typed here is not remembered.", "gk-bad")

    def _show(self, record_id: str, left: Unsaved | None = None) -> None:
        """Shows a record, or an empty form for "", with what was typed of it and not saved."""
        self.conflict.hide()
        try:
            self._base = left.base if left else self.editor.find(record_id)
        except GoalkitError as error:
            self._say(f"{error}", "gk-bad")
            record_id, self._base = "", None
        self._fill(record_id)
        self.drafting.say("")
        self._nothing_new = False
        if left:
            self._retype(left.typed)
            self._tell(left)
        self._notify()

    def _tell(self, left: Unsaved) -> None:
        if self._is_changed():
            self.drafting.tell(left)

    def _notify(self) -> None:
        for do in self._watchers:
            do()

    def _fill(self, record_id: str) -> None:
        if self._base is None:
            start = {**now(self._handed.start), **({"id": record_id} if record_id else {})}
            given, unseen = {**self._sheet.defaults(), **start}, start
        else:
            given = unseen = {name: getattr(self._base, name) for name in self.model.model_fields}
        self.editor.show(record_id, self._base is not None, self.drafting.left())
        self._offer(self._base)
        self._sheet.fill(given, {name: value for name, value in unseen.items() if name not in self.fields})

    def _offer(self, record: AnyRecord | None) -> None:
        """What can be chosen now, with what the record on display has chosen, on offer to others or not."""
        choices, chosen = dict(now(self._handed.choices)), self.editor.chosen(record)
        for name, own in chosen.items():
            offered = [key for _, key in choices.get(name, ())]
            choices[name] = [*choices.get(name, ()), *(one for one in own if one[1] not in offered)]
        self._sheet.offer(choices)

    def _typed(self) -> dict[str, Any]:
        return {**self._sheet.typed(), **self.editor.typed()}

    def _retype(self, typed: Values) -> None:
        self.editor.retype(typed)
        self._sheet.retype(typed)

    def _is_changed(self) -> bool:
        return bool(self._sheet.changed() or self.editor.why.value)

    def _unsaved(self) -> Unsaved | None:
        """What is to be remembered; None when nothing was changed."""
        return Unsaved(self._typed(), self.record_id, self._base) if self._is_changed() else None

    def _changed(self) -> None:
        self._nothing_new = False
        self._say("")
        self._sheet.check()
        if self._is_changed():
            self.drafting.changed()
        else:
            self.drafting.drop(self.record_id)
        self._notify()

    # --- saving

    def save(self) -> None:
        """Saves what was typed, or says what to look at first; a second click on the same does nothing."""
        self._save()
        self._settle()

    def _save(self) -> None:
        """The first step: the record is kept, and the fields stay as they are."""
        self._sheet.unfinished = set(self.button.unfinished)
        if self._saved is not None or self._nothing_new:
            return
        self._sheet.touched.update(self.fields)
        record, faults = self._sheet.check()
        if record is None:
            self._say(f"Not saved yet. {self._sheet.look_at(faults)}", "gk-bad")
        elif deed := self._hand_on(record):
            self._done(deed)

    def _done(self, deed: Deed[AnyRecord]) -> None:
        typed = self._typed()
        self._saved = typed
        self._sheet.touched.clear()
        self.drafting.drop(self.record_id)
        self._can_undo(lambda: self._undone(deed, typed))
        self._told = self._in_words(deed)
        for do in self._then:
            do()

    def _settle(self) -> None:
        """The second step: the form is ready for the next, but for what was typed since the first.

        Only then it says what was saved: whoever waits for these words types into fields that are ready.
        """
        if self._saved is None:
            return
        since = {name: value for name, value in self._typed().items() if value != self._saved[name]}
        again = self.record_id if since and self._base is not None else self._handed.home()
        self._saved = None
        self._show(again)
        self._nothing_new = not since
        if since:
            self._retype(since)
            self.drafting.changed()
        self._say(self._told, "gk-good")

    def _hand_on(self, record: AnyRecord) -> Deed[AnyRecord] | None:
        """Hands the record on; gives what was done, None when it was refused."""
        trouble = STUMBLED  # what an error nobody foresaw leaves behind: it never looks like saved
        deed = None
        self._say("Saving …")
        try:
            deed = self._keep(record)
        except ConflictError as error:
            trouble = "Not saved yet: please decide below."
            self._show_conflict(record, error.theirs)
        except GoalkitError as error:
            trouble = f"Not saved: {error}"
        finally:
            if deed is None:
                self._say(trouble, "gk-bad")
        return deed

    def _keep(self, record: AnyRecord) -> Deed[AnyRecord]:
        if self._base is None or self._handed.editing is None:
            return self._handed.save(record)
        return self._handed.editing.change(self._base, record, self.editor.why.value)

    def _in_words(self, deed: Deed[AnyRecord]) -> str:
        if deed.said:
            return f"Saved: {deed.said}"
        if deed.before is None and deed.after is not None:
            return f"Saved: {self._sheet.told(deed.after)}"
        if deed.before is not None and deed.after is not None:
            changes = self._sheet.changes(deed.before, deed.after)
            return f"Changed: {', '.join(changes)}" if changes else UNCHANGED
        return f"Removed: {self._sheet.told(deed.before)}" if deed.before is not None else ""

    # --- taking back, letting go

    def _can_undo(self, take_back: Callable[[], str] | None) -> None:
        self._take_back = take_back
        self.undo_button.disabled = take_back is None

    def undo(self) -> None:
        """Takes back what the form did last; what was typed for it is in the form again."""
        if self._take_back is None:
            return
        try:
            said = self._take_back()
        except GoalkitError as error:
            self._say(f"Not taken back: {error}", "gk-bad")
            return
        self._can_undo(None)
        self._say(said, "gk-good")
        for do in self._then:
            do()

    def _undone(self, deed: Deed[AnyRecord], typed: Values) -> str:
        if self._handed.undo is None:
            raise GoalkitError("this form only adds; book.undo() takes back the latest change")
        said, record = self._handed.undo(deed), deed.before or deed.after
        if self._is_changed() and record is not None and record.id != self.record_id:
            # Something else is being written: what was taken back waits in the list.
            self.drafting.keep(Unsaved(typed, record.id, deed.before))
            self.editor.refresh(self.drafting.left())
            return f"{said} What you typed for it is in the list above."
        base = deed.before
        self._show(base.id if base else "", Unsaved(typed, base.id if base else "", base))
        self.drafting.changed()
        return f"{said} It is in the form again."

    def remove(self) -> None:
        """Takes the record on display out; a refusal is shown."""
        if self._base is None or self._handed.editing is None:
            return
        try:
            deed = self._handed.editing.remove(self._base)
        except ConflictError as error:
            self._say("Not removed: please look at it first.", "gk-bad")
            self._show_conflict(self._base, error.theirs)
        except GoalkitError as error:
            self._say(f"Not removed: {error}", "gk-bad")
        else:
            self._done(deed)
            self._settle()

    def discard(self) -> None:
        """Lets go of what was typed and not saved; Undo brings it back."""
        unsaved = Unsaved(self._typed(), self.record_id, self._base)
        self.drafting.drop(self.record_id)
        self._show(self.record_id if self._base is not None else self._handed.home())
        self._can_undo(lambda: self._bring_back(unsaved))
        self._say("Let go of what was typed.")

    def _bring_back(self, unsaved: Unsaved) -> str:
        self._show(unsaved.record_id, unsaved)
        self.drafting.changed()
        return "What was typed is in the form again."

    # --- two versions

    def _show_conflict(self, mine: AnyRecord, theirs: AnyRecord | None) -> None:
        self._theirs = theirs
        if theirs is None:
            self.conflict.show_gone()
            return
        changed = self._sheet.changed()
        left_alone = {field.title for name, field in self.fields.items() if name not in changed}
        self.conflict.show(self._sheet.differences(mine, theirs), left_alone)

    def keep_mine(self) -> None:
        """Saves what was changed here over their version, or the whole anew where theirs is gone."""
        typed, reason = self._typed(), self.editor.typed()
        mine = typed if self._theirs is None else {**self._sheet.changed(), **reason}
        record_id, self._base = self.record_id, self._theirs
        self.conflict.hide()
        self._fill(record_id)
        self._retype(mine)
        self.save()

    def take_theirs(self) -> None:
        """Shows their version, or an empty form where theirs is gone; Undo brings back what was typed."""
        self.discard()
        self._say("This is how it is now. Undo brings back what you typed.")

    # --- laying out

    def _laid_out(self) -> Any:
        needed = any(self.model.model_fields[name].is_required() for name in self.fields)
        note = [line("Fields with * are needed; the others may stay empty.", "gk-note")] if needed else []
        buttons = [self.button, *([self.undo_button] if self._handed.undo else []), *self.editor.removing]
        foot = W.HBox([*buttons, self.status]).add_class("gk-foot")
        head = [stylesheet(), Labelling(description=heading(self.model)), self.editor.chooser, self.drafting.widget]
        box = W.VBox([*head, *note, *self._sheet.rows, self.editor.reason, self.whole, foot, self.conflict.widget])
        return box.add_class("gk-form").add_class(f"gk-{self.model.kind.replace('_', '-')}-form")

    def _say(self, text: str, mood: str = "") -> None:
        for other in ("gk-good", "gk-bad"):
            self.status.remove_class(other)
        if mood:
            self.status.add_class(mood)
        self.status.value = text
