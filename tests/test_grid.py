"""The editable table, kernel side: the messages that the browser sends, and what becomes of them."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import pytest
from exports_made import toggl

from goalkit import forms
from goalkit.errors import GoalkitError
from goalkit.forms.form import STUMBLED
from goalkit.forms.grid_cells import Column
from goalkit.forms.grid_rows import Look, Rows, Sheet
from goalkit.records import RECORDS, Contact, Goal, LearningItem, Milestone, Rule, Settings, Task, TimeEntry
from goalkit.records.base import field_extra
from goalkit.workbook import Book, init_book, open_book
from goalkit.workbook.engine import make_engine
from goalkit.workbook.many import add_many

MORNING = datetime(2025, 3, 3, 8, tzinfo=UTC)  # nine o'clock in Berlin, a Monday


@pytest.fixture
def book(tmp_path):
    """A workbook in Berlin with two goals, a rule, forty entries, a day's total and three tasks."""
    with init_book(tmp_path / "book", notebooks=False) as opened:
        opened.change(Settings, "settings", zone="Europe/Berlin", person="Ada")
        opened.add(Goal(id="read", title="Read 12 books", target=12, start="2025-01-01", due="2025-12-31"))
        opened.add(Goal(id="run", title="Run 10 km", target=10, start="2025-01-01", due="2025-12-31"))
        opened.add(Rule(text="Running", goal_id="run"))
        add_many(opened, [an_entry(number) for number in range(40)])
        opened.add(an_entry(40, end_utc=None, duration_s=5400, description="all day"))
        add_many(opened, [Task(id=f"t{name}", title=f"Task {name}", goal_id="read") for name in "abc"])
        yield opened


def an_entry(number, **values):
    """An hour and some seconds on the day of that number, of one of two projects."""
    start = MORNING + timedelta(days=number, seconds=number)
    given = {
        "id": f"e{number:02}",
        "start_utc": start,
        "end_utc": start + timedelta(hours=1),
        "project": "Running" if number % 10 == 0 else "Reading",
        "description": f"chapter {number}",
        "tags": ["deep", "work"],
        "tracker": "toggl",
        "source_key": f"k{number}",
    }
    return TimeEntry(**given | values)


def do(grid, verb, **message):
    """Sends what the browser would send, through the widget, and gives what the status line says then."""
    content = json.loads(json.dumps({"do": verb, "n": 1, **message}))
    grid.widget._handle_custom_msg(content, [])
    json.dumps(grid.widget.get_state(), default=str)
    return grid.widget.told["text"]


def edit(grid, row, **cells):
    """Types into cells of a row."""
    for name, text in cells.items():
        do(grid, "edit", row=row, name=name, text=text)


def ids(grid):
    """Ids of the rows on display."""
    return [row["id"] for row in grid.widget.page["rows"]]


def cells(grid, record_id):
    """The cells of a row on display."""
    return next(row["cells"] for row in grid.widget.page["rows"] if row["id"] == record_id)


def mark(grid, record_id):
    """What is typed into a row on display and not saved."""
    return grid.widget.marks["rows"].get(record_id)


# --- what is on display


def test_entries_are_shown_in_local_time_newest_first(book):
    """Day and clock times are those of the workbook's zone, the duration follows, and a rule's goal is greyed."""
    grid = forms.entries_grid(book)
    page = grid.widget.page
    assert (page["begin"], page["end"], page["total"], page["all"]) == (1, 41, 41, 41)
    assert ids(grid)[:2] == ["e40", "e39"]
    expected = {"day": "2025-03-03", "start": "09:00", "end": "10:00", "duration": "1:00", "project": "Running"}
    expected |= {"description": "chapter 0", "tags": "deep, work", "goal_id": "", "tracker": "toggl"}
    assert cells(grid, "e00") == expected
    assert page["rows"][-1]["hints"] == {"goal_id": "by rule: Run 10 km"}
    assert grid.widget.note == "Clock times are those of Europe/Berlin."


def test_a_days_total_has_no_clock_times_to_type_in(book):
    """Its clock cells are locked and its duration is not; with other entries it is the other way round."""
    grid = forms.entries_grid(book)
    total, timed = grid.widget.page["rows"][:2]
    assert (total["cells"]["start"], total["cells"]["duration"]) == ("", "1:30")
    assert (total["locked"], timed["locked"]) == (["start", "end"], ["duration"])


def test_the_days_of_a_table_of_entries_are_both_included(book):
    """From the third to the fifth are three days."""
    grid = forms.entries_grid(book, date(2025, 3, 3), date(2025, 3, 5))
    assert ids(grid) == ["e02", "e01", "e00"]


def test_what_comes_with_no_entries_is_an_empty_table(tmp_path):
    """An empty workbook gives no rows, and a row can be added to it."""
    with init_book(tmp_path / "empty", notebooks=False) as book:
        grid = forms.entries_grid(book)
        assert (grid.widget.page["rows"], grid.widget.page["begin"]) == ([], 0)
        do(grid, "look", words="x", page=3)
        do(grid, "add")
        edit(grid, "new-1", start="9", duration="1")
        assert do(grid, "save") == "Saved: 1 time entry added."


