"""The numbers of ordinary weeks: what a period is told against, all by the person's own last twelve weeks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pandas as pd

from goalkit.entries.days import clip, start_days
from goalkit.metrics.balance import balance_days
from goalkit.metrics.focus import focus_blocks, switches_per_hour
from goalkit.metrics.hours import HoursOptions, hours
from goalkit.metrics.interruptions import interruptions
from goalkit.metrics.rhythm import FEELINGS, daily_means, within
from goalkit.periods import day_instant
from goalkit.records import Settings

WEEKS = 12
FEWEST_WEEKS = 4
NOTHING = float("nan")
COLUMNS = {"span": "datetime64[us]", "kind": "str", "name": "str", "value": "float64"}
UNITS = {
    "goal hours": "h a week",
    "project hours": "h a week",
    "hours": "h a week",
    "focus blocks": "a week",
    "focus hours": "h a week",
    "evenings": "a week",
    "after hours": "h a week",
    "switches": "an hour",
    "interruptions": "an hour of focus",
    "mood": "of 5",
    "energy": "of 5",
    "stress": "of 5",
    "check-ins": "a week",
}
# The least that is worth a word, in the unit: what weeks differ by however alike they are.
LEAST = {
    "goal hours": 0.5,
    "project hours": 0.5,
    "hours": 1.0,
    "focus blocks": 1.0,
    "focus hours": 0.5,
    "evenings": 0.5,
    "after hours": 0.5,
    "switches": 0.25,
    "interruptions": 0.25,
    "mood": 0.25,
    "energy": 0.25,
    "stress": 0.25,
    "check-ins": 0.5,
}


@dataclass(frozen=True, slots=True)
class Diary:
    """What a person wrote down: an entry frame, frames of CheckIn and Interruption, and their settings."""

    entries: pd.DataFrame
    checkins: pd.DataFrame
    interruptions: pd.DataFrame
    settings: Settings

    def between(self, start: date, end: date) -> "Diary":
        """The same on the local days of [start, end), entries cut at their edges."""
        calendar = self.settings.calendar
        first, last = day_instant(start, calendar), day_instant(end, calendar)
        broke = self.interruptions["at_utc"]
        return Diary(
            entries=clip(self.entries, first, max(first, last)).reset_index(drop=True),
            checkins=within(self.checkins, start, end),
            interruptions=self.interruptions[(broke >= first) & (broke < last)].reset_index(drop=True),
            settings=self.settings,
        )


def week_edges(diary: Diary, end: date, weeks: int = WEEKS) -> list[date]:
    """The edges of the weeks that are known before a day, seven days each, the last one ending there.

    Twelve at most, and none that begins before the first entry or check-in of all. Without either, [end].
    """
    calendar = diary.settings.calendar
    first = [calendar.day_of(moment.to_pydatetime()) for moment in diary.entries["start_utc"].nsmallest(1)]
    first += [day.date() for day in diary.checkins["day"].nsmallest(1)]
    known = max((end - min(first, default=end)).days // 7, 0)
    return [end - timedelta(weeks=back) for back in range(min(known, weeks), -1, -1)]


@dataclass(frozen=True, slots=True)
class Against:
    """The numbers of a period and those of the weeks before it, each as `weekly_numbers` gives them.

    Attributes:
        before: of up to twelve weeks.
        now: of the period.
        weeks_long: how long the period is.
    """

    before: pd.DataFrame
    now: pd.DataFrame
    weeks_long: float


def against_weeks(diary: Diary, start: date, end: date) -> Against:
    """The numbers of the local days in [start, end), and of the twelve weeks before; none for no day."""
    before = weekly_numbers(diary, week_edges(diary, start))
    now = weekly_numbers(diary, [start, end] if start < end else [start])
    return Against(before, now, (end - start).days / 7)


def weekly_numbers(diary: Diary, edges: Sequence[date]) -> pd.DataFrame:
    """What each span between two days comes to, a week: twelve weeks, or one period of any length.

    Args:
        diary: what was written down.
        edges: days, rising; a span holds the first and not the second.

    Returns:
        `span` (its first day), `kind` (one of UNITS), `name` (goal id or project of hours, else ""), `value`: counts
        and hours as so many a week; switches an hour tracked, interruptions an hour of focus, and feelings as means,
        NaN where nothing was tracked or read. Goals and projects that have hours in any span have a row in each. A
        block of focus counts where it begins. Fewer than two edges give an empty frame.
    """
    if len(edges) < 2:
        return pd.DataFrame({name: pd.Series([], dtype=dtype) for name, dtype in COLUMNS.items()})
    whole = diary.between(edges[0], edges[-1])
    weeks = np.diff(np.array(edges, dtype="datetime64[D]")).astype(np.int64) / 7
    found: dict[tuple[str, str], np.ndarray] = {}
    for kind, key in (("goal hours", "goal"), ("project hours", "project")):
        found |= {(kind, name): own / weeks for name, own in _hours(whole, edges, key)}
    added = {kind: _sums(days, edges) for kind, days in _days(whole, edges).items()}
    found |= {(kind, ""): added[kind] / weeks for kind in added}
    found["interruptions", ""] = _ratio(_sums(_broken(whole), edges), added["focus hours"])
    found["switches", ""] = np.array([_switching(whole, *span) for span in pairwise(edges)])
    found |= {(name, ""): _means(daily_means(whole.checkins, name), edges) for name in FEELINGS}
    names = pd.MultiIndex.from_tuples(list(found), names=["kind", "name"])
    spans = pd.Index(np.array(edges[:-1], dtype="datetime64[us]"), name="span")
    wide = pd.DataFrame(list(found.values()), index=names, columns=spans)
    return wide.stack().rename("value").reset_index()[list(COLUMNS)].astype(COLUMNS)


def _hours(whole: Diary, edges: Sequence[date], key: str) -> Iterator[tuple[str, np.ndarray]]:
    """Each goal or project that has hours, with those of each span."""
    by = hours(whole.entries, [key, "day"], HoursOptions(whole.settings.calendar))
    for name, own in by[by[key] != ""].groupby(key, sort=True):
        yield str(name), _sums(own.set_index("day")["hours"], edges)


def _days(whole: Diary, edges: Sequence[date]) -> dict[str, "pd.Series[float]"]:
    """What adds up by day: kind → amounts, the index being days that may come more than once."""
    settings = whole.settings
    balance = balance_days(whole.entries, settings, edges[0], edges[-1]).set_index("day")
    blocks = focus_blocks(whole.entries)
    lengths = (blocks["end_utc"] - blocks["start_utc"]).dt.total_seconds()
    began = start_days(blocks[["start_utc", "end_utc"]].assign(duration_s=lengths), settings.calendar)["day"].to_numpy()
    checked = whole.checkins["day"].drop_duplicates().to_numpy()
    return {
        "hours": balance["hours"],
        "focus blocks": pd.Series(1.0, index=began),
        "focus hours": pd.Series(blocks["hours"].to_numpy(), index=began),
        "evenings": balance["evening"].astype("float64"),
        "after hours": balance["after_hours"].where(balance["working_day"], balance["hours"]),
        "check-ins": pd.Series(1.0, index=checked),
    }


def _broken(whole: Diary) -> "pd.Series[float]":
    """Interruptions by day, of days that hold focus: on others there was none to break."""
    found = interruptions(whole.interruptions, whole.entries, whole.settings.calendar)
    return found[found["focus_hours"] > 0].set_index("day")["count"].astype("float64")


def _switching(whole: Diary, start: date, end: date) -> float:
    calendar = whole.settings.calendar
    inside = clip(whole.entries, day_instant(start, calendar), day_instant(end, calendar))
    return switches_per_hour(inside) if len(inside) else NOTHING


def _ratio(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    return above / np.where(below > 0, below, np.nan)


def _means(values: "pd.Series[float]", edges: Sequence[date]) -> np.ndarray:
    """The mean of each span, NaN without a value in it."""
    return _ratio(_sums(values, edges), _sums(pd.Series(1.0, index=values.index), edges))


def _sums(amounts: "pd.Series[float]", edges: Sequence[date]) -> np.ndarray:
    """The sum of each span."""
    bounds = np.array(edges, dtype="datetime64[D]")
    slot = np.searchsorted(bounds, amounts.index.to_numpy().astype("datetime64[D]"), "right") - 1
    return np.bincount(slot, weights=amounts.to_numpy(dtype="float64"), minlength=len(edges) - 1)[: len(edges) - 1]
