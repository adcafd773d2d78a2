"""The forms of roadblocks and of the days they struck, their map, and how the plans did."""

from datetime import date
from typing import TYPE_CHECKING, Any

import ipywidgets as W  # noqa: N812 - the short name everyone gives it

from goalkit.charts.obstacles import plot_risks
from goalkit.forms.book_form import book_form
from goalkit.forms.form import RecordForm
from goalkit.forms.look import line, stylesheet
from goalkit.forms.picture import Picture
from goalkit.forms.table import Table
from goalkit.forms.wiring import Wiring
from goalkit.forms.words import Words
from goalkit.metrics.obstacles import lessons, risks, year_plan_rate
from goalkit.records import Roadblock, RoadblockEvent
from goalkit.smart.if_then import act_hint, situation_hint

if TYPE_CHECKING:
    import pandas as pd

    from goalkit.workbook import Book


def roadblock_form(book: "Book") -> RecordForm[Roadblock]:
    """A form that keeps roadblocks with their if–then plan."""

    def told(roadblock: Roadblock) -> str:
        plan = "with its plan" if roadblock.if_text and roadblock.then_text else "without a plan yet"
        return f"{roadblock.title} ({roadblock.sort}), {plan}"

    def shows(name: str, _: Any) -> bool:
        return name != "closed_on" or bool(form and form[0].record_id)

    form: list[RecordForm[Roadblock]] = []
    form.append(book_form(book, Roadblock, Wiring(told=told, shows=shows)))
    return form[0]


class PlanHelp:
    """What an if–then plan reads like, and what would make it easier to keep. Show it by naming it last in a cell.

    Attributes:
        plan: the plan as one sentence.
        hints: what might be clearer, "" when nothing.
        widget: all of it.
    """

    def __init__(self, form: RecordForm[Roadblock]) -> None:
        self._form = form
        self.plan, self.hints = line("", "gk-note"), line("", "gk-help")
        self.widget = W.VBox([stylesheet(), self.plan, self.hints]).add_class("gk-form").add_class("gk-plan-help")
        form.watch(self.refresh)
        self.refresh()

    def _repr_mimebundle_(self, **wanted: Any) -> Any:
        return self.widget._repr_mimebundle_(**wanted)

    def refresh(self) -> None:
        """Reads the plan as it stands in the form."""
        values = self._form.values
        if_text, then_text = str(values.get("if_text", "")), str(values.get("then_text", ""))
        self.plan.value = _plan(if_text, then_text)
        self.hints.value = " ".join(filter(None, [situation_hint(if_text), act_hint(then_text)]))


def plan_help(form: RecordForm[Roadblock]) -> PlanHelp:
    """The plan that is being written in a form, read back, with a gentle hint where it could be clearer."""
    return PlanHelp(form)


def roadblock_event_form(book: "Book") -> RecordForm[RoadblockEvent]:
    """A form for the day a roadblock struck: was the plan used, did it work, what was learned."""

    def told(event: RoadblockEvent) -> str:
        title = book.get(Roadblock, event.roadblock_id).title
        return f"{title}, {event.day}, {'plan used' if event.plan_used else 'plan not used'}"

    def shows(name: str, values: Any) -> bool:
        return name != "worked" or bool(values.get("plan_used"))

    return book_form(book, RoadblockEvent, Wiring(told=told, shows=shows, called="day it struck"))


def risk_picture(book: "Book", after: RecordForm[Any], as_of: date | None = None) -> Picture:
    """The open roadblocks by likelihood and impact; follows what `after` saves."""

    def read() -> Any:
        return plot_risks(risks(book.frame(Roadblock), book.frame(RoadblockEvent), as_of or book.today()))

    return Picture(read, after=[after])


def plans_table(book: "Book", after: RecordForm[Any]) -> Table:
    """The open roadblocks and their plans, the heaviest first; follows what `after` saves."""
    return Table(
        lambda: open_plans(book),
        caption="Your if–then plans",
        nothing="No roadblock is written down; that may be just right.",
        after=after,
    )


def lessons_table(book: "Book", after: RecordForm[Any]) -> Table:
    """What was learned, the latest first; follows what `after` saves."""
    return Table(
        lambda: lessons(book.frame(RoadblockEvent), book.frame(Roadblock)).rename(
            columns={"day": "Day", "title": "Roadblock", "lesson": "Lesson"}
        ),
        caption="What you learned",
        nothing="No lesson yet. The first time something strikes, a line here is worth having.",
        after=after,
    )


def open_plans(book: "Book", as_of: date | None = None) -> "pd.DataFrame":
    """Columns Roadblock, Kind, If, Then, Struck (how often); the heaviest first, empty when none is open."""
    frame = book.frame(Roadblock)
    found = risks(frame, book.frame(RoadblockEvent), as_of or book.today())
    plans = frame.set_index("id")[["if_text", "then_text"]].reindex(found["roadblock_id"])
    shown = found.assign(If=plans["if_text"].to_numpy(), Then=plans["then_text"].to_numpy())
    titles = {"title": "Roadblock", "sort": "Kind", "times": "Struck"}
    return shown.rename(columns=titles)[["Roadblock", "Kind", "If", "Then", "Struck"]]


def plan_words(book: "Book", after: RecordForm[Any]) -> Words:
    """How the plans of the last twelve months did; follows what `after` saves."""
    return Words(lambda: plan_sentence(book), after=[after])


def plan_sentence(book: "Book", as_of: date | None = None) -> str:
    """How the plans of the last twelve months did, in words."""
    rate = year_plan_rate(book.frame(RoadblockEvent), as_of or book.today())
    if not rate.struck:
        return "Nothing struck in the last twelve months, or nothing was noted."
    times = "once" if rate.struck == 1 else f"{rate.struck} times"
    used = f"Something struck {times} in the last twelve months; a plan was used in {rate.used} of them"
    if not rate.judged:
        return f"{used}."
    return f"{used}, and it worked in {rate.hit_rate:.0%} of the {rate.judged} that you judged (partly counts half)."


def _plan(if_text: str, then_text: str) -> str:
    if not if_text and not then_text:
        return "Your plan will be read back here: If … then I will …"
    first = if_text.strip().rstrip(".…") or "…"
    second = then_text.strip().rstrip(".") or "…"
    lead = "" if first.lower().startswith(("if ", "when ")) else "If "
    act = second if second.lower().startswith(("i ", "then ")) else f"I will {second}"
    return f"{lead}{first}, then {act.removeprefix('then ')}."
