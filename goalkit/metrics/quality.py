"""Data quality: what in a log is worth a look, each kind with its number, its evidence and one way on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import pandas as pd

from goalkit.entries.days import clip, entry_micros, start_days
from goalkit.entries.frame import MICRO, is_day_total
from goalkit.metrics import doubled, untracked
from goalkit.metrics.evidence import LISTED, evidence, of_entries, worst
from goalkit.metrics.hours import HOUR_US, HoursOptions, hours, totals
from goalkit.periods import day_instant
from goalkit.records import Settings

# Longer than any shift that most people work: more likely a timer that ran on overnight.
LONG_ENTRY_S = 12 * 3600
FIRST, LAST = date(1970, 1, 2), date(2200, 1, 1)

AGAIN = "export again and bring that in with the notebook 06_log_time"
MEND = f"right in your tracker, {AGAIN}"
SUGGESTIONS = {
    "overlaps": f"If they did not really run side by side, set them {MEND}",
    "full days": "See what the fullest of them is made of: goalkit hours --by day --only day={day} --explain",
    "long entries": f"If a timer was left running, set it {MEND}",
    "future": f"If a date slipped, set it {MEND}",
    "running": f"Stop the timer, {AGAIN}",
    "two names": f"Use one name in all your trackers, {AGAIN}",
    "gaps": "If you worked then, log it in the notebook 06_log_time; free time needs nothing",
    "empty days": "If you worked then, log it in the notebook 06_log_time; days off need nothing",
    "no goal": "If one of them serves a goal, a rule in the notebook 06_log_time links it for good",
    "unread": "Do what its reason asks, or bring it in by hand, for example: goalkit import FILE --dates dmy",
}


@dataclass(frozen=True, slots=True)
class Log:
    """What is looked at.

    Attributes:
        entries: an entry frame after the rules, whole; `file`, `source_line`, `batch_id` and
            `imported_utc` are told and used where they are there.
        problems: rows of ImportProblem.
        batches: rows of ImportBatch.
        settings: zone, day start, working days and hours.
        now: what lies after it is the future.
        start, end: the local days that are asked for, half-open; None for all.
        unread: rows of InboxFile whose file could not be read and waits; None where there is no inbox.
    """

    entries: pd.DataFrame
    problems: pd.DataFrame
    batches: pd.DataFrame
    settings: Settings
    now: datetime
    start: date | None = None
    end: date | None = None
    unread: pd.DataFrame | None = None

    @property
    def inside(self) -> pd.DataFrame:
        """The entries, cut to the days that are asked for."""
        if self.start is None and self.end is None:
            return self.entries
        calendar = self.settings.calendar
        low = day_instant(self.start or FIRST, calendar)
        return clip(self.entries, low, max(day_instant(self.end or LAST, calendar), low)).reset_index(drop=True)

    def asked(self, days: np.ndarray) -> np.ndarray:
        """Whether each day (datetime64) is one that is asked for."""
        start, end = np.datetime64(self.start or FIRST), np.datetime64(self.end or LAST)
        return (days >= start) & (days < end)


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind of thing that is worth a look.

    Attributes:
        kind: a key of SUGGESTIONS.
        count: how many there are, all of them.
        hours: the time in them, all of it; NaN where there is none to tell.
        evidence: the worst of them first, a row each with the columns of EVIDENCE, LISTED at most.
        suggestion: what to do, one thing.
    """

    kind: str
    count: int
    hours: float
    evidence: pd.DataFrame
    suggestion: str


def quality(log: Log) -> tuple[Finding, ...]:
    """All that is worth a look in the days that are asked for, in a fixed order; () when nothing is."""
    looks: tuple[Callable[[Log], Finding], ...] = (
        _unread,
        _overlaps,
        _full_days,
        _long_entries,
        _future,
        _running,
        _two_names,
        _gaps,
        _empty_days,
        _no_goal,
    )
    return tuple(finding for finding in (look(log) for look in looks) if finding.count)


def _finding(kind: str, count: int, time: float, shown: pd.DataFrame) -> Finding:
    day = f"{shown['day'].iloc[0]:%Y-%m-%d}" if count and "{day}" in SUGGESTIONS[kind] else ""
    return Finding(kind, count, time, shown, SUGGESTIONS[kind].format(day=day))


def _unread(log: Log) -> Finding:
    """Files of the inbox that could not be read: one may hold any day up to when it was seen."""
    if log.unread is None or log.unread.empty:
        return _finding("unread", 0, np.nan, evidence())
    seen = [np.datetime64(log.settings.calendar.day_of(when)) for when in log.unread["seen_utc"]]
    shown = evidence(day=np.array(seen, "datetime64[us]"), file=log.unread["name"], what=log.unread["why"])
    shown = shown[shown["day"] >= np.datetime64(log.start or FIRST)].reset_index(drop=True)
    return _finding("unread", len(shown), np.nan, shown.iloc[:LISTED])


def _overlaps(log: Log) -> Finding:
    entries = log.inside
    found = doubled.overlaps(entries)
    shown = doubled.overlap_evidence(entries, found, log.settings)
    return _finding("overlaps", len(found), totals(entries).overlap_hours, shown)


