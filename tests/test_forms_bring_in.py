"""Bringing in an export on a page: looked at first, told in words, asked for what it cannot say, taken back whole."""

import sqlite3
import tempfile

import pytest
from exports_made import toggl
from filling import restarted

from goalkit.forms import import_form
from goalkit.forms.arriving import MOST_BYTES
from goalkit.records import ColumnMap, ImportBatch, Settings, TimeEntry
from goalkit.workbook import init_book
from goalkit.workbook.engine import make_engine
from goalkit.workbook.handed_file import laid_down, plain_name

ODD = "A,B,C\n2025-03-14 09:00,2025-03-14 10:30,Garden\n2025-03-15 11:00,2025-03-15 12:00,Thesis\n"
ODD += "2025-03-16 11:00,2025-03-16 12:00,Garden\n"
UNDECIDED = 'day,hours,project\n03/04/2025,"1,125",Garden\n'
NINE = {"Start time": "09:00:00", "End time": "09:30:00", "Duration": "00:30:00"}
TEN = {"Start time": "10:00:00", "End time": "10:30:00", "Duration": "00:30:00"}
BAD = {"Start time": "11:00:00", "End time": "<b>half</b>", "Duration": "00:30:00"}


@pytest.fixture
def book(tmp_path):
    """A new workbook, kept in Berlin."""
    with init_book(tmp_path / "book", notebooks=False) as made:
        made.change(Settings, "settings", zone="Europe/Berlin")
        yield made


def choose(form, name, text):
    """Chooses a file as the page does; gives what the picker says of it."""
    content = text if isinstance(text, bytes) else text.encode()
    form.picker._hear(form.picker, {"picked": name, "turn": 1}, [memoryview(content)])
    return form.picker.said


def brought(form):
    """Presses “Bring in”; gives what is said then."""
    form.button.click()
    return form.status.text


def stored(book):
    """How many entries, batches and column maps there are."""
    return len(book.entries()), len(book.records(ImportBatch)), len(book.records(ColumnMap))


def test_a_file_is_looked_at_then_brought_in_and_taken_back(book):
    """Told in words before anything is written, then written as one change, then gone with one undo and chosen again."""
    form, heard = import_form(book), []
    form.then(lambda: heard.append(stored(book)))
    assert choose(form, "log.csv", toggl(NINE, TEN)) == "log.csv, 0.2 kB"
    assert form.report.text == "log.csv (toggl, Europe/Berlin): 2 rows read, 2 would be new"
    assert stored(book) == (0, 0, 0)
    assert brought(form) == "Brought in: log.csv (toggl, Europe/Berlin): 2 rows read, 2 new"
    assert (form.picker.name, form.button.disabled) == ("", True)
    form.undo_button.click()
    assert form.status.text == "Taken back: the import of log.csv with 2 entries."
    assert (form.picker.name, form.undo_button.disabled, form.button.disabled) == ("log.csv", True, False)
    assert brought(form).startswith("Brought in")
    assert heard == [(2, 1, 0), (0, 0, 0), (2, 1, 0)]


def test_the_same_file_twice_adds_nothing(book):
    """The second look says that all of it is here, and pressing anyway writes nothing; a longer one adds the rest."""
    form = import_form(book)
    choose(form, "log.csv", toggl(NINE))
    brought(form)
    choose(form, "again.csv", toggl(NINE))
    assert form.report.text.endswith("1 row read, 0 would be new, 1 here already")
    assert form.button.disabled
    assert brought(form) == "There is nothing new in it, so nothing was brought in."
    choose(form, "more.csv", toggl(NINE, TEN))
    assert brought(form).endswith("2 rows read, 1 new, 1 here already")
    assert stored(book)[:2] == (2, 2)


def test_rows_that_need_a_look_are_told_with_their_way_out(book):
    """Line, column, value, reason and what to do, escaped, before and after the good rows came in."""
    form = import_form(book)
    choose(form, "log.csv", toggl(NINE, BAD))
    assert form.report.text.endswith("2 rows read, 1 would be new, 1 left out")
    for _ in range(2):
        assert "<td>3</td><td>End time</td><td>&lt;b&gt;half&lt;/b&gt;</td>" in form.problems.value
        assert "write for example 14:30" in form.problems.value
        brought(form)
    assert len(book.entries()) == 1


