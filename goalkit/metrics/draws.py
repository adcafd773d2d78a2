"""Imagined futures: how many, always the same ones, and what is read off them."""

from collections.abc import Sequence

import numpy as np

PATHS = 10_000
SEED = 20_250_101  # fixed, so that a forecast made twice of the same data is the same forecast
LEVELS = (0.5, 0.8, 0.95)  # P50, P80, P95


def quantiles(ordered: np.ndarray, levels: Sequence[float]) -> np.ndarray:
    """The quantiles of values in rising order: the least value that a share of at least each level does not exceed.

    Always one of the values, so that whole days stay whole days. No value gives NaN.
    """
    if not len(ordered):
        return np.full(len(levels), np.nan)
    place = np.ceil(np.round(np.asarray(levels) * len(ordered), 9)).astype(np.int64) - 1
    return ordered[np.clip(place, 0, len(ordered) - 1)]
