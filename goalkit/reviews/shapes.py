"""The shape of a review's facts: plain values for notebook, page and JSON alike."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from goalkit.reviews.chapter import ChapterFacts

SCHEMA = 4

FRAMES: dict[str, dict[str, str]] = {
    "day_hours": {"day": "datetime64[us]", "goal_id": "str", "title": "str", "hours": "float64"},
    "project_hours": {"project": "str", "goal_id": "str", "title": "str", "hours": "float64"},
    "year_days": {"day": "datetime64[us]", "hours": "float64", "goal_hours": "float64"},
    "weekday_hours": {"weekday": "int64", "hour": "int64", "hours": "float64"},
    "rows": {
        "start_utc": "str",
        "end_utc": "str",
        "seconds": "float64",
        "project": "str",
        "goal_id": "str",
        "title": "str",
        "description": "str",
        "tracker": "str",
        "file": "str",
        "line": "int64",
    },
    "pace": {
        "goal_id": "str",
        "title": "str",
        "unit": "str",
        "day": "datetime64[us]",
        "line": "float64",
        "value": "float64",
    },
}


@dataclass(frozen=True, slots=True)
class Tile:
    """One number of the first screen: "31.4 h", its change "▲ 6.2" or "", and a short explanation."""

    label: str
    value: str
    change: str
    note: str


@dataclass(frozen=True, slots=True)
class GoalLine:
    """One goal in a review; numbers that do not apply are None.

    Attributes:
        id, title, status, measure: of the goal; status as `metrics.progress.goal_status` words it.
        unit: of its target, and of what it asks.
        baseline, target, value: in the unit; of a rate, periods: 0, in all, met.
        progress, pace: shares of the way, 0 … 1, for drawing; `progress_raw` as it is.
        delta: value − line, ahead is positive.
        safety_days, required_per_week, do_today: what follows from the pace line.
        hours, hours_before: given to it in the period, and in the period before.
        hours_asked: what it was meant to get in the period.
        next_step: the next open task or milestone, "" without one.
        weekly_hours: hours in each of the last twelve weeks, the latest last.
    """

    id: str
    title: str
    status: str
    measure: str
    unit: str
    baseline: float
    target: float
    value: float
    progress: float
    pace: float
    progress_raw: float
    delta: float
    safety_days: float | None
    required_per_week: float | None
    do_today: float | None
    hours: float
    hours_before: float
    hours_asked: float | None
    next_step: str
    weekly_hours: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class TimeFacts:
    """Hours of the period: attributed (each entry counted), on the clock, and for goals."""

    attributed_hours: float
    wall_clock_hours: float
    overlap_hours: float
    goal_hours: float
    goal_hours_before: float
    days_with_time: int
    sentence: str


@dataclass(frozen=True, slots=True)
class FocusFacts:
    """Focus blocks, those of the time before (None where no time is known) and switching; `best`: hour, "" without."""

    blocks: int
    blocks_before: int | None
    deep_blocks: int
    focus_hours: float
    switches_per_hour: float
    best: str
    sentence: str


@dataclass(frozen=True, slots=True)
class BalanceFacts:
    """The numbers of `metrics.balance.Balance`, and the evenings of the time before, None where no time is known."""

    evenings: int
    evenings_before: int | None
    after_hours: float
    weekend_hours: float
    long_days: int
    rest_days: int
    longest_run_days: int
    sentence: str


@dataclass(frozen=True, slots=True)
class RhythmFacts:
    """Check-ins kept and due, mean feelings from 1 to 5 (None without readings), and their texts."""

    kept: int
    due: int
    mood: float | None
    energy: float | None
    stress: float | None
    energy_before: float | None
    wins: tuple[str, ...]
    next_steps: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing worth a look.

    Attributes:
        text: what it is, and one thing to do about it.
        evidence: the numbers behind it, and the studies.
        value, usual: the number of the period, and the median of the `weeks` before it; None where it has none,
            or where too few weeks are known.
        unit: what both count, a week or an hour.
    """

    text: str
    evidence: str
    value: float | None = None
    usual: float | None = None
    unit: str = ""
    weeks: int = 0


@dataclass(frozen=True, slots=True)
class ReconciliationFacts:
    """Three sums that agree to the second, what lies in them, and every row that needs a look."""

    days_s: float
    projects_s: float
    rows_s: float
    rows: int
    split_rows: int
    overlapping_rows: int
    overlap_s: float
    day_totals: int
    problems: tuple[dict[str, Any], ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class QualityFinding:
    """One kind of thing in the log that is worth a look.

    Attributes:
        kind: as `metrics.quality` calls it.
        count: how many there are; hours: the time in them, None where there is none to tell.
        headline: both in words, the number first.
        examples: up to ten, the worst first: plain values, and `text`, the line that is shown.
        suggestion: what to do, one thing.
    """

    kind: str
    count: int
    hours: float | None
    headline: str
    examples: tuple[dict[str, Any], ...]
    suggestion: str


@dataclass(frozen=True, slots=True)
class QualityFacts:
    """What in the log is worth a look; without findings the sentence says so."""

    findings: tuple[QualityFinding, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """All that a review of one period says.

    Attributes:
        schema: number of this shape.
        period, title, kind, start, end: the period; `end` is the day after its last.
        as_of: the day up to which things are known.
        previous, previous_title, following, following_title: the periods beside it.
        zone, person: of the workbook.
        audience, edition: for whom it is, and what the page says of that; "" for one's own.
        theme: what the year stands under, "" without one.
        headline: one or two sentences.
        tiles … reconciliation: the sections.
        left_out: sections that this edition has not, since whoever it is for does not see what they tell of.
        missing: section → one sentence on what to write down, and where; only for empty sections.
        colours: goal id → place in the palette, 1 to 8, or 0.
        chapters: the chapters that stand in this review, by name.
        frames: what the charts draw; their columns stand in `FRAMES`, those of a chapter's frames, named
            "chapter.frame", in the chapter.
    """

    schema: int
    period: str
    title: str
    kind: str
    start: date
    end: date
    as_of: date
    previous: str
    previous_title: str
    following: str
    following_title: str
    zone: str
    person: str
    audience: str
    edition: str
    theme: str
    headline: str
    tiles: tuple[Tile, ...]
    goals: tuple[GoalLine, ...]
    time: TimeFacts
    focus: FocusFacts
    balance: BalanceFacts
    rhythm: RhythmFacts
    findings: tuple[Finding, ...]
    quality: QualityFacts
    reconciliation: ReconciliationFacts
    left_out: tuple[str, ...]
    missing: dict[str, str]
    colours: dict[str, int]
    chapters: dict[str, ChapterFacts]
    frames: dict[str, pd.DataFrame] = field(compare=False, repr=False)
