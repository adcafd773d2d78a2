"""What the cells of a column can be read as: moments, days, clock times, lengths or numbers."""

from collections.abc import Callable, Sequence
from functools import cached_property

from goalkit.trackers import cells

MOST = 0.8  # a share of cells that tells what a column holds; the others may be blank, torn or the header again
_DAY_US = cells.DAY_S * 1_000_000
CLOCKS, LENGTHS = frozenset({"moment", "clock"}), frozenset({"span", "number"})
DAYS = CLOCKS | {"day"}
FITTING = {
    **dict.fromkeys(("start", "end", "start_date", "end_date", "date"), DAYS),
    **dict.fromkeys(("start_time", "end_time"), CLOCKS),
    "duration": LENGTHS,
}


class ColumnCells:
    """A column's first cells, and what they can be read as."""

    def __init__(self, name: str, texts: Sequence[str]) -> None:
        self.name, self.texts = name, texts
        self.filled = [text for text in texts if text]

    @cached_property
    def kinds(self) -> frozenset[str]:
        """Of moment, day, clock, span and number those that most cells are; none for a column of texts."""
        readers: dict[str, Callable[[str], object]] = {
            "moment": lambda text: cells.parse_moment(text, self.order),
            "day": lambda text: cells.parse_date(text, self.order),
            "clock": cells.parse_clock,
            "span": cells.parse_span,
            "number": lambda text: cells.decimal_marks([text]) or None,
        }
        found = frozenset(kind for kind, read in readers.items() if self._mostly(read))
        # Days that a database wrote with a time of day that says nothing are days.
        return found - {"moment"} | {"day"} if "moment" in found and self._at_midnight() else found

    def _at_midnight(self) -> bool:
        moments = [cells.parse_moment(text, self.order) for text in self.filled]
        return len(moments) > 1 and all(moment is None or moment[0] % _DAY_US == 0 for moment in moments)

    def _mostly(self, read: Callable[[str], object]) -> bool:
        return bool(self.filled) and sum(read(text) is not None for text in self.filled) >= MOST * len(self.filled)

    @cached_property
    def order(self) -> str:
        """An order that most of its days are in."""
        days = [text.replace("T", " ").split(" ")[0].rstrip(",") for text in self.filled]
        return next(iter(cells.possible_orders(days)), "ymd")

    def fits(self, role: str) -> bool:
        """Whether its cells can play a part; a column without cells can play any."""
        needed = FITTING.get(role)
        return needed is None or not self.filled or bool(needed & self.kinds)

    @cached_property
    def seconds(self) -> list[float | None]:
        """Its cells as seconds: since 1970, since midnight, or long; None where one cannot be read."""
        return [self._seconds_of(text) if text else None for text in self.texts]

    def _seconds_of(self, text: str) -> float | None:
        if "moment" in self.kinds:
            moment = cells.parse_moment(text, self.order)
            return None if moment is None else moment[0] / 1e6
        if "clock" in self.kinds:
            return cells.parse_clock(text)
        day = cells.parse_date(text, self.order)
        return None if day is None else float(day * cells.DAY_S)