def test_many_problems_are_told_ten_at_a_time(book):
    """The table names how many there are."""
    form = import_form(book)
    choose(form, "log.csv", toggl(NINE, *[BAD] * 12))
    assert "the first 10 of 12" in form.problems.value
    assert form.problems.value.count("<tr>") == 11


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", b"", "empty.csv is empty; export it again from the tracker"),
        ("log.pdf", b"%PDF-1.7", "log.pdf is a PDF; export CSV from the tracker instead"),
        ("log.csv", b"\0\1\2\3" * 50, "log.csv is not text"),
        ("big.csv", bytes(MOST_BYTES + 1), "or bring it in from a terminal: goalkit import big.csv"),
    ],
)
def test_what_cannot_be_opened_is_refused_when_it_is_chosen(book, name, content, said):
    """The picker says why and the way out, and “Bring in” does nothing."""
    form = import_form(book)
    assert said in choose(form, name, content)
    assert (form.button.disabled, form.picker.content) == (True, b"")
    assert brought(form) == "Choose a file above first."
    assert stored(book) == (0, 0, 0)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("Dear Jorinde", "letter.txt, line 1: no known tracker writes this (it begins with 'Dear Jorinde')"),
        (toggl(BAD), "none of its 1 rows can be taken. Line 2, column 'End time', '<b>half</b>'"),
    ],
)
def test_what_cannot_be_understood_is_told_without_an_option_of_the_command_line(book, content, said):
    """The report says what was seen; nothing is written."""
    form = import_form(book)
    choose(form, "letter.txt", content)
    assert said in form.report.text
    assert "--" not in form.report.text
    assert brought(form).startswith("Not brought in: Not ready yet")
    assert stored(book) == (0, 0, 0)


def test_a_file_that_the_page_found_too_large_takes_the_place_of_the_one_before(book):
    """The page does not send it, and what was chosen before is not brought in in its stead."""
    form = import_form(book)
    choose(form, "log.csv", toggl(NINE))
    form.picker._hear(form.picker, {"dropped": True}, [])
    assert brought(form) == "Choose a file above first."
    assert "{name} has {size} MB" in form.picker.too_large


def test_dates_and_decimals_are_asked_for_with_what_each_would_mean(book):
    """One after the other, each beside its message; then it is brought in as was said, and said again next time."""
    form = import_form(book)
    choose(form, "log.csv", UNDECIDED)
    dates, decimal = form.choices["dates"], form.choices["decimal"]
    assert form.report.text == "Please choose “Order of its dates” above."
    assert "'03/04/2025' can be read in two ways" in dates.error.value
    assert "--" not in dates.error.value
    assert [label for label, _ in dates.widget.options] == [
        "–",
        "03/04/2025 is 03 April 2025",
        "03/04/2025 is 04 March 2025",
    ]
    assert (dates.row.layout.display, decimal.row.layout.display, form.button.disabled) == (None, "none", True)
    dates.widget.value = "dmy"
    assert form.report.text == "Please choose “Decimal mark” above."
    assert dates.error.value == ""
    decimal.widget.value = "comma"
    assert "<td>2025-04-03</td><td></td><td>1.12</td>" in form.rows.value
    assert brought(form).endswith("1 row read, 1 new")
    assert book.entries()["duration_s"].tolist() == [4050]
    choose(form, "next.csv", UNDECIDED.replace("03/04", "05/04"))
    assert (dates.value, decimal.value, form.button.disabled) == ("dmy", "comma", False)


def test_two_trackers_that_write_such_a_file_are_told_apart_by_the_person(book):
    """Their titles are on offer, and the file is read as the one that is chosen."""
    form = import_form(book)
    both = "Description,Start date,Start time,End date,End time,Duration,Tags,Project,Client,Start Date,Start Time,End Date,"
    both += "End Time,Duration (h)\na,2025-03-14,09:00:00,2025-03-14,10:00:00,01:00:00,,P,,2025-03-14,09:00,2025-03-14,10:00,1:00\n"
    choose(form, "log.csv", both)
    choice = form.choices["tracker"]
    assert [key for _, key in choice.widget.options][1:] == ["toggl", "clockify"]
    assert choice.widget.options[1][0] == "log.csv is an export of Toggl Track"
    choice.widget.value = "clockify"
    assert form.report.text.startswith("log.csv (clockify, Europe/Berlin): 1 row read, 1 would be new")


def test_a_table_of_no_known_tracker_is_explained_by_dropdowns_and_remembered(book):
    """Proposed with reasons and the rows as understood; changed, kept, used for the next such file, and by `goalkit`."""
    form = import_form(book)
    choose(form, "odd.csv", ODD)
    assert form.columns.value == {"start": "A", "end": "B", "project": "C"}
    assert form.columns._reasons["start"].value == "days and times, earlier than 'B'"
    assert "<td>2025-03-14 09:00</td><td>2025-03-14 10:30</td><td>1.50</td><td>Garden</td>" in form.rows.value
    form.columns.parts["description"].value = "C"
    assert form.columns.value == {"start": "A", "end": "B", "description": "C"}
    assert brought(form).endswith("3 rows read, 3 new")
    assert book.entries()["description"].tolist() == ["Garden", "Thesis", "Garden"]
    form.undo_button.click()
    assert stored(book) == (0, 0, 1)
    again = restarted(import_form, book)
    choose(again, "later.csv", ODD.replace("A,B,C", " a ,b,C"))
    assert again.columns.value == {"start": "a", "end": "b", "description": "C"}
    assert "explained on 20" in again.columns._note.value


