"""Bad input as it was seen in the wild, one test for each kind: read right, listed with its line, or asked about."""

from datetime import UTC, datetime

import pytest
from exports_made import toggl

from goalkit.errors import GoalkitError, UndecidedError
from goalkit.trackers import ReadOptions, load_export
from goalkit.workbook import init_book

NOW = datetime(2026, 1, 1, tzinfo=UTC)
CLOCKIFY = '"Project","Description","User","Start Date","Start Time","End Date","End Time","Duration (h)"\n'


def read(folder, text, encoding="utf-8", **options):
    """The export of a file with that text."""
    path = folder / "log.csv"
    path.write_bytes(text.encode(encoding))
    return load_export(path, ReadOptions(as_of=NOW, **options))


def clockify(*days, clock="9:00", end="10:00", duration="1:00"):
    """A Clockify report of an hour on each of these days."""
    rows = [f'"Thesis","Draft","Ada","{day}","{clock}","{day}","{end}","{duration}"\n' for day in days]
    return CLOCKIFY + "".join(rows)


def starts(export):
    """Starts as texts."""
    return export.entries["start_utc"].dt.strftime("%Y-%m-%d %H:%M").tolist()


def test_1_the_order_of_dates_is_decided_once_for_the_file(tmp_path):
    """One day above twelve decides for all rows, so that none is swapped; without one the file is not guessed at."""
    assert starts(read(tmp_path, clockify("03/04/2025", "25/04/2025"))) == ["2025-04-03 09:00", "2025-04-25 09:00"]
    assert starts(read(tmp_path, clockify("03/04/2025", "04/25/2025"))) == ["2025-03-04 09:00", "2025-04-25 09:00"]
    with pytest.raises(UndecidedError, match="--dates dmy or --dates mdy") as asked:
        read(tmp_path, clockify("03/04/2025"))
    assert (asked.value.option, asked.value.choices) == ("dates", ("dmy", "mdy"))
    both = read(tmp_path, clockify("25/04/2025", "04/25/2025", "26/04/2025"))
    assert [(problem.line, problem.value, problem.kind) for problem in both.problems] == [(3, "04/25/2025", "bad")]


def test_1_an_order_that_was_given_does_not_spoil_a_file_that_has_none_of_it(tmp_path):
    """--dates dmy for a folder: a file of ISO days is read as it is, one that is undecided as was said."""
    assert starts(read(tmp_path, clockify("2025-03-04"), dates="dmy")) == ["2025-03-04 09:00"]
    assert starts(read(tmp_path, clockify("03/04/2025"), dates="dmy")) == ["2025-04-03 09:00"]
    with pytest.raises(UndecidedError):
        read(tmp_path, clockify("03/04/2025"), dates="ymd")


@pytest.mark.parametrize("missing", ["Client", "Billable", "Task"])
def test_2_columns_are_found_by_name_whichever_are_missing(missing, tmp_path):
    """Activity stands for Task; a report without client, billable or task is read all the same."""
    names = [name for name in ("Client", "Billable", "Task", "Activity") if name != missing]
    head = CLOCKIFY.replace('"Project"', '"Project",' + ",".join(f'"{name}"' for name in names))
    cells = {"Client": "Press", "Billable": "Yes", "Task": "Outline", "Activity": "Outline"}
    row = clockify("25/04/2025").splitlines()[1].replace('"Thesis"', '"Thesis",' + ",".join(cells[n] for n in names))
    entries = read(tmp_path, f"{head}{row}\n").entries
    assert entries["task"].tolist() == ["Outline"]
    assert entries["client"].tolist() == ["" if missing == "Client" else "Press"]
    assert entries["billable"].isna().tolist() == [missing == "Billable"]


def test_3_an_error_names_file_line_column_value_and_the_way_out(tmp_path):
    """A year of data is never lost to an unknown error."""
    (bad,) = read(tmp_path, clockify("25/04/2025", "soon")).problems
    assert (bad.file, bad.line, bad.column, bad.value) == ("log.csv", 3, "Start Date", "soon")
    assert "day-month-year" in bad.reason
    assert "import again" in bad.fix


def test_4_hours_and_minutes_with_a_point_are_a_time_of_day(tmp_path):
    """9.30 in a column of times is half past nine, and no entry lands in 1970; a day before 1971 is listed."""
    export = read(tmp_path, clockify("25/04/2025", clock="9.30", end="10.45", duration="1:15"))
    assert starts(export) == ["2025-04-25 09:30"]
    assert export.entries["duration_s"].tolist() == [4500]
    (bad,) = read(tmp_path, clockify("25/04/2025", "01/01/1970")).problems
    assert (bad.value, bad.kind) == ("01/01/1970", "bad")


def test_5_a_table_saved_again_in_a_spreadsheet_is_read(tmp_path):
    """Semicolons, Latin-1, two-digit years, durations turned into times of day, decimal commas."""
    text = clockify("8/14/18", "8/15/18", clock="8:30:00 AM", end="10:30:00 AM", duration="02:00:00 AM")
    export = read(tmp_path, text.replace('","', ";").replace('"', "").replace("Thesis", "Prüfung"), "latin-1")
    assert starts(export) == ["2018-08-14 08:30", "2018-08-15 08:30"]
    assert export.entries["duration_s"].tolist() == [7200, 7200]
    assert export.entries["project"].tolist() == ["Prüfung", "Prüfung"]
    assert export.problems == ()
    commas = read(tmp_path, "date;project;hours\n2025-03-14;Garden;1,5\n2025-03-15;Garden;12\n")
    assert commas.entries["duration_s"].tolist() == [5400, 43_200]


