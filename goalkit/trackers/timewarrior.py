"""Timewarrior: what `timew export` prints, and the files it keeps its intervals in.

Timewarrior knows tags alone. The first tag is taken as the project, so that a report by project says
something, and all of them stay tags. Its `id` counts from the newest interval and so names another one
tomorrow; two intervals never begin together, so the start names an interval here.
"""

import re
from collections.abc import Iterator

from goalkit.errors import Problem
from goalkit.trackers.base import ReadOptions
from goalkit.trackers.json_rows import TAG_SEPARATOR, as_text, fields, find_values, json_head
from goalkit.trackers.rows_tracker import Keys, Row, RowsTracker, numbered_lines
from goalkit.trackers.shape import Shape
from goalkit.trackers.source import Source

_EXPORT = re.compile(r'\[\s*\{[^{}]*"start"\s*:\s*"\d{8}T\d{6}Z"')
_LINE = re.compile(r"(?:inc|exc) \d{8}T\d{6}Z\b")
_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z")
_INTERVAL = re.compile(r"inc (\S+)(?: - (\S+))?(?:\s+#(.*))?\s*")
_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')


def _fits(source: Source) -> bool:
    return bool(_EXPORT.match(json_head(source))) or any(_LINE.match(line) for line in source.first_lines)


def _refuses(source: Source) -> str:
    if len(source.head) > 100 or "".join(source.start.split()) != "[]":
        return ""
    return (
        "this list is empty, as Timewarrior and Watson write it when nothing was tracked in the range; "
        "export a longer one, for example with timew export :all"
    )


def _rows(source: Source, options: ReadOptions) -> Iterator[Row | Problem]:
    keys = Keys()
    told = _exported(source) if json_head(source) else _kept(source)
    for row in told:
        if isinstance(row, Row):
            cells = {**row.cells, "project": row.cells["tags"].split(TAG_SEPARATOR)[0]}
            yield Row(row.line, {**cells, "key": keys.key(cells["start"], cells)})
        else:
            yield row


def _exported(source: Source) -> Iterator[Row | Problem]:
    for found in find_values(source, (None,)):
        interval = fields(found.value)
        tags = interval.get("tags")
        texts = [as_text(tag) for tag in tags] if isinstance(tags, list) else []
        start, end = as_text(interval.get("start")), as_text(interval.get("end"))
        yield _row(found.line, start, end, texts, interval.get("annotation"))


def _kept(source: Source) -> Iterator[Row | Problem]:
    """Lines such as `inc 20240329T080000Z - 20240329T103000Z # tag "two words" # "annotation"`."""
    for number, line in numbered_lines(source):
        found = _INTERVAL.fullmatch(line)
        if found:
            tags, annotation = _words(found[3] or "")
            yield _row(number, found[1], found[2] or "", tags, annotation)
        elif line.strip() and not line.startswith("exc"):
            reason = "this is no interval; expected for example inc 20240329T080000Z - 20240329T103000Z # tag"
            yield Problem(source.name, number, "", line[:200], reason, "set the line right, or take timew export")


def _words(text: str) -> tuple[list[str], str]:
    """Tags and annotation; a lone # stands between them."""
    parts: list[list[str]] = [[]]
    for word in _WORD.finditer(text):
        if word[0] == "#":
            parts.append([])
        else:
            parts[-1].append(word[0] if word[1] is None else re.sub(r"\\(.)", _unescaped, word[1]))
    return parts[0], " ".join(word for part in parts[1:] for word in part)


def _unescaped(found: re.Match[str]) -> str:
    return {"n": "\n", "t": "\t", "r": "\r"}.get(found[1], found[1])


def _row(line: int, start: str, end: str, tags: list[str], annotation: object) -> Row:
    cells = {"start": _moment(start), "end": _moment(end)}
    return Row(line, {**cells, "tags": TAG_SEPARATOR.join(tags), "annotation": as_text(annotation)})


def _moment(text: str) -> str:
    return _STAMP.sub(r"\1-\2-\3T\4:\5:\6Z", text)


TIMEWARRIOR = RowsTracker(
    name="timewarrior",
    title="Timewarrior",
    export="timew export > FILE.json; or a month's .data file",
    fits=_fits,
    refuses=_refuses,
    rows=_rows,
    roles={
        "start": "start", "end": "end", "project": "project", "tags": "tags", "description": "annotation",
        "source_id": "key",
    },
    shape=Shape(decimal=".", tag_separator=TAG_SEPARATOR),
)  # fmt: skip

TRACKERS = (TIMEWARRIOR,)
