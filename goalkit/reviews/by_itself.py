"""What is done by itself, for whoever asks for it on a page: each opens the workbook in `folder` for itself."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from goalkit.records import InboxFile, Recipient, Record, Sending

if TYPE_CHECKING:
    from goalkit.reviews.schedule.outlook import Outlook


def owed(folder: Path, now: datetime) -> Sequence[str]:
    """What is owed now, a review a line, oldest first."""
    keys = _outlook(folder, now).owed
    return [key.period.title if key.edition == "me" else f"{key.period.title}, {key.edition} edition" for key in keys]


def coming(folder: Path, now: datetime) -> str:
    """Which review comes next and when, in a sentence."""
    from goalkit.reviews.schedule.owed import coming as next_one
    from goalkit.reviews.words import day

    seen = _outlook(folder, now)
    found = next_one(seen.terms, seen.today)
    if found is None:
        return "No review is turned on."
    key, on = found
    return f"Next comes the review of {key.period.title}, on {day(on)}."


def run(folder: Path, now: datetime) -> tuple[str, bool]:
    """Brings in what lies in the inbox, makes and sends what is owed; what came of it, and whether all went well."""
    from goalkit.reviews.schedule.due import DueOptions, in_and_out, run_due

    report = run_due(folder, now, in_and_out(DueOptions()))
    made = sum(outcome.made is not None for outcome in report.outcomes)
    failed = [f"{outcome.period.title}: {outcome.error}" for outcome in report.outcomes if outcome.error is not None]
    states = Counter(_state(line) for line in report.lines)
    told = [_counted(made, "review") + " made", *(f"{number} {state}" for state, number in states.items())]
    faults = [*failed, *report.faults]
    said = f"{', '.join(told)}.{''.join(f' {fault}.' for fault in faults)}"
    return said, not faults and not set(states) & {"not sent", "not read", "perhaps sent"}


def send_again(folder: Path, now: datetime, sending: Sending) -> Sending:
    """Lets a review go to a recipient once more, with the next run."""
    from goalkit.reviews.delivery import ask_again
    from goalkit.workbook import open_book

    with open_book(folder) as book:
        return ask_again(book, now, sending.period, sending.recipient_id)


def test(folder: Path, now: datetime, recipient_id: str) -> str:
    """Sends a test to a recipient, and lets what waits for them go with the next run; what happened."""
    from goalkit.reviews.delivery import hurry, send_test
    from goalkit.workbook import open_book

    with open_book(folder) as book:
        recipient = book.get(Recipient, recipient_id)
        told = send_test(book, recipient, now)
        waiting = hurry(book, now, [recipient])
    more = f" What waited for them ({waiting}) goes with the next run." if waiting else ""
    return f"{recipient.name}: {told}.{more}"


def started_by(folder: Path) -> str:
    """What starts the runs on this machine; "" for nothing."""
    from goalkit.reviews.schedule import triggers

    found = triggers.installed(folder)
    if not found:
        return ""
    old = "" if all(one.current for one in found) else " Python or goalkit has moved since: turn it off and on again."
    return f"On: started each hour, by {' and '.join(one.kind for one in found)}.{old}"


def turn_on(folder: Path) -> str:
    """Has this machine start the runs; what it did."""
    from goalkit.reviews.schedule import triggers

    kind = triggers.choose()
    triggers.install(kind, folder)
    note = triggers.plan(kind, folder).note
    return f"Turned on.{f' {note}.' if note else ''}"


def turn_off(folder: Path) -> str:
    """Takes that out again; what it did."""
    from goalkit.reviews.schedule import triggers

    for one in triggers.installed(folder):
        triggers.remove(one.kind, folder)
    return "Turned off."


def _outlook(folder: Path, now: datetime) -> "Outlook":
    from goalkit.reviews.schedule.outlook import outlook
    from goalkit.workbook import open_book

    with open_book(folder) as book:
        return outlook(book, book.settings.calendar.day_of(now))


SENT = {"sent": "sent", "waiting": "waiting", "sending": "on the way", "failed": "not sent", "unsure": "perhaps sent"}


def _state(line: Record) -> str:
    if isinstance(line, InboxFile):
        return "not read" if line.state == "not read" else "brought in"
    return SENT[line.state] if isinstance(line, Sending) else line.label


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
