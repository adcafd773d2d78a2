"""Which edition of a review: for whom, and from what was known when; each has a folder of its own."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from goalkit.errors import GoalkitError
from goalkit.records.sharing import VIEWERS, Viewer
from goalkit.reviews.words import day

if TYPE_CHECKING:
    from goalkit.records import Record
    from goalkit.workbook import Book
    from goalkit.workbook.reader import Reader


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of a review.

    Attributes:
        audience: whose eyes it is for; "me" sees all.
        as_known: told from what the workbook knew at the end of that day; None for all it knows today.
    """

    audience: Viewer = "me"
    as_known: date | None = None

    def folder(self, root: Path) -> Path:
        """Where reviews of this edition lie: one's own in `root`, others in a folder that can be given away whole."""
        parts: list[str] = [self.audience] if self.audience != VIEWERS[0] else []
        parts += [f"as-known-{self.as_known}"] if self.as_known else []
        return root / "-".join(parts) if parts else root

    def label(self) -> str:
        """Set behind a review's title where several editions are told apart; "" for one's own, as known today."""
        parts = [f"{self.audience} edition"] if self.audience != VIEWERS[0] else []
        parts += [f"as known on {self.as_known}"] if self.as_known else []
        return f"({', '.join(parts)})" if parts else ""

    def said(self) -> str:
        """What the page says of it; "" for one's own, with all that is known."""
        parts = []
        if self.as_known:
            parts.append(f"as the workbook knew it on {day(self.as_known)}")
        if self.audience != VIEWERS[0]:
            parts.append(f"{self.audience} edition, without what is kept private")
        told = "; ".join(parts)
        return told[:1].upper() + told[1:]


OWN = Edition()


def readers(book: "Book", edition: Edition) -> "tuple[Reader, Reader | None]":
    """What the review is gathered from, and what is known today where that may differ; both for the same eyes.

    Raises GoalkitError for an audience that does not exist and for a day that is not over.
    """
    from goalkit.workbook.known import known_then
    from goalkit.workbook.shared import shared_with

    check_audience(edition.audience)
    now = shared_with(book, edition.audience)
    if edition.as_known is None:
        return now, None
    if edition.as_known > book.today():
        raise GoalkitError(f"{edition.as_known} has not come yet; --as-known takes a day up to {book.today()}")
    return shared_with(known_then(book, edition.as_known), edition.audience), now


def check_audience(audience: str) -> None:
    """Raises GoalkitError for an audience that does not exist."""
    if audience not in VIEWERS:
        raise GoalkitError(f"audience {audience!r} is unknown; expected one of {', '.join(VIEWERS)}")


def sees(reader: "Reader", model: "type[Record]") -> bool:
    """Whether a reader sees records of a class at all; the person sees every one."""
    from goalkit.workbook.shared import SharedView

    return reader.sees(model) if isinstance(reader, SharedView) else True
