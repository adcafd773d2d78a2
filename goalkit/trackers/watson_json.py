"""Watson: its frames file and `watson log --json`, which both say the instant; the running frame is told apart."""

import re
from collections.abc import Iterator

from goalkit.errors import Problem
from goalkit.trackers.base import ReadOptions
from goalkit.trackers.json_rows import TAG_SEPARATOR, Found, as_tags, as_text, find_values, json_head, json_keys
from goalkit.trackers.rows_tracker import Row, RowsTracker, instant
from goalkit.trackers.shape import Shape
from goalkit.trackers.source import Source

LOGGED = {"id", "project", "start", "stop", "tags"}
RUNNING = {"project", "start", "tags"}
_FRAMES = re.compile(r'\[\s*\[\s*-?\d+(?:\.\d+)?\s*,\s*-?\d+(?:\.\d+)?\s*,\s*"')


def _fits(source: Source) -> bool:
    head = json_head(source)
    return bool(_FRAMES.match(head)) or (head.startswith("[") and set(json_keys(source)) >= LOGGED)


def _refuses(source: Source) -> str:
    if not json_head(source).startswith("{") or set(json_keys(source)) != RUNNING:
        return ""
    return (
        "this is Watson's state file, which holds the frame that is running and has no end yet; "
        "run watson stop, then import the file named frames beside it"
    )


def _rows(source: Source, options: ReadOptions) -> Iterator[Row | Problem]:
    for found in find_values(source, (None,)):
        if isinstance(found.value, dict):
            told = {name: as_text(found.value.get(name)) for name in ("id", "project", "start", "stop")}
            yield Row(found.line, {**told, "tags": as_tags(found.value.get("tags"))})
        else:
            yield _frame(source, found)


def _frame(source: Source, found: Found) -> Row | Problem:
    """A frame as it is kept: [start, stop, project, id, tags, changed], times in seconds since 1970."""
    if not isinstance(found.value, list) or len(found.value) < 4:
        reason = "this is no frame; expected [start, stop, project, id, tags, changed]"
        return Problem(source.name, found.line, "", str(found.value)[:200], reason, "export with watson log --json")
    start, stop, project, name, *further = found.value
    return Row(
        found.line,
        {
            "start": "" if start is None else instant(start),
            "stop": "" if stop is None else instant(stop),
            "project": as_text(project),
            "id": as_text(name),
            "tags": as_tags(further[0] if further else []),
        },
    )


WATSON = RowsTracker(
    name="watson",
    title="Watson",
    export="watson log --all --json > FILE.json; or the file frames in Watson's folder",
    fits=_fits,
    refuses=_refuses,
    rows=_rows,
    roles={"start": "start", "end": "stop", "project": "project", "tags": "tags", "source_id": "id"},
    shape=Shape(decimal=".", tag_separator=TAG_SEPARATOR),
)

TRACKERS = (WATSON,)