@pytest.mark.parametrize(
    "model",
    [
        m
        for m in RECORDS
        if m.kind != "settings" and any(not field_extra(i, "internal") for i in m.model_fields.values())
    ],
    ids=lambda model: model.kind,
)
def test_any_record_has_a_table_in_one_line(book, model):
    """Columns follow from the fields of whatever record; nothing has to be written for a new one."""
    grid = forms.record_grid(book, model)
    shown = [name for name, info in model.model_fields.items() if not field_extra(info, "internal")]
    assert [column["name"] for column in grid.widget.columns] == shown


def test_a_record_without_fields_to_fill_in_has_no_table(book):
    """Imports, the settings and fields that do not exist are told."""
    from goalkit.records import ImportBatch

    with pytest.raises(GoalkitError, match="by itself"):
        forms.record_grid(book, ImportBatch)
    with pytest.raises(GoalkitError, match="settings_form"):
        forms.record_grid(book, Settings)
    with pytest.raises(GoalkitError, match="a task has no field 'colour'; expected some of title, goal_id"):
        forms.record_grid(book, Task, "title", "colour")


def test_the_fields_of_a_table_can_be_chosen(book):
    """Those named are shown, in that order."""
    grid = forms.record_grid(book, LearningItem, "title", "hours")
    assert [column["title"] for column in grid.widget.columns] == ["What", "Hours"]


# --- filter, order, pages


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("", 41),
        ("chapter", 40),
        ("CHAPTER 39", 1),
        ("project:running", 5),
        ('"chapter 3"', 11),
        ("goal:none", 36),
        ("goal:rule", 5),
        ("goal:run chapter", 4),
        ("tracker:toggl day:2025-03-03", 1),
        ("what:chapter", 40),
        ("09:00", 27),
        ("goal:", 41),
        ("nowhere:else", 0),
        ("duration:1:30", 1),
    ],
)
def test_words_filter_over_all_columns_or_one(book, words, count):
    """Each word narrows it down; a column's title and a colon in front names where to look."""
    grid = forms.entries_grid(book)
    do(grid, "look", words=words)
    assert grid.widget.page["total"] == count


def test_a_range_of_days_filters_with_both_ends(book):
    """From and To are days that are included; one of them may be left out."""
    grid = forms.entries_grid(book)
    do(grid, "look", first="2025-03-05", last="2025-03-07")
    assert sorted(ids(grid)) == ["e02", "e03", "e04"]
    do(grid, "look", first="", last="2025-03-04")
    assert sorted(ids(grid)) == ["e00", "e01"]


def test_pages_are_cut_from_the_order(book):
    """Rows a page, the next page, and a page that is not there any more."""
    grid = forms.entries_grid(book)
    do(grid, "look", size=25, page=1)
    page = grid.widget.page
    assert (page["begin"], page["end"], len(page["rows"]), page["rows"][0]["number"]) == (26, 41, 16, 26)
    do(grid, "look", words="running")
    assert grid.widget.page["look"]["page"] == 0
    do(grid, "look", page=7)
    assert grid.widget.page["begin"] == 1
    do(grid, "look", size=9999)
    assert grid.widget.page["look"]["size"] == 200


def test_every_column_sorts_both_ways_and_empty_cells_come_last(book):
    """Numbers by their size, texts without case, days in time."""
    book.add(Task(title="zoo", estimate_hours=10))
    book.add(Task(title="Ant", estimate_hours=9, due="2025-01-01"))
    grid = forms.tasks_grid(book)
    titles = []
    for sort, down in (("title", False), ("title", True), ("estimate_hours", False), ("due", True)):
        do(grid, "look", sort=sort, down=down)
        titles.append([row["cells"]["title"] for row in grid.widget.page["rows"]][:2])
    assert titles == [["Ant", "Task a"], ["zoo", "Task c"], ["Ant", "zoo"], ["Ant", "Task a"]]
    do(grid, "look", sort="", down=False)
    assert ids(grid)[:3] == ["ta", "tb", "tc"]


def test_a_filter_finds_what_a_plain_search_finds(book):
    """What the sheet finds is what looking at each row would find."""
    columns = [Column("a", "A"), Column("b", "Bee")]
    rows = Rows(["1", "2", "3"], {"a": ["x", "y", ""], "b": ["Y", "z", "x y"]}, lambda places: [{} for _ in places])
    sheet = Sheet(columns, rows, "")
    assert sheet.find(Look("y")) == [0, 1, 2]
    assert sheet.find(Look("b:y")) == [0, 2]
    assert sheet.find(Look("a:none")) == [2]
    assert sheet.find(Look("x y")) == [0, 2]
    assert sheet.find(Look('"x y"')) == [2]


# --- editing


def test_an_edited_cell_is_marked_and_saved_with_its_provenance(book):
    """What is typed waits for Save; then the entry has it, and keeps its import and its keys."""
    grid = forms.entries_grid(book)
    edit(grid, "e05", description="chapter five", end="10:30")
    assert book.get(TimeEntry, "e05").description == "chapter 5"
    assert mark(grid, "e05")["typed"] == {"description": "chapter five", "end": "10:30"}
    assert mark(grid, "e05")["derived"]["duration"] == "1:30"
    assert do(grid, "save") == "Saved: 1 time entry changed."
    entry = book.get(TimeEntry, "e05")
    assert (entry.description, entry.source_key, entry.tracker) == ("chapter five", "k5", "toggl")
    assert entry.start_utc == an_entry(5).start_utc
    assert entry.end_utc == datetime(2025, 3, 8, 9, 30, tzinfo=UTC)
    assert grid.widget.marks["count"] == 0


