"""From which day each kind of review, and each edition of it, has been wanted: what is turned on owes no past."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, get_args

from goalkit.records import Recipient, ReviewSchedule
from goalkit.records.schedule import ReviewKind
from goalkit.records.sharing import VIEWERS, Viewer

if TYPE_CHECKING:
    import pandas as pd

    from goalkit.workbook import Book

KINDS: tuple[ReviewKind, ...] = get_args(ReviewKind)
OWN = VIEWERS[0]


@dataclass(frozen=True, slots=True)
class Wished:
    """The days from which reviews have been wanted without a break.

    Attributes:
        kinds: of those that were turned on after the schedule's “since” was set, the day of that.
        editions: of those for others, by kind, the day on which the first of their recipients wanted them.
    """

    kinds: Mapping[ReviewKind, date]
    editions: Mapping[tuple[ReviewKind, Viewer], date]

    def since(self, kind: ReviewKind, edition: Viewer) -> date:
        """A review that was due before this day is not owed."""
        days = self.kinds.get(kind), self.editions.get((kind, edition)) if edition != OWN else None
        return max((day for day in days if day is not None), default=date.min)


ALWAYS = Wished({}, {})


def load_wished(book: "Book", recipients: Sequence[Recipient]) -> Wished:
    """When what is wanted of a workbook was turned on, by its journal and calendar."""
    local = book.settings.calendar.day_of
    kinds = turned_on(book.history(ReviewSchedule, ReviewSchedule().id))
    asked: dict[tuple[ReviewKind, Viewer], datetime] = {}
    for one in recipients:
        history = book.history(Recipient, one.id) if one.active and one.edition != OWN else None
        for kind in one.kinds if history is not None else ():
            moment = wanted_since(history, kind, one.edition)
            if moment is not None:
                asked[kind, one.edition] = min(moment, asked.get((kind, one.edition), moment))
    return Wished(
        {kind: local(moment) for kind, moment in kinds.items()}, {key: local(moment) for key, moment in asked.items()}
    )


def turned_on(history: "pd.DataFrame") -> dict[ReviewKind, datetime]:
    """Kind → when it was turned on, of those that were so after “since” was last set: that day says where to begin."""
    found: dict[ReviewKind, datetime] = {}
    before = ReviewSchedule().model_dump()
    for when, after in changes(history):
        now = after if after is not None else ReviewSchedule().model_dump()
        if str(now["since"]) != str(before["since"]):
            found.clear()
        else:
            found |= {kind: when for kind in KINDS if now[kind] and not before[kind]}
        before = now
    return found


def wants(recipient: Recipient, kind: str, edition: str) -> bool:
    """Whether a recipient gets reviews of a kind in an edition."""
    return recipient.active and recipient.edition == edition and kind in recipient.kinds


def wanted_since(history: "pd.DataFrame", kind: str, edition: str) -> datetime | None:
    """The moment from which a recipient has wanted such reviews without a break; None when it does not."""
    since = None
    for when, after in changes(history):
        if after is None or not wants(Recipient.model_construct(None, **after), kind, edition):
            since = None
        elif since is None:
            since = when
    return since


def changes(history: "pd.DataFrame") -> Iterator[tuple[datetime, Any]]:
    """Each change of a record: when, and its fields after it, None once it was gone."""
    for when, after in zip(history["when_utc"], history["after"], strict=True):
        yield when.to_pydatetime(), after
