"""Sentences of a review's sections, and what to write down where a section has no data."""

from dataclasses import dataclass, replace
from typing import TypeVar

import pandas as pd

from goalkit.periods import Period
from goalkit.reviews import words
from goalkit.reviews.findings import Seen
from goalkit.reviews.shapes import BalanceFacts, FocusFacts, ReconciliationFacts, RhythmFacts, TimeFacts
from goalkit.reviews.words import count, hours, quoted, sentence

Facts = TypeVar("Facts", TimeFacts, FocusFacts, BalanceFacts, RhythmFacts, ReconciliationFacts)


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a sentence speaks of: a period, of which so many days are known."""

    period: Period
    days: int

    def a_week(self, value: float) -> str:
        """What a number comes to in a week, where the period is so long that one wants to know: " (29.2 a week)"."""
        long = self.period.kind in ("quarter", "year") and self.days >= 7
        return f" ({words.number(value / (self.days / 7))} a week)" if long else ""

    @property
    def before(self) -> str:
        """What is compared with: "in February"."""
        return words.compared_with(self.period, self.days)


def with_sentence(facts: Facts, text: str) -> Facts:
    """The same facts with their sentence."""
    return replace(facts, sentence=text)


def time(facts: TimeFacts, project_hours: pd.DataFrame, over: Stretch) -> str:
    """What was tracked, for goals and in all; "" without time."""
    if not facts.attributed_hours:
        return ""
    on = count(facts.days_with_time, "day", "days")
    told = f"{hours(facts.attributed_hours)} were tracked on {on}{over.a_week(facts.attributed_hours)}"
    told += f"; {hours(facts.goal_hours)} of them{over.a_week(facts.goal_hours)} went to goals"
    if len(project_hours):
        by_project = project_hours.groupby("project")["hours"].sum().sort_values(ascending=False, kind="stable")
        name = quoted(str(by_project.index[0])) if by_project.index[0] else "time without a project"
        told += f". Most went to {name}, {hours(float(by_project.iloc[0]))}"
    if words.number(facts.overlap_hours) != "0":
        told += (
            f". {hours(facts.overlap_hours)} ran in parallel, so {hours(facts.wall_clock_hours)} passed on the clock"
        )
    return sentence(told)


def focus(facts: FocusFacts, over: Stretch) -> str:
    """Focus blocks, what they held, and the best hour."""
    if not facts.blocks:
        return "No stretch of 25 minutes on one thing was tracked; one a day is a good start."
    told = f"{count(facts.blocks, 'focus block', 'focus blocks')}{over.a_week(facts.blocks)} held"
    told += f" {hours(facts.focus_hours)}; {words.numeral(facts.deep_blocks)} of them lasted 90 minutes or more"
    best = f". The best hour of the last twelve weeks is {facts.best}" if facts.best else ""
    return sentence(f"{told}{best}")


def balance(facts: BalanceFacts, over: Stretch) -> str:
    """Evenings, weekends and rest."""
    off = hours(facts.weekend_hours) if facts.weekend_hours else "no hours"
    evenings = count(facts.evenings, "evening", "evenings")
    rest = count(facts.rest_days, "day of rest", "days of rest")
    run = f"; the longest run of work was {count(facts.longest_run_days, 'day', 'days')}"
    return sentence(
        f"{evenings} with work{over.a_week(facts.evenings)}, {off} on days off, {rest}"
        + (run if facts.longest_run_days else "")
    )


def rhythm(facts: RhythmFacts, over: Stretch) -> str:
    """Check-ins kept, and how energy went."""
    if not facts.due:
        return ""
    told = f"{facts.kept} of {facts.due} check-ins were kept"
    if facts.energy is not None:
        told += f"; energy was {words.number(facts.energy)} of 5"
        told += "" if facts.energy_before is None else f", {words.number(facts.energy_before)} {over.before}"
    return sentence(told)


def reconciliation(facts: ReconciliationFacts) -> str:
    """That the sums agree, and how many rows need a look."""
    look = len(facts.problems)
    rest = f"{count(look, 'row was', 'rows were')} left out or {'is' if look == 1 else 'are'} worth a look"
    if not facts.rows:
        return sentence(rest) if look else "There was nothing to add up."
    added = f"{count(facts.rows, 'row adds', 'rows add')} up to {hours(facts.rows_s / 3600)}"
    return sentence(f"{added}, over days, over projects and row by row; {rest}")


def missing(seen: Seen, has_clock_times: bool) -> dict[str, str]:
    """Section → what to write down and where, for sections that have no data."""
    title = seen.period.title
    no_time = not seen.time.attributed_hours
    told = {
        "goals": f"No goal has dates in {title}. Write one in the notebook 04_goals." if not seen.goals else "",
        "time": f"No time is logged for {title}. Bring in your tracker's export with “goalkit import FILE”, "
        "or log an hour in the notebook 06_log_time."
        if no_time
        else "",
        "focus": "Focus needs entries with start and end; log some in the notebook 06_log_time, "
        "or import an export that has clock times."
        if not has_clock_times
        else "",
        "balance": "Evenings and rest show as soon as time is logged, in the notebook 06_log_time or from an export."
        if no_time
        else "",
        "rhythm": "No check-ins yet. Two minutes are enough, in the notebook 12_progress."
        if not seen.rhythm.due
        else "",
    }
    return {section: text for section, text in told.items() if text}
