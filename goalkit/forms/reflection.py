"""Looking back on a year, question by question, with last year's answers beside them; the theme of a year."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from goalkit.forms.book_form import book_form
from goalkit.forms.earlier import EarlierAnswers, Told
from goalkit.forms.form import RecordForm
from goalkit.forms.wiring import Wiring
from goalkit.records import LookBack, Theme
from goalkit.records.reflection import QUESTIONS

if TYPE_CHECKING:
    from goalkit.workbook import Book

OPENS_IN = 11  # from November on, the year that one opens is the next

OfAYear = TypeVar("OfAYear", LookBack, Theme)


def year_to_open(day: date) -> int:
    """The year that one opens on a day: this one, from November on the next."""
    return day.year + 1 if day.month >= OPENS_IN else day.year


def look_back_form(book: "Book") -> RecordForm[LookBack]:
    """A form with the questions that open a year; shows what was written for that year, to go on with."""

    def told(answers: LookBack) -> str:
        given = sum(bool(getattr(answers, name)) for name in QUESTIONS)
        return f"your look back for {answers.year}, {given} of {len(QUESTIONS)} questions answered"

    return book_form(
        book,
        LookBack,
        Wiring(
            told=told,
            start=lambda: {"year": year_to_open(book.today())},
            listed=lambda answers: f"for {answers.year}",
            home=_of_this_year(book, LookBack),
        ),
    )


def theme_form(book: "Book") -> RecordForm[Theme]:
    """A form for the theme of a year; shows the one that is there, to be changed."""
    return book_form(
        book,
        Theme,
        Wiring(
            told=lambda theme: f"“{theme.theme}” for {theme.year}",
            start=lambda: {"year": year_to_open(book.today())},
            listed=lambda theme: f"{theme.year}: {theme.theme}",
            home=_of_this_year(book, Theme),
        ),
    )


def earlier_answers(book: "Book", form: RecordForm[LookBack]) -> EarlierAnswers:
    """The answers of the latest year before the one in the form; follows it."""

    def year() -> int:
        """The year in the form, 0 while it cannot be read."""
        typed = str(form.values.get("year", ""))
        return int(typed) if typed.isdecimal() else 0

    def find() -> Told | None:
        before = [answers for answers in book.records(LookBack) if answers.year < year()]
        return _told(max(before, key=lambda answers: answers.year)) if before else None

    return EarlierAnswers(form, year, find, "Next year, what you write now will stand here.")


def _told(answers: LookBack) -> Told | None:
    given = [(title, getattr(answers, name)) for name, title in QUESTIONS.items() if getattr(answers, name)]
    return (f"What you wrote for {answers.year}, on {answers.day:%-d %B %Y}:", given) if given else None


def _of_this_year(book: "Book", model: type[OfAYear]) -> Callable[[], str]:
    """The id of the record of the year that one opens now, "" when there is none yet."""

    def found() -> str:
        year = year_to_open(book.today())
        return next((record.id for record in book.records(model) if record.year == year), "")

    return found
