"""ActivityWatch: an export of one bucket or of all, its window time counted only while nobody was away.

The window watcher goes on while the screen is left alone, so each of its events is cut to the times at which the
away-from-keyboard watcher of the same host saw someone. Browser buckets are in the window bucket already, and
are not counted beside it. The application is the project and the window's title the description; the host is a
machine and no person.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from goalkit.entries.frame import MICRO
from goalkit.errors import GoalkitError, Problem
from goalkit.trackers.base import ReadOptions
from goalkit.trackers.json_rows import as_text, fields, find_values, json_head, json_keys
from goalkit.trackers.rows_tracker import Keys, Row, RowsTracker, instant, told_once
from goalkit.trackers.shape import Shape
from goalkit.trackers.source import Source

WINDOW, AWAY, STOPWATCH = "currentwindow", "afkstatus", "general.stopwatch"
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a bucket: its line, start and end in µs since 1970, and what was seen."""

    line: int
    start: int
    end: int
    data: dict[str, Any]


@dataclass
class Bucket:
    """One watcher's events."""

    name: str
    kind: str = ""
    host: str = ""
    events: list[Event] = field(default_factory=list)


@dataclass
class Present:
    """When someone was there: spans that neither touch nor overlap, in order; None where nobody watched."""

    spans: list[Span] | None
    left_out: int = 0

    def within(self, start: int, end: int) -> list[Span]:
        """The parts of a span at which someone was there."""
        if self.spans is None:
            return [(start, end)]
        place = max(bisect_right(self.spans, (start, end)) - 1, 0)
        found: list[Span] = []
        while place < len(self.spans) and self.spans[place][0] < end:
            begin, stop = max(start, self.spans[place][0]), min(end, self.spans[place][1])
            if begin < stop:
                found.append((begin, stop))
            place += 1
        self.left_out += end - start - sum(stop - begin for begin, stop in found)
        return found


def _fits(source: Source) -> bool:
    head = json_head(source)
    return json_keys(source)[:1] == ("buckets",) and any(f'"{name}"' in head for name in ("events", "hostname"))


def _rows(source: Source, options: ReadOptions) -> Iterator[Row | Problem]:
    problems: list[Problem] = []
    buckets = _buckets(source, problems)
    yield from problems
    counted = [bucket for bucket in buckets if bucket.kind in (WINDOW, STOPWATCH)]
    if not counted:
        kinds = ", ".join(dict.fromkeys(bucket.kind or bucket.name for bucket in buckets)) or "none"
        raise GoalkitError(
            f"{source.name}: there is no bucket of window time or of the stopwatch in it (buckets: {kinds}); "
            "open Raw Data in ActivityWatch and export all buckets"
        )
    watched = {host: _present(buckets, host) for host in {bucket.host for bucket in counted}}
    for bucket in counted:
        yield from _entries(bucket, watched[bucket.host])
    yield from _told(source, buckets, watched)


def _buckets(source: Source, problems: list[Problem]) -> list[Bucket]:
    buckets: dict[str, Bucket] = {}
    for name, attribute in (("type", "kind"), ("hostname", "host")):
        for found in find_values(source, ("buckets", None, name)):
            key = str(found.keys[1])
            setattr(buckets.setdefault(key, Bucket(key)), attribute, as_text(found.value))
    for found in find_values(source, ("buckets", None, "events", None)):
        key = str(found.keys[1])
        event = _event(source, found.line, fields(found.value))
        if isinstance(event, Event):
            buckets.setdefault(key, Bucket(key)).events.append(event)
        else:
            problems.append(event)
    return list(buckets.values())


def _event(source: Source, line: int, value: dict[str, Any]) -> Event | Problem:
    start, duration = value.get("timestamp"), value.get("duration")
    try:
        moment = datetime.fromisoformat(str(start))
        begin = round(moment.timestamp() * MICRO)
        length = round(float(str(duration)) * MICRO)
        if moment.tzinfo is None or length < 0:
            raise ValueError
    except (ValueError, OverflowError):
        return Problem(
            source.name,
            line,
            "timestamp",
            f"{start} {duration}",
            "this event has no moment and length; expected for example 2025-03-14T08:00:00+00:00 and seconds",
            "delete the event in ActivityWatch, or export the bucket again",
        )
    return Event(line, begin, begin + length, fields(value.get("data")))


def _present(buckets: list[Bucket], host: str) -> Present:
    watching = [bucket for bucket in buckets if bucket.kind == AWAY and bucket.host == host]
    if not watching:
        return Present(None)
    there = [event for bucket in watching for event in bucket.events if event.data.get("status") == "not-afk"]
    spans: list[Span] = []
    for start, end in sorted((event.start, event.end) for event in there):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return Present(spans)


def _entries(bucket: Bucket, present: Present) -> Iterator[Row]:
    keys = Keys()
    for event in bucket.events:
        if bucket.kind == STOPWATCH:
            running = event.data.get("running") is True
            if running or event.end > event.start:
                told = {"app": as_text(event.data.get("label"))}
                yield _row(bucket, keys, event, (event.start, None if running else event.end), told)
            continue
        told = {name: as_text(event.data.get(name)) for name in ("app", "title")}
        for span in present.within(event.start, event.end) if event.end > event.start else ():
            yield _row(bucket, keys, event, span, told)


def _row(bucket: Bucket, keys: Keys, event: Event, span: tuple[int, int | None], told: dict[str, str]) -> Row:
    start, end = instant(span[0] / MICRO), "" if span[1] is None else instant(span[1] / MICRO)
    key = keys.key(f"{bucket.name} {start}", told)  # the newest event still grows: its start names it
    return Row(event.line, {"timestamp": start, "end": end, "key": key, **told})


def _told(source: Source, buckets: list[Bucket], watched: dict[str, Present]) -> Iterator[Problem]:
    alone = sorted(bucket.name for bucket in buckets if bucket.kind == WINDOW and watched[bucket.host].spans is None)
    if alone:
        yield told_once(
            source,
            f"nothing in this file says when nobody was there, so all window time was counted ({', '.join(alone)})",
            "export all buckets at once (Raw Data → Export all buckets), so that time away can be left out",
        )
    if away := sum(present.left_out for present in watched.values()) / MICRO / 3600:
        yield told_once(
            source,
            f"{away:,.2f} h of window time were left out, since nobody was at the keyboard",
            "nothing to do; calls without typing are longer with a larger time limit in the watcher's settings",
        )
    counted = [bucket for bucket in buckets if bucket.kind in (WINDOW, STOPWATCH)]
    empty = sum(
        event.start == event.end and event.data.get("running") is not True
        for bucket in counted
        for event in bucket.events
    )
    if empty:
        events = "1 event of 0 seconds was" if empty == 1 else f"{empty:,} events of 0 seconds were"
        yield told_once(source, f"{events} left out", "nothing to do: no time is in them")
    others = [bucket for bucket in buckets if bucket.kind not in (WINDOW, STOPWATCH, AWAY)]
    if others:
        kinds = ", ".join(dict.fromkeys(bucket.kind or bucket.name for bucket in others))
        yield told_once(
            source,
            f"{len(others)} of {len(buckets)} buckets were not counted ({kinds}): the window bucket holds that time",
            "nothing to do",
        )


ACTIVITYWATCH = RowsTracker(
    name="activitywatch",
    title="ActivityWatch",
    export="Raw Data → Export all buckets (JSON); or one bucket",
    fits=_fits,
    rows=_rows,
    roles={"start": "timestamp", "end": "end", "project": "app", "description": "title", "source_id": "key"},
    shape=Shape(decimal="."),
)

TRACKERS = (ACTIVITYWATCH,)
