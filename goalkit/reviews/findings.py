"""What is worth a look: two or three things to do something about, each with its number and its evidence.

The order is fixed: a goal below its line, time without a goal, evenings, switching, check-ins,
many goals at once. Studies are named with what they found, and nothing more is claimed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from goalkit.periods import Period
from goalkit.reviews import words
from goalkit.reviews.shapes import BalanceFacts, Finding, FocusFacts, GoalLine, RhythmFacts, TimeFacts

MOST = 3
UNLINKED_SHARE = 0.4
EVENINGS_MORE = 2
SWITCHES_HIGH = 2.0
CHECKINS_FEW = 0.5
CHECKINS_LEAST = 4
MANY_GOALS = 5

IF_THEN = "Plans of the form “if …, then I …” helped in 94 tests (d 0.65, Gollwitzer & Sheeran 2006)."
MONITORING = "Following one's progress helped in 138 studies (d 0.40), more when written down (Harkin 2016)."
ONE_MISS = "One missed day did not matter to new habits (Lally 2010)."
TOO_MANY = "Too many plans at once undid the benefit of planning (Dalton & Spiller 2012)."


@dataclass(frozen=True, slots=True)
class Seen:
    """What findings are drawn from: the facts of the sections, in numbers."""

    period: Period
    known_days: int
    due: dict[str, date]
    goals: tuple[GoalLine, ...]
    time: TimeFacts
    focus: FocusFacts
    balance: BalanceFacts
    rhythm: RhythmFacts
    project_hours: pd.DataFrame
    has_before: bool

    @property
    def when(self) -> str:
        """The period with its preposition: "in March 2025"."""
        return words.in_period(self.period)

    @property
    def before(self) -> str:
        """What changes are measured against: "in February"."""
        return words.compared_with(self.period, self.known_days)


def findings(seen: Seen) -> tuple[Finding, ...]:
    """The first three that apply, in the fixed order; () when none does or no day is known yet."""
    if not seen.known_days:
        return ()
    looks: tuple[Callable[[Seen], Finding | None], ...] = (
        below_its_line,
        time_without_goal,
        more_evenings,
        much_switching,
        few_checkins,
        many_goals,
    )
    found = (look(seen) for look in looks)
    return tuple(finding for finding in found if finding is not None)[:MOST]


def below_its_line(seen: Seen) -> Finding | None:
    """The goal that is furthest below its pace line, as a share of its way."""
    behind = [goal for goal in seen.goals if goal.status == "behind"]
    if not behind:
        return None
    goal = max(behind, key=lambda goal: (goal.pace - goal.progress, goal.title))
    due = f" by {words.day(seen.due[goal.id])}" if goal.id in seen.due else ""
    ask = f"asks for {words.asked(goal)} a week{due}" if goal.required_per_week else f"is due{due}"
    text = (
        f"{words.quoted(goal.title)} {ask}. "
        "Plan its next hour with a day and a place, or give it a smaller target or a later date."
    )
    given = f"it got {words.hours(goal.hours)} {seen.when}"
    meant = "" if goal.hours_asked is None else f" of the {words.hours(goal.hours_asked)} you meant to give"
    line = f"it stands at {words.percent(goal.progress)} of its way, the pace line at {words.percent(goal.pace)}"
    return Finding(text, f"{words.sentence(f'{line}; {given}{meant}')} {IF_THEN}")


def time_without_goal(seen: Seen) -> Finding | None:
    """Over 40 % of the time with no goal: names the project that most of it went to."""
    tracked = seen.time.attributed_hours
    unlinked = tracked - seen.time.goal_hours
    if not seen.goals or not tracked or unlinked / tracked <= UNLINKED_SHARE:
        return None
    projects = seen.project_hours[seen.project_hours["goal_id"] == ""]
    top = next(projects.itertuples(), None)
    name = words.quoted(top.project) if top is not None and top.project else "time without a project"
    text = (
        f"{words.percent(unlinked / tracked)} of your tracked time has no goal, most of it {name}. "
        "If it serves one, a rule links it for good; if not, that is fine too."
    )
    most = words.hours(float(top.hours)) if top is not None else words.hours(0.0)
    evidence = f"{words.hours(unlinked)} of {words.hours(tracked)} {seen.when} have no goal; {most} of them are {name}."
    return Finding(text, evidence)


def more_evenings(seen: Seen) -> Finding | None:
    """At least two evenings more than in the period before."""
    now, before = seen.balance.evenings, seen.balance.evenings_before
    if not seen.has_before or now - before < EVENINGS_MORE:
        return None
    more = words.count(now - before, "evening", "evenings")
    text = f"{words.sentence(more + ' more went to work')} Choose one a week that stays free, and write it down."
    evidence = (
        f"{words.count(now, 'evening', 'evenings')} {seen.when}, {words.numeral(before)} {seen.before}; "
        f"{words.hours(seen.balance.after_hours)} lay outside working hours"
    )
    return Finding(text, words.sentence(evidence))


def much_switching(seen: Seen) -> Finding | None:
    """At least two changes of project an hour."""
    rate = seen.focus.switches_per_hour
    if rate < SWITCHES_HIGH:
        return None
    best = f" {seen.focus.best} is your best hour so far." if seen.focus.best else ""
    text = (
        f"You change projects {words.number(rate)} times an hour. Try one block of 25 minutes a day on one thing.{best}"
    )
    blocks = words.count(seen.focus.blocks, "focus block", "focus blocks")
    held = words.hours(seen.focus.focus_hours)
    return Finding(text, words.sentence(f"{words.number(rate)} switches an hour; {blocks} held {held} {seen.when}"))


def few_checkins(seen: Seen) -> Finding | None:
    """Less than half of at least four check-ins kept."""
    kept, due = seen.rhythm.kept, seen.rhythm.due
    if due < CHECKINS_LEAST or kept / due >= CHECKINS_FEW:
        return None
    text = "A check-in takes two minutes; tie it to something you do anyway, or do it once a week instead."
    return Finding(text, f"{kept} of {due} check-ins were kept {seen.when}. {MONITORING} {ONE_MISS}")


def many_goals(seen: Seen) -> Finding | None:
    """More than five goals under way."""
    many = sum(goal.status in ("ahead", "on pace", "behind") for goal in seen.goals)
    if many <= MANY_GOALS:
        return None
    told = words.sentence(words.count(many, "goal is", "goals are") + " under way")
    text = f"{told} Pausing one makes room for the others, and loses nothing."
    return Finding(text, f"{many} goals are under way, {MANY_GOALS} are a good most. {TOO_MANY}")
