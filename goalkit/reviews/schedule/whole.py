"""Reviews on disk: which are there as the schedule means it, and whether one is whole."""

from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

from goalkit.errors import GoalkitError
from goalkit.periods import Period
from goalkit.reviews.edition import Edition
from goalkit.reviews.listing import FACTS, html_name, load_summary, text_of
from goalkit.reviews.schedule.owed import Key

CHART = "gk-chart"


def page_of(book: Path, key: Key) -> Path:
    """Where a review's page lies, or would, in a workbook's folder."""
    return Edition(key.edition).folder(book / "reports") / html_name(key.period)


def last_day(period: Period) -> date:
    """The day from which the review of a finished period looks."""
    return period.end - timedelta(days=1)


def is_there(book: Path, key: Key) -> bool:
    """Whether a review has its page, made from a day on or after its period's last, by whomever."""
    page = page_of(book, key)
    return page.is_file() and _seen_from(page) >= last_day(key.period).isoformat()


def _seen_from(page: Path) -> str:
    return text_of(load_summary(page.with_name(FACTS)).get("as_of"))


def check_whole(book: Path, key: Key) -> int:
    """Opens a review again and gives how many charts its page holds.

    Raises GoalkitError when a file is missing, the page ends early or has other charts than its
    executed notebook, or the facts are not those of its period.
    """
    from goalkit.reviews.kernel import load_template
    from goalkit.reviews.page import plotly_outputs

    page = page_of(book, key)
    seen = _read_page(page)
    if not seen.ended:
        raise GoalkitError(f"the page {page} ends before its end; it is not whole")
    wanted = plotly_outputs(load_template(page.with_suffix(".ipynb")))
    if seen.charts != wanted:
        raise GoalkitError(f"the page {page} holds {seen.charts} charts where its notebook has {wanted}")
    _check_facts(page.with_name(FACTS), key.period)
    return seen.charts


class _Page(HTMLParser):
    """What a browser meets on a page: how many charts, and whether it was written to its end."""

    def __init__(self) -> None:
        super().__init__()
        self.charts, self.ended = 0, False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Counts a chart."""
        if tag == "figure" and CHART in (dict(attrs).get("class") or "").split():
            self.charts += 1

    def handle_endtag(self, tag: str) -> None:
        """Notes the end of the whole."""
        self.ended = tag == "html"


def _read_page(page: Path) -> _Page:
    seen = _Page()
    try:
        seen.feed(page.read_text(encoding="utf-8"))
        seen.close()
    except (OSError, ValueError) as error:
        raise GoalkitError(f"the page {page} cannot be opened ({error})") from error
    return seen


def _check_facts(file: Path, period: Period) -> None:
    from goalkit.reviews.choose import load_facts

    try:
        found = load_facts(str(file))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise GoalkitError(f"the facts {file} cannot be read ({type(error).__name__}: {error})") from error
    if found.period != period.name:
        raise GoalkitError(f"the facts {file} are of {found.period}, expected {period.name}")
