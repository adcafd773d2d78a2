"""Time trackers' exports: one file a tracker, one line each in the list below."""

from pathlib import Path

from goalkit.errors import GoalkitError
from goalkit.periods import load_zone
from goalkit.trackers.base import Export, ReadOptions, Tracker
from goalkit.trackers.clockify import CLOCKIFY, CLOCKIFY_SUMMARY
from goalkit.trackers.generic import GenericCsv
from goalkit.trackers.source import Source, open_source
from goalkit.trackers.toggl import TOGGL

# The generic reader comes last: it takes what no tracker claims.
TRACKERS: tuple[Tracker, ...] = (TOGGL, CLOCKIFY, CLOCKIFY_SUMMARY, GenericCsv())

__all__ = ["TRACKERS", "Export", "ReadOptions", "Tracker", "load_export"]


def load_export(path: Path | str, options: ReadOptions | None = None) -> Export:
    """Reads an export of any known tracker: good rows and problems apart.

    Raises:
        GoalkitError: the file is missing, empty, not text, of no known shape, a report without
            entries, or its dates can be read in two ways; nothing is read then.
    """
    options = options or ReadOptions()
    load_zone(options.zone)
    source = open_source(path)
    return _tracker(source, options).read(source, options)


def _tracker(source: Source, options: ReadOptions) -> Tracker:
    names = {tracker.name: tracker for tracker in TRACKERS}
    if options.tracker is not None and options.tracker not in names:
        raise GoalkitError(f"tracker {options.tracker!r} is unknown; expected one of {', '.join(names)}")
    asked = [names[options.tracker]] if options.tracker else list(TRACKERS)
    for tracker in asked:
        if way := tracker.refusal(source):
            raise GoalkitError(f"{source.name}, line 1: {way}")
    if options.column_map:
        return names["csv"]
    fitting = [tracker for tracker in asked if options.tracker or tracker.recognises(source)]
    if fitting:
        return fitting[0]
    seen = ", ".join(name for name in source.header if name)[:300]
    raise GoalkitError(
        f"{source.name}, line 1: no known tracker writes these columns: {seen}. Expected the export of "
        f"{'; '.join(tracker.title for tracker in TRACKERS)}. Name a tracker with --tracker, "
        "or what the columns mean with --map start=Begin,end=Finish"
    )
