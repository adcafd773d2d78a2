"""Plans: what lies ahead on a line of days, what was done by when, and what is urgent and important."""

from datetime import date

import numpy as np
import pandas as pd

from goalkit.metrics.stretches import texts

HOURS_A_DAY = 4.0  # what an estimate is spread by, where a task says no day to begin
URGENT_DAYS = 3  # a task that is due so soon counts as urgent, unless somebody decided otherwise
LEVELS = {"goal": 0, "milestone": 1, "task": 2}
QUADRANTS = {
    (True, True): "do first",
    (True, False): "plan a time",
    (False, True): "make short",
    (False, False): "let go",
}
CLOSED = ("achieved", "dropped")


def timeline(goals: pd.DataFrame, milestones: pd.DataFrame, tasks: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Goals, their milestones and their tasks as stretches of days, in the order in which a plan is read.

    Args:
        goals: a frame of goals; those achieved or dropped are left out with all that is theirs.
        milestones: a frame of milestones; each stands on its due day.
        tasks: a frame of tasks; one of a milestone belongs to the milestone's goal where it names none. One
            without a day to begin begins so many days before it is due as its estimate fills at 4 h a day, one
            without a due day ends so many days after it begins; one without either is left out.
        as_of: the day it is seen from: what was done later is open, what is open and past its day is late.

    Returns:
        `kind` (goal, milestone, task), `id`, `goal_id` ("" without one), `title`, `start`, `end` (both days
        belong to it), `state` (done, late, open): goals by due day, each followed by its milestones, then its
        tasks, by day; what has no goal comes last. Empty input gives an empty frame.
    """
    parts = [_bands(goals), _diamonds(milestones), _bars(tasks, milestones)]
    rows = pd.concat(parts, ignore_index=True)
    order = {goal: place for place, goal in enumerate(parts[0].sort_values("end", kind="stable")["id"])}
    closed = set(goals["id"]) - set(order)
    rows = rows[~rows["goal_id"].isin(closed)].reset_index(drop=True)
    done = rows["done_on"] <= pd.Timestamp(as_of)
    late = (rows["end"] < pd.Timestamp(as_of)) & ~done
    rows["state"] = np.select([done, late], ["done", "late"], "open")
    rows["_goal"] = rows["goal_id"].map(order).fillna(len(order))
    rows["_level"] = rows["kind"].map(LEVELS)
    ordered = rows.sort_values(["_goal", "_level", "end", "start"], kind="stable", ignore_index=True)
    return ordered[["kind", "id", "goal_id", "title", "start", "end", "state"]]


def _rows(kind: str, frame: pd.DataFrame, start: "pd.Series[pd.Timestamp]", goal: "pd.Series[str]") -> pd.DataFrame:
    never = pd.Series(pd.NaT, index=frame.index, dtype="datetime64[us]")
    columns = {
        "kind": pd.Series(kind, index=frame.index, dtype="str"),
        "id": frame["id"],
        "goal_id": goal.fillna(""),
        "title": frame["title"],
        "start": start,
        "end": frame["due"],
        "done_on": frame.get("done_on", never),
    }
    return pd.DataFrame(columns)


def _bands(goals: pd.DataFrame) -> pd.DataFrame:
    shown = goals[~goals["status"].isin(CLOSED)]
    return _rows("goal", shown, shown["start"], shown["id"])


def _diamonds(milestones: pd.DataFrame) -> pd.DataFrame:
    return _rows("milestone", milestones, milestones["due"], milestones["goal_id"])


def _bars(tasks: pd.DataFrame, milestones: pd.DataFrame) -> pd.DataFrame:
    dated = tasks[tasks["start"].notna() | tasks["due"].notna()]
    days = np.ceil(dated["estimate_hours"].fillna(HOURS_A_DAY) / HOURS_A_DAY).clip(lower=1) - 1
    length = pd.to_timedelta(days, unit="D")
    whole = dated.assign(due=dated["due"].fillna(dated["start"] + length))
    start = dated["start"].fillna(whole["due"] - length)
    return _rows("task", whole, start, task_goals(dated, milestones))


def task_goals(tasks: pd.DataFrame, milestones: pd.DataFrame) -> "pd.Series[str]":
    """The goal of each task: its own, else its milestone's, else missing."""
    own = milestones.set_index("id")["goal_id"] if len(milestones) else pd.Series(dtype="str")
    return tasks["goal_id"].fillna(tasks["milestone_id"].map(own).astype("str"))


def burn_up(steps: pd.DataFrame, first: date, last: date) -> pd.DataFrame:
    """How many steps were due, and how many done, by the end of each day.

    Args:
        steps: columns `due` and `done_on` of milestones or tasks, either may be missing.
        first: the first day.
        last: the last day, inclusive.

    Returns:
        `day`, `due` and `done` (counts so far, what came before `first` included). No steps give zeros.
    """
    days = pd.date_range(first, last, unit="us")
    counted = {name: np.sort(steps[name].dropna().to_numpy()) for name in ("due", "done_on")}
    return pd.DataFrame(
        {
            "day": days,
            "due": np.searchsorted(counted["due"], days.to_numpy(), side="right"),
            "done": np.searchsorted(counted["done_on"], days.to_numpy(), side="right"),
        }
    )


def quadrants(tasks: pd.DataFrame, as_of: date, within: int = URGENT_DAYS) -> pd.DataFrame:
    """Tasks that are open on a day, by urgent and important (Eisenhower); urgency may follow from the due day.

    A task is urgent when somebody said so; one that nobody decided about is urgent, too, when it is due within
    `within` days of `as_of` or was due before. A decision by hand wins over the due day, either way.

    Returns:
        `id`, `title`, `goal_id` (missing without one), `due`, `important`, `urgent`, `follows` (urgent by its due day
        alone), `quadrant` (do first, plan a time, make short, let go), by due day, undated ones last. Empty input
        gives an empty frame with these columns.
    """
    still_open = tasks["done_on"].isna() | (tasks["done_on"] > pd.Timestamp(as_of))
    open_tasks = tasks[still_open].sort_values(["due", "position"], kind="stable", ignore_index=True)
    soon = open_tasks["due"] <= pd.Timestamp(as_of) + pd.Timedelta(days=within)
    urgent = open_tasks["urgent"].astype(bool)
    follows = soon & ~open_tasks["urgent_by_hand"].astype(bool) & ~urgent
    important = open_tasks["important"].astype(bool)
    sides = zip(important, urgent | follows, strict=True)
    named = pd.Series([QUADRANTS[bool(one), bool(other)] for one, other in sides], dtype="str")
    found = open_tasks[["id", "title", "goal_id", "due"]]
    return found.assign(important=important, urgent=urgent | follows, follows=follows, quadrant=named)


def quadrant_hours(entries: pd.DataFrame, tasks: pd.DataFrame, as_of: date) -> "pd.Series[float]":
    """Hours logged on the tasks of each quadrant, found by an entry's task or else its description being the title.

    Upper and lower case are the same. A task that is done counts where it stood, by its marks and its due day.

    Returns:
        Quadrant → hours, in the order of QUADRANTS, then "no task" for the rest. Empty input gives zeros.
    """
    placed = quadrants(tasks.assign(done_on=pd.NaT), as_of)
    by_title = dict(zip(placed["title"].str.casefold(), placed["quadrant"], strict=True))
    quadrant = task_words(entries).map(by_title).fillna("no task").to_numpy(dtype=object)
    hours = (entries["duration_s"] / 3600).groupby(quadrant).sum()
    return hours.reindex([*QUADRANTS.values(), "no task"], fill_value=0.0)


def task_words(entries: pd.DataFrame) -> "pd.Series[str]":
    """The title of a task that each entry may be time of: its task, else its description, case aside."""
    named, described = texts(entries, "task"), texts(entries, "description")
    return pd.Series(np.where(named != "", named, described), dtype="object").astype("str").str.casefold()