def test_a_text_that_is_typed_back_is_no_change(book):
    """A cell with the text that was read is not unsaved any more, and its entry keeps its seconds."""
    grid = forms.entries_grid(book)
    edit(grid, "e05", start="8:00")
    edit(grid, "e05", start="09:00")
    assert grid.widget.marks["count"] == 0
    assert do(grid, "save") == ""
    assert book.get(TimeEntry, "e05") == an_entry(5)


def test_a_fault_is_told_at_its_cell_and_nothing_is_saved(book):
    """One of two rows cannot be saved: neither is, both stay typed, and the cell to mend has the focus."""
    grid = forms.tasks_grid(book)
    edit(grid, "ta", title="Better")
    edit(grid, "tb", estimate_hours="soon")
    assert mark(grid, "tb")["faults"] == {"estimate_hours": "'soon' is not a number; write for example 12.5"}
    assert do(grid, "save") == "Not saved yet: 1 of 2 rows needs a look."
    assert grid.widget.told["focus"] == ["tb", "estimate_hours"]
    assert [task.title for task in book.records(Task)] == ["Task a", "Task b", "Task c"]
    assert do(grid, "save", only_good=True) == "Saved: 1 task changed. 1 row still needs a look."
    assert book.get(Task, "ta").title == "Better"
    edit(grid, "tb", estimate_hours="2,5")
    assert do(grid, "save") == "Saved: 1 task changed."
    assert book.get(Task, "tb").estimate_hours == 2.5


def test_a_fault_of_the_whole_row_stands_below_it(book):
    """Due before it begins spans two cells."""
    grid = forms.tasks_grid(book)
    edit(grid, "ta", start="2025-05-02", due="2025-05-01")
    assert "before it begins" in mark(grid, "ta")["whole"]
    assert do(grid, "save").startswith("Not saved yet")


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("title", " ", "please fill this in"),
        ("goal_id", "nope", "there is no goal called “nope”"),
        ("priority", "soon", "there is no priority called “soon”"),
        ("due", "4/3/2025", "can be 4 March 2025 or 3 April 2025"),
        ("estimate_hours", "-1", "more than 0"),
        ("important", "maybe", "neither yes nor no"),
    ],
)
def test_each_kind_of_cell_tells_what_is_wrong(book, name, text, told):
    """In plain words, at the cell."""
    grid = forms.tasks_grid(book)
    edit(grid, "ta", **{name: text})
    assert told in mark(grid, "ta")["faults"][name]


def test_cells_that_cannot_be_typed_in_are_left_alone(book):
    """The tracker, the duration of a timed entry, rows and columns that do not exist."""
    grid = forms.entries_grid(book)
    for row, name in (("e05", "tracker"), ("e05", "duration"), ("e40", "start"), ("gone", "project"), ("e05", "nope")):
        assert "cannot be typed in" in do(grid, "edit", row=row, name=name, text="x")
    assert grid.widget.marks["count"] == 0


def test_a_days_total_is_edited_by_its_length(book):
    """Its duration and its day; it stays without clock times."""
    grid = forms.entries_grid(book)
    edit(grid, "e40", duration="2:15", day="2025-07-01")
    do(grid, "save")
    entry = book.get(TimeEntry, "e40")
    assert (entry.duration_s, entry.end_utc) == (8100, None)
    assert entry.start_utc == datetime(2025, 6, 30, 22, tzinfo=UTC)


def test_the_doubled_hour_is_asked_about_and_an_untouched_one_stays(book):
    """A new start at 2:30 of the autumn night is told; the other end of it keeps its second 2:30."""
    book.add(an_entry(60, start_utc="2025-10-26T01:30Z", end_utc="2025-10-26T03:00Z"))
    grid = forms.entries_grid(book, date(2025, 10, 26))
    assert (cells(grid, "e60")["start"], cells(grid, "e60")["end"]) == ("02:30 second", "04:00")
    edit(grid, "e60", project="Else", end="4:30")
    do(grid, "save")
    assert book.get(TimeEntry, "e60").start_utc == datetime(2025, 10, 26, 1, 30, tzinfo=UTC)
    edit(grid, "e60", start="2:45")
    assert "comes twice" in mark(grid, "e60")["faults"]["start"]
    edit(grid, "e60", start="2:45 first")
    do(grid, "save")
    assert book.get(TimeEntry, "e60").start_utc == datetime(2025, 10, 26, 0, 45, tzinfo=UTC)


def test_rows_are_added_with_their_first_values(book):
    """A new entry begins today and belongs to the person of the log; faults wait until they are asked for."""
    grid = forms.entries_grid(book)
    told = do(grid, "add")
    assert told.startswith("A new row stands first")
    assert grid.widget.told["focus"] == ["new-1", "day"]
    assert ids(grid)[0] == "new-1"
    assert mark(grid, "new-1")["faults"] == {}
    assert do(grid, "save").startswith("Not saved yet: 1 of 1 row")
    assert mark(grid, "new-1")["faults"] == {"start": "please give start and end, or the duration alone"}
    edit(grid, "new-1", day="2025-04-30", start="9", duration="1:30", project="New")
    assert mark(grid, "new-1")["derived"] == {"duration": "1:30", "end": "10:30"}
    assert do(grid, "save") == "Saved: 1 time entry added."
    entry = next(entry for entry in book.records(TimeEntry) if entry.project == "New")
    assert (entry.tracker, entry.zone, entry.duration_s) == ("goalkit", "Europe/Berlin", 5400)
    assert entry.person == ""  # as the other entries have it


