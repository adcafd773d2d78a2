"""Org mode: the CLOCK lines of an org file, in drawers and outside, each under its heading.

The topmost heading is the project and the one with the clock the task; those between are the description. Tags are
the heading's own and those it inherits. A clock has no id: its start and its headings name it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from goalkit.errors import Problem
from goalkit.trackers.base import ReadOptions
from goalkit.trackers.json_rows import TAG_SEPARATOR
from goalkit.trackers.rows_tracker import Keys, Row, RowsTracker, numbered_lines
from goalkit.trackers.shape import Shape
from goalkit.trackers.source import Source

STATES = frozenset({
    "TODO", "NEXT", "STARTED", "DOING", "INPROGRESS", "IN-PROGRESS", "WAIT", "WAITING", "HOLD", "SOMEDAY", "PROJ",
    "DONE", "CANCELLED", "CANCELED",
})  # fmt: skip
_STAMP = r"[\[<](\d{4}-\d{1,2}-\d{1,2})(?: [^\]>]*?)? +(\d{1,2}:\d{2})(?:-(\d{1,2}:\d{2}))?[^\]>]*[\]>]"
_CLOCK = re.compile(rf"\s*CLOCK:\s*{_STAMP}(?:--{_STAMP})?(?:\s*=>\s*(\S+))?\s*")
_CLOCKED = re.compile(r"\s*CLOCK:\s*[\[<]\d{4}-")
_HEADING = re.compile(r"(\*+)[ \t]+(.*?)(?:[ \t]+:([\w@#%:]+):)?[ \t]*")
_BLOCK = re.compile(r"\s*#\+(begin|end)_(\w+)", re.IGNORECASE)
_SETTING = re.compile(r"#\+(FILETAGS|TODO|SEQ_TODO|TYP_TODO):\s*(.*)", re.IGNORECASE)
_OPENING = re.compile(r"\*+ \S|#\+\w+:|:PROPERTIES:|# -\*-.*\borg\b", re.IGNORECASE)
_TIMECLOCK = re.compile(r"[iI] \d{4}[-/.]")
_COOKIE = re.compile(r"\s*\[(?:\d*/\d*|\d*%)\]")
_LINK = re.compile(r"\[\[([^\]]+)\](?:\[([^\]]+)\])?\]")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its depth, its title without state, priority and progress, and its own tags."""

    depth: int
    title: str
    tags: tuple[str, ...]


class Outline:
    """Where in an org file a line stands."""

    def __init__(self) -> None:
        self._states = STATES
        self._tags: tuple[str, ...] = ()
        self._path: list[Heading] = []
        self._block = ""

    def takes(self, line: str) -> bool:
        """Whether a line belongs to the outline itself or to an example, so that it holds no clock."""
        if found := _HEADING.fullmatch(line):
            self._block = ""
            self._open(len(found[1]), found[2], _tags(found[3]))
            return True
        if found := _BLOCK.match(line):
            self._block = found[2].casefold() if found[1].casefold() == "begin" else ""
        elif found := _SETTING.match(line):
            self._set(found[1].upper(), found[2])
        return bool(self._block)

    def cells(self) -> dict[str, str]:
        """What the headings above say."""
        titles = [heading.title for heading in self._path]
        tags = dict.fromkeys([*self._tags, *(tag for heading in self._path for tag in heading.tags)])
        return {
            "top heading": titles[0] if titles else "",
            "heading": titles[-1] if len(titles) > 1 else "",
            "between": " / ".join(titles[1:-1]),
            "tags": TAG_SEPARATOR.join(tags),
        }

    def _open(self, depth: int, title: str, tags: tuple[str, ...]) -> None:
        first, _, rest = title.partition(" ")
        title = rest if first in self._states else title
        title = _COOKIE.sub("", re.sub(r"^\s*\[#\w+\]\s*", "", title))
        title = _LINK.sub(lambda found: found[2] or found[1], title).strip()
        self._path = [*(heading for heading in self._path if heading.depth < depth), Heading(depth, title, tags)]

    def _set(self, name: str, value: str) -> None:
        if name == "FILETAGS":
            self._tags = (*self._tags, *_tags(value.replace(" ", ":")))
        else:
            self._states |= {word.partition("(")[0] for word in value.split()}


def _tags(text: str | None) -> tuple[str, ...]:
    return tuple(tag for tag in (text or "").split(":") if tag)


def _fits(source: Source) -> bool:
    lines = [line for line in source.first_lines if line.strip()]
    if any(_CLOCKED.match(line) for line in lines):
        return True
    opens = bool(lines) and bool(_OPENING.match(lines[0]))
    return opens and not any(_TIMECLOCK.match(line) for line in lines)


def _rows(source: Source, options: ReadOptions) -> Iterator[Row | Problem]:
    outline, keys = Outline(), Keys()
    for number, line in numbered_lines(source):
        if outline.takes(line) or not line.lstrip().startswith("CLOCK:"):
            continue
        found = _CLOCK.fullmatch(line)
        if not found:
            reason = (
                "this is no clock; expected for example CLOCK: [2025-03-14 Fri 09:00]--[2025-03-14 Fri 10:30] => 1:30"
            )
            yield Problem(source.name, number, "", line.strip()[:200], reason, "set the line right in the org file")
            continue
        day, begin, until, end_day, end, _, spent = found.groups()
        stop = f"{end_day} {end}" if end else f"{day} {until}" if until else ""
        cells = {**outline.cells(), "clock-in": f"{day} {begin}", "clock-out": stop, "duration": spent or ""}
        name = " · ".join(cells[part] for part in ("clock-in", "top heading", "heading"))
        yield Row(number, {**cells, "key": keys.key(name, cells)})


ORG = RowsTracker(
    name="orgmode",
    title="Org mode",
    export="the .org file itself, with its CLOCK lines",
    fits=_fits,
    rows=_rows,
    roles={
        "start": "clock-in", "end": "clock-out", "duration": "duration", "project": "top heading", "task": "heading",
        "description": "between", "tags": "tags", "source_id": "key",
    },
    shape=Shape(decimal=".", tag_separator=TAG_SEPARATOR),
    nothing=(
        "there are no CLOCK lines in it; clock in and out of a heading in Emacs (C-c C-x C-i, C-c C-x C-o), "
        "or take the file that has the clocks"
    ),
)  # fmt: skip

TRACKERS = (ORG,)