def _full_days(log: Log) -> Finding:
    found = doubled.over_full_days(log.inside, log.settings)
    shown = evidence(**{name: found[name].to_numpy()[:LISTED] for name in ("day", "person", "hours")})
    return _finding("full days", len(found), float(found["hours"].sum()), shown)


def _long_entries(log: Log) -> Finding:
    start, end, us = entry_micros(log.entries)
    return _of_entries("long entries", log, end - start > LONG_ENTRY_S * MICRO, us)


def _future(log: Log) -> Finding:
    """Entries that end after now, and totals of days after today."""
    _, end, us = entry_micros(log.entries)
    today = np.datetime64(log.settings.calendar.day_of(log.now))
    later = start_days(log.entries, log.settings.calendar)["day"].to_numpy() > today
    ahead = end > int(log.now.timestamp() * MICRO)
    return _of_entries("future", log, np.where(is_day_total(log.entries), later, ahead), us)


def _of_entries(kind: str, log: Log, wanted: np.ndarray, us: np.ndarray) -> Finding:
    """A finding of whole entries that begin on the days asked for."""
    calendar = log.settings.calendar
    rows = np.flatnonzero(wanted)
    rows = rows[log.asked(start_days(log.entries.iloc[rows], calendar)["day"].to_numpy())]
    listed = rows[worst(us[rows])]
    shown = evidence(**of_entries(log.entries.iloc[listed], calendar), hours=us[listed] / HOUR_US)
    return _finding(kind, len(rows), int(us[rows].sum()) / HOUR_US, shown)


def _running(log: Log) -> Finding:
    found = still_running(log)
    days = pd.to_datetime(found["day"], errors="coerce")
    shown = evidence(day=days, file=found["file"], line=found["line"], what=found["tracker"])
    return _finding("running", len(found), np.nan, shown.iloc[:LISTED])


def still_running(log: Log) -> pd.DataFrame:
    """Rows that an import left out because they ran, and that have not come in since.

    One has come in when a later import of the same tracker brought an entry of its day; one that runs
    in a later import too is told once. A row whose day cannot be read is always asked for.
    """
    rows = log.problems[log.problems["problem"] == "running"]
    batch = log.batches.set_index("id").reindex(rows["batch_id"])
    when = batch["imported_utc"].astype("datetime64[us, UTC]")
    rows = rows.assign(tracker=batch["tracker"].fillna("").array, when=when.array)
    in_range = log.asked(pd.to_datetime(rows["day"], errors="coerce").to_numpy())
    rows = rows[(rows["day"] == "") | in_range]
    if rows.empty:
        return rows
    again = rows.groupby(["tracker", "day"])["when"].transform("max") > rows["when"]
    since = _latest_imports(log, rows["day"]).reindex(pd.MultiIndex.from_frame(rows[["tracker", "day"]]))
    settled = since.astype("datetime64[us, UTC]").array > rows["when"].array
    return rows[(rows["day"] == "") | ~(again | settled)].sort_values(["day", "file", "line"], kind="stable")


def _latest_imports(log: Log, wanted: "pd.Series[str]") -> "pd.Series[pd.Timestamp]":
    """(tracker, ISO day) → when the latest entry of that day was imported, for some days."""
    days = start_days(log.entries, log.settings.calendar)["day"]
    of_these = days.isin(pd.to_datetime(wanted, errors="coerce")).to_numpy()
    entries, days = log.entries[of_these], days[of_these].dt.strftime("%Y-%m-%d")
    never = pd.Series(pd.NaT, index=entries.index, dtype="datetime64[us, UTC]")
    came = entries.get("imported_utc", never)
    keys = {"tracker": entries["tracker"].astype("object").array, "day": days.array, "came": came.array}
    return pd.DataFrame(keys).groupby(["tracker", "day"])["came"].max()


def _two_names(log: Log) -> Finding:
    found = doubled.two_names(log.inside)
    shown = evidence(what=found["who"][:LISTED], person=found["person"][:LISTED], hours=found["hours"][:LISTED])
    return _finding("two names", found["who"].nunique(), float(found["hours"].sum()), shown)


def _gaps(log: Log) -> Finding:
    found = untracked.gaps(log.entries, log.settings, log.now)
    found = found[log.asked(found["day"].to_numpy())]
    us = (found["end_us"] - found["start_us"]).to_numpy()
    listed = found.iloc[worst(us)]
    shown = evidence(day=listed["day"], **untracked.as_instants(listed), hours=us[worst(us)] / HOUR_US)
    return _finding("gaps", len(found), int(us.sum()) / HOUR_US, shown)


def _empty_days(log: Log) -> Finding:
    found = untracked.empty_days(log.entries, log.settings, log.now)
    found = found[log.asked(found)]
    latest_first = found[::-1][:LISTED].astype("datetime64[us]")
    return _finding("empty days", len(found), np.nan, evidence(day=latest_first))


def _no_goal(log: Log) -> Finding:
    found = hours(log.inside, ["project", "goal"], HoursOptions(log.settings.calendar))
    found = found[(found["goal"].astype("object") == "") & (found["hours"] > 0)]
    listed = found.iloc[worst(found["hours"].to_numpy())]
    shown = evidence(what=listed["project"], hours=listed["hours"])
    return _finding("no goal", len(found), float(found["hours"].sum()), shown)
