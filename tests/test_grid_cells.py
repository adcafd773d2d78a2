"""Cells of an editable table: what a text in them means, and what is told when it means nothing."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goalkit.errors import GoalkitError
from goalkit.forms.grid_cells import (
    Column,
    Offered,
    column_of,
    read_clock,
    read_day,
    read_number,
    read_tick,
    read_whole,
)
from goalkit.forms.grid_paste import (
    Columns,
    decided,
    format_tsv,
    parse_tsv,
    pasting,
    read_anew,
    texts_of,
)
from goalkit.forms.grid_times import (
    TimeFaultError,
    When,
    read_end,
    read_span,
    show_clock,
    show_exactly,
    show_span,
    when_changed,
    when_new,
)
from goalkit.periods import Calendar
from goalkit.records import RECORDS, Goal, Task, TimeEntry

BERLIN = Calendar("Europe/Berlin")
BERLIN_ZONE = ZoneInfo("Europe/Berlin")
BACK = "2025-10-26"  # the clocks go back from 3:00 to 2:00
FORTH = "2025-03-30"  # they skip the hour from 2:00


# --- one cell


@pytest.mark.parametrize(
    ("typed", "meant"), [("12", 12), ("1.5", 1.5), ("1,5", 1.5), ("-3", -3), ("2.000,5", 2000.5), ("1,234.5", 1234.5)]
)
def test_a_number_may_have_a_point_or_a_comma(typed, meant):
    """Both marks are read, and thousands between them."""
    assert read_number(typed) == meant


def test_a_number_that_can_be_two_is_not_guessed():
    """1,500 can be one and a half or fifteen hundred: both are told."""
    with pytest.raises(GoalkitError, match=r"'1,500' can be 1\.5 or 1500"):
        read_number("1,500")


@pytest.mark.parametrize("typed", ["a dozen", "1.2.3", "12 h", "--1"])
def test_what_is_no_number_is_told(typed):
    """Anything else is refused with the value and an example."""
    with pytest.raises(GoalkitError, match=r"is not a number; write for example 12\.5"):
        read_number(typed)


def test_a_whole_number_has_no_fraction():
    """A half habit a week is told."""
    assert read_whole("3") == 3
    with pytest.raises(GoalkitError, match="is not a whole number"):
        read_whole("2.5")


@pytest.mark.parametrize("typed", ["2025-03-14", "14.3.2025", "14.03.25", "14/3/2025", "3/14/2025"])
def test_a_day_is_read_where_only_one_reading_makes_sense(typed):
    """ISO, dotted, and with slashes where the numbers tell day and month apart."""
    assert read_day(typed) == date(2025, 3, 14)


def test_a_day_that_can_be_two_is_not_guessed():
    """4/3/2025 is in March here and in April there: both are told, and the way out."""
    with pytest.raises(GoalkitError, match="can be 4 March 2025 or 3 April 2025; write year-month-day"):
        read_day("4/3/2025")


@pytest.mark.parametrize("typed", ["tomorrow", "2025-02-30", "31.4.2025"])
def test_what_is_no_day_is_told(typed):
    """A day that no calendar has is refused with the value."""
    with pytest.raises(GoalkitError, match="is not a day; write year-month-day"):
        read_day(typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("9:30", "09:30"), ("930", "09:30"), ("9:30 pm", "21:30"), ("17", "17:00"), ("9:30:05", "09:30:05")],
)
def test_a_clock_time_is_read_as_people_and_spreadsheets_write_it(typed, meant):
    """Short forms, twelve hours and seconds."""
    assert read_clock(typed) == time.fromisoformat(meant)


@pytest.mark.parametrize("typed", ["25:00", "24:00", "noon", "9:60"])
def test_what_is_no_clock_time_is_told(typed):
    """Anything else is refused with the value and an example."""
    with pytest.raises(GoalkitError, match="is not a time of day"):
        read_clock(typed)


def test_a_box_is_ticked_by_many_words():
    """yes, x, 1, true and ticks are yes; blank, no and 0 are no; anything else is told."""
    assert all(read_tick(text) for text in ("yes", "X", "1", "TRUE", "✓", "ja"))
    assert not any(read_tick(text) for text in ("", " ", "no", "0", "false", "nein"))
    with pytest.raises(GoalkitError, match="'maybe' is neither yes nor no"):
        read_tick("maybe")


def choice(*labels):
    """A column of choices; the last one is not on offer any more."""
    pairs = tuple((label, f"k{place}") for place, label in enumerate(labels))
    return Column("goal_id", "Goal", "choice", options=pairs[:-1], labels={key: label for label, key in pairs})


def test_a_choice_is_named_by_its_key_or_its_label():
    """What was chosen once stays readable, also when it is not on offer any more."""
    column = choice("Read", "Run", "Closed")
    assert [column.read(text) for text in ("k0", " run ", "Closed", "")] == ["k0", "k1", "k2", None]
    assert column.label("k2") == "Closed"


def test_a_choice_that_is_not_there_or_there_twice_is_told():
    """An unknown name and a name of two are refused; one of two that is on offer alone is meant."""
    with pytest.raises(GoalkitError, match="there is no goal called “Swim”"):
        choice("Read", "x").read("Swim")
    with pytest.raises(GoalkitError, match="there are 2 called “Read”"):
        choice("Read", "read", "x").read("Read")
    assert choice("Read", "read").read("read") == "k0"


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.kind)
def test_every_field_of_every_record_has_a_column(model):
    """A new kind of record needs nothing here: its columns follow from its fields, and defaults read as themselves."""
    for name, info in model.model_fields.items():
        column = column_of(name, info)
        assert column.title == info.title
        if (
            not info.is_required()
            and info.default_factory is None
            and info.default not in (None, "")
            and column.editable
        ):
            assert column.read(column.blank) == info.default


def test_columns_take_what_the_fields_say():
    """Unit, need, choices and kind come from the record."""
    fields = Task.model_fields
    assert column_of("estimate_hours", fields["estimate_hours"]).unit == "h"
    assert column_of("title", fields["title"]).needed
    assert [key for _, key in column_of("priority", fields["priority"]).options] == ["low", "normal", "high"]
    kinds = {name: column_of(name, fields[name]).kind for name in ("due", "important", "estimate_hours", "title")}
    assert kinds == {"due": "day", "important": "check", "estimate_hours": "number", "title": "text"}
    offered = Offered((("Read", "g1"),), {"g1": "Read"})
    assert column_of("goal_id", fields["goal_id"], offered).kind == "choice"
    assert not column_of("value_ids", Goal.model_fields["value_ids"], offered).editable
    assert not column_of("tracker", TimeEntry.model_fields["tracker"]).editable
    assert column_of("what", Goal.model_fields["what"]).kind == "long"


# --- when an entry was


def instant(text):
    """A moment in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)


