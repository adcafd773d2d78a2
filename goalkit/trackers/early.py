"""EARLY, formerly Timeular: the export of time entries, with the zone's offset beside each time."""

import re

from goalkit.trackers.csv_tracker import CsvTracker, Made


def _named(text: str, sign: str) -> list[str]:
    """The names in a cell of mentions or tags, with their sign before them."""
    return [sign + name for part in re.split("[,;]", text) if (name := part.strip().lstrip(sign).strip())]


def _note(note: str, mentions: str, tags: str) -> str:
    """The note without the mentions and tags at its beginning and end, which have columns of their own.

    Within a sentence they are words of it, and stay.
    """
    names = "|".join(re.escape(name) for name in (*_named(mentions, "@"), *_named(tags, "#")))
    if not names:
        return note
    return re.sub(rf"^(?:(?:{names})(?:\s+|$))+|(?:(?:^|\s+)(?:{names}))+$", "", note)


def _tags(tags: str, mentions: str) -> str:
    """The tags without their sign, and the mentions with theirs, since they name people."""
    return ",".join([*(name[1:] for name in _named(tags, "#")), *_named(mentions, "@")])


EARLY = CsvTracker(
    name="early",
    title="EARLY (Timeular)",
    export="Insights → Export → CSV or Excel, time entries",
    signatures=(frozenset({"TimeEntryID", "StartDate", "StartTime", "EndDate", "EndTime", "Activity"}),),
    roles={
        "source_id": ("TimeEntryID",),
        "person": ("Username",),
        "client": ("Space",),
        "project": ("Activity",),
        "billable": ("Billable",),
        "start_date": ("StartDate",),
        "start_time": ("StartTime",),
        "start_offset": ("StartTimeOffset",),
        "end_date": ("EndDate",),
        "end_time": ("EndTime",),
        "end_offset": ("EndTimeOffset",),
        "duration": ("Duration",),
    },
    made={
        "description": Made(("Note", "Mentions", "Tags"), _note),
        "tags": Made(("Tags", "Mentions"), _tags),
    },
)

TRACKERS = (EARLY,)
