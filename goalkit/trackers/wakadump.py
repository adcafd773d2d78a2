"""wakadump's CSV of WakaTime: a row a day and a column a project, read as day totals."""

from collections.abc import Iterator

from goalkit.errors import GoalkitError, Problem
from goalkit.trackers.base import DAY_TOTALS, ReadOptions
from goalkit.trackers.rows_tracker import Row, RowsTracker
from goalkit.trackers.shape import Shape
from goalkit.trackers.source import Source
from goalkit.trackers.table import load_table

FIRST, PROJECTS, AFTER = "DATE", "PROJECTS", "LANGUAGES"


def _fits(source: Source) -> bool:
    return source.header[:1] == (FIRST,) and {PROJECTS, AFTER} <= set(source.header)


def _rows(source: Source, options: ReadOptions) -> Iterator[Row | Problem]:
    header = source.header
    if not _fits(source):
        raise GoalkitError(
            f"{source.name}, line 1: the columns are not wakadump's ({', '.join(header)[:100]}); expected {FIRST} "
            f"first, {PROJECTS} and {AFTER}; write the file again, or import WakaTime's JSON itself"
        )
    projects = tuple(dict.fromkeys(header[header.index(PROJECTS) + 1 : header.index(AFTER)]))
    table = load_table(source, [FIRST, *projects])
    yield from table.problems
    for row in range(table.rows):
        told = {name: table.column(name).text(row) for name in (FIRST, *projects)}
        for project in projects:
            if told[project] not in ("", "0"):
                line = int(table.lines[row])
                yield Row(line, {"date": told[FIRST], "seconds": told[project], "project": project})


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
