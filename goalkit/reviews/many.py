"""Reviews made by warm worker processes, each by itself: one that fails or hangs stops no other."""

import os
import signal
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module
from multiprocessing import connection, get_context
from pathlib import Path
from typing import Any

from goalkit.errors import GoalkitError, ReconciliationError
from goalkit.periods import Period
from goalkit.reviews.edition import OWN, Edition
from goalkit.reviews.render import RenderedReview, RenderOptions, check_formats, link_reviews, render_review

MOST_WORKERS = 4
REVIEW_SECONDS = 1800.0  # no notebook of goalkit's takes a hundredth of it
END_SECONDS = 20.0  # to put away what was begun
# What a review needs; loaded once, then the workers have it.
NEEDED = ("goalkit.reviews.engine", "goalkit.reviews.facts", "goalkit.charts", "goalkit.workbook.opening")

Job = tuple[Period, date]


@dataclass(frozen=True, slots=True)
class Order:
    """One review to make: of which period, as known on which day, and how."""

    period: Period
    as_of: date
    options: RenderOptions


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one review: its files, or why there are none (a RuntimeError is a fault of goalkit)."""

    period: Period
    made: RenderedReview | None
    error: GoalkitError | RuntimeError | None
    edition: Edition = OWN


@dataclass(frozen=True, slots=True)
class Crew:
    """How many processes work at once, how long each may take for a review, and how they start ("": the best way)."""

    workers: int = min(os.cpu_count() or 1, MOST_WORKERS)
    seconds: float = REVIEW_SECONDS
    start: str = ""


def render_many(
    book: Path, jobs: Sequence[Job], options: RenderOptions | None = None, crew: Crew | None = None
) -> Iterator[Outcome]:
    """Makes the reviews of some periods, each as known on its day, and gives each when it is done.

    The list and the links between reviews follow once, at the end, whatever happened by then.
    Raises GoalkitError at once for formats that cannot be had.
    """
    options = options or RenderOptions()
    check_formats(options.formats)
    yield from render_orders(book, [Order(period, as_of, options) for period, as_of in jobs], crew)


def render_orders(
    book: Path, orders: Sequence[Order], crew: Crew | None = None, begun: Callable[[Order], None] | None = None
) -> Iterator[Outcome]:
    """Makes reviews that may differ in more than their period, as `render_many` does, with one crew for all.

    Args:
        book: the workbook's folder.
        orders: what to make; begun in this order.
        crew: who works.
        begun: told of each review just before it is begun.
    """
    made: list[Outcome] = []
    try:
        for outcome in _outcomes(_Shop(book, crew or Crew(), begun or (lambda _: None)), deque(orders)):
            if outcome.made is not None:
                made.append(outcome)
            yield outcome
    finally:
        for edition in dict.fromkeys(outcome.edition for outcome in made):
            of_it = [outcome.period for outcome in made if outcome.edition == edition]
            link_reviews(book, of_it, next(order.options for order in orders if order.options.edition == edition))


@dataclass(frozen=True, slots=True)
class _Shop:
    """Whose reviews are made, by whom, and who is told when one is begun."""

    book: Path
    crew: Crew
    begun: Callable[[Order], None]


def _outcomes(shop: _Shop, waiting: deque[Order]) -> Iterator[Outcome]:
    workers: list[_Worker] = []
    context = get_context(shop.crew.start or _start())
    if context.get_start_method() == "fork" and waiting:
        for name in NEEDED:
            import_module(name)
    try:
        while waiting or workers:
            while waiting and len(workers) < shop.crew.workers:
                workers.append(_Worker(context, shop))
                workers[-1].give(waiting.popleft())
            for worker in _ready(workers):
                yield worker.outcome()
                if waiting and worker.alive:
                    worker.give(waiting.popleft())
                else:
                    workers.remove(worker)
                    worker.end()
    finally:
        for worker in workers:
            worker.end()


def _start() -> str:
    """Forking hands over what is loaded; it is safe on Linux, while this process has no second thread."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def _ready(workers: "list[_Worker]") -> "list[_Worker]":
    """Those that have an answer, have died, or have taken too long; waits for the first."""
    left = min(worker.deadline for worker in workers) - time.monotonic()
    answered = connection.wait([worker.pipe for worker in workers], max(left, 0))
    now = time.monotonic()
    return [worker for worker in workers if worker.pipe in answered or worker.deadline <= now]


class _Worker:
    """A process that makes one review after the other, seen from outside."""

    def __init__(self, context: Any, shop: _Shop) -> None:
        self.pipe, theirs = context.Pipe()
        self._seconds, self._begun = shop.crew.seconds, shop.begun
        self._process = context.Process(target=_work, args=(theirs, shop.book), name="goalkit review")
        self._process.start()
        theirs.close()
        self.alive = True

    def give(self, order: Order) -> None:
        """Sets it to work on a review."""
        self._begun(order)
        self._order, self.deadline = order, time.monotonic() + self._seconds
        try:
            self.pipe.send(order)
        except BrokenPipeError:  # it has died, which `outcome` will tell
            return

    def outcome(self) -> Outcome:
        """What became of its review; a worker that hangs or has died is of no further use."""
        try:
            if self.pipe.poll():
                told: Outcome = self.pipe.recv()
                return told
        except (EOFError, ConnectionResetError):
            self.end()
            code = self._process.exitcode
            return self._failed(RuntimeError(f"the process that made the review ended with exit code {code}"))
        self.end()
        return self._failed(
            GoalkitError(f"the review took over {self._seconds:g} s and was stopped; look for a cell that never ends")
        )

    def _failed(self, error: GoalkitError | RuntimeError) -> Outcome:
        return Outcome(self._order.period, None, error, self._order.options.edition)

    def end(self) -> None:
        """Ends the process: it may put away what it has begun, and is killed if it does not."""
        self.alive = False
        self._process.terminate()
        self._process.join(END_SECONDS)
        self._process.kill()
        self._process.join()
        self.pipe.close()


def _work(pipe: Any, book: Path) -> None:
    """The life of a worker; being told to end unwinds what it does, so that nothing half-made stays."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        while True:
            pipe.send(_outcome(book, pipe.recv()))
    except (KeyboardInterrupt, EOFError, BrokenPipeError):
        return


def _outcome(folder: Path, order: Order) -> Outcome:
    from goalkit.workbook import open_book

    options = replace(order.options, here=True, linked=False)
    try:
        with open_book(folder) as book:
            made = render_review(book, order.period, order.as_of, options)
            return Outcome(order.period, made, None, options.edition)
    except GoalkitError as error:
        kind = ReconciliationError if isinstance(error, ReconciliationError) else GoalkitError
        return Outcome(order.period, None, kind(str(error)), options.edition)
    except Exception as error:  # noqa: BLE001 - the edge of a process: a fault of ours is handed on, not lost
        told = RuntimeError(f"{type(error).__name__}: {error}")
        told.add_note(traceback.format_exc())
        return Outcome(order.period, None, told, options.edition)
