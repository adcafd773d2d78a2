"""Which reviews a schedule owes on a day: pure, from what is turned on and what is there already."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from goalkit.periods import Period, period_of
from goalkit.records import Recipient, ReviewSchedule
from goalkit.records.schedule import ReviewKind
from goalkit.records.sharing import VIEWERS, Viewer
from goalkit.reviews.schedule.wished import ALWAYS, OWN, Wished


@dataclass(frozen=True, slots=True)
class Key:
    """A review: of which period, in which edition."""

    period: Period
    edition: Viewer = OWN


@dataclass(frozen=True, slots=True)
class Terms:
    """What a schedule asks for.

    Attributes:
        kinds: of period, each with the editions that are wanted of it, one's own first.
        since: the first review of each kind is of the latest period that was over on this day.
        wished: from when kinds and editions have been wanted; what was due before is not.
        begun: the first day that the workbook tells of; None for one that tells of none.
        grace: how long a review waits after its period ended.
        week_start: 0 for Monday … 6 for Sunday.
    """

    kinds: Sequence[tuple[ReviewKind, tuple[Viewer, ...]]]
    since: date
    begun: date | None = None
    grace: timedelta = timedelta(0)
    week_start: int = 0
    wished: Wished = ALWAYS


def terms_of(schedule: ReviewSchedule, recipients: Iterable[Recipient], since: date, week_start: int = 0) -> Terms:
    """What a schedule asks for, with the editions that its active recipients get."""
    active = [recipient for recipient in recipients if recipient.active]
    kinds = [(kind, _editions(kind, active)) for kind in schedule.kinds]
    return Terms(kinds, since, grace=timedelta(days=schedule.grace_days), week_start=week_start)


def _editions(kind: ReviewKind, active: Sequence[Recipient]) -> tuple[Viewer, ...]:
    asked = {recipient.edition for recipient in active if kind in recipient.kinds}
    return tuple(viewer for viewer in VIEWERS if viewer == OWN or viewer in asked)


def due(terms: Terms, today: date) -> list[Key]:
    """Every review that is to be there on a day, oldest first.

    A review is due when its period has ended and the days of grace are over: `today >= end + grace`.
    Of the periods that were over on `since`, each kind's latest is due, unless the workbook tells of
    nothing before its end; of those that ended later, all are.
    """
    found = [
        Key(period, edition)
        for kind, editions in terms.kinds
        for period in _ended(kind, terms, today)
        for edition in editions
        if period.end + terms.grace >= terms.wished.since(kind, edition)
    ]
    return oldest_first(found)


def oldest_first(keys: Iterable[Key]) -> list[Key]:
    """Reviews by the end of their periods; of one end the shorter period, and one's own edition, come first."""
    return sorted(keys, key=age)


def age(key: Key) -> tuple[date, int, int]:
    """What reviews are ordered by."""
    return key.period.end, key.period.days, VIEWERS.index(key.edition)


def _ended(kind: ReviewKind, terms: Terms, today: date) -> Iterator[Period]:
    """The periods of a kind whose reviews are due, oldest first."""
    period = _first(kind, terms)
    while period.end + terms.grace <= today:
        yield period
        period = period.following()


def _first(kind: ReviewKind, terms: Terms) -> Period:
    period = period_of(terms.since, kind, terms.week_start).previous()
    told_of = terms.begun is not None and terms.begun < period.end
    return period if told_of else period.following()


def owed(terms: Terms, today: date, there: Collection[Key]) -> list[Key]:
    """The reviews that are due on a day and are not there, oldest first."""
    return [key for key in due(terms, today) if key not in there]


def coming(terms: Terms, today: date) -> tuple[Key, date] | None:
    """The review that is due next after a day, with the day on which it is; None when no kind is turned on."""
    found = []
    for kind, editions in terms.kinds:
        present = period_of(today - terms.grace, kind, terms.week_start)  # ends after today, less the grace
        period = max(_first(kind, terms), present, key=lambda one: one.start)
        found.append((period.end + terms.grace, period.days, Key(period, editions[0])))
    day, _, key = min(found, key=lambda one: one[:2], default=(today, 0, None))
    return None if key is None else (key, day)