def was(start="2025-03-14T09:00:58+01:00", end="2025-03-14T10:30:12+01:00"):
    """An entry's times, with seconds as trackers have them."""
    begin, finish = instant(start), instant(end)
    return When(begin, finish, (finish - begin).total_seconds())


def fault(do):
    """The column and the message of a time that cannot be."""
    with pytest.raises(TimeFaultError) as told:
        do()
    return told.value.column, str(told.value)


def test_what_is_not_touched_keeps_its_instant():
    """A new end leaves the start its seconds, and a new start leaves the end its own."""
    changed = when_changed(was(), {"end": "11:00"}, BERLIN)
    assert (changed.start, changed.end) == (was().start, instant("2025-03-14T11:00+01:00"))
    changed = when_changed(was(), {"start": "9:15"}, BERLIN)
    assert (changed.start, changed.end) == (instant("2025-03-14T09:15+01:00"), was().end)
    assert changed.seconds == (was().end - instant("2025-03-14T09:15+01:00")).total_seconds()


def test_a_new_day_takes_the_clock_times_along():
    """Over a change of the clocks the times on the wall stay, not the instants apart."""
    changed = when_changed(was(), {"day": "2025-03-31"}, BERLIN)
    assert changed.start == instant("2025-03-31T09:00:58+02:00")
    assert changed.end == instant("2025-03-31T10:30:12+02:00")


def test_an_entry_over_midnight_stays_over_midnight_when_its_day_moves():
    """The end is as many days behind the start as before."""
    night = was("2025-03-14T23:30+01:00", "2025-03-15T01:15+01:00")
    changed = when_changed(night, {"day": "2025-03-20"}, BERLIN)
    assert changed.end == instant("2025-03-21T01:15+01:00")


