"""wakadump's CSV of WakaTime: a row a day and a column a project, read as day totals."""

import csv
import io
from collections.abc import Iterator

from goalkit.trackers.base import DAY_TOTALS, ReadOptions
from goalkit.trackers.rows_tracker import Row, RowsTracker
from goalkit.trackers.shape import Shape
from goalkit.trackers.source import Source

FIRST, PROJECTS, AFTER = "DATE", "PROJECTS", "LANGUAGES"


def _fits(source: Source) -> bool:
    return source.header[:1] == (FIRST,) and {PROJECTS, AFTER} <= set(source.header)


def _rows(source: Source, options: ReadOptions) -> Iterator[Row]:
    header = source.header
    projects = range(header.index(PROJECTS) + 1, header.index(AFTER))
    reader = csv.reader(io.StringIO(source.text(), newline=""), delimiter=source.delimiter)
    next(reader)
    for row in reader:
        for place in projects:
            if len(row) > place and row[place] not in ("", "0"):
                yield Row(reader.line_num, {"date": row[0], "seconds": row[place], "project": header[place]})


WAKADUMP = RowsTracker(
    name="wakadump",
    title="WakaTime, by wakadump",
    export="wakadump --input FILE.json --output csv; the JSON itself is read as well",
    gives=DAY_TOTALS,
    fits=_fits,
    rows=_rows,
    roles={"date": "date", "duration": "seconds", "project": "project"},
    shape=Shape(unit_s=1.0, decimal=".", identity=("date", "project")),
)

TRACKERS = (WAKADUMP,)
