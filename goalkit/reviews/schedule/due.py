"""The run of what is owed: lock, what comes before, the reviews, their check, what comes after."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from goalkit.errors import GoalkitError
from goalkit.records import Record, ReviewSchedule
from goalkit.reviews.listing import FACTS
from goalkit.reviews.schedule import ledger
from goalkit.reviews.schedule.outlook import Outlook, outlook
from goalkit.reviews.schedule.owed import Key, age, oldest_first
from goalkit.reviews.schedule.whole import check_whole, last_day, page_of

if TYPE_CHECKING:
    from goalkit.reviews.many import Crew, Order, Outcome
    from goalkit.workbook import Book

WHAT = "goalkit review --due"
# What is done under the lock around the reviews; gives the lines of the ledger that it wrote.
Step = Callable[["Book", datetime], Sequence[Record]]
Counting = Callable[[int, str], AbstractContextManager[Callable[[], None]]]


def _uncounted(_total: int, _of: str) -> AbstractContextManager[Callable[[], None]]:
    return nullcontext(lambda: None)


@dataclass(frozen=True, slots=True)
class DueOptions:
    """How what is owed is made.

    Attributes:
        template: the notebook to run; None for the workbook's own, or else goalkit's.
        before: done first, such as bringing in what lies in the inbox.
        after: done last, such as delivery.
        counting: gives what is called after each review, out of how many of what.
        crew: who makes the reviews; None for the usual ones.
    """

    template: Path | None = None
    before: Sequence[Step] = ()
    after: Sequence[Step] = ()
    counting: Counting = _uncounted
    crew: "Crew | None" = None


def in_and_out(how: DueOptions) -> DueOptions:
    """The same with what a run by itself does around the reviews: the inbox comes in before, delivery follows."""
    from goalkit.reviews.delivery import deliver
    from goalkit.workbook.inbox import take_in

    return replace(how, before=(take_in,), after=(deliver,))


@dataclass(frozen=True, slots=True)
class DueReport:
    """What a run did.

    Attributes:
        folder: the workbook's.
        outlook: how the reviews stood when it began.
        outcomes: what became of each that was owed, oldest first; those that were there already and
            are in the ledger now are among them.
        lines: what the steps before and after wrote into the ledger: `InboxFile`, `Sending`.
        faults: what else went wrong, a line each.
    """

    folder: Path
    outlook: Outlook
    outcomes: "tuple[Outcome, ...]"
    lines: tuple[Record, ...]
    faults: tuple[str, ...]


def run_due(folder: Path, now: datetime, how: DueOptions | None = None) -> DueReport:
    """Makes every review that the schedule owes and that is not there, and writes the ledger.

    One that fails stops no other. A run that was killed is taken up where it was. Raises BusyError
    when another one is at work, and GoalkitError when the workbook or its ledger cannot be written.

    Args:
        folder: the workbook's.
        now: the moment of the run, with its zone.
        how: with what before and after, and how it is shown.
    """
    from goalkit.workbook import open_book
    from goalkit.workbook.lock import one_at_a_time

    with open_book(folder) as book, one_at_a_time(book, WHAT):
        run = _Run(book, now, how or DueOptions())
        run.steps(run.how.before)
        seen = run.look()
        run.make(seen)
        run.steps(run.how.after)
        return DueReport(book.path, seen, tuple(run.outcomes), tuple(run.lines), tuple(run.faults))


@dataclass(slots=True)
class _Run:
    """A run on its way, with what it has to tell."""

    book: "Book"
    now: datetime
    how: DueOptions
    outcomes: "list[Outcome]" = field(default_factory=list)
    lines: list[Record] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    @property
    def moment(self) -> datetime:
        """The time that it has become."""
        return self.now + timedelta(seconds=time.monotonic() - self.began)

    def steps(self, steps: Sequence[Step]) -> None:
        """Does what comes before or after; a step that cannot be done stops nothing else."""
        for step in steps:
            with self._told():
                self.lines += step(self.book, self.moment)

    def look(self) -> Outlook:
        """How the reviews stand; the first run remembers the day from which they come by themselves."""
        today = self.book.settings.calendar.day_of(self.now)
        if self.book.standing(ReviewSchedule).since is None:
            self.book.change(ReviewSchedule, "schedule", since=today, when=self.now, why=f"the first {WHAT}")
        return outlook(self.book, today)

    def make(self, seen: Outlook) -> None:
        """Makes what is owed, and takes up what is there already; then everything is linked, and so done.

        Raises GoalkitError when the ledger does not even take what is owed; later it is told as a fault.
        """
        if not seen.owed and not seen.unsettled:
            return
        charts, broken = self._taken_up(seen.unsettled)
        keys = oldest_first({*seen.owed, *broken})
        ledger.keep_owed(self.book, keys, self.now)
        with self._told():
            charts |= self._made(keys, seen.schedule.pdf)
            ledger.keep_done(self.book, charts, self.moment)
        self.outcomes.sort(key=lambda outcome: age(_key_of(outcome)))

    def _taken_up(self, keys: Sequence[Key]) -> tuple[dict[Key, int], list[Key]]:
        """Charts of those that are whole, with their links renewed, and those that are not whole."""
        charts: dict[Key, int] = {}
        broken = []
        for key in keys:
            try:
                charts[key] = check_whole(self.book.path, key)
            except GoalkitError:
                broken.append(key)
        with self._told():
            self._link(charts)
            self.outcomes += [_outcome_of(self.book.path, key) for key in charts]
            return charts, broken
        return {}, broken

    def _link(self, keys: Iterable[Key]) -> None:
        from goalkit.reviews.edition import Edition
        from goalkit.reviews.render import RenderOptions, link_reviews

        for key in keys:
            link_reviews(self.book.path, [key.period], RenderOptions(edition=Edition(key.edition)))

    def _made(self, keys: Sequence[Key], pdf: bool) -> dict[Key, int]:
        """Makes reviews; gives the charts of those that are whole, with all links written."""
        from goalkit.reviews.many import render_orders

        charts: dict[Key, int] = {}
        orders = self._orders(keys, pdf)
        with self.how.counting(len(orders), "reviews") as count:
            for outcome in render_orders(self.book.path, orders, self.how.crew, self._begun):
                checked = self._checked(outcome, charts)
                self.outcomes.append(checked)
                if checked.error is not None:
                    self._keep_failed(_key_of(outcome), str(checked.error))
                count()
        return charts

    def _orders(self, keys: Sequence[Key], pdf: bool) -> "list[Order]":
        from goalkit.reviews.edition import Edition
        from goalkit.reviews.many import Order
        from goalkit.reviews.render import RenderOptions

        how = RenderOptions(formats=self._formats(pdf), template=self.how.template)
        return [Order(key.period, last_day(key.period), replace(how, edition=Edition(key.edition))) for key in keys]

    def _formats(self, pdf: bool) -> tuple[str, ...]:
        """The usual files, and the PDF where it is wanted and can be printed."""
        from goalkit.reviews.pdf import find_browser
        from goalkit.reviews.render import USUAL

        if not pdf:
            return USUAL
        try:
            find_browser()
        except GoalkitError as error:
            self.faults.append(f"the reviews are made without PDF: {error}")
            return USUAL
        return (*USUAL, "pdf")

    def _begun(self, order: "Order") -> None:
        ledger.keep_started(self.book, Key(order.period, order.options.edition.audience), self.moment)

    def _checked(self, outcome: "Outcome", charts: dict[Key, int]) -> "Outcome":
        """The outcome, with a fault where what was made is not whole; counts the charts where it is."""
        if outcome.made is None:
            return outcome
        key = _key_of(outcome)
        try:
            charts[key] = check_whole(self.book.path, key)
        except GoalkitError as error:
            return replace(outcome, made=None, error=error)
        return outcome

    def _keep_failed(self, key: Key, why: str) -> None:
        with self._told():
            ledger.keep_failed(self.book, key, why, self.moment)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Has a fault told in the report, once, and stops nothing."""
        try:
            yield
        except GoalkitError as error:
            told = ledger.one_line(str(error))
            if told not in self.faults:
                self.faults.append(told)


def _key_of(outcome: "Outcome") -> Key:
    return Key(outcome.period, outcome.edition.audience)


def _outcome_of(book: Path, key: Key) -> "Outcome":
    """What a review that was there already came to."""
    from goalkit.reviews.edition import Edition
    from goalkit.reviews.many import Outcome
    from goalkit.reviews.render import RenderedReview

    page = page_of(book, key)
    files = (page, page.with_suffix(".ipynb"), page.with_name(FACTS))
    return Outcome(key.period, RenderedReview(page.parent, files, 0.0), None, Edition(key.edition))