def test_an_end_before_the_start_is_on_the_next_day_within_half_a_day():
    """23:30 to 0:45 is the night; 9:00 to 8:00 is rather a slip, and the way to mean it is told."""
    late = was("2025-03-14T23:30+01:00", "2025-03-14T23:45+01:00")
    assert when_changed(late, {"end": "0:45"}, BERLIN).end == instant("2025-03-15T00:45+01:00")
    column, text = fault(lambda: when_changed(was(), {"end": "8:00"}, BERLIN))
    assert (column, "“08:00 +1” means on the next day" in text) == ("end", True)
    assert when_changed(was(), {"end": "8:00 +1"}, BERLIN).end == instant("2025-03-15T08:00+01:00")
    assert when_changed(was(), {"end": "24:00"}, BERLIN).end == instant("2025-03-15T00:00+01:00")


def test_a_start_behind_the_end_is_told():
    """The end was not touched, so it is not moved to the next day in silence."""
    column, text = fault(lambda: when_changed(was(), {"start": "16:00"}, BERLIN))
    assert (column, text) == ("end", "10:30 is before it starts at 16:00; “10:30 +1” means on the next day")


def test_a_time_that_comes_twice_asks_which_one_is_meant():
    """In the night the clocks go back 2:30 is “first” or “second”; the cell of such an entry says which it is."""
    night = was("2025-10-26T00:30+02:00", "2025-10-26T04:00+01:00")
    column, text = fault(lambda: when_changed(night, {"start": "2:30"}, BERLIN))
    assert (column, "write “02:30 first” or “02:30 second”" in text) == ("start", True)
    first = when_changed(night, {"start": "2:30 first"}, BERLIN)
    second = when_changed(night, {"start": "2:30 second"}, BERLIN)
    assert (first.seconds, second.seconds) == (2.5 * 3600, 1.5 * 3600)
    assert [show_clock(one.start, "Europe/Berlin", date(2025, 10, 26)) for one in (first, second)] == [
        "02:30 first",
        "02:30 second",
    ]


def test_an_ambiguous_time_that_is_not_touched_keeps_its_instant():
    """The second 2:30 stays the second one when only the other end of the entry is typed in anew."""
    night = was("2025-10-26T02:30+01:00", "2025-10-26T04:00+01:00")
    assert when_changed(night, {"end": "4:30"}, BERLIN).start == instant("2025-10-26T02:30+01:00")


def test_of_a_doubled_end_the_one_after_the_start_is_meant():
    """From the first 2:50 to 2:10 is twenty minutes: only the second 2:10 comes after it."""
    night = was("2025-10-26T02:50+02:00", "2025-10-26T04:00+01:00")
    assert when_changed(night, {"end": "2:10"}, BERLIN).seconds == 20 * 60
    evening = was("2025-10-26T22:00+01:00", "2025-10-26T23:00+01:00")
    assert when_changed(evening, {"end": "2:10"}, BERLIN).end == instant("2025-10-27T02:10+01:00")


def test_a_day_moved_into_the_doubled_hour_is_asked_about():
    """2:30 of an ordinary night is carried to the night the clocks go back: which one is not guessed."""
    night = was("2025-10-20T02:30+02:00", "2025-10-20T05:00+02:00")
    assert fault(lambda: when_changed(night, {"day": BACK}, BERLIN))[0] == "start"
    moved = when_changed(night, {"day": BACK, "start": "2:30 second"}, BERLIN)
    assert moved.start == instant("2025-10-26T02:30+01:00")


def test_a_time_that_the_clocks_skip_is_told_kindly():
    """2:30 on the spring night never was."""
    column, text = fault(lambda: when_changed(was(), {"day": FORTH, "start": "2:30"}, BERLIN))
    assert (column, "did not exist in Europe/Berlin" in text) == ("start", True)


def test_a_days_total_has_a_length_and_no_clock_times():
    """Its duration and its day are typed; its start follows the day."""
    total = When(instant("2025-03-14T00:00+01:00"), None, 3600.0)
    changed = when_changed(total, {"day": "2025-07-01", "duration": "1,5"}, BERLIN)
    assert (changed.start, changed.end, changed.seconds) == (instant("2025-07-01T00:00+02:00"), None, 5400.0)
    assert when_changed(total, {"duration": "0:20"}, BERLIN).start == total.start


