"""The forms of values, self-assessment, skills, visions and affirmations."""

from typing import TYPE_CHECKING, Any

import ipywidgets as W  # noqa: N812 - the short name everyone gives it

from goalkit.charts.direction import plot_skill_gaps
from goalkit.forms.book_form import book_form
from goalkit.forms.form import RecordForm
from goalkit.forms.look import line, stylesheet
from goalkit.forms.picture import Picture
from goalkit.forms.table import Table
from goalkit.forms.wiring import Wiring
from goalkit.metrics.direction import skill_gaps, stated_shares
from goalkit.records import Affirmation, LearningItem, SelfAssessment, Skill, SkillRating, Value, Vision
from goalkit.smart import in_present_tense

if TYPE_CHECKING:
    import pandas as pd

    from goalkit.workbook import Book


def value_form(book: "Book") -> RecordForm[Value]:
    """A form for what matters, and how much."""
    return book_form(book, Value, Wiring(told=lambda value: f"{value.name}, {value.importance} of 10"))


def values_table(book: "Book", after: RecordForm[Any]) -> Table:
    """The values by importance, with their share of it; follows what `after` saves."""

    def read() -> "pd.DataFrame":
        found = stated_shares(book.frame(Value))
        found["share"] = [f"{share:.0%}" for share in found["share"]]
        titles = {"name": "Value", "importance": "Importance", "share": "Share"}
        return found.rename(columns=titles)[list(titles.values())]

    return Table(read, "What matters to you", "No value is written down yet; three to six are plenty.", after)


def assessment_form(book: "Book") -> RecordForm[SelfAssessment]:
    """A form for interests, strengths, things to improve, and results of tests."""
    return book_form(
        book, SelfAssessment, Wiring(told=lambda item: f"{item.aspect}: {item.text}", called="note on yourself")
    )


def assessment_table(book: "Book", after: RecordForm[Any]) -> Table:
    """What a person wrote of themselves, by kind; follows what `after` saves."""

    def read() -> "pd.DataFrame":
        found = book.frame(SelfAssessment).sort_values(["aspect", "day"], kind="stable")
        titles = {"aspect": "Kind", "text": "What", "evidence": "Evidence", "day": "Day"}
        return found.astype({"aspect": "str"})[list(titles)].rename(columns=titles)

    return Table(read, "What you know of yourself", "Nothing yet; one strength with an example is a good start.", after)


def skill_form(book: "Book") -> RecordForm[Skill]:
    """A form for a skill and the level it should have."""
    return book_form(book, Skill, Wiring(told=lambda skill: f"{skill.name}, wanted at {skill.wanted} of 5"))


def skill_rating_form(book: "Book") -> RecordForm[SkillRating]:
    """A form for the level of a skill today."""

    def told(rating: SkillRating) -> str:
        return f"{book.get(Skill, rating.skill_id).name} at {rating.level} of 5 on {rating.day}"

    return book_form(book, SkillRating, Wiring(told=told, called="rating"))


def skills_picture(book: "Book", after: RecordForm[Any]) -> Picture:
    """How far each skill is from where it should be; follows what `after` saves."""

    def read() -> Any:
        frames = book.frame(Skill), book.frame(SkillRating), book.frame(LearningItem)
        return plot_skill_gaps(skill_gaps(*frames, book.today()))

    return Picture(read, after=[after])


def vision_form(book: "Book") -> RecordForm[Vision]:
    """A form for a picture of the years ahead; each saving is a version, and older ones stay."""
    return book_form(book, Vision, Wiring(told=lambda vision: f"your vision in {vision.horizon}, as of {vision.day}"))


def visions_table(book: "Book", after: RecordForm[Any]) -> Table:
    """All versions of the visions, the nearest horizon first and its newest on top; follows what `after` saves."""

    def read() -> "pd.DataFrame":
        found = book.frame(Vision).sort_values("day", ascending=False, kind="stable")
        found = found.sort_values("horizon", kind="stable").astype({"horizon": "str"})
        titles = {
            name: Vision.model_fields[name].title or name
            for name in ("horizon", "day", "role", "industry", "skills", "picture")
        }
        return found[list(titles)].rename(columns=titles)

    return Table(
        read, "Your visions, newest first", "No vision yet; a few words about a day in ten years are enough.", after
    )


def affirmation_form(book: "Book") -> RecordForm[Affirmation]:
    """A form for a sentence to oneself, with a gentle hint when it is not in the present."""

    def told(affirmation: Affirmation) -> str:
        hint = in_present_tense(affirmation.text)
        return f"“{affirmation.text}”" + (f" {hint}" if hint else "")

    def shows(name: str, _: Any) -> bool:
        return name != "retired_on" or bool(form and form[0].record_id)

    form: list[RecordForm[Affirmation]] = []
    form.append(book_form(book, Affirmation, Wiring(told=told, shows=shows)))
    return form[0]


class TenseHint:
    """A gentle hint while an affirmation is written. Show it by naming it last in a cell.

    Attributes:
        hint: the hint, "" when the sentence is in the present.
        widget: all of it.
    """

    def __init__(self, form: RecordForm[Affirmation]) -> None:
        self._form = form
        self.hint = line("", "gk-note")
        self.widget = W.VBox([stylesheet(), self.hint]).add_class("gk-form")
        form.watch(self.refresh)
        self.refresh()

    def _repr_mimebundle_(self, **wanted: Any) -> Any:
        return self.widget._repr_mimebundle_(**wanted)

    def refresh(self) -> None:
        """Looks at what stands in the form."""
        text = str(self._form.values.get("text", ""))
        self.hint.value = in_present_tense(text) if text else ""


def affirmations_table(book: "Book", after: RecordForm[Any]) -> Table:
    """The affirmations in use, in order; follows what `after` saves."""

    def read() -> "pd.DataFrame":
        found = book.frame(Affirmation)
        return found[found["retired_on"].isna()][["text"]].rename(columns={"text": "Affirmation"})

    return Table(read, "What you tell yourself", "None yet; there need not be any.", after)


def tense_hint(form: RecordForm[Affirmation]) -> TenseHint:
    """A gentle hint while an affirmation is written."""
    return TenseHint(form)