def test_new_and_changed_rows_are_one_change(book):
    """Both are saved together, and one undo takes both back."""
    grid = forms.tasks_grid(book)
    do(grid, "add")
    edit(grid, "new-1", title="New", priority="high")
    edit(grid, "ta", title="Better")
    assert do(grid, "save") == "Saved: 1 task changed, 1 added."
    assert len(book.records(Task)) == 4
    assert do(grid, "undo") == "Taken back: the addition of 1 task and the change of 1 task (Task)."
    assert [task.title for task in book.records(Task)] == ["Task a", "Task b", "Task c"]
    assert do(grid, "undo") == "There is nothing to take back: nothing was saved in this table yet."


def test_what_is_discarded_is_gone_and_the_rest_stays(book):
    """One row, or all of them."""
    grid = forms.tasks_grid(book)
    do(grid, "add")
    edit(grid, "ta", title="A")
    edit(grid, "tb", title="B")
    do(grid, "discard", row="new-1")
    assert grid.widget.marks["count"] == 2
    assert do(grid, "discard") == "What was typed into 2 rows is discarded."
    assert grid.widget.marks["count"] == 0
    assert cells(grid, "ta")["title"] == "Task a"


def test_unsaved_rows_stay_when_the_filter_hides_them_and_can_be_shown_alone(book):
    """A fault that is out of sight is brought on display when saving is refused."""
    grid = forms.entries_grid(book)
    edit(grid, "e05", end="nonsense")
    do(grid, "look", words="running")
    assert grid.widget.marks["hidden"] == 1
    assert do(grid, "save").endswith("Only the rows that are not saved are shown now.")
    assert ids(grid) == ["e05"]
    edit(grid, "e05", end="10:15")
    do(grid, "save")
    assert len(ids(grid)) == 5


def test_an_entry_that_refers_to_something_gone_is_told_in_its_row(book):
    """A milestone that was removed elsewhere since is refused by the workbook, nothing is saved, and the row says so."""
    book.add(Milestone(id="half", goal_id="read", title="Half", due="2025-06-30"))
    grid = forms.tasks_grid(book)
    edit(grid, "ta", title="Better")
    edit(grid, "tb", milestone_id="half")
    book.remove(Milestone, "half")
    assert "there is no milestone with the id 'half'" in do(grid, "save")
    assert "there is no milestone" in mark(grid, "tb")["whole"]
    assert book.get(Task, "ta").title == "Task a"
    edit(grid, "tb", milestone_id="")
    assert do(grid, "save") == "Saved: 1 task changed."


# --- many rows


def test_the_goal_of_forty_entries_is_set_at_once(book):
    """Chosen by a range, set in one change; one undo takes it off all of them."""
    grid = forms.entries_grid(book)
    do(grid, "choose", rows=ids(grid)[1:], on=True)
    assert grid.widget.chosen["count"] == 40
    told = do(grid, "set", name="goal_id", text="read", count=40)
    assert told == "Goal set to “Read 12 books” for 40 time entries. “Undo” takes it back for all of them."
    assert sum(entry.goal_id == "read" for entry in book.records(TimeEntry)) == 40
    assert book.history(TimeEntry, "e05")["why"].tolist()[-1] == "Goal set to “Read 12 books”"
    assert do(grid, "undo") == "Taken back: the change of 40 time entries (Goal)."
    assert {entry.goal_id for entry in book.records(TimeEntry)} == {None}


def test_all_that_the_filter_shows_are_chosen_beyond_the_page(book):
    """Not only the rows of the page, and not the rows that the filter hides."""
    grid = forms.entries_grid(book)
    do(grid, "look", words="reading", size=25)
    do(grid, "choose_all", on=True)
    assert grid.widget.chosen["count"] == 36
    do(grid, "set", name="tags", text="slow, evening", count=36)
    tagged = {entry.id for entry in book.records(TimeEntry) if entry.tags == ["slow", "evening"]}
    assert len(tagged) == 36
    do(grid, "look", words="running")
    assert (grid.widget.chosen["count"], grid.widget.chosen["hidden"]) == (36, 36)
    do(grid, "choose_all", on=False)
    assert grid.widget.chosen["count"] == 0


def test_a_value_that_does_not_fit_is_set_nowhere(book):
    """Some of the chosen rows refuse it: none is changed, and the message says how many and why."""
    book.change(Task, "tb", start="2025-05-01")
    grid = forms.tasks_grid(book)
    do(grid, "choose_all", on=True)
    told = do(grid, "set", name="due", text="2025-04-01", count=3)
    assert told.startswith("Not set, since it does not fit 1 row: the task is due on 2025-04-01")
    assert {task.due for task in book.records(Task)} == {None}


