"""All goals together: which serve which, whether they fit into a week, and which are undecided."""

from datetime import date
from typing import TYPE_CHECKING, Any

from goalkit.forms.form import RecordForm
from goalkit.forms.table import Table
from goalkit.forms.words import Words
from goalkit.metrics import terms
from goalkit.metrics.capacity import active_goals, cap_sentence, capacity, capacity_sentence
from goalkit.metrics.considering import undecided, undecided_sentence
from goalkit.metrics.terms import Steps, orphans, without_next_step
from goalkit.records import Goal, Milestone, Task, Value

if TYPE_CHECKING:
    import pandas as pd

    from goalkit.workbook import Book

INDENT = "\u2003"  # an em space a level, before the hook


def goal_tree(book: "Book", after: RecordForm[Any] | None = None) -> Table:
    """The goals, shorter ones under the longer one that they are part of; follows what `after` saves."""
    return Table(
        lambda: tree(book),
        caption="Your goals, and what they serve",
        nothing="No goals yet; the form above is the place for the first.",
        after=after,
    )


def tree(book: "Book") -> "pd.DataFrame":
    """Columns Goal (indented under what it is part of), Term, Due, Status, Serves; empty without goals."""
    import pandas as pd

    values, goals = (
        {value.id: value.name for value in book.records(Value)},
        {goal.id: goal for goal in book.records(Goal)},
    )
    placed = terms.tree(book.frame(Goal))
    rows = [
        (
            f"{INDENT * level}{'↳ ' if level else ''}{goal.title}",
            goal.term,
            goal.due,
            goal.status,
            _serves(goal, values),
        )
        for goal_id, level in zip(placed["id"], placed["level"], strict=True)
        for goal in [goals[goal_id]]
    ]
    return pd.DataFrame(rows, columns=["Goal", "Term", "Due", "Status", "Serves"])


def _serves(goal: Goal, values: dict[str, str]) -> str:
    served = [values[value] for value in goal.value_ids if value in values]
    vision = [f"the vision in {goal.serves_vision}"] if goal.serves_vision else []
    return ", ".join([*served, *vision])


def goal_words(book: "Book", after: RecordForm[Any] | None = None, as_of: date | None = None) -> Words:
    """What is worth knowing of all goals together, a line each; follows what `after` saves."""
    return Words(lambda: "\n".join(goal_sentences(book, as_of or book.today())), after=[after] if after else [])


def goal_sentences(book: "Book", as_of: date) -> list[str]:
    """Hours asked and free, the number of active goals, what leads nowhere yet, what is undecided; [] without goals."""
    goals, settings = book.frame(Goal), book.settings
    if goals.empty:
        return []
    titles = dict(zip(goals["id"], goals["title"], strict=True))
    found = capacity(goals, book.entries(), settings, as_of)
    return [
        capacity_sentence(found, titles),
        cap_sentence(len(active_goals(goals, as_of)), settings.goal_cap),
        *_linked(book, goals, as_of),
        *_undecided(book, as_of),
    ]


def _linked(book: "Book", goals: "pd.DataFrame", as_of: date) -> list[str]:
    steps = Steps(book.frame(Milestone), book.frame(Task))
    stuck = [f"“{row.title}” has no next step yet; a milestone or a task in notebook 05 would be one."
             for row in without_next_step(goals, steps, as_of).itertuples()]  # fmt: skip
    alone = orphans(goals)
    alone = alone[alone["lacks"] == "a vision"]
    return [*stuck, *(f"“{row.title}” serves no vision yet; that may be fine." for row in alone.itertuples())]


def _undecided(book: "Book", as_of: date) -> list[str]:
    titles = {goal.id: goal.title for goal in book.records(Goal) if goal.status == "considering"}
    weeks = undecided({goal: book.history(Goal, goal) for goal in titles}, as_of, book.settings.calendar)
    return [undecided_sentence(titles[row.goal_id], row.weeks) for row in weeks.itertuples()]
