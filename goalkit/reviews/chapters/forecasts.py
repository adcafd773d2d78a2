"""When goals are reached and how likely in time, and what came of the odds that earlier reviews gave (M31)."""

from dataclasses import dataclass
from datetime import date
from math import isnan
from typing import TYPE_CHECKING, Any

import pandas as pd

from goalkit.metrics.forecast import COLUMNS, TOO_EARLY, forecast_sentence, goal_forecasts, reached_on
from goalkit.metrics.frozen import earlier_forecasts
from goalkit.metrics.scoring import calibration, decided, finish_coverage, scores
from goalkit.records import Forecast, Goal
from goalkit.reviews.chapter import Chapter, ChapterFacts, Frames, Gathered
from goalkit.reviews.fragments import Part, html
from goalkit.reviews.words import count, numeral, sentence

if TYPE_CHECKING:
    from goalkit.reviews.material import Material
    from goalkit.reviews.shapes import ReviewFacts

KINDS = ("week", "month", "quarter", "year")
LIKELY = 0.5
FEWEST_DRAWN = 5
ODDS = {
    name: COLUMNS[name] for name in ("goal_id", "title", "due", "p_due", "p50", "p80", "p95", "naive", "says")
}  # what is drawn of a goal
KEPT = {"said": "float64", "happened": "float64", "forecasts": "int64"}


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One goal: its odds by its due day, and the days by which it is reached; None where too early or out of sight.

    Attributes:
        target: what it is to reach; words: the forecast in a sentence or two.
    """

    goal_id: str
    title: str
    due: date
    target: float
    p_due: float | None
    p50: date | None
    p80: date | None
    p95: date | None
    naive: date | None
    words: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How often goals were reached by a level's day; None without a forecast that can tell."""

    level: float
    by_then: float | None
    forecasts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastFacts(ChapterFacts):
    """Forecasts of the goals under way, and the scores of earlier ones.

    Attributes:
        told, likely: goals with odds, and those of them that are more likely than not to be in time.
        goals: those with odds, and those that it is too early for; other: goals that are no totals.
        earlier, decided: forecasts of earlier reviews, and those of which it is known whether they held.
        brier, naive_brier: their score, and the straight line's: 0 is perfect, `coin` is what fifty-fifty gets.
        scored: all this in words, "" without an earlier forecast; coverage: of P50, P80 and P95.
    """

    told: int = 0
    likely: int = 0
    goals: tuple[Foreseen, ...] = ()
    other: int = 0
    earlier: int = 0
    decided: int = 0
    brier: float | None = None
    naive_brier: float | None = None
    coin: float = 0.25
    scored: str = ""
    coverage: tuple[Coverage, ...] = ()


def gather(material: "Material") -> Gathered:
    """The forecasts as of the last known day, and the scores of those made before it."""
    rows = goal_forecasts(material.data, material.as_of, material.calendar)
    shown = rows[rows["says"].isin(["", TOO_EARLY])].reset_index(drop=True)
    past = _earlier(material)
    known = decided(past, material.as_of)
    kept = calibration(known["p_due"].to_numpy(), known["happened"].to_numpy())
    frames = {"odds": shown[list(ODDS)], "kept": kept}
    if shown.empty and past.empty:
        missing = (
            "No goal that adds up is under way; a total, a level or hours in the notebook 04_goals can be foreseen."
        )
        return Gathered(ForecastFacts(missing=missing), frames)
    told, likely = int(shown["p_due"].notna().sum()), int((shown["p_due"] >= LIKELY).sum())
    found, other = tuple(_foreseen(row) for row in shown.itertuples()), len(rows) - len(shown)
    facts = ForecastFacts(
        sentence=lead(told, likely, len(found)),
        told=told,
        likely=likely,
        goals=found,
        other=other,
        **_scores(past, material),
    )
    return Gathered(facts, frames)


def _earlier(material: "Material") -> pd.DataFrame:
    reached = reached_on(material.data, material.as_of, material.calendar)
    return earlier_forecasts(material.read(Forecast), material.data.goals, reached, material.as_of)


def _foreseen(row: Any) -> Foreseen:
    days = {name: _day(getattr(row, name)) for name in ("p50", "p80", "p95", "naive")}
    return Foreseen(
        goal_id=row.goal_id,
        title=row.title,
        due=row.due.date(),
        target=row.target,
        p_due=_known(row.p_due),
        words=forecast_sentence(row),
        **days,
    )


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else value.date()


def _known(value: float) -> float | None:
    return None if isnan(value) else float(value)


def _scores(past: pd.DataFrame, material: "Material") -> dict[str, Any]:
    """The facts that tell how earlier forecasts did."""
    found = scores(past, material.as_of)
    levels = tuple(
        Coverage(row.level, _known(row.at_or_below), row.forecasts)
        for row in finish_coverage(past, material.as_of).itertuples()
        if row.forecasts
    )
    brier, naive = _known(found.brier), _known(found.naive_brier)
    return {
        "earlier": len(past),
        "decided": found.decided,
        "brier": brier,
        "naive_brier": naive,
        "scored": scored(len(past), found.decided, brier, naive),
        "coverage": levels,
    }


def scored(earlier: int, known: int, brier: float | None, naive: float | None) -> str:
    """How earlier forecasts did, in words; "" when there are none."""
    if not earlier:
        return ""
    if brier is None or naive is None:
        waiting = count(earlier, "forecast of an earlier review waits", "forecasts of earlier reviews wait")
        return sentence(f"{waiting} for the due day")
    head = f"{count(known, 'forecast of an earlier review has', 'forecasts of earlier reviews have')} come due"
    return (
        f"{sentence(head)} Their Brier score is {brier:.2f}, where {ForecastFacts().coin:.2f} is what fifty-fifty "
        f"always gets and 0 is perfect; the straight line gets {naive:.2f}."
    )


def lead(told: int, likely: int, goals: int) -> str:
    """How many of the goals that can be foreseen are more likely than not to be in time."""
    if not goals:
        return "No goal that adds up is under way now."
    if not told:
        return sentence(
            f"for {count(goals, 'goal', 'goals')} it is too early to tell; the pace that each asks says more"
        )
    if told == 1:
        odds = "more" if likely else "less"
        return f"The one goal that can be foreseen is {odds} likely than not to be reached in time."
    verb = "is" if likely == 1 else "are"
    return sentence(
        f"{numeral(likely)} of the {numeral(told)} goals that can be foreseen {verb} more likely than not in time"
    )


def show(part: ForecastFacts, frames: Frames, facts: "ReviewFacts") -> tuple[Part, ...]:
    """The sentence, the odds as a picture (not in a week's review), a line a goal, and how earlier odds were kept."""
    from goalkit.charts.forecast import plot_calibration, plot_forecast

    drawn = facts.kind != "week" and part.told > 0
    text = html("forecasts.html.j2", part=part, folded=drawn)
    if not drawn:
        return (text,)
    shown: list[Part] = [text, plot_forecast(frames["odds"], facts.colours, facts.as_of)]
    if part.decided >= FEWEST_DRAWN:
        shown.append(plot_calibration(frames["kept"]))
    return tuple(shown)


CHAPTER = Chapter(
    "forecasts",
    ForecastFacts,
    gather,
    show,
    {"odds": ODDS, "kept": KEPT},
    KINDS,
    needs=(Goal,),
    heading="What lies ahead",
)
