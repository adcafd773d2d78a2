"""The whole year's log: habits, work, and the mess of real life."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from sample_year.chance import Chance
from sample_year.habits import habit_rows
from sample_year.rows import Row
from sample_year.story import day_kind, days, load_story
from sample_year.workdays import work_rows


@cache
def year_log() -> tuple[Row, ...]:
    """All rows of the year in the order in which they began; rows that stand twice stand twice."""
    rows = [row for day in days() for row in _day_log(day)] + _single_rows()
    return tuple(sorted(_some_twice(rows), key=lambda row: (row.start, row.project, row.description)))


def _day_log(day: date) -> list[Row]:
    fixed = habit_rows(day)
    work = work_rows(day, day_kind(day), fixed)
    return [*fixed, *_calls(day, work), *_without_project(work)]


def _single_rows() -> list[Row]:
    return [
        Row(
            item["start"],
            None if item.get("running") else item["seconds"],
            item["project"],
            item["description"],
            tuple(item["tags"]),
        )
        for item in load_story("work")["row"]
    ]


def _calls(day: date, work: list[Row]) -> list[Row]:
    """On some days a call, taken while the timer of the longest session ran on or was about to stop."""
    if day not in load_story("work")["mess"]["calls"] or not work:
        return []
    chance = Chance("call", day)
    longest = max(work, key=lambda row: row.seconds or 0)
    share = chance.pick((0.3, 0.5, 0.85))
    start = longest.start + timedelta(seconds=int((longest.seconds or 0) * share))
    text = chance.pick(("Quick call with the client", "Call: Paula has a question", "Short call"))
    return [
        replace(longest, start=start, seconds=chance.between(540, 1500), description=text, task="", tags=("meeting",))
    ]


def _without_project(work: Iterable[Row]) -> list[Row]:
    """The rows, some of them without a project, a few of those without a word."""
    share = load_story("work")["mess"]["no_project"]
    return [_blank(row) if Chance("no project", row.start).true(share) else row for row in work]


def _blank(row: Row) -> Row:
    text = Chance("blank", row.start).pick((row.description, "??", ""))
    return replace(row, project="", task="", tags=(), description=text)


def _some_twice(rows: list[Row]) -> list[Row]:
    firsts = {}
    for row in sorted(rows, key=lambda row: row.start):
        firsts.setdefault(row.day, row)
    return rows + [firsts[day] for day in load_story("work")["mess"]["twice"]]
