"""What to say of a file that no tracker's reader knows, or more than one."""

from collections.abc import Sequence

from goalkit.errors import OptionError, UndecidedError
from goalkit.trackers.base import Tracker
from goalkit.trackers.csv_tracker import CsvTracker
from goalkit.trackers.generic import map_advice
from goalkit.trackers.json_rows import json_keys
from goalkit.trackers.proposal import propose
from goalkit.trackers.source import Source

NEAR = 0.5  # a share of a tracker's columns that makes a file like its export
SHOWN = 300


def several_fit(source: Source, trackers: Sequence[Tracker]) -> UndecidedError:
    """Two or more trackers write such files: which, and how to say the one."""
    titles = " or ".join(tracker.title for tracker in trackers)
    told = f"{source.name}, line 1: this can be an export of {titles} ({seen(source)})"
    return UndecidedError(told, "tracker", tuple(tracker.name for tracker in trackers), source.name)


def none_fits(source: Source, trackers: Sequence[Tracker]) -> OptionError:
    """No tracker writes such a file: what was seen, what is nearest, and the way out."""
    proposal = propose(source)
    like = " ".join(f"It is like {title}, but without {', '.join(lack)}." for title, lack in nearest(source, trackers))
    if not like and not proposal.complete:
        known = dict.fromkeys(one.title.split(",")[0] for one in trackers)
        like = f"Expected an export of {', '.join(known)}."
    advice = "Name " if _is_json(source) else f"{map_advice(proposal)}, or name "
    told = f"{source.name}, line 1: no known tracker writes this ({seen(source)})."
    return OptionError(f"{told} {like}".rstrip(), f" {advice.rstrip()} a tracker with --tracker")


def nearest(source: Source, trackers: Sequence[Tracker]) -> list[tuple[str, list[str]]]:
    """The trackers, two at most, whose columns the file has the most of, and the columns that it lacks."""
    header = {name.casefold() for name in source.header}
    found = []
    for tracker in trackers:
        for signature in tracker.signatures if isinstance(tracker, CsvTracker) else ():
            missing = sorted(name for name in signature if name.casefold() not in header)
            share = 1 - len(missing) / len(signature)
            if missing and share >= NEAR:
                found.append((-share, tracker.title, missing))
    best: dict[str, list[str]] = {}
    for _, title, missing in sorted(found):
        best.setdefault(title, missing)
    return list(best.items())[:2]


def seen(source: Source) -> str:
    """The columns of a table, the names at the top of JSON, the first words of anything else."""
    if keys := json_keys(source):
        return f"JSON with the names {', '.join(keys)[:SHOWN]}"
    if len(source.header) < 2 or _is_json(source):
        return f"it begins with {' '.join(source.start.split())[:60]!r}"
    return "columns: " + ", ".join(name for name in source.header if name)[:SHOWN]


def _is_json(source: Source) -> bool:
    return source.start.lstrip().startswith(("{", "["))
