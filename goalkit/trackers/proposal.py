"""A proposed column map of a table that no tracker wrote: by the names of its columns, then by their cells."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations
from statistics import median

from goalkit.trackers import cells
from goalkit.trackers.column_names import NAMES, missing_roles, plain_name, unit_of
from goalkit.trackers.source import Source

MOST = 0.8  # a share of cells that tells what a column holds; the others may be blank, torn or the header again
EARLY_S = 6 * 3600  # nobody begins before six every time: such cells are lengths
CLOSE_S = 60.0
_DAY_US = cells.DAY_S * 1_000_000
TIMES = {"start", "end", "start_date", "start_time", "end_date", "end_time", "date", "duration"}
DAYS, CLOCKS, LENGTHS = (
    frozenset({"moment", "day", "clock"}),
    frozenset({"moment", "clock"}),
    frozenset({"span", "number"}),
)
FITTING = {
    **dict.fromkeys(("start", "end", "start_date", "end_date", "date"), DAYS),
    **dict.fromkeys(("start_time", "end_time"), CLOCKS),
    "duration": LENGTHS,
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part that a column plays, and why it is taken to."""

    role: str
    header: str
    reason: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A column map with its reasons.

    Attributes:
        parts: at most one a role and one a column.
        by_names: whether the names of the columns alone say when and how long.
    """

    parts: tuple[Part, ...]
    by_names: bool

    @property
    def columns(self) -> dict[str, str]:
        """Role → header."""
        return {part.role: part.header for part in self.parts}

    @property
    def complete(self) -> bool:
        """Whether a file can be read with it."""
        return missing_roles(self.columns) == ""


class _Column:
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


def propose(source: Source) -> Proposal:
    """The parts that the columns of a table play, by their names and else by their cells."""
    columns = _columns(source)
    named = _by_names(columns, strict=True)
    if missing_roles({part.role: part.header for part in named}):
        valued = [*named, *_times_by_cells(columns, named)]
        if not missing_roles({part.role: part.header for part in valued}):
            return Proposal(_in_order([*valued, *_texts_by_cells(columns, valued)]), by_names=False)
        named = _by_names(columns, strict=False)
    complete = not missing_roles({part.role: part.header for part in named})
    further = _texts_by_cells(columns, named) if not complete else []
    return Proposal(_in_order([*named, *further]), by_names=complete)


def _columns(source: Source) -> list[_Column]:
    header, rows = source.header, source.first_rows
    seen: set[str] = set()
    found = []
    for place, name in enumerate(header):
        if name and name not in seen:
            seen.add(name)
            found.append(_Column(name, [row[place].strip() if place < len(row) else "" for row in rows]))
    return found


def _in_order(parts: Iterable[Part]) -> tuple[Part, ...]:
    order = list(NAMES)
    return tuple(sorted(parts, key=lambda part: order.index(part.role)))


def _by_names(columns: Sequence[_Column], strict: bool) -> list[Part]:
    """Parts that names tell; `strict` asks that the cells can play them."""
    own = {plain_name(column.name): column for column in reversed(columns)}
    found: dict[str, Part] = {}
    used: set[str] = set()
    for role, names in NAMES.items():
        present = [own[name] for name in names if name in own and own[name].name not in used]
        column = next((one for one in present if one.fits(role) or not strict), None)
        if column is None:
            continue
        actual = _as_cells_say(role, column)
        if actual not in found:
            used.add(column.name)
            found[actual] = Part(actual, column.name, "by its name")
    return list(found.values())


def _as_cells_say(role: str, column: _Column) -> str:
    """The part beside a named one that its cells play: a "start" of clock times is a start time, and so on."""
    side, kinds = role.partition("_")[0], column.kinds
    if side in ("start", "end"):
        if "moment" in kinds:
            return side
        if "clock" in kinds:
            return f"{side}_time"
        return f"{side}_date" if "day" in kinds else role
    return "start" if role == "date" and "moment" in kinds else role


def _times_by_cells(columns: Sequence[_Column], named: Sequence[Part]) -> list[Part]:
    """When and how long, as far as names did not say, by what stands in the columns."""
    taken = {part.header for part in named}
    free = [column for column in columns if column.name not in taken and column.filled]
    have = {part.role: next(one for one in columns if one.name == part.header) for part in named if part.role in TIMES}
    found: list[Part] = []
    if not {"start", "start_time"} & set(have):
        found = _starts(free, have)
    have |= {part.role: next(one for one in columns if one.name == part.header) for part in found}
    rest = [column for column in free if column.name not in {part.header for part in found}]
    return [*found, *_ends(rest, have), *_lengths(rest, have)]


def _starts(free: Sequence[_Column], have: dict[str, _Column]) -> list[Part]:
    moments = [one for one in free if "moment" in one.kinds]
    lengths = [one for one in free if LENGTHS & one.kinds]
    if moments:
        pair = None if "end" in have else _pair(moments, lengths)
        return _said("", pair, "days and times") if pair else [Part("start", moments[0].name, "days and times")]
    days = [one for one in free if "day" in one.kinds]
    dated = bool({"date", "start_date"} & set(have))
    if not days and not dated:
        return []
    clocks = [one for one in free if "clock" in one.kinds and not _is_length(one)]
    found = _clocks(clocks, lengths, have)
    if dated:
        return found
    pair = _pair(days, ()) if "end_time" in (part.role for part in found) else None
    return [*(_said("_date", pair, "days") if pair else [Part("date", days[0].name, "its cells are days")]), *found]


def _clocks(clocks: Sequence[_Column], lengths: Sequence[_Column], have: dict[str, _Column]) -> list[Part]:
    if pair := _pair(clocks, lengths):
        return _said("_time", pair, "clock times")
    alone = len(clocks) == 1 and ("duration" in have or any(one not in clocks for one in lengths))
    return [Part("start_time", clocks[0].name, "clock times")] if alone else []


def _said(kind: str, pair: tuple[_Column, _Column], what: str) -> list[Part]:
    first, second = pair
    return [
        Part(f"start{kind}", first.name, f"{what}, earlier than {second.name!r}"),
        Part(f"end{kind}", second.name, f"{what}, later than {first.name!r}"),
    ]


def _ends(rest: Sequence[_Column], have: dict[str, _Column]) -> list[Part]:
    if {"end", "end_time", "duration"} & set(have):
        return []
    start, kind = ("start", "moment") if "start" in have else ("start_time", "clock")
    if start not in have:
        return []
    clocks = [one for one in rest if kind in one.kinds and not _is_length(one)]
    later = [one for one in clocks if _share_before(have[start], one) >= MOST]
    role = "end" if kind == "moment" else "end_time"
    return [Part(role, one.name, f"later than {have[start].name!r}") for one in later[:1]]


def _lengths(rest: Sequence[_Column], have: dict[str, _Column]) -> list[Part]:
    """The duration: the column that equals end − start; without an end, the first that can be one."""
    lengths = [one for one in rest if LENGTHS & one.kinds and "day" not in one.kinds]
    if "duration" in have:
        return []
    start, end = have.get("start") or have.get("start_time"), have.get("end") or have.get("end_time")
    if start and end:
        equal = [one for one in lengths if _equals(start, end, one)]
        return [Part("duration", one.name, f"equals {end.name!r} − {start.name!r}") for one in equal[:1]]
    if not {"start", "start_time", "date"} & set(have):
        return []
    likely = [one for one in lengths if _can_be_hours(one)]
    spans = [one for one in likely if "span" in one.kinds]
    parts = [one for one in likely if any(text.strip("0123456789-") for text in one.filled)]
    return [Part("duration", one.name, _length_reason(one)) for one in (*spans, *parts, *likely)][:1]


def _length_reason(column: _Column) -> str:
    if "span" in column.kinds:
        return "hours and minutes"
    unit = {3600.0: "hours", 60.0: "minutes", 1.0: "seconds"}[unit_of(column.name)]
    return f"numbers of at most a day, taken as {unit}"


def _can_be_hours(column: _Column) -> bool:
    lengths = [cells.duration_reader(unit_of(column.name), _mark(column))(text) for text in column.filled]
    known = [length for length in lengths if length is not None]
    return bool(known) and all(0 <= length <= cells.DAY_S for length in known) and any(known)


def _mark(column: _Column) -> str:
    return (cells.decimal_marks(column.filled) or ".")[0]


def _is_length(column: _Column) -> bool:
    """Whether cells that could be clock times are all of the small hours, as lengths are."""
    known = [second for second in column.seconds if second is not None]
    return bool(known) and max(known) < EARLY_S


def _pair(columns: Sequence[_Column], lengths: Sequence[_Column]) -> tuple[_Column, _Column] | None:
    """Start and end among columns of one kind: a third one equals their difference, or they are close in time."""
    found = [(one, two) for one, two in permutations(columns, 2) if _share_before(one, two) >= MOST]
    for one, two in permutations(columns, 2):
        if any(length not in (one, two) and _equals(one, two, length) for length in lengths):
            return one, two
    return min(found, key=lambda pair: _gap(*pair), default=None)


def _both(one: _Column, two: _Column) -> list[tuple[float, float]]:
    both = zip(one.seconds, two.seconds, strict=True)
    return [(first, second) for first, second in both if first is not None and second is not None]


def _share_before(one: _Column, two: _Column) -> float:
    both = _both(one, two)
    if not both or all(first == second for first, second in both):
        return 0.0
    return sum(first <= second for first, second in both) / len(both)


def _gap(one: _Column, two: _Column) -> float:
    return median(second - first for first, second in _both(one, two))


def _equals(one: _Column, two: _Column, length: _Column) -> bool:
    """Whether a column is the time from one to the other, over a midnight where clock times need it."""
    read = cells.duration_reader(unit_of(length.name), _mark(length))
    around = cells.DAY_S if "clock" in one.kinds else 0
    right = known = 0
    for first, second, text in zip(one.seconds, two.seconds, length.texts, strict=True):
        if first is None or second is None or (told := read(text)) is None:
            continue
        apart = second - first
        known += 1
        right += abs((apart % around if around else apart) - told) < CLOSE_S
    return known > 0 and right >= MOST * known


def _texts_by_cells(columns: Sequence[_Column], parts: Sequence[Part]) -> list[Part]:
    """A project whose texts come again, and a description that is longest, where names gave none."""
    roles, taken = {part.role for part in parts}, {part.header for part in parts}
    free = [one for one in columns if one.name not in taken and one.filled and not one.kinds]
    found = []
    if "project" not in roles and (again := [one for one in free if len(set(one.filled)) < len(one.filled)]):
        column = min(again, key=lambda one: len(set(one.filled)) / len(one.filled))
        found.append(Part("project", column.name, "texts that come again"))
        free.remove(column)
    if "description" not in roles and free:
        longest = max(free, key=lambda one: sum(map(len, one.filled)) / len(one.filled))
        found.append(Part("description", longest.name, "texts of its own"))
    return found