def test_a_set_field_wins_over_what_was_typed_there_and_other_cells_stay_typed(book):
    """The row keeps what was typed into its other cells, unsaved."""
    grid = forms.tasks_grid(book)
    edit(grid, "ta", title="Better", priority="low")
    do(grid, "choose", rows=["ta", "tb"], on=True)
    do(grid, "set", name="priority", text="high", count=2)
    assert mark(grid, "ta")["typed"] == {"title": "Better"}
    assert mark(grid, "ta")["clash"] == []
    assert do(grid, "save") == "Saved: 1 task changed."
    assert (book.get(Task, "ta").title, book.get(Task, "ta").priority) == ("Better", "high")


def test_setting_what_is_set_already_changes_nothing(book):
    """A second press says so and leaves nothing to undo."""
    grid = forms.tasks_grid(book)
    do(grid, "choose", rows=["ta"], on=True)
    assert do(grid, "set", name="goal_id", text="read", count=1).startswith("Nothing to change")
    assert grid.widget.told["undo"] is False


def test_a_choice_that_moved_is_not_acted_upon(book):
    """When another view chose other rows since, the number on the button is wrong and nothing is done."""
    grid = forms.tasks_grid(book)
    do(grid, "choose", rows=["ta", "tb"], on=True)
    for verb in ("set", "remove", "copy"):
        assert "another one by now" in do(grid, verb, name="priority", text="high", count=1)
    assert len(book.records(Task)) == 3


def test_fields_that_differ_from_row_to_row_cannot_be_set(book):
    """The clock times and the tracker of many entries are not set at once."""
    grid = forms.entries_grid(book)
    do(grid, "choose", rows=["e01"], on=True)
    for name in ("start", "day", "tracker", "nope"):
        do(grid, "set", name=name, text="9:00", count=1)
    assert book.get(TimeEntry, "e01") == an_entry(1)


def test_rows_are_removed_and_brought_back(book):
    """All of them at once, in one change; what refers to them stops it."""
    from goalkit.records import Resource

    grid = forms.tasks_grid(book)
    do(grid, "choose", rows=["ta", "tb"], on=True)
    assert do(grid, "remove", count=2) == "Removed 2 tasks. “Undo” brings them back."
    assert [task.id for task in book.records(Task)] == ["tc"]
    assert grid.widget.chosen["count"] == 0
    do(grid, "remove", count=0)
    do(grid, "undo")
    assert [task.id for task in book.records(Task)] == ["ta", "tb", "tc"]
    book.add(Resource(what="a room", task_id="ta"))
    do(grid, "choose", rows=["ta", "tb"], on=True)
    assert "cannot be removed while it is referred to by 1 resource" in do(grid, "remove", count=2)
    assert len(book.records(Task)) == 3


def test_chosen_rows_are_copied_with_their_seconds_and_no_formulas(book):
    """A header, the rows in the order on display, labels instead of keys, and texts that stay texts."""
    book.change(TimeEntry, "e01", description="=HYPERLINK(1)", goal_id="read")
    grid = forms.entries_grid(book)
    sent = []
    grid.widget.send = lambda content, buffers=None: sent.append(content)
    do(grid, "choose", rows=["e00", "e01"], on=True)
    do(grid, "copy", count=2)
    assert sent[0]["copy"].splitlines() == [
        "Day\tStart\tEnd\tDuration\tProject\tWhat you did\tGoal\tTags\tTracker",
        "2025-03-04\t09:00:01\t10:00:01\t1:00:00\tReading\t'=HYPERLINK(1)\tRead 12 books\tdeep, work\ttoggl",
        "2025-03-03\t09:00\t10:00\t1:00:00\tRunning\tchapter 0\tby rule: Run 10 km\tdeep, work\ttoggl",
    ]


# --- changed elsewhere


def test_a_row_that_was_changed_elsewhere_is_shown_beside_and_decided(book):
    """Nothing of the save is written; then the person's cells win and the other's other cells stay."""
    grid = forms.tasks_grid(book)
    edit(grid, "ta", title="Mine")
    edit(grid, "tb", title="Also mine")
    with open_book(book.path) as other:
        other.change(Task, "ta", title="Theirs", urgent=True)
    told = do(grid, "save")
    assert told.startswith("Nothing is written: 1 task changed elsewhere meanwhile.")
    assert mark(grid, "ta")["clash"] == [
        {"title": "Task", "mine": "Mine", "theirs": "Theirs"},
        {"title": "Urgent", "mine": "", "theirs": "yes"},
    ]
    assert [task.title for task in book.records(Task)] == ["Theirs", "Task b", "Task c"]
    do(grid, "mine", row="ta")
    assert do(grid, "save") == "Saved: 2 tasks changed."
    assert [(task.title, task.urgent) for task in book.records(Task)][:2] == [("Mine", True), ("Also mine", False)]


def test_what_stands_elsewhere_can_be_taken(book):
    """The row is then as it is in the workbook, and nothing of it is unsaved."""
    grid = forms.tasks_grid(book)
    edit(grid, "ta", title="Mine")
    book.change(Task, "ta", title="Theirs")
    grid.refresh()
    assert mark(grid, "ta")["clash"][0]["theirs"] == "Theirs"
    do(grid, "theirs", row="ta")
    assert (grid.widget.marks["count"], cells(grid, "ta")["title"]) == (0, "Theirs")
    assert do(grid, "theirs", row="ta") == "There is nothing unsaved in that row any more."


