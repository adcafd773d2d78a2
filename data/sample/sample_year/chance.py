"""Chance that comes out the same on every machine and every Python version."""

import random
from collections.abc import Mapping, Sequence
from itertools import cycle
from typing import TypeVar

Item = TypeVar("Item")


class Chance:
    """A stream of draws that depends on its name alone, so that an edit elsewhere leaves it as it is.

    Everything is made from `random.Random.random()`, the one method whose values Python promises
    to keep between versions.
    """

    def __init__(self, *name: object) -> None:
        self._next = random.Random(":".join(map(str, ("goalkit sample", *name)))).random  # noqa: S311  no secret

    def true(self, share: float) -> bool:
        """True in that share of draws."""
        return self._next() < share

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self._next() * (high - low + 1))

    def spread(self) -> float:
        """A number from -1 to 1, mostly near 0: the mean of three even draws."""
        return (self._next() + self._next() + self._next()) / 1.5 - 1

    def pick(self, items: Sequence[Item]) -> Item:
        """One of the items."""
        return items[self.between(0, len(items) - 1)]

    def favourite(self, items: Sequence[Item], turn: int) -> Item:
        """One of the items, the first ones more often; `turn` moves the favourites along."""
        return items[(int(len(items) * self._next() ** 1.8) + turn) % len(items)]

    def weighted(self, weights: Mapping[str, float]) -> str:
        """One of the keys, as often as its weight says."""
        left = self._next() * sum(weights.values())
        for key, weight in weights.items():
            left -= weight
            if left < 0:
                return key
        return next(reversed(weights))

    def shuffled(self, items: Sequence[Item]) -> list[Item]:
        """The items in another order."""
        rest = list(items)
        return [rest.pop(self.between(0, len(rest) - 1)) for _ in items]


class Deck:
    """Texts drawn one after the other; none comes back before all have been drawn."""

    def __init__(self, name: str, texts: Sequence[str]) -> None:
        self._endless = cycle(Chance("deck", name).shuffled(texts))

    def draw(self) -> str:
        """The next text; after the last one the same order again, so that repetitions lie far apart."""
        return next(self._endless)
