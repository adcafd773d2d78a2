"""The forms of people, meetings and feedback, and who is due to hear from one."""

import math
from typing import TYPE_CHECKING, Any

from goalkit.forms.book_form import book_form
from goalkit.forms.form import RecordForm
from goalkit.forms.table import Table
from goalkit.forms.wiring import Wiring
from goalkit.metrics.feedback import open_actions
from goalkit.metrics.people import contacts_due
from goalkit.records import Contact, Feedback, Meeting

if TYPE_CHECKING:
    import pandas as pd

    from goalkit.workbook import Book


def contact_form(book: "Book") -> RecordForm[Contact]:
    """A form that keeps people; saved ones can be changed when the relation does."""
    return book_form(book, Contact, Wiring(told=lambda person: f"{person.name}, your {person.relation}"))


def meeting_form(book: "Book") -> RecordForm[Meeting]:
    """A form that keeps conversations, today's unless changed."""

    def told(meeting: Meeting) -> str:
        name = book.get(Contact, meeting.contact_id).name
        again = f"; again on {meeting.next_contact}" if meeting.next_contact else ""
        return f"a conversation with {name} on {meeting.day}{again}"

    return book_form(book, Meeting, Wiring(told=told, listed=lambda meeting: f"{meeting.day} {_name(book, meeting)}"))


def feedback_form(book: "Book") -> RecordForm[Feedback]:
    """A form for a question asked, what was said and what follows; come back to it when the answer is there."""

    def told(feedback: Feedback) -> str:
        return f"“{feedback.question}”, asked on {feedback.day}" + (", answered" if feedback.said else "")

    return book_form(book, Feedback, Wiring(told=told, listed=lambda feedback: f"{feedback.day} {feedback.question}"))


def contacts_table(book: "Book", after: RecordForm[Any]) -> Table:
    """Everyone, the most overdue first; follows what `after` saves."""
    return Table(
        lambda: due_people(book),
        caption="Who is due to hear from you",
        nothing="Nobody is written down yet; one name is enough to begin with.",
        after=after,
    )


def feedback_table(book: "Book", after: RecordForm[Any]) -> Table:
    """Feedback whose action is still open, the earliest due first; follows what `after` saves."""
    return Table(
        lambda: open_feedback(book),
        caption="What you meant to do about feedback",
        nothing="No action is open.",
        after=after,
    )


def due_people(book: "Book") -> "pd.DataFrame":
    """Columns Person, Relation, Last met, Be in touch, Overdue; empty without anyone."""
    due = contacts_due(book.frame(Contact), book.frame(Meeting), book.today())
    due["overdue_days"] = [_overdue(days) for days in due["overdue_days"]]
    titles = {"name": "Person", "relation": "Relation", "last_met": "Last met", "due": "Be in touch"}
    return due.rename(columns={**titles, "overdue_days": "That is"})[[*titles.values(), "That is"]]


def open_feedback(book: "Book") -> "pd.DataFrame":
    """Columns Asked on, Question, Action, Due of what is not done yet; empty when all is."""
    titles = {"day": "Asked on", "question": "Question", "action": "Action", "action_due": "Due"}
    return open_actions(book.frame(Feedback), book.today()).rename(columns=titles)


def _overdue(days: float) -> str:
    if math.isnan(days):  # nothing was agreed
        return ""
    whole = abs(round(days))
    if whole == 0:
        return "today"
    return f"{'in ' if days < 0 else ''}{whole} day{'' if whole == 1 else 's'}{' ago' if days > 0 else ''}"


def _name(book: "Book", meeting: Meeting) -> str:
    return book.get(Contact, meeting.contact_id).name
