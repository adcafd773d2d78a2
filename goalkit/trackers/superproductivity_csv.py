"""Super Productivity's worklog: the time worked on a day, whatever lies between its start and its end."""

import re

from goalkit.trackers.base import DAY_TOTALS
from goalkit.trackers.csv_tracker import CsvTracker, Made
from goalkit.trackers.shape import Shape

_WORKED = re.compile(r"(?:(\d+)h)?\s*(?:(\d+)m)?\s*(?:(\d+)s)?")


def _worked(text: str) -> str:
    """A time worked as a span: `1h 30m` is 1:30:00, and `-` is none; `1:30` is one already."""
    if text == "-":
        return "0:00"
    found = _WORKED.fullmatch(text)
    if not found or not any(found.groups()):
        return text
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return f"{hours}:{minutes:02d}:{seconds:02d}"


def _filled(text: str) -> str:
    return "" if text == "-" else text


def _listed(text: str) -> str:
    return "; ".join(part.strip() for part in re.split(r"<br>|\s\|\s", _filled(text)) if part.strip())


SUPERPRODUCTIVITY_CSV = CsvTracker(
    name="superproductivity-csv",
    title="Super Productivity, worklog",
    export="Worklog or Quick history → Export, grouped by date or by worklog, with the time as a clock or in words",
    gives=DAY_TOTALS,
    signatures=(frozenset({"Date", "Worked", "Titles"}),),
    roles={"date": ("Date",)},
    made={
        "duration": Made(("Worked",), _worked),
        "project": Made(("Projects",), _listed),
        "description": Made(("Titles",), _listed),
        "tags": Made(("Tags",), lambda text: _listed(text).replace("; ", ",")),
    },
    shape=Shape(unit_s=0.001, decimal=".", identity=("date", "project", "description")),
)

TRACKERS = (SUPERPRODUCTIVITY_CSV,)
