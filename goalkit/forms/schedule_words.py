"""The ledger of what was made, sent and brought in, in plain words."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import pandas as pd

from goalkit.periods import load_zone, parse_period
from goalkit.records import InboxFile, ReviewRun, Sending

if TYPE_CHECKING:
    from goalkit.workbook import Book

SHOWN = 12
STUCK = ("failed", "unsure")


def runs_told(book: "Book") -> pd.DataFrame:
    """Columns Review, What became of it; what moved last comes first."""
    runs = sorted(book.records(ReviewRun), key=_moved, reverse=True)[:SHOWN]
    zone = book.settings.zone
    return _frame("Review", [(review_name(run.period, run.edition), _run_words(run, zone)) for run in runs])


def sendings_told(book: "Book") -> pd.DataFrame:
    """Columns Review, To, What became of it; what moved last comes first."""
    sendings = sorted(book.records(Sending), key=lambda one: one.changed_utc, reverse=True)[:SHOWN]
    zone = book.settings.zone
    rows = [
        (review_name(one.period, one.edition), one.recipient or one.address, _sending_words(one, zone))
        for one in sendings
    ]
    return pd.DataFrame(rows, columns=["Review", "To", LAST], dtype="str")


def files_told(book: "Book") -> pd.DataFrame:
    """Columns File, What became of it; the latest comes first."""
    files = sorted(book.records(InboxFile), key=lambda one: one.seen_utc, reverse=True)[:SHOWN]
    zone = book.settings.zone
    return _frame("File", [(one.name, _file_words(one, zone)) for one in files])


def stuck(book: "Book") -> list[Sending]:
    """What did not reach a recipient, or may not have, in the order of writing down."""
    return [one for one in book.records(Sending) if one.state in STUCK]


def review_name(period: str, edition: str) -> str:
    """A review by its period, with the edition where it is not one's own."""
    title = parse_period(period).title
    return title if edition == "me" else f"{title}, {edition} edition"


LAST = "What became of it"


def _frame(first: str, rows: Sequence[tuple[str, str]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[first, LAST], dtype="str")


def _moved(run: ReviewRun) -> datetime:
    return max(moment for moment in (run.owed_utc, run.started_utc, run.ended_utc) if moment is not None)


def _run_words(run: ReviewRun, zone: str) -> str:
    if run.state == "done":
        charts = f", with {run.charts} chart{'' if run.charts == 1 else 's'}" if run.charts else ""
        return f"made on {_when(run.ended_utc or run.owed_utc, zone)}{charts}"
    if run.state == "failed":
        return f"not made{_why(run.why)}; the next run tries again"
    if run.state == "started":
        return f"begun on {_when(run.started_utc or run.owed_utc, zone)} and not finished; the next run takes it up"
    return f"owed since {_when(run.owed_utc, zone)}; the next run makes it"


def _sending_words(sending: Sending, zone: str) -> str:
    since = _when(sending.changed_utc, zone)
    match sending.state:
        case "sent":
            return f"sent on {since}{_why(sending.why)}"
        case "sending":
            return f"on its way since {since}"
        case "failed":
            return f"not sent{_why(sending.why)}"
        case "unsure":
            return f"may have arrived{_why(sending.why)}; ask, and send it again only if it is not there"
    then = f"after {_when(sending.next_try_utc, zone)}" if sending.next_try_utc else "with the next run"
    return f"waits{_why(sending.why)}; tried again {then}" if sending.tries or sending.why else f"goes {then}"


def _file_words(file: InboxFile, zone: str) -> str:
    seen = _when(file.seen_utc, zone)
    if file.state == "imported":
        return f"brought in on {seen}, with {file.rows_new:,} new row{'' if file.rows_new == 1 else 's'}"
    return f"not read{_why(file.why)}" if file.state == "not read" else f"{file.state}, seen on {seen}"


def _why(text: str) -> str:
    return f": {text}" if text else ""


def _when(moment: datetime, zone: str) -> str:
    local = moment.astimezone(load_zone(zone))
    return f"{local.day} {local:%B %Y, %H:%M}"
