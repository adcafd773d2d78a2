"""Time that stands in a log more than once: overlaps, days with more hours than they have, one person's two names."""

import re
import unicodedata

import numpy as np
import pandas as pd

from goalkit.entries.days import entry_micros, to_index
from goalkit.entries.frame import is_day_total
from goalkit.entries.overlaps import covered_us, person_codes
from goalkit.metrics.balance import clock_instants
from goalkit.metrics.evidence import evidence, named, of_entries, places, worst
from goalkit.metrics.hours import HOUR_US, HoursOptions, hours
from goalkit.records import Settings


def overlaps(entries: pd.DataFrame) -> pd.DataFrame:
    """One row an entry that begins while another of the same person runs, by position.

    Returns:
        `row` and `other`, positions in `entries`; of several that run the other is the one that runs
        longest. `us` is the time the two share (int64 µs). What earlier entries leave running at the
        start of one is what the longest of them leaves, so these sum to attributed − on the clock,
        to the microsecond. Day totals take no part; an empty frame gives none.
    """
    start, end, _ = entry_micros(entries)
    timed = np.flatnonzero(~is_day_total(entries) & (end > start))
    start, end, who = start[timed], end[timed], person_codes(entries)[timed]
    shared = end - start - covered_us(start, end, who)
    order = np.lexsort((start, who))
    longest = _longest_before(end[order], who[order])
    other = np.empty(len(order), dtype=np.int64)
    other[order] = np.where(longest >= 0, order[longest], -1)
    found = np.flatnonzero(shared > 0)
    return pd.DataFrame({"row": timed[found], "other": timed[other[found]], "us": shared[found]})


def _longest_before(end: np.ndarray, who: np.ndarray) -> np.ndarray:
    """For each interval, by person and start, the place of the one before it that ends last; −1 without one."""
    if not len(end):
        return np.zeros(0, dtype=np.int64)
    opens = np.concatenate(([True], who[1:] != who[:-1]))
    reach = pd.Series(end).groupby(who, sort=False).cummax().to_numpy()
    furthest = opens | np.concatenate(([True], reach[1:] > reach[:-1]))
    place = np.maximum.accumulate(np.where(furthest, np.arange(len(end)), 0))
    return np.where(opens, -1, np.concatenate(([-1], place[:-1])))


def overlap_evidence(entries: pd.DataFrame, found: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """The pairs that share most time, with the time they share and both their places."""
    listed = found.iloc[worst(found["us"].to_numpy())]
    own, other = entries.iloc[listed["row"]], entries.iloc[listed["other"]]
    begin, us = entry_micros(own)[0], listed["us"].to_numpy()
    told = of_entries(own, settings.calendar) | {"end_utc": to_index(begin + us)}
    return evidence(**told, hours=us / HOUR_US, other=named(other), **places(other, other=True))


def over_full_days(entries: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Days to which a person attributed more hours than they have (23, 24 or 25), the most first.

    Columns: `day`, `person`, `hours` (attributed, day totals with entries).
    """
    found = hours(entries, ["day", "person"], HoursOptions(settings.calendar))
    if found.empty:
        return found
    day = found["day"]
    begins = clock_instants(day, settings, "day_start")
    length = clock_instants(day + pd.Timedelta(days=1), settings, "day_start") - begins
    over = found[found["hours"] > length / HOUR_US]
    return over.sort_values(["hours", "day"], ascending=[False, True], kind="stable", ignore_index=True)


def two_names(entries: pd.DataFrame) -> pd.DataFrame:
    """The names of persons who have more than one: alike but for case, accents, order, or an e-mail's host.

    Columns: `who` (what the names have in common), `person` (as written), `hours`; the names of one
    after the other. Time without a name is nobody's second name.
    """
    found = hours(entries, ["person"])
    who = pd.Series([_same(name) for name in found["person"].astype("object")], index=found.index, dtype="str")
    alike = found.assign(who=who)[(who != "") & who.duplicated(keep=False)]
    return alike.sort_values(["who", "hours"], ascending=[True, False], kind="stable", ignore_index=True)


def _same(name: str) -> str:
    """A name as its sorted words: "Lovelace, Ada" and "ada.lovelace@example.org" are both "ada lovelace"."""
    plain = unicodedata.normalize("NFKD", name.partition("@")[0]).casefold()
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(sorted(re.findall(r"[^\W_]+", letters)))
