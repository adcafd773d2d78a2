"""A proposed column map of a table that no tracker wrote: by the names of its columns, then by their cells."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from statistics import median

from goalkit.trackers import cells
from goalkit.trackers.column_cells import LENGTHS, MOST, ColumnCells
from goalkit.trackers.column_names import NAMES, missing_roles, plain_name, unit_of
from goalkit.trackers.source import Source

EARLY_S = 6 * 3600  # nobody begins before six every time: such cells are lengths
CLOSE_S = 60.0
TIMES = {"start", "end", "start_date", "start_time", "end_date", "end_time", "date", "duration"}


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

    def exactly(self, columns: Mapping[str, str]) -> dict[str, str]:
        """A map of one's own that takes away what is proposed, and that names alone would add."""
        return {**{role: "" for role in self.columns if role not in columns}, **columns}

    def reason(self, role: str, header: str) -> str:
        """Why a column is taken to play a part; "" where that was not proposed."""
        return next((part.reason for part in self.parts if (part.role, part.header) == (role, header)), "")

    @property
    def complete(self) -> bool:
        """Whether a file can be read with it."""
        return missing_roles(self.columns) == ""


def with_part(columns: Mapping[str, str], role: str, name: str) -> dict[str, str]:
    """A map in which a part is played by another column, which then plays no other; by none for ""."""
    kept = {part: column for part, column in columns.items() if part != role and column != name}
    return {**kept, role: name} if name else kept


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


def _columns(source: Source) -> list[ColumnCells]:
    header, rows = source.header, source.first_rows
    seen: set[str] = set()
    found = []
    for place, name in enumerate(header):
        if name and name not in seen:
            seen.add(name)
            found.append(ColumnCells(name, [row[place].strip() if place < len(row) else "" for row in rows]))
    return found


def _in_order(parts: Iterable[Part]) -> tuple[Part, ...]:
    order = list(NAMES)
    return tuple(sorted(parts, key=lambda part: order.index(part.role)))


def _by_names(columns: Sequence[ColumnCells], strict: bool) -> list[Part]:
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


def _as_cells_say(role: str, column: ColumnCells) -> str:
    """The part beside a named one that its cells play: a "start" of clock times is a start time, and so on."""
    side, kinds = role.partition("_")[0], column.kinds
    if side in ("start", "end"):
        if "moment" in kinds:
            return side
        if "clock" in kinds:
            return f"{side}_time"
        return f"{side}_date" if "day" in kinds else role
    return "start" if role == "date" and "moment" in kinds else role


def _times_by_cells(columns: Sequence[ColumnCells], named: Sequence[Part]) -> list[Part]:
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


def _starts(free: Sequence[ColumnCells], have: dict[str, ColumnCells]) -> list[Part]:
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


def _clocks(clocks: Sequence[ColumnCells], lengths: Sequence[ColumnCells], have: dict[str, ColumnCells]) -> list[Part]:
    if pair := _pair(clocks, lengths):
        return _said("_time", pair, "clock times")
    alone = len(clocks) == 1 and ("duration" in have or any(one not in clocks for one in lengths))
    return [Part("start_time", clocks[0].name, "clock times")] if alone else []


def _said(kind: str, pair: tuple[ColumnCells, ColumnCells], what: str) -> list[Part]:
    first, second = pair
    return [
        Part(f"start{kind}", first.name, f"{what}, earlier than {second.name!r}"),
        Part(f"end{kind}", second.name, f"{what}, later than {first.name!r}"),
    ]


def _ends(rest: Sequence[ColumnCells], have: dict[str, ColumnCells]) -> list[Part]:
    if {"end", "end_time", "duration"} & set(have):
        return []
    start, kind = ("start", "moment") if "start" in have else ("start_time", "clock")
    if start not in have:
        return []
    clocks = [one for one in rest if kind in one.kinds and not _is_length(one)]
    later = [one for one in clocks if _share_before(have[start], one) >= MOST]
    role = "end" if kind == "moment" else "end_time"
    return [Part(role, one.name, f"later than {have[start].name!r}") for one in later[:1]]


def _lengths(rest: Sequence[ColumnCells], have: dict[str, ColumnCells]) -> list[Part]:
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


def _length_reason(column: ColumnCells) -> str:
    if "span" in column.kinds:
        return "hours and minutes"
    unit = {3600.0: "hours", 60.0: "minutes", 1.0: "seconds"}[unit_of(column.name)]
    return f"numbers of at most a day, taken as {unit}"


def _can_be_hours(column: ColumnCells) -> bool:
    lengths = [cells.duration_reader(unit_of(column.name), _mark(column))(text) for text in column.filled]
    known = [length for length in lengths if length is not None]
    return bool(known) and all(0 <= length <= cells.DAY_S for length in known) and any(known)


def _mark(column: ColumnCells) -> str:
    return (cells.decimal_marks(column.filled) or ".")[0]


def _is_length(column: ColumnCells) -> bool:
    """Whether cells that could be clock times are all of the small hours, as lengths are."""
    known = [second for second in column.seconds if second is not None]
    return bool(known) and max(known) < EARLY_S


def _pair(columns: Sequence[ColumnCells], lengths: Sequence[ColumnCells]) -> tuple[ColumnCells, ColumnCells] | None:
    """Start and end among columns of one kind: a third one equals their difference, or they are close in time."""
    found = [(one, two) for one, two in permutations(columns, 2) if _share_before(one, two) >= MOST]
    for one, two in permutations(columns, 2):
        if any(length not in (one, two) and _equals(one, two, length) for length in lengths):
            return one, two
    return min(found, key=lambda pair: _gap(*pair), default=None)


def _both(one: ColumnCells, two: ColumnCells) -> list[tuple[float, float]]:
    both = zip(one.seconds, two.seconds, strict=True)
    return [(first, second) for first, second in both if first is not None and second is not None]


def _share_before(one: ColumnCells, two: ColumnCells) -> float:
    both = _both(one, two)
    if not both or all(first == second for first, second in both):
        return 0.0
    return sum(first <= second for first, second in both) / len(both)


def _gap(one: ColumnCells, two: ColumnCells) -> float:
    return median(second - first for first, second in _both(one, two))


def _equals(one: ColumnCells, two: ColumnCells, length: ColumnCells) -> bool:
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


def _texts_by_cells(columns: Sequence[ColumnCells], parts: Sequence[Part]) -> list[Part]:
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
