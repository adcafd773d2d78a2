"""Patterns of time in words: best hours, weekly rhythm, focus, switching, distractions, work outside working hours."""

from dataclasses import dataclass
from datetime import date
from math import isnan

import pandas as pd

from goalkit.entries.days import split_hours
from goalkit.metrics.focus import best_hours, focus_entries
from goalkit.metrics.hours import HoursOptions, hours
from goalkit.metrics.interruptions import interruptions
from goalkit.metrics.weekly import FEWEST_WEEKS, Against, Diary, week_edges
from goalkit.periods import WEEKDAYS

NOTHING = float("nan")
SMALL = 0.95
ALIKE = 0.1  # within a tenth of the usual nothing is more or less
UNITS = {
    "best hours": "min of focus in it",
    "weekly rhythm": "of tracked time",
    "focus blocks": "a week",
    "switching": "an hour",
    "distractions": "an hour of focus",
    "after hours": "h a week",
}
SUGGESTIONS = {
    "best hours": "Keep that hour free for what matters most, one week long, and see how it goes.",
    "weekly rhythm": "Put what is hard on that day, and let another one be light.",
    "focus blocks": "One block of 25 minutes on one thing, at a set time, is a good next one.",
    "switching": "Try one morning with a single project open, and note what calls you away.",
    "distractions": "Think of one thing that would have kept the most frequent kind away, and try it for a week.",
    "after hours": "Choose one evening that stays free, and write it down like a meeting.",
}


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern of a period.

    Attributes:
        kind: one of UNITS, which says what the number counts.
        number: that of the period.
        usual: that of the person's own last twelve weeks before it; NaN with fewer than four known.
        weeks: how many of these are known.
        what: the hour, the weekday or the kind of interruption it is about; "" where none is.
    """

    kind: str
    number: float
    usual: float
    weeks: int
    what: str = ""

    @property
    def unit(self) -> str:
        """What the number counts."""
        return UNITS[self.kind]

    @property
    def change(self) -> str:
        """Whether it is "more", "less" or "as usual" (within a tenth); "" where no usual is known."""
        if isnan(self.usual):
            return ""
        if abs(self.number - self.usual) <= ALIKE * abs(self.usual):
            return "as usual"
        return "more" if self.number > self.usual else "less"


def patterns(diary: Diary, start: date, end: date, against: Against) -> tuple[Pattern, ...]:
    """The patterns of the local days in [start, end), told against the weeks before them, in the order of UNITS.

    Each is left out where nothing tells it: no clock times, no block of focus, no interruption. A period without
    entries has none.
    """
    edges = week_edges(diary, start)
    now, before = diary.between(start, end), diary.between(edges[0], start)
    if now.entries.empty or end <= start:
        return ()
    weeks = len(edges) - 1
    found = [_best_hour(now, before, (start, end), weeks), _strongest_day(now, before, weeks)]
    found += [
        _by_week(against, "focus blocks", "focus blocks"),
        _by_week(against, "switches", "switching"),
        _by_week(against, "interruptions", "distractions", _commonest(now)) if len(now.interruptions) else None,
        _by_week(against, "after hours", "after hours"),
    ]
    return tuple(pattern for pattern in found if pattern is not None and not isnan(pattern.number))


def _by_week(against: Against, measure: str, kind: str, what: str = "") -> Pattern:
    now, before = against.now, against.before
    known = before.loc[before["kind"] == measure, "value"].dropna()
    value = float(now.loc[now["kind"] == measure, "value"].iloc[0])
    usual = float(known.median()) if len(known) >= FEWEST_WEEKS else NOTHING
    return Pattern(kind, value, usual, len(known), what)


def _best_hour(now: Diary, before: Diary, days: tuple[date, date], weeks: int) -> Pattern | None:
    """The weekday and hour that held most focus in the twelve weeks, or in the period where these are too few.

    Its minutes are those of one such hour, which has sixty: a month may hold the weekday four times or five.
    """
    enough = weeks >= FEWEST_WEEKS
    cells = best_hours((before if enough else now).entries, now.settings.calendar)
    if cells.empty:
        return None
    weekday, hour = int(cells["weekday"].iloc[0]), int(cells["hour"].iloc[0])
    said = f"{WEEKDAYS[weekday]} {hour:02d}:00–{hour + 1:02d}:00"
    usual = _focus_minutes(before, weekday, hour) / weeks if enough else NOTHING
    times = _times(weekday, *days)
    return Pattern("best hours", _focus_minutes(now, weekday, hour) / times if times else NOTHING, usual, weeks, said)


def _times(weekday: int, start: date, end: date) -> int:
    """How many days of [start, end) are that weekday, 0 for Monday."""
    weeks, rest = divmod((end - start).days, 7)
    return weeks + ((weekday - start.weekday()) % 7 < rest)


def _focus_minutes(diary: Diary, weekday: int, hour: int) -> float:
    cells = split_hours(focus_entries(diary.entries), diary.settings.calendar)
    return float(cells.loc[(cells["weekday"] == weekday) & (cells["hour"] == hour), "seconds"].sum()) / 60


def _strongest_day(now: Diary, before: Diary, weeks: int) -> Pattern | None:
    """The weekday with the largest share of the period's hours; of equal ones the first of the week."""
    shares = _weekday_shares(now)
    if shares.empty:
        return None
    name = str(shares.index[int(shares.to_numpy().argmax())])
    usual = _weekday_shares(before)
    known = weeks >= FEWEST_WEEKS and len(usual) > 0
    return Pattern("weekly rhythm", float(shares[name]), float(usual.get(name, 0.0)) if known else NOTHING, weeks, name)


