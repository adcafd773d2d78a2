"""Making a review on a page: which periods are on offer, the page that comes of it, and every way it can fail."""

import asyncio
import threading
from datetime import date
from pathlib import Path

import pytest
from exports_made import toggl

from goalkit import reviews
from goalkit.cli.review_pages import find_page, link_notebooks
from goalkit.errors import GoalkitError
from goalkit.forms import review_form
from goalkit.forms.review_form import pages_at
from goalkit.periods import parse_period
from goalkit.records import Settings
from goalkit.workbook import init_book
from goalkit.workbook.finished import finished_periods, latest_finished

DAY = {"Start time": "09:00:00", "End time": "11:00:00", "Duration": "02:00:00"}


@pytest.fixture
def book(tmp_path):
    """A workbook with time in January and March 2025."""
    with init_book(tmp_path / "book") as made:
        made.change(Settings, "settings", zone="Europe/Berlin")
        rows = [{**DAY, "Start date": f"2025-{month}-10", "End date": f"2025-{month}-10"} for month in ("01", "03")]
        (tmp_path / "log.csv").write_text(toggl(*rows))
        made.import_file(tmp_path / "log.csv")
        yield made


def test_the_periods_that_are_over_are_on_offer(book):
    """The latest first, back to the first entry, five years at most; the one that is going on is not."""
    today = date(2025, 4, 20)
    assert [one.name for one in finished_periods(book, today, "month", 60)] == ["2025-03", "2025-02", "2025-01"]
    assert [one.name for one in finished_periods(book, today, "quarter", 60)] == ["2025-Q1"]
    assert [one.name for one in finished_periods(book, today, "week", 2)] == ["2025-W15", "2025-W14"]
    assert latest_finished(book, today, "week").name == "2025-W11"
    assert latest_finished(book, today, "year").name == "2024"


def test_an_empty_workbook_offers_the_period_before(tmp_path):
    """One of each kind, so that there is always something to make."""
    with init_book(tmp_path / "new", notebooks=False) as book:
        assert [one.name for one in finished_periods(book, date(2025, 4, 20), "month", 60)] == ["2025-03"]
        form = review_form(book, reviews.make)
        for kind in ("week", "month", "quarter", "year"):
            form.kind.value = kind
            assert len(form.period.options) == 1


def test_a_review_is_made_and_told_where_it_is(book):
    """By a process of its own: one page with its notebook and facts, begun with the latest month that holds time."""
    form = review_form(book, reviews.make)
    assert form.period.value == "2025-03"
    form.button.click()
    assert form.status.text == ("The review of March 2025 is in your workbook, as reports/2025-03/review-2025-03.html.")
    assert "March 2025" in form.page.read_text(encoding="utf-8")
    assert (form.link.path, form.button.disabled, form.button.description) == ("", False, "Make the review")


def test_the_link_is_there_where_the_server_hands_the_page_out(book, monkeypatch):
    """Only for the workbook that the server was started on, and by an address below the server's own."""
    monkeypatch.setenv("GOALKIT_PAGES_AT", "goalkit/reports/")
    monkeypatch.setenv("GOALKIT_BOOK", str(book.path.parent))
    assert pages_at(book.path) == ""
    monkeypatch.setenv("GOALKIT_BOOK", str(book.path))
    page = book.path / "reports" / "2025-03" / "review-2025-03.html"
    form = review_form(book, lambda folder, period: page)
    form.button.click()
    assert form.link.path == "goalkit/reports/2025-03/review-2025-03.html"
    assert form.link.description == "Open the review of March 2025"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (GoalkitError("no room on the disk; free some"), "No review of March 2025 was made: no room on the disk; free"),
        (RuntimeError("the process ended with exit code 9"), "goalkit stumbled over it (the process ended with exit"),
        (OSError("no more processes"), "goalkit stumbled over it (no more processes)"),
    ],
)
def test_a_failure_is_told_and_the_button_works_again(book, error, said):
    """What a person can mend, and what is goalkit's own fault; no link leads nowhere."""

    def fail(folder: Path, period):
        raise error

    form = review_form(book, fail)
    form.button.click()
    assert said in form.status.text
    assert (form.link.path, form.page, form.button.disabled) == ("", None, False)


