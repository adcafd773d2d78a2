"""Timeclock files of Emacs, ledger and hledger: a line when clocking in and one when clocking out.

An account a:b:c is project a and task b:c. Two accounts may be clocked in at once; a clock-out without an account
ends the one that was clocked in last. hledger does not look at a zone's offset behind a time; here it counts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from goalkit.errors import Problem
from goalkit.trackers.base import ReadOptions
from goalkit.trackers.json_rows import TAG_SEPARATOR
from goalkit.trackers.rows_tracker import Keys, Row, RowsTracker, numbered_lines, told_once
from goalkit.trackers.shape import Shape
from goalkit.trackers.source import Source

_LINE = re.compile(
    r"([iIoO])\s+(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\s+(\d{1,2}:\d{2}(?::\d{2})?)\s?([+-]\d{4}|Z)?(?:\s+(.*))?"
)
_CLOCK_IN = re.compile(r"[iI]\s+\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\s+\d{1,2}:\d{2}")
_PASSED = re.compile(r"\s*(?:[#;*%|].*)?|[bh]\s.*")  # comments, and the balance and hours of Emacs
_TAG = re.compile(r"([^\s:,;]+):([^,;]*)")


@dataclass(frozen=True, slots=True)
class Stamp:
    """One line: its number, its code, its moment as a cell, and the texts behind it."""

    line: int
    code: str
    moment: str
    account: str
    description: str
    comment: str


def _fits(source: Source) -> bool:
    return any(_CLOCK_IN.match(line) for line in source.first_lines)


def _rows(source: Source, options: ReadOptions) -> Iterator[Row | Problem]:
    keys, opened, other = Keys(), list[Stamp](), 0
    for number, line in numbered_lines(source):
        stamp = _stamp(number, line)
        if stamp is None:
            if not re.match(r"[iIoO]\s", line):
                other += not _PASSED.fullmatch(line)
            else:
                reason = "this is no clock-in or clock-out; expected for example i 2025/03/14 09:00:00 project"
                yield Problem(source.name, number, "", line[:200], reason, "set the line right in the file")
        elif stamp.code in "iI":
            yield from _clock_in(source, opened, stamp)
        else:
            yield from _clock_out(source, opened, stamp, keys)
    yield from (_row(stamp, None, keys) for stamp in opened)
    if other:
        reason = f"{other:,} lines are neither clock-ins nor clock-outs, and were passed over"
        yield told_once(source, reason, "look at the file if they hold time")


def _stamp(number: int, line: str) -> Stamp | None:
    found = _LINE.fullmatch(line.rstrip())
    if not found:
        return None
    code, year, month, day, clock, offset, rest = found.groups()
    moment = f"{year}-{month:0>2}-{day:0>2}T{clock:0>{8 if clock.count(':') == 2 else 5}}{offset or ''}"
    texts, _, comment = (rest or "").partition(";")
    account, _, description = re.sub(r"\t| {2,}", "\0", texts.strip()).partition("\0")
    return Stamp(number, code, moment, account.strip(), description.replace("\0", " ").strip(), comment.strip())


def _clock_in(source: Source, opened: list[Stamp], stamp: Stamp) -> Iterator[Problem]:
    """An account that was never clocked out of cannot be clocked in to again: nobody knows when the first one ended."""
    for before in [one for one in opened if one.account == stamp.account]:
        opened.remove(before)
        reason = f"line {stamp.line} clocks in here again, and nothing says when this one ended"
        yield Problem(source.name, before.line, "clock-in", before.moment, reason, "write a clock-out between them")
    opened.append(stamp)


def _clock_out(source: Source, opened: list[Stamp], stamp: Stamp, keys: Keys) -> Iterator[Row | Problem]:
    named = [one for one in opened if one.account == stamp.account]
    fitting = named or (opened if not stamp.account or len(opened) == 1 else [])
    if fitting:
        ended = fitting[-1]
        opened.remove(ended)
        yield _row(ended, stamp, keys)
    elif stamp.code == "o":  # a final clock-out may close a day on which nothing is open any more
        reason = "nothing is clocked in that this line could end"
        yield Problem(source.name, stamp.line, "clock-out", stamp.moment, reason, "write its clock-in, or remove it")


def _row(start: Stamp, end: Stamp | None, keys: Keys) -> Row:
    project, _, task = start.account.partition(":")
    closing = "" if end is None or end.account == start.account else end.account  # Emacs: how it went
    comments = (start.comment, end.comment if end else "")
    tags = [f"{name}: {value.strip()}".rstrip(": ") for text in comments for name, value in _TAG.findall(text)]
    cells = {
        "clock-in": start.moment,
        "clock-out": end.moment if end else "",
        "project": project,
        "task": task,
        "description": start.description or (end.description if end else "") or closing,
        "tags": TAG_SEPARATOR.join(tags),
    }
    return Row(start.line, {**cells, "key": keys.key(f"{start.moment} {start.account}", cells)})


TIMECLOCK = RowsTracker(
    name="timeclock",
    title="timeclock (ledger · hledger · Emacs)",
    export="the .timeclock file itself",
    fits=_fits,
    rows=_rows,
    roles={
        "start": "clock-in", "end": "clock-out", "project": "project", "task": "task", "description": "description",
        "tags": "tags", "source_id": "key",
    },
    shape=Shape(decimal=".", tag_separator=TAG_SEPARATOR),
)  # fmt: skip

TRACKERS = (TIMECLOCK,)
