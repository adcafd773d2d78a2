"""What tasks took against what they were thought to take (M18)."""

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING

from goalkit.metrics.estimates import (
    DONE,
    EstimateSummary,
    LogFit,
    done_tasks,
    estimate_summary,
    known_pairs,
    log_fit,
    throughput,
)
from goalkit.records import Task, TimeEntry
from goalkit.reviews.chapter import FROM_MONTH, Chapter, ChapterFacts, Frames, Gathered
from goalkit.reviews.fragments import Part, html
from goalkit.reviews.words import count, number, sentence

if TYPE_CHECKING:
    import pandas as pd

    from goalkit.reviews.material import Material
    from goalkit.reviews.shapes import ReviewFacts

FEWEST_FITTED = 8
FEWEST_DRAWN = 4
EVEN = 0.05
PAIRS = {name: DONE[name] for name in ("title", "estimate_hours", "actual_hours")}
EVIDENCE = (
    "Most people guess so: students said that a thesis would take 33.9 days, 48.6 at the worst, and took 55.5 "
    "(Buehler 1994). A usual ratio of your own, times the next guess, is the better guess."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateFacts(ChapterFacts):
    """The numbers of `metrics.estimates`, of all tasks that are done by the last known day; None where unknown.

    Attributes:
        done, guessed: tasks that are done, and those of them with an estimate.
        tasks: those with an estimate and logged hours; what follows is told of these.
        median_ratio, total_ratio: actual / estimate of the usual task, and of all hours together.
        longer, exact, shorter: shares of tasks that took longer, as long, and less.
        factor, power, r2: the fit actual = factor · estimate ^ power, from eight tasks on.
        a_week: tasks finished a week on the known days of the period.
        evidence: what is known about guesses, when most took longer.
    """

    done: int = 0
    guessed: int = 0
    tasks: int = 0
    median_ratio: float | None = None
    total_ratio: float | None = None
    longer: float | None = None
    exact: float | None = None
    shorter: float | None = None
    factor: float | None = None
    power: float | None = None
    r2: float | None = None
    a_week: float | None = None
    evidence: str = ""


def gather(material: "Material") -> Gathered:
    """Estimates and hours of all tasks that were done by the last known day."""
    done = done_tasks(material.tasks, material.data.entries, material.as_of, material.calendar)
    pairs, guessed = known_pairs(done), int(done["estimate_hours"].notna().sum())
    frames = {"pairs": pairs[list(PAIRS)]}
    if not guessed:
        missing = "No task is done that had an estimate; the notebook 05_plan keeps both."
        return Gathered(EstimateFacts(missing=missing), frames)
    found, fit = estimate_summary(done), log_fit(done) if len(pairs) >= FEWEST_FITTED else None
    return Gathered(_facts(done, guessed, (found, fit), material), frames)


def _facts(
    done: "pd.DataFrame", guessed: int, found: tuple[EstimateSummary, LogFit | None], material: "Material"
) -> EstimateFacts:
    told_by, fit = found
    return EstimateFacts(
        sentence=told(told_by, guessed),
        done=len(done),
        guessed=guessed,
        tasks=told_by.tasks,
        median_ratio=_known(told_by.median_ratio),
        total_ratio=_known(told_by.total_ratio),
        longer=_known(told_by.longer),
        exact=_known(told_by.exact),
        shorter=_known(told_by.shorter),
        factor=_known(fit.factor) if fit else None,
        power=_known(fit.power) if fit else None,
        r2=_known(fit.r2) if fit else None,
        a_week=_known(throughput(done, material.now.start, material.now.end)),
        evidence=EVIDENCE if told_by.tasks and told_by.median_ratio > 1 else "",
    )


def _known(value: float) -> float | None:
    return None if isnan(value) else float(value)


def told(found: EstimateSummary, guessed: int) -> str:
    """How many times its guess a task takes; without logged hours, what would tell."""
    if not found.tasks:
        tasks = count(guessed, "task with an estimate is", "tasks with an estimate are")
        return (
            f"{sentence(f'{tasks} done')} What each took is not known: an entry counts for a task when the task's "
            "title stands in it."
        )
    tasks = count(found.tasks, "task", "tasks")
    if abs(found.median_ratio - 1) < EVEN:
        even = abs(found.total_ratio - 1) < EVEN
        together = "so do all together" if even else f"all together {number(found.total_ratio)} times that"
        return sentence(f"over {tasks}, a usual one takes what you guess, and {together}")
    usual, together = number(found.median_ratio), number(found.total_ratio)
    return sentence(f"over {tasks}, a usual one takes {usual} times what you guess, and all together {together} times")


def show(part: EstimateFacts, frames: Frames, facts: "ReviewFacts") -> tuple[Part, ...]:
    """The sentence, the shares, the evidence, and from four tasks on the picture."""
    from goalkit.charts.estimates import plot_estimates

    text = html("estimates.html.j2", part=part)
    if part.tasks < FEWEST_DRAWN:
        return (text,)
    nothing = float("nan")
    return (text, plot_estimates(frames["pairs"], part.factor or nothing, part.power or nothing))


CHAPTER = Chapter(
    "estimates", EstimateFacts, gather, show, {"pairs": PAIRS}, FROM_MONTH, needs=(Task, TimeEntry), heading="Estimates"
)
