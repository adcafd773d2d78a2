"""Time trackers' exports: one file a tracker, one line each in the list below."""

from dataclasses import replace
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from goalkit.errors import GoalkitError
from goalkit.periods import load_zone
from goalkit.trackers.base import Export, ReadOptions, Tracker
from goalkit.trackers.detection import none_fits, several_fit
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

__all__ = ["TRACKERS", "Export", "ReadOptions", "Tracker", "find_tracker", "is_other_table", "load_export"]


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
    own = [tracker for tracker in asked if tracker.name != GENERIC and tracker.recognises(source)]
    if len(own) > 1:
        raise several_fit(source, own)
    if not own and not names[GENERIC].recognises(source):
        raise none_fits(source, asked)
    return own[0] if own else names[GENERIC]


def is_other_table(source: Source) -> bool:
    """Whether a file is a table that no tracker's own reader knows or refuses."""
    own = [tracker for tracker in TRACKERS if tracker.name != GENERIC]
    return len(source.header) > 1 and not any(one.recognises(source) or one.refusal(source) for one in own)
