"""What stands out, in words: a number far from the person's own last twelve weeks, and one thing to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from goalkit.metrics.weekly import UNITS
from goalkit.reviews.words import number, quoted, sentence

# Measures of which one is told at most, since they tell the same story.
FAMILIES = {
    "goal hours": "goals",
    "project hours": "projects",
    "hours": "time",
    "focus blocks": "time",
    "focus hours": "time",
    "evenings": "rest",
    "after hours": "rest",
    "switches": "attention",
    "interruptions": "attention",
    "mood": "feelings",
    "energy": "feelings",
    "stress": "feelings",
    "check-ins": "check-ins",
}
KEEP = "Whatever made it so is worth keeping."
FREE = "Choose one evening a week that stays free, and write it down."
LIGHTER = "Write down one thing that would make the next week lighter, and do that first."
# Measure → what it is (a goal or a project by its name), and what to do where it is more and where it is less.
SAID = {
    "goal hours": ("{name} got", KEEP, "Plan its next hour with a day and a place, or pause it; both are fine."),
    "project hours": (
        "{name} took",
        "If that is where you want your hours, good; if not, think of what they were taken from.",
        "If you meant it so, nothing need be done; if not, give it one hour of its own.",
    ),
    "hours": (
        "Tracked time came to",
        "See what of it can wait, and keep one evening free.",
        "If you rested, good; if the timer was forgotten, fill the gaps in the notebook 06_log_time.",
    ),
    "focus blocks": ("Focus blocks came to", KEEP, "Keep 25 minutes a day for one thing."),
    "focus hours": ("Time in focus came to", KEEP, "Keep 25 minutes a day for one thing."),
    "evenings": ("Evenings with work came to", FREE, KEEP),
    "after hours": ("Work outside your working hours came to", FREE, KEEP),
    "switches": ("Changes of project came to", "Try one block of 25 minutes a day on one thing.", KEEP),
    "interruptions": (
        "Interruptions came to",
        "Think of one thing that would have kept the most frequent kind away, and try it for a week.",
        KEEP,
    ),
    "mood": ("Mood was", KEEP, LIGHTER),
    "energy": ("Energy was", KEEP, LIGHTER),
    "stress": ("Stress was", LIGHTER, KEEP),
    "check-ins": ("Check-ins came to", KEEP, "Two minutes are enough; tie them to something you do anyway."),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One measure of a period beside the usual: the median of so many weeks before it; `distance` has a sign."""

    kind: str
    name: str
    value: float
    usual: float
    distance: float
    weeks: int
    notable: bool

    @property
    def family(self) -> str:
        """What it tells of."""
        return FAMILIES[self.kind]

    @property
    def unit(self) -> str:
        """What its numbers count."""
        return UNITS[self.kind]

    @property
    def evidence(self) -> str:
        """The usual number, and where it comes from; beside a text that names the other one."""
        return f"Usually it is {amount(self.usual, self.unit)}, the median of the {self.weeks} weeks before."

    @property
    def both(self) -> str:
        """The same with the number of the period."""
        now, usual = amount(self.value, self.unit), number_text(self.usual)
        return f"That is {now}, usually {usual} (the median of the {self.weeks} weeks before)."


def changes(ranked: pd.DataFrame) -> tuple[Change, ...]:
    """The rows of `metrics.compare.compare_period`, in their order."""
    rows: list[dict[str, Any]] = ranked.to_dict("records")
    return tuple(Change(**{name: row[name] for name in Change.__dataclass_fields__}) for row in rows)


def change_text(change: Change, titles: Mapping[str, str]) -> str:
    """What a measure came to, whether that is more or less than usual, and one thing to do."""
    what, more, less = SAID[change.kind]
    name = quoted(titles.get(change.name, change.name))
    side = "more" if change.value > change.usual else "less"
    told = f"{what.format(name=name) if change.name else what} {amount(change.value, change.unit)}, {side} than usual"
    return f"{sentence(told)} {more if side == 'more' else less}"


def amount(value: float, unit: str) -> str:
    """A number with its unit: "3.5 h a week", "0.24 an hour", "3.8 of 5"."""
    return f"{number_text(value)} {unit}"


def number_text(value: float) -> str:
    """A number to one decimal, a small one to two digits."""
    return number(value) if value >= 1 or value == 0 else f"{value:.2g}"
