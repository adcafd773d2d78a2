"""The chapter of visions: beside the goals that lead there, what changed in them, a picture of the board."""

from datetime import date

import pytest
from direction_made import LATER, add_goal, shown, told
from images_made import GIF, JPEG, png

from goalkit.periods import parse_period
from goalkit.records import BoardImage, Vision
from goalkit.reviews import sections
from goalkit.reviews.chapters.vision import MOST_BYTES
from goalkit.reviews.facts import gather
from goalkit.workbook import init_book
from goalkit.workbook.board import save_image


@pytest.fixture
def book(tmp_path):
    """A new workbook."""
    with init_book(tmp_path / "book", notebooks=False) as made:
        yield made


@pytest.fixture
def seen(book):
    """A vision in ten years, seen anew in September; one in five; two goals of which one is a part of the other."""
    book.add(Vision(horizon="10 years", day=date(2025, 1, 4), role="Writer", picture="A desk"))
    book.add(Vision(horizon="5 years", day=date(2025, 1, 4), role="Lead"))
    book.add(Vision(horizon="10 years", day=date(2025, 9, 28), role="Writer", picture="A boat", skills="Maps"))
    add_goal(book, "book", serves_vision="10 years", term="long")
    add_goal(book, "letters", parent_id="book")
    return book


def put_up(book, content, caption, day=date(2025, 1, 5), position=0):
    """A picture on the board."""
    file = save_image(book, content, f"{caption}.png")
    book.add(BoardImage(file=file, caption=caption, day=day, position=position))


def test_visions_stand_beside_their_goals(seen):
    """The nearest horizon first, with the goal that names it and the one that is a part of that."""
    part = told(seen, "vision", "2025-Q1")
    assert part.sentence == "You look 5 and 10 years ahead; two goals lead there."
    assert [(one.horizon, one.role, [goal.title for goal in one.goals]) for one in part.visions] == [
        ("5 years", "Lead", []),
        ("10 years", "Writer", ["Book", "Letters"]),
    ]


def test_what_changed_is_told_in_the_period_in_which_it_was_seen_anew(seen):
    """Autumn and the year say what read differently; the quarter after does not."""
    for period in ("2025-Q3", "2025"):
        part = told(seen, "vision", period)
        assert part.sentence.endswith("You saw the one in 10 years on 28 September 2025 differently.")
        changed = {one.what: one.before for one in part.visions[1].changed}
        assert changed == {"Known for": "", "A day in that life": "A desk"}
    last = told(seen, "vision", "2025-Q4").visions[1]
    assert (last.picture, last.changed, last.is_new) == ("A boat", (), False)


def test_a_version_after_the_day_it_is_told_on_is_not_known(seen):
    """On 27 September the desk still stands; before January nothing does."""
    part = told(seen, "vision", "2025-Q3", date(2025, 9, 27))
    assert (part.visions[1].picture, part.visions[1].changed) == ("A desk", ())
    assert "notebook 03_direction" in told(seen, "vision", "2024").missing


def test_older_words_are_folded_and_a_vision_without_a_goal_is_fine(seen):
    """The page shows the vivid picture in the year, what it replaced, and a kind word for the other."""
    text, _ = shown(seen, "vision", "2025")
    assert "A boat" in text
    assert "How it read before Known for not said A day in that life A desk" in text
    assert "No goal leads there yet; it may stay a picture" in text
    quarter, _ = shown(seen, "vision", "2025-Q4")
    assert "A boat" not in quarter


def test_a_year_shows_one_picture_in_turn(book):
    """Of two pictures each year has another one; a quarter has none; one put up tomorrow is not there."""
    put_up(book, png(), "The canal")
    put_up(book, GIF, "The table", position=1)
    put_up(book, JPEG, "Too late", day=date(2026, 3, 1))
    first, second = (told(book, "vision", year).picture for year in ("2025", "2024"))
    assert (first.caption, first.kind, first.width, first.height) == ("The table", "gif", 3, 2)
    assert second is None
    assert told(book, "vision", "2026").picture.caption == "The canal"
    assert told(book, "vision", "2025-Q1").picture is None
    assert told(book, "vision", "2025").sentence == "Two pictures are on your vision board."


def test_the_picture_lies_in_the_page_with_its_caption(book):
    """As data, with the caption as its text alternative; mark-up in it stays text."""
    put_up(book, png(), '"><b>Canal')
    (part,) = sections.chapter(gather(book, parse_period("2025"), LATER), "vision").parts
    assert '<img src="data:image/png;base64,iVBOR' in part
    assert 'alt="&#34;&gt;&lt;b&gt;Canal"' in part


def test_a_picture_that_is_too_large_is_named_with_the_way_out(book):
    """A page stays light: the other one is shown, and the large one may come back smaller."""
    put_up(book, png() + bytes(MOST_BYTES), "The sea")
    put_up(book, png(4, 4), "The canal", position=1)
    text, _ = shown(book, "vision", "2025")
    assert told(book, "vision", "2025").picture.caption == "The canal"
    assert "“The sea” is too large for a page that stays light: a picture here may have 300 kB. Save it smaller" in text


def test_files_that_are_gone_or_no_image_are_left_out(book):
    """The board's own notebook says so; the review goes on."""
    put_up(book, png(), "Gone")
    (book.path / "data" / "board" / book.records(BoardImage)[0].file).unlink()
    book.add(BoardImage(file="../workbook.toml", caption="Out", day=date(2025, 1, 1)))
    part = told(book, "vision", "2025")
    assert (part.picture, part.pictures, part.too_large) == (None, 2, ())