def test_a_change_that_the_table_does_not_show_is_a_change_all_the_same(book):
    """Another window moved it in the order of tasks: it is told, though no cell differs."""
    grid = forms.tasks_grid(book)
    edit(grid, "ta", title="Mine")
    book.change(Task, "ta", position=3)
    assert do(grid, "save").startswith("Nothing is written")
    assert mark(grid, "ta")["clash"][0]["title"] == "Something that this table does not show"


def test_a_row_that_was_removed_elsewhere_can_be_kept(book):
    """What was typed is not lost with it: it becomes a new row, or is let go."""
    grid = forms.tasks_grid(book)
    edit(grid, "ta", title="Mine")
    edit(grid, "tb", title="Not mine")
    for name in ("ta", "tb"):
        book.remove(Task, name)
    assert do(grid, "save").startswith("Nothing is written: 2 tasks changed elsewhere")
    assert mark(grid, "ta")["gone"]
    do(grid, "mine", row="ta")
    do(grid, "theirs", row="tb")
    assert do(grid, "save") == "Saved: 1 task added."
    assert [(task.title, task.goal_id) for task in book.records(Task)] == [("Task c", "read"), ("Mine", "read")]


def test_setting_and_removing_mind_what_changed_elsewhere(book):
    """Rows that are not as they are shown are not written over, and the table shows them anew."""
    grid = forms.tasks_grid(book)
    do(grid, "choose", rows=["ta", "tb"], on=True)
    book.change(Task, "ta", title="Theirs")
    assert do(grid, "set", name="priority", text="high", count=2).startswith("Nothing is written: 1 task changed")
    assert cells(grid, "ta")["title"] == "Theirs"
    assert do(grid, "set", name="priority", text="high", count=2).startswith("Priority set to “high” for 2 tasks")
    book.change(Task, "tb", title="Theirs, too")
    assert do(grid, "remove", count=2).startswith("Nothing is written")
    assert do(grid, "undo") == "Not taken back: 1 task changed since, and that would be lost."


def test_a_change_that_was_taken_back_elsewhere_makes_way_for_the_one_before(book):
    """`goalkit undo` took the last one back: the table says so once, and goes on with the one before."""
    grid = forms.tasks_grid(book)
    for title in ("One", "Two"):
        edit(grid, "ta", title=title)
        do(grid, "save")
    book.undo()
    assert do(grid, "undo") == "that change is taken back already"
    assert cells(grid, "ta")["title"] == "One"
    assert do(grid, "undo") == "Taken back: the change of task “One” (Task)."


def test_undo_is_of_this_table_alone(book):
    """A goal that was changed elsewhere since stays changed."""
    grid = forms.tasks_grid(book)
    edit(grid, "ta", title="One")
    do(grid, "save")
    book.change(Goal, "read", title="Read 13 books")
    assert do(grid, "undo") == "Taken back: the change of task “One” (Task)."
    assert book.get(Goal, "read").title == "Read 13 books"


# --- pasting

SHEET = "Aufgabe\tGoal\tDue\tEstimate\tImportant\nBuy\tread 12 books\t04/03/2025\t1,5\tx\nRun\tSwim\t05/03/2025\t2\t\n"


def test_pasted_rows_are_shown_as_they_are_understood_before_they_are_saved(book):
    """The order of the days is asked for, an unknown goal is told in its row, and nothing is saved yet."""
    grid = forms.tasks_grid(book)
    do(grid, "paste", text=SHEET.replace("Aufgabe", "Task"))
    shown = grid.widget.pasted
    assert (shown["count"], shown["faulty"], shown["header"], shown["dates"]) == (2, 2, True, "")
    assert [order["example"] for order in shown["orders"]] == [
        "04/03/2025 is 4 March 2025",
        "04/03/2025 is 3 April 2025",
    ]
    do(grid, "paste_how", dates="dmy")
    shown = grid.widget.pasted
    assert shown["rows"][0] == {"number": 1, "cells": ["Buy", "Read 12 books", "2025-03-04", "1.5", "yes"], "fault": ""}
    assert shown["rows"][1]["fault"].startswith("Goal: there is no goal called “Swim”")
    assert "Some pasted rows need a look" in do(grid, "paste_take", how="save")
    assert len(book.records(Task)) == 3


def test_pasted_rows_without_faults_are_saved_as_one_change(book):
    """Three new tasks, one undo."""
    grid = forms.tasks_grid(book)
    do(grid, "paste", text="Task\tDue\nA\t2025-04-01\nB\t2025-04-02\nC\t\n")
    assert do(grid, "paste_take", how="save") == "Saved: 3 tasks added."
    assert grid.widget.pasted == {}
    assert do(grid, "undo") == "Taken back: the addition of 3 tasks."
    assert do(grid, "paste_take", how="save") == "Taken back: the addition of 3 tasks."
    assert len(book.records(Task)) == 3


