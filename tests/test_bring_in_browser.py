"""From an export to its review in a real browser, with `goalkit lab` and the app: no code, no terminal."""

from datetime import timedelta

import pytest
from barriers import barriers
from browsing import PICTURES, READY, RUN_ALL, picture, started
from exports_made import toggl
from playwright.sync_api import expect

from goalkit.workbook import open_book

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"width": 390, "height": 844}
DAY = {"Start time": "09:00:00", "End time": "11:00:00", "Duration": "02:00:00", "Project": "<i>Sums</i>"}


def on(day):
    """A row of two hours on a day."""
    return {**DAY, "Start date": f"{day}", "End date": f"{day}"}


def open_page(page, server, name):
    """A notebook in JupyterLab, all of its cells run."""
    page.goto(f"{server.url}/lab/tree/{name}?token={server.token}")
    page.wait_for_function("window.jupyterapp !== undefined")
    page.evaluate(READY, name)
    page.evaluate(RUN_ALL)


def followed(page, link):
    """The tab that a link opens."""
    with page.context.expect_page() as found:
        link.click()
    found.value.wait_for_load_state("commit")
    return found.value


def opened(page, link):
    """The tab that a link opens, with its charts drawn."""
    tab = followed(page, link)
    expect(tab.locator("svg.main-svg").first).to_be_visible()
    return tab


def test_an_export_becomes_a_review(tmp_path, chromium_path, page):
    """Chosen, looked at, brought in, seen in both tables, taken back and again; then its month's review, opened."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "jupyter_lab_config.json").write_text('{"LabApp": {"expose_app_in_browser": true}}')
    server, running = started(tmp_path)
    with running, open_book(server.folder) as book:
        today = book.today()
        last = today.replace(day=1) - timedelta(days=1)
        (tmp_path / "export.csv").write_text(toggl(on(today), on(last)))
        (tmp_path / "odd.csv").write_text(
            f"A,B,C\n{last} 12:00,{last} 13:30,Garden\n{last} 15:00,{last} 16:00,Garden\n"
        )
        open_page(page, server, "06_log_time.ipynb")
        form = page.locator(".gk-import-form")
        status = form.locator(".gk-foot .gk-status")
        form.get_by_label("Export", exact=True).set_input_files(tmp_path / "export.csv")
        expect(form.locator(".gk-looked-at")).to_contain_text("2 rows read, 2 would be new")
        picture(page, form, "import-looked-at")
        form.get_by_role("button", name="Bring in").click()
        expect(status).to_contain_text("Brought in: export.csv (toggl, Europe/Berlin): 2 rows read, 2 new")
        hours = page.locator(".gk-table", has_text="Your hours in the last 7 days")
        expect(hours).to_contain_text("<i>Sums</i>")
        grid = page.locator(".gk-grid")
        expect(grid).to_contain_text("rows 1–2 of 2")
        form.get_by_role("button", name="Undo").click()
        expect(status).to_contain_text("Taken back: the import of export.csv with 2 entries")
        expect(page.get_by_text("Nothing is logged in the last 7 days.")).to_be_visible()
        form.get_by_role("button", name="Bring in").press("Enter")
        expect(status).to_contain_text("Brought in")
        form.get_by_label("Export", exact=True).set_input_files(tmp_path / "odd.csv")
        expect(form.get_by_label("Project", exact=True)).to_have_value("C")
        picture(page, form, "import-columns")
        form.get_by_role("button", name="Bring in").click()
        expect(status).to_contain_text("Brought in: odd.csv")
        assert len(book.entries()) == 4
        open_page(page, server, "12_progress.ipynb")
        review = page.locator(".gk-review-form")
        expect(review.get_by_label("Which one", exact=True)).to_have_value(f"{last:%B %Y}")
        review.get_by_role("button", name="Make the review").click()
        link = review.get_by_role("link", name=f"Open the review of {last:%B %Y}")
        expect(link).to_be_visible()
        picture(page, review, "review-made")
        tab = opened(page, link)
        expect(tab).to_have_title(f"Review of {last:%B %Y}")
        tab.screenshot(path=PICTURES / "review-opened.png")
        assert "/lab/tree/12_progress.ipynb" in followed(page, tab.get_by_role("link", name="12_progress").first).url
        with tab.expect_download() as rows:
            tab.get_by_role("link", name="-rows.csv").click()
        assert rows.value.suggested_filename == f"review-{last:%Y-%m}-rows.csv"
        tab.get_by_role("link", name="All reviews").click()
        expect(tab.get_by_role("link", name=f"{last:%B}").first).to_be_visible()
        assert page.complaints == []


def test_the_same_in_the_app_on_a_phone(tmp_path, chromium_path, page):
    """Both forms fit 390 pixels without a barrier, and the link opens the review there, too."""
    server, running = started(tmp_path, "--app")
    with running, open_book(server.folder) as book:
        last = book.today().replace(day=1) - timedelta(days=1)
        (tmp_path / "day.csv").write_text(f'day,hours,project\n{last:%m/%m/%Y},"1,125",Garden\n')
        (tmp_path / "export.csv").write_text(toggl(on(last), {**on(last), "End time": "late"}))
        page.set_viewport_size(PHONE)
        page.goto(f"{server.url}/voila/render/06_log_time.ipynb?token={server.token}")
        form = page.locator(".gk-import-form")
        form.get_by_label("Export", exact=True).set_input_files(tmp_path / "day.csv")
        expect(form.locator(".gk-looked-at")).to_contain_text("Please choose “Decimal mark” above.")
        picture(page, form, "import-phone-undecided")
        form.get_by_label("Export", exact=True).set_input_files(tmp_path / "export.csv")
        expect(form.locator(".gk-looked-at")).to_contain_text("1 would be new, 1 left out")
        assert barriers(page) == []
        picture(page, form, "import-phone")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        form.get_by_role("button", name="Bring in").click()
        expect(form.locator(".gk-foot .gk-status")).to_contain_text("Brought in: export.csv")
        page.goto(f"{server.url}/voila/render/12_progress.ipynb")
        review = page.locator(".gk-review-form")
        review.get_by_role("button", name="Make the review").click()
        link = review.get_by_role("link", name=f"Open the review of {last:%B %Y}")
        expect(link).to_be_visible()
        picture(page, review, "review-phone")
        tab = opened(page, link)
        tab.screenshot(path=PICTURES / "review-phone-opened.png")
        assert (
            "/voila/render/12_progress.ipynb" in followed(page, tab.get_by_role("link", name="12_progress").first).url
        )
        address = link.get_attribute("href").lstrip("/")
        assert b"</html>" in server.ask(address)
        page.context.clear_cookies()
        page.goto(f"{server.url}/{address}")
        expect(page.locator("svg.main-svg")).to_have_count(0)
        assert "/login" in page.url
