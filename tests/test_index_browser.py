"""The list of reviews in a real browser: found by typing, whole without scripts, without barriers."""

import pytest
from barriers import barriers
from shelf_made import put, shelf, told

from goalkit.reviews.index import write_index

pytestmark = pytest.mark.browser

TITLES = ("Read 24 books", "Apprendre le français à l’École")


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """Six reviews of two years; only March speaks of French, and reached it."""
    folder = shelf(tmp_path_factory.mktemp("reports"), "2024", "2024-12", "2025", "2025-01", "2025-W10")
    put(folder, "2025-03", told("2025-03", (*TITLES, "a", "b", "c"), reached=(0, 1), headline="Nine hours & a half."))
    write_index(folder)
    return folder


@pytest.fixture
def opened(visit, root):
    """Opens the list."""
    return lambda width=1280, height=720, **settings: visit((root / "index.html").as_uri(), width, height, **settings)


def shown(page):
    """The titles of the reviews that are in sight."""
    return page.locator(".gk-reviews h3:visible").all_inner_texts()


def test_typing_narrows_the_list(opened):
    """Every word must be in title, headline or a goal; years without a match go; the count is said aloud."""
    page = opened()
    found = page.get_by_role("status")
    assert len(shown(page)) == 6 and found.inner_text() == "6 reviews"
    assert found.get_attribute("aria-live") == "polite"
    for typed, titles, said in (
        ("march", ["March 2025"], "1 of 6 reviews matches"),
        ("half NINE", ["March 2025"], "1 of 6 reviews matches"),
        ("francais ecole", ["March 2025"], "1 of 6 reviews matches"),
        ("2024", ["2024", "December 2024"], "2 of 6 reviews match"),
        ("<script>", [], "No review matches; fewer words find more."),
    ):
        page.get_by_label("Find a review").fill(typed)
        assert (shown(page), found.inner_text()) == (titles, said)
        assert page.locator("h2:visible").count() == len({title[-4:] for title in titles})


def test_the_keyboard_is_enough(opened, root):
    """Tab leads to the search, Escape empties it, the next Tab leads to the first match, Enter opens it."""
    page = opened()
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.type("week 10")
    assert shown(page) == ["Week 10 of 2025 (3 Mar – 9 Mar)"]
    page.keyboard.press("Escape")
    assert len(shown(page)) == 6 and page.get_by_label("Find a review").input_value() == ""
    page.keyboard.type("week 10")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "2025-W10/review-2025-W10.html"


def test_without_scripts_the_list_is_whole_and_has_no_search(opened):
    """All reviews and both pictures are there; no box that would do nothing."""
    page = opened(java_script_enabled=False)
    assert page.locator(".gk-reviews h3").count() == 6
    assert page.locator(".gk-year > svg").count() == 2
    assert not page.locator("input").is_visible() and not page.locator(".gk-search").is_visible()


def test_each_year_is_drawn_with_a_size_and_words(opened):
    """Bars within the picture, marks above them, a text alternative, and its sentence beside it."""
    page = opened()
    pictures = page.locator(".gk-year > svg")
    assert pictures.count() == 2
    for at in range(2):
        box = pictures.nth(at).bounding_box()
        assert box["width"] > 800 and box["height"] == 80
        assert pictures.nth(at).get_attribute("aria-label").startswith("The year 202")
        bars = (
            pictures.nth(at).locator("rect").evaluate_all("all => all.map(one => one.getBoundingClientRect().toJSON())")
        )
        assert len(bars) > 5 and all(
            box["x"] - 1 <= bar["x"] and bar["right"] <= box["x"] + box["width"] for bar in bars
        )
        assert all(bar["height"] >= 1 and bar["top"] >= box["y"] + 16 for bar in bars)
    marks = pictures.first.locator(".gk-star")
    first, second = marks.nth(0).bounding_box(), marks.nth(1).bounding_box()
    assert first["x"] + first["width"] <= second["x"]
    assert "Two goals were reached" in page.locator("figcaption").first.inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_no_barrier_and_no_sideways_scrolling(opened, scheme, width):
    """Looked at with axe, nothing is serious or critical, also while the list is narrowed; nothing is wider than the window."""
    page = opened(width, 844, color_scheme=scheme)
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_label("Find a review").fill("nothing like it")
    assert barriers(page) == []


def test_an_empty_list_has_no_barrier(visit, tmp_path):
    """The first steps can be read by everyone."""
    page = visit(write_index(tmp_path).as_uri())
    assert page.get_by_role("listitem").count() == 3
    assert barriers(page) == []


def test_paper_has_the_list_and_no_search(opened):
    """Printed, the list is there in ink, without the box."""
    page = opened(color_scheme="dark")
    page.emulate_media(media="print")
    assert not page.locator(".gk-search").is_visible() and len(shown(page)) == 6
    assert page.evaluate("getComputedStyle(document.querySelector('.gk-index h1')).color") == "rgb(31, 35, 40)"
