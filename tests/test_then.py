"""Records as they were on the day from which a review looks."""

from datetime import UTC, date, datetime

import pytest
from chapters_made import EARLY, at_noon, berlin_book

from goalkit.periods import parse_period
from goalkit.records import Contact, Roadblock, TimeEntry
from goalkit.reviews.material import load_material
from goalkit.reviews.then import as_then

DAY = date(2025, 3, 10)


@pytest.fixture
def book(tmp_path):
    """A workbook with one person."""
    with berlin_book(tmp_path) as made:
        made.add(Contact(id="ada", name="Ada", every_days=30, met_on=date(2024, 5, 1)), when=EARLY)
        yield made


def then(book, kind=Contact):
    """The records as they were at the end of the day."""
    return as_then(load_material(book, parse_period("2025-03"), DAY), kind).set_index("id")


def test_a_later_change_is_not_known_yet(book):
    """What was so at the end of the day, by the person's own midnight."""
    book.change(Contact, "ada", every_days=60, when=datetime(2025, 3, 10, 22, 59, tzinfo=UTC))
    book.change(Contact, "ada", every_days=90, when=datetime(2025, 3, 10, 23, 0, tzinfo=UTC))
    found = then(book)
    assert (found.loc["ada", "every_days"], found.loc["ada", "written"]) == (60, True)
    assert str(found["met_on"].dtype) == "datetime64[us]"


def test_what_was_written_down_later_is_as_it_was_first_written(book):
    """And is marked as not written then."""
    book.add(Contact(id="ben", name="Ben"), when=at_noon(date(2025, 4, 1)))
    book.change(Contact, "ben", name="Benjamin", when=at_noon(date(2025, 5, 1)))
    assert then(book).loc["ben", ["name", "written"]].tolist() == ["Ben", False]


def test_what_was_taken_out_and_put_back_was_not_there_in_between(book):
    """On a day between the two it was not written down."""
    book.remove(Contact, "ada", when=at_noon(date(2025, 3, 9)))
    book.undo(when=at_noon(date(2025, 3, 11)))
    assert then(book)["written"].tolist() == [False]


def test_no_records_are_an_empty_frame(book):
    """All columns are there, no row is."""
    found = then(book, Roadblock)
    assert found.empty
    assert str(found["written"].dtype) == "bool"


def test_what_came_with_an_import_is_as_it_is(book, tmp_path):
    """It has no history of its own, and was there."""
    export = tmp_path / "toggl.csv"
    export.write_text(
        "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags\n"
        "Ann,a@example.org,,Thesis,,,No,2025-03-05,09:00:00,2025-03-05,10:00:00,01:00:00,deep\n"
    )
    book.import_file(export)
    found = then(book, TimeEntry)
    assert found[["project", "written"]].to_numpy().tolist() == [["Thesis", True]]
    assert found["end_utc"].notna().all() and found["focus_minutes"].isna().all()
