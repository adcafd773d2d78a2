"""Tasks that are under way: what stands in the log while somebody works on one."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from sample_year.chance import Chance
from sample_year.story import load_story


@dataclass(frozen=True)
class UnderWay:
    """A task, and the days on which it is worked on."""

    goal: str
    title: str
    urgent: bool
    start: date
    end: date


@cache
def _tasks() -> tuple[UnderWay, ...]:
    steps = load_story("steps")
    found = []
    for name, goal, _, title, written, due, _, _, urgent, done in steps["tasks"]["rows"]:
        begins = steps["begins"].get(name, written)
        if done or due:
            found.append(UnderWay(goal, title, urgent, date.fromisoformat(begins), date.fromisoformat(done or due)))
    return tuple(found)


def worded(goal: str, day: date, text: str, share: float) -> str:
    """What the log says of time for a goal ("" for what is urgent beside them): now and then an open task's title."""
    chance = Chance("task", goal, text, day)
    fitting = [
        task.title for task in _tasks() if task.goal == goal and task.start <= day <= task.end and (goal or task.urgent)
    ]
    return chance.pick(fitting) if fitting and chance.true(share) else text