def _weekday_shares(diary: Diary) -> "pd.Series[float]":
    """Weekday → its share of the hours; empty without any."""
    by = hours(diary.entries, ["weekday"], HoursOptions(diary.settings.calendar))
    some = by[by["hours"] > 0]
    return pd.Series((some["hours"] / some["hours"].sum()).to_numpy(), index=some["weekday"].astype("str"))


def _commonest(now: Diary) -> str:
    """The kind of interruption that came most often; of equal ones the first by name."""
    found = interruptions(now.interruptions, now.entries, now.settings.calendar)
    counts = found.groupby("by")["count"].sum()
    return str(counts.index[int(counts.to_numpy().argmax())]) if len(counts) else ""


def pattern_sentence(pattern: Pattern) -> str:
    """What a pattern says, with its number and, where known, the usual one; elsewhere the number alone."""
    number, usual = _number(pattern, pattern.number), _number(pattern, pattern.usual)
    said = {
        "best hours": f"{pattern.what} is when focus comes most easily: {number} minutes of it, each time",
        "weekly rhythm": f"{pattern.what} carries most, {number} of the tracked time",
        "focus blocks": f"You had {number} block{'' if number == '1' else 's'} of focus a week",
        "switching": f"You changed projects {number} times an hour",
        "distractions": f"Focus was broken {number} times an hour, most often by {pattern.what or 'something'}",
        "after hours": f"{number} a week lay outside your working hours",
    }[pattern.kind]
    if isnan(pattern.usual):
        return f"{said}."
    weeks = f"your last {pattern.weeks} weeks"
    return f"{said}, as in {weeks}." if pattern.change == "as usual" else f"{said}, against {usual} in {weeks}."


def suggestion(pattern: Pattern) -> str:
    """One thing to try."""
    return SUGGESTIONS[pattern.kind]


def _number(pattern: Pattern, value: float) -> str:
    if isnan(value):
        return ""
    if pattern.kind == "weekly rhythm":
        return f"{value:.0%}".replace("%", " %")
    return rate(value) + (" h" if pattern.kind == "after hours" else "")


def rate(value: float) -> str:
    """A rate to one decimal, a small one to two: 0.1 against 0 would hide what is 0.13 against 0.03."""
    return f"{value:.2f}" if 0 < value < SMALL else f"{value:.1f}".removesuffix(".0")