@pytest.mark.parametrize(
    ("cells", "seconds"),
    [
        (["7.5", "0.25"], [27_000, 900]),
        (["7,5", "2.000,0"], [27_000, 7_200_000]),
        (["1,250.5", "3"], [4_501_800, 10_800]),
        (["1,250", "7,5"], [4_500, 27_000]),
    ],
)
def test_5_the_decimal_mark_is_decided_once_for_the_file(cells, seconds, tmp_path):
    """What one row shows holds for all, thousands among them."""
    rows = "".join(f"2025-03-1{number};{cell}\n" for number, cell in enumerate(cells, start=4))
    assert read(tmp_path, f"date;hours\n{rows}").entries["duration_s"].tolist() == seconds


def test_5_a_number_that_can_be_two_is_asked_about(tmp_path):
    """1,500 alone is one and a half or fifteen hundred; --decimal says which."""
    text = "date;minutes\n2025-03-14;1,500\n"
    with pytest.raises(UndecidedError, match=r"'1,500' can be 1500 or 1.5.*--decimal point or --decimal comma"):
        read(tmp_path, text)
    assert read(tmp_path, text, decimal="comma").entries["duration_s"].tolist() == [90]
    assert read(tmp_path, text, decimal="point").entries["duration_s"].tolist() == [90_000]


def test_6_a_mark_at_the_beginning_is_no_part_of_the_first_header(tmp_path):
    """With the UTF-8 mark the first column is still found."""
    export = read(tmp_path, toggl({}), "utf-8-sig")
    assert export.tracker == "toggl"
    assert export.entries["person"].tolist() == ["Ada"]


@pytest.mark.parametrize("day", ["13/15/2024", "2026-02-30", "2025-3-0", "00/00/0000"])
def test_7_an_impossible_day_is_listed(day, tmp_path):
    """The row is left out with its value; its neighbours come in."""
    export = read(tmp_path, clockify("2025-03-14", day, "2025-03-15"))
    assert [(problem.line, problem.value, problem.kind) for problem in export.problems] == [(3, day, "bad")]
    assert len(export.entries) == 2


def test_8_a_header_repeated_as_data_is_listed(tmp_path):
    """As after joining two exports by hand."""
    export = read(tmp_path, toggl({}) + toggl({"Start time": "08:00:00", "End time": "09:00:00"}))
    (again,) = export.problems
    assert (again.line, again.kind) == (3, "bad")
    assert "header" in again.reason
    assert len(export.entries) == 2


def test_9_extra_columns_without_a_name_do_no_harm(tmp_path):
    """A header that ends in commas, with and without cells below."""
    lines = toggl({}, {"Start time": "08:00:00", "End time": "09:00:00"}).splitlines()
    export = read(tmp_path, "\n".join([lines[0] + ",,", lines[1] + ",,", lines[2] + ",stray,", ""]))
    assert len(export.entries) == 2
    assert export.problems == ()


def test_9_a_nul_byte_spoils_nothing(tmp_path):
    """It is dropped from the cell that it stands in."""
    assert read(tmp_path, toggl({"Project": "The\0sis"})).entries["project"].tolist() == ["Thesis"]


def test_10_an_export_that_overlaps_counts_each_entry_once(tmp_path):
    """January to March, then February to April."""
    months = [toggl({"Start date": f"2025-0{m}-03", "End date": f"2025-0{m}-03"}).splitlines()[1] for m in range(1, 5)]
    head = toggl().splitlines()[0]
    with init_book(tmp_path / "book", notebooks=False) as book:
        for rows in (months[:3], months[1:]):
            (tmp_path / "log.csv").write_text("\n".join([head, *rows, ""]), encoding="utf-8")
            book.import_file(tmp_path / "log.csv")
        assert book.entries()["start_utc"].dt.month.tolist() == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("cells", "kind", "word"),
    [
        ({"End time": "08:00:00", "Duration": "-01:00:00"}, "bad", "ends before it starts"),
        ({"End time": "09:00:00", "Duration": "00:00:00"}, "note", "no length"),
        ({"Start date": "2062-03-03", "End date": "2062-03-03"}, "note", "not been lived yet"),
    ],
)
def test_11_entries_backwards_without_length_or_ahead_are_told(cells, kind, word, tmp_path):
    """The first is left out, the others are kept; each is listed with its line."""
    export = read(tmp_path, toggl({"Start time": "06:00:00", "End time": "07:00:00"}, cells))
    (problem,) = export.problems
    assert (problem.line, problem.kind) == (3, kind)
    assert word in problem.reason
    assert len(export.entries) == (1 if kind == "bad" else 2)


def test_a_bomb_of_brackets_is_refused(tmp_path):
    """Text nested without end is no export, and says so."""
    with pytest.raises(GoalkitError, match=r"log\.csv"):
        read(tmp_path, "[" * 100_000)