def test_a_map_that_lacks_a_part_says_which(book):
    """Without an end nothing can be brought in; with one chosen it can, and parts few tables have come on request."""
    form = import_form(book)
    choose(form, "odd.csv", ODD)
    form.columns.parts["end"].value = ""
    assert "there is no start and end, nor a day and a duration" in form.report.text
    assert form.button.disabled
    assert form.columns._rows["client"].layout.display == "none"
    form.columns.every.value = True
    assert form.columns._rows["client"].layout.display is None
    form.columns.parts["end"].value = "B"
    assert not form.button.disabled


def test_time_that_is_here_from_elsewhere_is_counted_once_unless_asked(book):
    """The report says so, and a tick takes it too."""
    form = import_form(book)
    choose(form, "log.csv", toggl(NINE, TEN))
    brought(form)
    (day,) = {f"{start:%Y-%m-%d}" for start in book.entries()["start_utc"]}
    choose(form, "other.csv", f"start,end,project\n{day} 09:00,{day} 09:30,P\n{day} 15:00,{day} 16:00,P\n")
    assert "1 here from Toggl Track" in form.report.text
    assert "“Take that too” below counts it again" in form.report.text
    assert form.keep_both.layout.display is None
    form.keep_both.value = True
    assert brought(form).split(". ")[0].endswith("2 rows read, 2 new")


def test_the_zone_of_the_clock_times_can_be_said(book):
    """Another zone moves the instants; one that is none is told with an example."""
    form = import_form(book)
    choose(form, "log.csv", toggl(NINE))
    form.zone.value = "Berlin"
    assert "expected an IANA name such as Europe/Berlin" in form.report.text
    form.zone.value = "America/New_York"
    brought(form)
    assert book.entries()["zone"].astype(str).tolist() == ["America/New_York"]


def test_without_settings_the_zone_is_asked_about(tmp_path):
    """A workbook in which nobody set a zone says where to."""
    with init_book(tmp_path / "new", notebooks=False) as book:
        form = import_form(book)
        choose(form, "log.csv", toggl(NINE))
        assert "01_start_here" in form._zone_help.value


def test_a_locked_workbook_is_told_and_nothing_is_half_written(book, tmp_path):
    """While another program writes, the form says so and keeps the file; then it can be pressed again."""
    form = import_form(book)
    choose(form, "odd.csv", ODD)
    book._engine.dispose()
    book._engine = make_engine(f"sqlite:///{book.database}", busy_seconds=0)
    other = sqlite3.connect(book.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    said = brought(form)
    assert said.startswith("Nothing was brought in: ")
    assert "is busy: another program has been writing to it" in said
    other.execute("ROLLBACK")
    other.close()
    assert stored(book) == (0, 0, 0)
    assert form.picker.name == "odd.csv"
    assert brought(form).endswith("3 new")


def test_a_temporary_folder_that_cannot_be_written_is_told(book, tmp_path, monkeypatch):
    """Where the file cannot be laid down to be read, nothing is brought in and the way out is named."""
    form = import_form(book)
    choose(form, "log.csv", toggl(NINE))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    assert "free some space on that disk and choose it again" in brought(form)
    assert stored(book) == (0, 0, 0)


def test_an_import_whose_entries_were_changed_since_is_not_taken_back(book):
    """The change by hand would be lost: it is told, both stay; other changes in between do not matter."""
    form = import_form(book)
    choose(form, "log.csv", toggl(NINE))
    brought(form)
    (entry,) = book.records(TimeEntry)
    book.change(TimeEntry, entry.id, project="Something else")
    form.undo_button.click()
    assert form.status.text.startswith("Not taken back: entries of log.csv were changed since it was brought in")
    assert len(book.entries()) == 1
    book.undo()
    book.change(Settings, "settings", weekly_hours=7)
    form.undo_button.click()
    assert form.status.text == "Taken back: the import of log.csv with 1 entry."
    assert (len(book.entries()), book.settings.weekly_hours) == (0, 7)


def test_an_import_that_changed_entries_is_taken_back_with_them(book):
    """An edited export changes what came before; undo puts it as it was."""
    form = import_form(book)
    choose(form, "log.csv", toggl({**NINE, "Project": "Old"}, TEN))
    brought(form)
    before = book.entries()["project"].astype(str).tolist()
    choose(form, "log.csv", toggl({**NINE, "Project": "New"}, TEN))
    assert "1 changed" in brought(form)
    form.undo_button.click()
    assert book.entries()["project"].astype(str).tolist() == before


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\exports\\log.csv", "log.csv"),
        ("..", "export"),
        ("", "export"),
        ("a\0b.csv", "ab.csv"),
        ("<i>été 🌊</i>.csv", "i>.csv"),
    ],
)
def test_a_file_is_laid_down_under_its_own_last_name(given, kept):
    """Whatever path it names, it lies in a folder of its own, and is gone afterwards."""
    with laid_down(given, b"x") as path:
        assert (path.name, path.read_bytes()) == (kept, b"x")
        assert plain_name(given) == kept
    assert not path.parent.exists()
