"""What an action on the timer did, in a sentence for the person who pressed."""

from datetime import datetime
from typing import TYPE_CHECKING

from goalkit.records import Goal, RunningTimer, TimeEntry
from goalkit.workbook.timer_action import Done
from goalkit.workbook.timer_words import moment, named_work, told_stretch

if TYPE_CHECKING:
    from goalkit.workbook.book import Book


def told(book: "Book", do: str, done: Done, now: datetime) -> str:
    """One sentence or two: what was logged or why not, then how the timer stands.

    Args:
        book: the workbook.
        do: the action: "start", "pause", "resume", "stop", "switch", "correct" or "interrupt".
        done: what it did.
        now: when.
    """
    zone = book.settings.zone
    logged = ""
    if done.entry is not None:
        logged = f"Logged: {told_stretch(done.entry, _goal(book, done.entry), now, zone)}."
    elif done.left_out:
        short = done.left_out == "short"
        logged = "Nothing logged: it ran for less than a second." if short else "Thrown away: nothing was logged."
    return " ".join(filter(None, [logged, _stands(book, do, done, now, zone)]))


def _stands(book: "Book", do: str, done: Done, now: datetime, zone: str) -> str:
    timer = done.timer
    if timer is None:
        ended = done.entry or done.left_out
        return "" if ended else "Stopped; the last stretch was logged when it was paused."
    name, since = named_work(timer, _goal(book, timer)), moment(timer.began_utc, now, zone)
    on = f", on {name}" if name else ""
    sentences = {
        "start": f"Started at {since}{on}.",
        "pause": f"Paused since {since}.",
        "resume": f"Going on since {since}.",
        "switch": f"Now running{on}.",
        "correct": f"Corrected: it counts for {name or 'no goal'} since {since}.",
        "interrupt": f"Counted: interrupted by {(done.steps[0].after or {}).get('by', '')}.",
    }
    return sentences[do]


def _goal(book: "Book", record: RunningTimer | TimeEntry) -> str:
    goals = {goal.id: goal.title for goal in book.records(Goal)} if record.goal_id else {}
    return goals.get(record.goal_id or "", "")
