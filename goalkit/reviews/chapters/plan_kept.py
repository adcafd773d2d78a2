"""What became of the blocks that were laid: kept, unplanned, and on which days of the week (M20)."""

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING

import pandas as pd

from goalkit.metrics import week
from goalkit.metrics.plan import task_goals
from goalkit.periods import WEEKDAYS
from goalkit.records import Milestone, TimeBlock, TimeEntry
from goalkit.reviews.chapter import Chapter, ChapterFacts, Frames, Gathered
from goalkit.reviews.fragments import Part, html
from goalkit.reviews.tables import titles

if TYPE_CHECKING:
    from goalkit.reviews.material import Material
    from goalkit.reviews.shapes import ReviewFacts

KINDS = ("week", "month", "quarter")
PIECES = dict(week.PIECES)
PICTURE = "The left half of each day is the plan, the right half the log; the numbers stand above."


@dataclass(frozen=True, slots=True)
class Weekday:
    """One day of the week: how many blocks were laid on it, and what of them was kept."""

    name: str
    blocks: int
    planned_hours: float
    kept_hours: float
    adherence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFacts(ChapterFacts):
    """The numbers of `metrics.week.PlanKept`, None where there is nothing to divide by, and the days of the week."""

    planned_hours: float = 0.0
    kept_hours: float = 0.0
    tracked_hours: float = 0.0
    unplanned_hours: float = 0.0
    adherence: float | None = None
    unplanned_share: float | None = None
    weekdays: tuple[Weekday, ...] = ()


def gather(material: "Material") -> Gathered:
    """The blocks of the known days against what was tracked in them; of a week also its picture."""
    laid, span, calendar = material.read(TimeBlock), material.now, material.calendar
    goals = task_goals(material.tasks, material.read(Milestone)).fillna("")
    of_task = dict(zip(material.tasks["id"], goals, strict=True))
    blocks = week.blocks_between(laid, of_task, (span.start, span.end), calendar)
    if blocks.empty:
        return Gathered(KeptFacts(missing=_nothing(material)), {"pieces": _no_pieces()})
    kept = week.plan_kept(blocks, span.entries)
    facts = KeptFacts(
        sentence=week.kept_sentence(kept),
        planned_hours=kept.planned_hours,
        kept_hours=kept.kept_hours,
        tracked_hours=kept.tracked_hours,
        unplanned_hours=kept.unplanned_hours,
        adherence=None if isnan(kept.adherence) else kept.adherence,
        unplanned_share=None if isnan(kept.unplanned_share) else kept.unplanned_share,
        weekdays=_weekdays(blocks, material),
    )
    is_week = material.period.kind == "week"
    return Gathered(facts, {"pieces": _pieces(blocks, laid, material) if is_week else _no_pieces()})


def _nothing(material: "Material") -> str:
    when = f"in this {material.period.kind}"
    return f"No block of time was laid {when}; the notebook 07_week lays them, and shows the plan beside the log."


def _weekdays(blocks: pd.DataFrame, material: "Material") -> tuple[Weekday, ...]:
    found = week.kept_by_weekday(blocks, material.now.entries, material.calendar.week_start)
    return tuple(
        Weekday(WEEKDAYS[row.weekday], row.blocks, row.planned_hours, row.kept_hours, row.adherence)
        for row in found.itertuples()
    )


def _no_pieces() -> pd.DataFrame:
    return pd.DataFrame(columns=list(PIECES)).astype(PIECES)


def _pieces(blocks: pd.DataFrame, laid: pd.DataFrame, material: "Material") -> pd.DataFrame:
    """A block is called by its note, else its task, else its goal."""
    tasks = dict(zip(material.tasks["id"], material.tasks["title"], strict=True))
    task = dict(zip(laid["id"], laid["task_id"].map(tasks).fillna(""), strict=True))
    called = [note or task[block] for note, block in zip(blocks["what"], blocks["block_id"], strict=True)]
    return week.week_pieces(blocks.assign(what=called), material.now.entries, titles(material), material.calendar)


def show(part: KeptFacts, frames: Frames, facts: "ReviewFacts") -> tuple[Part, ...]:
    """The sentence, the days of the week, and for a week the plan beside the log."""
    from goalkit.charts.week import plot_week

    text = html("plan_kept.html.j2", part=part)
    if frames["pieces"].empty:
        return (text,)
    pieces = frames["pieces"].copy()
    pieces.attrs["days"] = list(pd.date_range(facts.start, facts.end, inclusive="left"))
    return (text, plot_week(pieces, facts.colours, PICTURE))


CHAPTER = Chapter(
    "plan_kept",
    KeptFacts,
    gather,
    show,
    {"pieces": PIECES},
    KINDS,
    needs=(TimeBlock, TimeEntry),
    heading="Planned, and what happened",
)
