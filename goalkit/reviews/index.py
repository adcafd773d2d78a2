"""How reviews find each other: the list of all, and the links from one to the next."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from goalkit.errors import GoalkitError
from goalkit.periods import Period, parse_period
from goalkit.reviews.folders import write_whole
from goalkit.reviews.fragments import html
from goalkit.reviews.page import whole_page

HEADER = ("<header>\n", "\n</header>")


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list: a review, its headline and where it lies."""

    period: Period
    headline: str
    href: str

    @property
    def title(self) -> str:
        """How a person says the period."""
        return self.period.title


def html_name(period: Period) -> str:
    """A review's HTML file, seen from the folder of all reviews."""
    return f"{period.name}/review-{period.name}.html"


def listed(root: Path) -> list[Listed]:
    """The reviews in a folder, newest first; a longer period stands before those within it.

    Folders that are no review are passed over; a review without facts.json has no headline.
    """
    found = [_listed(root, folder) for folder in root.iterdir() if folder.is_dir()]
    reviews = [review for review in found if review is not None]
    return sorted(reviews, key=lambda review: (review.period.end, review.period.days), reverse=True)


def _listed(root: Path, folder: Path) -> Listed | None:
    try:
        period = parse_period(folder.name)
    except GoalkitError:
        return None
    if not (root / html_name(period)).is_file():
        return None
    return Listed(period, _headline(folder / "facts.json"), html_name(period))


def _headline(facts: Path) -> str:
    try:
        read: Any = json.loads(facts.read_text(encoding="utf-8"))
    except (OSError, ValueError):  # asked for without facts, or not ours
        return ""
    return str(read.get("headline", "")) if isinstance(read, dict) else ""


def write_index(root: Path) -> Path:
    """Writes `index.html`, the list of all reviews in a folder."""
    path = root / "index.html"
    write_whole(path, whole_page("Reviews", "", html("index.html.j2", reviews=listed(root))))
    return path


def nav(root: Path, period: Period, with_index: bool) -> str:
    """Links to the neighbours of a period that lie in `root`, seen from the period's own folder."""
    return html(
        "nav.html.j2",
        previous=_link(root, period.previous()),
        following=_link(root, period.following()),
        index="../index.html" if with_index else "",
    )


def _link(root: Path, period: Period) -> tuple[str, str] | None:
    title = period.title if period.kind != "month" else f"{period.start:%B}"
    return (f"../{html_name(period)}", title) if (root / html_name(period)).is_file() else None


def relink(root: Path, period: Period, with_index: bool) -> None:
    """Gives the neighbours of a new review their link to it."""
    for neighbour in (period.previous(), period.following()):
        path = root / html_name(neighbour)
        if path.is_file():
            _renew_header(path, nav(root, neighbour, with_index))


def _renew_header(path: Path, links: str) -> None:
    text = path.read_text(encoding="utf-8")
    before, opened, rest = text.partition(HEADER[0])
    old, closed, after = rest.partition(HEADER[1])
    if opened and closed and old != links:
        write_whole(path, before + opened + links + closed + after)