def test_a_cleared_day_or_time_is_asked_for():
    """Nothing is taken from the air."""
    assert fault(lambda: when_changed(was(), {"day": " "}, BERLIN))[0] == "day"
    assert fault(lambda: when_changed(was(), {"end": ""}, BERLIN)) == ("end", "please give the time, for example 17:30")


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        ({"start": "9:00", "end": "10:30"}, 5400),
        ({"start": "9:00", "duration": "1:30"}, 5400),
        ({"duration": "1:30"}, 5400),
        ({"start": "23:00", "end": "0:30"}, 5400),
        ({"start": "9:00", "end": "10:30", "duration": "1:29"}, 5400),
    ],
)
def test_a_new_entry_has_start_and_end_or_a_length(typed, seconds):
    """Start with end, start with length, or a length alone; all three when they agree."""
    found = when_new({"day": "2025-03-14", **typed}, BERLIN)
    assert found.seconds == seconds
    assert (found.end is None) == ("start" not in typed)


@pytest.mark.parametrize(
    ("typed", "column"),
    [
        ({}, "start"),
        ({"end": "9:00"}, "start"),
        ({"start": "9:00"}, "end"),
        ({"day": "", "duration": "1"}, "day"),
        ({"start": "9:00", "end": "9:00"}, "end"),
        ({"start": "9:00", "end": "10:00", "duration": "3:00"}, "duration"),
        ({"duration": "a while"}, "duration"),
        ({"duration": "0"}, "duration"),
        ({"start": "9:00 +1", "end": "10:00"}, "start"),
    ],
)
def test_a_new_entry_that_lacks_something_says_where(typed, column):
    """The fault stands at the cell where it can be mended."""
    assert fault(lambda: when_new({"day": "2025-03-14", **typed}, BERLIN))[0] == column


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        ("1:30", 5400),
        ("1.5", 5400),
        ("1,5", 5400),
        ("1h 30m", 5400),
        ("90 min", 5400),
        ("0:16:47", 1007),
        ("2 h", 7200),
    ],
)
def test_a_length_is_read_as_people_write_it(typed, seconds):
    """Hours and minutes with a colon, as a decimal number or in words."""
    assert read_span(typed) == seconds


@given(st.integers(0, 5_000_000))
def test_a_length_that_is_copied_reads_as_itself(seconds):
    """To the second, however long; and what is shown is within half a minute of it."""
    if seconds:
        assert read_span(show_exactly(seconds)) == seconds
    if round(seconds / 60):
        assert abs(read_span(show_span(seconds)) - seconds) <= 30


@given(st.datetimes(datetime(2025, 10, 24), datetime(2025, 10, 28)), st.integers(0, 70))
def test_a_clock_time_on_display_reads_as_its_minute(start, hours):
    """Whatever the night, the text of a cell means the very minute that it was made from."""
    begin = start.replace(second=0, microsecond=0, tzinfo=UTC)
    end = begin + timedelta(hours=hours, minutes=7)
    day = begin.astimezone(BERLIN_ZONE).date()
    cells = {name: show_clock(moment, "Europe/Berlin", day) for name, moment in (("start", begin), ("end", end))}
    found = when_changed(When(begin - timedelta(days=30), end, 1.0), {"day": f"{day}", **cells}, BERLIN)
    assert (found.start, found.end) == (begin, end)


def test_an_end_says_its_day_and_its_turn():
    """The parts behind a clock time are read together."""
    assert read_end("2:30 +2 second") == read_end("02:30 + 2 2nd")
    assert (read_end("2:30 +2 second").days, read_end("2:30 +2 second").turn) == (2, 1)


# --- cells of a spreadsheet

texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
risky = st.sampled_from(
    ["=1+1", "+a", "-1", "@x", "'=1", "''=", "'", '"', '"a" b', 'a"b', "a\tb", "a\nb", "a\r\nb", "\t", ""]
)


