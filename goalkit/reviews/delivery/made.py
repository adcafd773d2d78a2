"""A review that was made: its files in the reports folder, and its facts."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from goalkit.errors import GoalkitError
from goalkit.periods import Period, parse_period
from goalkit.records.sharing import Viewer
from goalkit.reviews.delivery.outcome import UndeliveredError
from goalkit.reviews.edition import Edition
from goalkit.reviews.listing import FACTS, html_name

if TYPE_CHECKING:
    from goalkit.reviews.shapes import ReviewFacts
    from goalkit.workbook import Book

OURS = "review-"  # what the names of a review's own files begin with, beside facts.json


@dataclass(frozen=True, slots=True)
class MadeReview:
    """One edition of a review: its page, and what it says."""

    period: Period
    page: Path
    facts: "ReviewFacts"

    @property
    def folder(self) -> Path:
        """Where its files lie."""
        return self.page.parent

    @property
    def title(self) -> str:
        """What it is called: "Review of March 2025"."""
        return title_of(self.period)

    @property
    def printed(self) -> Path | None:
        """Its PDF, where one lies there."""
        pdf = self.page.with_suffix(".pdf")
        return pdf if pdf.is_file() else None

    def files(self) -> list[Path]:
        """Its own files; what else a person keeps in the folder stays with them."""
        lying = sorted(self.folder.iterdir())
        return [file for file in lying if file.is_file() and (file.name.startswith(OURS) or file.name == FACTS)]


def title_of(period: Period) -> str:
    """What the review of a period is called."""
    return f"Review of {period.title}"


def load_made(book: "Book", period: str, audience: Viewer) -> MadeReview:
    """The edition for these eyes, as it lies in the workbook's reports.

    Raises UndeliveredError when its page or facts are not there, cannot be read, or are for other eyes.
    """
    from goalkit.reviews.render import RenderOptions, reviews_root

    named = parse_period(period, book.settings.calendar.week_start)
    root = reviews_root(book.path, RenderOptions(edition=Edition(audience)))
    page = root / html_name(named)
    if not page.is_file():
        raise UndeliveredError(f"{page} is not there; goalkit review --due makes it again", "wait")
    facts = load_facts(page.with_name(FACTS))
    if (facts.audience, facts.period) != (audience, period):
        raise UndeliveredError(
            f"{page.parent} holds the {facts.audience} edition of {facts.period}, not the {audience} edition of "
            f"{period}; move it away, and goalkit review --due makes the right one",
            "wait",
        )
    return MadeReview(named, page, facts)


def load_facts(path: Path) -> "ReviewFacts":
    """A review's facts from their file; raises UndeliveredError when it cannot be read."""
    from goalkit.reviews.as_json import from_dict

    try:
        return from_dict(json.loads(path.read_text(encoding="utf-8")))
    except GoalkitError as error:
        raise UndeliveredError(f"{path}: {error}", "wait") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UndeliveredError(f"{path} cannot be read ({error!r}); render the review again", "wait") from error
