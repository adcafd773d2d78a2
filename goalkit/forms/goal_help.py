"""Help with a goal: a sentence that fills in its form, five letters that light up, a rewrite to use or leave."""

from datetime import date
from math import isnan
from typing import TYPE_CHECKING, Any

import ipywidgets as W  # noqa: N812 - the short name everyone gives it

from goalkit.forms.buttons import Action
from goalkit.forms.fields import LABEL_WIDTH, NONE
from goalkit.forms.form import RecordForm
from goalkit.forms.look import line, stylesheet
from goalkit.metrics.capacity import active_goals, capacity
from goalkit.records import Goal
from goalkit.smart import EXAMPLES, Capacity, GoalSentence, SmartReport, check_goal, read_goal, rewrite

if TYPE_CHECKING:
    from goalkit.workbook import Book

READ = {
    "baseline": "from",
    "target": "to",
    "unit": "in",
    "per": "per",
    "start": "beginning",
    "due": "due",
    "hours_per_week": "hours a week",
}
LIT, UNLIT = "●", "○"  # and in words beside it


class GoalHelp:
    """A sentence about a goal, read as far as it goes. Show it by naming it last in a cell.

    It looks at the form once something is written there, else at the sentence; what the form says wins.

    Attributes:
        sentence: what the person writes.
        examples: goals of others, to begin from.
        fill: fills in the form with what the sentence says.
        use: puts the rewrite into the sentence.
        letters: letter → the two lines about it.
        read: what was read, and what is to be known yet.
        proposal: the rewrite.
        widget: all of it.
    """

    def __init__(self, book: "Book", into: RecordForm[Goal], as_of: date | None = None) -> None:
        self._book, self._into, self._as_of = book, into, as_of
        self.sentence = _labelled(W.Textarea(rows=2, placeholder="Read 12 books by December"), "In one sentence")
        shown = [NONE, *((f"{example.profession}: {example.sentence}", example.sentence) for example in EXAMPLES)]
        self.examples = _labelled(W.Dropdown(options=shown, value=""), "An example")
        self.fill = Action(description="Fill in the form below", style_class="mod-primary")
        self.use = Action(description="Use this sentence")
        self.read, self.proposal = line("", "gk-help"), line("", "gk-note")
        self.letters = {letter: (line("", "gk-letter"), line("", "gk-reason")) for letter in "SMART"}
        rows = [W.HBox(pair).add_class("gk-letter-row") for pair in self.letters.values()]
        panel = W.VBox(rows).add_class("gk-letters")
        rewriting = W.HBox([self.proposal, self.use]).add_class("gk-beside")
        inner = [self.examples, self.sentence, self.read, self.fill, panel, rewriting]
        self.widget = W.VBox([stylesheet(), *inner]).add_class("gk-form").add_class("gk-goal-help")
        self._connect()
        self.refresh()

    def _repr_mimebundle_(self, **wanted: Any) -> Any:
        return self.widget._repr_mimebundle_(**wanted)

    def refresh(self) -> None:
        """Counts the hours again that other goals ask."""
        self._judged = self._into.record_id
        self._capacity = free_hours(self._book, self._day(), self._judged)
        self.look()

    def look(self) -> None:
        """Reads sentence and form again, as with every key."""
        if self._into.record_id != self._judged:  # the hours of the goal in the form are not asked by another
            self.refresh()
            return
        report = self.report()
        written = bool(self._text())
        for one in report.letters:
            head, reason = self.letters[one.letter]
            head.value = f"{LIT if one.lit else UNLIT} {one.name.capitalize()}"
            reason.value = f"{'yes' if one.lit else 'not yet'}: {one.reason}" if written else ""
            mark = (head.add_class, head.remove_class)[not one.lit]
            mark("gk-lit")
        better = rewrite(report) if written else ""
        self.proposal.value = f"As a whole: {better}" if better else ""
        self.use.layout.display = None if better and better != self.sentence.value.strip() else "none"
        self.read.value = _read_words(read_goal(self.sentence.value, self._day()))

    def report(self) -> SmartReport:
        """The five letters of what is written: of the form, or of the sentence while the form is empty."""
        typed = self._into.values
        written = {**read_goal(self.sentence.value, self._day()).values(), **_filled(typed)}
        if typed.get("title"):
            return check_goal(written, self._day(), self._capacity)
        return check_goal(self.sentence.value, self._day(), self._capacity)

    def fill_in(self) -> None:
        """Puts what the sentence says into the form, as if typed; what is there already and not said stays."""
        said = read_goal(self.sentence.value, self._day()).values()
        if said:
            self._into.fill(**said)

    def use_rewrite(self) -> None:
        """Puts the rewrite into the sentence, with its gaps to be filled."""
        self.sentence.value = self.proposal.value.removeprefix("As a whole: ")

    def _connect(self) -> None:
        self.fill.carry([self.sentence])
        self.fill.on_click(self.fill_in)
        self.use.on_click(self.use_rewrite)
        self.sentence.observe(lambda _: self.look(), "value")
        self.examples.observe(lambda change: self._example(change["new"]), "value")
        self._into.watch(self.look)
        self._into.then(self.refresh)

    def _example(self, sentence: str) -> None:
        if sentence:
            self.sentence.value = sentence

    def _day(self) -> date:
        return self._as_of or self._book.today()

    def _text(self) -> str:
        return str(self.sentence.value or self._into.values.get("title") or "").strip()


def goal_help(book: "Book", into: RecordForm[Goal], as_of: date | None = None) -> GoalHelp:
    """Help with the goal in a form: relative dates count from `as_of`, today unless given."""
    return GoalHelp(book, into, as_of)


def free_hours(book: "Book", as_of: date, but: str = "") -> Capacity:
    """The hours a week that goals can have, and those that active goals ask already, `but` for one."""
    goals = book.frame(Goal)
    found = capacity(goals, book.entries(), book.settings, as_of)
    asked = float(active_goals(goals[goals["id"] != but], as_of)["hours_per_week"].sum())
    return Capacity(None if isnan(found.free) else found.free, asked)


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", [], ())}


def _read_words(goal: GoalSentence) -> str:
    """What was read from a sentence, how something was taken, and what is to be known yet."""
    if not goal.sentence.strip():
        return ""
    values = goal.values()
    parts = [f"{label} {_plain(values[name])}" for name, label in READ.items() if name in values]
    measured = f"Read: {values['measure']}, " if "measure" in values else "Read: "
    read = f"{measured}{' · '.join(parts)}." if parts else ""
    return " ".join(filter(None, [read, *goal.notes, *goal.asks.values()]))


def _plain(value: Any) -> str:
    return f"{value:,.10g}" if isinstance(value, float) else str(value)


def _labelled(widget: Any, title: str) -> Any:
    widget.description = title
    widget.style.description_width = LABEL_WIDTH
    return widget.add_class("gk-long")
