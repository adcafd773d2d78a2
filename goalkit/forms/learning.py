"""The form of what a person means to learn, and how it lies over the year and the skills."""

from datetime import date
from typing import TYPE_CHECKING, Any

from goalkit.charts.learning import plot_learning_months
from goalkit.forms.book_form import book_form
from goalkit.forms.form import RecordForm
from goalkit.forms.picture import Picture
from goalkit.forms.reading import show
from goalkit.forms.table import Table
from goalkit.forms.wiring import Wiring
from goalkit.metrics.learning import cost, month_hours, skill_hours
from goalkit.records import LearningItem, Skill

if TYPE_CHECKING:
    import pandas as pd

    from goalkit.workbook import Book


def learning_form(book: "Book") -> RecordForm[LearningItem]:
    """A form that keeps courses, books, meetups and practice, before and after they are done."""

    def told(item: LearningItem) -> str:
        hours = f", {show(item.hours)} h" if item.hours else ""
        return f"{item.title} ({item.form}{hours}). {budget_sentence(book)}".rstrip()

    return book_form(book, LearningItem, Wiring(told=told))


def skills_table(book: "Book", after: RecordForm[Any]) -> Table:
    """The skills and what each is given, those with nothing first; follows what `after` saves."""
    return Table(
        lambda: skill_hours_shown(book),
        caption="What each skill is given",
        nothing="No skills are written down yet; notebook 03 is their place.",
        after=after,
    )


def learning_picture(book: "Book", after: RecordForm[Any], year: int | None = None) -> Picture:
    """Hours of learning in each month of a year, this one unless given; follows what `after` saves."""
    chosen = year or book.today().year
    return Picture(lambda: plot_learning_months(month_hours(book.frame(LearningItem), chosen), chosen), after=[after])


def skill_hours_shown(book: "Book") -> "pd.DataFrame":
    """Columns Skill, Items, Hours; empty without skills."""
    found = skill_hours(book.frame(LearningItem), book.frame(Skill))
    return found.rename(columns={"name": "Skill", "items": "Items", "hours": "Hours"})[["Skill", "Items", "Hours"]]


def budget_sentence(book: "Book", as_of: date | None = None) -> str:
    """What the year's learning costs against the budget in the settings; "" when neither is known."""
    settings = book.settings
    found = cost(book.frame(LearningItem), as_of or book.today(), settings.learning_budget)
    if found.left is None:
        return f"This year's learning costs {_money(found.planned, settings.currency)}." if found.planned else ""
    spent, budget = _money(found.spent, settings.currency), _money(found.budget or 0, settings.currency)
    planned = (
        f", {_money(found.planned, settings.currency)} with what is planned" if found.planned > found.spent else ""
    )
    over = " That is more than the budget; settings are in notebook 01." if found.planned > (found.budget or 0) else ""
    return f"{spent} of {budget} spent this year{planned}.{over}"


def _money(amount: float, currency: str) -> str:
    return f"{amount:,.2f}".removesuffix(".00") + f" {currency}"
