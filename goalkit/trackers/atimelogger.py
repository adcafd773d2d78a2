"""aTimeLogger: the CSV report, newest first, up to the table of totals that follows in the same file."""

from collections.abc import Sequence

from goalkit.trackers.csv_tracker import CsvTracker

ACTIVITY = ("Activity type", "Aktivitätstyp")


def _totals(row: Sequence[str]) -> bool:
    """Whether a row is the header of the totals, which begins with the same word as the first header."""
    return row[0].strip().casefold() in {name.casefold() for name in ACTIVITY}


ATIMELOGGER = CsvTracker(
    name="atimelogger",
    title="aTimeLogger",
    export="More → Reports → CSV; English and German",
    signatures=(
        frozenset({"Activity type", "Duration", "From", "To"}),
        frozenset({"Aktivitätstyp", "Dauer", "Von", "Bis"}),
    ),
    roles={
        "project": ACTIVITY,
        "description": ("Comment", "Kommentar"),
        "start": ("From", "Von"),
        "end": ("To", "Bis"),
        "duration": ("Duration", "Dauer"),
    },
    ends_at=_totals,
)

TRACKERS = (ATIMELOGGER,)
