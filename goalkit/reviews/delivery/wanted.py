"""Which sendings are wanted: each review that is done, for each recipient who wants its kind and edition, once."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from goalkit.periods import parse_period
from goalkit.records import Recipient, ReviewRun, Sending
from goalkit.reviews.schedule.wished import wanted_since, wants

if TYPE_CHECKING:
    import pandas as pd

# From one run that tried to the next that may: an hour, four, a day, and then daily for fourteen days.
DISTANCES = (timedelta(hours=1), timedelta(hours=4), *(timedelta(days=1),) * 15)


def wanted(
    runs: Iterable[ReviewRun], recipients: Sequence[tuple[Recipient, "pd.DataFrame"]], sendings: Iterable[Sending]
) -> list[tuple[ReviewRun, Recipient]]:
    """The reviews to be sent for which there is no sending yet, the oldest first.

    Args:
        runs: the ledger of reviews.
        recipients: all of them, each with its history.
        sendings: the ledger of what was sent.

    A recipient gets the reviews that were done since it wanted them: one that is new, or is turned on again, is not
    sent the past.
    """
    there = {(sending.period, sending.recipient_id) for sending in sendings}
    done = sorted((run for run in runs if run.state == "done"), key=_age)
    return [
        (run, recipient)
        for run in done
        for recipient, history in recipients
        if (run.period, recipient.id) not in there and wants_run(recipient, run) and _in_time(run, history)
    ]


def _age(run: ReviewRun) -> tuple[Any, ...]:
    period = parse_period(run.period)
    return period.end, period.days, run.edition


def wants_run(recipient: Recipient, run: ReviewRun) -> bool:
    """Whether a recipient gets a review of the ledger."""
    return wants(recipient, parse_period(run.period).kind, run.edition)


def _in_time(run: ReviewRun, history: "pd.DataFrame") -> bool:
    since = wanted_since(history, parse_period(run.period).kind, run.edition)
    return since is not None and run.ended_utc is not None and run.ended_utc >= since


def is_due(sending: Sending, now: datetime) -> bool:
    """Whether a sending that waits may be tried; also when the clock has been set back since the last try."""
    begun = sending.next_try_utc is None or sending.next_try_utc <= now
    return sending.state == "waiting" and (begun or sending.changed_utc > now)


def next_try(tries: int, now: datetime) -> datetime:
    """When a sending is tried next after so many tries."""
    return now + DISTANCES[min(tries, len(DISTANCES)) - 1]


def is_given_up(tries: int) -> bool:
    """Whether so many tries were all that there are."""
    return tries > len(DISTANCES)