def test_pasted_rows_can_be_mended_in_the_table(book):
    """With their faults they become unsaved rows, first in the table; mended they are saved."""
    grid = forms.tasks_grid(book)
    do(grid, "paste", text="Task\tGoal\nA\tSwim\nB\tRun 10 km\n")
    assert do(grid, "paste_take", how="put") == "2 new rows stand first in the table; “Save changes” keeps them."
    assert ids(grid)[:2] == ["new-1", "new-2"]
    assert "Swim" in mark(grid, "new-1")["faults"]["goal_id"]
    edit(grid, "new-1", goal_id="run")
    assert do(grid, "save") == "Saved: 2 tasks added."
    assert [task.goal_id for task in book.records(Task)[-2:]] == ["run", "run"]


def test_what_each_pasted_column_is_can_be_told(book):
    """Other columns, none at all, and a first row that is no header."""
    grid = forms.tasks_grid(book)
    do(grid, "paste", text="Goal\tTask\nWrite\t2\n")
    do(grid, "paste_how", header=False)
    do(grid, "paste_how", columns=["title", ""])
    assert [row["cells"] for row in grid.widget.pasted["rows"]] == [["Goal"], ["Write"]]
    do(grid, "paste_how", columns=["title", "estimate_hours", "more", "nope"])
    assert [column["column"] for column in grid.widget.pasted["sources"]] == ["title", "estimate_hours"]
    do(grid, "paste_end")
    assert grid.widget.pasted == {}
    do(grid, "paste_how", header=True)
    assert grid.widget.pasted == {}


def test_cells_are_filled_from_one_cell_on(book):
    """Two columns of two rows, right and down; what cannot be typed there is left out and counted."""
    grid = forms.entries_grid(book)
    told = do(grid, "paste", row="e03", name="duration", text="9:99\tA\tone\n9:99\tB\ttwo\n")
    assert told == "Filled 4 cells in 2 rows; nothing is saved yet. 2 cells left out, since nothing can be typed there."
    assert (mark(grid, "e03")["typed"], mark(grid, "e02")["typed"]) == (
        {"project": "A", "description": "one"},
        {"project": "B", "description": "two"},
    )
    assert do(grid, "save") == "Saved: 2 time entries changed."


def test_cells_beyond_the_last_row_are_told(book):
    """Filling never adds rows by itself."""
    grid = forms.tasks_grid(book)
    told = do(grid, "paste", row="tc", name="title", text="A\nB\nC")
    assert told.endswith("2 pasted rows went beyond the last row; “Paste rows” adds new ones.")
    assert mark(grid, "tc")["typed"] == {"title": "A"}


def test_filling_days_that_can_be_two_is_asked_about_first(book):
    """The cells are filled once the order is told."""
    grid = forms.tasks_grid(book)
    do(grid, "paste", row="ta", name="due", text="04/03/2025\n05/03/2025\n")
    assert grid.widget.pasted["filling"]
    assert grid.widget.marks["count"] == 0
    do(grid, "paste_how", dates="mdy")
    assert do(grid, "paste_take", how="put") == "Filled 2 cells in 2 rows; nothing is saved yet."
    assert mark(grid, "tb")["typed"] == {"due": "2025-05-03"}


def test_entries_are_pasted_as_trackers_name_their_columns(book):
    """Start with its day, an end on the next day, an offset, and a length of its own."""
    grid = forms.entries_grid(book)
    sheet = (
        "Begin\tStop\tProjekt\tNotes\tKosten\n"
        "14/03/2025 09:00\t14/03/2025 10:30\tThesis\tone\t5\n"
        "14/03/2025 22:00\t16/03/2025 01:00\tThesis\ttwo\t5\n"
        "2025-03-15T09:00:30Z\t2025-03-15T10:00:00Z\tThesis\tthree\t5\n"
    )
    do(grid, "paste", text=sheet)
    assert grid.widget.pasted["faulty"] == 0
    assert [source["column"] for source in grid.widget.pasted["sources"]][-1] == ""
    assert do(grid, "paste_take", how="save") == "Saved: 3 time entries added."
    found = {entry.description: entry for entry in book.records(TimeEntry)}
    assert found["one"].start_utc == datetime(2025, 3, 14, 8, tzinfo=UTC)
    assert found["two"].duration_s == 27 * 3600
    assert found["three"].start_utc == datetime(2025, 3, 15, 9, 0, 30, tzinfo=UTC)


def test_copied_entries_can_be_pasted_again(book):
    """The table reads its own copies, seconds included; read-only columns are let go."""
    grid = forms.entries_grid(book)
    sent = []
    grid.widget.send = lambda content, buffers=None: sent.append(content)
    do(grid, "choose", rows=["e05", "e07"], on=True)
    do(grid, "copy", count=2)
    do(grid, "paste", text=sent[0]["copy"])
    assert grid.widget.pasted["faulty"] == 0
    do(grid, "paste_take", how="save")
    copies = [entry for entry in book.records(TimeEntry) if entry.tracker == "goalkit"]
    assert [(entry.start_utc, entry.duration_s) for entry in copies] == [
        (an_entry(number).start_utc, 3600) for number in (7, 5)
    ]


def test_nothing_on_the_clipboard_is_told(book):
    """An empty paste opens no preview."""
    grid = forms.tasks_grid(book)
    assert do(grid, "paste", text=" \n").startswith("there is nothing to paste")
    assert grid.widget.pasted == {}


# --- around it


