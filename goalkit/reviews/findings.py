"""What is worth a look: two or three things to do something about, each with its number and its evidence.

Rules look for what usually asks for something: a goal below its line, time without a goal, evenings, switching,
check-ins, many goals at once. Beside them stand the changes that lie furthest from the person's own last twelve
weeks; where these are not known, the rules speak alone, in that order. Studies are named with what they found, and
nothing more is claimed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from goalkit.metrics.compare import NOTABLE
from goalkit.periods import Period
from goalkit.reviews import words
from goalkit.reviews.outstanding import Change, change_text, changes
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
    """What findings are drawn from: the facts of the sections, in numbers.

    `ranked` is what `metrics.compare.compare_period` gives: the measures by how far they lie from the twelve weeks
    before, none with fewer than four known; `titles` are those of the goals by id.
    """

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
    has_earlier: bool
    ranked: pd.DataFrame
    titles: dict[str, str]

    @property
    def when(self) -> str:
        """The period with its preposition: "in March 2025"."""
        return words.in_period(self.period)

    @property
    def before(self) -> str:
        """What changes are measured against: "in February"."""
        return words.compared_with(self.period, self.known_days)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, and the measure that tells whether what it finds is unusual.

    Attributes:
        look: what it finds, if anything.
        family: what it tells of; of one family one finding is told.
        kind: the measure, "" for none.
        sign: 1 where more of it is worth a look, −1 where less is.
        name: whose measure it is, a goal's id or a project.
    """

    look: Callable[[Seen], Finding | None]
    family: str
    kind: str = ""
    sign: int = 1
    name: Callable[[Seen], str] = lambda _: ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A finding with its weight: how far its number lies from the usual, at least what is notable at all."""

    family: str
    weight: float
    finding: Finding
    by_rule: bool


def findings(seen: Seen) -> tuple[Finding, ...]:
    """Three at most, those that stand out most first; () when there is none or no day is known yet.

    A family has one finding, that of its rule where it applies. One of the three at least comes from a rule, if any
    applies: a change alone does not say what is asked for.
    """
    if not seen.known_days:
        return ()
    known = changes(seen.ranked)
    by_rule = [_ruled(rule, finding, known, seen) for rule in RULES if (finding := rule.look(seen))]
    taken = {one.family for one in by_rule}
    free = [_changed(change, seen) for change in known if change.notable and change.family not in taken]
    ordered = sorted([*by_rule, *_first_of_each(free)], key=lambda one: -one.weight)
    chosen = ordered[:MOST]
    if by_rule and not any(one.by_rule for one in chosen):
        chosen[-1] = next(one for one in ordered if one.by_rule)
    return tuple(one.finding for one in chosen)


def _ruled(rule: Rule, finding: Finding, known: tuple[Change, ...], seen: Seen) -> Candidate:
    """What a rule found, with its number and the usual one where they are known."""
    wanted = (rule.kind, rule.name(seen))
    change = next((change for change in known if (change.kind, change.name) == wanted), None)
    if change is None:
        return Candidate(rule.family, NOTABLE, finding, by_rule=True)
    weight = max(change.distance * rule.sign, NOTABLE)
    told = _numbered(replace(finding, evidence=f"{finding.evidence} {change.both}"), change)
    return Candidate(rule.family, weight, told, by_rule=True)


def _changed(change: Change, seen: Seen) -> Candidate:
    finding = _numbered(Finding(change_text(change, seen.titles), change.evidence), change)
    return Candidate(change.family, abs(change.distance), finding, by_rule=False)


def _numbered(finding: Finding, change: Change) -> Finding:
    return replace(finding, value=change.value, usual=change.usual, unit=change.unit, weeks=change.weeks)


def _first_of_each(found: list[Candidate]) -> list[Candidate]:
    """The first candidate of each family."""
    first: dict[str, Candidate] = {}
    for one in found:
        first.setdefault(one.family, one)
    return list(first.values())


def below_its_line(seen: Seen) -> Finding | None:
    """The goal that is furthest below its pace line, as a share of its way."""
    goal = _furthest_behind(seen)
    if goal is None:
        return None
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


def _furthest_behind(seen: Seen) -> GoalLine | None:
    behind = [goal for goal in seen.goals if goal.status == "behind"]
    return max(behind, key=lambda goal: (goal.pace - goal.progress, goal.title), default=None)


def time_without_goal(seen: Seen) -> Finding | None:
    """Over 40 % of the time with no goal: names the project that most of it went to."""
    tracked = seen.time.attributed_hours
    unlinked = tracked - seen.time.goal_hours
    if not seen.goals or not tracked or unlinked / tracked <= UNLINKED_SHARE:
        return None
    top = _largest_unlinked(seen)
    name = words.quoted(top.project) if top is not None and top.project else "time without a project"
    text = (
        f"{words.percent(unlinked / tracked)} of your tracked time has no goal, most of it {name}. "
        "If it serves one, a rule links it for good; if not, that is fine too."
    )
    most = words.hours(float(top.hours)) if top is not None else words.hours(0.0)
    evidence = f"{words.hours(unlinked)} of {words.hours(tracked)} {seen.when} have no goal; {most} of them are {name}."
    return Finding(text, evidence)


def _largest_unlinked(seen: Seen) -> Any:
    """The project with most time that serves no goal: `project`, `hours`; None without any."""
    return next(seen.project_hours[seen.project_hours["goal_id"] == ""].itertuples(), None)


def more_evenings(seen: Seen) -> Finding | None:
    """At least two evenings more than in the period before."""
    now, before = seen.balance.evenings, seen.balance.evenings_before
    if before is None or now - before < EVENINGS_MORE:
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


RULES = (
    Rule(below_its_line, "goals", "goal hours", -1, lambda seen: getattr(_furthest_behind(seen), "id", "")),
    Rule(
        time_without_goal, "projects", "project hours", 1, lambda seen: getattr(_largest_unlinked(seen), "project", "")
    ),
    Rule(more_evenings, "rest", "evenings"),
    Rule(much_switching, "attention", "switches"),
    Rule(few_checkins, "check-ins", "check-ins", -1),
    Rule(many_goals, "how many goals"),
)
