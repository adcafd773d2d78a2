"""Reviews made by warm worker processes, each by itself: one that fails or hangs stops no other."""

import os
import signal
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module
from multiprocessing import connection, get_context
from pathlib import Path
from typing import Any

from goalkit.errors import GoalkitError, ReconciliationError
from goalkit.periods import Period
from goalkit.reviews.render import RenderedReview, RenderOptions, check_formats, link_reviews, render_review

MOST_WORKERS = 4
REVIEW_SECONDS = 1800.0  # no notebook of goalkit's takes a hundredth of it
END_SECONDS = 20.0  # to put away what was begun
# What a review needs; loaded once, then the workers have it.
NEEDED = ("goalkit.reviews.engine", "goalkit.reviews.facts", "goalkit.charts", "goalkit.workbook.opening")

Job = tuple[Period, date]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one review: its files, or why there are none (a RuntimeError is a fault of goalkit)."""

    period: Period
    made: RenderedReview | None
    error: GoalkitError | RuntimeError | None


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
    options, crew = options or RenderOptions(), crew or Crew()
    check_formats(options.formats)
    made: list[Period] = []
    try:
        for outcome in _outcomes(_Shop(book, replace(options, here=True, linked=False), crew), deque(jobs)):
            if outcome.made is not None:
                made.append(outcome.period)
            yield outcome
    finally:
        if made:
            link_reviews(book, made, options)


@dataclass(frozen=True, slots=True)
class _Shop:
    """Whose reviews are made, how, and by whom."""

    book: Path
    options: RenderOptions
    crew: Crew


def _outcomes(shop: _Shop, waiting: deque[Job]) -> Iterator[Outcome]:
    workers: list[_Worker] = []
    context = get_context(shop.crew.start or _start())
    if context.get_start_method() == "fork":
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
        self._seconds = shop.crew.seconds
        self._process = context.Process(target=_work, args=(theirs, shop), name="goalkit review")
        self._process.start()
        theirs.close()
        self.alive = True

    def give(self, job: Job) -> None:
        """Sets it to work on a review."""
        self._period, self.deadline = job[0], time.monotonic() + self._seconds
        try:
            self.pipe.send(job)
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
        return Outcome(self._period, None, error)

    def end(self) -> None:
        """Ends the process: it may put away what it has begun, and is killed if it does not."""
        self.alive = False
        self._process.terminate()
        self._process.join(END_SECONDS)
        self._process.kill()
        self._process.join()
        self.pipe.close()


def _work(pipe: Any, shop: _Shop) -> None:
    """The life of a worker; being told to end unwinds what it does, so that nothing half-made stays."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        while True:
            pipe.send(_outcome(shop, *pipe.recv()))
    except (KeyboardInterrupt, EOFError, BrokenPipeError):
        return


def _outcome(shop: _Shop, period: Period, as_of: date) -> Outcome:
    from goalkit.workbook import open_book

    try:
        with open_book(shop.book) as book:
            return Outcome(period, render_review(book, period, as_of, shop.options), None)
    except GoalkitError as error:
        kind = ReconciliationError if isinstance(error, ReconciliationError) else GoalkitError
        return Outcome(period, None, kind(str(error)))
    except Exception as error:  # noqa: BLE001 - the edge of a process: a fault of ours is handed on, not lost
        told = RuntimeError(f"{type(error).__name__}: {error}")
        told.add_note(traceback.format_exc())
        return Outcome(period, None, told)
