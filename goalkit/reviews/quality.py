"""Data quality in words: what is worth a look in a log, for the review's section and the command line alike."""

from math import isnan
from typing import TYPE_CHECKING, Any

import pandas as pd

from goalkit.metrics.quality import Finding
from goalkit.reviews import words
from goalkit.reviews.shapes import QualityFacts, QualityFinding

if TYPE_CHECKING:
    from goalkit.periods import Period

SHOWN = 10
# Kind → one, several, and what its hours are.
HEADLINES = {
    "unread": ("file in the inbox that could not be read", "files in the inbox that could not be read", ""),
    "overlaps": ("overlap", "overlaps", "counted twice"),
    "full days": ("day with more hours than it has", "days with more hours than they have", "on them"),
    "long entries": ("entry over 12 h", "entries over 12 h", "in all"),
    "future": ("entry in the future", "entries in the future", "in all"),
    "running": ("entry left out because it was running", "entries left out because they were running", ""),
    "two names": ("person under several names", "persons under several names", "in all"),
    "gaps": ("gap over 2 h in working hours", "gaps over 2 h in working hours", "in all"),
    "empty days": ("working day without an entry", "working days without an entry", ""),
    "no goal": ("project with time for no goal", "projects with time for no goal", "in all"),
}


def quality_facts(findings: tuple[Finding, ...], period: "Period", zone: str, rows: int) -> QualityFacts:
    """Findings as facts of a period, up to ten examples each; without any, one sentence."""
    told = tuple(in_words(finding, zone, SHOWN) for finding in findings)
    if not told and not rows:
        return QualityFacts((), "There is no tracked time to check.")
    looks = words.count(len(told), "thing", "things") if told else "nothing"
    ask = "is worth a look" if len(told) < 2 else "are worth a look"
    return QualityFacts(told, words.sentence(f"{words.in_period(period)} {looks} in the log {ask}"))


def in_words(finding: Finding, zone: str, most: int) -> QualityFinding:
    """A finding with its headline, the number first, and examples that carry a line of text each."""
    hours = None if isnan(finding.hours) else finding.hours
    return QualityFinding(
        kind=finding.kind,
        count=finding.count,
        hours=hours,
        headline=_headline(finding.kind, finding.count, hours),
        examples=tuple(_example(finding.kind, row, zone) for row in finding.evidence.head(most).to_dict("records")),
        suggestion=finding.suggestion,
    )


def _headline(kind: str, count: int, hours: float | None) -> str:
    one, several, about = HEADLINES[kind]
    told = f"{count:,} {one if count == 1 else several}"
    return told if hours is None else f"{told}, {words.hours(hours)} {about}"


def _example(kind: str, row: dict[str, Any], zone: str) -> dict[str, Any]:
    """One row of evidence as plain values in local time, None where nothing is known, and its line of text."""
    start, end = (None if pd.isna(row[name]) else row[name].tz_convert(zone) for name in ("start_utc", "end_utc"))
    values: dict[str, Any] = {
        "day": None if pd.isna(row["day"]) else f"{row['day']:%Y-%m-%d}",
        "start": None if start is None else start.isoformat(),
        "end": None if end is None or end == start else end.isoformat(),
        "hours": None if isnan(row["hours"]) else row["hours"],
        **{name: row[name] or None for name in ("what", "person", "file", "line", "other", "other_file", "other_line")},
    }
    parts = (
        _when(values["day"], start, end),
        _what(kind, values),
        "" if values["hours"] is None else _length(values["hours"]),
        "" if kind == "unread" else _places(values),
    )
    return {"text": " · ".join(part for part in parts if part), **values}


def _what(kind: str, values: dict[str, Any]) -> str:
    match kind:
        case "two names":
            return words.quoted(values["person"])
        case "unread":
            return str(values["what"])  # it names the file
        case "overlaps":
            return f"{_name(values['what'])} with {_name(values['other'])}"
        case "long entries" | "future" | "no goal":
            return _name(values["what"])
    return ""


def _name(text: str | None) -> str:
    return words.quoted(text) if text else "time without a project"


def _when(day: str | None, start: "pd.Timestamp | None", end: "pd.Timestamp | None") -> str:
    """Day and clock times: "2025-03-14 09:00–10:30"; an end on another date has its date."""
    if start is None or end is None or start == end:
        return day or ""
    if start.utcoffset() != end.utcoffset():  # a night on which clock times alone would mislead
        return f"{start:%Y-%m-%d %H:%M%z}–{end:%H:%M%z}"
    last = f"{end:%H:%M}" if start.date() == end.date() else f"{end:%Y-%m-%d %H:%M}"
    return f"{start:%Y-%m-%d %H:%M}–{last}"


def _length(hours: float) -> str:
    """Hours to one decimal; under one hour minutes, since half of them would read as 0 h."""
    minutes = round(hours * 60)
    return words.hours(hours) if minutes >= 60 else f"{minutes} min" if minutes else "under a minute"


def _places(values: dict[str, Any]) -> str:
    """Where it stands: "log.csv, line 3"; of a pair both places, the file once if it is one."""
    file, line, other, other_line = (values[name] for name in ("file", "line", "other_file", "other_line"))
    if file and file == other and line and other_line:
        return f"{file}, lines {line} and {other_line}"
    both = ((file, line), (other, other_line))
    return " and ".join(f"{file}, line {line}" if line else file for file, line in both if file)
