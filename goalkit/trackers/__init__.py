"""Time trackers' exports: one file a tracker, one line each in the list below."""

from dataclasses import replace
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from goalkit.errors import GoalkitError
from goalkit.periods import load_zone
from goalkit.trackers.base import Export, ReadOptions, Tracker
from goalkit.trackers.json_rows import json_keys
from goalkit.trackers.source import Source, open_source

# A module's TRACKERS are the exports that it reads. The generic reader comes last: it takes what no tracker claims.
MODULES = (
    "toggl",
    "clockify",
    "harvest",
    "rescuetime",
    "kimai",
    "timely",
    "early",
    "atimelogger",
    "solidtime",
    "watson_csv",
    "activitywatch_csv",
    "superproductivity_csv",
    "wakadump",
    "timewarrior",
    "watson_json",
    "activitywatch",
    "wakatime",
    "superproductivity",
    "orgmode",
    "timeclock",
    "ics",
    "generic",
)
TRACKERS: tuple[Tracker, ...] = tuple(
    tracker for name in MODULES for tracker in import_module(f"goalkit.trackers.{name}").TRACKERS
)
GENERIC = "csv"

__all__ = ["TRACKERS", "Export", "ReadOptions", "Tracker", "find_tracker", "load_export"]


def load_export(path: Path | str, options: ReadOptions | None = None) -> Export:
    """Reads an export of any known tracker: good rows and problems apart.

    Raises:
        GoalkitError: the file is missing, empty, too large, not text, of no known shape, a report
            without entries, or its dates can be read in two ways; nothing is read then.
    """
    options = options or ReadOptions()
    load_zone(options.zone)
    source = open_source(path)
    read = replace(options, as_of=options.as_of or datetime.now(UTC))
    return find_tracker(source, options).read(source, read)


def find_tracker(source: Source, options: ReadOptions) -> Tracker:
    """The reader of a file: the one that was named, else the one that knows its content.

    Raises:
        GoalkitError: for an unknown name, a report without entries, and when no reader or more
            than one knows the content.
    """
    names = {tracker.name: tracker for tracker in TRACKERS}
    if options.tracker is not None and options.tracker not in names:
        raise GoalkitError(f"tracker {options.tracker!r} is unknown; expected one of {', '.join(names)}")
    asked = [names[options.tracker]] if options.tracker else list(TRACKERS)
    for tracker in asked:
        if way := tracker.refusal(source):
            raise GoalkitError(f"{source.name}, line 1: {way}")
    if options.tracker:
        return asked[0]
    if options.column_map:
        return names[GENERIC]
    fitting = [tracker for tracker in asked if tracker.recognises(source)]
    own = [tracker for tracker in fitting if tracker.name != GENERIC]
    if len(own) > 1:
        raise GoalkitError(
            f"{source.name}, line 1: this can be an export of {' or '.join(tracker.title for tracker in own)} "
            f"({_seen(source)}); say which with --tracker {' or --tracker '.join(tracker.name for tracker in own)}"
        )
    if fitting:
        return fitting[0]
    raise GoalkitError(
        f"{source.name}, line 1: no known tracker writes this ({_seen(source)}). Expected an export of "
        f"{', '.join(dict.fromkeys(tracker.title for tracker in TRACKERS))}. Name a tracker with --tracker, "
        "or what the columns mean with --map start=Begin,end=Finish"
    )


def _seen(source: Source) -> str:
    if keys := json_keys(source):
        return "JSON with the names " + ", ".join(keys)[:300]
    return "columns: " + ", ".join(name for name in source.header if name)[:300]
