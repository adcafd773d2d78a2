"""A review in a real browser: charts appear, nothing runs that is not ours, nothing is asked of the network."""

import pytest
from review_made import CHARTS, HOSTILE, facts

from goalkit.reviews.render import render_facts

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def review(tmp_path_factory):
    """The address of a review full of hostile texts."""
    made = render_facts(facts(HOSTILE), tmp_path_factory.mktemp("book"))
    return made.files[0].as_uri()


@pytest.fixture(scope="module")
def browser(review, chromium_path):
    """One Chromium for these tests, started once the review is made."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def opened(browser, review):
    """Opens the review; at the end no message, error, dialog or request may have come of it."""
    complaints, contexts = [], []

    def open_page(width=1280, height=720, **settings):
        context = browser.new_context(viewport={"width": width, "height": height}, **settings)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: note_request(request.url))
        page.goto(review)
        page.locator(".js-plotly-plot").nth(CHARTS - 1).wait_for()
        return page

    def note_request(address):
        if not address.startswith((review, "data:", "blob:")):
            complaints.append(f"request: {address}")

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def test_every_chart_is_drawn(opened):
    """Each figure holds a drawing with marks in it, not empty axes."""
    page = opened()
    assert page.locator(".gk-plot .main-svg").count() >= CHARTS
    marks = ".point path, .scatterlayer .js-line, .heatmaplayer image"
    drawn = page.locator(".gk-plot").evaluate_all(f"all => all.map(one => one.querySelectorAll('{marks}').length)")
    assert len(drawn) == CHARTS and min(drawn) > 0


def test_hostile_texts_are_read_as_they_were_written(opened):
    """Titles on the page and names inside of charts show the very characters."""
    page = opened()
    titles = page.locator(".gk-goal h3").all_inner_texts()
    assert [title.strip() for title in titles] == list(HOSTILE)
    axis = page.locator(".gk-plot .ytitle").first.text_content()
    assert axis.startswith("<script>alert(1)")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_phone_needs_no_sideways_scrolling(opened, scheme):
    """At 390 px nothing sticks out, neither page nor chart."""
    page = opened(390, 844, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    rights = page.locator(".gk-plot .main-svg").evaluate_all("all => all.map(one => one.getBoundingClientRect().right)")
    assert max(rights) <= 390


def test_first_screen_of_a_laptop_reaches_the_goals(opened):
    """Without scrolling at 1280 × 720: title, headline, tiles and the first goal."""
    page = opened()
    for part in ("h1", ".gk-headline", ".gk-tiles", ".gk-goal >> nth=0"):
        box = page.locator(part).bounding_box()
        assert box["y"] + box["height"] <= 720


def test_dark_theme_turns_the_charts_too(opened):
    """Letters of a chart change when the theme does, without a reload."""
    page = opened(color_scheme="light")
    colour = "getComputedStyle(document.querySelector('.gk-plot .xtick text')).fill"
    light = page.evaluate(colour)
    page.emulate_media(color_scheme="dark")
    page.locator('.gk-plot .xtick text[style*="rgb(163, 171, 181)"]').first.wait_for()
    assert light == "rgb(89, 99, 110)"


def test_paper_is_light_and_no_chart_is_wider(opened):
    """Printing a dark page redraws the charts in ink, no wider than the paper."""
    page = opened(color_scheme="dark")
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    widths = page.locator(".gk-plot .main-svg").evaluate_all("all => all.map(one => +one.getAttribute('width'))")
    assert max(widths) <= 680
    fill = page.evaluate("getComputedStyle(document.querySelector('.gk-plot .xtick text')).fill")
    assert fill == "rgb(89, 99, 110)"


def test_keyboard_reaches_the_review_first(opened):
    """The first tab stop is the link that skips to the review, and it can be seen."""
    page = opened()
    page.keyboard.press("Tab")
    box = page.locator(".gk-skip:focus").bounding_box()
    assert box["x"] >= 0
