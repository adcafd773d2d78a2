"""A figure in a notebook that follows what is saved."""

import json

import pandas as pd
import pytest
from filling import fill, save

from goalkit.charts import plot_pace
from goalkit.forms import Picture, book_form
from goalkit.records import Value
from goalkit.workbook import init_book


@pytest.fixture
def book(tmp_path):
    """A new workbook."""
    with init_book(tmp_path / "book") as made:
        yield made


def pace(count):
    """A pace figure of as many books as were counted; none gives a figure without traces."""
    days = pd.to_datetime(["2025-01-01", "2025-12-31"])
    rows = pd.DataFrame({"title": "Read <b>", "unit": "books", "day": days, "line": [0.0, 12.0], "value": [0.0, count]})
    return plot_pace(rows if count else rows.iloc[:0], 1)


def test_a_picture_is_read_anew_after_each_save(book):
    """It begins with what there is, and a save of a form it follows brings the new figure and its sentence."""
    form = book_form(book, Value)
    picture = Picture(lambda: pace(float(len(book.records(Value)))), after=[form])
    assert picture.words == "Nothing was measured yet."
    fill(form, name="curiosity", importance=8)
    save(form)
    assert picture.words.startswith("1 books on 31 December")
    assert len(picture.figure.data) == 2


def test_a_figure_without_traces_is_a_sentence(book):
    """There is no empty pair of axes on the page: the sentence says what is missing."""
    drawing = Picture(lambda: pace(0.0)).widget.children[0]
    assert (drawing.figure, drawing.alt) == ("", "Nothing was measured yet.")


def test_a_figure_comes_with_title_and_sentence_for_those_who_do_not_see_it():
    """Both are texts, as they stand, and the dark theme's colours travel along."""
    drawing = Picture(lambda: pace(3.0)).widget.children[0]
    assert drawing.title == "Read <b>"
    assert "the line reaches 12 books on 31 December 2025" in drawing.alt
    assert drawing.dark["#000000"] == "#f4f5f7"
    assert len(json.loads(drawing.figure)["data"]) == 2


def test_the_library_comes_from_the_kernel_when_the_page_asks():
    """What draws is given by this process, so that no page fetches it from elsewhere."""
    drawing = Picture(lambda: pace(3.0)).widget.children[0]
    sent = []
    drawing.send = lambda content, buffers=None: sent.append((content, buffers))
    drawing._hear(drawing, {"ask": "plotly"}, [])
    drawing._hear(drawing, {"ask": "anything else"}, [])
    ((content, (library,)),) = sent
    assert content == {"library": "plotly"}
    assert b"plotly.js v" in library[:200]
