"""How reviews find each other: the list of all, and the links from one to the next."""

from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from goalkit.periods import Period
from goalkit.reviews.folders import write_whole
from goalkit.reviews.fragments import html, script
from goalkit.reviews.kin import above, below, kin
from goalkit.reviews.listing import Listed, html_name, listed
from goalkit.reviews.page import whole_page
from goalkit.reviews.words import short_title
from goalkit.reviews.year_picture import YearPicture, first_reached, year_picture

__all__ = ["html_name", "listed", "nav", "relink", "write_index"]

HEADER = ("<header>\n", "\n</header>")


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the list: its picture, and its reviews in their order."""

    year: int
    picture: YearPicture
    reviews: tuple[Listed, ...]


def write_index(root: Path) -> Path:
    """Writes `index.html`, the list of all reviews in a folder."""
    path = root / "index.html"
    years = _years(root)
    scripts = (script("index.js"),) if years else ()
    write_whole(path, whole_page("Reviews", "", html("index.html.j2", years=years), scripts, ("index.css",)))
    return path


def _years(root: Path) -> list[Year]:
    reviews = listed(root)
    reached = first_reached(reviews)
    grouped = [(year, tuple(own)) for year, own in groupby(reviews, key=lambda review: review.year)]
    return [Year(year, year_picture(root, year, own, reached), own) for year, own in grouped]


def nav(root: Path, period: Period, with_index: bool) -> str:
    """Links to the reviews in `root` beside, above and below one, seen from its own folder.

    Beside are the period before and after, above those that hold it, below its own parts.
    """
    return html(
        "nav.html.j2",
        previous=_links(root, period, (period.previous(),)),
        following=_links(root, period, (period.following(),)),
        above=_links(root, period, above(period)),
        below=_links(root, period, below(period)),
        index="../index.html" if with_index else "",
    )


def _links(root: Path, period: Period, others: tuple[Period, ...]) -> list[tuple[str, str]]:
    """Address and label of those that have a page."""
    there = [other for other in others if (root / html_name(other)).is_file()]
    return [(f"../{html_name(other)}", _label(other, period)) for other in there]


def _label(other: Period, seen_from: Period) -> str:
    """A label that fits: "February", "First quarter", and among the parts of a year "Q1" and "Jan"."""
    if seen_from.kind == "year" and other.kind != "year":
        return f"{other.start:%b}" if other.kind == "month" else other.name.split("-")[1]
    return short_title(other, seen_from)


def relink(root: Path, period: Period, with_index: bool) -> None:
    """Gives every review that links to a new one that link."""
    for other in kin(period):
        path = root / html_name(other)
        if path.is_file():
            _renew_header(path, nav(root, other, with_index))


def _renew_header(path: Path, links: str) -> None:
    text = path.read_text(encoding="utf-8")
    before, opened, rest = text.partition(HEADER[0])
    old, closed, after = rest.partition(HEADER[1])
    if opened and closed and old != links:
        write_whole(path, before + opened + links + closed + after)
