"""The questions at the end of a review, and what was answered the time before."""

from typing import TYPE_CHECKING, Any

from goalkit.errors import GoalkitError
from goalkit.forms.book_form import book_form
from goalkit.forms.earlier import EarlierAnswers, Told
from goalkit.forms.form import RecordForm
from goalkit.forms.wiring import Wiring
from goalkit.metrics import answers as given
from goalkit.periods import Period, parse_period, period_of
from goalkit.records import ReviewAnswer
from goalkit.records.reviews import ANSWERS, QUESTIONS

if TYPE_CHECKING:
    from goalkit.workbook import Book

# What the period can be chosen from: the latest ones that are over, of each kind so many.
OFFERED = {"month": 3, "week": 3, "quarter": 2, "year": 1}
FIRST = "Next time, what you write now will stand here, to see whether it came true."


def review_answer_form(book: "Book", period: str = "") -> RecordForm[ReviewAnswer]:
    """A form with the questions to a period; shows what was written about it, to go on with.

    Args:
        book: the workbook.
        period: for example "2025-03"; "" for the latest one that is over, of the kind that was answered last.
    """
    week_start = book.settings.calendar.week_start

    def about() -> str:
        latest = given.period_to_answer(book.frame(ReviewAnswer), book.today(), week_start)
        return parse_period(period, week_start).name if period else latest.name

    def written() -> dict[str, str]:
        return {record.period: record.id for record in book.records(ReviewAnswer)}

    def start() -> dict[str, str]:
        wanted = [about(), *_latest(book)]
        return {"period": next((name for name in wanted if name not in written()), "")}

    return book_form(
        book,
        ReviewAnswer,
        Wiring(
            choices=lambda: {"period": _latest(book)},
            start=start,
            shows=lambda name, values: name not in ANSWERS or name in _fitting(values, week_start),
            told=lambda record: _told(record, parse_period(record.period, week_start)),
            listed=lambda record: parse_period(record.period, week_start).title,
            home=lambda: written().get(about(), ""),
            name=f"{ReviewAnswer.kind} {period}".rstrip(),
            called="review",
        ),
    )


def answers_before(book: "Book", form: RecordForm[ReviewAnswer]) -> EarlierAnswers:
    """What was answered the time before the period in the form; follows it."""
    week_start = book.settings.calendar.week_start

    def find() -> Told | None:
        period = _read(form.values, week_start)
        before = given.answers_before(book.frame(ReviewAnswer), period) if period else None
        if before is None:
            return None
        head = f"What you wrote for {before.title}, on {before.day:%-d %B %Y}:"
        return head, [(answer.question, answer.text) for answer in before.answers]

    return EarlierAnswers(form, lambda: str(form.values.get("period", "")), find, FIRST)


def _told(record: ReviewAnswer, period: Period) -> str:
    asked = QUESTIONS[period.kind]
    written = sum(bool(getattr(record, name)) for name in asked)
    return f"your answers for {period.title}, {written} of {len(asked)} questions"


def _read(values: Any, week_start: int) -> Period | None:
    """The period in a form, None while it cannot be read."""
    try:
        return parse_period(str(values.get("period", "")), week_start)
    except GoalkitError:
        return None


def _fitting(values: Any, week_start: int) -> tuple[str, ...]:
    """The questions of the period in a form; those of a month while there is none."""
    period = _read(values, week_start)
    return QUESTIONS.get(period.kind if period else given.USUAL_KIND, QUESTIONS[given.USUAL_KIND])


def _latest(book: "Book") -> list[str]:
    """The latest periods that are over, the newest of each kind first."""
    found = []
    for kind, many in OFFERED.items():
        period = period_of(book.today(), kind, book.settings.calendar.week_start)
        for _ in range(many):
            period = period.previous()
            found.append(period.name)
    return found
