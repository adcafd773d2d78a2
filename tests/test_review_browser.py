"""A review in a real browser: charts appear, nothing runs that is not ours, nothing is asked of the network."""

import socket

import nbformat.v4 as nb4
import pytest
from barriers import barriers
from review_made import CHARTS, HOSTILE, facts

from goalkit.reviews.page import review_page
from goalkit.reviews.render import render_facts

pytestmark = pytest.mark.browser

INTRUDE = """async address => {
  const stopped = [];
  document.addEventListener("securitypolicyviolation", event => stopped.push(event.effectiveDirective));
  const script = document.createElement("script");
  script.textContent = "window.ran = 1";
  const foreign = document.createElement("script");
  foreign.src = address;
  const picture = document.createElement("img");
  picture.src = address;
  document.body.append(script, foreign, picture);
  document.body.insertAdjacentHTML("beforeend", "<button onclick='window.ran = 2'>x</button>");
  document.body.lastChild.click();
  await fetch(address).catch(() => 0);
  await new Promise(done => setTimeout(done, 100));
  return { stopped, ran: window.ran ?? null };
}"""


@pytest.fixture(scope="module")
def review(tmp_path_factory):
    """The address of a review full of hostile texts."""
    made = render_facts(facts(HOSTILE), tmp_path_factory.mktemp("book"))
    return made.files[0].as_uri()


@pytest.fixture(scope="module")
def crowded(tmp_path_factory):
    """The address of a page of twenty sections, each longer than a screen."""
    text = "  \n".join(["A line of it."] * 40)
    cells = [nb4.new_markdown_cell(f"## Section {n}\n{text}") for n in range(1, 21)]
    path = tmp_path_factory.mktemp("crowded") / "page.html"
    page = review_page(nb4.new_notebook(cells=[nb4.new_markdown_cell("# March 2025"), *cells]), "March 2025", "")
    path.write_text(page, encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def opened(review, visit):
    """Opens the review and waits for its charts; the review comes first, made before Playwright holds asyncio."""

    def open_review(width=1280, height=720, **settings):
        page = visit(review, width, height, **settings)
        page.locator(".js-plotly-plot").nth(CHARTS - 1).wait_for()
        return page

    return open_review


def test_every_chart_is_drawn(opened):
    """Each figure holds a drawing with marks in it, not empty axes."""
    page = opened()
    assert page.locator(".gk-plot .main-svg").count() >= CHARTS
    marks = ".point path, .scatterlayer .js-line, .heatmaplayer image"
    drawn = page.locator(".gk-plot").evaluate_all(f"all => all.map(one => one.querySelectorAll('{marks}').length)")
    assert len(drawn) == CHARTS and min(drawn) > 0


def test_every_chart_has_a_size_and_words(opened):
    """No chart is a line high, and each says in words what it shows, to the ear and on the page."""
    plots = opened().locator(".gk-plot")
    for at in range(CHARTS):
        box = plots.nth(at).locator(".main-svg").first.bounding_box()
        assert box["width"] > 200 and box["height"] > 100
        words = plots.nth(at).get_attribute("aria-label")
        assert plots.nth(at).get_attribute("role") == "img" and len(words) > 20
        assert words in plots.nth(at).locator("xpath=..").locator("figcaption").text_content()


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


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barrier_in_a_review(opened, scheme, width):
    """Looked at with axe, nothing is serious or critical in either theme, on a laptop and a phone."""
    assert barriers(opened(width, color_scheme=scheme)) == []


def test_a_barrier_would_be_found(visit, crowded):
    """Pale text, a picture without words and a field without a name are each told."""
    page = visit(crowded)
    page.evaluate(
        """() => document.querySelector("h1").innerHTML =
          '<span style="color:#ddd">pale</span><svg role="img"></svg><input>'"""
    )
    assert {found.split(":")[0] for found in barriers(page)} == {
        "serious color-contrast",
        "serious svg-img-alt",
        "critical label",
    }


def test_the_policy_of_a_page_holds(review, chromium):
    """A script, a handler and a request that come into a review do not run and do not leave."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(review)
    with socket.create_server(("127.0.0.1", 0)) as other:
        other.setblocking(False)
        told = page.evaluate(INTRUDE, f"http://127.0.0.1:{other.getsockname()[1]}/x")
        with pytest.raises(BlockingIOError):  # nobody came
            other.accept()
    context.close()
    assert told["ran"] is None
    assert set(told["stopped"]) == {"script-src-elem", "script-src-attr", "img-src", "connect-src"}


def test_contents_stand_beside_a_wide_page(visit, crowded):
    """On a laptop all twenty sections are in sight and stay so while one reads; the keyboard follows a link."""
    page = visit(crowded, 1280, 720)
    links = page.locator(".gk-toc a")
    boxes = [links.nth(at).bounding_box() for at in range(20)]
    assert all(0 <= box["y"] < 720 and box["x"] + box["width"] < 320 for box in boxes)
    for _ in range(3):  # the skip link, then the first and second section
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Section 2"
    page.keyboard.press("Enter")
    page.wait_for_function("Math.abs(document.getElementById('s2-section-2').getBoundingClientRect().top) < 40")
    assert links.first.bounding_box()["y"] >= 0


@pytest.mark.parametrize("width", [1024, 390])
def test_contents_fold_where_there_is_no_room(visit, crowded, width):
    """One line until it is opened with the keyboard; then a link leads on, and nothing is wider than the page."""
    page = visit(crowded, width, 800)
    toc = page.locator(".gk-toc")
    assert toc.bounding_box()["height"] < 40 and not toc.locator("a").first.is_visible()
    toc.locator("summary").focus()
    page.keyboard.press("Enter")
    toc.get_by_role("link", name="Section 20").click()
    page.wait_for_function("document.getElementById('s20-section-20').getBoundingClientRect().top < 800")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert barriers(page) == []


def test_contents_are_not_on_paper(visit, crowded):
    """Printed, a page has neither links to others nor contents."""
    page = visit(crowded)
    page.emulate_media(media="print")
    assert not page.locator(".gk-toc").is_visible() and not page.locator("header").is_visible()
