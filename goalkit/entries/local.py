"""Local clock times as instants: the doubled hour, the hour that never was, and durations that decide."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd

from goalkit.entries.days import index_micros
from goalkit.entries.frame import MICRO, NO_INSTANT
from goalkit.periods import load_zone

OK, NEVER_WAS, GUESSED, DIFFERS = 0, 1, 2, 3
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Resolved:
    """Local start and end times as instants.

    Attributes:
        start_us, end_us: microseconds since 1970 (int64), NO_INSTANT where there is none.
        state: OK; NEVER_WAS, a time that the clocks skipped; GUESSED, in the doubled hour with
            nothing to decide by: the first pass was taken; DIFFERS, the duration given is not
            end − start: the clock times were taken.
    """

    start_us: np.ndarray
    end_us: np.ndarray
    state: np.ndarray


def resolve_local(
    start: np.ndarray, end: np.ndarray, duration_s: np.ndarray, tolerance_s: float, zone: str
) -> Resolved:
    """Instants of local clock times in a zone.

    Args:
        start: naive local times in µs (int64), NO_INSTANT where missing.
        end: the same for the ends.
        duration_s: the export's own duration in seconds, NaN where it gives none.
        tolerance_s: how exact that duration is; within it the duration wins, so that totals match
            the tracker's own, and beyond it the clock does.
        zone: IANA name.

    On the night the clocks go back the duration decides which of the two hours is meant.
    """
    start_us, end_us = localize(start, zone).copy(), localize(end, zone).copy()
    state = np.zeros(len(start), dtype=np.int8)
    lost = ((start_us == NO_INSTANT) & (start != NO_INSTANT)) | ((end_us == NO_INSTANT) & (end != NO_INSTANT))
    for row in np.flatnonzero(lost):
        picked = _pick(int(start[row]), int(end[row]), float(duration_s[row]), tolerance_s, zone)
        start_us[row], end_us[row], state[row] = picked
    both = (start_us != NO_INSTANT) & (end_us != NO_INSTANT) & ~np.isnan(duration_s)
    own = np.where(both, np.rint(np.nan_to_num(duration_s) * MICRO), 0).astype(np.int64)
    off = np.where(both, own - (end_us - np.where(both, start_us, end_us)), 0)
    near = np.abs(off) <= tolerance_s * MICRO
    state[both & ~near & (state == OK)] = DIFFERS
    if tolerance_s <= 1:
        end_us = np.where(both & near, end_us + off, end_us)
    return Resolved(start_us, end_us, state)


def localize(local: np.ndarray, zone: str) -> np.ndarray:
    """Naive local times (int64 µs) as instants (int64 µs); NO_INSTANT where missing, doubled or skipped."""
    index = pd.DatetimeIndex(local.view("datetime64[us]"))
    return index_micros(index.tz_localize(zone, ambiguous="NaT", nonexistent="NaT"))


def _pick(start: int, end: int, duration: float, tolerance: float, zone: str) -> tuple[int, int, int]:
    starts, ends = candidates(start, zone), candidates(end, zone)
    if not starts or not ends:
        return NO_INSTANT, NO_INSTANT, NEVER_WAS
    pairs = [(a, b) for a in starts for b in ends if NO_INSTANT in (a, b) or b >= a] or [(starts[0], ends[-1])]
    if np.isnan(duration) or NO_INSTANT in (start, end):
        # Without a duration, two times as far apart as they look can only be the same pass.
        return *pairs[0], GUESSED
    exact = [pair for pair in pairs if abs((pair[1] - pair[0]) / MICRO - duration) <= tolerance]
    if not exact:
        return *pairs[0], DIFFERS
    return *exact[0], OK if len(exact) == 1 else GUESSED


def candidates(local: int, zone: str) -> list[int]:
    """The instants (µs) that a naive local time can mean: none in the gap, two in the doubled hour."""
    if local == NO_INSTANT:
        return [NO_INSTANT]
    tz = load_zone(zone)
    naive = (EPOCH + timedelta(microseconds=local)).replace(tzinfo=None)
    instants = {naive.replace(tzinfo=tz, fold=fold).astimezone(UTC) for fold in (0, 1)}
    real = [instant for instant in instants if instant.astimezone(tz).replace(tzinfo=None) == naive]
    return sorted((instant - EPOCH) // timedelta(microseconds=1) for instant in real)