@given(st.lists(st.lists(texts | risky, min_size=1, max_size=4), max_size=4))
def test_cells_come_back_from_a_copy_as_they_were(rows):
    """Tabs, lines, quotes, apostrophes and formulas survive being copied and pasted."""
    assert parse_tsv(format_tsv(rows)) == rows


@given(st.text(max_size=60))
def test_any_text_can_be_parsed(text):
    """Whatever is on the clipboard gives rows of cells, and never an error."""
    assert all(isinstance(cell, str) for row in parse_tsv(text) for cell in row)


@pytest.mark.parametrize("text", ["=1+1", "+49 30", "-x", "@me", "'=1"])
def test_a_copied_text_is_never_a_formula(text):
    """An apostrophe keeps a spreadsheet from reckoning with it."""
    assert format_tsv([[text]]) == f"'{text}\n"


def test_cells_as_spreadsheets_copy_them():
    """Cells with lines and doubled quotes, Windows line ends, quotes inside a text, and no last line end."""
    assert parse_tsv('a\t"two\nlines"\t"say ""hi"""\r\nsay "hi"\t\tc') == [
        ["a", "two\nlines", 'say "hi"'],
        ['say "hi"', "", "c"],
    ]


TASKS = Columns(
    (
        Column("title", "Task", needed=True),
        choice("Read", "Run", "x"),
        Column("due", "Due", "day"),
        Column("estimate_hours", "Estimate", "number"),
        Column("important", "Important", "check"),
    ),
    {"title": ("aufgabe",)},
)


def understood(text, **more):
    """Pasted text as rows of texts by column."""
    given = pasting(text, TASKS)
    for name, value in more.items():
        given = decided(read_anew(given, TASKS, value) if name == "header" else given, TASKS)
    return texts_of(given, TASKS)


def test_a_header_names_columns_in_any_order():
    """By title, by field or by a further name; what no column is called is left out."""
    given = pasting("Estimate\tAufgabe\tgoal\tCosts\n2\tBuy\tread\t9", TASKS)
    assert given.has_header
    assert given.columns == ("estimate_hours", "title", "goal_id", "")
    assert texts_of(given, TASKS) == [{"estimate_hours": "2", "title": "Buy", "goal_id": "k0"}]


def test_rows_without_a_header_go_from_left_to_right():
    """Nothing looks like a header, so the columns are taken in their order; what is too much is left out."""
    given = pasting("Buy\tRun\t2025-03-14\t1\tx\tmore", TASKS)
    assert not given.has_header
    assert given.columns == ("title", "goal_id", "due", "estimate_hours", "important", "")
    assert texts_of(given, TASKS)[0]["important"] == "yes"


def test_a_header_that_is_none_can_be_told_so():
    """A first row that looks like a header and is none becomes a row again, and back."""
    given = pasting("Task\tGoal\nBuy\tRun", TASKS)
    assert given.has_header
    without = read_anew(given, TASKS, False)
    assert [row[0] for row in without.rows] == ["Task", "Buy"]
    assert read_anew(without, TASKS, True) == given


def test_the_order_of_days_is_decided_by_all_of_them():
    """14/03 tells that 04/03 is in March; without such a row nothing is decided."""
    assert [row["due"] for row in understood("a\t\t04/03/2025\nb\t\t14/03/2025")] == ["2025-03-04", "2025-03-14"]
    assert pasting("a\t\t04/03/2025", TASKS).undecided
    assert understood("a\t\t04/03/2025")[0]["due"] == "04/03/2025"
    assert not pasting("a\t\t2025-03-04\nb\t\t4.3.2025", TASKS).undecided


def test_the_decimal_mark_is_decided_by_the_whole_column():
    """1,500 beside 2,25 is one and a half."""
    assert [row["estimate_hours"] for row in understood("a\t\t\t1,500\nb\t\t\t2,25")] == ["1.5", "2.25"]
    assert understood("a\t\t\t1,500")[0]["estimate_hours"] == "1,500"


def test_nothing_and_too_much_are_told():
    """An empty clipboard and a whole database are refused with the way out."""
    for text in ("", "\n\n", " \t "):
        with pytest.raises(GoalkitError, match="there is nothing to paste"):
            pasting(text, TASKS)
    with pytest.raises(GoalkitError, match="5,100 rows are more than the 5,000"):
        pasting("x\n" * 5100, TASKS)