def test_others_follow_what_was_saved(book):
    """`then` is called after a save, a set, a removal and an undo, and not after a refused one."""
    grid = forms.tasks_grid(book)
    called = []
    grid.then(lambda: called.append(len(book.records(Task))))
    edit(grid, "ta", title="")
    do(grid, "save")
    assert called == []
    edit(grid, "ta", title="One")
    do(grid, "save")
    do(grid, "choose", rows=["tb"], on=True)
    do(grid, "remove", count=1)
    do(grid, "undo")
    assert called == [3, 2, 3]


def test_two_tables_keep_step(book):
    """One table refreshes another after a save; what was typed in the other stays typed."""
    one, other = forms.tasks_grid(book), forms.tasks_grid(book)
    one.then(other.refresh)
    edit(other, "tb", title="Typed")
    edit(one, "ta", title="Saved")
    one.save()
    assert cells(other, "ta")["title"] == "Saved"
    assert mark(other, "tb")["typed"] == {"title": "Typed"}
    one.undo()
    assert cells(other, "ta")["title"] == "Task a"


def test_new_choices_are_on_offer_after_a_refresh(book):
    """A goal that was written meanwhile can be chosen; one that was dropped keeps its name in old rows."""
    grid = forms.tasks_grid(book)
    book.add(Goal(id="swim", title="Swim", target=5, start="2025-01-01", due="2025-12-31"))
    book.change(Goal, "read", status="dropped")
    grid.refresh()
    column = next(column for column in grid.widget.columns if column["name"] == "goal_id")
    assert column["options"] == [["Run 10 km", "run"], ["Swim", "swim"]]
    assert column["labels"]["read"] == "Read 12 books"


def test_an_unforeseen_error_never_looks_like_saved(book):
    """When saving breaks down the status says so, and what was typed stays."""
    from dataclasses import replace

    grid = forms.tasks_grid(book)
    edit(grid, "ta", title="Typed")

    def break_down(many, why):
        raise RuntimeError("disk on fire")

    grid.changes._source = replace(grid.source, write=break_down)
    with pytest.raises(RuntimeError):
        grid.receive({"do": "save"})
    assert grid.widget.told["text"] == STUMBLED
    assert mark(grid, "ta")["typed"] == {"title": "Typed"}


def test_a_workbook_that_is_locked_loses_nothing_that_was_typed(book):
    """Another program holds the file: the status says so, and saving again later does it."""
    impatient = Book(book.path, make_engine(f"sqlite:///{book.database}", busy_seconds=0.1))
    grid = forms.tasks_grid(impatient)
    edit(grid, "ta", title="Typed")
    with closing(sqlite3.connect(book.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        told = do(grid, "save")
        assert told.startswith("Nothing is written, and what you typed is still here.")
        assert "is busy: another program has been writing to it" in told
    assert mark(grid, "ta")["typed"] == {"title": "Typed"}
    assert do(grid, "save") == "Saved: 1 task changed."
    impatient.close()


def test_filling_from_a_row_that_is_gone_is_told(book):
    """Cells are never filled somewhere else than where they were pasted."""
    grid = forms.tasks_grid(book)
    assert "not shown any more" in do(grid, "paste", row="gone", name="title", text="A\nB")
    assert grid.widget.marks["count"] == 0


def test_a_message_of_another_kind_is_let_go(book):
    """What the table does not know does nothing."""
    grid = forms.tasks_grid(book)
    before = grid.widget.told
    do(grid, "dance")
    do(grid, "show")
    assert grid.widget.told == before


def test_contacts_are_edited_like_tasks(book):
    """A third kind of record takes one line."""
    book.add(Contact(id="ida", name="Ida"))
    grid = forms.record_grid(book, Contact)
    edit(grid, "ida", relation="mentor", next_contact="2025-05-01", goal_id="read")
    assert do(grid, "save") == "Saved: 1 contact changed."
    found = book.get(Contact, "ida")
    assert (found.relation, found.next_contact, found.goal_id) == ("mentor", date(2025, 5, 1), "read")


def test_what_an_import_makes_of_an_edited_entry(book):
    """Imported again, an edited entry stays as it is; edited in the tracker, too, it keeps its goal and no more.

    An entry that was deleted here comes back with the export that has it.
    """

    def bring(**values):
        file = book.path / "export.csv"
        row = {"Start date": "2025-06-02", "Start time": "09:00:00", "End date": "2025-06-02", "End time": "10:00:00"}
        file.write_text(toggl({**row, "Duration": "01:00:00", "Description": "one", **values}), encoding="utf-8")
        return book.import_file(file)

    bring()
    grid = forms.entries_grid(book, date(2025, 6, 1))
    edit(grid, *ids(grid), project="Mended", description="by hand", goal_id="read")
    do(grid, "save")
    assert bring().changed == 0
    entry = book.records(TimeEntry)[-1]
    assert (entry.project, entry.description, entry.goal_id) == ("Mended", "by hand", "read")
    assert bring(Description="edited in the tracker").changed == 1
    entry = book.records(TimeEntry)[-1]
    assert (entry.description, entry.goal_id, entry.project == "Mended") == ("edited in the tracker", "read", False)
    grid.refresh()
    do(grid, "choose_all", on=True)
    do(grid, "remove", count=1)
    assert bring(Description="edited in the tracker").new == 1