def test_a_review_that_cannot_be_written_leaves_the_one_before(book):
    """The folder of reviews is a file: it is told, nothing half-made lies about."""
    (book.path / "reports").rename(book.path / "other")
    (book.path / "reports").write_text("no folder")
    form = review_form(book, reviews.make)
    form.button.click()
    assert form.status.text.startswith("No review of March 2025 was made: the review cannot be written")
    assert (book.path / "reports").read_text() == "no folder"


def test_the_kernel_goes_on_while_a_review_is_made(book):
    """In an event loop the press returns at once, a second one does nothing, and the end is told when it comes."""
    begun, made = asyncio.Event(), []

    async def press():
        loop, go = asyncio.get_running_loop(), threading.Event()

        def slowly(folder, period):
            made.append(period.name)
            loop.call_soon_threadsafe(begun.set)
            assert go.wait(60)
            return folder / "reports" / "2025-03" / "review-2025-03.html"

        form = review_form(book, slowly)
        form.button.click()
        form.button.click()
        await asyncio.wait_for(begun.wait(), 60)
        assert (form.button.disabled, form.button.description) == (True, "Making the review …")
        assert "you can go on meanwhile" in form.status.text
        go.set()
        while form.button.disabled:
            await asyncio.sleep(0.01)
        return form.status.text

    assert asyncio.run(press()).startswith("The review of March 2025 is in your workbook")
    assert made == ["2025-03"]


def test_making_gives_the_page_or_raises(book):
    """`reviews.make` of a week; a period that has not begun is refused as on the command line."""
    assert reviews.make(book.path, parse_period("2025-W11")).name == "review-2025-W11.html"
    with pytest.raises(GoalkitError):
        reviews.make(book.path / "nowhere", parse_period("2025-W11"))


@pytest.mark.parametrize(
    "path",
    [
        "../data/goalkit.db",
        "../data/secret.html",
        "2025-03/facts.json",
        "2025-03",
        "",
        "link.html",
        "a\0.html",
        "/etc/x.html",
    ],
)
def test_only_pages_of_the_reviews_are_handed_out(tmp_path, path):
    """No other kind of file, no way out of the folder, also not by a link that lies in it."""
    reports, secret = tmp_path / "reports", tmp_path / "data" / "secret.html"
    (reports / "2025-03").mkdir(parents=True)
    secret.parent.mkdir()
    for file in (secret, tmp_path / "data" / "goalkit.db", reports / "2025-03" / "facts.json", reports / "index.html"):
        file.write_text("x")
    (reports / "link.html").symlink_to(secret)
    assert find_page(reports, path) is None
    (reports / "2025-03" / "review-2025-03-rows.csv").write_text("x")
    assert find_page(reports, "2025-03/review-2025-03-rows.csv") is not None
    assert find_page(reports, "index.html") == (reports / "index.html").resolve()


def test_notebooks_that_a_served_page_names_are_links():
    """In text alone, whole names alone, each in a tab of its own; scripts, styles, tags and links stay as they are."""
    at = {"06_log_time": "/lab/tree/06_log_time.ipynb", "my & own": "/lab/tree/my%20&%20own.ipynb"}
    link = '<a href="/lab/tree/06_log_time.ipynb" target="_blank" rel="noopener">06_log_time</a>'
    same = (
        "<title>06_log_time</title><style>.a{content:'06_log_time'}</style><script>var a = '06_log_time <b';</script>"
        '<img alt="06_log_time"><a href="x">06_log_time</a><p>06_log_times, x/06_log_time, 06_log_time.ipynb</p>'
    )
    assert link_notebooks(same, at) == same
    assert link_notebooks("<p>Log it in the notebook 06_log_time.</p>", at) == f"<p>Log it in the notebook {link}.</p>"
    assert link_notebooks("<p>06_log_time, 06_log_time</p>", at) == f"<p>{link}, {link}</p>"
    assert link_notebooks("<p>06_log_time</p>", {}) == "<p>06_log_time</p>"
