"""How a workbook's reviews stand on a day: what is owed, what failed, what is there and not yet in the ledger."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from goalkit.records import Recipient, ReviewRun, ReviewSchedule
from goalkit.reviews.schedule.ledger import load_runs, run_of
from goalkit.reviews.schedule.owed import Key, Terms, due, owed, terms_of
from goalkit.reviews.schedule.whole import is_there
from goalkit.reviews.schedule.wished import load_wished
from goalkit.workbook.finished import first_day

if TYPE_CHECKING:
    from goalkit.workbook import Book


@dataclass(frozen=True, slots=True)
class Outlook:
    """How the reviews stand.

    Attributes:
        today: the local day.
        schedule: what is turned on; its `since` is None before the first run.
        terms: the same, with the editions that are wanted.
        owed: the reviews that are due and not there, oldest first.
        unsettled: those that are there, and not done in the ledger: made by hand, or by a run that was killed.
        runs: the ledger, by period and edition.
    """

    today: date
    schedule: ReviewSchedule
    terms: Terms
    owed: tuple[Key, ...]
    unsettled: tuple[Key, ...]
    runs: Mapping[tuple[str, str], ReviewRun]

    @property
    def failed(self) -> list[ReviewRun]:
        """The rows of those owed whose latest try failed, oldest first."""
        found = (run_of(self.runs, key) for key in self.owed)
        return [run for run in found if run is not None and run.state == "failed"]


def outlook(book: "Book", today: date) -> Outlook:
    """How the reviews of a workbook stand on a day; before the first run, as that would begin.

    A kind, or an edition for somebody, that was turned on later owes nothing that was due before.
    """
    schedule, runs, recipients = book.standing(ReviewSchedule), load_runs(book), book.records(Recipient)
    week_start = book.settings.calendar.week_start
    terms = terms_of(schedule, recipients, schedule.since or today, week_start)
    terms = replace(terms, begun=first_day(book), wished=load_wished(book, recipients))
    wanted = due(terms, today)
    there = {key for key in wanted if is_there(book.path, key)}
    open_ = [key for key in wanted if (run := run_of(runs, key)) is None or run.state != "done"]
    unsettled = tuple(key for key in open_ if key in there)
    return Outlook(today, schedule, terms, tuple(owed(terms, today, there)), unsettled, runs)
